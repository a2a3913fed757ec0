"""`tocsin leverage`: who can hurt whom with what, at what own cost; and who is exposed to a sea route that closes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.pipeline.leverage import Held, Leverage, Via
    from tocsin.scenario.leverage import Lever
    from tocsin.scenario.retaliation import Retaliation
    from tocsin.scenario.routes import Figure

TOP = 15
_STEPS = 12


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command()(leverage)


def leverage(
    a: Annotated[str, typer.Option("--a", help="One side: code or name of a country, or EU.")] = "",
    b: Annotated[str, typer.Option("--b", help="The other side.")] = "",
    via: Annotated[str, typer.Option("--via", help="In place of two sides: a sea route that closes.")] = "",
    on: Annotated[
        str | None, typer.Option("--on", help="Day on which it begins; only what was known then is used.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many lines of each side.")] = TOP,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Say who can hurt whom with which goods, at what own cost; or who is exposed to a route that closes.

    Each good that one side sells to the other is followed for a year as if that sale were banned. Routes are
    taiwan_strait, taiwan_ports, hormuz, suez, bab_el_mandeb, malacca, panama and bosporus.

    Example: tocsin leverage --a CHN --b KOR

    Example: tocsin leverage --a CHN --b EU --top 5 --json

    Example: tocsin leverage --via hormuz
    """
    _check(a, b, via)
    day = options.day(on, "--on")
    if via:
        from tocsin.pipeline.leverage import via as exposed
        from tocsin.scenario.routes import route

        name = route(via.strip().lower().replace("-", "_").replace(" ", "_")).name
        found = exposed(options.lake(lake), name, day, told=output.note)
        if json:
            output.show_json(found.document(top))
            return
        _show_via(found, top)
        return
    from tocsin.cli.policy import opened
    from tocsin.pipeline.leverage import leverage as levers

    sides = options.reporter(a), options.reporter(b)
    both = levers(options.lake(lake), *sides, day, register=opened(None, lake), told=output.note)
    if json:
        output.show_json(both.document(top))
        return
    _show_levers(both, top)


def _check(a: str, b: str, via: str) -> None:
    if via and (a or b):
        raise UsageError(
            "Both sides and a route are given", where="the command line", remedy="Give --a and --b, or --via."
        )
    if not via and not (a and b):
        raise UsageError(
            "It takes two sides, or a route",
            where="the command line",
            remedy="tocsin leverage --a CHN --b KOR, or tocsin leverage --via hormuz.",
        )


# -------------------------------------------------------------------------------------------------------------- levers
def _show_levers(found: Leverage, top: int) -> None:
    from tocsin.publish.numbers import percent

    headings = ["Withholds", "Product", "Buys", "Depends", "Others", "Short", "Costs it", "Costs own", "Ratio"]
    shown = [one for side in (found.a, found.b) for one in found.of(side)[:top]]
    rows = [
        (
            f"{one.actor} > {one.target}",
            _name(found.held, one.good, basket=one.basket),
            _millions(one.value),
            percent(one.dependence),
            percent(one.replaced),
            _short(one.first_day, one.months),
            _millions(one.cost_target),
            _millions(one.cost_actor),
            _ratio(one),
        )
        for one in sorted(shown, key=found.levers.index)
    ]
    if not rows:
        output.say(
            f"none: neither {found.a} nor {found.b} sells the other any of the {len(found.held.goods)} goods held"
        )
    else:
        title = f"If one side sold none of it to the other for a year from {found.on}, million USD"
        output.show_table(title, headings, rows, numbers=(2, 3, 4, 6, 7, 8))
    for side in (found.a, found.b):
        if (count := len(found.of(side))) > top:
            output.say(f"The first {top} of {count} of {side}; --top shows more, --json has all figures.")
    output.say(
        "Depends: share of the buyer's imports. Others: what they make good of it in the last month. "
        "Short: days until the shortage (months of it). Costs own: below 0 where the seller gains. "
        "Ratio: cost to the other side for a dollar of one's own. * the codes hold other goods too; "
        "+1 another product trades under them."
    )
    if found.retaliation:
        _show_retaliation(found.retaliation)
    _show_notes(found.notes)


def _show_retaliation(found: Retaliation) -> None:
    if found.steps:
        rows = [
            (
                one.party,
                one.target,
                one.rung.replace("_", " "),
                one.next.replace("_", " "),
                one.times,
                one.times_all,
                None if one.days is None else f"{one.days:.0f}",
            )
            for one in found.steps[:_STEPS]
        ]
        headings = ["Party", "Towards", "After", "Came", "Times", "All parties", "Days"]
        output.show_table(f"What came next on a ladder, as known on {found.on}", headings, rows, numbers=(4, 5, 6))
    else:
        output.say(f"The register shows no step of {found.a} or {found.b} towards the other.")
    if found.rates:
        rates = [
            (one.party, one.family.replace("_", " "), one.acts, f"{one.mean:.2f}", f"{one.within_12:.0%}")
            for one in sorted(found.rates, key=lambda one: -one.mean)[:_STEPS]
        ]
        output.show_table(
            "New restricting acts a year, towards anyone",
            ["Party", "Family", "Acts", "A year", "Within 12 months"],
            rates,
            numbers=(2, 3, 4),
        )
    followed = [one for one in found.answers if one.answer]
    if found.answers:
        output.say(
            f"{len(followed)} of {len(found.answers)} acts that name the other side were followed by an act of the "
            "other within 180 days; that it followed does not say that it answered. --json lists them."
        )


# --------------------------------------------------------------------------------------------------------------- route
def _show_via(found: Via, top: int) -> None:
    from tocsin.publish.numbers import percent

    route = found.route
    output.say(f"{route.title}: {route.what}")
    hit = list(found.hardest.items())[:top]
    if hit:
        output.show_table(
            f"Hit the hardest if it closes for a year from {found.on}, million USD, all goods held",
            ["Importer", "Unmet in the worst months", "Takes the route, a year"],
            [(name, _millions(unmet), _millions(value)) for name, (unmet, value) in hit],
            numbers=(1, 2),
        )
    rows = [
        (
            one.importer,
            _name(found.held, one.good, basket=one.basket),
            _millions(one.value.low if one.value else None),
            _millions(one.value.mid if one.value else None),
            _millions(one.value.high if one.value else None),
            f"{one.share.low * 100:.0f}-{one.share.mid * 100:.0f}-{one.share.high * 100:.0f} %",
            f"{one.cover:.0f}",
            _short(one.first_day, one.months),
            percent(one.worst_month),
        )
        for one in found.exposed[:top]
    ]
    if not rows:
        output.say(f"none: none of the {len(found.held.goods)} goods held takes this route")
        return
    headings = ["Importer", "Product", "Low", "Mid", "High", "Share of imports", "Cover", "Short", "Worst month"]
    output.show_table("What takes the route in a year, million USD", headings, rows, numbers=(2, 3, 4, 6, 8))
    if len(found.exposed) > top:
        output.say(f"The first {top} of {len(found.exposed)}; --top shows more.")
    output.say(
        "Cover: days of use in stock. Short: days until the shortage (months of it), at the central share. "
        "Worst month: unmet share of use. * the codes hold other goods too; "
        "+1 another product trades under them."
    )
    assumed = [
        ("days by the way round", "", route.delay),
        ("can be led round", "", route.led_round),
        *(("can be led round", ", ".join(one.codes), one) for one in route.led_round_of),
        *(("flies", ", ".join(one.codes), one) for one in route.by_air),
        *(
            (_ends(one.exporters), f"{'and' if one.both else 'to'} {_ends(one.importers)}{_codes(one)}", one)
            for one in route.shares
        ),
    ]
    output.show_table(
        "Assumptions about the route: low, central, high",
        ["Of", "", "Figures", "Basis", "From"],
        [(of, to, _figures(one), one.basis, one.reference) for of, to, one in assumed],
    )
    for reference in route.references:
        output.say(f"Source: {reference}")
    _show_notes(found.notes)


def _ends(places: frozenset[str]) -> str:
    names = sorted(places)
    shown = 4
    if names == ["*"]:
        return "everyone"
    return ", ".join(names) if len(names) <= shown else f"{', '.join(names[:shown])} and {len(names) - shown} more"


def _codes(one: Figure) -> str:
    return f", HS {', '.join(one.codes)}" if one.codes else ""


def _figures(one: Figure) -> str:
    return f"{one.spread.low:g} - {one.spread.mid:g} - {one.spread.high:g}"


# -------------------------------------------------------------------------------------------------------------- shared
def _show_notes(notes: Sequence[str]) -> None:
    for one in notes:
        output.say(f"Note: {one}")


def _millions(value: float | None) -> str | None:
    """Write an amount in millions, a loss or a gain; None where it is not known."""
    from tocsin.publish.numbers import millions

    if value is None:
        return None
    return f"-{millions(-value)}" if value < 0 else millions(value)


def _short(first: float | None, months: float) -> str:
    if first is None:
        return "no"
    return f"{first:.0f} d ({months:.1f})"


def _name(held: Held, good: str, *, basket: bool) -> str:
    """Return a product's id in words, how many others trade under its codes, and a star for what else these hold."""
    more = len(held.alike.get(good, ()))
    return " ".join([good.replace("_", " "), *([f"+{more}"] if more else []), *(["*"] if basket else [])])


def _ratio(one: Lever) -> str | None:
    if one.actor_gains:
        return "gains"
    return None if one.ratio is None else f"{one.ratio:.2g}"
