"""Who does what is done to somebody, and to whom: what the words around a party tell beside a measure or a threat."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tocsin.events.clues import Scene
from tocsin.events.event import MEASURES
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention

#: Acts that hold goods back, or let them go.
HOLDING = frozenset(MEASURES) | {"sanction"}
#: On whose goods a duty is, whoever cuts it.
DUTY_ON = re.compile(r"\b(?:tariff|dut(?:y|ie)|lev(?:y|ie)|surcharge)s? on (?:the |all |most |some |certain )?$")
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
_EXPORTS_TO = re.compile(
    r"\b(?:[Ee]xports?|[Ss]ales|[Ss]hipments) (?:of [\w -]{2,40} )?to (?:the |an? )?(?:[a-z][\w’'-]* ){0,5}$"
)
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
#: To whom nothing may be sold: "exports of rare earths to Japan are prohibited".
_MAY_NOT = re.compile(
    r"(?: or [^,;]{2,40})?(?:, or [^,;]{2,40},)? (?:is|are|was|were|be|been|remains?|has been|have been) "
    r"(?:\w+ly )?(?:prohibited|banned|barred|forbidden|restricted|suspended|halted|embargoed|subject to)\b"
)
#: Who gave way, so that others could do it: "after Slovakia dropped its veto".
_GAVE_WAY = re.compile(
    r"(?:['’]s [\w. ]{2,40}?)? (?:had |has |finally )?(?:dropped|lifted|withdrew|withdrawn|abandoned|waived|gave up) "
    r"(?:its|his|her|their) (?:veto|objections?|opposition|reservations?|resistance)\b"
)
#: Whom others attack, of whom somebody speaks: "condemned the drone strikes on Poland".
_ATTACKED = re.compile(
    r"\b(?:(?:attack|strike|assault|shelling|bombing|bombardment|raid|aggression|offensive|incursion)s?"
    r" (?:on|against|at|into|in)|(?:invasion|shelling|bombing|bombardment|annexation) of)"
    r" (?:the )?(?:[a-z]+ (?:of|in) )?$"
)
_SPEAKS_AGAINST = re.compile(
    r"(?:condemn|denounc|deplor|decr|protest|criticis|criticiz|slam|blast|outrag)\w*", re.IGNORECASE
)
#: What else is done with others: "condemned the test and spoke with Japan".
_ELSE = re.compile(
    r"\b(?:and|while|then|before|after) (?:[\w’'-]+ ){0,4}?"
    r"(?:spoke|talked|met|conferred|phoned|telephoned|flew|travell?ed)\b"
)
#: To whom somebody writes or speaks: "in a letter to President Lula, Trump threatened".
_ADDRESSED = re.compile(
    r"\b(?:letter|note|message|memo|reply|speech|address|remarks)s? to (?:the )?(?:[A-Z]\w+ ){0,3}$"
)
#: Who only asked for it: "at the request of Japan, the United States renewed it".
_ASKED = re.compile(
    r"\b(?:request|urging|behest|insistence|representation|entreat(?:y|ie)|plea|appeal|pressure|lobbying|call"
    r"|demand)s? "
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
#: Who is only told of it, at war, or whose rules it is under.
_TOLD = re.compile(
    rf"\b(?:informed|told|assured|notified|briefed) (?:its |the )?(?:[a-z-]+ ){{0,2}}(?:in )?(?:the )?{_AND}$"
)
#: What does not speak of who is told: "informed India that it will not renew the waiver", not "that its firms".
_THAT = re.compile(r" that (?!.*\b(?:its|their|them)\b)(?!.* it\b[.,])")
_AT_WAR = re.compile(r"\b(?:war|aggression|invasion|assault|offensive) (?:against|on|of|in) (?:the )?$")
_UNDER = re.compile(r"\b[Uu]nder (?:the )?$")
_RULES = re.compile(r"(?:['’]s?)? (?:rules?|law|regulations?|agreements?|charter|obligations|treaty)\b")
#: With whom somebody does it: "joined Australia and Canada in placing travel bans".
_JOINED = re.compile(rf"\bjoin(?:s|ed|ing)? (?:the )?{_AND}$")
#: Where an embassy only stands.
_EMBASSY = re.compile(r"\b(?:embassy|consulate|ambassador|mission|legation|office) in $")
#: Who only demands that others do it: "Tokyo demanded that the curbs be lifted".
_DEMANDS = re.compile(
    r"(?:['’]s)? (?:[\w’'-]+ ){0,6}?(?:demand|insist|urg|request|ask|propos|recommend)(?:ed|e?s|ing)? that "
    r".*\bbe (?:\w+ )?"
)
#: To whom it is demanded that something be done: "urged that China be removed".
_DEMANDED = re.compile(r"\b(?:demand|insist|urg|request|ask|propos|recommend)(?:ed|e?s|ing)? that (?:the )?$")
_TO_BE = re.compile(r"(?: [\w’'-]+){0,3}? be ")
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


@dataclass(frozen=True)
class Beside:
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
    def of(cls, scene: Scene, draft: Draft, one: Mention) -> Beside:
        """Return a party as it stands beside an act."""
        words = scene.sentence.words
        told = words[max(draft.first, draft.last - 1)].end
        place = words[one.first].start, words[one.last - 1].end
        return cls(scene.said, draft.act, one.form, words[draft.first].start, told, *place)

    def left_out(self) -> bool:
        """Return whether a party is excepted, does the like, is at war, or lends its rules."""
        at = self.said[: self.start]
        if _AT_WAR.search(at) or (_UNDER.search(at) and _RULES.match(self.said, self.end)):
            return True
        if _GAVE_WAY.match(self.said, self.end):
            return True
        like = self.start > self.told and _LIKEWISE.match(self.said, self.end) is not None
        return like or _EXCEPT.search(at) is not None

    def acts(self) -> bool:
        """Return whether a party may do it."""
        before = self.said[: self.start]
        later = _LATER.search(self.said, self.told, self.start) or _CLAUSED.search(self.said, self.told, self.start)
        behind = self.start > self.told and (later or _PLACE.search(before))
        if (behind and not before.endswith((" by ", " by the "))) or _ASKED.search(before) or _ADDRESSED.search(before):
            return False
        if self.demands() or (_DEMANDED.search(before) and _TO_BE.match(self.said, self.end)):
            return False
        return self.act not in HOLDING or not (self._only_when() or self._hit(before))

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
        barred = _EXPORTS_TO.search(before) and _MAY_NOT.match(self.said, self.end)
        return bool(against or firms or duty or befalls or barred or _ORIGIN.search(before) or DUTY_ON.search(before))

    def _beside(self) -> bool:
        """Return whether a party is attacked by those who are condemned, or somebody does something else with it."""
        if _ELSE.search(self.said, self.told, self.start):
            return True
        attacked = _ATTACKED.search(self.said[: self.start]) is not None
        return attacked and _SPEAKS_AGAINST.match(self.said, self.begin) is not None

    def meant(self) -> bool:
        """Return whether it may be done to a party."""
        before = self.said[: self.start]
        if _elsewhere(self.said, self.act, (self.begin, self.told), self.start):
            return False
        if self.act == "state" and self._beside():
            return False
        told = self.act != "pledge" and _TOLD.search(before) and _THAT.match(self.said, self.end)
        demands = self.act != "lift_control" and self.demands()
        if demands or told or _EMBASSY.search(before) or _JOINED.search(before):
            return False
        behind = self.start > self.told
        if behind and (_TOGETHER.search(before) or _FOLLOWS.search(before)):
            return False
        if self.act == "pledge" and self.form == "seat" and before.endswith(" in "):
            return False
        duty = self.act in HOLDING and _DUTY.search(self.said, self.begin, self.start)
        return not (duty and _EXPORTS_TO.search(before))  # duties on "Norwegian exports to Chile"


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
    if act in HOLDING and _ANOTHER.search(said, told, start) and _OF_WHOM.search(said[:start]):
        return True
    subordinate = _SUBORDINATE.match(said[:begin]) is not None and _MAIN.match(said[told:start]) is not None
    delisted = act in {"list_entity", "sanction"} and _DELISTS.search(said, told, start) is not None
    return subordinate or delisted or _PARTED.search(said, told, start) is not None
