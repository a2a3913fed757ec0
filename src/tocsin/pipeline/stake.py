"""Trade at stake: what an importer bought of some goods from a party in the last year known, and which share that is.

Each code is read from one source, as a board does: one that holds the world's trade before others, then the one that
reaches the latest year, then the one with the higher declared precedence, then the newer edition. A code that none of
them holds is *not in the lake*; it is never taken for zero. Codes often hold more than the goods named, so a stake is
what *may* be concerned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from tocsin.pipeline.board import edition_of
from tocsin.pipeline.given import BLOC, flows_sql, precedence, union_members
from tocsin.pipeline.newest import WHOLE
from tocsin.policy.closed import JOINT
from tocsin.ref.gazetteer import countries
from tocsin.ref.products import EDITIONS, product

if TYPE_CHECKING:
    import duckdb

    from tocsin.lake import View

#: Stands for all importers.
WORLD = "WLD"
NOT_HELD = "not in the lake"
_CLEAR = ("pure", "mostly")


@dataclass(frozen=True)
class Asked:
    """What is asked for.

    Parameters
    ----------
    reporter : str
        Importer: ISO 3166-1 alpha-3, ``EU``, or ``WLD`` for all.
    party : str
        Supplier: ISO 3166-1 alpha-3, ``EU``, or ``WLD`` for all.
    products : tuple of str
        Ids of the product book.
    hs6 : tuple of str
        Six-digit codes, of any edition.
    """

    reporter: str
    party: str
    products: tuple[str, ...] = ()
    hs6: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """The stake in one of the goods.

    Parameters
    ----------
    name : str
        Id of the product, or the code.
    codes, absent_codes : tuple of str
        Codes that it was counted under, none if it is not in the lake; and those of the same edition that the lake does
        not hold.
    value, total : float or None
        Bought from the party, and from all; None if it is not in the lake [USD].
    clear : bool
        Whether the codes hold little else.
    """

    name: str
    codes: tuple[str, ...]
    absent_codes: tuple[str, ...]
    value: float | None
    total: float | None
    clear: bool

    @property
    def share(self) -> float | None:
        """Share of the party [1]; None where nothing was bought or nothing is known."""
        return self.value / self.total if self.value is not None and self.total else None


@dataclass(frozen=True)
class Stake:
    """Trade at stake.

    Parameters
    ----------
    asked : Asked
        What was asked.
    value, total : float or None
        Bought from the party, and from all, each code counted once; None if nothing of it is in the lake [USD].
    years : tuple of str
        Years of the flows: several where sources reach differently far.
    bases : tuple of str
        Their sources.
    parts : tuple of Part
        By product or code.
    why : str
        Why there is no value.
    """

    asked: Asked
    value: float | None
    total: float | None
    years: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    why: str = ""

    @property
    def share(self) -> float | None:
        """Share of the party in what was bought of these goods [1]."""
        return self.value / self.total if self.value is not None and self.total else None

    @property
    def absent(self) -> tuple[str, ...]:
        """Goods that are not in the lake."""
        return tuple(one.name for one in self.parts if one.value is None)

    @property
    def clear(self) -> bool:
        """Whether the codes counted hold little else."""
        return all(one.clear for one in self.parts if one.value is not None)


@dataclass(frozen=True)
class _Cell:
    """What an importer bought under one code: from the party, and from all."""

    basis: str
    nomenclature: str
    code: str
    year: int
    value: float
    total: float


def stakes(view: View, asked: Sequence[Asked]) -> list[Stake]:
    """Measure trade at stake, for many questions at once.

    The last year known is that of the importer in the source, whatever the goods: what it did not buy in that year is
    zero. For the Union and the world it is the last year that not less than half as many importers reported as the year
    before.

    Parameters
    ----------
    view : View
        The lake as of a day.
    asked : sequence of Asked
        The questions.

    Returns
    -------
    list of Stake
        In their order.
    """
    counted = [one for one in asked if not _why_not(one)]
    cells: dict[tuple[str, str], list[_Cell]] = {}
    if counted:
        connection = view.connect()
        try:
            for reporter, party, *cell in _rows(connection, counted):
                cells.setdefault((reporter, party), []).append(_Cell(*cell))
        finally:
            connection.close()
    return [_stake(one, cells.get((one.reporter, one.party), [])) for one in asked]


def _why_not(asked: Asked) -> str:
    for place in (asked.reporter, asked.party):
        if place in JOINT and place != BLOC:
            return f"{place} is no single country"
    return "" if asked.products or asked.hs6 else "no goods are named"


def _stake(asked: Asked, cells: list[_Cell]) -> Stake:
    if why := _why_not(asked):
        return Stake(asked, None, None, why=why)
    names = (*asked.products, *asked.hs6)
    found = {name: _of(name, cells) for name in names}
    parts = tuple(_part(name, found[name]) for name in names)
    used = set().union(*found.values())
    if not used:
        return Stake(asked, None, None, parts=parts, why=NOT_HELD)
    return Stake(
        asked,
        sum(one.value for one in used),
        sum(one.total for one in used),
        tuple(sorted({str(one.year) for one in used})),
        tuple(sorted({one.basis for one in used})),
        parts,
    )


def _of(name: str, cells: list[_Cell]) -> list[_Cell]:
    """Return the cells of a product or code, in the first source and edition that holds any of them."""
    mine = [one for one in cells if one.code in _codes(name, one.nomenclature)]
    return [one for one in mine if (one.basis, one.nomenclature) == (mine[0].basis, mine[0].nomenclature)]


def _codes(name: str, nomenclature: str) -> tuple[str, ...]:
    edition = edition_of(nomenclature)
    if edition is None or name.isdigit():
        return (name,) if edition else ()
    return product(name).codes(edition) if edition in EDITIONS else ()


def _part(name: str, cells: list[_Cell]) -> Part:
    clear = name.isdigit() or product(name).code_purity in _CLEAR
    if not cells:
        return Part(name, (), (), None, None, clear)
    held = {one.code for one in cells}
    absent = [code for code in _codes(name, cells[0].nomenclature) if code not in held]
    value, total = sum(one.value for one in cells), sum(one.total for one in cells)
    return Part(name, tuple(sorted(held)), tuple(sorted(absent)), value, total, clear)


#: One row per importer, party, source, edition and code, the preferred source first.
_SQL = f"""WITH annual AS (
    SELECT * FROM ({{flows}}) WHERE freq = 'A' AND reporter NOT IN {WHOLE} AND partner NOT IN {WHOLE}),
seen AS (  -- how many of the importers each year has
    SELECT asked, basis, nomenclature, annual.year, count(DISTINCT reporter) AS importers
    FROM annual JOIN buyers ON buyer = reporter AND (buyers.year IS NULL OR buyers.year = annual.year)
    WHERE value > 0 GROUP BY ALL),
latest AS (
    SELECT one.asked, one.basis, one.nomenclature, max(one.year) AS year
    FROM seen AS one LEFT JOIN seen AS before ON before.asked = one.asked AND before.basis = one.basis
        AND before.nomenclature = one.nomenclature AND before.year = one.year - 1
    WHERE 2 * one.importers >= coalesce(before.importers, 0) GROUP BY ALL),
part AS MATERIALIZED (SELECT * FROM annual SEMI JOIN codes USING (product)),
mine AS (
    SELECT asked, part.*, country IS NOT NULL AS inside FROM part
    JOIN buyers ON buyer = reporter AND (buyers.year IS NULL OR buyers.year = part.year)
    LEFT JOIN members ON country = reporter AND members.year = part.year),
held AS (
    SELECT asked, basis, nomenclature, product FROM mine
    UNION SELECT asked, basis, nomenclature, product FROM part
    JOIN precedence ON ranked = split_part(basis, ':', 1) AND worldwide CROSS JOIN (SELECT DISTINCT asked FROM buyers)),
bought AS (
    SELECT mine.* FROM mine JOIN latest USING (asked, basis, nomenclature, year)
    LEFT JOIN members ON asked = '{BLOC}' AND country = partner AND members.year = mine.year
    WHERE country IS NULL)  -- what the Union's members buy of each other is not imported
SELECT asked, pairs.party, held.basis, nomenclature, product, latest.year,
    coalesce(sum(value) FILTER (sellers.party IS NOT NULL), 0), coalesce(sum(value), 0)
FROM held JOIN latest USING (asked, basis, nomenclature) JOIN pairs USING (asked)
LEFT JOIN bought USING (asked, basis, nomenclature, product)
LEFT JOIN sellers ON sellers.party = pairs.party AND seller = partner
    AND (sellers.year IS NULL OR sellers.year = bought.year)
    AND NOT (asked = '{WORLD}' AND inside AND sellers.party = '{BLOC}')  -- nor what they sell each other exported
LEFT JOIN precedence ON ranked = split_part(held.basis, ':', 1)
GROUP BY ALL
ORDER BY coalesce(any_value(worldwide), false) DESC, latest.year DESC, coalesce(any_value(precedence), 0) DESC,
    nomenclature DESC, held.basis, product"""


def _rows(connection: duckdb.DuckDBPyConnection, asked: Sequence[Asked]) -> list[tuple[Any, ...]]:
    pairs = sorted({(one.reporter, one.party) for one in asked})
    codes = {
        code for one in asked for name in one.products for edition in EDITIONS for code in product(name).codes(edition)
    }
    codes |= {code for one in asked for code in one.hs6}
    given = {
        "pairs": {"asked": [one for one, _ in pairs], "party": [one for _, one in pairs]},
        "codes": {"product": sorted(codes)},
        "buyers": _places("asked", "buyer", sorted({one for one, _ in pairs})),
        "sellers": _places("party", "seller", sorted({one for _, one in pairs})),
        "members": union_members(),
        "precedence": precedence(),
    }
    for name, columns in given.items():
        connection.register(f"{name}_given", pa.table(columns))
        connection.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM {name}_given")
    return connection.execute(_SQL.replace("{flows}", flows_sql())).fetchall()


def _places(named: str, place: str, asked: Iterable[str]) -> dict[str, Any]:
    """Return the countries that each importer or party stands for, by year where that changes."""
    rows: list[tuple[str, str, int | None]] = []
    for one in asked:
        if one == BLOC:
            bloc = union_members()
            rows += [
                (one, country, year) for country, year in zip(bloc["country"], bloc["year"].to_pylist(), strict=True)
            ]
        else:
            rows += [(one, country, None) for country in (countries() if one == WORLD else (one,))]
    years = pa.array([year for _, _, year in rows], pa.int32())
    return {named: [one for one, _, _ in rows], place: [country for _, country, _ in rows], "year": years}
