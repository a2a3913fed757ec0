"""The Census Bureau's International Trade API: a JSON array of arrays whose first one names the columns.

Imports by HTS10 (``timeseries/intltrade/imports/hs``: I_COMMODITY, GEN_VAL_MO, ...), exports by Schedule B
(``exports/hs``: E_COMMODITY, ALL_VAL_MO, ...) and both by NAICS; see "Guide to International Trade Datasets" (Census
Bureau) and the variables at https://api.census.gov/data/timeseries/intltrade/imports/hs/variables.html. Only the value
of the month is read: general imports at customs value, exports f.a.s.; quantities, duties and modes of transport are
not. Left out, and counted: country groups, "-" (all countries), headings (of six digits only beside their longer
codes), and districts below the national total. The European Union (0003) stands for itself unless half of its members
are in the file too; then it is left out, else they are. A column of a query may come twice, with one content.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.groups import members
from tocsin.sources import monthly_file
from tocsin.sources.census_us.answer import read_answer
from tocsin.sources.codes import fits
from tocsin.sources.monthly import Monthly, edition_of, headings_of
from tocsin.sources.monthly_sum import summed
from tocsin.sources.textfile import Block

GOODS = {"I_COMMODITY": ("import", "HTS"), "E_COMMODITY": ("export", "SCHB"), "NAICS": ("", "NAICS")}
DETAIL = ("DISTRICT", "DF", "RP", "CTY_SUBCODE", "PORT")
_LEFT = re.compile(
    r"(?:[A-Z0-9_]+_(?:MO|YR|FLAG|NAME|LDESC|SDESC)|COMM_LVL|SUMMARY_LVL2?|UNIT_QY[12]|LAST_UPDATE|YEAR|MONTH|"
    r"GEO_ID|USITC(?:_\w+)?)"
)
_CODE = fits(r"\d{10}|\d{6}", "goods code {} has neither ten nor six digits")
_NAICS = fits(r"\d{2,5}[0-9X]|\d{2}", "NAICS code {} has not two to six digits")


def read(request: Request) -> Iterator[Release]:
    """Read answers of the service, each one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file, undated unless an option says when it was published.
    """
    for path in request.files:
        block = read_answer(path)
        names = block.rows.column_names
        goods = next((name for name in GOODS if name in names), "I_COMMODITY")
        default = "ALL_VAL_MO" if "ALL_VAL_MO" in names or goods == "E_COMMODITY" else "GEN_VAL_MO"
        value = request.options.get("value", default)
        known = [name for name in (*names, *GOODS) if _LEFT.fullmatch(name) or name in DETAIL]
        monthly_file.check_columns(names, (goods, "CTY_CODE", "time", value), known, path)
        yield monthly_file.release(
            "census_us",
            path,
            request,
            summed(_batches(block, goods, value, request)),
            also=f"{value} {request.options.get('asked', '')}".rstrip(),
        )


@cache
def schedule_c() -> dict[str, str]:
    """Return our code of each country code of Schedule C.

    Returns
    -------
    dict of str to str
        By Census code of four digits.
    """
    return tomllib.loads((Path(__file__).parent / "countries.toml").read_text(encoding="utf-8"))


def _totals(block: Block) -> dict[str, str]:
    """Say which origins only repeat what others of the same file hold."""
    found = set(block.rows["CTY_CODE"].to_pylist()) - {None, "-"}
    reasons = {r"00(?:0[0-24-9]|[1-9]\d)|\dXXX": "country group", "-": "total over countries"}
    union = members("EU", _last_day(block))
    inside = {code for code in found if code != "0003" and schedule_c().get(code) in union}
    if "0003" in found and len(inside) * 2 >= len(union):
        reasons["0003"] = "European Union, beside its members"
    elif "0003" in found and inside:
        reasons["|".join(inside)] = "member of the European Union, beside the Union"
    return reasons


def _last_day(block: Block) -> date:
    try:
        return max(parse_period(text, "M").end for text in set(block.rows["time"].to_pylist()) - {None})
    except (CodeError, ValueError):  # the rows are refused one by one
        return date(2000, 1, 1)


def _batches(block: Block, goods: str, value: str, request: Request) -> Iterator[Batch]:
    reading = Monthly(block)
    names = block.rows.column_names
    flow, code_list = GOODS[goods]
    flow = flow or ("export" if value.startswith("ALL_") else "import")
    reading.leave_out("CTY_CODE", _totals(block))
    for name in DETAIL:
        if name in names and "-" in block.rows[name].to_pylist():
            reading.leave_out(name, {"[^-].*": f"detail by {name} below the national figure"})
    if code_list != "NAICS":
        reading.leave_out(goods, {r"-|\d\d|\d{4}": "total over goods"} | headings_of(block.rows[goods].to_pylist()))
    reading.codes("partner", "CTY_CODE", _country)
    reading.codes("product", goods, _NAICS if code_list == "NAICS" else _CODE)
    reading.codes("period", "time", lambda text: str(parse_period(text, "M")))
    reading.numbers("trade_value", value)
    reading.constants(reporter="USA", direction=flow, freq="M")
    reading.derive("nomenclature", ("product", "period"), lambda code, month: _nomenclature(code_list, code, month))
    asked = request.options.get("asked", "")
    reading.derive("scope", ("period",), lambda month: f"{code_list} {flow} {month} {asked}".rstrip())
    reading.status("trade_value")
    request.progress(reading.count)
    yield reading.batch("flow")


def _country(value: object) -> str:
    found = schedule_c().get(str(value).strip())
    if found is None:
        raise CodeError(f"Census country code {value!r} is unknown")
    return found


def _nomenclature(code_list: str, code: str, month: str) -> str:
    year = int(month[:4])
    if code_list == "NAICS":
        return f"NAICS{year - (year - 1997) % 5}"
    return edition_of(month) if len(code) == 6 else f"{code_list}{year}"
