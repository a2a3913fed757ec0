"""The columns of UN Comtrade's final data, and the lists behind its codes.

Names as in the JSON of ``/data/v1/get`` and in bulk files, which differ from it in capitals only; the web page writes
two of them with a slip of the pen. After the API's documentation at comtradedeveloper.un.org and the reference tables
that it serves under ``/files/v1/app/reference``: tradeRegimes, QuantityUnits, ModeOfTransportCodes, CustomsCodes.
"""

from __future__ import annotations

from tocsin.core.errors import FormatError

#: Columns that are read.
NEEDED = (
    "typeCode",
    "freqCode",
    "period",
    "reporterCode",
    "flowCode",
    "partnerCode",
    "partner2Code",
    "classificationCode",
    "cmdCode",
    "customsCode",
    "motCode",
    "qtyUnitCode",
    "qty",
    "isQtyEstimated",
    "netWgt",
    "isNetWgtEstimated",
    "primaryValue",
)
#: Columns that repeat others in words, or say what is not stored: other values, weights and units of the same flow.
KNOWN = (
    "refPeriodId",
    "refYear",
    "refMonth",
    "reporterISO",
    "reporterDesc",
    "flowDesc",
    "flowCategory",
    "partnerISO",
    "partnerDesc",
    "partner2ISO",
    "partner2Desc",
    "classificationSearchCode",
    "isOriginalClassification",
    "cmdDesc",
    "aggrLevel",
    "isLeaf",
    "customsDesc",
    "mosCode",
    "mosDesc",
    "motDesc",
    "qtyUnitAbbr",
    "altQtyUnitCode",
    "altQtyUnitAbbr",
    "altQty",
    "isAltQtyEstimated",
    "grossWgt",
    "isGrossWgtEstimated",
    "cifvalue",
    "fobvalue",
    "legacyEstimationFlag",
    "isReported",
    "isAggregate",
    "datasetCode",
)
_SLIPS = {"prtner2code": "partner2Code", "atlqty": "altQty"}
_CANONICAL = {name.lower(): name for name in (*NEEDED, *KNOWN)} | _SLIPS

#: Total flows; all others are parts of these two, or processing and re-exports counted beside them.
FLOWS = {"M": "import", "X": "export"}
#: QuantityUnits that say that there is no quantity.
NO_UNIT = ("-1", "1")
#: The other QuantityUnits.
UNITS = {
    **dict.fromkeys(NO_UNIT, ""),
    "2": "m2",
    "3": "1000 kWh",
    "4": "m",
    "5": "1",
    "6": "pair",
    "7": "l",
    "8": "kg",
    "9": "1000",
    "10": "package",
    "11": "dozen",
    "12": "m3",
    "13": "ct",
}


def canonical_columns(found: list[str], where: str) -> dict[str, str]:
    """Return the names of the columns that are read, as this file writes them.

    Parameters
    ----------
    found : list of str
        Columns of the file.
    where : str
        File, for the error message.

    Returns
    -------
    dict of str to str
        From the canonical name to that in the file.

    Raises
    ------
    FormatError
        If a needed column is missing or an unknown one is there.
    """
    named = {_CANONICAL.get(name.lower(), ""): name for name in found if name}
    missing = [name for name in NEEDED if name not in named]
    unknown = [name for name in found if name and name.lower() not in _CANONICAL]
    if missing or unknown:
        what = [f"column {', '.join(map(repr, missing))} is missing"] if missing else []
        what += [f"column {', '.join(map(repr, unknown[:8]))} is unknown"] if unknown else []
        raise FormatError(
            "; ".join(what),
            where=where,
            remedy=f"Found: {', '.join(map(repr, found[:12]))}. Is this UN Comtrade's final data? "
            "If the service has changed its layout, this reader must learn it.",
        )
    return {name: named[name] for name in NEEDED}
