"""The review of proposed entries: what documents propose, and what a person accepts, corrects or rejects."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import Any

from tocsin.core.clock import Clock
from tocsin.core.errors import CodeError, FormatError, LakeError, TocsinError, UsageError
from tocsin.core.registry import nearest
from tocsin.events.cases import FIELDS, Case, code_alone, told
from tocsin.events.measure import Measure, measures
from tocsin.events.reading_json import Readings, Said, parse_said
from tocsin.lake import Lake
from tocsin.pipeline.controls import OWN, controls
from tocsin.pipeline.corrections import corrected_event, corrected_row, echoed
from tocsin.pipeline.entry_text import entry_text
from tocsin.pipeline.proposals import Draft, drafted, name_of, same_as
from tocsin.pipeline.review_ledger import Ledger, Record
from tocsin.pipeline.review_state import ACCEPTED, REJECTED, WAITING, Proposal, case_of, drawn, folded
from tocsin.pipeline.sameness import found_in
from tocsin.policy.checks import check_register
from tocsin.policy.entry import Entry
from tocsin.policy.register import Register

#: Folder beside the tables of a lake that holds what is proposed and what was said to it.
FOLDER = "proposed"
_LONGEST_NAME, _LONGEST_REASON = 100, 2_000


@dataclass
class Outcome:
    """What became of events.

    Parameters
    ----------
    proposed : list of str
        Ids of new proposals.
    linked : list of tuple of str
        Words of an event, and the entry or proposal that says the same.
    held : int
        Events that were brought before [1].
    passed : Counter of str
        Reasons for which others are no proposals, with counts.
    faults : list of str
        What could not be read.
    """

    proposed: list[str] = field(default_factory=list)
    linked: list[tuple[str, str]] = field(default_factory=list)
    held: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def json(self) -> dict[str, Any]:
        """Return it as it is shown."""
        return {
            "proposed": self.proposed,
            "linked": [{"words": words, "to": to} for words, to in self.linked],
            "brought_before": self.held,
            "passed_over": dict(self.passed),
            "faults": self.faults,
        }


class Review:
    """The review beside one lake.

    Parameters
    ----------
    lake_folder : pathlib.Path
        Folder of the lake, existing or not.
    clock : Clock
        Gives the moment of decisions.
    """

    def __init__(self, lake_folder: Path, clock: Clock) -> None:
        self.lake_folder, self.clock = lake_folder, clock
        self.ledger = Ledger(lake_folder / FOLDER)

    # --------------------------------------------------------------------------------------------------------- reading
    def proposals(self) -> dict[str, Proposal]:
        """Return all proposals by id, the oldest first.

        Returns
        -------
        dict of str to Proposal
            As they stand.
        """
        return folded(self.ledger.records(), str(self.ledger.path))

    def waiting(self) -> list[Proposal]:
        """Return the proposals that wait for a person.

        Returns
        -------
        list of Proposal
            The oldest first.
        """
        return [one for one in self.proposals().values() if one.state == WAITING]

    def get(self, id_: str) -> Proposal:
        """Return a proposal.

        Parameters
        ----------
        id_ : str
            Its id.

        Returns
        -------
        Proposal
            The proposal.

        Raises
        ------
        UsageError
            If there is none; the nearest ids are named.
        """
        return self._of(self.proposals(), id_)

    def cases(self) -> list[Case]:
        """Return what people judged, as test cases of the coder.

        Returns
        -------
        list of Case
            Of proposals that were accepted or corrected, or rejected because the text does not say so.
        """
        return [case for one in self.proposals().values() if (case := case_of(one)) is not None]

    # ------------------------------------------------------------------------------------------------------- proposing
    def propose(self, readings: Readings) -> Outcome:
        """Propose what events say, unless the register or the review holds it already.

        Parameters
        ----------
        readings : Readings
            Events with their documents.

        Returns
        -------
        Outcome
            What became of them.
        """
        outcome = Outcome(faults=list(readings.faults))
        if not Lake.exists(self.lake_folder):
            Lake.create(self.lake_folder, self.clock, bare=False)  # later it would find its folder taken
        with self.ledger.locked():
            records = self.ledger.records()
            open_ = folded(records, str(self.ledger.path))
            brought = {tuple(one["key"]) for one in records if "key" in one}
            register = controls(self.lake_folder)
            fresh: list[Record] = []
            for measure, why in _measures(readings.said):
                if measure is None:
                    outcome.passed[why] += 1
                elif (key := _key(measure)) in brought:
                    outcome.held += 1
                else:
                    brought.add(key)
                    fresh.append(self._record(measure, key, register, open_, outcome))
            self.ledger.append(fresh)
        return outcome

    def _record(
        self,
        measure: Measure,
        key: tuple[str, ...],
        register: Register,
        open_: dict[str, Proposal],
        outcome: Outcome,
    ) -> Record:
        event = measure.said.event
        shared = {
            "at": self._now(),
            "key": list(key),
            "event": event.json(),
            "sentence": measure.said.sentence,
            "document": measure.said.document.json(),
        }
        if held := _held(measure, register, open_):
            outcome.linked.append((measure.said.sentence, held))
            return {"what": "linked", "to": held, **shared}
        id_ = _free(name_of(measure), {*register.entries, *open_})
        draft = drafted(measure, register)
        coded = told(event)
        wanted = {name: coded[name] for name in ("act", "actor", "target")}
        alone = any(
            all(_alike(one[name], wanted[name]) for name in wanted)
            for one in code_alone(measure.said.sentence, measure.said.document.published)
        )
        outcome.proposed.append(id_)
        open_[id_] = Proposal(id_, draft, measure.said, coded, alone=alone)
        return {"what": "proposed", "id": id_, "alone": alone, **shared, **drawn(draft), "expected": coded}

    # -------------------------------------------------------------------------------------------------------- deciding
    def correct(self, id_: str, changes: Mapping[str, str], *, by: str, reason: str) -> Proposal:
        """Correct a proposal; it goes on waiting.

        Parameters
        ----------
        id_ : str
            Its id.
        changes : mapping of str to str
            New values of fields of the entry, or of the event that it comes from.
        by, reason : str
            Who corrects it, and why.

        Returns
        -------
        Proposal
            As it stands now.

        Raises
        ------
        UsageError
            If a field is none, nothing changes, or the proposal waits no more.
        """
        if not changes:
            raise UsageError("No correction is given", where=id_, remedy="Write FIELD=VALUE, such as targets=KOR.")
        by, reason = _signed(by), _reasoned(reason)
        with self.ledger.locked():
            proposal = self._waiting(id_)
            after, expected, told_ = self._corrected(proposal, changes)
            if not told_:
                raise UsageError("Nothing would change", where=id_, remedy="It says so already: accept it.")
            record = {
                "what": "corrected",
                "id": id_,
                "at": self._now(),
                "by": by,
                "reason": reason,
                "changes": told_,
                **drawn(after),
                "expected": expected,
            }
            self.ledger.append([record])
        return self.get(id_)

    def _corrected(
        self, proposal: Proposal, changes: Mapping[str, str]
    ) -> tuple[Draft, dict[str, Any], list[dict[str, Any]]]:
        """Return the draft and the event as corrected, and what changed from what."""
        of_event = {name: value for name, value in changes.items() if name in FIELDS}
        of_entry = {name: value for name, value in changes.items() if name not in FIELDS}
        draft, expected, notes = proposal.draft, dict(proposal.expected), []
        if of_event:
            expected |= corrected_event(of_event)
            notes += [
                {"field": name, "before": proposal.expected.get(name), "after": expected[name]}
                for name in of_event
                if proposal.expected.get(name) != expected[name]
            ]
            draft = self._drawn_again(proposal, expected)
        party, row = corrected_row(draft.party, draft.row, of_entry)
        for name in of_entry:
            before = draft.party if name == "party" else draft.row.get(name)
            after = party if name == "party" else row.get(name)
            if before != after:
                notes.append({"field": name, "before": before, "after": after})
        changed = {one["field"] for one in notes}
        after_draft = replace(draft, party=party, row=row, doubts=_settled(draft.doubts, changed))
        expected = echoed(expected, draft, after_draft, changed, proposal.said)
        _check_alone(after_draft, proposal.id)
        return after_draft, expected, notes

    def _drawn_again(self, proposal: Proposal, expected: Mapping[str, Any]) -> Draft:
        """Draft the entry of the event as corrected, with the corrections of the entry that were made before."""
        said = proposal.said
        row = {**said.event.json(), **expected}
        if row["date"] != said.event.date:
            row["date_precision"] = None
        event = parse_said({**row, "sentence": said.sentence}, said.document, proposal.id)
        found, why = measures(event)
        if not found:
            doubt = f"as corrected it is no measure ({why}): reject it"
            return replace(proposal.draft, doubts=(*proposal.draft.doubts, doubt))
        draft = drafted(found[0], controls(self.lake_folder))
        earlier = {
            change["field"]: change["after"]
            for one in proposal.decisions
            for change in one.get("changes", ())
            if change["field"] not in FIELDS
        }
        kept = {name: value for name, value in earlier.items() if name != "party" and value is not None}
        return replace(draft, party=str(earlier.get("party", draft.party)), row={**draft.row, **kept})

    def accept(self, id_: str, *, by: str, reason: str = "") -> Path:
        """Accept a proposal: it becomes an entry of the user's own register, which is checked as a whole before.

        Parameters
        ----------
        id_ : str
            Its id.
        by, reason : str
            Who accepts it, and why.

        Returns
        -------
        pathlib.Path
            The file of the entry.

        Raises
        ------
        CodeError
            If it names what the register does not hold.
        FormatError
            If it lacks a field, or contradicts the register; nothing is written.
        LakeError
            If it cannot be written.
        """
        by = _signed(by)
        with self.ledger.locked():
            proposal = self._waiting(id_)
            if lacks := proposal.draft.lacks:
                raise FormatError(
                    f"It does not say {', '.join(lacks)}",
                    where=f"the proposal {id_}",
                    remedy=f"Nothing was written. Say it: --correct {lacks[0]}=VALUE"
                    + (" (or all_goods=true, hs6=medium:CODE)." if "products" in lacks else "."),
                )
            day = self.clock().astimezone(UTC).date()
            row = {
                **proposal.draft.row,
                "note": f"{proposal.draft.row.get('note', '')} Accepted by {by} on {day}.".strip(),
            }
            if row.get("confidence") == "low" and not _was_corrected(proposal, "confidence"):
                row["confidence"] = "medium"
            draft = replace(proposal.draft, row=row)
            path = self.lake_folder / OWN / draft.party / f"{id_}.toml"
            text = entry_text(id_, row, head=f"Accepted in review by {by} on {day}.")
            if not self._written(path, id_):
                _check_whole(draft.entry(id_), controls(self.lake_folder))
                self._write(path, text)
            record = {
                "what": ACCEPTED,
                "id": id_,
                "at": self._now(),
                "by": by,
                "reason": reason.strip()[:_LONGEST_REASON],
            }
            try:
                self.ledger.append([{**record, "file": path.name, **drawn(draft)}])
            except LakeError:
                path.unlink(missing_ok=True)
                raise
        return path

    def reject(self, id_: str, *, by: str, reason: str, misread: bool = False) -> None:
        """Reject a proposal.

        Parameters
        ----------
        id_ : str
            Its id.
        by, reason : str
            Who rejects it, and why.
        misread : bool
            Whether the text does not say so: the sentence then becomes a test case.
        """
        by, reason = _signed(by), _reasoned(reason)
        with self.ledger.locked():
            self._waiting(id_)
            record = {"what": REJECTED, "id": id_, "at": self._now(), "by": by, "reason": reason, "misread": misread}
            self.ledger.append([record])

    # ----------------------------------------------------------------------------------------------------------- parts
    def _waiting(self, id_: str) -> Proposal:
        found = self.get(id_)
        if found.state != WAITING:
            last = found.decisions[-1]
            raise UsageError(
                f"It was {found.state} by {last['by']} on {last['at'][:10]}",
                where=f"the proposal {id_}",
                remedy=f"Edit the entry in the folder {OWN} of the lake." if found.state == ACCEPTED else "",
            )
        return found

    @staticmethod
    def _of(proposals: Mapping[str, Proposal], id_: str) -> Proposal:
        if id_ not in proposals:
            raise UsageError(
                f"There is no proposal {id_!r}",
                where="the review",
                remedy=nearest(id_, list(proposals)) if proposals else "Nothing was proposed yet.",
            )
        return proposals[id_]

    def _written(self, path: Path, id_: str) -> bool:
        """Whether an acceptance that was stopped has written the entry already."""
        if not path.exists():
            return False
        held = controls(self.lake_folder).entries.get(id_)
        return held is not None and held.where.startswith(str(path))

    def _write(self, path: Path, text: str) -> None:
        """Write a file whole or not at all; what is unfinished never stands in the register's folder."""
        part = self.ledger.folder / f".{path.stem}.part"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with part.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise LakeError(
                f"The entry cannot be written ({error.strerror or error})",
                where=str(path),
                remedy="Nothing was changed. Is the disk full, or the folder not yours to write?",
            ) from error

    def _now(self) -> str:
        return self.clock().astimezone(UTC).isoformat(timespec="seconds")


def _measures(said: Iterable[Said]) -> Iterator[tuple[Measure | None, str]]:
    for one in said:
        found, why = measures(one)
        if not found:
            yield None, why
        yield from ((measure, "") for measure in found)


def _key(measure: Measure) -> tuple[str, ...]:
    """Tell one event of one document from all others."""
    event, document = measure.said.event, measure.said.document
    place = (str(event.evidence.start), str(event.evidence.end))
    whose = document.sha256 or f"{document.title}|{document.source}|{document.published}|{event.evidence.text}"
    return (whose, document.title if document.sha256 else "", *place, event.act, measure.party)


def _held(measure: Measure, register: Register, proposals: Mapping[str, Proposal]) -> str:
    """Return the entry or the proposal that says the same; a rejected one only if it has the same words."""
    if not measure.party:
        return ""
    if found := found_in(register, measure):
        return found
    for one in proposals.values():
        if one.state == REJECTED and one.said.sentence != measure.said.sentence:
            continue
        if (one.said.event.act == "extend") != (measure.act == "extend"):
            continue
        if same_as(one.draft, one.id, measure):
            return one.id
    return ""


def _free(name: str, taken: set[str]) -> str:
    number, id_ = 1, name
    while id_ in taken:
        number += 1
        id_ = f"{name}-{number}"
    return id_


def _alike(one: object, other: object) -> bool:
    return set(one) == set(other) if isinstance(one, list) and isinstance(other, list) else one == other


def _settled(doubts: tuple[str, ...], changed: set[str]) -> tuple[str, ...]:
    """Return the doubts that a correction leaves."""
    settles = {
        "targets": ("no target is named", "no country is named"),
        "party": ("who acts is not said",),
        "valid_from": ("the first day in force", "no day is named"),
        "announced_on": ("no day is named",),
        "direction": ("whether it is on exports",),
        "products": ("the text names",),
        "group": ("which trusted group",),
        **dict.fromkeys(("lifts", "suspends", "supersedes"), ("which entry it changes", "the register holds no entry")),
    }
    gone = tuple(start for name in changed for start in settles.get(name, ()))
    return tuple(one for one in doubts if not gone or not one.startswith(gone))


def _check_alone(draft: Draft, id_: str) -> None:
    """Refuse a correction that no entry could have; what is still missing is no fault yet."""
    if draft.party:
        replace(draft, row={"instrument": "control", **draft.row}).entry(id_)


def _check_whole(entry: Entry, register: Register) -> None:
    where = f"the proposal {entry.id}"
    if entry.id in register.entries:
        raise FormatError(
            "The register holds an entry of this id", where=where, remedy="Nothing was written. Reject it."
        )
    try:
        check_register({**register.entries, entry.id: entry})
    except CodeError as error:
        raise CodeError(
            error.found, where=error.where or where, remedy=f"Nothing was written. {error.remedy}"
        ) from error
    except TocsinError as error:
        raise FormatError(
            error.found, where=error.where or where, remedy=f"Nothing was written. {error.remedy}"
        ) from error


def _was_corrected(proposal: Proposal, name: str) -> bool:
    return any(change["field"] == name for one in proposal.decisions for change in one.get("changes", ()))


def _signed(by: str) -> str:
    name = " ".join(by.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise UsageError("Nobody signs it", where="--by", remedy="Say who decides: --by NAME.")
    return name


def _reasoned(reason: str) -> str:
    text = reason.strip()
    if not text or len(text) > _LONGEST_REASON:
        raise UsageError("No reason is given", where="--reason", remedy='Say why, in a sentence: --reason "...".')
    return text
