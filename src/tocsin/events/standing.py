"""Whether a verb makes an act by itself: "sanctioned two banks", "met in Seoul", "condemned the launch"."""

from __future__ import annotations

from tocsin.events.grammar import ADVERBS, Sentence, Verb
from tocsin.events.lexicon import Alone, alone
from tocsin.events.roles import agent, targets
from tocsin.events.subjects import subject
from tocsin.events.wordlists import word_set

_EXPRESSED = word_set("verbs", "expressed")
_ABSTRACT = word_set("verbs", "abstract")
_WARNED = word_set("verbs", "warned")
_PEOPLE = word_set("verbs", "people")
_SOFT = word_set("verbs", "soft")
_FIRMS = word_set("verbs", "firms")
_WORKERS = word_set("verbs", "workers")
_TIMES = word_set("verbs", "times")
_REMAINING = word_set("verbs", "remaining")
_BY_THEMSELVES = frozenset({"run aground", "at a standstill"})
_SITES = frozenset({"facility", "route"})
_MISHAPS = frozenset({"shortage", "hazard", "outage", "strike"})
PLURAL = word_set("verbs", "plural")
_GATHERING = word_set("verbs", "gathering")
_DEVICES = word_set("verbs", "devices")
_FINANCIAL = frozenset({"treasury", "ofac", "individual", "individuals", "people", "tankers"})
_HOSTING = frozenset({"host", "receive", "welcome"})
_FACES = frozenset(
    {"opposite", "counterpart", "counterparts", "president", "premier", "minister", "chancellor", "leader"}
)
_DRILLING = frozenset({"drill", "practise", "practice", "rehearse", "manoeuvre"})
_TOGETHER = frozenset({"together", "alongside", "jointly", "formation", "landings", "manoeuvres", "maneuvers"})
_ARMED = word_set("verbs", "armed")
_TALKING = frozenset({"speak", "talk"})
_ENVOYS = word_set("verbs", "envoys")
_ANSWERED = word_set("verbs", "answered")
_REQUESTS = word_set("verbs", "requests")
_MEASURES = frozenset({"control", "ban", "quota", "tariff", "sanction", "entity"})
_REJOINING = frozenset({"reconvene", "negotiate", "come to terms"})
_TALKS = frozenset({"meeting", "dialogue", "agreement"})
_NEAR = 10


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
        if any(classes & _MISHAPS and verb.last <= first < end for first, _, classes in sentence.nouns):
            return ""
        return "threaten" if told and "ing" not in verb.form.tags and _near_subject(sentence, verb) else ""
    if verb.form.lemma == "blacklist" and _FINANCIAL & set(sentence.lower):
        return "sanction"
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
    if one.be and not (verb.passive or (verb.first > 0 and lower[verb.first - 1] in _REMAINING)):
        return False
    if one.people and not _by_people(sentence, verb):
        return False
    return not one.goods or goods or (verb.passive and verb.form.lemma != "embargo")


def _means(  # noqa: C901, PLR0911, PLR0912 - each act has a rule of its own
    sentence: Sentence, one: Alone, verb: Verb, end: int
) -> bool:
    """Return whether the verb is meant in the sense of the act."""
    if one.act == "state":
        if verb.form.lemma == "summon" and not _ENVOYS & set(
            sentence.lower[max(verb.first - 5, 0) : verb.last + _NEAR]
        ):
            return False
        if verb.form.lemma == "stand with" and not _followed_by_party(sentence, verb, min(end, verb.last + 4)):
            return False
        if verb.form.lemma == "tell" and not _told(sentence, verb):
            return False
        if verb.passive and one.object_:
            return bool(agent(sentence, verb.last))
        near = not one.object_ or bool(targets(sentence, verb.last, min(end, verb.last + _NEAR), loose=True))
        return near and _position(sentence, verb)
    if verb.form.lemma in {"respond", "reply", "react"}:
        return _answers(sentence, verb)
    if verb.form.lemma in _REJOINING:
        return _several(sentence, verb) or _followed(sentence, one, verb, end)
    if one.act == "meet":
        return _encounter(sentence, one, verb, end)
    if one.act == "exercise":
        ahead = set(sentence.lower[verb.last : verb.last + _NEAR])
        return (
            bool(_TOGETHER & ahead or verb.form.lemma in _DRILLING)
            and bool(_ARMED & set(sentence.lower))
            and not verb.passive
        )
    if one.act == "extend":
        return _lasting(sentence, verb)
    if one.act == "sanction":
        return _somebody(sentence, verb, end)
    if verb.form.lemma == "warn-off":
        named = sentence.mention_at(verb.last) or sentence.mention_at(verb.last + 1)
        return named is not None and named.is_party
    if one.act == "threaten":
        return _near_subject(sentence, verb)
    if one.act in {"strike", "outage"}:
        return _stops(sentence, one, verb, end)
    return verb.passive or _followed(sentence, one, verb, end)


def _stops(sentence: Sentence, one: Alone, verb: Verb, end: int) -> bool:
    """Return whether it is workers who stop, or a plant or a route that is named."""
    if one.act == "outage":
        named = any(classes & _SITES for _, _, classes in sentence.nouns)
        return verb.form.lemma in _BY_THEMSELVES or named
    hitting = verb.form.lemma == "strike" and (verb.passive or _followed_by_party(sentence, verb, end))
    return bool(_WORKERS & set(sentence.lower)) and not hitting


def _encounter(sentence: Sentence, one: Alone, verb: Verb, end: int) -> bool:
    if verb.passive and verb.form.lemma in _HOSTING:
        return bool(agent(sentence, verb.last))
    if verb.form.lemma == "see" and not _FACES & set(sentence.lower[verb.last : verb.last + 6]):
        return False
    if verb.passive or (verb.form.lemma == "welcome" and not _greeted(sentence, verb, end)):
        return False
    if verb.form.lemma in _TALKING and not one.prepositions:
        return _several(sentence, verb)
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
    if any(classes & _TALKS and verb.last <= first < found[0].first for first, _, classes in sentence.nouns):
        return False  # "welcomed the meeting of Biden and Xi"
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


def _told(sentence: Sentence, verb: Verb) -> bool:
    """Return whether a party is told to do something: "told Britain to keep out"."""
    one = sentence.mention_at(verb.last) or sentence.mention_at(verb.last + 1)
    return one is not None and one.is_party and "to" in sentence.lower[one.last : one.last + 2]


def _answers(sentence: Sentence, verb: Verb) -> bool:
    """Return whether a response is one of measures, not one to a question."""
    lower = sentence.lower
    if _REQUESTS & set(lower[verb.last : verb.last + 6]):
        return False
    if _ANSWERED & set(lower[verb.first : verb.last + 6]):
        return True
    measured = any(one[0] < verb.first and one[2] & _MEASURES for one in sentence.nouns)
    return measured and bool({"will", "would"} & set(lower[max(verb.first - 3, 0) : verb.first]))


def _lasting(sentence: Sentence, verb: Verb) -> bool:
    ahead = sentence.lower[verb.last : verb.last + 7]
    return bool({"beyond", "until", "through"} & set(ahead[:4])) and any(word[:1].isdigit() for word in ahead)


def _several(sentence: Sentence, verb: Verb) -> bool:
    """Return whether those who meet are the subject: "the leaders met in Seoul"."""
    if verb.form.lemma in _TALKING and not _DEVICES & set(sentence.lower[verb.last : verb.last + 5]):
        return False
    if verb.form.lemma not in _GATHERING | _TALKING:
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
