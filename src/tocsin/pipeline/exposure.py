"""A company's exposure to a scenario on the markets of the lake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import UsageError
from tocsin.core.progress import Told, silent
from tocsin.pipeline.markets import reading
from tocsin.scenario.draws import draw
from tocsin.scenario.exposure import MORE_STOCK, THRESHOLD, Exposure, exposure
from tocsin.scenario.routes import portions

if TYPE_CHECKING:
    from tocsin.lake import Lake
    from tocsin.scenario.exposure_files import Company
    from tocsin.scenario.market import Market
    from tocsin.scenario.shock import Scenario

RUNS, SEED = 200, 0
#: Most cells of daily paths, runs by days by supplier countries by goods, that are held at a time [1].
MOST_CELLS = 100_000_000


@dataclass(frozen=True)
class Exposed:
    """A company's exposure and what it rests on.

    Parameters
    ----------
    company : Company
        Its own tables.
    exposure : Exposure
        When its lines stop.
    markets : mapping of str to Market
        By id of the good.
    runs, seed : int, int
        How many runs, and the seed of their random numbers.
    notes : tuple of str
        Sentences on the markets.
    """

    company: Company
    exposure: Exposure
    markets: Mapping[str, Market]
    runs: int
    seed: int
    notes: tuple[str, ...]

    def document(self) -> dict[str, Any]:
        """Return it as plain values: what ``tocsin exposure --json`` prints."""
        skipped = [{"file": one.file, "line": one.line, "reason": one.reason} for one in self.company.skipped]
        tables = [
            {
                "good": good,
                "table": market.basis.table,
                "release": market.basis.release,
                "year": market.basis.year,
                "codes": list(market.basis.codes),
                "basket": market.basis.basket,
                "reference": market.basis.reference,
            }
            for good, market in self.markets.items()
        ]
        told = self.exposure.document()
        notes = [*told.pop("notes"), *self.notes]
        return {
            **told,
            "runs": self.runs,
            "seed": self.seed,
            "tables": tables,
            "skipped_rows": skipped,
            "notes": list(dict.fromkeys(notes)),
        }


def company_exposure(  # noqa: PLR0913 - the options of the command
    company: Company,
    scenario: Scenario,
    country: str,
    lake: Lake | None = None,
    *,
    as_of: date | None = None,
    runs: int = RUNS,
    seed: int = SEED,
    threshold: float = THRESHOLD,
    more_stock: float = MORE_STOCK,
    told: Told = silent,
) -> Exposed:
    """Say when a company's lines stop in a scenario.

    Parameters
    ----------
    company : Company
        Its own tables.
    scenario : Scenario
        What happens.
    country : str
        Where the company sits, ISO 3166-1 alpha-3.
    lake : Lake or None
        Where trade is; None if all goods have tables of their own.
    as_of : datetime.date or None
        Use only what was known on this day; the earlier of it and the day that the scenario names. Today by default.
    runs, seed : int, int
        How many runs, and the seed of their random numbers.
    threshold : float
        A line stops when less than this share of its need of a part is there [1].
    more_stock : float
        Days of cover that the remedy of more stock adds [d].
    told : callable
        Called with a sentence when something that takes time begins.

    Returns
    -------
    Exposed
        What it leads to.

    Raises
    ------
    UsageError
        If the runs are too many to be held at once.
    """
    places = {one.country for rows in company.sources.values() for one in rows}
    cells = scenario.days * (len(places) + 11) * len(scenario.goods)
    if runs * cells > MOST_CELLS:
        raise UsageError(
            f"{runs:,} runs of {scenario.days:,} days and {len(places)} supplier countries do not fit in memory",
            where=scenario.id,
            remedy=f"Ask for at most {max(MOST_CELLS // cells, 1):,} runs.",
        )
    view = None
    if lake is not None:
        days = [one for one in (as_of, scenario.known_on) if one is not None]
        view = lake.as_of(min(days) if days else lake.clock().date())
    told("reading the markets")
    read = reading(view, scenario)
    told("following the scenario")
    found = exposure(
        company,
        scenario,
        read.markets,
        draw(scenario, runs, seed),
        country,
        portions=portions(scenario, read.markets),
        threshold=threshold,
        more_stock=more_stock,
    )
    return Exposed(company, found, read.markets, runs, seed, read.notes)
