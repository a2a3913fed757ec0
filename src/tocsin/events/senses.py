"""In which sense a noun is meant beside a verb: a plant that stops, output that is steered, stock that is let go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin.events.grammar import BE
from tocsin.events.mishaps import walkout
from tocsin.events.wordlists import word_set

if TYPE_CHECKING:
    from tocsin.events.lexicon import Rule
    from tocsin.events.ruling import Pair

_REACH = 14
_WORKERS = word_set("verbs", "workers")
_STEERING = frozenset({"barrels", "bpd", "barrel", "quota", "quotas", "producers", "opec"})
_MARKETING = frozenset({"put", "send", "contribute", "make", "deliver", "market", "place"})
_MARKETED = frozenset({"tender", "auction", "sale", "market", "release", "available", "drawdown"})


def sense(pair: Pair, rule: Rule) -> bool | None:
    """Return whether a noun is meant as an outage, a strike, a quota of output or a release of stock asks for.

    Parameters
    ----------
    pair : Pair
        The verb and the noun.
    rule : Rule
        The rule that would join them.

    Returns
    -------
    bool or None
        None if the rule is of another kind, or the noun may be meant either way.
    """
    if rule.act == "strike":
        return _walked_out(pair, rule)
    if rule.act == "outage" and rule.nouns & {"facility", "labour"}:
        return _stopped(pair, rule)
    if rule.nouns & {"output", "curtailment"}:
        return _steered(pair) == (rule.act != "outage")
    if rule.nouns == {"want"}:
        return pair.goods
    return _released(pair) if rule.act == "stock_release" else None


def _walked_out(pair: Pair, rule: Rule) -> bool:
    if rule.nouns == {"labour"}:
        return _by_workers(pair)
    return walkout(pair.sentence, pair.first, pair.last) and not (rule.subject and pair.verb.passive)


def _stopped(pair: Pair, rule: Rule) -> bool | None:
    """Return whether a plant stops: not by its workers, nor in a form in -ing that only names it."""
    if rule.nouns == {"labour"}:
        return not _by_workers(pair)
    first, lower = pair.verb.first, pair.sentence.lower
    if pair.verb.form.tags != {"ing"}:
        return None
    return first > 0 and lower[first - 1] in BE | {","}


def _by_workers(pair: Pair) -> bool:
    """Return whether workers stop work, and not their employer."""
    return bool(_WORKERS & set(pair.sentence.lower))


def _released(pair: Pair) -> bool | None:
    """Return whether stock is let go: put on the market, sold from a reserve."""
    if pair.verb.form.lemma in _MARKETING:
        return bool(_MARKETED & set(pair.sentence.lower[pair.verb.last :]))
    if "flow" not in pair.classes:
        return None
    return any(
        "stock" in classes and pair.last <= first <= pair.last + _REACH for first, _, classes in pair.sentence.nouns
    )


def _steered(pair: Pair) -> bool:
    """Return whether output is cut or raised by those who agree on it, and not by a plant that fails."""
    agreed = any(one.party == "OPEC" for one in pair.sentence.mentions)
    return agreed or bool(_STEERING & set(pair.sentence.lower))
