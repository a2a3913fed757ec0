"""`tocsin events review`: proposed entries of the register, which a person accepts, corrects or rejects."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import options, output
from tocsin.core.errors import InputError, TocsinError, UsageError

if TYPE_CHECKING:
    from tocsin.events.cases import Replayed
    from tocsin.events.reading_json import Readings
    from tocsin.pipeline.review import Outcome, Review
    from tocsin.pipeline.review_state import Proposal

_LARGEST = 64 * 1024 * 1024
_KEYS = "[a]ccept, [c]orrect, [r]eject, [m]isread, [s]kip, [q]uit"


def add(app: typer.Typer) -> None:
    """Add this command.

    Parameters
    ----------
    app : typer.Typer
        The program `tocsin events`.
    """
    app.command("review")(review)


def review(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[ID] [FIELD=VALUE]...", help="A proposal; corrections of it.")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", help="Propose what a reading says: a file of `tocsin read --json`, or -.")
    ] = None,
    kept: Annotated[
        bool, typer.Option("--kept", help="Propose what the lake keeps of your documents (tocsin read FILE --keep).")
    ] = False,
    accept: Annotated[bool, typer.Option("--accept", help="Write it into your own register.")] = False,
    correct: Annotated[
        list[str] | None, typer.Option("--correct", help="FIELD=VALUE of the entry or of the event; several times.")
    ] = None,
    reject: Annotated[bool, typer.Option("--reject", help="Take it off the list, with a reason.")] = False,
    misread: Annotated[
        bool, typer.Option("--misread", help="With --reject: the text does not say so; it becomes a test case.")
    ] = False,
    by: Annotated[str, typer.Option("--by", help="Who decides.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Why.")] = "",
    ask: Annotated[bool, typer.Option("--ask", help="Go through what waits, one question after the other.")] = False,
    every: Annotated[bool, typer.Option("--all", help="List also what was accepted or rejected.")] = False,
    export_cases: Annotated[
        Path | None, typer.Option("--export-cases", help="Write judged sentences as test cases of the coder.")
    ] = None,
    replay_cases: Annotated[
        Path | None, typer.Option("--replay-cases", help="Give such a file to the coder: what does it get right now?")
    ] = None,
    json: options.JsonOption = False,
    lake: options.LakeOption = None,
) -> None:
    """List the register entries that documents propose, and accept, correct or reject them.

    Example: tocsin read notice.html --json | tocsin events review --from -

    Example: tocsin events review chn-2026-gallium-ban --correct targets=USA --accept --by "J. Doe" --reason "Art. 1"

    Example: tocsin events review --export-cases cases.jsonl
    """
    from tocsin.pipeline.home import lake_path
    from tocsin.pipeline.review import Review

    id_, changes = _split(words or [], correct or [])
    _check_asked(
        id_,
        [name for name, given in (("--accept", accept), ("--reject", reject), ("--correct", bool(changes))) if given],
        [
            name
            for name, given in (
                ("--from", from_ is not None),
                ("--kept", kept),
                ("--ask", ask),
                ("--export-cases", export_cases is not None),
                ("--replay-cases", replay_cases is not None),
            )
            if given
        ],
        misread=misread,
    )
    held = Review(lake_path(lake), options.clock())
    if from_ is not None:
        _propose(held, _given_readings(from_), json=json)
    elif kept:
        from tocsin.pipeline.kept_measures import kept_measures

        _propose(held, kept_measures(options.lake(lake).as_of(options.day(None))), json=json)
    elif export_cases is not None:
        _export(held, export_cases, json=json)
    elif replay_cases is not None:
        _replay(replay_cases, json=json)
    elif ask:
        _ask(held, by)
    elif id_:
        if changes:
            _correct(held, id_, changes, by, reason)
        if accept:
            path = held.accept(id_, by=by, reason="" if changes else reason)
            output.note(f"Accepted: {path}. It answers `tocsin policy law` from now on.")
        if reject:
            held.reject(id_, by=by, reason=reason, misread=misread)
            output.note(f"Rejected: {id_}.")
        _show(held.get(id_), json=json)
    else:
        _list(held, every=every, json=json)


def _split(words: Sequence[str], correct: Sequence[str]) -> tuple[str, list[str]]:
    id_, more = (words[0], list(words[1:])) if words else ("", [])
    if "=" in id_ or (more and not correct):
        raise UsageError(
            f"{' '.join(words)!r} is not an id with corrections",
            where="the command line",
            remedy="Write: tocsin events review ID --correct FIELD=VALUE.",
        )
    return id_, [*correct, *more]


def _check_asked(id_: str, deciding: list[str], other: list[str], *, misread: bool) -> None:
    if len(other) > 1 or (other and (deciding or id_)):
        asked = " and ".join([*([id_] if id_ else []), *deciding, *other])
        raise UsageError(f"{asked} do not go together", where="the command line", remedy="Ask for one at a time.")
    if deciding and not id_:
        raise UsageError(f"{deciding[0]} without an id", where="the command line", remedy="Name the proposal first.")
    if "--reject" in deciding and "--accept" in deciding:
        raise UsageError("--accept and --reject exclude each other", where="the command line", remedy="Say one.")
    if misread and "--reject" not in deciding:
        raise UsageError("--misread is said of what is rejected", where="the command line", remedy="Add --reject.")


def _given_readings(source: str) -> Readings:
    from tocsin.events.reading_json import parse_readings

    return parse_readings(_given(source), "standard input" if source == "-" else source)


def _propose(held: Review, readings: Readings, *, json: bool) -> None:
    outcome = held.propose(readings)
    if json:
        output.show_json(outcome.json())
        return
    _tell(outcome)


def _tell(outcome: Outcome) -> None:
    for id_ in outcome.proposed:
        typer.echo(f"proposed  {id_}")
    for words, to in outcome.linked:
        typer.echo(f"held      {to}: {_short(words)}")
    told = [f"{count} {why}" for why, count in sorted(outcome.passed.items())]
    told += [f"{outcome.held} brought before"] if outcome.held else []
    output.note(f"{len(outcome.proposed)} proposed, {len(outcome.linked)} held already.")
    if told:
        output.note(f"Passed over: {'; '.join(told)}.")
    for fault in outcome.faults:
        output.note(f"Left out: {_printable(fault)}")


def _given(source: str) -> bytes:
    try:
        if source == "-":
            data = sys.stdin.buffer.read(_LARGEST + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise UsageError("There is no such file", where=source, remedy="Check the path.") from None
    except (OSError, ValueError) as error:
        raise InputError(f"The file cannot be read ({error})", where=source, remedy="Check its rights.") from None
    if len(data) > _LARGEST:
        raise InputError("It is larger than 64 MiB", where=source, remedy="Give the readings in parts.")
    return data


def _correct(held: Review, id_: str, changes: Sequence[str], by: str, reason: str) -> None:
    from tocsin.pipeline.corrections import parse_changes

    held.correct(id_, parse_changes(changes), by=by, reason=reason)
    output.note(f"Corrected: {id_}.")


def _list(held: Review, *, every: bool, json: bool) -> None:
    found = list(held.proposals().values()) if every else held.waiting()
    if json:
        output.show_json([one.json() for one in found])
        return
    if not found:
        typer.echo("none: nothing waits")
        return
    for one in found:
        _block(one)


def _show(proposal: Proposal, *, json: bool) -> None:
    if json:
        output.show_json(proposal.json())
        return
    _block(proposal)
    for name, value in proposal.draft.row.items():
        if name != "title":
            typer.echo(f"  {name.replace('_', ' '):16} {_printable(_text(value))}")
    for one in proposal.decisions:
        why = f": {_printable(one['reason'])}" if one.get("reason") else ""
        typer.echo(f"  {one['what']} by {_printable(one['by'])} on {one['at'][:10]}{why}")
        for change in one.get("changes", ()):
            typer.echo(f"    {change['field']}: {_text(change['before']) or '-'} -> {_text(change['after']) or '-'}")


def _block(proposal: Proposal) -> None:
    draft, document = proposal.draft, proposal.said.document
    days = [f"{name.split('_')[1]} {draft.row[name]}" for name in ("valid_from", "valid_to") if draft.row.get(name)]
    days = [f"announced {draft.row['announced_on']}", *days] if draft.row.get("announced_on") else days
    state = "" if proposal.state == "waiting" else f"  ({proposal.state})"
    typer.echo(f"{proposal.id}{state}")
    typer.echo(f"  {_printable(str(draft.row.get('title', '')))}")
    typer.echo(f"  {_text(draft.row.get('instrument')) or 'instrument open'}; {', '.join(days) or 'no day'}")
    for relation in ("lifts", "suspends", "supersedes", "authorises"):
        if draft.row.get(relation):
            typer.echo(f"  {relation} {_text(draft.row[relation])}")
    typer.echo(f'  "{_printable(proposal.said.event.evidence.text)}"')
    where = [one for one in (document.title, str(document.published or ""), document.source) if one]
    typer.echo(f"  {_printable(', '.join(where)) or 'a document without a title'}")
    for doubt in draft.doubts:
        typer.echo(f"  ? {_printable(doubt)}")
    if draft.related:
        typer.echo(f"  ? perhaps about {', '.join(draft.related)}")
    if draft.lacks:
        typer.echo(f"  ! it cannot be accepted before it says {', '.join(draft.lacks)}")
    if proposal.also:
        typer.echo(f"  + said also in {len(proposal.also)} other place{'s' if len(proposal.also) > 1 else ''}")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_text(one)}" for name, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _export(held: Review, path: Path, *, json: bool) -> None:
    import json as json_

    cases = held.cases()
    text = "".join(json_.dumps(one.json(), ensure_ascii=False) + "\n" for one in cases)
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except (OSError, UnicodeEncodeError) as error:
        part.unlink(missing_ok=True)
        raise InputError(f"The file cannot be written ({error})", where=str(path), remedy="Name another.") from error
    if json:
        output.show_json({"cases": len(cases), "file": str(path)})
    else:
        output.note(f"{len(cases)} cases in {path}.")


def _replay(path: Path, *, json: bool) -> None:
    from tocsin.events.cases import parse_cases, replay

    try:
        text = _given(str(path)).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"The file is no UTF-8 ({error})", where=str(path), remedy="Export the cases anew.") from error
    found = replay(parse_cases(text, str(path)))
    if json:
        output.show_json(found.json())
        return
    _tell_replay(found)


def _tell_replay(found: Replayed) -> None:
    for one in found.disagreements:
        typer.echo(f"wrong  {one.case.id} ({one.why}): {_short(one.case.sentence)}")
    for one in found.agreements:
        typer.echo(f"right  {one.case.id}: {_short(one.case.sentence)}")
    aside = f", {len(found.set_aside)} lean on their documents" if found.set_aside else ""
    output.note(f"{len(found.agreements)} right, {len(found.disagreements)} wrong{aside}.")


def _ask(held: Review, by: str) -> None:
    """Ask for each proposal that waits; what cannot be done is said, and asked again."""
    waiting = held.waiting()
    if not waiting:
        typer.echo("none: nothing waits")
        return
    name = by or str(typer.prompt("Who decides"))
    for i, one in enumerate(waiting, 1):
        typer.echo(f"\n{i} of {len(waiting)}")
        _block(one)
        while True:
            answer = str(typer.prompt(_KEYS, default="s", show_default=False)).strip().lower()[:1]
            if answer == "q":
                return
            try:
                done = _answered(held, one.id, answer, name)
            except TocsinError as error:
                output.complain(error)
                done = False
            if done:
                break


def _answered(held: Review, id_: str, answer: str, by: str) -> bool:
    """Do what was answered; return whether the next proposal comes."""
    if answer == "a":
        typer.echo(f"accepted: {held.accept(id_, by=by)}")
        return True
    if answer in {"r", "m"}:
        held.reject(id_, by=by, reason=str(typer.prompt("Why")), misread=answer == "m")
        return True
    if answer == "c":
        import shlex

        typed = str(typer.prompt("FIELD=VALUE ..."))
        try:
            changes = shlex.split(typed)
        except ValueError as error:
            raise UsageError(f"{typed!r} cannot be read: {error}", remedy="Close the quotes.") from error
        _correct(held, id_, changes, by, str(typer.prompt("Why")))
        _block(held.get(id_))
        return False
    if answer != "s":
        typer.echo(_KEYS)
    return answer == "s"


def _short(text: str) -> str:
    told = _printable(text)
    return told if len(told) <= 100 else f"{told[:97].rstrip()}..."


def _printable(text: str) -> str:
    """Return a text on one line without signs that could steer a terminal."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
