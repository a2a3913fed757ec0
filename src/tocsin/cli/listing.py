"""Rows of dictionaries as a command prints them: a table, CSV, or JSON with what else is to be said."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

import typer

from tocsin.cli import output
from tocsin.core.errors import UsageError

SHOWN = 60
LISTED = 4


@dataclass(frozen=True)
class Listing:
    """Rows to be printed, and the sentences that belong to them.

    Parameters
    ----------
    title : str
        Above the rows.
    rows : list of dict
        The rows, all with the same keys.
    notes : list of str
        Below them; on stderr where the rows go to a machine.
    told : dict
        What JSON says beside the rows.
    headings : dict of str to str
        Columns of the table on a terminal, with their headings; JSON and CSV have all.
    """

    title: str
    rows: list[dict[str, Any]]
    notes: list[str]
    told: dict[str, Any]
    headings: dict[str, str]

    def show(self, *, json: bool, csv: bool) -> None:
        """Print as JSON, CSV or a table.

        Parameters
        ----------
        json, csv : bool
            Print that instead of a table.

        Raises
        ------
        UsageError
            If both are asked for.
        """
        if json and csv:
            raise UsageError("--json and --csv exclude each other", remedy="Give one of them.")
        if json:
            output.show_json({**self.told, "rows": self.rows})
            return
        if csv:
            _write_csv(self.rows)
        elif self.rows:
            shown = [{heading: row[name] for name, heading in self.headings.items()} for row in self.rows[:SHOWN]]
            headings = list(shown[0])
            numbers = [i for i, value in enumerate(shown[0].values()) if isinstance(value, int | float)]
            cells = [[_cell(value) for value in row.values()] for row in shown]
            output.show_table(f"{self.title}: {len(self.rows):,} rows", headings, cells, numbers=numbers)
            if len(self.rows) > SHOWN:
                typer.echo(f"The first {SHOWN} of {len(self.rows):,}; narrow, or take --csv or --json.")
        for sentence in self.notes:
            (output.note if csv else typer.echo)(sentence)


def _write_csv(rows: list[dict[str, Any]]) -> None:
    import csv

    writer = csv.writer(sys.stdout, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([" ".join(v) if isinstance(v, list) else v for v in row.values()] for row in rows)


def _cell(value: object) -> object:
    if isinstance(value, list):
        beyond = f" and {len(value) - LISTED} more" if len(value) > LISTED else ""
        return ", ".join(map(str, value[:LISTED])) + beyond
    if isinstance(value, float):
        return f"{value:.4g}" if abs(value) <= 1 else f"{value:,.0f}"
    return value
