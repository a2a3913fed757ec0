"""What came of logged forecasts, as far as the lake knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tocsin.core.errors import UsageError
from tocsin.lake import Lake
from tocsin.lake.log_record import Question, Record, question


def outcomes(lake: Lake, records: Iterable[Record]) -> Mapping[Question, bool | None]:
    """Tell what came of the questions that logged forecasts ask.

    Parameters
    ----------
    lake : Lake
        Whose newest truth is asked.
    records : iterable of Record
        The forecasts; read once.

    Returns
    -------
    mapping
        By question (see :func:`tocsin.lake.log_record.question`): True if the label came true in the target, False if
        not, None if the figures of the target cannot be judged. A question whose target is not known yet is absent. So
        is a target of two years until both are known: otherwise only those that came true early would be scored.

    Raises
    ------
    UsageError
        If there are questions, so far: no labels are at hand.
    """
    asked = {question(record) for record in records}
    if not asked:
        return {}
    raise UsageError(
        f"nothing to score {len(asked):,} questions with yet",
        where=str(lake.store.root),
        remedy="The log can be verified and exported.",
    )
