"""Which rule joins a verb and a noun to an act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.events.clauses import aside, object_before
from tocsin.events.grammar import DETERMINERS, Sentence, Verb
from tocsin.events.lexicon import Rule, rules
from tocsin.events.permits import permitted, renamed
from tocsin.events.senses import sense
from tocsin.events.wordlists import word_set

_REACH, _FAR, _SYSTEM, _NEAR = 14, 40, 20, 6
_FIRMS = word_set("verbs", "firms")
_NOT_FIRED = word_set("verbs", "not_fired")
_PAUSING = word_set("verbs", "pausing")
_GOING_ON = word_set("verbs", "going_on")
_COOPERATING = word_set("verbs", "cooperating")
_PURPOSES = word_set("verbs", "purposes")
_AFTER_PASSIVE = word_set("verbs", "after_passive")
_BARRIERS = word_set("verbs", "barriers")
_THINGS = frozenset({"control", "ban", "tariff", "quota", "sanction", "authorisation", "retaliation", "agreement"})
_APART = frozenset({"for", "with", "through", "about", "between", "over", "from", "amid"})
_PLACING = frozenset({"place", "put", "bring", "subject", "hit", "slap", "target"})
_PARTS = word_set("verbs", "parts")
_WIDENED = {"control": "impose_control", "ban": "ban", "tariff": "tariff", "sanction": "sanction"}
_WIDENING = frozenset({"extend", "expand", "spread"})
_FLYING = word_set("verbs", "flying")
_STEADY = word_set("verbs", "steadily_flying")
_FLOWN = word_set("verbs", "flown")
_ATTACKED = word_set("verbs", "attacked")
_LIMITING = frozenset({"limit", "restrict", "cap", "cut", "reduce", "curb"})
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
    head, _, particle = lemma.partition(" ")
    for rule in rules():
        said = lemma in rule.verbs or (particle in rule.by and particle and head in rule.verbs)
        if said and pair.classes & rule.nouns and all(fits(pair, rule) for fits in _CONDITIONS):
            return rule
    return None


def act_of(rule: Rule, pair: Pair) -> str:  # noqa: PLR0911 - each line is a rule of its own
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
    if act := renamed(pair, rule):
        return act
    if rule.act == "impose_control" and pair.verb.form.lemma in _LIMITING and _to_number(pair):
        return "quota"
    ahead = pair.sentence.lower[pair.last : pair.last + 2]
    if rule.act == "extend" and pair.verb.form.lemma == "extend" and "to" in ahead:
        return next((act for name, act in _WIDENED.items() if name in pair.classes), rule.act)
    return rule.act


def _to_number(pair: Pair) -> bool:
    """Return whether a limit is a number: "limited to 24 ships a day"."""
    lower = pair.sentence.lower
    for k in range(pair.verb.last, min(max(pair.last, pair.verb.last) + 8, len(lower) - 1)):
        if lower[k] in {"to", "at"} and lower[k + 1][:1].isdigit():
            return True
    return False


def _side(pair: Pair, rule: Rule) -> bool:
    """Return whether the noun stands on the side of the verb on which the rule wants it."""
    if pair.behind:
        wanted = pair.verb.passive or rule.subject or _relative(pair)
        return wanted and not _barred_before(pair)
    return not rule.subject


def _relative(pair: Pair) -> bool:
    """Return whether a noun is the object of a relative clause: "controls that the United States is imposing"."""
    begin = object_before(pair.sentence, pair.verb)
    return begin >= pair.last and not any(
        pair.last <= one.first < begin and "past" in one.form.tags - {"part"} and one.form.tags != {"past", "part"}
        for one in pair.sentence.verbs
    )


def _near(pair: Pair, rule: Rule) -> bool:
    if pair.behind:
        return True
    reach = _FAR if rule.by or pair.sentence.lower[max(pair.first - 1, 0)] == "under" else _REACH
    if "system" in rule.nouns:
        reach = _SYSTEM
    elif (
        rule.nouns == {"extension"}
        or ("permit" in rule.nouns and rule.act == "lift_control" and pair.verb.form.lemma == "issue")
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
    lower = pair.sentence.lower
    between = range(max(pair.first - 7, pair.verb.first + 1), pair.first)
    return any(lower[k] in rule.by and lower[k + 1] not in _PURPOSES for k in between)


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
    if (told := sense(pair, rule)) is not None:
        return told
    if rule.act == "missile_test":
        return _fired(pair)
    return permitted(pair, rule)


def _fired(pair: Pair) -> bool:
    """Return whether a missile is fired: not a missile drill, nor missile defence, nor an attack."""
    lower = pair.sentence.lower
    ahead = max(pair.verb.last, pair.last)
    if lower[ahead : ahead + 1] in (["at"], ["against"]) or _ATTACKED & set(lower[ahead : ahead + 7]):
        return False
    if pair.verb.form.lemma in _FLYING - _STEADY and not _FLOWN & set(lower[pair.last : pair.verb.last + _REACH]):
        return False
    if pair.last < len(lower) and lower[pair.last] in _NOT_FIRED:
        return False
    within = lower[min(pair.verb.last, pair.first) : max(pair.verb.first, pair.last)]
    return pair.verb.form.lemma not in {"conduct", "carry out"} or bool(_TESTED & set(within))


#: All of them must hold.
_CONDITIONS = (_side, _near, _by, _happening, _meant)


def _barred(pair: Pair) -> bool:  # noqa: PLR0911 - each line is a rule of its own
    """Return whether something between a verb and a noun keeps them apart: a clause of its own, an infinitive."""
    sentence, verb, lower = pair.sentence, pair.verb, pair.sentence.lower
    ahead = lower[verb.last + 1] if verb.last + 1 < len(lower) else ""
    if pair.first == verb.last:
        return False
    if lower[verb.last] == "to" and verb.form.lemma != "subject" and ahead not in DETERMINERS:
        return sentence.mention_at(verb.last + 1) is None and not ahead[:1].isdigit()
    if (
        verb.passive
        and lower[verb.last] in _AFTER_PASSIVE
        and not (lower[verb.last] == "under" and verb.form.lemma in _PLACING)
    ):
        return True
    if verb.form.lemma in _GOING_ON and lower[verb.last].endswith("ing"):
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
    flows = "flow" in pair.classes and lower[k] == "of"
    if k == pair.verb.last or not (pair.classes & _THINGS or flows):
        return False
    if lower[k] == "on" and lower[k - 1] in _COOPERATING:
        return True
    if lower[k] == "of":
        if lower[k - 1] in {"as", "because", "instead"}:
            return False
        named = any(last == k for _, last, _ in sentence.nouns)
        return not named and lower[k - 1] not in _PARTS
    if lower[k] in _APART and pair.verb.form.lemma not in _PLACING:
        ahead = lower[k + 1] if k + 1 < len(lower) else ""
        return sentence.mention_at(k + 1) is None and not ahead[:1].isdigit()
    return False


def _barred_before(pair: Pair) -> bool:
    lower = pair.sentence.lower
    if aside(pair.sentence, pair.last, pair.verb.first):
        return False
    if {";", "but"} & set(lower[pair.last : pair.verb.first]):
        return True
    return any(
        pair.last <= other.first < pair.verb.first
        and "past" in other.form.tags
        and other.form.tags != {"past", "part"}
        and not {"by"} & set(lower[other.last : other.last + 2])
        and lower[other.last] != "to"
        and object_before(pair.sentence, other) < pair.last
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
