"""Front-running windows as a table that the pipeline hands to others."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from tocsin.policy.frontrun import windows
from tocsin.policy.notice import rung_of
from tocsin.policy.register import Register

#: Columns of the table; what each holds is said in ``COLUMNS``.
SCHEMA = pa.schema(
    [
        ("entry", pa.string()),
        ("party", pa.string()),
        ("target", pa.string()),
        ("product", pa.string()),
        ("nomenclature", pa.string()),
        ("direction", pa.string()),
        ("effect", pa.string()),
        ("rung", pa.string()),
        ("from", pa.date32()),
        ("to", pa.date32()),
        ("days", pa.int32()),
        ("exact", pa.bool_()),
        ("stopped_by", pa.string()),
        ("confidence", pa.string()),
        ("seen", pa.bool_()),
        ("title", pa.string()),
    ]
)
COLUMNS = {
    "entry": "id of the measure in the register",
    "party": "who acts: ISO 3166-1 alpha-3, `EU` or `MULTI`",
    "target": "towards whom: ISO 3166-1 alpha-3, a group, or `*` for all",
    "product": "id of the product book, six-digit code, `*` for all that the party controls, `-` where none is named",
    "nomenclature": "how the goods are named: `product`, `HS`, `list`, `none`",
    "direction": "`export`, `import`, `investment` or `other`",
    "effect": "what the measure will do to goods: `licence`, `ban`, `free`, ...",
    "rung": "its step on the ladder of escalation",
    "from": "first day: the announcement",
    "to": "last day: the one before effect, or before another act stopped it; null while no day of effect is known",
    "days": "days from first to last, both included; null where `to` is",
    "exact": "whether announcement and effect are known to the day",
    "stopped_by": "act that replaced, lifted or suspended it before it took effect; empty otherwise",
    "confidence": "`high`, `medium` or `low`",
    "seen": "whether the text of a reference was read",
    "title": "title of the measure",
}


def window_table(register: Register, known_on: date | None = None) -> pa.Table:
    """Lay front-running windows out as a table: one row per measure, target and product.

    Parameters
    ----------
    register : Register
        The register.
    known_on : datetime.date, optional
        Only what the public knew on this day; all by default.

    Returns
    -------
    pyarrow.Table
        Columns of :data:`SCHEMA`, by first day.
    """
    rows = [
        {
            "entry": one.entry.id,
            "party": one.entry.party,
            "target": one.target,
            "product": one.product,
            "nomenclature": one.nomenclature,
            "direction": one.entry.direction,
            "effect": one.entry.does,
            "rung": rung_of(one.entry),
            "from": one.opens,
            "to": one.closes,
            "days": one.days,
            "exact": one.exact,
            "stopped_by": one.stopped_by,
            "confidence": one.entry.confidence,
            "seen": one.entry.seen,
            "title": one.entry.title,
        }
        for one in windows(register, known_on)
    ]
    return pa.Table.from_pylist(rows, schema=SCHEMA)
