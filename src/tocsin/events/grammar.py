"""Who does it and to whom: subject, object and voice around a verb, read from the order of words."""

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
        self.words = list(words)
        self.lower = [word.lower for word in words]
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
        if form.tags & {"past", "part"} and self.lower[k] not in _ALSO_NOUNS:
            return not (word in PREPOSITIONS and word not in {"to", "by"} and form.tags == {"part"})
        if self.lower[k] not in _ALSO_NOUNS:
            return "ing" not in form.tags or word not in {"the", "of"} or form.lemma not in {"meet"}
        if helped or word in PRONOUNS | RELATIVES | BE | HAVE:
            return True
        one = self.mention_at(before) if before >= 0 else None
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
            return True
        bare = word not in RELATIVES | PRONOUNS | {"and", ",", "to", ""} and self.mention_at(before) is None
        return (
            bare
            and following in {"on", "in", "against", "last", "since", "this", "at", "earlier", "under"}
            and any(first == end for _, end, _ in self.nouns)
        )

    # --------------------------------------------------------------------------------------------------- who acts
    def group_at(self, k: int, step: int) -> list[Mention]:
        """Return the party at a word and those joined to it: "Japan, South Korea and the United States".

        Parameters
        ----------
        k : int
            A word of a mention.
        step : int
            -1 to look to the left, 1 to look to the right.

        Returns
        -------
        list of Mention
            In the order of the text.
        """
        one = self._at[k]
        group = [one]
        while True:
            k = one.first - 1 if step < 0 else one.last
            joined = False
            while 0 <= k < len(self.words) and self._joins(k):
                joined = joined or self.lower[k] in COORDINATORS
                k += step
            following = self._at.get(k) if 0 <= k < len(self.words) else None
            if following is None or not joined or not following.is_party:
                return group if step > 0 else group[::-1]
            group.append(following)
            one = following

    def _joins(self, k: int) -> bool:
        return self.lower[k] in COORDINATORS | {"the", "as", "its", "ally", "allies"} | {"republic", "governments"}

    def subject(self, verb: Verb) -> list[Mention]:
        """Return who stands as the subject of a verb.

        Parameters
        ----------
        verb : Verb
            The verb.

        Returns
        -------
        list of Mention
            Empty if nobody is named.
        """
        k = verb.first - 1
        while k >= 0:
            if self.lower[k] in {";", "."} and k < verb.first - 1:
                break
            one = self._at.get(k)
            if one is not None and one.is_party and self._can_act(one):
                return self.group_at(k, -1)
            k = one.first - 1 if one is not None else k - 1
        return []

    def _can_act(self, one: Mention) -> bool:
        """Return whether a party stands where a subject stands: not behind a preposition."""
        k = one.first - 1
        while k >= 0 and (self.lower[k] in DETERMINERS or self.words[k].capital and k not in self._at and k > 0):
            k -= 1
        if k < 0:
            return True
        before = self.lower[k]
        if before in COORDINATORS and k > 0 and (k - 1) in self._at:
            return self._can_act(self._at[k - 1])
        if before == "of":
            return k > 0 and self.lower[k - 1] in {
                "government",
                "ministry",
                "president",
                "minister",
                "leaders",
                "congress",
                "leader",
                "people",
                "parliament",
                "administration",
                "department",
            }
        return before not in PREPOSITIONS

    def agent(self, verb: Verb) -> list[Mention]:
        """Return who stands behind "by" after a passive verb."""
        for k in range(verb.last, min(verb.last + 25, len(self.words))):
            if self.lower[k] in {";", "."}:
                break
            if self.lower[k] == "by":
                for m in range(k + 1, min(k + 7, len(self.words))):
                    one = self._at.get(m)
                    if one is not None and one.is_party:
                        return self.group_at(m, 1)
        return []

    # --------------------------------------------------------------------------------------------------- to whom
    def targets(self, first: int, end: int, *, direct: bool = False) -> list[Mention]:
        """Return the parties that stand behind a preposition of direction, or directly behind the verb.

        Parameters
        ----------
        first, end : int
            Where to look.
        direct : bool
            Whether one without a preposition counts.

        Returns
        -------
        list of Mention
            The first such group.
        """
        k = first
        while k < end:
            one = self._at.get(k)
            if one is not None and one.is_party:
                if self._is_target(one, first, direct=direct):
                    return [each for each in self.group_at(k, 1) if each.first < end]
                k = one.last
            else:
                k += 1
        return []

    def _is_target(self, one: Mention, first: int, *, direct: bool) -> bool:
        k = one.first - 1
        while k >= first and (self.lower[k] in DETERMINERS or self.lower[k].isdigit() or self._is_filler(k)):
            k -= 1
        if k < first:
            return direct
        if self.lower[k] == "by":
            return k > first and self.lower[k - 1] in {"used", "needed", "bought", "imported", "required"}
        return self.lower[k] in TARGETING

    def _is_filler(self, k: int) -> bool:
        return (
            k not in self._at
            and self.lower[k] not in PREPOSITIONS | COORDINATORS
            and k > 0
            and (
                self.lower[k].endswith(("ing", "ed", "al", "or", "ic", "ive"))
                or self.lower[k] in {"some", "more", "certain"}
            )
        )

    def clause_end(self, k: int) -> int:
        """Return where what a verb governs ends: at the next verb with a subject of its own, or at the stop."""
        for m in range(k, len(self.words)):
            if self.lower[m] in {";", "."} and m > k:
                return m
            if self.lower[m] in {"while", "although", "but", "because", "whereas", "after", "before", "when"} and m > k:
                if any(verb.first > m for verb in self.verbs) or self.lower[m] in {
                    "while",
                    "but",
                    "although",
                    "whereas",
                }:
                    return m
            if self.lower[m] in RELATIVES and m > k and self.lower[m - 1] == ",":
                return m
        return len(self.words)
