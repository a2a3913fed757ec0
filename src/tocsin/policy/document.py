"""Answers and entries as documents: what ``--json`` prints."""

from __future__ import annotations

from typing import Any

from tocsin.policy.entry import Entry
from tocsin.policy.law import Answer, Finding


def answer_json(answer: Answer) -> dict[str, Any]:
    """Write an answer down.

    Parameters
    ----------
    answer : Answer
        The answer.

    Returns
    -------
    dict
        ``on``, ``known_on``, ``status``, ``licence_policy``, ``entries`` (ids of those in force or perhaps in force),
        ``reasons``, and beside them the question and ``findings``.
    """
    asked = answer.question
    return {
        "party": asked.party,
        "target": asked.target,
        "product": asked.product,
        "direction": asked.direction,
        "on": str(asked.on),
        "known_on": str(asked.known_on) if asked.known_on else None,
        "status": answer.status,
        "licence_policy": answer.licence_policy,
        "part": answer.part,
        "silent": answer.silent,
        "entries": list(answer.entries),
        "reasons": list(answer.reasons),
        "findings": [_finding_json(one) for one in answer.findings],
    }


def entry_json(entry: Entry) -> dict[str, Any]:
    """Write an entry down.

    Parameters
    ----------
    entry : Entry
        The entry.

    Returns
    -------
    dict
        Its fields as in the register, dates as texts, with ``seen`` and ``retroactive``.
    """
    return {
        "id": entry.id,
        "party": entry.party,
        "title": entry.title,
        "instrument": entry.instrument,
        "effect": entry.does,
        "licence_policy": entry.licence_policy,
        "licence_terms": entry.licence_terms,
        "legal_reference": entry.legal_reference,
        "announced_on": _text(entry.announced_on),
        "valid_from": _text(entry.valid_from),
        "valid_to": _text(entry.valid_to),
        "end": entry.end,
        "ended_by": entry.ended_by,
        "after": entry.after,
        "review_on": [str(one) for one in entry.review_on],
        "retroactive": entry.retroactive,
        "direction": entry.direction,
        "targets": list(entry.targets),
        "except_targets": list(entry.except_targets),
        "products": list(entry.products),
        "hs6": dict(entry.hs6),
        "items": list(entry.items),
        "all_goods": entry.all_goods,
        "partial": entry.partial,
        "exceptions": list(entry.exceptions),
        "holders": list(entry.holders),
        "group": entry.group,
        "members": list(entry.members),
        "supersedes": list(entry.supersedes),
        "lifts": list(entry.lifts),
        "suspends": list(entry.suspends),
        "amends": list(entry.amends),
        "authorises": list(entry.authorises),
        "rung": entry.rung,
        "observed_effect": entry.observed_effect,
        "size": entry.size,
        "note": entry.note,
        "references": list(entry.references),
        "confidence": entry.confidence,
        "seen": entry.seen,
    }


def _finding_json(found: Finding) -> dict[str, Any]:
    entry = found.entry
    return {
        "id": entry.id,
        "title": entry.title,
        "in_force": found.state,
        "why": found.why,
        "effect": found.effect,
        "licence_policy": entry.licence_policy,
        "announced_on": _text(entry.announced_on),
        "valid_from": _text(entry.valid_from),
        "valid_to": _text(entry.valid_to),
        "legal_reference": entry.legal_reference,
        "confidence": entry.confidence,
        "seen": entry.seen,
    }


def _text(day: object) -> str | None:
    return str(day) if day is not None else None
