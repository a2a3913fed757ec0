"""Families of goods: what ladders and rates are told by."""

from __future__ import annotations

from tocsin.ref.products import products


def family(product: str) -> str:
    """Return the family of a product: its lead group in the product book.

    Parameters
    ----------
    product : str
        Id in the book.

    Returns
    -------
    str
        The group; empty if the book has no such product.
    """
    found = products().get(product)
    return found.groups[0] if found is not None and found.groups else ""
