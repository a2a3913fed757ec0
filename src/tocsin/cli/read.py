"""`tocsin read`: coded events of documents, each with the words that say so."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tocsin.cli import options, output
from tocsin.cli.live import SOME_FAILED
from tocsin.cli.reading import Kept, refuse, show
from tocsin.core.errors import UsageError
from tocsin.core.progress import silent

if TYPE_CHECKING:
    from tocsin.events.readings import Given, Manner


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program.
    """
    app.command("read")(show_reading)


def show_reading(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="SOURCE...",
            help="Files, folders of files, http(s) addresses, or - for standard input.",
            show_default=False,
        ),
    ],
    kind: Annotated[str, typer.Option("--kind", help="html, markdown, text, pdf or feed (default: found out).")] = "",
    published: Annotated[
        str | None, typer.Option("--published", help="Day of publication if the document does not say it: 2023-01-13.")
    ] = None,
    charset: Annotated[str, typer.Option("--charset", help="Encoding if the document does not say it: cp949.")] = "",
    spacy: Annotated[
        str,
        typer.Option(
            "--spacy",
            help="A pipeline of spaCy that may add parties and acts: a package or a folder; none is downloaded.",
        ),
    ] = "",
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs", min=1, help="Processes for many documents; 1 reads in this one (default: one per core)."
        ),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Store the events in the lake, for tocsin events.")] = False,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """Read documents into coded events: who does what to whom, when, how surely, and the words that say so.

    Exit code 4: some of several documents could not be read.

    Acts: announce_control, impose_control, lift_control, extend, suspend, expire, quota, ban, tariff,
    add_trusted_group, remove_trusted_group, list_entity, sanction, threaten, retaliate, agree, pledge, dialogue, meet,
    state, exercise, missile_test, hazard, outage, strike, shortage_reported, stock_release.

    Example: tocsin read notice.html --published 2023-07-03 --json

    Example: tocsin read notices statement.pdf --json
    """
    from tocsin.events.readings import Manner, read_given

    manner = Manner(kind, charset, _day(published), spacy)
    if len(sources) > 1 or ("://" not in sources[0] and Path(sources[0]).is_dir()):
        kept = Kept(options.lake(lake)) if keep else None
        if _show_all(_given(sources, manner), manner, kept, jobs=jobs, json=json):
            raise typer.Exit(SOME_FAILED)
        return
    (given,) = _given(sources, manner)
    answer = read_given(given, manner)
    found = answer.readings
    if keep:
        kept = Kept(options.lake(lake))
        for one in found:
            kept.add(one, answer.name)
            kept.note()
    if json:
        several = len(found) != 1
        output.show_json({"documents": [one.json() for one in found]} if several else found[0].json())
        return
    if not found:
        output.note("The feed holds no documents.")
    for one in found:
        show(one, answer.name)


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{text!r} is no day", where="--published", remedy="Write it as 2023-01-13.") from None


def _given(sources: Sequence[str], manner: Manner) -> list[Given]:
    """Return the documents that are to be read; standard input is read here."""
    from tocsin.events.readings import Given, documents

    if sources.count("-") > 1:
        raise UsageError("- is given more than once", where="the sources", remedy="Standard input is read once.")
    found: list[Given] = []
    for source in sources:
        if source == "-":
            found.append(Given(source, sys.stdin.buffer.read(manner.limits.size + 1)))
        else:
            found += documents(source, lambda text: output.note(f"note: {text}"))
    return found


def _show_all(given: Sequence[Given], manner: Manner, kept: Kept | None, *, jobs: int | None, json: bool) -> int:
    """Show what documents say as it comes, and return how many could not be read."""
    from tocsin.events.readings import read_all

    rows: list[dict[str, Any]] = []
    failed: list[dict[str, str]] = []
    seen = not json and sys.stdout.isatty()  # what is printed shows how far it is
    try:
        with nullcontext(silent) if seen else output.progress("Reading", unit="documents", total=len(given)) as told:
            for count, answer in enumerate(read_all(given, manner, jobs=jobs), 1):
                if refused := refuse(answer):
                    failed.append(refused)
                elif not answer.readings:
                    output.note(f"{answer.source}: the feed holds no documents.")
                for one in answer.readings:
                    if kept:
                        kept.add(one, answer.name)
                    if json:
                        rows.append({"name": answer.source, **one.json()})
                    else:
                        show(one, answer.name, among=answer.source)
                        typer.echo()
                told(count)
    finally:
        if kept:
            kept.note()
    if failed:
        output.note(f"{len(failed):,} of {len(given):,} documents could not be read.")
    if json:
        output.show_json({"documents": rows, **({"failed": failed} if failed else {})})
    return len(failed)
