"""Tocsin: who risks running short of which critical product, when, why, and how sure that is."""

from __future__ import annotations

import sys

__version__ = "0.1.0"

if sys.version_info >= (3, 15):  # pragma: no cover - needs an interpreter that is not yet supported
    found = f"{sys.version_info.major}.{sys.version_info.minor}"
    raise ImportError(f"Tocsin runs on Python 3.11 to 3.14; this is Python {found}. Install one of those beside it.")
