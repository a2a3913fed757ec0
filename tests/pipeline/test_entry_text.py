"""Entries are written so that they read back as they were, whatever their texts hold."""

from __future__ import annotations

import tomllib

import pytest

from tocsin.core.errors import TocsinError
from tocsin.pipeline.entry_text import entry_text

ROWS = [
    {"title": 'He said "no"\n[other]\nparty = "X"', "note": "back\\slash \x7f \x00 \u202e \u7981\u8f38"},
    {"references": ["a" * 90, "b, c; d", '""" # not a comment'], "all_goods": True, "hs6": {"high": ["281111"]}},
    {"title": "a\r\nb\u2028c", "items": []},
]


@pytest.mark.parametrize("row", ROWS)
def test_an_entry_reads_back_as_it_was(row: dict[str, object]) -> None:
    text = entry_text("kr-2026-a", row, head="by X\n[injected]")
    assert tomllib.loads(text) == {"kr-2026-a": row}
    assert "injected" not in tomllib.loads(text)


def test_a_text_that_no_file_can_hold_is_refused() -> None:
    with pytest.raises(TocsinError):
        entry_text("a", {"title": "\ud800"})
