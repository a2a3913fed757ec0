"""What a target bought of some goods: from whom, and who else sold them.

Trade is what the target reported to have bought, under the codes of the goods, in the last whole year before a day;
where the lake holds no such year, in the first one after it, and the year is told. Where the lake holds no report of
the target, what partners reported to have sold to it stands in: then nothing is known of other suppliers. A code that
the lake does not hold is *not in the lake*, never zero. Codes often hold more than the goods named: a value is what
*may* be concerned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from tocsin.pipeline.board import edition_of
from tocsin.pipeline.given import BLOC, export_reports_sql, flows_sql, precedence, union_members
from tocsin.policy.gaps import ITEM, PRODUCT
from tocsin.policy.items import ITEM_EDITIONS, ControlItem, control_items
from tocsin.ref.products import EDITIONS, product

if TYPE_CHECKING:
    from tocsin.lake import View

NOT_HELD, NO_CODES = "not in the lake", "no goods codes are known for it"
#: Suppliers named.
NAMED = 5


@dataclass(frozen=True)
class Wanted:
    """Goods whose trade is asked for.

    Parameters
    ----------
    name, sort : str
        Id of the product book, six-digit code or entry of a control list, and which of them.
    barred : tuple of str
        Partners that may not fill in.
    """

    name: str
    sort: str
    barred: tuple[str, ...] = ()

    @property
    def clear(self) -> bool:
        """Whether the codes hold little else; those of a list entry always do."""
        if self.sort == PRODUCT:
            return product(self.name).code_purity in ("pure", "mostly")
        return self.sort != ITEM

    def codes(self, nomenclature: str) -> tuple[str, ...]:
        """Return the codes of the goods in a nomenclature; a list entry has some in newer editions only."""
        edition = edition_of(nomenclature)
        if edition is None:
            return ()
        if self.sort == PRODUCT:
            return product(self.name).codes(edition) if edition in EDITIONS else ()
        if self.sort == ITEM:
            items = items_under(self.name) if edition in ITEM_EDITIONS else ()
            return tuple(sorted({code for one in items for code in one.codes(edition)}))
        return (self.name,)

    def all_codes(self) -> frozenset[str]:
        """Return the codes of the goods in every edition."""
        if self.sort not in (PRODUCT, ITEM):
            return frozenset({self.name})
        editions = EDITIONS if self.sort == PRODUCT else ITEM_EDITIONS
        return frozenset(code for edition in editions for code in self.codes(f"HS{edition}"))


def items_under(code: str) -> tuple[ControlItem, ...]:
    """Return what is known of the goods under a code of a control list: the code itself and its paragraphs."""
    return tuple(one for one in control_items().values() if one.code == code)


@dataclass(frozen=True)
class Supplier:
    """Who sold to the target.

    Parameters
    ----------
    country : str
        ISO 3166-1 alpha-3.
    value : float
        What the target bought [USD].
    share : float
        Of all that it bought of these goods [1].
    """

    country: str
    value: float
    share: float


@dataclass(frozen=True)
class Trade:
    """What the target bought of some goods.

    Parameters
    ----------
    codes : tuple of str
        Codes that it was counted under; empty if there is no figure.
    year, basis : str
        Year and source.
    total : float or None
        From all suppliers [USD].
    partners : mapping of str to float
        From each partner of which something is known [USD].
    others : tuple of Supplier
        Largest suppliers that are no controlling partner: who could fill in.
    clear : bool
        Whether the codes hold little else.
    side : str
        Who reported it: ``"import"`` the target, ``"export"`` the partners.
    why : str
        Why there is no figure.
    """

    codes: tuple[str, ...] = ()
    year: str = ""
    basis: str = ""
    total: float | None = None
    partners: Mapping[str, float] | None = None
    others: tuple[Supplier, ...] = ()
    clear: bool = False
    side: str = ""
    why: str = ""

    def of(self, partners: Sequence[str]) -> float | None:
        """Return what came from some partners together [USD], those not known left out; None if none is known."""
        known = [self.partners[one] for one in partners if one in self.partners] if self.partners else []
        return sum(known) if known or (self.partners and not partners) else None


@dataclass(frozen=True)
class _Cell:
    """What the target bought under one code in one year, by supplier."""

    year: int
    suppliers: dict[str, float]


class Bought:
    """What a target bought of many goods, from the source that goes before for each of them.

    Parameters
    ----------
    view : View
        The lake as of a day.
    target : str
        Who bought: ISO 3166-1 alpha-3 or ``EU``.
    partners : sequence of str
        From whom it is asked.
    on : datetime.date
        The last whole year before this day counts.
    wanted : iterable of Wanted
        The goods.
    """

    def __init__(self, view: View, target: str, partners: Sequence[str], on: date, wanted: Iterable[Wanted]) -> None:
        self.partners = tuple(partners)
        self.cells: dict[tuple[str, str], dict[str, _Cell]] = defaultdict(dict)
        self.sold: dict[tuple[str, str], dict[str, dict[str, _Cell]]] = defaultdict(lambda: defaultdict(dict))
        codes = sorted({code for one in wanted for code in one.all_codes()})
        if not codes or not any(part.table == "flow" for part in view.slices):
            return
        connection = view.connect()
        try:
            connection.register("codes_given", pa.table({"product": codes}))
            connection.register("ranks_given", pa.table(precedence()))
            connection.register("members_given", pa.table(union_members()))
            asked = {"target": target, "last": on.year - 1}
            bought = connection.execute(_BOUGHT.replace("{flows}", flows_sql()), asked).fetchall()
            sold = connection.execute(_SOLD.replace("{flows}", export_reports_sql()), asked).fetchall()
        finally:
            connection.close()
        for basis, nomenclature, code, year, partner, value in bought:
            cell = self.cells[basis, nomenclature].setdefault(code, _Cell(year, {}))
            if partner is not None:
                cell.suppliers[partner] = value
        for basis, nomenclature, code, year, exporter, value in sold:
            self.sold[basis, nomenclature][exporter][code] = _Cell(year, {exporter: value})

    def trade(self, wanted: Wanted) -> Trade:
        """Add up what was bought of some goods.

        Parameters
        ----------
        wanted : Wanted
            One of those that were asked for.

        Returns
        -------
        Trade
            Figures, or why there are none.
        """
        for (basis, nomenclature), cells in self.cells.items():
            held = [code for code in wanted.codes(nomenclature) if code in cells]
            if held:
                return self._reported(wanted, basis, {code: cells[code] for code in held})
        return self._told_by_partners(wanted) or Trade(why=NOT_HELD if wanted.all_codes() else NO_CODES)

    def _reported(self, wanted: Wanted, basis: str, cells: Mapping[str, _Cell]) -> Trade:
        year = next(iter(cells.values())).year
        bought = _added(cells.values())
        total = sum(bought.values())
        barred = {country for one in wanted.barred for country in _places(one, year)}
        others = sorted((-value, name) for name, value in bought.items() if name not in barred and value > 0)
        return Trade(
            tuple(cells),
            str(year),
            basis,
            total,
            {one: sum(bought.get(country, 0.0) for country in _places(one, year)) for one in self.partners},
            tuple(Supplier(name, -value, -value / total) for value, name in others[:NAMED]),
            wanted.clear,
            "import",
        )

    def _told_by_partners(self, wanted: Wanted) -> Trade | None:
        """Take what partners reported to have sold; for the Union what those of its members that are held did."""
        for (basis, nomenclature), exporters in self.sold.items():
            codes = wanted.codes(nomenclature)
            known: dict[str, list[_Cell]] = {}
            for partner in self.partners:
                for exporter, cells in exporters.items():
                    mine = [cells[code] for code in codes if code in cells]
                    if mine and exporter in _places(partner, mine[0].year):
                        known.setdefault(partner, []).extend(mine)
            if known:
                years = sorted({cell.year for cells_ in known.values() for cell in cells_})
                held = sorted({code for cells in exporters.values() for code in codes if code in cells})
                partners = {one: sum(_added(cells_).values()) for one, cells_ in known.items()}
                return Trade(tuple(held), str(years[-1]), basis, None, partners, clear=wanted.clear, side="export")
        return None


def _added(cells: Iterable[_Cell]) -> dict[str, float]:
    bought: dict[str, float] = defaultdict(float)
    for cell in cells:
        for supplier, value in cell.suppliers.items():
            bought[supplier] += value
    return bought


#: Rows of the sources in their order of preference; a code that is held and was not bought has one without supplier.
_BOUGHT = f"""WITH annual AS (SELECT * FROM ({{flows}}) WHERE freq = 'A'),
mine AS (
    SELECT flow.* FROM annual AS flow
    LEFT JOIN members_given AS buyer ON buyer.country = flow.reporter AND buyer.year = flow.year
    LEFT JOIN members_given AS seller ON seller.country = flow.partner AND seller.year = flow.year
    WHERE CASE WHEN $target = '{BLOC}' THEN buyer.country IS NOT NULL AND seller.country IS NULL
        ELSE reporter = $target END),
latest AS (
    SELECT basis, nomenclature, coalesce(max(year) FILTER (year <= $last), min(year)) AS year FROM mine GROUP BY ALL),
held AS (SELECT DISTINCT basis, nomenclature, product FROM annual SEMI JOIN codes_given USING (product)),
bought AS (
    SELECT basis, nomenclature, product, partner, sum(value) AS value
    FROM mine SEMI JOIN latest USING (basis, nomenclature, year) SEMI JOIN codes_given USING (product) GROUP BY ALL)
SELECT held.basis, nomenclature, product, latest.year, partner, value
FROM held JOIN latest USING (basis, nomenclature) LEFT JOIN bought USING (basis, nomenclature, product)
LEFT JOIN ranks_given ON ranked = split_part(held.basis, ':', 1)
ORDER BY coalesce(worldwide, false) DESC, latest.year DESC, coalesce(precedence, 0) DESC, nomenclature DESC,
    held.basis, product, partner"""


#: The same for exports that were reported towards the target: one row per exporter.
_SOLD = f"""WITH annual AS (SELECT * FROM ({{flows}}) WHERE freq = 'A'),
mine AS (
    SELECT flow.* FROM annual AS flow
    LEFT JOIN members_given AS buyer ON buyer.country = flow.partner AND buyer.year = flow.year
    WHERE CASE WHEN $target = '{BLOC}' THEN buyer.country IS NOT NULL ELSE partner = $target END),
latest AS (
    SELECT basis, nomenclature, reporter, coalesce(max(year) FILTER (year <= $last), min(year)) AS year
    FROM mine GROUP BY ALL),
held AS (SELECT DISTINCT basis, nomenclature, reporter, product FROM annual SEMI JOIN codes_given USING (product)),
sold AS (
    SELECT basis, nomenclature, reporter, product, sum(value) AS value
    FROM mine SEMI JOIN latest USING (basis, nomenclature, reporter, year) SEMI JOIN codes_given USING (product)
    GROUP BY ALL)
SELECT held.basis, nomenclature, product, latest.year, reporter, coalesce(value, 0)
FROM held JOIN latest USING (basis, nomenclature, reporter)
LEFT JOIN sold USING (basis, nomenclature, reporter, product)
LEFT JOIN ranks_given ON ranked = split_part(held.basis, ':', 1)
ORDER BY latest.year DESC, coalesce(precedence, 0) DESC, nomenclature DESC, held.basis, product, reporter"""


def _places(partner: str, year: int) -> tuple[str, ...]:
    """Return the countries that a partner stands for in a year."""
    if partner != BLOC:
        return (partner,)
    bloc = union_members()
    return tuple(country for country, one in zip(bloc["country"], bloc["year"].to_pylist(), strict=True) if one == year)
