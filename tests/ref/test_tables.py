"""The tables that ship with Tocsin: a slip in one of them is named with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tocsin.core.errors import FormatError
from tocsin.ref import tables
from tocsin.ref.book import _product
from tocsin.ref.gazetteer import _country
from tocsin.ref.groups import _group

if TYPE_CHECKING:
    from pathlib import Path


def test_a_missing_table_says_so() -> None:
    with pytest.raises(FormatError, match=r"nothing\.toml is missing"):
        tables.read_table("nothing.toml")


def test_a_table_that_is_not_toml_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken.toml").write_text("a = 1\nb = \n", encoding="utf-8")
    monkeypatch.setattr(tables, "DATA", tmp_path)
    with pytest.raises(FormatError, match=r"line 2.*broken\.toml"):
        tables.read_table("broken.toml")


def test_a_table_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = tables.read_table("groups.toml")
    monkeypatch.setattr(tables, "DATA", None)  # whoever looks at the file again fails
    assert tables.read_table("groups.toml") is first


def test_a_country_with_a_slip_is_named() -> None:
    with pytest.raises(FormatError, match=r"\['capital'\] in countries\.toml \[KOR\]"):
        _country("KOR", {"name": "South Korea", "kind": "country", "capital": "Seoul"})
    with pytest.raises(FormatError, match="Kind 'planet'"):
        _country("KOR", {"name": "South Korea", "kind": "planet"})


def test_a_group_with_a_slip_is_named() -> None:
    row = {"name": "Two", "confidence": "high", "members": [{"iso3": ["KOR", "KOX"], "reference": "none"}]}
    with pytest.raises(FormatError, match=r"\['KOX'\] are not known in groups\.toml \[TWO\]"):
        _group("TWO", row)
    with pytest.raises(FormatError, match="Confidence 'sure'"):
        _group("TWO", row | {"confidence": "sure"})


def test_a_product_with_an_unknown_reference_is_named() -> None:
    with pytest.raises(FormatError, match="'@nowhere' is not known in here"):
        _product("neon", {"references": ["@nowhere"]}, {}, "here")
