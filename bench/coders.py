"""Makes one coding of those of several coders: what most of them coded counts, what one alone saw is left open.

No coder saw what the others coded or what is read. Events of different coders are one if the acts that they allow meet
and no two of their parties disagree. Where as many say one thing as another, the modality and the main act are those of
the coder who comes first; an act that one of them holds to be right too is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tocsin.events.mentions import party_of

#: Acts in which the parties stand side by side: who is named first says nothing.
SIDE_BY_SIDE = frozenset({"meet", "agree", "dialogue", "exercise"})
#: Coders who must have coded an event, or a party of it.
MOST = 2


@dataclass(frozen=True)
class Coded:
    """An event as it was coded.

    Parameters
    ----------
    acts : tuple of str
        The act, and others that would be right too.
    actor, target : frozenset of str
        As in :class:`~tocsin.events.event.Event`, organisations by the name under which they are known; empty if nobody
        is meant.
    object_ : frozenset of str
        Products and technologies.
    date, modality : str
        As in an event; an empty date is scored only where coders agree that there is none.
    named : bool
        Whether the sentence itself names the actor.
    optional : bool
        Whether it counts neither when it is missed nor when it is read.
    undated : bool
        Whether the sentence does not say when.
    words : str
        The words that tell it, where the file says them.
    doubtful : frozenset of str
        Parties on which coders differ.
    """

    acts: tuple[str, ...]
    actor: frozenset[str]
    target: frozenset[str]
    object_: frozenset[str]
    date: str
    modality: str
    named: bool = True
    optional: bool = False
    undated: bool = False
    words: str = ""
    doubtful: frozenset[str] = frozenset()

    @classmethod
    def of(cls, said: dict[str, Any]) -> Coded:
        """Return an event as it stands in a file."""
        return cls(
            (said["act"], *said.get("also", [])),
            frozenset(map(party_of, said["actor"])),
            frozenset(map(party_of, said["target"])),
            frozenset(said["object"]),
            said["date"],
            said["modality"],
            said.get("named", True),
            said.get("optional", False),
            undated=not said["date"],
        )

    @classmethod
    def short(cls, said: dict[str, Any]) -> Coded:
        """Return an event as it stands in a file of bench/written_events or bench/quoted_events."""
        return cls(
            acts=(said["a"], *said["alt"]),
            actor=frozenset() if said["a"] == "hazard" else frozenset(map(party_of, said["who"])),
            target=frozenset(map(party_of, said["to"])),
            object_=frozenset(said["o"]),
            date="" if "Q" in said["on"] else said["on"],
            modality=said["m"],
            named=said.get("named", True),
            optional=said["opt"],
            undated=not said["on"],
            words=said.get("w", ""),
        )

    @property
    def parties(self) -> frozenset[str]:
        """Return all parties."""
        return self.actor | self.target


def overlap(ours: frozenset[str], theirs: frozenset[str]) -> bool:
    """Tell whether two groups share a party: a code, or an organisation whose name holds the other's."""
    return any(
        a == b or (min(len(a), len(b)) > 3 and (a.casefold() in b.casefold() or b.casefold() in a.casefold()))
        for a in ours
        for b in theirs
    )


def settled(codings: Sequence[Sequence[Coded]]) -> tuple[Coded, ...]:
    """Return what most coders coded of a sentence.

    Parameters
    ----------
    codings : sequence of sequence of Coded
        What each coder coded; a single coding is returned as it is.

    Returns
    -------
    tuple of Coded
        Events that :data:`MOST` coders hold to be told, with the parties, goods and date that as many give; all others
        are optional.
    """
    if len(codings) < MOST:
        return tuple(codings[0])
    return tuple(_merged([one for _, one in group]) for group in grouped(codings))


def grouped(codings: Sequence[Sequence[Coded]]) -> list[list[tuple[int, Coded]]]:
    """Return events that are one, each with the number of its coder; of each coder at most one."""
    groups: list[list[tuple[int, Coded]]] = []
    for n, coding in enumerate(codings):
        for one in coding:
            fitting = [group for group in groups if all(other != n and _one(one, each) for other, each in group)]
            best = max(fitting, key=lambda group: max(_alike(one, other) for _, other in group), default=None)
            if best is None:
                groups.append([(n, one)])
            else:
                best.append((n, one))
    return groups


def _one(a: Coded, b: Coded) -> bool:
    """Tell whether two codings may be of one event."""
    if not {*a.acts} & {*b.acts}:
        return False
    if {a.acts[0], b.acts[0]} <= SIDE_BY_SIDE:
        return not a.parties or not b.parties or overlap(a.parties, b.parties)
    both = ((a.actor, b.actor), (a.target, b.target))
    return all(not ours or not theirs or overlap(ours, theirs) for ours, theirs in both)


def _alike(a: Coded, b: Coded) -> int:
    same = (a.acts[0] == b.acts[0], a.modality == b.modality, a.date == b.date)
    return sum(same) + overlap(a.actor, b.actor) + overlap(a.target, b.target)


def _merged(group: Sequence[Coded]) -> Coded:
    """Return one event of what several coders coded."""
    if len(group) < MOST:
        return replace(group[0], optional=True)
    acts = [*_ordered(one.acts[0] for one in group), *(act for one in group for act in one.acts)]
    actor, target = _agreed(group, lambda one: one.actor), _agreed(group, lambda one: one.target)
    if acts[0] in SIDE_BY_SIDE:
        actor = _agreed(group, lambda one: one.parties) - target
    date = _ordered(one.date for one in group)[0]
    agreed = sum(one.date == date for one in group) >= MOST
    return Coded(
        acts=tuple(dict.fromkeys(acts)),
        actor=actor,
        target=target,
        object_=_agreed(group, lambda one: one.object_),
        date=date if agreed else "",
        modality=_ordered(one.modality for one in group)[0],
        named=2 * sum(one.named for one in group) > len(group),
        optional=sum(not one.optional for one in group) < MOST,
        undated=agreed and not date,
        words=next((one.words for one in group if one.words), ""),
        doubtful=frozenset(name for one in group for name in one.parties) - actor - target,
    )


def _ordered(said: Iterable[str]) -> list[str]:
    """Return what was said, most frequent first, of equals what was said first."""
    return [one for one, _ in Counter(said).most_common()]


def _agreed(group: Sequence[Coded], part: Callable[[Coded], frozenset[str]]) -> frozenset[str]:
    """Return what as many coders give as must, a name that holds another's as the same."""
    found: list[str] = []
    for name in _ordered(each for one in group for each in sorted(part(one))):
        alone = frozenset([name])
        given = sum(overlap(alone, part(one)) for one in group)
        if given >= MOST and not overlap(alone, frozenset(found)):
            found.append(name)
    return frozenset(found)
