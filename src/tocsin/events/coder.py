"""From a sentence to events: an act, who does it, to whom, with what and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tocsin.events.context import Memory
from tocsin.events.dates import When, dates
from tocsin.events.event import Event
from tocsin.events.grammar import ADVERBS, DETERMINERS, Sentence, Verb
from tocsin.events.lexicon import Alone, Rule, alone, rules
from tocsin.events.making import Draft, Maker
from tocsin.events.mentions import Mention
from tocsin.events.modality import modality
from tocsin.events.naming import by_nouns
from tocsin.events.objects import objects
from tocsin.events.roles import agent, clause_end, group_at, owner, subject, targets
from tocsin.events.stance import HOSTILE
from tocsin.events.text import Text
from tocsin.events.tokens import tokens

__all__ = ["Memory", "code"]
_REACH, _FAR, _NEAR = 14, 40, 6
_SURE, _LIKELY = 0.85, 0.7
#: Acts whose target may stand right behind the verb: "sanctioned Iran", "removed Korea from".
_DIRECT = frozenset(
    {"sanction", "threaten", "meet", "ban", "list_entity", "remove_trusted_group", "add_trusted_group", "state", "tariff",
     "lift_control", "extend"}
)
_LOOSE = frozenset({"state", "threaten", "list_entity"})
#: Acts that mean nothing without somebody who does them.
_NEEDS_ACTOR = frozenset({"state", "pledge", "agree", "threaten", "meet", "dialogue", "exercise", "missile_test"})
#: Acts that happen to nobody's order: a subject that is a country is where, not who.
_NOBODY = frozenset({"hazard"})
_EXPRESSED = frozenset(
    "support concern concerns opposition solidarity condemnation commitment outrage regret dissatisfaction objection objections "
    "protest protests alarm appreciation disapproval anger displeasure indignation".split()
)
_ABSTRACT = frozenset({"express", "voice", "lodge"})
_ASKING = frozenset({"urge", "demand", "call on", "call for"})
_WARNED = frozenset("consequences countermeasures retaliation will would measures tariffs response sanctions if".split())
_PERSONS = frozenset({"leader", "office", "people", "seat"})
_PEOPLE = frozenset(
    "president minister secretary chancellor premier prime envoy advisor adviser officials official delegation leader leaders "
    "representative i he she we ambassador counterpart counterparts king chief commander director delegates prince".split()
)
_SOFT = frozenset({"support", "back", "endorse", "welcome", "stress", "emphasize", "underscore", "express", "reaffirm", "affirm"})
_TIMES = frozenset("today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday on by phone".split())
_PLURAL = frozenset(
    "countries nations sides governments leaders ministers allies officials parties neighbors neighbours diplomats presidents "
    "negotiators envoys".split()
)
_FIRMS = frozenset("firms companies entities individuals firm company entity institutions units persons contractors makers".split())
_FIRMLY = frozenset({"outage", "strike"})
SIDES = frozenset({"meet", "agree", "dialogue", "exercise"})
_PAUSING = frozenset({"suspend", "pause", "freeze", "delay", "postpone", "defer", "shelve", "put off", "stay", "halt"})
_ANNOUNCED = frozenset({"announce", "unveil", "propose", "plan", "prepare"})
_CONSIDERED = frozenset({"consider", "weigh", "mull", "threaten"})
_BARRIERS = frozenset("that which who whom will would because whether if where".split())


def code(text: Text, start: int, end: int, memory: Memory) -> list[Event]:
    """Code one sentence.

    Parameters
    ----------
    text : Text
        The document.
    start, end : int
        The sentence in its clean text.
    memory : Memory
        What was said before; what this sentence says is added.

    Returns
    -------
    list of Event
        In the order of the text, each act on each pair once.
    """
    sentence = Sentence(tokens(text.clean, start, end))
    when = dates(text.clean, start, end, memory.today, memory.date)
    maker = Maker(text, (start, end), sentence, memory, when)
    coder = _Coder(text, (start, end), sentence, maker)
    drafts = [*coder.by_verbs(), *by_nouns(sentence, coder.used, has_goods=coder.has_goods, memory=memory)]
    events = list(_once([event for one in _settled(drafts) for event in maker.made(one)]))
    remember(sentence, memory, when, coder.subjects)
    return events


class _Coder:
    def __init__(self, text: Text, span: tuple[int, int], sentence: Sentence, maker: Maker) -> None:
        self.text, self.span, self.sentence, self.maker = text, span, sentence, maker
        self.used: set[int] = set()
        self.subjects: list[tuple[str, ...]] = []

    @property
    def has_goods(self) -> bool:
        return bool(objects(self.text.clean, *self.span))

    def by_verbs(self) -> Iterator[Draft]:
        for verb in self.sentence.verbs:
            if not (state := modality(self.sentence, verb)):
                continue
            end = clause_end(self.sentence, verb.last)
            found = list(self._by_rules(verb, end, state)) or list(self._by_itself(verb, end, state))
            yield from found

    # --------------------------------------------------------------------------------------------- verb and noun
    def _by_rules(self, verb: Verb, end: int, state: str) -> Iterator[Draft]:
        backward = [one for one in self.sentence.nouns if one[1] <= verb.first and verb.first - one[1] <= _REACH][::-1]
        onward = [one for one in self.sentence.nouns if verb.last <= one[0] < min(end, verb.last + _FAR)]
        last_noun: int | None = None
        for noun, behind in [(one, False) for one in onward] + [(one, True) for one in backward]:
            if last_noun is not None and (behind or not self._coordinated(last_noun, noun[0])):
                return
            rule = self._rule(verb, noun, behind)
            if rule is None:
                continue
            if self._alternative(verb, noun[0]) or (state == "denied" and rule.subject):
                return
            self.used |= set(range(noun[0], noun[1]))
            draft = self._draft(self._act(rule, verb, noun), verb, end, _said(verb, state), noun[:2], sure=True)
            if draft is None:
                continue
            yield draft
            if rule.by or behind:
                return
            last_noun = noun[1]

    def _rule(self, verb: Verb, noun: tuple[int, int, frozenset[str]], behind: bool) -> Rule | None:
        first, _, classes = noun
        for rule in rules():
            if verb.form.lemma not in rule.verbs or not classes & rule.nouns:
                continue
            if behind and not (verb.passive or rule.subject or self._relative(noun, verb)) or (not behind and rule.subject and not rule.by):
                continue
            if not behind and first - verb.last > (_NEAR if "extension" in rule.nouns or "suspension" in rule.nouns and rule.act == "suspend" and verb.form.lemma not in _PAUSING else _FAR if rule.by else _REACH):
                continue
            if rule.subject and verb.passive and rule.act in {"expire", "tariff"}:
                continue
            if "permit" in rule.nouns and not (self.has_goods or any("flow" in one[2] for one in self.sentence.nouns)):
                continue
            if rule.by and not behind and not self._stands_by(verb.last, first, rule.by):
                continue
            if not behind and self._barred(verb, first):
                continue
            if behind and self._barred_before(verb, noun[1]):
                continue
            return rule
        return None

    def _relative(self, noun: tuple[int, int, frozenset[str]], verb: Verb) -> bool:
        """Return whether a noun is the object of a relative clause: "controls that the United States is imposing"."""
        lower = self.sentence.lower
        if noun[1] >= len(lower) or lower[noun[1]] not in {"that", "which", "it", "they"}:
            return False
        return any(noun[1] < one.first < verb.first for one in self.sentence.mentions if one.is_party)

    def _act(self, rule: Rule, verb: Verb, noun: tuple[int, int, frozenset[str]]) -> str:
        """Return the act of a rule; a control list holds firms or goods."""
        if rule.act == "list_entity" and "control" in noun[2]:
            between = range(verb.last, noun[0]) if noun[0] >= verb.last else range(0, verb.first)
            firms = any(
                self.sentence.lower[k] in _FIRMS or ((one := self.sentence.mention_at(k)) is not None and one.form == "firm")
                for k in between
            )
            return "list_entity" if firms else "impose_control"
        return rule.act

    def _alternative(self, verb: Verb, noun: int) -> bool:
        """Return whether a verb only stands beside another that has the noun: "suspend or remove"."""
        return noun in self.used and verb.first > 0 and self.sentence.lower[verb.first - 1] == "or"

    def _barred(self, verb: Verb, first: int) -> bool:
        """Return whether something between a verb and a noun keeps them apart: a clause of its own, an infinitive."""
        lower = self.sentence.lower
        if lower[verb.last] == "to" and verb.form.lemma != "subject" and self.sentence.lower[verb.last + 1] not in DETERMINERS:
            return self.sentence.mention_at(verb.last + 1) is None
        if verb.passive and lower[verb.last] == "by":
            return True
        for k in range(verb.last, first):
            if lower[k] in _BARRIERS or lower[k] == ":":
                return True
            if lower[k] in {"to", "by", "for"} and any(other.first == k + 1 for other in self.sentence.verbs):
                return verb.form.lemma not in {"revise", "amend"}
        return False

    def _barred_before(self, verb: Verb, last: int) -> bool:
        lower = self.sentence.lower
        between = lower[last : verb.first]
        return bool({";", "but"} & set(between)) or any(
            last <= other.first < verb.first
            and "past" in other.form.tags
            and other.form.tags != {"past", "part"}
            and lower[other.last] != "to"
            for other in self.sentence.verbs
        )

    def _stands_by(self, begin: int, first: int, by: Sequence[str]) -> bool:
        return any(self.sentence.lower[k] in by for k in range(max(first - 7, begin), first))

    def _coordinated(self, last: int, first: int) -> bool:
        between = self.sentence.lower[last:first]
        return bool(between) and between[0] in {"and", ",", "or"} and len(between) <= 3

    # ------------------------------------------------------------------------------------------------- verb alone
    def _by_itself(self, verb: Verb, end: int, state: str) -> Iterator[Draft]:
        lemma = verb.form.lemma
        if lemma == "warn":
            if _WARNED & set(self.sentence.lower[verb.last : end]):
                yield from self._one("threaten", verb, end, state)
            return
        for one in alone():
            if lemma in one.verbs and self._fits(one, verb, end):
                yield from self._one(one.act, verb, end, state)
                return

    def _one(self, act: str, verb: Verb, end: int, state: str) -> Iterator[Draft]:
        if (draft := self._draft(act, verb, end, state, None, sure=False)) is not None:
            yield draft

    def _fits(self, one: Alone, verb: Verb, end: int) -> bool:
        lower = self.sentence.lower
        ahead = verb.last
        while ahead < len(lower) and lower[ahead] in ADVERBS | _TIMES:
            ahead += 1
        following = lower[ahead] if ahead < len(lower) else ""
        if one.prepositions and following not in one.prepositions:
            return False
        if one.people and not self._by_people(verb):
            return False
        if one.goods and not (self.has_goods or verb.passive):
            return False
        if verb.form.lemma in _ABSTRACT and not _EXPRESSED & set(lower[verb.last : verb.last + 6]):
            return False
        if one.act == "state" and verb.form.lemma in _SOFT and "to" in lower[max(verb.first - 2, 0) : verb.first]:
            return False
        if verb.form.lemma == "meet" and not verb.passive and self._several(verb):
            return True
        if one.act == "extend":
            return bool({"beyond", "until", "through"} & set(lower[verb.last : verb.last + 4])) and any(
                word[0].isdigit() for word in lower[verb.last : verb.last + 7]
            )
        if one.act == "threaten" and not self._near_subject(verb):
            return False
        if one.object_ and not verb.passive:
            return bool(targets(self.sentence, verb.last, min(end, verb.last + 12), direct=True))
        return True

    def _several(self, verb: Verb) -> bool:
        """Return whether those who meet are the subject: "the leaders met in Seoul"."""
        who = subject(self.sentence, verb)
        plural = _PLURAL & set(self.sentence.lower[max(verb.first - 6, 0) : verb.first])
        return who.pronoun in {"they", "we"} or len({one.party for one in who.mentions}) > 1 or bool(plural)

    def _near_subject(self, verb: Verb) -> bool:
        who = subject(self.sentence, verb)
        return bool(who.pronoun) or any(verb.first - one.last <= 5 for one in who.mentions)

    def _by_people(self, verb: Verb) -> bool:
        begin = max(verb.first - 14, 0)
        named = any(one.form == "leader" and begin <= one.first < verb.last + 10 for one in self.sentence.mentions)
        return named or bool(_PEOPLE & set(self.sentence.lower[begin : verb.last + 8]))

    # ------------------------------------------------------------------------------------------------------ the draft
    def _draft(
        self, act: str, verb: Verb, end: int, state: str, noun: tuple[int, int] | None, *, sure: bool
    ) -> Draft | None:
        sentence = self.sentence
        who = subject(sentence, verb)
        pronoun, named = "", ""
        if verb.passive:
            actors = agent(sentence, verb.last)
            if not actors and noun is not None:
                actors = owner(sentence, noun[0])
            if not actors and act in _FIRMLY and noun is not None:
                named = self._unknown_owner(min(noun[1], verb.last), max(noun[0], verb.first))
                actors = targets(sentence, min(noun[1], verb.last), max(noun[0], verb.first), loose=True)
        else:
            actors, pronoun = list(who.mentions), who.pronoun
        if act in SIDES and noun is not None and noun[0] > verb.last and not pronoun_known(actors):
            actors = owner(sentence, noun[0]) or actors
        avoid = [one.party for one in actors]
        found = self._targets(act, verb, end, noun, avoid)
        if verb.passive and not found and (noun is None or noun[0] > verb.first):
            found = [one for one in who.mentions if one.party not in avoid]
        if actors:
            self.subjects.append(tuple(dict.fromkeys(one.party for one in actors)))
        if self._reduced(verb) and not (actors or found) and act not in _FIRMLY:
            return None
        if act in {"list_entity", "remove_trusted_group", "add_trusted_group"} and not (actors or found):
            return None
        together = bool(_PLURAL & set(sentence.lower[max(verb.first - 6, 0) : verb.first]))
        if act in _NEEDS_ACTOR and not (actors or pronoun or together or found and verb.passive):
            return None
        return Draft(
            act=act,
            actors=tuple(actors),
            targets=tuple(found),
            first=verb.first,
            last=verb.last,
            state=state,
            confidence=_SURE if sure else _LIKELY,
            pronoun=pronoun,
            lemma=verb.form.lemma,
            parties=(named,) if named else (),
            present="past" not in verb.form.tags and not verb.passive,
        )

    def _unknown_owner(self, first: int, last: int) -> str:
        """Return the name of a firm that is in no list: "production at Abbott's facility"."""
        words = self.sentence.words
        for k in range(first, last - 1):
            if words[k].capital and words[k + 1].lower == "'s" and self.sentence.mention_at(k) is None:
                return words[k].text
        return ""

    def _reduced(self, verb: Verb) -> bool:
        return verb.passive and (verb.first == 0 or self.sentence.lower[verb.first - 1] not in _FINITE)

    def _targets(
        self, act: str, verb: Verb, end: int, noun: tuple[int, int] | None, avoid: Sequence[str]
    ) -> list[Mention]:
        sentence = self.sentence
        direct = act in _DIRECT
        if noun is not None and noun[0] < verb.first:
            return (
                targets(sentence, noun[1], verb.first, avoid=avoid, loose=act.endswith("group"))
                or targets(sentence, verb.last, end, avoid=avoid)
                or targets(sentence, max(noun[0] - 3, 0), noun[0], direct=True, avoid=avoid) * (act in _DIRECT)
            )
        found = []
        if act in {"state", "sanction"} and noun is None:
            found = targets(sentence, verb.last, min(end, verb.last + 7), loose=True, avoid=avoid)
        found = found or targets(sentence, verb.last, end, direct=direct, avoid=avoid)
        if not found and act == "sanction" and noun is None:
            found = targets(sentence, verb.last, min(end, verb.last + 8), loose=True, avoid=avoid)
        if not found and act in _LOOSE:
            found = targets(sentence, verb.last, min(end, verb.last + 20), loose=True, avoid=avoid)
        return found


def pronoun_known(actors: Sequence[Mention]) -> bool:
    """Return whether two or more are named already."""
    return len(actors) > 1


def _said(verb: Verb, state: str) -> str:
    """Return the modality that the verb itself gives: what is announced, what is considered."""
    if state != "done":
        return state
    return "possible" if verb.form.lemma in _CONSIDERED else "announced" if verb.form.lemma in _ANNOUNCED else state


_FINITE = frozenset("is are was were be been being get got gets has have had will not also".split())


def _settled(drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield drafts without a demand, a threat or a promise that only frames another act."""
    for k, one in enumerate(drafts):
        nested = [other for other in drafts[k + 1 :] if one.last <= other.first <= one.last + 14]
        if one.lemma in _ASKING and any(other.state == "called_for" for other in nested):
            continue
        if one.act == "announce_control" and one.lemma == "threaten":
            continue
        if one.act == "state" and any(other.act == "pledge" and 0 <= one.first - other.last <= 25 for other in drafts[:k]):
            continue
        if one.act == "pledge" and any(other.act in HOSTILE for other in nested):
            continue
        if one.act == "agree" and not one.actors:
            one = replace(one, actors=next((other.actors for other in nested if other.act in SIDES and other.actors), ()))
        before = [other for other in drafts[:k] if other.last <= one.first <= other.last + 14]
        if any(other.act == "threaten" for other in before) and one.act in HOSTILE and one.state in {"possible", "conditional", "announced"}:
            continue
        yield one


def remember(
    sentence: Sentence, memory: Memory, when: Sequence[When], subjects: Sequence[tuple[str, ...]] = ()
) -> None:
    """Keep who was named together, who acted and the date named last.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    memory : Memory
        What is kept.
    when : sequence of When
        Its dates.
    subjects : sequence of tuple of str
        Who acted in it.
    """
    found = [one for one in sentence.mentions if one.is_party]
    k = 0
    while k < len(found):
        group = group_at(sentence, found[k], 1)
        if len(parties := tuple(dict.fromkeys(one.party for one in group))) > 1:
            memory.named_together(parties)
        k += max(len(group), 1)
    if subjects:
        memory.subject = subjects[-1]
    elif found and found[0].first <= 6:
        memory.subject = (found[0].party,)
    if people := [one.party for one in found if one.form == "leader"]:
        memory.person = (people[0],)
    if when:
        memory.date = when[-1].date


def _once(events: Sequence[Event]) -> Iterator[Event]:
    """Yield each act on each pair once; one that names fewer gives way to one that names more."""
    kept: list[Event] = []
    for one in events:
        twin = next((k for k, other in enumerate(kept) if _same(one, other)), None)
        if twin is None:
            kept.append(one)
        elif len(one.target) + len(one.actor) > len(kept[twin].target) + len(kept[twin].actor):
            kept[twin] = replace(one, evidence=kept[twin].evidence)
    yield from kept


def _same(one: Event, other: Event) -> bool:
    if one.act != other.act:
        return False
    actors = not one.actor or not other.actor or set(one.actor) & set(other.actor)
    near = not one.target or not other.target or set(one.target) & set(other.target)
    return bool(actors and near)
