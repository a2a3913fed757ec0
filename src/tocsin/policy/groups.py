"""Groups of countries that controls name: trusted groups of a party, country groups, unions; by date."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import chain

from tocsin.core.errors import UsageError
from tocsin.core.registry import nearest
from tocsin.ref.groups import Group, groups, read_groups

TABLE = "control_groups.toml"


@cache
def control_groups() -> Mapping[str, Group]:
    """Groups that only controls name, by code.

    Returns
    -------
    mapping of str to Group
        In the order of the table.
    """
    return read_groups(TABLE)


@cache
def named_groups() -> Mapping[str, Group]:
    """Every group that an entry may name.

    Returns
    -------
    mapping of str to Group
        Those of trade statistics, then those of controls.
    """
    return dict(chain(groups().items(), control_groups().items()))


@cache
def members_on(group: str, on: date) -> frozenset[str]:
    """Members of a group on a day.

    Parameters
    ----------
    group : str
        Its code.
    on : datetime.date
        The day.

    Returns
    -------
    frozenset of str
        ISO 3166-1 alpha-3.

    Raises
    ------
    UsageError
        If there is no such group.
    """
    if (found := named_groups().get(group)) is None:
        remedy = nearest(group, list(named_groups()))
        raise UsageError(f"Country group {group!r} is not known", where=TABLE, remedy=remedy)
    return frozenset(one.iso3 for one in found.members if one.holds(on))


def trusted_by(party: str) -> str:
    """Name the trusted group of a party.

    Parameters
    ----------
    party : str
        ISO 3166-1 alpha-3.

    Returns
    -------
    str
        Its code; empty if the tables hold none.
    """
    return TRUSTED.get(party, "")


#: The group whose members a party licenses most freely.
TRUSTED = {"JPN": "JP-A", "KOR": "KR-Ga", "USA": "US-A:5"}
