"""What nouns alone say: "Japanese export controls on chemicals", "its missile test", "a shortage of chips"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from tocsin.events.context import Memory
from tocsin.events.grammar import Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.mishaps import failures, mishap
from tocsin.events.roles import agent, clause_end, group_at, owner, targets
from tocsin.events.wordlists import word_set

_REACH = 14
_NOUN_ONLY = 0.5
_MEASURES = {
    "ban": "ban",
    "quota": "quota",
    "tariff": "tariff",
    "sanction": "sanction",
    "control": "impose_control",
}
_RISKY = word_set("naming", "risky")
_UNREAL = word_set("naming", "unreal")
_CHANGES = {"extension": "extend", "suspension": "suspend", "removal": "lift_control", "expiry": "expire"}
_CHANGED = frozenset({"control", "ban", "quota", "tariff", "sanction", "authorisation"})
_LAUNCHES = frozenset(
    {"launched", "fired", "lofted", "launch", "launches", "test", "tests", "firing", "testing", "firings", "launching"}
)
_DECLARED = frozenset({"Statement", "Declaration", "Communique", "Communiqué", "Accord"})
_VOICED = word_set("naming", "voiced")


def by_nouns(
    sentence: Sentence, used: Set[int], *, has_goods: bool, memory: Memory, verbs: Sequence[Draft]
) -> Iterator[Draft]:
    """Yield what is named by a noun.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    used : set of int
        Words that already made an event.
    has_goods : bool
        Whether it names goods.
    memory : Memory
        What was said before.
    verbs : sequence of Draft
        What its verbs say.

    Yields
    ------
    Draft
        Of each noun at most one.
    """
    seen: set[str] = set()
    for first, last, classes in sentence.nouns:
        if used & set(range(first, last)):
            continue
        for draft in (
            _measure(sentence, first, last, classes, has_goods=has_goods),
            _retaliation(sentence, first, last, classes),
            _missile(sentence, first, last, classes, verbs),
            _exercise(sentence, first, last, classes, memory),
            mishap(sentence, first, last, classes, verbs),
            _change(sentence, first, last, classes),
            _meeting(sentence, first, last, classes),
        ):
            if draft is not None and not (draft.act in seen and not draft.actors and draft.act != "exercise"):
                seen.add(draft.act)
                yield draft
                break
    yield from _launches(sentence)
    yield from _statement(sentence)
    yield from _stance(sentence)
    yield from failures(sentence, seen | {one.act for one in verbs})


def _draft(  # noqa: PLR0917
    act: str, first: int, last: int, actors: list[Mention], found: list[Mention], state: str = "done"
) -> Draft:
    return Draft(act, tuple(actors), tuple(found), first, last, state, _NOUN_ONLY)


def _state(sentence: Sentence, first: int) -> str:
    return "possible" if _RISKY & set(sentence.lower[max(first - 4, 0) : first]) else "done"


def _measure(sentence: Sentence, first: int, last: int, classes: frozenset[str], *, has_goods: bool) -> Draft | None:
    act = next((_MEASURES[name] for name in _MEASURES if name in classes), "")
    if not act:
        return None
    who = owner(sentence, first)
    if not who and first > 1 and sentence.lower[first - 2 : first] == ["use", "of"]:
        who = owner(sentence, first - 2)
    if not who:
        return None
    end = min(clause_end(sentence, last), last + _REACH)
    whom = targets(sentence, last, end, avoid=[one.party for one in who])
    following = sentence.lower[last] if last < len(sentence.lower) else ""
    if sentence.lower[first - 1] in {"its", "their"} and not whom:
        return None
    if not whom and {"its", "their"} & set(sentence.lower[last + 1 : last + 2]):
        own = {one.party for one in who}
        whom = [one for one in sentence.mentions if one.last <= first and one.is_party and one.party not in own][:1]
    if following not in {
        "on",
        "against",
        "over",
        "targeting",
        "of",
        "towards",
        "toward",
        "to",
        "related",
        "associated",
    }:
        return None
    if {"remain", "remains", "remained"} & set(sentence.lower[last : last + 7]):
        return None
    return _draft(act, first, last, who, whom, _state(sentence, first)) if whom or has_goods else None


def _retaliation(sentence: Sentence, first: int, last: int, classes: frozenset[str]) -> Draft | None:
    if "retaliation" not in classes:
        return None
    lower = sentence.lower
    following = lower[last] if last < len(lower) else ""
    who = owner(sentence, first) or agent(sentence, last, 4)
    if not who and following in {"from", "by"}:
        who = targets(sentence, last, min(last + 6, len(lower)), loose=True)
    if not who:
        return None
    whom = targets(sentence, last, min(last + 8, len(lower)), avoid=[one.party for one in who])
    return _draft("retaliate", first, last, who, whom, _state(sentence, first))


def kind_of(sentence: Sentence, first: int, last: int) -> str:
    """Return which kind of missile words name; empty if none.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    first, last : int
        The words.

    Returns
    -------
    str
        ``icbm``, ``satellite`` or empty.
    """
    said = set(sentence.lower[first:last])
    return "icbm" if said & {"icbm", "icbms", "intercontinental"} else "satellite" if "satellite" in said else ""


def _missile(
    sentence: Sentence, first: int, last: int, classes: frozenset[str], verbs: Sequence[Draft]
) -> Draft | None:
    if "missile" not in classes or not _LAUNCHES & set(sentence.lower[first : last + 1]):
        return None
    who = owner(sentence, first) or _from(sentence, last) or _from(sentence, last + 1)
    then = {"followed", "following", "later", "another"} & set(sentence.lower)
    if not who and (then or "by" in sentence.lower[max(first - 3, 0) : first]):
        who = next((list(one.actors) for one in verbs if one.act == "missile_test"), [])
    if not who:
        return None
    draft = _draft("missile_test", first, last, who, [], _state(sentence, first))
    return replace(draft, kind=kind_of(sentence, first, last))


def _launches(sentence: Sentence) -> Iterator[Draft]:
    """Yield "its test of a long-range ballistic missile", "its launch using ballistic missile technology"."""
    for k, word in enumerate(sentence.lower):
        if word not in _LAUNCHES or k == 0:
            continue
        if any(first <= k < last for first, last, _ in sentence.nouns):
            continue
        if _korean(sentence, k):
            yield _draft("missile_test", k, k + 1, _from(sentence, k + 1) or owner(sentence, k, reach=3), [])
            continue
        near = [one for one in sentence.nouns if k < one[0] <= k + 7 and "missile" in one[2]]
        between = sentence.lower[k + 1 : near[0][0]] if near else []
        if not near or not {"of", "using"} & set(between):
            continue
        who = owner(sentence, k) or _from(sentence, near[0][1])
        if who:
            yield _draft("missile_test", k, k + 1, who, [])


def _korean(sentence: Sentence, k: int) -> bool:
    """Return whether a launch is said to be North Korea's: what it launches need not be named."""
    who = _from(sentence, k + 1) or owner(sentence, k, reach=3)
    behind = sentence.lower[k + 1] if k + 1 < len(sentence.lower) else ""
    return behind != "of" and any(one.party == "PRK" for one in who)


def _from(sentence: Sentence, last: int) -> list[Mention]:
    if last + 1 >= len(sentence.lower) or sentence.lower[last] not in {"by", "from"}:
        return []
    return targets(sentence, last, min(last + 4, len(sentence.lower)), loose=True)


def _exercise(sentence: Sentence, first: int, last: int, classes: frozenset[str], memory: Memory) -> Draft | None:
    if "exercise" not in classes:
        return None
    lower = sentence.lower
    around = set(lower[max(first - 4, 0) : first])
    who = owner(sentence, first)
    told = bool(who) or bool(around & {"trilateral", "joint", "bilateral", "naval", "annual", "live-fire"})
    placed = bool({"off", "in", "executed", "near", "held", "conducted", "with"} & set(lower[last : last + 6]))
    if not (told and placed) or _UNREAL & around:
        return None
    named = memory.counted(lower[max(first - 4, 0) : first])
    draft = _draft(
        "exercise",
        first,
        last,
        who,
        targets(sentence, last, min(last + 6, len(lower))) if "with" in lower[last : last + 3] else [],
    )
    parties = named or (
        (memory.subject if len(memory.subject) > 1 else memory.groups[-1] if memory.groups else ()) if not who else ()
    )
    return draft if who else replace(draft, parties=parties)


def _change(sentence: Sentence, first: int, last: int, classes: frozenset[str]) -> Draft | None:
    """Yield "the extension of the waiver", "China's suspension of its ban"."""
    act = next((_CHANGES[name] for name in _CHANGES if name in classes), "")
    if "removal" in classes and (taken := _taken_off(sentence, first, last)) is not None:
        return taken
    if not act or last >= len(sentence.lower) or sentence.lower[last] != "of":
        return None
    near = [one for one in sentence.nouns if last < one[0] <= last + 6 and one[2] & _CHANGED]
    who = owner(sentence, first) or agent(sentence, last, 12)
    if not near or not who:
        return None
    whom = targets(sentence, near[0][1], min(near[0][1] + 8, len(sentence.lower)), avoid=[one.party for one in who])
    return _draft(act, first, last, who, whom)


def _taken_off(sentence: Sentence, first: int, last: int) -> Draft | None:
    """Return "Tokyo's removal of Seoul from its white list"."""
    near = [one for one in sentence.nouns if last < one[0] <= last + _REACH and one[2] & {"trusted", "entity"}]
    if not near or "from" not in sentence.lower[last : near[0][0]] or sentence.lower[last : last + 1] != ["of"]:
        return None
    who = owner(sentence, first) or agent(sentence, near[0][1], 6)
    whom = targets(sentence, last, near[0][0], avoid=[one.party for one in who], loose=True)
    act = "remove_trusted_group" if "trusted" in near[0][2] else "lift_control"
    return _draft(act, first, last, who, whom) if who and whom else None


def _meeting(sentence: Sentence, first: int, last: int, classes: frozenset[str]) -> Draft | None:
    """Yield "President Biden's visit to Japan", "my meeting with President Xi"."""
    lower = sentence.lower
    if not classes & {"meeting", "dialogue"} or last >= len(lower) or lower[last] not in {"to", "with", "between"}:
        return None
    whom = targets(sentence, last, min(last + 12, len(lower)), loose=True)
    if not whom or whom[0].first > last + 8:
        return None
    extra = (
        targets(sentence, whom[-1].last, min(whom[-1].last + 6, len(lower)))
        if lower[whom[-1].last : whom[-1].last + 2] == ["and", "to"]
        else []
    )
    act = "dialogue" if "dialogue" in classes else "meet"
    if lower[first - 1] == "my":
        return Draft(act, (), tuple(whom), first, last, "done", _NOUN_ONLY, pronoun="i")
    if lower[last] == "between":
        return _draft(act, first, last, whom, []) if len(whom) > 1 and act == "dialogue" else None
    who = owner(sentence, first, reach=5)
    return _draft(act, first, last, who, [*whom, *extra]) if who and act == "meet" else None


def _statement(sentence: Sentence) -> Iterator[Draft]:
    """Yield a statement of several called by its place: "the Phnom Penh Statement on the U.S.-Japan partnership"."""
    for k, word in enumerate(sentence.words):
        if k < 2 or word.text not in _DECLARED or not sentence.words[k - 1].capital:
            continue
        near = [one for one in sentence.mentions if k < one.first <= k + 6 and one.is_party]
        group = group_at(sentence, near[0], 1) if near else []
        if len(group) > 1:
            yield _draft("state", k, k + 1, group, [])


def _stance(sentence: Sentence) -> Iterator[Draft]:
    """Yield "vocal in its support for Taiwan"."""
    for k, word in enumerate(sentence.lower[:-1]):
        if word not in {"support", "criticism", "opposition", "condemnation"} or not _VOICED & set(
            sentence.lower[max(k - 5, 0) : k]
        ):
            continue
        if sentence.lower[k + 1] not in {"for", "of", "to"}:
            continue
        who = owner(sentence, k)
        whom = targets(sentence, k + 1, min(k + 6, len(sentence.lower)), avoid=[one.party for one in who])
        if who and whom:
            yield _draft("state", k, k + 1, who, whom)
