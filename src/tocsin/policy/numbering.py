"""Why a code of one control list has no counterpart in another: what its numbering says about where it comes from.

A code is a category (0 to 9), a product group (A to E) and three digits. The first digit of the three tells the regime:
0 Wassenaar, 1 missiles, 2 nuclear suppliers, 3 Australia Group, 4 chemical weapons. The United States add series of
their own: 5 and 6 for what left the munitions list, 9 for what no regime controls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE = re.compile(r"(\d)([A-E])(\d)(\d)(\d)")
REGIMES = {
    "0": "the Wassenaar Arrangement",
    "1": "the Missile Technology Control Regime",
    "2": "the Nuclear Suppliers Group",
    "3": "the Australia Group",
    "4": "the Chemical Weapons Convention",
}
_MUNITIONS = "others keep such goods on their munitions list, which is not part of a dual-use list"

#: American series by category and digits, the first that fits.
_SERIES = tuple(
    (re.compile(pattern), text)
    for pattern, text in (
        (r"\d521", "0Y521 series: a place for goods that are to be listed, with a licence requirement of its own"),
        (r"9515", f"9x515: spacecraft that left the United States Munitions List; {_MUNITIONS}, or under 9A004"),
        (r"05", f"0x5zz: firearms and ammunition that left the United States Munitions List in 2020; {_MUNITIONS}"),
        (r"\d6", f"600 series: military items that left the United States Munitions List; {_MUNITIONS}"),
        (r"\d018", f"x018: items of the Wassenaar munitions list; {_MUNITIONS}"),
        (r"\d(?:069|09[01])", "a unilateral control of the United States: no regime has agreed on it"),
        (r"\d29", "29x: a unilateral nuclear control, beside the list of the Nuclear Suppliers Group"),
        (r"1(?:35[015]|39[05])", "chemicals, mixtures and their technology: others list them under 1C350 and 1C450"),
        (r"\d(?:90|910)", "90x and 910: emerging technology that the United States control ahead of the regimes"),
        (r"\d9", "9xx: a unilateral control of the United States, below what any regime has agreed on"),
    )
)


@dataclass(frozen=True)
class Explanation:
    """Why a code stands alone.

    Parameters
    ----------
    text : str
        A sentence part.
    by_construction : bool
        Whether it could not have had a counterpart, as the lists are numbered.
    """

    text: str
    by_construction: bool


def explain(code: str, party: str, other: str, title: str = "", reasons: str = "") -> Explanation:
    """Explain why a code of one party's list is not in another's.

    Parameters
    ----------
    code, party : str
        The code, and whose list has it.
    other : str
        Whose list has it not.
    title, reasons : str
        Its heading and reasons for control.

    Returns
    -------
    Explanation
        What its numbering says; never empty.
    """
    found = _CODE.match(code)
    if found is None:
        return Explanation(f"{code} follows another numbering than the lists of category, group and three digits", True)
    category, _, *digits = found.groups()
    series = "".join(digits)
    if party == "USA" and (told := _american(category, series, title, reasons)):
        return Explanation(told, True)
    if other == "USA" and (told := _outside_american(category, series)):
        return Explanation(told, True)
    regime = REGIMES.get(series[0], "no regime known by its number")
    return Explanation(
        f"numbered as an item of {regime}; the list of {other}, as it is held, has no such code: "
        "the goods may stand there under another one, or are not listed",
        False,
    )


def _american(category: str, series: str, title: str, reasons: str) -> str:
    """Say what an American series holds that other lists have elsewhere or not at all."""
    if "subject to the ITAR" in title:
        return "a signpost: the items are on the United States Munitions List"
    told = next((text for pattern, text in _SERIES if pattern.match(category + series)), "")
    lone = {part.strip().split(" ")[0] for part in reasons.split(";")} == {"AT"}
    return f"{told}; its only reason is anti-terrorism" if told and lone else told


def _outside_american(category: str, series: str) -> str:
    """Say what other lists hold that the Commerce Control List leaves to other agencies or numbers otherwise."""
    if category == "0" and series[0] == "0":
        return (
            "nuclear goods: in the United States not on the Commerce Control List but licensed by the Nuclear "
            "Regulatory Commission (10 CFR 110) and the Department of Energy (10 CFR 810)"
        )
    if category == "1" and series == "450":
        return "chemicals of the Chemical Weapons Convention: in the United States under 1C350, 1C355 and 1C395"
    if series[0] == "5":
        return "500 series of the European Union: items listed ahead of the regimes"
    return ""
