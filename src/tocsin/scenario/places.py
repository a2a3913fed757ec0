"""Countries and groups that a scenario names, opened on a day."""

from __future__ import annotations

from datetime import date

from tocsin.core.errors import CodeError
from tocsin.core.registry import nearest
from tocsin.policy.groups import members_on, named_groups
from tocsin.ref.countries import countries, is_special, parse_country
from tocsin.scenario.block import Block
from tocsin.scenario.shock import EVERYONE

#: The rest of the world of a scenario's own table.
REST = "ROW"
WORLD = ("WLD", "WORLD", "ALL", "ANY", "EVERYONE")


def is_place(name: str) -> bool:
    """Return whether a name is a country, or the rest of the world; totals and areas of no country are none."""
    return name == REST or (name in countries() and not is_special(name))


def check_place(block: Block, name: str, *at: str | int) -> str:
    """Check one country.

    Parameters
    ----------
    block : Block
        Where it stands.
    name : str
        ISO 3166-1 alpha-3, or ``ROW``.
    *at : str or int
        Where in the block.

    Returns
    -------
    str
        The same.
    """
    if not is_place(name):
        block.unknown("The country", name, _advice(name, groups=False), *at)
    return name


def open_places(block: Block, key: str, on: date) -> tuple[str, ...]:
    """Open a list of countries and groups.

    Parameters
    ----------
    block : Block
        Where it stands.
    key : str
        Its key.
    on : datetime.date
        Day of membership.

    Returns
    -------
    tuple of str
        ISO 3166-1 alpha-3, sorted, each once; ``*`` alone for all.
    """
    named = block.texts(key, empty=key == "except_targets")
    if EVERYONE in named:
        if key == "except_targets":
            block.refuse("except_targets holds '*'", "Name countries; a shock that spares all is none.", key)
        if len(named) > 1:
            block.refuse(f"{key} holds '*' beside others", "Write ['*'] alone, or name them.", key)
        return named
    found: set[str] = set()
    for k, name in enumerate(named):
        if is_place(name):
            found.add(name)
        elif name in named_groups():
            members = members_on(name, on)
            if not members:
                block.refuse(f"The group {name} has no member on {on}", "Name countries instead.", key, k)
            found |= members
        else:
            block.unknown("The country or group", name, _advice(name, groups=True), key, k)
    return tuple(sorted(found))


def _advice(name: str, *, groups: bool) -> str:
    if name.upper() in WORLD:
        return f"{'For all write *. ' if groups else ''}The rest of the world is {REST}."
    try:
        meant = parse_country(name)
    except CodeError:
        meant = ""
    if is_place(meant):
        return f"Did you mean {meant}?"
    known = [*(named_groups() if groups else ()), *filter(is_place, countries()), REST]
    return f"{nearest(name.upper(), known)} Countries are three letters of ISO 3166-1, such as KOR."
