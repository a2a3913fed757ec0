"""Dated episodes told one by one: where the goods stood on the hit importer's board before the first sign. No rate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tocsin.ref.countries import WORLD
from tocsin.ref.episode import CLASSES, Episode
from tocsin.ref.episodes import in_codes
from tocsin.ref.gazetteer import countries

if TYPE_CHECKING:
    import polars as pl

#: Origins shown before the first sign, and importers asked beside those named where all were hit.
BEFORE = 3
ASKED = ("KOR", "JPN", "USA", "EU")


@dataclass(frozen=True)
class Standing:
    """Where one import stood on one day before the first sign.

    Parameters
    ----------
    reporter, product, origin : str
        Importer, code, and day of the forecast.
    target : int
        Year it spoke of.
    probability : float
        What was said.
    rank, of : int
        Place among the importer's own imports, and their number.
    came : bool or None
        Whether the label came true; None where it cannot be said.
    """

    reporter: str
    product: str
    origin: str
    target: int
    probability: float
    rank: int
    of: int
    came: bool | None


@dataclass(frozen=True)
class Told:
    """One episode, told.

    Parameters
    ----------
    id, title, kind : str
        Of the episode, and what it was: shortage, price or partial, near miss.
    first_sign : str
        When somebody who read the papers could have known.
    text : str
        One paragraph.
    standings : tuple of Standing
        What it rests on.
    """

    id: str
    title: str
    kind: str
    first_sign: str
    text: str
    standings: tuple[Standing, ...]


def tell(predictions: pl.DataFrame, *, edition: str = "1992", label: str = "tight") -> tuple[Told, ...]:
    """Tell every episode whose goods the predictions cover.

    Parameters
    ----------
    predictions : polars.DataFrame
        As from :func:`tocsin.backtest.replay.predict`, of one lag.
    edition : str
        Year of the edition of the codes.
    label : str
        What was forecast.

    Returns
    -------
    tuple of Told
        By the day of the first sign; none without a forecast made before it.
    """
    import polars as pl

    ranked = predictions.filter(pl.col("horizon") == 12).with_columns(
        pl.col("probability").rank("ordinal", descending=True).over("origin", "reporter").alias("rank"),
        pl.len().over("origin", "reporter").alias("of"),
    )
    codes = set(ranked["product"].unique().to_list())
    found = []
    for one in in_codes(codes, edition):
        if _year(one) > ranked["target"].max() + 1:  # type: ignore[operator]  # what came of it is not in the lake
            continue
        standings = _standings(ranked, one, sorted(codes), edition, label)
        if standings:
            found.append(_told(one, standings))
    return tuple(sorted(found, key=lambda one: (one.first_sign, one.id)))


def _standings(
    ranked: pl.DataFrame, one: Episode, codes: Sequence[str], edition: str, label: str
) -> tuple[Standing, ...]:
    import polars as pl

    mine = [code for code in codes if one in in_codes({code}, edition)]
    who = {*one.importers_hit, *(ASKED if WORLD in one.importers_hit else ())}
    sign = one.first_public_signal.start
    rows = ranked.filter(
        pl.col("product").is_in(mine) & pl.col("reporter").is_in(sorted(who)) & (pl.col("origin") < sign.isoformat())
    ).sort("reporter", "product", "origin")
    latest = rows.group_by("reporter", "product", maintain_order=True).tail(BEFORE)
    year = _year(one)
    return tuple(_standing(row, label) for row in latest.to_dicts() if row["target"] >= year - BEFORE)


def _standing(row: dict[str, Any], label: str) -> Standing:
    names = ("reporter", "product", "origin", "target", "probability", "rank", "of")
    return Standing(**{name: row[name] for name in names}, came=row[f"label_{label}"])


def _year(one: Episode) -> int:
    return (one.effective_date or one.first_public_signal).year


def _told(one: Episode, standings: tuple[Standing, ...]) -> Told:
    sign = str(one.first_public_signal)
    kind = CLASSES[one.class_]
    parts = []
    for reporter, product in dict.fromkeys((each.reporter, each.product) for each in standings):
        mine = [each for each in standings if (each.reporter, each.product) == (reporter, product)]
        said = "; ".join(
            f"for {each.target} {each.probability:.0%}, place {each.rank} of {each.of} ({_came(each.came)})"
            for each in mine
        )
        parts.append(f"{_name(reporter)}, HS {product}: {said}.")
    opening = f"{one.title} ({kind}); first public sign {sign}; {one.cause}."
    return Told(one.id, one.title, kind, sign, f"{opening} Said before that: {' '.join(parts)}", standings)


def _came(came: bool | None) -> str:
    return {True: "it came", False: "it did not come", None: "cannot be judged"}[came]


def _name(reporter: str) -> str:
    return "the European Union" if reporter == "EU" else countries()[reporter].name
