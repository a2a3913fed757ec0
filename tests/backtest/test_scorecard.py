"""The scorecard of synthetic predictions: numbers of the document, the same bytes, nothing from outside."""

from __future__ import annotations

import hashlib
import io
import json
import re
from base64 import b64encode
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from rich.console import Console

from tests.backtest.synthetic_predictions import synthetic_predictions
from tocsin.backtest.digits import score_of, share_of
from tocsin.backtest.document import document_json, of_scores, score_document, scores_json
from tocsin.backtest.extras import agreement, compare, placebos
from tocsin.backtest.page import score_page, scores_page
from tocsin.backtest.score import score
from tocsin.backtest.scorecard import scorecard_figures, scorecard_markdown, write_scorecard
from tocsin.backtest.sections import sections
from tocsin.backtest.text import score_text, show_scores
from tocsin.backtest.verdict import HARDLY
from tocsin.core.errors import UsageError

DRAWS = 12


@cache
def document() -> dict[str, Any]:
    frame = synthetic_predictions(lags=("honest", "one"))
    blunt = synthetic_predictions(lags=("honest", "one"), skill=0.5)
    pairs = pl.DataFrame({"label": "tight", "target": [2020, 2021], "older": [True, True], "newer": [True, False]})
    return score_document(
        {"tight": frame, "own_price": blunt},
        extras={
            "ablation": compare(frame, {"network <b>": blunt}, kind="ablation", draws=DRAWS),
            "families": compare(frame, {"ores": blunt}, kind="families", draws=DRAWS),
            "placebo": placebos({"1": blunt}, full=frame, draws=DRAWS),
            "ceiling": agreement({"older and newer release": pairs}),
        },
        about={"predictions": "synthetic <script>"},
        draws=DRAWS,
    )


def printed(found: dict[str, Any], *, every: bool = False) -> str:
    console = Console(width=100, file=io.StringIO())
    with console.capture() as caught:
        console.print(score_text(found, every=every))
    return caught.get()


def test_the_document_is_json_without_odd_numbers_and_the_same_each_time() -> None:
    assert json.loads(document_json(document())) == document()
    once, again = (score_document({"tight": synthetic_predictions()}, draws=DRAWS) for _ in range(2))
    assert document_json(once) == document_json(again)
    assert scorecard_markdown(once) == scorecard_markdown(again)
    assert scorecard_figures(once) == scorecard_figures(again)


def test_each_label_is_scored_at_each_lag() -> None:
    found = [(one["label"], one["lag"]) for one in document()["settings"]]
    assert found == [("tight", "honest"), ("tight", "one"), ("own_price", "honest"), ("own_price", "one")]
    with pytest.raises(UsageError, match="no predictions"):
        score_document({})
    with pytest.raises(UsageError, match=r"no predictions \(tight\)"):
        score_document({"tight": synthetic_predictions().clear()})


def test_one_table_of_all_comes_first() -> None:
    first, second, *_ = sections(document())
    (table,) = first.tables
    assert [row[0] for row in table.rows][:2] == ["tight, honest lag, 2010-2020", "tight, honest lag, 2021-2023"]
    assert len(table.rows) == 8
    assert second.title == "In plain words"
    asked = [(one, block) for one in document()["settings"] for block in one["blocks"] if block["horizon"] == 12]
    for row, (_, block) in zip(table.rows, asked, strict=True):
        pooled = block["pooled"]
        numbers = [pooled["model"][name]["value"] for name in ("auroc", "auprc", "brier_skill")]
        assert [row[2], row[4], row[5]] == [score_of(one) for one in numbers]
        assert row[3] == share_of(pooled["prevalence"])
        assert row[8] == {"unknown": "cannot be told"}.get(block["passes"], block["passes"])


def test_the_summary_has_three_sentences_for_each_setting_made_of_its_numbers() -> None:
    assert len(document()["summary"]) == len(document()["settings"])
    for setting, said in zip(document()["settings"], document()["summary"], strict=True):
        first, second = (one for one in setting["blocks"] if one["horizon"] == 12)
        right = [f"{one['pooled']['model']['auroc']['value'] * 100:.0f}" for one in (first, second)]
        assert f"it ranked right {right[0]} in 2010-2020 and {right[1]} in 2021-2023" in said
        few = second["pooled"]["model"]["alarms"][0]
        assert f"5 alarms per importer and year caught {share_of(few['hit_rate'])} of the shortages of 2021" in said
        assert len(re.findall(r"\.(?= [A-Z]|$)", said)) == 3
        for one in (*first["verdicts"], *second["verdicts"]):
            if one["answer"] == "no":
                assert one["title"] in said.split("surely beat ")[1]


def test_what_could_not_be_compared_is_named_in_the_summary_and_in_its_block() -> None:
    """GeoPolRisk has no row after 2020, and the model is not bound to beat it: it is said all the same."""
    assert all("not compared, for want of figures: GeoPolRisk" in one for one in document()["summary"])
    text = scorecard_markdown(document())
    development, final = text.split("### Final 2021-2023, 12 months")[:2]
    assert "Could not be compared: GeoPolRisk (says nothing of these rows)" in final
    assert "Could not be compared" not in development.split("### Development 2010-2020, 12 months")[1]


def test_the_longer_sentences_stand_with_their_block() -> None:
    text = " ".join(scorecard_markdown(document()).split())
    for setting in document()["settings"]:
        pooled = setting["blocks"][0]["pooled"]
        assert f"2010-2020: {pooled['rows']:,} imports" in text
        assert f"calibration slope {score_of(pooled['model']['slope'], 2)}" in text
        assert setting["plainly"] in text
    assert "either release calls short, both do in 50 %" in text


def test_the_placebo_is_said_with_what_survives_its_shuffle() -> None:
    real, drawn = document()["extras"]["placebo"]
    inside = [f"{one['within']['auroc']['value'] * 100:.0f}" for one in (drawn, real)]
    for text in (scorecard_markdown(document()), printed(document()), score_page(document())):
        flat = " ".join(text.split())
        assert f"ranked {inside[0]} right (the model itself: {inside[1]})" in flat
        assert f"own past rate {score_of(drawn['reference']['auroc']['value'], 2)}" in flat


def test_a_year_asked_for_apart_has_figures_of_its_own() -> None:
    """Otherwise the figure of one year would take the place of that of all years."""
    frame = synthetic_predictions()
    found = of_scores([score(frame, draws=DRAWS), score(frame, years=(2023, 2023), draws=DRAWS)])
    figures = [one.name for part in sections(found) for one in part.figures]
    assert len(set(figures)) == len(figures)
    assert {"tight-one-years", "tight-one-2023-years"} <= set(figures)
    assert "Tight, lag of one year, 2023" in [one.title for one in sections(found)]


def test_what_rests_on_reconstructed_vintages_is_called_so_with_its_share() -> None:
    blocks = document()["settings"][0]["blocks"]
    assert 0.9 < blocks[0]["pooled"]["reconstructed"] < 1
    for text in (scorecard_markdown(document()), printed(document())):
        assert "Pseudo-real-time: 91 % of rows rest on a vintage reconstructed" in " ".join(text.split())


def test_a_failure_at_the_honest_lag_is_said_in_plain_words_everywhere() -> None:
    luck = score_document({"tight": synthetic_predictions(lags=("honest",), skill=0)}, draws=DRAWS)
    for text in (scorecard_markdown(luck), printed(luck), score_page(luck)):
        assert HARDLY in " ".join(text.split())
        assert "The model does not surely beat: own volatility (logit) (2010-2020)" in " ".join(text.split())


def test_the_terminal_fits_its_width_and_shows_more_when_asked() -> None:
    brief, every = printed(document()), printed(document(), every=True)
    assert max(map(len, every.splitlines())) <= 100
    assert "Reliability" not in brief.replace("reliability", "")
    assert "Reliability" in every
    assert "Usefulness (Sarlin)" in every
    assert "…" not in every
    for year in range(2010, 2024):
        assert re.search(rf"^ {year} +[\d,]+ ", every, re.MULTILINE)


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.asked: list[str] = []
        self.policy = ""
        self.inline = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "action", "data", "poster", "srcset", "xlink:href"}:
                self.asked.append(value or "")
            self.inline += name == "style" or name.startswith("on")
            if name == "content" and "default-src" in (value or ""):
                self.policy = value or ""


def test_the_page_asks_nothing_of_any_server() -> None:
    page = score_page(document())
    parts = _Parts()
    parts.feed(page)
    assert not {"script", "iframe", "object", "embed", "img", "form"} & set(parts.tags)
    assert all(one == "data:," or one.startswith("#") for one in parts.asked)
    assert parts.inline == 0
    assert "url(" not in page.replace("url(#", "")
    assert "@import" not in page
    style = page.split("<style>")[1].split("</style>")[0]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert parts.policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in parts.policy
    assert "unsafe" not in parts.policy
    assert page.count("<style>") == 1


def test_scores_of_one_setting_are_shown_alike_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    found = score(synthetic_predictions(), years=(2012, 2014), draws=DRAWS)
    show_scores(found)
    shown = " ".join(capsys.readouterr().out.split())
    count = f"2012-2014: {found.blocks[0].pooled.rows:,} imports"
    (said,) = scores_json(found)["summary"]
    for text in (shown, scores_page(found)):
        assert count in text
        assert said in text


def test_names_are_escaped() -> None:
    page = score_page(document())
    assert "network &lt;b&gt;" in page
    assert "synthetic &lt;script&gt;" in page
    assert "network &lt;b>" in scorecard_markdown(document())


def test_every_chart_stands_beside_a_table_of_its_numbers() -> None:
    for section in sections(document()):
        if section.figures:
            assert section.tables
            assert section.more
    pooled = document()["settings"][1]["blocks"][0]["pooled"]
    page = score_page(document())
    for one in pooled["rivals"]:
        if one["skill"]:
            assert f"<td>{score_of(one['skill']['auroc']['value'])}</td>" in page


def test_figures_are_whole_drawings_and_all_are_named(tmp_path: Path) -> None:
    stale = tmp_path / "docs" / "figures" / "scorecard-old.svg"
    stale.parent.mkdir(parents=True)
    stale.write_text("<svg/>")
    other = stale.with_name("map.svg")
    other.write_text("<svg/>")
    written = write_scorecard(document(), docs=tmp_path / "docs", bench=tmp_path / "bench")
    assert not stale.exists()
    assert other.exists()
    figures = scorecard_figures(document())
    named = re.findall(r"\(figures/([^)]+)\)", (tmp_path / "docs" / "scorecard.md").read_text("utf-8"))
    assert sorted(named) == sorted(figures) == sorted(path.name for path in written if path.suffix == ".svg")
    for text in figures.values():
        root = ET.fromstring(text)  # noqa: S314 - our own drawing
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert json.loads((tmp_path / "bench" / "skill.json").read_text("utf-8")) == document()


def test_a_reliability_drawing_has_a_point_per_group_at_its_height() -> None:
    pooled = document()["settings"][1]["blocks"][0]["pooled"]
    text = scorecard_figures(document())["scorecard-tight-one-development-12-reliability.svg"]
    svg = ET.fromstring(text)  # noqa: S314 - our own drawing
    circles = svg.iter("{http://www.w3.org/2000/svg}circle")
    heights = [float(one.attrib["cy"]) for one in circles]
    came = [one["came"] for one in pooled["reliability"]]
    assert len(heights) == len(came)
    low, high = came.index(min(came)), came.index(max(came))
    top = (heights[low] - heights[high]) / (came[high] - came[low])
    assert [heights[low] - h for h in heights] == pytest.approx([(c - came[low]) * top for c in came], abs=0.11)


def test_a_block_without_events_is_told_and_drawn_around() -> None:
    quiet = synthetic_predictions().with_columns(
        (pl.col("label_tight") & (pl.col("target") <= 2020) & (pl.col("target") != 2013)).alias("label_tight")
    )
    found = score_document({"tight": quiet}, draws=DRAWS)
    text = scorecard_markdown(found)
    assert "No score (no event in" in text
    assert "| 2013 |" in text
    assert "Final 2021-2023, 12 months" not in text
    assert printed(found)
    assert score_page(found)
