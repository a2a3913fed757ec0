"""The board for machines: one JSON document, or one CSV line per row; both checked before they leave."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import DocumentError
from tocsin.publish.checks import validate
from tocsin.publish.prospect import FIRST, SECOND, forecast_record, outlook_record
from tocsin.publish.restrictions import measure_record

if TYPE_CHECKING:
    from tocsin.publish.board import Board, BoardRow, WithoutData

__all__ = ["CSV_COLUMNS", "board_csv", "board_json", "validate"]

CSV_COLUMNS = (
    "as_of",
    "reporter",
    "rank",
    "hs6",
    "hs_edition",
    "title",
    "products",
    "period",
    "import_value_usd",
    "top_supplier",
    "top_share",
    "supplier_count",
    "suppliers",
    "import_hhi",
    "world_export_hhi",
    "country_risk_pv",
    "replaceability",
    "exposure",
    "flags",
    "why",
    "source",
    "target_12",
    "probability_12",
    "low_12",
    "high_12",
    "probability_24",
    "expected",
    "no_forecast",
    "measures",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def board_json(board: Board) -> dict[str, Any]:
    """Lay a board out as the JSON document that Tocsin publishes.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    dict
        Nothing but dicts, lists, text, numbers, booleans and None.

    Raises
    ------
    DocumentError
        If the board would say something false.
    """
    document: dict[str, Any] = {
        "as_of": board.as_of,
        "reporter": board.reporter,
        "reporter_name": board.reporter_name,
        "group": board.group,
        "sort": board.sort,
        "lake": dict(board.lake),
        **forecast_record(board.forecast, board.no_forecast),
        "rows": [_row(row) | outlook_record(row, board.no_forecast) for row in board.rows],
        "total_rows": board.total_rows,
        "without_data": [_absent(one) for one in board.without_data],
        "notes": list(board.notes),
    }
    validate(document)
    return document


def board_csv(board: Board) -> str:
    """Write a board as CSV, one line per row (RFC 4180: commas, CRLF, quotes doubled).

    Numbers are written in full. A text that a spreadsheet would run as a formula gets an apostrophe in front.

    Parameters
    ----------
    board : Board
        The board.

    Returns
    -------
    str
        Heading and rows; only the heading where the board is empty.

    Raises
    ------
    DocumentError
        If the board would say something false.
    """
    document = board_json(board)
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(CSV_COLUMNS)
    for row in document["rows"]:
        cells = row | {
            "as_of": document["as_of"],
            "reporter": document["reporter"],
            "products": " ".join(row["products"]),
            "flags": "; ".join(row["flags"]),
            "supplier_count": len(row["suppliers"]),
            "suppliers": "; ".join(f"{one['iso3']} {one['share']:.4f}" for one in row["suppliers"]),
            **_chances(row),
            "measures": "; ".join(f"{one['id']} ({one['effect']}, {one['state']})" for one in row["measures"]),
        }
        table.writerow([_cell(cells[name]) for name in CSV_COLUMNS])
    return text.getvalue()


def _chances(row: dict[str, Any]) -> dict[str, Any]:
    """Lay the probabilities of one row out in columns of their own, empty where there are none."""
    chance, ends, targets = row["probability"] or {}, row["interval"] or {}, row["targets"] or {}
    low, high = ends.get(FIRST, (None, None))
    return {
        "target_12": targets.get(FIRST),
        "probability_12": chance.get(FIRST),
        "low_12": low,
        "high_12": high,
        "probability_24": chance.get(SECOND),
    }


def _cell(value: object) -> object:
    """Keep a spreadsheet from running a text as a formula."""
    if value is None:
        return ""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _row(row: BoardRow) -> dict[str, Any]:
    """Lay out one row."""
    return {
        "rank": row.rank,
        "hs6": row.hs6,
        "hs_edition": row.hs_edition,
        "products": list(row.products),
        "title": row.title,
        "period": row.period,
        "source": row.source,
        "import_value_usd": row.import_value_usd,
        "import_hhi": row.import_hhi,
        "top_supplier": row.top_supplier,
        "top_share": row.top_share,
        "suppliers": [{"iso3": one.iso3, "share": one.share} for one in row.suppliers],
        "world_export_hhi": row.world_export_hhi,
        "country_risk_pv": row.country_risk_pv,
        "replaceability": row.replaceability,
        "exposure": row.exposure,
        "history": _history(row),
        "indicators": dict(row.indicators),
        "flags": list(row.flags),
        "why": row.why,
        "measures": [measure_record(one) for one in row.measures],
    }


def _history(row: BoardRow) -> list[dict[str, Any]]:
    """Lay out the last ten years, with the shares of the five largest suppliers of today."""
    if any(len(shares) != len(row.history) for shares in row.share_history.values()):
        raise DocumentError(
            "share_history and history differ in length",
            where=f"HS {row.hs6}",
            remedy="This is a fault of Tocsin: report it.",
        )
    return [
        {
            "period": period,
            "import_value_usd": value,
            "top_share": share,
            "top_supplier": iso3,
            "shares": {supplier: shares[place] for supplier, shares in row.share_history.items()},
        }
        for place, (period, value, share, iso3) in enumerate(row.history)
    ]


def _absent(one: WithoutData) -> dict[str, Any]:
    """Lay out one product without data."""
    return {"product": one.product, "title": one.title, "hs6": list(one.hs6), "reason": one.reason}
