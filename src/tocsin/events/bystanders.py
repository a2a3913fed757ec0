"""Who is named beside an act and takes no part in it, or cannot be the one who does it or to whom it is done."""

from __future__ import annotations

import re

from tocsin.events.aims import DUTY_ON, HOLDING, Beside
from tocsin.events.appositions import beside, describes
from tocsin.events.assailants import assails
from tocsin.events.attribution import protests
from tocsin.events.clauses import before_helping, own_clauses
from tocsin.events.clues import Scene
from tocsin.events.companions import encircled, only_place, stands_by
from tocsin.events.encounters import brokers
from tocsin.events.event import MEASURES
from tocsin.events.grammar import Sentence
from tocsin.events.launches import landing
from tocsin.events.likewise import gapped
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.stance import SIDES

#: Acts of one party towards another.
AIMED = frozenset(MEASURES) | {"sanction", "threaten", "retaliate", "state", "pledge"}
_NEAR = 6
#: Acts against which others protest.
_PROTESTED = HOLDING | {"missile_test", "exercise", "hazard", "strike"}
#: Acts whose actor is the one that goes without.
_SUFFERED = frozenset({"outage", "shortage_reported"})
_ANSWERS = frozenset({"retaliate", "threaten", "state"})
_WATCHES = re.compile(r" (?:(?:is|are|was|were|has been) )?(?:closely )?(?:monitor|watch|follow|track)(?:s|ed|ing)\b")
#: From where somebody sets out, along whose border forces drill, in whose war.
_LEFT = re.compile(r"\b(?:depart(?:s|ed|ing)?|left|leav(?:es|ing)) (?:from )?$")
_BORDER = re.compile(r"\b(?:border|frontier|boundary) (?:with|of) (?:the )?$")
_OF_WAR = re.compile(
    r"(?:[-–][A-Z]\w+)? (?:war|conflict|crisis)\b(?! (?:talks|meetings?|negotiations|dialogue|summit)\b)"
)
#: Of whom an inquiry only treats: "rejected the findings of the investigation into the death of the Lebanese premier".
_INQUIRED = re.compile(
    r"\b(?:investigation|inquir(?:y|ies)|enquiry|probe)s? into (?:(?! by )[^,;]){0,60}$(?<!by )(?<!by the )"
)
#: Whose own trouble has another cause: "a shortage caused by China's curbs".
_CAUSE = re.compile(
    r"\b(?:caused|triggered|sparked|prompted) by (?:the )?$|\b(?:because of|due to|owing to) (?:the )?$"
)
#: Why it is done to others: "added firms of China for supporting Russia's army".
_FOR = re.compile(
    r"\bfor (?:\w+ly )?(?:support|aid|help|assist|suppl|back|sell|provid|ship|evad|fund|financ|arm|facilitat"
    r"|contribut|procur|export|smuggl)\w*ing\b"
    r"(?:(?! and (?:on|against|two|three|four|five|six|\d+)\b)[^;])*$"
)
#: Who tells of it: "Iran tested a missile, Israel's military said".
_TELLS = re.compile(r"(?:[’']s)? (?:[\w-]+ ){0,4}(?:said|says|reported|confirmed|announced)\b")
#: Another like it: "signed an accord similar to one that Ottawa signed with Chile".
_LIKE_ONE = re.compile(r"\b(?:similar to|like|unlike|modelled on|as) (?:the )?(?:one|ones|that|those) (?!of\b)")
_TOLD_OF = frozenset({"missile_test", "exercise"})


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
    too = act in AIMED and any(other == one for other, _ in gapped(scene))
    named = (
        too
        or describes(sentence, one)
        or beside(sentence, one)
        or (act in SIDES and brokers(sentence, one, draft.first))
    )
    if named or (act in AIMED | SIDES and only_place(scene, draft, one)) or _aside(scene, act, one):
        return False, False
    if act in _SUFFERED:
        caused = _CAUSE.search(scene.said[: sentence.words[one.first].start]) is not None
        watches = _WATCHES.match(scene.said, sentence.words[one.last - 1].end) is not None
        return not (assails(sentence, one) or caused or watches), True
    answers = act in _ANSWERS and one.first < draft.first  # what is answered stands in the clause before
    apart = not answers and _apart(sentence, draft.first, one)
    if act in SIDES or act not in AIMED | _PROTESTED:
        around = act == "exercise" and encircled(scene, one)
        elsewhere = apart or stands_by(scene, draft, one)
        apart = act in SIDES and (elsewhere or _only_tells(scene.said, sentence, one, act))
        return not (apart or around), not apart
    case = Beside.of(scene, draft, one)
    if act in HOLDING and case.left_out():
        return False, False
    acts = not (act in _PROTESTED and protests(sentence, one, draft.first))
    if act == "missile_test":
        return acts and not (landing(scene.said, sentence, one) or _only_tells(scene.said, sentence, one, act)), True
    acts = acts and not (apart and one.first < draft.first)
    begins = one.first in own_clauses(sentence) or _right_before(sentence, draft.first, one)
    return acts and (begins or case.acts()), act not in AIMED or (case.meant() and not apart)


def _aside(scene: Scene, act: str, one: Mention) -> bool:
    """Return whether a party lends its name to a place, a war or an inquiry."""
    before, end = scene.said[: scene.sentence.words[one.first].start], scene.sentence.words[one.last - 1].end
    if act in SIDES:
        told = _OF_WAR.match(scene.said, end)
        compound = told is not None and (before.endswith(("-", "–")) or scene.said[end] in "-–")
        border = act == "exercise" and _BORDER.search(before) is not None
        return compound or border or _LEFT.search(before) is not None
    return act == "state" and _INQUIRED.search(before) is not None


def taxed(scene: Scene, draft: Draft, one: Mention) -> bool:
    """Return whether the duty is on a party's goods, wherever else it is named: "the tariff on Korean goods is cut".

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        The act.
    one : Mention
        The party.

    Returns
    -------
    bool
        Only of measures and sanctions that are told right behind it.
    """
    between = scene.sentence.lower[one.last : draft.first]
    near = draft.act in HOLDING and 0 < len(between) <= _NEAR and "," not in between
    return near and DUTY_ON.search(scene.said[: scene.sentence.words[one.first].start]) is not None


def demands(scene: Scene, draft: Draft, one: Mention) -> bool:
    """Return whether a party only demands that others do it: "and Tokyo demanded that the ban be lifted".

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        The act.
    one : Mention
        The party.

    Returns
    -------
    bool
        Only of measures and sanctions.
    """
    return draft.act in HOLDING and Beside.of(scene, draft, one).demands()


def reasons(scene: Scene, draft: Draft, found: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Return to whom something is done, without those whom only the reason names.

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        The act.
    found : tuple of Mention
        The parties to whom it may be done.

    Returns
    -------
    tuple of Mention
        China of "added firms of China for supporting Russia's army"; all if nobody else is named.
    """
    words = scene.sentence.words
    told = words[max(draft.first, draft.last - 1)].end
    apart = [one for one in found if _FOR.search(scene.said, told, words[one.first].start)]
    return tuple(one for one in found if one not in apart) or found


def _right_before(sentence: Sentence, first: int, one: Mention) -> bool:
    """Return whether a party is the subject right before an active verb: "Citing curbs on A, B banned it"."""
    active = any(verb.first == first and not verb.passive for verb in sentence.verbs)
    return active and before_helping(sentence, first) == one.last - 1


def _only_tells(said: str, sentence: Sentence, one: Mention, act: str) -> bool:
    """Return whether a party only says behind a comma what others did."""
    if act not in _TOLD_OF or one.first < 1 or sentence.lower[one.first - 1] != ",":
        return False
    return _TELLS.match(said, sentence.words[one.last - 1].end) is not None


def _apart(sentence: Sentence, first: int, one: Mention) -> bool:
    """Return whether a clause with a subject of its own begins between an act and a party."""
    near, far = sorted((first, one.first))
    if _LIKE_ONE.search(" ".join(sentence.lower[near:far])):
        return True
    return any(near < k <= far for k in own_clauses(sentence))
