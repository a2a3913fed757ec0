"""To whom a reaction is, where only a sentence before says whose the measure was: "Seoul condemned the launch"."""

from __future__ import annotations

import re

from tocsin.events.context import Memory
from tocsin.events.event import MEASURES

#: What is reacted to, by the words that name it again; the last words may mean any measure.
_NAMED = (
    (("missile_test",), r"launch(?:es)?|(?:missile |nuclear )?tests?|firings?|provocations?"),
    (("list_entity", "sanction"), r"listings?|designations?|blacklisting"),
    (("extend",), r"extension|renewal|prolongation"),
    (("suspend",), r"suspension|pause"),
    (("ban",), r"bans?|embargo(?:es)?"),
    (("tariff",), r"tariffs?|dut(?:y|ies)|lev(?:y|ies)"),
    (("sanction",), r"sanctions|package"),
    (("impose_control", "announce_control"), r"curbs?|controls?|restrictions?|licen[cs]ing rules?"),
    (("remove_trusted_group",), r"removal|exclusion|downgrade"),
    (("exercise",), r"drills?|exercises?|manoeuvres|maneuvers"),
    ((*MEASURES, "sanction"), r"moves?|measures?|steps?|decisions?|action|announcement"),
)
_LEAD = r"[^;“\"]{0,50}?\b(?:the|this|that|these|those|such|both) (?:[\w-]+ ){0,2}"
#: What stands behind the name where it says no more: not "the test centre", "the decision to close it".
_ENDS = (
    r"(?=[.,;:”\"]|$| (?:and|as|which|that|after|when|while|but|because|for|with|saying|calling|over|against|at)\b"
    r"| (?:on|from) [A-Z])"
)
_AGAIN = tuple((acts, re.compile(rf"{_LEAD}(?:{names})\b{_ENDS}")) for acts, names in _NAMED)
#: Sentences within which a measure is told again, and within which "the move" may mean it.
_NEAR, _NEXT = 12, 2
#: What somebody does about what others did.
REACTIONS = frozenset({"state", "threaten", "retaliate"})


def reacted_to(said: str, at: int, memory: Memory) -> tuple[str, ...]:
    """Return who did what somebody reacts to.

    Parameters
    ----------
    said : str
        The sentence.
    at : int
        Where the words of the reaction end.
    memory : Memory
        What was said before.

    Returns
    -------
    tuple of str
        Who did last what is named again; empty if nothing is, or nobody did it in the document.
    """
    for acts, words in _AGAIN:
        if words.match(said, at):
            return memory.last(acts, _NEXT if acts == _NAMED[-1][0] else _NEAR)
    return ()
