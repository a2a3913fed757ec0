"""The pages about labels and foresight say what the code does and what the shipped trade gives."""

from __future__ import annotations

import pytest

from tests.docs import label_tables
from tocsin.foresight.channel import CHANNELS
from tocsin.foresight.labels import RULES, VOIDS
from tocsin.foresight.model import FLOOR, JUDGED
from tocsin.foresight.trade import SMALL, SPAN

LABELS, FORESIGHT = "explanation/labels.md", "explanation/foresight.md"


@pytest.mark.parametrize("name", ["rates", "voids", "hubs", "bands", "agreement"])
def test_every_row_of_a_table_is_what_the_shipped_trade_gives(built: dict[str, str], name: str) -> None:
    page = built[LABELS].splitlines()
    rows = list(getattr(label_tables, name)())
    assert rows
    assert [row for row in rows if row not in page] == []


def test_flows_that_stop(built: dict[str, str]) -> None:
    assert label_tables.stops() in " ".join(built[LABELS].split())


def test_years_differ(built: dict[str, str]) -> None:
    assert label_tables.years() in " ".join(built[FORESIGHT].split())


def test_rules_and_reasons_are_all_told(built: dict[str, str]) -> None:
    assert all(f"| `{name}` |" in built[LABELS] for name in RULES)
    assert all(f"**{reason}**" in built[LABELS] for reason in VOIDS)


def test_channels_are_all_told(built: dict[str, str]) -> None:
    for one in CHANNELS.values():
        row = f"| [{one.title}](../reference/channels.md#{one.name}) | {len(one.features)} |"
        assert row in built[FORESIGHT]
    assert built[FORESIGHT].count("../reference/channels.md#") == len(CHANNELS.values())


def test_limits_of_the_model_are_those_of_the_code(built: dict[str, str]) -> None:
    text = " ".join(built[FORESIGHT].split())
    millions = {one: f"USD {one / 1e6:g}m" for one in (FLOOR, JUDGED, SMALL)}
    assert f"import of {millions[FLOOR]} or more" in text
    assert f"imports of {millions[JUDGED]} or more" in text
    assert f"more than {millions[SMALL]} on average" in text
    assert f"{SPAN} years up to the last known one" in text
