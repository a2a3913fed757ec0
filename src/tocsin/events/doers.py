"""Who certainly does what a verb tells: stands right before it where its clause begins, or is meant by "which"."""

from __future__ import annotations

from tocsin.events.bystanders import AIMED
from tocsin.events.clauses import before_helping
from tocsin.events.grammar import Sentence, Verb
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at
from tocsin.events.told import WEEKDAY
from tocsin.events.wordlists import word_set

_BEGINNING = frozenset(
    {
        "after", "before", "because", "since", "when", "while", "as", "once", "although", "though", "whereas", "unless",
        "that", "said", "says",
    }
)  # fmt: skip
_TITLES = word_set("names", "titles") | {"prime", "foreign", "trade", "vice"}
_RELATIVE = frozenset({"which", "who"})
_TIMES = word_set("roles", "calendar") | {
    "last", "this", "week", "month", "year", "on", "in", "earlier", "later", "yesterday", "today", "late", "early",
    "then",
}  # fmt: skip
#: Verbs whose subject is a measure, or who it is done to.
_UNDERGOING = frozenset(
    {
        "take effect", "enter into force", "come into force", "apply", "kick in", "affect", "hit", "expire", "return",
        "join", "rejoin", "regain", "lose", "get", "receive", "win", "obtain", "face", "suffer", "enter", "enjoy",
    }
)  # fmt: skip
_INSTRUMENTS = frozenset({"control", "ban", "tariff", "quota", "sanction", "permit", "agreement", "list"})
_ACTS = AIMED | {"missile_test", "stock_release"}
#: What no measure does.
_BY_WORD = frozenset({"threaten", "retaliate", "state", "pledge", "suspend"})
_WORDS = frozenset({"threat", "threats", "warning", "warnings", "response", "retaliation", "reprisal", "reprisals"})
_INTENTS = frozenset(
    {"decision", "decisions", "plan", "plans", "threat", "threats", "pledge", "promise", "offer", "refusal"}
)
_DECIDING = frozenset({"agree", "decide", "plan", "pledge", "vow", "threaten", "promise", "refuse", "offer"})
_MEASURED, _CLAUSE, _FAR = 8, 25, 10


def doers(sentence: Sentence, draft: Draft) -> list[Mention]:
    """Return who does an act for certain.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    draft : Draft
        The act.

    Returns
    -------
    list of Mention
        "Israel" of "it cut supplies after Israel halted the flow", "India" of "explained it to India, which last week
        threatened to halt exports"; empty if no clause begins so.
    """
    if draft.act not in _ACTS:
        return []
    if by := _by(sentence, draft.first) or _whose(sentence, draft.first):
        return by
    verb = next((one for one in sentence.verbs if one.first == draft.first and not one.passive), None)
    if verb is None:
        return []
    verb = _governing(sentence, verb)
    if verb is None or verb.form.lemma in _UNDERGOING:
        return []
    k = before_helping(sentence, verb.first)
    one = sentence.mention_at(k) if k > 0 else None
    if one is not None and one.is_party:
        return _beginning(sentence, group_at(sentence, one, -1))
    return _meant(sentence, k, draft.act) if verb.form.tags & {"past", "s"} else []


def _by(sentence: Sentence, k: int) -> list[Mention]:
    """Return whose word or measure a noun is: "a warning by Chile", "threats from Chile", "the suspension by Chile"."""
    lower = sentence.lower
    behind = lower[k + 1 : k + 2]
    if not any(first <= k < last for first, last, _ in sentence.nouns) and lower[k] not in _WORDS:
        return []
    if behind != ["by"] and not (behind == ["from"] and lower[k] in _WORDS):
        return []
    one = sentence.mention_at(k + 2 + (lower[k + 2 : k + 3] == ["the"]))
    return group_at(sentence, one, 1) if one is not None and one.is_party else []


def _whose(sentence: Sentence, first: int) -> list[Mention]:
    """Return whose decision or threat it is to do it: Japan of "answers Japan's decision last month to list it"."""
    lower = sentence.lower
    if lower[first - 1 : first] != ["to"]:
        return []
    k = next((m for m in range(first - 2, max(first - _MEASURED, 0), -1) if lower[m] in _INTENTS), 0)
    owned = k > 1 and lower[k - 1] in {"'s", "’s"}
    one = sentence.mention_at(k - 2) if owned else sentence.mention_at(k - 1) if k else None
    return [one] if one is not None and one.is_party and (owned or one.form == "people") else []


def _beginning(sentence: Sentence, group: list[Mention]) -> list[Mention]:
    """Return parties if a clause begins with them."""
    begin = group[0].first - 1
    while begin > 0 and (sentence.lower[begin] in _TITLES or sentence.lower[begin] == "the"):
        begin -= 1
    return group if begin >= 0 and sentence.lower[begin] in _BEGINNING else []


def _meant(sentence: Sentence, k: int, act: str) -> list[Mention]:
    """Return whom "which" means right before a verb, or before when it was."""
    lower = sentence.lower
    if k > 0 and lower[k] == "and":  # "which lodged a protest and warned"
        k = next((m for m in range(k, max(k - _CLAUSE, 0), -1) if lower[m] in _RELATIVE | {",", ";"}), k)
    while k > 1 and (lower[k] in _TIMES or lower[k].isdigit() or WEEKDAY.fullmatch(sentence.words[k].text)):
        k -= 1
    one = sentence.mention_at(k - 1 - (lower[k - 1] == ",")) if k > 1 and lower[k] in _RELATIVE else None
    if one is None or not one.is_party or (act not in _BY_WORD and _measured(sentence, one)):
        return []
    return group_at(sentence, one, -1)


def _governing(sentence: Sentence, verb: Verb) -> Verb | None:
    """Return the finite verb on which an infinitive hangs, "threatened" of "threatened to halt"; or the verb itself."""
    if sentence.lower[verb.first - 1 : verb.first] != ["to"]:
        return verb
    near = [one for one in sentence.verbs if 0 <= verb.first - 1 - one.last <= _FAR and not one.passive]
    return next((one for one in reversed(near) if one.last == verb.first - 1 or one.form.lemma in _DECIDING), None)


def _measured(sentence: Sentence, one: Mention) -> bool:
    """Return whether a measure is named before a party, which "which" may mean: "duties on Chile, which hit cod"."""
    begin = max(one.first - _MEASURED, 0)
    return any(classes & _INSTRUMENTS and begin <= first < one.first for first, _, classes in sentence.nouns)
