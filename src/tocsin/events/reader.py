"""Reads a document: opened, normalised where it is garbled, split into sentences, coded; each event once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tocsin.events.certainty import LEVEL
from tocsin.events.coder import Memory, code
from tocsin.events.event import Event, Evidence
from tocsin.events.hazard_kinds import kinds
from tocsin.events.intake import KINDS, Opened, dated, open_documents
from tocsin.events.intake_limits import Limits, Watch
from tocsin.events.mentions import mentions
from tocsin.events.paraphrase import normalised, suspicion, with_months
from tocsin.events.sentences import sentences
from tocsin.events.spacy_pipeline import Parser
from tocsin.events.speakers import Speakers
from tocsin.events.text import Text
from tocsin.events.tokens import words_of

#: Titles of what two do against one another.
_CONFLICT = re.compile(
    r"\b(?:dispute|row|war|conflict|tension|retaliat|sanction|rivalry|feud|spat|coerc|clash|standoff|tariff|curbs"
    r"|trade|tit.for.tat|controls|quarrel|dut(?:y|ies)\b)",
    re.IGNORECASE,
)
_SIDE_BY_SIDE = (["-"], ["–"], ["and"], ["and", "the"], ["&"], [","], ["/"])
_LONGEST_EVIDENCE = 4_000
_LEAST_TRUST = 0.7
_CERTAIN = 0.95  # suspicion from which what a text may mean goes before what it tells as it stands
_FEW = 3  # sentences up to which a verdict on the words is too unsure to read otherwise
_LOOKED_AT = 10_000  # characters by which a text is judged to be a paraphrase
_PUT_RIGHT = 1_000_000  # characters of a garbled text that are normalised
_MOST_GROUPS = 200  # the last groups of the same act, parties and day that an event may join


@dataclass(frozen=True)
class Found:
    """An event of a document.

    Parameters
    ----------
    event : Event
        The event, with its best evidence.
    sentence : str
        The sentence as it is read: without mark-up, normalised if the document is garbled.
    also : tuple of Evidence
        Where else the document says the same.
    """

    event: Event
    sentence: str
    also: tuple[Evidence, ...] = ()

    def json(self) -> dict[str, Any]:
        """Return it as it is shown."""
        said = {**self.event.json(), "sentence": self.sentence}
        if self.also:
            said["also"] = [{"text": one.text, "start": one.start, "end": one.end} for one in self.also]
        return said


@dataclass(frozen=True, eq=False)
class Reading:
    """What a document says.

    Parameters
    ----------
    opened : Opened
        The document.
    found : tuple of Found
        Its events, in the order of the text.
    sha256 : str
        Of what was given.
    sentences, unread : int
        How many sentences there are, and how many were not read because the time was up.
    suspicion : float
        How much speaks for a machine's paraphrase [1]; confidence falls with it.
    garbled : bool
        Whether it was normalised before it was read.
    notes : tuple of str
        What is to be known of it.
    author : tuple of str
        Who speaks in it: whom "we" means, as far as its title, its site or a formula says so.
    """

    opened: Opened
    found: tuple[Found, ...]
    sha256: str
    sentences: int
    unread: int = 0
    suspicion: float = 0.0
    garbled: bool = False
    notes: tuple[str, ...] = field(default=())
    author: tuple[str, ...] = ()

    @property
    def events(self) -> tuple[Event, ...]:
        """Return the events alone."""
        return tuple(one.event for one in self.found)

    @property
    def original(self) -> str:
        """Return what the offsets of the evidence count."""
        return self.opened.text.original

    def json(self) -> dict[str, Any]:
        """Return it as it is shown: the document and its events."""
        opened = self.opened
        return {
            "document": {
                "title": opened.title or None,
                "published": opened.published.isoformat() if opened.published else None,
                "published_from": opened.published_from or None,
                "source": opened.source or None,
                "author": list(self.author),
                "language": opened.language or None,
                "kind": opened.kind,
                "encoding": opened.encoding or None,
                "offsets": KINDS[opened.kind],
                "sha256": self.sha256,
                "characters": len(opened.text.original),
                "read_characters": len(opened.text),
                "cut_characters": opened.cut,
                "sentences": self.sentences,
                "unread_sentences": self.unread,
                "garbled": self.garbled,
                "suspicion": round(self.suspicion, 3),
                "notes": list(self.notes),
            },
            "events": [one.json() for one in self.found],
        }


def read(
    data: bytes | str,
    *,
    name: str = "",
    kind: str = "",
    charset: str = "",
    published: date | None = None,
    limits: Limits | None = None,
    parser: Parser | None = None,
    least: float = LEVEL,
) -> list[Reading]:
    """Read a document, or each document of a feed.

    Parameters
    ----------
    data : bytes or str
        The document as it came: a page of HTML, PDF, Markdown, text or a feed; a str is taken as decoded.
    name : str
        File name or address.
    kind : str
        One of :data:`tocsin.events.intake.KINDS`; found out if empty.
    charset : str
        Encoding that the server or the user names.
    published : datetime.date, optional
        Day of publication, against which "on Monday" is told; taken from the document if not given.
    limits : Limits, optional
        How much it may ask.
    parser : Parser, optional
        A pipeline of spaCy that may add parties and acts, from :func:`tocsin.events.spacy_pipeline.load`.
    least : float
        How sure an event must be to be told [1].

    Returns
    -------
    list of Reading
        One, or those of a feed in its order.
    """
    limits = limits or Limits()
    raw = data if isinstance(data, bytes) else data.encode("utf-8", errors="surrogatepass")
    digest = hashlib.sha256(raw).hexdigest()
    watch = Watch(limits.seconds)
    found = open_documents(data, name=name, kind=kind, charset=charset, limits=limits)
    return [read_opened(dated(one, published), digest, watch, parser, least) for one in found]


def read_opened(
    opened: Opened, sha256: str, watch: Watch, parser: Parser | None = None, least: float = LEVEL
) -> Reading:
    """Read a document that is open.

    Parameters
    ----------
    opened : Opened
        The document.
    sha256 : str
        Of what was given.
    watch : Watch
        Time that is left; sentences that come after it is up are not read, and counted.
    parser : Parser, optional
        A pipeline of spaCy that may add parties and acts.
    least : float
        How sure an event must be to be told [1].

    Returns
    -------
    Reading
        Its events.
    """
    doubt = suspicion(opened.text.clean[:_LOOKED_AT])
    speakers = Speakers(opened.title, opened.source, opened.text.clean)
    reader = _Reader(opened, speakers, watch, parser, least)
    found, spans, done = reader.read(with_months(opened.text) if doubt.garbled else opened.text)
    unread = spans - done
    if doubt.garbled:
        long = spans > _FEW
        meant, again, read_ = reader.read(opened.text if watch.over else _normalised(opened.text), garbled=long)
        unread = max(unread, again - read_)
        found = _joined(meant, found) if long and doubt.score >= _CERTAIN else _joined(found, meant)
    trust = 1.0 - (1.0 - _LEAST_TRUST) * doubt.score if doubt.garbled else 1.0
    once = merged(found)
    return Reading(
        opened=opened,
        found=tuple(replace(one, event=one.event.doubted(trust)) for one in once) if doubt.garbled else tuple(once),
        sha256=sha256,
        sentences=spans,
        unread=unread,
        suspicion=doubt.score,
        garbled=doubt.garbled,
        notes=(*opened.notes, *_said(unread, opened, parser, garbled=doubt.garbled)),
        author=speakers.throughout,
    )


@dataclass(frozen=True)
class _Reader:
    """Reads the sentences of a document.

    Parameters
    ----------
    opened : Opened
        The document.
    speakers : Speakers
        Who speaks in it.
    watch : Watch
        Time that is left.
    parser : Parser or None
        A pipeline of spaCy.
    least : float
        How sure an event must be to be told [1].
    """

    opened: Opened
    speakers: Speakers
    watch: Watch
    parser: Parser | None
    least: float

    def read(self, text: Text, *, garbled: bool = False) -> tuple[list[Found], int, int]:
        """Return what a text of it tells, how many sentences it has and how many were read."""
        spans = sentences(text.clean)
        memory = Memory(today=self.opened.published, garbled=garbled)
        memory.author, memory.ordained = self.speakers.first, self.speakers.ordain
        memory.about = () if self.speakers.throughout else _about(self.opened.title)
        found: list[Found] = []
        done = 0
        for start, end in spans:
            if self.watch.over:
                break
            memory.author = self.speakers.at(text.clean[start:end], memory.author)
            found += self._coded(text, start, end, memory)
            done += 1
        return found, len(spans), done

    def _coded(self, text: Text, start: int, end: int, memory: Memory) -> Iterator[Found]:
        """Yield the events of a sentence."""
        coded = code(text, start, end, memory, parser=self.parser, least=self.least)
        if not coded:
            return
        sentence = " ".join(text.clean[start:end].split())
        for one in coded:
            if len(one.evidence.text) <= _LONGEST_EVIDENCE:
                yield Found(one, sentence)


def _about(title: str) -> tuple[str, ...]:
    """Return two states of whose conflict a title tells, and no others: "Japan and South Korea: a dispute"."""
    words = words_of(title) if _CONFLICT.search(title) else ()
    named = [one for one in mentions(words) if one.is_party]
    if len(named) != 2 or any(len(one.party) != len("EUU") or not one.party.isupper() for one in named):
        return ()
    between = [word.lower for word in words[named[0].last : named[1].first]]
    return tuple(one.party for one in named) if between in _SIDE_BY_SIDE and named[0].party != named[1].party else ()


def _normalised(text: Text) -> Text:
    end = len(text) if len(text) <= _PUT_RIGHT else text.clean.rfind(" ", _PUT_RIGHT // 2, _PUT_RIGHT)
    end = end if end > 0 else _PUT_RIGHT
    return normalised(text.part(0, end)).followed_by(text.part(end, len(text)))


def _said(unread: int, opened: Opened, parser: Parser | None, *, garbled: bool) -> Iterator[str]:
    if unread:
        yield f"{unread:,} sentences were not read: the time was up"
    if garbled:
        yield "the wording looks like a machine's paraphrase: what needs it was normalised, and confidence lowered"
        if len(opened.text) > _PUT_RIGHT:
            yield f"it is too long to be normalised as a whole: that was done to the first {_PUT_RIGHT:,} characters"
    if opened.published is None and opened.text.clean.strip():
        yield "no day of publication is known: dates such as 'on Monday' are left out; give one with --published"
    if opened.language not in {"", "en"}:
        yield f"the language is {opened.language}: acts are read in English only"
    if parser is not None:
        yield f"parties and acts that the rules did not find were added by the spaCy pipeline {parser.name}"


def _joined(first: list[Found], then: list[Found]) -> list[Found]:
    """Return what one reading of a text tells, and another where the first tells nothing."""
    kept = [one for one in then if not any(_overlap(one.event.evidence, each.event.evidence) for each in first)]
    return sorted([*first, *kept], key=lambda one: one.event.evidence.start)


def _overlap(one: Evidence, other: Evidence) -> bool:
    return one.start < other.end and other.start < one.end


def merged(found: Iterable[Found]) -> list[Found]:
    """Merge what a document says more than once.

    Parameters
    ----------
    found : iterable of Found
        Its events in the order of the text.

    Returns
    -------
    list of Found
        Each act of the same parties on the same day and of the same modality once, if the goods of one are among those
        of the other: with the evidence that is trusted most, the first of equals, and the other places beside it.
    """
    kept: dict[tuple[object, ...], list[_Group]] = {}
    order: list[_Group] = []
    for one in found:
        event = one.event
        key = (event.act, frozenset(event.actor), frozenset(event.target), event.date, event.modality)
        groups = kept.setdefault(key, [])
        group = next((group for group in groups[-_MOST_GROUPS:] if group.takes(one)), None)
        if group is None:
            group = _Group()
            groups.append(group)
            order.append(group)
        group.add(one)
    return [_best(group.members) for group in order]


class _Group:
    """Events that may be one: of different sentences, their goods within each other, no two of different quantities.

    Nor are hazards of different kinds one.
    """

    def __init__(self) -> None:
        self.kinds: frozenset[str] = frozenset()
        self.members: list[Found] = []
        self.goods: list[frozenset[str]] = []
        self.evidence: set[Evidence] = set()
        self.quantity = ""

    def takes(self, one: Found) -> bool:
        event = one.event
        goods = frozenset(event.object_)
        if event.act == "hazard" and self.kinds and (named := kinds(one.sentence)) and not named & self.kinds:
            return False
        if event.evidence in self.evidence:
            return False
        if event.quantity and self.quantity and event.quantity != self.quantity:
            return False
        return all(goods <= other or goods >= other for other in self.goods)

    def add(self, one: Found) -> None:
        self.members.append(one)
        self.evidence.add(one.event.evidence)
        named = kinds(one.sentence) if one.event.act == "hazard" else frozenset()
        self.kinds = (self.kinds & named) or self.kinds or named
        self.quantity = self.quantity or one.event.quantity
        if (goods := frozenset(one.event.object_)) not in self.goods:
            self.goods.append(goods)


def _best(group: Sequence[Found]) -> Found:
    best = max(group, key=lambda one: (one.event.confidence, len(one.event.object_), -one.event.evidence.start))
    goods = tuple(dict.fromkeys(good for one in (best, *group) for good in one.event.object_))
    others = dict.fromkeys(one.event.evidence for one in group if one.event.evidence != best.event.evidence)
    quantity = best.event.quantity or next((one.event.quantity for one in group if one.event.quantity), "")
    event = replace(best.event, object_=goods, quantity=quantity)
    return replace(best, event=event, also=tuple(others))
