"""What a document has said so far: whom "it", "the company" and "both countries" mean."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.events.wordlists import word_set

_KEPT = 50
#: Sentences without a date behind which a story is over.
_DATELESS = 2
_COUNTED = {
    "both": 2,
    "two": 2,
    "each": 2,
    "three": 3,
    "trilateral": 3,
    "bilateral": 2,
    "four": 4,
}
_GROUPS = word_set("context", "groups")


@dataclass
class Memory:
    """What a document has said so far.

    Parameters
    ----------
    today : datetime.date or None
        Day of the document.
    groups : list of tuple of str
        Parties that were named together: whom "both countries" means.
    date : str
        Date named last.
    story : str
        Date in the past of which sentences tell that begin with it, for those that follow.
    dateless, read : int
        How many sentences without a date came last, and how many were read.
    subject, person : tuple of str
        Who acted last; which leader or office did.
    done : list of tuple
        What was done last, each act with who did it and in which sentence.
    measure : tuple of tuple of str
        Who took the measure named last, and towards whom.
    garbled : bool
        Whether a machine put the document into other words.
    author : tuple of str
        Who speaks in the document: whom "we" means.
    about : tuple of str
        The two states of which the document tells by its title, if nobody speaks in it for himself.
    ordained : bool
        Whether the document is itself the law, order or notice of the one who speaks.
    spoke : bool
        Whether those who speak acted in the sentence before.
    quoted : bool
        Whether the last sentence ended within quotation marks.
    presidents : set of str
        The states whose presidents may be meant by "the President".
    """

    today: date | None = None
    groups: list[tuple[str, ...]] = field(default_factory=list)
    date: str = ""
    story: str = ""
    dateless: int = 0
    read: int = 0
    subject: tuple[str, ...] = ()
    person: tuple[str, ...] = ()
    done: list[tuple[str, tuple[str, ...], int]] = field(default_factory=list)
    measure: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    garbled: bool = False
    author: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    ordained: bool = False
    spoke: bool = False
    quoted: bool = False
    presidents: set[str] = field(default_factory=set)

    def named_together(self, parties: tuple[str, ...]) -> None:
        """Keep parties that stand side by side."""
        self.groups = [*self.groups[-_KEPT:], parties]

    def did(self, act: str, actor: tuple[str, ...]) -> None:
        """Keep what was done, and by whom."""
        self.done = [*self.done[-_KEPT:], (act, actor, self.read)]

    def last(self, acts: Collection[str], within: int) -> tuple[str, ...]:
        """Return who did one of some acts last, if that was told in one of the last sentences.

        Parameters
        ----------
        acts : collection of str
            The acts.
        within : int
            How many sentences before this one.

        Returns
        -------
        tuple of str
            Empty if nobody did.
        """
        found = ((actor, n) for act, actor, n in reversed(self.done) if act in acts)
        actor, n = next(found, ((), 0))
        return actor if self.read - n <= within else ()

    def dated(self, days: Sequence[tuple[str, bool, bool]]) -> None:
        """Keep of when a story tells: the last date of a sentence that began with a year, until another year is told.

        Parameters
        ----------
        days : sequence of tuple
            The dates of a sentence: each with whether it has its own year, and whether the sentence begins with it.
        """
        self.dateless = self.dateless + 1 if not days else 0
        if self.dateless > _DATELESS:
            self.story = ""
        if not days or self.today is None:
            return
        day, own, begins = days[0]
        past = self.today.replace(year=max(self.today.year - 1, 1), day=1).isoformat()[:7]
        if own and begins and day[:7] < past:
            self.story = next(one for one, own, _ in reversed(days) if own)
        elif not self.story or any(own or one[:4] != self.story[:4] for one, own, _ in days):
            self.story = ""

    def pair(self) -> tuple[str, ...]:
        """Return the two that were named together last; empty if no two were."""
        return next((group for group in reversed(self.groups) if len(group) == 2), ())

    def counted(self, words: Sequence[str], here: Sequence[tuple[str, ...]] = ()) -> tuple[str, ...]:
        """Return whom words as "both countries" or "the three nations" mean.

        Parameters
        ----------
        words : sequence of str
            In small letters.
        here : sequence of tuple of str
            Parties that the sentence itself names side by side before them.

        Returns
        -------
        tuple of str
            Those named together last, as many as are counted; empty if no such words stand there.
        """
        for k, word in enumerate(words):
            if (n := _COUNTED.get(word)) and _GROUPS & set(words[k + 1 : k + 4]):
                return next((group for group in reversed([*self.groups, *here]) if len(group) == n), ())
        if _GROUPS & set(words) and {"our", "the", "these", "their"} & set(words) and self.groups:
            often = Counter(frozenset(group) for group in self.groups).most_common(1)[0][0]
            return next(group for group in reversed(self.groups) if frozenset(group) == often)
        return ()
