"""The page stands alone, says what it shows without a picture, and stays small."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from tests.publish.synthetic import synthetic_board
from tests.publish.synthetic_outlooks import synthetic_forecast_board
from tocsin.core.errors import DocumentError, UsageError
from tocsin.publish.bands import scale, span, step_bar
from tocsin.publish.board import Board, BoardRow, Supplier, WithoutData
from tocsin.publish.charts import sparkline
from tocsin.publish.geometry import extent
from tocsin.publish.html import boards_html
from tocsin.publish.prospect import probability_of, running

VOID = {"meta", "link", "br", "path", "rect", "circle", "line", "use"}


class Page(HTMLParser):
    """Collect elements with their attributes, ids, and whatever is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], tuple[str, ...]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs), tuple(self.open)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes, _ in self.elements if name == tag]


@pytest.fixture(scope="module", params=[synthetic_board, synthetic_forecast_board], ids=["structure", "forecast"])
def text(request: pytest.FixtureRequest) -> str:
    return boards_html([request.param(reporter) for reporter in ("KOR", "JPN", "USA")])


@pytest.fixture(scope="module")
def page(text: str) -> Page:
    return Page(text)


def one(row: BoardRow, board: Board | None = None) -> str:
    return boards_html([replace(board or synthetic_board(rows=1), rows=(row,))])


def test_every_element_is_closed_and_every_id_is_its_own(page: Page) -> None:
    assert page.open == []
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_link_within_the_page_leads_somewhere(page: Page) -> None:
    ids = {attributes.get("id") for _, attributes, _ in page.elements}
    targets = {a["href"][1:] for _, a, _ in page.elements if (a.get("href") or "").startswith("#") and a["href"]}
    assert targets <= ids


def test_nothing_is_fetched(page: Page, text: str) -> None:
    for tag, attributes, _ in page.elements:
        assert "src" not in attributes
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        if (attributes.get("href") or "").startswith("http"):
            assert tag == "a"
    assert "@import" not in text
    assert set(re.findall(r"url\(([^)]*)\)", text)) == {"#hatch"}


def test_the_policy_allows_this_style_and_script_and_nothing_else(page: Page, text: str) -> None:
    policy = next(str(a["content"]) for a in page.of("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        inner = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(inner) == 1
        digest = base64.b64encode(hashlib.sha256(inner[0].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_it_has_a_language_a_title_and_one_first_heading(page: Page, text: str) -> None:
    assert page.of("html")[0]["lang"] == "en"
    assert len(page.of("h1")) == 1
    assert "<title>Critical imports of South Korea, Japan and the United States, as of 2026-02-15</title>" in text


def test_every_picture_is_named_or_skipped(page: Page) -> None:
    for tag, attributes, around in page.elements:
        if tag == "svg" and "svg" not in around:
            named = attributes.get("role") == "img" and attributes.get("aria-label")
            assert named or attributes.get("aria-hidden") == "true"


def test_every_number_of_a_chart_stands_in_a_table(text: str) -> None:
    board = synthetic_board("JPN")
    row = board.rows[0]
    part = text[text.index('id="JPN-250410"') :]
    part = part[: part.index("</article>")].replace("\u00a0", " ")
    for supplier in row.suppliers:
        assert f'<th scope="row">{supplier.name}</th>' in part
    for period, *_ in row.history:
        assert f'<th scope="row">{period}</th>' in part


def test_it_says_what_it_knows_and_what_it_does_not(text: str) -> None:
    flat = text.replace("\u00a0", " ")
    assert "Trade known to 2024" in flat
    assert "Synthetic: all figures are made up for tests." in flat
    assert "34 watched products have no data here" in flat
    assert "Borders as in Natural Earth; no position taken." in flat
    assert "licence Apache-2.0" in flat
    assert "weight missing" in flat


def test_it_stays_small(text: str) -> None:
    assert len(gzip.compress(text.encode())) < 400_000


def test_text_from_outside_is_never_markup() -> None:
    board = synthetic_board(rows=1)
    evil = "</h3><script>alert(1)</script>"
    row = replace(board.rows[0], title=evil, why=f"{evil}: x", flags=(evil,), products=(evil,), source=evil)
    board = replace(board, notes=(evil,), reporter_name=evil, lake={"digest": evil, "sources": [{"title": evil}]})
    assert one(row, board).count("<script") == 1


def test_an_odd_link_is_no_link() -> None:
    board = replace(synthetic_board(rows=1), lake={"sources": [{"title": "T", "url": "javascript:alert(1)"}]})
    assert "javascript" not in boards_html([board])


def test_a_single_board_has_no_tabs_and_an_empty_one_says_why() -> None:
    text = boards_html([synthetic_board(rows=0)])
    assert '<nav class="tabs"' not in text
    assert "Nothing: this lake holds no imports of South Korea known on 2026-02-15." in text


def test_a_row_with_one_supplier_and_no_past_still_shows() -> None:
    row = synthetic_board(rows=1).rows[0]
    alone = replace(
        row,
        suppliers=(Supplier("_X", "Not specified", 1.0),),
        top_supplier="_X",
        top_share=1.0,
        import_hhi=None,
        replaceability=None,
        exposure=None,
        history=(),
        share_history={},
        indicators={},
    )
    text = one(alone).replace("\u00a0", " ")
    assert "All from origins not specified, the only supplier recorded, 2024" in text
    assert "Not on the map: Not specified (100 %)." in text
    assert "No earlier years in this lake" in text
    assert "not known" in text


def test_a_gap_in_the_past_stays_a_gap() -> None:
    row = synthetic_board(rows=1).rows[0]
    paths = {iso3: (None, *path[1:]) for iso3, path in row.share_history.items()}
    history = (("2015", 0.0, None, ""), *row.history[1:])
    text = one(replace(row, share_history=paths, history=history)).replace("\u00a0", " ")
    assert "in 2016 to" in text or "in 2016, " in text
    assert '<td class="number">\u2013</td>' in text


def test_a_bloc_is_in_ink_and_uncovered_places_are_hatched() -> None:
    board = replace(synthetic_board(rows=1), members=("DEU", "FRA"), covered=("CHN", "USA", "DEU", "FRA"))
    text = boards_html([board])
    assert '<use href="#m-DEU" class="own">' in text
    assert '<g id="absent-KOR"><use href="#uncoded"/><use href="#m-AFG"/>' in text


def test_labels_of_the_board_name_the_measures() -> None:
    board = replace(synthetic_board(rows=1), labels={"geopolrisk": ("Supply risk by GeoPolRisk", "1")})
    assert "Supply risk by GeoPolRisk <code>geopolrisk</code>" in boards_html([board])


def test_one_importer_has_one_board() -> None:
    board = synthetic_board(rows=1)
    with pytest.raises(UsageError, match="KOR"):
        boards_html([board, board])
    with pytest.raises(UsageError, match="no importer"):
        boards_html([])


def test_a_false_board_makes_no_page() -> None:
    with pytest.raises(DocumentError, match="exposure"):
        one(replace(synthetic_board(rows=1).rows[0], exposure=float("nan")))


def test_the_eu_is_its_members_of_the_year() -> None:
    text = boards_html([replace(synthetic_board(rows=1), reporter="EU", reporter_name="EU")])
    assert '<use href="#m-DEU" class="own">' in text
    assert '<use href="#m-GBR" class="own">' not in text
    assert "Critical imports of the EU" in text.replace("\u00a0", " ")


def test_what_is_true_of_all_rows_is_said_once() -> None:
    board = synthetic_board(rows=3)
    board = replace(board, rows=tuple(replace(row, flags=("governance break 2023",)) for row in board.rows))
    text = boards_html([board])
    assert "Data of all rows: governance break 2023." in text
    assert text.count("governance break 2023") == 1


def test_the_line_of_years_is_that_of_the_named_supplier() -> None:
    row = synthetic_board(rows=1).rows[0]
    own = (0.0, None, *[0.3] * 7, row.top_share)
    text = one(replace(row, share_history={**row.share_history, row.top_supplier: own}))
    assert sparkline(own) in text
    assert sparkline([share for _, _, share, _ in row.history]) not in text


def test_the_foot_names_the_importer_of_a_note() -> None:
    boards = [
        replace(board, notes=(f"{place} codes are tied.", *board.notes))
        for place, board in enumerate((synthetic_board("KOR", rows=1), synthetic_board("JPN", rows=1)), start=62)
    ]
    text = boards_html(boards)
    assert "<li>South Korea: 62 codes are tied.</li><li>Japan: 63 codes are tied.</li><li>Synthetic: all" in text


def test_a_name_on_the_map_does_not_lie_over_the_largest_supplier() -> None:
    row = synthetic_board(rows=1).rows[0]
    near = (Supplier("CHN", "China", 0.84), Supplier("CHL", "Chile", 0.16))
    text = one(replace(row, suppliers=near, top_supplier="CHN", top_share=0.84))
    left, _, right, _ = extent("CHN")
    found = re.search(r'<text class="name" x="([0-9.]+)%"[^>]* text-anchor="(\w+)">China', text)
    assert found is not None
    assert (found[2], float(found[1])) in {("end", round(left * 100, 1)), ("start", round(right * 100, 1))}
    own = re.search(r'<text class="name minor" x="([0-9.]+)%"[^>]* text-anchor="start">South Korea', text)
    assert own is not None
    assert float(own[1]) > right * 100
    assert extent("SGP")[:2] == extent("SGP")[2:]


def test_a_forecast_is_drawn_told_and_never_called_a_cause() -> None:
    board = synthetic_forecast_board(rows=6)
    text = boards_html([board]).replace("\u00a0", " ")
    row = board.rows[0]
    assert row.outlook is not None
    part = text[text.index(f'<article class="detail" id="KOR-{row.hs6}"') :]
    part = part[: part.index("</article>")]
    for heading in ("Why this probability", "Alike in the past", "What would have to be true"):
        assert f"<h4>{heading}</h4>" in part
    for one in row.outlook.channels:
        assert f'<td class="number">{one.log_odds:+.2f}</td>' in part or not one.present
    assert "Of the five past imports most alike, one came to it." in part
    assert "Nothing known of: production of its suppliers." in part
    assert "Usual among all imports: 7 %" in part
    assert "docs/scorecard.md" in part
    assert "it knows no cause" in part
    assert text.count('class="range"') == 2 * sum(one.outlook is not None for one in board.rows)
    assert "No forecast: imports under USD 500 thousand." in text
    assert "Chance, 2026" in text


def test_the_steps_of_a_sum_are_drawn_end_to_end() -> None:
    row = synthetic_forecast_board(rows=1).rows[0]
    assert row.outlook is not None
    steps = running(row.outlook)
    ends = span(steps)
    stops = [re.findall(r'class="at" d="M([0-9.]+) ', step_bar(*step, ends))[0] for step in steps]
    starts = []
    for before, after in steps:
        left, width = re.findall(r'x="([0-9.]+)" y="1" width="([0-9.]+)"', step_bar(before, after, ends))[0]
        starts.append(float(left) if after >= before else float(left) + float(width))
    for stop, start, (before, after) in zip(stops[:-1], starts[1:], steps[1:], strict=True):
        assert abs(before - after) < 1e-9 or abs(float(stop) - start) <= 0.2
    assert probability_of(steps[-1][1]) == pytest.approx(row.outlook.probability["12"])


def test_the_scale_of_the_bars_holds_every_interval() -> None:
    board = synthetic_forecast_board()
    most = max(row.outlook.interval["12"][1] for row in board.rows if row.outlook)
    assert scale(board) >= most
    assert scale(synthetic_board(rows=1)) == 1.0


def test_a_page_whose_forecast_failed_says_why() -> None:
    text = boards_html([replace(synthetic_board(rows=1), no_forecast="too few past imports")])
    assert "No forecast: too few past imports." in text
    assert "No forecast" not in boards_html([synthetic_board(rows=1)])


def test_many_codes_are_counted() -> None:
    codes = tuple(f"{code}" for code in range(880001, 880010))
    board = replace(synthetic_board(rows=1), without_data=(WithoutData("drones", "Drones", codes, "not here"),))
    assert "880004 and 5 more" in boards_html([board])
