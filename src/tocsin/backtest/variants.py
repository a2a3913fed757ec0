"""Other ways to forecast the same past: a channel gone, a family or supplier unseen, fewer years, labels permuted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tocsin.backtest.replay import Replay, predict
from tocsin.core.progress import Told, silent
from tocsin.foresight.channel import CHANNELS
from tocsin.foresight.flows import Flags, Reals
from tocsin.foresight.labels import RULES
from tocsin.foresight.panel import Panel
from tocsin.pipeline.origins import Truth, keys, truth

if TYPE_CHECKING:
    import polars as pl

#: Suppliers left out: those that lead the most imports.
SUPPLIERS = 8
#: Years of lessons on the learning curve.
YEARS = (3, 6, 10, 15)
SEED = 20_261_127
Text = npt.NDArray[np.str_]


def ablations(replay: Replay, today: date, *, told: Told = silent) -> Iterator[tuple[str, pl.DataFrame]]:
    """Forecast without one channel at a time.

    Parameters
    ----------
    replay : Replay
        The full one.
    today : datetime.date
        Day of the newest view.
    told : callable
        Called with a sentence when something that takes time begins.

    Yields
    ------
    name : str
        Channel left out.
    predictions : polars.DataFrame
        Without baselines.
    """
    for one in CHANNELS.values():
        told(f"Without {one.title}.")
        past = replay.past.variant(without=(one.name,))
        yield one.name, predict(_on(replay, past), today, baselines=False)


def families(replay: Replay, today: date, *, told: Told = silent) -> Iterator[tuple[str, pl.DataFrame]]:
    """Forecast each chapter of goods (HS2) by a model that never saw it.

    Parameters
    ----------
    replay, today, told
        As in :func:`ablations`.

    Yields
    ------
    name : str
        Chapter left out.
    predictions : polars.DataFrame
        Of its rows alone.
    """
    import polars as pl

    codes = sorted({str(code)[:2] for one in replay.origins.values() for code in np.unique(one.panel.product)})
    for chapter in codes:
        told(f"Without ever having seen chapter {chapter}.")
        past = replay.past.variant(teaches=_outside(chapter))
        found = predict(_on(replay, past), today, baselines=False)
        if len(found):
            yield chapter, found.filter(pl.col("product").str.starts_with(chapter))


def suppliers(replay: Replay, today: date, *, told: Told = silent) -> Iterator[tuple[str, pl.DataFrame]]:
    """Forecast what one supplier leads by a model that never saw anything it leads.

    Parameters
    ----------
    replay, today, told
        As in :func:`ablations`.

    Yields
    ------
    name : str
        Supplier left out.
    predictions : polars.DataFrame
        Of the imports that it leads alone.
    """
    import polars as pl

    leads = {last: leader(one.panel) for last, one in replay.past.origins.items()}
    names, counts = np.unique(np.concatenate(list(leads.values())), return_counts=True)
    for name in names[np.lexsort((names, -counts))][:SUPPLIERS].tolist():
        told(f"Without ever having seen what {name} leads.")
        past = replay.past.variant(teaches=_not_led_by(name))
        found = predict(_on(replay, past), today, baselines=False)
        if not len(found):
            continue
        mine = [
            pl.DataFrame({"last": one.last, "reporter": one.panel.reporter[led], "product": one.panel.product[led]})
            for one in replay.origins.values()
            if (led := leads[one.last] == name).any()
        ]
        wanted = pl.concat(mine).with_columns(pl.col("last").cast(pl.Int32)) if mine else found.clear()
        yield name, found.join(wanted.unique(), on=["last", "reporter", "product"], how="semi")


def learning(replay: Replay, today: date, *, told: Told = silent) -> Iterator[tuple[str, pl.DataFrame]]:
    """Forecast by a model that saw only the latest lessons.

    Parameters
    ----------
    replay, today, told
        As in :func:`ablations`.

    Yields
    ------
    name : str
        ``"3 years"``.
    predictions : polars.DataFrame
        Without baselines.
    """
    for years in YEARS:
        told(f"Having seen {years} years only.")
        yield f"{years} years", predict(_on(replay, replay.past.variant(years=years)), today, baselines=False)


def placebo(replay: Replay, today: date, *, told: Told = silent) -> Iterator[tuple[str, pl.DataFrame]]:
    """Forecast labels that were permuted within each product, and score by them.

    Parameters
    ----------
    replay, today, told
        As in :func:`ablations`.

    Yields
    ------
    name : str
        ``"permuted within product"``.
    predictions : polars.DataFrame
        Label columns hold the permuted label of the first year; rows of horizon 12 alone.
    """
    import polars as pl

    told("With labels permuted within each product.")
    label = replay.setting.label
    past = replay.past
    step = replay.step(min(replay.origins))
    pairs = [(last, last + step) for last in sorted(past.origins)]
    known = truth(past.lake, today, past.rests_on, pairs)
    shuffled = {rule: _permuted(past.origins, known, rule, step) for rule in {label, "collapse"}}

    def relabel(rows: Panel, outcome: Reals, rule: str) -> Reals:
        held = shuffled[rule].get(rows.last)
        drawn = _look_up(held, rows) if held else np.full(len(rows), np.nan)
        return np.where(np.isfinite(outcome) & np.isfinite(drawn), drawn, np.nan)

    found = predict(_on(replay, past.variant(relabel=relabel)), today, baselines=False)
    found = found.filter(pl.col("horizon") == 12)
    names = zip(found["last"].to_list(), found["product"].to_list(), found["reporter"].to_list(), strict=True)
    values = [shuffled[label].get(last, {}).get(f"{code}|{who}", np.nan) for last, code, who in names]
    column = pl.Series([None if np.isnan(one) else bool(one) for one in values], dtype=pl.Boolean)
    yield "permuted within product", found.with_columns(column.alias(f"label_{label}"))


def releases(replay: Replay, older: date, today: date) -> pl.DataFrame:
    """Label the same imports by two views, to see how far the labels themselves can be relied on.

    Parameters
    ----------
    replay : Replay
        Which imports.
    older, today : datetime.date
        Days of the older and of the newest view.

    Returns
    -------
    polars.DataFrame
        Columns ``label``, ``target``, ``older``, ``newer``, and the import; null where void.
    """
    import polars as pl

    past = replay.past
    pairs = [(one.last, target) for target, one in replay.origins.items()]
    views = {name: truth(past.lake, day, past.rests_on, pairs) for name, day in (("older", older), ("newer", today))}
    frames = []
    for target, origin in sorted(replay.origins.items()):
        pair = (origin.last, target)
        if any(pair not in view.verdicts for view in views.values()):
            continue
        rows = origin.panel
        for rule in RULES:
            sides = {name: view.verdicts[pair].of(rows, rule) for name, view in views.items()}
            frames.append(
                pl.DataFrame(
                    {
                        "label": [rule] * len(rows),
                        "target": [target] * len(rows),
                        "reporter": rows.reporter.tolist(),
                        "product": rows.product.tolist(),
                        "value": rows.value,
                        **{name: _flags(side) for name, side in sides.items()},
                    },
                    schema_overrides={"older": pl.Boolean, "newer": pl.Boolean},
                )
            )
    return pl.concat(frames) if frames else pl.DataFrame()


def leader(rows: Panel) -> Text:
    """Return the supplier with the largest share of each row, the first by code where several have it.

    Parameters
    ----------
    rows : Panel
        n rows.

    Returns
    -------
    numpy.ndarray
        Codes, shape (n,); empty where there is no supplier.
    """
    links = rows.suppliers
    order = np.lexsort((links.group, -links.part, links.row))
    first = np.unique(links.row[order], return_index=True)
    found = np.full(len(rows), "", dtype=links.group.dtype)
    found[first[0]] = links.group[order][first[1]]
    return found


def _flags(numbers: Reals) -> list[bool | None]:
    return [None if np.isnan(one) else bool(one) for one in numbers]


def _outside(chapter: str) -> Callable[[Panel], Flags]:
    def teaches(rows: Panel) -> Flags:
        kept: Flags = rows.product.astype("U2") != chapter
        return kept

    return teaches


def _not_led_by(supplier: str) -> Callable[[Panel], Flags]:
    def teaches(rows: Panel) -> Flags:
        kept: Flags = leader(rows) != supplier
        return kept

    return teaches


def _on(replay: Replay, past: object) -> Replay:
    mine = replace(replay, past=past)  # type: ignore[arg-type]
    return replace(mine, origins={target: mine.past.origins[one.last] for target, one in replay.origins.items()})


def _permuted(origins: Mapping[int, object], known: Truth, rule: str, step: int) -> dict[int, dict[str, float]]:
    """Permute the known labels of one rule within each product, over importers and years alike."""
    names, values, years = [], [], []
    for last in sorted(origins):
        verdicts = known.verdicts.get((last, last + step))
        if verdicts is not None:
            open_ = verdicts.void < 0
            names.append(verdicts.keys[open_])
            values.append(verdicts.rules[rule][open_].astype(np.float64))
            years.append(np.full(int(open_.sum()), last))
    name, value, year = np.concatenate(names), np.concatenate(values), np.concatenate(years)
    product = np.char.partition(name, "|")[:, 0]
    random = np.random.default_rng(SEED)
    for code in np.unique(product):
        mine = np.flatnonzero(product == code)
        value[mine] = value[random.permutation(mine)]
    found: dict[int, dict[str, float]] = {}
    for one, drawn, when in zip(name.tolist(), value.tolist(), year.tolist(), strict=True):
        found.setdefault(when, {})[one] = drawn
    return found


def _look_up(held: Mapping[str, float], rows: Panel) -> Reals:
    return np.asarray([held.get(name, np.nan) for name in keys(rows.product, rows.reporter).tolist()])
