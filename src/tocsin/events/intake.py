"""Opens what is given as a document: decoded, its kind found, its head read, and what is read of it with offsets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from tocsin.core.errors import FormatError, UsageError
from tocsin.core.registry import nearest
from tocsin.events.boilerplate import blocks, without_boilerplate
from tocsin.events.intake_encoding import decode
from tocsin.events.intake_feed import Entry, entries, is_feed
from tocsin.events.intake_html import page
from tocsin.events.intake_limits import Limits, Watch, check_characters, check_size
from tocsin.events.intake_markdown import front_matter, with_paragraphs, without_marks
from tocsin.events.intake_pdf import pages
from tocsin.events.intake_published import day_in_address, day_in_first_lines, day_of, is_dateline
from tocsin.events.text import Text

#: Kinds of documents, and what their offsets count.
KINDS: Mapping[str, str] = MappingProxyType(
    {
        "html": "characters of the decoded source of the page",
        "markdown": "characters of the decoded file",
        "text": "characters of the decoded file",
        "feed": "characters of the decoded source of the feed",
        "pdf": "characters of the text taken out of the PDF, pages apart by a form feed",
    }
)
_EXTENSIONS = {
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "txt": "text",
    "text": "text",
    "pdf": "pdf",
    "rss": "feed",
    "atom": "feed",
}
_NO_DOCUMENT = {
    b"PK\x03\x04": "a ZIP archive (so are DOCX, XLSX and EPUB)",
    b"PK\x05\x06": "a ZIP archive",
    b"\x1f\x8b": "packed with gzip",
    b"BZh": "packed with bzip2",
    b"\xfd7zXZ\x00": "packed with xz",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"Rar!": "a RAR archive",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"\xd0\xcf\x11\xe0": "an old file of Office",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"SQLite format 3": "a database",
    b"PAR1": "a table",
}
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:!doctype\s{1,9}html|html|head|body|article|main|section|div|table|p|h[1-6]|meta|title|span|ul|script|br)\b[^<]{0,2000}?>",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]+")
_SPACE = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\u0085\t\r]+")
_LONG_RUN = re.compile(r"([^\w\s])\1{8,}|[ ]{9,}|\n(?:[ ]?\n){3,}")
_SPLIT_WORD = re.compile(r"(?<=[a-z])[-\u2010]\n(?=[a-z])")
_PAGE_LINE = re.compile(r"(?m)^[ \t]{0,20}(?:page )?\d{1,4}(?: of \d{1,4}| ?/ ?\d{1,4})?[ \t]{0,20}$", re.IGNORECASE)
_MOST_CONTROLS = 0.1
_LONGEST_TITLE = 160
_SNIFFED, _LOOKED_AT = 8_000, 80_000
_LETTER = re.compile(r"[^\W\d_]")
_SCRIPTS = {  # characters of a script, and which share of the letters speaks for it
    "ko": (re.compile("[\uac00-\ud7a3]"), 0.3),
    "ja": (re.compile("[\u3041-\u30f6]"), 0.1),
    "zh": (re.compile("[\u4e00-\u9fff]"), 0.3),
    "ar": (re.compile("[\u0621-\u064a]"), 0.3),
    "he": (re.compile("[\u05d0-\u05ea]"), 0.3),
    "ru": (re.compile("[\u0410-\u044f]"), 0.3),
}
_ENGLISH = frozenset(
    {
        "the",
        "of",
        "and",
        "to",
        "in",
        "a",
        "that",
        "is",
        "for",
        "on",
        "with",
        "as",
        "was",
        "by",
        "at",
        "from",
        "it",
        "its",
        "has",
        "have",
        "be",
        "are",
        "this",
        "which",
    }
)


@dataclass(frozen=True, eq=False)
class Opened:
    """A document that can be read.

    Parameters
    ----------
    title, source, language : str
        As the document names them; empty where it does not. Where no language is named, it is guessed by the script.
    published : datetime.date or None
        Day of its publication; None if nothing says it.
    published_from : str
        What says it: ``given``, ``head``, ``first lines`` or ``address``; empty if nothing does.
    text : Text
        What is read, with offsets; the original is what :data:`KINDS` says.
    kind : str
        One of :data:`KINDS`.
    encoding : str
        How it was decoded.
    cut : int
        How much was cut as not belonging to the text [characters].
    notes : tuple of str
        What is to be known of it.
    """

    title: str
    published: date | None
    source: str
    language: str
    text: Text
    kind: str
    published_from: str = ""
    encoding: str = ""
    cut: int = 0
    notes: tuple[str, ...] = ()


@dataclass
class _Draft:
    """A document while its parts are gathered."""

    text: Text
    title: str = ""
    published: str = ""
    source: str = ""
    language: str = ""
    notes: list[str] = field(default_factory=list)


def open_document(
    data: bytes | str, *, name: str = "", kind: str = "", charset: str = "", limits: Limits | None = None
) -> Opened:
    """Open one document.

    Parameters
    ----------
    data : bytes or str
        The document as it came; a str is taken as decoded.
    name : str
        File name or address: tells the kind, and the day if nothing else does.
    kind : str
        One of :data:`KINDS`; found out if empty.
    charset : str
        Encoding that the server or the user names.
    limits : Limits, optional
        How much it may ask.

    Returns
    -------
    Opened
        The document.

    Raises
    ------
    FormatError
        If it cannot be read as what it is, breaks a limit, or is a feed of several documents.
    """
    found = open_documents(data, name=name, kind=kind, charset=charset, limits=limits)
    if len(found) != 1:
        raise FormatError(
            f"The feed holds {len(found)} documents", where=_where(name), remedy="Read it with open_documents."
        )
    return found[0]


def open_documents(
    data: bytes | str, *, name: str = "", kind: str = "", charset: str = "", limits: Limits | None = None
) -> list[Opened]:
    """Open a document, or all documents of a feed; as :func:`open_document`.

    Parameters
    ----------
    data : bytes or str
        The document as it came; a str is taken as decoded.
    name : str
        File name or address.
    kind : str
        One of :data:`KINDS`; found out if empty.
    charset : str
        Encoding that the server or the user names.
    limits : Limits, optional
        How much it may ask.

    Returns
    -------
    list of Opened
        One, or those of a feed in its order.

    Raises
    ------
    FormatError
        If it cannot be read as what it is, or breaks a limit.
    UsageError
        If there is no such kind.
    """
    check_kind(kind)
    limits = limits or Limits()
    where, watch = _where(name), Watch(limits.seconds)
    check_size(len(data), limits, where)
    kind = kind or ("pdf" if _is_pdf(data) else _EXTENSIONS.get(_extension(name), ""))
    if kind == "pdf":
        return [_open_pdf(data, name, limits, watch)]
    text, encoding, notes = _decoded(data, charset, where)
    check_characters(len(text), limits, where)
    kind = kind if kind and kind not in {"text", "feed"} else _kind_of(text, kind)
    if kind == "feed":
        return list(_open_feed(Text.of(text), (encoding, notes), name, limits, watch))
    draft = _READERS[kind](Text.of(text), watch, where)
    return [_finished(draft, kind, name, encoding, notes)]


def check_kind(kind: str) -> None:
    """Refuse a kind that there is not.

    Parameters
    ----------
    kind : str
        One of :data:`KINDS`; empty if it is to be found out.

    Raises
    ------
    UsageError
        If there is no such kind.
    """
    if kind and kind not in KINDS:
        raise UsageError(f"{kind!r} is no kind of document", where="kind", remedy=nearest(kind, list(KINDS)))


def is_document(name: str) -> bool:
    """Return whether a file is called as documents of some kind are."""
    return _extension(name) in _EXTENSIONS


def _where(name: str) -> str:
    return name or "the document"


def _extension(name: str) -> str:
    last = name.split("?", 1)[0].split("#", 1)[0].rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[-1].lower() if "." in last else ""


def _is_pdf(data: bytes | str) -> bool:
    return isinstance(data, bytes) and b"%PDF-" in data[:1_024] and data.lstrip()[:1] != b"<"


def _decoded(data: bytes | str, charset: str, where: str) -> tuple[str, str, tuple[str, ...]]:
    if isinstance(data, str):
        return data, "", ()
    packed = next((what for mark, what in _NO_DOCUMENT.items() if data.startswith(mark)), "")
    if packed:
        raise FormatError(
            f"The document is {packed}; only pages, PDF, Markdown, text and feeds are read",
            where=where,
            remedy="Unpack it, or save what it says as text or PDF.",
        )
    found = decode(data, charset)
    looked_at = min(len(found.text), _LOOKED_AT)
    controls = sum(1 for _ in _CONTROL.finditer(found.text, 0, looked_at))
    if controls > max(_MOST_CONTROLS * looked_at, 8):
        raise FormatError(
            f"The document is no text: {controls:,} of its first {looked_at:,} characters are signs of control",
            where=where,
            remedy="Save what it says as text, HTML or PDF.",
        )
    return found.text, found.encoding, found.notes


def _kind_of(text: str, said: str) -> str:
    """Return the kind by the first characters; what is called a text is no page, whatever it holds."""
    if is_feed(text):
        return "feed"
    if said:
        return said
    if front_matter(Text.of(text[: _SNIFFED * 4]))[0] != front_matter(Text.of(""))[0]:
        return "markdown"
    return "html" if _LOOKS_LIKE_HTML.search(text[:_SNIFFED]) else "text"


def _read_html(text: Text, watch: Watch, where: str) -> _Draft:
    found = page(text, watch, where)
    return _Draft(found.text, found.title, found.published, found.source, found.language, found.notes)


def _read_markdown(text: Text, _: Watch, __: str) -> _Draft:
    head, rest = front_matter(text)
    return _Draft(without_marks(rest), head.title, head.published, head.source, head.language, head.notes)


def _read_text(text: Text, _: Watch, __: str) -> _Draft:
    head, rest = front_matter(text)
    return _Draft(with_paragraphs(rest), head.title, head.published, head.source, head.language, head.notes)


_READERS: dict[str, Callable[[Text, Watch, str], _Draft]] = {
    "html": _read_html,
    "markdown": _read_markdown,
    "text": _read_text,
}


def _open_pdf(data: bytes | str, name: str, limits: Limits, watch: Watch) -> Opened:
    if isinstance(data, str):
        raise UsageError("A PDF is given as bytes", where=_where(name), remedy="Open the file in binary mode.")
    found = pages(data, limits, watch, _where(name))
    text = Text.of(found.text).substituted(_FORM_FEED, "\n\n").substituted(_SPLIT_WORD, "").substituted(_PAGE_LINE, "")
    draft = _Draft(with_paragraphs(text), found.title, found.created)
    if found.created:
        draft.notes.append("the day is that on which the PDF was made")
    return _finished(draft, "pdf", name, "", ())


_FORM_FEED = re.compile("\f")


def _open_feed(
    text: Text, decoded: tuple[str, tuple[str, ...]], name: str, limits: Limits, watch: Watch
) -> Iterator[Opened]:
    found, language = entries(text, limits, watch, _where(name))
    for one in found:
        watch.check(_where(name))
        draft = _entry(one, watch, _where(name))
        draft.language = draft.language or language
        yield _finished(draft, "feed", draft.source, *decoded)


def _entry(entry: Entry, watch: Watch, where: str) -> _Draft:
    body = entry.body
    title = " ".join(page(Text.of(entry.said("title")), watch, where).text.clean.split())
    if body is None:
        text = entry.parts.get("title", Text.of("").part(0, 0))
        return _Draft(text, title, entry.published, entry.link, notes=["the feed gives its title alone"])
    content, kind = body
    text = content if kind == "text" else page(content, watch, where).text
    return _Draft(text, title, entry.published, entry.link)


def _finished(draft: _Draft, kind: str, name: str, encoding: str, notes: tuple[str, ...]) -> Opened:
    text = _readable(draft.text)
    text, cut = without_boilerplate(text)
    said = list(notes) + draft.notes
    if not text.clean.strip():
        said.append("no text is left to be read")
    published, source = day_of(draft.published) if draft.published else None, "head"
    if published is None:
        published, source = day_in_first_lines(text.clean), "first lines"
    if published is None:
        published, source = day_in_address(draft.source) or day_in_address(name), "address"
    return Opened(
        title=(draft.title or _heading(text.clean))[:500],
        published=published,
        source=draft.source[:2_000] or (name if "://" in name else ""),
        language=draft.language.split("-")[0].split("_")[0].lower()[:8] or _language(text.clean),
        text=text,
        kind=kind,
        published_from=source if published else "",
        encoding=encoding,
        cut=cut,
        notes=tuple(said),
    )


def _heading(text: str) -> str:
    """Return the first block of a text, behind its date, if it looks like its title: short, no end of a sentence."""
    lines = (" ".join(text[start:end].split()) for start, end in blocks(text[:2_000]))
    first = next((one for one in lines if not is_dateline(one)), "")
    return first if len(first) <= _LONGEST_TITLE and not first.endswith((".", "!", "?", ":", ";", ",")) else ""


def dated(opened: Opened, published: date | None) -> Opened:
    """Return a document with the day of publication that the user gives; the same if none is given."""
    return replace(opened, published=published, published_from="given") if published else opened


def _readable(text: Text) -> Text:
    """Return a text without signs that are not seen, and with signs that are repeated beyond measure cut short."""
    text = text.substituted(_UNSEEN, "").substituted(_SPACE, " ").substituted(_CONTROL, " ")
    return text.substituted(_LONG_RUN, lambda one: one.group()[:3])


def _language(text: str) -> str:
    """Guess the language by its script, English by its commonest words; empty if nothing speaks for one."""
    sample = text[:10_000]
    letters = len(_LETTER.findall(sample))
    if not letters:
        return ""
    if not sample.isascii():
        for language, (script, least) in _SCRIPTS.items():
            if len(script.findall(sample)) > least * letters:
                return language
    words = sample.lower().split()
    return "en" if sum(word in _ENGLISH for word in words) > 0.15 * len(words) else ""
