"""CEPII's BACI: one CSV per HS edition and year, columns t, i, j, k, v, q (year, exporter, importer, code, kUSD, t).

BACI's codes always have six digits, so a shorter one can only have lost leading zeros and gets them back. An absent
quantity is written ``NA`` or left empty. Country codes are those of UN Comtrade; the country file beside the data
resolves codes that Tocsin does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError, UsageError
from tocsin.core.hs import parse_edition, parse_hs6
from tocsin.core.period import parse_period
from tocsin.core.release import Batch, Release, Request
from tocsin.ref.countries import scheme_map
from tocsin.sources.codelist import read_codes
from tocsin.sources.columns import Parser, Reading, filled, lookup
from tocsin.sources.release import given_day, release_of
from tocsin.sources.textfile import Block, check_file, read_blocks

COLUMNS = ("t", "i", "j", "k", "v", "q")
_NAME = re.compile(r"BACI_(HS\d{2})_Y(\d{4})_(V(\d{4})(\d{2})\w*)\.csv", re.IGNORECASE)


@dataclass(frozen=True)
class Edition:
    """What a BACI file is: its HS edition, release, and the code lists that go with it."""

    nomenclature: str
    vintage: str
    released_on: date
    countries: Mapping[str, str]
    products: frozenset[str]

    @property
    def identity(self) -> str:
        """All that shapes the reading beside the file's own bytes."""
        codes = (sorted(self.countries.items()), sorted(self.products))
        return f"{self.nomenclature} {self.vintage} {self.released_on} {codes}"


def read(request: Request) -> Iterator[Release]:
    """Read BACI files: one release of one year each; a folder stands for all of its ``BACI_*.csv``.

    Parameters
    ----------
    request : Request
        Files or folders, and the options of ``source.toml``.

    Yields
    ------
    Release
        One per file.

    Raises
    ------
    FormatError
        If a file lacks a column, or a folder holds no BACI file.
    UsageError
        If neither name nor options say edition and release.
    """
    for path in _files(request.files):
        edition = _edition(path, request.options)
        batches, day = _batches(path, edition, request), edition.released_on
        yield release_of("baci", "flow", path, batches=batches, day=day, vintage=edition.vintage, also=edition.identity)


def _files(given: tuple[Path, ...]) -> Iterator[Path]:
    for path in given:
        if path.is_dir():
            found = sorted(file for file in path.glob("*.csv") if _NAME.fullmatch(file.name))
            if not found:
                raise FormatError("there is no BACI_*.csv", where=str(path), remedy="Unpack the release there.")
            yield from found
        else:
            check_file(path)
            yield path


def _edition(path: Path, options: Mapping[str, str]) -> Edition:
    named = _NAME.fullmatch(path.name)
    edition = options.get("edition") or (named.group(1) if named else "")
    vintage = options.get("vintage") or (named.group(3) if named else "")
    if not edition or not vintage:
        raise UsageError(
            f"{path.name!r} does not say its HS edition and release",
            remedy="Name it BACI_HS17_Y2022_V202401b.csv, or give --option edition=HS17 --option vintage=V202401b.",
        )
    return Edition(
        nomenclature=f"HS{parse_edition(edition, where=path.name)}",
        vintage=vintage,
        released_on=given_day(options) or _first_known(vintage),
        countries=scheme_map("cepii") | _country_file(_beside(path, options, "countries", "country_codes", vintage)),
        products=_product_file(_beside(path, options, "products", f"product_codes_{edition.upper()}", vintage)),
    )


def _first_known(vintage: str) -> date:
    """Return the first day after the month that a release bears in its name."""
    digits = re.search(r"(\d{4})(\d{2})", vintage)
    if digits is None or not 1 <= int(digits.group(2)) <= 12:
        raise UsageError(f"vintage {vintage!r} bears no date", remedy="Give --option released=2024-02-01.")
    return (parse_period("".join(digits.groups()), "M") + 1).start


def _beside(path: Path, options: Mapping[str, str], option: str, stem: str, vintage: str) -> Path | None:
    """Return a code list: the one given, else that of the release beside the data, else the newest one there."""
    if given := options.get(option):
        return Path(given)
    own = path.parent / f"{stem}_{vintage}.csv"
    return own if own.is_file() else max(path.parent.glob(f"{stem}_*.csv"), default=None)


def _country_file(file: Path | None) -> dict[str, str]:
    """Return codes that only the release's own country file knows."""
    if file is None:
        return {}
    known = scheme_map("cepii")
    rows = read_codes(file, "country_code", "country_iso3")
    return {code: iso3 for code, iso3 in rows if code not in known and re.fullmatch("[A-Z][A-Z0-9]{2}", iso3)}


def _product_file(file: Path | None) -> frozenset[str]:
    return frozenset(code.zfill(6) for code, _ in read_codes(file, "code", "description")) if file else frozenset()


def _code_parser(products: frozenset[str]) -> Parser:
    def parse(value: object) -> str:
        text = str(value).strip().strip('"')
        code = parse_hs6(text.zfill(6) if text.isdigit() and text[0] != "0" and len(text) == 5 else text)
        if products and code not in products:
            raise CodeError(f"hs6 {value!r} is not in the product file")
        return code

    return parse


def _year_parser(path: Path) -> Parser:
    named = _NAME.fullmatch(path.name)

    def parse(value: object) -> str:
        year = str(parse_period(value, "A"))
        if named and year != named.group(2):
            raise CodeError(f"year {value!r} is not that of the file")
        return year

    return parse


def _batches(path: Path, edition: Edition, request: Request) -> Iterator[Batch]:
    country = lookup(edition.countries, "country code")
    code, year = _code_parser(edition.products), _year_parser(path)
    nomenclature = edition.nomenclature

    def fill(block: Block) -> Reading:
        reading = Reading(block)
        reading.codes("reporter", "j", country)
        reading.codes("partner", "i", country)
        reading.codes("product", "k", code)
        reading.codes("period", "t", year)
        reading.numbers("trade_value", "v", scale=1000.0)
        reading.numbers("net_weight", "q", scale=1000.0, absent=("NA",))
        reading.constants(direction="import", nomenclature=nomenclature, freq="A", status="A", scope=nomenclature)
        return reading

    return filled(read_blocks(path, needed=COLUMNS), "flow", fill, request.progress)
