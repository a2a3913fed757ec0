"""Whom an outage or a walkout befalls: the firm or country named beside it, a name in no list, or where it happens."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from tocsin.events.assailants import assails
from tocsin.events.date_forms import MONTHS
from tocsin.events.grammar import ADVERBS, BE, DETERMINERS, HAVE, MODALS, NOT, PREPOSITIONS, Sentence, Verb
from tocsin.events.mentions import Mention
from tocsin.events.objects import objects
from tocsin.events.phrases import Phrases
from tocsin.events.roles import group_at
from tocsin.events.wordlists import word_set
from tocsin.ref.tables import read_table

REGIONS = "events/regions.toml"
_POSSESSIVE = frozenset({"'s", "'", "’"})
_LINKING = word_set("sufferers", "linking")
_BEFORE_SUBJECT = word_set("sufferers", "before_subject")
_NO_NAMES = word_set("sufferers", "no_names")
_COMPANY = word_set("sufferers", "company")
_SKIPPED = MODALS | BE | HAVE | NOT | ADVERBS | _LINKING
_INWARD = frozenset({"import", "imports", "purchase", "purchases", "buying", "importation", "importing"})
_PERMITTED = frozenset({"allow", "permit", "authorise", "authorize", "let"})
_FAR, _OWNED, _LONGEST = 12, 6, 4


def befallen(sentence: Sentence, verb: Verb | None, first: int, last: int) -> tuple[list[Mention], tuple[str, ...]]:
    """Return whom an outage or a walkout befalls.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb or None
        The verb that says so; None if a noun alone does.
    first, last : int
        The words that say so: the verb, its noun and what stands between.

    Returns
    -------
    tuple of list of Mention and tuple of str
        Those named in a list, else the name of one in no list or the country of a place.
    """
    if verb is not None and (name := subject_name(sentence, verb)):
        return [], (name,)
    begin, end = _clause(sentence, first, last)
    if name := _owner_name(sentence, begin, end):
        return [], (name,)
    if near := _near(sentence, begin, end, first):
        return near, ()
    return _elsewhere(sentence, begin, end, first)


def _near(sentence: Sentence, begin: int, end: int, first: int) -> list[Mention]:
    """Return the firms named nearest in a clause, else the countries, else the peoples."""
    near = [one for one in sentence.mentions if begin <= one.first < end and one.is_party]
    near = [one for one in near if not assails(sentence, one)]
    named = [one for one in near if one.form != "people"] or near
    firms = [one for one in named if one.form == "firm"] or named
    return group_at(sentence, min(firms, key=lambda one: abs(one.first - first)), 1) if firms else []


def _elsewhere(sentence: Sentence, begin: int, end: int, first: int) -> tuple[list[Mention], tuple[str, ...]]:
    """Return the country of a place of the clause, else the only party of the sentence, else who has something."""
    if place := country_at(sentence, begin, end, first):
        return [], (place,)
    named = [one for one in sentence.mentions if one.is_party]
    if named:
        return (named[:1], ()) if len({one.party for one in named}) == 1 else ([], ())
    other = _possessor(sentence) or country_at(sentence, 0, len(sentence.words), first)
    return [], (other,) if other else ()


def country_at(sentence: Sentence, begin: int, end: int, at: int) -> str:
    """Return the country of the region or town nearest to a word.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    begin, end : int
        Where to look.
    at : int
        The word.

    Returns
    -------
    str
        ISO 3166-1 alpha-3; empty if none is named.
    """
    found = [(abs(k - at), iso3) for k, _, iso3 in _regions().find(sentence.words) if begin <= k < end]
    return min(found)[1] if found else ""


@cache
def _regions() -> Phrases[str]:
    listed = read_table(REGIONS)["regions"]
    return Phrases({name: iso3 for iso3, names in listed.items() for name in names}, cased=True)


def subject_name(sentence: Sentence, verb: Verb) -> str:
    """Return the name of a firm in no list that is the subject of a verb.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        The verb, not in the passive.

    Returns
    -------
    str
        "Nutrien would be obliged to curtail", "Arkema said it had shut": empty if none stands there.
    """
    if verb.passive:
        return ""
    k = verb.first - 1
    while k >= 0 and verb.first - k <= _FAR and _skipped(sentence, k):
        k -= 1
    return _name_ending(sentence, k + 1) if k >= 0 else ""


def _skipped(sentence: Sentence, k: int) -> bool:
    word = sentence.lower[k]
    return word in _SKIPPED or (word.endswith("ly") and not sentence.words[k].capital)


def _name_ending(sentence: Sentence, end: int) -> str:
    """Return the name of capitals that ends before a word, if it is one of a firm."""
    k = end
    while k > 0 and end - k < _LONGEST and _capital(sentence, k - 1):
        k -= 1
    if k == end:
        return ""
    before = k - 1
    while before > 0 and sentence.lower[before] in DETERMINERS:
        before -= 1
    if before >= 0 and (sentence.lower[before] in PREPOSITIONS or sentence.words[before].text in {"-", "–"}):
        return ""
    if k > 1 and sentence.words[k - 1].capital:  # the rest of a longer name
        return ""
    alone = end - k == 1
    common = k == 0 and alone and not _name_like(sentence, k)
    return "" if common else _joined(sentence, k, end)


def _joined(sentence: Sentence, first: int, end: int) -> str:
    words = [word.text for word in sentence.words[first:end]]
    while len(words) > 1 and words[0].lower() in _NO_NAMES:
        words = words[1:]
    while len(words) > 1 and words[-1].lower().strip(".") in _COMPANY:
        words = words[:-1]
    return " ".join(words)


def _capital(sentence: Sentence, k: int) -> bool:
    word = sentence.words[k]
    return (
        word.capital
        and len(word.text) > 1
        and sentence.mention_at(k) is None
        and word.lower not in _NO_NAMES
        and word.lower not in MONTHS
    )


def _name_like(sentence: Sentence, k: int) -> bool:
    """Return whether the first word of a sentence looks like a name: no plural, no common word, no noun of an act."""
    word = sentence.words[k]
    if any(not letter.islower() for letter in word.text[1:]):
        return True
    following = sentence.lower[k + 1] if k + 1 < len(sentence.lower) else ""
    if following in _POSSESSIVE:
        return True
    if word.lower.endswith(("s", "ing", "ly")) or any(first == k for first, _, _ in sentence.nouns):
        return False
    return not objects(word.text, 0, len(word.text))  # nor is a chemical a firm


def _owner_name(sentence: Sentence, begin: int, end: int) -> str:
    """Return the name of a firm in no list whose plant is named: "Baxter's North Cove plant"."""
    for first, _, classes in sentence.nouns:
        if "facility" not in classes or not begin <= first < end:
            continue
        for k in range(first - 1, max(first - 1 - _OWNED, begin - 1), -1):
            if sentence.lower[k] in _POSSESSIVE:
                return _name_ending(sentence, k)
            if sentence.lower[k] in PREPOSITIONS | {",", "and", ";"}:
                break
    return ""


def _possessor(sentence: Sentence) -> str:
    """Return the first name in no list that has something: "Orsted's subsidiary was the target"."""
    found = (_name_ending(sentence, k) for k, word in enumerate(sentence.lower) if k and word in _POSSESSIVE)
    return next((name for name in found if name), "")


def clause_begin(sentence: Sentence, k: int) -> int:
    """Return the first word of the clause in which a word stands."""
    while k > 0 and sentence.lower[k - 1] not in _BEFORE_SUBJECT:
        k -= 1
    return k


def _clause(sentence: Sentence, first: int, last: int) -> tuple[int, int]:
    """Return the clause in which words stand."""
    end = last
    while end < len(sentence.lower) and sentence.lower[end] not in _BEFORE_SUBJECT - {"that"}:
        end += 1
    return clause_begin(sentence, first), end


def origin(sentence: Sentence, noun: tuple[int, int], verb: Verb) -> Mention | None:
    """Return the country out of which goods are held back, or in which a measure takes effect.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    noun : tuple of int
        The words of the goods or of the measure.
    verb : Verb
        The verb.

    Returns
    -------
    Mention or None
        "Exports of onions from India have been prohibited", "a moratorium took effect in Algeria".
    """
    first, last = noun
    lower = sentence.lower
    if not _INWARD & set(lower[first:last]):
        for one in sentence.mentions:
            leaves = lower[one.first - 1] == "from" or lower[max(one.first - 2, 0) : one.first] == ["out", "of"]
            told = one.form == "people" and lower[one.first - 1] == "of" and lower[first].startswith("export")
            if one.is_party and last <= one.first <= last + _OWNED and (leaves or told):
                return one
    if first < verb.first and lower[verb.last : verb.last + 1] == ["in"]:
        place = sentence.mention_at(verb.last + 1)
        return place if place is not None and place.is_party else None
    if verb.passive and verb.form.lemma in _PERMITTED:
        before = [one for one in sentence.mentions if one.is_party and one.last <= verb.first]
        return before[-1] if before else None
    return None


def reporters(sentence: Sentence, names: Sequence[str] = ()) -> list[Mention]:
    """Return who reports a shortage: "the FDA said that", "according to the health ministry".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    names : sequence of str
        Parties that are none.

    Returns
    -------
    list of Mention
        Empty if nobody is named.
    """
    told = word_set("sufferers", "told")
    for k, word in enumerate(sentence.lower):
        near: Sequence[int] = ()
        if word in told:
            near = range(k - 1, max(k - 10, -1), -1)
        elif word == "according":
            near = range(k + 1, min(k + 7, len(sentence.lower)))
        for m in near:
            one = sentence.mention_at(m)
            if one is not None and one.is_party and one.party not in names:
                return [one]
            if sentence.lower[m] in {",", ";"}:
                break
    return []
