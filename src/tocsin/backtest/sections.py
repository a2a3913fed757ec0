"""The scorecard as sections: sentences, tables and figures, the same for a terminal, a page and a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.backtest.block_tables import (
    alarms_table,
    by_year,
    effects_table,
    lists_table,
    marks_table,
    parts_table,
    reliability_table,
    rivals_table,
    skill_table,
    usefulness_table,
    years_table,
)
from tocsin.backtest.charts import reliability_chart, rivals_chart, usefulness_chart, years_chart
from tocsin.backtest.extra_tables import extra_tables
from tocsin.backtest.glance import glance_table
from tocsin.backtest.grid import Table
from tocsin.backtest.rivals import VOLATILITY
from tocsin.backtest.score import FINAL
from tocsin.backtest.summary import at_length, hardly, name_of, owed, pseudo, title_of, years_of
from tocsin.publish.numbers import usd

Doc = Mapping[str, Any]


@dataclass(frozen=True)
class Figure:
    """A chart with what it shows.

    Parameters
    ----------
    name : str
        Of its file, without an ending.
    title, note : str
        Finding, and what the marks mean.
    svg : str
        The chart.
    """

    name: str
    title: str
    note: str
    svg: str


@dataclass(frozen=True)
class Section:
    """A part of the scorecard.

    Parameters
    ----------
    title : str
        Heading.
    level : int
        1 for a setting, 2 for a part of it.
    sentences : tuple of str
        What was found.
    figures : tuple of Figure
        Charts; the numbers of each are in one of the tables.
    tables : tuple of Table
        Tables that are shown at once.
    more : tuple of Table
        Tables for those who look closer; a terminal leaves them out unless asked.
    """

    title: str
    level: int
    sentences: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    more: tuple[Table, ...] = ()


def sections(document: Doc) -> list[Section]:
    """Lay a document out.

    Parameters
    ----------
    document : mapping
        Document of :func:`tocsin.backtest.document.score_document`.

    Returns
    -------
    list of Section
        One table of all, the summary, then each label and lag, then the extras.
    """
    found = [
        Section("At a glance", 1, hardly(document), tables=(glance_table(document),)),
        Section("In plain words", 1, tuple(document["summary"])),
    ]
    for setting in document["settings"]:
        found += _setting(setting)
    extras = extra_tables(document["extras"])
    if extras:
        said = tuple(owed(document["extras"]))
        found.append(Section("What the forecasts owe to what", 1, said, tables=tuple(extras)))
    return found


def _setting(setting: Doc) -> Iterator[Section]:
    """Lay out one label and lag."""
    rule = str(setting["rule"])
    said = (
        f"{rule[:1].upper()}{rule[1:]}; imports over {usd(setting['band'])}. Intervals: {setting['draws']} resamples "
        "of products and years, 95 %."
    )
    absent = [" ".join(at_length(one)) for one in setting["blocks"] if one["pooled"]["absent"] and one["horizon"] == 12]
    sentences = (said, setting["plainly"], *absent)
    title = name_of(setting)
    first = setting["blocks"][0]
    key = f"{setting['label']}-{setting['lag']}" + (f"-{years_of(first)}" if first["name"] == "asked" else "")
    years = _years_figure(setting, key)
    yield Section(title[:1].upper() + title[1:], 1, sentences, years, (skill_table(setting),), (years_table(setting),))
    for block in setting["blocks"]:
        if not block["pooled"]["absent"]:
            yield _block(block, f"{key}-{block['name']}-{block['horizon']}")


def _block(block: Doc, key: str) -> Section:
    """Lay out one block of years."""
    pooled = block["pooled"]
    judged = [one["text"] for one in block["verdicts"] if one["rival"] == VOLATILITY]
    found = at_length(block) if block["horizon"] == 12 else [pseudo(pooled)]
    sentences = [one for one in (*found, *judged) if one]
    tables = [rivals_table(block), lists_table(block), alarms_table(pooled), marks_table(block["marks"])]
    more = [parts_table(block), reliability_table(pooled)]
    figures: tuple[Figure, ...] = ()
    if block["horizon"] == 12:
        figures = _figures(pooled, key)
        more += [effects_table(block), usefulness_table(pooled)]
    else:
        tables, more = [], [*tables, *more]
    title = title_of(block)
    return Section(
        title[:1].upper() + title[1:],
        2,
        tuple(sentences),
        figures,
        tuple(one for one in tables if one.rows),
        tuple(one for one in more if one.rows),
    )


def _figures(pooled: Doc, key: str) -> tuple[Figure, ...]:
    """Draw one block."""
    rival = next((one["skill"] for one in pooled["rivals"] if one["rival"]["name"] == VOLATILITY), None)
    curve = rival["usefulness"] if rival else []
    found = sum(not one["consistent"] for one in pooled["reliability"])
    off = f"{found} of {len(pooled['reliability'])} groups lie outside what luck alone would give"
    return (
        Figure(
            f"{key}-rivals",
            "The model beside its baselines",
            "Bar: score; line: 95 % interval. Baselines that are silent on some rows were scored on the others.",
            rivals_chart(pooled),
        ),
        Figure(
            f"{key}-reliability",
            f"Said and come true: {off}",
            "Point: ten groups by probability said; line: where nine in ten would lie if what was said were right and "
            "rows independent; bars: number of cases.",
            reliability_chart(pooled["reliability"]),
        ),
        Figure(
            f"{key}-usefulness",
            "What alarms are worth, by how much a miss weighs",
            "Full: best threshold, found on the same rows and so an upper bound; dotted: thresholds of the earlier "
            "block; thin: own volatility.",
            usefulness_chart(pooled["model"]["usefulness"], curve, pooled["before"]),
        ),
    )


def _years_figure(setting: Doc, key: str) -> tuple[Figure, ...]:
    """Draw skill by year over all blocks of horizon 12."""
    years = by_year(setting)
    if not any(one["model"] for one in years.values()):
        return ()
    border = FINAL[0] if any(block["name"] == "final" for block in setting["blocks"]) else None
    note = "Thick: the model, with 95 % intervals over products; thin: own volatility. A year without events has none."
    return (Figure(f"{key}-years", "Skill by target year", note, years_chart(years, border)),)
