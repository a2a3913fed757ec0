"""The reference pages, written from the declarations in the code whenever the documentation is built; none is kept."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer
from scripts.docs_policy import control_pages

from tocsin.core import errors
from tocsin.core.errors import TocsinError
from tocsin.core.schema import PROVENANCE, TABLES, TableSchema
from tocsin.foresight.channel import CHANNELS, Channel
from tocsin.indicators.declaration import INDICATORS, Indicator
from tocsin.indicators.tables import BUILT, GIVEN
from tocsin.policy.register import register
from tocsin.ref.products import LEAD_GROUPS, Product, product_groups, products
from tocsin.ref.tables import read_table
from tocsin.sources.declaration import Source, sources

if TYPE_CHECKING:
    from pyarrow import Schema

#: Typer brings a Click of its own and keeps its types to itself.
Command = Any
FREQUENCIES = {"A": "year", "Q": "quarter", "M": "month", "W": "week", "D": "day"}
GROUP_TITLES = {"critical_minerals": "Critical minerals", "semiconductor": "Semiconductors", "battery": "Batteries"}

#: How a feature of a channel is printed.
KINDS = {"change": "percentage of change", "share": "percentage", "size": "US dollars", "number": "number"}

#: What a column of the lake holds. A column without an entry stops the build.
COLUMNS = {
    "reporter": "importer or exporter whose statistics these are, ISO 3166-1 alpha-3; `EU` and `WLD` for indicators",
    "partner": "the other side of the flow; a special code such as `_X` where it is not specified",
    "direction": "`import` or `export`",
    "product": "goods code, six digits where the nomenclature is an HS edition",
    "nomenclature": "code list of the product: `HS1992` ... `HS2022`, or a national one",
    "period": "what the figure is about: `2023`, `2023-Q1`, `2023-11`, `2023-W05`, `2023-11-07`",
    "freq": "`A` year, `Q` quarter, `M` month, `W` week, `D` day",
    "trade_value": "value of the flow, current US dollars",
    "net_weight": "net weight of the flow",
    "quantity": "quantity in the unit beside it",
    "quantity_unit": "unit of the quantity: `t`, `kg`, `ct`, `Mm3`, `missiles`, ...",
    "status": "`A` actual, `E` estimated, `P` provisional, `M` missing, `B` break in the series",
    "scope": "part of a source that is released together; a newer vintage replaces it whole",
    "country": "ISO 3166-1 alpha-3",
    "commodity": "mineral raw material by name",
    "stage": "what is counted: `mine` or `refinery` output, and what statistics say beside it (`reserves`, ...)",
    "series": "name of the series at its publisher",
    "currency": "ISO 4217 code; `1` for an index",
    "place": "country by ISO 3166-1 alpha-3, port, site, pair of countries (`JPN-KOR`, undirected), or `WLD`",
    "holder": "who holds the stock: country or firm",
    "kind": "what is held or stated: `government`, `industry`, `consumption`, `net_import_reliance`, ...",
    "code": "code that is translated",
    "to_nomenclature": "code list it is translated into",
    "to_code": "code there",
    "dimension": "what is scored: `political_stability`, ...",
    "value": "the figure",
    "unit": "unit of the value",
    "measure": "id of the measure: its entry in the register, or its number at its publisher",
    "party": "who controls or lists: ISO 3166-1 alpha-3, `EU` or `MULTI`",
    "instrument": "kind of act: `control`, `ban`, `quota`, `lifting`, ...; see [policy](../explanation/policy.md)",
    "effect": "what it does to trade: `free`, `licence`, `denial`, `ban`, `quota`, `duty`, `entity`, `none`",
    "licence_policy": "how licences are granted: `denial`, `presumption of denial`, `case by case`, ...",
    "announced_on": "when it was announced, as precisely as known",
    "valid_from": "first day in force, as precisely as known; empty if not established",
    "valid_to": "last day in force, as precisely as known; empty while it lasts",
    "ended_known_on": "when its end became known; empty if with the announcement",
    "title": "title",
    "reference": "where it can be read",
    "confidence": "of a measure: `high` if the reference was read, `medium`, `low`; of an event: between 0 and 1",
    "control_list": "list of controlled goods or of named parties",
    "entry": "code within the list: `3A001`",
    "reasons": "reasons for control or listing, separated by `;`",
    "listed": "id of the listed party within its list",
    "aliases": "other names, separated by `;`",
    "listed_on": "when it was listed, if the list says so",
    "grouping": "group or column of a country chart: `A:5`, `NS 1`",
    "io_system": "input-output table by name and edition, which says how its sectors are coded: `WIOD2013`, `ICIO2023`",
    "part": "`Z` sales to industries, `Y` sales to final demand, `VA` value added and taxes, `x` output",
    "from_region": "who sells: ISO 3166-1 alpha-3, `ROW` the rest of the world, or a code of the publisher (`CN1`)",
    "from_sector": "sector that sells, as its publisher codes it; for `VA` the kind of value added",
    "to_region": "who buys; empty for `x`",
    "to_sector": "sector that buys, or category of final demand; empty for `x`",
    "label": "what is forecast: `tight`, ...; see [labels](../explanation/labels.md)",
    "lag": "`honest` or `one`: from how far; see [foresight](../explanation/foresight.md)",
    "horizon": "`12` the first target year, `24` the first or the second",
    "target": (
        "of a measure: towards whom, ISO 3166-1 alpha-3, `EU` or `*` for all; of an event: towards whom, as `actor`; "
        "of a forecast: years, `2026-2027`"
    ),
    "event": "id of the event within its source",
    "actor": "who acts: ISO 3166-1 alpha-3, `EUU` for the Union, or names of organisations, separated by `;`",
    "act": "what is done, of a closed list: `ban`, `missile_test`, ...; `other` where the list does not name it",
    "object": "goods of the product book, technologies and instruments, separated by `;`",
    "date": "when, as precisely as known; empty if only the day of the document is",
    "date_precision": "`day`, `month`, `quarter`, `year`, or `none`: then the period is that of the document",
    "modality": "`done`, `announced`, `possible`, `conditional`, `denied`, `called_for`",
    "intensity": "of events that a publisher rates: below 0 hostile, above 0 friendly",
    "publisher_code": "code of the event at its publisher: `CAMEO 163`, name of a missile",
    "document": "where it was read: id and name of the document, or story at the publisher",
    "evidence": "words of the document that say so, or the publisher's description",
    "evidence_start": "place of the first character of these words in the original",
    "evidence_end": "place after their last character",
    "probability": "chance that the label holds",
    "low": "lower end of the 90 % interval",
    "high": "upper end of the 90 % interval",
    "detail": "of a list: text of the entry; of a forecast: channels, precedents, relief, as JSON",
    "name": "public id of the indicator",
    "function_version": "digest of the code that made the value",
    "basis": "source of the flows that the value rests on",
    "year": "calendar year of the period",
    "source": "folder name of the source",
    "vintage": "publisher's name of the release; `undated` where there is none; for indicators the digest of the view",
    "released_on": "day on which the vintage became public; empty if unknown",
    "knowable_from": "first day on which a first figure of this period could be known: end of period plus lag",
    "load_id": "load that brought the row",
    "table_name": "table that the load went into",
    "lag_months": "months from the end of a period to its first figure",
    "sha256": "digest of the input bytes and of all that shaped their reading",
    "origin": "file names; for indicators their names and versions",
    "licence": "licence of the source",
    "retrieved_at": "when the load was made, UTC",
    "rows_in": "rows of the input",
    "rows_kept": "rows stored",
    "refused": "reasons, counts and examples of the rows refused, as JSON",
    "scopes": "release scopes that the load holds",
    "first_period": "earliest period of the load",
    "last_period": "latest period of the load",
    "knowable": "all dates in `knowable_from` of the load",
}

SETTINGS = {
    "TOCSIN_LAKE": "Folder of the lake. `--lake` goes before it; without either the lake is `tocsin/lake` in your data "
    "folder (on Linux `~/.local/share`).",
    "TOCSIN_TODAY": "A day, such as `2026-11-24`, that Tocsin takes for today: what it shows and records then repeats "
    "exactly. The examples of this documentation were made with it.",
    "TOCSIN_NAME_KEY": "Access key of the service behind a source, its name in place of `NAME`: `TOCSIN_COMTRADE_KEY`, "
    "`TOCSIN_CENSUS_US_KEY`. It is never printed nor stored. See [Collect live](../how-to/collect-live.md).",
    "TOCSIN_NAME_URL": "Another address of that service, such as a mirror or a proxy of your own: "
    "`TOCSIN_COMTRADE_URL`.",
    "XDG_DATA_HOME": "On Linux, the data folder in which the default lake lies.",
    "TMPDIR": "Folder for what does not fit in memory while a load or an indicator is computed.",
    "NO_COLOR": "Set to anything, it keeps colour out of a terminal. Output into a file or pipe never has colour and "
    "is 100 columns wide.",
}


def pages() -> dict[str, str]:
    """Write every reference page.

    Returns
    -------
    dict of str to str
        Markdown by path below ``docs``.
    """
    made = {
        "channels": channels(),
        "index": index(),
        "commands": commands(),
        "errors": error_kinds(),
        "indicators": indicators(),
        "products": product_book(),
        "settings": settings(),
        "sources": source_list(),
        "tables": tables(),
    }
    return {f"reference/{name}.md": text for name, text in made.items()} | control_pages()


def index() -> str:
    """Write what the reference holds."""
    return _lines(
        "# Reference",
        "Written from the code when this documentation is built.",
        "- [Commands](commands.md): every command with its options",
        f"- [Indicators](indicators.md): {len(INDICATORS.values())} measures with unit, formula and source",
        f"- [Channels](channels.md): {len(CHANNELS.values())} lines of reasoning that forecasts follow",
        f"- [Products](products.md): the {len(products())} products that Tocsin watches, with their codes",
        f"- [Control register](controls/index.md): the {len(register().entries)} acts that it holds, party by party",
        "- [Sources](sources.md): where figures come from, under which terms",
        "- [Tables](tables.md): what the lake stores",
        "- [Settings](settings.md): environment variables",
        "- [Errors](errors.md): kinds of errors and exit codes",
    )


def indicators() -> str:
    """Write one heading for each indicator."""
    head = (
        "# Indicators",
        (
            "A value belongs to an importer, a goods code and a period; one *of the world* is the same for every "
            "importer. The unit `1` stands for a number without one, `bool` for yes (1) or no (0). What missing "
            "figures do is in [the convention](../explanation/convention.md); how to add one is in "
            "[Add an indicator](../how-to/add-an-indicator.md)."
        ),
        _table(
            ("Id", "What it says", "Unit"),
            [(f"[`{one.name}`](#{one.name})", one.title, one.unit) for one in INDICATORS.values()],
        ),
    )
    return _lines(*head, *(part for one in INDICATORS.values() for part in _indicator(one)))


def _indicator(one: Indicator) -> Iterator[str]:
    low, high = ("none" if bound is None else f"{bound:g}" for bound in one.bounds)
    yield f"## {one.name}"
    yield f"**{one.title}.**"
    body = inspect.getdoc(one.function) or ""
    yield " ".join(body.split("\n\n", 1)[1].split()) if "\n\n" in body else ""
    yield _table(
        ("", ""),
        [
            ("Unit", one.unit),
            ("Lowest, highest", f"{low}, {high}"),
            ("Reading", one.direction),
            ("Formula", f"`{one.formula}`"),
            ("Made from", ", ".join(map(_input, one.inputs))),
            ("Holds for", "the world" if one.world else "each importer"),
            ("Frequencies", ", ".join(FREQUENCIES[freq] for freq in one.freqs)),
            ("Years it looks at", str(one.window)),
            ("Source", one.reference),
            ("Version", f"`{one.version}`"),
        ],
    )


def _input(name: str) -> str:
    return f"[`{name}`](#{name})" if name in INDICATORS else f"[`{name}`](tables.md#{name}-for-indicators)"


def channels() -> str:
    """Write one heading for each channel of the forecasts, with its features."""
    head = (
        "# Channels",
        (
            "What a forecast looks at. Each feature is one number about the imports of a product by an importer, drawn "
            "from what was known on the day of the forecast. [Foresight](../explanation/foresight.md) says what is "
            "made of them. *Printed as* says how a feature is shown: the logarithm of a ratio or a share as a "
            "percentage, a size in US dollars, or a number."
        ),
        _table(
            ("Id", "Channel", "Features"),
            [(f"[`{one.name}`](#{one.name})", one.title, str(len(one.features))) for one in CHANNELS.values()],
        ),
    )
    return _lines(*head, *(part for one in CHANNELS.values() for part in _channel(one)))


def _channel(one: Channel) -> Iterator[str]:
    yield f"## {one.name}"
    yield f"**{one.title}.** {inspect.getdoc(one.function) or ''}"
    yield _table(
        ("Feature", "What it says", "Printed as"),
        [(f"`{name}`", told.text, KINDS[told.kind]) for name, told in one.features.items()],
    )


def source_list() -> str:
    """Write one heading for each source."""
    head = (
        "# Sources",
        (
            "`tocsin sources` shows the same with how fresh each is in your lake. Whoever passes a figure on passes on "
            "the words under *to cite*. How to add one is in [Add a source](../how-to/add-a-source.md)."
        ),
    )
    return _lines(*head, *(part for one in sources().values() for part in _source(one)))


def _source(one: Source) -> Iterator[str]:
    yield f"## {one.name}"
    yield f"**{one.title}.**"
    licence = f"[{one.licence}]({one.licence_url})" if one.licence_url else one.licence
    yield _table(
        ("", ""),
        [
            ("Publisher", one.publisher),
            ("Licence", licence),
            ("To cite", one.attribution),
            ("Appears", one.cadence),
            ("Lag", f"{one.lag_months} months from the end of a period to its first figure"),
            ("Holds", "all importers" if one.coverage == "world" else "some importers"),
            ("Precedence", f"{one.precedence}: of two sources equally fresh the higher one is shown"),
            ("File", "needed" if one.needs_file else "none: it ships with Tocsin"),
        ],
    )
    for table, told in one.tables.items():
        yield f"### {one.name}: {table}"
        yield f"{told['title']}."
        keys = {"Publisher": "publisher", "Licence": "licence", "To cite": "attribution", "Appears": "cadence"}
        yield _table(("", ""), [(label, str(told[key])) for label, key in keys.items() if key in told])
    if one.options:
        yield f"### Options of {one.name}"
        yield f"Given as `tocsin collect {one.name} --option NAME=VALUE`."
        yield _table(("Name", "What it is"), [(f"`{name}`", text) for name, text in one.options.items()])


def commands() -> str:
    """Write one heading for each command, with its options."""
    from tocsin.cli import app

    program: Command = typer.main.get_command(app)
    head = (
        "# Commands",
        f"{program.help} Every command takes `--help`. Exit codes are on the page of [errors](errors.md).",
        _options(program),
    )
    return _lines(*head, *_commands(program, "tocsin"))


def _commands(group: Command, path: str) -> Iterator[str]:
    for name, command in group.commands.items():
        here = f"{path} {name}"
        yield f"## {here}"
        text, _, example = inspect.cleandoc(command.help or "").partition("Example:")
        yield " ".join(text.split())
        if example:
            yield "```text\n" + "\n".join(line.strip() for line in example.split("Example:")) + "\n```"
        if hasattr(command, "commands"):
            yield _options(command) if command.invoke_without_command else ""
            yield from _commands(command, here)
        else:
            yield _options(command)


def _options(command: Command) -> str:
    rows = []
    for one in command.params:
        if one.name in ("help", "install_completion", "show_completion"):
            continue
        positional = not one.opts[0].startswith("-")
        label = one.opts[0].upper() if positional else "`, `".join(one.opts)
        several = getattr(one, "multiple", False) or getattr(one, "nargs", 1) == -1
        notes = ["required" if one.required else "", "several" if several else "", _default(one.default)]
        rows.append((f"`{label}`", one.help or "", ", ".join(filter(None, notes))))
    return _table(("Option", "What it does", ""), rows) if rows else ""


def _default(value: object) -> str:
    """Say a default that tells something; none, off and empty do not."""
    plain = isinstance(value, (str, int, float)) and not isinstance(value, bool) and value != ""
    return f"default `{value}`" if plain else ""


def tables() -> str:
    """Write one heading for each table of the lake and each table that indicators are given."""
    head = (
        "# Tables",
        (
            "The lake keeps each as a Delta table: Parquet files that DuckDB, Polars, Spark and others read. "
            "[Two times](../explanation/two-times.md) says what `released_on` and `knowable_from` are for, "
            "[the load protocol](../explanation/load-protocol.md) why `load_id` is there."
        ),
    )
    stored = [part for one in TABLES.values() for part in _stored(one)]
    ledger = ("## provenance", "One row for each committed load.", _columns(PROVENANCE, {}, ()))
    given = (
        "## Tables that indicators are given",
        (
            "A parameter of an indicator's function names one of these, or another indicator. "
            "`KEY` stands for `basis`, `nomenclature`, `product`, `period`, `freq`, `year`."
        ),
    )
    return _lines(*head, *stored, *ledger, *given, *_given())


def _stored(one: TableSchema) -> Iterator[str]:
    yield f"## {one.name}"
    key, split, order = (", ".join(f"`{name}`" for name in names) for names in (one.key, one.partitions, one.order))
    yield f"Within a vintage one row for each {key}. Files are split by {split} and sorted by {order}."
    yield _columns(one.stored, one.units, one.key)


def _columns(schema: Schema, units: Mapping[str, str], key: Sequence[str]) -> str:
    rows = []
    for field in schema:
        unit = units.get(field.name, "")
        unit = f"see `{unit}`" if unit in schema.names else unit
        rows.append((f"`{field.name}`", str(field.type), unit, "yes" if field.name in key else "", COLUMNS[field.name]))
    return _table(("Column", "Type", "Unit", "Key", "What it holds"), rows)


def _given() -> Iterator[str]:
    for name, columns in GIVEN.items():
        yield f"### {name} (for indicators)"
        yield _table(("Column", "Type"), [(f"`{column}`", kind) for column, kind in columns.items()])
    for name, function in BUILT.items():
        yield f"### {name} (for indicators)"
        doc = inspect.getdoc(function) or ""
        yield doc.split("\n", 1)[0]
        yield " ".join(doc.rsplit("-------\nibis Table\n", 1)[-1].split())


def product_book() -> str:
    """Write the product book, group by group."""
    book = products()
    groups = product_groups()
    derived = {name: row["title"] for name, row in read_table("product_groups.toml").items()}
    head = (
        "# Products",
        (
            f"{len(book)} products that may run short, each under the six-digit codes (HS 2022) that hold it. *Purity* "
            "says how much of the codes is the product: pure, mostly, mixed or basket. *Confidence* is that of the "
            "assignment: high where list and code text were read, medium where it follows from the text of the "
            "nomenclature, low where it is uncertain. Codes of the editions 1992, 2012 and 2017, uses, substitutes, "
            "official lists and references are in the tables of `tocsin/data/products`."
        ),
        _table(
            ("Group", "Title", "Products"),
            [(f"[`{name}`](#{name})", _group_title(name, derived), str(len(ids))) for name, ids in groups.items()],
        ),
    )
    lead = [part for name in LEAD_GROUPS for part in _group(name, derived, groups[name])]
    cross = [part for name in derived for part in _cross(name, derived, groups[name])]
    return _lines(*head, *lead, *cross)


def _group_title(name: str, derived: Mapping[str, str]) -> str:
    return derived.get(name) or GROUP_TITLES.get(name, name.replace("_", " ").capitalize())


def _group(name: str, derived: Mapping[str, str], ids: frozenset[str]) -> Iterator[str]:
    mine = [entry for entry in products().values() if entry.id in ids]
    here = [entry for entry in mine if entry.groups[0] == name]
    also = [entry.id for entry in mine if entry.groups[0] != name]
    yield f"## {name}"
    yield f"{_group_title(name, derived)}: {len(mine)} products."
    yield _table(("Id", "Title", "HS 2022", "Purity", "Confidence"), [_product(entry) for entry in here])
    yield f"Also in this group: {', '.join(f'`{one}`' for one in also)}." if also else ""


def _product(entry: Product) -> tuple[str, ...]:
    codes = " ".join(entry.codes("2022")) or "-"
    return (f"`{entry.id}`", entry.title, codes, entry.code_purity, entry.confidence)


def _cross(name: str, derived: Mapping[str, str], ids: frozenset[str]) -> Iterator[str]:
    yield f"## {name}"
    yield f"{derived[name]}. {len(ids)} products: {', '.join(f'`{one}`' for one in sorted(ids))}."


def settings() -> str:
    """Write one heading for each environment variable."""
    head = (
        "# Settings",
        "Tocsin has no settings file: options on the command line, and these environment variables.",
    )
    return _lines(*head, *(part for name, text in SETTINGS.items() for part in (f"## {name}", text)))


def error_kinds() -> str:
    """Write the kinds of errors and the exit codes."""
    rows = [
        (f"`{kind.__name__}`", (inspect.getdoc(kind) or "").split("\n", 1)[0], str(kind.exit_code)) for kind in _kinds()
    ]
    return _lines(
        "# Errors",
        "An error goes to stderr and has three parts: what was found, where (`in:`), and what to do (`do:`).",
        "## Exit codes",
        _table(
            ("Code", "Meaning"),
            [
                ("0", "fine"),
                ("2", "misuse: an unknown name, a wrong option"),
                ("3", "bad input or a lake that is absent, damaged or busy; `tocsin lake check` found problems"),
                (
                    "4",
                    "part failed, the rest is done: `tocsin collect` with `--all` or `--due`, `tocsin read` of several",
                ),
                ("130", "stopped by the user; nothing half done is visible in the lake"),
            ],
        ),
        "## Kinds",
        _table(("Kind", "When", "Exit code"), rows),
    )


def _kinds() -> list[type[TocsinError]]:
    found = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, TocsinError)]
    return sorted(found, key=lambda kind: (len(kind.__mro__), kind.__name__))


def _lines(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
