"""Where proposed entries stand: what the records of the review come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tocsin.core.errors import FormatError, InputError
from tocsin.events.cases import FIELDS, Case, told
from tocsin.events.reading_json import Said, parse_document, parse_said
from tocsin.pipeline.proposals import Draft
from tocsin.pipeline.review_ledger import FILE, Record

WAITING, ACCEPTED, REJECTED = "waiting", "accepted", "rejected"
_INNER = ("row", "party", "expected", "doubts", "related", "id")


@dataclass(frozen=True)
class Proposal:
    """A proposed entry.

    Parameters
    ----------
    id : str
        Its name, and that of the entry that it may become.
    draft : Draft
        The entry as it stands, corrections included.
    said : Said
        The event that it comes from, as coded.
    expected : mapping of str to object
        The event as corrected, by the fields of a test case.
    state : str
        ``waiting``, ``accepted`` or ``rejected``.
    alone : bool
        Whether the coder says so of the sentence alone.
    misread : bool
        Whether it was rejected because the text does not say so.
    decisions : tuple of mapping
        What people said to it, the oldest first.
    also : tuple of mapping
        Where else the same is said.
    """

    id: str
    draft: Draft
    said: Said
    expected: Mapping[str, Any]
    state: str = WAITING
    alone: bool = True
    misread: bool = False
    decisions: tuple[Record, ...] = ()
    also: tuple[Record, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return it as it is shown."""
        return {
            "id": self.id,
            "state": self.state,
            "party": self.draft.party or None,
            "entry": dict(self.draft.row),
            "lacks": list(self.draft.lacks),
            "doubts": list(self.draft.doubts),
            "related": list(self.draft.related),
            "evidence": self.said.event.json()["evidence"],
            "sentence": self.said.sentence,
            "document": self.said.document.json(),
            "event": self.said.event.json(),
            "also": [{"document": one["document"], "evidence": one["event"]["evidence"]} for one in self.also],
            "decisions": [{name: one[name] for name in one if name not in _INNER} for one in self.decisions],
        }


def drawn(draft: Draft) -> dict[str, Any]:
    """Return a draft as it stands in a record.

    Parameters
    ----------
    draft : Draft
        The draft.

    Returns
    -------
    dict
        Its parts.
    """
    return {
        "party": draft.party,
        "row": dict(draft.row),
        "doubts": list(draft.doubts),
        "related": list(draft.related),
    }


def folded(records: Sequence[Record], where: str) -> dict[str, Proposal]:
    """Return what records come to.

    Parameters
    ----------
    records : sequence of mapping
        The oldest first.
    where : str
        Their file, for errors.

    Returns
    -------
    dict of str to Proposal
        By id, the oldest first.

    Raises
    ------
    FormatError
        If a record is none of the review.
    """
    found: dict[str, Proposal] = {}
    for number, one in enumerate(records, 1):
        try:
            _fold(found, one)
        except (KeyError, TypeError, AttributeError, InputError) as error:
            raise FormatError(
                f"The record is not laid out as one of the review ({error})",
                where=f"{where}, line {number}",
                remedy=f"Restore {FILE} from a copy; nothing was changed.",
            ) from error
    return found


def _fold(found: dict[str, Proposal], record: Record) -> None:
    what = record["what"]
    if what == "linked":
        if record["to"] in found:
            held = found[record["to"]]
            found[held.id] = replace(held, also=(*held.also, record))
        return
    if what == "proposed":
        document = parse_document(record["document"], record["id"])
        said = parse_said({**record["event"], "sentence": record["sentence"]}, document, record["id"])
        found[record["id"]] = Proposal(record["id"], _draft(record), said, record["expected"], alone=record["alone"])
        return
    held = found[record["id"]]
    held = replace(held, decisions=(*held.decisions, record))
    if what == "corrected":
        held = replace(held, draft=_draft(record), expected=record["expected"])
    elif what == ACCEPTED:
        held = replace(held, draft=_draft(record), state=ACCEPTED)
    else:
        held = replace(held, state=REJECTED, misread=bool(record["misread"]))
    found[held.id] = held


def _draft(record: Record) -> Draft:
    return Draft(record["party"], record["row"], tuple(record["doubts"]), tuple(record["related"]))


def case_of(proposal: Proposal) -> Case | None:
    """Return what people judged of a proposal as a test case of the coder.

    Parameters
    ----------
    proposal : Proposal
        The proposal.

    Returns
    -------
    Case or None
        None while nobody has judged it, or if it was rejected for another reason than that the text does not say so.
    """
    judged = [one for one in proposal.decisions if one["what"] != REJECTED or proposal.misread]
    if not judged or (proposal.state == REJECTED and not proposal.misread):
        return None
    last = judged[-1]
    coded = told(proposal.said.event)
    expected = {
        name: value
        for name in FIELDS
        if (value := proposal.expected.get(name)) is not None
        and (name in {"act", "actor", "target"} or value != coded[name])
    }
    if not expected:
        return None
    document = proposal.said.document
    reasons = [str(one["reason"]) for one in judged if one.get("reason")]
    return Case(
        id=proposal.id,
        sentence=proposal.said.sentence,
        published=document.published,
        coded=coded,
        expected=None if proposal.misread else expected,
        alone=proposal.alone,
        by=str(last["by"]),
        at=str(last["at"]),
        reason="; ".join(dict.fromkeys(reasons)),
        document={"title": document.title, "source": document.source, "sha256": document.sha256},
    )
