"""Who acts and towards whom where they stand elsewhere than as subject and object: receivers, holders, reporters."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.events.attribution import attributed, reports
from tocsin.events.clauses import object_before
from tocsin.events.event import MEASURES
from tocsin.events.grammar import Sentence, Verb
from tocsin.events.mentions import Mention
from tocsin.events.modality import OBTAINING
from tocsin.events.roles import owner, targets
from tocsin.events.subjects import Subject
from tocsin.events.sufferers import origin
from tocsin.events.wordlists import word_set

_FROM, _IN, _INTO = frozenset({"from", "by"}), frozenset({"in", "from"}), frozenset({"to", "into"})
_RECEIVING = word_set("verbs", "receiving")
_LANDING = frozenset({"land", "end up", "wind up", "go", "join"})
_GOING = frozenset({"export", "ship", "supply", "send", "deliver", "transfer"})
_NEEDING = OBTAINING | {"need", "require"}
_GIVEN = frozenset({"add_trusted_group", "remove_trusted_group", "lift_control", "extend"})
_HELD = frozenset({"impose_control", "extend", "lift_control", "remove_trusted_group", "suspend"})
_CHANGING = frozenset({"extend", "lift_control", "suspend"})
_NEEDS_PARTY = frozenset({"list_entity", "remove_trusted_group", "add_trusted_group"})
#: Acts that who reports them has done, if nobody else is named.
REPORTED = frozenset(MEASURES) | {"sanction", "list_entity", "announce_control", "retaliate"}
_THEM = (["them"], ["it"], ["him"])


class Exchange:
    """Finds who acts and towards whom.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        Its verb.
    noun : tuple of int and int, or None
        The words of the noun that makes the act with it.
    act : str
        The act.
    """

    def __init__(self, sentence: Sentence, verb: Verb, noun: tuple[int, int] | None, act: str) -> None:
        self.sentence, self.verb, self.noun, self.act = sentence, verb, noun, act

    def settled(
        self, who: Subject, actors: list[Mention], found: list[Mention], *, patient: bool
    ) -> tuple[list[Mention], list[Mention]]:
        """Return actors and targets, put right.

        Parameters
        ----------
        who : Subject
            The subject of the verb.
        actors, found : list of Mention
            Those that its subject, its agent and its prepositions give.
        patient : bool
            Whether the subject of a passive may be the target.

        Returns
        -------
        tuple of two lists of Mention
            Who acts; towards whom.
        """
        if self.verb.passive and not actors and who.mentions:
            actors = list(who.mentions) if reports(self.sentence, who.mentions[-1], self.verb.first) else []
        if self.verb.passive and not found and patient:
            found = [one for one in who.mentions if one not in actors]
        if self.noun is not None:
            actors, found = self._beside(self.noun, actors, found)
        if self.act in _NEEDS_PARTY and not found:
            found = self._moved([one.party for one in actors])
        return (actors, found) if actors else self._elsewhere(found)

    def _beside(
        self, noun: tuple[int, int], actors: list[Mention], found: list[Mention]
    ) -> tuple[list[Mention], list[Mention]]:
        """Return whom the words around the noun tell."""
        lower, lemma = self.sentence.lower, self.verb.form.lemma
        if lemma in _RECEIVING and self.act in _GIVEN and not self.verb.passive:
            found, whom = actors or found, {one.party for one in actors}
            actors = [one for one in self._giver(noun) if one.party not in whom]
        if self.verb.passive and not found and self.act in _HELD:
            found = [one for one in owner(self.sentence, noun[0], reach=4) if one.form == "firm"]
            actors = [one for one in actors if one not in found]
        if lemma in _LANDING and self.act == "list_entity":
            named = [one for one in self.sentence.mentions if one.is_party and one.last <= self.verb.first]
            actors, found = owner(self.sentence, noun[0], reach=4), actors or found or named[:1]
        if found and self._from_home(noun, found[0]):
            return actors or found[:1], []
        if found and not actors and lemma in _GOING and lower[found[0].first - 1] == "from":
            return found[:1], []
        if not actors and self.act in _CHANGING and not self.verb.passive:
            actors = owner(self.sentence, noun[0], reach=3)
        return actors, found

    def _elsewhere(self, found: list[Mention]) -> tuple[list[Mention], list[Mention]]:
        """Return who acts where no subject or agent stands: who reports it, where it is done, whence goods come."""
        actors: list[Mention] = []
        if self.act in REPORTED:
            taken = {one.party for one in found}
            actors = [one for one in attributed(self.sentence) if one.party not in taken]
        if not actors and self.verb.form.lemma in _NEEDING:
            actors = targets(self.sentence, 0, self.verb.first, by=_IN)[:1]
        if not actors and self.noun is not None and self.act in REPORTED:
            home = origin(self.sentence, self.noun, self.verb)
            if home is not None:
                return [home], [one for one in found if one is not home]
        return actors, found

    def _giver(self, noun: tuple[int, int]) -> list[Mention]:
        """Return who gives what somebody receives or takes what he loses: "lost its place on Japan's white list"."""
        given = targets(self.sentence, noun[1], min(noun[1] + 8, len(self.sentence.lower)), by=_FROM)
        given = given or owner(self.sentence, noun[0], reach=3)
        return given or targets(self.sentence, noun[1], min(noun[1] + 5, len(self.sentence.lower)), by=_INTO)

    def _from_home(self, noun: tuple[int, int], one: Mention) -> bool:
        """Return whether a party is where exports come from, not whom they are kept from: "exports from Russia"."""
        lower = self.sentence.lower
        exported = lower[noun[0]].startswith("export") and noun[1] <= one.first
        return exported and "from" in lower[max(one.first - 5, 0) : one.first]

    def _moved(self, avoid: Sequence[str]) -> list[Mention]:
        """Return who is put on a list or off it: the antecedent of a relative clause, the first party that is named."""
        verb = self.verb
        begin = object_before(self.sentence, verb)
        named = [one for one in self.sentence.mentions if one.is_party and one.party not in avoid]
        if self.sentence.lower[verb.last : verb.last + 1] in _THEM:
            return [one for one in named if one.last <= verb.first][-1:]
        if begin >= 0:
            return [one for one in named if one.last <= begin and begin - one.last <= 1][-1:]
        return named[:1] if verb.passive and named and named[0].last <= verb.first else []
