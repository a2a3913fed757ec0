"""Ensembles: what they say, the same bits whoever follows the runs, and going on after an interruption."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pytest

from tests.scenario.made import market, markets, scenario
from tocsin.core.errors import UsageError
from tocsin.scenario.cost import costs
from tocsin.scenario.draws import draw
from tocsin.scenario.ensemble import BATCH, Ensemble, ensemble
from tocsin.scenario.kept import digest, whole, write_part
from tocsin.scenario.outcome import LEVELS, first_day, hit_by, quantiles, worst
from tocsin.scenario.run import follow
from tocsin.scenario.shock import NOTHING, Shock

ROOT = Path(__file__).parents[2]
RUNS = 60


@pytest.fixture(scope="module")
def made() -> Ensemble:
    return ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=1)


def same(one: Ensemble, other: Ensemble) -> bool:
    arrays = [
        [
            *(value for good in each.goods.values() for value in vars(good).values() if isinstance(value, np.ndarray)),
            *(value for good in each.goods.values() for value in good.capacity_lost.values()),
            *each.onsets.values(),
            *(part for account in each.costs.accounts for part in account.parts.values()),
            each.costs.target,
        ]
        for each in (one, other)
    ]
    return len(arrays[0]) == len(arrays[1]) and all(
        a.dtype == b.dtype and a.tobytes() == b.tobytes() for a, b in zip(*arrays, strict=True)
    )


# ----------------------------------------------------------------------------------------------------- what it says
def test_each_run_is_the_run_that_its_draws_give_alone(made: Ensemble) -> None:
    drawn = draw(scenario(), RUNS, 5)
    for run in (0, 24, 25, 59):
        alone = follow(scenario(), markets(), drawn.part(slice(run, run + 1)))
        for id_, path in alone.paths.items():
            outcome = made.goods[id_]
            assert outcome.unmet[run] == pytest.approx(path.unmet.sum(axis=1)[0], rel=1e-11, abs=1e-11)
            short = path.unmet[0] / path.demand[0] > 0.01
            first = np.where(short.any(axis=0), short.argmax(axis=0), np.inf)
            assert np.array_equal(outcome.first_day[run], first)
        assert made.costs.target[run] == pytest.approx(costs(scenario(), alone).target[0], rel=1e-10)
        assert {id_: onset[run] for id_, onset in made.onsets.items()} == {
            id_: onset[0] for id_, onset in alone.onsets.items()
        }


def test_something_goes_unmet_and_runs_differ(made: Ensemble) -> None:
    gallium = made.goods["gallium"]
    assert 0.01 < np.median(gallium.unmet_share[:, 1]) < 1
    assert np.ptp(gallium.hit_worst_month) > 0.05
    assert made.mass_error < 1e-9
    assert np.isfinite(made.onsets["answer"]).any()
    assert made.goods["logic_processors"].binding["gallium"] > 0.5


def test_bands_are_quantiles_over_the_runs(made: Ensemble) -> None:
    followed = follow(scenario(), markets(), draw(scenario(), RUNS, 5))
    path = followed.paths["gallium"]
    assert made.goods["gallium"].path == pytest.approx(np.quantile(path.unmet / path.demand, LEVELS, axis=0), abs=1e-6)
    assert made.goods["gallium"].price == pytest.approx(np.quantile(path.price, LEVELS, axis=0), rel=1e-9)
    cover = path.stock / path.market.demand
    assert made.goods["gallium"].stock == pytest.approx(np.quantile(cover, LEVELS, axis=0), rel=1e-6, abs=1e-6)


def test_nobody_gains_more_sales_than_the_market_has(made: Ensemble) -> None:
    gallium = made.goods["gallium"]
    assert (gallium.shipped[:, 0] < 0).all()
    assert (gallium.shipped[:, 1:].sum(axis=1) > 0).all()
    sold = gallium.market.flow.sum() * scenario().days
    assert (np.abs(gallium.shipped).sum(axis=1) < 2 * sold).all()
    assert gallium.sales[:, 0] == pytest.approx(
        gallium.shipped[:, 0] * (gallium.market.flow[0] @ gallium.market.price) / gallium.market.flow[0].sum()
    )


def test_what_drives_the_worst_month_of_those_hit_is_ranked(made: Ensemble) -> None:
    ranked = made.goods["gallium"].drivers
    assert {"shock:licence:approval", "good:gallium:spare"} <= {one.key for one in ranked}
    assert [one.variance_share for one in ranked] == sorted((one.variance_share for one in ranked), reverse=True)


def test_every_assumption_is_listed_with_its_reference(made: Ensemble) -> None:
    assert {one.name for one in made.assumed["gallium"]} == {
        key.split(":")[2] for key in made.draws.values if key.startswith("good:gallium:")
    }
    assert all(one.reference for one in made.assumed["logic_processors"])
    assert made.assumed_covers["gallium"]["A01"].chosen


def test_a_scenario_without_shocks_leaves_everything_as_it_was() -> None:
    quiet = ensemble(replace(scenario(), shocks=()), markets(), runs=3, workers=1)
    for outcome in quiet.goods.values():
        assert not outcome.unmet.any()
        assert np.isinf(outcome.first_day).all()
        assert outcome.shipped == pytest.approx(np.zeros_like(outcome.shipped), abs=1e-9)
        assert outcome.price == pytest.approx(1.0)
        assert outcome.drivers == ()


# ------------------------------------------------------------------------------------- same bits, and going on again
@pytest.mark.parametrize(("workers", "backend"), [(2, "threads"), (3, "threads"), (2, "auto")])
def test_any_number_of_workers_gives_the_same_bits(made: Ensemble, workers: int, backend: str) -> None:
    assert same(made, ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=workers, backend=backend))


def test_other_processes_give_the_same_bits(made: Ensemble) -> None:
    assert same(made, ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=2, backend="processes"))


def test_finished_batches_are_not_followed_again(made: Ensemble, tmp_path: Path) -> None:
    told: list[str] = []
    ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=1, folder=tmp_path)
    again = ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=1, folder=tmp_path, told=told.append)
    assert same(made, again)
    assert told == ["3 of 3 batches of runs are there from before", "summing up the runs"]


def test_more_batches_than_can_stay_open_give_the_same_bits(made: Ensemble, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.scenario.kept._MOST_OPEN", 1)
    assert same(made, ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=1))


def test_a_damaged_or_missing_batch_is_followed_again(made: Ensemble, tmp_path: Path) -> None:
    ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=1, folder=tmp_path)
    first, second, third = sorted(tmp_path.rglob("runs-*.npz"))
    content = bytearray(first.read_bytes())
    content[len(content) // 2] ^= 0xFF
    first.write_bytes(bytes(content))
    second.write_bytes(second.read_bytes()[:-100])
    third.unlink()
    told: list[str] = []
    again = ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=1, folder=tmp_path, told=told.append)
    assert same(made, again)
    assert told[0] == "1 of 3 batches of runs are followed"


@pytest.mark.parametrize("change", ["seed", "runs", "market", "assumption", "portion"])
def test_another_question_never_takes_batches_of_this_one(tmp_path: Path, change: str) -> None:
    kept = tmp_path / "kept"
    ensemble(scenario(), markets(), runs=30, workers=1, folder=kept)
    asked, traded, told = scenario(), markets(), list[str]()
    runs, seed, portions = 30, 0, None
    if change == "seed":
        seed = 1
    elif change == "runs":
        runs = 31
    elif change == "market":
        traded["gallium"] = market(seed=9)
    elif change == "assumption":
        asked = replace(asked, goods=(replace(asked.goods[0], assumptions={}), asked.goods[1]))
    else:
        portions = {"gallium": {"licence": np.full((5, 7), 0.5)}}
    ensemble(asked, traded, runs=runs, seed=seed, workers=1, portions=portions, folder=kept, told=told.append)
    assert told[0] == "1 of 2 batches of runs are followed"
    assert len(list(kept.iterdir())) == 2


def test_an_ensemble_that_is_killed_goes_on_where_it_stopped(made: Ensemble, tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from tests.scenario.made import markets, scenario\n"
        "from tocsin.scenario.ensemble import ensemble\n"
        "def slowly(words):\n    print(words, flush=True)\n    time.sleep(60)\n"
        f"ensemble(scenario(), markets(), runs={RUNS}, seed=5, workers=1, folder=Path(sys.argv[1]), told=slowly)\n"
    )
    running = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"},
    )
    assert running.stdout is not None
    assert running.stdout.readline() == b"1 of 3 batches of runs are followed\n"
    running.send_signal(signal.SIGKILL)
    running.wait()
    running.stdout.close()
    assert len(list(tmp_path.rglob("runs-*.npz"))) == 1
    told: list[str] = []
    again = ensemble(scenario(), markets(), runs=RUNS, seed=5, workers=1, folder=tmp_path, told=told.append)
    assert told[0] == "1 of 3 batches of runs are there from before"
    assert same(made, again)


def test_a_part_that_is_not_finished_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stops(file: BinaryIO, **_: object) -> None:
        file.write(b"PK half a part")
        raise KeyboardInterrupt

    monkeypatch.setattr(np, "savez", stops)
    with pytest.raises(KeyboardInterrupt):
        write_part(tmp_path / "kept" / "runs.npz", {"a": np.ones(3)})
    assert list((tmp_path / "kept").iterdir()) == []
    assert not whole(tmp_path / "kept" / "runs.npz")


def test_a_digest_depends_on_what_is_in_not_on_its_order() -> None:
    assert digest({"a": 1, "b": np.ones(2)}) == digest({"b": np.ones(2), "a": 1})
    assert digest(np.ones(2)) != digest(np.ones((2, 1)))
    assert digest("ab", "c") != digest("a", "bc")
    assert digest(1) != digest(1.0)
    assert digest(scenario()) == digest(scenario())
    assert digest(scenario()) != digest(replace(scenario(), days=91))


@pytest.mark.parametrize("given", [{"workers": 0}, {"backend": "cloud"}, {"runs": 0}])
def test_a_request_that_makes_no_sense_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        ensemble(scenario(), markets(), **given)  # type: ignore[arg-type]


def test_a_good_without_a_market_is_refused() -> None:
    with pytest.raises(UsageError, match="logic_processors"):
        ensemble(scenario(), {"gallium": market()}, runs=2, workers=1)


# --------------------------------------------------------------------------------------------------------- its parts
def test_quantiles_are_those_of_numpy() -> None:
    values = np.random.default_rng(0).random((17, 4, 3)).astype(np.float32)
    assert quantiles(values) == pytest.approx(np.quantile(values.astype(float), LEVELS, axis=0), abs=1e-12)
    assert quantiles(values[:1]) == pytest.approx(np.repeat(values[:1], 5, axis=0))


def test_the_worst_month_is_found_by_trying_all() -> None:
    rng = np.random.default_rng(0)
    part, needed = rng.random((3, 100, 2)), 1.0 + rng.random((3, 100, 2))
    tried = [part[:, d : d + 30].sum(axis=1) / needed[:, d : d + 30].sum(axis=1) for d in range(71)]
    assert worst(part, needed) == pytest.approx(np.max(tried, axis=0), rel=1e-12)
    assert worst(part[:, :10], needed[:, :10]) == pytest.approx(part[:, :10].sum(axis=1) / needed[:, :10].sum(axis=1))


def test_shortage_begins_above_one_per_cent() -> None:
    share = np.array([[0.0, 0.01, 0.011, 0.0], [0.0, 0.0, 0.0, 0.01]])
    assert first_day(share).tolist() == [2.0, np.inf]


@pytest.mark.parametrize(
    ("shock", "hit"),
    [
        (Shock("a", "ban", ("A00",), ("A02", "A03"), ("gallium",)), ("A02", "A03")),
        (Shock("a", "ban", ("A02",), ("A00",), ("gallium",), side="import"), ("A02",)),
        (Shock("a", "demand_surge", (), ("A04",), ("gallium",)), ("A04",)),
        (Shock("a", "capacity_loss", ("A00",), (), ("gallium",)), market().importers),
        (Shock("a", "stock_release", ("A00",), ("A04",), ("gallium",)), market().importers),
        (Shock("a", "ban", ("A00",), ("A02",), ("neon",), exempt=NOTHING), market().importers),
    ],
)
def test_who_is_hit_follows_from_the_shocks(shock: Shock, hit: tuple[str, ...]) -> None:
    assert hit_by(replace(scenario(), shocks=(shock,)), market()) == hit


def test_a_batch_is_not_all_runs_here() -> None:
    # The tests above compare batches of full and of smaller size.
    assert BATCH < RUNS
    assert RUNS % BATCH


@pytest.mark.slow
def test_five_hundred_runs_of_a_hundred_importers_need_less_than_a_gigabyte(tmp_path: Path) -> None:
    program = (
        "from dataclasses import replace; from pathlib import Path\n"
        "from tests.scenario.made import market, scenario\n"
        "from tocsin.scenario.ensemble import ensemble\n"
        "asked = scenario(365)\n"
        "asked = replace(asked, goods=asked.goods[:1], shocks=asked.shocks[:1])\n"
        "ensemble(asked, {'gallium': market(exporters=60, importers=100)}, runs=500, workers=1)\n"
        # the peak of this program alone: getrusage also counts that of the process from which it was forked
        "print(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0])\n"
    )
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}", "TMPDIR": str(tmp_path)},
    )
    assert int(done.stdout) < 1_000_000
    assert time.perf_counter() - begun < 120
