"""Who stands as the subject of a verb, read from the order of words."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.events.appositions import begins, described
from tocsin.events.grammar import (
    COMPLEMENTS,
    COORDINATORS,
    DETERMINERS,
    PREPOSITIONS,
    Sentence,
    Verb,
)
from tocsin.events.mentions import Mention
from tocsin.events.roles import PERSON, SPEAKER, THING, begins_clause, group_at
from tocsin.events.wordlists import word_set

_HEADS = word_set("roles", "heads")
_DOCUMENTS = frozenset({"announcement", "notice", "regulation", "decision", "order", "rule", "decree"})
_OFFICIALS = word_set("roles", "officials")
_CALLED_ON = word_set("roles", "called_on")
_REPORTING = word_set("roles", "reporting")
_MEANS = frozenset({"by", "without", "in", "while", "after", "before", "when"})
_PAPERS = word_set("attribution", "papers")
_CALENDAR = word_set("roles", "calendar")
_OFFICES = word_set("roles", "offices")
_SAYING = word_set("roles", "saying")
_STOPS = frozenset({";", "."})
_CALLED = frozenset({"urge", "urged", "urges", "urging", "ask", "asked", "asks", "told", "tell", "press", "pressed"})
_INTENTS = frozenset(
    {"plan", "plans", "intention", "decision", "threat", "pledge", "promise", "readiness", "willingness", "intent"}
)
_PLURALS = word_set("context", "groups")
_CORPORATE = frozenset({"organisation", "firm"})
_BEGINNING = frozenset({"a", "an", "any", "such", "no", "many", "most", "some"})
PERSON_HEADS = word_set("verbs", "people") | word_set("verbs", "plural")


@dataclass(frozen=True)
class Subject:
    """Who stands before a verb.

    Parameters
    ----------
    mentions : tuple of Mention
        Those named.
    pronoun : str
        The pronoun that stands there, if one does.
    """

    mentions: tuple[Mention, ...] = ()
    pronoun: str = ""


# ------------------------------------------------------------------------------------------------------------ who acts
def subject(sentence: Sentence, verb: Verb) -> Subject:  # noqa: C901, PLR0911, PLR0912 - rules of their own
    """Return who stands as the subject of a verb.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    verb : Verb
        The verb.

    Returns
    -------
    Subject
        Empty if nobody is named.
    """
    one = sentence.mention_at(verb.first - 1) if verb.first > 0 and verb.form.tags == {"ing"} else None
    if one is not None and one.is_party and _PAPERS & set(sentence.lower[max(one.first - 3, 0) : one.first]):
        return Subject((one,))
    if verb.form.tags == {"ing"} and verb.first > 0 and sentence.lower[verb.first - 1] in _MEANS:
        main = [one for one in sentence.verbs if one.first < verb.first and one.form.tags & {"past", "s"}]
        if main and not main[-1].passive and (who := subject(sentence, main[-1])).mentions:
            return who
    asked = "to" in sentence.lower[max(verb.first - 4, 0) : verb.first]
    pronoun = ""
    k = begins(sentence, verb)
    while k >= 0:
        word = sentence.lower[k]
        if word in _STOPS and k < verb.first - 1:
            break
        if word in SPEAKER | PERSON and not pronoun:
            pronoun = word
            if word in SPEAKER or not _SAYING & set(sentence.lower[:k]):
                return Subject(pronoun=word)
        elif (word in THING or _office(sentence, k)) and not pronoun:
            pronoun = word if word in THING else "it"
            pronoun = "both" if word in _PLURALS else pronoun
            asked = asked and word not in THING
            if sentence.lower[k - 1] in _CALLED and (one := _country(sentence, k)) is not None:
                return Subject((one,))
        elif word in {"its", "their"} and sentence.lower[k + 1 : k + 2] and sentence.lower[k + 1] in _INTENTS:
            asked = False
        elif pronoun == "" and _another(sentence, k, verb.first):
            return Subject()
        elif word in {"which", "who"} and not pronoun and (one := _antecedent(sentence, k)) is not None:
            return Subject(tuple(group_at(sentence, one, -1)))
        one = sentence.mention_at(k)
        recalled = pronoun == "they" and sentence.lower[0].endswith("ing")  # "Recalling China's controls, they pledged"
        owner = recalled and one is not None and sentence.lower[one.last : one.last + 1] in (["'s"], ["’s"])
        if one is not None and not owner and one.is_party and _can_act(sentence, one, asked=asked):
            whole = described(sentence, one, verb)
            one = whole if whole is not None and _can_act(sentence, whole, asked=asked) else one
            return Subject(tuple(group_at(sentence, one, -1)))
        k = one.first - 1 if one is not None else k - 1
    if not pronoun and (one := _of_main_clause(sentence, verb)) is not None:
        return Subject(tuple(group_at(sentence, one, 1)))
    return Subject(pronoun=pronoun)


def _country(sentence: Sentence, k: int) -> Mention | None:
    """Return the country named last: whom "urged it to" means."""
    named = [one for one in sentence.mentions if one.last <= k and one.is_party and one.form not in _CORPORATE]
    return named[-1] if len(named) > 1 or (named and {"we", "i"} & set(sentence.lower[:k])) else None


def _another(sentence: Sentence, k: int, end: int) -> bool:
    """Return whether a clause of its own begins at a word, whose subject is no party: ", and a blockade would"."""
    if sentence.lower[k] not in {"and", "but", "while", "so"} or k == 0 or sentence.lower[k - 1] not in {",", "—"}:
        return False
    if k + 1 >= end or sentence.lower[k + 1] not in _BEGINNING:
        return False
    titled = PERSON_HEADS & set(sentence.lower[k + 1 : end])
    return not titled and not any(one.is_party and k < one.first < end for one in sentence.mentions)


def _office(sentence: Sentence, k: int) -> bool:
    """Return whether an office without a country stands there: "the president threatened", "the ministry said"."""
    if sentence.lower[k] not in _OFFICES | _PLURALS or sentence.lower[k + 1 : k + 2] in (["of"], ["in"], ["'s"]):
        return False
    if sentence.words[k].capital or sentence.mention_at(k + 1) is not None:
        return False
    if sentence.lower[k] in _PLURALS:
        return bool({"the", "both", "two", "three", "four"} & set(sentence.lower[max(k - 2, 0) : k]))
    return bool({"the", "his", "her", "its", "a"} & set(sentence.lower[max(k - 4, 0) : k]))


def _of_main_clause(sentence: Sentence, verb: Verb) -> Mention | None:
    """Return the subject behind the comma of a clause that begins with a participle: "By adding them, Japan has"."""
    if verb.form.tags != {"ing"} or any("past" in one.form.tags and one.first < verb.first for one in sentence.verbs):
        return None
    for k in range(verb.last, len(sentence.lower) - 1):
        if sentence.lower[k] == ",":
            for m in range(k + 1, min(k + 5, len(sentence.lower))):
                one = sentence.mention_at(m)
                if one is not None:
                    return one if one.is_party and _before_title(sentence, one.first - 1) == k else None
    return None


def _antecedent(sentence: Sentence, k: int) -> Mention | None:
    k -= 1
    while k >= 0 and sentence.lower[k] in {",", "—"}:
        k -= 1
    one = sentence.mention_at(k) if k >= 0 else None
    return one if one is not None and one.is_party else None


def _can_act(sentence: Sentence, one: Mention, *, asked: bool) -> bool:  # noqa: C901, PLR0911 - rules of their own
    """Return whether a party stands where a subject stands: neither behind a preposition nor behind a verb."""
    k = _before_title(sentence, one.first - 1)
    if k < 0:
        return True
    before = sentence.lower[k]
    other = sentence.mention_at(k)
    if other is not None and other.is_party:
        return _can_act(sentence, other, asked=asked)
    if (
        before in COORDINATORS
        and before not in {"–", "—"}
        and k > 0
        and (joined := sentence.mention_at(k - 1)) is not None
    ):
        if not joined.is_party or begins_clause(sentence, one, 1) or _can_act(sentence, joined, asked=asked):
            return True
        following = sentence.lower[one.last] if one.last < len(sentence.lower) else ""
        return before == "," and following not in COORDINATORS
    if before in {"from", "in", "for", "at", "with"} and k > 0 and sentence.lower[k - 1] in _OFFICIALS:
        return True
    if before == "of":
        if _DOCUMENTS & set(sentence.lower[:4]):
            return True
        return k > 0 and (sentence.lower[k - 1] in _HEADS or sentence.words[k - 1].capital)
    if before == "to" and k > 0 and sentence.lower[k - 1] in {"advisor", "adviser", "ambassador", "envoy"}:
        return True
    if before == "on" and k > 0 and sentence.lower[k - 1] in _CALLED_ON:
        return asked
    if _is_verb(sentence, k):
        return asked or before in _REPORTING
    if before.endswith("ed") and len(before) > len("need") and not asked and before not in _REPORTING:
        return False
    return before not in PREPOSITIONS or before in {"after", "before", "as", "since", "until", "than"}


def _before_title(sentence: Sentence, k: int) -> int:
    """Return the word before determiners and titles: "the", "Prime Minister"."""
    while k >= 0 and sentence.mention_at(k) is None:
        titled = (
            k > 0 and sentence.words[k].capital and not _is_verb(sentence, k) and sentence.lower[k] not in PREPOSITIONS
        )
        year = sentence.lower[k].isdigit() and len(sentence.lower[k]) == len("2010")
        if year or sentence.lower[k] in _CALENDAR or sentence.lower[k - 1] in _CALENDAR:
            return -1
        if not (sentence.lower[k] in DETERMINERS or sentence.lower[k].isdigit() or titled):
            break
        k -= 1
    return k


def _is_verb(sentence: Sentence, k: int) -> bool:
    return any(verb.first <= k < verb.last for verb in sentence.verbs) or sentence.lower[k] in COMPLEMENTS
