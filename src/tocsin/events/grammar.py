"""A sentence: its words, the parties, nouns and verbs of acts among them, and the voice of the verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tocsin.events.lexicon import VerbForm, nouns, verbs
from tocsin.events.mentions import Mention, mentions
from tocsin.events.tokens import Token

BE = frozenset("is are was were be been being 's get got gets".split())
HAVE = frozenset("has have had having".split())
MODALS = frozenset(
    "will would may might could can should must shall cannot won't wouldn't can't couldn't shouldn't".split()
)
DO = frozenset("do does did don't doesn't didn't".split())
NOT = frozenset("not n't never no longer cannot won't wouldn't can't couldn't shouldn't don't doesn't didn't".split())
ADVERBS = frozenset(
    "also already then later again jointly formally officially temporarily immediately effectively unilaterally newly "
    "reportedly recently soon now still further only previously largely currently separately strongly carefully always "
    "firmly successfully first next permanently partially partly fully quickly steadily sharply both all today yesterday "
    "not never no longer ever yet so thus mutually each additionally significantly repeatedly".split()
)
PREPOSITIONS = frozenset(
    "of in on with from to for against by at toward towards between among near off over under into onto about through "
    "during since until via within without across around amid beyond behind after before than like per as upon "
    "including regarding despite targeting concerning alongside".split()
)
TARGETING = frozenset("on against toward towards to for from at targeting with over into onto of upon".split())
RELATIVES = frozenset("which who that whose".split())
PRONOUNS = frozenset("it they he she we".split())
DETERMINERS = frozenset("the a an its their his her this these those both all any some new such other our".split())
COORDINATORS = frozenset(", and & or as well plus – - / nor".split())
COMPLEMENTS = frozenset(
    "say says said announce announces announced announcing plan plans planned planning decide decides decided agree agrees "
    "agreed pledge pledges pledged vow vows vowed threaten threatens threatened urge urges urged urging ask asks asked want "
    "wants wanted expect expected warn warns warned intend intends intended consider considers considered considering "
    "order ordered demand demanded call called refuse refused promise promised continue continued seek seeks sought move "
    "moves moved begin began started propose proposes proposed propose prepare prepares preparing weigh weighs weighing".split()
)
#: Nouns that stand for the government of the country before them, or for its firms.
_ALSO_NOUNS = frozenset(
    "ban limit control test launch strike call visit curb cap freeze halt embargo release restrict sanction block list set "
    "cut raise stop drop place plan pledge promise meet draw supply tap display end start support protest demand delay "
    "pause lapse express hold vow hike extend charge reserve host visit return report move levy state welcome lead chair fix tests "
    "launches strikes calls visits limits controls bans curbs caps sanctions releases pledges plans cuts demands lists sets ends "
    "supplies blocks places stops delays reports moves states protests supports tests fires embargoes holds".split()
)


_COUNTS = frozenset("one two three four five six seven eight nine ten a an as half".split())
_ADJECTIVES = frozenset("current existing new actual past present".split())
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
        self.lower = [word.lower for word in self.words]
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

    def _is_verb(self, k: int, form: VerbForm) -> bool:
        before = self._before(k)
        word = self.lower[before] if before >= 0 else ""
        helped = word in MODALS | DO | NOT | {"to"} or (word == "and" and self.lower[k] not in _ALSO_NOUNS)
        if word in DETERMINERS or word in {"'s", "'", "’"}:
            return False
        if word in {"and", "or"} and before > 0 and self.lower[before - 1] in _ADJECTIVES:
            return False
        if form.tags & {"past", "part"} and self.lower[k] not in _ALSO_NOUNS:
            return not (word in PREPOSITIONS and word not in {"to", "by"} and form.tags == {"part"})
        if self.lower[k] not in _ALSO_NOUNS:
            return form.lemma != "meet" or "ing" not in form.tags or word in BE | {"after", "before", "by", "while", "and", "of"}
        if helped or word in PRONOUNS | RELATIVES | BE | HAVE:
            return True
        one = self.mention_at(before) if before >= 0 else None
        if form.tags != {"base"} and any(end == k for _, end, _ in self.nouns):
            ahead = self.lower[k + 1] if k + 1 < len(self.words) else ""
            return ahead not in PREPOSITIONS | COORDINATORS | {"", ".", ";"} and "past" in form.tags
        following = self.lower[k + 1] if k + 1 < len(self.words) else ""
        plain = one is not None and one.form != "people" and one.is_party
        return plain and following not in PREPOSITIONS - {"in", "on"} | {"", ".", ","} and form.tags != {"base"}

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
            return last + 1 < len(self.lower) and not (self.lower[last + 1][0].isdigit() or self.lower[last + 1] in _COUNTS)
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
