"""Who governs whom in a sentence, as a dependency parser says: subjects, agents, objects and what prepositions join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from tocsin.events.grammar import RELATIVES
from tocsin.events.tokens import Token

# Labels as ClearNLP has them, in which English pipelines of spaCy are trained, and as Universal Dependencies has them.
_SUBJECT = frozenset({"nsubj", "csubj"})
_SUBJECT_PASSIVE = frozenset({"nsubjpass", "csubjpass", "nsubj:pass", "csubj:pass"})
_PASSIVE = _SUBJECT_PASSIVE | {"auxpass", "aux:pass", "agent", "obl:agent"}
_OBJECT = frozenset({"dobj", "obj", "dative", "iobj"})
_PREPOSITION = frozenset({"prep", "agent", "dative"})
_NOMINAL = frozenset({"obl", "nmod", "obl:agent", "obl:arg", "obl:npmod", "nmod:poss"})
_OWNER = frozenset({"poss", "nmod:poss", "amod", "compound", "nmod", "nummod"})
_BESIDE = frozenset({"appos"})
_REDUCED = frozenset({"acl"})
_RELATIVE = frozenset({"relcl", "acl:relcl"})
_OPEN = frozenset({"xcomp", "ccomp"})
_SHARING = frozenset({"conj", "advcl", "pcomp", "prep", "dobj", "obj"})
#: What only a noun is to its head.
NOUNS = frozenset(
    {"dobj", "obj", "pobj", "nsubj", "nsubjpass", "nsubj:pass", "obl", "nmod", "compound", "poss", "appos"}
)
#: How many links are followed in one direction: no sentence that people write needs more.
_DEEPEST = 12


class Parsed(NamedTuple):
    """A token of a parser.

    Parameters
    ----------
    start, end : int
        Where it stands in the text [characters].
    head : int
        Number of the token that governs it; its own at the root.
    label : str
        What it is to its head: ``nsubj``, ``dobj``, ``obl``, ...
    """

    start: int
    end: int
    head: int
    label: str


@dataclass(frozen=True, eq=False)
class Tree:
    """The dependencies of a sentence, word by word.

    Parameters
    ----------
    lower : sequence of str
        Its words in small letters.
    heads : sequence of int
        For each the word that governs it; its own number at a root.
    labels : sequence of str
        For each what it is to its head.
    """

    lower: Sequence[str]
    heads: Sequence[int]
    labels: Sequence[str]

    @classmethod
    def of(cls, words: Sequence[Token], parsed: Sequence[Parsed]) -> Tree:
        """Return the tree of words from that of a parser, which may split a text otherwise.

        Parameters
        ----------
        words : sequence of Token
            The words; parts of the text may be left out.
        parsed : sequence of Parsed
            The tokens of the parser, in the order of the text.

        Returns
        -------
        Tree
            A word of several tokens is governed as that of them is which stands nearest to the root. What is governed
            by a token that is no word is governed by the next word above.
        """
        depths = _depths(parsed)
        at = {place: k for k, word in enumerate(words) for place in range(word.start, word.end)}
        held: dict[int, int] = {}
        own: list[list[int]] = [[] for _ in words]
        for i, one in enumerate(parsed):
            if (k := next((at[place] for place in range(one.start, one.end) if place in at), None)) is not None:
                held[i] = k
                own[k].append(i)
        heads, labels = [], []
        for k, tokens in enumerate(own):
            if not tokens:
                heads.append(max(k - 1, 0))
                labels.append("dep")
                continue
            top = min(tokens, key=lambda i: depths[i])
            above = parsed[top].head
            while above not in held and parsed[above].head != above:
                above = parsed[above].head
            heads.append(held.get(above, k))
            labels.append(parsed[top].label)
        return cls([one.lower for one in words], heads, labels)

    @cached_property
    def _children(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.heads]
        for k, head in enumerate(self.heads):
            if head != k:
                found[head].append(k)
        return found

    def children(self, k: int, labels: Set[str]) -> list[int]:
        """Return what a word governs under some labels, from the left."""
        return [m for m in self._children[k] if self.labels[m] in labels]

    def joined(self, found: Iterable[int]) -> list[int]:
        """Return words and those joined to them: "Japan, Korea and Taiwan"."""
        row = list(found)
        for k in row:
            row += [m for m in self.children(k, {"conj"}) if m not in row]
        return row

    # ------------------------------------------------------------------------------------------------------ of a verb
    def passive(self, k: int) -> bool:
        """Return whether what stands as the subject of a verb is done to."""
        for _ in range(_DEEPEST):
            if self.children(k, _PASSIVE):
                return True
            if self.labels[k] in _REDUCED:
                return not self._infinitive(k) and not self.lower[k].endswith("ing")
            if self.labels[k] != "conj" or self.children(k, _SUBJECT | _OBJECT):
                return False
            k = self.heads[k]
        return False

    def subjects(self, k: int) -> list[int]:
        """Return what stands as the subject of a verb, be it shared with the verb that governs it.

        Parameters
        ----------
        k : int
            The verb.

        Returns
        -------
        list of int
            Heads of noun phrases, those joined by "and" too. Of a relative clause the noun it hangs on, of "agreed to
            lift" who agreed, of "urged Japan to lift" Japan, of "its decision to lift" whose decision it is.
        """
        for _ in range(_DEEPEST):
            if own := self.children(k, _SUBJECT | _SUBJECT_PASSIVE):
                return self._meant(k, own)
            found, above = self._shared(k)
            if found or above == k:
                return self.joined(found)
            k = above
        return []

    def _shared(self, k: int) -> tuple[list[int], int]:
        """Return who does what a verb without a subject says, if that is clear, and the word above that has one."""
        label, head = self.labels[k], self.heads[k]
        if label in _REDUCED:
            return (self.owners(head), head) if self._infinitive(k) else ([head], head)
        if label in _OPEN:
            return self.children(head, _OBJECT), head
        return [], head if label in _SHARING else k

    def agents(self, k: int) -> list[int]:
        """Return who stands behind the "by" of a passive verb or of a noun."""
        return self.joined(m for word, m in self.obliques(k) if word == "by")

    def objects(self, k: int) -> list[int]:
        """Return the objects of a verb: of a passive one what stands as its subject."""
        if self.passive(k):
            return self.subjects(k)
        found = self._meant(k, self.children(k, _OBJECT))
        if not found and self.labels[k] in _RELATIVE and self.children(k, _SUBJECT):
            own = {self.lower[m] for m in self.children(k, _SUBJECT)}
            return [] if own & RELATIVES else [self.heads[k]]
        return found

    # ------------------------------------------------------------------------------------------------ of any other word
    def obliques(self, k: int) -> Iterator[tuple[str, int]]:
        """Yield what prepositions join to a word, each with its preposition."""
        for m in self._children[k]:
            if self.labels[m] in _PREPOSITION:
                yield from ((self.lower[m], n) for n in self.joined(self.children(m, {"pobj"})))
            elif self.labels[m] in _NOMINAL:
                yield from ((self.lower[c], n) for c in self.children(m, {"case"}) for n in self.joined([m]))

    def owners(self, k: int) -> list[int]:
        """Return what stands before a noun as its owner or its kind: "Japan's government", "Chinese firms"."""
        return self.joined(self.children(k, _OWNER))

    def beside(self, k: int) -> list[int]:
        """Return what a noun is also called: "the ministry, MOFCOM"."""
        return self.children(k, _BESIDE)

    def _infinitive(self, k: int) -> bool:
        return any(self.lower[m] == "to" for m in self._children[k] if self.labels[m] in {"aux", "mark"})

    def _meant(self, k: int, found: Sequence[int]) -> list[int]:
        """Return words; for "which" and "who" of a relative clause the noun it hangs on."""
        clause = self.labels[k] in _RELATIVE
        return self.joined(self.heads[k] if clause and self.lower[m] in RELATIVES else m for m in found)


def _depths(parsed: Sequence[Parsed]) -> list[int]:
    """Return how many links each token stands below its root."""
    found = [-1] * len(parsed)
    for i in range(len(parsed)):
        path: list[int] = []
        k = i
        while found[k] < 0 and parsed[k].head != k:
            path.append(k)
            k = parsed[k].head
        found[k] = max(found[k], 0)
        for n, m in enumerate(reversed(path), found[k] + 1):
            found[m] = n
    return found
