"""The shock language: a TOML file is a scenario; whatever is wrong in it is told with file, line and remedy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.registry import nearest
from tocsin.ref.tables import DATA
from tocsin.scenario.block import Block, Text
from tocsin.scenario.language_goods import Goods
from tocsin.scenario.language_shocks import check_reach, last_day, read_shock, start_of
from tocsin.scenario.schema import MOST_ANSWERS, MOST_DAYS, MOST_SHOCKS
from tocsin.scenario.shock import Scenario, Shock

FOLDER = DATA / "scenarios"
MOST_BYTES = 4_000_000
_TOLD = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def read_scenario(path_or_text: Path | str, *, name: str = "") -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    path_or_text : pathlib.Path or str
        A file; or, as a text of several lines or with an equals sign, what a file holds.
    name : str
        What errors call it; the path, or ``scenario``, by default.

    Returns
    -------
    Scenario
        Checked: names known, groups opened on its first day, goods in the order of their chain.

    Raises
    ------
    FormatError
        If it is no TOML, too large, or says something that cannot be.

    Examples
    --------
    >>> one = read_scenario('''
    ... title = "No more gallium"
    ... [[shock]]
    ... kind = "ban"
    ... actors = ["CHN"]
    ... targets = ["*"]
    ... products = ["gallium"]
    ... from = 2023-08-01
    ... ''')
    >>> one.start.isoformat(), one.goods[0].id
    ('2023-08-01', 'gallium')
    """
    if isinstance(path_or_text, str) and ("\n" in path_or_text or "=" in path_or_text):
        text, place, stem = path_or_text, name or "scenario", "scenario"
        _check_size(len(text), place)
    else:
        path = Path(path_or_text)
        text, place, stem = _text_of(path), name or str(path), path.stem
    try:
        table = tomllib.loads(text)
    except RecursionError:
        raise FormatError("Lists or tables are nested too deep", where=place, remedy="Write them flat.") from None
    except ValueError as error:
        found, where = _no_toml(str(error), text, place)
        raise FormatError(found, where=where, remedy="Correct the line and try again.") from None
    return make_scenario(table, Text(place, text), stem)


def make_scenario(table: Mapping[str, Any], source: Text, stem: str = "scenario") -> Scenario:
    """Make a scenario of a table.

    Parameters
    ----------
    table : mapping of str to object
        As TOML gives it.
    source : Text
        Where it was read.
    stem : str
        Its id if it names none.

    Returns
    -------
    Scenario
        The scenario.
    """
    file = Block("scenario", table, source)
    blocks = file.blocks("shock", MOST_SHOCKS)
    waiting = [k for k, block in enumerate(blocks) if "when" in block]
    if len(waiting) > MOST_ANSWERS:
        told = f"{len(waiting)} shocks wait for a shortage"
        file.refuse(told, f"Give at most {MOST_ANSWERS} with a condition.", "shock", waiting[MOST_ANSWERS], "when")
    start = start_of(blocks, file)
    days, synthetic = file.count("days", 365), file.flag("synthetic")
    goods = Goods(file, synthetic)
    shocks: list[Shock] = []
    for number, block in enumerate(blocks, 1):
        shock = read_shock(block, number, goods, start)
        if any(shock.id == one.id for one in shocks):
            block.refuse(f"The shock {shock.id} stands twice", "Give each an id of its own.", "id")
        if shock.start and shock.start > last_day(start, days):
            needed = (shock.start - start).days + 1
            far = f"At most {MOST_DAYS:,} days can be looked at, and {start} is the first."
            block.refuse(
                f"from {shock.start} is after the last day looked at, {last_day(start, days)}",
                f"Give days = {needed} or more." if needed <= MOST_DAYS else far,
                "from",
            )
        shocks.append(shock)
    found = goods.ordered()
    for shock, block in zip(shocks, blocks, strict=True):
        check_reach(block, shock, found)
    return Scenario(
        id=file.name("id", re.sub(r"[^A-Za-z0-9_.\-]", "_", stem)[:80].lstrip("_.-") or "scenario"),
        title=file.text("title"),
        description=file.text("description").strip(),
        start=start,
        days=days,
        goods=found,
        shocks=tuple(shocks),
        references=file.texts("references", empty=True),
        known_on=file.day("known_on"),
        synthetic=synthetic,
    )


def scenarios() -> Mapping[str, Path]:
    """Return the scenarios that ship with Tocsin.

    Returns
    -------
    mapping of str to pathlib.Path
        Files by id, sorted.
    """
    return {path.stem: path for path in sorted(FOLDER.glob("*.toml"))}


def find_scenario(name_or_path: str | Path) -> Scenario:
    """Read a scenario that ships with Tocsin, or a file.

    Parameters
    ----------
    name_or_path : str or pathlib.Path
        Its id, or the path of a file.

    Returns
    -------
    Scenario
        The scenario.

    Raises
    ------
    UsageError
        If it is neither; the nearest ids are named.
    """
    told = str(name_or_path)
    known = scenarios()
    if told in known:
        return read_scenario(known[told], name=f"{told}.toml")
    path = Path(told)
    if path.suffix == ".toml" or path.is_file() or len(path.parts) > 1:
        return read_scenario(path)
    remedy = f"{nearest(told, list(known))} Or give the path of a file: {told}.toml."
    raise UsageError(f"There is no scenario {told!r}", where="the scenarios", remedy=remedy)


def _text_of(path: Path) -> str:
    try:
        size = path.stat().st_size
        _check_size(size, str(path))
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FormatError(f"The file cannot be read: {reason}", where=str(path), remedy="Check its name.") from None
    _check_size(len(data), str(path))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FormatError(
            f"The byte 0x{data[error.start]:02x} is no UTF-8",
            where=f"{path}, line {line}",
            remedy="Save the file as UTF-8.",
        ) from None


def _no_toml(told: str, text: str, place: str) -> tuple[str, str]:
    """Return what a parser stumbled over, and where."""
    at = _TOLD.search(told)
    found = f"{told[: at.start()] if at else told[:200]}: no valid TOML"
    if at and at[1]:
        return found, f"{place}, line {at[1]}, column {at[2]}"
    return found, f"{place}, line {text.count(chr(10)) + 1} (its end)" if at else place


def _check_size(size: int, where: str) -> None:
    if size > MOST_BYTES:
        remedy = f"Give at most {MOST_BYTES:,}; large tables belong in the lake."
        raise FormatError(f"The file has {size:,} bytes", where=where, remedy=remedy)
