"""Comext in its bulk and service layouts: procedures added up, indicators joined, totals left out, euros turned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import tocsin.sources.comext
from tests.sources.trade import counts, releases, take
from tocsin.core.errors import FormatError, InputError, UsageError
from tocsin.core.fetch import Ask, Call
from tocsin.core.period import parse_period
from tocsin.sources.comext.fetch import fetch
from tocsin.sources.comext.rates import read_rates

SPECIMEN = Path(tocsin.sources.comext.__file__).parent / "specimen"
RATES = SPECIMEN / "rates.toml"
BULK = SPECIMEN / "full_v2_202403_synthetic.dat"
SERVICE = SPECIMEN / "DS-045409_synthetic.csv"
TSV = SPECIMEN / "DS-045409_synthetic.tsv"
HEAD = SERVICE.read_text(encoding="utf-8").splitlines()[0] + "\n"
WORLD = "partner is the world: a total (flows are kept by partner)"
COUNTS = {
    "joined to the row of the same flow": 3,
    WORLD: 1,
    "total over products": 1,
    "country code is unknown": 1,
}


def service(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "answer.csv"
    path.write_text(head + "".join(f"ESTAT:DS-045409(1.0),16/05/24 11:00:00,{row}\n" for row in rows), encoding="utf-8")
    return path


def test_the_bulk_specimen_is_read_whole() -> None:
    rows, refused = take("comext", BULK, rates=RATES)
    assert counts(refused) == {
        "part of GB, which stands beside it": 1,
        "total over products": 1,
        "country code is unknown": 1,
        "added to a row of the same flow": 2,
    }
    assert (len(rows), sum(refusal.count for refusal in refused.values())) == (5, 5)
    assert [refusal.reason for refusal in refused.values() if not refusal.asked] == ["country code is unknown"]
    assert refused["country code is unknown"].examples == ("line 10: 'ZZ'",)
    found = {(row["reporter"], row["partner"], row["product"]): row for row in rows}
    assert found["DEU", "CHN", "25041000"] == {
        "reporter": "DEU",
        "partner": "CHN",
        "direction": "import",
        "product": "25041000",
        "nomenclature": "CN2024",
        "period": "2024-03",
        "freq": "M",
        "trade_value": pytest.approx(1_050_000 * 1.0824),
        "net_weight": 840_000,
        "quantity": None,
        "quantity_unit": None,
        "status": "A",
        "scope": "DEU 2024-03 M",
    }
    assert (found["DEU", "CHN", "85076000"]["quantity"], found["DEU", "CHN", "85076000"]["quantity_unit"]) == (
        1200,
        "P/ST",
    )
    assert found["DEU", "_X", "25041000"]["net_weight"] is None  # of two parts one has no weight
    assert found["GRC", "GBR", "2804SSSS"]["trade_value"] == pytest.approx(7000 * 1.0824)
    assert ("FRA", "_X839", "28053010") in found


def test_an_old_file_and_a_whole_year(tmp_path: Path) -> None:
    rates = tmp_path / "rates.csv"
    rates.write_text("period,usd_per_eur,source\n2001,0.8956,ECB annual average\n", encoding="utf-8")
    rows, refused = take("comext", SPECIMEN / "full_200152_synthetic.dat", rates=rates)
    assert counts(refused) == {"total over statistical procedures": 1}
    assert [(row["product"], row["period"], row["freq"], row["nomenclature"]) for row in rows] == [
        ("25041000", "2001", "A", "CN2001"),
        ("99RRR100", "2001", "A", "CN2001"),
    ]
    assert rows[0]["trade_value"] == pytest.approx(2580 * 0.8956)


def test_the_service_specimen_is_read_whole() -> None:
    (release,) = releases("comext", SERVICE, rates=RATES)
    assert (release.vintage, release.released_on) == ("2024-05-16", date(2024, 5, 16))
    rows, refused = take("comext", SERVICE, rates=RATES)
    assert counts(refused) == COUNTS
    assert len(rows) + sum(COUNTS.values()) == len(SERVICE.read_text(encoding="utf-8").splitlines()) - 1
    told = [(row["reporter"], row["partner"], row["product"], row["nomenclature"], row["status"]) for row in rows]
    assert told == [
        ("DEU", "CHN", "25041000", "CN2024", "A"),
        ("DEU", "CHN", "250410", "HS2022", "P"),  # counted once under six digits: pipeline.given
        ("DEU", "JPN", "28053010", "CN2024", "M"),
        ("EUN", "CHN", "28053010", "CN2024", "A"),
    ]
    assert (rows[0]["trade_value"], rows[0]["net_weight"]) == (pytest.approx(1_050_000 * 1.0824), 840_000)
    assert (rows[2]["trade_value"], rows[2]["net_weight"]) == (None, None)
    assert (rows[3]["net_weight"], rows[3]["quantity"]) == (None, 12)


def test_six_digits_alone_are_of_the_harmonized_system(tmp_path: Path) -> None:
    rows, refused = take("comext", service(tmp_path, "M,DE,CN,250410,1,VALUE_IN_EUROS,2024-03,5,p,"), rates=RATES)
    assert [(row["product"], row["nomenclature"], row["status"]) for row in rows] == [("250410", "HS2022", "P")]
    assert refused == {}


def test_tsv_counts_its_cells() -> None:
    rows, refused = take("comext", TSV, rates=RATES)
    assert counts(refused) == {"no figure (:)": 2, "joined to the row of the same flow": 1}
    assert len(rows) + 3 == 3 * 2
    assert [(row["partner"], row["period"], row["status"]) for row in rows] == [
        ("JPN", "2024-02", "M"),
        ("CHN", "2024-03", "P"),
        ("JPN", "2024-03", "A"),
    ]


def test_world_alone_is_a_total_too(tmp_path: Path) -> None:
    rows, refused = take("comext", service(tmp_path, "M,DE,WORLD,25041000,1,VALUE_IN_EUROS,2024-03,5,,"), rates=RATES)
    assert (rows, counts(refused)) == ([], {WORLD: 1})


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("M,DE,CN,25041000,3,VALUE_IN_EUROS,2024-03,5,,", "flow is unknown"),
        ("M,DE,CN,2504100,1,VALUE_IN_EUROS,2024-03,5,,", "code is neither of the Combined Nomenclature nor"),
        ("M,DE,CN,25041000,1,VALUE_IN_DOLLARS,2024-03,5,,", "indicator is unknown"),
        ("M,DE,CN,25041000,1,VALUE_IN_EUROS,2024-03,many,,", "VALUE_IN_EUROS is not a number"),
        ("M,DE,CN,25041000,1,VALUE_IN_EUROS,2024-03,-5,,", "trade_value is negative"),
        ("M,DE,CN,25041000,1,VALUE_IN_EUROS,2024-13,5,,", "period is not a period"),
        ("M,DE,CN,25041000,1,VALUE_IN_EUROS,2024-03,5,x,", "flag is unknown"),
        ("M,,CN,25041000,1,VALUE_IN_EUROS,2024-03,5,,", "reporter is missing"),
        ("M,DE,US,25041000,1,VALUE_IN_EUROS,2024-03,6,,", "repeats an indicator of the same flow"),
    ],
)
def test_a_broken_row_is_refused_with_its_reason(tmp_path: Path, row: str, reason: str) -> None:
    good = "M,DE,US,25041000,1,VALUE_IN_EUROS,2024-03,5,,"
    rows, refused = take("comext", service(tmp_path, good, row), rates=RATES)
    assert [row["trade_value"] for row in rows] == [pytest.approx(5 * 1.0824)]
    ((found, refusal),) = refused.items()
    assert (found.startswith(reason), refusal.count) == (True, 1)
    assert "line 3" in refusal.examples[0]


def test_a_withheld_cell_is_kept_as_such_by_flag_or_status(tmp_path: Path) -> None:
    lines = [f"M,DE,{place},25041000,1,VALUE_IN_EUROS,2024-03,,{end}" for place, end in (("CN", "c,"), ("US", ",C"))]
    rows, refused = take("comext", service(tmp_path, *lines), rates=RATES)
    assert ([(row["trade_value"], row["status"]) for row in rows], refused) == ([(None, "M")] * 2, {})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("REPORTER,", "REPORTING,"), "column 'REPORTER' is missing"),
        (("PRODUCT_SITC", "PRODUCT_NEW"), "column 'PRODUCT_NEW' is unknown"),
        (("REPORTER,", "<!doctype html><html>"), "is a web page"),
        (("REPORTER,", "\xff,"), "not UTF-8"),
    ],
)
def test_another_layout_is_refused_whole(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    path = tmp_path / "full_v2_202403.dat"
    path.write_bytes(BULK.read_text(encoding="utf-8").replace(*change, 1).encode("latin-1"))
    with pytest.raises(FormatError, match=message):
        releases("comext", path, rates=RATES)


def test_a_packed_truncated_or_doubled_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "full_v2_202403.7z"
    path.write_bytes(b"7z\xbc\xaf\x27\x1c" + bytes(40))
    with pytest.raises(FormatError):
        releases("comext", path, rates=RATES)
    path.write_text(BULK.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    _, refused = take("comext", path, rates=RATES)
    assert counts(refused)["row has more or fewer columns than the heading"] == 1
    path.write_text(SERVICE.read_text(encoding="utf-8").replace("16/05/24", "16/04/24", 1), encoding="utf-8")
    with pytest.raises(FormatError, match="there are updates"):
        releases("comext", path, rates=RATES)


def test_euros_are_never_taken_for_dollars(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no exchange rates.*usd_per_eur"):
        releases("comext", BULK)
    path = tmp_path / "rates.toml"
    path.write_text('source = "ECB"\n[usd_per_eur]\n2023 = 1.08\n', encoding="utf-8")
    with pytest.raises(FormatError, match=r"no exchange rate for 2024-03 .*Add 2024 or 2024-03"):
        take("comext", BULK, rates=path)
    path.write_text('source = "ECB"\n[usd_per_eur]\n2024 = 1.08\n2024-03 = 2.0\n', encoding="utf-8")
    assert read_rates(str(path)).of("2024-03") == 2.0
    assert read_rates(str(path)).of("2024-04") == 1.08
    for wrong in (
        "[usd_per_eur]\n2024 = 1.08\n",
        'source = "ECB"\n[usd_per_eur]\n2024 = -1\n',
        'source = "ECB"',
        "a,b",
    ):
        path.write_text(wrong, encoding="utf-8")
        with pytest.raises(InputError, match=r"rates"):
            read_rates(str(path))


def test_what_would_be_fetched(tmp_path: Path) -> None:
    calls: list[Call] = []
    ask = Ask(("DEU", "GRC"), ("CHN", "JPN"), ("25041000",), parse_period("2024-01"), options={"rates": str(RATES)})

    def note(call: Call) -> None:
        calls.append(call)

    assert list(fetch(ask, note)) == []
    assert [call.url.rsplit("/", 1)[1] for call in calls] == ["M.DE.CN+JP.25041000..", "M.GR.CN+JP.25041000.."]
    assert calls[0].params == {"format": "SDMX-CSV", "compressed": "false", "startPeriod": "2024-01"}
    assert len({call.name for call in calls}) == 2
    path = service(tmp_path, "M,DE,CN,25041000,1,VALUE_IN_EUROS,2024-03,5,,")
    (request,) = fetch(Ask(("DEU",), (), ("25041000",), ask.since, options=ask.options), lambda _: path)
    assert request.files == (path,)
    with pytest.raises(UsageError, match="--since"):
        list(fetch(Ask(("DEU",)), lambda _: None))
    with pytest.raises(UsageError, match=r"the world is a total.*Leave --partner out"):
        list(fetch(replace(ask, partners=("CHN", "WLD")), lambda _: None))


def test_an_answer_without_trade_is_no_error(tmp_path: Path) -> None:
    ask = Ask(("DEU",), (), ("25041000",), parse_period("2024-01"), options={"rates": str(RATES)})
    for text in ("", HEAD):
        path = tmp_path / "answer.csv"
        path.write_text(text, encoding="utf-8")
        assert list(fetch(ask, lambda _, path=path: path)) == []  # type: ignore[misc]
