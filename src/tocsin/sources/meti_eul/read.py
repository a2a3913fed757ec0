"""End user list of Japan's Ministry of Economy, Trade and Industry, as a JSON extract of it: one row per party.

A list of records with ``id``, ``entity_name``, ``aliases``, ``addresses`` (a country), ``reason``, ``date_added``,
``last_verified``, ``source_url``. Where ``entity_name`` is empty the name stands behind the country in the address: two
cells of the list became one. The list does not say when a
party was added. Without ``--option released`` the edition bears the last day on which its records were verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tocsin.core.errors import CodeError
from tocsin.ref.countries import UNSPECIFIED, parse_country
from tocsin.sources.edition import Edition, Found, edition_files, joined
from tocsin.sources.jsonfile import Record, read_json, records_of, text_in, texts_in

FIELDS = ("id", "list_id", "entity_name", "addresses", "reason", "last_verified")
LIST = "jp-end-user-list"
_SPELT = {"Islamic Republic of Pakistan": "PAK", "Republic of Lebanon": "LBN", "State of Israel": "ISR"}


def _open(path: Path) -> Edition:
    records = list(records_of(read_json(path), FIELDS, path))
    told = max(text_in(record, "last_verified") for _, record in records if record)
    return Edition(told, list(_rows(records)))


def _rows(records: list[tuple[str, Record | None]]) -> Iterator[tuple[str, Found]]:
    for where, record in records:
        if record is None:
            yield where, f"record lacks one of {', '.join(FIELDS)}"
        elif text_in(record, "list_id") != LIST:
            yield f"{where}: {record['list_id']}", "record is of another list"
        else:
            yield f"{where}: {text_in(record, 'entity_name')}", _row(record)


def _row(record: Record) -> Found:
    addresses = texts_in(record, "addresses")
    try:
        country, rest = _country(addresses[0]) if addresses else (UNSPECIFIED, "")
    except CodeError as error:
        return error.found
    name = text_in(record, "entity_name")
    if not name and not rest:
        return "record has no name"
    if name and rest:
        return "address holds more than a country"
    return {
        "listed": text_in(record, "id"),
        "name": name or rest,
        "aliases": joined(texts_in(record, "aliases")),
        "country": country,
        "listed_on": text_in(record, "date_added") or None,
        "reasons": text_in(record, "reason") or None,
        "reference": text_in(record, "source_url") or None,
    }


def _country(address: str) -> tuple[str, str]:
    """Return the country that an address begins with, its longest name first, and what stands behind it."""
    words = address.split()
    for count in range(len(words), 0, -1):
        text = " ".join(words[:count])
        try:
            return _SPELT.get(text) or parse_country(text, scheme="name"), " ".join(words[count:])
        except CodeError:
            continue
    raise CodeError("address begins with no country")


read = edition_files(
    "meti_eul", "listed_party", _open, party="JPN", control_list="End User List", scope="End User List"
)
