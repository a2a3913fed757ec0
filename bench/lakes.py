"""Lakes and views for the subjects; called in measured processes."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tocsin.lake import Lake, View

#: The day of every view here: after both bundled releases.
DAY = date(2026, 3, 1)


def bundled(lake: str) -> None:
    """Make a lake with the bundled tables."""
    from tocsin.core.clock import fixed_clock
    from tocsin.pipeline.home import open_lake

    open_lake(Path(lake), fixed_clock(DAY))


def opened(lake: str) -> Lake:
    """Open a lake as it is."""
    from tocsin.core.clock import fixed_clock
    from tocsin.lake import Lake

    return Lake(Path(lake), fixed_clock(DAY))


def newest(lake: str) -> View:
    """Return the view of a lake on the day."""
    return opened(lake).as_of(DAY)


def indexed(lake: str) -> dict[str, int]:
    """Compute and store every indicator of a lake's newest view."""
    from tocsin.pipeline.index import index

    found = opened(lake)
    index(found, found.as_of(DAY))
    return {"rows": sum(int(str(row["rows_kept"])) for row in found.history() if row["table_name"] == "indicator")}


def flows() -> str:
    """Return the SELECT by which indicators see the flows of a view."""
    from tocsin.pipeline.given import flows_sql

    return flows_sql()
