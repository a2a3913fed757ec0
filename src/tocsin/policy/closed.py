"""Closed lists of the register: what may stand in a field, and what it does."""

from __future__ import annotations

from collections.abc import Mapping

#: What an act is, as the publisher's own words go, and what it does to goods unless its entry says otherwise.
INSTRUMENTS: Mapping[str, str] = {
    "control": "licence",
    "licence": "licence",
    "licence_change": "licence",
    "technology_control": "licence",
    "inspection": "licence",
    "quota": "quota",
    "ban": "ban",
    "sanction": "ban",
    "lifting": "free",
    "suspension": "free",
    "exception": "free",
    "authorisation": "free",
    "trusted_group_add": "none",
    "trusted_group_remove": "none",
    "listing": "entity",
    "end_user_listing": "entity",
    "tariff": "duty",
    "tax": "duty",
}
#: What an entry does to goods while it is in force, the strictest last. Only those from ``free`` to ``ban`` answer a
#: question of law; a duty, a list of named firms and a framework leave goods free.
EFFECTS = ("none", "entity", "duty", "free", "licence", "quota", "denial", "ban")
RESTRICTING = ("licence", "quota", "denial", "ban")
#: How licences are granted, the strictest last.
LICENCE_POLICIES = ("", "general", "notification", "case by case", "presumption of denial", "denial")
DENYING = ("presumption of denial", "denial")
DIRECTIONS = ("export", "import", "investment", "other")
CONFIDENCE = ("high", "medium", "low")
#: Steps of a ladder, the strictest last; relief, authorisations and groups stand beside it.
RUNGS = (
    "framework",
    "monitoring",
    "inspection",
    "duty",
    "minimum_price",
    "entity",
    "technology",
    "licence",
    "quota",
    "denial",
    "ban",
)
BESIDE = ("relief", "authorisation", "group")
#: How an entry came to its last day: fixed in advance, or by a later decision.
ENDS = ("", "expiry", "ended")
#: What follows the last day: nothing, or a state that nobody has established.
AFTER = ("", "open")
EVERYONE = "*"
#: Parties that are no country: unions, and acts of several.
JOINT = ("EU", "MULTI")
