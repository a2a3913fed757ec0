"""Which union strikes where no list holds it: "Union No. 1 at BHP's Escondida began a walkout"."""

from __future__ import annotations

import re
from dataclasses import replace

from tocsin.events.clues import Scene
from tocsin.events.making import Draft

_WORD = r"[A-Z][\w.’'&-]*"
#: Names of unions, by the word that says so.
_UNION = re.compile(
    rf"\b(?:{_WORD} (?:(?:of|and|for) (?:the )?)?){{0,6}}"
    r"(?:Unions?|Unifor|Teamsters|Sindicato|Brotherhood(?= of)|Guild"
    r"|(?:Workers|Longshoremen|Teachers|Pilots|Nurses)(?:[’']s?)? Association)"
    rf"(?: (?:No\.? ?\d+|Number \d+|of (?:the )?{_WORD}(?: (?:and )?{_WORD})*))?"
)
#: What stands in capitals before a name at the beginning of a sentence.
_LEADING = re.compile(r"(?:The|Members of(?: the)?|Workers of(?: the)?|(?:In|At|On|After) [A-Z]\w+) ")
_NONE = re.compile(r"\b(?:European|Soviet|African|Customs|Credit|Western|Trade|Student)\b.* Unions?$|^Unions?$")


def struck(scene: Scene, draft: Draft) -> Draft:
    """Return a strike with the union that calls it, against the firms that would stand as those who strike.

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        A strike, with its parties.

    Returns
    -------
    Draft
        The same where no union is named, or one of a list.
    """
    firms = [one for one in scene.sentence.mentions if one.form == "firm"]
    if len({one.party for one in firms}) > 1:
        firms = [one for one in draft.actors if one.form == "firm"]
    targets = tuple(dict.fromkeys((*draft.targets, *firms)))
    acting = tuple(one for one in draft.actors if one.form == "organisation")
    named = (one for one in scene.sentence.mentions if one.form == "organisation" and _UNION.fullmatch(one.party))
    if listed := acting or tuple(named)[:1]:
        return replace(draft, actors=listed, parties=(), targets=targets)
    names = (_LEADING.sub("", one.group()) for one in _UNION.finditer(scene.said))
    name = next((one for one in names if not _NONE.search(one)), "")
    return replace(draft, actors=(), parties=(name,), targets=targets) if name else draft
