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
from tocsin.pipeline.book import Book, Strand, book
from tocsin.pipeline.given import surroundings
from tocsin.pipeline.kept import find, keep, maker, name_of
from tocsin.pipeline.origins import Origin, Truth, Verdicts, days, draw, labelled, recall, truth, verdicts
from tocsin.pipeline.strands import Span, Strands

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
        self._strands = Strands(lake, rests_on)
        self.origins: dict[int, Origin] = {}
        for origin in self._drawn(days(lake, day)):
            self.origins.setdefault(origin.last, origin)
        self._plain = True
        self._years: int | None = None
        self._keep: Keep = _everything
        self._relabel: Relabel = _as_is
        self._truths: dict[tuple[date, int, bool], Truth] = {}
        self._verdicts: dict[Strand, dict[tuple[int, int], Verdicts]] = {}
        self._chosen: dict[int, bool] = {}
        self._scores: dict[tuple[int, int, str], Reals | None] = {}

    def all(self, task: Callable[..., Any], arguments: Iterable[tuple[Any, ...]]) -> list[Any]:
        """Run a task on many arguments, in parallel where that helps; results in the order of the arguments."""
        from joblib import Parallel, delayed

        return list(Parallel(n_jobs=self._jobs)(delayed(_alone)(task, one) for one in arguments))

    def _drawn(self, found: Sequence[date]) -> list[Origin]:
        """Return the origins of days, oldest first; a day that shows no other year than one before it is left out."""
        self._strands.look(found)
        seen: set[int] = set()
        tasks: dict[date, tuple[Any, ...]] = {}
        held: dict[date, Origin | None] = {}
        for day in found:
            shown = None
            if self._strands.of(day) is not None:
                span = self._strands.span(day)
                if span.last in seen or not span.founded:
                    continue
                seen.add(span.last)
                shown = span.last
            held[day] = recall(self.lake.as_of(day), self.rests_on)
            if held[day] is None:
                flows = None if shown is None else (self._strands.flows(day), shown)
                tasks[day] = (self.lake, day, self.rests_on, flows)
        held |= dict(zip(tasks, self.all(draw, tasks.values()), strict=True))
        return [origin for origin in held.values() if origin is not None]

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
        self._strands.look(missing)
        alone = [day for day in missing if self._strands.of(day) is None]
        made = dict(zip(alone, self.all(truth, [(self.lake, day, self.rests_on, pairs) for day in alone]), strict=True))
        made |= self._shared([day for day in missing if day not in made], pairs)
        self._truths |= {(day, step, second): one for day, one in made.items()}

    def _shared(self, wanted: Sequence[date], pairs: Collection[tuple[int, int]]) -> dict[date, Truth]:
        """Make what days of strands know: one label of a base and a target serves all days of its strand."""
        mine: dict[date, tuple[Strand, Span, list[tuple[int, int]]]] = {}
        for day in wanted:
            if (one := self._strands.of(day)) is not None:
                span = self._strands.span(day)
                mine[day] = (one, span, labelled(pairs, span.first, span.last))
        needed: dict[Strand, dict[tuple[int, int], date]] = {}
        for day, (one, _, known) in mine.items():
            held = self._verdicts.setdefault(one, {})
            needed.setdefault(one, {}).update({pair: day for pair in known if pair not in held})
        places, tasks = [], []
        for one, missing in needed.items():
            for part in range(2 * self._jobs if missing else 0):
                places.append(one)
                tasks.append((self._strands.flows(next(iter(missing.values()))), list(missing)[part :: 2 * self._jobs]))
        for one, found in zip(places, self.all(verdicts, tasks), strict=True):
            self._verdicts[one] |= found
        return {
            day: Truth(span.last, {pair: self._verdicts[one][pair] for pair in known})
            for day, (one, span, known) in mine.items()
        }

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
        self._learned(wanted, step, label, [])

    def _learned(self, wanted: Sequence[int], step: int, label: str, lessons: list[Lesson]) -> Learners | None:
        """Make what :meth:`learned` says, and beside it the learners of some lessons, if there are any."""
        missing = [
            last for last in wanted if (last, step, label) not in self._scores and not self._recall(last, step, label)
        ]
        self.truths([self.origins[last].day for last in missing], step, second=self._second)
        tasks: list[tuple[list[Lesson], Panel | None]] = [(lessons, None)] if lessons else []
        for last in sorted(missing, reverse=True):  # what takes longest begins first
            origin = self.origins[last]
            known = self.truth(origin.day, step, second=self._second)
            tasks.append((self.lessons(known, step, label), origin.panel))
        made = self.all(_taught, tasks)
        learners: Learners | None = made.pop(0) if lessons else None
        for last, scores in zip(sorted(missing, reverse=True), made, strict=True):
            self._scores[last, step, label] = scores
            if self._plain:
                arrays = {"nothing": np.ones(1)} if scores is None else {"scores": scores}
                keep(self.lake.store.root, self._name(last, step, label), arrays)
        return learners

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
            None where there was nothing to learn from, or where another source would have been chosen on that day.
        """
        scores, origin = self._scores[last, step, label], self.origins[last]
        if scores is None or not self._chose(last):
            return None
        known = self.truth(origin.day, step, second=True)
        folds = [self.fold(one, known, step, label) for one in self.folds(origin, step)]
        return say(*calibrate([fold for fold in folds if fold is not None]), scores)

    def _chose(self, last: int) -> bool:
        """Tell whether forecasts of an origin's own day would have rested on these flows, not on others."""
        if last not in self._chosen:
            self._chosen[last] = book(self.lake.as_of(self.origins[last].day)) in {None, self.rests_on}
        return self._chosen[last]

    def model(self, origin: Origin, step: int, label: str) -> tuple[Model, list[Lesson]] | None:
        """Fit the model of an origin, and what the learners of its folds said.

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
        learners = self._learned(self.folds(origin, step), step, label, lessons)
        if learners is None:
            return None
        folds = [self.fold(last, known, step, label) for last in self.folds(origin, step)]
        return compose(learners, [fold for fold in folds if fold is not None], lessons), lessons


def _taught(lessons: list[Lesson], rows: Panel | None) -> Learners | Reals | None:
    """Return the learners of lessons, or what they say of a panel's rows that are given a probability.

    Parameters
    ----------
    lessons : list of Lesson
        What they learn from.
    rows : Panel or None
        Rows to speak of; None for the learners themselves.

    Returns
    -------
    Learners, numpy.ndarray or None
        None where there is nothing to learn.
    """
    if not lessons or not teachable(lessons):
        return None
    learners = learn(lessons)
    return learners if rows is None else learners.scores(rows.where(asked(rows)))


def _alone(task: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:  # noqa: ANN401
    """Run one task with numerical libraries on one thread: sums then come out the same everywhere."""
    with one_thread():
        return task(*arguments)
