"""What a document must satisfy before it leaves: a board that breaks a rule is not published at all."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from tocsin.core.errors import DocumentError

_ROW_SHARES = ("import_hhi", "top_share", "replaceability", "world_export_hhi")
_ADDS_UP = 1e-6
_REPORT = "This is a fault of Tocsin or of its lake: run `tocsin lake check` and report it."


def validate(document: Mapping[str, Any]) -> None:
    """Refuse a board document that would say something false.

    Parameters
    ----------
    document : mapping
        Board as ``board_json`` lays it out.

    Raises
    ------
    DocumentError
        If a number is not finite, a share lies outside [0, 1], the shares of a row add up to more than 1, the largest
        supplier is not the first one, ranks are not 1, 2, 3, ..., a code is not six digits, a sentence is missing, a
        probability lies outside its interval or falls with the horizon, the channels do not add up to it, or a row has
        neither a probability nor a reason.
    """
    where = f"the board of {document.get('reporter', '?')}"
    for path, value in _numbers(document, ""):
        if not math.isfinite(value):
            _refuse(f"{path} is {value}, which is not a number", where)
    rows = document["rows"]
    ranks = [row["rank"] for row in rows]
    if ranks != list(range(1, len(rows) + 1)):
        _refuse(f"ranks are {ranks}, not 1 to {len(rows)}", where)
    codes = [row["hs6"] for row in rows]
    if len(set(codes)) != len(codes):
        _refuse("a goods code stands in more than one row", where)
    if document["total_rows"] < len(rows):
        _refuse(f"total_rows is {document['total_rows']} but there are {len(rows)} rows", where)
    for row in rows:
        _validate_row(row, f"{where}, HS {row['hs6']}")
    _validate_forecast(document, where)


def _validate_forecast(document: Mapping[str, Any], where: str) -> None:
    """Refuse probabilities that nobody says the meaning of, and an order that is not the one named."""
    if document["forecast"] is None and not document["no_forecast"]:
        _refuse("there is neither a forecast nor a reason why not", where)
    if document["forecast"] is not None:
        _unit_interval("rate of the forecast", document["forecast"]["rate"], where)
    for row in document["rows"]:
        validate_outlook(row, f"{where}, HS {row['hs6']}")
        if row["probability"] is not None and document["forecast"] is None:
            _refuse(f"HS {row['hs6']} has a probability of nothing named", where)
    if document["sort"] == "expected":
        known = [row["probability"] is not None for row in document["rows"]]
        if any(after > before for before, after in pairwise(known)):
            _refuse("a row without a probability stands above one that has it", where)
        expected = [row["expected"] or 0.0 for row in document["rows"]]
        if any(after > before for before, after in pairwise(expected)):
            _refuse("rows are not in order of expected consequence", where)


def validate_outlook(row: Mapping[str, Any], where: str) -> None:
    """Refuse a forecast of one import that contradicts itself.

    Parameters
    ----------
    row : mapping
        Row with ``probability``, ``interval``, ``targets``, ``base``, ``channels``, ``no_forecast`` and so on.
    where : str
        Which row.

    Raises
    ------
    DocumentError
        If it does.
    """
    chance = row["probability"]
    if chance is None:
        if not str(row["no_forecast"] or "").strip():
            _refuse("there is neither a probability nor a reason why not", where)
        return
    if not set(chance) == set(row["interval"]) == set(row["targets"]) == {"12", "24"}:
        _refuse(f"horizons are {sorted(chance)}, {sorted(row['interval'])}, {sorted(row['targets'])}", where)
    for horizon, value in chance.items():
        low, high = row["interval"][horizon]
        if not 0 <= low <= value <= high <= 1:
            _refuse(f"probability of {horizon} months is {value}, its interval {low} to {high}", where)
    if chance["12"] > chance["24"]:
        _refuse(f"probability falls with the horizon, from {chance['12']} to {chance['24']}", where)
    _unit_interval("usual rate", row["rate"], where)
    _validate_parts(row, chance["12"], where)


def _validate_parts(row: Mapping[str, Any], chance: float, where: str) -> None:
    """Refuse channels that do not add up to the probability, and an expected consequence that is not its product."""
    said = row["base"] + sum(one["log_odds"] for one in row["channels"])
    odds = math.log(chance / (1 - chance)) if 0 < chance < 1 else math.copysign(math.inf, chance - 0.5)
    if row["channels"] and not abs(said - odds) <= _ADDS_UP:
        _refuse(f"base and channels add up to {said:.9g} but the log odds are {odds:.9g}", where)
    exposure, expected = row.get("exposure"), row.get("expected")
    if expected is not None and (exposure is None or not math.isclose(expected, chance * exposure, rel_tol=1e-9)):
        _refuse(f"expected is {expected}, not probability x exposure", where)


def _validate_row(row: Mapping[str, Any], where: str) -> None:
    """Refuse a row whose numbers or sentence contradict each other."""
    if not (len(row["hs6"]) == 6 and row["hs6"].isdigit()):
        _refuse(f"hs6 {row['hs6']!r} is not six digits", where)
    for name in _ROW_SHARES:
        _unit_interval(name, row[name], where)
    if row["import_value_usd"] < 0:
        _refuse(f"import_value_usd is {row['import_value_usd']}", where)
    if not row["why"].strip() or not row["title"].strip():
        _refuse("title or sentence is empty", where)
    _validate_suppliers(row, where)
    _validate_history(row["history"], where)


def _validate_suppliers(row: Mapping[str, Any], where: str) -> None:
    """Refuse suppliers that are out of order, twice there, or more than the whole."""
    shares = [one["share"] for one in row["suppliers"]]
    for one in row["suppliers"]:
        _unit_interval(f"share of {one['iso3']}", one["share"], where)
    if sum(shares) > 1 + 1e-9:
        _refuse(f"shares of the suppliers add up to {sum(shares):.12g}", where)
    if any(after > before for before, after in pairwise(shares)):
        _refuse("suppliers are not in order of their shares", where)
    if len({one["iso3"] for one in row["suppliers"]}) != len(shares):
        _refuse("a supplier is there twice", where)
    if shares and not math.isclose(shares[0], row["top_share"], abs_tol=1e-9):
        _refuse(f"top_share is {row['top_share']} but the largest share is {shares[0]}", where)


def _validate_history(history: Sequence[Mapping[str, Any]], where: str) -> None:
    """Refuse a history that is out of order or holds impossible shares."""
    periods = [one["period"] for one in history]
    if periods != sorted(set(periods)):
        _refuse(f"periods of the history are {periods}, not in order", where)
    for one in history:
        _unit_interval(f"top_share of {one['period']}", one["top_share"], where)
        for iso3, share in one["shares"].items():
            _unit_interval(f"share of {iso3} in {one['period']}", share, where)


def _unit_interval(name: str, value: float | None, where: str) -> None:
    """Refuse a share outside [0, 1]."""
    if value is not None and not -1e-12 <= value <= 1 + 1e-9:
        _refuse(f"{name} is {value}, outside [0, 1]", where)


def _numbers(value: object, path: str) -> Iterator[tuple[str, float]]:
    """Walk all numbers of a document with the path to each."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _numbers(inner, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _numbers(inner, f"{path}[{place}]")
    elif isinstance(value, int | float):
        yield path, value


def _refuse(found: str, where: str) -> None:
    """Raise the error of this module."""
    raise DocumentError(found, where=where, remedy=_REPORT)
