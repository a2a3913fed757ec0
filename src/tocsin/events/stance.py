"""Which acts are directed against somebody, which hold goods back, which are done together or by nobody."""

from __future__ import annotations

#: Acts that hold goods back from a partner.
RESTRICTING = (
    "announce_control",
    "impose_control",
    "quota",
    "ban",
    "tariff",
    "remove_trusted_group",
    "list_entity",
    "sanction",
)
#: Acts against somebody. Where a publisher rates the intensity of an event, its sign decides instead.
HOSTILE = (*RESTRICTING, "threaten", "retaliate", "missile_test")
#: Acts in which parties stand side by side.
SIDES = frozenset({"meet", "agree", "dialogue", "exercise"})
#: Acts that nobody does.
WITHOUT_ACTOR = frozenset({"hazard"})
#: Modalities of what has been done or decided.
REAL = ("done", "announced")
