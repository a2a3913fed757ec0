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
USUAL = 3.0  # what a word costs that the field itself uses for the other
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
    beginnings : frozenset of str
        Forms of several words that `meant` knows, and all rows of two words or more that they begin with.
    near : mapping of str to set of str
        By form of one word: the forms of its neighbours, of the field or not.
    """

    meant: Meant
    beginnings: frozenset[str]
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
    usual = usual_pairs()
    costs: dict[str, dict[str, float]] = {}
    near: dict[str, set[str]] = {}
    for group in groups:
        cost = COSTS[group.origin]
        inflected = {member: forms(member, group.kind) for member in group.members}
        for (member, stands), (meant, wanted) in permutations(inflected.items(), 2):
            if allowed is not None and not allowed(member, meant):
                continue
            for form, new in zip(stands, wanted, strict=True):
                alike = (form, new) in usual
                if not alike and " " not in form and " " not in new:
                    near.setdefault(form, set()).add(new)
                if new in vocabulary:
                    known = costs.setdefault(form, {})
                    known[new] = USUAL if alike else min(cost, known.get(new, cost))
    meant_by = {form: tuple(sorted(found.items(), key=lambda one: (one[1], one[0]))) for form, found in costs.items()}
    beginnings = {
        " ".join(parts[:k]) for parts in (form.split(" ") for form in meant_by) for k in range(2, len(parts) + 1)
    }
    return Thesaurus(meant_by, frozenset(beginnings), {form: frozenset(others) for form, others in near.items()})


@cache
def usual_pairs() -> frozenset[tuple[str, str]]:
    """Return pairs of forms that the field itself uses for one another."""
    found: set[tuple[str, str]] = set()
    for row in read_table(GROUPS)["usual"]:
        kind, *members = row.split()
        inflected = [forms(member.replace("_", " "), kind) for member in members]
        found.update(pair for one, other in permutations(inflected, 2) for pair in zip(one, other, strict=True))
    return frozenset(found)


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
