"""Fetching what a live source asks for: politely, again after faults, from the cache where nothing has changed.

A file counts as fetched once it is whole and of the kind asked for. Keys come from the setting ``TOCSIN_NAME_KEY``
alone; they are never printed, never kept, and not sent on to another host.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode, urlsplit

from tocsin.core.errors import InputError
from tocsin.core.fetch import Call
from tocsin.core.progress import Told, silent
from tocsin.sources.web_cache import Cache
from tocsin.sources.web_content import check_content
from tocsin.sources.web_manners import Manners, judge_status
from tocsin.sources.web_packing import Fault
from tocsin.sources.web_wire import Limits, exchange

HIDDEN = "***"
LONGEST_WAIT = 60.0
DEFAULT = Manners()


class FetchError(InputError):
    """A file that a service did not give, after all tries."""


class Fetcher:
    """Gives the fetched file of a call: what a source's ``fetch`` is handed as `get`.

    A status of 204 (no content) gives an empty file; every other answer without content is a fault.

    Parameters
    ----------
    name : str
        Name of the source.
    cache : Cache
        Where its files are kept.
    manners : Manners
        How the service wants to be asked.
    key : str
        Access key, only to keep it out of every message.
    dry_run : bool
        Say what would be fetched and fetch nothing.
    told : callable
        Called with a sentence for each file, and for each fault that is tried again.
    pause, tick : callable
        Sleep for some seconds; count seconds.
    """

    def __init__(
        self,
        name: str,
        cache: Cache,
        *,
        manners: Manners = DEFAULT,
        key: str = "",
        dry_run: bool = False,
        told: Told = silent,
        pause: Callable[[float], None] = time.sleep,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._cache, self._manners, self._key = name, cache, manners, key
        self._dry_run, self._told, self._pause, self._tick = dry_run, told, pause, tick
        self._asked: dict[str, float] = {}

    def __call__(self, call: Call) -> Path | None:
        """Return the file of a call, fetched now or already by this run.

        Parameters
        ----------
        call : Call
            What is to be fetched.

        Returns
        -------
        pathlib.Path or None
            The file; None in a dry run.

        Raises
        ------
        FetchError
            If the service does not give it.
        """
        try:
            path, shown = self._cache.path(call), self.shown(call)
        except ValueError as error:
            raise FetchError(self._mask(f"{call.url!r} is no address"), remedy="Mend the setting of it.") from error
        if self._dry_run:
            self._told(f"would fetch {shown} -> {call.name}")
            return None
        if self._cache.has(call):
            self._told(f"already fetched: {call.name}")
            return path
        self._told(f"fetching {shown}")
        attempt = 0
        while True:
            attempt += 1
            self._keep_distance(call)
            try:
                return self._once(call, conditional=attempt == 1)
            except Fault as fault:
                self._again(fault, attempt, shown)

    def shown(self, call: Call) -> str:
        """Return the address of a call without secrets.

        Parameters
        ----------
        call : Call
            The call.

        Returns
        -------
        str
            Address and query.
        """
        hidden = {key: HIDDEN if key in call.secret else self._mask(text) for key, text in call.params.items()}
        query = urlencode(hidden, safe="*,:/()[] ") if hidden else ""
        place = urlsplit(call.url)
        bare = place._replace(netloc=place.netloc.rpartition("@")[2]).geturl()
        return self._mask(f"{bare}?{query}" if query else bare)

    def _mask(self, text: str) -> str:
        for secret in (self._key, quote(self._key, safe=""), quote_plus(self._key)):
            text = text.replace(secret, HIDDEN) if secret else text
        return text

    def _keep_distance(self, call: Call) -> None:
        host = urlsplit(call.url).netloc
        due = self._asked.get(host, float("-inf")) + self._manners.seconds_between
        if (ahead := due - self._tick()) > 0:
            self._pause(ahead)
        self._asked[host] = self._tick()

    def _again(self, fault: Fault, attempt: int, shown: str) -> None:
        """Wait before the next try, or give up."""
        if fault.final or attempt == self._manners.tries:
            raise FetchError(
                self._mask(fault.found),
                where=shown,
                remedy=fault.remedy or "What was loaded stays. Run the same command again later: it goes on from here.",
            )
        wait = self._manners.seconds_again * 2 ** (attempt - 1) if fault.wait is None else fault.wait
        wait = min(wait, LONGEST_WAIT)
        self._told(self._mask(f"{fault.found}: try {attempt + 1} of {self._manners.tries} in {wait:g} s"))
        self._pause(wait)

    def _once(self, call: Call, *, conditional: bool) -> Path:
        path = self._cache.path(call)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(path.name + ".part")
        note = self._cache.note(call) if conditional else {}
        headers = {**call.headers, **_conditions(note)}
        limits = Limits(self._manners.seconds_silent, self._manners.seconds_total)
        try:
            answer = exchange(call.url, call.params, headers, fresh, kind=call.kind, limits=limits)
            if answer.status == 304 and note:
                self._cache.mark(call)
                return path
            setting = f"TOCSIN_{self._name.upper()}_KEY"
            judge_status(answer, fresh, setting=setting, has_key=bool(self._key))
            if answer.status == 200:
                check_content(fresh, call.kind)
            return self._cache.keep(call, fresh, self.shown(call), answer.headers)
        finally:
            fresh.unlink(missing_ok=True)


def _conditions(note: Mapping[str, str]) -> dict[str, str]:
    asked = {"If-None-Match": note.get("etag", ""), "If-Modified-Since": note.get("last_modified", "")}
    return {key: text for key, text in asked.items() if text}
