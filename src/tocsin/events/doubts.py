"""What is not said to be so: it is asked, ruled out or not, depends on what is to come, or was struck from a bill."""

from __future__ import annotations

import re

from tocsin.events.stance import REAL

#: Words that begin no other clause.
_ON = r"(?!(?:and|but|when|while|as|if|because|that|which|who|after|before|until)\b)"
_FEW = rf"(?:{_ON}[\w’'-]+ ){{0,4}}"
_MANY = rf"(?:{_ON}[\w’'.$%-]+ ){{0,10}}"
_NOT = r"(?:not|n[’']t|never|cannot)"
_NONE = r"(?:(?:announc|impos|introduc|issu|adopt|propos|threaten)\w*|plan(?:s|ned)?|took|takes?|taken) no\b"
_MEANT = r"(?:intend|plan|want|propos|aim|wish|seek|mean)(?:e?d|e?s|e|n?ing|ning)?"
_WEIGHED = r"(?:weigh|consider|debat|stud|examin|assess|ponder|discuss|decid|review|mull)\w*"
_DROPPED = r"(?:shelved|rejected|defeated|voted down|threw out|scrapped|dropped|blocked|struck(?: out| down)?|removed)"
_BILL = r"(?:bill|proposal|plan|provision|amendment|motion|draft|clause)s?"
#: What stands right before an act, by the modality that it makes.
_BEFORE = (
    ("possible", re.compile(rf"\b(?:{_NOT} (?:yet |been )*|(?:yet|still) to )rul(?:ed|e|ing) out {_FEW}$")),
    ("denied", re.compile(rf"\b(?:ruled|rules|rule|ruling) out {_FEW}$")),
    (
        "possible",
        re.compile(
            r"\b(?:(?:opening|opens|opened|paving|paves|paved) the way (?:for|to)"
            rf"|(?:prospect|possibility|likelihood|risk|danger|threat|spectre|fears?) of) (?:{_ON}[a-z][\w-]* ){{0,3}}$"
        ),
    ),
    ("denied", re.compile(rf"\b{_NONE} (?:{_ON}[\w-]+ ){{0,2}}$")),
    (
        "denied",
        re.compile(
            rf"\b(?:do|does|did|is|are|was|were) ?{_NOT} (?:\w+ly )?{_MEANT} to {_FEW}$"
            rf"|\bno (?:intention|plans?) (?:to|of) {_FEW}$"
        ),
    ),
    (
        "denied",
        re.compile(rf"\btime (?:has|had) not (?:yet )?come (?:to|for) {_FEW}$|\b(?:too early|premature) to {_FEW}$"),
    ),
    ("announced", re.compile(r"\bnot hesitate to (?:\w+ ){0,3}$")),
    ("possible", re.compile(rf"\b{_WEIGHED}(?: on)? whether (?:or not )?to {_MANY}$")),
    (
        "denied",
        re.compile(
            rf"\b{_DROPPED}\b[^,;.]{{0,60}}?\b{_BILL}\b[^,;.]{{0,30}}? "
            rf"(?:(?:that|which) would(?: have)?|to|for|of) {_FEW}$"
        ),
    ),
)
_RULED = re.compile(r"rul(?:ed|e|es|ing) out ")
#: What stands before an act and behind it: "reports that it would ban it are untrue".
_UNTRUE = (
    re.compile(r"\b(?:rumou?rs?|reports?|claims?|allegations?|speculation) that [^,;]{0,80}$", re.IGNORECASE),
    re.compile(
        r"[^,;]{0,80}?\b(?:are|is|were|was|as) (?:\w+ly )?(?:untrue|false|unfounded|baseless|groundless|not true)\b"
        r"|[^;]{0,120}?\b(?:never had such|no such (?:plan|intention))"
    ),
)
_UNMET = (
    re.compile(r"\b(?:conditions|criteria|requirements) (?:for|to) (?:\w+ ){0,2}$"),
    re.compile(r"[^;]{0,120}?\b(?:are|were|have|is) not (?:yet )?(?:been )?(?:met|fulfilled|ripe|given|satisfied)\b"),
)
_ITSELF = re.compile(rf"{_NONE}(?: {_ON}[\w-]+){{1,3}}")
#: A question that is answered by yes or no; what it takes for granted stands behind such a word.
_ASKED = re.compile(
    r"\W*(?:[A-Z][\w. ]{1,40}: )?(?:[Aa]nd |[Bb]ut |[Ss]o |Now, |Well, )?"
    r"(?:Has|Have|Had|Is|Are|Was|Were|Did|Does|Do|Will|Would|Can|Could|Should)\b"
)
_GRANTED = re.compile(
    r"\b(?:that|since|why|when|after|because|if|which|who|how|as|before|whose|where|following|despite)\b"
)
_INVERTED = re.compile(r"(?:Should (?!be\b)|Were (?=[^,]{1,80} to ))(?:[^,?]{1,200}),")
_REACH = 20
_NOTHING = re.compile(r"\b(?:short of|lack(?:s|ed|ing)?(?: for)?|shortage of|want(?:s|ed)? for) nothing\b")


def doubt(said: str, begin: int, end: int, state: str) -> str:
    """Return how far an act is a fact, where words around it tell more of that than it does itself.

    Parameters
    ----------
    said : str
        The text of the sentence.
    begin, end : int
        Where the words stand that tell the act.
    state : str
        Its modality as it is read.

    Returns
    -------
    str
        "possible" of "has not ruled out a strike", "Has Japan banned it?", "weighing whether to lift it", "denied" of
        "ruled out a strike", "announced no duties", "does not intend to ban it", "rejected a bill that would ban it",
        "conditional" of "Should a ban be adopted, prices will rise"; else as it is.
    """
    if state == "called_for":
        return state
    if (one := _INVERTED.match(said)) and end <= one.end():
        return "conditional"
    if _NOTHING.search(said, max(begin - 1, 0), min(end + _REACH, len(said))) or _ITSELF.fullmatch(said, begin, end):
        return "denied"
    if any(lead.search(said[:begin]) and behind.match(said, end) for lead, behind in (_UNTRUE, _UNMET)):
        return "denied"
    if state in REAL and _asked(said, end):
        return "possible"
    itself = _RULED.match(said, begin)  # "ruled out" may tell the act
    last = max(said.rfind(" ", begin, end) + 1, itself.end() if itself else begin)
    leads = (said[:begin], said[:last])
    return next((modality for modality, words in _BEFORE if any(words.search(one) for one in leads)), state)


def _asked(said: str, end: int) -> bool:
    """Return whether what stands before a place is asked, and not taken for granted by who asks."""
    question = _ASKED.match(said) if said.rstrip("\"”’') ").endswith("?") else None
    return question is not None and _GRANTED.search(said, question.end(), end) is None
