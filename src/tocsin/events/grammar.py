"""A sentence: its words, the parties, nouns and verbs of acts among them, and the voice of the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tocsin.events.idioms import idioms
from tocsin.events.lexicon import VerbForm, nouns, verbs
from tocsin.events.mentions import Mention, mentions
from tocsin.events.registers import with_registers
from tocsin.events.tokens import Token
from tocsin.events.wordlists import phrase_table, word_set

BE = word_set("grammar", "be")
HAVE = word_set("grammar", "have")
MODALS = word_set("grammar", "modals")
DO = word_set("grammar", "do")
NOT = word_set("grammar", "not")
ADVERBS = word_set("grammar", "adverbs")
PREPOSITIONS = word_set("grammar", "prepositions")
TARGETING = word_set("grammar", "targeting")
RELATIVES = word_set("grammar", "relatives")
PRONOUNS = word_set("grammar", "pronouns")
DETERMINERS = word_set("grammar", "determiners")
COORDINATORS = word_set("grammar", "coordinators")
COMPLEMENTS = word_set("grammar", "complements")
#: Nouns that stand for the government of the country before them, or for its firms.
_ALSO_NOUNS = word_set("grammar", "also_nouns")
_DESCRIBED = phrase_table("grammar", "described")


_COUNTS = word_set("grammar", "counts")
_FRACTIONS = word_set("grammar", "fractions")
_ADJECTIVES = word_set("grammar", "adjectives")
_MISSILE = frozenset({"missile"})
_OBJECT_FIRST = word_set("grammar", "object_first")
_ENDING = frozenset({"end", "lapse", "start", "expire"})
_INTRANSITIVE = frozenset({"expire", "lapse", "run out", "fall away", "elapse", "kick in", "retaliate"})
_SHORTENED = word_set("grammar", "shortened")
_DASHES, _DATELINE = frozenset("-–—"), 16
_LONGEST_VERB = 6
_TITLED, _FRONT = frozenset({"Mr", "Ms", "Mrs", "Miss", "Mme"}), 6
_OPEN, _CLOSED, _ASIDE = frozenset("(["), frozenset(")]"), 30


@dataclass(frozen=True)
class Verb:
    """A verb of the table in a sentence.

    Parameters
    ----------
    first, last : int
        Its words.
    form : VerbForm
        Which it is.
    passive : bool
        Whether what stands before it is done to.
    """

    first: int
    last: int
    form: VerbForm
    passive: bool


class Sentence:
    """The words of a sentence, and what is found among them.

    Parameters
    ----------
    words : sequence of Token
        Its words.
    """

    def __init__(self, words: Sequence[Token]) -> None:
        kept = _without_dateline(words)
        #: The country of the place from which it is reported; empty if none is told.
        self.seat = _seat(words[: len(words) - len(kept)])
        self.words = _without_brackets(kept)
        self.lower = [word.lower if word.text != "May" or k == 0 else "May" for k, word in enumerate(self.words)]
        for k in range(1, len(self.words) - 1):
            if self.lower[k] == "no" and self.lower[k + 1] == ".":
                self.lower[k] = "number"
            if self.lower[k] == "." and _abbreviates(self.words[k - 1], self.words[k + 1]):
                self.lower[k] = ""
        if self.words and self.words[0].text == "May" and len(self.words) > 1 and self.words[1].text.isdigit():
            self.lower[0] = "May"
        self.mentions = mentions(self.words)
        self._at = {k: one for one in self.mentions for k in range(one.first, one.last)}

    def rename(self, one: Mention, other: Mention) -> None:
        """Let a mention be of another party."""
        self.mentions = [other if each is one else each for each in self.mentions]
        self._at |= dict.fromkeys(range(one.first, one.last), other)

    def mention_at(self, k: int) -> Mention | None:
        """Return who is named by a word."""
        return self._at.get(k)

    @cached_property
    def nouns(self) -> list[tuple[int, int, frozenset[str]]]:
        """Return the nouns of acts."""
        found = with_registers(list(nouns(self.words)), self.lower)
        named = [one for one in self.mentions if one.form == "weapon"]
        return sorted([*found, *((one.first, one.last, _MISSILE) for one in named)]) if named else found

    @cached_property
    def verbs(self) -> list[Verb]:
        """Return the verbs of acts, without those that are nouns here."""
        found = []
        for first, last, form in _with_idioms(self.words):
            if (
                first in self._at
                or self._describes(first)
                or self._within_noun(first, last)
                or not self._is_verb(first, form, last - first > 1)
            ):
                continue
            found.append(Verb(first, last, form, self._passive(first, last, form)))
        return found

    # ------------------------------------------------------------------------------------------------- verb or noun
    def _describes(self, first: int) -> bool:
        """Return whether a word only describes the noun behind it in a set phrase: "extended deterrence"."""
        return tuple(self.lower[first : first + 2]) in _DESCRIBED.get(self.lower[first], ())

    def _within_noun(self, first: int, last: int) -> bool:
        """Return whether one word is only part of a noun of several: the "blast" of "blast furnace"."""
        return (
            self.lower[first] in _ALSO_NOUNS
            and last - first == 1
            and any(
                begin <= first < end and end - begin > 1 and self.lower[begin] not in {"to", "from"}
                for begin, end, _ in self.nouns
            )
        )

    def _before(self, k: int) -> int:
        """Return the word before one, adverbs left out; -1 if there is none."""
        k -= 1
        while k >= 0 and (self.lower[k] in ADVERBS or (self.lower[k].endswith("ly") and len(self.lower[k]) > 4)):
            k -= 1
        return k

    def _is_verb(self, k: int, form: VerbForm, several: bool) -> bool:  # noqa: C901, PLR0911 - each line is a rule of its own
        ambiguous = self.lower[k] in _ALSO_NOUNS and not several
        before = self._before(k)
        word = self.lower[before] if before >= 0 else ""
        helped = word in MODALS | DO | NOT | {"to"} or (word == "and" and self.lower[k] not in _ALSO_NOUNS)
        if word in DETERMINERS or word in {"'s", "'", "’"}:
            return False
        if form.tags == {"base"} and word in BE:
            return False
        if (form.lemma == "have" and self._helps(k)) or self._from_then(k, form):
            return False
        if word in {"and", "or"} and before > 0 and self.lower[before - 1] in _ADJECTIVES:
            return False
        if form.tags & {"past", "part"} and not ambiguous:
            return not (word in PREPOSITIONS and word not in {"to", "by"} and form.tags == {"part"})
        if not ambiguous:
            return (
                form.lemma != "meet"
                or "ing" not in form.tags
                or word in BE | {"after", "before", "by", "while", "and", "of"}
            )
        if helped or word in PRONOUNS | RELATIVES | BE | HAVE:
            return True
        if word in {"and", "but"} and form.tags != {"s"} and self._object_ahead(k + 1):
            return True
        one = self.mention_at(before) if before >= 0 else None
        if form.lemma in _ENDING and form.tags == {"base"} and self.lower[k - 1].endswith("s"):
            return any(end == k for _, end, _ in self.nouns)
        if form.tags != {"base"} and any(end == k for _, end, _ in self.nouns):
            ahead = self.lower[k + 1] if k + 1 < len(self.words) else ""
            if form.lemma in _ENDING and "s" in form.tags:
                return True
            return ahead not in PREPOSITIONS | COORDINATORS | {"", ".", ";"} and "past" in form.tags
        following = self.lower[k + 1] if k + 1 < len(self.words) else ""
        if one is None and "base" in form.tags and word.endswith("s") and following in DETERMINERS:
            return True
        plain = one is not None and one.form != "people" and one.is_party
        return plain and following not in PREPOSITIONS - {"in", "on"} | {"", ".", ","} and form.tags != {"base"}

    def _object_ahead(self, k: int) -> bool:
        """Return whether an object begins at a word: "and set preliminary duties of 93.5%"."""
        if k < len(self.lower) and (self.lower[k] in DETERMINERS or self.lower[k][:1].isdigit()):
            return True
        return any(k <= first <= k + 2 for first, _, _ in self.nouns)

    def _from_then(self, k: int, form: VerbForm) -> bool:
        """Return whether a word only says from when: "starting January 17", "beginning next week"."""
        if form.lemma not in {"start", "begin"} or "ing" not in form.tags or k + 1 >= len(self.words):
            return False
        word = self.words[k + 1]
        near = {"on", "in", "from", "next", "this", "with", "today"}
        return word.lower in near or word.capital or word.text[0].isdigit()

    def _helps(self, k: int) -> bool:
        """Return whether a form of "have" only helps another verb: "have held"."""
        ahead = k + 1
        while ahead < len(self.lower) and (self.lower[ahead] in ADVERBS | BE or self.lower[ahead].endswith("ly")):
            ahead += 1
        one = next((form for first, _, form in verbs(self.words[ahead : ahead + _LONGEST_VERB]) if not first), None)
        return ahead < len(self.lower) and (
            self.lower[ahead].endswith("ed") or (one is not None and "part" in one.tags) or self.lower[ahead] == "to"
        )

    def _measured(self, k: int) -> bool:
        """Return whether how or how much stands behind "by", not who: "by 7%", "by a third", "by adding"."""
        if self.lower[k] in {"a", "an"}:
            return k + 1 < len(self.lower) and self.lower[k + 1] in _FRACTIONS
        return self.lower[k][:1].isdigit() or self.lower[k] in _COUNTS or self.lower[k].endswith("ing")

    def _passive(self, first: int, last: int, form: VerbForm) -> bool:  # noqa: PLR0911 - each line is a rule of its own
        if not form.tags & {"part"} or form.lemma in _INTRANSITIVE:
            return False
        before = self._before(first)
        word = self.lower[before] if before >= 0 else ""
        if word in BE:
            return True
        if word in HAVE or word in MODALS | DO:
            return False
        if form.tags == {"part"}:
            return not HAVE & set(self.lower[max(first - 6, 0) : first])
        following = self.lower[last] if last < len(self.words) else ""
        if following in {"of", "for"} and form.lemma in _OBJECT_FIRST:
            return True
        if following == "by":
            return last + 1 < len(self.lower) and not self._measured(last + 1)
        bare = word not in RELATIVES | PRONOUNS | {"and", ",", "to", ""} and self.mention_at(before) is None
        return (
            bare
            and following in {"on", "in", "against", "last", "since", "this", "at", "earlier", "under"}
            and any(first == end for _, end, _ in self.nouns)
        )


def _with_idioms(words: Sequence[Token]) -> list[tuple[int, int, VerbForm]]:
    """Return what may be verbs; an idiom stands in the place of its own verb."""
    said = list(idioms(words))
    if not said:
        return list(verbs(words))
    taken = {k for first, last, _ in said for k in range(first, last)}
    return sorted([*said, *(one for one in verbs(words) if one[0] not in taken)], key=lambda one: one[0])


def _abbreviates(before: Token, ahead: Token) -> bool:
    """Return whether a full stop between two words only shortens the first: "Nov. 27", "Gen. Kim"."""
    return before.lower in _SHORTENED or len(before.text) == 1 or ahead.text[0].isdigit() or ahead.text[0].islower()


def _seat(dateline: Sequence[Token]) -> str:
    """Return the country of a dateline."""
    named = [
        Token(one.text.title(), one.lower, one.start, one.end) if len(one.text) > len("US") else one for one in dateline
    ]
    return next((one.party for one in mentions(named) if one.is_party), "")


def _without_dateline(words: Sequence[Token]) -> Sequence[Token]:
    """Return words without the place, day and agency before the first dash: "SEOUL, Oct. 9 (Yonhap) --"."""
    if len(words) < _DATELINE or not words[0].text.isupper() or len(words[0].text) < len("ROME"):
        return words
    for k, word in enumerate(words[:_DATELINE]):
        if word.text in _DASHES and words[k - 1].end < word.start:
            behind = k + 1
            while behind < len(words) and words[behind].text in _DASHES:
                behind += 1
            return words[behind:]
        if word.text.isalpha() and not word.capital:
            break
    return words


def _speaks_for(words: Sequence[Token], k: int) -> bool:
    """Return whether short brackets say for whom somebody speaks, as in records: "Mr. Deschamps (Canada)"."""
    inside = words[k + 1 : -1]
    if words[0].text not in _TITLED or not 1 < k < _FRONT or not 0 < len(inside) <= _FRONT:
        return False
    return any(one.form == "name" and one.last - one.first == len(inside) for one in mentions(inside))


def _without_brackets(words: Sequence[Token]) -> list[Token]:
    """Return words without what stands in short brackets: abbreviations, numbers, asides; for whom one speaks stays."""
    kept: list[Token] = []
    k = 0
    while k < len(words):
        if words[k].text in _OPEN:
            close = next((m for m in range(k, min(k + _ASIDE, len(words))) if words[m].text in _CLOSED), None)
            if close is not None:
                kept += words[k + 1 : close] if _speaks_for(words[: close + 1], k) else ()
                k = close + 1
                continue
        kept.append(words[k])
        k += 1
    return kept
