"""Money: an amount that means something only with its currency and year."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.core.errors import CodeError


@dataclass(frozen=True, order=False)
class Money:
    """An amount of one currency at the prices of one year.

    Parameters
    ----------
    amount : float
        Amount [currency units].
    currency : str
        ISO 4217 code.
    year : int
        Year whose prices it is in.
    """

    amount: float
    currency: str
    year: int

    def __post_init__(self) -> None:
        """Refuse a currency that is not three capital letters."""
        if not (len(self.currency) == 3 and self.currency.isalpha() and self.currency.isupper()):
            raise CodeError(f"currency {self.currency!r} is not an ISO 4217 code", remedy="Write USD, KRW, JPY, EUR.")

    def __add__(self, other: Money) -> Money:
        """Return the sum of two amounts of one currency and year."""
        self._same(other)
        return Money(self.amount + other.amount, self.currency, self.year)

    def __mul__(self, factor: float) -> Money:
        """Return the amount multiplied by a number."""
        return Money(self.amount * factor, self.currency, self.year)

    def __lt__(self, other: Money) -> bool:
        """Compare two amounts of one currency and year."""
        self._same(other)
        return self.amount < other.amount

    def __str__(self) -> str:
        """Return ``"USD 12,300,000 (2023)"``."""
        return f"{self.currency} {self.amount:,.0f} ({self.year})"

    def _same(self, other: Money) -> None:
        if (self.currency, self.year) != (other.currency, other.year):
            raise CodeError(f"{self} and {other} are not of one currency and year", remedy="Convert one of them first.")
