"""Sentences that a person has judged, as test cases of the coder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tocsin.core.errors import FormatError
from tocsin.events.event import ACTS, Event
from tocsin.events.reader import read

#: Fields that a case may ask for.
FIELDS = ("actor", "act", "target", "object", "date", "modality")
_LISTS = ("actor", "target", "object")
_REMEDY = "Give what `tocsin events review --export-cases FILE` wrote."


@dataclass(frozen=True)
class Case:
    """A sentence, and what it says.

    Parameters
    ----------
    id : str
        The proposal that it comes from.
    sentence : str
        The sentence, alone.
    published : datetime.date or None
        Day of its document.
    coded : mapping of str to object
        What the coder said when it was judged, by :data:`FIELDS`.
    expected : mapping of str to object or None
        What it says, by some of them; None if it says nothing of the kind.
    alone : bool
        Whether the coder said so of the sentence alone: others lean on what their documents said before.
    by, at, reason : str
        Who judged it, when, and why.
    document : mapping of str to object
        Title, address and digest of its document.
    """

    id: str
    sentence: str
    published: date | None
    coded: Mapping[str, Any]
    expected: Mapping[str, Any] | None
    alone: bool = True
    by: str = ""
    at: str = ""
    reason: str = ""
    document: Mapping[str, Any] | None = None

    def json(self) -> dict[str, Any]:
        """Return it as a line of a file."""
        return {
            "id": self.id,
            "sentence": self.sentence,
            "published": self.published.isoformat() if self.published else None,
            "coded": dict(self.coded),
            "expected": None if self.expected is None else dict(self.expected),
            "alone": self.alone,
            "by": self.by,
            "at": self.at,
            "reason": self.reason,
            "document": dict(self.document or {}),
        }


@dataclass(frozen=True)
class Judged:
    """A case, and what the coder says of it now.

    Parameters
    ----------
    case : Case
        The case.
    found : tuple of mapping
        Events of the sentence, by :data:`FIELDS`.
    agrees : bool
        Whether one of them is as expected; where nothing is, whether what was wrong is gone.
    why : str
        What differs, or ``as corrected``.
    """

    case: Case
    found: tuple[Mapping[str, Any], ...]
    agrees: bool
    why: str

    def json(self) -> dict[str, Any]:
        """Return it as it is shown."""
        return {
            "id": self.case.id,
            "sentence": self.case.sentence,
            "expected": self.case.expected,
            "found": [dict(one) for one in self.found],
            "agrees": self.agrees,
            "why": self.why,
        }


@dataclass(frozen=True)
class Replayed:
    """What the coder says of cases now.

    Parameters
    ----------
    agreements, disagreements : tuple of Judged
        Those that it gets right, and wrong.
    set_aside : tuple of Case
        Those whose sentence did not say it alone.
    """

    agreements: tuple[Judged, ...]
    disagreements: tuple[Judged, ...]
    set_aside: tuple[Case, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return it as it is shown."""
        return {
            "agreements": [one.json() for one in self.agreements],
            "disagreements": [one.json() for one in self.disagreements],
            "set_aside": [one.json() for one in self.set_aside],
        }


def told(event: Event) -> dict[str, Any]:
    """Return the fields of an event that a case may ask for.

    Parameters
    ----------
    event : Event
        The event.

    Returns
    -------
    dict
        By :data:`FIELDS`.
    """
    row = event.json()
    return {name: "" if row[name] is None else row[name] for name in FIELDS}


def code_alone(sentence: str, published: date | None) -> tuple[dict[str, Any], ...]:
    """Code a sentence without its document.

    Parameters
    ----------
    sentence : str
        The sentence.
    published : datetime.date or None
        Day of its document.

    Returns
    -------
    tuple of dict
        Its events, by :data:`FIELDS`.
    """
    readings = read(sentence, kind="text", published=published)
    return tuple(told(event) for reading in readings for event in reading.events)


def replay(cases: Iterable[Case]) -> Replayed:
    """Give cases to the coder.

    Parameters
    ----------
    cases : iterable of Case
        Judged sentences.

    Returns
    -------
    Replayed
        Where it agrees with whoever judged them, and where not.
    """
    right: list[Judged] = []
    wrong: list[Judged] = []
    aside: list[Case] = []
    for case in cases:
        found = code_alone(case.sentence, case.published)
        judged = _judged(case, found)
        if judged.agrees:
            right.append(judged)
        elif case.alone:
            wrong.append(judged)
        else:
            aside.append(case)
    return Replayed(tuple(right), tuple(wrong), tuple(aside))


def parse_cases(text: str, where: str) -> tuple[Case, ...]:
    """Read a file of cases.

    Parameters
    ----------
    text : str
        One case a line.
    where : str
        File, for errors.

    Returns
    -------
    tuple of Case
        The cases.

    Raises
    ------
    FormatError
        If a line is none.
    """
    return tuple(_case(line, f"{where}, line {i}") for i, line in enumerate(text.splitlines(), 1) if line.strip())


def _case(line: str, where: str) -> Case:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise FormatError("The line is no JSON", where=where, remedy=_REMEDY) from error
    if not isinstance(row, dict) or not isinstance(row.get("sentence"), str) or not row["sentence"].strip():
        raise FormatError("The case has no sentence", where=where, remedy=_REMEDY)
    try:
        published = date.fromisoformat(row["published"]) if row.get("published") else None
    except (TypeError, ValueError) as error:
        raise FormatError(f"published = {row['published']!r} is no day", where=where, remedy=_REMEDY) from error
    coded = _fields(row.get("coded"), where)
    expected = None if row.get("expected") is None else _fields(row["expected"], where)
    if coded.get("act") not in ACTS or (expected is not None and expected.get("act", coded["act"]) not in ACTS):
        raise FormatError("The case names no act", where=where, remedy=_REMEDY)
    if expected is not None and not expected:
        raise FormatError("The case asks for nothing", where=where, remedy=_REMEDY)
    return Case(
        id=str(row.get("id", "")),
        sentence=row["sentence"],
        published=published,
        coded=coded,
        expected=expected,
        alone=row.get("alone", True) is not False,
        by=str(row.get("by", "")),
        at=str(row.get("at", "")),
        reason=str(row.get("reason", "")),
        document=row["document"] if isinstance(row.get("document"), dict) else {},
    )


def _fields(row: object, where: str) -> dict[str, Any]:
    if not isinstance(row, dict) or set(row) - set(FIELDS):
        raise FormatError("An event of the case is no table of known fields", where=where, remedy=_REMEDY)
    for name, value in row.items():
        sound = (
            isinstance(value, list) and all(isinstance(one, str) for one in value)
            if name in _LISTS
            else isinstance(value, str)
        )
        if not sound:
            raise FormatError(f"{name} = {value!r} is of the wrong kind", where=where, remedy=_REMEDY)
    return row


def _judged(case: Case, found: tuple[dict[str, Any], ...]) -> Judged:
    if case.expected is None:
        still = [
            one for one in found if not _differs(one, {n: case.coded[n] for n in ("act", "actor") if n in case.coded})
        ]
        why = "it is coded still" if still else "as corrected"
        return Judged(case, found, not still, why)
    differs = [_differs(one, case.expected) for one in found]
    if not all(differs) and differs:
        return Judged(case, found, True, "as corrected")
    nearest = min(differs, key=len) if differs else []
    return Judged(case, found, False, f"differs in {', '.join(nearest)}" if nearest else "nothing is coded")


def _differs(found: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """Return the fields in which an event is otherwise; the order of lists does not count."""
    return [
        name
        for name, value in expected.items()
        if (set(found[name]) != set(value) if name in _LISTS else found[name] != value)
    ]
