"""The shipped register answers dated questions whose answers are known."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.policy.law import Question, law
from tocsin.policy.register import register

# party, target, product, on, status, an entry that must be named
TABLE = """\
JPN KOR hydrogen_fluoride       2019-07-03 free      -
JPN KOR hydrogen_fluoride       2019-07-04 licence   jp-2019-kr-3mat
JPN KOR photoresist             2019-07-05 licence   jp-2019-kr-3mat
JPN KOR fluorinated_polyimide   2019-07-05 licence   jp-2019-kr-3mat
JPN TWN hydrogen_fluoride       2019-07-05 free      -
JPN KOR photoresist             2020-01-10 licence   jp-2019-kr-resist-ease
JPN KOR hydrogen_fluoride       2020-01-10 licence   jp-2019-kr-3mat
JPN KOR fluorinated_polyimide   2023-03-22 licence   jp-2019-kr-3mat
JPN KOR fluorinated_polyimide   2023-03-23 free      jp-2023-kr-3mat-lift
JPN KOR hydrogen_fluoride       2023-07-21 free      jp-2023-kr-groupa-back
JPN KOR -                       2019-08-27 free      jp-2004-korea-white
JPN KOR -                       2019-08-28 licence   jp-2019-kr-groupa-out
JPN KOR -                       2023-07-20 licence   jp-2019-kr-groupa-out
JPN KOR -                       2023-07-21 free      jp-2023-kr-groupa-back
KOR JPN -                       2019-09-17 free      kr-ga-2010
KOR JPN -                       2019-09-18 licence   kr-2019-jp-out
KOR JPN -                       2023-04-23 licence   kr-2019-jp-out
KOR JPN -                       2023-04-24 free      kr-2023-jp-back
KOR USA -                       2020-01-01 free      kr-2019-ga1
JPN CHN etch_tools              2023-07-22 free      -
JPN CHN etch_tools              2023-07-23 licence   jp-2023-23items
NLD CHN lithography_tools       2023-08-31 free      -
NLD CHN lithography_tools       2023-09-01 licence   nl-2023-duv
NLD CHN lithography_tools       2024-09-07 licence   nl-2024-09-duv2
USA CHN lithography_tools       2022-10-06 free      -
USA CHN lithography_tools       2022-10-07 denial    us-2022-1007
USA CHN logic_processors        2022-10-21 denial    us-2022-1021-ac
USA CHN logic_processors        2023-11-17 denial    us-2023-1017-acs
USA CHN dram_hbm                2024-12-01 free      -
USA CHN dram_hbm                2024-12-02 denial    us-2024-1202-fdp
USA CHN logic_processors        2025-01-16 denial    us-2025-0115-foundry
USA CHN -                       2025-10-15 licence   us-2025-affiliates
USA CHN -                       2026-01-15 free      us-2025-affiliates-susp
USA CHN -                       2026-11-20 uncertain us-2025-affiliates
IDN CHN nickel_ore              2013-06-01 free      -
IDN CHN nickel_ore              2015-06-01 ban       MR008
IDN CHN nickel_ore              2018-06-01 licence   MR009
IDN CHN nickel_ore              2020-01-01 ban       MR017
IDN CHN bauxite                 2023-06-10 ban       MR064
IND KOR rice                    2008-05-01 ban       MR002
IND KOR rice                    2023-08-01 ban       MR067
IND KOR wheat                   2022-05-14 ban       MR051
COD CHN cobalt_hydroxide        2025-03-01 ban       MR091
COD CHN cobalt_hydroxide        2025-10-20 quota     MR096
ZWE CHN spodumene               2023-01-15 ban       MR060
ZWE CHN spodumene               2026-03-15 ban       MR100
ZWE CHN spodumene               2026-06-01 quota     MR108
CHN KOR gallium                 2023-07-31 free      -
CHN KOR gallium                 2023-08-01 licence   CHN-2023-23
CHN USA gallium                 2024-12-03 denial    CHN-2024-46
CHN KOR gallium                 2024-12-03 licence   CHN-2023-23
CHN USA gallium                 2025-11-09 licence   CHN-2025-72
CHN USA gallium                 2026-11-27 licence   CHN-2025-72
CHN USA gallium                 2026-11-28 uncertain CHN-2024-46
CHN KOR natural_graphite_flake  2023-11-30 free      -
CHN KOR natural_graphite_flake  2023-12-01 licence   CHN-2023-39
CHN USA antimony_metal          2024-09-15 licence   CHN-2024-33
CHN KOR tungsten_metal          2025-02-04 licence   CHN-2025-10
CHN JPN dysprosium              2025-04-04 licence   CHN-2025-18
CHN JPN holmium                 2025-11-08 free      CHN-2025-70
CHN JPN holmium                 2026-11-10 free      CHN-2025-70
CHN JPN holmium                 2026-11-11 uncertain CHN-2025-57
CHN JPN neodymium               2010-10-15 ban       CHN-RE-HOLD-2010
CHN KOR neodymium               2012-10-15 quota     CHN-RE-QUOTA-2012
RUS KOR wheat                   2010-09-01 ban       MR004
RUS KOR urea                    2022-01-15 quota     MR036
"""
KNOWN = TABLE.splitlines()


@pytest.mark.parametrize("line", KNOWN)
def test_a_known_answer(line: str) -> None:
    party, target, product, on, status, named = line.split()
    goods = "" if product == "-" else product
    answer = law(register(), Question(party, target, date.fromisoformat(on), goods))
    assert answer.status == status, answer.reasons
    assert named == "-" or named in answer.entries


@pytest.mark.parametrize(
    ("known_on", "status"), [("2019-06-30", "free"), ("2019-08-01", "free"), ("2019-08-02", "licence")]
)
def test_what_was_known_of_koreas_standing(known_on: str, status: str) -> None:
    asked = Question("JPN", "KOR", date(2019, 9, 1), "", date.fromisoformat(known_on))
    assert law(register(), asked).status == status


@pytest.mark.parametrize(
    ("holder", "on", "status"),
    [
        ("Samsung", "2022-10-08", "denial"),
        ("Samsung", "2022-12-01", "free"),
        ("SK hynix", "2024-06-01", "free"),
        ("SK hynix", "2025-12-30", "free"),
        ("Samsung", "2026-12-31", "free"),
        ("Samsung", "2027-01-01", "uncertain"),
        ("TSMC", "2022-11-01", "free"),
        ("TSMC", "2024-01-10", "free"),
        ("TSMC", "2026-06-01", "free"),
        ("TSMC", "2027-01-01", "uncertain"),
        ("YMTC", "2024-06-01", "denial"),
    ],
)
def test_authorisations_of_fabs_in_china(holder: str, on: str, status: str) -> None:
    asked = Question("USA", "CHN", date.fromisoformat(on), "deposition_tools", holder=holder)
    assert law(register(), asked).status == status


def test_the_register_is_as_large_as_promised_and_only_what_was_read_is_seen() -> None:
    entries = register().entries.values()
    assert len(entries) >= 250
    assert all(one.seen == (one.confidence == "high") for one in entries)
    assert all(one.references for one in entries)


@pytest.mark.parametrize(("product", "status"), [("photoresist", "licence"), ("rice", "free"), ("urea", "free")])
def test_a_lost_place_in_a_trusted_group_touches_listed_goods_only(product: str, status: str) -> None:
    assert law(register(), Question("KOR", "JPN", date(2019, 10, 1), product)).status == status


@pytest.mark.parametrize(
    ("target", "item", "on", "status"),
    [
        ("CHN", "3A090", "2022-10-21", "denial"),
        ("CHN", "3B001", "2023-11-17", "denial"),
        ("CHN", "3A090.c", "2025-01-10", "denial"),
        ("SAU", "3A090", "2023-11-17", "licence"),
        ("CHN", "3B001", "2022-10-01", "free"),
    ],
)
def test_entries_of_control_lists_are_found_in_whatever_words_they_stand(
    target: str, item: str, on: str, status: str
) -> None:
    assert law(register(), Question("USA", target, date.fromisoformat(on), item)).status == status


def test_an_answer_says_where_it_rests_on_silence_or_touches_a_part() -> None:
    silent = law(register(), Question("JPN", "TWN", date(2019, 7, 5), "hydrogen_fluoride"))
    assert (silent.silent, silent.part) == (True, "")
    part = law(register(), Question("IND", "KOR", date(2023, 8, 1), "rice"))
    assert (part.silent, part.part) == (False, "broken rice; non-basmati white rice")
