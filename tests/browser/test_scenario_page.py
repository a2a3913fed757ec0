"""The page of a scenario in a real browser: quiet, narrow enough, open to all, whole without a script."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.publish.synthetic_scenario import synthetic_scenario
from tocsin.publish.scenario import scenario_html

pytestmark = pytest.mark.services

CHROMIUM = os.environ.get("TOCSIN_CHROMIUM", "/usr/bin/chromium")
LABELS = """() => [...document.querySelectorAll('.flow-chart .who, .fan .tick, .map .name')]
  .filter(label => label.checkVisibility())
  .map(label => [label.textContent, label.getBoundingClientRect()])
  .map(([text, box]) => [text, box.left, box.right, innerWidth])"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    document = synthetic_scenario()
    one = {**document["good"], **{key: document[key] for key in ("importers", "price_pressure", "flows")}}
    two = {**one, "id": "resist", "title": "Photoresist"}
    file = tmp_path_factory.mktemp("page") / "scenario.html"
    Path(file).write_text(scenario_html({**document, "goods": [one, two]}), encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 620, 900, 1280, 1700])
def test_it_is_quiet_fits_and_is_open_to_assistive_technology(
    browser: Browser, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    context = browser.new_context(viewport=ViewportSize(width=width, height=800), color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda sent: requests.append(sent.url))
    page.goto(address)
    assert complaints == []
    assert [url for url in requests if url != address and not url.startswith("data:")] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    labels = page.evaluate(LABELS)
    assert len(labels) > 60
    assert [one for one in labels if one[1] < 0 or one[2] > one[3]] == []
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
    faults = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in faults if one["impact"] in {"serious", "critical"}] == []
    context.close()


@pytest.fixture
def plain(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=ViewportSize(width=1280, height=900), java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


def test_everything_shows_without_a_script(plain: Page) -> None:
    assert plain.locator(".good:visible").count() == 2
    assert plain.locator(".banner").is_visible()
    plain.locator(".others a").click()
    assert plain.url.endswith("#good-1")
    plain.locator("summary", has_text="Numbers behind the diagram").first.click()
    assert plain.locator(".flow-figure details[open] table").first.is_visible()


def test_print_shows_all_goods_and_the_foot(plain: Page) -> None:
    plain.emulate_media(media="print")
    assert plain.locator(".good:visible").count() == 2
    assert plain.locator(".foot").is_visible()
