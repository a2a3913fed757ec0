"""The review beside a lake: proposed, corrected, accepted, rejected; nothing lost."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.events.readings import BAN, event, reading
from tests.pipeline.events import lake_of, row
from tocsin.core.clock import fixed_clock
from tocsin.core.errors import BusyError, CodeError, FormatError, LakeError, UsageError
from tocsin.events.cases import replay
from tocsin.events.reading_json import parse_readings
from tocsin.lake import Lake
from tocsin.lake.integrity import check
from tocsin.pipeline.controls import controls
from tocsin.pipeline.kept_measures import kept_measures
from tocsin.pipeline.measures import load_register
from tocsin.pipeline.review import Review
from tocsin.pipeline.review_ledger import Ledger
from tocsin.policy.law import Question, law

ID = "vnm-2026-jpn-gallium-ban"
ME: Any = {"by": "J. Doe", "reason": "so says the decree"}


@pytest.fixture(scope="module")
def new_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("new") / "lake"
    Lake.create(root, fixed_clock(date(2026, 11, 27)), bare=False)
    return root


@pytest.fixture
def review(new_lake: Path, tmp_path: Path) -> Review:
    shutil.copytree(new_lake, tmp_path / "lake")
    return Review(tmp_path / "lake", fixed_clock(date(2026, 11, 27)))


def bring(review: Review, *events: dict[str, Any], **document: Any) -> Any:
    return review.propose(parse_readings(reading(*(events or (event(),)), **document), "a test"))


def status(review: Review, party: str = "VNM", target: str = "JPN", product: str = "gallium") -> str:
    asked = Question(party, target, date(2026, 6, 1), product)
    return law(controls(review.lake_folder), asked).status


def test_an_accepted_proposal_answers_the_question_of_law_and_a_waiting_one_does_not(review: Review) -> None:
    assert bring(review).proposed == [ID]
    assert status(review) == "free"
    path = review.accept(ID, by="J. Doe")
    assert path == review.lake_folder / "controls" / "VNM" / f"{ID}.toml"
    assert status(review) == "ban"
    held = controls(review.lake_folder).get(ID)
    assert (held.confidence, held.seen) == ("medium", False)
    assert "J. Doe" in held.note
    assert any(BAN in one for one in held.references)
    assert review.waiting() == []


def test_the_lake_takes_a_review_that_came_first_and_is_sound_beside_it(tmp_path: Path) -> None:
    review = Review(tmp_path / "first", fixed_clock(date(2026, 11, 27)))
    bring(review)
    review.accept(ID, by="J. Doe")
    lake = Lake.create(review.lake_folder, fixed_clock(date(2026, 11, 27)))
    load_register(lake)
    assert check(lake.store).problems == []
    rows = (
        lake.as_of(date(2026, 11, 27)).connect().execute("SELECT measure FROM measure WHERE party = 'VNM'").fetchall()
    )
    assert (ID,) in rows


def test_the_same_reading_twice_proposes_once(review: Review) -> None:
    bring(review)
    again = bring(review)
    assert (again.proposed, again.linked, again.held) == ([], [], 1)
    assert len(review.waiting()) == 1


def test_another_report_is_linked_to_the_proposal_that_says_the_same(review: Review) -> None:
    bring(review)
    other = bring(review, event("Hanoi bans gallium for Japan.", date="2026-05-08"), sha256="6" * 64)
    assert other.proposed == []
    assert other.linked == [("Hanoi bans gallium for Japan.", ID)]
    (also,) = review.get(ID).also
    assert also["event"]["evidence"]["text"] == "Hanoi bans gallium for Japan."


def test_what_the_shipped_register_holds_is_linked_to_its_entry(review: Review) -> None:
    japan = event(
        "Japan imposed export controls on photoresist to South Korea.",
        actor=["JPN"],
        act="impose_control",
        target=["KOR"],
        object=["photoresist"],
        date="2019-07-04",
    )
    found = bring(review, japan)
    assert found.proposed == []
    assert [to for _, to in found.linked] == ["jp-2019-kr-3mat"]


def test_an_accepted_entry_is_found_again_in_the_register(review: Review) -> None:
    bring(review)
    review.accept(ID, by="J. Doe")
    again = bring(review, event("Hanoi bans gallium for Japan."), sha256="6" * 64)
    assert (again.proposed, [to for _, to in again.linked]) == ([], [ID])


def test_a_rejected_proposal_comes_back_only_in_other_words(review: Review) -> None:
    bring(review)
    review.reject(ID, **ME)
    same = bring(review, sha256="6" * 64)
    assert (same.proposed, [to for _, to in same.linked]) == ([], [ID])
    other = bring(review, event("Hanoi bans gallium for Japan."), sha256="7" * 64)
    assert other.proposed == [f"{ID}-2"]


def test_corrections_are_kept_with_author_reason_and_what_was_before(review: Review) -> None:
    bring(review)
    found = review.correct(ID, {"targets": "KOR", "valid_from": "2026-05-06"}, **ME)
    assert found.state == "waiting"
    assert (found.draft.row["targets"], found.draft.row["valid_from"]) == (["KOR"], "2026-05-06")
    last = json.loads((review.lake_folder / "proposed" / "review.jsonl").read_text().splitlines()[-1])
    assert (last["by"], last["reason"], last["at"][:10]) == ("J. Doe", "so says the decree", "2026-11-27")
    assert {"field": "targets", "before": ["JPN"], "after": ["KOR"]} in last["changes"]
    review.accept(ID, by="J. Doe")
    assert (status(review, target="KOR"), status(review, target="JPN")) == ("ban", "free")


def test_a_correction_of_the_event_drafts_the_entry_anew_and_keeps_earlier_corrections(review: Review) -> None:
    bring(review)
    review.correct(ID, {"title": "The decree"}, **ME)
    found = review.correct(ID, {"act": "quota"}, **ME)
    assert (found.draft.row["instrument"], found.draft.row["rung"], found.draft.row["title"]) == (
        "quota",
        "quota",
        "The decree",
    )


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"targets": "Korea"}, CodeError),
        ({"products": "unobtainium"}, CodeError),
        ({"valid_from": "soon"}, CodeError),
        ({"instrument": "magic"}, FormatError),
        ({"act": "nap"}, UsageError),
        ({"valid_to": "2020-01-01"}, FormatError),
        ({"targets": "JPN"}, UsageError),
        ({}, UsageError),
    ],
)
def test_a_correction_that_no_entry_could_have_changes_nothing(
    review: Review, changes: dict[str, str], error: type
) -> None:
    bring(review)
    before = (review.lake_folder / "proposed" / "review.jsonl").read_bytes()
    with pytest.raises(error):
        review.correct(ID, changes, **ME)
    assert (review.lake_folder / "proposed" / "review.jsonl").read_bytes() == before


def test_what_contradicts_the_register_is_shown_and_not_written(review: Review) -> None:
    bring(review)
    review.accept(ID, by="J. Doe")
    free = event("Vietnam lifted its ban on gallium.", act="lift_control", date="2026-08-01")
    other = bring(review, free, sha256="6" * 64).proposed[0]
    review.correct(other, {"lifts": ""}, **ME)
    with pytest.raises(FormatError) as error:
        review.accept(other, by="J. Doe")
    assert ID in error.value.found
    assert "Nothing was written" in error.value.remedy
    assert review.get(other).state == "waiting"
    assert not (review.lake_folder / "controls" / "VNM" / f"{other}.toml").exists()
    review.correct(other, {"lifts": ID}, **ME)
    review.accept(other, by="J. Doe")
    assert law(controls(review.lake_folder), Question("VNM", "JPN", date(2026, 9, 1), "gallium")).status == "free"


def test_what_lacks_a_field_is_not_accepted_until_somebody_says_it(review: Review) -> None:
    (id_,) = bring(review, event("Vietnam banned exports of chemicals to Japan.", object=["chemicals"])).proposed
    with pytest.raises(FormatError, match="products"):
        review.accept(id_, by="J. Doe")
    review.correct(id_, {"hs6": "high:281111;medium:290123"}, **ME)
    review.accept(id_, by="J. Doe")
    assert controls(review.lake_folder).get(id_).hs6 == {"281111": "high", "290123": "medium"}


@pytest.mark.parametrize("by", ["", "   ", "x" * 200, "a\x1b[31m"])
def test_nobody_decides_without_a_name(review: Review, by: str) -> None:
    bring(review)
    with pytest.raises(UsageError):
        review.accept(ID, by=by)
    assert review.get(ID).state == "waiting"


def test_a_decision_is_final(review: Review) -> None:
    bring(review)
    review.reject(ID, **ME)
    with pytest.raises(UsageError, match=r"rejected by J\. Doe"):
        review.accept(ID, by="Somebody")


def test_an_acceptance_that_was_stopped_between_its_two_files_can_be_repeated(
    review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(review)

    def power_cut(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "append", power_cut)
    with pytest.raises(KeyboardInterrupt):
        review.accept(ID, by="J. Doe")
    monkeypatch.undo()
    assert review.get(ID).state == "waiting"
    review.accept(ID, by="J. Doe")
    assert (review.get(ID).state, status(review)) == ("accepted", "ban")


def test_an_acceptance_that_cannot_be_recorded_leaves_no_entry(review: Review, monkeypatch: pytest.MonkeyPatch) -> None:
    bring(review)

    def full(*_: object) -> None:
        raise LakeError("the disk is full")

    monkeypatch.setattr(Ledger, "append", full)
    with pytest.raises(LakeError):
        review.accept(ID, by="J. Doe")
    monkeypatch.undo()
    assert status(review) == "free"
    assert review.get(ID).state == "waiting"


def test_a_record_that_was_cut_off_is_set_aside_and_the_others_stay(review: Review) -> None:
    bring(review)
    path = review.lake_folder / "proposed" / "review.jsonl"
    with path.open("ab") as file:
        file.write(b'{"what":"rejected","id":"')
    assert review.get(ID).state == "waiting"
    review.reject(ID, **ME)
    assert review.get(ID).state == "rejected"
    assert (path.parent / "review.unfinished-1").read_bytes() == b'{"what":"rejected","id":"'


@pytest.mark.parametrize(
    "line", ["nonsense", "[]", '{"what":"proposed","id":"x"}', '{"what":"accepted","id":"nobody"}']
)
def test_a_damaged_record_is_told_with_its_line_and_nothing_is_written(review: Review, line: str) -> None:
    bring(review)
    path = review.lake_folder / "proposed" / "review.jsonl"
    with path.open("a") as file:
        file.write(line + "\n")
    before = path.read_bytes()
    with pytest.raises(FormatError) as error:
        bring(review, sha256="6" * 64)
    assert "line 2" in error.value.where
    assert path.read_bytes() == before


def test_a_review_that_another_process_holds_is_busy(review: Review) -> None:
    bring(review)
    with review.ledger.locked(), pytest.raises(BusyError), Ledger(review.ledger.folder).locked(wait=0):
        pytest.fail("held twice")


def test_judged_sentences_are_cases_that_the_coder_is_given_again(review: Review) -> None:
    sentence = "Vietnam banned exports of gallium to Japan on 5 May 2026."
    bring(review, event(sentence), event("Vietnam thanked Japan for gallium.", date="2026-01-05"))
    wrong = next(one.id for one in review.waiting() if "thanked" in one.said.sentence)
    assert review.cases() == []
    review.accept(ID, by="J. Doe")
    review.reject(wrong, **ME, misread=True)
    found = replay(review.cases())
    assert {one.case.id: one.why for one in found.agreements} == {ID: "as corrected", wrong: "as corrected"}


def test_a_correction_that_the_sentence_bears_out_is_a_case_and_one_from_the_legal_text_asks_for_nothing(
    review: Review,
) -> None:
    sentence = "Vietnam banned exports of gallium to Japan and South Korea on 5 May 2026."
    bring(review, event(sentence))
    review.correct(ID, {"targets": "JPN,KOR", "valid_from": "2026-05-07"}, **ME)
    (case,) = review.cases()
    assert case.expected == {"actor": ["VNM"], "act": "ban", "target": ["JPN", "KOR"]}
    assert (case.by, case.reason) == ("J. Doe", "so says the decree")
    assert replay([case]).disagreements == ()


def test_a_rejection_for_another_reason_says_nothing_of_the_coder(review: Review) -> None:
    bring(review)
    review.reject(ID, **ME)
    assert review.cases() == []


def test_measures_that_the_lake_keeps_of_documents_are_proposed(tmp_path: Path) -> None:
    kept = row(
        1,
        "2026-05-05",
        "VNM",
        "ban",
        "JPN",
        object="gallium;germanium",
        evidence=BAN,
        evidence_start=3,
        evidence_end=3 + len(BAN),
        document="0123456789abcdef https://news.example/a",
        scope="reading 1",
    )
    others = [row(2, "2026-05-06", "VNM", "meet", "JPN", evidence="They met.", scope="reading 1")]
    lake = lake_of(tmp_path, [kept, *others], source="reading", released=date(2026, 5, 6))
    review = Review(tmp_path / "lake", fixed_clock(date(2026, 11, 27)))
    assert review.propose(kept_measures(lake.as_of(date(2026, 11, 27)))).proposed == [ID]
    found = review.get(ID)
    assert found.draft.row["products"] == ["gallium", "germanium"]
    assert found.said.document.source == "https://news.example/a"


def test_a_real_proclamation_is_linked_to_the_entry_that_the_register_has_of_it(
    shared_data: Path, review: Review
) -> None:
    from tocsin.events.reader import read

    (path,) = (shared_data / "documents").glob("2026-01-14-adjusting-imports-of-semiconductors*.md")
    documents = [one.json() for one in read(path.read_bytes(), name=path.name)]
    found = review.propose(parse_readings(json.dumps({"documents": documents}), "a test"))
    assert "us-2026-232-chips" in [to for _, to in found.linked]
    assert found.faults == []
