"""What a Markdown file and a plain text say, with offsets: front matter read and cut, marks of layout cut."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.entities import html5

from tocsin.events.text import Text

_FENCE = re.compile(r"-{3,}[ \t]*\r?\n")
_CLOSE = re.compile(r"^(?:-{3,}|\.{3})[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"([A-Za-z][\w-]{0,40}):(?:[ \t]+(.*))?$")
_LONGEST_FRONT = 20_000
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/", "_": "\u00a0", " ": " ", "0": "\0"}
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")

_BREAKS = re.compile(
    r"(?m)^[ \t]{0,12}(?:[-*+•·▪◦]|\d{1,3}[.)])[ \t]+(?=\S)"  # items of a list
    r"|^[ \t]{0,3}#{1,6}[ \t]+"  # headings
    r"|^[ \t]{0,3}(?:>[ \t]?){1,8}"  # quotations
    r"|^[ \t]{0,3}(?:[-*_=][ \t]?){3,200}$"  # rules and underlines of headings
)
_HEADING = re.compile(
    r"(?m)^[ \t]{0,3}#{1,6}[ \t][^\n]{0,400}(\n)|^[ \t]{0,3}(?:\*\*|__)[^\n]{1,200}(?:\*\*|__)[ \t]{0,3}(\n)"
)
_INLINE = re.compile(
    r"!\[[^\]\n]{0,300}\]\([^)\n]{0,1000}\)"  # pictures
    r"|(?<!\\)\[(?=[^\[\]\n]{1,500}\]\()"  # links: their brackets
    r"|\]\([^)\n]{0,1000}\)"
    r"|<https?://[^>\s]{1,1000}>"
    r"|</?[A-Za-z][^<>\n]{0,500}>"
    r"|\\(?=[\\`*_{}\[\]()#+.!|~<>$-])"
    r"|(?<![*\w])\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)"
    r"|(?<![_\w])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![\w_])"
    r"|~~|`{1,3}"
)
_CODE_FENCE = re.compile(r"(?m)^[ \t]{0,3}(?P<mark>`{3,}|~{3,})(?P<rest>[^`\n]{0,200})$")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
_ALIASES = {
    "title": ("title", "headline"),
    "published": ("date", "published", "published_time", "pubdate", "publish_date", "created"),
    "source": ("source_url", "source", "url", "canonical_url", "link", "publisher", "issuer", "agency"),
    "language": ("language", "lang", "locale"),
}


@dataclass
class Head:
    """What the front matter names; empty if it does not.

    Parameters
    ----------
    title, published, source, language : str
        As written.
    notes : list of str
        What is to be known of it.
    """

    title: str = ""
    published: str = ""
    source: str = ""
    language: str = ""
    notes: list[str] = field(default_factory=list)


def front_matter(text: Text) -> tuple[Head, Text]:
    """Read the front matter of a document and cut it.

    Parameters
    ----------
    text : Text
        The document.

    Returns
    -------
    tuple of Head and Text
        What it names, and what follows it; an empty head and the same text where there is none.
    """
    head = Head()
    begin = _FENCE.match(text.clean)
    close = _CLOSE.search(text.clean, begin.end(), begin.end() + _LONGEST_FRONT) if begin else None
    if begin is None or close is None:
        return head, text
    found = dict(_entries(text.clean[begin.end() : close.start()]))
    if not found:
        return head, text
    for name, keys in _ALIASES.items():
        told = [found[key] for key in keys if found.get(key)]
        if name == "source":  # an address goes before the name of a paper
            told.sort(key=lambda one: "://" not in one)
        setattr(head, name, next(iter(told), ""))
    return head, text.part(close.end(), len(text))


def _entries(block: str) -> Iterator[tuple[str, str]]:
    """Yield keys and values of the part of YAML that front matter uses: one value a key, quoted or bare, folded."""
    key, value = "", ""
    for line in block.splitlines():
        one = _KEY.match(line)
        if one is not None:
            if key:
                yield key, _scalar(value)
            key, value = one.group(1).lower(), (one.group(2) or "").strip()
        elif key and line[:1] in {" ", "\t"}:
            value = value.removesuffix("\\") + line.strip() if value.endswith("\\") else f"{value} {line.strip()}"
    if key:
        yield key, _scalar(value)


def _scalar(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] == '"':
        value = _ESCAPE.sub(_unescaped, value[1:-1])
    elif len(value) >= 2 and value[0] == value[-1] == "'":
        value = value[1:-1].replace("''", "'")
    return " ".join(value.replace("\0", " ").split())


def _unescaped(one: re.Match[str]) -> str:
    code = one.group(1) or one.group(2)
    if code:
        return chr(int(code, 16)) if not 0xD800 <= int(code, 16) <= 0xDFFF else "\ufffd"
    return _ESCAPES.get(one.group(3), one.group(3))


def without_marks(text: Text) -> Text:
    """Cut the marks of Markdown; items of lists and headings stand apart by an empty line.

    Parameters
    ----------
    text : Text
        The document without its front matter.

    Returns
    -------
    Text
        What is read.
    """
    text = text.without(_comments(text.clean))
    text = text.without(_fenced(text.clean))
    ends = [
        (one.start(one.lastindex or 0), one.end(one.lastindex or 0), "\n\n") for one in _HEADING.finditer(text.clean)
    ]
    text = text.replaced(ends)
    text = text.substituted(_BREAKS, "\n\n").substituted(_INLINE, "")
    return text.substituted(_ENTITY, _decoded)


def _decoded(one: re.Match[str]) -> str:
    known = one.group()[1] == "#" or one.group()[1:] in html5
    return html.unescape(one.group()) if known else one.group()


def _comments(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while (begin := text.find("<!--", at)) >= 0 and (close := text.find("-->", begin + 4)) >= 0:
        at = close + 3
        yield begin, at


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield blocks of code between two fences; what follows one that is never closed is text."""
    begin, mark = 0, ""
    for one in _CODE_FENCE.finditer(text):
        if not mark:
            begin, mark = one.start(), one["mark"]
        elif one["mark"].startswith(mark) and not one["rest"].strip():
            yield begin, one.end()
            mark = ""


def with_paragraphs(text: Text) -> Text:
    """Tell the ends of paragraphs from the ends of lines that were only wrapped.

    Parameters
    ----------
    text : Text
        A plain text.

    Returns
    -------
    Text
        With an empty line after each line that is too short or too long to have been wrapped.
    """
    changes = []
    begin = 0
    while (end := text.clean.find("\n", begin)) >= 0:
        length = len(text.clean[begin:end].strip())
        if length and not _SHORTEST_WRAPPED <= length <= _LONGEST_WRAPPED:
            changes.append((end, end + 1, "\n\n"))
        begin = end + 1
    return text.replaced(changes)


_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 45, 120
