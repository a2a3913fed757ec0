"""The tables of the lake: columns, types, units and keys, in one place.

A source yields the columns of a table that are not `added`; the pipeline adds the others when it stores a load.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

TEXT = pa.string()
REAL = pa.float64()
DATE = pa.date32()
PLACE = pa.int32()

ADDED = pa.schema(
    [
        ("source", TEXT),
        ("vintage", TEXT),
        ("released_on", DATE),
        ("knowable_from", DATE),
        ("load_id", TEXT),
    ]
)


@dataclass(frozen=True)
class TableSchema:
    """One table: its own columns, its key, the columns its files are split and sorted by.

    Parameters
    ----------
    name : str
        Public name of the table.
    columns : pyarrow.Schema
        Columns that a source fills.
    key : tuple of str
        Columns that together name one observation within a vintage.
    measures : tuple of str
        Columns that hold what was observed.
    units : dict of str to str
        Unit of each measure.
    partitions : tuple of str
        Columns that split the table into folders.
    order : tuple of str
        Columns that its files are sorted by.
    """

    name: str
    columns: pa.Schema
    key: tuple[str, ...]
    measures: tuple[str, ...]
    units: dict[str, str]
    partitions: tuple[str, ...] = ("source",)
    order: tuple[str, ...] = ()

    @property
    def stored(self) -> pa.Schema:
        """Columns as stored: the source's own, `year`, and the added ones."""
        return pa.schema([*self.columns, pa.field("year", pa.int32()), *ADDED])


FLOW = TableSchema(
    name="flow",
    columns=pa.schema(
        [
            ("reporter", TEXT),
            ("partner", TEXT),
            ("direction", TEXT),
            ("product", TEXT),
            ("nomenclature", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("trade_value", REAL),
            ("net_weight", REAL),
            ("quantity", REAL),
            ("quantity_unit", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("reporter", "partner", "direction", "product", "nomenclature", "period", "freq", "scope"),
    measures=("trade_value", "net_weight", "quantity"),
    units={"trade_value": "USD", "net_weight": "kg", "quantity": "quantity_unit"},
    partitions=("source", "year"),
    order=("product", "reporter", "partner", "period"),
)

PRODUCTION = TableSchema(
    name="production",
    columns=pa.schema(
        [
            ("country", TEXT),
            ("commodity", TEXT),
            ("stage", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("quantity", REAL),
            ("quantity_unit", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("country", "commodity", "stage", "period", "freq", "scope"),
    measures=("quantity",),
    units={"quantity": "quantity_unit"},
    order=("commodity", "country", "period"),
)

COUNTRY_SCORE = TableSchema(
    name="country_score",
    columns=pa.schema(
        [
            ("country", TEXT),
            ("dimension", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("value", REAL),
            ("unit", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("country", "dimension", "period", "freq", "scope"),
    measures=("value",),
    units={"value": "unit"},
    order=("country", "dimension", "period"),
)

PRICE = TableSchema(
    name="price",
    columns=pa.schema(
        [
            ("series", TEXT),
            ("commodity", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("value", REAL),
            ("unit", TEXT),
            ("currency", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("series", "period", "freq", "scope"),
    measures=("value",),
    units={"value": "unit, in currency"},
    order=("series", "period"),
)

PRESSURE = TableSchema(
    name="pressure",
    columns=pa.schema(
        [
            ("series", TEXT),
            ("place", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("value", REAL),
            ("unit", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("series", "place", "period", "freq", "scope"),
    measures=("value",),
    units={"value": "unit"},
    order=("series", "place", "period"),
)

STOCK = TableSchema(
    name="stock",
    columns=pa.schema(
        [
            ("holder", TEXT),
            ("commodity", TEXT),
            ("kind", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("quantity", REAL),
            ("quantity_unit", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("holder", "commodity", "kind", "period", "freq", "scope"),
    measures=("quantity",),
    units={"quantity": "quantity_unit"},
    order=("commodity", "holder", "period"),
)

CONCORDANCE = TableSchema(
    name="concordance",
    columns=pa.schema(
        [
            ("nomenclature", TEXT),
            ("code", TEXT),
            ("to_nomenclature", TEXT),
            ("to_code", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("nomenclature", "code", "to_nomenclature", "to_code", "scope"),
    measures=("status",),
    units={"status": ""},
    order=("nomenclature", "code", "to_code"),
)

MEASURE = TableSchema(
    name="measure",
    columns=pa.schema(
        [
            ("measure", TEXT),
            ("party", TEXT),
            ("target", TEXT),
            ("direction", TEXT),
            ("product", TEXT),
            ("nomenclature", TEXT),
            ("instrument", TEXT),
            ("effect", TEXT),
            ("licence_policy", TEXT),
            ("announced_on", TEXT),
            ("valid_from", TEXT),
            ("valid_to", TEXT),
            ("ended_known_on", TEXT),
            ("title", TEXT),
            ("reference", TEXT),
            ("confidence", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("measure", "party", "target", "direction", "product", "nomenclature", "instrument", "valid_from", "scope"),
    measures=("effect",),
    units={"effect": ""},
    order=("party", "measure", "target", "product"),
)

LIST_ENTRY = TableSchema(
    name="list_entry",
    columns=pa.schema(
        [
            ("party", TEXT),
            ("control_list", TEXT),
            ("entry", TEXT),
            ("title", TEXT),
            ("reasons", TEXT),
            ("detail", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("party", "control_list", "entry", "scope"),
    measures=("title", "reasons", "detail"),
    units={"title": "", "reasons": "", "detail": ""},
    order=("party", "control_list", "entry"),
)

LISTED_PARTY = TableSchema(
    name="listed_party",
    columns=pa.schema(
        [
            ("party", TEXT),
            ("control_list", TEXT),
            ("listed", TEXT),
            ("name", TEXT),
            ("aliases", TEXT),
            ("country", TEXT),
            ("listed_on", TEXT),
            ("reasons", TEXT),
            ("reference", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("party", "control_list", "listed", "country", "scope"),
    measures=("name", "reasons"),
    units={"name": "", "reasons": ""},
    order=("party", "control_list", "listed"),
)

COUNTRY_GROUP = TableSchema(
    name="country_group",
    columns=pa.schema(
        [
            ("party", TEXT),
            ("grouping", TEXT),
            ("country", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("party", "grouping", "country", "scope"),
    measures=("status",),
    units={"status": ""},
    order=("party", "grouping", "country"),
)

IO_TABLE = TableSchema(
    name="io_table",
    columns=pa.schema(
        [
            ("io_system", TEXT),
            ("part", TEXT),
            ("from_region", TEXT),
            ("from_sector", TEXT),
            ("to_region", TEXT),
            ("to_sector", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("value", REAL),
            ("unit", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("io_system", "part", "from_region", "from_sector", "to_region", "to_sector", "period", "freq", "scope"),
    measures=("value",),
    units={"value": "unit"},
    partitions=("source", "year"),
    order=("from_region", "from_sector"),
)

EVENT = TableSchema(
    name="event",
    columns=pa.schema(
        [
            ("event", TEXT),
            ("actor", TEXT),
            ("act", TEXT),
            ("target", TEXT),
            ("object", TEXT),
            ("date", TEXT),
            ("date_precision", TEXT),
            ("place", TEXT),
            ("quantity", REAL),
            ("quantity_unit", TEXT),
            ("modality", TEXT),
            ("confidence", REAL),
            ("intensity", REAL),
            ("publisher_code", TEXT),
            ("document", TEXT),
            ("evidence", TEXT),
            ("evidence_start", PLACE),
            ("evidence_end", PLACE),
            ("period", TEXT),
            ("freq", TEXT),
            ("status", TEXT),
            ("scope", TEXT),
        ]
    ),
    key=("event", "scope"),
    measures=("actor", "act", "target", "date", "quantity", "intensity"),
    units={
        "actor": "",
        "act": "",
        "target": "",
        "date": "",
        "quantity": "quantity_unit",
        "intensity": "Goldstein scale, -10 to 10",
    },
    order=("actor", "act", "period"),
)

INDICATOR = TableSchema(
    name="indicator",
    columns=pa.schema(
        [
            ("name", TEXT),
            ("function_version", TEXT),
            ("reporter", TEXT),
            ("product", TEXT),
            ("nomenclature", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("basis", TEXT),
            ("value", REAL),
        ]
    ),
    key=("name", "function_version", "reporter", "product", "nomenclature", "period", "freq", "basis"),
    measures=("value",),
    units={"value": "as declared"},
    partitions=("vintage", "name"),
    order=("reporter", "product", "period"),
)

FORECAST = TableSchema(
    name="forecast",
    columns=pa.schema(
        [
            ("label", TEXT),
            ("lag", TEXT),
            ("reporter", TEXT),
            ("product", TEXT),
            ("nomenclature", TEXT),
            ("basis", TEXT),
            ("period", TEXT),
            ("freq", TEXT),
            ("horizon", TEXT),
            ("target", TEXT),
            ("probability", REAL),
            ("low", REAL),
            ("high", REAL),
            ("detail", TEXT),
        ]
    ),
    key=("label", "lag", "reporter", "product", "nomenclature", "basis", "period", "freq", "horizon"),
    measures=("probability", "low", "high"),
    units={"probability": "1", "low": "1", "high": "1"},
    partitions=("vintage",),
    order=("reporter", "product", "horizon"),
)

TABLES: dict[str, TableSchema] = {
    schema.name: schema
    for schema in (
        FLOW,
        PRODUCTION,
        COUNTRY_SCORE,
        PRICE,
        PRESSURE,
        STOCK,
        CONCORDANCE,
        MEASURE,
        LIST_ENTRY,
        LISTED_PARTY,
        COUNTRY_GROUP,
        IO_TABLE,
        EVENT,
        INDICATOR,
        FORECAST,
    )
}

#: Tables that are made of the others, and made again when asked for.
DERIVED = ("indicator", "forecast")

PROVENANCE = pa.schema(
    [
        ("load_id", TEXT),
        ("source", TEXT),
        ("table_name", TEXT),
        ("vintage", TEXT),
        ("released_on", DATE),
        ("lag_months", pa.int32()),
        ("sha256", TEXT),
        ("origin", TEXT),
        ("licence", TEXT),
        ("retrieved_at", TEXT),
        ("rows_in", pa.int64()),
        ("rows_kept", pa.int64()),
        ("refused", TEXT),
        ("scopes", pa.list_(TEXT)),
        ("first_period", TEXT),
        ("last_period", TEXT),
        ("knowable", pa.list_(DATE)),
    ]
)
