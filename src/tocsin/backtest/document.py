"""The scorecard as one document: what is published, drawn and kept in ``bench/skill.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin import __version__
from tocsin.backtest.bootstrap import DRAWS, SEED
from tocsin.backtest.plain import plain
from tocsin.backtest.score import BAND, Scores, score
from tocsin.backtest.summary import summary
from tocsin.core.errors import UsageError
from tocsin.foresight.labels import RULES

if TYPE_CHECKING:
    import polars as pl

FORMAT = 1
_DECIMALS = 6


def score_document(
    frames: Mapping[str, pl.DataFrame],
    *,
    band: float = BAND,
    years: tuple[int, int] | None = None,
    extras: Mapping[str, object] | None = None,
    about: Mapping[str, object] | None = None,
    draws: int = DRAWS,
    seed: int = SEED,
) -> dict[str, Any]:
    """Score predictions and say what came of it.

    Parameters
    ----------
    frames : mapping of str to polars.DataFrame
        Predictions by the label that their probabilities are of, each with all its lags.
    band : float
        Import value of the last known year above which rows count [USD].
    years : tuple of int or None
        First and last target year; development and final years apart if None.
    extras : mapping of str to object or None
        Results of :mod:`tocsin.backtest.extras` by name: any of ``ablation``, ``placebo``, ``families``,
        ``suppliers``, ``learning``, ``ceiling``.
    about : mapping of str to object or None
        What the replay rests on: sources, releases, date; goes into the document as it is.
    draws, seed : int
        Of the bootstrap.

    Returns
    -------
    dict
        Finite numbers of at most six decimals, text, lists and mappings.

    Raises
    ------
    UsageError
        If there is no predictions table, or one is empty.
    """
    if not frames or any(frame.is_empty() for frame in frames.values()):
        empty = ", ".join(name for name, frame in frames.items() if frame.is_empty()) or "none given"
        raise UsageError(f"no predictions ({empty})", where="the scorecard", remedy="Replay some target years first.")
    found = [
        score(frame, label=label, lag=lag, band=band, years=years, draws=draws, seed=seed)
        for label, frame in frames.items()
        for lag in lags_of(frame)
    ]
    return of_scores(found, extras=extras, about=about)


def of_scores(
    found: Sequence[Scores],
    *,
    extras: Mapping[str, object] | None = None,
    about: Mapping[str, object] | None = None,
) -> dict[str, Any]:
    """Lay scores out as a document.

    Parameters
    ----------
    found : sequence of Scores
        One per label and lag.
    extras, about : mapping or None
        As in :func:`score_document`.

    Returns
    -------
    dict
        As of :func:`score_document`.
    """
    document = {
        "document": "tocsin scorecard",
        "format": FORMAT,
        "tocsin": __version__,
        "about": dict(about or {}),
        "settings": [plain(one) | {"rule": RULES.get(one.label, one.label)} for one in found],
        "extras": plain(dict(extras or {})),
    }
    rounded: dict[str, Any] = _rounded(document)
    return rounded | {"summary": summary(rounded)}


def scores_json(found: Scores) -> dict[str, Any]:
    """Lay the scores of one label and lag out as a document.

    Parameters
    ----------
    found : Scores
        Scores.

    Returns
    -------
    dict
        As of :func:`score_document`.
    """
    return of_scores([found])


def document_json(document: Mapping[str, Any]) -> str:
    """Write a document as JSON, one number a line, so that a comparison of two releases shows what moved.

    Parameters
    ----------
    document : mapping
        Document of :func:`score_document`.

    Returns
    -------
    str
        JSON with a final line break; the same document gives the same bytes.
    """
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def lags_of(frame: pl.DataFrame) -> tuple[str, ...]:
    """Return the lags of a table, the honest one first.

    Parameters
    ----------
    frame : polars.DataFrame
        Predictions.

    Returns
    -------
    tuple of str
        Lags.
    """
    return tuple(sorted(map(str, frame["lag"].unique().to_list())))


def _rounded(found: object) -> Any:  # noqa: ANN401 - a JSON document is Any
    """Round all fractions: the seventh decimal of a score says nothing."""
    if isinstance(found, Mapping):
        return {name: _rounded(one) for name, one in found.items()}
    if isinstance(found, list):
        return [_rounded(one) for one in found]
    return round(found, _DECIMALS) + 0.0 if isinstance(found, float) else found
