"""A scenario in many runs, each with other figures: what happens in most of them, and what decides it.

All figures are drawn before any run is followed, runs are followed in batches of a fixed size, and nothing that a batch
does hangs on another: so the result has the same bits for any number of workers, and for one that was interrupted.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tocsin.core.errors import UsageError
from tocsin.core.progress import Told, silent
from tocsin.scenario.assumptions import Assumption, assumptions, covers
from tocsin.scenario.cost import Account, Costs, costs, join
from tocsin.scenario.draws import Draws, draw
from tocsin.scenario.drivers import drivers
from tocsin.scenario.kept import digest, opened, whole, write_part
from tocsin.scenario.market import Market
from tocsin.scenario.outcome import Outcome, hit_by, of_path, quantiles
from tocsin.scenario.run import Portions, follow
from tocsin.scenario.shock import Good, Scenario

Arrays = dict[str, NDArray[Any]]
#: Runs of a batch. Another size may change the last bits, for sums are then taken in another order.
BATCH = 25
#: Where batches are followed: in threads, in other processes of this machine, or on a cluster whose client is open;
#: ``auto`` is this thread alone for little work and processes for much, for threads were slower than both.
BACKENDS = ("auto", "threads", "processes", "dask")
#: Runs by days by importers from which on the start of other processes, one or two seconds, is worth it.
WORTH_PROCESSES = 10_000_000
_PATHS = ("path", "stock", "hit_path", "price")
_COSTS = "costs"
_LARGE = ("/path", "/stock")


@dataclass(frozen=True)
class Ensemble:
    """What happens over the runs.

    Parameters
    ----------
    scenario : Scenario
        What was asked.
    markets : Mapping of str to Market
        The day before, by id of the good.
    draws : Draws
        What was drawn.
    seed : int
        Of the draws.
    goods : Mapping of str to Outcome
        By id of the good.
    costs : Costs
        To both sides.
    onsets : Mapping of str to array
        By id of the shock, its first day in each run; infinite where it never begins [d].
    mass_error : float
        Greatest error of mass of all runs, days and goods [1].
    """

    scenario: Scenario
    markets: Mapping[str, Market]
    draws: Draws
    seed: int
    goods: Mapping[str, Outcome]
    costs: Costs
    onsets: Mapping[str, NDArray[np.float64]]
    mass_error: float

    @property
    def runs(self) -> int:
        """Return how many runs there are."""
        return self.draws.runs

    @property
    def assumed(self) -> Mapping[str, tuple[Assumption, ...]]:
        """Return what is assumed, by id of the good: every figure, with its reference."""
        return {good.id: tuple(assumptions(good).values()) for good in self.scenario.goods}

    @property
    def assumed_covers(self) -> Mapping[str, Mapping[str, Assumption]]:
        """Return days of cover that are single importers' own, by id of the good and importer of its market."""
        return {
            good.id: {name: one for name, one in covers(good).items() if name in self.markets[good.id].importers}
            for good in self.scenario.goods
        }


def ensemble(  # noqa: PLR0913 - a long question: what, on which tables, how often, where, and who is told
    scenario: Scenario,
    markets: Mapping[str, Market],
    *,
    runs: int = 500,
    seed: int = 0,
    workers: int | None = None,
    portions: Portions | None = None,
    folder: Path | None = None,
    told: Told = silent,
    backend: str = "auto",
) -> Ensemble:
    """Follow a scenario in many runs.

    Parameters
    ----------
    scenario : Scenario
        What is asked.
    markets : Mapping of str to Market
        By id of the good.
    runs : int
        How many.
    seed : int
        Of the draws.
    workers : int or None
        How many batches are followed at a time; None for as many as this process may use processors. It changes no bit.
    portions : mapping or None
        By good and id of the shock, the share of each link that it acts on, (n_exporters, n_importers) [1].
    folder : pathlib.Path or None
        Where finished batches are kept, so that the same request, interrupted, goes on; None to keep none.
    told : callable
        Is told how far it is.
    backend : str
        One of :data:`BACKENDS`. ``dask`` needs ``tocsin[dask]`` and an open ``distributed.Client``.

    Returns
    -------
    Ensemble
        What happens.

    Raises
    ------
    UsageError
        If the back end is none of these or is not there, or less than one worker is asked for.
    """
    if backend not in BACKENDS or (workers is not None and workers < 1):
        raise UsageError(
            f"Back end {backend!r} with {workers} workers",
            where="the ensemble",
            remedy=f"Use one of {', '.join(BACKENDS)}, and 1 worker or more.",
        )
    if backend == "dask":
        _need_client()
    draws = draw(scenario, runs, seed)
    markets = {good.id: _market(markets, good, scenario) for good in scenario.goods}
    hit = {id_: hit_by(scenario, market) for id_, market in markets.items()}
    name = digest(scenario, markets, draws.values, portions or {}, seed, runs, BATCH)
    with _shelf(folder, name) as shelf:
        asked = _Request(scenario, markets, draws, portions or {}, hit)
        files = _followed(asked, shelf, workers or _processors(), backend, told)
        told("summing up the runs")
        return _gathered(asked, seed, files)


@dataclass(frozen=True)
class _Request:
    scenario: Scenario
    markets: Mapping[str, Market]
    draws: Draws
    portions: Portions
    hit: Mapping[str, tuple[str, ...]]

    def part(self, first: int) -> _Request:
        """Return a batch: what another process is sent."""
        some = self.draws.part(slice(first, first + BATCH))
        return _Request(self.scenario, self.markets, some, self.portions, self.hit)


# ---------------------------------------------------------------------------------------------------------- a batch
def follow_batch(first: int, asked: _Request) -> tuple[int, Arrays]:
    """Follow some runs and sum them up.

    Parameters
    ----------
    first : int
        Number of the first run.
    asked : _Request
        With the draws of these runs only.

    Returns
    -------
    tuple of int and dict of str to array
        The number of the first run, and what is kept.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        followed = follow(asked.scenario, asked.markets, asked.draws, asked.portions)
        found: Arrays = {f"onset/{id_}": onset for id_, onset in followed.onsets.items()}
        for id_, path in followed.paths.items():
            found |= {f"good/{id_}/{key}": value for key, value in of_path(path, asked.hit[id_]).items()}
        for id_, lost in followed.capacity_lost.items():
            found |= {f"good/{id_}/lost/{key}": value for key, value in lost.items()}
        found["mass_error"] = np.array([followed.mass_error])
        found |= _packed(costs(asked.scenario, followed))
    return first, found


def _followed(asked: _Request, shelf: Path, workers: int, backend: str, told: Told) -> list[Path]:
    starts = range(0, asked.draws.runs, BATCH)
    files = {first: shelf / f"runs-{first:06d}.npz" for first in starts}
    missing = [first for first in starts if not whole(files[first])]
    if len(missing) < len(starts):
        told(f"{len(starts) - len(missing)} of {len(starts)} batches of runs are there from before")
    for count, (first, arrays) in enumerate(_each(asked, missing, min(workers, len(missing)), backend), 1):
        write_part(files[first], arrays)
        told(f"{len(starts) - len(missing) + count} of {len(starts)} batches of runs are followed")
    return list(files.values())


def _each(asked: _Request, missing: list[int], workers: int, backend: str) -> Iterator[tuple[int, Arrays]]:
    if backend == "auto":
        cells = asked.scenario.days * sum(len(market.importers) for market in asked.markets.values())
        backend = "processes" if BATCH * len(missing) * cells > WORTH_PROCESSES else "here"
    if missing and backend == "dask":
        yield from _parallel(asked, missing, -1, backend)
    elif workers <= 1 or backend == "here":
        yield from (follow_batch(first, asked.part(first)) for first in missing)
    else:
        yield from _parallel(asked, missing, workers, {"threads": "threading", "processes": "loky"}[backend])


def _parallel(asked: _Request, missing: list[int], workers: int, backend: str) -> Iterable[tuple[int, Arrays]]:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend=backend, n_jobs=workers):
        tasks = (delayed(follow_batch)(first, asked.part(first)) for first in missing)
        found: Iterable[tuple[int, Arrays]] = Parallel(return_as="generator_unordered", batch_size=1)(tasks)
        yield from found


def _need_client() -> None:
    try:
        import_module("distributed").default_client()
    except ImportError as error:
        raise UsageError(
            "Dask is not installed", where="the ensemble", remedy="Install tocsin[dask], or use another back end."
        ) from error
    except ValueError as error:
        raise UsageError(
            "No client of a Dask cluster is open", where="the ensemble", remedy="Open one with distributed.Client(...)."
        ) from error


@contextmanager
def _shelf(folder: Path | None, name: str) -> Iterator[Path]:
    if folder is not None:
        yield folder / name
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-") as passing:
        yield Path(passing)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _market(markets: Mapping[str, Market], good: Good, scenario: Scenario) -> Market:
    if good.id not in markets:
        raise UsageError(
            f"No market was given of {good.id}", where=scenario.id, remedy="Give one market for each good."
        )
    return markets[good.id]


# ------------------------------------------------------------------------------------------------------- all batches
def _gathered(asked: _Request, seed: int, files: list[Path]) -> Ensemble:
    scenario, markets, draws = asked.scenario, asked.markets, asked.draws

    with opened(files, lambda name: not name.endswith(_LARGE)) as parts:

        def joined(name: str) -> NDArray[Any]:
            return np.concatenate(parts(name))

        goods = {
            good.id: _outcome(good, markets[good.id], asked.hit[good.id], draws, joined) for good in scenario.goods
        }
        return Ensemble(
            scenario=scenario,
            markets=markets,
            draws=draws,
            seed=seed,
            goods=goods,
            costs=join([_unpacked(*both) for both in zip(parts(_COSTS), parts(f"{_COSTS}/parts"), strict=True)]),
            onsets={shock.id: joined(f"onset/{shock.id}") for shock in scenario.shocks},
            mass_error=float(joined("mass_error").max()),
        )


def _outcome(
    good: Good, market: Market, hit: tuple[str, ...], draws: Draws, joined: Callable[[str], NDArray[Any]]
) -> Outcome:
    head = f"good/{good.id}/"
    made = {"market", "hit", "capacity_lost", "binding", "drivers"}
    by_run = {one.name: joined(head + one.name) for one in fields(Outcome) if one.name not in {*made, *_PATHS}}
    lost = {one.good: joined(f"{head}lost/{one.good}") for one in good.inputs}
    return Outcome(
        market=market,
        hit=hit,
        **by_run,
        **{name: quantiles(joined(head + name)) for name in _PATHS},
        capacity_lost=lost,
        binding=_binding(lost, market),
        drivers=drivers(draws, by_run["hit_worst_month"]),
    )


def _binding(lost: Mapping[str, NDArray[np.float64]], market: Market) -> dict[str, float]:
    """Return how often each input costs makers the most, weighted by what they ship."""
    if not lost:
        return {}
    cost = np.array([share @ market.flow.sum(axis=1) for share in lost.values()])
    first = np.where(cost.max(axis=0) > 0, cost.argmax(axis=0), -1)
    return {name: float((first == k).mean()) for k, name in enumerate(lost)}


# ------------------------------------------------------------------------------------------------- costs in a file
def _packed(given: Costs) -> Arrays:
    told = {
        "runs": given.runs,
        "accounts": [[one.good, one.country, one.side, one.role, one.shock, list(one.parts)] for one in given.accounts],
        "twice": list(given.twice),
        "reasons": dict(given.reasons),
        "notes": list(given.notes),
    }
    parts = [part for one in given.accounts for part in one.parts.values()] + list(given.twice.values())
    return {
        _COSTS: np.frombuffer(json.dumps(told).encode(), dtype=np.uint8),
        f"{_COSTS}/parts": np.array(parts).reshape(len(parts), given.runs),
    }


def _unpacked(about: NDArray[Any], figures: NDArray[Any]) -> Costs:
    told = json.loads(about.tobytes())
    parts = iter(figures)
    accounts = tuple(
        Account(good, country, side, role, shock, {name: next(parts) for name in names})
        for good, country, side, role, shock, names in told["accounts"]
    )
    twice = {role: next(parts) for role in told["twice"]}
    return Costs(told["runs"], accounts, twice, told["reasons"], tuple(told["notes"]))
