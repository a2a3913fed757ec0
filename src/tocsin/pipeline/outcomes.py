"""What came of logged forecasts, as far as the lake knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from tocsin.lake import Lake
from tocsin.lake.log_record import Question, Record, question
from tocsin.pipeline.book import Book
from tocsin.pipeline.origins import Verdicts, truth

Asked = dict[tuple[str, str], Question]


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
    """
    asked: dict[Book, dict[tuple[str, int, tuple[int, ...]], Asked]] = defaultdict(lambda: defaultdict(dict))
    for record in records:
        years = tuple(int(year) for year in record["target"].split("-"))
        group = (record["label"], int(record["period"]), tuple(range(years[0], years[-1] + 1)))
        rests_on = Book(record["basis"], record["nomenclature"])
        asked[rests_on][group][record["product"], record["reporter"]] = question(record)
    found: dict[Question, bool | None] = {}
    for rests_on, groups in asked.items():
        pairs = sorted({(last, year) for _, last, years in groups for year in years})
        known = truth(lake, lake.clock().date(), rests_on, pairs).verdicts
        for (label, last, years), wanted in groups.items():
            verdicts = [known[last, year] for year in years if (last, year) in known]
            if len(verdicts) == len(years):
                found |= _answers(verdicts, label, wanted)
    return found


def _answers(verdicts: list[Verdicts], label: str, wanted: Asked) -> dict[Question, bool | None]:
    names = np.asarray([f"{product}|{reporter}" for product, reporter in wanted])
    each = np.stack([one.named(names, label) for one in verdicts])
    either = np.where(np.isfinite(each).all(axis=0), each.max(axis=0), np.nan)
    return {
        asked: None if np.isnan(answer) else bool(answer) for asked, answer in zip(wanted.values(), either, strict=True)
    }
