"""The written sentences: well formed, said to be written, and enough to fit the weights from, always to the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from bench.coders import Coded
from bench.events_gold import Sentence
from scripts.fit_days import cases
from scripts.fit_events import fit, lines, read, texts, write

from tocsin.events.event import ACTS, MODALITIES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "bench" / "written_events"
FILES = sorted([*FOLDER.glob("*.jsonl"), *(FOLDER / "by_kind").glob("*.jsonl")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_is_well_formed(path: Path) -> None:
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        row = json.loads(line)
        for event in row["e"]:
            where = f"{path.name}:{n}"
            assert {event["a"], *event["alt"]} <= set(ACTS), where
            assert event["m"] in MODALITIES, where
            assert event["w"] in row["t"], where


def test_the_files_say_that_nothing_in_them_is_fact() -> None:
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert "Synthetic" in text
    assert all(f"`{path.name}`" in text for path in FILES)


def test_no_sentence_stands_in_a_gold_half() -> None:
    gold = {
        one["text"]
        for half in ("dev", "held")
        for document in json.loads((ROOT / "bench" / "gold_events" / f"{half}.json").read_text(encoding="utf-8"))[
            "documents"
        ]
        for one in document["sentences"]
    }
    written = [json.loads(line)["t"] for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(written) == len(set(written))
    assert not gold & set(written)


def test_the_same_sentences_give_the_same_weights(tmp_path: Path) -> None:
    few = (FOLDER / "every_act.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    (tmp_path / "few.jsonl").write_text("\n".join(few), encoding="utf-8")
    written = list(read(lines([tmp_path / "few.jsonl"])))
    rows = fit(written)
    assert rows == fit(written)
    assert {row[0] for row in rows} >= {"act", "party", "modality"}
    write(rows, tmp_path / "a.parquet")
    write(rows[::-1], tmp_path / "b.parquet")
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def test_a_garbled_sentence_is_read_put_right_and_as_it_was() -> None:
    garbled = "Japan's bureau concluded on Friday to eliminate South Korea from its white record of accomplices."
    plain = "Japan's cabinet decided on Friday to remove South Korea from its white list of favoured partners."
    event = {"a": "remove_trusted_group", "w": "eliminate"}
    (was, told), (right, read_) = texts({"t": garbled, "plain": plain, "e": [event]})
    assert (was.clean, told[0]["w"]) == (plain, "")
    assert right.original == garbled
    assert "white list" in right.clean
    assert read_[0]["w"] == "remove"
    ((only, same),) = texts({"t": plain, "e": [event]})
    assert (only.clean, same) == (plain, [event])


def test_a_date_is_a_case_of_each_act_that_is_coded_and_read() -> None:
    said = "Norway banned exports of cod on May 5, 2023, and met Iceland on June 6, 2023."

    def coded(act: str, day: str) -> Coded:
        return Coded((act,), frozenset({"NOR"}), frozenset(), frozenset(), day, "done")

    one = Sentence("one", said, date(2024, 7, 10), (), ((coded("ban", "2023-05-05"), coded("meet", "2023-06-06")),))
    found = [(act, yes) for act, _, yes in cases(one)]
    assert found == [("ban", True), ("ban", False), ("meet", False), ("meet", True)]
