"""The shipped Parquet files as tables, the older trade release among them, and the digest of their contents."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import polars as pl

FOLDER = Path(__file__).parents[2] / "data" / "bundled"
NEWER = "flow_2026"
OLDER = "flow_2025"
DIFFERENCE = "flow_2025_difference"
FLOW_KEY = ("product", "importer", "exporter", "year")


def table(name: str, folder: Path = FOLDER) -> pl.DataFrame:
    """Read one shipped file as it is.

    Parameters
    ----------
    name : str
        File name without ending: ``"flow_2026"``, ``"production"``, ``"country_score"``.
    folder : pathlib.Path
        Where the files are.

    Returns
    -------
    polars.DataFrame
        Its rows: values in whole USD and weights in whole kg, a missing weight null.
    """
    import polars as pl

    return pl.read_parquet(folder / f"{name}.parquet")


def older_flow(newer: pl.DataFrame, difference: pl.DataFrame) -> pl.DataFrame:
    """Put the older trade release together from the newer one and the difference.

    A row of the newer release whose key is in the difference is left out; rows that the difference calls ``changed`` or
    ``vanished`` carry the older figures and come in; those it calls ``new`` were not there yet.

    Parameters
    ----------
    newer : polars.DataFrame
        The newer release [USD, kg].
    difference : polars.DataFrame
        Its difference to the older one, with the column ``change`` [USD, kg].

    Returns
    -------
    polars.DataFrame
        The older release in the order of its key [USD, kg].
    """
    import polars as pl

    kept = newer.join(difference, on=FLOW_KEY, how="anti")
    before = difference.filter(pl.col("change") != "new").drop("change")
    return pl.concat([kept, before]).sort(FLOW_KEY)


def digest(frame: pl.DataFrame) -> str:
    """Digest what a table says, whatever the order of its rows and the bytes of its file.

    Each row is a line of its fields with commas between: whole numbers and text as they are, other numbers by their
    shortest exact form, nothing for what is missing. The lines are sorted.

    Parameters
    ----------
    frame : polars.DataFrame
        Any table.

    Returns
    -------
    str
        Hexadecimal SHA-256 of the lines.
    """
    lines = sorted(",".join(map(_field, row)) for row in frame.iter_rows())
    return hashlib.sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()


def digests(folder: Path = FOLDER) -> dict[str, dict[str, int | str]]:
    """Digest every shipped table, and the older trade release as it is put together.

    Parameters
    ----------
    folder : pathlib.Path
        Where the files are.

    Returns
    -------
    dict
        By table: ``rows`` [1] and ``sha256``, as in ``digests.json`` beside the files.
    """
    frames = {name: table(name, folder) for name in (NEWER, DIFFERENCE, "production", "country_score")}
    frames[OLDER] = older_flow(frames[NEWER], frames[DIFFERENCE])
    return {name: {"rows": len(frame), "sha256": digest(frame)} for name, frame in sorted(frames.items())}


def _field(value: object) -> str:
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)
