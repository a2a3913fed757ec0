"""Thresholds in the text of a control list: numbers with their units, and numbers that something is compared with."""

from __future__ import annotations

import re
from collections import Counter

_SCALED = "|".join(
    (
        *(
            "Hz",
            "kHz",
            "MHz",
            "GHz",
            "THz",
            "eV",
            "keV",
            "MeV",
            "GeV",
            "V",
            "kV",
            "mV",
            "A",
            "mA",
            "kA",
            "W",
            "mW",
            "kW",
        ),
        *("MW", "GW", "TW", "J", "mJ", "kJ", "MJ", "Pa", "mPa", "kPa", "MPa", "GPa", "N", "kN", "MN", "T", "mT", "Gy"),
        *(
            "nm",
            "μm",
            "mm",
            "cm",
            "km",
            "m",
            "mg",
            "kg",
            "g",
            "μs",
            "ns",
            "ps",
            "fs",
            "ms",
            "s",
            "min",
            "h",
        ),
        *("hours?", "seconds?", "minutes?", "bits?", "bytes?", "[kMG]bits?", "[GM]bytes?", "GB", "TB", "dBc?", "dBm"),
        *("MSPS", "GSPS", "Mega Samples Per Second", "Giga Samples Per Second", "ppm", "ppb", "rpm", "WT", "TOPS"),
        *(
            "litres?",
            "liters?",
            "l",
            "K",
            "°C?",
            "degrees?",
            "rad",
            "mrad",
            "percent",
            "per cent",
            "%",
            "Ω",
            "ohms?",
            "u",
        ),
        *("watts?", "volts?", "micrometers?", "micrometres?", "microns?", "nanometers?", "parts per million"),
    )
)
_UNIT = re.compile(
    rf"\s?[-\u2011]?((?:{_SCALED})(?![A-Za-zμ°])(?:\s?[-\u2212\u2013]?[234](?![\d.,]))?"
    rf"(?:\s?(?:/|per)\s?(?:\([A-Za-z]+\)/)?[A-Za-z°μ]+(?:\s?[234](?![\d.,]))?)?)"
)
_POWER = re.compile(r"(\d+(?:[.,]\d+)?)\s*[x\u00d7]\s*10\s?([-\u2212\u2013]?)\s?(\d{1,2})(?!\d)")
_POINT = re.compile(r"(?<![\w.])([-\u2212\u2013]?)(\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(e-?\d+)?")
_COMMA = re.compile(r"(?<![\w.,])([-\u2212\u2013]?)(\d{1,3}(?:[ \u00a0]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(e-?\d+)?")
#: What holds numbers that are no thresholds: codes of a list, numbers of a substance, references to a law.
_REFERENCES = re.compile(
    r"\d[A-E]\d{3}(?:\.[a-z0-9]+)*\.?|ML\d+|CAS\s*#?\s*[\d-]+|\d{2,7}-\d{2}-\d|§+\s*[\d.()a-z]+|"
    r"\b(?:Notes?|[Pp]aragraphs?|[Pp]arts?|[Cc]ategory|Category)\s+\d+"
)
#: The same amount again in another unit: "(100 litres)", "(-55 °C)".
_AGAIN = re.compile(r"(?<=\w)\s*\((?:approximately\s+)?[-+\u2212\u2013]?\s?\d[^()]*\)")
#: Of a range only the last number has the unit: "75 to 650 mm".
_RANGE = re.compile(r"\s?(?:to|and|[-\u2013])\s?")
#: A text that breaks off before its number, or has lost the exponent of one.
_CUT = re.compile(
    r"(?:\bthan|exceeding|exceeds|equal to|\bto|\bof|[<>≤≥])\W*$|[x\u00d7]\s*10\s+(?=[A-Za-z;/])|"
    r"(?:exceeding|than|range of)\s+(?:based|and|or|not|for|anywhere)\b"
)
_BEFORE = re.compile(r"(?:exceeding|exceeds|than|least|equal to|above|below|up to|maximum of|minimum of|[<>≤≥±])\s*$")
_AFTER = re.compile(r"^\s*or (?:more|less|higher|greater|lower|better|fewer|above|below)\b")
_SAME = {
    "hour": "h",
    "hours": "h",
    "litre": "l",
    "litres": "l",
    "liter": "l",
    "liters": "l",
    "percent": "%",
    "ohm": "Ω",
    "ohms": "Ω",
    "watt": "W",
    "watts": "W",
    "volt": "V",
    "volts": "V",
    "micrometer": "μm",
    "micrometers": "μm",
    "micrometre": "μm",
    "micrometres": "μm",
    "micron": "μm",
    "microns": "μm",
    "nanometer": "nm",
    "nanometers": "nm",
    "parts per million": "ppm",
    "per cent": "%",
    "second": "s",
    "seconds": "s",
    "minute": "min",
    "minutes": "min",
    "bits": "bit",
    "bytes": "byte",
    "degree": "°",
    "degrees": "°",
    "Mega Samples Per Second": "MSPS",
    "Giga Samples Per Second": "GSPS",
}
#: Parties whose lists write decimals with a comma.
COMMA = ("EU",)


def thresholds(text: str, *, comma: bool = False) -> Counter[str]:
    """Find the thresholds of a text.

    A number counts if it has a unit, or if something is compared with it ("exceeding 3", "3 or more"). An amount that
    is repeated in brackets in another unit counts once; references to other entries and laws do not count.

    Parameters
    ----------
    text : str
        A paragraph.
    comma : bool
        Whether decimals are written with a comma.

    Returns
    -------
    collections.Counter
        How often each stands there, number and unit written one way.

    Examples
    --------
    >>> sorted(thresholds("exceeding 12,7 x 106 m at 1 922 K (1 649°C)", comma=True))
    ['1.27e+07 m', '1922 K']
    >>> sorted(thresholds("exceeding 12.7 x 10 6 m at 1,922 K (1,649 °C)"))
    ['1.27e+07 m', '1922 K']
    """
    plain = _AGAIN.sub(" ", _REFERENCES.sub(" ", text.replace("\u00b5", "μ")))
    plain = _POWER.sub(lambda found: f"{found[1]}e{'-' if found[2] else ''}{found[3]}", plain)
    counted: Counter[str] = Counter()
    numbers = list((_COMMA if comma else _POINT).finditer(plain))
    for i, found in enumerate(numbers):
        unit = _UNIT.match(plain, found.end())
        if unit is None and i + 1 < len(numbers) and _RANGE.fullmatch(plain, found.end(), numbers[i + 1].start()):
            unit = _UNIT.match(plain, numbers[i + 1].end())
        if unit is None and not _BEFORE.search(plain, 0, found.start()) and not _AFTER.match(plain[found.end() :]):
            continue
        sign = "-" if found[1] else ""
        digits = re.sub(r"[ \u00a0]", "", found[2])
        digits = digits.replace(",", ".") if comma else digits.replace(",", "")
        amount = float(sign + digits + (found[3] or ""))
        counted[f"{amount:.6g} {_unit(unit[1]) if unit else ''}".strip()] += 1
    return counted


def is_cut(text: str) -> bool:
    """Tell whether a text has lost a number: it breaks off after "more than", or a power of ten lacks its exponent."""
    return _CUT.search(text) is not None


def _unit(text: str) -> str:
    tidy = text.replace("\u2212", "-").replace("\u2013", "-")
    return _SAME.get(tidy, re.sub(r"\s+", "", tidy.replace(" per ", "/")))
