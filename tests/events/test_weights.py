"""Weights: softmax over the scopes that count for an act."""

from __future__ import annotations

from math import exp

import pyarrow as pa
import pytest

from tocsin.events.event import ACTS
from tocsin.events.weights import ALWAYS, FAMILIES, Weights, filled, scopes, weights


@pytest.fixture
def few() -> Weights:
    rows = [
        (ALWAYS, "", "no", 1.0),
        ("seen", "", "yes", 0.5),
        ("seen", "restrict", "yes", 0.25),
        ("seen", "ban", "yes", 2.0),
        ("seen", "quota", "yes", -3.0),
    ]
    columns = zip(("sign", "scope", "class", "weight"), zip(*rows, strict=True), strict=True)
    return filled(pa.table({name: list(column) for name, column in columns}))


def test_every_act_has_one_family() -> None:
    assert sorted(act for acts in FAMILIES.values() for act in acts) == sorted(ACTS)


def test_shares_are_the_softmax_of_what_counts_for_the_act(few: Weights) -> None:
    assert scopes("ban") == ("", "restrict", "ban")
    assert scopes("") == ("",)
    yes = exp(0.5 + 0.25 + 2.0)
    assert few.shares("ban", ["seen"]).tolist() == pytest.approx([exp(1) / (exp(1) + yes), yes / (exp(1) + yes)])
    assert few.shares("meet", ["seen"])[1] == pytest.approx(exp(0.5) / (exp(1) + exp(0.5)))


def test_unknown_signs_and_repeated_ones_add_nothing(few: Weights) -> None:
    assert few.shares("ban", ["seen", "seen", "never met"]).tolist() == few.shares("ban", ["seen"]).tolist()
    assert few.shares("ban", []).tolist() == few.shares("ban", ["never met"]).tolist()


@pytest.mark.parametrize(
    ("task", "classes"),
    [
        ("act", ("no", "yes")),
        ("party", ("actor", "none", "target")),
        ("modality", ("announced", "called_for", "conditional", "denied", "done", "possible")),
    ],
)
def test_what_ships_knows_every_class(task: str, classes: tuple[str, ...]) -> None:
    table = weights(task)
    assert table.classes == classes
    assert ALWAYS in table.index
