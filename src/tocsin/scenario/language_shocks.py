"""Shocks of a scenario file: what each kind may say, dates in order, and that something is hit at all."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.core.registry import nearest
from tocsin.scenario.block import Block, shown
from tocsin.scenario.language_goods import Goods
from tocsin.scenario.places import REST, open_places
from tocsin.scenario.routes import routes
from tocsin.scenario.schema import BOUNDLESS, COMMON, RULES
from tocsin.scenario.shock import ALL, EVERYONE, LINK_KINDS, NOTHING, Good, Shock, Trigger
from tocsin.scenario.spread import Spread


def start_of(blocks: Sequence[Block], scenario: Block) -> date:
    """Return day 0: the earliest day on which a shock is announced or in force.

    Parameters
    ----------
    blocks : sequence of Block
        The shocks.
    scenario : Block
        The whole file.

    Returns
    -------
    datetime.date
        The day.
    """
    days = [day for block in blocks for key in ("announced_on", "from") if (day := block.day(key))]
    if not days:
        scenario.refuse(
            "Every shock waits for another", "Give at least one of them a first day: from = 2023-08-01.", "shock", 0
        )
    return min(days)


def read_shock(block: Block, number: int, goods: Goods, start: date) -> Shock:
    """Read a shock.

    Parameters
    ----------
    block : Block
        Its block.
    number : int
        Its place in the file, from 1.
    goods : Goods
        Goods of the file; those that only a shock names are added.
    start : datetime.date
        Day on which groups are opened.

    Returns
    -------
    Shock
        The shock.
    """
    kind = block.text("kind")
    _check_keys(block, kind)
    actors, targets = _places(block, kind, start)
    first, last = block.day("from"), block.day("to")
    _check_days(block, first, last)
    products = _products(block, goods)
    delay, approval = _waits(block, products, goods)
    shock = Shock(
        id=block.name("id", f"{kind}_{number}"),
        kind=kind,
        actors=actors,
        targets=targets,
        products=products,
        except_targets=open_places(block, "except_targets", start) if "except_targets" in block else (),
        side=block.text("side", "export"),
        start=first,
        end=last,
        announced_on=block.day("announced_on"),
        share=_share(block, kind),
        exempt=block.spread("exempt") or NOTHING,
        delay=delay,
        approval=approval,
        duration=block.spread("duration"),
        quantity=_quantity(block, kind),
        route=_route(block),
        when=_trigger(block, start),
        repeats=block.count("repeats", 0),
        every=block.count("every", 0),
        reference=block.text("reference"),
    )
    _check_repeats(block, shock)
    _check_hits(block, shock)
    return shock


def check_reach(block: Block, shock: Shock, goods: Sequence[Good]) -> None:
    """Refuse a shock that waits for a good nobody has, or that hits nothing of an own table.

    The rest of the world may be any country: a table that has it is not refused.

    Parameters
    ----------
    block : Block
        Its block.
    shock : Shock
        The shock.
    goods : sequence of Good
        Goods of the file.
    """
    by_id = {one.id: one for one in goods}
    if shock.when is not None:
        if shock.when.product not in by_id:
            block.unknown("The good", shock.when.product, nearest(shock.when.product, list(by_id)), "when", "product")
        table = by_id[shock.when.product].table
        if table and shock.when.importers and not {row.importer for row in table} & {REST, *shock.when.importers}:
            block.refuse(
                f"Nobody of importers imports {shock.when.product} in its table", "Name importers of it.", "when"
            )
    tables = [by_id[one] for one in shock.products if by_id[one].table]
    if len(tables) == len(shock.products) and not any(_reaches(shock, good) for good in tables):
        block.refuse(
            f"No row of the table of {' or '.join(one.id for one in tables)} is hit",
            "Name actors and targets that trade with each other in it.",
        )


def _check_keys(block: Block, kind: str) -> None:
    rule = RULES[kind]
    for name in block.table:
        if name not in (*COMMON, *rule.needed, *rule.allowed):
            having = " or ".join(one for one, other in RULES.items() if name in (*other.needed, *other.allowed))
            block.refuse(f"{name} does nothing in a {kind}", f"Strike it; it belongs to a {having}.", name)
    for name in rule.needed:
        if name not in block and not (kind == "demand_surge" and name == "targets" and "actors" in block):
            block.refuse(f"A {kind} needs {name}", f"Give it: {block.keys[name].meaning}.")


def _places(block: Block, kind: str, start: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    found = {key: open_places(block, key, start) for key in ("actors", "targets") if key in block}
    if kind == "demand_surge":
        if len(found) > 1 and found["actors"] != found["targets"]:
            block.refuse("A demand_surge has actors other than its targets", "Give targets: who needs more.", "actors")
        return next(iter(found.values())), next(iter(found.values()))
    if kind == "capacity_loss" and found.get("targets", (EVERYONE,)) != (EVERYONE,):
        block.refuse(
            "A capacity_loss has targets", "Strike them: it hits all who buy; a ban may have targets.", "targets"
        )
    return found.get("actors", (EVERYONE,)), found.get("targets", (EVERYONE,))


def _products(block: Block, goods: Goods) -> tuple[str, ...]:
    named = block.texts("products")
    if EVERYONE in named:
        if len(named) > 1:
            block.refuse("products holds '*' beside others", "Write ['*'] alone, or name them.", "products")
        if not goods.found:
            block.refuse("products is '*' and the file has no good", "Name goods, or give [good.NAME].", "products")
        return tuple(goods.found)
    found: dict[str, None] = {}
    for k, name in enumerate(named):
        found |= dict.fromkeys(goods.of(block, name, "products", k))
    return tuple(found)


def _check_days(block: Block, first: date | None, last: date | None) -> None:
    announced = block.day("announced_on")
    if "when" in block:
        for key in ("from", "to", "announced_on"):
            if key in block:
                advice = "Strike it, or strike when; for an end give duration."
                block.refuse(f"{key} stands beside when: the condition decides", advice, key)
        return
    if first is None:
        block.refuse("The shock has no first day", "Give from = 2023-08-01, or a condition in [shock.when].")
    if announced and announced > first:
        block.refuse(f"announced_on {announced} is after from {first}", "Strike it: nobody was warned.", "announced_on")
    if last and last < first:
        block.refuse(f"to {last} is before from {first}", "Correct one of the two days.", "to")
    if last and "duration" in block:
        block.refuse("to and duration are both given", "Strike one of the two.", "duration")


def _share(block: Block, kind: str) -> Spread:
    if kind == "quota":
        if ("quota" in block) == ("share" in block):
            found = "A quota has both quota and share" if "quota" in block else "A quota says no number"
            block.refuse(found, "Give quota, what may still pass, or share, what is stopped.", "quota")
        if passing := block.spread("quota"):
            return _rest(block, passing)
    most = None if kind in BOUNDLESS else 1.0
    return block.spread("share", most=most) or ALL


def _rest(block: Block, passing: Spread) -> Spread:
    """Return what a quota stops."""
    if passing.shape == "lognormal" and not passing.known:
        block.refuse("The quota is a lognormal", "Use a triangular or uniform, or give share.", "quota")
    return Spread(1.0 - passing.high, 1.0 - passing.mid, 1.0 - passing.low, passing.shape)


def _waits(block: Block, products: Sequence[str], goods: Goods) -> tuple[Spread, Spread]:
    """Return delay and approval; those of a closed route are of the table of routes if the file says nothing."""
    delay, approval = block.spread("delay"), block.spread("approval")
    if "route" not in block:
        return delay or NOTHING, approval or ALL
    closed = routes()[_route(block)]
    rounds = {closed.round_of(goods.found[one].hs6).spread for one in products}
    if approval is None and len(rounds) > 1:
        block.refuse(
            "Its goods differ in how much of them can be led round", "Give approval, or a shock for each.", "products"
        )
    return delay or closed.delay.spread, approval or next(iter(rounds))


def _quantity(block: Block, kind: str) -> float:
    given = block.number("quantity") or 0.0
    if kind == "stock_release" and given == 0:
        block.refuse("The stock release gives 0", "Give a quantity above 0.", "quantity")
    return given


def _route(block: Block) -> str:
    if "route" not in block:
        return ""
    name = block.text("route")
    if name not in routes():
        block.unknown("The route", name, nearest(name, list(routes())), "route")
    return name


def _trigger(block: Block, start: date) -> Trigger | None:
    when = block.block("when")
    if when is None:
        return None
    above = when.number("unmet_above") or 0.0
    if above >= 1.0:
        when.refuse(f"unmet_above is {above:g}: it never fires", "Give a share below 1.", "unmet_above")
    importers = open_places(when, "importers", start)
    return Trigger(
        product=when.text("product"),
        importers=() if importers == (EVERYONE,) else importers,
        above=above,
        for_days=when.count("for_days", 1),
        then_after=when.count("then_after", 0),
    )


def _check_repeats(block: Block, shock: Shock) -> None:
    if not shock.repeats:
        if shock.every:
            block.refuse("every is given without repeats", "Say how often: repeats.", "every")
        return
    if not shock.every:
        block.refuse("repeats is given without every", "Say after how many days it comes again.", "repeats")
    if shock.duration is not None:
        length = shock.duration.high
    elif shock.start and shock.end:
        length = float((shock.end - shock.start).days + 1)
    else:
        block.refuse("A shock that never ends cannot come again", "Give to or duration.", "repeats")
    if length > shock.every:
        block.refuse(
            f"It comes again after {shock.every} days and may last {length:g}", "Give a longer every.", "every"
        )


def _check_hits(block: Block, shock: Shock) -> None:
    if shock.kind not in LINK_KINDS:
        return
    actors, targets = set(shock.actors), set(shock.targets) - set(shock.except_targets)
    if not targets:
        block.refuse("Every target is exempt", "Strike except_targets, or name more targets.", "except_targets")
    if EVERYONE not in actors | targets and len(actors | targets) == 1:
        block.refuse(f"{shown(*actors)} acts on itself alone", "Name a target that is another country.", "targets")


def _reaches(shock: Shock, good: Good) -> bool:
    if shock.kind in LINK_KINDS:
        return any(REST in {row.exporter, row.importer} or shock.hits(row.exporter, row.importer) for row in good.table)
    named, seen = (
        (shock.actors, {row.exporter for row in good.table})
        if shock.kind == "capacity_loss"
        else (shock.targets, {row.importer for row in good.table})
    )
    return EVERYONE in named or bool(seen & {*named, REST})


def last_day(start: date, days: int) -> date:
    """Return the last day of the horizon."""
    return start + timedelta(days=days - 1)
