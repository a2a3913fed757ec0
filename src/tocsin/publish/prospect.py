"""Words and records of a forecast: how likely, how sure, what counts most, what happened in like cases.

The words say what the model said, never that a cause is known.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tocsin.core.errors import CodeError
from tocsin.publish.board import NOT_ASKED, SCORECARD
from tocsin.publish.numbers import likely, percent
from tocsin.ref.countries import country

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tocsin.foresight.outlook import Contribution, Outlook, Precedent
    from tocsin.publish.board import Board, BoardRow, Forecast

FIRST, SECOND = "12", "24"
#: A contribution below this is not worth a word [nat].
_SLIGHT = 0.05
_FEW = 12
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def forecast_record(forecast: Forecast | None, no_forecast: str = "") -> dict[str, Any]:
    """Lay out what the probabilities of a document say.

    Parameters
    ----------
    forecast : Forecast or None
        What they say.
    no_forecast : str
        Why there are none.

    Returns
    -------
    dict
        ``forecast`` (a record, or None) and ``no_forecast`` (None, or why).
    """
    if forecast is None:
        return {"forecast": None, "no_forecast": no_forecast or NOT_ASKED}
    record = {
        "label": forecast.label,
        "rule": forecast.rule,
        "targets": dict(forecast.targets),
        "rate": forecast.rate,
        "model_version": forecast.model_version or None,
        "lag": forecast.lag or None,
        "reconstructed": forecast.reconstructed,
        "scorecard": SCORECARD,
    }
    return {"forecast": record, "no_forecast": None}


def outlook_record(row: BoardRow, no_forecast: str = "") -> dict[str, Any]:
    """Lay out the forecast of one row.

    Parameters
    ----------
    row : BoardRow
        The row.
    no_forecast : str
        Why the document has no forecast, where it has none.

    Returns
    -------
    dict
        ``probability``, ``interval``, ``targets``, ``expected``, ``rate``, ``base``, ``channels``, ``precedents``,
        ``relief`` and ``no_forecast``; None or an empty list where there is no forecast.
    """
    said = row.outlook
    if said is None:
        absent = dict.fromkeys(("probability", "interval", "targets", "expected", "rate", "base"))
        reason = row.no_forecast or no_forecast
        return {**absent, "channels": [], "precedents": [], "relief": None, "no_forecast": reason}
    return {
        "probability": dict(said.probability),
        "interval": {horizon: list(ends) for horizon, ends in said.interval.items()},
        "targets": dict(said.targets),
        "expected": row.expected,
        "rate": said.rate,
        "base": said.base,
        "channels": [vars(one).copy() for one in said.channels],
        "precedents": [vars(one).copy() for one in said.precedents],
        "relief": vars(said.relief).copy() if said.relief else None,
        "no_forecast": None,
    }


def spoken(years: str) -> str:
    """Say a run of calendar years: ``"2026-2027"`` is ``"2026 or 2027"``.

    Parameters
    ----------
    years : str
        A year, or two with a dash.

    Returns
    -------
    str
        As it stands after a preposition.

    Examples
    --------
    >>> spoken("2026"), spoken("2026-2027")
    ('2026', '2026 or 2027')
    """
    return years.replace("-", " or ")


def said_of(forecast: Forecast) -> str:
    """Say in plain words what the probabilities of a board mean.

    Parameters
    ----------
    forecast : Forecast
        What they say.

    Returns
    -------
    str
        One sentence without a full stop.
    """
    usual = f"; usual among all imports: {percent(forecast.rate)}"
    return f"Chance: that {forecast.rule}, in {spoken(forecast.targets[FIRST])}, with its 90 % interval{usual}"


def how_likely(said: Outlook, horizon: str) -> str:
    """Say how likely it is within a horizon, in a word and in numbers.

    Parameters
    ----------
    said : Outlook
        The forecast.
    horizon : str
        ``"12"`` or ``"24"``.

    Returns
    -------
    str
        ``"Unlikely in 2026: 12 % (90 % interval 8 % to 17 %)"``.
    """
    chance, (low, high) = said.probability[horizon], said.interval[horizon]
    word = likely(chance).capitalize()
    between = f"90 % interval {percent(low)} to {percent(high)}"
    return f"{word} in {spoken(said.targets[horizon])}: {percent(chance)} ({between})"


def counts_most(said: Outlook) -> str:
    """Say which channel raises the probability most.

    Parameters
    ----------
    said : Outlook
        The forecast.

    Returns
    -------
    str
        One sentence. Where none raises it by more than a trifle it says so, and never names one that lowers it; empty
        where there are no channels.
    """
    if not said.channels:
        return ""
    usual, below = percent(said.rate), said.probability[FIRST] <= said.rate
    raising = [one for one in said.channels if one.present and one.log_odds >= _SLIGHT]
    if raising:
        most = max(raising, key=lambda one: one.log_odds)
        yet = f", which stays below the usual {usual}" if percent(said.probability[FIRST]) != usual and below else ""
        return f"Raises the chance said most{yet}: {_bracketed(most)}."
    return (
        f"Nothing raises it above the usual chance of {usual}." if below else f"No channel raises it; usual is {usual}."
    )


def _bracketed(one: Contribution) -> str:
    """Write a channel's words with its number in brackets: the sentence around has a colon already."""
    words, colon, value = one.text.rpartition(": ")
    return f"{words} ({value})" if colon else f"{one.title[:1].lower()}{one.title[1:]} ({one.text})"


def running(said: Outlook) -> list[tuple[float, float]]:
    """Add the contributions up.

    Parameters
    ----------
    said : Outlook
        The forecast.

    Returns
    -------
    list of (float, float)
        For each channel, the log odds before and after it [nat].
    """
    steps, at = [], said.base
    for one in said.channels:
        steps.append((at, at + one.log_odds))
        at += one.log_odds
    return steps


def probability_of(log_odds: float) -> float:
    """Turn log odds into a probability.

    Parameters
    ----------
    log_odds : float
        Log odds [nat].

    Returns
    -------
    float
        Probability, in [0, 1].

    Examples
    --------
    >>> probability_of(0.0), round(probability_of(-800.0), 3)
    (0.5, 0.0)
    """
    if log_odds < 0:
        return math.exp(log_odds) / (1.0 + math.exp(log_odds))
    return 1.0 / (1.0 + math.exp(-log_odds))


def alike(precedents: Sequence[Precedent]) -> str:
    """Count what happened in like cases.

    Parameters
    ----------
    precedents : sequence of Precedent
        The cases.

    Returns
    -------
    str
        One sentence.
    """
    if not precedents:
        return "No past import was alike enough to name."
    count, came = len(precedents), sum(one.happened for one in precedents)
    if count == 1:
        return f"In the one past import most alike, the shortage {'came' if came else 'did not come'}."
    return f"Of the {_number(count)} past imports most alike, {_number(came)} came to it."


def _number(count: int) -> str:
    return _NUMBERS[count] if count <= _FEW else str(count)


def precedent_name(one: Precedent, own: str) -> str:
    """Name a past import.

    Parameters
    ----------
    one : Precedent
        The case.
    own : str
        Code of the import that it is alike to.

    Returns
    -------
    str
        Importer and code: ``"Japan, the same code"``.
    """
    try:
        place = "EU" if one.reporter == "EU" else country(one.reporter).name
    except CodeError:
        place = one.reporter
    return f"{place}, {'the same code' if one.product == own else f'HS {one.product}'}"


def relieved(said: Outlook) -> str:
    """Say what would have to be true for the probability to be no more than usual.

    Parameters
    ----------
    said : Outlook
        The forecast.

    Returns
    -------
    str
        One sentence.
    """
    if said.relief is None:
        return f"It is not above what is usual among all imports ({percent(said.rate)})."
    usual = f"Usual among all imports is {percent(said.relief.threshold)}."
    return f"{said.relief.text.rstrip('.')}. {usual}"


def reason_for(board: Board, row: BoardRow) -> str:
    """Say why a row has no probability.

    Parameters
    ----------
    board : Board
        The board.
    row : BoardRow
        The row.

    Returns
    -------
    str
        One sentence; empty where it has one, or where the whole board has none.
    """
    if row.outlook is not None or board.forecast is None:
        return ""
    return f"No forecast: {row.no_forecast}."
