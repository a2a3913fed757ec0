"""Which words of the field a word may have stood for before a machine replaced it, by a wide thesaurus."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

import pyarrow.parquet as pq

from tocsin.events.garble_forms import forms
from tocsin.events.thesaurus import groups
from tocsin.ref.tables import DATA, read_table

KIN = "events/kin.parquet"
IRREGULAR = "events/kin_irregular.parquet"
SWAPPED = 0.35  # share of the words that a machine replaces
RANKS = ("near", "middling", "far")  # columns of the table: how many neighbours two words share
WEIGHTS = {"written": 6.0, "synset": 4.0, "similar": 2.0, "near": 4.0, "middling": 2.0, "far": 1.0}
FLAT = 0.6  # how much a long list of neighbours thins the chance of each: a machine draws from the nearer ones
PARTICLE = 0.2  # share of the chance that is left where a particle stands behind a kindred verb: "sends out"
PARTICLES = frozenset({"out", "off", "up", "down", "away", "over", "back"})
_DOUBLED = "bdglmnprt"

Kindred = tuple[tuple[str, float], ...]


def stems(form: str) -> tuple[tuple[str, str], ...]:
    """Return what a form may be the inflected form of, and its ending.

    Parameters
    ----------
    form : str
        A word in small letters.

    Returns
    -------
    tuple of tuple of str
        Base form and ending: none, ``s``, ``ed`` or ``ing``; many of the base forms are no words.
    """
    found = [(form, "")]
    if form.endswith("s") and not form.endswith("ss"):
        found.append((form[:-1], "s"))
        if form.endswith("es"):
            found.append((form[:-2], "s"))
        if form.endswith("ies"):
            found.append((form[:-3] + "y", "s"))
    for ending in ("ed", "ing"):
        if form.endswith(ending) and len(form) > len(ending) + 2:
            cut = form.removesuffix(ending)
            found += [(cut, ending), (cut + "e", ending)]
            if len(cut) > 2 and cut[-1] == cut[-2] and cut[-1] in _DOUBLED:
                found.append((cut[:-1], ending))
            if form.endswith("ied"):
                found.append((form[:-3] + "y", ending))
    return tuple(found)


@dataclass(frozen=True)
class Kin:
    """What words may have stood for.

    Parameters
    ----------
    back : mapping of str to tuple
        By base form of a neighbour: base forms of the field that it may stand for, with the logarithm of the chance
        that a machine takes the one for the other.
    irregular : mapping of str to tuple
        Base form and ending of irregular forms.
    inflected : mapping of tuple to tuple
        Irregular forms of words of the field, by base form and ending.
    """

    back: Mapping[str, Kindred]
    irregular: Mapping[str, tuple[str, str]]
    inflected: Mapping[tuple[str, str], tuple[str, ...]]
    _known: dict[str, Kindred] = field(default_factory=dict, repr=False)
    _chances: dict[str, dict[str, float]] = field(default_factory=dict, repr=False)

    def chances(self, form: str) -> Mapping[str, float]:
        """Return what `of` returns, by form."""
        known = self._chances.get(form)
        if known is None:
            known = self._chances[form] = dict(self.of(form))
        return known

    def of(self, form: str) -> Kindred:
        """Return the forms of the field that a form may stand for, with the logarithm of the chance of each.

        Parameters
        ----------
        form : str
            One word or two, in small letters.

        Returns
        -------
        tuple of tuple of str and float
            Each form once, with the same ending.
        """
        known = self._known.get(form)
        if known is None:
            known = self._known[form] = tuple(sorted(self._of(form).items()))
        return known

    def _of(self, form: str) -> dict[str, float]:
        found: dict[str, float] = {}
        own = {one for one, _ in stems(form)}
        for base, ending, cost in self.bases(form):
            for meant, chance in self.back.get(base, ()):
                for new in self.forms(meant, ending):
                    if new != form and new not in own and form not in {one for one, _ in stems(new)}:
                        found[new] = max(found.get(new, -math.inf), chance + cost)
        return found

    def bases(self, form: str) -> Iterator[tuple[str, str, float]]:
        """Yield the base forms of which there are neighbours, the ending, and what a particle costs as a logarithm."""
        first, space, rest = form.partition(" ")
        if form in self.irregular:
            yield *self.irregular[form], 0.0
        for base, ending in stems(first):
            if base + space + rest in self.back:
                yield base + space + rest, ending, 0.0
            if rest in PARTICLES and base in self.back:
                yield base, ending, math.log(PARTICLE)
        if space:
            for base, ending in stems(rest):
                if ending and f"{first} {base}" in self.back:
                    yield f"{first} {base}", ending, 0.0
            if first in self.irregular:
                base, ending = self.irregular[first]
                if f"{base} {rest}" in self.back:
                    yield f"{base} {rest}", ending, 0.0

    def forms(self, base: str, ending: str) -> tuple[str, ...]:
        """Return the forms of a word of the field with an ending; a noun and a verb may differ."""
        if not ending:
            return (base,)
        known = self.inflected.get((base, ending))
        if known:
            return known
        if ending == "s":
            return tuple(dict.fromkeys((forms(base, "n")[1], forms(base, "v")[1])))
        return (forms(base, "v")[2 if ending == "ed" else 3],)


def kin_of(near: Mapping[str, Mapping[str, float]], irregular: Mapping[str, tuple[str, str]]) -> Kin:
    """Make the table from neighbours.

    Parameters
    ----------
    near : mapping of str to mapping of str to float
        By base form of the field: its neighbours and the weight of each.
    irregular : mapping of str to tuple of str
        Base form and ending by irregular form.

    Returns
    -------
    Kin
        The table.
    """
    back: dict[str, dict[str, float]] = {}
    for word, others in near.items():
        whole = sum(others.values())
        for other, weight in others.items():
            back.setdefault(other, {})[word] = math.log(SWAPPED * weight) - FLAT * math.log(whole)
    inflected: dict[tuple[str, str], tuple[str, ...]] = {}
    for form, (base, ending) in irregular.items():
        inflected[base, ending] = (*inflected.get((base, ending), ()), form)
    return Kin({other: tuple(found.items()) for other, found in back.items()}, irregular, inflected)


def neighbours(allowed: Callable[[str, str], bool] | None = None) -> dict[str, dict[str, float]]:
    """Return the neighbours of words of the field that ship with Tocsin, with their weights.

    Parameters
    ----------
    allowed : callable or None
        Says of two base forms whether the table may join them; all are joined if not given.

    Returns
    -------
    dict of str to dict of str to float
        Weights as `WEIGHTS` has them, the largest where several sources name a neighbour.
    """
    near: dict[str, dict[str, float]] = {}
    table = pq.read_table(DATA / KIN)
    for word, *ranked in zip(*(table[name].to_pylist() for name in ("word", *RANKS)), strict=True):
        near[word] = {
            other.replace("_", " "): WEIGHTS[rank]
            for rank, others in zip(RANKS, ranked, strict=True)
            for other in others.split()
            if allowed is None or allowed(word, other.replace("_", " "))
        }
    for group in groups():
        weight = WEIGHTS[group.origin]
        for word in group.members:
            if word in near:
                mine = near[word]
                for other in group.members:
                    if other != word and (allowed is None or allowed(word, other)):
                        mine[other] = max(weight, mine.get(other, 0.0))
    return near


@cache
def irregular_forms() -> dict[str, tuple[str, str]]:
    """Return base form and ending of irregular forms."""
    found: dict[str, tuple[str, str]] = {}
    table = pq.read_table(DATA / IRREGULAR)
    for form, base, ending in zip(*(table[name].to_pylist() for name in ("form", "base", "ending")), strict=True):
        found[form] = (base, ending)
    for base, _, past, participle, _ in read_table("events/acts.toml")["irregular"]:
        for form in (past, participle):
            if form not in {base, base + "ed"}:
                found.setdefault(form, (base, "ed"))
    return found


@cache
def kin() -> Kin:
    """Return the table that ships with Tocsin."""
    return kin_of(neighbours(), irregular_forms())
