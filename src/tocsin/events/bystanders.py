"""Who is named beside an act and takes no part in it, or cannot be the one who does it or to whom it is done."""

from __future__ import annotations

import re

from tocsin.events.appositions import beside, describes
from tocsin.events.assailants import assails
from tocsin.events.attribution import protests
from tocsin.events.clues import Scene
from tocsin.events.encounters import brokers
from tocsin.events.event import MEASURES
from tocsin.events.launches import landing
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.verbal import SIDES

#: Acts of one party towards another.
AIMED = frozenset(MEASURES) | {"sanction", "threaten", "retaliate", "state", "pledge"}
_HOLDING = frozenset(MEASURES) | {"sanction"}
#: Acts against which others protest.
_PROTESTED = _HOLDING | {"missile_test", "exercise", "hazard", "strike"}
#: Acts whose actor is the one that goes without.
_SUFFERED = frozenset({"outage", "shortage_reported"})
_DUTY = re.compile(r"\b(?:tariff|dut(?:y|ie)|lev(?:y|ie)|tax(?:e)?)s?\b")
_THE = r"(?:the |an? )?(?:[\w’'-]+ ){0,2}?$"
#: Before whom goods come from.
_ORIGIN = re.compile(
    rf"\b(?:originat(?:e|es|ed|ing) (?:in|from)|produced in|imports? (?:[\w-]+ ){{0,4}}from|made in) {_THE}"
)
_EXCEPT = re.compile(
    r"\b(?:other than|except(?:ing)?(?: for)?|excluding|apart from|with the exception of|but not) "
    r"(?:[\w’'-]+,? (?:and )?){0,4}$"
)
_EXPORTS_TO = re.compile(rf"\b(?:exports?|sales|shipments) (?:of [\w -]{{2,40}} )?to {_THE}")
_EXPORTS = re.compile(r"(?:[’']s)? (?:[\w-]+ ){0,2}exports?\b")
_LIKEWISE = re.compile(
    r"(?: and (?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*)*)*(?: too| also)? (?:has |have |had |will |would )?"
    r"(?:(?:did|does|do|done) (?:likewise|the same|so)\b|follow(?:ed|s)?(?: suit\b|(?=[.;,]|$)))"
)
#: Whose clause begins behind an act: "signed off on the sanctions after Slovakia dropped its veto".
_LATER = re.compile(r"\b(?:after|when|because) (?:[\w’'-]+ ){0,2}$")
#: A clause of its own behind an act: behind a semicolon, or the main clause behind "When it widened its controls, ".
_PARTED = re.compile(r"; |,? (?:and|but) (?:we|they|it|he|she|I)\b ")
_SUBORDINATE = re.compile(r"(?:When|While|After|As|Since|Because|Once|Although|Though|Before)\b[^,;]*$")
_MAIN = re.compile(r"^[^,;]*, (?:the )?$")
#: Where something else is done to others: "adds two of China and removes one of Finland".
_LISTS, _DELISTS = (
    re.compile(r"\b(?:add|list|sanction|designat|blacklist)\w*\b"),
    re.compile(r"\b(?:and|but|while) (?:\w+ )?(?:remov|delet|delist|lift|tak)\w*\b"),
)


def allowed(scene: Scene, draft: Draft, one: Mention) -> tuple[bool, bool]:
    """Return whether a party may do an act, and whether it may be the one to whom it is done.

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        The act, with the parties that the rules give it.
    one : Mention
        The party.

    Returns
    -------
    tuple of bool
        Neither of whom only a name says more ("a supplier of Infineon", "every country other than Japan") or who did
        the like ("and Canada followed suit"); not the first of who protests, is attacked with, lends the sea, or from
        where goods come ("goods that originate in China").
    """
    act, sentence = draft.act, scene.sentence
    if describes(sentence, one) or beside(sentence, one) or (act in SIDES and brokers(sentence, one)):
        return False, False
    if act in _SUFFERED:
        return not assails(sentence, one), True
    if act not in AIMED | _PROTESTED:
        return True, True
    words = sentence.words
    start, end = words[one.first].start, words[one.last - 1].end
    before, begin = scene.said[:start], words[draft.first].start
    told = words[max(draft.first, draft.last - 1)].end
    if act in _HOLDING and (_EXCEPT.search(before) or (start > told and _LIKEWISE.match(scene.said, end))):
        return False, False
    acts = not (act in _PROTESTED and protests(sentence, one, draft.first))
    if act == "missile_test":
        return acts and not landing(scene.said, sentence, one), True
    meant = act not in AIMED or not _elsewhere(scene.said, act, (begin, told), start)
    acts = acts and not (start > told and _LATER.search(scene.said, told, start))
    meant = meant and not (act == "pledge" and one.form == "seat" and before.endswith(" in "))
    if act in _HOLDING:
        acts = acts and not _ORIGIN.search(before)
        if _DUTY.search(scene.said, begin, start):  # of duties on "Norwegian exports to Chile"
            acts = acts and not _EXPORTS.match(scene.said, end)
            meant = meant and not _EXPORTS_TO.search(before)
    return acts, meant


def _elsewhere(said: str, act: str, at: tuple[int, int], start: int) -> bool:
    """Return whether a party stands in another clause than an act that is done to somebody."""
    begin, told = at
    if start < begin:
        return (
            act == "lift_control"
            and _LISTS.search(said, 0, start) is not None
            and _DELISTS.search(said, start) is not None
        )
    if start < told:
        return False
    subordinate = _SUBORDINATE.match(said[:begin]) is not None and _MAIN.match(said[told:start]) is not None
    delisted = act in {"list_entity", "sanction"} and _DELISTS.search(said, told, start) is not None
    return subordinate or delisted or _PARTED.search(said, told, start) is not None
