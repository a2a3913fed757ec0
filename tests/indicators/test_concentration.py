"""Import and export concentration, top share and import value."""

from __future__ import annotations

import pytest

from tests.indicators.given import Flow, Given, by_reporter


def test_import_hhi(ten: Given) -> None:
    assert by_reporter(ten.of("import_hhi")) == pytest.approx(
        {
            "KOR": 0.6**2 + 0.3**2 + 0.1**2,  # 0.46
            "JPN": 0.4**2 + 0.4**2 + 0.2**2,  # 0.36
            "DEU": 0.5**2 + 0.5**2,  # 0.5: all partners count
            "FRA": 0.3**2 + 0.7**2,  # 0.58
            "EU": 1.0,  # only CHN is outside: 120 of 120
        },
        rel=1e-12,
    )


def test_top_share(ten: Given) -> None:
    assert by_reporter(ten.of("top_share")) == pytest.approx(
        {"KOR": 60 / 100, "JPN": 40 / 100, "DEU": 50 / 100, "FRA": 70 / 100, "EU": 120 / 120}, rel=1e-12
    )


def test_world_export_hhi(ten: Given) -> None:
    squares = 220**2 + 50**2 + 50**2 + 30**2 + 30**2 + 20**2  # 55 600
    assert by_reporter(ten.of("world_export_hhi")) == pytest.approx({"WLD": squares / 400**2}, rel=1e-12)  # 0.3475


def test_import_value(ten: Given) -> None:
    assert by_reporter(ten.of("import_value")) == {"KOR": 100.0, "JPN": 100.0, "DEU": 100.0, "FRA": 100.0, "EU": 120.0}


def test_one_supplier_is_full_concentration() -> None:
    one = Given([Flow("2020", "KOR", "CHN", 3.7)]).values("import_hhi", "top_share", "world_export_hhi")
    assert [list(values.values()) for values in one.values()] == [[1.0], [1.0], [1.0]]


def test_a_supplier_of_nothing_changes_nothing_and_imports_of_nothing_have_no_share() -> None:
    flows = [Flow("2020", "KOR", "CHN", 8.0), Flow("2020", "KOR", "AUS", 0.0), Flow("2020", "JPN", "CHN", 0.0)]
    found = Given(flows).values("import_hhi", "top_share", "import_value")
    assert by_reporter(found["import_hhi"]) == {"KOR": 1.0}
    assert by_reporter(found["top_share"]) == {"KOR": 1.0}
    assert by_reporter(found["import_value"]) == {"KOR": 8.0, "JPN": 0.0}  # zero is a measurement


@pytest.mark.parametrize(("year", "inside"), [("2020", True), ("2021", False)])
def test_the_union_is_that_of_its_year(year: str, *, inside: bool) -> None:
    flows = [
        Flow(year, "DEU", "GBR", 60.0),
        Flow(year, "DEU", "CHN", 40.0),
        Flow(year, "GBR", "CHN", 30.0),
        Flow(year, "GBR", "USA", 10.0),
    ]
    found = Given(flows).values("import_value", "import_hhi")
    value, hhi = (by_reporter(found[name], year)["EU"] for name in ("import_value", "import_hhi"))
    if inside:  # CHN 40 + 30, USA 10; what DEU buys of GBR is domestic
        assert (value, hhi) == pytest.approx((80.0, (70**2 + 10**2) / 80**2))
    else:  # GBR 60, CHN 40; what GBR buys is not the union's
        assert (value, hhi) == pytest.approx((100.0, 0.6**2 + 0.4**2))


def test_without_trade_across_its_border_the_union_has_no_row() -> None:
    assert by_reporter(Given([Flow("2020", "DEU", "FRA", 5.0)]).of("import_hhi")) == {"DEU": 1.0}


def test_months_and_quarters_stand_for_themselves() -> None:
    flows = [
        Flow("2020", "KOR", "CHN", 10.0),
        Flow("2020-01", "KOR", "CHN", 3.0),
        Flow("2020-01", "KOR", "JPN", 1.0),
        Flow("2020-02", "KOR", "JPN", 6.0),
        Flow("2020-Q1", "KOR", "CHN", 3.0),
        Flow("2020-Q1", "KOR", "JPN", 7.0),
    ]
    found = Given(flows).values("import_hhi", "import_value")
    assert {period: value for (_, _, period), value in found["import_hhi"].items()} == pytest.approx(
        {"2020": 1.0, "2020-01": 0.75**2 + 0.25**2, "2020-02": 1.0, "2020-Q1": 0.3**2 + 0.7**2}
    )
    assert {period: value for (_, _, period), value in found["import_value"].items()} == {
        "2020": 10.0,
        "2020-01": 4.0,
        "2020-02": 6.0,
        "2020-Q1": 10.0,
    }
