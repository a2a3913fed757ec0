"""Which acts are directed against somebody, and which hold goods back."""

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
#: Modalities of what has been done or decided.
REAL = ("done", "announced")
