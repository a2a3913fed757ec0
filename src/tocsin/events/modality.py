"""How far it is a fact: done, announced, possible, conditional, denied or called for."""

from __future__ import annotations

from tocsin.events.grammar import ADVERBS, BE, HAVE, MODALS, NOT, Sentence, Verb
from tocsin.events.wordlists import word_set

_CALLING = word_set("modality", "calling")
_PLANNING = word_set("modality", "planning")
_WEIGHING = word_set("modality", "weighing")
_DENYING = word_set("modality", "denying")
_ACTING = word_set("modality", "acting")
_DENIED = word_set("modality", "denied")
_GOING_ON = word_set("modality", "going_on")
_CANNOT = word_set("modality", "cannot")
_POSSIBLE = word_set("modality", "possible")
_CALLED = word_set("modality", "called")
_FUTURE = word_set("modality", "future")
_REPORTING = word_set("modality", "reporting")
_HELPING = MODALS | NOT | BE | HAVE | ADVERBS | {"to", "do", "does", "did", "from", "without"}
_FACING = word_set("modality", "facing")
_ARRIVED = word_set("modality", "arrived")
_REACH = 14
_HELPED = frozenset({"help", "helps", "helped", "helping", "see", "watch"})
_PLANS = frozenset({"plan", "plans", "proposal", "proposals", "decision", "threat", "threats", "intention", "bid"})
_SHELVED = word_set("modality", "shelved")
#: Before a call that asks for nothing: "agreed in a telephone call to".
_BY_PHONE = frozenset({"telephone", "phone", "video", "conference"})
#: What a control bars: "no person shall export".
_MOVING = frozenset({"export", "import", "ship", "sell", "transfer", "supply", "re-export"})
_OBLIGED = word_set("modality", "obliged")
#: Verbs that mean a control where somebody must: "must obtain a licence".
OBTAINING = word_set("modality", "obtaining")


def modality(sentence: Sentence, verb: Verb) -> str:  # noqa: C901, PLR0911, PLR0912 - each is a rule
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
        One of :data:`tocsin.events.event.MODALITIES`; empty if it names only what could be done in general ("the power
        to restrict exports").
    """
    if verb.form.lemma in OBTAINING and (said := obliged(sentence, verb)):
        return said
    group, head = _group(sentence, verb)
    helping = set(group)
    if _nobody(sentence, head, verb.form.lemma):
        return "denied"
    if (helping & NOT and "only" not in helping) or "without" in helping:
        return "denied"
    if _within_condition(sentence, verb):
        return "conditional"
    if said := _helped(sentence, head, helping):
        return said
    if "to" in helping and (sentence.lower[head + 1] in BE or _headline(sentence, head)):
        return "announced"
    if _contested(sentence, head):
        return "denied"
    if (before := _joined(sentence, verb, head)) is not None:
        return modality(sentence, before)
    if "to" in helping and "have" in helping and "part" in verb.form.tags:
        return "done"
    if (
        "to" in helping
        and verb.form.lemma in _FACING
        and _ARRIVED & set(sentence.lower[max(head - _REACH, 0) : head + 1])
    ):
        return "done"
    if "to" in helping or "from" in helping:
        return _governed(sentence, head)
    if "ing" in verb.form.tags and not helping & BE:
        return _gerund(sentence, head)
    if "base" in verb.form.tags and "past" not in verb.form.tags and not helping:
        return _governed_bare(sentence, head)
    return "done"


def obliged(sentence: Sentence, verb: Verb) -> str:
    """Return how far it is a fact that somebody has to do something: "exporters will have to obtain a licence".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        What has to be done.

    Returns
    -------
    str
        A modality; empty if nobody has to.
    """
    before = sentence.lower[max(verb.first - 3, 0) : verb.first]
    if "must" in before or "shall" in before:
        return "done"
    if before[-1:] != ["to"] or not _OBLIGED & set(before):
        return ""
    helping = set(sentence.lower[max(verb.first - 9, 0) : verb.first])
    if helping & NOT:
        return "denied"
    if helping & _POSSIBLE:
        return "possible"
    return "announced" if helping & (_FUTURE | {"would"}) else "done"


def _headline(sentence: Sentence, head: int) -> bool:
    """Return whether an infinitive right behind a party is all that a headline says: "US to sell gasoline reserve"."""
    one = sentence.mention_at(head) if head >= 0 else None
    if one is None or not one.is_party:
        return False
    before = sentence.lower[max(one.first - 2, 0) : one.first]
    return before in ([], ["the"]) or before[-1:] in ([";"], [":"])


def _nobody(sentence: Sentence, head: int, lemma: str) -> bool:
    """Return whether the subject is denied: "no country has"; "no person shall export" bars it."""
    before = sentence.lower[max(head - 2, 0) : head + 1]
    name = any(sentence.words[k].text == "No" for k in range(max(head - 2, 1), head + 1))  # "Minister No Kwang Chol"
    barred = lemma in _MOVING and {"shall", "may"} & {*before, *sentence.lower[head + 1 : head + 2]}
    return "no" in before and not (name or barred) and "doubt" not in before


def _contested(sentence: Sentence, head: int) -> bool:
    """Return whether it is only what somebody denies: "rejected claims that it had"."""
    before = sentence.lower[max(head - 8, 0) : head + 1]
    if any(one in " ".join(before) for one in ("not the case that", "not true that", "no truth to")):
        return True
    return "that" in before and bool({"denied", "rejected", "dismissed", "denies", "rejects"} & set(before))


def _helped(sentence: Sentence, head: int, helping: set[str]) -> str:
    if helping & _CALLED:
        return "called_for"
    if helping & _POSSIBLE:
        return "possible"
    if helping & _FUTURE:
        return "announced"
    if "would" in helping:
        if _DENIED & set(sentence.lower[: head + 1]):
            return "denied"
        return "announced" if set(sentence.lower[: head + 1]) & _REPORTING else "possible"
    return ""


def _joined(sentence: Sentence, verb: Verb, head: int) -> Verb | None:
    """Return the verb that one is joined to by "and", "or" or a comma, in the same form."""
    if head < 0 or sentence.lower[head] not in {"and", "or", ","} or not verb.form.tags & {"base", "ing"}:
        return None
    if "past" in verb.form.tags or verb.first - head > 2:
        return None
    for before in reversed(sentence.verbs):
        if before.last <= head < before.last + _REACH:
            shared = before.form.tags & verb.form.tags & {"base", "ing"}
            return before if shared else None
    return None


def _group(sentence: Sentence, verb: Verb) -> tuple[list[str], int]:
    """Return the helping words before a verb, and the word before them."""
    k = verb.first - 1
    group = []
    while k >= 0 and (sentence.lower[k] in _HELPING or sentence.lower[k].endswith("ly")):
        group.append(sentence.lower[k])
        k -= 1
    return group, k


def _group_before(sentence: Sentence, k: int) -> list[str]:
    """Return the helping words before one: "would be" of "would be forced to"."""
    begin = k
    while begin > 0 and sentence.lower[begin - 1] in _HELPING:
        begin -= 1
    return sentence.lower[begin:k]


def _governed(sentence: Sentence, head: int) -> str:
    """Return what the word that governs an infinitive makes of it: "plans to", "urged Japan to"."""
    for k in range(head, max(head - _REACH, -1), -1):
        if sentence.mention_at(k) is not None:
            continue
        word = sentence.lower[k]
        if word in {";", ".", ":"}:
            break
        if word == "call" and k > 0 and sentence.lower[k - 1] in _BY_PHONE:
            continue
        if word in _GOING_ON:
            return "done"
        if word in _PLANS and _SHELVED & set(sentence.lower[max(k - 5, 0) : k]):
            return "denied"
        if said := _by_governor(word):
            return "denied" if k > 0 and sentence.lower[k - 1] == "no" else said
        if word in _CANNOT:
            return ""
        if word in _ACTING:
            return _helped(sentence, k, set(_group_before(sentence, k))) or "done"
    official = head < 0 and {"amended", "modified", "revised"} & set(sentence.lower)
    return "done" if official else ""


def _by_governor(word: str) -> str:
    for words, said in (
        (_WEIGHING, "possible"),
        (_DENYING, "denied"),
        (_CALLING, "called_for"),
        (_PLANNING, "announced"),
    ):
        if word in words:
            return said
    return ""


def _gerund(sentence: Sentence, head: int) -> str:
    """Return what governs a form in -ing: "considering imposing", "announced the lifting", "before imposing"."""
    for k in range(head, max(head - 4, -1), -1):
        word = sentence.lower[k]
        if word in _WEIGHING:
            return "possible"
        if word in _DENYING:
            return "denied"
        if word in _CALLING:
            return "called_for"
        if word in _PLANNING and word not in {"agreement", "necessary", "appropriate"}:
            return "announced"
        if word == ",":
            break
    before = sentence.lower[: head + 1]
    if "including" in before and {"committed", "agreed", "pledged", "will", "plans"} & set(before):
        return "announced"
    asked = {"recommended", "recommends", "urged", "proposed"} & set(before[-12:])
    return "called_for" if asked and head >= 0 and sentence.lower[head] == "," else "done"


def _governed_bare(sentence: Sentence, head: int) -> str:
    """Return the modality of a bare form: of "let Japan restrict" the helping word stands farther off."""
    one = sentence.mention_at(head) if head >= 0 else None
    if one is not None and one.first > 0 and sentence.lower[one.first - 1] in _HELPED:
        return ""
    if {"lets", "let"} & set(sentence.lower[max(head - 3, 0) : head + 1]):
        return ""
    for k in range(head, max(head - 8, -1), -1):
        word = sentence.lower[k]
        if word in {";", "."}:
            break
        if word == "to" and sentence.lower[k + 1 : k + 2] == [","]:
            return _governed(sentence, k - 1)
        if said := _helped(sentence, k, {word}):
            return "conditional" if k == 0 else said
    return "done"


def _within_condition(sentence: Sentence, verb: Verb) -> bool:
    for k in range(verb.first - 1, -1, -1):
        if sentence.lower[k] in {";", "."} or (sentence.lower[k] == "," and verb.first - k > 1 and k > 0):
            break
        if sentence.lower[k] in {"if", "unless"}:
            return True
    if sentence.lower[:1] in (["should"], ["if"], ["unless"]):
        return bool({"will", "would", "may", "could"} & set(sentence.lower[max(verb.first - 3, 0) : verb.first]))
    return any(
        one in {"if", "unless"}
        and {"will", "would", "may", "could"} & set(sentence.lower[max(verb.first - 3, 0) : verb.first])
        for one in sentence.lower[verb.last : verb.last + 30]
    )
