"""A channel: one line of reasoning about a coming shortage, as numbers drawn from what could be known.

A channel is a file in ``channels``; dropping one there adds it to the model, its explanation, its ablation and its
documentation. It is given the trade of the window and small tables, all of one view, and returns one array per feature.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tocsin.core.registry import Registry
from tocsin.foresight.dealing import Dealing, Tone
from tocsin.foresight.months import Months
from tocsin.foresight.restraint import Restraint
from tocsin.foresight.trade import Trade

if TYPE_CHECKING:
    from tocsin.foresight.flows import Reals


@dataclass(frozen=True)
class Given:
    """All that a channel may look at: what one view showed.

    Parameters
    ----------
    trade : Trade
        Trade of the window.
    scores : mapping of (str, int) to float
        Political stability by country and year, higher is better [about -2.5 to 2.5].
    output : mapping of (str, str, int) to float
        Production by product code, country and year [kg].
    stocks : mapping of (str, str, int) to (float, float)
        What lay in store at the end of a year, and what was used in it, by product code, holder and year [kg]; NaN
        where not known.
    months : Months
        Monthly imports since the beginning of the last known year.
    restraints : tuple of Restraint
        Measures on exports that the day knows of.
    acts : mapping of (str, str) to int
        Measures of any kind that a party announced towards a target by name within a year before the day.
    dealings : mapping of (str, str) to Dealing
        Coded events between two countries, in the order of their codes.
    moves : mapping of str to int
        Restrictive acts of a party towards anybody within a year before the day, by coded events.
    tones : mapping of (str, str) to Tone
        Tone of the news about two countries, in the order of their codes.
    """

    trade: Trade
    scores: Mapping[tuple[str, int], float] = field(default_factory=dict)
    output: Mapping[tuple[str, str, int], float] = field(default_factory=dict)
    stocks: Mapping[tuple[str, str, int], tuple[float, float]] = field(default_factory=dict)
    months: Months = field(default_factory=Months)
    restraints: tuple[Restraint, ...] = ()
    acts: Mapping[tuple[str, str], int] = field(default_factory=dict)
    dealings: Mapping[tuple[str, str], Dealing] = field(default_factory=dict)
    moves: Mapping[str, int] = field(default_factory=dict)
    tones: Mapping[tuple[str, str], Tone] = field(default_factory=dict)


@dataclass(frozen=True)
class Feature:
    """One number about an import.

    Parameters
    ----------
    text : str
        What it is, as an official reads it; no full stop.
    kind : str
        How it is printed: ``"change"`` (log ratio, as a percentage), ``"share"`` (in [0, 1], as a percentage),
        ``"size"`` (log10 USD) or ``"number"``.
    """

    text: str
    kind: str


@dataclass(frozen=True)
class Channel:
    """One line of reasoning.

    Parameters
    ----------
    name : str
        Public id: name of the function.
    title : str
        What an official calls it.
    features : mapping of str to Feature
        What it yields.
    function : callable
        Takes :class:`Given`, returns an array of shape (n,) per feature; NaN where not known.
    """

    name: str
    title: str
    features: Mapping[str, Feature]
    function: Callable[[Given], Mapping[str, Reals]]


CHANNELS: Registry[Channel] = Registry("channel", "tocsin.foresight.channels")

Function = Callable[[Given], Mapping[str, "Reals"]]


def channel(title: str, **features: tuple[str, str]) -> Callable[[Function], Function]:
    """Declare a channel.

    Parameters
    ----------
    title : str
        What an official calls it.
    **features : tuple of str
        Text and kind of each feature, as in :class:`Feature`.

    Returns
    -------
    callable
        Decorator that registers a function under its own name.
    """

    def declare(function: Function) -> Function:
        told = {name: Feature(text, kind) for name, (text, kind) in features.items()}
        CHANNELS.add(function.__name__, Channel(function.__name__, title, told, function))
        return function

    return declare


class Catalogue:
    """Every feature of every channel, in a fixed order."""

    @cached_property
    def features(self) -> dict[str, Feature]:
        """Features by name."""
        return {name: feature for one in CHANNELS.values() for name, feature in one.features.items()}

    @cached_property
    def channel_of(self) -> dict[str, str]:
        """Channel of each feature."""
        return {name: one.name for one in CHANNELS.values() for name in one.features}


CATALOGUE = Catalogue()
