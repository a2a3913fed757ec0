"""`tocsin policy calendar`, `windows` and `notice`: what is ahead, and how long it was announced before."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError

if TYPE_CHECKING:
    from tocsin.pipeline.calendar import Calendar, Dated
    from tocsin.pipeline.stake import Stake
    from tocsin.policy.calendar import Item
    from tocsin.policy.frontrun import Window

RegisterOption = Annotated[
    Path | None, typer.Option("--register", help="A register of your own, alone: a folder with one folder per party.")
]
KnownOption = Annotated[str | None, typer.Option("--known-on", help="Use only what the public knew on this day.")]
MOST_DAYS = 3660


def add(app: typer.Typer) -> None:
    """Add the commands to an app.

    Parameters
    ----------
    app : typer.Typer
        The app of ``tocsin policy``.
    """
    app.command("calendar")(show_calendar)
    app.command("windows")(show_windows)
    app.command("notice")(show_notice)


def show_calendar(
    reporter: Annotated[str, typer.Option(help="Whom it concerns: code or name of a country, or EU.")],
    days: Annotated[int, typer.Option(min=0, max=MOST_DAYS, help="Days ahead.")] = 180,
    on: Annotated[str | None, typer.Option("--on", help="First day: 2026-11-23 (default: today).")] = None,
    known_on: KnownOption = None,
    all_directions: Annotated[
        bool, typer.Option("--all-directions", help="Also measures on imports and investment, and tariffs.")
    ] = False,
    others: Annotated[
        bool, typer.Option("--others/--no-others", help="Also acts towards others, on goods bought from that party.")
    ] = True,
    ics: Annotated[Path | None, typer.Option("--ics", help="Write the days to this file, for a calendar.")] = None,
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """List what takes effect, expires, lapses or is reviewed in the days ahead, and what is open, with trade at stake.

    Example: tocsin policy calendar --reporter KOR --days 180 --on 2026-11-23

    Example: tocsin policy calendar --reporter JPN --all-directions --ics tocsin.ics
    """
    from tocsin.cli.policy import opened
    from tocsin.pipeline.calendar import calendar_json, calendar_of

    first = options.day(on, "--on")
    known = _day(known_on, "--known-on") if known_on else first
    who = options.reporter(reporter)
    held = opened(register, lake)
    view = options.lake(lake).as_of(known)
    made = calendar_of(held, view, who, first, days, all_directions=all_directions, others=others)
    if ics is not None:
        _write(ics, _ics(made))
        output.note(f"{len(made.dated)} items written to {ics}.")
    if json:
        output.show_json(calendar_json(made))
    elif ics is None:
        _show(made)


def show_windows(
    product: Annotated[str, typer.Option(help="Only on these goods: product, group, or six-digit code.")] = "",
    party: Annotated[str, typer.Option(help="Only of this party.")] = "",
    on: Annotated[str | None, typer.Option("--on", help="Only windows open on this day.")] = None,
    known_on: KnownOption = None,
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """List the days on which measures were announced and not yet in force.

    Example: tocsin policy windows --product gallium

    Example: tocsin policy windows --on 2026-11-23 --known-on 2026-11-23 --json
    """
    from tocsin.cli.policy import opened
    from tocsin.pipeline.windows import window_table
    from tocsin.policy.frontrun import windows
    from tocsin.policy.scope import NO, concerns_goods, goods

    held = opened(register, lake)
    known = _day(known_on, "--known-on") if known_on else None
    day, asked = _day(on, "--on") if on else None, goods(product)
    wanted = options.reporter(party) if party else ""
    found = [
        one
        for one in windows(held, known)
        if (not wanted or one.entry.party == wanted)
        and (not product or concerns_goods(one.entry, asked) != NO)
        and (day is None or one.is_open(day))
    ]
    if json:
        kept = {(one.entry.id, one.target, one.product) for one in found}
        rows = window_table(held, known).to_pylist()
        output.show_json([row for row in rows if (row["entry"], row["target"], row["product"]) in kept])
        return
    if not found:
        typer.echo("none: the register holds no such window")
        return
    shown = _by_entry(found)
    typer.echo(f"{len(shown)} windows")
    for ones in shown:
        _show_window(ones)


def show_notice(
    party: Annotated[str, typer.Option(help="Only of this party.")] = "",
    known_on: KnownOption = None,
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """Say how many days lie between announcement and effect, by party and step of the ladder.

    Example: tocsin policy notice --party CHN
    """
    from tocsin.cli.policy import opened
    from tocsin.policy.notice import notice

    wanted = options.reporter(party) if party else ""
    known = _day(known_on, "--known-on") if known_on else None
    found = [one for one in notice(opened(register, lake), known) if not wanted or one.party == wanted]
    if json:
        output.show_json([asdict(one) for one in found])
        return
    if not found:
        typer.echo("none: the register holds no such entry")
        return
    rows = [
        (
            "all" if one.party == "*" else one.party,
            "all" if one.rung == "*" else one.rung,
            *(None if days is None else f"{days:g}" for days in (one.lower, one.median, one.upper)),
            one.count,
            one.at_once,
            one.retroactive,
            one.undated,
        )
        for one in found
    ]
    headings = ["Party", "Rung", "25 %", "Median", "75 %", "Dated", "At once", "Retroactive", "Undated"]
    output.show_table("Days from announcement to effect", headings, rows, numbers=range(2, 9))


def _show(made: Calendar) -> None:
    if not made.dated:
        typer.echo(f"none: nothing that is known concerns {made.reporter} from {made.on} to {made.until}")
        return
    typer.echo(f"{made.reporter}, {made.on} to {made.until}, as known on {made.known_on}: {len(made.dated)} items")
    for one in made.dated:
        item, entry = one.item, one.item.entry
        sign = "!" if item.warns else " "
        typer.echo(f"\n{sign} {_days(item):22}  {_ahead(item):12}  {item.kind.upper()}  {entry.id}")
        for line in (_title(item), item.then, f"At stake: {_stake_text(one.stake)}", f"Known: {_known_text(item)}"):
            if line:
                typer.echo(fill(line, output.PLAIN_WIDTH, initial_indent="    ", subsequent_indent="      "))
    if any(one.item.warns for one in made.dated):
        typer.echo("\n! reference read, and goods come under a control then: may drive a warning")
    if made.left_out:
        typer.echo(f"\nLeft out, for none of these goods is bought from that party: {', '.join(made.left_out)}")


def _days(item: Item) -> str:
    return f"{item.first}" if item.first == item.last else f"{item.first}..{item.last}"


def _ahead(item: Item) -> str:
    days = abs(item.days_ahead)
    told = "today" if not days else f"{days} day{'s' if days > 1 else ''}"
    return told if not days else f"{told} ago" if item.days_ahead < 0 else f"in {told}"


def _title(item: Item) -> str:
    from tocsin.policy.concern import CONCERNS

    entry = item.entry
    towards = f" towards {', '.join(entry.targets)}" if entry.targets and entry.targets != ("*",) else ""
    return f"{entry.party}{towards}: {entry.title} ({CONCERNS[item.concern]})"


def _known_text(item: Item) -> str:
    return item.known if item.entry.seen else f"{item.known}; confidence {item.entry.confidence}"


def _stake_text(stake: Stake) -> str:
    from tocsin.pipeline.stake import NOT_HELD
    from tocsin.publish.numbers import percent, usd

    asked = stake.asked
    buyer, seller = ("the world" if one == "WLD" else one for one in (asked.reporter, asked.party))
    trade = f"what {buyer} buys from {seller}" if asked.party != "WLD" else f"what {buyer} buys"
    if stake.value is None:
        return f"{trade} is not in the lake" if stake.why == NOT_HELD else stake.why
    share = f", {percent(stake.share)} of its imports of these goods" if stake.share is not None else ""
    absent = f"; {len(stake.absent)} of {len(stake.parts)} goods are not in the lake" if stake.absent else ""
    clear = "" if stake.clear else "; the codes hold other goods too"
    return f"{usd(stake.value)} of {trade} in {' and '.join(stake.years)}{share}{absent}{clear}"


def _ics(made: Calendar) -> str:
    from tocsin.publish.icalendar import Event, icalendar

    def event(dated: Dated) -> Event:
        item, entry = dated.item, dated.item.entry
        told = [
            f"{entry.id}: {entry.title}",
            item.then,
            f"State of knowledge: {_known_text(item)}",
            f"Trade at stake: {_stake_text(dated.stake)}",
            f"Published: {entry.legal_reference}" if entry.legal_reference else "",
            *(f"Reference: {one}" for one in entry.references),
        ]
        return Event(
            f"{item.first:%Y%m%d}-{item.last:%Y%m%d}-{item.kind.replace(' ', '-')}-{entry.id}-{made.reporter}@tocsin",
            item.first,
            item.last,
            f"{entry.party}: {item.kind}: {entry.title}",
            "\n".join(filter(None, told)),
            tuple(dict.fromkeys((item.kind, item.urgency, *(("warning",) if item.warns else ())))),
        )

    name = f"Controls that concern {made.reporter}"
    return icalendar(name, [event(one) for one in made.dated], options.clock()())


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"{error}", where=str(path), remedy="Name a file in a folder that exists.") from error


def _by_entry(found: list[Window]) -> list[list[Window]]:
    groups: dict[str, list[Window]] = {}
    for one in found:
        groups.setdefault(one.entry.id, []).append(one)
    return list(groups.values())


def _show_window(ones: list[Window]) -> None:
    one, entry = ones[0], ones[0].entry
    length = (
        "open" if one.days is None else f"{'' if one.exact else 'about '}{one.days} day{'s' if one.days > 1 else ''}"
    )
    closes = str(one.closes) if one.closes else "?"
    typer.echo(f"\n  {one.opens} to {closes:10}  {length:16}  {entry.does.upper()}  {entry.id}")
    towards = ", ".join(dict.fromkeys(each.target for each in ones)).replace("*", "all")
    for line in (
        f"{entry.party} towards {towards}: {entry.title}",
        f"stopped by {one.stopped_by}" if one.stopped_by else "",
        "" if entry.seen else f"confidence {entry.confidence}",
    ):
        if line:
            typer.echo(fill(line, output.PLAIN_WIDTH, initial_indent="    ", subsequent_indent="      "))


def _day(text: str, where: str) -> date:
    from tocsin.core.errors import CodeError
    from tocsin.core.period import parse_period

    try:
        return parse_period(text, "D").start
    except CodeError as error:
        raise UsageError(error.found, where=where, remedy="Write a day: 2026-11-23.") from error
