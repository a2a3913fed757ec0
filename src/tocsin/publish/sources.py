"""The foot of the page: what the boards rest on, under which licence, and what to bear in mind."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import TYPE_CHECKING

from tocsin.publish.headlines import remarks
from tocsin.publish.listing import tied
from tocsin.publish.worldmap import DISCLAIMER

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tocsin.publish.board import Board

_SAID = (("vintage", "vintage"), ("released_on", "released"), ("last_period", "data to"), ("licence", "licence"))


def sources(boards: Sequence[Board]) -> str:
    """Lay out sources, licences and notes of all boards, each once.

    Parameters
    ----------
    boards : sequence of Board
        The boards of the page.

    Returns
    -------
    str
        HTML for the foot.
    """
    lines = dict.fromkeys(line for board in boards for line in _lines(board))
    notes = [tied(note) for note in remarks(boards)]
    digests = dict.fromkeys(str(board.lake["digest"]) for board in boards if board.lake.get("digest"))
    view = f"<li>View of the lake: <code>{escape(', '.join(digests))}</code></li>" if digests else ""
    bear = f"<h2>To bear in mind</h2><ul>{''.join(f'<li>{note}</li>' for note in notes)}</ul>" if notes else ""
    return (
        f"{bear}<h2>Sources and licences</h2><ul>{''.join(f'<li>{line}</li>' for line in lines)}"
        f"<li>Map: Natural Earth, public domain; Equal Earth projection. {DISCLAIMER}</li>{view}</ul>"
    )


def _lines(board: Board) -> Iterator[str]:
    """Yield one line for each source of a board."""
    entries = board.lake.get("sources", ())
    if isinstance(entries, Mapping):
        entries = [{"source": name, **(one if isinstance(one, Mapping) else {})} for name, one in entries.items()]
    for entry in entries if isinstance(entries, list | tuple) else ():
        yield _line(entry) if isinstance(entry, Mapping) else escape(str(entry))


def _line(entry: Mapping[str, object]) -> str:
    """Lay out one source: who, which vintage, since when, how far, on what terms."""
    table = f" ({str(entry['table']).replace('_', ' ')})" if entry.get("table") else ""
    title = escape(str(entry.get("title") or f"{entry.get('source') or 'source'}{table}"))
    url = str(entry.get("url") or "")
    name = f'<a href="{escape(url)}" rel="noreferrer">{title}</a>' if url.startswith("https://") else title
    said = [f"{word} {escape(str(entry[key]))}{_assumed(key, entry)}" for key, word in _SAID if entry.get(key)]
    said += ["reconstructed, not a recorded vintage"] if entry.get("reconstructed") else []
    owner = str(entry.get("attribution") or "")
    credit = f" {escape(owner.rstrip('.'))}." if owner else ""
    return f"{name}: {', '.join(said)}.{credit}" if said else f"{name}.{credit}"


def _assumed(key: str, entry: Mapping[str, object]) -> str:
    """Say of a release date that nobody recorded it."""
    return " (assumed)" if key == "released_on" and entry.get("released_on_assumed") else ""
