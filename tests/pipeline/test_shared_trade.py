"""Every real trade file loads through its column map: rows in are rows kept and rows refused, and totals are known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

import tocsin.sources.csv
from tocsin.core.clock import fixed_clock
from tocsin.core.release import Request
from tocsin.lake import Lake
from tocsin.pipeline.collect import collect

SPECIMENS = Path(tocsin.sources.csv.__file__).parent / "specimens"
TODAY = date(2026, 11, 24)
DROPPED = "left out by the column map"
REPEATED = "repeats a row with the same key and figures"


@dataclass(frozen=True)
class Known:
    """What is known of a file: its map, rows, refusals, and the sum of its values [USD bn]."""

    map: str
    file: str
    rows: int
    billions: float
    refused: dict[str, int] = field(default_factory=dict)


FILES = [
    Known("graphite", "china_graphite_exports_monthly", 5_261, 7.767),
    Known("eurostat_cn8_monthly", "eurostat_cn8_monthly", 349_206, 24.789, {f"{DROPPED} (partner)": 74_238}),
    Known("us_imports_hts10_2024", "us_imports_hts10_2024", 209_616, 3216.961),
    Known("us_exports_hs10_monthly", "us_exports_hs10_monthly", 1_930_225, 814.497),
    Known("us_exports_to_china_hs6_monthly", "us_exports_to_china_hs6_monthly", 180_965, 335.034),
    Known(
        "us_imports_naics3_monthly",
        "us_imports_naics3_monthly",
        162_186,
        30847.390,
        {f"{DROPPED} (cty_name)": 15_021, f"{DROPPED} (naics3)": 4_650},
    ),
    Known(
        "us_imports_hs2_monthly",
        "us_imports_hs2_monthly",
        202_911,
        16800.094,
        {f"{DROPPED} (cty_name)": 10_196, f"{DROPPED} (hs2)": 2_040, REPEATED: 1_781},
    ),
]


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake.create(tmp_path / "lake", fixed_clock(TODAY))


def answer(lake: Lake, query: str) -> object:
    with lake.as_of(TODAY).connect() as connection:
        found = connection.execute(query).fetchone()
    assert found
    return found[0]


@pytest.mark.parametrize("known", FILES, ids=lambda known: known.map)
def test_a_real_file_loads_with_nothing_lost_in_silence(lake: Lake, shared_data: Path, known: Known) -> None:
    file = shared_data / "trade" / f"{known.file}.parquet"
    (load,) = collect(lake, "csv", Request((file,), {"map": str(SPECIMENS / f"{known.map}.toml")}))
    assert {refusal.reason: refusal.count for refusal in load.refused} == known.refused
    assert (load.rows_in, load.rows_kept) == (known.rows, known.rows - sum(known.refused.values()))
    assert answer(lake, "SELECT count(*) FROM flow") == load.rows_kept
    assert answer(lake, "SELECT sum(trade_value) / 1e9 FROM flow") == pytest.approx(known.billions, abs=5e-4)


def test_what_the_world_knows_of_them(lake: Lake, shared_data: Path) -> None:
    for name, file in (
        ("graphite", "china_graphite_exports_monthly"),
        ("us_imports_hts10_2024", "us_imports_hts10_2024"),
    ):
        path = shared_data / "trade" / f"{file}.parquet"
        collect(lake, "csv", Request((path,), {"map": str(SPECIMENS / f"{name}.toml")}))
    rush = "SELECT sum(net_weight) / 1e6 FROM flow WHERE product = '250410' AND period = '2023-11'"
    assert answer(lake, rush) == pytest.approx(40.5, abs=0.05)  # kt, in the last month before China's controls
    assert answer(lake, "SELECT round(sum(trade_value) / 1e9) FROM flow WHERE reporter = 'USA'") == 3217
    assert answer(lake, "SELECT count(DISTINCT product) FROM flow WHERE partner = 'EUN'") == 15_777
    assert answer(lake, "SELECT count(*) FROM flow WHERE length(product) <> 10 AND reporter = 'USA'") == 0


def test_euros_become_dollars_and_the_world_is_no_partner(lake: Lake, shared_data: Path) -> None:
    path = shared_data / "trade" / "eurostat_cn8_monthly.parquet"
    collect(lake, "csv", Request((path,), {"map": str(SPECIMENS / "eurostat_cn8_monthly.toml")}))
    one = "SELECT sum(trade_value) FROM flow WHERE reporter = 'AUT' AND partner = 'BEL' AND product = '32121000'"
    assert answer(lake, f"{one} AND direction = 'import' AND period = '2024-04'") == pytest.approx(295 * 1.0824)
    assert answer(lake, "SELECT count(*) FROM flow WHERE partner = 'WLD'") == 0
