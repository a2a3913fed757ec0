"""What most coders coded counts, what one alone saw is left open, and nobody's coding is preferred."""

from __future__ import annotations

from itertools import permutations
from typing import Any

from bench.coders import Coded, grouped, settled


def coded(act: str, actor: str = "", target: str = "", **more: Any) -> Coded:
    given = {"act": act, "actor": actor.split(), "target": target.split(), "object": [], "date": "", "modality": "done"}
    return Coded.of(given | more)


def told(*codings: list[Coded]) -> list[tuple[tuple[str, ...], list[str], list[str], bool]]:
    return [(one.acts, sorted(one.actor), sorted(one.target), one.optional) for one in settled(codings)]


def test_a_single_coding_stays_as_it_is() -> None:
    one = coded("ban", "CHN", "USA", optional=True)
    assert settled([[one]]) == (one,)


def test_two_of_three_are_enough_and_one_is_not() -> None:
    ban, meet = coded("ban", "CHN", "USA"), coded("meet", "JPN", "KOR")
    assert told([ban], [ban, meet], []) == [(("ban",), ["CHN"], ["USA"], False), (("meet",), ["JPN"], ["KOR"], True)]
    assert told([], [meet], [ban])[0][3]


def test_what_two_hold_to_be_optional_is_optional() -> None:
    sure, faint = coded("state", "USA", "CHN"), coded("state", "USA", "CHN", optional=True)
    assert [one.optional for one in settled([[sure], [faint], [faint]])] == [True]
    assert [one.optional for one in settled([[sure], [sure], [faint]])] == [False]


def test_parties_dates_and_modalities_are_those_of_most() -> None:
    one = coded("tariff", "USA", "CHN", date="2025-04-02", modality="announced")
    other = coded("tariff", "USA", "CHN MEX", date="2025-04-02")
    third = coded("tariff", "USA", "", date="2025-04", modality="announced")
    (found,) = settled([[one], [other], [third]])
    assert (sorted(found.target), found.date, found.modality) == (["CHN"], "2025-04-02", "announced")
    (found,) = settled([[one], [third]])
    assert (sorted(found.target), found.date) == ([], "")


def test_acts_that_one_holds_to_be_right_too_make_one_event() -> None:
    one, other = coded("impose_control", "CHN", also=["ban"]), coded("ban", "CHN")
    assert told([one], [other], [other]) == [(("ban", "impose_control"), ["CHN"], [], False)]
    assert len(told([coded("impose_control", "CHN")], [other])) == 2


def test_parties_that_differ_make_two_events_and_a_missing_one_does_not() -> None:
    assert len(told([coded("ban", "CHN")], [coded("ban", "USA")])) == 2
    assert len(told([coded("ban", "CHN", "USA")], [coded("ban", "", "USA")])) == 1
    assert len(told([coded("ban", "CHN", "USA")], [coded("ban", "USA", "CHN")])) == 2


def test_side_by_side_it_does_not_matter_who_is_named_as_met() -> None:
    together, met = coded("meet", "JPN KOR"), coded("meet", "JPN", "KOR")
    assert told([together], [met], [together]) == [(("meet",), ["JPN", "KOR"], [], False)]


def test_of_each_coder_a_group_holds_one_event_at_most() -> None:
    twice = [coded("meet", "KOR", "JPN", date="2023-03"), coded("meet", "KOR", "USA", date="2023-04")]
    groups = grouped([twice, list(reversed(twice)), twice])
    assert [[n for n, _ in group] for group in groups] == [[0, 1, 2], [0, 1, 2]]
    assert all(len({one.target for _, one in group}) == 1 for group in groups)


def test_the_order_of_coders_changes_no_act_and_no_party() -> None:
    codings = [[coded("ban", "CHN", "USA")], [coded("ban", "CHN"), coded("state", "USA")], [coded("state", "USA")]]
    assert len({str(sorted(told(*one))) for one in permutations(codings)}) == 1


def test_where_two_disagree_the_one_who_comes_first_says_how_far_it_is_a_fact() -> None:
    one, other = coded("ban", "CHN", modality="announced"), coded("ban", "CHN")
    assert [each.modality for each in settled([[one], [other], []])] == ["announced"]
    assert [each.modality for each in settled([[other], [one], [one]])] == ["announced"]


def test_no_two_of_a_group_name_other_parties() -> None:
    open_, usa, jpn = coded("ban", "CHN"), coded("ban", "CHN", "USA"), coded("ban", "CHN", "JPN")
    groups = grouped([[open_], [usa], [jpn]])
    assert all(not {"USA", "JPN"} <= {party for _, one in group for party in one.target} for group in groups)


def test_a_name_that_holds_the_other_is_the_same() -> None:
    given = {"act": "outage", "target": [], "object": [], "date": "", "modality": "done"}
    one, other = (Coded.of(given | {"actor": [name]}) for name in ("Foo Steel", "Foo Steel Works"))
    (found,) = settled([[one], [other], []])
    assert found.actor == {"Foo Steel"}


def test_parties_on_which_two_differ_are_doubtful() -> None:
    one, other = coded("ban", "CHN", "USA JPN"), coded("ban", "CHN", "USA KOR")
    (found,) = settled([[one], [other]])
    assert found.target == {"USA"}
    assert found.doubtful == {"JPN", "KOR"}
    assert {"USA", "JPN"} & settled([[one], [other], [one]])[0].doubtful == set()


def test_a_party_that_has_another_part_for_each_is_doubtful() -> None:
    (found,) = settled([[coded("state", "CHN", "USA")], [coded("state", "CHN USA")]])
    assert found.actor == {"CHN"}
    assert not found.target
    assert found.doubtful == {"USA"}
