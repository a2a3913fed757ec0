"""Forecasts of a view: made once per digest of what the view shows and version of the model, and kept in the lake."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from tocsin.core.errors import UsageError
from tocsin.core.progress import Told, silent
from tocsin.core.registry import nearest
from tocsin.core.release import Batch, Release
from tocsin.core.schema import FORECAST
from tocsin.foresight.explain import contributions, memory, precedents, reliefs, split
from tocsin.foresight.labels import PRIMARY, RULES
from tocsin.foresight.outlook import Contribution, Outlook, Precedent, Relief
from tocsin.lake.load import locked
from tocsin.lake.store import scan
from tocsin.lake.view import INDEXED
from tocsin.pipeline.book import Book, book, flow_count
from tocsin.pipeline.index import SOURCE, digest_ahead
from tocsin.pipeline.kept import maker
from tocsin.pipeline.origins import draw
from tocsin.pipeline.past import Past

if TYPE_CHECKING:
    from tocsin.foresight.model import Lesson, Model
    from tocsin.foresight.panel import Panel
    from tocsin.lake import Lake, View

LAGS = ("honest", "one")
HORIZONS = ("12", "24")
#: More flows than this do not fit the memory of a plain machine: some 350 bytes each.
MOST_FLOWS = 20_000_000
LICENCE = "as the sources"


@dataclass(frozen=True)
class Setting:
    """What is forecast, and from how far.

    Parameters
    ----------
    label : str
        Rule of :data:`tocsin.foresight.labels.RULES`.
    lag : str
        ``"honest"``: the first target is the calendar year of the day, however old the data are; ``"one"``: it is the
        year after the last known one.
    """

    label: str = PRIMARY
    lag: str = "honest"

    def __post_init__(self) -> None:
        if self.label not in RULES:
            raise UsageError(f"label {self.label!r} is unknown", remedy=nearest(self.label, sorted(RULES)))
        if self.lag not in LAGS:
            raise UsageError(f"lag {self.lag!r} is unknown", remedy=nearest(self.lag, list(LAGS)))

    def step(self, day: date, last: int) -> int:
        """Return the years from the last known year to the first target."""
        return max(day.year - last, 1) if self.lag == "honest" else 1


@dataclass(frozen=True)
class Forecasts:
    """Where the forecasts of one view are.

    Parameters
    ----------
    lake : Lake
        The lake.
    view : View
        What they rest on.
    setting : Setting
        What is forecast.
    load_id : str
        Load that holds them; empty where none could be made.
    facts : dict
        What holds for all of them: ``label``, ``rule``, ``lag``, ``targets``, ``rate``, ``model_version``, ``basis``,
        ``nomenclature``, ``period``, ``reconstructed``, ``channels``; or ``reason`` where there are none.
    """

    lake: Lake
    view: View
    setting: Setting
    load_id: str
    facts: dict[str, Any]

    def rows(self, reporter: str | None = None) -> list[dict[str, Any]]:
        """Return stored rows, of one importer or of all, by code, importer and horizon."""
        if not self.load_id:
            return []
        marker = f"vintage={_vintage(self.lake, self.view, self.setting)}"
        files = [path for path in self.lake.store.files("forecast") if marker in path]
        connection = self.lake.store.connect()
        try:
            asked_for = "TRUE" if reporter is None else "reporter = ?"
            found = connection.execute(
                f"""SELECT * FROM {scan(files, FORECAST)} WHERE load_id = ? AND {asked_for}
                ORDER BY product, reporter, horizon""",
                [self.load_id, *([] if reporter is None else [reporter])],
            ).to_arrow_table()
        finally:
            connection.close()
        rows: list[dict[str, Any]] = found.to_pylist()
        return rows

    def outlooks(self, reporter: str) -> dict[tuple[str, str, str], Outlook]:
        """Return the outlook of each import of one importer, by basis, nomenclature and code."""
        found: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
        for row in self.rows(reporter):
            found.setdefault((row["basis"], row["nomenclature"], row["product"]), []).append(row)
        return {key: _outlook(rows, self.facts) for key, rows in found.items()}


def forecasts(
    lake: Lake, view: View, setting: Setting | None = None, *, jobs: int = 2, told: Told = silent
) -> Forecasts:
    """Make sure that the forecasts of a view are there, and say where.

    Parameters
    ----------
    lake : Lake
        The lake.
    view : View
        What may be seen.
    setting : Setting
        What is forecast; the primary label from the calendar year of the view's day by default.
    jobs : int
        Number of workers.
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Forecasts
        The forecasts, or the reason why there are none.
    """
    setting = setting or Setting()
    found = _stored(lake, view, setting)
    if found is None:
        with locked(lake.store, f"forecast-{_vintage(lake, view, setting)}", wait=3600):
            found = _stored(lake, view, setting)
            if found is None:
                made = make(lake, view, setting, jobs=jobs, told=told)
                if isinstance(made, str):
                    return Forecasts(lake, view, setting, "", {"reason": made})
                lake.load(made, source=SOURCE, licence=LICENCE)
                found = _stored(lake, view, setting)
    if found is None:
        return Forecasts(lake, view, setting, "", {"reason": "the forecasts were not stored"})
    return Forecasts(lake, view, setting, *found)


def _vintage(lake: Lake, view: View, setting: Setting) -> str:
    """Name what forecasts rest on: what the view and its past show, the year spoken from, the rule and the model."""
    year = view.as_of.year if setting.lag == "honest" else ""
    held = sorted(str(row["load_id"]) for row in lake.history() if row["table_name"] in INDEXED)
    text = f"{digest_ahead(view)} {held} {year} {setting.label} {setting.lag} {maker()}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _stored(lake: Lake, view: View, setting: Setting) -> tuple[str, dict[str, Any]] | None:
    for row in lake.history():
        if row["table_name"] == "forecast" and row["vintage"] == _vintage(lake, view, setting):
            return str(row["load_id"]), json.loads(str(row["origin"]))
    return None


def make(lake: Lake, view: View, setting: Setting, *, jobs: int, told: Told) -> Release | str:
    """Make the forecasts of a view, from what is kept of the past where it is.

    Parameters
    ----------
    lake, view, setting, jobs, told
        As in :func:`forecasts`.

    Returns
    -------
    Release or str
        To be loaded; or why there are none.
    """
    rests_on = book(view)
    if rests_on is None:
        return "no source in this lake holds eight years of annual imports"
    if (count := flow_count(view, rests_on)) > MOST_FLOWS:
        return f"{count:,} yearly flows are more than the {MOST_FLOWS:,} that forecasts are made from so far"
    past = Past(lake, view.as_of, rests_on, jobs=jobs, told=told)
    origin = draw(lake, view.as_of, rests_on)
    if origin is None:
        return "fewer than four years of annual imports are known"
    step = setting.step(view.as_of, origin.last)
    told("Learning from what came true, and from what was said before it did.")
    made = past.model(origin, step, setting.label)
    if made is None:
        return "too few past imports in this lake came true, or did not, to learn from"
    model, lessons = made
    first = origin.last + step
    facts = {
        "label": setting.label,
        "rule": RULES[setting.label],
        "lag": setting.lag,
        "targets": {"12": str(first), "24": f"{first}-{first + 1}"},
        "rate": model.rate,
        "model_version": maker(),
        "basis": rests_on.basis,
        "nomenclature": rests_on.nomenclature,
        "period": str(origin.last),
        "reconstructed": origin.reconstructed,
        "channels": sorted(origin.panel.present),
    }
    vintage = _vintage(lake, view, setting)
    return Release(
        table="forecast",
        vintage=vintage,
        released_on=None,
        lag_months=0,
        sha256=hashlib.sha256(vintage.encode()).hexdigest(),
        batches=_batches(model, lessons, step, origin.panel, rests_on=rests_on, facts=facts),
        origin=json.dumps(facts, sort_keys=True),
    )


def _batches(
    model: Model,
    lessons: list[Lesson],
    step: int,
    rows: Panel,
    *,
    rests_on: Book,
    facts: dict[str, Any],
) -> Iterator[Batch]:
    said, parts = model.say(rows), split(model, rows)
    held = memory(model, lessons)
    relieved = reliefs(model, rows, parts, np.ones(len(rows), dtype=bool))
    details = [
        json.dumps(
            {
                "base": float(parts.base[row]),
                "channels": [vars(one) for one in contributions(rows, parts, row)],
                "precedents": [vars(one) for one in precedents(held, lessons, rows, parts, row, step=step)],
                "relief": vars(relieved[row]) if row in relieved else None,
            },
            allow_nan=False,
        )
        for row in range(len(rows))
    ]
    count = len(rows)
    for horizon in HORIZONS:
        columns = {
            "label": [facts["label"]] * count,
            "lag": [facts["lag"]] * count,
            "reporter": rows.reporter.tolist(),
            "product": rows.product.tolist(),
            "nomenclature": [rests_on.nomenclature] * count,
            "basis": [rests_on.basis] * count,
            "period": [facts["period"]] * count,
            "freq": ["A"] * count,
            "horizon": [horizon] * count,
            "target": [facts["targets"][horizon]] * count,
            "probability": said.probability[horizon],
            "low": said.low[horizon],
            "high": said.high[horizon],
            "detail": details if horizon == HORIZONS[0] else [""] * count,
        }
        yield Batch(pa.table({name: columns[name] for name in FORECAST.columns.names}, schema=FORECAST.columns))


def _outlook(rows: list[dict[str, Any]], facts: dict[str, Any]) -> Outlook:
    first = next(row for row in rows if row["horizon"] == HORIZONS[0])
    detail = json.loads(first["detail"])
    return Outlook(
        basis=first["basis"],
        nomenclature=first["nomenclature"],
        reporter=first["reporter"],
        product=first["product"],
        period=first["period"],
        label=first["label"],
        targets={row["horizon"]: row["target"] for row in rows},
        probability={row["horizon"]: row["probability"] for row in rows},
        interval={row["horizon"]: (row["low"], row["high"]) for row in rows},
        rate=facts["rate"],
        base=detail["base"],
        channels=tuple(Contribution(**one) for one in detail["channels"]),
        precedents=tuple(Precedent(**one) for one in detail["precedents"]),
        relief=Relief(**detail["relief"]) if detail["relief"] else None,
    )
