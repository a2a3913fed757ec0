"""Tables of the extras: ablation, left-out families and suppliers, learning curve, placebo, noise ceiling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.backtest.digits import count_of, score_of, signed, span
from tocsin.backtest.grid import Table

Doc = Mapping[str, Any]

_VARIED = ("ablation", "families", "suppliers", "learning")
_FIRST = {
    "ablation": "without",
    "families": "family left out",
    "suppliers": "supplier left out",
    "learning": "learned from",
}


def extra_tables(extras: Doc) -> list[Table]:
    """Lay out whichever extras there are.

    Parameters
    ----------
    extras : mapping
        Of the document.

    Returns
    -------
    list of Table
        One per extra.
    """
    found = [_variants(one) for name in _VARIED for one in _each(extras.get(name))]
    if extras.get("placebo"):
        found.append(_placebo(extras["placebo"]))
    if extras.get("ceiling"):
        found.append(_ceiling(extras["ceiling"]))
    return found


def _each(found: Any) -> Sequence[Doc]:  # noqa: ANN401 - a JSON document is Any
    """Return several results, or the only one, as a list."""
    if not found:
        return []
    return found if isinstance(found, list) else [found]


def _variants(extra: Doc) -> Table:
    """Lay out variants of one kind."""
    rows = []
    for one in extra["variants"]:
        if one["absent"]:
            rows.append((one["name"], count_of(one["rows"]), one["absent"], "", "", ""))
            continue
        values = [score_of(skill["auroc"]["value"]) for skill in (one["full"], one["variant"])]
        gains = [_difference(one["differences"].get(name)) for name in ("auroc", "auprc")]
        rows.append((one["name"], count_of(one["rows"]), *values, *gains))
    headings = (_FIRST[extra["kind"]], "imports", "AUROC, full", "AUROC, so", "AUROC lost", "AUPRC lost")
    label = str(extra["label"]).replace("_", " ")
    title = f"{extra['title']} ({label}, lag {extra['lag']}, {extra['first']}-{extra['last']})"
    return Table(title, headings, tuple(rows), "Lost: full model less this one, on the rows of both; 95 % interval.")


def _placebo(found: Sequence[Doc]) -> Table:
    """Lay out placebos beside the model itself."""
    rows = []
    for one in found:
        if one["absent"]:
            rows.append((one["name"], count_of(one["rows"]), one["absent"], "", "", "", ""))
            continue
        within, chance = one["within"], {True: "yes", False: "no", None: score_of(None)}
        rows.append(
            (
                one["name"],
                count_of(one["rows"]),
                _estimate(within["auroc"] if within else None),
                chance[one["at_chance"]],
                score_of(one["skill"]["auroc"]["value"]),
                score_of(one["reference"]["auroc"]["value"] if one["reference"] else None),
                _difference(one["above_reference"]),
            )
        )
    headings = ("labels", "imports", "AUROC within products", "chance", "AUROC over all", "own past rate's", "less it")
    note = (
        "Within products: pairs of imports of one product alone. Shuffled labels leave nothing to know there, but over "
        "all products how often each runs short survives the shuffle, so there each product's own past rate is the "
        "mark. Chance: whether the 95 % interval within products holds 0.5."
    )
    return Table("Placebo: labels shuffled within each product", headings, tuple(rows), note)


def _ceiling(found: Sequence[Doc]) -> Table:
    """Lay out how far two releases agree."""
    rows = [
        (
            f"{str(one['label']).replace('_', ' ')}, {one['year']} ({one['name']})",
            count_of(one["rows"]),
            count_of(one["both"]),
            count_of(one["either"]),
            score_of(one["agreement"], 2),
            score_of(one["confirmed"], 2),
        )
        for one in found
    ]
    headings = ("label and year", "imports", "short in both", "in either", "agreement", "confirmed by the newer")
    return Table("Noise ceiling: do two releases agree on who ran short", headings, tuple(rows))


def _estimate(one: Doc | None) -> str:
    """Write a score with its interval."""
    return score_of(None) if one is None else f"{score_of(one['value'])} ({span(one['ninety_five'])})"


def _difference(one: Doc | None) -> str:
    """Write a difference with its interval."""
    return score_of(None) if one is None else f"{signed(one['value'])} ({span(one['ninety_five'], sign=True)})"
