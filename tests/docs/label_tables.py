"""The tables on the page about labels, computed from the two shipped releases of trade."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np

from tests.foresight.shipped import shipped_flows
from tocsin.foresight.flows import Flags, Flows
from tocsin.foresight.labels import PRICE, RULES, SEVERE, VALUE, VOIDS, WEIGHT, Labels, labels

STEPS, TARGETS, BAND = (1, 2), range(2010, 2025), 5e6
WORDS = {
    "tight": f"`collapse` holds, and the price outside the importer is up by more than {PRICE - 1:.0%}; "
    "or the flow stops",
    "collapse": f"weight is below {WEIGHT:.0%}, and value below {VALUE:.0%}, of the base",
    "severe": f"weight is below {SEVERE:.0%}, and value below {VALUE:.0%}, of the base",
    "raw": f"weight is below {WEIGHT:.0%} of the base",
    "own_price": f"`raw` holds, and the importer's own unit value is up by more than {PRICE - 1:.0%}",
}
Kept = Callable[[Labels], Flags]


@cache
def _flows(*, older: bool = False) -> Flows:
    return shipped_flows(older=older)


@cache
def _all(step: int, *, older: bool = False) -> list[Labels]:
    flows = _flows(older=older)
    return [labels(flows, target - step, target) for target in TARGETS if target <= flows.last]


def _country(one: Labels) -> Flags:
    return np.asarray(one.importer != _flows().bloc)


def _count(step: int, kept: Kept) -> int:
    return sum(int((kept(one) & _country(one)).sum()) for one in _all(step))


def _rate(step: int, rule: str, kept: Kept) -> str:
    hits = sum(int((one.rules[rule] & kept(one) & _country(one)).sum()) for one in _all(step))
    return f"{hits / _count(step, kept):.3f}".removeprefix("0")


def _judged(one: Labels) -> Flags:
    return (one.value > BAND) & one.known


def _grouped(number: int) -> str:
    return f"{number:,}"


def rates() -> Iterator[str]:
    """Rate of each rule."""
    for name in RULES:
        yield (
            f"| `{name}` | {WORDS[name].replace('%', ' %')} | "
            + " | ".join(_rate(step, name, _judged) for step in STEPS)
            + " |"
        )


def voids() -> Iterator[str]:
    """Rows without a label by reason, and the rates if those rows were judged all the same."""
    for place, reason in enumerate(VOIDS):

        def void(one: Labels, place: int = place) -> Flags:
            return np.asarray((one.value > BAND) & (one.void == place))

        def also(one: Labels, place: int = place) -> Flags:
            return np.asarray(_judged(one) | ((one.value > BAND) & (one.void == place)))

        cells = [_grouped(_count(1, void)), *(_rate(1, rule, also) for rule in ("tight", "collapse", "own_price"))]
        yield f"| {reason} | " + " | ".join(cells) + " |"
    cells = [_grouped(_count(1, _judged)), *(_rate(1, rule, _judged) for rule in ("tight", "collapse", "own_price"))]
    yield "| none: the row has a label | " + " | ".join(cells) + " |"


def hubs() -> Iterator[str]:
    """Rates of importers that re-export, of those that do not, and of flows that stop."""
    parts: dict[str, Kept] = {
        "hubs": lambda one: _judged(one) & one.hub,
        "all others": lambda one: _judged(one) & ~one.hub,
    }
    for name, kept in parts.items():
        cells = [_grouped(_count(1, kept)), *(_rate(1, rule, kept) for rule in ("tight", "collapse", "own_price"))]
        yield f"| {name} | " + " | ".join(cells) + " |"


def stops() -> str:
    """Flows that stop."""
    stopped = _count(1, lambda one: _judged(one) & one.stopped)
    return f"Of {_grouped(_count(1, _judged))} judged imports {stopped} stopped."


def years() -> str:
    """Lowest and highest rate of tight in a year."""
    each = [float(one.rules["tight"][kept].mean()) for one in _all(1) for kept in [_judged(one) & _country(one)]]
    return f"between {min(each):.2f} and {max(each):.2f} of those over USD 5m".replace("0.", ".")


def bands() -> Iterator[str]:
    """Rates by value of the last year."""
    for words, band in (("all", 0.0), ("USD 0.5m", 5e5), ("USD 5m", 5e6), ("USD 50m", 5e7)):

        def kept(one: Labels, band: float = band) -> Flags:
            return (one.value > band) & one.known

        cells = [_grouped(_count(1, kept)), *(_rate(1, rule, kept) for rule in RULES)]
        yield f"| {words} | " + " | ".join(cells) + " |"


def agreement() -> Iterator[str]:
    """Positives in both releases over positives in either."""
    for name in RULES:
        cells = []
        for step in STEPS:
            pairs = zip(_all(step), _all(step, older=True), strict=False)  # the older one ends a year before
            counts = [_both(name, *pair) for pair in pairs]
            each = [both / either for both, either in counts]
            total = sum(both for both, _ in counts) / sum(either for _, either in counts)
            cells += [f"{total:.2f}", f"{min(each):.2f} to {max(each):.2f}"]
        yield f"| `{name}` | " + " | ".join(cells).replace("0.", ".") + " |"


def _both(rule: str, newer: Labels, older: Labels) -> tuple[int, int]:
    found = []
    for flows, one in ((_flows(), newer), (_flows(older=True), older)):
        kept = one.rules[rule] & (one.value > BAND) & one.known & (one.importer != flows.bloc)
        codes, names = np.asarray(flows.products), np.asarray(flows.places)
        found.append(set(zip(codes[one.product[kept]].tolist(), names[one.importer[kept]].tolist(), strict=True)))
    return len(found[0] & found[1]), len(found[0] | found[1])
