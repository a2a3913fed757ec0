"""The JSON Schema: it takes what the reader of files takes, and refuses what a schema can see."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.scenario.test_language import BAN, HEAD, shock
from tests.scenario.test_language_errors import WHEN, WRONG
from tocsin.scenario.assumptions import NAMES
from tocsin.scenario.language import read_scenario, scenarios
from tocsin.scenario.schema import ASSUMED, RULES, json_schema
from tocsin.scenario.shock import KINDS

SCHEMA = json_schema()
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}
#: Keywords that the checker below understands; a schema with another would be checked only in part.
KNOWN = {
    *("$schema", "$defs", "$ref", "title", "description", "format"),
    *("type", "enum", "const", "minimum", "maximum", "exclusiveMaximum", "minLength", "pattern"),
    *("items", "minItems", "uniqueItems", "properties", "required", "additionalProperties", "propertyNames"),
    *("anyOf", "oneOf", "allOf", "if", "then"),
}


def fits(value: Any, schema: Mapping[str, Any] | bool) -> bool:
    """Check a value against the part of JSON Schema that is used here."""
    if isinstance(schema, bool):
        return schema
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        return fits(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")])
    return (
        _is_type(value, schema) and _is_plain(value, schema) and _is_inside(value, schema) and _is_joint(value, schema)
    )


def _is_type(value: Any, schema: Mapping[str, Any]) -> bool:
    kind = schema.get("type")
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if kind == "number":
        return number
    if kind == "integer":
        return number and float(value).is_integer()
    return kind is None or isinstance(value, TYPES[kind])


def _is_plain(value: Any, schema: Mapping[str, Any]) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    bounds = not number or (
        value >= schema.get("minimum", value)
        and value <= schema.get("maximum", value)
        and ("exclusiveMaximum" not in schema or value < schema["exclusiveMaximum"])
    )
    text = not isinstance(value, str) or (
        len(value) >= schema.get("minLength", 0) and bool(re.search(schema.get("pattern", ""), value))
    )
    return bounds and text and value in schema.get("enum", [value]) and value == schema.get("const", value)


def _is_inside(value: Any, schema: Mapping[str, Any]) -> bool:
    if isinstance(value, list):
        unique = not schema.get("uniqueItems") or len(set(value)) == len(value)
        return (
            unique
            and len(value) >= schema.get("minItems", 0)
            and all(fits(v, schema.get("items", True)) for v in value)
        )
    if isinstance(value, dict):
        known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
        return (
            all(name in value for name in schema.get("required", []))
            and all(fits(name, schema.get("propertyNames", True)) for name in value)
            and all(fits(one, known.get(name, other)) for name, one in value.items())
        )
    return True


def _is_joint(value: Any, schema: Mapping[str, Any]) -> bool:
    return (
        ("anyOf" not in schema or any(fits(value, one) for one in schema["anyOf"]))
        and ("oneOf" not in schema or sum(fits(value, one) for one in schema["oneOf"]) == 1)
        and all(fits(value, one) for one in schema.get("allOf", []))
        and ("if" not in schema or not fits(value, schema["if"]) or fits(value, schema["then"]))
    )


def as_json(value: Any) -> Any:
    """Write dates as texts, as JSON does."""
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def document(text: str) -> Any:
    return as_json(tomllib.loads(HEAD + text))


@pytest.mark.parametrize("name", scenarios())
def test_the_bundled_scenarios_fit(name: str) -> None:
    assert fits(as_json(tomllib.loads(scenarios()[name].read_text(encoding="utf-8"))), SCHEMA)


def test_a_file_with_every_key_of_a_good_fits() -> None:
    text = """
[good.gallium]
title = "x"
hs6 = ["811292"]
year = 2020
unit = "kg"
basket = true
cover = { default = { low = 1, high = 3, shape = "uniform" }, KOR = 4 }
assumptions = { spare = 2.5, elasticity = { low = 0.1, mid = 0.2, high = 0.3 } }
table = { year = 2020, reference = "x", rows = [{ exporter = "CHN", importer = "KOR", quantity = 1, value = 2 }] }
input = [{ good = "neon", criticality = 0.5, lag = 3 }]
[good.neon]
"""
    read_scenario(HEAD + text + BAN)
    assert fits(document(text + BAN), SCHEMA)


#: What only the reader can see: names, days in order, numbers against each other, one block against another.
BEYOND = {
    *("unknown country", "a country by name", "unknown product", "a code of five digits", "a star beside others"),
    *("itself alone", "all exempt", "all exempt but by a star", "reversed dates", "announced too late"),
    *("every shock waits", "a date with a time", "a year out of reach", "begins after the horizon", "reversed spread"),
    *("a lognormal from zero", "a release of nothing", "an unknown route", "a capacity loss with targets"),
    *("repeats without distance", "repeats of what never ends", "repeats that overlap", "every without repeats"),
    *("an id twice", "an id that is none", "a condition on no good", "an unknown good", "a good without codes"),
    *("a code of letters", "a unit of nothing", "cover of nowhere", "cover twice", "its own input", "an unknown input"),
    *("an unknown importer", "a row twice", "nobody in the table is hit", "nobody of a condition buys it"),
    *("share of no number", "a row of no number", "an end and a length", "a condition and a day"),
    *("the world", "everyone", "an area of no country", "a row of the world", "announced out of reach"),
    *("hardly anything", "endless answers"),
}


@pytest.mark.parametrize("name", sorted(set(WRONG) - BEYOND))
def test_what_a_schema_can_see_it_refuses(name: str) -> None:
    assert not fits(document(WRONG[name][0]), SCHEMA)


def test_the_list_of_what_it_cannot_see_has_no_name_too_many() -> None:
    assert set(WRONG) >= BEYOND


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_refuses_the_keys_of_others(kind: str) -> None:
    values = {"delay": "3", "quota": "0.5", "quantity": "5", "route": '"hormuz"', "share": "0.5", "side": '"import"'}
    values |= {"approval": "0.5", "exempt": "0.1", "except_targets": '["JPN"]'}
    mine = {"kind": f'"{kind}"'} | {name: values[name] for name in RULES[kind].needed if name in values}
    if kind == "quota":
        mine["quota"] = "0.5"
    if kind == "demand_surge":
        mine["actors"] = ""
    assert fits(document(shock(**mine)), SCHEMA)
    for name in set(values) - {*RULES[kind].needed, *RULES[kind].allowed}:
        assert not fits(document(shock(**mine, **{name: values[name]})), SCHEMA), name


def test_a_shock_begins_on_a_day_or_on_a_condition() -> None:
    assert fits(document(shock(from_="") + WHEN), SCHEMA)
    assert not fits(document(shock(from_="")), SCHEMA)


def test_its_assumptions_are_those_of_the_engine() -> None:
    assert set(ASSUMED) == set(NAMES)
