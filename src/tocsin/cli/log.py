"""`tocsin log`: verify, show, export and score logged forecasts."""

from __future__ import annotations

from collections import deque
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import InputError, UsageError

if TYPE_CHECKING:
    from tocsin.backtest.matured import Score, Scorecard
    from tocsin.lake.log import ForecastLog, Verified
    from tocsin.lake.log_record import Record

app = typer.Typer(help="Verify, show, export and score logged forecasts.", no_args_is_help=True)
FileOption = Annotated[Path | None, typer.Option("--file", help="A copy of a log instead of the lake's.")]
DIGEST = 64
HEADINGS = ["No.", "Made (UTC)", "Origin", "Importer", "HS", "Label", "For", "Probability", "Interval"]
SCORES = ["Label", "Months", "Origin", "Matured", "Waiting", "Void", "Rate", "Brier", "Skill", "Log score"]


@app.command()
def verify(
    file: FileOption = None,
    head: Annotated[str, typer.Option(help="Digest noted earlier: it must stand in the chain.")] = "",
    count: Annotated[int | None, typer.Option(help="How many records there were then.")] = None,
    mend: Annotated[
        bool, typer.Option("--mend", help="First set aside what a stopped append left; with --head, write a lost head.")
    ] = False,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Check that no logged forecast was edited, deleted, added or moved; print count and last digest.

    Example: tocsin log verify

    Example: tocsin log verify --file copy.jsonl --head 9f0c5b...
    """
    if (head and (len(head) != DIGEST or set(head) - set("0123456789abcdef"))) or (count is not None and not head):
        raise UsageError(
            f"{head!r} is no digest" if head else "--count without --head",
            where="--head",
            remedy=f"Give the {DIGEST} characters that tocsin log verify printed.",
        )
    if mend and file:
        raise UsageError("a copy is not mended", where="--mend", remedy="Leave --file out.")
    log = _log(file, lake)
    try:
        aside = log.mend(head=head) if mend else None
        found = log.verify(head=head, count=count)
    except InputError as error:
        if json:
            output.show_json({"sound": False, "found": error.found, "where": error.where, "remedy": error.remedy})
        raise
    if json:
        output.show_json({"sound": True, **asdict(found), "set_aside": str(aside) if aside else None})
        return
    if aside:
        typer.echo(f"set aside: {aside}")
    _tell(found)


def _tell(found: Verified) -> None:
    span = f", made from {found.first[:10]} to {found.last[:10]}" if found.count else ""
    typer.echo(f"Sound: {found.count:,} records{span}.")
    typer.echo(f"count {found.count}")
    typer.echo(f"head  {found.head}")
    if found.given is not None:
        typer.echo(f"The digest given is that of record {found.given:,}: up to there nothing was changed since.")
        return
    if found.count and not found.beside:
        typer.echo("There is no head beside the file: had it been cut at the end of a line, this would not show.")
    typer.echo(
        "Nothing from outside was compared. Whoever can write the file could have made all of it anew: publish or mail "
        "count and head, and give them later with --head and --count."
    )


@app.command()
def show(
    reporter: Annotated[str, typer.Option(help="Only this importer.")] = "",
    product: Annotated[str, typer.Option(help="Only this goods code.")] = "",
    origin: Annotated[str, typer.Option(help="Only forecasts of this day: 2026-03-02.")] = "",
    label: Annotated[str, typer.Option(help="Only this label.")] = "",
    last: Annotated[int, typer.Option(help="How many, the newest.", min=1)] = 20,
    file: FileOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Show logged forecasts, the newest last; the chain is verified on the way.

    Example: tocsin log show --reporter KOR --product 250410
    """
    wanted = {"product": product, "origin": origin, "label": label}
    wanted["reporter"] = options.reporter(reporter) if reporter else ""
    asked = {name: value for name, value in wanted.items() if value}
    shown: deque[Record] = deque(maxlen=last)
    count = 0
    for record in _log(file, lake).records():
        content: dict[str, Any] = {**record}
        if all(content[name] == value for name, value in asked.items()):
            shown.append(record)
            count += 1
    if json:
        output.show_json({"count": count, "records": list(shown)})
    elif not shown:
        typer.echo("nothing: the log holds no such forecast")
    else:
        output.show_table(f"{len(shown):,} of {count:,}", HEADINGS, [_row(record) for record in shown], numbers=[0, 7])


def _row(record: Record) -> tuple[str, ...]:
    names = (record["origin"], record["reporter"], record["product"], record["label"], record["target"])
    interval = f"{record['low']:.1%} to {record['high']:.1%}"
    return (str(record["seq"]), record["made_at"][:10], *names, f"{record['probability']:.1%}", interval)


@app.command()
def export(
    to: Annotated[Path, typer.Option("--to", help="File to be written; must not exist.")],
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Verify the log and copy it byte for byte.

    Example: tocsin log export --to forecasts.jsonl
    """
    found = _log(None, lake).export(to)
    if json:
        output.show_json({"path": str(to), "count": found.count, "head": found.head})
        return
    typer.echo(str(to))
    typer.echo(f"count {found.count}")
    typer.echo(f"head  {found.head}")


@app.command()
def score(
    file: FileOption = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Score the logged forecasts whose time is over against what the lake knows now.

    Example: tocsin log score
    """
    from tocsin.backtest.matured import score as scored
    from tocsin.lake.log import ForecastLog
    from tocsin.pipeline.outcomes import outcomes

    opened = options.lake(lake, create=False)
    log = ForecastLog(file, copy=True) if file else ForecastLog.of(opened.store.root)
    card = scored(log.records(), outcomes(opened, log.records()))
    if json:
        output.show_json(asdict(card))
    else:
        _show_card(card)


def _show_card(card: Scorecard) -> None:
    groups = (*card.by_label, *card.by_origin)
    if groups:
        title = "Scores by label and months ahead, then by origin"
        output.show_table(title, SCORES, [_cells(one) for one in groups], numbers=range(3, 10))
    total = card.total
    typer.echo(f"{total.matured:,} matured, {total.waiting:,} waiting, {total.void:,} void.")
    late = card.late.matured + card.late.waiting + card.late.void
    if late:
        typer.echo(f"{late:,} more were logged after their time was over; they prove nothing and are left out.")
    for one in card.by_label:
        rows = [
            (f"{part.low:.1%} to {part.high:.1%}", f"{part.count:,}", f"{part.said:.1%}", f"{part.came:.1%}")
            for part in one.reliability
        ]
        if rows:
            title = f"Reliability of {one.label}, {one.horizon} months"
            output.show_table(title, ["Said", "Forecasts", "Mean said", "Came"], rows, numbers=range(1, 4))


def _cells(one: Score) -> tuple[str | None, ...]:
    numbers = (one.rate, one.brier, one.brier_skill, one.log_score)
    counts = (one.matured, one.waiting, one.void)
    cells = (None if number is None else f"{number:.3f}" for number in numbers)
    return (one.label, one.horizon, one.origin or "all", *(f"{count:,}" for count in counts), *cells)


def _log(file: Path | None, lake: Path | None) -> ForecastLog:
    from tocsin.lake.log import ForecastLog

    if file and lake:
        raise UsageError("--file and --lake exclude each other", remedy="Give one of them.")
    return ForecastLog(file, copy=True) if file else ForecastLog.of(options.lake(lake, create=False).store.root)
