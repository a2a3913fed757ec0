"""A scenario written as TOML again: what was compiled can be read, changed and kept."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

from tocsin.scenario.shock import ALL, EVERYONE, NOTHING, Good, Scenario, Shock, Trigger
from tocsin.scenario.spread import Spread

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
Value = str | float | int | bool | date | Spread | tuple[str, ...]


def scenario_text(scenario: Scenario) -> str:
    """Write a scenario as a file of the shock language.

    Parameters
    ----------
    scenario : Scenario
        The scenario, as the reader of files gives it: with groups opened.

    Returns
    -------
    str
        TOML, which reads as the same scenario.
    """
    return "\n".join(_lines(scenario)) + "\n"


def _lines(scenario: Scenario) -> Iterator[str]:
    yield from _pairs(
        id=scenario.id,
        title=scenario.title,
        description=scenario.description or None,
        days=scenario.days,
        known_on=scenario.known_on,
        synthetic=scenario.synthetic or None,
        references=scenario.references or None,
    )
    for good in scenario.goods:
        yield from _good(good)
    for shock in scenario.shocks:
        yield from _shock(shock)


def _good(good: Good) -> Iterator[str]:
    name = f"good.{_key(good.id)}"
    yield from ("", f"[{name}]")
    yield from _pairs(title=good.title, hs6=good.hs6 or None, year=good.year, unit=good.unit, basket=good.basket)
    if good.cover:
        yield from ("", f"[{name}.cover]", *_pairs(**good.cover))
    if good.assumptions:
        yield from ("", f"[{name}.assumptions]", *_pairs(**good.assumptions))
    if good.table:
        yield from ("", f"[{name}.table]")
        yield from _pairs(year=good.table_year, reference=good.table_reference or None)
        yield "rows = ["
        for row in good.table:
            given = _pairs(exporter=row.exporter, importer=row.importer, quantity=row.quantity, value=row.value)
            yield f"    {{ {', '.join(given)} }},"
        yield "]"
    for one in good.inputs:
        yield from ("", f"[[{name}.input]]", *_pairs(good=one.good, criticality=one.criticality, lag=one.lag))


def _shock(shock: Shock) -> Iterator[str]:
    yield from ("", "[[shock]]")
    surge, loss, closed = (shock.kind == one for one in ("demand_surge", "capacity_loss", "transport_closure"))
    given: dict[str, Value | None] = {
        "id": shock.id,
        "kind": shock.kind,
        "actors": None if surge else shock.actors,
        "targets": None if loss else shock.targets,
        "except_targets": shock.except_targets or None,
        "products": shock.products,
        "side": None if shock.side == "export" else shock.side,
        "route": shock.route or None,
        "announced_on": shock.announced_on,
        "from": shock.start,
        "to": shock.end,
        "duration": shock.duration,
        "share": _unless(shock.share, ALL, keep=shock.kind in {"quota", "tariff", "capacity_loss", "demand_surge"}),
        "exempt": _unless(shock.exempt, NOTHING),
        "delay": _unless(shock.delay, NOTHING, keep=closed or shock.kind == "licence"),
        "approval": _unless(shock.approval, ALL, keep=closed),
        "quantity": shock.quantity or None,
        "repeats": shock.repeats or None,
        "every": shock.every or None,
        "reference": shock.reference or None,
    }
    yield from _pairs(**given)
    if shock.when:
        yield from _when(shock.when)


def _when(when: Trigger) -> Iterator[str]:
    yield from ("", "[shock.when]")
    yield from _pairs(
        product=when.product,
        importers=when.importers or (EVERYONE,),
        unmet_above=when.above,
        for_days=when.for_days,
        then_after=when.then_after,
    )


def _unless(spread: Spread, usual: Spread, *, keep: bool = False) -> Spread | None:
    return spread if keep or spread != usual else None


def _pairs(**given: Value | None) -> Iterator[str]:
    for name, value in given.items():
        if value is not None:
            yield f"{_key(name)} = {_written(value)}"


def _key(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else _quoted(name)


def _quoted(text: str) -> str:
    """Return a text as TOML has it: JSON's escapes are TOML's, but for DEL and surrogates."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _written(value: Value) -> str:
    if isinstance(value, Spread):
        return _number(value.mid) if value == Spread.exactly(value.mid) else _spread(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_quoted(one) for one in value)}]"
    return _quoted(value) if isinstance(value, str) else _number(value)


def _spread(value: Spread) -> str:
    numbers = ", ".join(f"{name} = {_number(getattr(value, name))}" for name in ("low", "mid", "high"))
    shape = "" if value.shape == "triangular" else f", shape = {_quoted(value.shape)}"
    return f"{{ {numbers}{shape} }}"


def _number(value: float) -> str:
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(value)
