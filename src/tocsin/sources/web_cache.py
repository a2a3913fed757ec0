"""Fetched files of one source, each with a note of where it came from; a run that broke off goes on from there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tocsin.core.clock import Clock
from tocsin.core.errors import UsageError
from tocsin.core.fetch import Call
from tocsin.sources.textfile import sha256_of

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._=+,-]{0,199}")
NOTE = ".note.json"
RUN = ".run.json"
#: A run that broke off longer ago than this begins anew: its files may be out of date.
RESUMED_FOR = timedelta(hours=24)


class Cache:
    """Folder of one source's fetched files.

    Parameters
    ----------
    folder : pathlib.Path
        The folder; made when something is kept.
    run : str
        Digest of what is being collected: a broken run of the same digest is resumed.
    clock : Clock
        Gives the moment of retrieval.
    """

    def __init__(self, folder: Path, run: str, clock: Clock) -> None:
        self.folder, self._run, self._clock = folder, run, clock
        known = _read(folder / RUN)
        begun = _moment(known.get("begun"))
        resumed = known.get("run") == run and begun is not None and clock() - begun < RESUMED_FOR
        self._begun = begun.isoformat() if resumed and begun else clock().isoformat()
        self._fetched: dict[str, str] = dict(known.get("fetched", {})) if resumed else {}
        self._doubtful: list[str] = []

    def path(self, call: Call) -> Path:
        """Return where the file of a call is kept.

        Parameters
        ----------
        call : Call
            The call.

        Returns
        -------
        pathlib.Path
            The file, present or not.

        Raises
        ------
        UsageError
            If its name is no plain file name.
        """
        if not NAME.fullmatch(call.name) or call.name.endswith(NOTE):
            raise UsageError(
                f"a fetched file cannot be called {call.name!r}", remedy="Use letters, digits, . _ = + , -"
            )
        return self.folder / call.name

    def has(self, call: Call) -> bool:
        """Tell whether this run has fetched the file of a call already, and it is still whole."""
        return self._fetched.get(call.name) == digest(call) and self.note(call) != {}

    def note(self, call: Call) -> dict[str, Any]:
        """Return what is noted of the kept file of a call; empty if there is none or it is not that file any more.

        Parameters
        ----------
        call : Call
            The call.

        Returns
        -------
        dict
            `url`, `etag`, `last_modified`, `retrieved_at`, `sha256`, `request`.
        """
        path = self.path(call)
        note = _read(path.with_name(path.name + NOTE))
        if note.get("request") != digest(call) or not path.is_file() or sha256_of(path) != note.get("sha256"):
            return {}
        return note

    def retrieved(self, paths: Iterable[Path]) -> datetime:
        """Return when the last of some kept files came; a file found unchanged keeps its moment.

        Parameters
        ----------
        paths : iterable of pathlib.Path
            Files of this folder.

        Returns
        -------
        datetime.datetime
            The moment; now for a file without a note.
        """
        notes = (_read(path.with_name(path.name + NOTE)) for path in paths)
        return max((_moment(note.get("retrieved_at")) or self._clock() for note in notes), default=self._clock())

    def keep(self, call: Call, fresh: Path, url: str, headers: Mapping[str, str]) -> Path:
        """Keep a file that came whole: it takes its place in one step, its note after it.

        Parameters
        ----------
        call : Call
            The call.
        fresh : pathlib.Path
            The file as it came, in the same folder.
        url : str
            Address without secrets.
        headers : mapping of str to str
            Headers of the answer.

        Returns
        -------
        pathlib.Path
            Where it is kept.
        """
        path = self.path(call)
        note = {
            "url": url,
            "etag": headers.get("etag", ""),
            "last_modified": headers.get("last-modified", ""),
            "retrieved_at": self._clock().isoformat(),
            "sha256": sha256_of(fresh),
            "request": digest(call),
        }
        noted = path.with_name(path.name + NOTE)
        noted.unlink(missing_ok=True)
        fresh.replace(path)
        _write(noted, note)
        self.mark(call)
        return path

    def mark(self, call: Call) -> None:
        """Note that this run need not fetch a call again."""
        self._fetched[call.name] = digest(call)
        self._doubtful.append(call.name)
        self._save()

    def trust(self) -> None:
        """Say that all files so far were read: none is in doubt."""
        self._doubtful.clear()

    def distrust(self) -> None:
        """Forget the files fetched since the last :meth:`trust`: what was in them could not be used."""
        for name in self._doubtful:
            self._fetched.pop(name, None)
            (self.folder / (name + NOTE)).unlink(missing_ok=True)
        self._doubtful.clear()
        self._save()

    def finish(self) -> None:
        """Say that the run is through: the next one asks for everything again, by condition."""
        (self.folder / RUN).unlink(missing_ok=True)
        self._fetched.clear()

    def _save(self) -> None:
        _write(self.folder / RUN, {"run": self._run, "begun": self._begun, "fetched": self._fetched})


def digest(call: Call) -> str:
    """Digest the address and query of a call, without its secrets.

    Parameters
    ----------
    call : Call
        The call.

    Returns
    -------
    str
        Hexadecimal SHA-256.
    """
    asked = [call.url, call.kind, sorted((key, text) for key, text in call.params.items() if key not in call.secret)]
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _write(path: Path, told: Mapping[str, object]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    fresh.replace(path)


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
