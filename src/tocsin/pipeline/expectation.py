"""What forecasts do to a board: which row has which, in which order that puts them, and why a row has none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from tocsin.foresight.labels import RULES
from tocsin.foresight.model import FLOOR
from tocsin.foresight.outlook import Outlook
from tocsin.foresight.trade import BASE
from tocsin.pipeline.desk import Cell
from tocsin.publish.board import NOT_ASKED, Forecast
from tocsin.publish.numbers import usd
from tocsin.publish.prospect import FIRST

#: Name of the order by expected consequence: probability x exposure.
EXPECTED = "expected"
Outlooks = Mapping[tuple[str, str, str], Outlook]
NONE: Outlooks = MappingProxyType({})


@dataclass(frozen=True)
class Made:
    """How the forecasts of a board were made, or why none were.

    Parameters
    ----------
    model_version, lag : str
        Version of the model, and ``"honest"`` or ``"one"``; empty where not known.
    reconstructed : bool or None
        Whether they rest on reconstructed vintages; None where not known.
    why_none : str
        Why there are none, where there are none, in words.
    """

    model_version: str = ""
    lag: str = ""
    reconstructed: bool | None = None
    why_none: str = NOT_ASKED

    @classmethod
    def told(cls, facts: Mapping[str, Any]) -> Made:
        """Read the facts that forecasts are stored with, or the reason why there are none.

        Parameters
        ----------
        facts : mapping
            ``model_version``, ``lag`` and ``reconstructed``, or ``reason``.

        Returns
        -------
        Made
            The same.
        """
        told = (facts.get("model_version", ""), facts.get("lag", ""), facts.get("reconstructed"))
        return cls(*told, why_none=facts.get("reason", ""))


UNTOLD = Made()


@dataclass(frozen=True)
class Expectation:
    """The forecasts of one importer.

    Parameters
    ----------
    outlooks : mapping of (str, str, str) to Outlook
        By basis, nomenclature and product.
    made : Made
        How they were made, or why there are none.
    """

    outlooks: Outlooks = field(default_factory=dict)
    made: Made = UNTOLD

    def of(self, cell: Cell) -> Outlook | None:
        """Return the forecast of a cell; None where there is none, or where it rests on another year."""
        found = self.outlooks.get((cell.basis, cell.nomenclature, cell.product))
        return found if found and found.period == cell.period else None

    @property
    def forecast(self) -> Forecast | None:
        """What the probabilities say; None where there are none."""
        one = next(iter(self.outlooks.values()), None)
        if one is None:
            return None
        rule = RULES.get(one.label, one.label)
        told = (self.made.model_version, self.made.lag, self.made.reconstructed)
        return Forecast(one.label, rule, dict(one.targets), one.rate, *told)

    @property
    def why_none(self) -> str:
        """Why there are no forecasts; empty where there are some."""
        return "" if self.outlooks else self.made.why_none or NOT_ASKED

    def expected(self, cell: Cell, values: Mapping[str, float]) -> float | None:
        """Return the expected consequence of a cell.

        Parameters
        ----------
        cell : Cell
            Product and period.
        values : mapping of str to float
            Its indicators.

        Returns
        -------
        float or None
            Probability of the first horizon x exposure [USD]; None where either is not known.
        """
        said = self.of(cell)
        return said.probability[FIRST] * values["exposure"] if said and "exposure" in values else None

    def rank(self, cell: Cell, values: Mapping[str, float]) -> tuple[bool, float, float, float, str]:
        """Return what a cell is sorted by: expected consequence, then probability x import value, then probability.

        Cells without a forecast follow, by exposure.

        Parameters
        ----------
        cell : Cell
            Product and period.
        values : mapping of str to float
            Its indicators.

        Returns
        -------
        tuple
            Least first.
        """
        said, exposure = self.of(cell), values.get("exposure", 0.0)
        if said is None:
            return True, -exposure, 0.0, 0.0, cell.product
        chance = said.probability[FIRST]
        return False, -chance * exposure, -chance * values.get("import_value", 0.0), -chance, cell.product

    def why_not(self, cell: Cell, values: Mapping[str, float]) -> str:
        """Say why a cell has no forecast.

        Parameters
        ----------
        cell : Cell
            Product and period.
        values : mapping of str to float
            Its indicators.

        Returns
        -------
        str
            In words; empty where it has one.
        """
        if self.of(cell):
            return ""
        if not self.outlooks:
            return self.why_none
        if (cell.basis, cell.nomenclature) not in _places(self.outlooks):
            others = sorted(" ".join(place) for place in _places(self.outlooks))
            return f"forecasts rest on another source ({', '.join(others)})"
        last = max(one.period for one in self.outlooks.values())
        if cell.period != last:
            return f"forecasts rest on data of {last}, this line on {cell.period}"
        if values.get("import_value", 0.0) < FLOOR:
            return f"imports under {usd(FLOOR)}"
        return f"not imported, with value and weight known, in each of the last {BASE} years"


def _places(outlooks: Iterable[tuple[str, str, str]]) -> set[tuple[str, str]]:
    return {(basis, nomenclature) for basis, nomenclature, _ in outlooks}
