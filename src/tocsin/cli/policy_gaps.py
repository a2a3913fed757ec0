"""`tocsin policy gaps` and `tocsin policy compare`: where partners differ, and where their control lists do."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN = 40
PartnersOption = Annotated[list[str] | None, typer.Option("--partners", help="Two or more: KOR JPN USA.")]
HtmlOption = Annotated[Path | None, typer.Option("--html", help="Write a page that stands alone to this file.")]
MoreArgument = Annotated[
    list[str] | None,
    typer.Argument(metavar="[MORE]...", help="Further names after --partners or --lists.", hidden=True),
]


def add(app: typer.Typer) -> None:
    """Add the commands to an app.

    Parameters
    ----------
    app : typer.Typer
        The app of ``tocsin policy``.
    """
    app.command("gaps")(show_gaps)
    app.command("compare")(show_comparison)


def show_gaps(
    more: MoreArgument = None,
    partners: PartnersOption = None,
    target: Annotated[str, typer.Option(help="Towards whom.")] = "",
    on: Annotated[str | None, typer.Option("--on", help="Day asked about: 2023-01-15 (default: today).")] = None,
    known_on: Annotated[str | None, typer.Option(help="Use only what the public knew on this day.")] = None,
    html: HtmlOption = None,
    json: options.JsonOption = False,
    register: Annotated[
        Path | None, typer.Option("--register", help="A register of your own, alone: one folder per party.")
    ] = None,
    lake: options.LakeOption = None,
) -> None:
    """Say on which goods partners differ towards a target, how much trade is behind it, and who could fill in.

    Example: tocsin policy gaps --partners KOR JPN USA --target CHN --on 2023-01-15

    Example: tocsin policy gaps --partners KOR --partners JPN --target CHN --html gaps.html
    """
    from tocsin.cli.policy import opened
    from tocsin.pipeline.gaps import weigh_gaps
    from tocsin.pipeline.gaps_document import report_json

    named = named_partners(partners, more)
    if not target:
        raise UsageError("--target is missing", remedy="Say towards whom: --target CHN.")
    report = weigh_gaps(
        options.lake(lake),
        opened(register, lake),
        named,
        options.reporter(target),
        _day(on, "--on"),
        known_on=_day(known_on, "--known-on") if known_on else None,
        today=options.day(None),
    )
    document = report_json(report)
    if html is not None:
        from tocsin.publish.gaps import gaps_html

        write_page(html, gaps_html(document))
    if json:
        output.show_json(document)
    elif html is None:
        _print_gaps(document)


def show_comparison(
    more: MoreArgument = None,
    lists: Annotated[
        list[str] | None, typer.Option("--lists", help='Two lists of the lake: USA:CCL "EU:Annex I".')
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="Editions of this day (default: today).")] = None,
    html: HtmlOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Compare two control lists code by code: same, other thresholds, only one has it, and why.

    Example: tocsin policy compare --lists USA:CCL "EU:Annex I"
    """
    from tocsin.pipeline.gaps_document import comparison_json
    from tocsin.pipeline.lists import choose, control_lists
    from tocsin.policy.comparison import compare

    names = [*(lists or []), *(more or [])]
    if len(names) != 2:
        raise UsageError(f"{len(names)} lists are named", where="--lists", remedy='Name two: USA:CCL "EU:Annex I".')
    held = control_lists(options.lake(lake), _day(on, "--on"), options.day(None))
    a, b = (choose(held, name) for name in names)
    document = comparison_json(a, b, compare(a.entries, b.entries))
    if html is not None:
        from tocsin.publish.gaps import comparison_html

        write_page(html, comparison_html(document))
    if json:
        output.show_json(document)
    elif html is None:
        _print_comparison(document)


def named_partners(partners: Sequence[str] | None, more: Sequence[str] | None) -> list[str]:
    """Return the partners that a command names: after one option, or after several.

    Parameters
    ----------
    partners, more : sequence of str or None
        What stands behind ``--partners``, and what else follows.

    Returns
    -------
    list of str
        ISO3 or ``EU``.

    Raises
    ------
    UsageError
        If there are none, or words stand there without the option.
    """
    if not partners:
        raise UsageError("--partners is missing", remedy="Name two or more: --partners KOR JPN USA.")
    return [options.reporter(one) for one in (*partners, *(more or ()))]


def write_page(path: Path, text: str) -> None:
    """Write a page to a file and say so.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    text : str
        The page.

    Raises
    ------
    UsageError
        If it cannot be written.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{error.strerror or error}", where=str(path), remedy="Name a file that can be written."
        ) from error
    output.note(f"Written: {path}")


def _day(text: str | None, where: str) -> date:
    from tocsin.core.errors import CodeError
    from tocsin.core.period import parse_period

    if not text:
        return options.day(None)
    try:
        return parse_period(text, "D").start
    except CodeError as error:
        raise UsageError(error.found, where=where, remedy="Write a day: 2023-01-15.") from error


def _print_gaps(document: dict[str, Any]) -> None:
    from tocsin.publish.numbers import percent, usd

    typer.echo(document["headline"])
    rows = [
        (
            row["goods"],
            row["kind"],
            "; ".join(f"{one['partner']} {one['status']}" for one in row["positions"]),
            row["why"] or (usd(row["open_usd"]) if row["open"] else ""),
            usd(row["controlling_usd"]) if row["controlling"] and not row["why"] else "",
            ", ".join(f"{one['country']} {percent(one['share'])}" for one in row["could_fill_in"]),
        )
        for row in document["rows"][:SHOWN]
    ]
    if rows:
        headings = ["Goods", "Difference", "Status", "From the free", "From the others", "Who could fill in"]
        output.show_table(f"Gaps towards {document['target']}", headings, rows)
    if len(document["rows"]) > SHOWN:
        typer.echo(f"The first {SHOWN} of {len(document['rows'])}; --json and --html have all.")
    alike = document["alike"]
    typer.echo(
        f"Alike: {alike['controlled']} goods controlled by all in the same way, {alike['free']} restricted by none, "
        f"{alike['not established']} not established for all."
    )
    for one in document["trusted"]:
        inside, outside = ", ".join(one["inside"]) or "none", ", ".join(one["outside"]) or "none"
        name = one["name"] or "no trusted group in the tables"
        typer.echo(f"{one['partner']}: {name}" + (f"; in it {inside}; not in it {outside}." if one["group"] else "."))
    for one in document["lists"]:
        typer.echo(f"{_list_name(one['a'])} and {_list_name(one['b'])}: {one['headline']}")
    for note in document["notes"]:
        typer.echo(f"Note: {note}")


def _print_comparison(document: dict[str, Any]) -> None:
    typer.echo(f"A: {_list_name(document['a'])}, {document['a']['entries']} codes")
    typer.echo(f"B: {_list_name(document['b'])}, {document['b']['entries']} codes")
    typer.echo(document["headline"])
    output.show_table("Codes by kind", ["Kind", "Codes"], list(document["counts"].items()), numbers=[1])
    rows = [
        (
            row["code"],
            row["explanation"],
            "; ".join(
                f"{one['paragraph']}: {', '.join(one['a']) or 'none'} | {', '.join(one['b']) or 'none'}"
                for one in row["thresholds"]
            ),
        )
        for row in document["rows"]
        if row["kind"] == "other text"
    ]
    if rows:
        output.show_table("Codes with another text", ["Code", "How", "Thresholds: A | B"], rows[:SHOWN])
    if len(rows) > SHOWN:
        typer.echo(f"The first {SHOWN} of {len(rows)}.")
    typer.echo(f"Every one of the {len(document['rows'])} codes with its explanation: --json or --html.")
    for note in document["notes"]:
        typer.echo(f"Note: {note}")


def _list_name(one: dict[str, Any]) -> str:
    return f"{one['party']} {one['list']} of {one['edition']}"
