"""The past of a lake, arranged for learning: every origin, what each knew of earlier ones, what learners said then.

All of it is made in parallel where ``joblib`` finds workers, with the same bits for any number of them: each task draws
its own view, and numerical libraries run on one thread within it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from copy import copy
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.core.progress import Told, silent
from tocsin.foresight.flows import Flags, Reals
from tocsin.foresight.model import (
    APART,
    FOLDS,
    Fold,
    Learners,
    Lesson,
    Model,
    Said,
    asked,
    calibrate,
    compose,
    learn,
    say,
    taught,
    teachable,
)
from tocsin.foresight.panel import Panel, blanked
from tocsin.foresight.thread import one_thread
from tocsin.pipeline.given import surroundings
from tocsin.pipeline.kept import find, keep, maker, name_of
from tocsin.pipeline.origins import Book, Origin, Truth, days, draw, truth

if TYPE_CHECKING:
    from tocsin.lake import Lake


Keep = Callable[[Panel], Flags]
Relabel = Callable[[Panel, Reals, str], Reals]


def _everything(rows: Panel) -> Flags:
    return np.ones(len(rows), dtype=bool)


def _as_is(_: Panel, outcome: Reals, __: str) -> Reals:
    return outcome


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
    second : bool
        Whether every past day is to label the year after the first target, too: for scoring it.
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
        second: bool = False,
        told: Told = silent,
    ) -> None:
        self.lake, self.day, self.rests_on = lake, day, rests_on
        self._jobs, self._second = jobs, second
        told(f"Drawing what was known on past days, up to {day}.")
        found = self.all(draw, [(lake, one, rests_on) for one in days(lake, day)])
        self.origins: dict[int, Origin] = {}
        for origin in found:
            if origin is not None:
                self.origins.setdefault(origin.last, origin)
        self._plain = True
        self._years: int | None = None
        self._keep: Keep = _everything
        self._relabel: Relabel = _as_is
        self._truths: dict[tuple[date, int, bool], Truth] = {}
        self._scores: dict[tuple[int, int, str], Reals | None] = {}

    def all(self, task: Callable[..., Any], arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Run a task on many arguments, in parallel where that helps; results in the order of the arguments."""
        from joblib import Parallel, delayed

        return list(Parallel(n_jobs=self._jobs)(delayed(_alone)(task, one) for one in arguments))

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

    def variant(
        self,
        teaches: Keep = _everything,
        relabel: Relabel = _as_is,
        *,
        without: Collection[str] = (),
        years: int | None = None,
    ) -> Past:
        """Return the same past, learned from in another way; views and labels are shared.

        Parameters
        ----------
        teaches : callable
            Takes a panel, returns which of its rows may teach.
        relabel : callable
            Takes a panel, outcomes and their rule, returns the outcomes to learn from.
        years : int or None
            Number of the latest lessons to learn from; all by default.
        without : collection of str
            Channels of which nothing is known.

        Returns
        -------
        Past
            Without anything learned yet.
        """
        other = copy(self)
        other.learn_from(teaches, relabel, years)
        if without:
            other.origins = {
                last: replace(one, panel=blanked(one.panel, without)) for last, one in self.origins.items()
            }
        return other

    def learn_from(self, teaches: Keep, relabel: Relabel, years: int | None) -> None:
        """Forget what was learned, and learn from now on as :meth:`variant` says."""
        self._plain, self._scores = False, {}
        self._keep, self._relabel, self._years = teaches, relabel, years

    def lessons(self, known: Truth, step: int, label: str) -> list[Lesson]:
        """Return what earlier origins teach, as a view knows it.

        Parameters
        ----------
        known : Truth
            Labels of that view.
        step : int
            Years from the last known year to the target.
        label : str
            What is to be learned.

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
            outcome = self._relabel(rows, verdicts.of(rows, label), label)
            kept = taught(rows, np.isfinite(outcome)) & self._keep(rows)
            collapse = self._relabel(rows, verdicts.of(rows, "collapse"), "collapse")
            found.append(Lesson(rows.where(kept), outcome[kept], collapse[kept]))
        return found[-self._years :] if self._years else found

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
        missing = [
            last for last in wanted if (last, step, label) not in self._scores and not self._recall(last, step, label)
        ]
        if not missing:
            return
        self.truths([self.origins[last].day for last in missing], step, second=self._second)
        tasks = []
        for last in missing:
            origin = self.origins[last]
            known = self.truth(origin.day, step, second=self._second)
            tasks.append((self.lessons(known, step, label), origin.panel))
        for last, scores in zip(missing, self.all(_said, tasks), strict=True):
            self._scores[last, step, label] = scores
            if self._plain:
                arrays = {"nothing": np.ones(1)} if scores is None else {"scores": scores}
                keep(self.lake.store.root, self._name(last, step, label), arrays)

    def _recall(self, last: int, step: int, label: str) -> bool:
        """Take what learners said from where it was kept, if it was."""
        held = find(self.lake.store.root, self._name(last, step, label)) if self._plain else None
        if held is None or not held.keys() & {"scores", "nothing"}:  # a damaged file may open without its content
            return False
        self._scores[last, step, label] = held.get("scores")
        return True

    def _name(self, last: int, step: int, label: str) -> str:
        """Name what shaped the learners of an origin: its view, and those of all origins they could learn from."""
        views = [(one, origin.digest) for one, origin in sorted(self.origins.items()) if one <= last]
        return name_of("scores", maker(), surroundings(), self.rests_on, step, label, views)

    def folds(self, origin: Origin, step: int) -> list[int]:
        """Return the last known years of the origins that the blend of a later one is fitted on."""
        known = [last for last in sorted(self.origins, reverse=True) if last + step <= origin.last]
        return sorted(known[::APART][:FOLDS])

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
        return Fold(last + step, scores, self._relabel(rows, first.of(rows, label), label), second, rows.value)

    def said(self, last: int, step: int, label: str) -> Said | None:
        """Return what the model of a past origin said of its own present: its learners, and a blend of what was before.

        Parameters
        ----------
        last : int
            Last known year of the origin, given to :meth:`learned` together with those of its folds.
        step, label
            As in :meth:`learned`.

        Returns
        -------
        Said or None
            None where there was nothing to learn from.
        """
        scores, origin = self._scores[last, step, label], self.origins[last]
        if scores is None:
            return None
        known = self.truth(origin.day, step, second=True)
        folds = [self.fold(one, known, step, label) for one in self.folds(origin, step)]
        return say(*calibrate([fold for fold in folds if fold is not None]), scores)

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


def _alone(task: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401
    """Run one task with numerical libraries on one thread: sums then come out the same everywhere."""
    with one_thread():
        return task(*arguments)
