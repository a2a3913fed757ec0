"""Words that look like an act and tell another thing: a hunger strike, an angry response, "to give talks a chance"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from tocsin.events.grammar import Sentence
from tocsin.events.launches import is_trial
from tocsin.events.making import Draft

#: An answer of words.
_IN_WORDS = re.compile(
    r"(?:react|respond|repl)\w* (?:angrily|furiously|coolly|cautiously|calmly|coldly|warmly"
    r"|with (?:an? )?(?:[a-z]+ )?"
    r"(?:shrug|caution|anger|fury|dismay|silence|alarm)\b)"
)
_ANGRY = re.compile(r"\b(?:angry|furious|muted|cautious|cool) $")
#: A friendly turn.
_IN_KIND = re.compile(r"reciprocat\w+")
_FRIENDLY = re.compile(
    r"\b(?:white ?list|trusted|preferential|preferred|restor|reinstat|lift|eas|remov|visit|welcom|goodwill|favou?r)\w*",
    re.IGNORECASE,
)
#: What somebody asked for is no measure that is answered.
_ASKED = re.compile(
    r"(?:[Ii]n )?(?:response|reply|answer) to (?:(?!(?:and|which|that|by|from)\b)[\w’'.-]+ ){0,6}?"
    r"(?:applications?|requests?|petitions?|invitations?|enquir(?:y|ies)|inquir(?:y|ies)|questions?|challenge|appeals?)\b"
)
#: What was never in force is not lifted: "scrapped a plan to sanction".
_PLANNED = re.compile(
    r"(?:scrapp|dropp|shelv|abandon|cancel|ditch|withdr|reject)\w* "
    r"(?:an? |the |its |his |her |their |earlier |previous |controversial )*(?:plan|proposal|bill|idea|intention)s?\b"
)
#: Talks that are only hoped for, or the manner in which something ends.
_CHANCE = re.compile(r"\b(?:give|gives|giving|gave|allow|allows|allowing) (?:the |peace |trade |these )?$")
_TIME = re.compile(r"\w+ (?:with [\w’' -]{2,40} )?(?:a (?:real |last |new )?chance|more time|time|room)\b")
_NOUN = re.compile(r"\b(?:an?|the|any|of|for|towards?) $")
_NEGOTIATED = re.compile(r"negotiated (?:[a-z]+ )?(?:end|settlement|solution|peace|outcome|resolution)\b")
#: Meetings of one government or firm with itself.
_INWARD = frozenset({"cabinet", "board", "committee", "council", "shareholders", "shareholder", "staff"})


def lookalike(said: str, sentence: Sentence, draft: Draft) -> bool:
    """Return whether the words of an act tell another thing.

    Parameters
    ----------
    said : str
        The text of the sentence.
    sentence : Sentence
        The sentence.
    draft : Draft
        The act.

    Returns
    -------
    bool
        Of an attack with missiles, which is no test, "speaking in Astana", "as agreed by both sides", a hunger strike.
    """
    tells = _OTHER.get(draft.act)
    return tells is not None and tells(said, sentence, draft)


def _hungers(_said: str, sentence: Sentence, draft: Draft) -> bool:
    return "hunger" in sentence.lower[max(draft.first - 1, 0) : draft.last]


def _agreed(_said: str, sentence: Sentence, draft: Draft) -> bool:
    return sentence.lower[draft.first - 1 : draft.first] == ["as"]


def _met(_said: str, sentence: Sentence, draft: Draft) -> bool:
    before, word = sentence.lower[max(draft.first - 1, 0) : draft.first], sentence.lower[draft.first]
    alone = word == "speaking" and sentence.lower[draft.first + 1 : draft.first + 2] not in (["by"], ["with"])
    return alone or (word in {"meeting", "meetings"} and not _INWARD.isdisjoint(before))


def _planned(said: str, sentence: Sentence, draft: Draft) -> bool:
    return _PLANNED.match(said, sentence.words[draft.first].start) is not None


def _hoped(said: str, sentence: Sentence, draft: Draft) -> bool:
    """Return whether talks are only given a chance, or are the manner in which something ends."""
    start = sentence.words[draft.first].start
    chance = _CHANCE.search(said[:start]) is not None and _TIME.match(said, start) is not None
    named = _NOUN.search(said[:start]) is not None and _NEGOTIATED.match(said, start) is not None
    return chance or named


def _fired(said: str, sentence: Sentence, draft: Draft) -> bool:
    return not is_trial(said, sentence, draft.first, draft.last)


def _no_answer(said: str, sentence: Sentence, draft: Draft) -> bool:
    """Return whether an answer is one of words, a friendly one, or one to what somebody asked for."""
    start = sentence.words[draft.first].start
    if sentence.lower[draft.first] in {"response", "reaction"} and _ANGRY.search(said[:start]):
        return True
    if _IN_KIND.match(said, start) and _FRIENDLY.search(said):
        return True
    begin = sentence.words[max(draft.first - 1, 0)].start
    asked = any(_ASKED.match(said, k) for k in {begin, start})
    return asked or _IN_WORDS.match(said, start) is not None


_OTHER: Mapping[str, Callable[[str, Sentence, Draft], bool]] = {
    "agree": _agreed,
    "dialogue": _hoped,
    "lift_control": _planned,
    "meet": _met,
    "missile_test": _fired,
    "retaliate": _no_answer,
    "strike": _hungers,
}
