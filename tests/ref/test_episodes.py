"""The episodes: complete, checked entry by entry, and told by their page as they are."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path
from statistics import median

import polars as pl
import pytest

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.ref.countries import countries
from tocsin.ref.episodes import (
    CLASSES,
    CONFIDENCE,
    FAMILIES,
    Episode,
    episodes,
    in_codes,
    read_episodes,
    touching,
)
from tocsin.ref.groups import group_names
from tocsin.ref.products import products
from tocsin.ref.tables import DATA

FOLDER = DATA / "episodes"
ALL = list(episodes().values())
PAGE = (Path(__file__).parents[2] / "docs" / "explanation" / "episodes.md").read_text(encoding="utf-8")
DAYS = {entry.id: entry.signal_to_effect_days for entry in ALL if entry.signal_to_effect_days is not None}


def test_all_are_there_and_no_other_file_is() -> None:
    assert list(episodes()) == [f"E{number:02d}" for number in range(1, 47)]
    assert {path.name for path in FOLDER.iterdir()} == {f"{family}.toml" for family in FAMILIES}
    assert {entry.family for entry in ALL} == set(FAMILIES)


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_every_episode_is_complete(entry: Episode) -> None:
    assert entry.title
    assert entry.cause
    assert entry.magnitude
    assert entry.references
    assert all(entry.references)
    assert entry.class_ in CLASSES
    assert entry.confidence in CONFIDENCE
    assert all(re.fullmatch(r"\d{6}", code) for code in entry.hs6)
    assert entry.hs6 or entry.goods_note
    assert set(entry.products) <= products().keys()
    assert entry.importers_hit
    assert set(entry.importers_hit) <= countries().keys() | set(group_names())
    assert entry.suppliers
    assert set(entry.suppliers) <= countries().keys() - {"WLD"}


@pytest.mark.parametrize("entry", ALL, ids=lambda entry: entry.id)
def test_dates_run_forward_and_what_is_absent_is_explained(entry: Episode) -> None:
    told = [entry.first_public_signal, entry.effective_date, entry.onset, entry.end]
    known = [date for date in told if date is not None]
    pairs = [(first, later) for place, first in enumerate(known) for later in known[place + 1 :]]
    assert sum(first.start > later.end for first, later in pairs) == entry.retroactive
    assert not (entry.ongoing and entry.end)
    assert len(known) + entry.ongoing == 4 or entry.dates_note


def test_dates_are_kept_as_precise_as_they_are() -> None:
    onset = episodes()["E01"].onset
    assert onset is not None
    assert (onset.start.isoformat(), onset.end.isoformat()) == ("2008-02-01", "2008-02-29")
    assert episodes()["E09"].ongoing
    assert (episodes()["E07"].end, episodes()["E46"].effective_date, episodes()["E46"].onset) == (None, None, None)
    assert [entry.id for entry in ALL if entry.retroactive] == ["E34"]


def test_days_from_signal_to_effect() -> None:
    for id_, days in DAYS.items():
        signal, effect = episodes()[id_].first_public_signal, episodes()[id_].effective_date
        assert effect is not None
        assert (effect.start - signal.start).days == days
    assert [entry.id for entry in ALL if entry.signal_to_effect_days_told is not None] == ["E40"]
    assert median(days for id_, days in DAYS.items() if id_ <= "E37") == 3
    assert median(DAYS.values()) == 4


def test_an_episode_is_of_the_edition_of_its_time() -> None:
    found = {id_: episodes()[id_].edition for id_ in ("E01", "E05", "E08", "E18", "E46")}
    assert found == {"E01": "2007", "E05": "2012", "E08": "2017", "E18": "2022", "E46": "2022"}


def test_codes_of_another_edition_go_by_the_product() -> None:
    antimony = episodes()["E31"]
    assert antimony.codes("2022") == {"811010", "282580", "261710"}
    assert antimony.codes("1992") == {"811000", "282580", "261710"}
    tungsten = episodes()["E35"].codes("2022")
    assert tungsten == set(episodes()["E35"].hs6)
    assert episodes()["E04"].codes("2022") == {"847170"}
    assert episodes()["E14"].codes("2022") == frozenset()


@pytest.mark.parametrize("edition", ["2012", "2017", "2022"])
def test_codes_of_their_own_edition_are_those_told(edition: str) -> None:
    own = [entry for entry in ALL if entry.edition == edition]
    assert own
    for entry in own:
        assert entry.codes(edition) == set(entry.hs6), entry.id


def test_episodes_by_code_and_by_product() -> None:
    assert [entry.id for entry in in_codes({"280429"}, "2017")] == ["E06", "E19", "E39"]
    assert [entry.id for entry in touching(["neon"])] == ["E19"]
    assert [entry.id for entry in touching(["urea", "dysprosium"])] == ["E02", "E16", "E29", "E36", "E38"]
    assert in_codes([], "2022") == ()
    assert touching([]) == ()
    for entry in ALL:
        for id_ in entry.products:
            assert entry in touching([id_])


def test_what_is_no_code_product_or_edition_is_refused() -> None:
    with pytest.raises(CodeError, match="Did you mean helium"):
        touching(["heliun"])
    with pytest.raises(CodeError, match="digits"):
        in_codes("280429", "2022")
    with pytest.raises(UsageError, match="2007"):
        in_codes({"280429"}, "2007")


BEFORE_2025 = ["E02", "E09", "E18", "E20", "E26", "E27", "E28", "E31"]


def test_those_the_bundled_tables_touch() -> None:
    held = pl.read_parquet(DATA / "bundled" / "flow_2026.parquet", columns=["product"])["product"].unique()
    found = in_codes({f"{code:06d}" for code in held}, "1992")
    assert [entry.id for entry in found if entry.effective_date and entry.effective_date.year < 2025] == BEFORE_2025


# ------------------------------------------------------------------------------------------------ what is refused


def damaged(folder: Path, place: str, old: str, new: str) -> Path:
    """Copy the episodes and change one entry: ``"food E01"``."""
    copy = folder / "episodes"
    shutil.copytree(FOLDER, copy)
    family, id_ = place.split()
    path = copy / f"{family}.toml"
    before, block = path.read_text(encoding="utf-8").split(f"[{id_}]\n")
    entry, *others = re.split(r"^(?=\[E)", f"[{id_}]\n{block}", flags=re.MULTILINE)[1:]
    assert old in entry
    path.write_text(before + entry.replace(old, new, 1) + "".join(others), encoding="utf-8")
    return copy


def test_an_unchanged_copy_reads_the_same(tmp_path: Path) -> None:
    assert read_episodes(damaged(tmp_path, "food E21", "title", "title")) == episodes()


@pytest.mark.parametrize(
    ("place", "old", "new", "told"),
    [
        ("semiconductor E08", 'suppliers = ["JPN"]', 'suppliers = ["JAP"]', "'JAP' is not known"),
        ("semiconductor E08", 'importers_hit = ["KOR"]', 'importers_hit = ["KOREA"]', "'KOREA' is not known"),
        ("semiconductor E08", 'suppliers = ["JPN"]', 'suppliers = ["EU"]', "'EU' is not known"),
        ("semiconductor E08", 'suppliers = ["JPN"]', 'suppliers = ["WLD"]', "'WLD' is no place"),
        ("semiconductor E08", 'importers_hit = ["KOR"]', 'importers_hit = ["_X"]', "'_X' is no place"),
        ("semiconductor E08", 'importers_hit = ["KOR"]', 'importers_hit = ["KOR", "KOR"]', "twice"),
        ("semiconductor E08", 'importers_hit = ["KOR"]', "importers_hit = []", "not of its kind"),
        ("semiconductor E08", '"281111"', '"28111"', "5 digits"),
        ("semiconductor E08", '"281111"', '"2811.11"', "not six digits"),
        ("semiconductor E08", '"281111"', "281111", "not of its kind"),
        ("semiconductor E08", '"hydrogen_fluoride"', '"hydrogen_flouride"', "Did you mean hydrogen_fluoride"),
        ("semiconductor E08", '"hydrogen_fluoride"', '"helium"', "none of the codes"),
        ("semiconductor E08", '"2019-07-04"', '"2019-06-30"', "2019-07-01 is after effective_date 2019-06-30"),
        ("semiconductor E08", 'end = "2019-12"', 'end = "2019-06"', "is after end 2019-06"),
        ("semiconductor E08", 'onset = "2019-07"', 'onset = "2019-13"', "not a period"),
        ("semiconductor E08", 'onset = "2019-07"', 'onset = "2019-Q3"', "not a date"),
        ("semiconductor E08", 'onset = "2019-07"', 'onset = "201907"', "not a date"),
        ("semiconductor E08", 'onset = "2019-07"', "", "onset left out"),
        ("semiconductor E08", 'onset = "2019-07"', 'onset = "ongoing"', "not a period"),
        ("semiconductor E08", "signal_to_effect_days = 3", "signal_to_effect_days = 4", "the dates give 3"),
        ("semiconductor E08", "signal_to_effect_days = 3", "", "the dates give 3"),
        ("semiconductor E08", "days = 3", "days = 3\nsignal_to_effect_days_told = 5", "days_told is 5"),
        ("semiconductor E08", "days = 3", "days = 3\nretroactive = true", "not before the signal"),
        ("semiconductor E08", 'first_public_signal = "2019-07-01"', "", "first_public_signal"),
        ("semiconductor E08", '["JPN"]', '[""]', "not of its kind"),
        ("semiconductor E08", 'class_note = "the flow', 'clas_note = "the flow', "Did you mean class_note"),
        ("critical_minerals E34", "retroactive = true\n", "", "retroactive = true"),
        ("critical_minerals E02", 'class = "P"', 'class = "Q"', "'Q' is not one"),
        ("critical_minerals E02", 'confidence = "medium"', 'confidence = "med"', "'med' is not one"),
        ("health E07", 'dates_note = "The end', 'class_note = "The end', "end left out"),
        ("health E40", "signal_to_effect_days_told = 0", "signal_to_effect_days = 0", "the dates give None"),
        ("transport E14", 'goods_note = "Goods of many codes."', "", "hs6 is empty"),
        ("energy E38", 'first_public_signal = "2026-01"', 'first_public_signal = "2026-04"', "after effective_date"),
    ],
)
def test_a_damaged_copy_is_refused_with_file_and_id(tmp_path: Path, place: str, old: str, new: str, told: str) -> None:
    with pytest.raises((CodeError, FormatError), match=re.escape(told)) as caught:
        read_episodes(damaged(tmp_path, place, old, new))
    family, id_ = place.split()
    assert f"episodes/{family}.toml [{id_}]" in caught.value.where


def test_an_id_that_is_none_or_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=re.escape("'E8' is not one in episodes/semiconductor.toml [E8]")):
        read_episodes(damaged(tmp_path / "a", "semiconductor E08", "[E08]", "[E8]"))
    with pytest.raises(FormatError, match=re.escape("E08 stands twice in episodes/health.toml [E08]")):
        read_episodes(damaged(tmp_path / "b", "health E07", "[E07]", "[E08]"))


def test_a_file_that_is_absent_or_no_table_is_refused_by_name(tmp_path: Path) -> None:
    copy = damaged(tmp_path, "food E01", "[E01]", "[E01")
    with pytest.raises(FormatError, match=r"food\.toml"):
        read_episodes(copy)
    (copy / "food.toml").unlink()
    with pytest.raises(FormatError, match=r"food\.toml is missing"):
        read_episodes(copy)


# ----------------------------------------------------------------------------------------------------- their page


def row(entry: Episode) -> str:
    """Write an episode as its line of the page."""
    cells = (
        entry.id, entry.title, entry.class_, " ".join(entry.importers_hit), " ".join(entry.suppliers),
        str(entry.effective_date or "none"), str(entry.end or ("ongoing" if entry.ongoing else "not established")),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def test_the_page_lists_the_episodes_as_they_are() -> None:
    assert re.findall(r"^\| E\d\d .*$", PAGE, re.MULTILINE) == [row(entry) for entry in ALL]


def test_the_page_counts_right() -> None:
    counted = {
        letter: int(number) for letter, number in re.findall(r"^\| ([SPN]) \| .* \| (\d+) \|$", PAGE, re.MULTILINE)
    }
    assert counted == Counter(entry.class_ for entry in ALL)
    told = " ".join(PAGE.split())
    assert f"Tocsin keeps {len(ALL)} of them" in told
    assert f"{len(DAYS)} of the episodes have such a number. The median is {median(DAYS.values())} days" in told
    assert f"in {sum(days <= 0 for days in DAYS.values())} of the {len(DAYS)} the effect came on the day" in told
    first = [days for id_, days in DAYS.items() if id_ <= "E37"]
    assert f"Of the first {len(first)} (E01 to E37, to the end of 2025) the median is {median(first)} days" in told
    assert f"{', '.join(BEFORE_2025[:-1])} and {BEFORE_2025[-1]}." in told
