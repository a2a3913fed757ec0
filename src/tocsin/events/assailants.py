"""Who attacks: of what an attack brings to a standstill the attacker is not the one who goes without."""

from __future__ import annotations

from tocsin.events.grammar import BE, Sentence
from tocsin.events.mentions import Mention
from tocsin.events.wordlists import word_set

_ATTACKS = word_set("assailants", "attacks")
_ATTACKERS = word_set("assailants", "attackers")
_ATTACKED = word_set("assailants", "attacked")
_STRIKES = frozenset({"strike", "strikes"})
_BY_AIR = frozenset({"air", "drone", "missile", "rocket"})
_AGENT = frozenset({"by", "from"})
_LINKING = _AGENT | {"to", "with", "of"}
_APART = frozenset(
    {
        "suffered",
        "endured",
        "sustained",
        "hit",
        "struck",
        "by",
        "under",
        "faced",
        "lost",
        "from",
        ",",
        ";",
        ":",
        "and",
        "but",
        "that",
        "which",
        "who",
        "after",
        "before",
        "as",
        "while",
        "against",
        "on",
    }
)
_NEAR, _LINKED = 4, 5


def assails(sentence: Sentence, one: Mention) -> bool:
    """Return whether a party is named as the one that attacks.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.

    Returns
    -------
    bool
        "A Russian missile attack left a million without power", "drones fired by Iran", "hackers linked to China"; not
        "Kenya's drone factory", which stands still itself.
    """
    lower = sentence.lower
    for k in range(one.last, min(one.last + _NEAR, len(lower))):
        if lower[k] in _APART or lower[k] in BE:
            break
        if lower[k] in _ATTACKED:
            return True
        struck = lower[k] in _STRIKES and lower[k - 1] in _BY_AIR
        if (struck or lower[k] in _ATTACKS | _ATTACKERS) and not _within_facility(sentence, k):
            return True
    before = one.first - 1 - (lower[one.first - 1 : one.first] == ["the"])
    if before < 0 or lower[before] not in _LINKING:
        return False
    told = set(lower[max(before - _LINKED, 0) : before])
    return bool(told & _ATTACKERS) or (lower[before] in _AGENT and bool(told & (_ATTACKS | _ATTACKED)))


def _within_facility(sentence: Sentence, k: int) -> bool:
    """Return whether a word only says what a plant is for: "a missile plant"."""
    return any("facility" in classes and first == k + 1 for first, _, classes in sentence.nouns)
