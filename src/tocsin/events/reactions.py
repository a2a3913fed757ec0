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
_THE = r"[^;“\"]{0,50}?\b(?:the|this|that|these|those|such|both) (?:[\w-]+ ){0,2}"
_AGAIN = tuple((acts, re.compile(rf"{_THE}(?:{names})\b(?! (?:of|by|on)\b)")) for acts, names in _NAMED)
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
            return next((actor for act, actor in reversed(memory.done) if act in acts), ())
    return ()
