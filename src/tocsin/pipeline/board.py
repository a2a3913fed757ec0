"""The main job: one importer's critical dependencies, in order, each with its reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tocsin.core.errors import UsageError
from tocsin.core.hs import is_hs
from tocsin.core.registry import nearest
from tocsin.indicators.declaration import INDICATORS
from tocsin.pipeline.context import context_lines
from tocsin.pipeline.controls import controls
from tocsin.pipeline.desk import Cell, Desk, Purchase
from tocsin.pipeline.expectation import EXPECTED, NONE, UNTOLD, Expectation, Made, Outlooks
from tocsin.pipeline.flags import FEW, flags
from tocsin.policy.bearing import Bearing, Import, bearings
from tocsin.policy.register import Register
from tocsin.publish.board import Board, BoardRow, Supplier, WithoutData
from tocsin.publish.words import why
from tocsin.ref.gazetteer import countries
from tocsin.ref.products import Product, by_code, product_groups, products

YEARS = 10
LINES = 5
#: Order of a board without forecasts.
STRUCTURAL = "exposure"
#: What puts lines of exposure 0 in order, by the order asked for.
_TIED = {STRUCTURAL: "in code order", EXPECTED: "in order of chance x import value"}
NOTHING_AHEAD = Expectation()
RULE_OF_THUMB = (
    "Replaceable is a rule of thumb: a tenth of others' sales elsewhere is taken to be divertible in a year."
)
#: Edition of the product book by which an edition without its own codes is read.
BOOK_EDITION = {"1996": "1992", "2002": "1992", "2007": "2012"}


def board(
    desk: Desk,
    reporter: str,
    *,
    group: str = "",
    top: int = 25,
    sort: str = EXPECTED,
    every_code: bool = False,
    outlooks: Outlooks = NONE,
    made: Made = UNTOLD,
) -> Board:
    """Make the board of one importer.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    reporter : str
        ISO3 or ``"EU"``.
    group : str
        Product group; empty for all watched products.
    top : int
        Rows shown [1].
    sort : str
        ``"expected"`` for probability x exposure, or the indicator it is ordered by, the worst first. Without any
        forecast the expected consequence is not known, and the order is that of exposure.
    every_code : bool
        Show codes that hold no watched product too.
    outlooks : mapping of (str, str, str) to Outlook
        Forecasts by basis, nomenclature and product; empty where none were made.
    made : Made
        How they were made, or why there are none.

    Returns
    -------
    Board
        The document.
    """
    watched = check_request(group=group, top=top, sort=sort)
    chosen = _choose(desk.cells(reporter), watched, every_code=every_code and not group)
    values = desk.values(reporter, {cell.period for cell in chosen})
    ahead = Expectation(outlooks, made)
    if sort == EXPECTED and not any(map(ahead.of, chosen)):
        sort = STRUCTURAL
    ranked = _in_order(chosen, values, sort, ahead)
    rows = lines(desk, reporter, ranked[:top], values, ahead=ahead)
    return Board(
        as_of=desk.view.as_of.isoformat(),
        reporter=reporter,
        reporter_name=_name(reporter),
        group=group,
        sort=sort,
        lake=desk.lake_facts(row.source for row in rows),
        rows=tuple(rows),
        total_rows=len(ranked),
        without_data=_without(desk, reporter, watched, chosen.values()),
        notes=(
            *_ties(ranked, values, sort),
            RULE_OF_THUMB,
            *desk.notes({row.source for row in rows}),
            *(one.line for one in context_lines(desk.view)),
        ),
        covered=_covered(desk, rows),
        labels={item.name: (item.title, item.unit) for item in INDICATORS.values()},
        top_shares=tuple(
            values[cell]["top_share"] for cell in ranked if chosen[cell] and "top_share" in values.get(cell, {})
        ),
        forecast=ahead.forecast,
        no_forecast=ahead.why_none,
    )


def _in_order(
    cells: Iterable[Cell], values: Mapping[Cell, dict[str, float]], sort: str, ahead: Expectation
) -> list[Cell]:
    """Put the worst first; what is not known last, equals by code."""
    if sort == EXPECTED:
        return sorted(cells, key=lambda cell: ahead.rank(cell, values.get(cell, {})))
    low = INDICATORS[sort].direction.startswith("lower")

    def order(cell: Cell) -> tuple[bool, float, str]:
        value = values.get(cell, {}).get(sort)
        return (value is None, (value or 0.0) if low else -(value or 0.0), cell.product)

    return sorted(cells, key=order)


def check_request(*, group: str, top: int, sort: str) -> Mapping[str, Product]:
    """Refuse a board that cannot be made, before anything is computed.

    Parameters
    ----------
    group, top, sort
        As in :func:`board`.

    Returns
    -------
    mapping of str to Product
        Products of the group by id.

    Raises
    ------
    UsageError
        If group or order is unknown, or `top` is not positive.
    """
    if sort != EXPECTED and sort not in INDICATORS:
        raise UsageError(f"sort column {sort!r} is unknown", remedy=nearest(sort, [EXPECTED, *INDICATORS]))
    if top < 1:
        raise UsageError(f"--top {top} shows nothing", remedy="Give a number from 1.")
    return _watched(group)


def _ties(ranked: Sequence[Cell], values: Mapping[Cell, dict[str, float]], sort: str) -> list[str]:
    """Say from where on the order means nothing: others could replace the largest supplier of these whole."""
    zero = sum(1 for cell in ranked if values.get(cell, {}).get(STRUCTURAL) == 0.0)
    if sort not in _TIED or not zero:
        return []
    what = "1 code has" if zero == 1 else f"{zero} codes have"
    return [f"{what} exposure 0, for others could replace the largest supplier within a year: shown {_TIED[sort]}."]


def lines(
    desk: Desk,
    reporter: str,
    cells: Sequence[Cell],
    values: Mapping[Cell, dict[str, float]],
    *,
    ahead: Expectation = NOTHING_AHEAD,
) -> list[BoardRow]:
    """Make the lines of a board for some cells, ranked as given.

    Parameters
    ----------
    desk : Desk
        The lake as of a day.
    reporter : str
        ISO3 or ``"EU"``.
    cells : sequence of Cell
        Product and period of each line.
    values : mapping of Cell to dict
        Their indicators, as from :meth:`Desk.values`.
    ahead : Expectation
        Forecasts.

    Returns
    -------
    list of BoardRow
        The lines.
    """
    purchases = _purchases(desk, reporter, cells)
    importers = _importers(desk, cells)
    acts = controls(desk.lake.store.root)
    return [
        replace(
            line := _line(rank, cell, values.get(cell, {}), purchases, importers=importers[cell]),
            measures=_measures(acts, desk, reporter, line),
            outlook=ahead.of(cell),
            expected=ahead.expected(cell, values.get(cell, {})),
            no_forecast=ahead.why_not(cell, values.get(cell, {})),
        )
        for rank, cell in enumerate(cells, 1)
    ]


def _measures(acts: Register, desk: Desk, reporter: str, line: BoardRow) -> tuple[Bearing, ...]:
    """Find what its suppliers have decreed of the goods of a line, as known on the day."""
    shares = {one.iso3: one.share for one in line.suppliers}
    return bearings(acts, Import(reporter, desk.view.as_of, frozenset(line.products), frozenset({line.hs6}), shares))


def products_of(cell: Cell) -> tuple[Product, ...]:
    """Return the watched products that a code holds."""
    edition = edition_of(cell.nomenclature)
    return by_code(edition).get(cell.product, ()) if edition else ()


def edition_of(nomenclature: str) -> str | None:
    """Return the edition of the product book by which a nomenclature is read.

    Parameters
    ----------
    nomenclature : str
        ``"HS2017"``.

    Returns
    -------
    str or None
        Edition, or None for a national nomenclature.
    """
    if not is_hs(nomenclature):
        return None
    edition = nomenclature.removeprefix("HS")
    return BOOK_EDITION.get(edition, edition)


def title_of(held: Sequence[Product], code: str) -> str:
    """Return what an official calls a code.

    Parameters
    ----------
    held : sequence of Product
        Products that the code holds.
    code : str
        The code.

    Returns
    -------
    str
        Title of the product, or of the first two and how many more.
    """
    if not held:
        return f"HS {code}"
    more = f" and {len(held) - 2} more" if len(held) > 2 else ""
    return "; ".join(entry.title for entry in held[:2]) + more


def _watched(group: str) -> Mapping[str, Product]:
    if not group:
        return products()
    known = product_groups()
    if group not in known:
        raise UsageError(f"group {group!r} is unknown", remedy=nearest(group, sorted(known)))
    return {name: products()[name] for name in sorted(known[group])}


def _choose(
    cells: Sequence[Cell], watched: Mapping[str, Product], *, every_code: bool
) -> dict[Cell, tuple[Product, ...]]:
    """Keep one row per code: that of the preferred source, unless all its products are shown by a better one."""
    shown_by: dict[str, tuple[str, str]] = {}
    codes: set[str] = set()  # of no watched product
    chosen: dict[Cell, tuple[Product, ...]] = {}
    for cell in cells:
        held = products_of(cell)
        mine = tuple(entry for entry in held if entry.id in watched)
        here = (cell.basis, cell.nomenclature)
        new = [entry for entry in mine if shown_by.setdefault(entry.id, here) == here]
        bare = every_code and is_hs(cell.nomenclature) and not held and cell.product not in codes
        if bare:
            codes.add(cell.product)
        if new or bare:
            chosen[cell] = held
    return chosen


def _purchases(desk: Desk, reporter: str, shown: Sequence[Cell]) -> dict[Cell, list[Purchase]]:
    if not shown:
        return {}
    first = str(min(int(cell.period[:4]) for cell in shown) - YEARS + 1)
    found: dict[Cell, list[Purchase]] = defaultdict(list)
    for purchase in desk.purchases(reporter, [cell.product for cell in shown], first):
        found[purchase.cell].append(purchase)
    return found


def _importers(desk: Desk, shown: Sequence[Cell]) -> dict[Cell, int]:
    """Count the importers of each source and period: with few of them, world figures say little."""
    counted = {
        (row[0], row[1], row[2]): row[3]
        for row in desk.connection.execute(
            """SELECT basis, nomenclature, period, count(DISTINCT reporter) FROM indicator
            WHERE name = 'import_value' AND list_contains(?, period) GROUP BY ALL""",
            [sorted({cell.period for cell in shown})],
        ).fetchall()
    }
    return {cell: counted.get((cell.basis, cell.nomenclature, cell.period), 0) for cell in shown}


def _covered(desk: Desk, rows: Sequence[BoardRow]) -> tuple[str, ...]:
    """Return all places that trade any product in the periods shown, by code."""
    found = desk.connection.execute(
        """SELECT DISTINCT unnest([reporter, partner]) AS iso3 FROM flow
        WHERE freq = 'A' AND list_contains(?, period) AND list_contains(?, year) ORDER BY iso3""",
        [sorted({row.period for row in rows}), sorted({int(row.period[:4]) for row in rows})],
    ).fetchall()
    return tuple(iso3 for (iso3,) in found)


def _line(
    rank: int, cell: Cell, values: dict[str, float], purchases: Mapping[Cell, list[Purchase]], *, importers: int
) -> BoardRow:
    held = products_of(cell)
    bought = [purchase for purchase in purchases[cell] if purchase.value > 0]
    total = sum(purchase.value for purchase in bought)
    suppliers = tuple(
        Supplier(purchase.partner, _name(purchase.partner), purchase.value / total) for purchase in bought
    )
    years = [replace(cell, period=str(int(cell.period) - back)) for back in range(YEARS - 1, -1, -1)]
    shares = {year: _shares(purchases.get(year, [])) for year in years}
    top = suppliers[0]
    title = title_of(held, cell.product)
    return BoardRow(
        rank=rank,
        hs6=cell.product,
        hs_edition=cell.nomenclature.removeprefix("HS"),
        products=tuple(entry.id for entry in held),
        title=title,
        period=cell.period,
        source=cell.basis,
        import_value_usd=total,
        import_hhi=values.get("import_hhi"),
        top_supplier=top.iso3,
        top_share=top.share,
        suppliers=suppliers,
        world_export_hhi=values.get("world_export_hhi"),
        country_risk_pv=values.get("country_risk_pv"),
        replaceability=values.get("replaceability"),
        exposure=values.get("exposure"),
        history=tuple(_year(year, shares[year], purchases.get(year, [])) for year in years),
        share_history={
            one.iso3: tuple(shares[year].get(one.iso3, 0.0) if shares[year] else None for year in years)
            for one in suppliers[:LINES]
        },
        flags=flags(values, purchases[cell], importers=importers, period=cell.period),
        indicators=dict(sorted(values.items())),
        why=why(
            title,
            top.name,
            top.share,
            len(suppliers),
            values.get("replaceability") if importers >= FEW else None,
            [(year.period, shares[year].get(top.iso3, 0.0) if shares[year] else None) for year in years],
            values.get("world_export_hhi") if importers >= FEW else None,
        ),
    )


def _shares(bought: Sequence[Purchase]) -> dict[str, float]:
    total = sum(purchase.value for purchase in bought)
    return {purchase.partner: purchase.value / total for purchase in bought if purchase.value > 0} if total else {}


def _year(cell: Cell, shares: Mapping[str, float], bought: Sequence[Purchase]) -> tuple[str, float, float | None, str]:
    total = sum(purchase.value for purchase in bought)
    if not shares:
        return (cell.period, total, None, "")
    top = min(shares, key=lambda iso3: (-shares[iso3], iso3))
    return (cell.period, total, shares[top], top)


def _name(code: str) -> str:
    found = countries().get(code)
    return found.name if found else code


def _without(
    desk: Desk, reporter: str, watched: Mapping[str, Product], held: Iterable[tuple[Product, ...]]
) -> tuple[WithoutData, ...]:
    present = {entry.id for group in held for entry in group}
    in_lake = {
        entry.id
        for nomenclature, code in desk.codes()
        if (edition := edition_of(nomenclature))
        for entry in by_code(edition).get(code, ())
    }
    missing = []
    for name, entry in watched.items():
        if name not in present:
            reason = (
                f"{_name(reporter)} has no annual imports of it in this lake's latest year"
                if name in in_lake
                else "no source in this lake covers it: load full BACI"
            )
            missing.append(WithoutData(name, entry.title, entry.codes("2022"), reason))
    return tuple(missing)
