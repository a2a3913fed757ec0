"""The past of a lake, arranged for learning: every origin, what each knew of earlier ones, what learners said then.

All of it is made in parallel where ``joblib`` finds workers, with the same bits for any number of them: each task draws its
own view, and numerical libraries run on one thread within it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.core.progress import Told, silent
from tocsin.foresight.flows import Reals
from tocsin.foresight.model import FOLDS, Fold, Learners, Lesson, Model, asked, compose, learn, taught, teachable
from tocsin.foresight.panel import Panel
from tocsin.pipeline.origins import Book, Origin, Truth, days, draw, truth

if TYPE_CHECKING:
    from tocsin.lake import Lake


class Past:
    """Origins up to a day, with what can be learned from them.

    Parameters
    ----------
    lake : Lake
        The lake.
    day : datetime.date
        Last day looked at.
    rests_on : Book
        The flows.
    jobs : int
        Number of workers.
    without : collection of str
        Channels left out.
    told : callable
        Called with a sentence when something that takes time begins.
    """

    def __init__(
        self,
        lake: Lake,
        day: date,
        rests_on: Book,
        *,
        jobs: int = 1,
        without: Collection[str] = (),
        told: Told = silent,
    ) -> None:
        self.lake, self.day, self.rests_on = lake, day, rests_on
        self._jobs, self._told = jobs, told
        told(f"Drawing what was known on past days, up to {day}.")
        found = self.all(draw, [(lake, one, rests_on) for one in days(lake, day)], without=tuple(without))
        self.origins: dict[int, Origin] = {}
        for origin in found:
            if origin is not None:
                self.origins.setdefault(origin.last, origin)
        self._truths: dict[tuple[date, int, bool], Truth] = {}
        self._scores: dict[tuple[int, int, str], Reals | None] = {}

    def all(self, task: Callable[..., Any], arguments: Iterable[tuple[Any, ...]], **options: object) -> list[Any]:
        """Run a task on many arguments, in parallel where that helps; results in the order of the arguments."""
        from joblib import Parallel, delayed

        return list(
            Parallel(n_jobs=self._jobs)(delayed(_alone)(task, one, options) for one in arguments)  # type: ignore[arg-type]
        )

    def truths(self, wanted: Sequence[date], step: int, *, second: bool = False) -> None:
        """Make what some days know of the targets `step` years after each earlier base.

        Parameters
        ----------
        wanted : sequence of datetime.date
            The days.
        step : int
            Years from the last known year to the first target.
        second : bool
            Whether to label the year after the first target, too.
        """
        missing = [day for day in dict.fromkeys(wanted) if (day, step, second) not in self._truths]
        steps = (step, step + 1) if second else (step,)
        pairs = [(last, last + one) for last in sorted(self.origins) for one in steps]
        made = self.all(truth, [(self.lake, day, self.rests_on, pairs) for day in missing])
        self._truths |= {(day, step, second): one for day, one in zip(missing, made, strict=True)}

    def truth(self, day: date, step: int, *, second: bool = False) -> Truth:
        """Return what a day knows of past targets, as :meth:`truths` made it."""
        self.truths([day], step, second=second)
        return self._truths[day, step, second]

    def lessons(
        self, known: Truth, step: int, label: str, *, keep: Callable[[Panel], Any] | None = None
    ) -> list[Lesson]:
        """Return what earlier origins teach, as a view knows it.

        Parameters
        ----------
        known : Truth
            Labels of that view.
        step : int
            Years from the last known year to the target.
        label : str
            What is to be learned.
        keep : callable, optional
            Takes a panel and returns which rows may teach; all by default.

        Returns
        -------
        list of Lesson
            Oldest first.
        """
        found = []
        for last in sorted(self.origins):
            verdicts = known.verdicts.get((last, last + step))
            if verdicts is None:
                continue
            rows = self.origins[last].panel
            outcome, collapse = verdicts.of(rows, label), verdicts.of(rows, "collapse")
            kept = taught(rows, np.isfinite(outcome))
            if keep is not None:
                kept &= keep(rows)
            found.append(Lesson(rows.where(kept), outcome[kept], collapse[kept]))
        return found

    def learned(self, wanted: Sequence[int], step: int, label: str) -> None:
        """Make what the learners of past origins said of their own present.

        Parameters
        ----------
        wanted : sequence of int
            Last known years of the origins.
        step : int
            As in :meth:`truths`.
        label : str
            What is forecast.
        """
        missing = [last for last in wanted if (last, step, label) not in self._scores]
        if not missing:
            return
        self.truths([self.origins[last].day for last in missing], step)
        tasks = []
        for last in missing:
            origin = self.origins[last]
            tasks.append((self.lessons(self.truth(origin.day, step), step, label), origin.panel))
        made = self.all(_said, tasks)
        self._scores |= {(last, step, label): one for last, one in zip(missing, made, strict=True)}

    def folds(self, origin: Origin, step: int) -> list[int]:
        """Return the last known years of the origins that the blend of a later one is fitted on."""
        return [last for last in sorted(self.origins) if last + step <= origin.last][-FOLDS:]

    def fold(self, last: int, known: Truth, step: int, label: str) -> Fold | None:
        """Return what the learners of a past origin said, and what a later view knows of what came.

        Parameters
        ----------
        last : int
            Last known year of the past origin, of those given to :meth:`learned`.
        known : Truth
            Labels of the later view.
        step, label
            As in :meth:`learned`.

        Returns
        -------
        Fold or None
            None where that origin had nothing to learn from.
        """
        scores, first = self._scores[last, step, label], known.verdicts.get((last, last + step))
        if scores is None or first is None:
            return None
        origin = self.origins[last]
        rows = origin.panel.where(asked(origin.panel))
        later = known.verdicts.get((last, last + step + 1))
        second = later.of(rows, label) if later else np.full(len(rows), np.nan)
        return Fold(last + step, scores, first.of(rows, label), second, rows.value)

    def model(self, origin: Origin, step: int, label: str) -> tuple[Model, list[Lesson]] | None:
        """Fit the model of an origin; :meth:`learned` must have been called with its folds.

        Parameters
        ----------
        origin : Origin
            Where it speaks from.
        step, label
            As in :meth:`learned`.

        Returns
        -------
        model : Model
            The model.
        lessons : list of Lesson
            What it learned from. Instead of both, None where there was too little.
        """
        known = self.truth(origin.day, step, second=True)
        lessons = self.lessons(known, step, label)
        if not lessons or not teachable(lessons):
            return None
        folds = [self.fold(last, known, step, label) for last in self.folds(origin, step)]
        learners: Learners = self.all(learn, [(lessons,)])[0]
        return compose(learners, [fold for fold in folds if fold is not None], lessons), lessons


def _said(lessons: list[Lesson], rows: Panel) -> Reals | None:
    """Return what learners say of a panel's rows that are given a probability; None where there is nothing to learn."""
    return learn(lessons).scores(rows.where(asked(rows))) if lessons and teachable(lessons) else None


def _alone(task: Callable[..., Any], arguments: tuple[Any, ...], options: dict[str, Any]) -> Any:  # noqa: ANN401
    """Run one task with numerical libraries on one thread: sums then come out the same everywhere."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        return task(*arguments, **options)
