"""Whether a verb makes an act by itself: "sanctioned two banks", "met in Seoul", "condemned the launch"."""

from __future__ import annotations

from tocsin.events.grammar import ADVERBS, Sentence, Verb
from tocsin.events.lexicon import Alone, alone
from tocsin.events.roles import agent, subject, targets
from tocsin.events.wordlists import word_set

_EXPRESSED = word_set("verbs", "expressed")
_ABSTRACT = word_set("verbs", "abstract")
_WARNED = word_set("verbs", "warned")
_PEOPLE = word_set("verbs", "people")
_SOFT = word_set("verbs", "soft")
_FIRMS = word_set("verbs", "firms")
_WORKERS = word_set("verbs", "workers")
_TIMES = word_set("verbs", "times")
PLURAL = word_set("verbs", "plural")


def act_alone(sentence: Sentence, verb: Verb, end: int, *, goods: bool) -> str:
    """Return the act that a verb makes without a noun.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        The verb.
    end : int
        Where what it governs ends.
    goods : bool
        Whether the sentence names goods.

    Returns
    -------
    str
        Empty if it makes none.
    """
    if verb.form.lemma == "warn":
        told = _WARNED & set(sentence.lower[verb.last : end])
        return "threaten" if told and "ing" not in verb.form.tags and _near_subject(sentence, verb) else ""
    for one in alone():
        fits = verb.form.lemma in one.verbs and _fits(sentence, one, verb, goods=goods)
        if fits and _means(sentence, one, verb, end):
            return one.act
    return ""


def _fits(sentence: Sentence, one: Alone, verb: Verb, *, goods: bool) -> bool:
    """Return whether what the table asks for is there."""
    lower = sentence.lower
    ahead = verb.last
    while ahead < len(lower) and lower[ahead] in ADVERBS | _TIMES:
        ahead += 1
    following = lower[ahead] if ahead < len(lower) else ""
    if one.prepositions and following not in one.prepositions:
        return False
    if one.people and not _by_people(sentence, verb):
        return False
    return not one.goods or goods or verb.passive


def _means(  # noqa: PLR0911 - each act has a rule of its own
    sentence: Sentence, one: Alone, verb: Verb, end: int
) -> bool:
    """Return whether the verb is meant in the sense of the act."""
    if one.act == "state":
        return _position(sentence, verb)
    if one.act == "meet":
        return _encounter(sentence, one, verb, end)
    if one.act == "extend":
        return _lasting(sentence, verb)
    if one.act == "sanction":
        return _somebody(sentence, verb, end)
    if one.act == "threaten":
        return _near_subject(sentence, verb)
    if verb.form.lemma == "strike":
        return bool(_WORKERS & set(sentence.lower)) and not verb.passive and not _followed_by_party(sentence, verb, end)
    return verb.passive or _followed(sentence, one, verb, end)


def _encounter(sentence: Sentence, one: Alone, verb: Verb, end: int) -> bool:
    if verb.passive or (verb.form.lemma == "welcome" and not _greeted(sentence, verb, end)):
        return False
    return _several(sentence, verb) or _followed(sentence, one, verb, end)


def _followed(sentence: Sentence, one: Alone, verb: Verb, end: int) -> bool:
    return not one.object_ or bool(targets(sentence, verb.last, min(end, verb.last + 12), direct=True))


def _followed_by_party(sentence: Sentence, verb: Verb, end: int) -> bool:
    return bool(targets(sentence, verb.last, min(end, verb.last + 6), direct=True))


def _somebody(sentence: Sentence, verb: Verb, end: int) -> bool:
    """Return whether a party, a firm or a person is sanctioned, or designated for it."""
    ahead = set(sentence.lower[verb.last : min(end, verb.last + 6)])
    if verb.passive or "as" in ahead:
        return verb.form.lemma == "sanction"
    return bool(_FIRMS & ahead) or _followed_by_party(sentence, verb, end)


def _greeted(sentence: Sentence, verb: Verb, end: int) -> bool:
    """Return whether somebody is welcomed, and not what he did."""
    found = targets(sentence, verb.last, min(end, verb.last + 12), direct=True)
    if not found or found[0].first > verb.last + 4:
        return bool(found) and any(sentence.lower[k] == "secretary" for k in range(verb.last, found[0].first))
    behind = sentence.lower[found[0].last : found[0].last + 1]
    return behind not in (["'s"], ["'"], ["’"])


def _position(sentence: Sentence, verb: Verb) -> bool:
    """Return whether a position is taken: not regret expressed, nor an aim "to support"."""
    lower, lemma = sentence.lower, verb.form.lemma
    if lemma in _ABSTRACT and not _EXPRESSED & set(lower[verb.last : verb.last + 6]):
        return False
    if lemma in _SOFT and "to" in lower[max(verb.first - 2, 0) : verb.first]:
        return False
    return not verb.passive or bool(agent(sentence, verb.last))


def _lasting(sentence: Sentence, verb: Verb) -> bool:
    ahead = sentence.lower[verb.last : verb.last + 7]
    return bool({"beyond", "until", "through"} & set(ahead[:4])) and any(word[0].isdigit() for word in ahead)


def _several(sentence: Sentence, verb: Verb) -> bool:
    """Return whether those who meet are the subject: "the leaders met in Seoul"."""
    if verb.form.lemma != "meet":
        return False
    who = subject(sentence, verb)
    plural = PLURAL & set(sentence.lower[max(verb.first - 6, 0) : verb.first])
    return who.pronoun in {"they", "we"} or len({one.party for one in who.mentions}) > 1 or bool(plural)


def _near_subject(sentence: Sentence, verb: Verb) -> bool:
    who = subject(sentence, verb)
    return bool(who.pronoun) or any(verb.first - one.last <= 5 for one in who.mentions)


def _by_people(sentence: Sentence, verb: Verb) -> bool:
    begin = max(verb.first - 14, 0)
    named = any(one.form == "leader" and begin <= one.first < verb.last + 10 for one in sentence.mentions)
    return named or bool(_PEOPLE & set(sentence.lower[begin : verb.last + 8]))
