"""The table of products: one entry per product, with its codes and what is known of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import FormatError, UsageError
from tocsin.ref.tables import read_table

if TYPE_CHECKING:
    from collections.abc import Mapping

LEAD_GROUPS = (
    "critical_minerals",
    "semiconductor",
    "battery",
    "energy",
    "food",
    "fertiliser",
    "health",
    "defence",
    "industrial",
)
EDITIONS = ("1992", "2012", "2017", "2022")
PURITIES = ("pure", "mostly", "mixed", "basket")


@dataclass(frozen=True)
class Cover:
    """How long stocks of a product last, as somebody stated it.

    Parameters
    ----------
    text : str
        Country and days: ``"KR 61 (target 65)"``.
    kind : str
        ``observed``, ``target``, ``group_average`` or ``stock_to_use``. Only ``observed`` is a stock of this product.
    source : str
        Who stated it, and when.
    """

    text: str
    kind: str
    source: str


@dataclass(frozen=True)
class Product:
    """A product that may run short.

    Uses, substitutes, purity and stage at risk are general knowledge and not sourced one by one; codes and lists rest
    on the references.

    Parameters
    ----------
    id : str
        Its name in code and tables: ``"hydrogen_fluoride"``.
    title : str
        Its name for readers.
    groups : tuple of str
        Groups it belongs to; the first leads.
    hs6 : Mapping of str to tuple of str
        Six-digit codes by edition of the Harmonized System: those that hold the product, among other goods or not.
    code_purity : str
        How much of its 2022 codes is this product: ``pure``, ``mostly``, ``mixed`` or ``basket``. Codes of older
        editions are at most as pure: 811292 of 2012 also holds hafnium and rhenium, which got codes of their own in
        2022.
    purity_note : str
        What else the codes hold.
    references : tuple of str
        What the row rests on.
    confidence : str
        ``high`` = list and code text were read; ``medium`` = classified from the text of the nomenclature; ``low`` =
        uncertain.
    national_codes : Mapping of str to tuple of str
        Finer codes by nomenclature: ``HTS8``, ``HTS10`` (United States), ``CN8`` (European Union), ``HSK10`` (Korea),
        ``CN10`` (China).
    lists : tuple of str
        Official lists that name it: ``US2022``, ``US2025``, ``EU2023``, ``EU_SRM`` (strategic), ``KR33``, ``KR10``,
        ``KR_REE17``, ``JP``.
    list_basis : str
        ``named`` = the lists name this good; ``contained`` = they name a mineral or group that it holds or is a stage
        of; empty without lists.
    uses, substitutes : str
        What it is for, and what can stand in.
    main_stage_risk : str
        Stage at which it most likely runs short: ``mine``, ``refine`` or ``make``.
    cover : Cover or None
        How long stocks last, where somebody stated it.
    notes : str
        Anything else.
    """

    id: str
    title: str
    groups: tuple[str, ...]
    hs6: Mapping[str, tuple[str, ...]]
    code_purity: str
    purity_note: str
    references: tuple[str, ...]
    confidence: str
    national_codes: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    lists: tuple[str, ...] = ()
    list_basis: str = ""
    uses: str = ""
    substitutes: str = ""
    main_stage_risk: str = ""
    cover: Cover | None = None
    notes: str = ""

    def codes(self, edition: str) -> tuple[str, ...]:
        """Six-digit codes of the product in one edition.

        Parameters
        ----------
        edition : str
            Year of the edition of the Harmonized System: ``"2017"``.

        Returns
        -------
        tuple of str
            Codes of six digits.

        Raises
        ------
        UsageError
            If the book has no codes of that edition.

        Examples
        --------
        >>> products()["helium"].codes("2022")
        ('280429',)
        """
        check_edition(edition)
        return self.hs6[edition]


@cache
def products() -> Mapping[str, Product]:
    """Every product of the book by its id.

    Returns
    -------
    Mapping of str to Product
        Group by group, in the order of the book.

    Examples
    --------
    >>> len(products())
    371
    """
    shared: dict[str, str] = read_table("products/references.toml")
    book: dict[str, Product] = {}
    for group in LEAD_GROUPS:
        for name, row in read_table(f"products/{group}.toml").items():
            book[name] = _product(name, row, shared, f"products/{group}.toml [{name}]")
    return MappingProxyType(book)


def check_edition(edition: str) -> None:
    """Refuse an edition that the book has no codes of.

    Parameters
    ----------
    edition : str
        Year of the edition of the Harmonized System.

    Raises
    ------
    UsageError
        If the book has no codes of that edition.
    """
    if edition not in EDITIONS:
        remedy = f"Use one of {', '.join(EDITIONS)}; convert codes of other editions first."
        raise UsageError(f"The product book has no codes of HS edition {edition!r}", remedy=remedy)


def _product(name: str, row: dict[str, Any], shared: dict[str, str], place: str) -> Product:
    """Turn a block of the table into an entry."""
    fields = dict(row)
    fields["references"] = [_full(text, shared, place) for text in row["references"]]
    if "cover" in row:
        fields["cover"] = Cover(**row["cover"] | {"source": _full(row["cover"]["source"], shared, place)})
    for key in ("groups", "lists", "references"):
        fields[key] = tuple(fields.get(key, ()))
    for key in ("hs6", "national_codes"):
        fields[key] = MappingProxyType({part: tuple(codes) for part, codes in fields.get(key, {}).items()})
    return Product(id=name, **fields)


def _full(text: str, shared: dict[str, str], place: str) -> str:
    """Write out a reference that is given as ``@key``."""
    if not text.startswith("@"):
        return text
    try:
        return shared[text[1:]]
    except KeyError:
        raise FormatError(
            f"Reference {text!r} is not known", where=place, remedy="Add it to references.toml."
        ) from None
