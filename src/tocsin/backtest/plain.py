"""Scores as a document that JSON can hold: mappings, lists, text and finite numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np


def plain(found: object) -> Any:  # noqa: ANN401 - a JSON document is Any
    """Turn scores into a document.

    Parameters
    ----------
    found : object
        Dataclasses, mappings, tuples, lists, text and numbers, one within the other.

    Returns
    -------
    dict, list, str, float, int, bool or None
        Dataclasses with their properties; None for a number that is none or infinite.

    Examples
    --------
    >>> plain({"low": float("nan"), "ends": (1, np.float64(0.5))})
    {'low': None, 'ends': [1, 0.5]}
    """
    if is_dataclass(found) and not isinstance(found, type):
        names = [one.name for one in fields(found)]
        names += [name for name, kind in vars(type(found)).items() if isinstance(kind, property)]
        return {name: plain(getattr(found, name)) for name in names}
    if isinstance(found, Mapping):
        return {str(name): plain(one) for name, one in found.items()}
    if isinstance(found, list | tuple):
        return [plain(one) for one in found]
    if isinstance(found, np.generic):
        return plain(found.item())
    if isinstance(found, float) and not math.isfinite(found):
        return None
    return found
