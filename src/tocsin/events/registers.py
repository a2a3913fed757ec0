"""Lists that are called by what stands on them: "a list of 27 countries that enjoy the lightest checks"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tocsin.events.wordlists import word_set

_HEADS = word_set("registers", "heads")
_PARTNERS = word_set("registers", "partners")
_FIRMS = word_set("registers", "firms")
_GOODS = word_set("registers", "goods")
_TRUSTING = word_set("registers", "trusting")
_FAVOURED = word_set("registers", "favoured")
_CHECKED = word_set("registers", "checked")
_REACH, _BEHIND = 8, 12
_LISTED = _FIRMS | word_set("verbs", "firms") | {"entries", "entry"}
_OWN = frozenset({"its", "their", "the", "that", "'s", "own", "trade", "export"})
_ROLLS = frozenset({"list", "lists", "roster", "register"})

Noun = tuple[int, int, frozenset[str]]


def registers(lower: Sequence[str]) -> Iterator[Noun]:
    """Yield lists named by their contents.

    Parameters
    ----------
    lower : sequence of str
        The words of a sentence in small letters.

    Yields
    ------
    tuple of int, int and frozenset of str
        First word, one past the last, and the classes of nouns: ``trusted``, ``entity`` or ``control``, and
        ``register``.
    """
    for k, word in enumerate(lower):
        if word in _ROLLS and k > 0 and lower[k - 1] in _OWN and lower[k + 1 : k + 2] != ["of"]:
            firms = _LISTED & set(lower)
            yield k, k + 1, frozenset({"entity" if firms else "trusted", "register"})
        if word in _HEADS and lower[k + 1 : k + 2] == ["of"] and (one := _named(lower, k)) is not None:
            yield one


def with_registers(found: Sequence[Noun], lower: Sequence[str]) -> list[Noun]:
    """Return nouns with the lists among them, in place of the words that those are made of."""
    named = list(registers(lower))
    if not named:
        return list(found)
    taken = {k for first, last, _ in named for k in range(first, last)}
    kept = [one for one in found if not taken & set(range(one[0], one[1]))]
    return sorted([*kept, *named], key=lambda one: one[0])


def _named(lower: Sequence[str], k: int) -> Noun | None:
    for m in range(k + 2, min(k + 2 + _REACH, len(lower))):
        within = set(lower[k + 2 : m + 1])
        behind = set(lower[m + 1 : m + 1 + _BEHIND])
        if lower[m] in {",", ";", "that", "which"}:
            return None
        if lower[m] in _PARTNERS:
            trusted = within & _TRUSTING or behind & _FAVOURED
            return (k, m + 1, frozenset({"trusted", "register"})) if trusted else None
        if lower[m] in _FIRMS:
            if within & _TRUSTING:
                return k, m + 1, frozenset({"trusted", "register"})
            listed = lower[k] in _ROLLS or (within | behind) & _CHECKED
            return (k, m + 1, frozenset({"entity", "register"})) if listed else None
        if lower[m] in _GOODS:
            checked = (within | behind) & _CHECKED
            return (k, m + 1, frozenset({"control", "register"})) if checked else None
    return None
