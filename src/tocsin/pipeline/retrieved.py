"""Answers that bear no date: the day of retrieval is the latest on which they can have come out, and so it is taken.

Such an answer becomes a vintage of its own, ``retrieved 2024-06-06``, released on that day. A later answer about the
same scope is a newer vintage; one that says the same as the newest adds nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pyarrow.compute as pc

from tocsin.core.release import Batch, Release
from tocsin.sources.vintage import UNDATED

RETRIEVED = "retrieved"


def is_retrieved(vintage: str) -> bool:
    """Tell whether a vintage is called by the day on which it was retrieved, for want of a date of its own."""
    return vintage.startswith(f"{RETRIEVED} ")


def dated(release: Release, name: str, moment: datetime, history: Iterable[Mapping[str, Any]]) -> Release:
    """Date a release that bears no date by its retrieval.

    Parameters
    ----------
    release : Release
        As the source hands it over.
    name : str
        Name of the source.
    moment : datetime.datetime
        When the service gave the last of its files.
    history : iterable of mapping
        Provenance rows of the lake.

    Returns
    -------
    Release
        The same if it is dated. Else released on the day of retrieval; or, where the newest answer about each of its
        scopes was the same to the byte, under that answer's vintage, so that the lake recognises it.
    """
    if release.released_on is not None or release.vintage != UNDATED:
        return release
    batches = list(release.batches)
    release, scopes, day = replace(release, batches=iter(batches)), _scopes(batches), moment.date()
    about = [row for row in history if (row["source"], row["table_name"]) == (name, release.table)]
    about = [row for row in about if is_retrieved(row["vintage"]) and scopes & set(row["scopes"] or ())]
    known = [row for row in about if row["released_on"] <= day]
    newest = max(known, key=_age, default=None)
    if newest and newest["sha256"] == release.sha256 and scopes <= set(newest["scopes"]):
        return replace(release, vintage=newest["vintage"], released_on=newest["released_on"])
    vintage = f"{RETRIEVED} {day}"
    if any(row["vintage"] == vintage and row["sha256"] != release.sha256 for row in about):
        vintage = f"{vintage} {moment:%H:%M:%S}"  # a second answer about the same on one day: the later one counts
    return replace(release, vintage=vintage, released_on=day)


def _scopes(batches: Iterable[Batch]) -> set[str]:
    return {str(scope) for batch in batches for scope in pc.unique(batch.rows["scope"]).to_pylist()}


def _age(row: Mapping[str, Any]) -> tuple[date, str]:
    return row["released_on"], row["vintage"]
