"""Scenarios: what happens if one party restricts goods to another, day by day, and at what cost to both.

The input-output engine runs on plain arrays; the product engine and the language of scenarios are in their modules.
"""

from tocsin.scenario.io import run_io
from tocsin.scenario.io_leontief import leontief, technical_coefficients
from tocsin.scenario.io_result import Guard, IoResult
from tocsin.scenario.io_shock import IoShock

__all__ = ["Guard", "IoResult", "IoShock", "leontief", "run_io", "technical_coefficients"]
