"""The hand-coded sentences are well formed, and what they are scored with tells right from wrong."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest
from bench.coders import Coded
from bench.events_gold import (
    FOLDER,
    HALVES,
    LEAST_SENTENCES,
    PLOVER,
    WRITTEN,
    Sentence,
    Tally,
    count,
    figures,
    kappa,
    load,
)

from tocsin.events.event import ACTS, MODALITIES, PRECISIONS, Event, Evidence
from tocsin.ref.countries import countries
from tocsin.ref.products import products

TECHNOLOGIES = {
    "advanced_computing_chips",
    "artificial_intelligence",
    "chemicals",
    "critical_minerals",
    "quantum",
    "rare_earths",
    "semiconductors",
    "steel",
}
GRAPHITE = {"graphite"}
DATES = {"day": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d", "quarter": r"\d{4}-Q[1-4]", "year": r"\d{4}", "none": ""}


def documents(half: str) -> list[dict[str, Any]]:
    told: dict[str, list[dict[str, Any]]] = json.loads((FOLDER / f"{half}.json").read_text(encoding="utf-8"))
    return told["documents"]


def sentences() -> list[dict[str, Any]]:
    return [one for half in HALVES for document in documents(half) for one in document["sentences"]]


def codings() -> list[tuple[str, dict[str, Any]]]:
    return [(one["id"], event) for one in sentences() for key in ("first", "second", "gold") for event in one[key]]


def event(act: str, actor: tuple[str, ...] = (), target: tuple[str, ...] = (), **more: Any) -> Event:
    return Event(actor, act, target, Evidence("x", 0, 1), **more)


def coded(act: str, actor: str = "", target: str = "", **more: Any) -> Coded:
    given = {"act": act, "actor": actor.split(), "target": target.split(), "object": [], "date": "", "modality": "done"}
    return Coded.of(given | more)


def scored(gold: list[Coded], found: list[Event]) -> dict[str, Any]:
    tally = Tally()
    count(Sentence("x", "", None, (), (tuple(gold),)), found, tally)
    return figures(tally)


def test_there_are_enough_sentences_and_a_third_of_them_hold_nothing() -> None:
    held = sentences()
    empty = sum(not one["gold"] for one in held)
    assert len(held) >= LEAST_SENTENCES
    assert empty >= len(held) / 3


def test_no_document_and_no_sentence_stands_twice() -> None:
    addresses = Counter(document["url"] for half in HALVES for document in documents(half))
    texts = Counter(one["text"] for one in sentences())
    ids = Counter(one["id"] for one in sentences())
    assert [key for many in (addresses, texts, ids) for key, n in many.items() if n > 1] == []


def test_every_document_is_official_and_says_where_and_when() -> None:
    official = re.compile(
        r"https://(bidenwhitehouse\.archives\.gov|www\.whitehouse\.gov|www\.federalregister\.gov/d)/\S+"
    )
    for half in HALVES:
        for document in documents(half):
            assert official.fullmatch(document["url"])
            assert document["title"].strip()
            assert re.fullmatch(r"(20\d\d-\d\d-\d\d)?", document["date"])


def test_every_sentence_is_one_whole_clean_line() -> None:
    for one in sentences():
        text = one["text"]
        assert text == " ".join(text.split())
        assert text[0].isupper() or text[0] in "(“"
        assert text[-1] in ".?;”"
        assert not re.search(r"</?\w+>|\]\(|\*\*|\\", text)


def test_every_event_keeps_to_the_closed_lists() -> None:
    for where, one in codings():
        assert {one["act"], *one.get("also", [])} <= set(ACTS), where
        assert one["modality"] in MODALITIES, where
        assert one["date_precision"] in PRECISIONS, where
        assert re.fullmatch(DATES[one["date_precision"]], one["date"]), where


def test_every_code_of_three_letters_is_a_country_and_nobody_acts_on_themselves() -> None:
    known = {*countries(), "EUU"}
    for where, one in codings():
        codes = {party for party in one["actor"] + one["target"] if re.fullmatch(r"[A-Z]{3}", party)}
        assert codes <= known, (where, codes - known)
        assert not set(one["actor"]) & set(one["target"]), where


def test_every_object_is_a_product_or_a_technology() -> None:
    known = {*products(), *TECHNOLOGIES, *GRAPHITE, "polysilicon", "sugar"}
    assert {thing for _, one in codings() for thing in one["object"]} <= known


def test_gold_never_holds_what_neither_coding_saw_unless_it_is_optional() -> None:
    for one in sentences():
        seen = {event["act"] for key in ("first", "second") for event in one[key]}
        for event_ in one["gold"]:
            assert {event_["act"], *event_.get("also", [])} & seen, one["id"]


def test_halves_share_most_acts() -> None:
    acts = [{act for one in load(half) for event_ in one.gold for act in event_.acts} for half in HALVES]
    assert len(acts[0] & acts[1]) >= 24
    assert acts[0] | acts[1] == set(ACTS)


def test_the_table_of_classes_names_our_acts_alone() -> None:
    assert set(PLOVER) <= set(ACTS)


def test_a_right_event_is_found_and_a_second_one_is_wrong() -> None:
    told = scored(
        [coded("sanction", "USA", "PRK")],
        [event("sanction", ("USA",), ("PRK",)), event("tariff", ("USA",), ("PRK",))],
    )
    assert (told["precision"], told["recall"], told["strict_recall"]) == (0.5, 1.0, 1.0)


def test_an_event_turned_round_is_neither_found_nor_directed() -> None:
    told = scored([coded("sanction", "USA", "PRK")], [event("sanction", ("PRK",), ("USA",))])
    assert (told["recall"], told["direction"], told["directed_pairs"]) == (0.0, 0.0, 1)


def test_who_is_named_first_at_a_meeting_says_nothing() -> None:
    told = scored([coded("meet", "USA", "JPN")], [event("meet", ("JPN",), ("USA",))])
    assert (told["recall"], told["strict_recall"], told["directed_pairs"]) == (1.0, 1.0, 0)


@pytest.mark.parametrize(("named", "recall"), [(True, 0.0), (False, 1.0)])
def test_an_actor_only_the_document_names_may_be_left_out(named: bool, recall: float) -> None:
    assert scored([coded("tariff", "USA", named=named)], [event("tariff")])["recall"] == recall


def test_an_optional_event_counts_neither_way() -> None:
    gold = [coded("state", "USA", optional=True)]
    assert scored(gold, [event("state", ("USA",))])["precision"] is None
    assert scored(gold, [])["recall"] is None
    assert scored(gold, [event("ban", ("USA",))])["precision"] == 0.0


@pytest.mark.parametrize(
    ("date", "precision", "right"),
    [("2023-08-17", "day", 1.0), ("2023-08", "month", 1.0), ("2023-08-18", "none", 0.0), ("2023", "year", 0.0)],
)
def test_a_date_is_right_to_the_precision_that_is_coded(date: str, precision: str, right: float) -> None:
    found = event("exercise", ("USA",), date=date, date_precision=precision)
    assert scored([coded("exercise", "USA", date="2023-08")], [found])["date"] == right


def test_anything_read_where_nothing_happens_is_a_false_event() -> None:
    assert scored([], [event("meet", ("USA",))])["false_events"] == 1.0
    assert scored([], [])["false_events"] == 0.0


def test_kappa_is_one_of_the_same_and_zero_of_chance() -> None:
    assert kappa(["a", "b"], ["a", "b"]) == 1.0
    assert kappa(["a", "a", "b", "b"], ["a", "b", "a", "b"]) == 0.0


@pytest.mark.parametrize("half", [f"{name}_{half}" for name in WRITTEN for half in HALVES])
def test_the_written_sentences_are_well_formed_and_kept_apart(half: str) -> None:
    found = [one for document in documents(half) for one in document["sentences"]]
    assert len({one["id"] for one in found}) == len(found)
    for one in found:
        for each in one["gold"]:
            assert {each["act"], *each.get("also", [])} <= set(ACTS), one["id"]
            assert each["modality"] in MODALITIES, one["id"]
            assert re.fullmatch(DATES[each["date_precision"]], each["date"]), one["id"]
    public = {one["text"] for one in sentences()}
    assert not public & {one["text"] for one in found}
