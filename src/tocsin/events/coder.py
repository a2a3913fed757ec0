"""From a sentence to events: an act, who does it, to whom, with what and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tocsin.events.accords import accords
from tocsin.events.answering import answered, returned
from tocsin.events.certainty import LEVEL
from tocsin.events.clues import Scene
from tocsin.events.context import Memory
from tocsin.events.dates import BEGINNING, When, dates
from tocsin.events.encounters import encounters
from tocsin.events.event import MEASURES, Event, Evidence
from tocsin.events.filling import filled
from tocsin.events.governed import Governed
from tocsin.events.grammar import Sentence
from tocsin.events.headlines import plain
from tocsin.events.judging import judged
from tocsin.events.making import Draft, Maker, act_of
from tocsin.events.naming import by_nouns
from tocsin.events.objects import objects
from tocsin.events.own_words import quoted
from tocsin.events.presidents import presided
from tocsin.events.roles import group_at
from tocsin.events.settling import once, settled
from tocsin.events.spacy_pipeline import Parser
from tocsin.events.speech import guessed, ordered, spoken
from tocsin.events.text import Text
from tocsin.events.tokens import words_of
from tocsin.events.verbal import Verbal

__all__ = ["Memory", "code"]
_BEGINNING = 6
_GUESSES = frozenset({"possible", "conditional"})
_SPACES = re.compile(r"\s")


def code(
    text: Text, start: int, end: int, memory: Memory, *, parser: Parser | None = None, least: float = LEVEL
) -> list[Event]:
    """Code one sentence.

    Parameters
    ----------
    text : Text
        The document.
    start, end : int
        The sentence in its clean text.
    memory : Memory
        What was said before; what this sentence says is added.
    parser : Parser, optional
        Tells what the rules do not: it may add parties and acts, and takes none away.
    least : float
        How sure an event must be to be told [1].

    Returns
    -------
    list of Event
        In the order of the text, each act on each pair once.
    """
    scene, subjects = scene_of(_SPACES.sub(" ", text.clean[start:end]), memory)
    first, last = text.span(start, end)
    evidence = Evidence(text.original[first:last], first, last)
    maker = Maker(scene.said, evidence, scene.sentence, memory, [*scene.when, *scene.beside])
    read = [] if ordered(scene.sentence) else sorted(judged(scene, least), key=lambda one: one.first)
    kept = returned(scene.sentence, read)
    made = once((one, event) for one in kept for event in maker.made(one, kept))
    events = [event for _, event in made]
    told = events if parser is None or ordered(scene.sentence) else _parsed(scene, maker, made, parser)
    _remember(scene.sentence, memory, scene.when, subjects)
    memory.dated([_told_by(one, scene.said) for one in scene.when])
    memory.quoted = quoted(scene.said, memory.quoted)
    _recall(memory, events)
    memory.read += 1
    return told


def _parsed(scene: Scene, maker: Maker, made: Sequence[tuple[Draft, Event]], parser: Parser) -> list[Event]:
    """Return the events of a sentence with what its dependencies add."""
    sentence = scene.sentence
    if not (sentence.verbs or sentence.nouns or made):
        return []
    governed = Governed(scene, parser.tree(scene.said, sentence.words))
    drafts, acts = [one for one, _ in made], {event.act for _, event in made}
    further = [(one, event) for one in governed.further(drafts) for event in maker.made(one, drafts)]
    row = [*made, *((one, event) for one, event in further if event.act not in acts)]
    return [governed.completed(one, event) for one, event in sorted(row, key=lambda pair: pair[0].first)]


def scene_of(said: str, memory: Memory) -> tuple[Scene, list[tuple[str, ...]]]:
    """Return a sentence with what the rules read in it, and who acts in it.

    Parameters
    ----------
    said : str
        The sentence.
    memory : Memory
        What was said before.

    Returns
    -------
    Scene
        Before it is judged.
    list of tuple of str
        Subjects of its verbs, in the order of the text.
    """
    said = plain(said)
    sentence = Sentence(words_of(said))
    presided(sentence, memory)
    begins = sentence.words[0].start if sentence.words else 0  # behind the dateline
    named = [
        one for one in dates(said, 0, len(said), memory.today, memory.date, story=memory.story) if one.start >= begins
    ]
    when = [one for one in named if not one.bound]
    goods = bool(objects(said, 0, len(said)))
    verbal = Verbal(sentence, goods=goods)
    drafts = list(verbal.drafts())
    drafts += list(by_nouns(sentence, verbal.used, has_goods=goods, memory=memory, verbs=tuple(drafts)))
    drafts += list(encounters(sentence, verbal.used, drafts))
    drafts += list(accords(sentence, verbal.used, drafts))
    drafts += list(spoken(sentence, drafts))
    kept = answered(sentence, filled(sentence, list(settled(drafts))))
    if guessed(sentence):
        kept = [one for one in kept if one.state not in _GUESSES]
    today = memory.today.isoformat() if memory.today else ""
    read = [replace(one, act=act_of(one, sentence)) for one in kept]
    beside = [one for one in named if one.bound]
    return Scene(said, sentence, when, today, read, memory.garbled, beside), verbal.subjects


def _remember(sentence: Sentence, memory: Memory, when: Sequence[When], subjects: Sequence[tuple[str, ...]]) -> None:
    """Keep who was named together, who acted and the date named last."""
    found = [one for one in sentence.mentions if one.is_party]
    k = 0
    while k < len(found):
        group = group_at(sentence, found[k], 1)
        if len(parties := tuple(dict.fromkeys(one.party for one in group))) > 1:
            memory.named_together(parties)
        k += max(len(group), 1)
    if subjects:
        memory.subject = subjects[-1]
    elif found and found[0].first <= _BEGINNING:
        memory.subject = (found[0].party,)
    if people := [one.party for one in found if one.form == "leader" and one.first <= _BEGINNING]:
        memory.person = (people[0],)
    if when:
        memory.date = when[-1].date


def _told_by(one: When, said: str) -> tuple[str, bool, bool]:
    """Return a date, whether its words tell its year, and whether its sentence begins with it."""
    return one.date, one.date[:4] in said[one.start : one.end], one.start <= BEGINNING


def _recall(memory: Memory, events: Sequence[Event]) -> None:
    """Keep who acted last, the measure named last, and whether those who speak acted."""
    memory.spoke = bool(memory.author) and any(set(one.actor) == set(memory.author) for one in events)
    for one in events:
        if one.actor and one.act != "retaliate":
            memory.subject = one.actor
        elif one.target and set(memory.subject) <= set(one.target):
            memory.subject = ()
        if one.actor:
            memory.did(one.act, one.actor)
        if one.actor and one.act in MEASURES and (one.target or one.actor != memory.measure[0]):
            memory.measure = (one.actor, one.target)
