"""Commerce Control List of the United States: 15 CFR part 774, supplement no. 1, one row per ECCN.

Two layouts are told apart by how a file begins: the regulation's XML, and a JSON extract of it. ``reasons`` holds the
columns of the country chart that an entry names (``NS 2``), and reasons for control without a column (``UN``);
``detail`` holds its requirements, licence exceptions and paragraphs, one a line. Of the extract in JSON some
categories have no paragraphs: their detail ends with the related controls.
"""

from __future__ import annotations

from pathlib import Path

from tocsin.sources.ccl.extract import open_extract
from tocsin.sources.ccl.regulation import open_regulation
from tocsin.sources.ecfr import is_xml
from tocsin.sources.edition import Edition, edition_files


def _open(path: Path) -> Edition:
    return open_regulation(path) if is_xml(path) else open_extract(path)


read = edition_files("ccl", "list_entry", _open, party="USA", control_list="CCL", scope="CCL")
