"""One forecast as the log keeps it: its fields, one way to write them, and a digest that fits no other content."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import TypedDict, cast

from tocsin.core.errors import InputError

#: What stands in place of the digest before the first record.
NONE = "0" * 64
LONGEST_TEXT = 200
NUMBERS = ("probability", "low", "high")
#: What the caller says of a forecast; the log adds the rest.
GIVEN = (
    *("origin", "reporter", "product", "nomenclature", "basis", "period", "label", "horizon", "target"),
    *(*NUMBERS, "model_version", "input_digest"),
)
FIELDS = frozenset({"seq", "made_at", *GIVEN, "previous", "digest"})
_TEXTS = tuple(sorted(FIELDS - {"seq", *NUMBERS}))
_FORMS = {
    name: re.compile(form)
    for name, form in {
        "made_at": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+]00:00",
        "origin": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
        "horizon": "[1-9][0-9]*",
        "target": "[0-9]{4}(-[0-9]{4})?",
        "previous": "[0-9a-f]{64}",
        "digest": "[0-9a-f]{64}",
    }.items()
}
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False, ensure_ascii=True)


class Record(TypedDict):
    """One forecast in the log.

    Parameters
    ----------
    seq : int
        Number of the line, from 1.
    made_at : str
        When it was logged, to the second, in UTC.
    origin : str
        Day whose knowledge it rests on, ISO.
    reporter, product, nomenclature, basis : str
        Importer, code, code list, and source of the flows.
    period : str
        Last year known.
    label, horizon, target : str
        What is forecast, how many months ahead, and for which calendar years: ``"2026"``, ``"2026-2027"``.
    probability, low, high : float
        The forecast and its interval, in [0, 1].
    model_version, input_digest : str
        Which model made it of which input.
    previous, digest : str
        Digests of the record before and of this one: SHA-256 in hexadecimal.
    """

    seq: int
    made_at: str
    origin: str
    reporter: str
    product: str
    nomenclature: str
    basis: str
    period: str
    label: str
    horizon: str
    target: str
    probability: float
    low: float
    high: float
    model_version: str
    input_digest: str
    previous: str
    digest: str


Identity = tuple[str, ...]
#: What a forecast asks: label, basis, nomenclature, reporter, product, target.
Question = tuple[str, str, str, str, str, str, str]


def question(record: Record) -> Question:
    """Return what a forecast asks, whoever answered and whenever.

    Parameters
    ----------
    record : Record
        The forecast.

    Returns
    -------
    tuple of str
        Label, basis, nomenclature, reporter, product, last known year (of which the base is made), target.
    """
    return (
        *(record["label"], record["basis"], record["nomenclature"]),
        *(record["reporter"], record["product"], record["period"], record["target"]),
    )


def identity(record: Record) -> Identity:
    """Return what two records share if they are the same forecast logged twice.

    Parameters
    ----------
    record : Record
        The forecast.

    Returns
    -------
    tuple of str
        Question, horizon, origin, model and input.
    """
    told = (record["horizon"], record["origin"], record["model_version"], record["input_digest"])
    return (*question(record), *told)


def canonical(content: Mapping[str, object]) -> str:
    """Write JSON in the one way that the log knows: keys sorted, no spaces, ASCII, numbers as Python repeats them.

    Parameters
    ----------
    content : mapping
        What to write.

    Returns
    -------
    str
        One line, without its end.

    Raises
    ------
    ValueError
        If a number is not finite.
    """
    return _ENCODER.encode(content)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def sealed(record: Record, seq: int, previous: str) -> str:
    """Give a record its place in the chain.

    Parameters
    ----------
    record : Record
        The forecast; its `seq`, `previous` and `digest` are set.
    seq : int
        Number of its line.
    previous : str
        Digest of the record before.

    Returns
    -------
    str
        Its line, without the end.
    """
    record["seq"], record["previous"] = seq, previous
    content = {name: value for name, value in record.items() if name != "digest"}
    record["digest"] = digest_of(canonical(content))
    return canonical(record)


def admitted(row: Mapping[str, object], number: int, made_at: str) -> Record:
    """Take a forecast in, or say why not.

    Parameters
    ----------
    row : mapping
        The fields of `GIVEN`, and no others.
    number : int
        Its place in the batch, for the error.
    made_at : str
        Moment of logging.

    Returns
    -------
    Record
        The record, not yet in its place.

    Raises
    ------
    InputError
        If a field is absent, unknown or not what it should be, or the forecast claims to rest on days to come.
    """
    wrong = _wrong_names(row)
    record = {**row, "made_at": made_at, "seq": 1, "previous": NONE, "digest": NONE}
    if not wrong:
        for name in NUMBERS:
            value = record[name]
            if isinstance(value, int | float) and not isinstance(value, bool):
                record[name] = float(value) + 0.0  # no minus zero
        wrong = fault(record) or _impossible(record)
    if wrong:
        raise InputError(wrong, where=f"forecast {number}", remedy="Nothing was logged. Mend the forecast.")
    return cast("Record", record)


def _wrong_names(row: Mapping[str, object]) -> str:
    absent, odd = sorted(set(GIVEN) - set(row)), sorted(set(row) - set(GIVEN))
    if absent:
        return f"a forecast lacks {', '.join(map(repr, absent))}"
    return f"a forecast has {', '.join(map(repr, odd))}, which the log does not know" if odd else ""


def _impossible(record: Mapping[str, object]) -> str:
    origin, made_at = str(record["origin"]), str(record["made_at"])
    try:
        date.fromisoformat(origin)
    except ValueError:
        return f"origin {origin!r} is no day"
    return f"origin {origin} is after {made_at[:10]}, today" if origin > made_at[:10] else ""


def fault(record: Mapping[str, object]) -> str:
    """Say what is wrong with the fields of a record.

    Parameters
    ----------
    record : mapping
        What was read or given.

    Returns
    -------
    str
        The first fault; empty if there is none.
    """
    if record.keys() != FIELDS:
        names = ", ".join(sorted(map(shown, record.keys() ^ FIELDS)))
        return f"fields are missing or unknown: {names}"
    if type(record["seq"]) is not int:
        return f"seq {shown(record['seq'])} is not a whole number"
    for name in _TEXTS:
        text = record[name]
        if not isinstance(text, str) or not 0 < len(text) <= LONGEST_TEXT:
            return f"{name} {shown(text)} is not a text of 1 to {LONGEST_TEXT} characters"
    for name, form in _FORMS.items():
        if not form.fullmatch(cast("str", record[name])):
            return f"{name} {shown(record[name])} is not written as it should be"
    return _odd_numbers(record["low"], record["probability"], record["high"])


def _odd_numbers(low: object, middle: object, high: object) -> str:
    if not (isinstance(low, float) and isinstance(middle, float) and isinstance(high, float)):
        return f"probability {shown(middle)} with interval {shown(low)} to {shown(high)}: not three numbers"
    if not 0.0 <= low <= middle <= high <= 1.0:
        return f"probability {middle!r} with interval {low!r} to {high!r} is not 0 <= low <= probability <= high <= 1"
    return ""


def shown(value: object) -> str:
    """Return a value as an error shows it, cut short."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
