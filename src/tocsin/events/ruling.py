"""Which rule joins a verb and a noun to an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.events.grammar import BE, DETERMINERS, Sentence, Verb
from tocsin.events.lexicon import Rule, rules
from tocsin.events.naming import walkout
from tocsin.events.wordlists import word_set

_REACH, _FAR, _SYSTEM, _NEAR = 14, 40, 20, 6
_FIRMS = word_set("verbs", "firms")
_NOT_FIRED = word_set("verbs", "not_fired")
_PAUSING = word_set("verbs", "pausing")
_AFTER_PASSIVE = word_set("verbs", "after_passive")
_BARRIERS = word_set("verbs", "barriers")
_THINGS = frozenset({"control", "ban", "tariff", "quota", "sanction", "authorisation", "retaliation", "agreement"})
_APART = frozenset({"for", "with", "through", "about", "between", "over", "from", "amid"})
_PLACING = frozenset({"place", "put", "bring", "subject", "hit", "slap", "target"})
_PARTS = word_set("verbs", "parts")
_WIDENED = {"control": "impose_control", "ban": "ban", "tariff": "tariff", "sanction": "sanction"}
_WIDENING = frozenset({"extend", "expand", "spread"})
_TESTED = frozenset({"test", "tests", "launch", "launches", "firing", "testing"})


@dataclass(frozen=True)
class Pair:
    """A verb and a noun of a sentence.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        The verb.
    first, last : int
        The words of the noun.
    classes : frozenset of str
        The classes it belongs to.
    goods : bool
        Whether the sentence names goods.
    """

    sentence: Sentence
    verb: Verb
    first: int
    last: int
    classes: frozenset[str]
    goods: bool

    @property
    def behind(self) -> bool:
        """Return whether the noun stands before its verb."""
        return self.first < self.verb.first


def rule_of(pair: Pair) -> Rule | None:
    """Return the rule that joins a verb and a noun.

    Parameters
    ----------
    pair : Pair
        Both.

    Returns
    -------
    Rule or None
        The first of the table that fits.
    """
    lemma = pair.verb.form.lemma
    for rule in rules():
        if lemma in rule.verbs and pair.classes & rule.nouns and all(fits(pair, rule) for fits in _CONDITIONS):
            return rule
    return None


def act_of(rule: Rule, pair: Pair) -> str:
    """Return the act of a rule; a control list holds firms or goods, what is extended to others is imposed on them.

    Parameters
    ----------
    rule : Rule
        The rule.
    pair : Pair
        The verb and the noun.

    Returns
    -------
    str
        The act.
    """
    if rule.act == "lift_control" and "removal" in pair.classes and _trusted(pair):
        return "remove_trusted_group"
    if rule.act == "list_entity" and "control" in pair.classes:
        return "list_entity" if _of_firms(pair) else "impose_control"
    if pair.verb.form.lemma == "threaten":
        return "threaten"
    ahead = pair.sentence.lower[pair.last : pair.last + 2]
    if rule.act == "extend" and pair.verb.form.lemma == "extend" and "to" in ahead:
        return next((act for name, act in _WIDENED.items() if name in pair.classes), rule.act)
    return rule.act


def _side(pair: Pair, rule: Rule) -> bool:
    """Return whether the noun stands on the side of the verb on which the rule wants it."""
    if pair.behind:
        wanted = pair.verb.passive or rule.subject or _relative(pair)
        return wanted and not _barred_before(pair)
    return not rule.subject


def _relative(pair: Pair) -> bool:
    """Return whether a noun is the object of a relative clause: "controls that the United States is imposing"."""
    lower = pair.sentence.lower
    if pair.last >= len(lower) or lower[pair.last] not in {"that", "which", "it", "they"}:
        return False
    return any(pair.last < one.first < pair.verb.first for one in pair.sentence.mentions if one.is_party)


def _near(pair: Pair, rule: Rule) -> bool:
    if pair.behind:
        return True
    reach = _FAR if rule.by else _REACH
    if "system" in rule.nouns:
        reach = _SYSTEM
    elif (
        "extension" in rule.nouns
        or ("control" in rule.nouns and "require" in rule.verbs)
        or ("suspension" in rule.nouns and rule.act == "suspend" and pair.verb.form.lemma not in _PAUSING)
    ):
        reach = _NEAR
    return pair.first - pair.verb.last <= reach


def _by(pair: Pair, rule: Rule) -> bool:
    if pair.behind:
        return True
    if not rule.by:
        return not _barred(pair)
    between = range(max(pair.first - 7, pair.verb.last), pair.first)
    return any(pair.sentence.lower[k] in rule.by for k in between)


def _happening(pair: Pair, rule: Rule) -> bool:
    """Return whether a subject does it itself: "the tariffs expire", "the controls extend to"."""
    if not rule.subject:
        return True
    if pair.verb.passive and rule.act in {"expire", "tariff"}:
        return False
    ahead = pair.sentence.lower[pair.verb.last : pair.verb.last + 1]
    return pair.verb.form.lemma not in _WIDENING or ahead == ["to"]


def _meant(pair: Pair, rule: Rule) -> bool:
    """Return whether the noun is meant in the sense of the act."""
    lower = pair.sentence.lower
    if rule.act == "outage" and "facility" in rule.nouns and pair.verb.form.tags == {"ing"}:
        return pair.verb.first > 0 and lower[pair.verb.first - 1] in BE
    if rule.act == "strike":
        return walkout(pair.sentence, pair.first, pair.last)
    if rule.act == "missile_test":
        return _fired(pair)
    if "permit" in rule.nouns:
        return pair.goods or any("flow" in one[2] for one in pair.sentence.nouns)
    return True


def _fired(pair: Pair) -> bool:
    """Return whether a missile is fired: not a missile drill, nor missile defence."""
    lower = pair.sentence.lower
    if pair.last < len(lower) and lower[pair.last] in _NOT_FIRED:
        return False
    within = lower[min(pair.verb.last, pair.first) : max(pair.verb.first, pair.last)]
    return pair.verb.form.lemma not in {"conduct", "carry out"} or bool(_TESTED & set(within))


#: All of them must hold.
_CONDITIONS = (_side, _near, _by, _happening, _meant)


def _barred(pair: Pair) -> bool:
    """Return whether something between a verb and a noun keeps them apart: a clause of its own, an infinitive."""
    sentence, verb, lower = pair.sentence, pair.verb, pair.sentence.lower
    ahead = lower[verb.last + 1] if verb.last + 1 < len(lower) else ""
    if lower[verb.last] == "to" and verb.form.lemma != "subject" and ahead not in DETERMINERS:
        return sentence.mention_at(verb.last + 1) is None
    if verb.passive and lower[verb.last] in _AFTER_PASSIVE:
        return True
    for k in range(verb.last, pair.first):
        if lower[k] in _BARRIERS or lower[k] == ":" or _of_another(pair, k):
            return True
        if lower[k] in {"to", "by", "for"} and any(other.first == k + 1 for other in sentence.verbs):
            return verb.form.lemma not in {"revise", "amend"}
    return False


def _of_another(pair: Pair, k: int) -> bool:
    """Return whether a preposition makes the noun part of another thing: "strengthen the enforcement of sanctions"."""
    lower, sentence = pair.sentence.lower, pair.sentence
    if k == pair.verb.last or not pair.classes & _THINGS:
        return False
    if lower[k] == "of":
        named = any(last == k for _, last, _ in sentence.nouns)
        return not named and lower[k - 1] not in _PARTS
    if lower[k] in _APART and pair.verb.form.lemma not in _PLACING:
        ahead = lower[k + 1] if k + 1 < len(lower) else ""
        return sentence.mention_at(k + 1) is None and not ahead[:1].isdigit()
    return False


def _barred_before(pair: Pair) -> bool:
    lower = pair.sentence.lower
    if {";", "but"} & set(lower[pair.last : pair.verb.first]):
        return True
    return any(
        pair.last <= other.first < pair.verb.first
        and "past" in other.form.tags
        and other.form.tags != {"past", "part"}
        and lower[other.last] != "to"
        for other in pair.sentence.verbs
    )


def _trusted(pair: Pair) -> bool:
    return any("trusted" in classes and pair.last < first <= pair.last + 9 for first, _, classes in pair.sentence.nouns)


def _of_firms(pair: Pair) -> bool:
    between: Sequence[int] = range(pair.verb.first) if pair.behind else range(pair.verb.last, pair.first)
    sentence = pair.sentence
    return any(
        sentence.lower[k] in _FIRMS or ((one := sentence.mention_at(k)) is not None and one.form == "firm")
        for k in between
    )
