"""What `tocsin collect` does with a service instead of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tocsin.cli import options, output
from tocsin.core.errors import CodeError, UsageError

if TYPE_CHECKING:
    from tocsin.core.fetch import Ask
    from tocsin.core.period import Period
    from tocsin.lake import Lake, Load
    from tocsin.pipeline.due import Outcome

SOME_FAILED = 4


@dataclass(frozen=True)
class Wanted:
    """What the user wants to have collected, as written.

    Parameters
    ----------
    reporters, partners, products : list of str
        Codes or names; several in one text are parted by commas.
    since, until : str or None
        Periods.
    """

    reporters: list[str]
    partners: list[str]
    products: list[str]
    since: str | None
    until: str | None

    @property
    def anything(self) -> bool:
        """Whether any of it was given."""
        return bool(self.reporters or self.partners or self.products or self.since or self.until)

    def ask(self, given: dict[str, str]) -> Ask:
        """Return it read.

        Parameters
        ----------
        given : dict of str to str
            Options of the source.

        Returns
        -------
        Ask
            Codes and periods.
        """
        from tocsin.core.fetch import Ask

        return Ask(
            tuple(dict.fromkeys(options.reporter(text) for text in _parts(self.reporters))),
            tuple(dict.fromkeys(options.reporter(text) for text in _parts(self.partners))),
            tuple(dict.fromkeys(text.replace(".", "").replace(" ", "") for text in _parts(self.products))),
            _period(self.since, "--since"),
            _period(self.until, "--until"),
            given,
        )


def collect_ask(lake: Lake, source: str, ask: Ask, *, strict: bool, dry_run: bool, json: bool) -> list[Load]:
    """Collect live, telling each step on stderr; a dry run prints what it would fetch.

    Parameters
    ----------
    lake : Lake
        Where to.
    source : str
        Name of the source.
    ask : Ask
        What is wanted.
    strict, dry_run, json : bool
        As given on the command line.

    Returns
    -------
    list of Load
        What was loaded.
    """
    from tocsin.pipeline.live import collect_live

    planned: list[str] = []
    told = planned.append if dry_run else output.note
    loads = collect_live(lake, source, ask, dry_run=dry_run, told=told, strict=strict)
    if dry_run:
        _show_plan(planned, json=json)
    elif not loads:
        output.note(f"note: {source} has nothing in this span: nothing was loaded")
    return loads


def collect_again(lake: Lake, source: str, *, every: bool, dry_run: bool, json: bool) -> list[Outcome]:
    """Collect what is due, as it was asked before.

    Parameters
    ----------
    lake : Lake
        Where to.
    source : str
        The one source looked at; empty for all.
    every, dry_run, json : bool
        As given on the command line.

    Returns
    -------
    list of Outcome
        What came of each source.

    Raises
    ------
    typer.Exit
        With code 0 if another process is at it.
    """
    from tocsin.pipeline.due import AtWorkError, collect_due

    planned: list[str] = []
    told = planned.append if dry_run else output.note
    try:
        outcomes = collect_due(lake, options.clock(), every=every, only=source, dry_run=dry_run, told=told)
    except AtWorkError:
        output.note("another collection is at work in this lake: nothing to do")
        raise typer.Exit(0) from None
    if dry_run:
        _show_plan(planned, json=json)
    _report(outcomes)
    return outcomes


def check_repeat(source: str, wanted: Wanted, file: list[Path] | None, *, all_: bool) -> None:
    """Refuse `--all` and `--due` beside what they leave no room for.

    Parameters
    ----------
    source : str
        What was named.
    wanted : Wanted
        Live options.
    file : list of pathlib.Path or None
        Files.
    all_ : bool
        Whether `--all` was given.

    Raises
    ------
    UsageError
        If they do not go together.
    """
    if file or wanted.anything:
        remedy = "Leave out --file, --reporter, --since and the like: --all and --due repeat earlier asks."
        raise UsageError("--all and --due stand alone", remedy=remedy)
    if all_ == bool(source):
        what = "both --all and a source are named" if source else "--due names no source"
        raise UsageError(what, remedy="tocsin collect --all --due, or tocsin collect SOURCE --due.")


def _report(outcomes: list[Outcome]) -> None:
    if not outcomes:
        output.note("nothing is due")
    for outcome in outcomes:
        output.note(f"{outcome.source} ({outcome.why}): {outcome.error or f'{len(outcome.loads)} releases'}")
    failed = [outcome.source for outcome in outcomes if outcome.error]
    if failed:
        output.note(f"failed: {', '.join(failed)}; the others are collected")


def _show_plan(planned: list[str], *, json: bool) -> None:
    if json:
        plain: list[dict[str, Any]] = [{"told": sentence} for sentence in planned]
        output.show_json(plain)
        return
    for sentence in planned:
        typer.echo(sentence)
    typer.echo("Nothing was fetched: this was a dry run. What more there is depends on the answers.")


def _parts(texts: list[str]) -> list[str]:
    """Part lists such as ``KOR,JPN``; a name with a comma and a blank, ``Korea, Rep. of``, stays whole."""
    return [part.strip() for text in texts for part in re.split(r",(?! )", text) if part.strip()]


def _period(text: str | None, where: str) -> Period | None:
    from tocsin.core.period import parse_period

    try:
        return parse_period(text) if text else None
    except CodeError as error:
        raise UsageError(error.found, where=where, remedy=error.remedy) from error
