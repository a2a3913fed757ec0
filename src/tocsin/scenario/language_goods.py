"""Goods of a scenario file: from the product book, from its groups, or with a table of their own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter

from tocsin.core.errors import CodeError
from tocsin.core.hs import parse_hs6
from tocsin.core.registry import nearest
from tocsin.ref.products import product, product_groups, products
from tocsin.scenario.block import Block, shown
from tocsin.scenario.places import check_place
from tocsin.scenario.schema import ASSUMED, MOST_GOODS, MOST_ROWS, NAME
from tocsin.scenario.shock import Good, Input, Supply
from tocsin.scenario.spread import Spread

#: Edition of the codes that a good has if its file gives none.
EDITION = "2022"
#: Below it a quantity a day is no number any more [unit].
LEAST_QUANTITY = 1e-300
UNITS = ("kg", "USD")
_MIXED = ("mixed", "basket")
_CODE = re.compile(r"\d{6}")
_OWN = ("title", "hs6", "table")


@dataclass
class Goods:
    """Goods of a file as they are named.

    Parameters
    ----------
    scenario : Block
        The whole file.
    synthetic : bool
        Whether its tables are made up.
    """

    scenario: Block
    synthetic: bool

    def __post_init__(self) -> None:
        """Read the goods that have a block."""
        self.found: dict[str, Good] = {}
        self.groups: dict[str, tuple[str, ...]] = {}
        self._blocks: dict[str, Block] = {}
        table = self.scenario.table.get("good", {})
        if not isinstance(table, Mapping):
            self.scenario.wrong("good", "Write blocks by id: [good.gallium].")
        for name, row in table.items():
            self._read(name, Block("good", row, self.scenario.source, ("good", name)))

    def _read(self, name: str, block: Block) -> None:
        if not re.fullmatch(NAME, name):
            block.refuse(
                f"{shown(name)} is no name of a good", "Use up to 80 letters, digits, underscores, dots, hyphens."
            )
        if name not in products() and name in product_groups() and not any(key in block for key in _OWN):
            self.groups[name] = tuple(sorted(product_groups()[name]))
            for one in self.groups[name]:
                if one not in self.scenario.table["good"]:
                    self._keep(read_good(one, block, synthetic=self.synthetic), block)
            return
        self._keep(read_good(name, block, synthetic=self.synthetic), block)

    def _keep(self, good: Good, block: Block) -> None:
        self.found.setdefault(good.id, good)
        self._blocks.setdefault(good.id, block)
        if len(self.found) > MOST_GOODS:
            self.scenario.refuse(f"The file has over {MOST_GOODS} goods", f"Give at most {MOST_GOODS}.", "good")

    def of(self, block: Block, name: str, *at: str | int) -> tuple[str, ...]:
        """Find the goods that a shock names.

        Parameters
        ----------
        block : Block
            The shock.
        name : str
            Id of a good, a six-digit code, or a group of the book. What has no block in the file is taken as the book
            has it.
        *at : str or int
            Where it stands.

        Returns
        -------
        tuple of str
            Their ids.
        """
        if name in self.found:
            return (name,)
        if name in self.groups:
            return self.groups[name]
        if _CODE.fullmatch(name):
            return self._of_code(block, name, *at)
        if name in products():
            return (self._of_book(name, block),)
        if name not in product_groups():
            known = [*self.found, *products(), *product_groups()]
            block.unknown("The product", name, nearest(name, known), *at)
        return tuple(self._of_book(one, block) for one in sorted(product_groups()[name]))

    def _of_code(self, block: Block, code: str, *at: str | int) -> tuple[str, ...]:
        having = tuple(one.id for one in self.found.values() if code in one.hs6)
        if having:
            return having
        good = Good(f"hs{code}", f"Goods of HS {code}", (_check_code(block, code, *at),))
        self._keep(good, block)
        return (good.id,)

    def _of_book(self, name: str, block: Block) -> str:
        if name not in self.found:
            self._keep(_from_book(name), block)
        return name

    def ordered(self) -> tuple[Good, ...]:
        """Return the goods with inputs before what is made of them, else as in the file."""
        for good in self.found.values():
            for k, one in enumerate(good.inputs):
                if one.good not in self.found:
                    block, known = self._blocks[good.id], list(self.found)
                    block.unknown("The good", one.good, f"{nearest(one.good, known)}", "input", k, "good")
        sorter = TopologicalSorter({one.id: [i.good for i in one.inputs] for one in self.found.values()})
        try:
            sorter.prepare()
        except CycleError as error:
            ring = error.args[1]
            self._blocks[ring[0]].refuse(
                f"The chain goes in a ring: {' -> '.join(ring)}", "Strike one of its inputs.", "input"
            )
        return tuple(_in_order(self.found, sorter))


def _in_order(found: Mapping[str, Good], sorter: TopologicalSorter[str]) -> Iterable[Good]:
    place = {name: k for k, name in enumerate(found)}
    while sorter.is_active():
        for name in sorted(sorter.get_ready(), key=place.__getitem__):
            yield found[name]
            sorter.done(name)


def read_good(name: str, block: Block, *, synthetic: bool = False) -> Good:
    """Read a good.

    Parameters
    ----------
    name : str
        Its id.
    block : Block
        Its block.
    synthetic : bool
        Whether the tables of the file are made up: then they need no year and no reference.

    Returns
    -------
    Good
        What the block does not say is taken from the product book.
    """
    table = block.block("table")
    if name in products():
        good = _from_book(name)
    elif "hs6" in block or table is not None:
        good = Good(name, name.replace("_", " ").capitalize())
    else:
        near = nearest(name, [*products(), *product_groups()])
        block.unknown("The good", name, f"{near} A good of your own needs hs6 or a table.")
    unit = block.text("unit", good.unit)
    if unit not in UNITS and table is None:
        block.refuse(f"unit = {shown(unit)} is not known", "Use kg or USD; other units need an own table.", "unit")
    assumed, cover = _figures(block)
    good = replace(
        good,
        title=block.text("title", good.title),
        hs6=_codes(block) if "hs6" in block else good.hs6,
        year=block.whole("year"),
        unit=unit,
        basket=block.flag("basket", default=good.basket),
        assumptions=assumed,
        cover=cover,
        inputs=_inputs(name, block),
    )
    return good if table is None else _with_table(good, table, synthetic=synthetic)


def _from_book(name: str) -> Good:
    told = product(name)
    return Good(name, told.title, tuple(told.codes(EDITION)), basket=told.code_purity in _MIXED)


def _check_code(block: Block, code: str, *at: str | int) -> str:
    try:
        plain = parse_hs6(code) == code
    except CodeError:
        plain = False
    if not plain:
        found = f"hs6 {shown(code)} is no code of six digits"
        block.refuse(found, "Write six digits without dots.", *at, kind=CodeError)
    return code


def _codes(block: Block) -> tuple[str, ...]:
    return tuple(_check_code(block, code, "hs6", k) for k, code in enumerate(block.texts("hs6")))


def _figures(block: Block) -> tuple[dict[str, Spread], dict[str, Spread]]:
    assumed = _assumed(block)
    cover: dict[str, Spread] = {}
    given, key = block.table.get("cover", {}), ASSUMED["cover"]
    single = not isinstance(given, Mapping) or bool(set(given) & {"low", "mid", "high", "shape"})
    for place, value in ({"default": given} if single else given).items():
        figure = block.spread_of(key, value, *(("cover",) if single else ("cover", place)))
        if place != "default":
            cover[check_place(block, place, "cover", place)] = figure
        elif "cover" in assumed:
            block.refuse("cover is given twice", "Give cover.default, or cover in assumptions.", "cover")
        else:
            assumed["cover"] = figure
    return assumed, cover


def _assumed(block: Block) -> dict[str, Spread]:
    given = block.table.get("assumptions", {})
    if not isinstance(given, Mapping):
        block.wrong("assumptions", "Write them below a header: [good.NAME.assumptions].")
    for name in given:
        if name not in ASSUMED:
            block.refuse(
                f"The assumption {shown(name)} is not known", nearest(name, list(ASSUMED)), "assumptions", name
            )
    return {name: block.spread_of(ASSUMED[name], value, "assumptions", name) for name, value in given.items()}


def _inputs(name: str, block: Block) -> tuple[Input, ...]:
    found: dict[str, Input] = {}
    for one in block.blocks("input", MOST_GOODS):
        needed = one.text("good")
        if needed == name:
            one.refuse(f"{name} is its own input", "Strike it: a good is made of others.", "good")
        if needed in found:
            one.refuse(f"The input {needed} stands twice", "Strike one of the two.", "good")
        critical = one.number("criticality")
        found[needed] = Input(needed, 1.0 if critical is None else critical, one.count("lag", 0))
    return tuple(found.values())


def _with_table(good: Good, table: Block, *, synthetic: bool) -> Good:
    if not synthetic:
        for key in ("year", "reference"):
            if key not in table:
                table.refuse(f"The table has no {key}", "Say of which year it is and from where; or synthetic = true.")
    rows = [_row(block) for block in table.blocks("rows", MOST_ROWS)]
    seen: set[tuple[str, str]] = set()
    for k, row in enumerate(rows):
        if (row.exporter, row.importer) in seen:
            table.refuse(f"{row.exporter} to {row.importer} stands twice", "Add the rows up.", "rows", k)
        seen.add((row.exporter, row.importer))
    if not sum(row.quantity for row in rows) > 0:
        table.refuse("The table holds no quantity above 0", "Say who ships how much to whom.", "rows")
    return replace(good, table=tuple(rows), table_year=table.whole("year"), table_reference=table.text("reference"))


def _row(block: Block) -> Supply:
    exporter, importer = (check_place(block, block.text(key), key) for key in ("exporter", "importer"))
    quantity = block.number("quantity") or 0.0
    if 0 < quantity < LEAST_QUANTITY:
        block.refuse(f"quantity is {quantity:g}", f"Give 0, or at least {LEAST_QUANTITY:g}.", "quantity")
    return Supply(exporter, importer, quantity, block.number("value"))
