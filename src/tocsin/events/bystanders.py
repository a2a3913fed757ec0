"""Who is named beside an act and takes no part in it, or cannot be the one who does it or to whom it is done."""

from __future__ import annotations

import re
from dataclasses import dataclass

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
_HOLDING = frozenset(MEASURES) | {"sanction"}
#: Acts against which others protest.
_PROTESTED = _HOLDING | {"missile_test", "exercise", "hazard", "strike"}
#: Acts whose actor is the one that goes without.
_SUFFERED = frozenset({"outage", "shortage_reported"})
_ANSWERS = frozenset({"retaliate", "threaten", "state"})
_DUTY = re.compile(r"\b(?:tariff|dut(?:y|ie)|lev(?:y|ie)|tax(?:e)?)s?\b")
_THE = r"(?:the |an? )?(?:[a-z][\w’'-]* ){0,2}$"
#: Others in a list before a party.
_AND = r"(?:[A-Z][\w.’'-]*,? (?:and )?(?:the )?){0,8}"
#: Before whom goods come from.
_ORIGIN = re.compile(
    rf"\b(?:originat(?:e|es|ed|ing) (?:in|from)|produced in|imports? (?:[\w-]+ ){{0,4}}from|made in) {_THE}"
)
_EXCEPT = re.compile(
    r"\b(?:other than|except(?:ing)?(?: for)?|excluding|apart from|with the exception of|but not) "
    r"(?:the )?(?:[A-Z][\w’'-]*,? (?:and )?(?:the )?){0,4}$|^(?:Other than|Except(?: for)?|Apart from) (?:the )?$"
)
_EXPORTS_TO = re.compile(rf"\b(?:exports?|sales|shipments) (?:of [\w -]{{2,40}} )?to {_THE}")
_EXPORTS = re.compile(r"(?:[’']s)? (?:[\w-]+ ){0,2}exports?\b")
_LIKEWISE = re.compile(
    r"(?: and (?:the )?[A-Z][\w.]*(?: [A-Z][\w.]*)*)*(?: too| also)? (?:has |have |had |will |would )?"
    r"(?:(?:did|does|do|done) (?:likewise|the same|so)\b|follow(?:ed|s)?(?: suit\b|(?=[.;,]|$)))"
)
#: Whose clause begins behind an act: "signed off on the sanctions after Slovakia dropped its veto".
_LATER = re.compile(r"\b(?:after|when|because|since|although|though|once) (?:[\w’'-]+ ){0,2}$")
#: Who stands anywhere in such a clause of people: "announced hours after Minister Hayashi met his counterpart".
_CLAUSED = re.compile(r"\b(?:after|before|when|while|because) (?:[A-Z]|his |her )[^,;]*$")
#: Where it is done that is aimed at: "target a port in Turkey".
_PLACE = re.compile(r"\b(?:target\w*|hits?|cover\w*|affect\w*) [^,;]{0,40}\bin (?:the )?$")
#: To whom it is done that stands before it: "Japan was told to expect a tariff", "Russia may face sanctions".
_BEFALLS = re.compile(
    r"[^,;]{0,80}?\b(?:told to expect|fac(?:e|es|ed|ing)|hit (?:with|by)|threatened with|subject(?:ed)? to"
    r"|slapped with)"
    r"(?: (?!(?:and|but|or|down|up)\b)[\w%.-]+){0,3} ?"
)
#: Who does it too, or only answers or suffers it.
_TOGETHER = re.compile(
    r"\b(?:in (?:coordination|concert|cooperation|consultation|tandem|line|step)|together|along|jointly|alongside)"
    r" with (?:[\w’'-]+ ){0,2}$"
)
_FOLLOWS = re.compile(
    r"\b(?:prompting|leading|forcing|leaving|allowing|a blow (?:to|for)|to the relief of [^,;]{0,60}) "
    rf"(?:the |neighbou?ring )*{_AND}$"
)
#: Who only asked for it: "at the request of Japan, the United States renewed it".
_ASKED = re.compile(
    r"\b(?:request|urging|behest|insistence|representation|entreat(?:y|ie)|plea|appeal|pressure|lobbying)s? "
    r"(?:made )?(?:of|by|from) (?:the )?$"
)
#: Whose clause only says when, before one of others: "Should China agree, the duties would be lifted".
_OPENED = re.compile(r"(?:If|Should|Unless|Once) (?:the )?")
_PASSIVE = re.compile(r"[^,;]+, [\w -]+ (?:will|would|could|may|might|must|shall) be (?:\w+ly )?\w+")
#: Whose firms, goods or entries are meant: "takes four companies from Oman off it", "modifies one entry under Oman".
_OF_WHOM = re.compile(
    r"\b(?:compan(?:y|ies)|firms?|entit(?:y|ies)|banks|individuals|vessels|parties) (?:based )?"
    rf"(?:from|in|of|under|for) (?:the )?{_AND}$|\b(?:entry|entries) (?:under|for) (?:the )?$"
)
#: Towards whom measures are: "the package bans exports to Russia, extends the measures against Belarus".
_AGAINST = re.compile(
    r"\b(?:exports?|sales|shipments?|supplies|sanctions|measures|bans?|curbs|controls|restrictions|tariffs|duties) "
    rf"(?:of [\w ,-]{{1,60}} )?(?:to|against|on|towards) (?:the )?{_AND}$"
)
#: On whose goods a duty is, whoever cuts it.
_DUTY_ON = re.compile(r"\b(?:tariff|dut(?:y|ie)|lev(?:y|ie)|surcharge)s? on (?:the |all |most |some |certain )?$")
#: Who is only told of it, at war, or whose rules it is under.
_TOLD = re.compile(
    rf"\b(?:informed|told|assured|notified|briefed) (?:its |the )?(?:[a-z-]+ ){{0,2}}(?:in )?(?:the )?{_AND}$"
)
#: What does not speak of who is told: "informed India that it will not renew the waiver", not "that its firms".
_THAT = re.compile(r" that (?!.*\b(?:its|their|them)\b)(?!.* it\b[.,])")
_AT_WAR = re.compile(r"\b(?:war|aggression|invasion|assault|offensive) (?:against|on|of|in) (?:the )?$")
_UNDER = re.compile(r"\b[Uu]nder (?:the )?$")
_RULES = re.compile(r"(?:['’]s?)? (?:rules?|law|regulations?|agreements?|charter|obligations|treaty)\b")
_WATCHES = re.compile(r" (?:(?:is|are|was|were|has been) )?(?:closely )?(?:monitor|watch|follow|track)(?:s|ed|ing)\b")
#: With whom somebody does it: "joined Australia and Canada in placing travel bans".
_JOINED = re.compile(rf"\bjoin(?:s|ed|ing)? (?:the )?{_AND}$")
#: Where an embassy only stands.
_EMBASSY = re.compile(r"\b(?:embassy|consulate|ambassador|mission|legation|office) in $")
#: From where somebody sets out, along whose border it is done, in whose war.
_LEFT = re.compile(
    r"\b(?:depart(?:s|ed|ing)?|left|leav(?:es|ing)) (?:from )?$|\b(?:border|frontier|boundary) (?:with|of) (?:the )?$"
)
_OF_WAR = re.compile(r"(?:[-–][A-Z]\w+)? (?:war|conflict|crisis)\b")
#: Of whom an inquiry only treats: "rejected the findings of the investigation into the death of the Lebanese premier".
_INQUIRED = re.compile(r"\b(?:investigation|inquir(?:y|ies)|enquiry|probe)s? into [^,;]{0,60}$")
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
#: Who only demands that others do it: "Tokyo demanded that the curbs be lifted".
_DEMANDS = re.compile(
    r"(?:['’]s)? (?:[\w’'-]+ ){0,6}?(?:demand|insist|urg|request|ask|propos|recommend)(?:ed|e?s|ing)? that "
    r".*\bbe (?:\w+ )?"
)
#: To whom it is demanded that something be done: "urged that China be removed".
_DEMANDED = re.compile(r"\b(?:demand|insist|urg|request|ask|propos|recommend)(?:ed|e?s|ing)? that (?:the )?$")
_TO_BE = re.compile(r"(?: [\w’'-]+){0,3}? be ")
#: Who tells of it: "Iran tested a missile, Israel's military said".
_TELLS = re.compile(r"(?:[’']s)? (?:[\w-]+ ){0,4}(?:said|says|reported|confirmed|announced)\b")
#: Another like it: "signed an accord similar to one that Ottawa signed with Chile".
_LIKE_ONE = re.compile(r"\b(?:similar to|like|unlike|modelled on|as) (?:the )?(?:one|ones|that|those) (?!of\b)")
_TOLD_OF = frozenset({"missile_test", "exercise"})
#: A clause of its own behind an act: of a pronoun, or the main clause behind "When it widened its controls, ".
_PARTED = re.compile(r",? (?:and|but) (?:we|they|it|he|she|I)\b ")
#: Where who acts does something else: ", and is adding 140 entities in China to the list".
_ANOTHER = re.compile(
    r", (?:and|but) (?:also |then )?(?:is|are|was|were|has|have|will) (?:also )?[a-z]+(?:ing|ed|[a-z]) "
)
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
    case = _Case.of(scene, draft, one)
    if act in _HOLDING and case.left_out():
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
        return compound or _LEFT.search(before) is not None
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
    near = draft.act in _HOLDING and 0 < len(between) <= _NEAR and "," not in between
    return near and _DUTY_ON.search(scene.said[: scene.sentence.words[one.first].start]) is not None


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
    return draft.act in _HOLDING and _Case.of(scene, draft, one).demands()


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


@dataclass(frozen=True)
class _Case:
    """A party beside an act that is done to somebody.

    Parameters
    ----------
    said, act : str
        The sentence and the act.
    form : str
        The form of the party.
    begin, told : int
        Where the words of the act begin and end.
    start, end : int
        Where the party stands.
    """

    said: str
    act: str
    form: str
    begin: int
    told: int
    start: int
    end: int

    @classmethod
    def of(cls, scene: Scene, draft: Draft, one: Mention) -> _Case:
        words = scene.sentence.words
        told = words[max(draft.first, draft.last - 1)].end
        place = words[one.first].start, words[one.last - 1].end
        return cls(scene.said, draft.act, one.form, words[draft.first].start, told, *place)

    def left_out(self) -> bool:
        """Return whether a party is excepted, does the like, is at war, or lends its rules."""
        at = self.said[: self.start]
        if _AT_WAR.search(at) or (_UNDER.search(at) and _RULES.match(self.said, self.end)):
            return True
        like = self.start > self.told and _LIKEWISE.match(self.said, self.end) is not None
        return like or _EXCEPT.search(at) is not None

    def acts(self) -> bool:
        """Return whether a party may do it."""
        before = self.said[: self.start]
        later = _LATER.search(self.said, self.told, self.start) or _CLAUSED.search(self.said, self.told, self.start)
        behind = self.start > self.told and (later or _PLACE.search(before))
        if (behind and not before.endswith((" by ", " by the "))) or _ASKED.search(before):
            return False
        if self.demands() or (_DEMANDED.search(before) and _TO_BE.match(self.said, self.end)):
            return False
        return self.act not in _HOLDING or not (self._only_when() or self._hit(before))

    def demands(self) -> bool:
        """Return whether a party only demands that others do it."""
        return _DEMANDS.fullmatch(self.said[self.end : self.begin]) is not None

    def _only_when(self) -> bool:
        """Return whether a party's clause only says when it is done: "Should China agree, it would be lifted"."""
        before, between = self.said[: self.start], self.said[self.end : self.begin]
        opens = _OPENED.fullmatch(before) is not None and "," in between
        return opens and _PASSIVE.match(self.said, self.end) is not None

    def _hit(self, before: str) -> bool:
        """Return whether what holds goods back is held against a party, or names its firms or goods."""
        against = self.act != "lift_control" and _AGAINST.search(before) and not _DUTY.search(before)
        firms = self.form in {"name", "people"} and _OF_WHOM.search(before)
        duty = _DUTY.search(self.said, self.begin, self.start) and _EXPORTS.match(self.said, self.end)
        befalls = self.end <= self.begin and _BEFALLS.fullmatch(self.said, self.end, self.begin)
        return bool(against or firms or duty or befalls or _ORIGIN.search(before) or _DUTY_ON.search(before))

    def meant(self) -> bool:
        """Return whether it may be done to a party."""
        before = self.said[: self.start]
        if _elsewhere(self.said, self.act, (self.begin, self.told), self.start):
            return False
        told = self.act != "pledge" and _TOLD.search(before) and _THAT.match(self.said, self.end)
        if self.act != "lift_control" and self.demands():
            return False
        if told or _EMBASSY.search(before) or _JOINED.search(before):
            return False
        if self.start > self.told and (_TOGETHER.search(before) or _FOLLOWS.search(before)):
            return False
        if self.act == "pledge" and self.form == "seat" and before.endswith(" in "):
            return False
        duty = self.act in _HOLDING and _DUTY.search(self.said, self.begin, self.start)
        return not (duty and _EXPORTS_TO.search(before))  # duties on "Norwegian exports to Chile"


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
    if act in _HOLDING and _ANOTHER.search(said, told, start) and _OF_WHOM.search(said[:start]):
        return True
    subordinate = _SUBORDINATE.match(said[:begin]) is not None and _MAIN.match(said[told:start]) is not None
    delisted = act in {"list_entity", "sanction"} and _DELISTS.search(said, told, start) is not None
    return subordinate or delisted or _PARTED.search(said, told, start) is not None
