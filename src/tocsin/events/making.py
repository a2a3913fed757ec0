"""Events from drafts: parties resolved, with date, place, quantity and goods, and the words that say so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.events.clauses import own_clauses
from tocsin.events.context import Memory
from tocsin.events.dates import When
from tocsin.events.event import MEASURES, Event, Evidence
from tocsin.events.grammar import Sentence
from tocsin.events.happening import happened
from tocsin.events.instruments import issuer
from tocsin.events.mentions import Mention, employers
from tocsin.events.objects import objects
from tocsin.events.own_words import of_itself, own_office, quoted, unnamed_office
from tocsin.events.quantities import quantity
from tocsin.events.reactions import REACTIONS, reacted_to
from tocsin.events.roles import PERSON, SPEAKER, group_at
from tocsin.events.stance import HOSTILE, WITHOUT_ACTOR
from tocsin.events.told import Told
from tocsin.events.whereabouts import place
from tocsin.events.wordlists import word_set

_TOLD = word_set("attribution", "said")
#: Words before a verb within which "let" makes its present a past.
_LET = 14
#: What the confidence of an act is multiplied with where nobody is known to do it and the judges were not asked.
_BY_NOBODY = 0.7
#: Capitalised words that name nobody where they stand alone.
_NOBODY = word_set("making", "nobody")
#: Words from "we" to an act that is no other's.
_NEAR = 6
#: What those who speak of it have not done themselves.
_OF_OTHERS = frozenset({"missile_test", "outage", "strike", "shortage_reported"})
_DECIDED = frozenset({"decision", "decisions", "choice"})
_DIRECTED = frozenset(MEASURES) | {"sanction", "threaten", "retaliate", "state"}
#: What one of two states does to the other where a document tells of both.
_AGAINST = frozenset(HOSTILE) - {"missile_test", "announce_control", "impose_control"}
#: What an office of which nothing says whose it is may do for who speaks in the document.
_TOGETHER = frozenset({"meet", "dialogue", "agree", "exercise"})
#: What is not done before its day: of other acts the day may be when they take effect.
_HELD = frozenset({"meet", "dialogue", "exercise", "strike"})
#: What was told of before, whoever took it: "The package also bans exports of cod".
_THE_MEASURES = re.compile(
    r"The (?:new |latest |same )?(?:package|measures?|rules?|order|curbs|sanctions|ban|restrictions|regulation|decree"
    r"|law|controls|duties|tariffs|embargo)\b"
)
#: Those who met, of whom a sentence before told: "Ministers deplored it", "The two agreed to talk".
_ASSEMBLED = re.compile(
    r"(?:The |Both |All )?(?:(?:two|three|four|seven|foreign|trade|defen[cs]e|finance|energy|prime|heads of) )*"
    r"(?:ministers|leaders|presidents|envoys|delegations|negotiators|Ministers|Leaders|state and government)"
    r"\b(?! (?:of|from|in|who)\b)"
    r"|(?:The|These) (?:two|three|four)"
    r"(?= (?:sides|countries|leaders|ministers|nations|governments|have|had|will|also|then|[a-z]+ed)\b)"
)
_LATELY = 3
_KNOWN = frozenset({"the", "this", "that", "these", "those", "such"})
_OFFICIAL = _DIRECTED | _TOGETHER | {"pledge"}
#: Acts that are done by a law or a list.
_ISSUED = frozenset(MEASURES) | {"sanction", "retaliate"}
_GOODS = frozenset(
    {
        "announce_control",
        "impose_control",
        "lift_control",
        "extend",
        "suspend",
        "expire",
        "quota",
        "ban",
        "tariff",
        "retaliate",
        "threaten",
        "agree",
        "pledge",
        "dialogue",
        "outage",
        "shortage_reported",
        "stock_release",
        "strike",
        "hazard",
        "add_trusted_group",
        "remove_trusted_group",
        "list_entity",
        "sanction",
        "state",
        "meet",
    }
)


@dataclass(frozen=True)
class Draft:
    """An act as it is found in a sentence.

    Parameters
    ----------
    act : str
        The act.
    actors, targets : tuple of Mention
        Who does it, to whom, as named in the sentence.
    first, last : int
        Its words: the verb or the noun.
    state : str
        Its modality.
    confidence : float
        How sure it is [1].
    pronoun : str
        The pronoun that stands for who does it.
    lemma : str
        The verb.
    present : bool
        Whether the verb stands in the present tense.
    kind : str
        Which of several things of one kind: an intercontinental missile is not a short-range one.
    again : bool
        Whether it is said of "these" measures.
    parties, others : tuple of str
        Who does it and to whom where the sentence does not name them.
    dated : mapping of int to float
        Log odds that it has a date of the sentence, by the place of the date.
    signs : mapping of str to float
        What its confidence is told from (:func:`tocsin.events.certainty.signs`); empty where it is told otherwise.
    """

    act: str
    actors: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    first: int
    last: int
    state: str
    confidence: float
    pronoun: str = ""
    lemma: str = ""
    parties: tuple[str, ...] = ()
    present: bool = False
    kind: str = ""
    again: bool = False
    others: tuple[str, ...] = ()
    dated: Mapping[int, float] = field(default_factory=dict)
    signs: Mapping[str, float] = field(default_factory=dict)


class Maker:
    """Makes events of the drafts of a sentence.

    Parameters
    ----------
    said : str
        The sentence.
    evidence : Evidence
        Its words in the original.
    sentence : Sentence
        Its words.
    memory : Memory
        What was said before.
    when : sequence of When
        Its dates.
    """

    def __init__(self, said: str, evidence: Evidence, sentence: Sentence, memory: Memory, when: Sequence[When]) -> None:
        self.said, self.evidence, self.sentence, self.memory, self.when = said, evidence, sentence, memory, when
        self.drafts: Sequence[Draft] = ()
        self.grouped = grouped(sentence)

    def counted(self, before: int) -> tuple[str, ...]:
        """Return whom "both countries" in the words before one means."""
        here = [parties for last, parties in self.grouped if last <= before]
        return self.memory.counted(self.sentence.lower[max(before - 9, 0) : before], here)

    def made(self, draft: Draft, drafts: Sequence[Draft] = ()) -> list[Event]:
        """Return the event of a draft, or two where each of two did it to the other."""
        self.drafts = drafts
        if draft.again and draft.act in MEASURES and not (draft.actors or draft.targets):
            actor, target = self.memory.measure
            return [self._event(draft, actor, target)]
        if self._told_before(draft):
            return []
        actor = self._actor(draft)
        target = tuple(one for one in (_parties(draft.targets) or draft.others) if one not in actor)
        if not target and draft.act in REACTIONS:
            at = self.sentence.words[draft.last - 1].end
            target = tuple(one for one in reacted_to(self.said, at, self.memory) if one not in actor)
        if not target and draft.act == "strike":
            target = tuple(firm for union in actor for firm in employers(union))
        if not target and draft.act in _AGAINST:
            target = self._other(actor)
        if draft.act in _DIRECTED and self._mutual(draft):
            pair = actor if len(actor) == 2 else self.memory.pair()
            if len(pair) == 2:
                return [self._event(draft, pair[:1], pair[1:]), self._event(draft, pair[1:], pair[:1])]
        return [self._event(draft, actor, target)]

    def _other(self, actor: tuple[str, ...]) -> tuple[str, ...]:
        """Return the other of two states of which a document tells, where a sentence names nobody but who acts."""
        two = self.memory.about if len(actor) == 1 and actor[0] in self.memory.about else ()
        alone = all(one.party in actor for one in self.sentence.mentions if one.is_party)
        return tuple(one for one in two if one not in actor) if alone else ()

    def _told_before(self, draft: Draft) -> bool:
        """Return whether only a test is meant that a sentence before told: "condemned the launch"."""
        known = _KNOWN & set(self.sentence.lower[max(draft.first - 2, 0) : draft.first])
        again = draft.act == "missile_test" and bool(known) and not (draft.actors or draft.parties)
        return again and any(act == draft.act for act, *_ in self.memory.done)

    def _mutual(self, draft: Draft) -> bool:
        """Return whether it is said to be done by each to the other."""
        behind = " ".join(self.sentence.lower[draft.last : draft.last + 14])
        before = self.sentence.lower[max(draft.first - 8, 0) : draft.first]
        return any(one in behind for one in ("each other", "one another")) or (
            "the other" in behind and bool({"each", "both"} & set(before))
        )

    def told(self, draft: Draft) -> Told:
        """Return the act of a draft as it is told beside the others."""
        act = act_of(draft, self.sentence)
        at = (self.sentence.words[draft.first].start, self.sentence.words[draft.last - 1].end)
        others = [self.sentence.words[one.first].start for one in self.drafts if one is not draft]
        let = "let" in self.sentence.lower[max(draft.first - _LET, 0) : draft.first]  # "let the ban expire" is done
        state = "announced" if draft.present and act == "expire" and draft.state == "done" and not let else draft.state
        return Told(act, state, at, others, draft.dated)

    def _event(self, draft: Draft, actor: tuple[str, ...], target: tuple[str, ...]) -> Event:
        told = self.told(draft)
        act, at = told.act, told.at
        clean, span = self.said, (0, len(self.said))
        date_, precision = happened(clean, self.when, told, self.memory.today)
        where = place(clean, *span, act, at[0])
        sure = draft.confidence if actor or draft.signs else draft.confidence * _BY_NOBODY
        return Event(
            actor=actor,
            act=act,
            target=target,
            evidence=self.evidence,
            object_=self._goods(at[0]) if act in _GOODS else (),
            date=date_,
            date_precision=precision,
            place=where,
            quantity=""
            if draft.kind and any(other.act == act and other.kind != draft.kind for other in self.drafts)
            else quantity(clean, *span, act, at[0], [(one.start, one.end) for one in self.when]),
            modality=self._modality(draft, date_, precision),
            confidence=round(sure, 3),
            signs=draft.signs,
        )

    def _goods(self, at: int) -> tuple[str, ...]:
        """Return the goods of the clause in which an act is told, or else of its sentence."""
        words = self.sentence.words
        begun = [words[k].start for k in own_clauses(self.sentence)]
        first = max((k for k in begun if k <= at), default=0)
        last = min((k for k in begun if k > at), default=len(self.said))
        return objects(self.said, first, last) or objects(self.said, 0, len(self.said))

    def _modality(self, draft: Draft, day: str, precision: str) -> str:
        """Return the modality; what is still to come when the document is written cannot be done."""
        before = self.sentence.lower[max(draft.first - 12, 0) : draft.first]
        if draft.state == "announced" and _DECIDED & set(before) and precision != "none" and self.memory.today:
            return "done" if day[:4] < str(self.memory.today.year) else draft.state
        yet_to_come = draft.present or draft.act in _HELD
        if draft.state != "done" or self.memory.today is None or precision not in {"day", "month"} or not yet_to_come:
            return draft.state
        return "announced" if day > self.memory.today.isoformat()[: len(day)] else draft.state

    def _actor(self, draft: Draft) -> tuple[str, ...]:
        if draft.act in WITHOUT_ACTOR:
            return ()
        if named := _parties(draft.actors):
            behind = draft.act in _TOGETHER and all(one.first > draft.first for one in draft.actors)
            return tuple(dict.fromkeys((*self._author(draft), *named))) if behind and self._own_office(draft) else named
        if draft.parties:
            return draft.parties
        together = self.counted(draft.first)
        if together or draft.pronoun == "both":
            return together
        if len(self.memory.author) > 1 and unnamed_office(self.sentence, draft.first):
            return self._author(draft)
        return self._meant(draft) if draft.pronoun else self._issuer(draft)

    def _meant(self, draft: Draft) -> tuple[str, ...]:
        """Return whom the pronoun means that stands for who acts."""
        if draft.pronoun in SPEAKER:
            return self._author(draft)
        if self._of_itself(draft):
            return self._issuer(draft)
        if draft.act in _OFFICIAL and self._own_office(draft):
            return self._author(draft)
        theirs = self.memory.spoke or set(self.memory.subject) <= set(self.memory.author)
        if draft.pronoun == "they" and len(self.memory.author) > 1 and theirs:
            return self._author(draft)  # of a joint text
        if draft.pronoun in PERSON:
            return self.memory.person or (self._author(draft) if self._alone() else ())
        together = draft.pronoun == "they" and draft.act in _TOGETHER and len(self.memory.subject) == 1
        return self.memory.groups[-1] if together and self.memory.groups else self.memory.subject

    def _issuer(self, draft: Draft) -> tuple[str, ...]:
        if draft.act in _ISSUED and _THE_MEASURES.match(self.said):
            latest = self.memory.measure[0]
            whose = self.memory.author or (latest if latest == self.memory.subject else ())
            return tuple(one for one in whose if one not in _parties(draft.targets))
        by = issuer(self.sentence) if draft.act in _ISSUED else ""
        if by and by not in _parties(draft.targets):
            return (by,)
        if self.sentence.lower[0] in SPEAKER and draft.first <= _NEAR:
            return self._author(draft)
        own = self._of_itself(draft) or self._own_office(draft) or self._ordained(draft)
        if own and draft.act in _OFFICIAL:
            return self._author(draft)
        met = _ASSEMBLED.match(self.said) is not None and draft.act in _OFFICIAL
        return self.memory.last(_TOGETHER, _LATELY) if met else ()

    def _own_office(self, draft: Draft) -> bool:
        """Return whether an office does it that can only be one of who speaks."""
        return bool(self.memory.author) and self._alone() and own_office(self.sentence, draft.first)

    def _ordained(self, draft: Draft) -> bool:
        """Return whether a notice says that something is done which only its giver can do: "Exports are prohibited"."""
        meant = set(_parties(draft.targets))
        others = (one for one in self.sentence.mentions if one.is_party and one.first < draft.first)
        return self.memory.ordained and draft.act in _ISSUED and all(one.party in meant for one in others)

    def _alone(self) -> bool:
        """Return whether nobody else acted in the sentences before, whose office it may be."""
        return set(self.memory.subject) <= set(self.memory.author)

    def _author(self, draft: Draft) -> tuple[str, ...]:
        """Return who speaks in the document, but in no words that it quotes."""
        inside = quoted(self.said[: self.sentence.words[draft.first].start], self.memory.quoted)
        if inside or draft.act in _OF_OTHERS:
            return ()
        meant = set(_parties(draft.targets)) if len(self.memory.author) == 1 else set()
        return tuple(one for one in self.memory.author if one not in meant)

    def _of_itself(self, draft: Draft) -> bool:
        return bool(self.memory.author) and of_itself(self.sentence, draft.first, draft.last)


def grouped(sentence: Sentence) -> list[tuple[int, tuple[str, ...]]]:
    """Return the parties that a sentence names side by side, each group with where it ends."""
    found = [one for one in sentence.mentions if one.is_party]
    groups = []
    k = 0
    while k < len(found):
        group = group_at(sentence, found[k], 1)
        if len(parties := _parties(group)) > 1:
            groups.append((group[-1].last, parties))
        k += max(len(group), 1)
    return groups


def act_of(draft: Draft, sentence: Sentence) -> str:
    """Return the act of a draft: a control that is still to come is announced where somebody tells it.

    Parameters
    ----------
    draft : Draft
        The draft.
    sentence : Sentence
        Its sentence.

    Returns
    -------
    str
        One of the closed list.
    """
    told = _TOLD & set(sentence.lower)
    if draft.act == "impose_control" and draft.state == "announced" and told:
        return "announce_control"
    return draft.act


def _parties(found: Sequence[Mention]) -> tuple[str, ...]:
    """Return the parties that are named; "the Department" alone names none."""
    return tuple(dict.fromkeys(one.party for one in found if one.form != "unknown" or one.party.lower() not in _NOBODY))
