"""Fitted weights: what a sign adds to the log odds of a class, for all acts, for a family of acts and for one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.events.event import ACTS

TABLE = "events/weights.parquet"
#: Of the days of acts, fitted after the networks, whose word is among the signs.
DAYS = "events/days.parquet"
#: The sign that is always there.
ALWAYS = "#"
#: Acts that are told in the same manner.
FAMILIES = {
    "restrict": (
        "announce_control", "impose_control", "quota", "ban", "tariff", "list_entity", "sanction",
        "remove_trusted_group", "retaliate", "threaten",
    ),
    "ease": ("lift_control", "extend", "suspend", "expire", "add_trusted_group", "stock_release"),
    "talk": ("agree", "pledge", "dialogue", "meet", "state"),
    "force": ("exercise", "missile_test"),
    "supply": ("hazard", "outage", "strike", "shortage_reported"),
}  # fmt: skip
_FAMILY = {act: name for name, acts in FAMILIES.items() for act in acts}
SCOPES = ("", *FAMILIES, *ACTS)
_SCOPE = {name: k for k, name in enumerate(SCOPES)}

Floats = npt.NDArray[np.float32]


def scopes(act: str) -> tuple[str, ...]:
    """Return the scopes of weights that count for an act: all acts, its family, itself; all acts alone without one."""
    return ("", _FAMILY[act], act) if act else ("",)


@dataclass(frozen=True, eq=False)
class Weights:
    """A log-linear model.

    Parameters
    ----------
    classes : tuple of str
        The classes.
    index : mapping of str to int
        Row by sign.
    table : ndarray
        Shape (signs, scopes, classes).
    """

    classes: tuple[str, ...]
    index: Mapping[str, int]
    table: Floats

    def _of(self, act: str) -> Floats:
        """Return the weights that count for an act, shape (signs, classes)."""
        if act not in self._kept:
            self._kept[act] = self.table[:, [_SCOPE[one] for one in scopes(act)]].sum(axis=1)
        return self._kept[act]

    @cached_property
    def _kept(self) -> dict[str, Floats]:
        return {}

    def rows(self, signs: Iterable[str]) -> frozenset[int]:
        """Return the rows of signs; those that are not in the table have none."""
        rows = set(map(self.index.get, signs))
        rows.discard(None)
        return cast("frozenset[int]", frozenset(rows))

    def shares(self, act: str, signs: Iterable[str], further: frozenset[int] = frozenset()) -> Floats:
        """Return how likely each class is.

        Formula: softmax of the sum of the weights of the signs, each sign once, in the scopes of the act.

        Parameters
        ----------
        act : str
            The act that is asked about.
        signs : iterable of str
            What is seen; signs that are not in the table add nothing.
        further : frozenset of int
            Rows of signs that are seen too.

        Returns
        -------
        ndarray
            Shape (classes,); sums to 1.
        """
        odds = self._summed(act, signs, further)
        shares: Floats = np.exp(odds - odds.max())
        shares /= shares.sum()
        return shares

    def odds(self, act: str, signs: Iterable[str], further: frozenset[int] = frozenset()) -> float:
        """Return the log odds of "yes" against "no", of a model that has these classes; as :meth:`shares` otherwise."""
        found = self._summed(act, signs, further)
        return float(found[self._yes] - found[1 - self._yes])

    @cached_property
    def _yes(self) -> int:
        return self.classes.index("yes")

    def _summed(self, act: str, signs: Iterable[str], further: frozenset[int]) -> Floats:
        rows = sorted(further | self.rows((ALWAYS, *signs)))
        found: Floats = self._of(act).take(rows, axis=0).sum(axis=0)
        return found


def filled(table: pa.Table) -> Weights:
    """Return weights from rows.

    Parameters
    ----------
    table : pyarrow.Table
        Columns sign, scope, class and weight.

    Returns
    -------
    Weights
        Of those rows, classes in order; all others are nought.
    """
    (signs, at), (scopes_, within), (names, column) = (_numbered(table[name]) for name in ("sign", "scope", "class"))
    order = np.argsort(names)
    found = np.zeros((len(signs), len(SCOPES), len(names)), dtype=np.float32)
    place = np.array([_SCOPE[one] for one in scopes_])[within]
    found[at, place, np.argsort(order)[column]] = table["weight"].to_numpy()
    return Weights(tuple(names[k] for k in order), {sign: k for k, sign in enumerate(signs)}, found)


def _numbered(column: pa.ChunkedArray) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Return the values of a column, each once, and the place of each row among them."""
    coded = column.combine_chunks().dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy().astype(np.intp)


@cache
def weights(task: str) -> Weights:
    """Return the weights that ship with Tocsin.

    Parameters
    ----------
    task : str
        ``sentence`` (does it tell any act: ``no``, ``yes``), ``act`` (does it tell this one), ``party`` (``none``,
        ``actor``, ``target``), ``modality`` or ``day`` (is a date the day of this act: ``no``, ``yes``).

    Returns
    -------
    Weights
        Of that task.
    """
    with files("tocsin.data").joinpath(DAYS if task == "day" else TABLE).open("rb") as stream:
        table = pq.read_table(stream, filters=[("task", "=", task)])
    return filled(table)


@cache
def telling() -> Mapping[str, tuple[str, ...]]:
    """Return the acts that a stem was seen to tell, by stem."""
    with files("tocsin.data").joinpath(TABLE).open("rb") as stream:
        table = pq.read_table(stream, columns=["sign", "scope"], filters=[("task", "=", "telling")])
    found: dict[str, list[str]] = {}
    for sign, act in zip(*(table.column(name).to_pylist() for name in ("sign", "scope")), strict=True):
        found.setdefault(sign, []).append(act)
    return {sign: tuple(acts) for sign, acts in found.items()}
