"""Control lists as the lake holds them on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from tocsin.core.errors import UsageError
from tocsin.policy.comparison import ListEntry

if TYPE_CHECKING:
    from tocsin.lake import Lake, View


@dataclass(frozen=True)
class ControlList:
    """One edition of a control list.

    Parameters
    ----------
    party, name, edition : str
        Whose, which, and of which day.
    later : bool
        Whether the edition is later than the day asked about: the lake holds none of that day or before.
    entries : tuple of ListEntry
        Its entries.
    """

    party: str
    name: str
    edition: str
    later: bool
    entries: tuple[ListEntry, ...]

    @property
    def told(self) -> str:
        """Name it: ``"USA CCL of 2026-07-23"``."""
        return f"{self.party} {self.name} of {self.edition}"


def control_lists(lake: Lake, on: date, today: date) -> Mapping[tuple[str, str], ControlList]:
    """Return every control list as of a day; one that has only later editions in its earliest held of today.

    Parameters
    ----------
    lake : Lake
        The lake.
    on, today : datetime.date
        The day asked about, and the last day of knowledge.

    Returns
    -------
    mapping of (str, str) to ControlList
        By party and name.
    """
    found = _read(lake.as_of(min(on, today)), on)
    later = _read(lake.as_of(today), on) if today > on else {}
    return {key: found.get(key) or later[key] for key in sorted({*found, *later})}


def choose(lists: Mapping[tuple[str, str], ControlList], name: str) -> ControlList:
    """Find the list that a user names.

    Parameters
    ----------
    lists : mapping of (str, str) to ControlList
        As :func:`control_lists` returns them.
    name : str
        ``"USA:CCL"``, or ``"USA"`` if it has one only.

    Returns
    -------
    ControlList
        The list.

    Raises
    ------
    UsageError
        If the lake holds no such list, or several.
    """
    party, _, wanted = name.partition(":")
    fits = [
        one
        for (owner, called), one in lists.items()
        if owner == party.strip().upper() and wanted.strip().casefold() in ("", called.casefold())
    ]
    if len(fits) == 1:
        return fits[0]
    held = ", ".join(f"{owner}:{called}" for owner, called in lists) or "none"
    what = "is not in the lake" if not fits else "names several lists"
    raise UsageError(
        f"The list {name!r} {what}", where="--lists", remedy=f"Held: {held}. Load one: tocsin collect ccl --file FILE."
    )


def _read(view: View, on: date) -> dict[tuple[str, str], ControlList]:
    if not any(part.table == "list_entry" for part in view.slices):
        return {}
    connection = view.connect()
    try:
        rows = connection.execute(
            """SELECT party, control_list, entry, title, coalesce(reasons, ''), coalesce(detail, ''), period
            FROM list_entry ORDER BY party, control_list, entry, period DESC"""
        ).fetchall()
    finally:
        connection.close()
    newest: dict[tuple[str, str], str] = {}
    for party, name, *_, period in rows:
        newest[party, name] = max(period, newest.get((party, name), ""))
    entries: dict[tuple[str, str], list[ListEntry]] = {}
    for row in rows:
        if row[6] == newest[row[0], row[1]]:
            entries.setdefault((row[0], row[1]), []).append(ListEntry(*row))
    return {
        (party, name): ControlList(
            party, name, newest[party, name], newest[party, name] > on.isoformat(), tuple(entries[party, name])
        )
        for party, name in entries
    }
