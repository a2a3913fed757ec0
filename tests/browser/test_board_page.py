"""The board in a real browser: quiet, narrow enough, operable by keys, open to assistive technology."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.publish.synthetic import synthetic_board
from tests.publish.synthetic_outlooks import synthetic_forecast_board
from tocsin.publish.board import BoardRow, Supplier
from tocsin.publish.html import boards_html
from tocsin.ref.countries import country

pytestmark = pytest.mark.services

CHROMIUM = os.environ.get("TOCSIN_CHROMIUM", "/usr/bin/chromium")
SIZES = [ViewportSize(width=1280, height=900), ViewportSize(width=360, height=780)]
CHOSEN = "() => [...document.querySelectorAll('.ranked a[aria-current]')].map(a => a.hash)"
LABELS = """() => [...document.querySelectorAll('.detail')].flatMap(detail => {
  location.hash = detail.id;
  const labels = [...detail.querySelectorAll('.who, .keys li, .map .name')].filter(label => label.checkVisibility());
  return labels.map(label => [label.textContent, label.getBoundingClientRect()])
    .map(([text, box]) => [`${detail.id}: ${text}`, box.left, box.right, innerWidth]);
})"""
LONG = ("COD", "GBR", "USA", "BIH", "PNG")
NEARLY_ALL = (0.979, 0.0098, 0.0042, 0.004, 0.003)
EVEN = (0.4, 0.2, 0.15, 0.15, 0.1)
SHOWN = "() => [...document.querySelectorAll('.detail')].filter(d => d.checkVisibility()).map(d => d.id)"


RANGES = """() => [...document.querySelectorAll('.ranked .range')].filter(bar => bar.checkVisibility())
  .map(bar => bar.getBoundingClientRect()).map(box => [box.left, box.right, box.width, innerWidth])"""


@dataclass
class Visit:
    """A page with everything it complained of or asked for."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("page") / "board.html"
    boards = [synthetic_board(reporter) for reporter in ("KOR", "JPN", "USA")]
    Path(file).write_text(boards_html(boards), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(params=[(size, scheme) for size in SIZES for scheme in ("light", "dark")], ids=str)
def visit(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    size, scheme = request.param
    context = browser.new_context(viewport=size, color_scheme=scheme, bypass_csp=False)
    seen = Visit(context.new_page())
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("request", lambda sent: seen.requests.append(sent.url))
    seen.page.goto(address)
    yield seen
    context.close()


def test_it_loads_quietly_alone_and_fits(visit: Visit, address: str) -> None:
    assert visit.complaints == []
    assert [url for url in visit.requests if url != address and not url.startswith("data:")] == []
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_board_and_one_product_show_first(visit: Visit) -> None:
    assert visit.page.evaluate(SHOWN) == ["KOR-250410"]
    assert visit.page.evaluate(CHOSEN) == ["#KOR-250410"]


def test_no_serious_fault_for_assistive_technology(visit: Visit) -> None:
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    found = [
        (fault["id"], fault["nodes"][0]["html"])
        for fault in Axe().run(visit.page).response["violations"]
        if fault["impact"] in {"serious", "critical"}
    ]
    assert found == []


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=SIZES[0])
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def test_arrow_keys_choose_products(desk: Page) -> None:
    desk.locator("#KOR .ranked a").first.focus()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate(SHOWN) == ["KOR-811292"]
    assert desk.evaluate(CHOSEN) == ["#KOR-811292"]
    assert desk.evaluate("document.activeElement.hash") == "#KOR-811292"
    desk.keyboard.press("ArrowUp")
    assert desk.evaluate(SHOWN) == ["KOR-280530"]
    desk.keyboard.press("End")
    assert desk.evaluate(SHOWN) == ["KOR-261590"]


def test_tab_and_enter_reach_another_importer(desk: Page) -> None:
    for _ in range(3):
        desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.hash") == "#JPN"
    desk.keyboard.press("Enter")
    assert desk.evaluate(SHOWN) == ["JPN-250410"]


def test_a_click_does_not_move_the_list(desk: Page) -> None:
    before = desk.evaluate("scrollY")
    desk.locator("#KOR .ranked a").nth(2).click()
    assert desk.evaluate(SHOWN) == ["KOR-811292"]
    assert desk.evaluate("scrollY") == before


def test_it_works_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=SIZES[1], java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator("#KOR-250410").is_visible()
    page.locator(".tabs a", has_text="Japan").click()
    page.locator("#JPN .ranked a").nth(1).click()
    assert page.locator("#JPN-280530").is_visible()
    assert not page.locator("#JPN-250410").is_visible()
    page.locator("#JPN-280530 .crumb a").click()
    assert page.locator("#JPN .ranked").is_visible()
    context.close()


def test_the_chart_is_drawn(desk: Page) -> None:
    box = desk.locator("#KOR-250410 .map > svg").bounding_box()
    assert box is not None
    assert box["width"] > 300
    colour = "getComputedStyle(document.querySelector('#KOR-250410 .map .own')).fill"
    assert desk.evaluate(colour) == "rgb(22, 25, 29)"


def test_print_shows_every_board_and_the_foot(desk: Page) -> None:
    desk.emulate_media(media="print")
    assert desk.locator(".board:visible").count() == 3
    assert not desk.locator(".tabs").is_visible()
    assert desk.locator(".foot").is_visible()


@pytest.fixture(scope="module")
def long_names(tmp_path_factory: pytest.TempPathFactory) -> str:
    boards = []
    for importer, shares in (("KOR", NEARLY_ALL), ("DOM", NEARLY_ALL), ("JPN", EVEN)):
        board = synthetic_board(importer, rows=len(LONG))
        rows = [_supplied(row, [*LONG[place:], *LONG[:place]], shares) for place, row in enumerate(board.rows)]
        boards.append(replace(board, rows=tuple(rows)))
    file = tmp_path_factory.mktemp("long") / "board.html"
    Path(file).write_text(boards_html(boards), encoding="utf-8")
    return file.as_uri()


def _supplied(row: BoardRow, places: list[str], shares: tuple[float, ...]) -> BoardRow:
    suppliers = tuple(Supplier(iso3, country(iso3).name, share) for iso3, share in zip(places, shares, strict=True))
    return replace(
        row,
        suppliers=suppliers,
        top_supplier=places[0],
        top_share=shares[0],
        share_history={one.iso3: (one.share,) * len(row.history) for one in suppliers},
    )


@pytest.mark.parametrize("width", [320, 360, 500, 620, 901, 1000, 1280, 1700])
def test_every_label_fits_at_every_width(browser: Browser, long_names: str, width: int) -> None:
    context = browser.new_context(viewport=ViewportSize(width=width, height=800))
    page = context.new_page()
    page.goto(long_names)
    labels = page.evaluate(LABELS)
    assert len(labels) >= 3 * len(LONG) * 5
    assert [label for label in labels if label[1] < 0 or label[2] > label[3]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.fixture(scope="module")
def forecast(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("forecast") / "board.html"
    Path(file).write_text(boards_html([synthetic_forecast_board(who) for who in ("KOR", "JPN")]), encoding="utf-8")
    return file.as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 620, 901, 1000, 1280, 1700])
def test_a_forecast_fits_at_every_width_and_is_open_to_assistive_technology(
    browser: Browser, forecast: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport=ViewportSize(width=width, height=800), color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(forecast)
    ranges = page.evaluate(RANGES)
    assert len(ranges) == 23
    assert [one for one in ranges if one[0] < 0 or one[1] > one[3] or one[2] < 60] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".detail:visible .ahead").count() == 1
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    faults = Axe().run(page).response["violations"]
    assert [one["id"] for one in faults if one["impact"] in {"serious", "critical"}] == []
    assert complaints == []
    context.close()
