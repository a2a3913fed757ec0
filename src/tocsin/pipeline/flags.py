"""Data-quality flags: what is wrong with a row, as words; the policy behind each is in `convention.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tocsin.pipeline.desk import BREAK, Purchase

#: Importers below which a source is no picture of the world [1].
FEW = 20
#: Indicator, share from which it is a flag, and the words.
LIMITS = (
    ("weight_missing", 0.10, "weight missing"),
    ("partner_unspecified", 0.05, "supplier not specified"),
    ("unit_value_outlier", 0.10, "unit value outlier"),
    ("supplier_reexport", 0.50, "re-export hub possible"),
)


def flags(
    values: Mapping[str, float], purchases: Sequence[Purchase], *, importers: int, period: str
) -> tuple[str, ...]:
    """Return the flags of one row.

    Parameters
    ----------
    values : mapping of str to float
        Its indicators by public id.
    purchases : sequence of Purchase
        Its suppliers in the period.
    importers : int
        Importers that the source holds in the period [1].
    period : str
        The period.

    Returns
    -------
    tuple of str
        Words, in a fixed order.
    """
    found = [words for name, limit, words in LIMITS if values.get(name, 0.0) >= limit]
    if any(purchase.zeros for purchase in purchases):
        found.append("zero value reported")
    if importers < FEW:
        found.append(f"world seen through {importers} importer{'' if importers == 1 else 's'}")
    if period[:4] >= str(BREAK) and "country_risk_pv" in values:
        found.append(f"governance break {BREAK}")
    return tuple(found)
