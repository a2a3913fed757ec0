"""Two layouts of the consolidated screening list, read into the same parties.

The publisher's ``consolidated.json`` has ``results``, each with ``id``, ``name``, ``alt_names``, ``source``,
``addresses`` (each with a ``country``), ``country``, ``programs``, ``license_requirement``, ``license_policy``,
``federal_register_notice``, ``start_date``, ``end_date``, ``source_list_url``; ``search_performed_at`` is its moment.

A shorter extract of it has ``entries`` with one or two letters per field (``n`` name, ``a`` other names, ``s`` list,
``c`` countries, ``e`` number, ``lr`` and ``lp`` licence requirement and policy, ``pg`` programmes, ``fr`` notice,
``u`` address), numbers among them standing for places in ``tables``, and ``sourceGeneratedAt``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.period import parse_period
from tocsin.sources.jsonfile import Record, fields_of, read_json, records_of, text_in, texts_in

_TABLES = {"s": "sources", "lr": "licenceRequirements", "lp": "licencePolicies", "pg": "programmes", "u": "urls"}


@dataclass(frozen=True)
class Party:
    """One listed party.

    Parameters
    ----------
    id, name, control_list : str
        Its id within its list, its name, the list with its agency.
    aliases, countries, reasons, references : tuple of str
        Other names, countries of its addresses, why and under which terms it is listed, where that is published.
    listed_on : str or None
        Day of its listing.
    """

    id: str
    name: str
    control_list: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    reasons: tuple[str, ...]
    references: tuple[str, ...]
    listed_on: str | None = None


def read_parties(path: Path) -> tuple[str, Iterator[tuple[str, Party | None]]]:
    """Read either layout.

    Parameters
    ----------
    path : pathlib.Path
        JSON.

    Returns
    -------
    told : str
        Moment of the edition.
    parties : iterator of (str, Party or None)
        Place and party; None where a record has no name or no list.

    Raises
    ------
    FormatError
        If it has neither layout.
    """
    held = read_json(path)
    if isinstance(held, dict) and "entries" in held:
        record = fields_of(held, {"entries": list, "tables": dict}, path)
        tables = _tables(record["tables"], path)
        records = list(records_of(record["entries"], ("n", "s"), path))
        return text_in(record, "sourceGeneratedAt"), _each(records, lambda one: _short(one, tables))
    record = fields_of(held, {"results": list}, path)
    records = list(records_of(record["results"], ("name", "source"), path))
    return text_in(record, "search_performed_at"), _each(records, _long)


def _each(
    records: Iterable[tuple[str, Record | None]], party: Callable[[Record], Party | None]
) -> Iterator[tuple[str, Party | None]]:
    for where, record in records:
        found = party(record) if record else None
        yield where, found if found and found.name and found.control_list else None


def _long(record: Record) -> Party:
    addresses = record.get("addresses")
    places = (
        [text_in(one, "country") for one in addresses if isinstance(one, dict)] if isinstance(addresses, list) else []
    )
    until = text_in(record, "end_date")
    notice = text_in(record, "federal_register_notice")
    return Party(
        id=text_in(record, "id") or text_in(record, "entity_number") or _named(text_in(record, "name"), notice),
        name=text_in(record, "name"),
        control_list=text_in(record, "source"),
        aliases=tuple(texts_in(record, "alt_names")),
        countries=tuple(place for place in (*places, text_in(record, "country")) if place),
        reasons=(
            text_in(record, "license_requirement"),
            text_in(record, "license_policy"),
            *texts_in(record, "programs"),
            f"until {until}" if until else "",
        ),
        references=(notice, text_in(record, "source_list_url")),
        listed_on=_day(text_in(record, "start_date")),
    )


def _short(record: Record, tables: dict[str, list[str]]) -> Party:
    told = {field: _looked_up(record, field, values) for field, values in tables.items()}
    name, notice = text_in(record, "n"), text_in(record, "fr")
    return Party(
        id=text_in(record, "e") or _named(name, notice),
        name=name,
        control_list=told["s"],
        aliases=tuple(texts_in(record, "a")),
        countries=tuple(texts_in(record, "c")),
        reasons=(told["lr"], told["lp"], *told["pg"].split("; ")),
        references=(notice, told["u"]),
    )


def _tables(found: object, path: Path) -> dict[str, list[str]]:
    held = fields_of(found, dict.fromkeys(_TABLES.values(), list), path)
    return {field: [str(value) for value in held[name]] for field, name in _TABLES.items()}


def _looked_up(record: Record, field: str, values: list[str]) -> str:
    place = record.get(field)
    if place is None:
        return ""
    if not isinstance(place, int) or not 0 <= place < len(values):
        raise FormatError(
            f"{field!r} is {place!r}, no place in its table",
            where=f"the entry of {text_in(record, 'n')!r}",
            remedy="Is the file complete?",
        )
    return values[place]


def _named(name: str, notice: str) -> str:
    """Name a party that has no number: by itself and the notice that listed it."""
    return f"{name} ({notice})" if notice else name


def _day(text: str) -> str | None:
    try:
        return str(parse_period(text.partition("T")[0], "D")) if text else None
    except CodeError:
        return None
