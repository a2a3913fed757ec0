"""What verbs say: an act, who does it and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.events.grammar import Sentence, Verb
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.modality import modality
from tocsin.events.naming import kind_of
from tocsin.events.roles import SPEAKER, Subject, agent, clause_end, owner, subject, targets
from tocsin.events.ruling import Pair, act_of, rule_of
from tocsin.events.standing import PLURAL, act_alone
from tocsin.events.wordlists import word_set

_REACH, _FAR = 14, 40
_SURE, _LIKELY = 0.85, 0.7
#: Acts whose target may stand right behind the verb: "sanctioned Iran", "removed Korea from".
_DIRECT = word_set("verbs", "direct")
_LOOSE = frozenset({"state", "threaten", "list_entity"})
#: Acts that mean nothing without somebody who does them.
_NEEDS_ACTOR = word_set("verbs", "needs_actor")
_NEEDS_PARTY = frozenset({"list_entity", "remove_trusted_group", "add_trusted_group"})
_NAMED_ONLY = frozenset({"missile_test", "threaten"})
_JOINT = frozenset({"trilateral", "joint", "bilateral", "military", "naval", "multilateral", "multinational"})
_FIRMLY = frozenset({"outage", "strike"})
_WITH, _TO = frozenset({"with", "to", "between"}), frozenset({"to", "in", "with"})
_TRAVELLING = frozenset({"visit", "travel", "travell", "fly", "arrive", "come", "tour"})
#: Acts in which parties stand side by side.
SIDES = frozenset({"meet", "agree", "dialogue", "exercise"})
_ANNOUNCED = frozenset({"announce", "unveil", "propose", "plan", "prepare"})
_CONSIDERED = frozenset({"consider", "weigh", "mull", "threaten"})
_KNOWN = frozenset({"the", "these", "any", "such", "those"})
_AGAIN = frozenset({"these", "those", "such"})
_FINITE = word_set("verbs", "finite")


@dataclass(frozen=True)
class _Act:
    """An act that a verb makes, perhaps with a noun."""

    act: str
    verb: Verb
    end: int
    state: str
    noun: tuple[int, int] | None

    @property
    def behind(self) -> bool:
        """Return whether its noun stands before the verb."""
        return self.noun is not None and self.noun[0] < self.verb.first

    @property
    def by(self) -> frozenset[str]:
        """Return the prepositions that alone count for its target; empty if all do."""
        if self.act not in SIDES:
            return frozenset()
        return _TO if self.verb.form.lemma in _TRAVELLING else _WITH


class Verbal:
    """Reads the verbs of a sentence.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    goods : bool
        Whether it names goods.
    """

    def __init__(self, sentence: Sentence, *, goods: bool) -> None:
        self.sentence, self.goods = sentence, goods
        #: Words of nouns that already make an act.
        self.used: set[int] = set()
        #: Who acts, in the order of the text.
        self.subjects: list[tuple[str, ...]] = []

    def drafts(self) -> Iterator[Draft]:
        """Yield what the verbs say.

        Yields
        ------
        Draft
            Of each verb those with nouns, else the one without.
        """
        for verb in self.sentence.verbs:
            if not (state := modality(self.sentence, verb)):
                continue
            end = clause_end(self.sentence, verb.last)
            found = list(self._with_nouns(verb, end, state))
            if not found and (act := act_alone(self.sentence, verb, end, goods=self.goods)):
                found = [one for one in [self._draft(_Act(act, verb, end, state, None))] if one is not None]
            yield from found

    # --------------------------------------------------------------------------------------------- verb and noun
    def _with_nouns(self, verb: Verb, end: int, state: str) -> Iterator[Draft]:
        last_noun: int | None = None
        for pair in self._pairs(verb, end):
            if last_noun is not None and (pair.behind or not self._coordinated(last_noun, pair.first)):
                return
            rule = rule_of(pair)
            if rule is None:
                continue
            ended = self.sentence.lower[max(verb.first - 2, 0) : verb.first] == ["no", "longer"] and rule.subject
            if self._alternative(verb, pair.first) or (state == "denied" and rule.subject and not ended):
                return
            self.used |= set(range(pair.first, pair.last))
            act, told = ("lift_control", "done") if ended else (act_of(rule, pair), _said(verb, state))
            said = _Act(act, verb, end, told, (pair.first, pair.last))
            if (draft := self._draft(said)) is None:
                continue
            yield draft
            if rule.by or pair.behind:
                return
            last_noun = pair.last

    def _pairs(self, verb: Verb, end: int) -> Iterator[Pair]:
        """Yield the nouns around a verb: those behind it first, then those before, the nearest first."""
        nouns = self.sentence.nouns
        onward = [one for one in nouns if verb.last <= one[0] < min(end, verb.last + _FAR)]
        backward = [one for one in nouns if one[1] <= verb.first and verb.first - one[1] <= _REACH]
        for first, last, classes in (*onward, *reversed(backward)):
            yield Pair(self.sentence, verb, first, last, classes, self.goods)

    def _alternative(self, verb: Verb, noun: int) -> bool:
        """Return whether a verb only stands beside another that has the noun: "suspend or remove"."""
        return noun in self.used and verb.first > 0 and self.sentence.lower[verb.first - 1] == "or"

    def _coordinated(self, last: int, first: int) -> bool:
        between = self.sentence.lower[last:first]
        return bool(between) and between[0] in {"and", ",", "or"} and len(between) <= 3

    # ------------------------------------------------------------------------------------------------------ the draft
    def _draft(self, said: _Act) -> Draft | None:
        verb, noun, lower = said.verb, said.noun, self.sentence.lower
        who = subject(self.sentence, verb)
        actors = self._actors(said, who)
        named = "" if actors else self._unknown_owner(said)
        found = self._targets(said, [one.party for one in actors])
        if verb.passive and not found and not said.behind:
            found = [one for one in who.mentions if one not in actors]
        if actors:
            self.subjects.append(tuple(dict.fromkeys(one.party for one in actors)))
        pronoun = "" if verb.passive else who.pronoun
        if not self._stands(said, pronoun, actors, found):
            return None
        return Draft(
            act=said.act,
            actors=tuple(actors),
            targets=tuple(found),
            first=verb.first,
            last=verb.last,
            state=said.state,
            confidence=_LIKELY if noun is None else _SURE,
            pronoun=pronoun,
            lemma=verb.form.lemma,
            kind=kind_of(self.sentence, *noun) if noun is not None else "",
            again=bool(noun and _AGAIN & set(lower[max(noun[0] - 3, 0) : noun[0]])),
            parties=(named,) if named else (),
            present="past" not in verb.form.tags and not verb.passive,
        )

    def _stands(self, said: _Act, pronoun: str, actors: Sequence[Mention], found: Sequence[Mention]) -> bool:
        """Return whether enough is known of who and whom."""
        verb, lower = said.verb, self.sentence.lower
        if actors:
            return True
        reduced = verb.passive and (verb.first == 0 or lower[verb.first - 1] not in _FINITE)
        known = said.noun is not None and bool(_KNOWN & set(lower[max(said.noun[0] - 3, 0) : said.noun[0]]))
        if reduced and said.behind and known and said.act not in _FIRMLY:
            return False
        if not found and ((reduced and said.act not in _FIRMLY) or said.act in _NEEDS_PARTY):
            return False
        together = bool(PLURAL & set(lower[max(verb.first - 6, 0) : verb.first]))
        if said.act in _NAMED_ONLY and pronoun in SPEAKER:
            return False
        if said.act == "exercise" and said.noun is not None:
            first = said.noun[0]
            together = together or bool(_JOINT & set(lower[max(first - 4, 0) : said.noun[1]]))
        return said.act not in _NEEDS_ACTOR or bool(pronoun) or together or bool(found and verb.passive)

    def _actors(self, said: _Act, who: Subject) -> list[Mention]:
        sentence, verb, noun = self.sentence, said.verb, said.noun
        if not verb.passive or said.act == "pledge":
            actors = list(who.mentions)
        else:
            actors = agent(sentence, verb.last) or (owner(sentence, noun[0]) if noun is not None else [])
            if not actors and noun is not None and said.act in _FIRMLY:
                actors = targets(sentence, min(noun[1], verb.last), max(noun[0], verb.first), loose=True)
        if said.act in SIDES and noun is not None and noun[0] > verb.last and len(actors) < 2:
            actors = owner(sentence, noun[0]) or actors
        return actors

    def _unknown_owner(self, said: _Act) -> str:
        """Return the name of a firm that is in no list: "production at Abbott's facility was halted"."""
        if not said.verb.passive or said.noun is None or said.act not in _FIRMLY:
            return ""
        words = self.sentence.words
        for k in range(min(said.noun[1], said.verb.last), max(said.noun[0], said.verb.first) - 1):
            if words[k].capital and words[k + 1].lower == "'s" and self.sentence.mention_at(k) is None:
                return words[k].text
        return ""

    def _targets(self, said: _Act, avoid: Sequence[str]) -> list[Mention]:
        sentence, verb, end = self.sentence, said.verb, said.end
        if said.behind:
            return self._targets_before(said, avoid)
        if said.noun is None and said.act in {"state", "sanction"}:
            found = targets(
                sentence,
                verb.last,
                min(end, verb.last + (12 if said.act == "sanction" else 7)),
                loose=True,
                avoid=avoid,
            )
            if found:
                return found
        found = targets(sentence, verb.last, end, direct=said.act in _DIRECT, avoid=avoid, by=said.by)
        if not found and said.act in _LOOSE:
            found = targets(sentence, verb.last, self._comma(verb.last, end), loose=True, avoid=avoid)
        return found

    def _targets_before(self, said: _Act, avoid: Sequence[str]) -> list[Mention]:
        """Return the parties of a noun before its verb: "tariffs on Chinese goods were raised"."""
        sentence, verb, (first, last) = self.sentence, said.verb, said.noun or (0, 0)
        found = targets(sentence, last, verb.first, avoid=avoid, loose=said.act.endswith("group"))
        found = found or targets(sentence, verb.last, said.end, avoid=avoid, by=said.by)
        if not found and said.act in _DIRECT:
            found = targets(sentence, max(first - 3, 0), first, direct=True, avoid=avoid)
        return found

    def _comma(self, first: int, end: int) -> int:
        """Return where the first comma of the next dozen words stands, or where they end."""
        end = min(end, first + 12)
        return next((k for k in range(first, end) if self.sentence.lower[k] == ","), end)


def _said(verb: Verb, state: str) -> str:
    """Return the modality that the verb itself gives: what is announced, what is considered."""
    if state != "done":
        return state
    if verb.form.lemma in _CONSIDERED:
        return "possible"
    return "announced" if verb.form.lemma in _ANNOUNCED else state
