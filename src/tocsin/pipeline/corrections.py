"""Corrections as a person writes them: FIELD=VALUE of a proposed entry, or of the event that it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from tocsin.core.errors import UsageError
from tocsin.core.registry import nearest
from tocsin.events.cases import FIELDS
from tocsin.events.dates import dates
from tocsin.events.event import ACTS, MODALITIES
from tocsin.events.mentions import mentions
from tocsin.events.reading_json import Said, dated
from tocsin.events.tokens import tokens
from tocsin.pipeline.proposals import Draft
from tocsin.policy.closed import EVERYONE
from tocsin.policy.entry import Entry
from tocsin.ref.products import product_groups, products

#: Fields of an entry that may be corrected: all but its name and place.
OF_ENTRY = tuple(one.name for one in fields(Entry) if one.name not in {"id", "where"})
_LISTS = {one.name for one in fields(Entry) if str(one.type).startswith("tuple")}
_TRUE, _FALSE = ("true", "yes", "1"), ("false", "no", "0", "")
_EVENT_LISTS = ("actor", "target", "object")
#: Fields of an entry, and what of the event they come from.
_ECHO = {"party": "actor", "targets": "target", "members": "target", "products": "object"}
_DAYS = ("announced_on", "valid_from", "valid_to")


def parse_changes(words: Iterable[str]) -> dict[str, str]:
    """Read corrections.

    Parameters
    ----------
    words : iterable of str
        Each ``FIELD=VALUE``.

    Returns
    -------
    dict of str to str
        Values by field.

    Raises
    ------
    UsageError
        If one is none, or names no field.
    """
    found: dict[str, str] = {}
    for word in words:
        name, sign, value = word.partition("=")
        name = name.strip()
        if not sign:
            raise UsageError(f"{word!r} is no correction", where="--correct", remedy="Write FIELD=VALUE: targets=KOR.")
        if name not in OF_ENTRY and name not in FIELDS:
            remedy = nearest(name, [*OF_ENTRY, *FIELDS])
            raise UsageError(f"{name!r} is no field of an entry or an event", where="--correct", remedy=remedy)
        if name in found:
            raise UsageError(f"{name} is corrected twice", where="--correct", remedy="Give it once; lists take commas.")
        found[name] = value.strip()
    return found


def corrected_event(changes: Mapping[str, str]) -> dict[str, Any]:
    """Read corrections of an event.

    Parameters
    ----------
    changes : mapping of str to str
        Values by field.

    Returns
    -------
    dict
        The same, lists as lists.

    Raises
    ------
    UsageError
        If an act or modality is none.
    """
    found: dict[str, Any] = {}
    for name, value in changes.items():
        found[name] = _listed(value) if name in _EVENT_LISTS else value
        known = tuple(ACTS) if name == "act" else MODALITIES if name == "modality" else ()
        if known and value not in known:
            raise UsageError(f"{value!r} is no {name}", where="--correct", remedy=nearest(value, list(known)))
        if name == "date":
            found[name] = dated(value, "--correct")[0]
    return found


def corrected_row(party: str, row: Mapping[str, Any], changes: Mapping[str, str]) -> tuple[str, dict[str, Any]]:
    """Put corrections into an entry.

    Parameters
    ----------
    party : str
        Whose entry it is.
    row : mapping of str to object
        Its fields.
    changes : mapping of str to str
        Values by field; an empty one strikes the field.

    Returns
    -------
    tuple of (str, dict)
        Party and fields as corrected.
    """
    after = dict(row)
    for name, value in changes.items():
        if name == "party":
            party = value
        elif not value:
            after.pop(name, None)
        else:
            after[name] = _value(name, value)
    if not any(after.get(name) for name in ("valid_to", "suspends")):
        after.pop("end", None)
    return party, after


def echoed(expected: Mapping[str, Any], before: Draft, after: Draft, changed: set[str], said: Said) -> dict[str, Any]:
    """Say what the event says after corrections of the entry that it comes from.

    A correction that the sentence itself bears out corrects the coder too. One that only the legal text bears out says
    nothing of the sentence: the field is then left out, and no test asks for it.

    Parameters
    ----------
    expected : mapping of str to object
        The event so far, by the fields of a test case.
    before, after : Draft
        The entry before and after.
    changed : set of str
        Fields that changed.
    said : Said
        The sentence and its document.

    Returns
    -------
    dict
        The event now.
    """
    found = dict(expected)
    for name, of_event in _ECHO.items():
        if name not in changed or of_event in changed:
            continue
        values = [after.party] if name == "party" else list(after.row.get(name, ()))
        values = ["EUU" if one == "EU" else one for one in values]
        if values and EVERYONE not in values and set(values) <= _named(of_event, said):
            found[of_event] = values
        else:
            found.pop(of_event, None)
    for name in _DAYS:
        if name not in changed or "date" in changed or not found.get("date"):
            continue
        if before.row.get(name) == found["date"]:
            if after.row.get(name) in _days(said):
                found["date"] = after.row[name]
            else:
                del found["date"]
    if "instrument" in changed and "act" not in changed:
        found.pop("act", None)
    return found


def _named(of_event: str, said: Said) -> set[str]:
    """Return the parties that a sentence names, or the products of which it has a word."""
    sentence = said.sentence
    if of_event != "object":
        return {one.party for one in mentions(tokens(sentence, 0, len(sentence))) if one.is_party}
    words = set(re.findall(r"[a-z]{4,}", sentence.lower()))
    return {id_ for id_ in (*products(), *product_groups()) if words & set(re.findall(r"[a-z]{4,}", id_.lower()))}


def _days(said: Said) -> set[str]:
    return {one.date for one in dates(said.sentence, 0, len(said.sentence), said.document.published)}


def _value(name: str, text: str) -> object:
    if name == "all_goods":
        if text.lower() not in (*_TRUE, *_FALSE):
            raise UsageError(f"all_goods = {text!r} is neither", where="--correct", remedy="Write true or false.")
        return text.lower() in _TRUE
    if name == "hs6":
        return _codes(text)
    return _listed(text) if name in _LISTS else text


def _listed(text: str) -> list[str]:
    """Read a list: parts between semicolons, or if there are none between commas."""
    return [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]


def _codes(text: str) -> dict[str, list[str]]:
    """Read codes by how sure they are: ``high:281111,370790;medium:391190``; without a word they are of medium."""
    found: dict[str, list[str]] = {}
    for part in text.split(";"):
        sure, sign, codes = part.rpartition(":")
        found.setdefault(sure.strip() if sign else "medium", []).extend(
            one.strip() for one in codes.split(",") if one.strip()
        )
    return found
