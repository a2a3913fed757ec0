"""Text that is changed still knows where each character stood."""

from __future__ import annotations

import re

import pytest

from tocsin.core.errors import UsageError
from tocsin.events.text import Text


def test_what_is_cut_out_leaves_the_places_of_the_rest() -> None:
    text = Text.of("one <b>two</b> three").without([(4, 7), (10, 14)])
    assert text.clean == "one two three"
    assert text.span(4, 7) == (7, 10)
    start, end = text.span(8, 13)
    assert text.original[start:end] == "three"


def test_what_is_new_stands_for_what_it_replaces() -> None:
    text = Text.of("by the use of chips").substituted(re.compile("the use of"), "means of")
    start, end = text.span(3, 11)
    assert text.clean[3:11] == "means of"
    assert text.original[start:end] == "the use of"


def test_changes_can_be_changed_again() -> None:
    once = Text.of("aXbXc").replaced([(1, 2, "--"), (3, 4, "")])
    twice = once.replaced([(0, 1, "AAA")])
    assert twice.clean == "AAA--bc"
    assert twice.span(0, 3) == (0, 1)
    assert twice.span(6, 7) == (4, 5)


def test_a_part_keeps_the_original() -> None:
    part = Text.of("China banned exports.").part(6, 12)
    assert part.clean == "banned"
    assert part.span(0, 6) == (6, 12)


@pytest.mark.parametrize(("start", "end"), [(2, 2), (-1, 2), (0, 99)])
def test_a_span_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(UsageError):
        Text.of("abc").span(start, end)
