"""What is not said to be so: it is asked, ruled out or not, depends on what is to come, or was struck from a bill."""

from __future__ import annotations

import re
from collections.abc import Sequence

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
#: What was given up, to do or not to do.
_GIVEN_UP = (
    r"(?<!to )(?<!not )(?<!n[’']t )\b(?:(?:abandon|scrap|drop|shelv|cancel|ditch)\w*|withdrew|withdrawn|g[ai]ves? up"
    r"|given up|(?:back|walk)(?:ed|ing|s)? away from) (?:an? |the |its |his |her |their |earlier |controversial )*"
    r"(?:plan|proposal|threat|intention|bid|idea)s?"
)
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
    (
        "denied",
        re.compile(
            rf"\b(?:(?:stop|f[ae]ll)(?:ped|ping|s)? short of|(?:decid\w+|opt\w*|chose|chosen) (?:against|not to)"
            r"|(?:held|holds?|holding|put|puts|putting) off (?:on )?|(?:refrain|desist)\w* from"
            rf"|sh(?:y|ied|ying) away from) ?{_FEW}$"
        ),
    ),
    ("possible", re.compile(r"\b(?:could|may|might), [^,;]{2,30}, (?:[\w-]+ ){0,3}$")),
    ("possible", re.compile(r"\b(?:could|may|might) (?!not\b)[a-z][^,;]{2,60} and then $")),
    (
        "possible",
        re.compile(r"\b(?:float|moot|ponder|contemplat)(?:s|e?d|es|ing)? (?:an? |the )?(?:[\w-]+ ){0,2}$"),
    ),
    (
        "conditional",
        re.compile(
            r"\b(?:provided that|providing that|on (?:the )?condition that|(?:as|so) long as|in the event (?:that|of)) "
            r"[^,;]{0,60}$"
        ),
    ),
    (
        "possible",
        re.compile(rf"\b(?:is|are|was|were) (?:\w+ly )?(?:still )?{_WEIGHED} (?:an? |the )?(?:[\w-]+ ){{0,2}}$"),
    ),
    ("denied", re.compile(rf"{_GIVEN_UP} (?:to|for|of) {_FEW}$")),
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
#: The same, of what is not itself said.
_OF_DEEDS = (
    (
        "denied",
        re.compile(
            rf"\b(?:has|have|had|did|does|do|is|are|was|were) ?{_NOT} (?:yet |so far |been |ever )*$"
            rf"|\b[Nn]either (?:the )?[A-Z][^,;]{{1,40}} nor (?:the )?[A-Z][^,;]{{1,60}}$"
        ),
    ),
    (
        "announced",
        re.compile(
            r"\b[Ll]ower (?:[Hh]ouse|[Cc]hamber)(?: of [A-Z]\w+)?(?: on \w+| also| today| narrowly| unanimously){0,2}"
            r" (?:(?:has |had )?(?:approv|pass|adopt|back|endors|vot)\w* [^,;]{0,50})?$"
        ),
    ),
    (
        "conditional",
        re.compile(r"^(?:If|Unless) [^;]*, (?:then )?[^,;]{0,60}\b(?:will|would|could|may|might|shall)\b[^,;]{0,40}$"),
    ),
)
_SAID = frozenset({"threaten", "pledge", "state", "shortage_reported"})
#: Where "not" tells the act itself, a want, a ban or a stop: "there is not enough", "are not permitted", "do not run".
_NEED = re.compile(
    r"(?:enough|sufficient|able|eligible|entitled|free|let|permit|allow|authori[sz]|admit|grant|issu|suppl|sell|sold"
    r"|deliver|leav|enter|work|run\b|operat)"
)
_RULED = re.compile(r"rul(?:ed|e|es|ing) out ")
#: What stands before an act and behind it: "reports that it would ban it are untrue".
_UNTRUE = (
    "denied",
    re.compile(r"\b(?:rumou?rs?|reports?|claims?|allegations?|speculation) that [^,;]{0,80}$", re.IGNORECASE),
    re.compile(
        r"[^,;]{0,80}?\b(?:are|is|were|was|as) (?:\w+ly )?(?:untrue|false|unfounded|baseless|groundless|not true)\b"
        r"|[^;]{0,120}?\b(?:never had such|no such (?:plan|intention))"
    ),
)
_UNMET = (
    "denied",
    re.compile(r"\b(?:conditions|criteria|requirements) (?:for|to) (?:\w+ ){0,2}$"),
    re.compile(r"[^;]{0,120}?\b(?:are|were|have|is) not (?:yet )?(?:been )?(?:met|fulfilled|ripe|given|satisfied)\b"),
)
#: A plan that came to nothing: "a proposal to ban it, which the Commission had made, was dropped".
_ABANDONED = (
    "denied",
    re.compile(rf"\b(?:proposal|plan|bid|motion|bill|attempt|initiative|request)s? (?:to|for|that would) {_MANY}$"),
    re.compile(
        r"(?:(?!\b(?:after|although|though|but|while|because|when|since|as|was|were|took|has|have)\b)[^;,]){0,60}"
        r"(?:, which [^;]{0,80},)? (?:was|were|has been|have been|had been) (?:\w+ly )?"
        r"(?:dropped|shelved|rejected|scrapped|abandoned|defeated|voted down|withdrawn|blocked|vetoed|thrown out)\b"
    ),
)
#: What workers voted for in case something is not met.
_BALLOT = re.compile(r"(?:.*\b)?vot(?:e|es|ed|ing) (?:\w+ ){0,3}(?:for|to|on|in favou?r of) [^;,]*\b(?:unless|if)\b")
_AROUND = (_UNTRUE, _UNMET, _ABANDONED)
#: Whoever orders his own to do something does it.
_ORDERED = re.compile(
    r"\b(?:ordered|instructed|directed|told) (?:its|their|all|domestic|local|state(?:-owned)?|the country['’]s) "
    r"(?!(?:allies|partners|embass|ministr|agenc|officials|citizens|diplomats|troops|forces))[^,;]{1,60}?"
    r"\bto (?!prepare)(?:\w+ )?$"
)
#: What nobody may do is forbidden.
_FORBIDDEN = re.compile(rf"\b[Nn]o [a-z]+(?: [a-z]+){{0,3}} (?:shall|may) {_FEW}$")
#: Who does not support something takes a position.
_WITHHELD = re.compile(
    rf"(?:{_NOT}|n[’']t) (?:\w+ly )?(?:support|accept|endors|agree|recogni[sz]|condon|tolerat|approv|welcom)"
)
#: What is demanded: "demanded that the curbs be withdrawn".
_DEMANDED = re.compile(
    r"\b(?:demand|insist|request|urg|ask|recommend|propos)(?:ed|e?s|ing)? that [^,;]{0,60}?"
    r"\bbe (?:\w+ly )?(?:[a-z]+ )?$"
)
#: What may not be done is barred: "shall not be exported without a licence".
_BARRED = re.compile(r"\b(?:shall|must|may|can)(?: no longer| not|not) (?:be )?(?:\w+ly )?$")
_MOVED = re.compile(
    r"(?:re-?)?(?:export|import|ship|s[eo]l[ld]|transfer|suppl|bring|brought|provid|trad|deliver|purchas|buy)"
)
#: What was decided is done: "its decision last month to ban it has raised prices".
_DECISION = re.compile(
    r"^(?!.*\b(?:announc|await|delay|postpon|review|vote|block|pending|draft|overturn|revers))"
    rf".*(?:['’]s|\b(?:its|his|her|their)) (?:[a-z]+ )?decisions? (?:[\w’'-]+ ){{0,5}}?to {_FEW}$"
)
_COMING = re.compile(r"\b(?:will|expected|forecast|predicted|due|could|may|might|bracing|approaching|heading)\b")
_MOOTED = re.compile(r"(?:floated|mooted) (?:an? |the )?")
#: Nobody did it: "No government has called on Japan to ease it".
_NOBODY = re.compile(
    r"(?:^|[;:,] (?:and |but )?)[“\"]?(?:(?:But|Yet|So far),? )?"
    r"(?:[Nn]o (?!doubt|longer|fewer|less|more|sooner|matter)[a-z]+(?: [a-z]+)?|[Nn]obody|[Nn]o one"
    r"|[Nn]one of [^,;]{1,30}) (?:in [A-Z]\w+ )?(?:has|have|had) "
    rf"(?:(?!(?:since|during|by|in)\b){_ON}[\w’'.$%-]+ ){{0,10}}$"
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


def doubt(said: str, begin: int, end: int, state: str, act: str = "") -> str:
    """Return how far an act is a fact, where words around it tell more of that than it does itself.

    Parameters
    ----------
    said : str
        The text of the sentence.
    begin, end : int
        Where the words stand that tell the act.
    state : str
        Its modality as it is read.
    act : str
        Which it is: what somebody says is said, whatever it depends on.

    Returns
    -------
    str
        "possible" of "has not ruled out a strike", "Has Japan banned it?", "floated a ban", "denied" of "ruled out a
        strike", "has not eased it", "stopped short of banning it", "a bill to ban it was dropped", "conditional" of "If
        a ban is adopted, prices will rise", "called_for" of "demanded that it be lifted", "done" of "ordered its firms
        to stop selling it", "its decision to ban it", "shall not be exported"; else as it is.
    """
    if _NOBODY.search(said[:begin]):
        return "denied"
    if state == "called_for" or _DEMANDED.search(said[:begin]):
        return "called_for"
    itself = _RULED.match(said, begin)  # "ruled out" may tell the act
    last = max(said.rfind(" ", begin, end) + 1, itself.end() if itself else begin)
    leads = (said[:begin], said[:last])
    if said_so := _around(said, begin, end, act, leads):
        return said_so
    if state in REAL and _asked(said, end):
        return "possible"
    if _done(said, begin, state, act):
        return "done"
    before = _BEFORE if act in _SAID else (*_BEFORE, *_OF_DEEDS)
    found = next((modality for modality, words in before if any(words.search(one) for one in leads)), state)
    held = _NEED.match(said, begin) or (act == "state" and _WITHHELD.search(said, max(begin - _REACH, 0), end + _REACH))
    return ("done" if act == "state" else state) if found == "denied" and held else found


def _done(said: str, begin: int, state: str, act: str) -> bool:
    """Return whether what seems to be ahead, or not to be so, is done: decided, ordered, forbidden."""
    lead = said[:begin]
    if state == "announced" and not _FORBIDDEN.search(lead):
        befell = act == "hazard" and _COMING.search(said) is None
        return befell or _DECISION.search(lead) is not None or _ORDERED.search(lead) is not None
    barred = _BARRED.search(lead) if state == "denied" else None
    return (barred or _FORBIDDEN.search(lead)) is not None and _MOVED.match(said, begin) is not None


def _around(said: str, begin: int, end: int, act: str, leads: Sequence[str]) -> str:
    """Return the modality that is told by what stands before an act and behind it, or by itself; empty if none."""
    if ((one := _INVERTED.match(said)) and end <= one.end()) or (act == "strike" and _BALLOT.match(said, begin)):
        return "conditional"
    if _MOOTED.match(said, begin):
        return "possible"
    if _NOTHING.search(said, max(begin - 1, 0), min(end + _REACH, len(said))) or _ITSELF.fullmatch(said, begin, end):
        return "denied"
    pairs = ((modality, lead) for modality, lead, behind in _AROUND if behind.match(said, end))
    return next((modality for modality, lead in pairs if any(lead.search(one) for one in leads)), "")


def _asked(said: str, end: int) -> bool:
    """Return whether what stands before a place is asked, and not taken for granted by who asks."""
    question = _ASKED.match(said) if said.rstrip("\"”’') ").endswith("?") else None
    return question is not None and _GRANTED.search(said, question.end(), end) is None
