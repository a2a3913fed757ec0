"""What a feed holds: the documents of RSS, Atom and RDF, each with its place in the source of the feed.

The XML is checked by a parser that knows no declarations of its own: a document type, and with it every entity that
could be expanded, is refused; so is a nesting that no feed has.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

import numpy as np

from tocsin.core.errors import FormatError
from tocsin.events.intake_limits import Limits, Watch
from tocsin.events.text import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOTS = frozenset({"rss", "feed", "RDF"})
_ENTRIES = frozenset({"item", "entry"})
_DATES = ("published", "pubDate", "date", "issued", "updated", "modified")
_BODIES = ("encoded", "content", "description", "summary")
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|amp|lt|gt|quot|apos);")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,200}\?>")


@dataclass
class Entry:
    """One document of a feed.

    Parameters
    ----------
    parts : dict of str to Text
        Content of its elements by name, decoded once; the first of a name counts.
    kinds : dict of str to str
        What Atom says of each: ``text``, ``html`` or ``xhtml``; empty in RSS.
    link : str
        Its address.
    """

    parts: dict[str, Text] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    link: str = ""

    def said(self, *names: str) -> str:
        """Return the first of some elements that says something, as one line."""
        found = (self.parts[name].clean for name in names if name in self.parts)
        return next((" ".join(one.split()) for one in found if one.strip()), "")

    @property
    def published(self) -> str:
        """Return when it was published, as written."""
        return self.said(*_DATES)

    @property
    def body(self) -> tuple[Text, str] | None:
        """Return the longest text that it gives, and its kind."""
        found = [(self.parts[name], self.kinds.get(name, "")) for name in _BODIES if name in self.parts]
        return max(found, key=lambda one: len(one[0]), default=None)


def is_feed(source: str) -> bool:
    """Return whether a document begins like a feed."""
    head = re.sub(
        r"<\?[^>]{0,500}\?>|<!--(?:[^-]|-(?!->)){0,2000}-->|<!DOCTYPE[^>\[]{0,500}(?:\[[^\]]{0,6000}\]\s{0,20})?>",
        " ",
        source[:8_000],
    )
    root = re.match(r"\s*<(?:[A-Za-z][\w.-]{0,20}:)?([A-Za-z]{3,4})[\s>]", head)
    return root is not None and root.group(1) in ROOTS


def entries(text: Text, limits: Limits, watch: Watch, where: str) -> tuple[list[Entry], str]:
    """Read the documents of a feed.

    Parameters
    ----------
    text : Text
        Source of the feed, its own original.
    limits : Limits
        How deep and how many.
    watch : Watch
        Time that is left.
    where : str
        Its name, for errors.

    Returns
    -------
    tuple of list of Entry and str
        In the order of the feed, and the language that it names.

    Raises
    ------
    FormatError
        If it is no XML, declares a document type, or is nested too deep or too long.
    """
    raw = text.clean.encode("utf-8", errors="replace")
    reading = _Reading(text, _characters(raw), limits, watch, where)
    parser = expat.ParserCreate("utf-8")
    reading.attach(parser)
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise FormatError(
            f"The feed is no well-formed XML ({expat.errors.messages[error.code]})",
            where=f"{where} line {error.lineno}",
            remedy="Ask its publisher for a feed that is, or save the page and read that.",
        ) from error
    return reading.found, reading.language


def _characters(raw: bytes) -> NDArray[np.int64]:
    """Return for each byte of UTF-8, and for the end, how many characters begin before it."""
    begins = (np.frombuffer(raw, dtype=np.uint8) & 0xC0) != 0x80
    return np.concatenate([[0], np.cumsum(begins)]).astype(np.int64)


class _Reading:
    """Follows the parser and notes where the content of each element of an entry begins and ends."""

    def __init__(self, text: Text, characters: NDArray[np.int64], limits: Limits, watch: Watch, where: str) -> None:
        self.text, self.characters, self.limits, self.watch, self.where = text, characters, limits, watch, where
        self.found: list[Entry] = []
        self.language = ""
        self.depth = 0
        self.entry_depth = 0
        self.open: tuple[str, int, str] | None = None  # name, depth and kind of the element that is being read
        self.begins = -1
        self.parser: Any = None

    def attach(self, parser: expat.XMLParserType) -> None:
        self.parser = parser
        parser.StartDoctypeDeclHandler = self._refuse_type
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartCdataSectionHandler = self._content
        parser.CharacterDataHandler = self._characters_begin

    def _refuse_type(self, *_: object) -> None:
        raise FormatError(
            "The feed declares a document type; such declarations can hide files and bombs",
            where=self.where,
            remedy="Take the line <!DOCTYPE ...> out of it if you trust the feed.",
        )

    def _at(self) -> int:
        return int(self.characters[self.parser.CurrentByteIndex])

    def _content(self) -> None:
        if self.open is not None and self.begins < 0:
            self.begins = self._at()

    def _characters_begin(self, _: str) -> None:
        self._content()

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._content()
        self.depth += 1
        if self.depth > self.limits.depth:
            raise FormatError(
                f"The feed is nested more than {self.limits.depth} deep",
                where=self.where,
                remedy="Read its pages instead.",
            )
        local = name.rpartition(":")[2]
        if self.depth % 16 == 0 or local in _ENTRIES:
            self.watch.check(self.where)
        self.language = self.language or attributes.get("xml:lang", "")
        if local in _ENTRIES and not self.entry_depth:
            self._enter()
        elif self.entry_depth and self.depth == self.entry_depth + 1:
            self.open, self.begins = (local, self.depth, attributes.get("type", "")), -1
            self._link(local, attributes)

    def _enter(self) -> None:
        if len(self.found) >= self.limits.items:
            raise FormatError(
                f"The feed holds more than {self.limits.items:,} documents",
                where=self.where,
                remedy="Cut it into parts.",
            )
        self.entry_depth = self.depth
        self.found.append(Entry())

    def _link(self, local: str, attributes: Mapping[str, str]) -> None:
        if local == "link" and attributes.get("href") and attributes.get("rel", "alternate") == "alternate":
            self.found[-1].link = attributes["href"]

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if self.open is not None and self.open[1] == self.depth:
            self._close()
        elif local == "language" and not self.entry_depth:
            self.language = self.language or self._before()
        if self.entry_depth == self.depth:
            self.entry_depth = 0
        self.depth -= 1

    def _before(self) -> str:
        """Return what stands right before a closing tag."""
        end = self._at()
        begin = self.text.clean.rfind(">", max(end - 40, 0), end)
        return self.text.clean[begin + 1 : end].strip() if begin >= 0 else ""

    def _close(self) -> None:
        name, _, kind = self.open or ("", 0, "")
        self.open = None
        if self.begins < 0:
            return
        entry, content = self.found[-1], self.text.part(self.begins, max(self._at(), self.begins))
        if name not in entry.parts:
            entry.parts[name] = content if kind == "xhtml" else _decoded(content)
            entry.kinds[name] = kind
        if name == "link" and not entry.link:
            entry.link = entry.said("link")


def _decoded(content: Text) -> Text:
    """Return the characters that a piece of XML stands for: sections of CDATA as they are, entities decoded outside."""
    changes, at = [], 0
    inside = False
    for mark in _CDATA.finditer(content.clean):
        if inside == mark.group().startswith("<"):
            continue
        if not inside:
            changes += _entities(content.clean, at, mark.start())
        changes.append((mark.start(), mark.end(), ""))
        inside, at = not inside, mark.end()
    if not inside:
        changes += _entities(content.clean, at, len(content))
    return content.replaced(changes)


def _entities(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    return [(one.start(), one.end(), html.unescape(one.group())) for one in _ENTITY.finditer(text, start, end)]
