"""Which words machine paraphrase may have put in the place of which."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import permutations

from tocsin.events.garble_forms import forms
from tocsin.ref.tables import DATA, read_table

GROUPS = "events/thesaurus.toml"
WORDNET = "events/thesaurus.txt"
KINDS = {"nouns": "n", "verbs": "v", "adjectives": "a"}
COSTS = {"written": 0.6, "synset": 1.0, "similar": 1.6}


@dataclass(frozen=True)
class Group:
    """Words near to one another in meaning.

    Parameters
    ----------
    kind : str
        ``n`` noun, ``v`` verb, ``a`` adjective.
    members : tuple of str
        Base forms.
    origin : str
        ``written`` (the table of Tocsin), ``synset`` (one meaning of WordNet) or ``similar`` (adjectives that WordNet
        sets beside one another): the nearer first.
    """

    kind: str
    members: tuple[str, ...]
    origin: str


Meant = Mapping[str, tuple[tuple[str, float], ...]]


@dataclass(frozen=True)
class Thesaurus:
    """What a word as it stands may have been before.

    Parameters
    ----------
    meant : mapping of str to tuple
        By form of one or several words: forms of the field that it may stand for, and what each costs.
    longest : int
        Words of the longest form.
    near : mapping of str to set of str
        By form of one word: the forms of its neighbours, of the field or not.
    """

    meant: Meant
    longest: int
    near: Mapping[str, frozenset[str]]
    _far: dict[str, frozenset[str]] = field(default_factory=dict, repr=False)

    def far(self, form: str) -> frozenset[str]:
        """Return the neighbours of a form's neighbours, without its neighbours."""
        known = self._far.get(form)
        if known is None:
            near = self.near.get(form, frozenset())
            known = frozenset().union(*(self.near[one] for one in near)) - near - {form}
            self._far[form] = known
        return known

    def of(self, form: str) -> tuple[tuple[str, float], ...]:
        """Return the words that a form may stand for, with their costs; none if it is unknown."""
        return self.meant.get(form, ())


def thesaurus_of(
    groups: Iterable[Group], vocabulary: Collection[str], allowed: Callable[[str, str], bool] | None = None
) -> Thesaurus:
    """Make the table of what a word may stand for.

    Parameters
    ----------
    groups : iterable of Group
        The groups.
    vocabulary : collection of str
        Forms that are looked for: the words of the field's phrases.
    allowed : callable or None
        Says of two base forms whether the table may join them; all are joined if not given.

    Returns
    -------
    Thesaurus
        The table.
    """
    costs: dict[str, dict[str, float]] = {}
    near: dict[str, set[str]] = {}
    for group in groups:
        cost = COSTS[group.origin]
        inflected = {member: forms(member, group.kind) for member in group.members}
        for (member, stands), (meant, wanted) in permutations(inflected.items(), 2):
            if allowed is not None and not allowed(member, meant):
                continue
            for form, new in zip(stands, wanted, strict=True):
                if " " not in form and " " not in new:
                    near.setdefault(form, set()).add(new)
                if new in vocabulary:
                    known = costs.setdefault(form, {})
                    known[new] = min(cost, known.get(new, cost))
    meant_by = {form: tuple(sorted(found.items(), key=lambda one: (one[1], one[0]))) for form, found in costs.items()}
    longest = max((form.count(" ") + 1 for form in meant_by), default=1)
    return Thesaurus(meant_by, longest, {form: frozenset(others) for form, others in near.items()})


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups that ship with Tocsin, its own and those of WordNet."""
    return (*_written(), *_wordnet())


def _written() -> Iterator[Group]:
    table = read_table(GROUPS)
    for name, kind in KINDS.items():
        for row in table[name]:
            members = tuple(dict.fromkeys(member.replace("_", " ") for member in row.split()))
            yield Group(kind, members, "written")


def _wordnet() -> Iterator[Group]:
    for line in (DATA / WORDNET).read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        kind, *members = line.split(" ")
        names = tuple(member.replace("_", " ") for member in members)
        if kind == "s":
            for other in names[1:]:
                yield Group("a", (names[0], other), "similar")
        else:
            yield Group(kind, names, "synset")
