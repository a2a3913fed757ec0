"""The keys of a scenario file: declared once, for the reader of files and for the published JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tocsin.scenario.shock import KINDS
from tocsin.scenario.spread import SHAPES

#: How long, how often, how many: what a file may ask for.
MOST_DAYS, MOST_REPEATS, MOST_SHOCKS, MOST_GOODS, MOST_ROWS = 3650, 100, 200, 400, 50_000
#: Shocks that wait for a shortage: each is looked for in turn, over all days of all runs.
MOST_ANSWERS = 20
MOST_RATE, MOST_PRICE = 100.0, 10_000.0
NAME = r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,79}"
SIDES = ("export", "import")


@dataclass(frozen=True)
class Key:
    """A key of a block.

    Parameters
    ----------
    name, kind : str
        Its name; what it holds: ``text``, ``texts``, ``flag``, ``whole``, ``number``, ``spread``, ``date``, ``block``,
        ``blocks``, ``named`` (blocks by name) or ``spreads`` (spreads by name).
    meaning : str
        What it says.
    needed : bool
        Whether a block cannot be without it.
    least, most : float or None
        Bounds of its numbers, both allowed.
    words : tuple of str
        What a text may be.
    block : str
        Of which block it is one, or several.
    """

    name: str
    kind: str
    meaning: str
    needed: bool = False
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()
    block: str = ""


def _share(name: str, meaning: str, most: float = 1.0) -> Key:
    return Key(name, "spread", meaning, least=0.0, most=most)


def _days(name: str, meaning: str, least: float = 0.0) -> Key:
    return Key(name, "spread", meaning, least=least, most=float(MOST_DAYS))


#: What may take the place of the cited defaults; bounds of each.
ASSUMED: Mapping[str, Key] = MappingProxyType(
    {
        one.name: one
        for one in (
            _days("cover", "days of use in stock [d]"),
            Key("spare", "spread", "spare capacity of exporters over their exports [1]", least=0.0, most=MOST_RATE),
            _days("spare_lead", "days until spare capacity is fully there [d]"),
            _share("diversion", "share of others' contracts that can be bid away [1]"),
            _days("diversion_lead", "days until diversion is fully there [d]"),
            _share("replaceable", "share of what is lost that another maker's good can stand in for at all [1]"),
            _share("neutral", "share of its free supply that an exporter lets neutral countries have [1]"),
            _share("rival", "share of its free supply that an exporter lets rivals have [1]"),
            _share("substitution", "share of use that other goods can replace [1]"),
            _days("substitution_lead", "days until substitution is fully there [d]"),
            Key(
                "elasticity",
                "spread",
                "price elasticity of the world's demand, as a positive number [1]",
                least=0.01,
                most=MOST_RATE,
            ),
            Key("price_cap", "spread", "greatest factor on the price [1]", least=1.0, most=MOST_PRICE),
            Key(
                "frontrun",
                "spread",
                "purchases over the flow hit, between announcement and effect [1]",
                least=0.0,
                most=MOST_RATE,
            ),
            Key(
                "tariff_elasticity",
                "spread",
                "by which a flow shrinks with a duty, as a positive number [1]",
                least=0.0,
                most=MOST_RATE,
            ),
            Key("restock", "spread", "refill of stock a day, over daily demand [1]", least=0.0, most=MOST_RATE),
        )
    }
)

#: Keys of each block of a file.
BLOCKS: Mapping[str, tuple[Key, ...]] = MappingProxyType(
    {
        "scenario": (
            Key("id", "text", "name of the scenario; that of its file by default"),
            Key("title", "text", "what readers call it", needed=True),
            Key("description", "text", "what it is about"),
            Key("days", "whole", "length of the horizon [d]; 365 by default", least=1, most=MOST_DAYS),
            Key("known_on", "date", "use only what the lake knew on this day"),
            Key("synthetic", "flag", "its tables are made up: every page says so"),
            Key("references", "texts", "sources"),
            Key("good", "named", "goods by id: of the product book, a group of it, or one's own", block="good"),
            Key("shock", "blocks", "what happens", needed=True, block="shock"),
        ),
        "good": (
            Key("title", "text", "what readers call it; of the product book by default"),
            Key("hs6", "texts", "six-digit codes; of the product book (2022) by default"),
            Key("year", "whole", "year of trade; the newest known before the start by default", least=1900, most=2200),
            Key("unit", "text", "kg (default), USD where weight is lacking, or one's own with an own table"),
            Key("basket", "flag", "the codes hold other goods as well; of the product book by default"),
            Key("cover", "spreads", "days of use in stock: default, and by importer [d]", least=0.0, most=MOST_DAYS),
            Key("assumptions", "spreads", "what takes the place of the cited defaults"),
            Key("table", "block", "own small table, in place of the lake", block="table"),
            Key("input", "blocks", "goods that its makers need", block="input"),
        ),
        "table": (
            Key("year", "whole", "of which year", least=1900, most=2200),
            Key("reference", "text", "from where"),
            Key("rows", "blocks", "who ships how much to whom a year", needed=True, block="row"),
        ),
        "row": (
            Key("exporter", "text", "ISO 3166-1 alpha-3, or ROW", needed=True),
            Key("importer", "text", "the same; what is made and used at home has its exporter", needed=True),
            Key("quantity", "number", "a year [unit of the good]", needed=True, least=0.0, most=1e18),
            Key("value", "number", "a year [USD]", least=0.0, most=1e18),
        ),
        "input": (
            Key("good", "text", "id of a good of this file", needed=True),
            Key(
                "criticality",
                "number",
                "share of output lost when all of it is missing [1]; 1 by default",
                least=0.0,
                most=1.0,
            ),
            Key("lag", "whole", "from the input to the output [d]; 0 by default", least=0, most=MOST_DAYS),
        ),
        "shock": (
            Key("id", "text", "name; kind and number by default"),
            Key("kind", "text", "what it does", needed=True, words=tuple(KINDS)),
            Key("actors", "texts", "who acts: ISO 3166-1 alpha-3, groups of the tables, or *"),
            Key("targets", "texts", "towards whom: the same"),
            Key("except_targets", "texts", "who of the targets is exempt"),
            Key(
                "products",
                "texts",
                "ids of goods, six-digit codes, groups of the book, or * for all of the file",
                needed=True,
            ),
            Key(
                "side",
                "text",
                "export (default), or import: the actors buy and the targets sell",
                words=SIDES,
            ),
            Key("announced_on", "date", "from when those hit may buy ahead"),
            Key("from", "date", "first day in force"),
            Key("to", "date", "last day in force; the horizon's by default"),
            Key("duration", "spread", "length in place of `to` [d]", least=1.0, most=float(MOST_DAYS)),
            Key(
                "share",
                "spread",
                "share hit [1], all by default; of a quota what is stopped, of a tariff its rate, of a demand surge "
                "what is needed on top",
                least=0.0,
                most=MOST_RATE,
            ),
            _share("quota", "of a quota: share that may still pass, in place of share [1]"),
            _share("exempt", "share of what is hit that is exempt nonetheless [1]; 0 by default"),
            _days(
                "delay",
                "of a licence: median wait; of a closed route: until what is led round arrives [d]",
            ),
            _share("approval", "of a licence: share granted; of a closed route: share that can be led round [1]"),
            Key("route", "text", "of a closed route: its name"),
            Key("quantity", "number", "of a stock release: all that is given [unit of the good]", least=0.0, most=1e18),
            Key("repeats", "whole", "how often it comes again; 0 by default", least=0, most=MOST_REPEATS),
            Key("every", "whole", "from one beginning to the next [d]", least=0, most=MOST_DAYS),
            Key("reference", "text", "where it is established"),
            Key("when", "block", "condition on which it begins, in place of `from`", block="when"),
        ),
        "when": (
            Key("product", "text", "id of a good of this file", needed=True),
            Key("importers", "texts", "whose shortage counts, together", needed=True),
            Key("unmet_above", "number", "unmet share of their demand, below 1 [1]", needed=True, least=0.0, most=1.0),
            Key("for_days", "whole", "for how many days on end [d]; 1 by default", least=1, most=MOST_DAYS),
            Key("then_after", "whole", "how long the answer takes [d]; 0 by default", least=0, most=MOST_DAYS),
        ),
    }
)


@dataclass(frozen=True)
class Rule:
    """Which keys of a shock belong to a kind, beside those that all have.

    Parameters
    ----------
    needed, allowed : tuple of str
        What it cannot be without; what it may have.
    """

    needed: tuple[str, ...]
    allowed: tuple[str, ...] = ()


COMMON = ("id", "kind", "products", "announced_on", "from", "to", "duration", "repeats", "every", "reference", "when")
_WHOM = ("actors", "targets")
_LINK = ("except_targets", "side", "share", "exempt")
RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "ban": Rule(_WHOM, _LINK),
        "quota": Rule(_WHOM, (*_LINK, "quota")),
        "licence": Rule((*_WHOM, "delay"), (*_LINK, "approval")),
        "tariff": Rule((*_WHOM, "share"), ("except_targets", "side", "exempt")),
        "transport_closure": Rule(
            ("route",), ("actors", "targets", "except_targets", "share", "exempt", "delay", "approval")
        ),
        "capacity_loss": Rule(("actors", "share"), ("targets", "exempt")),
        "demand_surge": Rule(("targets", "share"), ("actors",)),
        "stock_release": Rule((*_WHOM, "quantity")),
    }
)
#: Kinds whose share may be above 1.
BOUNDLESS = ("tariff", "demand_surge")


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file, read as JSON with dates as texts.

    Returns
    -------
    dict
        Of draft 2020-12. What ties blocks together (cycles, dates in order, names) only the reader of the file
        tells.
    """
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of Tocsin",
        "description": "One file in TOML is one scenario; dates are TOML dates.",
        **_block("scenario"),
        "$defs": {
            **{name: _block(name) for name in BLOCKS if name != "scenario"},
            "assumptions": {
                "type": "object",
                "additionalProperties": False,
                "properties": {name: _key(key) for name, key in ASSUMED.items()},
            },
        },
    }


def _block(name: str) -> dict[str, Any]:
    keys = BLOCKS[name]
    found: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "required": [one.name for one in keys if one.needed],
        "properties": {one.name: {"description": one.meaning} | _key(one) for one in keys},
    }
    if name == "shock":
        found["allOf"] = [_kind(kind, rule) for kind, rule in RULES.items()]
        found["oneOf"] = [{"required": ["from"]}, {"required": ["when"]}]
    return found


def _key(key: Key) -> dict[str, Any]:
    if key.name == "assumptions":
        return {"$ref": "#/$defs/assumptions"}
    if key.kind == "spread":
        return _spread(key)
    if key.kind == "spreads":
        return {"anyOf": [_spread(key), {"type": "object", "additionalProperties": _spread(key)}]}
    return _within(key) if key.block else _plain(key)


def _within(key: Key) -> dict[str, Any]:
    one = {"$ref": f"#/$defs/{key.block}"}
    if key.kind == "blocks":
        return {"type": "array", "items": one, "minItems": 1}
    return {"type": "object", "additionalProperties": one} if key.kind == "named" else dict(one)


def _plain(key: Key) -> dict[str, Any]:
    if key.words:
        return {"enum": list(key.words)}
    if key.kind == "texts":
        least = 0 if key.name in {"references", "except_targets"} else 1
        return {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": least, "uniqueItems": True}
    plain: Mapping[str, dict[str, Any]] = {
        "text": {"type": "string", "minLength": 1},
        "flag": {"type": "boolean"},
        "whole": {"type": "integer"},
        "number": {"type": "number"},
        "date": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    }
    return {"type": "string"} if key.name == "description" else plain[key.kind] | _bounds(key)


def _bounds(key: Key) -> dict[str, Any]:
    given = {"minimum": key.least, "maximum": key.most}
    if key.name == "unmet_above":
        given = {"minimum": 0.0, "exclusiveMaximum": 1.0}
    return {name: value for name, value in given.items() if value is not None}


def _spread(key: Key) -> dict[str, Any]:
    number = {"type": "number"} | _bounds(key)
    return {
        "anyOf": [
            number,
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["low", "high"],
                "properties": {"low": number, "mid": number, "high": number, "shape": {"enum": list(SHAPES)}},
                "anyOf": [
                    {"required": ["mid"]},
                    {"required": ["shape"], "properties": {"shape": {"const": "uniform"}}},
                ],
            },
        ]
    }


def _kind(kind: str, rule: Rule) -> dict[str, Any]:
    """Return what holds of the keys of a shock of one kind."""
    names = (*COMMON, *rule.needed, *rule.allowed)
    then: dict[str, Any] = {"required": [*rule.needed], "propertyNames": {"enum": sorted(set(names))}}
    if kind == "demand_surge":
        then["required"] = ["share"]
        then["oneOf"] = [{"required": ["targets"]}, {"required": ["actors"]}]
    if kind == "quota":
        then["oneOf"] = [{"required": ["quota"]}, {"required": ["share"]}]
    if kind not in BOUNDLESS and "share" in names:
        then["properties"] = {"share": _spread(_share("share", ""))}
    return {"if": {"required": ["kind"], "properties": {"kind": {"const": kind}}}, "then": then}
