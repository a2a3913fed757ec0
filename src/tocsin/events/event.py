"""Coded events: who did what to whom, with what, when; and the words of the original that say so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from tocsin.core.errors import CodeError
from tocsin.core.registry import nearest

#: What is done, in a closed list.
ACTS: Mapping[str, str] = MappingProxyType(
    {
        "announce_control": "says that goods will be controlled",
        "impose_control": "controls goods: licences, restrictions",
        "lift_control": "ends a control, a duty or a sanction",
        "extend": "lets a measure or an authorisation last longer",
        "suspend": "stops a measure for a time",
        "expire": "a measure or an authorisation ends of itself",
        "quota": "limits a quantity",
        "ban": "forbids trade",
        "tariff": "puts a duty on goods, or raises one",
        "add_trusted_group": "puts a partner on its list of trusted ones",
        "remove_trusted_group": "takes a partner off its list of trusted ones",
        "list_entity": "lists a firm or a person for control",
        "sanction": "puts sanctions on a party",
        "threaten": "says that it may do harm",
        "retaliate": "answers a measure with one of its own",
        "agree": "agrees, signs",
        "pledge": "promises",
        "dialogue": "opens or holds a dialogue or talks",
        "meet": "meets, calls, visits",
        "state": "takes a position",
        "exercise": "holds a military exercise",
        "missile_test": "fires a missile or a rocket",
        "hazard": "a natural hazard strikes",
        "outage": "a plant, a grid or a route fails",
        "strike": "workers stop working",
        "shortage_reported": "a good is reported short",
        "stock_release": "stock is released",
    }
)
#: How far it is a fact.
MODALITIES = ("done", "announced", "possible", "conditional", "denied", "called_for")
#: How exactly the day is known.
PRECISIONS = ("day", "month", "quarter", "year", "none")
#: Acts that look like a measure: they are proposed to the register.
MEASURES = (
    "announce_control",
    "impose_control",
    "lift_control",
    "extend",
    "suspend",
    "expire",
    "quota",
    "ban",
    "tariff",
    "add_trusted_group",
    "remove_trusted_group",
    "list_entity",
)


@dataclass(frozen=True)
class Evidence:
    """Words of the original.

    Parameters
    ----------
    text : str
        Exactly as they stand there.
    start, end : int
        Where: ``original[start:end] == text`` [characters].
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Event:
    """One event.

    Parameters
    ----------
    actor, target : tuple of str
        ISO 3166-1 alpha-3, ``EUU`` for the Union, or names of organisations, in the order of the text.
    act : str
        One of :data:`ACTS`.
    evidence : Evidence
        The sentence, or the part of it that says so.
    object_ : tuple of str
        Ids of the product book, of technologies and of instruments.
    date : str
        ``2019-07-01``, ``2019-07``, ``2019-Q3``, ``2019``; empty if nothing is known.
    date_precision : str
        One of :data:`PRECISIONS`.
    place : str
        Where it happened; empty if it is not said.
    quantity : str
        Number and unit as said: ``23 missiles``, ``25 %``, ``2 times``.
    modality : str
        One of :data:`MODALITIES`.
    confidence : float
        How likely its act and parties are right, between 0 and 1 [1].
    signs : mapping of str to float
        What that was told from (:func:`tocsin.events.certainty.signs`); empty where it was told otherwise.

    Raises
    ------
    CodeError
        If act, modality or precision is none.
    """

    actor: tuple[str, ...]
    act: str
    target: tuple[str, ...]
    evidence: Evidence
    object_: tuple[str, ...] = ()
    date: str = ""
    date_precision: str = "none"
    place: str = ""
    quantity: str = ""
    modality: str = "done"
    confidence: float = 0.7
    signs: Mapping[str, float] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Check the closed lists."""
        for value, known in ((self.act, tuple(ACTS)), (self.modality, MODALITIES), (self.date_precision, PRECISIONS)):
            if value not in known:
                raise CodeError(f"{value!r} is none of them", where="an event", remedy=nearest(value, list(known)))

    def doubted(self, factor: float) -> Event:
        """Return it with its confidence multiplied."""
        return replace(self, confidence=round(self.confidence * factor, 3))

    def json(self) -> dict[str, Any]:
        """Return it as it is shown."""
        return {
            "actor": list(self.actor),
            "act": self.act,
            "target": list(self.target),
            "object": list(self.object_),
            "date": self.date or None,
            "date_precision": self.date_precision,
            "place": self.place or None,
            "quantity": self.quantity or None,
            "modality": self.modality,
            "confidence": self.confidence,
            "evidence": {"text": self.evidence.text, "start": self.evidence.start, "end": self.evidence.end},
        }
