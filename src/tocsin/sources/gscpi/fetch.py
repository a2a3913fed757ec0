"""The file behind the index's chart: every release since 2022, one column each."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.core.fetch import Ask, Call, Get
from tocsin.core.release import Request

URL = "https://www.newyorkfed.org/medialibrary/research/interactives/data/gscpi/gscpi_interactive_data.csv"


def fetch(ask: Ask, get: Get) -> Iterator[Request]:
    """Fetch the one file there is.

    Parameters
    ----------
    ask : Ask
        Only its `base` and `options` matter.
    get : callable
        Gives the fetched file.

    Yields
    ------
    Request
        One.
    """
    if path := get(Call("gscpi_interactive_data.csv", ask.base or URL, kind="csv")):
        yield Request(files=(path,), options=dict(ask.options))
