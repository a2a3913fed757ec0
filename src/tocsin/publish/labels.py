"""Plain names and units of what a board shows, where the board does not bring better ones, and how to read a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.publish.numbers import measure
from tocsin.publish.words import CONCENTRATED, replaceable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tocsin.publish.board import Board, BoardRow

_PLAIN = {
    "import_hhi": ("Concentration of imports (HHI, 0 to 1)", "1"),
    "top_share": ("Share of the largest supplier (0 to 1)", "1"),
    "world_export_hhi": ("Concentration of world exports (HHI, 0 to 1)", "1"),
    "replaceability": ("Part of the largest supply that others could replace (0 to 1)", "1"),
    "country_risk_pv": ("Political stability of the world's suppliers (-2.5 to 2.5, higher is more stable)", "1"),
    "exposure": ("Import value x concentration x part that cannot be replaced", "USD"),
}
_CONCENTRATION = ("import_hhi", "world_export_hhi", "cdi1")


def readings(board: Board, row: BoardRow) -> Iterator[tuple[str, str, str, str]]:
    """Yield every indicator of a row in plain words.

    Parameters
    ----------
    board : Board
        The board, for its labels.
    row : BoardRow
        The product.

    Yields
    ------
    tuple of str
        Public id, name, value with its unit, and how to read it (or nothing).
    """
    known: dict[str, float | None] = {
        "exposure": row.exposure,
        "import_hhi": row.import_hhi,
        "top_share": row.top_share,
        "replaceability": row.replaceability,
        "world_export_hhi": row.world_export_hhi,
        "country_risk_pv": row.country_risk_pv,
    }
    for name, value in (known | row.indicators).items():
        title, unit = board.labels.get(name) or _PLAIN.get(name) or (name.replace("_", " "), "1")
        yield name, title, measure(value, unit), _reading(name, value)


def _reading(name: str, value: float | None) -> str:
    """Say what a value means where the literature draws a line."""
    if value is None:
        return ""
    if name in _CONCENTRATION:
        return f"{'concentrated: above' if value > CONCENTRATED else 'not above'} {CONCENTRATED}"
    if name == "replaceability":
        return replaceable(value)
    return ""
