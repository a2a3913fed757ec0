"""Measures of documents as entries that are proposed to the register, or as what it holds already."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tocsin.core.errors import TocsinError
from tocsin.events.measure import Measure, day_after
from tocsin.events.mentions import seat_of
from tocsin.pipeline.sameness import AS_INSTRUMENT, KIN, candidates, day_of, fit, says_same, split
from tocsin.policy.closed import EVERYONE, INSTRUMENTS, RESTRICTING
from tocsin.policy.entry import Entry, make_entry
from tocsin.policy.groups import trusted_by
from tocsin.policy.register import Register
from tocsin.ref.countries import countries
from tocsin.ref.products import products

#: Steps of the ladder by instrument.
_RUNG = {"control": "licence", "quota": "quota", "ban": "ban", "tariff": "duty", "listing": "entity"}
_WORDS = {
    "announce_control": "Control",
    "impose_control": "Control",
    "lift_control": "Lifting of a restriction",
    "extend": "Extension",
    "suspend": "Suspension of a restriction",
    "expire": "End of a measure",
    "quota": "Quota",
    "ban": "Ban",
    "tariff": "Duty",
    "add_trusted_group": "Added to the trusted group",
    "remove_trusted_group": "Removed from the trusted group",
    "list_entity": "Listing",
}
_REPLACES = re.compile(r"\b(?:replac|supersed|in place of|instead of)", re.IGNORECASE)
_PARTS = ("instrument", "effect", "licence_policy", "partial", "rung", "group", "direction")
_LISTS = ("suspends", "authorises", "targets", "except_targets", "products", "items", "holders", "members")


@dataclass(frozen=True)
class Draft:
    """An entry as it is proposed.

    Parameters
    ----------
    party : str
        Whose entry it is; empty if the text does not say.
    row : mapping of str to object
        Its fields, as they stand in a file of the register.
    doubts : tuple of str
        What was taken for granted, and what nobody has said.
    related : tuple of str
        Entries that it may concern, none of which is plainly the one.
    """

    party: str
    row: Mapping[str, Any]
    doubts: tuple[str, ...] = ()
    related: tuple[str, ...] = field(default=())

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return the fields without which it cannot become an entry that says anything."""
        missing = [] if self.party else ["party"]
        instrument = str(self.row.get("instrument", ""))
        if not instrument:
            return (*missing, "instrument")
        effect = str(self.row.get("effect") or INSTRUMENTS.get(instrument, ""))
        grouped = instrument.startswith("trusted_group")
        if grouped and not self.row.get("members"):
            missing.append("members")
        if not grouped and not self.row.get("targets"):
            missing.append("targets")
        changes = any(self.row.get(name) for name in ("lifts", "suspends", "authorises"))
        held = any(self.row.get(name) for name in ("products", "hs6", "items", "all_goods"))
        if effect in {*RESTRICTING, "duty", "free"} and not held and not changes:
            missing.append("products")
        return tuple(missing)

    def entry(self, id_: str) -> Entry:
        """Make the entry.

        Parameters
        ----------
        id_ : str
            Its id.

        Returns
        -------
        Entry
            The entry, checked by itself.
        """
        return make_entry(id_, self.party, self.row, f"the proposal {id_}")


def drafted(measure: Measure, register: Register) -> Draft:
    """Write a measure down as an entry.

    Parameters
    ----------
    measure : Measure
        What a sentence says.
    register : Register
        For the entries that it lifts, suspends, extends or replaces.

    Returns
    -------
    Draft
        The entry with confidence ``low``, for nobody has read the legal text.
    """
    known, unknown = split(measure.goods)
    doubts = list(measure.doubts)
    if unknown:
        kin = sorted({group for one in unknown for group in KIN.get(one, ())})
        perhaps = f"; perhaps of the groups {', '.join(kin)}" if kin else ""
        doubts.append(f"the text names {', '.join(unknown)}, which the product book does not hold{perhaps}")
    row: dict[str, Any] = {"title": _title(measure), "direction": measure.direction, "confidence": "low"}
    for name in ("announced_on", "valid_from", "valid_to"):
        if told := getattr(measure, name):
            row[name] = told
    if measure.valid_to:
        row["end"] = "expiry"
    row |= {"products": list(known)} if known else {}
    row |= {"hs6": {"medium": list(measure.codes)}} if measure.codes else {}
    if quantity := " ".join(measure.said.event.quantity.split()):
        row["size"] = quantity
    if measure.firms:
        row["items"] = list(measure.firms) if measure.act == "list_entity" else []
        doubts.append(f"it names {', '.join(measure.firms)}")
    if instrument := AS_INSTRUMENT.get(measure.act):
        row["instrument"] = instrument
        row |= {"rung": _RUNG[instrument]} if instrument in _RUNG else {}
    _towards(row, measure, doubts)
    related = _change(row, measure, register, doubts)
    row["references"] = _references(measure)
    row["note"] = "Proposed from the words of a document; the legal text was not read."
    return Draft(measure.party, {name: one for name, one in row.items() if one != []}, tuple(doubts), related)


def same_as(draft: Draft, id_: str, measure: Measure) -> bool:
    """Tell whether a proposal says the same as a measure.

    Parameters
    ----------
    draft : Draft
        The proposal.
    id_ : str
        Its id.
    measure : Measure
        What another sentence says.

    Returns
    -------
    bool
        Whether it does.
    """
    if draft.party != measure.party:
        return False
    try:
        held = replace(draft, row={"instrument": "control", **draft.row}).entry(id_)
    except TocsinError:
        return False
    if "instrument" not in draft.row and measure.act != "extend":
        return False
    return says_same(held, measure, proposed=True)


def name_of(measure: Measure) -> str:
    """Name a proposal by what it says.

    Parameters
    ----------
    measure : Measure
        The measure.

    Returns
    -------
    str
        Such as ``jpn-2019-kor-hydrogen_fluoride-control``.
    """
    day = measure.valid_from or measure.announced_on or measure.valid_to
    what = measure.goods[:1] or measure.codes[:1] or measure.firms[:1]
    parts = [measure.party or "unknown", day[:4], *measure.targets[:1], *what, measure.act.replace("_", "-")]
    return re.sub(r"[^a-z0-9_\-]+", "-", "-".join(part for part in parts if part).lower()).strip("-")


# ------------------------------------------------------------------------------------------------- what it is and does
def _title(measure: Measure) -> str:
    named = [products()[one].title if one in products() else one.replace("_", " ") for one in measure.goods]
    about = [*named[:4], *(["and others"] if len(named) > 4 else []), *(measure.codes if not named else ())]
    towards = [countries()[one].name if one in countries() else one for one in (*measure.targets, *measure.firms)]
    party = countries()[measure.party].name if measure.party in countries() else measure.party or "Party not said"
    title = f"{party}: {_WORDS[measure.act].lower()}"
    title += f" on {', '.join(about)}" if about else ""
    return title + (
        f", {'from' if measure.direction == 'import' else 'towards'} {', '.join(towards)}" if towards else ""
    )


def _towards(row: dict[str, Any], measure: Measure, doubts: list[str]) -> None:
    if measure.act in {"add_trusted_group", "remove_trusted_group"}:
        row |= {"members": list(measure.targets), "rung": "group", "effect": "none"}
        if group := trusted_by(measure.party):
            row["group"] = group
        else:
            doubts.append("which trusted group of the party it is, the tables do not say")
        return
    seats = tuple(dict.fromkeys(filter(None, map(seat_of, measure.firms))))
    if measure.targets:
        row["targets"] = list(measure.targets)
    elif seats and seats != (measure.party,):
        row["targets"] = list(seats)
        doubts.append("no country is named: the seats of the firms are taken")
    elif measure.act in {"announce_control", "impose_control", "quota", "ban", "tariff"}:
        row["targets"] = [EVERYONE]
        doubts.append("no target is named: taken as towards all")
    if measure.act == "tariff" or row.get("valid_from") or measure.act in {"extend", "expire"}:
        return
    doubts.append("the first day in force is not said: until it is, the entry holds on no day")


def _change(row: dict[str, Any], measure: Measure, register: Register, doubts: list[str]) -> tuple[str, ...]:
    """Say which entries it changes; return those that it may concern."""
    on = day_of(measure)
    if measure.act in {"announce_control", "impose_control", "quota", "ban"}:
        held = [one.id for one in candidates(register, measure, on) if one.does in RESTRICTING]
        if held and _REPLACES.search(measure.said.sentence):
            row["supersedes"] = held[:1]
            return tuple(held[1:])
        return tuple(held)
    if measure.act not in {"lift_control", "suspend", "extend", "expire"}:
        return ()
    found = candidates(register, measure, on)
    best = [one for one in found if fit(one, measure) == fit(found[0], measure)] if found else []
    if len(best) != 1:
        doubts.append(
            f"which entry it changes is open: {', '.join(one.id for one in best)}"
            if best
            else "the register holds no entry that it changes"
        )
        return tuple(one.id for one in found)
    earlier = best[0]
    if measure.act == "extend":
        _extend(row, earlier)
    elif measure.act == "suspend":
        row["suspends"] = [earlier.id]
    else:
        row["lifts"] = [earlier.id]
        if measure.act == "expire" and (last := row.pop("valid_to", "")):
            row.pop("end", None)
            row["valid_from"] = day_after(last)
    if not row.get("targets") and measure.act != "extend":
        row["targets"] = list(earlier.targets)
        doubts.append(f"no target is named: those of {earlier.id} are taken")
    if not row.get("rung") and measure.act != "extend":
        row["rung"] = "relief"
    return tuple(one.id for one in found if one is not earlier)


def _extend(row: dict[str, Any], earlier: Entry) -> None:
    """Say the same as the earlier entry, from the day after its last."""
    for name in _PARTS:
        if told := getattr(earlier, name):
            row[name] = told
    for name in _LISTS:
        if (told := getattr(earlier, name)) and not row.get(name):
            row[name] = list(told)
    if earlier.all_goods and not row.get("products"):
        row["all_goods"] = True
    if earlier.valid_to is not None and earlier.valid_to.freq == "D" and not earlier.ended_by:
        row["valid_from"] = day_after(str(earlier.valid_to))
    else:
        row["supersedes"] = [earlier.id]


def _references(measure: Measure) -> list[str]:
    document, evidence = measure.said.document, measure.said.event.evidence
    title = document.title or (f"a document of sha256 {document.sha256[:16]}" if document.sha256 else "a document")
    named = ", ".join(
        [title, *([str(document.published)] if document.published else []), *filter(None, [document.source])]
    )
    words = " ".join(evidence.text.split())
    return [named, f'"{words}" (characters {evidence.start} to {evidence.end} of the document)']
