"""How far it is a fact: done, announced, possible, conditional, denied or called for."""

from __future__ import annotations

from tocsin.events.grammar import ADVERBS, BE, HAVE, MODALS, NOT, Sentence, Verb

_CALLING = frozenset(
    "urge urges urged urging ask asks asked call calls called calling demand demands demanded request requested want wants "
    "wanted press presses pressed appeal appealed recommend recommended encourage encouraged order ordered".split()
)
_PLANNING = frozenset(
    "plan plans planned planning intend intends intended set expected due prepare prepares preparing prepared decide decides "
    "decided scheduled pledge pledges pledged vow vows vowed promise promised agree agreed announce announced announces "
    "announcing aim aims seek seeks".split()
)
_WEIGHING = frozenset(
    "consider considers considered considering weigh weighs weighing mull mulls mulling threaten threatens threatened "
    "threatening could might may possible likely risk fear fears feared".split()
)
_DENYING = frozenset("deny denies denied denying refuse refuses refused refusing reject rejects rejected".split())
_IF = frozenset({"if", "unless", "should", "were"})
_POSSIBLE = frozenset("may might could can would".split())
_CALLED = frozenset("should must".split())
_FUTURE = frozenset("will shall won't".split())


def modality(sentence: Sentence, verb: Verb) -> str:
    """Say how far what a verb says is a fact.

    Parameters
    ----------
    sentence : Sentence
        Its sentence.
    verb : Verb
        The verb.

    Returns
    -------
    str
        One of :data:`tocsin.events.event.MODALITIES`.
    """
    group, head = _group(sentence, verb)
    if NOT & set(group) and not {"only"} & set(group):
        return "denied"
    if _within_condition(sentence, verb):
        return "conditional"
    if set(group) & _CALLED:
        return "called_for"
    if set(group) & _POSSIBLE:
        return "possible"
    if set(group) & _FUTURE:
        return "announced"
    if "to" in group or "from" in group:
        return _governed(sentence, head)
    if "ing" in verb.form.tags and not set(group) & BE:
        return _governed(sentence, head, only_weighing=True)
    return "done"


def _group(sentence: Sentence, verb: Verb) -> tuple[list[str], int]:
    """Return the helping words before a verb, and where they begin."""
    k = verb.first - 1
    group = []
    helping = MODALS | NOT | BE | HAVE | ADVERBS | {"to", "do", "does", "did", "from"}
    while k >= 0 and (sentence.lower[k] in helping or sentence.lower[k].endswith("ly")):
        group.append(sentence.lower[k])
        k -= 1
    return group, k


def _governed(sentence: Sentence, head: int, *, only_weighing: bool = False) -> str:
    """Return what the word that governs an infinitive makes of it: "plans to", "urged Japan to"."""
    for k in range(head, max(head - 7, -1), -1):
        word = sentence.lower[k]
        if word in _WEIGHING:
            return "possible"
        if word in _DENYING:
            return "denied"
        if only_weighing:
            continue
        if word in _CALLING:
            return "called_for"
        if word in _PLANNING:
            return "announced"
        if word in {";", ".", ","}:
            break
    return "done" if only_weighing else "announced"


def _within_condition(sentence: Sentence, verb: Verb) -> bool:
    for k in range(verb.first - 1, -1, -1):
        if sentence.lower[k] in {";", "."} or (sentence.lower[k] == "," and verb.first - k > 1 and k > 0):
            return False
        if sentence.lower[k] in {"if", "unless"}:
            return True
    return False
