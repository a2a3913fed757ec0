"""What verbs say: an act, who does it and to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tocsin.events.attribution import admitted
from tocsin.events.clauses import aside, object_before
from tocsin.events.exchange import REPORTED, Exchange
from tocsin.events.grammar import ADVERBS, Sentence, Verb
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.modality import modality
from tocsin.events.naming import kind_of
from tocsin.events.roles import SPEAKER, agent, among_them, clause_end, owner, targets
from tocsin.events.ruling import Pair, act_of, rule_of
from tocsin.events.stance import RESTRICTING, SIDES
from tocsin.events.standing import PLURAL, act_alone
from tocsin.events.subjects import Subject, subject
from tocsin.events.sufferers import befallen, clause_begin, reporters
from tocsin.events.wordlists import word_set

_REACH, _FAR, _NEAR = 14, 40, 8
_SURE, _LIKELY = 0.85, 0.7
#: Acts whose target may stand right behind the verb: "sanctioned Iran", "removed Korea from".
_DIRECT = word_set("verbs", "direct")
_LOOSE = frozenset({"state", "threaten", "pledge", "list_entity"})
#: Acts that mean nothing without somebody who does them.
_NEEDS_ACTOR = word_set("verbs", "needs_actor")
_NEEDS_PARTY = frozenset({"list_entity", "remove_trusted_group", "add_trusted_group"})
_NAMED_ONLY = frozenset({"missile_test", "threaten"})
_JOINT = frozenset({"trilateral", "joint", "bilateral", "military", "naval", "multilateral", "multinational"})
_FIRMLY = frozenset({"outage", "strike"})
_BEFALLING = frozenset({"outage", "strike", "shortage_reported", "stock_release"})
_MISHAPS = frozenset({"outage", "hazard"})
_ALLOWING = frozenset({"allow", "permit", "authorise", "authorize", "let"})
#: Acts that are directed at nobody.
AIMLESS = frozenset({"outage", "strike", "shortage_reported", "hazard", "stock_release"})
Noun = tuple[int, int, frozenset[str]]
_HANGING, _ON, _SPAN = frozenset({"flow", "release"}), frozenset({"on", "for", "of", "to", "against"}), 8
_PLACING = frozenset({"place", "put", "bring", "subject", "hit", "slap", "target"})
_AROUND = frozenset({"around", "against", "encircling", "surrounding", "targeting", "toward", "towards"})
_FORSWORN = frozenset({"rule out", "forswear", "rule against", "decide against"})
_CANCELLED = frozenset({"call off", "cancel", "postpone", "scrap"})
_AMONG = frozenset({"between", "of", "among", "by", "with"})
_WITH, _TO = frozenset({"with", "to", "between"}), frozenset({"to", "in", "with", "for"})
_TRAVELLING = word_set("verbs", "travelling")
_ANNOUNCED = frozenset({"announce", "unveil", "propose", "plan", "prepare"})
_CONSIDERED = frozenset({"consider", "weigh", "mull"})
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
            caused = pair.behind and "hazard" in pair.classes
            if last_noun is not None and not caused and (pair.behind or not self._coordinated(last_noun, pair.first)):
                if pair.behind:
                    continue
                last_noun = len(self.sentence.words)
                continue
            rule = rule_of(pair)
            if rule is None or (caused and last_noun is not None and rule.act != "hazard"):
                continue
            ended = self.sentence.lower[max(verb.first - 2, 0) : verb.first] == ["no", "longer"] and rule.subject
            if self._alternative(verb, pair.first) or (state == "denied" and rule.subject and not ended):
                return
            if rule.act in _MISHAPS and rule.subject and pair.first in self.used:
                return
            self.used |= set(range(pair.first, pair.last))
            act, told = ("lift_control", "done") if ended else (act_of(rule, pair), _said(verb, state, rule.act))
            if act == "lift_control" and state == "denied" and self.goods and verb.form.lemma in _ALLOWING:
                act, told = (
                    "ban",
                    "announced" if "will" in self.sentence.lower[max(verb.first - 4, 0) : verb.first] else "done",
                )
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
        backward = [
            one
            for one in nouns
            if one[1] <= verb.first
            and (verb.first - one[1] <= self._reach(one[1], verb) or aside(self.sentence, one[1], verb.first))
        ]
        ordered = [*onward, *self._heads_first(backward[::-1])]
        if object_before(self.sentence, verb) >= 0:
            far = [one for one in nouns if one[1] <= verb.first and verb.first - one[1] <= 2 * _REACH]
            ordered = [*reversed(far), *onward]
        for first, last, classes in ordered:
            yield Pair(self.sentence, verb, first, last, classes, self.goods)

    def _reach(self, last: int, verb: Verb) -> int:
        """Return how far before its verb a noun may stand: farther if no other verb stands between."""
        between = any(last <= one.first < verb.first for one in self.sentence.verbs)
        return _REACH if between or not verb.passive else _REACH + _NEAR

    def _heads_first(self, backward: Sequence[Noun]) -> list[Noun]:
        """Return nouns before a verb, the nearest first, but a head before what hangs on it: "permits for exports"."""
        if len(backward) < 2 or not backward[0][2] <= _HANGING:
            return list(backward)
        flow, head = backward[0], backward[1]
        between = self.sentence.lower[head[1] : flow[0]]
        if between and between[0] in _ON and len(between) <= _SPAN and "," not in between:
            return [head, flow, *backward[2:]]
        return list(backward)

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
        found = self._targets(said, [one.party for one in actors])
        patient = not said.behind and said.act not in AIMLESS
        exchange = Exchange(self.sentence, verb, noun, said.act)
        actors, found = exchange.settled(who, actors, found, patient=patient)
        if not actors and said.act == "missile_test":
            actors, found = found or admitted(self.sentence), []
        if actors:
            self.subjects.append(tuple(dict.fromkeys(one.party for one in actors)))
        pronoun = "" if verb.passive else who.pronoun
        if not self._stands(said, pronoun, actors, found) or self._of_others(said, actors):
            return None
        if not actors and said.act in _BEFALLING and who.pronoun == "it":
            actors = [one for one in self.sentence.mentions if one.form == "firm" and one.last <= verb.first][-1:]
        actors, names = self._befallen(said, actors)
        if said.act in _MISHAPS and said.state in {"conditional", "denied", "possible"} and not (actors or names):
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
            parties=names,
            present="past" not in verb.form.tags and not verb.passive,
        )

    def _of_others(self, said: _Act, actors: Sequence[Mention]) -> bool:
        """Return whether a measure is another's: "announced fees in response to Beijing's ban"."""
        if said.noun is None or said.behind or said.act not in RESTRICTING or not actors:
            return False
        first, lower = said.noun[0], self.sentence.lower
        if lower[first - 1] not in {"'s", "'", "’"}:
            return False
        whose = [one for one in self.sentence.mentions if one.last == first - 1 and one.is_party]
        return bool(whose) and whose[0].form != "firm" and whose[0].party not in {one.party for one in actors}

    def _stands(  # noqa: PLR0911 - each line is a rule of its own
        self, said: _Act, pronoun: str, actors: Sequence[Mention], found: Sequence[Mention]
    ) -> bool:
        """Return whether enough is known of who and whom."""
        verb, lower = said.verb, self.sentence.lower
        if actors:
            return True
        before = verb.first - 1
        while before > 0 and lower[before] in ADVERBS:
            before -= 1
        if said.act in SIDES and said.state in {"possible", "conditional"} and not found:
            return False
        if (
            said.state == "possible"
            and "would" in lower[max(verb.first - 3, 0) : verb.first]
            and not found
            and not pronoun
            and said.act in REPORTED
        ):
            return False
        reduced = verb.passive and (verb.first == 0 or lower[before] not in _FINITE)
        known = said.noun is not None and bool(_KNOWN & set(lower[max(said.noun[0] - 3, 0) : said.noun[0]]))
        if reduced and said.behind and known and said.act not in _FIRMLY:
            return False
        if not found and ((reduced and said.act not in _FIRMLY) or said.act in _NEEDS_PARTY):
            return False
        ahead = (
            lower[verb.last : verb.last + _REACH]
            if verb.passive and "by" in lower[verb.last : verb.last + _REACH]
            else []
        )
        together = bool(PLURAL & {*lower[max(verb.first - 6, 0) : verb.first], *ahead})
        if said.act in _NAMED_ONLY and pronoun in SPEAKER:
            return False
        if said.act == "exercise" and said.noun is not None:
            first = said.noun[0]
            together = together or bool(_JOINT & set(lower[max(first - 4, 0) : said.noun[1]]))
        return said.act not in _NEEDS_ACTOR or bool(pronoun) or together or bool(found and verb.passive)

    def _befallen(self, said: _Act, actors: list[Mention]) -> tuple[list[Mention], tuple[str, ...]]:
        """Return who acts, else whom it befalls: firms in no list, the country of a place."""
        verb, noun = said.verb, said.noun
        if said.act == "outage" and said.behind and not verb.passive:
            actors = [one for one in actors if one.first >= clause_begin(self.sentence, verb.first)]
        if actors or said.act not in _BEFALLING:
            return actors, ()
        if said.act == "shortage_reported" and (told := reporters(self.sentence)):
            return told, ()
        first, last = (min(verb.first, noun[0]), max(verb.last, noun[1])) if noun else (verb.first, verb.last)
        return befallen(self.sentence, verb, first, last)

    def _actors(self, said: _Act, who: Subject) -> list[Mention]:
        sentence, verb, noun = self.sentence, said.verb, said.noun
        if said.act == "expire" and noun is not None and said.behind:
            actors = owner(sentence, noun[0]) or agent(sentence, noun[1], 12) or list(who.mentions)
        elif not verb.passive or said.act == "pledge":
            actors = list(who.mentions)
        else:
            actors = agent(sentence, verb.last) or (owner(sentence, noun[0]) if noun is not None else [])
            if not actors and noun is not None and said.act in _FIRMLY:
                actors = targets(sentence, min(noun[1], verb.last), max(noun[0], verb.first), loose=True)
        if said.act in SIDES and said.behind and not verb.passive and noun is not None:
            named = owner(sentence, noun[0]) or targets(sentence, noun[1], verb.first, by=_AMONG)
            return named or (targets(sentence, noun[1], verb.first, loose=True) if said.act == "exercise" else [])
        if said.act in SIDES and noun is not None and noun[0] > verb.last and len(actors) < 2:
            actors = owner(sentence, noun[0]) or actors
        return actors

    def _targets(self, said: _Act, avoid: Sequence[str]) -> list[Mention]:
        sentence, verb, end = self.sentence, said.verb, said.end
        if said.act in AIMLESS:
            return []
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
        direct = said.act in _DIRECT or verb.form.lemma in _PLACING
        found = targets(sentence, verb.last, end, direct=direct, avoid=avoid, by=said.by)
        if not found and said.act == "exercise":
            found = targets(sentence, verb.last, end, avoid=avoid, by=_AROUND)
        found = found or [one for one in among_them(sentence, verb.last, end) if one.party not in avoid]
        if not found and said.act in _LOOSE:
            found = targets(sentence, verb.last, self._comma(verb.last, end), loose=True, avoid=avoid)
        return found

    def _targets_before(self, said: _Act, avoid: Sequence[str]) -> list[Mention]:
        """Return the parties of a noun before its verb: "tariffs on Chinese goods were raised"."""
        sentence, verb, (first, last) = self.sentence, said.verb, said.noun or (0, 0)
        loose = said.act.endswith("group") or aside(sentence, last, verb.first)
        found = targets(sentence, last, verb.first, avoid=avoid, loose=loose)
        found = found or targets(sentence, verb.last, said.end, avoid=avoid, by=said.by)
        if not found and said.act in _DIRECT:
            found = targets(sentence, max(first - 3, 0), first, direct=True, avoid=avoid)
        return found

    def _comma(self, first: int, end: int) -> int:
        """Return where the first comma of the next dozen words stands, or where they end."""
        end = min(end, first + 12)
        return next((k for k in range(first, end) if self.sentence.lower[k] == ","), end)


def _said(verb: Verb, state: str, act: str = "") -> str:
    """Return the modality that the verb itself gives: what is announced, what is considered."""
    if state != "done":
        return state
    if verb.form.lemma in _FORSWORN or (verb.form.lemma in _CANCELLED and act in SIDES):
        return "denied"
    if act == "agree":
        return state
    if verb.form.lemma in _CONSIDERED:
        return "possible"
    return "announced" if verb.form.lemma in _ANNOUNCED else state
