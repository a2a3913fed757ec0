"""Publishers' names of commodities."""

from __future__ import annotations

import pytest

from tocsin.core.errors import CodeError
from tocsin.ref.commodities import commodities
from tocsin.ref.materials import parse_material, stage_of
from tocsin.ref.tables import read_table


@pytest.mark.parametrize(
    ("name", "detail", "commodity"),
    [
        ("Gemanium", "", "germanium"),
        ("GRAPHITE (NATURAL)", "", "graphite"),
        ("copper, mine", "", "copper"),
        ("Lithium (Li2O)", "", "lithium"),
        ("Rare Earths (Heavy)", "", "rare_earths_heavy"),
        ("Platinum-Group metals", "Mine production, Palladium content", "palladium"),
        ("Iron Ore  ", "Mine production, iron content", "iron"),
        ("Iron Ore", "Mine production, usable ore", "iron_ore"),
        ("Titanium Mineral Concentrates", "ilmentite", "ilmenite"),
        ("Nitrogen (Fixed)—Ammonia", "", "ammonia"),
    ],
)
def test_a_name_is_read_as_published(name: str, detail: str, commodity: str) -> None:
    assert parse_material(name, detail) == commodity


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(CodeError, match=r"commodity 'Graphit' is unknown.*graphite"):
        parse_material("Graphit")


def test_every_name_leads_to_a_commodity_with_a_stage() -> None:
    table = read_table("materials.toml")
    ids = {*table["names"].values(), *table["details"]}
    ids |= {commodity for words in table["details"].values() for commodity in words.values()}
    assert {stage_of(commodity) for commodity in ids} == {"mine", "refinery"}
    assert not set(table["new"]) & set(commodities())
    assert set(table["new"]) <= ids | {"platinum_group"}
