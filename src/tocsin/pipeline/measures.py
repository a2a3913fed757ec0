"""The register as a table of the lake, so that a past day sees only what had been announced by then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa

from tocsin.core.period import Period
from tocsin.core.release import Batch, Release
from tocsin.core.schema import MEASURE
from tocsin.lake import Lake
from tocsin.pipeline.controls import OWN, controls
from tocsin.policy.closed import EVERYONE
from tocsin.policy.entry import Entry
from tocsin.policy.register import FOLDER, Register

SOURCE = "register"
LICENCE = "Apache-2.0"
#: Day on which the register that ships was compiled: later acts are not in it.
COMPILED_ON = date(2026, 11, 27)
#: What stands in ``product`` where an entry covers whatever its party controls, or names no goods.
CONTROLLED, NO_GOODS = "*", "-"


def load_register(lake: Lake) -> None:
    """Load the register that holds for a lake, unless the lake has it.

    A register is one vintage, named by the day it was compiled and its digest. Days before see of it what had been
    announced: such a view is reconstructed, for the entries were chosen later, knowing what mattered.

    Parameters
    ----------
    lake : Lake
        The lake.
    """
    digest = _digest([FOLDER, lake.store.root / OWN])
    vintage = f"{COMPILED_ON} {digest[:8]}"
    if any(row["source"] == SOURCE and row["vintage"] == vintage for row in lake.history()):
        return
    own = any((lake.store.root / OWN).glob("*/*.toml"))
    released = lake.clock().date() if own else COMPILED_ON
    batch = Batch(measure_rows(controls(lake.store.root)))
    lake.load(
        Release("measure", vintage, released, 0, digest, iter([batch]), origin="register"),
        source=SOURCE,
        licence=LICENCE,
    )


def measure_rows(register: Register) -> pa.Table:
    """Lay a register out as rows of the table `measure`: one per entry, target and product or code.

    Parameters
    ----------
    register : Register
        The register.

    Returns
    -------
    pyarrow.Table
        Columns of the table. Entries without any date of knowledge have no place in it.
    """
    rows = [row for entry in register.entries.values() for row in _rows(register, entry)]
    return pa.Table.from_pylist(rows, schema=MEASURE.columns)


def _rows(register: Register, entry: Entry) -> Iterator[dict[str, object]]:
    period = entry.announced_on or entry.valid_from
    if period is None:
        return
    ended = register.get(entry.ended_by) if entry.ended_by else None
    known = (ended.announced_on or ended.valid_from) if ended else entry.valid_to if entry.end == "ended" else None
    shared = {
        "measure": entry.id,
        "party": entry.party,
        "direction": entry.direction,
        "instrument": entry.instrument,
        "effect": entry.does,
        "licence_policy": entry.licence_policy,
        "announced_on": _text(entry.announced_on),
        "valid_from": _text(entry.valid_from),
        "valid_to": _text(entry.valid_to),
        "ended_known_on": _text(known),
        "title": entry.title,
        "reference": "; ".join(entry.references),
        "confidence": entry.confidence,
        "period": str(period),
        "freq": period.freq,
        "status": "A",
        "scope": SOURCE,
    }
    for target in entry.targets or entry.members or (EVERYONE,):
        for product, nomenclature in _goods(entry):
            yield {**shared, "target": target, "product": product, "nomenclature": nomenclature}


def _goods(entry: Entry) -> list[tuple[str, str]]:
    found = [(one, "product") for one in sorted(entry.book_products)]
    found += [(code, "HS") for code in sorted(entry.hs6)]
    if entry.all_goods:
        found.append((CONTROLLED, "list"))
    return found or [(NO_GOODS, "none")]


def _text(day: Period | None) -> str | None:
    return str(day) if day is not None else None


def _digest(folders: list[Path]) -> str:
    found = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.glob("*/*.toml")):
            found.update(f"{path.parent.name}/{path.name}\n".encode())
            found.update(path.read_bytes())
    return found.hexdigest()
