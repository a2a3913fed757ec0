"""Happenings that are no measures."""

from __future__ import annotations

import pytest

from tocsin.core.errors import InputError
from tocsin.ref.incidents import ACTS, incidents, make_incidents

GOOD = {"title": "x", "act": "outage", "place": "JPN", "references": ["r"], "confidence": "high"}


def test_the_shipped_table_is_read_whole() -> None:
    found = incidents()
    assert len(found) >= 30
    assert {one.act for one in found.values()} <= set(ACTS)
    assert found["MR005"].place == "JPN"
    assert str(found["MR005"].valid_from) == "2011-03-11"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"act": "decree"}, "act = 'decree' is not known"),
        ({"place": "JAP"}, "'JAP' is no country"),
        ({"valid_from": "2020-02", "valid_to": "2020-01"}, "before it began"),
        ({"where": "x"}, "The key 'where' is not known"),
        ({"products": ["galium"]}, "galium"),
    ],
)
def test_a_bad_row_is_refused(changed: dict[str, object], said: str) -> None:
    assert make_incidents({"A": GOOD})["A"].title == "x"
    with pytest.raises(InputError, match=said):
        make_incidents({"A": GOOD | changed})
