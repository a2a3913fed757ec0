"""What nouns say of hazards, outages, shortages, strikes and stocks: "after a tremor", "a fire at BASF's plant"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache

from tocsin.events.grammar import DETERMINERS, PREPOSITIONS, Sentence
from tocsin.events.lexicon import TABLE
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import agent, group_at, owner
from tocsin.events.sufferers import befallen, reporters
from tocsin.events.wordlists import word_set
from tocsin.ref.tables import read_table

_NOUN_ONLY = 0.5
_REACH = 9
_RISKY = word_set("naming", "risky")
_UNREAL = word_set("naming", "unreal")
_WEAPONS = word_set("naming", "weapons")
_ARMED = word_set("naming", "armed")
_WALKED = word_set("verbs", "workers")
_NAMED_STORMS = frozenset({"hurricane", "typhoon", "cyclone", "storm"})
_CAUSES = word_set("mishaps", "causes")
_STRUCK = word_set("mishaps", "struck")
_OVER = word_set("mishaps", "over")
_UNSURE = word_set("mishaps", "unsure")
_FAILED = word_set("mishaps", "failed")
_PLACED = frozenset({"at", "in", "on", "aboard", "hit", "inside", "off", "near"})
_SIZES = frozenset({"magnitude", "magnitude-6", "strong", "powerful", "strongest", "category"})


def mishap(sentence: Sentence, first: int, last: int, classes: frozenset[str], verbs: Sequence[Draft]) -> Draft | None:
    """Return what a noun says happened.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first, last : int
        The words of the noun.
    classes : frozenset of str
        The classes it belongs to.
    verbs : sequence of Draft
        What the verbs of the sentence say.

    Returns
    -------
    Draft or None
        None if it only names what may happen, or what a verb already says.
    """
    lower = sentence.lower
    said = {one.act for one in verbs}
    before = set(lower[max(first - 4, 0) : first])
    if before & _UNREAL or {"early", "early-warning", "alert", "warning"} & set(lower[last : last + 2]):
        return None
    for name, act in _ACTS:
        if name in classes and act not in said:
            return _READERS[name](sentence, first, last, bool(verbs))
    return None


def _draft(  # noqa: PLR0917
    act: str, first: int, last: int, actors: list[Mention], names: tuple[str, ...] = (), state: str = "done"
) -> Draft:
    return Draft(act, tuple(actors), (), first, last, state, _NOUN_ONLY, parties=names)


def _state(sentence: Sentence, first: int) -> str:
    return "possible" if _RISKY & set(sentence.lower[max(first - 4, 0) : first]) else "done"


def _shortage(sentence: Sentence, first: int, last: int, _: bool) -> Draft | None:
    lower = sentence.lower
    following = lower[last] if last < len(lower) else ""
    named = first > 0 and lower[first - 1] not in PREPOSITIONS | {"the", "and", "or", ","}
    behind = set(lower[last : last + 8])
    if not (following == "of" or named or "shortage" not in lower[last - 1]) or _OVER & behind:
        return None
    unsure = _UNSURE & (set(lower[max(first - 6, 0) : first]) | set(lower[last : last + 6]))
    state = "possible" if unsure else _state(sentence, first)
    told = reporters(sentence)
    actors, names = (told, ()) if told else ([], ())
    return _draft("shortage_reported", first, last, actors, names, state)


def _hazard(sentence: Sentence, first: int, last: int, caused: bool) -> Draft | None:
    if not _real(sentence, first, last, caused=caused):
        return None
    return _draft("hazard", first, last, [], state=_state(sentence, first))


def _outage(sentence: Sentence, first: int, last: int, _: bool) -> Draft | None:
    if not _placed(sentence, first, last):
        return None
    actors, names = befallen(sentence, None, first, last)
    return _draft("outage", first, last, actors, names, _state(sentence, first))


def _real(sentence: Sentence, first: int, last: int, *, caused: bool) -> bool:
    """Return whether a hazard is one that struck: a storm with a name, a quake with a size or a place, a cause."""
    lower = sentence.lower
    following = sentence.words[last] if last < len(sentence.words) else None
    if following is not None:
        if _NAMED_STORMS & set(lower[first:last]) and following.capital:
            return True
        ahead = sentence.words[last + 1] if last + 1 < len(sentence.words) else None
        if following.lower in {"in", "off", "near"} and ahead is not None and ahead.capital:
            return True
    begin = _phrase(sentence, first)
    within = lower[begin:first]
    if _SIZES & set(within) or any(word.startswith("magnitude") for word in within):
        return True
    cause = lower[begin - 1] if begin else ""
    if cause == "by":
        struck = any(one.last == begin - 1 and one.form.lemma in _striking() for one in sentence.verbs)
        return struck or lower[begin - 2] in _STRUCK
    if cause in {"of", "to"}:
        return caused and lower[begin - 2] in {"because", "due", "wake", "aftermath", "owing", "thanks"}
    return caused and cause in _CAUSES


@cache
def _striking() -> frozenset[str]:
    """Return the verbs by which hazards strike."""
    return frozenset(read_table(TABLE)["verbs"]["strike"])


def _phrase(sentence: Sentence, first: int) -> int:
    """Return where the phrase of a noun begins: its determiner, numbers and adjectives."""
    k = first
    while k > 0 and first - k < _REACH:
        word = sentence.lower[k - 1]
        if word in PREPOSITIONS | {",", ";", "and", "which", "that"} or any(
            one.first <= k - 1 < one.last and one.form.tags & {"past", "s"} for one in sentence.verbs
        ):
            break
        k -= 1
        if word in DETERMINERS:
            break
    return k


def _placed(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a fire, a leak or a blackout is one that happened: one, and at a plant or a place."""
    lower = sentence.lower
    several = lower[last - 1].endswith("s") and not lower[last - 1].endswith("ss")
    if last >= len(lower) or lower[last] not in _PLACED or several:
        return False
    begin = _phrase(sentence, first)
    if begin and lower[begin - 1] in {"over", "about", "of", "for", "from"} and "because" not in lower[:begin]:
        return False
    near = any("facility" in classes and last <= one < last + _REACH for one, _, classes in sentence.nouns)
    return near or any(word.capital for word in sentence.words[last : last + 5])


def _release(sentence: Sentence, first: int, last: int, _: bool) -> Draft | None:
    lower = sentence.lower
    near = [one for one in sentence.nouns if last <= one[0] <= last + 9 and "stock" in one[2]]
    if not near and not {"barrels", "reserves"} & set(lower[last : last + 12]):
        return None
    if not {"of", "from"} & set(lower[last : last + 3]):
        return None
    ahead = {"will", "plans", "planned", "would"} & set(lower[max(first - 5, 0) : first])
    who = owner(sentence, first) or agent(sentence, last, 12)
    if not who:
        before = [one for one in sentence.mentions if one.last <= first and one.is_party]
        who = group_at(sentence, before[-1], -1) if before else []
    if not who and "if" in lower:
        return None
    return _draft("stock_release", first, last, who, state="announced" if ahead else "done")


def _walkout(sentence: Sentence, first: int, last: int, _: bool) -> Draft | None:
    lower = sentence.lower
    following = lower[last] if last < len(lower) else ""
    workers = bool(_WALKED & set(lower[max(first - 6, 0) : last + 5]))
    if _OVER & set(lower[last : last + 8]):
        return None
    if not (following in {"by", "at"} and (workers or "labor" in lower[first:last])):
        return None
    who = agent(sentence, last, 4)
    actors, names = (who, ()) if who else befallen(sentence, None, first, last)
    return _draft("strike", first, last, actors, names)


_ACTS = (
    ("shortage", "shortage_reported"),
    ("hazard", "hazard"),
    ("outage", "outage"),
    ("release", "stock_release"),
    ("strike", "strike"),
)
_READERS: dict[str, Callable[[Sentence, int, int, bool], Draft | None]] = {
    "shortage": _shortage,
    "hazard": _hazard,
    "outage": _outage,
    "release": _release,
    "strike": _walkout,
}


def walkout(sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a strike is one of workers, not one of weapons or prices."""
    before = sentence.lower[first - 1] if first > 0 else ""
    behind = sentence.lower[last] if last < len(sentence.lower) else ""
    return before not in _WEAPONS and behind not in _ARMED


def failures(sentence: Sentence, seen: Set[str]) -> Iterator[Draft]:
    """Yield "homes are without power", "the unit is offline"."""
    if "outage" in seen:
        return
    for k in range(len(sentence.lower) - 1):
        if f"{sentence.lower[k]} {sentence.lower[k + 1]}" in _FAILED:
            actors, names = befallen(sentence, None, k, k + 2)
            yield _draft("outage", k, k + 2, actors, names)
            return
