"""Clues to acts in a sentence: what the rules read, verbs with nouns of an act near them, and words that tell it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

from tocsin.events.dates import When
from tocsin.events.grammar import Sentence
from tocsin.events.lexicon import Rule, alone, rules
from tocsin.events.making import Draft
from tocsin.events.units import Unit, stem, units

_REACH, _FAR = 12, 40
_NEAR, _MIDDLE = 3, 7
#: How much a clue of each kind says of where the act is told.
_RULE, _PAIR, _ALONE, _TOLD, _NOUN = 5.0, 3.0, 2.0, 1.5, 1.0


@dataclass
class Clue:
    """What at one unit speaks for an act.

    Parameters
    ----------
    weight : float
        The strongest of its kinds.
    kinds : set of str
        Their names.
    """

    weight: float = 0.0
    kinds: set[str] = field(default_factory=set)


@dataclass(frozen=True, eq=False)
class Scene:
    """A sentence with all that is known of it before it is judged.

    Parameters
    ----------
    said : str
        Its text.
    sentence : Sentence
        Its words.
    when : sequence of When
        Its dates.
    beside : sequence of When
        What is told against them, or against the day of the document: "a day after it fired", "in sixty days".
    today : str
        Day of the document; empty if it is not known.
    drafts : sequence of Draft
        What the rules read.
    garbled : bool
        Whether a machine put the document into other words.
    """

    said: str
    sentence: Sentence
    when: Sequence[When]
    today: str
    drafts: Sequence[Draft]
    garbled: bool = False
    beside: Sequence[When] = ()

    @cached_property
    def row(self) -> Sequence[Unit]:
        """Return its units."""
        return units(self.sentence, self.said, self.when)

    def unit_at(self, word: int) -> int | None:
        """Return the unit that holds a word."""
        return self._units.get(word)

    @cached_property
    def _units(self) -> dict[int, int]:
        return {word: k for k, one in enumerate(self.row) for word in range(one.first, one.last)}

    @cached_property
    def parties(self) -> list[int]:
        """Return the units that name parties."""
        return [k for k, one in enumerate(self.row) if one.mention is not None and one.mention.form != "none"]

    def parties_near(self, k: int) -> list[int]:
        """Return the units that name parties, at most forty units from one."""
        return [m for m in self.parties if abs(m - k) <= _FAR]


@cache
def _verbs() -> Mapping[str, tuple[tuple[Rule, str], ...]]:
    """Return the rules that a verb may make, with its particle, by stem."""
    found: dict[str, list[tuple[Rule, str]]] = {}
    for rule in rules():
        for verb in sorted(rule.verbs):
            head, _, particle = verb.partition(" ")
            found.setdefault(stem(head), []).append((rule, particle))
    return {one: tuple(each) for one, each in found.items()}


@cache
def _alone() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the acts that a verb makes alone, with its particle, by stem."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in alone():
        for verb in sorted(one.verbs):
            head, _, particle = verb.partition(" ")
            found.setdefault(stem(head), []).append((one.act, particle))
    return {one: tuple(each) for one, each in found.items()}


@cache
def _nouns() -> Mapping[str, tuple[str, ...]]:
    """Return the acts that a class of nouns may be of."""
    found: dict[str, dict[str, None]] = {}
    for rule in rules():
        for name in sorted(rule.nouns):
            found.setdefault(name, {})[rule.act] = None
    return {name: tuple(acts) for name, acts in found.items()}


def clues(scene: Scene, telling: Mapping[str, Sequence[str]]) -> dict[str, dict[int, Clue]]:
    """Return what speaks for each act, by unit.

    Parameters
    ----------
    scene : Scene
        The sentence.
    telling : mapping of str to sequence of str
        Acts that a stem was seen to tell.

    Returns
    -------
    dict of str to dict of int to Clue
        Acts without a clue are left out; without a verb or noun of any act there is none.
    """
    if not (scene.sentence.verbs or scene.sentence.nouns or scene.drafts):
        return {}
    found: dict[str, dict[int, Clue]] = {}
    for act, k, kind, weight in _clues(scene, telling):
        clue = found.setdefault(act, {}).setdefault(k, Clue())
        clue.kinds.add(kind)
        clue.weight = max(clue.weight, weight)
    return found


def _clues(scene: Scene, telling: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, int, str, float]]:
    """Yield act, unit, kind and weight of each clue."""
    nouns = [(k, names) for first, _, names in scene.sentence.nouns if (k := scene.unit_at(first)) is not None]
    at = [one.sign for one in scene.row]
    for k, sign in enumerate(at):
        if sign.startswith("@"):
            continue
        ahead = at[k + 1 : k + 4]
        yield from _paired(sign, k, ahead, nouns)
        yield from ((act, k, "alone", _ALONE) for act, one in _alone().get(sign, ()) if not one or one in ahead)
        for act in telling.get(sign, ()):
            yield act, k, "told", _TOLD
    for k, names in nouns:
        yield from ((act, k, f"noun={name}", _NOUN) for name in sorted(names) for act in _nouns().get(name, ()))
    for draft in scene.drafts:
        if (unit := scene.unit_at(draft.first)) is not None:
            yield draft.act, unit, "rule", _RULE


def _paired(
    sign: str, k: int, ahead: Sequence[str], nouns: Sequence[tuple[int, frozenset[str]]]
) -> Iterator[tuple[str, int, str, float]]:
    """Yield what a verb makes with the nouns around it, whether or not the order of words allows the rule."""
    for rule, particle in _verbs().get(sign, ()):
        if particle and particle not in ahead:
            continue
        for m, names in nouns:
            if m != k and abs(m - k) <= _REACH and names & rule.nouns:
                far = 1 if abs(m - k) <= _NEAR else 2 if abs(m - k) <= _MIDDLE else 3
                yield rule.act, k, f"pair{'>' if m > k else '<'}{far}", _PAIR - far / 5


def best(found: Mapping[int, Clue]) -> int:
    """Return the unit with the strongest clue; of equals the first."""
    return max(found, key=lambda k: (found[k].weight, -k))
