"""How an indicator is declared: a decorator on a function from Ibis tables to one Ibis table.

The names of the function's parameters say what it is given: tables of :mod:`tocsin.indicators.tables` or other
indicators. Its first docstring line is the title an official reads. Dropping a file into this folder is all it takes:
command line, docs and board find it.
"""

from __future__ import annotations

import hashlib
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import TocsinError
from tocsin.core.registry import Registry

if TYPE_CHECKING:
    from ibis.expr.types import Table

    Function = Callable[..., Table]
else:
    Function = Callable[..., Any]

#: Columns by which every table here names one product in one period of one source.
KEY = ("basis", "nomenclature", "product", "period", "freq", "year")
#: Columns of every result.
RESULT = (*KEY, "reporter", "value")
#: Reporter of an indicator that says the same for every importer.
WORLD = "WLD"


@dataclass(frozen=True)
class Indicator:
    """One declared indicator.

    Parameters
    ----------
    name : str
        Public id: the name of the function.
    title : str
        What an official reads.
    unit : str
        Unit of the value; ``"1"`` for a number without one, ``"bool"`` for 0 or 1.
    bounds : tuple of float or None
        Smallest and largest possible value; None where there is none.
    direction : str
        What a high value means: ``"higher is riskier"``.
    formula : str
        As in the paper.
    reference : str
        Author, year, DOI or law.
    number : int
        Number in the catalogue of indicators; 0 if it has none.
    window : int
        Years that the function looks at, its own included [years].
    freqs : tuple of str
        Frequencies it is defined for.
    worldwide : bool
        Whether it means something only where the source holds all importers.
    inputs : tuple of str
        Tables and indicators that the function is given.
    function : callable
        The function itself.
    """

    name: str
    title: str
    unit: str
    bounds: tuple[float | None, float | None]
    direction: str
    formula: str
    reference: str
    number: int
    window: int
    freqs: tuple[str, ...]
    worldwide: bool
    inputs: tuple[str, ...]
    function: Function

    @property
    def version(self) -> str:
        """Digest of the source of the function's file, of what it builds on, and of the tables' builder."""
        return _version(self)

    @property
    def world(self) -> bool:
        """Whether it says the same for every importer."""
        national = {"importers", "flows"} & set(self.inputs)
        return not national and all(INDICATORS[name].world for name in self.builds_on)

    @property
    def needs_world(self) -> bool:
        """Whether it or what it builds on means something only where the source holds all importers."""
        return self.worldwide or any(INDICATORS[name].needs_world for name in self.builds_on)

    @property
    def builds_on(self) -> tuple[str, ...]:
        """Inputs that are indicators themselves."""
        return tuple(name for name in self.inputs if name in INDICATORS)


#: Files of this folder that shape every value.
ENGINE = ("tables.py", "run.py", "coding.py")

INDICATORS: Registry[Indicator] = Registry("indicator", "tocsin.indicators")


def indicator(  # noqa: PLR0913 - a declaration says many things, each by name
    *,
    unit: str,
    direction: str,
    formula: str,
    reference: str,
    bounds: tuple[float | None, float | None] = (0.0, 1.0),
    number: int = 0,
    window: int = 1,
    freqs: tuple[str, ...] = ("A", "Q", "M"),
    worldwide: bool = False,
) -> Callable[[Function], Function]:
    """Declare the decorated function an indicator.

    Parameters
    ----------
    unit, direction, formula, reference, bounds, number, window, freqs, worldwide
        As in :class:`Indicator`.

    Returns
    -------
    callable
        Decorator that registers the function and returns it unchanged.
    """

    def declare(function: Function) -> Function:
        name = function.__name__
        title = (function.__doc__ or "").strip().splitlines()[0].rstrip(".") if function.__doc__ else ""
        if not title:
            raise TocsinError(f"indicator {name!r} has no docstring", remedy="Its first line is its title.")
        if window > 1 and freqs != ("A",):
            raise TocsinError(f"indicator {name!r} looks back {window} years", remedy='Declare freqs=("A",) for it.')
        inputs = tuple(inspect.signature(function).parameters)
        INDICATORS.add(
            name,
            Indicator(
                name=name,
                title=title,
                unit=unit,
                bounds=bounds,
                direction=direction,
                formula=formula,
                reference=reference,
                number=number,
                window=window,
                freqs=freqs,
                worldwide=worldwide or bool({"exporters", "world", "net_exporters"} & set(inputs)),
                inputs=inputs,
                function=function,
            ),
        )
        return function

    return declare


def in_order(wanted: list[Indicator]) -> list[Indicator]:
    """Sort indicators so that each comes after those it builds on, which are added.

    Parameters
    ----------
    wanted : list of Indicator
        Any order.

    Returns
    -------
    list of Indicator
        Inputs first, by name otherwise.

    Raises
    ------
    TocsinError
        If indicators build on each other in a circle.
    """
    done: dict[str, Indicator] = {}

    def visit(item: Indicator, path: tuple[str, ...]) -> None:
        if item.name in path:
            raise TocsinError(f"indicators build on each other: {' -> '.join((*path, item.name))}")
        if item.name not in done:
            for name in item.builds_on:
                visit(INDICATORS[name], (*path, item.name))
            done[item.name] = item

    for item in sorted(wanted, key=lambda item: item.name):
        visit(item, ())
    return list(done.values())


@cache
def _version(item: Indicator) -> str:
    digest = hashlib.sha256()
    for path in sorted({*_files_of(item.function), *(Path(__file__).with_name(name) for name in ENGINE)}):
        digest.update(path.read_bytes())
    for name in item.builds_on:
        digest.update(_version(INDICATORS[name]).encode())
    return digest.hexdigest()[:12]


def _files_of(function: Function) -> set[Path]:
    """Return the file of a function and those of this package's modules that it takes names from."""
    module = inspect.getmodule(function)
    own = Path(inspect.getsourcefile(function) or __file__)
    package = own.parent
    used = {getattr(thing, "__module__", "") for thing in vars(module).values()} if module else set()
    found = {Path(sys.modules[name].__file__ or own) for name in used if name in sys.modules and _has_file(name)}
    return {own, *(path for path in found if path.parent == package and path.name != Path(__file__).name)}


def _has_file(name: str) -> bool:
    return getattr(sys.modules[name], "__file__", None) is not None
