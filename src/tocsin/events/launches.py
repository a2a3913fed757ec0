"""Which launch is a test of a missile: not an attack, and not every satellite's."""

from __future__ import annotations

import re

from tocsin.events.grammar import Sentence
from tocsin.events.mentions import Mention

#: To whom the Security Council forbade every launch with the technology of ballistic missiles, a satellite's too:
#: resolutions 1718 (2006) and 1874 (2009), and 1929 (2010).
FORBIDDEN = frozenset({"PRK", "IRN"})
_AT = frozenset({"at", "against", "on", "into"})
_BEFORE_NAMES = frozenset(
    {
        "the",
        "a",
        "an",
        "its",
        "their",
        "southern",
        "northern",
        "eastern",
        "western",
        "central",
        "neighbouring",
        "neighboring",
    }
)
_PLACES = frozenset({"in", "into", "inside", "outside", "within", "off", "over", "near", "to"})
_NEAR, _HELD = 8, 4
#: What a missile may fall into off a country that it was not fired at.
_OFF = re.compile(
    r"\b(?:sea|seas|ocean|waters|zone|strait|gulf|bay|airspace|coast|coastal|direction|border)\b", re.IGNORECASE
)
_TARGETS = re.compile(
    r"(?:military |naval |air |energy |oil |civilian |enemy |residential )*"
    r"(?:bases?|cit(?:y|ies)|towns?|positions?|targets?|facilities|airports?|ports?|ships?|vessels?|tankers?|buildings?|"
    r"troops|forces|infrastructure|refiner(?:y|ies)|plants?|civilians|villages?|warships?)\b",
    re.IGNORECASE,
)
_ATTACK = re.compile(
    r"\b(?:missile|rocket|drone)(?:s| and (?:missile|rocket|drone)s?)? (?:attack|strike|barrage)s?\b", re.IGNORECASE
)
_SPACE = re.compile(
    r"\b(?:satellites?|spacecraft|astronauts?|cosmonauts?|taikonauts?|space station|lunar|moon|mars|telescope)\b",
    re.IGNORECASE,
)
_TEST = re.compile(r"\btest(?:s|ed|ing)?\b|\btest-|\bdrills?\b", re.IGNORECASE)
_ARMED = re.compile(
    r"\b(?:missiles?|ballistic|spy|espionage|military|reconnaissance|surveillance|resolutions?|provocations?)\b",
    re.IGNORECASE,
)


def is_trial(said: str, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether a launch may be the test of a missile.

    Parameters
    ----------
    said : str
        The text of the sentence.
    sentence : Sentence
        The sentence.
    first, last : int
        The words that tell the launch.

    Returns
    -------
    bool
        Not of "fired rockets into Israel", "a missile attack on Kharkiv", "India launched a weather satellite"; of
        "fired a missile into the Sea of Japan" and "launched a spy satellite".
    """
    if _SPACE.search(said) and not _ARMED.search(said):
        return any(one.party in FORBIDDEN for one in sentence.mentions)
    if _TEST.search(said):
        return True
    words = sentence.words
    begin = words[max(first - 1, 0)].start
    end = words[min(last + 1, len(words) - 1)].end
    return _ATTACK.search(said[begin:end]) is None and not any(
        _struck(said, sentence, k) for k in range(last, min(last + _NEAR, len(words))) if sentence.lower[k] in _AT
    )


def _struck(said: str, sentence: Sentence, k: int) -> bool:
    """Return whether somebody or something is hit behind a preposition."""
    m = k + 1
    while m < len(sentence.lower) and sentence.lower[m] in _BEFORE_NAMES:
        m += 1
    if m >= len(sentence.words):
        return False
    one = sentence.mention_at(m)
    if one is None or not one.is_party:
        return _TARGETS.match(said, sentence.words[m].start) is not None
    return not _off(said, sentence, one)


def landing(said: str, sentence: Sentence, one: Mention) -> bool:
    """Return whether a party only lends its name to where a missile came down.

    Parameters
    ----------
    said : str
        The text of the sentence.
    sentence : Sentence
        The sentence.
    one : Mention
        The party.

    Returns
    -------
    bool
        "It fell in Japan's exclusive economic zone", "off the coast of Japan"; not "North Korea", "in North Korea".
    """
    before = one.first - 1
    while before > 0 and sentence.lower[before] in _BEFORE_NAMES:
        before -= 1
    if before < 0:
        return False
    if sentence.lower[before] == "of":
        return before > 0 and _OFF.fullmatch(sentence.lower[before - 1]) is not None
    return sentence.lower[before] in _PLACES and _off(said, sentence, one)


def _off(said: str, sentence: Sentence, one: Mention) -> bool:
    """Return whether what is named is the sea, the coast or the sky of a party."""
    end = sentence.words[min(one.last + _HELD, len(sentence.words)) - 1].end
    return _OFF.search(said[sentence.words[one.first].start : end]) is not None
