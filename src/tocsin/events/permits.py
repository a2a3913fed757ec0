"""Licences, waivers and lists: whether what is done to them is a control, and which."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from tocsin.events.grammar import ADVERBS, BE, HAVE, MODALS, NOT
from tocsin.events.lexicon import Rule
from tocsin.events.modality import OBTAINING, obliged
from tocsin.events.wordlists import word_set

if TYPE_CHECKING:
    from tocsin.events.ruling import Pair

#: How a permit stands beside what it is needed for.
_GATES = ("with", "under", "without", "after")
_REMAINING = frozenset({"remain", "remains", "remained", "still", "already"})
_TIMES = frozenset({"after", "once", "when", "until", "before", "till"})
_LETTING = frozenset({"allow", "permit", "let", "authorise", "authorize", "clear"})
_HELPERS = ADVERBS | HAVE | MODALS
_RAISING = frozenset({"lift"})
#: What goods may be by the export policy of India and of others.
_POLICIES = {"prohibited": "ban", "restricted": "impose_control", "free": "lift_control"}
_ENDING = word_set("verbs", "ending")
_FAR, _NEAR = 30, 12


def permitted(pair: Pair, rule: Rule) -> bool:
    """Return whether what is done to a permit, a waiver or a requirement makes the act of a rule.

    Parameters
    ----------
    pair : Pair
        The verb and the noun.
    rule : Rule
        The rule that joins them.

    Returns
    -------
    bool
        True also of nouns of other kinds.
    """
    for judge in (_subjected, _expired, _measured, _gated, _described, _licensed):
        if (told := judge(pair, rule)) is not None:
            return told
    return True


def renamed(pair: Pair, rule: Rule) -> str:
    """Return the act that is meant where a rule names another: tariffs that are lifted to 25 % are raised.

    Parameters
    ----------
    pair : Pair
        The verb and the noun.
    rule : Rule
        The rule that joins them.

    Returns
    -------
    str
        The act; empty if that of the rule is meant.
    """
    lower, lemma = pair.sentence.lower, pair.verb.form.lemma
    if rule.act == "retaliate" and lemma in {"extend", "prolong", "renew"}:
        return "extend"
    if "policy" in rule.nouns:
        said = [word for word in lower[pair.last : pair.last + _FAR] if word in _POLICIES]
        return _POLICIES[said[-1]] if said else ""
    if rule.act == "extend" and "register" in pair.classes:
        return "list_entity" if "entity" in pair.classes else "impose_control"
    ahead = lower[pair.verb.last : pair.last + _NEAR]
    raised = any(one == "to" and then[:1].isdigit() for one, then in pairwise(ahead))
    return "tariff" if raised and rule.act == "lift_control" and lemma in _RAISING and "tariff" in pair.classes else ""


def _subjected(pair: Pair, _: Rule) -> bool | None:
    """Return no where something only is subject to a control: "remain subject to", "..., subject to approval"."""
    lower, first = pair.sentence.lower, pair.verb.first
    if pair.verb.form.lemma != "subject":
        return None
    aside = lower[first] == "subject" and lower[first - 1] == ","
    return False if aside or _REMAINING & set(lower[max(first - 3, 0) : first]) else None


def _expired(pair: Pair, rule: Rule) -> bool | None:
    """Return no where an end only dates something else: "once the period has run out"."""
    lower = pair.sentence.lower
    if rule.act != "expire":
        return None
    if pair.behind and set(lower[max(pair.first - 4, 0) : pair.first]) & _TIMES:
        return False
    helped = pair.verb.first > 0 and lower[pair.verb.first - 1] in BE
    return helped or pair.verb.form.tags != {"ing"}


def _measured(pair: Pair, rule: Rule) -> bool | None:
    """Return whether measures, requirements and policies are those of trade."""
    lower = pair.sentence.lower
    if rule.act == "lift_control" and "measure" in pair.classes and pair.classes <= {"measure", "authorisation"}:
        return _traded(pair)
    if (
        rule.act == "lift_control"
        and "suspension" in pair.classes
        and pair.classes <= {"suspension", "authorisation", "relief"}
    ):
        return pair.verb.form.lemma in _ENDING and _traded(pair)
    if rule.act == "impose_control" and rule.nouns == {"requirement"}:
        return any(one[2] & {"permit", "control"} for one in pair.sentence.nouns)
    if rule.act == "stock_release" and pair.verb.form.lemma == "impose":
        return False
    if "policy" in rule.nouns:
        return bool(_POLICIES.keys() & set(lower[pair.last : pair.last + _FAR]))
    return None


def _gated(pair: Pair, rule: Rule) -> bool | None:
    """Return whether something is done only with a permit: "may not be exported without approval"."""
    if rule.by != _GATES:
        return None
    lower = pair.sentence.lower
    before = set(lower[max(pair.verb.first - 8, 0) : pair.first])
    if "without" in lower[pair.verb.last : pair.first]:
        return bool(before & (NOT | {"nobody", "illegal", "unlawful"}))
    return "only" in before


def _described(pair: Pair, rule: Rule) -> bool | None:
    """Return no where a verb only describes a noun: "waivers that allow the firm to ship"."""
    lower, k = pair.sentence.lower, pair.verb.first - 1
    if rule.act != "lift_control":
        return None
    while k > 0 and lower[k] in _HELPERS:
        k -= 1
    if pair.verb.form.lemma in _LETTING and lower[k] in {"that", "which"}:
        return False
    if "permit" in rule.nouns and pair.behind and pair.last < len(lower):
        return lower[pair.last] not in {"that", "which"}
    return None


def _licensed(pair: Pair, rule: Rule) -> bool | None:
    """Return whether a permit is one for trade: goods, a flow, a firm or exports are named."""
    if "permit" not in rule.nouns:
        return None
    if rule.act == "impose_control" and rule.nouns == {"permit"} and pair.verb.form.lemma in OBTAINING:
        return obliged(pair.sentence, pair.verb) != ""
    if rule.act in {"expire", "extend"} or (
        rule.act in {"impose_control", "lift_control"} and "control" in pair.classes
    ):
        return True
    return _traded(pair) or any(one.form == "firm" for one in pair.sentence.mentions)


def _traded(pair: Pair) -> bool:
    return pair.goods or any("flow" in one[2] for one in pair.sentence.nouns)
