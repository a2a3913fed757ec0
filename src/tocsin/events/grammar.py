"""A sentence: its words, the parties, nouns and verbs of acts among them, and the voice of the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tocsin.events.lexicon import VerbForm, nouns, verb_table, verbs
from tocsin.events.mentions import Mention, mentions
from tocsin.events.tokens import Token
from tocsin.events.wordlists import word_set

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


_COUNTS = word_set("grammar", "counts")
_ADJECTIVES = word_set("grammar", "adjectives")
_ENDING = frozenset({"end", "lapse", "start", "expire"})
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
        self.words = _without_brackets(words)
        self.lower = [word.lower if word.text != "May" or k == 0 else "May" for k, word in enumerate(self.words)]
        if self.words and self.words[0].text == "May" and len(self.words) > 1 and self.words[1].text.isdigit():
            self.lower[0] = "May"
        self.mentions = mentions(self.words)
        self._at = {k: one for one in self.mentions for k in range(one.first, one.last)}

    def mention_at(self, k: int) -> Mention | None:
        """Return who is named by a word."""
        return self._at.get(k)

    @cached_property
    def nouns(self) -> list[tuple[int, int, frozenset[str]]]:
        """Return the nouns of acts."""
        return list(nouns(self.words))

    @cached_property
    def verbs(self) -> list[Verb]:
        """Return the verbs of acts, without those that are nouns here."""
        found = []
        for first, last, form in verbs(self.words):
            if first in self._at or not self._is_verb(first, form):
                continue
            found.append(Verb(first, last, form, self._passive(first, last, form)))
        return found

    # ------------------------------------------------------------------------------------------------- verb or noun
    def _before(self, k: int) -> int:
        """Return the word before one, adverbs left out; -1 if there is none."""
        k -= 1
        while k >= 0 and (self.lower[k] in ADVERBS or (self.lower[k].endswith("ly") and len(self.lower[k]) > 4)):
            k -= 1
        return k

    def _is_verb(self, k: int, form: VerbForm) -> bool:  # noqa: PLR0911 - each line is a rule of its own
        before = self._before(k)
        word = self.lower[before] if before >= 0 else ""
        helped = word in MODALS | DO | NOT | {"to"} or (word == "and" and self.lower[k] not in _ALSO_NOUNS)
        if word in DETERMINERS or word in {"'s", "'", "’"}:
            return False
        if form.tags == {"base"} and word in BE:
            return False
        if form.lemma == "have" and self._helps(k):
            return False
        if word in {"and", "or"} and before > 0 and self.lower[before - 1] in _ADJECTIVES:
            return False
        if form.tags & {"past", "part"} and self.lower[k] not in _ALSO_NOUNS:
            return not (word in PREPOSITIONS and word not in {"to", "by"} and form.tags == {"part"})
        if self.lower[k] not in _ALSO_NOUNS:
            return (
                form.lemma != "meet"
                or "ing" not in form.tags
                or word in BE | {"after", "before", "by", "while", "and", "of"}
            )
        if helped or word in PRONOUNS | RELATIVES | BE | HAVE:
            return True
        one = self.mention_at(before) if before >= 0 else None
        if form.tags != {"base"} and any(end == k for _, end, _ in self.nouns):
            ahead = self.lower[k + 1] if k + 1 < len(self.words) else ""
            if form.lemma in _ENDING and "s" in form.tags:
                return True
            return ahead not in PREPOSITIONS | COORDINATORS | {"", ".", ";"} and "past" in form.tags
        following = self.lower[k + 1] if k + 1 < len(self.words) else ""
        plain = one is not None and one.form != "people" and one.is_party
        return plain and following not in PREPOSITIONS - {"in", "on"} | {"", ".", ","} and form.tags != {"base"}

    def _helps(self, k: int) -> bool:
        """Return whether a form of "have" only helps another verb: "have held"."""
        ahead = k + 1
        while ahead < len(self.lower) and (self.lower[ahead] in ADVERBS | BE or self.lower[ahead].endswith("ly")):
            ahead += 1
        one = verb_table().at(self.words, ahead) if ahead < len(self.words) else None
        return ahead < len(self.lower) and (
            self.lower[ahead].endswith("ed") or (one is not None and "part" in one[1].tags) or self.lower[ahead] == "to"
        )

    def _passive(self, first: int, last: int, form: VerbForm) -> bool:
        if not form.tags & {"part"}:
            return False
        before = self._before(first)
        word = self.lower[before] if before >= 0 else ""
        if word in BE:
            return True
        if word in HAVE or word in MODALS | DO:
            return False
        following = self.lower[last] if last < len(self.words) else ""
        if following == "by":
            return last + 1 < len(self.lower) and not (
                self.lower[last + 1][0].isdigit() or self.lower[last + 1] in _COUNTS
            )
        bare = word not in RELATIVES | PRONOUNS | {"and", ",", "to", ""} and self.mention_at(before) is None
        return (
            bare
            and following in {"on", "in", "against", "last", "since", "this", "at", "earlier", "under"}
            and any(first == end for _, end, _ in self.nouns)
        )


def _without_brackets(words: Sequence[Token]) -> list[Token]:
    """Return words without what stands in short brackets: abbreviations, numbers, asides."""
    kept: list[Token] = []
    k = 0
    while k < len(words):
        if words[k].text in _OPEN:
            close = next((m for m in range(k, min(k + _ASIDE, len(words))) if words[m].text in _CLOSED), None)
            if close is not None:
                k = close + 1
                continue
        kept.append(words[k])
        k += 1
    return kept
