"""Reading a register: what is refused, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.policy.registers import entry, read, write
from tocsin.core.errors import CodeError, FormatError, InputError
from tocsin.policy.register import read_register


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"valid_from": "2020-02", "valid_to": "2020-01-31"}, "valid_to 2020-01-31 is before valid_from 2020-02"),
        ({"valid_from": "2020-13-01"}, "valid_from = '2020-13-01' is no date"),
        ({"products": ["galium"]}, "The product 'galium' is not in the product book.*gallium"),
        ({"targets": ["KRO"]}, "targets holds 'KRO', which is no country and no group"),
        ({"hs6": {"high": ["28111"]}}, "28111"),
        ({"hs6": {"sure": ["281111"]}}, "hs6.sure is not known"),
        ({"hs6": {"high": ["281111"], "low": ["281111"]}}, "stands twice"),
        ({"instrument": "embargo"}, "instrument = 'embargo' is not of its closed list"),
        ({"licence_policy": "maybe"}, "licence_policy = 'maybe' is not of its closed list"),
        ({"confidence": "sure"}, "confidence = 'sure'"),
        ({"licence": "x"}, "The key 'licence' is not known"),
        ({"title": ""}, "The key 'title' is missing"),
        ({"targets": "KOR"}, "is of the wrong kind"),
        ({"supersedes": ["gone"]}, "supersedes names 'gone', which the register does not hold"),
        ({"supersedes": ["bad"]}, "names the entry itself"),
        ({"end": "expiry"}, "no valid_to"),
    ],
)
def test_a_bad_entry_is_refused_with_file_and_line(tmp_path: Path, fields: dict[str, object], said: str) -> None:
    text = entry("good", valid_from="2018-01-01") + entry("bad", **fields)
    with pytest.raises(InputError, match=said) as caught:
        read(tmp_path, JPN=text)
    line = text.splitlines().index("[bad]") + 1
    assert f"measures.toml, line {line} [bad]" in caught.value.where


@pytest.mark.parametrize(("first", "last"), [("2020-01", "2020-01-15"), ("2020", "2020-03"), ("2020-01-15", "2020")])
def test_dates_are_compared_at_the_precision_both_have(tmp_path: Path, first: str, last: str) -> None:
    assert read(tmp_path, JPN=entry("fine", valid_from=first, valid_to=last)).entries


def test_an_effect_before_the_announcement_is_retroactive(tmp_path: Path) -> None:
    text = entry("late", announced_on="2022-08-31", valid_from="2022-08-26")
    text += entry("vague", announced_on="2022-08", valid_from="2022-08-26")
    found = read(tmp_path, USA=text)
    assert [found.get(id_).retroactive for id_ in ("late", "vague")] == [True, False]


def test_contrary_entries_are_refused_until_one_acts_on_the_other(tmp_path: Path) -> None:
    one = entry("one", valid_from="2020-01-01", licence_policy="case by case")
    other = {"valid_from": "2020-06-01", "licence_policy": "denial"}
    with pytest.raises(FormatError, match=r"one says licence \(case by case\) and two says denial"):
        read(tmp_path / "a", JPN=one + entry("two", **other))
    assert read(tmp_path / "b", JPN=one + entry("two", **other, amends=["one"])).entries
    assert read(tmp_path / "c", JPN=one + entry("two", **{**other, "targets": ["CHN"]})).entries
    ended = one.replace('valid_from = "2020-01-01"', 'valid_from = "2020-01-01"\nvalid_to = "2020-05-31"')
    assert read(tmp_path / "d", JPN=ended + entry("two", **other)).entries


def test_a_relief_that_acts_on_nothing_contradicts_what_it_frees(tmp_path: Path) -> None:
    text = entry("rule", valid_from="2020-01-01") + entry("relief", instrument="lifting", valid_from="2021-01-01")
    with pytest.raises(FormatError, match="rule says licence and relief says free"):
        read(tmp_path, JPN=text)


def test_entries_that_end_each_other_are_refused(tmp_path: Path) -> None:
    text = entry("a", valid_from="2020-01-01", supersedes=["b"]) + entry("b", valid_from="2020-01-01", suspends=["a"])
    with pytest.raises(FormatError, match="in a circle"):
        read(tmp_path, JPN=text)


def test_an_entry_cannot_end_what_began_later(tmp_path: Path) -> None:
    text = entry("a", valid_from="2020-01-01", supersedes=["b"]) + entry("b", valid_from="2021-01-01")
    with pytest.raises(FormatError, match="begins before it"):
        read(tmp_path, JPN=text)


def test_an_id_stands_once_and_a_later_folder_takes_its_place(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="stands twice"):
        read(tmp_path / "twice", JPN=entry("same"), KOR=entry("same"))
    shipped = write(tmp_path / "shipped", JPN=entry("same", title="old"))
    own = write(tmp_path / "own", JPN=entry("same", title="new"))
    assert read_register([shipped, own]).get("same").title == "new"


def test_what_is_no_register_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such folder"):
        read_register([tmp_path / "nowhere"])
    with pytest.raises(FormatError, match="holds no entry"):
        read_register([tmp_path])
    with pytest.raises(FormatError, match=r"line 1.*measures.toml"):
        read(tmp_path / "odd", JPN="[broken\n")
    with pytest.raises(CodeError, match="The party 'JAP' is no country"):
        read(tmp_path / "place", JAP=entry("x"))


def test_nobody_ends_the_acts_of_another_party(tmp_path: Path) -> None:
    lift = entry("lift", instrument="lifting", valid_from="2021-01-01", lifts=["rule"])
    with pytest.raises(FormatError, match="lifts rule, an act of JPN"):
        read(tmp_path, FRA=lift, JPN=entry("rule", valid_from="2020-01-01"))


def test_a_file_that_would_not_be_read_is_refused(tmp_path: Path) -> None:
    write(tmp_path, JPN=entry("rule"))
    (tmp_path / "JPN" / "README.md").write_text("notes are fine")
    assert read_register([tmp_path]).entries
    for name in ("rules.toml", "JPN/rules.TOML", "JPN/deep/rules.toml", "JPN/rules.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(entry("lost"))
        with pytest.raises(FormatError, match=f"{name} would not be read"):
            read_register([tmp_path])
        path.unlink()


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    write(tmp_path, JPN="\ufeff" + entry("rule"))
    assert "rule" in read_register([tmp_path]).entries


@pytest.mark.parametrize(
    "second",
    [
        {"products": ["hydrogen_fluoride", "photoresist"], "instrument": "ban"},
        {"instrument": "lifting", "targets": ["KOR", "CHN"]},
        {"instrument": "ban", "valid_from": "2020-06-30"},
        {"instrument": "ban", "valid_from": None, "valid_to": "2020-02-01"},
        {"title": "one"},
    ],
)
def test_more_ways_of_saying_contrary_things(tmp_path: Path, second: dict[str, object]) -> None:
    one = entry("one", title="one", valid_from="2020-01-01", valid_to="2020-06-30")
    changed = {"valid_from": "2020-01-01", "valid_to": "2020-06-30", **second}
    if second.get("valid_from") == "2020-06-30":
        changed["valid_to"] = "2021-01-01"
    with pytest.raises(FormatError, match="same goods towards the same targets"):
        read(tmp_path, JPN=one + entry("two", **changed))


def test_codes_alone_can_be_contrary_too_and_parts_are_told_apart(tmp_path: Path) -> None:
    codes = {"products": None, "hs6": {"high": ["281111"]}, "valid_from": "2020-01-01"}
    with pytest.raises(FormatError, match="same goods"):
        read(tmp_path / "a", JPN=entry("one", **codes) + entry("two", **codes, instrument="ban"))
    part = {**codes, "instrument": "ban", "partial": "above 99 %"}
    assert read(tmp_path / "b", JPN=entry("one", **codes) + entry("two", **part)).entries
