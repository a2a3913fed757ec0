"""What did not come about: a strike that was averted, what would otherwise have been lifted, a report denied."""

from __future__ import annotations

import re

from tocsin.events.grammar import Sentence

_AVERTED = "averted|forestalled|headed off|staved off"
_STOPS = "after|and|as|because|but|before|if|over|that|unless|when|where|which|while|who|whom|whose"
_WORD = rf" (?!(?:{_STOPS})\b)[^\s,;:]+"
_OTHERWISE = "(?:otherwise )?"
#: What is said behind an act.
_AFTER = re.compile(
    rf"(?:{_WORD}){{0,6}}? (?:(?:was|were|is|are|got|(?:has|have|had) been) (?:\w+ly )?"
    rf"(?:{_AVERTED}|prevented|avoided)\b(?! by\b| from\b)"
    r"|(?:did(?: not|n[’']t)|does not|never) (?:take place|happen|go ahead|materiali[sz]e|come about)\b"
    r"(?! overnight| by (?:accident|chance)))"
)
#: What stands before it.
_BEFORE = re.compile(
    rf"(?:\b(?:{_AVERTED}) (?:an? |the |another |further )?(?:[\w-]+ ){{0,2}}"
    rf"|^(?!.*(?:\b[Ii]f\b|, or\b)).*\bwould {_OTHERWISE}(?:not )?{_OTHERWISE}have {_OTHERWISE}(?:been )?{_OTHERWISE}"
    r"|\b(?:deny|denying|denied|denies|dismiss|dismissing|dismissed|dismisses) (?:\w+ )?"
    r"(?:reports|rumou?rs|claims|allegations|talk|suggestions) of (?:[\w-]+ ){0,3})$"
)


def undone(said: str, sentence: Sentence, first: int, last: int) -> bool:
    """Return whether an act is told that did not come about.

    Parameters
    ----------
    said : str
        The text of the sentence.
    sentence : Sentence
        The sentence.
    first, last : int
        The words that tell the act.

    Returns
    -------
    bool
        "A rail strike was averted", "restrictions that would have been lifted", "denied reports of a shortage".
    """
    words = sentence.words
    begin, end = words[first].start, words[max(first, last - 1)].end
    return _BEFORE.search(said[:begin]) is not None or _AFTER.match(said, end) is not None
