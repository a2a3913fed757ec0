"""Live collection: what a source fetches is loaded as it comes, so whoever stops half-way keeps what is loaded."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import json
import os
from collections.abc import Iterator
from dataclasses import replace

from tocsin.core.errors import InputError, UsageError
from tocsin.core.fetch import Ask, Get
from tocsin.core.progress import Counted, Told, silent
from tocsin.core.registry import nearest
from tocsin.core.release import Request
from tocsin.lake import Lake, Load
from tocsin.lake.load import locked
from tocsin.pipeline.asks import beside, remember
from tocsin.pipeline.collect import collect
from tocsin.sources.declaration import source, sources
from tocsin.sources.web import Fetcher, FetchError
from tocsin.sources.web_cache import Cache
from tocsin.sources.web_manners import manners


def can_fetch(name: str) -> bool:
    """Tell whether a source collects live: whether its folder holds a ``fetch.py``."""
    return name in sources() and importlib.util.find_spec(f"tocsin.sources.{name}.fetch") is not None


def collect_live(
    lake: Lake,
    name: str,
    ask: Ask,
    *,
    dry_run: bool = False,
    told: Told = silent,
    strict: bool = False,
    progress: Counted = silent,
) -> list[Load]:
    """Fetch from a source's service and load each part as it comes.

    A run that broke off is resumed: files that it had fetched whole are not fetched again. The access key comes from
    the setting ``TOCSIN_NAME_KEY``, another address of the service from ``TOCSIN_NAME_URL``. An answer that bears no
    date counts from the day of its retrieval: see :mod:`tocsin.pipeline.retrieved`.

    Parameters
    ----------
    lake : Lake
        Where to; fetched files are kept in its folder ``cache``.
    name : str
        Name of the source.
    ask : Ask
        What is wanted.
    dry_run : bool
        Only tell what would be fetched.
    told : callable
        Called with a sentence for each file.
    strict : bool
        Store nothing of a release with a refused row.
    progress : callable
        Called with the number of input rows read so far.

    Returns
    -------
    list of Load
        One per release; empty in a dry run.

    Raises
    ------
    UsageError
        If the source, an option or the period makes no sense, or the source does not collect live.
    FetchError
        If the service does not give a file.
    InputError
        If what it gives cannot be read.
    BusyError
        If another process collects from this source.
    """
    ask = _equip(name, ask)
    cache = Cache(lake.store.root / "cache" / name, _digest(ask), lake.clock)
    fetcher = Fetcher(name, cache, manners=manners(name), key=ask.key, dry_run=dry_run, told=told)
    if dry_run:
        for _ in _requests(name, ask, fetcher):
            pass
        return []
    with locked(lake.store, f"live-{name}", wait=0):
        remember(lake, name, ask)
        loads = _load_all(lake, name, _requests(name, ask, fetcher), cache, progress, strict=strict)
        cache.finish()
        remember(lake, name, ask, loads)
        # scopes that may overlap are as wide as what was asked, so that one ask hides nothing of another
        if not source(name).overlapping and (others := beside(lake, name, ask)):
            told(
                f"{name} was also asked for {others} of these reporters: where a newer release came, only what was "
                f"collected of it is seen. Repeat those too: tocsin collect --all"
            )
    return loads


def _requests(name: str, ask: Ask, get: Get) -> Iterator[Request]:
    module = importlib.import_module(f"tocsin.sources.{name}.fetch")
    found: Iterator[Request] = module.fetch(ask, get)
    return found


def _load_all(
    lake: Lake, name: str, requests: Iterator[Request], cache: Cache, progress: Counted, *, strict: bool
) -> list[Load]:
    loads: list[Load] = []
    try:
        for request in requests:
            loads += collect(
                lake, name, replace(request, progress=progress), strict=strict, retrieved=cache.retrieved(request.files)
            )
            cache.trust()
    except FetchError:
        raise
    except InputError:
        cache.distrust()
        raise
    return loads


def _equip(name: str, ask: Ask) -> Ask:
    """Check an ask, and add what the settings say: key and address."""
    told = source(name)
    if not can_fetch(name):
        known = ", ".join(other for other in sources() if can_fetch(other)) or "none"
        remedy = f"Give --file FILE. Sources that collect live: {known}."
        raise UsageError(f"source {name!r} does not collect live", remedy=remedy)
    for option in ask.options:
        if option not in told.options:
            remedy = nearest(option, sorted(told.options)) if told.options else "It takes none."
            raise UsageError(f"source {name!r} has no option {option!r}", remedy=remedy)
    if ask.since and ask.until and ask.since.freq != ask.until.freq:
        raise UsageError(
            f"--since {ask.since} and --until {ask.until} are of two kinds", remedy="Give two months, or two years."
        )
    if ask.since and ask.until and ask.until < ask.since:
        raise UsageError(f"--until {ask.until} lies before --since {ask.since}", remedy="Swap them.")
    setting = f"TOCSIN_{name.upper()}"
    base = ask.base or os.environ.get(f"{setting}_URL", "")
    if base and not base.startswith(("http://", "https://")):
        raise UsageError(
            f"{base!r} is no address", where=f"{setting}_URL", remedy="It begins with https:// or http://."
        )
    return replace(ask, key=ask.key or os.environ.get(f"{setting}_KEY", "").strip(), base=base.rstrip("/"))


def _digest(ask: Ask) -> str:
    wanted = [ask.reporters, ask.partners, ask.products, str(ask.since), str(ask.until), sorted(ask.options.items())]
    return hashlib.sha256(json.dumps([*wanted, ask.base]).encode()).hexdigest()
