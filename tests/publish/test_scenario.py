"""The page of a scenario: what it says, that it stands alone, that nothing gets out of its place, and odd documents."""

from __future__ import annotations

import copy
import hashlib
import re
from base64 import b64encode
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

from tests.publish.synthetic_scenario import NOBODY, synthetic_scenario
from tocsin.publish.scenario import MADE_UP, scenario_html
from tocsin.publish.scenario_fan import fan, share_end
from tocsin.publish.scenario_figures import Band, Path, band, path
from tocsin.publish.scenario_flow import flows
from tocsin.publish.scenario_words import event, headline, marks, under

START = date(2019, 7, 1)
_TAG = re.compile(r"<[^>]+>")
_VOID = {"meta", "link", "br"}


class Tree(HTMLParser):
    """A strict reader: every element is closed where it was opened."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def words(page: str) -> str:
    body = page.split("</head>", 1)[1]
    return " ".join(_TAG.sub(" ", body).replace("\u00a0", " ").replace("&#x27;", "'").split())


def changed(**more: Any) -> dict[str, Any]:
    return synthetic_scenario() | more


def importer(**more: Any) -> dict[str, Any]:
    return {"good": {"title": "Gallium"}, "importers": [synthetic_scenario()["importers"][0] | more]}


def good(**more: Any) -> dict[str, Any]:
    return {"title": "Gallium", "importers": importer(**more)["importers"]}


# ------------------------------------------------------------------------------------------------------------ the words
def test_the_finding_says_who_of_what_from_when_and_how_sure() -> None:
    said = headline({**synthetic_scenario(), **synthetic_scenario()["good"]}, START)
    assert said.startswith("South Korea would very likely run short of hydrogen fluoride from 18 August 2019: ")
    assert said.endswith(": 31 % of the worst month's need unmet")


@pytest.mark.parametrize(
    ("share", "worst", "said"),
    [
        (0.0, NOBODY, "Nobody would run short of gallium"),
        (
            0.3,
            NOBODY | {"p95": 0.2},
            "It is possible that South Korea runs short of gallium: one run in twenty leaves 20 %",
        ),
        (0.03, NOBODY | {"p95": 0.004}, "It is very unlikely that South Korea runs short of gallium"),
        (
            1.0,
            dict.fromkeys(NOBODY, 1.0),
            "South Korea would very likely run short of gallium from 5 July 2019: 100 % of",
        ),
    ],
)
def test_the_finding_fits_how_bad_and_how_likely_it_is(share: float, worst: dict[str, float], said: str) -> None:
    day = {"p50": 4 if share > 0.5 else None, "share_of_runs": share}
    assert headline(good(worst_month=worst, first_day=day), START).startswith(said)


def test_the_rest_of_the_world_and_countries_with_an_article_stand_right_in_a_sentence() -> None:
    assert headline(good(iso3="ROW"), START).startswith("The rest of the world would")
    assert headline(good(iso3="NLD"), START).startswith("The Netherlands would")


def test_a_document_without_importers_has_a_finding_too() -> None:
    assert headline({"title": "LNG", "importers": []}, None) == "Nobody is known to import LNG"
    assert not under({"importers": []})


def test_the_others_who_fall_short_are_named_and_the_rest_counted() -> None:
    said = under(synthetic_scenario())
    assert said.startswith(
        "94 % of the runs have a shortage. Nine runs in ten leave 8 to 53 % of the worst month's need unmet."
    )
    assert "Taiwan (11 %), the Netherlands (4 %), the United States (2 %) and 1 more would fall short as well." in said


@pytest.mark.parametrize(
    ("shock", "said"),
    [
        (
            {"kind": "ban", "actors": ["CHN"], "targets": ["*"]},
            "China stops exports of gas to all countries (from 3 July",
        ),
        (
            {"kind": "ban", "actors": ["JPN", "USA"], "targets": ["KOR"]},
            "Japan and the United States stop exports of gas to",
        ),
        ({"kind": "tariff", "actors": ["USA"], "targets": ["CHN"]}, "The United States taxes gas to China"),
        ({"kind": "tariff", "actors": ["USA"], "targets": ["CHN"], "side": "import"}, "puts a duty on gas from China"),
        (
            {"kind": "transport_closure", "actors": ["*"], "route": "taiwan_strait"},
            "The route taiwan strait closes for gas",
        ),
        ({"kind": "capacity_loss", "actors": ["CHL"]}, "Chile makes less gas"),
        ({"kind": "demand_surge", "targets": ["IND"]}, "India needs more gas"),
        ({"kind": "unheard_of", "actors": ["IND"], "targets": ["FRA"]}, "India unheard of gas to France"),
    ],
)
def test_each_kind_of_shock_is_told_in_words(shock: dict[str, Any], said: str) -> None:
    told = event({"products": ["g"], "from": "2019-07-03", **shock}, {"g": "gas"}, START)
    assert said in told
    assert told.endswith("(from 3 July 2019).")


def test_an_answer_says_on_which_condition_it_comes_and_whether_it_does() -> None:
    when = {"product": "g", "importers": ["KOR"], "above": 0.1, "for_days": 14}
    shock = {"kind": "ban", "actors": ["KOR"], "targets": ["JPN"], "products": ["g"], "when": when}
    fired = event(shock | {"onset": {"p50": 31, "share_of_runs": 0.8}}, {"g": "gas"}, START)
    assert (
        "once more than 10 % of the gas of South Korea is missing for 14 days, in the median run from 1 August" in fired
    )
    assert "which is never met" in event(shock | {"onset": {"p50": None, "share_of_runs": 0.0}}, {"g": "gas"}, START)


def test_announcement_effect_and_end_are_marked_once_each() -> None:
    assert marks(synthetic_scenario()["story"]["shocks"], START) == [(0, "announced"), (23, "in force"), (273, "ends")]
    assert marks([], START) == marks([{"from": "never"}], START) == marks([{"from": "2020-01-01"}], None) == []


# ------------------------------------------------------------------------------------------------------------- the page
def test_the_page_says_everything_the_document_holds() -> None:
    said = words(scenario_html(synthetic_scenario()))
    for told in (
        MADE_UP,
        "South Korea would very likely run short of hydrogen fluoride",
        "365 days from 1 July 2019, 500 runs, seed 7.",
        "Price pressure: 1.9 times the price before",
        "USD 410 m",
        "USD 61 m",
        "12 m gained to USD 120 m",
        "China USD 38 m",
        "Median wait for a licence",
        "No input-output table is in the lake",
        "1 assumption with its source",
        "an invented survey",
        "missed: it fell further",
        "-80 % (-90 % to -60 %)",
        "trade of 2018; HS 281111; the codes hold other goods as well; 4 % of the trade gathered as rest of the world",
        "Mass balance holds to 3e-16",
        "An invented source, 2019",
        "A made-up note.",
        "This is no forecast",
    ):
        assert told in said


def test_the_page_is_well_formed_and_stands_alone() -> None:
    page = scenario_html(synthetic_scenario())
    tree = Tree(page.split("\n", 1)[1])
    for tag, attributes in tree.tags:
        assert tag not in {"script", "iframe", "object", "embed", "img", "form"}
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        href = attributes.get("href") or ""
        assert tag == "link" or not href or href.startswith("#")
    assert "url(http" not in page
    assert len(page.encode()) < 400_000


def test_the_policy_lets_only_this_style_through() -> None:
    page = scenario_html(synthetic_scenario())
    style = re.search("<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page


def test_every_chart_has_a_label_and_a_table_behind_it() -> None:
    tree = Tree(scenario_html(synthetic_scenario()).split("\n", 1)[1])
    charts = [a for tag, a in tree.tags if tag == "svg" and a.get("class") in {"fan", "flow-chart", "map"}]
    assert len(charts) == 4 + 1 + 2 + 1
    assert all(one["role"] == "img" and len(one["aria-label"] or "") > 20 for one in charts)
    assert sum(tag == "details" for tag, _ in tree.tags) >= 4 + 1 + 1


def test_text_from_outside_never_becomes_markup() -> None:
    evil = "<script>alert(1)</script>\"'&"

    def poisoned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: poisoned(one) for key, one in value.items()} | {"by_country": {evil: {"p50": 1.0}}}
        if isinstance(value, list):
            return [poisoned(one) for one in value]
        return evil if isinstance(value, str) and not value[:4].isdigit() else value

    clean, dirty = (
        Tree(scenario_html(one).split("\n", 1)[1]) for one in (synthetic_scenario(), poisoned(synthetic_scenario()))
    )
    assert not [tag for tag, _ in dirty.tags if tag == "script"]
    assert {name for _, attributes in dirty.tags for name in attributes} <= {
        name for _, attributes in clean.tags for name in attributes
    }


@pytest.mark.parametrize("key", sorted(synthetic_scenario()))
def test_a_document_without_one_of_its_keys_still_gives_a_page(key: str) -> None:
    document = synthetic_scenario()
    del document[key]
    Tree(scenario_html(document).split("\n", 1)[1])


@pytest.mark.parametrize("nothing", [None, [], {}, "none", 0, float("nan")])
def test_nothing_in_the_place_of_anything_still_gives_a_page(nothing: object) -> None:
    for key in ("story", "good", "importers", "cost", "flows", "price_pressure", "assumptions", "comparison"):
        Tree(scenario_html(changed(**{key: nothing})).split("\n", 1)[1])
    assert "Nobody is known to import" in words(scenario_html({}))


def test_unknown_costs_say_why() -> None:
    side = {**dict.fromkeys(NOBODY), "reason": "no price is known of gas"}
    said = words(scenario_html(changed(cost={"target": side, "controller": side})))
    assert "Those who are hit: not known, no price is known of gas." in said
    assert "USD 410 m" not in said


def test_real_figures_have_no_banner() -> None:
    document = synthetic_scenario()
    document["synthetic"] = document["story"]["synthetic"] = False
    assert MADE_UP not in scenario_html(document)


def test_several_goods_stand_one_after_the_other_the_one_it_is_about_first() -> None:
    document = synthetic_scenario()
    one = {**document["good"], "importers": document["importers"], "price_pressure": document["price_pressure"]}
    other = copy.deepcopy(one) | {"id": "resist", "title": "Photoresist"}
    gainers = [document["gainers"][0] | {"good": name} for name in ("hydrogen_fluoride", "resist")]
    page = scenario_html(changed(goods=[one, other], about="resist", gainers=gainers))
    assert page.index('id="good-0"') < page.index("Other goods") < page.index('id="good-1"')
    said = words(page)
    assert "China, photoresist USD 38 m" in said
    assert said.index("run short of photoresist") < said.index("run short of hydrogen fluoride")


# ----------------------------------------------------------------------------------------------------------- the charts
def test_bands_reach_as_high_as_their_shares() -> None:
    drawn = fan(
        path([{"day": 0, **NOBODY}, {"day": 9, **dict.fromkeys(NOBODY, 0.5)}]), (0, 1, str), (None, 10), [], "x"
    )
    ends = re.findall(r"L(90\.0) ([\d.]+)", drawn)
    grid = [float(y) for y in re.findall(r'<line class="(?:grid|axis)"[^>]*y1="(\d+)"', drawn)]
    assert {float(y) for _, y in ends} == {grid[1]}


@pytest.mark.parametrize(("most", "end"), [(0.0, 0.02), (0.051, 0.1), (0.53, 0.6), (1.0, 1.0)])
def test_the_scale_of_shares_is_the_least_round_one_that_holds_them(most: float, end: float) -> None:
    assert share_end([Path((0,), (Band(0, 0, 0, most, most),))]) == end


def test_days_without_all_quantiles_are_left_out() -> None:
    assert path([{"day": 1, "p50": 0.5}, {"day": 0, **NOBODY}, {"p50": 1}]).days == (0,)
    assert band("nothing") == Band(None, None, None, None, None)


def test_ribbons_of_a_country_are_as_thick_together_as_its_bar() -> None:
    drawn = flows(synthetic_scenario()).split("In the worst month", 1)[0]
    bar = re.search(r'<rect class="p0"[^>]*height="([\d.]+)"', drawn)
    assert bar
    lefts = re.findall(r'ribbon p0" d="M2 ([\d.]+)C[^V]*V([\d.]+)C[\d.]+ [\d.]+ [\d.]+ ([\d.]+) 2 ([\d.]+)z', drawn)
    assert len(lefts) == 3
    assert sum(float(low) - float(top) for top, _, _, low in lefts) == pytest.approx(float(bar[1]), abs=0.3)


def test_what_is_lost_stays_as_a_gap_of_its_size() -> None:
    good = {
        "flows": {
            "before": [{"exporter": "JPN", "importer": "KOR", "value": 4.0}],
            "worst": [{"exporter": "JPN", "importer": "KOR", "value": 1.0}],
        }
    }
    drawn = flows(good)
    gaps = [float(tall) for tall in re.findall(r'class="lost"[^>]*height="([\d.]+)"', drawn)]
    assert gaps == [pytest.approx(0.75 * 230)] * 2
    assert "\u221275\u00a0%" in drawn
    assert "Nothing is shipped" in flows({"flows": {"before": good["flows"]["before"], "worst": []}})
    assert not flows({})


def test_where_nobody_is_short_there_is_no_empty_chart_of_it() -> None:
    document = synthetic_scenario()
    calm = {"worst_month": NOBODY, "unmet_share": NOBODY, "first_day": {"p50": None, "share_of_runs": 0.0}}
    page = scenario_html({**document, "importers": [one | calm for one in document["importers"]]})
    said = words(page)
    assert "Nobody would run short of hydrogen fluoride No run has a shortage." in said
    assert "less than 1 % unmet" in said
    assert 'class="map"' not in page
    assert page.count('class="fan"') == 1
