"""Lists of parties of China's Ministry of Commerce, as a JSON extract of its announcements: one row per party.

A list of records with ``list_id``, ``entity_name``, ``aliases``, ``addresses``, ``date_added``, ``reason``,
``last_verified``, ``source_url``. The ministry gives no numbers, and the ``id`` of the extract is in places the same
for two parties, so the name is the id. An address names its country at its end, or in Chinese at its beginning; a
party without one gets the country ``_X``. Without ``--option released`` the edition bears the last day on which its
records were verified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.core.period import parse_period
from tocsin.ref.countries import UNSPECIFIED, parse_country
from tocsin.sources.edition import Edition, Found, edition_files, joined
from tocsin.sources.jsonfile import Record, read_json, records_of, text_in, texts_in

FIELDS = ("list_id", "entity_name", "addresses", "date_added", "reason", "last_verified")
LISTS = {
    "cn-unreliable-entity-list": "Unreliable Entity List",
    "cn-export-control-watchlist": "Export Control List",
    "cn-attention-list": "Attention List",
}
_CHINESE = {"日本": "JPN", "美国": "USA", "台湾": "TWN", "韩国": "KOR", "德国": "DEU", "捷克": "CZE", "比利时": "BEL"}
_POSTCODE = re.compile("[(\uff08][^(\uff08)\uff09]*[)\uff09]\\s*$")


def _open(path: Path) -> Edition:
    records = list(records_of(read_json(path), FIELDS, path))
    told = max(text_in(record, "last_verified") for _, record in records if record)
    return Edition(told, list(_rows(records)))


def _rows(records: list[tuple[str, Record | None]]) -> Iterator[tuple[str, Found]]:
    for where, record in records:
        if record is None:
            yield where, f"record lacks one of {', '.join(FIELDS)}"
            continue
        try:
            yield f"{where}: {text_in(record, 'entity_name')}", _row(record)
        except CodeError as error:
            yield f"{where}: {text_in(record, 'entity_name')}", error.found


def _row(record: Record) -> Found:
    if (control_list := LISTS.get(text_in(record, "list_id"))) is None:
        return "list is not known"
    addresses = texts_in(record, "addresses")
    return {
        "control_list": control_list,
        "listed": text_in(record, "entity_name"),
        "name": text_in(record, "entity_name"),
        "aliases": joined(texts_in(record, "aliases")),
        "country": _country(addresses[0]) if addresses else UNSPECIFIED,
        "listed_on": _day(text_in(record, "date_added")),
        "reasons": text_in(record, "reason") or None,
        "reference": text_in(record, "source_url") or None,
        "scope": control_list,
    }


def _day(text: str) -> str | None:
    try:
        return str(parse_period(text, "D")) if text else None
    except CodeError as error:
        raise CodeError("date of listing is not a day") from error


def _country(address: str) -> str:
    for beginning, code in _CHINESE.items():
        if address.startswith(beginning):
            return code
    try:
        return parse_country(_POSTCODE.sub("", address).rpartition(",")[2], scheme="name")
    except CodeError as error:
        raise CodeError("address ends with no country") from error


read = edition_files("mofcom", "listed_party", _open, party="CHN")
