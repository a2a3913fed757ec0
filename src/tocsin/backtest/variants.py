"""Other ways to forecast the same past: a channel gone, a family or supplier unseen, fewer years, labels permuted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from tocsin.backtest.replay import Replay, predict
from tocsin.backtest.score import BAND
from tocsin.core.progress import Told, silent
from tocsin.foresight.channel import CHANNELS
from tocsin.foresight.flows import Flags, Reals
from tocsin.foresight.labels import RULES
from tocsin.foresight.model import asked
from tocsin.foresight.panel import Panel
from tocsin.pipeline.origins import Origin, Truth, keys, truth
from tocsin.pipeline.past import Past

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
        yield one.name, _predicted(replay, replay.past.variant(without=(one.name,)), today)


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
        found = _predicted(replay, replay.past.variant(teaches=_outside(chapter)), today)
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
        found = _predicted(replay, replay.past.variant(teaches=_not_led_by(name)), today)
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
        yield f"{years} years", _predicted(replay, replay.past.variant(years=years), today)


def placebo(replay: Replay, today: date, *, told: Told = silent) -> Iterator[tuple[str, pl.DataFrame]]:
    """Forecast labels that were permuted within each product, and score by them.

    What is permuted together are imports of one product, of one size (under or over the value from which imports are
    scored) and of one distance from the last known year to the target, over importers and years alike. So each product
    keeps its rate at that size and distance, and who ran short in which year is drawn by lot.

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
    by_step: dict[int, dict[int, Origin]] = {}
    for target, origin in replay.origins.items():
        by_step.setdefault(replay.step(target), {})[target] = origin
    parts = [_placebo(replace(replay, origins=mine), step, today) for step, mine in sorted(by_step.items())]
    yield "permuted within product", pl.concat(parts)


def _placebo(replay: Replay, step: int, today: date) -> pl.DataFrame:
    import polars as pl

    label, past = replay.setting.label, replay.past
    known = truth(past.lake, today, past.rests_on, [(last, last + step) for last in sorted(past.origins)])
    shuffled = {rule: _permuted(past.origins, known, rule, step) for rule in {label, "collapse"}}

    def relabel(rows: Panel, outcome: Reals, rule: str) -> Reals:
        drawn = _look_up(shuffled[rule].get(rows.last, {}), rows.product, rows.reporter)
        return np.where(np.isfinite(outcome), drawn, np.nan)

    found = _predicted(replay, past.variant(relabel=relabel), today).filter(pl.col("horizon") == 12)
    drawn = np.full(len(found), np.nan)
    for last in found["last"].unique().to_list():
        rows = (found["last"] == last).to_numpy()
        names = (found.filter(rows)[one].to_numpy().astype(np.str_) for one in ("product", "reporter"))
        drawn[rows] = _look_up(shuffled[label].get(last, {}), *names)
    return found.with_columns(pl.Series(f"label_{label}", _flags(drawn), dtype=pl.Boolean))


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


def _predicted(replay: Replay, past: Past, today: date) -> pl.DataFrame:
    """Forecast the same targets from the same past, learned from in another way."""
    origins = {target: past.origins[one.last] for target, one in replay.origins.items()}
    return predict(replace(replay, past=past, origins=origins), today, baselines=False)


def _permuted(origins: Mapping[int, Origin], known: Truth, rule: str, step: int) -> dict[int, dict[str, float]]:
    """Permute the known labels of one rule within each product and size, over importers and years alike."""
    held: list[tuple[int, Panel, Reals]] = []
    for last in sorted(origins):
        verdicts = known.verdicts.get((last, last + step))
        if verdicts is not None:
            rows = origins[last].panel.where(asked(origins[last].panel))
            label = verdicts.of(rows, rule)
            held.append((last, rows.where(np.isfinite(label)), label[np.isfinite(label)]))
    value = np.concatenate([label for _, _, label in held])
    size = np.concatenate([np.where(rows.value > BAND, "large", "small") for _, rows, _ in held])
    stratum = np.char.add(np.concatenate([rows.product for _, rows, _ in held]), size)
    random = np.random.default_rng(SEED)
    for one in np.unique(stratum):
        mine = np.flatnonzero(stratum == one)
        value[mine] = value[random.permutation(mine)]
    parts = np.split(value, np.cumsum([len(rows) for _, rows, _ in held])[:-1])
    return {
        last: dict(zip(keys(rows.product, rows.reporter).tolist(), drawn.tolist(), strict=True))
        for (last, rows, _), drawn in zip(held, parts, strict=True)
    }


def _look_up(held: Mapping[str, float], product: Text, reporter: Text) -> Reals:
    return np.asarray([held.get(name, np.nan) for name in keys(product, reporter).tolist()])
