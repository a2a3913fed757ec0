"""UN Comtrade's final data on goods: answers of its API and bulk files, one release per date of release.

What becomes a row: goods (type C), total imports M and total exports X, six-digit codes of an HS edition, one partner.
What is refused by rule, counted and named: other flows (re-exports, processing and the like, which are parts of M and
X or stand beside them), the partner World, aggregates of codes, and details by second partner, customs procedure or
mode of transport, whose totals are there as well. Value is the primary value: imports CIF, exports FOB as a rule.
A row whose weight or quantity the United Nations estimated has status E. A scope is one reporter, period and frequency.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from tocsin.core.errors import FormatError
from tocsin.core.release import Batch, Release, Request
from tocsin.sources.comtrade.blocks import read_rows
from tocsin.sources.comtrade.dates import Key, file_date, released
from tocsin.sources.comtrade.rows import rows_of
from tocsin.sources.declaration import source
from tocsin.sources.textfile import Block, sha256_of

UNDATED = "undated"


def read(request: Request) -> Iterator[Release]:
    """Read files; rows of one date of release become one release, whichever files they come from.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per date of release.

    Raises
    ------
    FormatError
        If a file is not laid out as documented, or nothing is in it.
    """
    given = request.options.get("availability")
    known = released(Path(given)) if given else None
    files: dict[date | None, list[Path]] = {}
    for path in request.files:
        for day in _dates(path, request, known):
            files.setdefault(day, []).append(path)
    for day, paths in sorted(files.items(), key=lambda item: str(item[0] or "")):
        yield Release(
            table="flow",
            vintage=day.isoformat() if day else UNDATED,
            released_on=day,
            lag_months=source("comtrade").lag_months,
            sha256=sha256_of(*paths, also=str(day)),
            batches=_batches(paths, day, request, known),
            origin=", ".join(path.name for path in paths[:3]) + (f" and {len(paths) - 3} more" if paths[3:] else ""),
        )


def _dates(path: Path, request: Request, known: dict[Key, date] | None) -> Sequence[date | None]:
    """Return the dates of release in a file; rows whose date is not known are refused with the latest."""
    whole = file_date(path, request.options)
    if whole is not None or known is None:
        return [whole]
    found: set[date] = set()
    for block in read_rows(path):
        found |= {day for day in _days(block, known) if day}
    if not found:
        raise FormatError(
            "the availability file knows no reporter and period of this file",
            where=str(path),
            remedy="Fetch the availability of these, or give --option released=2024-05-01.",
        )
    return sorted(found)


def _keys(block: Block) -> list[Key]:
    columns = [block.rows.column(name).to_pylist() for name in ("freqCode", "period", "reporterCode")]
    return [(str(freq), str(period), str(reporter)) for freq, period, reporter in zip(*columns, strict=True)]


def _days(block: Block, known: dict[Key, date]) -> list[date | None]:
    return [known.get(key) for key in _keys(block)]


def _batches(paths: list[Path], day: date | None, request: Request, known: dict[Key, date] | None) -> Iterator[Batch]:
    rows = 0
    for path in paths:
        by_row = known if known is not None and file_date(path, request.options) is None else None
        latest = by_row is None or day == max(date for date in _dates(path, request, known) if date)
        for block in read_rows(path):
            mine = block if by_row is None else _of_day(block, by_row, day, latest=latest)
            undated = None if by_row is None else np.array([found is None for found in _days(mine, by_row)], bool)
            rows += len(mine.rows)
            request.progress(rows)
            yield rows_of(mine, undated)


def _of_day(block: Block, known: dict[Key, date], day: date | None, *, latest: bool) -> Block:
    days = _days(block, known)
    mine = np.array([found == day or (found is None and latest) for found in days], bool)
    return Block(block.rows.filter(pa.array(mine)), block.numbers[mine], block.refused if latest else ())
