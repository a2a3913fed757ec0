"""Lines of keys in TOML text, against a parser that knows what is there."""

import tomllib
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from tocsin.scenario.lines import Path, lines_of

TEXT = '''\
title = "a [not.a.header] = 1" # days = 3
description = """
[shock]
kind = "not a key" \\"""
""" # end
a.b = { c = [1, 2], "d e" = 'x' }

[good.x]
hs6 = [
    "281111", # first
    "281112",
]
day = 2019-07-01 12:00:00
[good.x.table]
rows = [ { exporter = "JPN", importer = "KOR" },
  { exporter = "CHN", importer = "KOR" } ]
[[good.x.input]]
good = 'y'
[[good.x.input]]
good = "z"
[[shock]]
kind = "ban"
[shock.when]
product = "x"
[[shock]]
  kind = "ban"
  [shock.when]
  product = "y"
'''


def paths(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, one in items:
        yield from paths(one, (*path, name))


def test_each_key_has_its_line() -> None:
    found = lines_of(TEXT)

    assert found["title",] == 1
    assert found["description",] == 2
    assert found["a", "b", "d e"] == 6
    assert found["good", "x", "hs6", 1] == 11
    assert found["good", "x", "table", "rows", 1, "exporter"] == 16
    assert found["good", "x", "input", 1, "good"] == 20
    assert found["shock", 1] == 25
    assert found["shock", 1, "when", "product"] == 28


def test_nothing_that_a_parser_sees_is_missed() -> None:
    assert set(paths(tomllib.loads(TEXT))) == set(lines_of(TEXT))


def test_windows_line_ends_change_nothing() -> None:
    assert lines_of(TEXT.replace("\n", "\r\n")) == lines_of(TEXT)


@given(
    st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="'\\"), max_size=8), max_size=6)
)
def test_whatever_texts_hold_the_next_key_is_found(texts: list[str]) -> None:
    written = "".join(f"k{number} = '{text}' # {text}\n" for number, text in enumerate(texts)) + "last = 1\n"

    assert lines_of(written)["last",] == len(texts) + 1
