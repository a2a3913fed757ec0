"""Codes and names of countries: what is read, and what is refused."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.core.errors import CodeError, UsageError
from tocsin.ref.countries import SCHEMES, countries, country, is_special, parse_country, scheme_map
from tocsin.ref.gazetteer import KINDS
from tocsin.ref.schemes import _keys

# The 238 codes of CEPII BACI V202401b.
BACI = """
4 8 12 16 20 24 28 31 32 36 40 44 48 50 51 52 56 58 60 64 68 70 72 76 84 86 90 92 96 100 104 108 112 116 120 124 132
136 140 144 148 152 156 162 166 170 174 175 178 180 184 188 191 192 196 200 203 204 208 212 214 218 222 226 231 232 233
238 242 246 251 258 260 262 266 268 270 275 276 278 280 288 292 296 300 304 308 316 320 324 328 332 340 344 348 352 360
364 368 372 376 380 384 388 392 398 400 404 408 410 414 417 418 422 426 428 430 434 440 442 446 450 454 458 462 466 470
478 480 484 490 496 498 499 500 504 508 512 516 520 524 528 530 531 533 534 535 540 548 554 558 562 566 570 574 579 580
583 584 585 586 591 598 600 604 608 612 616 620 624 626 634 642 643 646 652 654 659 660 662 666 670 674 678 682 686 688
690 694 697 699 702 703 704 705 706 710 711 716 724 728 729 736 740 748 752 757 760 762 764 768 772 776 780 784 788 792
795 796 798 800 804 807 810 818 826 834 842 849 854 858 860 862 876 882 887 891 894
"""
# A sample of that list, with what it says. BEL for 58, S19 for 490 and R20 for 697 are read differently on purpose.
BACI_ISO3 = {
    "156": "CHN", "842": "USA", "251": "FRA", "757": "CHE", "699": "IND", "579": "NOR", "380": "ITA", "410": "KOR",
    "392": "JPN", "276": "DEU", "280": "DEU", "278": "DDR", "200": "CSK", "530": "ANT", "711": "ZA1", "729": "SDN",
    "736": "SDN", "810": "SUN", "891": "SCG", "849": "PUS", "344": "HKG", "446": "MAC", "516": "NAM", "408": "PRK",
    "4": "AFG", "894": "ZMB",
}  # fmt: skip


def test_every_code_of_baci_resolves() -> None:
    codes = BACI.split()
    assert len(codes) == 238
    assert [code for code in codes if code not in scheme_map("cepii")] == []


@pytest.mark.parametrize(("code", "iso3"), BACI_ISO3.items())
def test_baci_codes_are_what_baci_says(code: str, iso3: str) -> None:
    assert scheme_map("cepii")[code] == iso3
    assert parse_country(code) == iso3


@pytest.mark.parametrize(
    ("code", "iso3"),
    [
        ("840", "USA"), ("250", "FRA"), ("756", "CHE"), ("356", "IND"), ("578", "NOR"), ("381", "ITA"), ("158", "TWN"),
        ("490", "TWN"), ("58", "BLX"), ("890", "YUG"), ("697", "_X697"), ("899", "_X"), ("999", "_X"), ("0", "WLD"),
        ("97", "EUN"), ("129", "_X129"), ("290", "_X290"), ("471", "_X471"), ("837", "_X837"), ("839", "_X839"),
    ],
)  # fmt: skip
def test_codes_in_which_comtrade_and_m49_go_their_own_ways(code: str, iso3: str) -> None:
    assert parse_country(code) == iso3


@pytest.mark.parametrize(
    ("value", "iso3"),
    [
        ("UNITED STATES", "USA"), ("KOREA, SOUTH", "KOR"), ("Korea, Rep. of", "KOR"), ("Rep. of Korea", "KOR"),
        ("Viet Nam", "VNM"), ("Vietnam", "VNM"), ("Türkiye", "TUR"), ("Turkey", "TUR"), ("turkiye", "TUR"),
        ("Czechia", "CZE"), ("Czech Republic", "CZE"), ("Other Asia, nes", "TWN"), ("Hong Kong SAR", "HKG"),
        ("EUROPEAN UNION", "EUN"), ("CÔTE D'IVOIRE", "CIV"), ("Côte d\u2019Ivoire", "CIV"), ("Cote d Ivoire", "CIV"),
        ("St. Kitts & Nevis", "KNA"), ("Dem. Rep. of the Congo", "COD"), ("Congo", "COG"), ("The Gambia", "GMB"),
        ("Lao People's Dem. Rep.", "LAO"), ("Burma", "MMR"), ("Areas, nes", "_X"), ("World", "WLD"), ("EL", "GRC"),
        ("uk", "GBR"), ("kor", "KOR"), (" KR ", "KOR"), ("842", "USA"), (842, "USA"), (842.0, "USA"), ("0842", "USA"),
        ("842.0", "USA"), ("004", "AFG"), (0, "WLD"), ("_X", "_X"),
    ],
    ids=repr,
)  # fmt: skip
def test_spellings_seen_in_trade_data(value: object, iso3: str) -> None:
    assert parse_country(value) == iso3


@pytest.mark.parametrize(
    "value", ["", "  ", None, math.nan, 842.5, True, "Atlantis", "Korea", "84200", b"KOR", "0x1"], ids=repr
)
def test_what_is_no_country_is_refused(value: object) -> None:
    with pytest.raises(CodeError, match=r"line 7"):
        parse_country(value, where="flow.csv line 7")


def test_an_error_names_the_value_the_place_and_the_nearest() -> None:
    with pytest.raises(CodeError) as caught:
        parse_country("GERMNAY", where="flow.csv line 7")
    assert str(caught.value).startswith("Country 'GERMNAY' is not known in flow.csv line 7. Did you mean Germany (DEU)")
    with pytest.raises(CodeError, match=r"South Korea \(KOR\) or North Korea \(PRK\)"):
        parse_country("Korea")
    with pytest.raises(CodeError, match="KOR"):
        country("KOE")


@pytest.mark.parametrize("value", ["NA", "492", 492], ids=repr)
def test_what_could_be_two_things_is_refused(value: object) -> None:
    with pytest.raises(CodeError, match="ambiguous"):
        parse_country(value)


def test_a_named_scheme_settles_it() -> None:
    assert parse_country("NA", scheme="iso2") == "NAM"
    assert parse_country("492", scheme="m49") == "MCO"
    assert parse_country("492", scheme="cepii") == "_X492"
    with pytest.raises(CodeError, match="scheme iso2"):
        parse_country("KOR", scheme="iso2")
    with pytest.raises(CodeError, match="CS"):
        parse_country("CS", scheme="iso2")


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(UsageError, match="fips"):
        scheme_map("fips")
    with pytest.raises(UsageError, match="fips"):
        parse_country("KOR", scheme="fips")


@given(st.sampled_from(sorted(countries())), st.sampled_from(SCHEMES))
def test_each_code_leads_back_to_its_place(iso3: str, scheme: str) -> None:
    for key in [key for key, place in scheme_map(scheme).items() if place == iso3]:
        assert parse_country(key, scheme=scheme) == iso3


@given(st.sampled_from([(n, c.iso3) for c in countries().values() for n in c.names]), st.booleans(), st.booleans())
def test_a_name_is_read_whatever_its_case_and_blanks(pair: tuple[str, str], upper: bool, padded: bool) -> None:
    name, iso3 = pair
    text = name.upper() if upper else name
    assert parse_country(f"  {text} " if padded else text) == iso3


@given(st.text(max_size=12))
def test_any_text_is_a_place_or_a_code_error(text: str) -> None:
    try:
        found = parse_country(text)
    except CodeError as error:
        found, message = "", str(error)
    else:
        message = ""
    assert found in countries() or repr(text) in message


def test_no_code_or_name_means_two_places() -> None:
    for scheme in SCHEMES:
        keys = [key for place in countries().values() for key in set(_keys(place, scheme))]
        assert len(keys) == len(set(keys))


def test_entries_hang_together() -> None:
    assert len(countries()) > 280
    for place in countries().values():
        assert place.kind in KINDS
        assert set(place.successors) <= countries().keys()
        assert bool(place.successors) == (place.kind == "historical")
        if place.point:
            longitude, latitude = place.point
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90
        if place.kind in {"country", "territory"}:
            assert place.iso3.isalpha()
            assert len(place.iso3) == 3
            assert place.iso2


def test_small_places_have_a_point() -> None:
    small = {"SGP", "HKG", "MAC", "MLT", "BHR", "LUX", "MUS", "SYC", "MDV", "BRB", "TTO", "CYP", "BRN", "QAT", "KWT"}
    with_point = {place.iso3 for place in countries().values() if place.point}
    assert small <= with_point
    assert len(with_point) >= 25


def test_special_is_what_is_no_place() -> None:
    assert all(map(is_special, ["_X", "WLD", "_X839", "_X697", "_X837"]))
    assert not any(map(is_special, ["KOR", "TWN", "BLX", "EUN", "HKG"]))


def test_former_states_name_who_came_after() -> None:
    assert country("BLX").successors == ("BEL", "LUX")
    assert country("BLX").valid_to == 1998
    assert set(country("CSK").successors) == {"CZE", "SVK"}
    assert len(country("SUN").successors) == 15
    assert country("USA").comtrade == "842"
    assert country("KOR").comtrade == "410"
    assert country("TWN").m49 == "158"
