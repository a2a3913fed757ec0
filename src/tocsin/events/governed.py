"""What a dependency parser adds to what the rules read: parties that they did not find, acts that they do not know.

It only adds: an event that the rules read keeps all that it has, and may get an actor or a target where it has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace

from tocsin.events.clues import Scene
from tocsin.events.dependencies import NOUNS, Tree
from tocsin.events.event import Event
from tocsin.events.judging import fresh
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.sight import Sight
from tocsin.events.stance import SIDES, WITHOUT_ACTOR
from tocsin.events.verbal import AIMLESS

_UNAIMED = AIMLESS | {"missile_test"}
_TOGETHER = frozenset({"with", "between"})
_TOWARDS = frozenset({"on", "upon", "against", "to", "toward", "towards", "for", "from"})
_AMONG = frozenset({"of", "including"})
_ANY = frozenset({"name", "people", "seat", "office", "leader", "organisation", "firm"})
_PEOPLE = frozenset({"people"})
#: How deep a party may stand in what a word governs: "a ban on imports of steel from China".
_DEPTH = 4
#: How likely an act must be of which the dependencies show who does it.
_LIKELY = 0.5


@dataclass(frozen=True, eq=False)
class Governed:
    """A sentence and its dependencies.

    Parameters
    ----------
    scene : Scene
        The sentence with what the rules read.
    tree : Tree
        Its dependencies.
    """

    scene: Scene
    tree: Tree

    # -------------------------------------------------------------------------------------------------- missing parties
    def completed(self, draft: Draft, event: Event) -> Event:
        """Return the event of a draft with the parties that it lacks.

        Parameters
        ----------
        draft : Draft
            What was read.
        event : Event
            What was made of it.

        Returns
        -------
        Event
            With all that it has. Where two sides meet or agree and only one is known, the other stands beside it.
        """
        if draft.act in SIDES:
            if event.target or len(event.actor) > 1:
                return event
            others = _parties(self._sides(draft.first), event.actor)
            return replace(event, actor=(*event.actor, *others))
        actor, target = event.actor, event.target
        if not actor and draft.act not in WITHOUT_ACTOR:
            actor = _parties(self._actors(draft.first), target)
        if not target and draft.act not in _UNAIMED:
            target = _parties(self._targets(draft.first), actor)
        return replace(event, actor=actor, target=target)

    def _actors(self, k: int) -> Iterator[Mention]:
        """Return who does what a verb or noun says: its subject or agent, else its owner."""
        yield from self._named(self._doing(k) or self.tree.agents(k) or self.tree.owners(k))

    def _doing(self, k: int) -> list[int]:
        """Return who does what a verb says: its subject, of a passive verb its agent; goods and measures do nothing."""
        if self.tree.passive(k):
            return self.tree.agents(k)
        things = self._things()
        return [] if self.tree.labels[k] in NOUNS else [m for m in self.tree.subjects(k) if m not in things]

    def _targets(self, k: int) -> Iterator[Mention]:
        """Yield whom a verb, a noun or its object is directed at: "halted sales of grain to its partners"."""
        things = self._things()
        for m in (k, *self.tree.objects(k)):
            row = [m]
            for _ in range(_DEPTH):
                row = [n for one in row for word, n in self.tree.obliques(one) if word in _TOWARDS | {"of"}]
                if found := list(self._named((n for n in row if n not in things), owners=_PEOPLE)):
                    yield from found
                    return

    def _sides(self, k: int) -> Iterator[Mention]:
        """Yield all who meet or agree: the subject, and who stands behind "with"."""
        behind = [m for one in (k, *self.tree.objects(k)) for word, m in self.tree.obliques(one) if word in _TOGETHER]
        yield from self._named([*self.tree.subjects(k), *behind])

    def _things(self) -> set[int]:
        """Return the nouns of measures and of trade: whose they are does not say who acts."""
        return {last - 1 for _, last, _ in self.scene.sentence.nouns}

    def _named(self, heads: Iterable[int], owners: Set[str] = _ANY) -> Iterator[Mention]:
        """Yield the parties that noun phrases name: by their head, by who owns it, by another name, by an example."""
        for k in heads:
            own, beside = self._mentioned([k]), self._mentioned(self.tree.beside(k))
            owned = [one for one in self._mentioned(self.tree.owners(k)) if one.form in owners]
            among = self._mentioned(m for word, m in self.tree.obliques(k) if word in _AMONG)
            yield from own or owned or beside or among

    def _mentioned(self, words: Iterable[int]) -> list[Mention]:
        named = (self.scene.sentence.mention_at(m) for m in words)
        return [one for one in named if one is not None and one.is_party]

    # ------------------------------------------------------------------------------------------------------- other acts
    def further(self, kept: Sequence[Draft]) -> list[Draft]:
        """Return acts that the rules did not read, each told by a verb of its own that says who does it.

        Parameters
        ----------
        kept : sequence of Draft
            What was read in the sentence.

        Returns
        -------
        list of Draft
            Of each such verb the act that is most likely, if it is as likely as what a rule reads must be.
        """
        known = {one.act for one in kept}
        found: dict[int, tuple[float, Draft]] = {}
        sight = Sight(self.scene)
        for act, sure in sight.acts.items():
            k = self.scene.row[sight.at(act)].first
            if act in known or sure < _LIKELY or (k in found and found[k][0] >= sure) or self._told(k, kept):
                continue
            if actors := tuple(self._named(self._doing(k))):
                found[k] = sure, _by(fresh(sight, act, sure), actors)
        return [draft for _, draft in found.values()]

    def _told(self, k: int, kept: Sequence[Draft]) -> bool:
        """Return whether an act was read from a verb, or from its object."""
        return any(one.first <= m < one.last for one in kept for m in (k, *self.tree.objects(k)))


def _by(draft: Draft, actors: tuple[Mention, ...]) -> Draft:
    """Return a draft with those who do it, and with nobody as both."""
    named = {one.party for one in actors}
    whom = tuple(one for one in draft.targets if one.party not in named)
    return replace(draft, actors=actors, targets=whom, pronoun="", parties=())


def _parties(found: Iterable[Mention], others: Sequence[str]) -> tuple[str, ...]:
    """Return the parties that are named, without some."""
    return tuple(dict.fromkeys(one.party for one in found if one.party not in others))
