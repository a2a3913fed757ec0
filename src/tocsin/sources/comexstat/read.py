"""Brazil's Comex Stat: one file for each year and direction, ``EXP_2024.csv`` and ``IMP_2024.csv``, in semicolons.

Columns CO_ANO, CO_MES, CO_NCM (eight digits of the Mercosur Common Nomenclature), CO_UNID, CO_PAIS, SG_UF_NCM, CO_VIA,
CO_URF, QT_ESTAT, KG_LIQUIDO, VL_FOB [USD], and VL_FRETE, VL_SEGURO for imports since 1997; see "Base de dados bruta"
(MDIC, https://www.gov.br/mdic/pt-br/assuntos/comercio-exterior/estatisticas/base-de-dados-bruta). Rows are added up
over states, modes of transport and customs offices. An export is valued f.o.b., an import c.i.f.: f.o.b. with
freight and insurance, and absent where one of the three is. Country codes are Brazil's own: PAIS.csv beside the
data resolves them; its ISO code ZZZ (ship stores, not declared) stands for a partner that is not specified.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.countries import UNSPECIFIED, parse_country
from tocsin.sources import monthly_file
from tocsin.sources.codelist import read_codes
from tocsin.sources.codes import fits
from tocsin.sources.columns import Parser, filled
from tocsin.sources.monthly import Monthly
from tocsin.sources.monthly_sum import summed
from tocsin.sources.textfile import Block, read_blocks, sha256_of

COLUMNS = ("CO_ANO", "CO_MES", "CO_NCM", "CO_UNID", "CO_PAIS", "QT_ESTAT", "KG_LIQUIDO", "VL_FOB")
ADDED_UP = ("SG_UF_NCM", "CO_VIA", "CO_URF")
IMPORTS = ("VL_FRETE", "VL_SEGURO")


def read(request: Request) -> Iterator[Release]:
    """Read yearly files, each one release.

    Parameters
    ----------
    request : Request
        Files, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file, undated unless an option says when it was published.

    Raises
    ------
    FormatError
        If columns differ from those documented or the name contradicts them, or there is no country table.
    """
    for path in request.files:
        names = [name.strip('"') for name in monthly_file.heading(path, ";")]
        costs = IMPORTS if set(IMPORTS) & set(names) else ()
        monthly_file.check_columns(names, (*COLUMNS, *costs), ADDED_UP, path)
        direction = "import" if costs else "export"
        if re.match("EXP" if costs else "IMP", path.name, re.IGNORECASE):
            raise FormatError(
                f"columns are those of {direction}s",
                where=str(path),
                remedy="A file of imports has VL_FRETE and VL_SEGURO, one of exports has not: is the name right?",
            )
        table = Path(request.options.get("countries", path.parent / "PAIS.csv"))
        batches = _batches(path, direction, _countries(table), request)
        yield monthly_file.release("comexstat", path, request, summed(batches), also=sha256_of(table))


def _countries(table: Path) -> Mapping[str, str]:
    """Return ISO code by Brazil's country code."""
    if not table.is_file():
        raise FormatError(
            f"the country table {table.name!r} is not there",
            where=str(table.parent),
            remedy="Put PAIS.csv of the same site beside the data, or give --option countries=PAIS.csv.",
        )
    codes = read_codes(table, "CO_PAIS", "CO_PAIS_ISOA3", delimiter=";")
    return {code.zfill(3): iso3 for code, iso3 in codes}


def _batches(path: Path, direction: str, countries: Mapping[str, str], request: Request) -> Iterator[Batch]:
    costs = IMPORTS if direction == "import" else ()

    def fill(block: Block) -> Monthly:
        reading = Monthly(_with_month(block))
        reading.codes("partner", "CO_PAIS", _country(countries))
        reading.codes("product", "CO_NCM", fits(r"\d{8}", "NCM {} has not eight digits"))
        reading.codes("period", "month", lambda text: str(parse_period(text, "M")))
        reading.codes("quantity_unit", "CO_UNID", _unit)
        reading.numbers("trade_value", "VL_FOB")
        for cost in costs:
            reading.numbers(cost, cost)
        reading.plus("trade_value", *costs)
        reading.numbers("net_weight", "KG_LIQUIDO")
        reading.numbers("quantity", "QT_ESTAT")
        reading.constants(reporter="BRA", direction=direction, freq="M")
        reading.status("trade_value")
        reading.derive("nomenclature", ("period",), lambda month: f"NCM{month[:4]}")
        reading.derive("scope", ("direction", "period"), lambda flow, month: f"{flow} {month[:4]}")
        return reading

    return filled(read_blocks(path, needed=(*COLUMNS, *costs), delimiter=";"), "flow", fill, request.progress)


def _with_month(block: Block) -> Block:
    year, month = (block.rows[name].cast(pa.string()) for name in ("CO_ANO", "CO_MES"))
    joined = pc.binary_join_element_wise(year, pc.utf8_lpad(month, 2, "0"), "-")
    return Block(block.rows.append_column("month", joined), block.numbers, block.refused)


def _country(countries: Mapping[str, str]) -> Parser:
    def parse(value: object) -> str:
        iso3 = countries.get(str(value).strip().zfill(3), "")
        if not iso3:
            raise CodeError(f"country code {value!r} is not in the country table")
        return UNSPECIFIED if iso3 == "ZZZ" else parse_country(iso3, scheme="iso3")

    return parse


@cache
def _units() -> dict[str, str]:
    return tomllib.loads((Path(__file__).parent / "units.toml").read_text(encoding="utf-8"))


def _unit(value: object) -> str:
    text = str(value).strip()
    return _units().get(text, f"CO_UNID {text}")
