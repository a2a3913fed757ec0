"""From files into the lake: sources found by folder, refusals counted, first use that survives a kill."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import tocsin.sources
import tocsin.sources.baci
import tocsin.sources.csv
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import FormatError, InputError, UsageError
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect, freshness
from tocsin.pipeline.home import lake_path, open_lake
from tocsin.sources import declaration
from tocsin.sources.declaration import source, sources

ROOT = Path(__file__).parents[2]
SPECIMENS = Path(tocsin.sources.csv.__file__).parent / "specimens"
BACI = Path(tocsin.sources.baci.__file__).parent / "specimen"
GUIDE = ROOT / "docs" / "how-to" / "own-trade-file.md"
CLOCK = fixed_clock(date(2026, 3, 1))


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", CLOCK)


def total(lake: Lake, what: str = "count(*)", day: date = date(2026, 3, 1)) -> object:
    with lake.as_of(day).connect() as connection:
        found = connection.execute(f"SELECT {what} FROM flow").fetchone()
    assert found
    return found[0]


def test_baci_from_a_folder(lake: Lake) -> None:
    told: list[int] = []
    (load,) = collect(lake, "baci", Request((BACI,), progress=told.append))
    assert (load.rows_in, load.rows_kept, load.refused, told) == (30, 30, [], [30])
    assert total(lake, "round(sum(net_weight) / 1e6)") == 118
    (again,) = collect(lake, "baci", Request((BACI,)))
    assert (again.added, again.load_id) == (False, load.load_id)
    fresh = freshness(lake, source("baci"))
    assert (fresh["rows"], fresh["refused_rows"], fresh["first_period"], fresh["vintage"]) == (30, 0, "2020", "V202601")
    assert (fresh["last_seen"], fresh["last_changed"], fresh["expected_next"]) == (
        "2026-03-01",
        "2026-03-01",
        "2027-02-01",
    )


def test_a_broken_row_stops_a_strict_load_only(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "BACI_HS17_Y2022_V202401b.csv"
    path.write_text("t,i,j,k,v,q\n2022,156,410,250410,1,1\n2022,156,410,2504100,1,1\n2022,156,410,250410,1,1\n")
    with pytest.raises(InputError, match=r"2 of 3 rows are refused: .*1 x hs6 has 7 digits \(e.g. line 3: '2504100'\)"):
        collect(lake, "baci", Request((path,)), strict=True)
    assert (lake.history(), total(lake)) == ([], 0)
    (load,) = collect(lake, "baci", Request((path,)))
    assert (load.rows_in, load.rows_kept) == (3, 1)
    assert load.rows_in - load.rows_kept == sum(refusal.count for refusal in load.refused)


def test_a_strict_load_takes_what_the_map_leaves_out(lake: Lake, tmp_path: Path) -> None:
    path = tmp_path / "imports.csv"
    path.write_text((SPECIMENS / "imports.csv").read_text().replace("999999", "JP"))
    (load,) = collect(lake, "csv", Request((path,), {"map": str(SPECIMENS / "imports.toml")}), strict=True)
    assert (load.rows_in, load.rows_kept) == (7, 5)


def test_a_file_that_is_broken_half_way_leaves_nothing(lake: Lake, tmp_path: Path) -> None:
    good = BACI / "BACI_HS92_Y2020_V202601.csv"
    (tmp_path / "BACI_HS92_Y2021_V202601.csv").write_text("t,i,j\n2021,1,2\n")
    with pytest.raises(FormatError, match="column 'k', 'v', 'q' is missing"):
        collect(lake, "baci", Request((good, tmp_path / "BACI_HS92_Y2021_V202601.csv")))
    assert (len(lake.history()), total(lake)) == (1, 30)
    assert lake.check().problems == []


def test_a_new_source_folder_is_found_without_touching_any_list(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sources" / "harbour"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "source.toml").write_text(
        'title = "Harbour"\npublisher = "P"\nlicence = "L"\nattribution = "A"\ncadence = "monthly"\n'
        'lag_months = 1\ncoverage = "partial"\nprecedence = 5\nneeds_file = false\n'
    )
    (folder / "read.py").write_text(
        "import pyarrow as pa\n"
        "from tocsin.core.release import Batch, Release\n"
        "from tocsin.core.schema import FLOW\n"
        "def read(request):\n"
        "    row = dict(reporter='KOR', partner='CHN', direction='import', product='250410', nomenclature='HS2017',\n"
        "        period='2024', freq='A', trade_value=1.0, status='A', scope='x')\n"
        "    rows = pa.Table.from_pylist([row], schema=FLOW.columns)\n"
        "    yield Release('flow', 'undated', None, 1, 'digest', iter([Batch(rows)]), 'harbour')\n"
    )
    monkeypatch.setattr(tocsin.sources, "__path__", [*tocsin.sources.__path__, str(folder.parent)])
    sources.cache_clear()
    try:
        assert {"baci", "csv", "bundled", "harbour"} <= set(sources())
        (load,) = collect(lake, "harbour", Request())
        assert (load.rows_kept, total(lake)) == (1, 1)
        assert freshness(lake, source("harbour"))["publisher"] == "P"
    finally:
        sources.cache_clear()
        for name in [name for name in sys.modules if name.startswith("tocsin.sources.harbour")]:
            del sys.modules[name]


def test_an_unknown_source_is_answered_with_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"source 'bacci' is unknown. Did you mean baci"):
        source("bacci")
    assert {"baci", "bundled", "csv"} <= set(declaration.sources())


def test_where_the_lake_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lake_path(tmp_path / "a") == tmp_path / "a"
    monkeypatch.setenv("TOCSIN_LAKE", str(tmp_path / "b"))
    assert lake_path() == tmp_path / "b"
    monkeypatch.delenv("TOCSIN_LAKE")
    assert lake_path().parts[-2:] == ("tocsin", "lake")


def test_an_empty_lake_stays_empty(tmp_path: Path) -> None:
    assert open_lake(tmp_path / "lake", CLOCK, empty=True).history() == []
    assert open_lake(tmp_path / "lake", CLOCK).history() == []


@pytest.mark.slow
def test_first_use_killed_half_way_is_made_up_for(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from datetime import date\n"
        "from tocsin.core.clock import fixed_clock; from tocsin.lake import load\n"
        "from tocsin.pipeline.home import open_lake\n"
        "inner, seen = load._append, []\n"
        "def append(*given):\n"
        "    seen.append(1)\n"
        "    result = inner(*given)\n"
        "    if len(seen) == 2: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return result\n"
        "load._append = append\n"
        "open_lake(Path(sys.argv[1]), fixed_clock(date(2026, 3, 1)))\n"
    )
    path = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", script, str(tmp_path / "lake")], env=path, check=False, timeout=120)
    assert done.returncode == -9
    half = Lake(tmp_path / "lake", CLOCK)
    assert [row["vintage"] for row in half.history()] == ["BACI 2025 release"]
    assert total(half) == 1_212_603
    told: list[str] = []
    lake = open_lake(tmp_path / "lake", CLOCK, told=told.append)
    assert len(told) == 1
    assert (len(lake.history()), total(lake), total(lake, day=date(2025, 6, 1))) == (5, 1_264_888, 1_212_603)
    health = lake.check()
    assert health.problems == []
    assert any("swept" in text for text in health.mended)
    assert health.rows["flow"] == 1_264_888 + 1_212_603
    open_lake(tmp_path / "lake", CLOCK, told=told.append)
    assert len(told) == 1


def blocks(kind: str) -> Iterator[str]:
    yield from re.findall(rf"```{kind}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)


def test_the_examples_of_the_guide_are_the_specimens() -> None:
    maps = list(blocks("toml"))
    for name in ("graphite.toml", "imports.toml"):
        assert (SPECIMENS / name).read_text(encoding="utf-8") in maps
    assert (SPECIMENS / "imports.csv").read_text(encoding="utf-8") in list(blocks("csv"))
    assert all(tomllib.loads(text) for text in maps)


def test_the_guide_names_every_section_and_entry() -> None:
    from tocsin.sources.csv.layout import ENTRIES

    text = GUIDE.read_text(encoding="utf-8")
    for section, entries in ENTRIES.items():
        assert f"### `[{section}]`" in text
        part = text.split(f"### `[{section}]`")[1].split("\n#")[0]
        assert [entry for entry in entries if entry != "*" and f"`{entry}`" not in part] == []


def test_the_examples_of_the_guide_load(lake: Lake, shared_data: Path) -> None:
    (imports,) = collect(lake, "csv", Request((SPECIMENS / "imports.csv",), {"map": str(SPECIMENS / "imports.toml")}))
    file = shared_data / "trade" / "china_graphite_exports_monthly.parquet"
    (graphite,) = collect(lake, "csv", Request((file,), {"map": str(SPECIMENS / "graphite.toml")}))
    assert (imports.rows_in, imports.rows_kept, graphite.rows_in, graphite.rows_kept) == (7, 4, 5_261, 5_261)
    with lake.as_of(date(2026, 3, 1)).connect() as connection:
        found = connection.execute(
            "SELECT sum(net_weight) / 1e6 FROM flow WHERE product = '250410' AND period = '2023-11'"
        ).fetchone()
    assert found == (pytest.approx(40.5, abs=0.05),)
    early = total(lake, "max(period)", day=date(2024, 2, 15))
    assert early == "2023-11"


@pytest.mark.slow
def test_two_million_rows(lake: Lake, shared_data: Path, tmp_path: Path) -> None:
    path = tmp_path / "us.toml"
    path.write_text(
        '[columns]\npartner = "cty_name"\nproduct = "schedule_b10"\nperiod = "month"\ntrade_value = "trade_value_usd"\n'
        '[constants]\nreporter = "USA"\ndirection = "export"\nnomenclature = "SCHEDULE-B"\nfreq = "M"\n'
    )
    file = shared_data / "trade" / "us_exports_hs10_monthly.parquet"
    (load,) = collect(lake, "csv", Request((file,), {"map": str(path)}))
    assert load.rows_in == 1_930_225 == load.rows_kept + sum(refusal.count for refusal in load.refused)
    assert isinstance(total(lake, "sum(trade_value)"), float)


def test_a_file_of_totals_alone_says_so(lake: Lake) -> None:
    folder = Path(tocsin.sources.csv.__file__).parents[1] / "comext" / "specimen"
    head, *rows = (folder / "DS-045409_synthetic.csv").read_text(encoding="utf-8").splitlines()
    path = lake.store.root / "world.csv"
    path.write_text("\n".join([head, *(row for row in rows if ",WORLD," in row)]) + "\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no row is left of 1: 1 x partner is the world: a total"):
        collect(lake, "comext", Request((path,), {"rates": str(folder / "rates.toml")}))
