"""What stands beside a name and is not the subject: "Pakistan, a key U.S. ally, has refused"."""

from __future__ import annotations

from collections.abc import Set

from tocsin.events.grammar import ADVERBS, HAVE, MODALS, Sentence, Verb
from tocsin.events.mentions import Mention

_LONGEST, _SHORT, _ASIDE = 14, 5, 10
#: What somebody is to another.
_RELATIONS = frozenset(
    {
        "supplier", "suppliers", "customer", "customers", "subsidiary", "unit", "arm", "affiliate", "rival", "partner",
        "contractor", "client", "competitor", "owner", "parent", "division", "maker", "buyer", "neighbour", "neighbor",
        "ally",
    }
)  # fmt: skip
_OPENING = frozenset({"a", "an", "one", "itself", "once", "home", "now", "long", "the", "its"})
_VERBAL = frozenset({"of", "to", "from", "with", "by", "for", "in", "at", "and", "or", "that", "which"})
_HELPING = ADVERBS | HAVE | MODALS | {"is", "are", "was", "were", "not", "n't"}


def described(sentence: Sentence, one: Mention, verb: Verb) -> Mention | None:
    """Return whom an aside between commas describes, if a party is named in it.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party that stands in the aside.
    verb : Verb
        The verb behind it.

    Returns
    -------
    Mention or None
        The party before the aside: "Pakistan" of "Pakistan, a key U.S. ally in the war, has refused".
    """
    lower = sentence.lower
    k = _before(lower, verb.first, _HELPING)
    if k < one.last or lower[k] != ",":
        return None
    begin = next((m for m in range(one.first - 1, max(one.first - _SHORT, 0), -1) if lower[m] == ","), -1)
    if begin < 1 or k - begin > _LONGEST or "," in lower[one.last : k]:
        return None
    owned = begin == one.first - 1 and lower[one.last] in {"'s", "'"}
    if lower[begin + 1] not in _OPENING and not owned:
        return None
    named = sentence.mention_at(begin - 1)
    return named if named is not None and named.is_party and named.party != one.party else None


def describes(sentence: Sentence, one: Mention) -> bool:
    """Return whether a firm only says which other firm is meant: "Tesla's supplier CATL".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.

    Returns
    -------
    bool
        Not of "Tesla's plant", nor of a country, whose firm may stand for it: "China's CATL".
    """
    lower = sentence.lower
    if one.form != "firm" or lower[one.last : one.last + 1] not in (["'s"], ["’s"], ["'"], ["’"]):
        return False
    named = (sentence.mention_at(k) for k in range(one.last + 2, min(one.last + _SHORT, len(lower))))
    other = next((each for each in named if each is not None), None)
    if other is None or other.form != "firm" or other.party == one.party:
        return False
    return all(lower[k].isalpha() and lower[k] not in _VERBAL for k in range(one.last + 1, other.first))


def beside(sentence: Sentence, one: Mention) -> bool:
    """Return whether a party only says what somebody else is to it: "Isarion, a supplier of Infineon, said".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.

    Returns
    -------
    bool
        Also of "Tarnwerk, whose biggest customer is ASML"; not of "a supplier of Infineon said": nobody else is named.
    """
    lower, words = sentence.lower, sentence.words
    begin = next((k for k in range(one.first - 1, max(one.first - _ASIDE, 0), -1) if lower[k] == ","), 0)
    if begin < 1 or not words[begin - 1].capital:
        return False
    between = lower[begin + 1 : one.first]
    if between[:1] == ["whose"]:
        return bool(_RELATIONS & set(between)) and between[-1] in {"is", "was", "are", "were"}
    if between and between[0] not in _OPENING:
        return False
    of = any(
        word in _RELATIONS and between[k + 1 : k + 2] in (["of"], ["to"], ["for"]) for k, word in enumerate(between)
    )
    behind = lower[one.last : one.last + _SHORT]
    own = any(word in _RELATIONS and behind[k + 1 : k + 2] == [","] for k, word in enumerate(behind))
    return of or (own and len(between) < _SHORT)


def _before(lower: list[str], k: int, skipped: Set[str]) -> int:
    k -= 1
    while k >= 0 and (lower[k] in skipped or lower[k].endswith("ly")):
        k -= 1
    return k


def begins(sentence: Sentence, verb: Verb) -> int:
    """Return where the search for the subject of a verb begins: of a second verb, before the first.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        The verb.

    Returns
    -------
    int
        The word before "announced" for the second verb of "announced it and would deny entry".
    """
    k = _before(sentence.lower, verb.first, _HELPING)
    if k < 1 or sentence.lower[k] != "and" or not (verb.form.tags & {"past", "s"} or k < verb.first - 1):
        return verb.first - 1
    first = [one for one in sentence.verbs if one.last <= k and one.form.tags & {"past", "s"} and not one.passive]
    return first[-1].first - 1 if first and verb.form.tags & {"past", "s", "base"} else verb.first - 1
