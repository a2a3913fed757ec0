"""`tocsin policy`: questions of law, entries of the register, and its check."""

from __future__ import annotations

import csv
import json as json_
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output, policy_calendar, policy_distance, policy_gaps, policy_ladder
from tocsin.core.errors import CodeError, FormatError, UsageError

if TYPE_CHECKING:
    from tocsin.policy.law import Answer, Question
    from tocsin.policy.register import Register

app = typer.Typer(help="Who controls what towards whom, since when, until when.", no_args_is_help=True)
RegisterOption = Annotated[
    Path | None, typer.Option("--register", help="A register of your own, alone: a folder with one folder per party.")
]
OnOption = Annotated[str | None, typer.Option("--on", help="Day asked about: 2019-07-05 (default: today).")]
ASKED = ("party", "target", "product", "on", "known_on", "direction", "holder")


@app.command("law")
def show_law(
    party: Annotated[str, typer.Option(help="Who controls: code or name of a country, or EU.")] = "",
    target: Annotated[str, typer.Option(help="Towards whom.")] = "",
    product: Annotated[
        str, typer.Option(help="Product or group of the product book, six-digit code, or list entry (3B001).")
    ] = "",
    on: OnOption = None,
    known_on: Annotated[str | None, typer.Option(help="Use only what the public knew on this day.")] = None,
    holder: Annotated[str, typer.Option(help="A firm, whose authorisations then count: Samsung.")] = "",
    direction: Annotated[str, typer.Option(help="export or import.")] = "export",
    questions: Annotated[
        Path | None, typer.Option(help=f"A CSV file of questions, one a row: {', '.join(ASKED)}.")
    ] = None,
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """Say what held on a day: free, licence, denial, ban, quota or uncertain, with entries and reasons.

    Example: tocsin policy law --party JPN --target KOR --product hydrogen_fluoride --on 2019-07-05

    Example: tocsin policy law --party JPN --target KOR --on 2019-09-01 --known-on 2019-08-01

    Example: tocsin policy law --questions questions.csv --json
    """
    from tocsin.policy.document import answer_json
    from tocsin.policy.law import law

    held = opened(register, lake)
    if questions is not None:
        answers = (law(held, one) for one in _asked(questions))
        for answer in answers:
            sys.stdout.write(json_.dumps(answer_json(answer), ensure_ascii=False) + "\n" if json else _line(answer))
        return
    if not party or not target:
        raise UsageError(
            "--party and --target are missing", remedy="Say who controls and towards whom, or --questions."
        )
    answer = law(
        held,
        _question(
            {
                "party": party,
                "target": target,
                "product": product,
                "on": on or str(options.day(None)),
                "known_on": known_on or "",
                "direction": direction,
                "holder": holder,
            },
            "the command line",
        ),
    )
    if json:
        output.show_json(answer_json(answer))
        return
    typer.echo(_line(answer), nl=False)
    for reason in answer.reasons:
        typer.echo(f"  - {reason}")


@app.command("show")
def show_entry(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id of an entry.")],
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """Show one entry of the register with its references and what changed it.

    Example: tocsin policy show jp-2019-kr-3mat
    """
    from tocsin.policy.document import entry_json

    held = opened(register, lake)
    entry = held.get(id_)
    changed = {
        "ended_by_entries": [one.id for one in held.ending(id_)],
        "suspended_by": [one.id for one in held.suspending(id_)],
        "relieved_by": [one.id for one in held.relieving(id_)],
    }
    document = {**entry_json(entry), **changed}
    if json:
        output.show_json(document)
        return
    typer.echo(f"{entry.id}: {entry.title}")
    for name, value in document.items():
        if value not in ("", None, [], {}, False) and name not in {"id", "title"}:
            told = ", ".join(map(str, value)) if isinstance(value, list) else value
            if isinstance(value, dict):
                told = ", ".join(f"{code} ({sure})" for code, sure in value.items())
            typer.echo(f"  {name.replace('_', ' '):18} {told}")
    if not entry.seen:
        typer.echo("  The reference was not read in full: shown, but it never drives a warning.")


@app.command("list")
def show_list(
    party: Annotated[str, typer.Option(help="Only of this party.")] = "",
    product: Annotated[str, typer.Option(help="Only on these goods.")] = "",
    target: Annotated[str, typer.Option(help="Only towards this country or group.")] = "",
    on: Annotated[str | None, typer.Option("--on", help="Only what is, or may be, in force on this day.")] = None,
    json: options.JsonOption = False,
    register: RegisterOption = None,
    lake: options.LakeOption = None,
) -> None:
    """List entries of the register.

    Example: tocsin policy list --party CHN --product gallium

    Example: tocsin policy list --target KOR --on 2026-11-23 --json
    """
    from tocsin.policy.document import entry_json
    from tocsin.policy.force import force
    from tocsin.policy.scope import NO, concerns_goods, concerns_target, goods

    held = opened(register, lake)
    day = options.day(on, "--on")
    wanted, asked, towards = options.reporter(party) if party else "", goods(product), _place(target) if target else ""
    found = [
        one
        for one in held.entries.values()
        if (not wanted or one.party == wanted)
        and (not product or concerns_goods(one, asked) != NO)
        and (not towards or concerns_target(one, towards, day))
        and (on is None or force(held, one, day).state != NO)
    ]
    if json:
        output.show_json([entry_json(one) for one in found])
        return
    if not found:
        typer.echo("none: the register holds no such entry")
        return
    rows = [
        (one.id, one.does, one.announced_on, one.valid_from, one.valid_to, one.confidence, one.title) for one in found
    ]
    headings = ["Entry", "Effect", "Announced", "From", "To", "Conf.", "Title"]
    output.show_table(f"{len(found)} entries", headings, rows)


@app.command("check")
def check(
    folder: Annotated[Path | None, typer.Argument(help="A register (default: the one that holds here).")] = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Read and check a whole register: dates, codes, references between entries, contradictions.

    Example: tocsin policy check

    Example: tocsin policy check my_controls
    """
    held = opened(folder, lake)
    entries = list(held.entries.values())
    counted = {
        "entries": len(entries),
        "parties": len(held.parties),
        "seen": sum(one.seen for one in entries),
        "retroactive": sum(one.retroactive for one in entries),
        "first_day_not_established": sum(one.valid_from is None for one in entries),
    }
    if json:
        output.show_json({"sound": True, **counted})
        return
    told = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counted.items())
    typer.echo(f"Sound: {told}.")


def opened(register: Path | None, lake: Path | None) -> Register:
    """Open the register that holds here.

    Parameters
    ----------
    register : pathlib.Path or None
        What ``--register`` says.
    lake : pathlib.Path or None
        What ``--lake`` says.

    Returns
    -------
    Register
        The register.
    """
    from tocsin.pipeline.controls import controls
    from tocsin.pipeline.home import lake_path

    return controls(lake_path(lake), only=register)


def _asked(path: Path) -> list[Question]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{error}", where=str(path), remedy="Give a CSV file of questions.") from error
    if rows and (unknown := sorted(set(filter(None, rows[0])) - set(ASKED))):
        remedy = f"Columns: {', '.join(ASKED)}, with commas between them."
        raise FormatError(f"the column {unknown[0]!r} is not known", where=str(path), remedy=remedy)
    questions = []
    for i, row in enumerate(rows, 2):
        where = f"{path}, line {i}"
        try:
            questions.append(_question({name: (row.get(name) or "").strip() for name in ASKED}, where))
        except (CodeError, UsageError) as error:
            raise FormatError(error.found, where=where, remedy=error.remedy) from error
    return questions


def _question(asked: dict[str, str], where: str) -> Question:
    from tocsin.policy.closed import DIRECTIONS
    from tocsin.policy.law import Question
    from tocsin.policy.scope import goods

    goods(asked["product"])
    if (direction := asked["direction"] or "export") not in DIRECTIONS:
        raise UsageError(f"{direction!r} is no direction", where=where, remedy="Say export or import.")
    return Question(
        _place(asked["party"]),
        _place(asked["target"]),
        _day(asked["on"], where),
        asked["product"],
        _day(asked["known_on"], where) if asked["known_on"] else None,
        direction,
        asked["holder"],
    )


def _place(text: str) -> str:
    from tocsin.policy.groups import named_groups

    return text if text in named_groups() else options.reporter(text)


def _day(text: str, where: str) -> date:
    from tocsin.core.period import parse_period

    try:
        return parse_period(text, "D").start
    except CodeError as error:
        raise UsageError(error.found, where=where, remedy="Write a day: 2019-07-05.") from error


def _line(answer: Answer) -> str:
    asked = answer.question
    goods = asked.product or "goods in general"
    known = f", as known on {asked.known_on}" if asked.known_on else ""
    policy = f" ({answer.licence_policy})" if answer.licence_policy else ""
    part = f", of a part only: {answer.part}" if answer.part else ""
    silent = ": no entry in force restricts it" if answer.silent else ""
    status = f"{answer.status.upper()}{policy}{part}{silent}"
    return f"{asked.party} -> {asked.target}, {goods}, on {asked.on}{known}: {status}\n"


for commands in (policy_calendar, policy_gaps, policy_distance, policy_ladder):
    commands.add(app)
