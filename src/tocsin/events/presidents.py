"""Of which state "the President" is where a document is not American: of who speaks, or of whose president it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tocsin.events.context import Memory
from tocsin.events.grammar import Sentence
from tocsin.events.mentions import Mention

#: Whose president is meant where nothing says more.
_USUAL = "USA"
_STATE = 3  # letters of the code of a state
#: States that have none.
_WITHOUT = frozenset(
    {
        "AUS", "BEL", "CAN", "DNK", "ESP", "GBR", "JOR", "JPN", "KWT", "MAR", "MYS", "NLD", "NOR", "NZL", "OMN", "QAT",
        "SAU", "SWE", "THA",
    }
)  # fmt: skip
_PAST = frozenset({"former", "ex", "late", "then"})
_NAMING = frozenset({"leader", "name", "people", "seat"})


def presided(sentence: Sentence, memory: Memory) -> None:
    """Let "the President" mean the one of whom a document tells, and keep which presidents it names.

    Parameters
    ----------
    sentence : Sentence
        The sentence; changed.
    memory : Memory
        What was said before; changed. Where the United States are named at all, theirs may be meant.
    """
    memory.presidents |= set(_named(sentence))
    if any(one.party == _USUAL and not _alone(sentence, one) for one in sentence.mentions):
        memory.presidents.add(_USUAL)
    whose = _whose(memory)
    for one in list(sentence.mentions):
        if whose != _USUAL and _alone(sentence, one):
            sentence.rename(one, replace(one, party=whose))


def _whose(memory: Memory) -> str:
    """Return the state: in a document of Australia that names Korea's president, Korea."""
    if _USUAL in memory.author or (_USUAL in memory.presidents and not memory.author):
        return _USUAL
    others = memory.presidents - set(memory.author)
    if len(others) == 1:
        return next(iter(others))
    own = memory.author[0] if len(memory.author) == 1 and not others else ""
    return own if len(own) == _STATE and own not in _WITHOUT else _USUAL


def _alone(sentence: Sentence, one: Mention) -> bool:
    return one.form == "office" and one.party == _USUAL and sentence.lower[one.first : one.last] == ["the", "president"]


def _named(sentence: Sentence) -> Iterator[str]:
    """Yield whose presidents a sentence names: "President Lee", "Turkish President", "the President of France"."""
    lower = sentence.lower
    for one in sentence.mentions:
        if one.form in _NAMING and len(one.party) == _STATE and one.party != "EUU":
            before, behind = lower[max(one.first - 3, 0) : one.first], lower[one.last : one.last + 2]
            if behind[:1] in (["'s"], ["’s"]):
                behind = behind[1:]
            of_state = before[-2:] == ["president", "of"] or before == ["president", "of", "the"]
            if _PAST & {*before, *lower[max(one.first - 4, 0) : one.first]}:
                continue
            if before[-1:] == ["president"] if one.form == "leader" else of_state or behind[:1] == ["president"]:
                yield one.party
