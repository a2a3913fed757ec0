"""Whom a report is from: the government that says that something was or will be done, where nobody else is named."""

from __future__ import annotations

from tocsin.events.grammar import ADVERBS, PREPOSITIONS, Sentence
from tocsin.events.mentions import Mention
from tocsin.events.own_words import quoted
from tocsin.events.wordlists import word_set

_SAID = word_set("attribution", "said")
_BYSTANDERS = word_set("attribution", "bystanders")
_PAPERS = word_set("attribution", "papers")
_ADMITTED = word_set("attribution", "admitted")
_PROTESTING = word_set("attribution", "protesting")
_OWN, _APART = (
    frozenset({"its", "their", "own"}),
    frozenset({"and", "but", "after", "while", ",", ";", "it", "they", "by", "through"}),
)
_PAUSES = frozenset({",", ".", ";"})
#: What comes behind who is quoted and says when, where and to whom.
_ASIDE = frozenset(
    {
        "after",
        "at",
        "before",
        "during",
        "following",
        "ahead",
        "while",
        "when",
        "as",
        "with",
        "to",
        "on",
        "in",
        "about",
        "regarding",
        "over",
        "reporters",
    }
)
_OFFICES = word_set("roles", "offices")
_REACH = 16
_NEAR, _LAST = 7, 3


def admitted(sentence: Sentence) -> list[Mention]:
    """Return who owns up to what happened: "the rocket blew up, North Korea's news agency admitted".

    Parameters
    ----------
    sentence : Sentence
        The sentence.

    Returns
    -------
    list of Mention
        At most one.
    """
    for k, word in enumerate(sentence.lower):
        if word in _ADMITTED:
            before = [one for one in sentence.mentions if one.is_party and 0 <= k - one.last <= _NEAR]
            return before[-1:]
    return []


def attributed(sentence: Sentence) -> list[Mention]:
    """Return the government to which a sentence is attributed: "..., China's commerce ministry said on Monday".

    Parameters
    ----------
    sentence : Sentence
        The sentence.

    Returns
    -------
    list of Mention
        At most one; empty if it is a firm, an analyst or nobody.
    """
    lower = sentence.lower
    for k, word in enumerate(lower):
        one = None
        if word in _SAID:
            one = _speaker(sentence, k) or _at_home(sentence, k)
        elif (word == "according" and lower[k + 1 : k + 2] == ["to"]) or (
            word in _PAPERS and lower[k + 1 : k + 2] in (["by"], ["from"], ["of"])
        ):
            one = _within(sentence, k + 2, min(k + 2 + _NEAR, len(lower)))
        if one is not None and one.form != "firm":
            return [one]
    return []


def reports(sentence: Sentence, one: Mention, before: int) -> bool:
    """Return whether a party only says what a clause tells: "METI announced that microscopes would be controlled".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.
    before : int
        The verb of the clause.

    Returns
    -------
    bool
        Whether a verb of saying stands between both, near the party.
    """
    return bool(_SAID & set(sentence.lower[one.last : min(one.last + _NEAR, before)]))


def quoting(said: str, sentence: Sentence, first: int) -> Mention | None:
    """Return who is quoted with what he says of himself: "We will respond", a spokesman of China's ministry said.

    Parameters
    ----------
    said : str
        The text of the sentence.
    sentence : Sentence
        The sentence.
    first : int
        The first word of the act.

    Returns
    -------
    Mention or None
        The party that stands behind the end of the quotation, before the verb of saying or right behind it; none if an
        analyst or a newspaper says so, or if the act is not quoted.
    """
    words, lower = sentence.words, sentence.lower
    if not quoted(said[: words[first].start], begun=False):
        return None
    closed = next((k for k in range(first + 1, len(words)) if not quoted(said[: words[k].start], begun=False)), None)
    if closed is None:
        return None
    verb = next((k for k in range(closed, min(closed + _REACH, len(words))) if lower[k] in _SAID), None)
    if verb is None or _BYSTANDERS & set(lower[closed : verb + 1]):
        return None
    named = [one for one in sentence.mentions if one.is_party and one.first >= closed]
    before = [one for one in named if one.first < verb]
    if before or not _PAUSES.isdisjoint(lower[closed + 1 : verb]):
        return before[0] if before else None
    end = next((k for k in range(verb + 1, min(verb + _REACH, len(words))) if lower[k] in _ASIDE), verb + _REACH)
    behind = [one for one in named if one.first < end and lower[verb + 1] != "of"]  # "said of China's ban"
    return behind[0] if behind and _BYSTANDERS.isdisjoint(lower[verb:end]) else None


def protests(sentence: Sentence, one: Mention, first: int) -> bool:
    """Return whether a party only protests against an act or sees it: "Seoul condemned the launch", "detected a test".

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    one : Mention
        The party.
    first : int
        The first word of the act.

    Returns
    -------
    bool
        Not if it is the party's own, "slammed its own launch", or how it protests, "protested by halting imports".
    """
    lower = sentence.lower
    near = (*range(one.last, min(one.last + _NEAR, first)), *range(max(first - _LAST, one.last), first))
    seen = next((k for k in near if lower[k] in _PROTESTING), None)
    if seen is None or "with" in lower[max(first - 2, seen + 1) : first]:  # "denounced it with sanctions"
        return False
    return not (_OWN | _APART) & set(lower[seen + 1 : first])


def _speaker(sentence: Sentence, k: int) -> Mention | None:
    """Return the party that stands before a verb of saying in the same clause."""
    lower = sentence.lower
    for m in range(k - 1, max(k - 1 - _REACH, -1), -1):
        if lower[m] in _BYSTANDERS or (lower[m] in {";", ":"}):
            return None
        if lower[m] == "," and _OFFICES & set(lower[m:k]) and {"its", "their"} & set(lower[m:k]):
            return None
        one = sentence.mention_at(m)
        if one is None:
            continue
        before = lower[one.first - 1] if one.first > 0 else ","
        ahead = lower[one.first - 2 : one.first - 1]
        apart = before in PREPOSITIONS - {"in", "of", "for"}
        if (
            not one.is_party
            or apart
            or ahead == ["that"]
            or _BYSTANDERS & set(lower[max(one.first - 4, 0) : one.first])
        ):
            return None
        return one
    return None


def _at_home(sentence: Sentence, k: int) -> Mention | None:
    """Return the country of the dateline where an office without one speaks: "OSLO - ..., its ministry said"."""
    said = sentence.lower[max(k - _REACH // 2, 0) : k]
    if not sentence.seat or not _OFFICES & set(said) or _BYSTANDERS & set(said):
        return None
    return Mention(k, k + 1, sentence.seat, "office")


def _within(sentence: Sentence, first: int, last: int) -> Mention | None:
    for m in range(first, last):
        if sentence.lower[m] in _BYSTANDERS | {",", ";"} and sentence.lower[m] not in ADVERBS:
            return None
        one = sentence.mention_at(m)
        if one is not None:
            ahead = set(sentence.lower[one.last : one.last + 3])
            return one if one.is_party and not _BYSTANDERS & ahead else None
    return None
