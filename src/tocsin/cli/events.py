"""`tocsin events`: streams of coded events, counted and rated by month or year, with their bursts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tocsin.cli import events_review, options, output
from tocsin.core.errors import CodeError, UsageError

if TYPE_CHECKING:
    from tocsin.core.period import Period
    from tocsin.pipeline.streams import Told

app = typer.Typer(
    name="events",
    rich_markup_mode=None,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
events_review.add(app)
_BAR = 24
#: Letters of a country's code.
_CODE = 3


@app.callback()
def show_stream(
    context: typer.Context,
    actor: Annotated[str, typer.Option("--actor", help="Who: code or name of a country, EU, or an organisation.")] = "",
    act: Annotated[
        str, typer.Option("--act", help="What: missile_test, impose_control, ban, ... (all: tocsin read --help).")
    ] = "",
    target: Annotated[str, typer.Option("--target", help="Towards whom, as --actor.")] = "",
    since: Annotated[str | None, typer.Option("--since", help="First period: 2022, 2022-01.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="Last period.")] = None,
    by: Annotated[str, typer.Option("--by", help="Count by month or by year.")] = "month",
    json: options.JsonOption = False,
    as_of: options.AsOfOption = None,
    lake: options.LakeOption = None,
) -> None:
    """Count events that the lake holds: each once, as a share of all that was told, with bursts.

    Example: tocsin events --actor PRK --act missile_test --since 2022-01

    Example: tocsin events --actor CHN --target JPN --by year --json
    """
    if context.invoked_subcommand is not None:
        return
    from tocsin.events.streams import Question, party
    from tocsin.pipeline.streams import document, tell

    question = Question(party(actor), act, party(target))
    first, last = _period(since, "--since"), _period(until, "--until")
    if first and last and last.end < first.start:
        raise UsageError(f"{until} is before {since}", where="--until", remedy="Give the earlier one as --since.")
    view = options.lake(lake).as_of(options.day(as_of))
    told = tell(view, question, since=first, until=last, by=by)
    if json:
        output.show_json(document(told))
    else:
        _show(told, since_given=first is not None)


def _period(text: str | None, where: str) -> Period | None:
    from tocsin.core.period import parse_period

    if text is None:
        return None
    try:
        return parse_period(text, where=where)
    except CodeError as error:
        raise UsageError(error.found, where=where, remedy=error.remedy) from error


def _show(told: Told, *, since_given: bool) -> None:
    from tocsin.events.streams import UNION
    from tocsin.pipeline.streams import notes
    from tocsin.ref.countries import countries

    question = told.question
    what = question.act.replace("_", " ") or "all acts"
    who = f"{question.actor or 'anybody'}{f' -> {question.target}' if question.target else ''}"
    if not told.found:
        since = f"from {told.since} to" if since_given else "up to"
        output.note(f"The lake shows no such events ({who}, {what}) {since} {told.until}.")
        for name in (question.actor, question.target):
            if len(name) == _CODE and name.isupper() and name not in {*countries(), *UNION}:
                output.note(f"{name} is no country's code: an organisation of that name was looked for.")
        output.note(
            "Events come from the sources nti_missiles, icews and gdelt_dyads (tocsin sources), each by tocsin collect "
            "SOURCE --file FILE, and from documents, by tocsin read FILE --keep."
        )
    else:
        most = max(one.count for one in told.rates) if told.rates else 0
        headings = ["Period", "Events", "Reports", "Share of all", "Burst", ""]
        rows: list[list[object]] = [
            [
                str(one.period),
                one.count if one.known else None,
                one.reports if one.known else None,
                None if one.share is None else f"{100 * one.share:.1f} %",
                "burst" if one.burst else "",
                "#" * round(_BAR * one.count / most) if most else "",
            ]
            for one in told.rates
        ]
        if told.tone:
            headings.insert(5, "Tone")
            for row, one in zip(rows, told.rates, strict=True):
                tone = told.tone.get(one.period)
                row.insert(5, None if tone is None else f"{tone:+.4f}")
        counted = "event" if len(told.found) == 1 else "events"
        title = f"{who}: {what}, {told.since} to {told.until}: {len(told.found):,} {counted}"
        output.show_table(title, headings, rows, numbers=(1, 2, 3))
    for burst in told.raised:
        last = "to the end of what is known" if burst.open else f"to {burst.last}"
        output.note(
            f"Burst from {burst.first} {last}: {burst.count} where {burst.expected:.1f} would be usual "
            f"(weight {burst.weight:.1f})."
        )
    for text in notes(told):
        output.note(f"Note: {text}.")
