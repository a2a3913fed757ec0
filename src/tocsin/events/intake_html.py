"""What a page of HTML says, with offsets: tags, scripts, menus, forms and comment boxes are cut, entities decoded.

The tokeniser follows what browsers do with broken mark-up, and looks at each character a bounded number of times: an
unclosed tag or comment swallows what follows it, and what closes nothing any more is never searched for twice. Only a
quote that is never closed is no quote here, so that the rest of the page is read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tocsin.events.intake_limits import Watch
from tocsin.events.text import Text

Change = tuple[int, int, str]

_NAME = re.compile(r"[A-Za-z][^\s/>]{0,60}")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")
_SPACES = re.compile(r"[ \t\r\n\f]*[\t\r\n\f][ \t\r\n\f]*|  +")
_BARE = re.compile(r"[^ \t\r\n\f>]+")
_ATTRIBUTE = re.compile(r"[\s/]*([^\s/>=][^\s/>=]*)\s*(=?)\s*")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "noscript"})
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
)
_FOREIGN = frozenset({"svg", "math"})
_BLOCK = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "title",
        "tr",
        "ul",
    }
)
_NEVER_READ = frozenset(
    {
        "script",
        "style",
        "textarea",
        "noembed",
        "noframes",
        "noscript",
        "iframe",
        "template",
        "svg",
        "math",
        "canvas",
        "object",
        "audio",
        "video",
        "select",
        "datalist",
        "button",
        "dialog",
    }
)
_AROUND = frozenset({"nav", "footer", "aside", "form", "menu", "header"})
_WHOLE = frozenset({"html", "body", "main", "article"})
_CLOSE_THEMSELVES = frozenset({"p", "li", "dt", "dd", "td", "th", "tr", "option"})
_SIGN = re.compile(
    r"(?:(?:site|page|post|entry|article|story|main|top|bottom|left|right|wp|jp|sd|social|block|sticky|mobile|primary|secondary)"
    r"[-_])?(?:comments?|respond|reply|replies|disqus|share|sharing|shares|social|addtoany|sharedaddy|newsletter|"
    r"subscribe|subscription|signup|paywall|related|recommended|readmore|sidebar|breadcrumbs?|cookies?|consent|gdpr|advert|"
    r"advertisement|ads?|sponsored|promo|author|byline|bio|tags?|hashtags?|taglist|footer|nav|navbar|navigation|menu|"
    r"pagination|pager|widget[-_]area|skip|modal|popup|toolbar|copyright)"
    r"(?:[-_](?:list|area|section|form|box|links?|buttons?|bar|wrapper|container|block|widget|info|bio|card|icons?|posts?|"
    r"content|footer|title|cloud|us|article|articles|banner|notice|respond|here|inner|main)){0,2}"
)
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_ENOUGH_MAIN = 0.3
_ENOUGH_KEPT = 0.2
_PUBLISHED_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "dc.date",
    "dc.date.issued",
    "dcterms.date",
    "dcterms.issued",
    "dcterms.created",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
)
_LINKED_DATA = re.compile(r'"datePublished"\s{0,4}:\s{0,4}"([^"]{4,40})"')


@dataclass(frozen=True)
class Token:
    """A piece of mark-up.

    Parameters
    ----------
    kind : str
        ``text``, ``open``, ``close``, ``void`` or ``mark`` (a comment or a declaration).
    start, end : int
        Where it stands.
    name : str
        Of the tag, in small letters.
    attributes : mapping of str to str
        Of an opening tag; the first of a name counts.
    """

    kind: str
    start: int
    end: int
    name: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Page:
    """What a page says.

    Parameters
    ----------
    text : Text
        Readable text; paragraphs stand apart by an empty line.
    title, language, published, source : str
        As its head names them; empty if it does not.
    notes : list of str
        What is to be known of it.
    """

    text: Text
    title: str = ""
    language: str = ""
    published: str = ""
    source: str = ""
    notes: list[str] = field(default_factory=list)


def page(text: Text, watch: Watch, where: str) -> Page:
    """Read a page.

    Parameters
    ----------
    text : Text
        The source of the page.
    watch : Watch
        Time that is left.
    where : str
        Its name, for errors.

    Returns
    -------
    Page
        Its text and what its head names. Where the signs of menus, forms and side boxes would leave less than a fifth
        of it, they are not heeded, and a note says so.
    """
    found = Page(text)
    reading = _Reading(text.clean, found)
    for n, token in enumerate(tokens(text.clean)):
        if n % 4_096 == 0:
            watch.check(where)
        reading.take(token)
    changes = reading.changes()
    watch.check(where)
    found.text = text.replaced(changes)
    return found


def tokens(source: str) -> Iterator[Token]:
    """Split a page into text and mark-up.

    Parameters
    ----------
    source : str
        Its source.

    Yields
    ------
    Token
        From the left, together the whole source. What stands within a script or another raw element is text.
    """
    at, raw, missing = 0, "", set[str]()
    while at < len(source):
        if raw:
            end = _raw_end(source, at, raw, missing)
            if end > at:
                yield Token("text", at, end)
            at, raw = end, ""
            continue
        tag = source.find("<", at)
        if tag < 0:
            yield Token("text", at, len(source))
            return
        token = _mark_up(source, tag, missing)
        if token is None:
            yield Token("text", at, tag + 1)
            at = tag + 1
            continue
        if tag > at:
            yield Token("text", at, tag)
        yield token
        at = token.end
        if token.kind == "open" and token.name in _RAW:
            raw = token.name


def _raw_end(source: str, at: int, name: str, missing: set[str]) -> int:
    """Return where the closing tag of a raw element stands, or the end of the page."""
    if name in missing:
        return len(source)
    found = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(source, at)
    if found is None:
        missing.add(name)
        return len(source)
    return found.start()


def _mark_up(source: str, at: int, missing: set[str]) -> Token | None:
    """Return the mark-up that begins with a ``<``; none if that is only a sign."""
    following = source[at + 1 : at + 2]
    if following in {"!", "?"}:
        close = "-->" if source.startswith("<!--", at) else "]]>" if source.startswith("<![CDATA[", at) else ">"
        return Token("mark", at, _after(source, close, at + 2, missing))
    opens = following != "/"
    name = _NAME.match(source, at + 1 if opens else at + 2)
    if name is None:
        return None
    label = name.group().lower()
    if not opens:
        return Token("close", at, _after(source, ">", name.end(), missing), label)
    end, attributes = _attributes(source, name.end(), missing)
    void = label in _VOID or (label in _FOREIGN and source.endswith("/>", at, end))
    return Token("void" if void else "open", at, end, label, attributes)


def _after(source: str, close: str, at: int, missing: set[str]) -> int:
    """Return where a mark that closes ends, or the end of the page if there is none any more."""
    found = -1 if close in missing else source.find(close, at)
    if found < 0:
        missing.add(close)
        return len(source)
    return found + len(close)


def _attributes(source: str, at: int, missing: set[str]) -> tuple[int, dict[str, str]]:
    found: dict[str, str] = {}
    while True:
        one = _ATTRIBUTE.match(source, at)
        if one is None:
            return _after(source, ">", at, missing), found
        name, at = one.group(1).lower(), one.end()
        value = ""
        if one.group(2):
            value, at = _value(source, at, missing)
        if len(found) < 100:
            found.setdefault(name, value)


def _value(source: str, at: int, missing: set[str]) -> tuple[str, int]:
    quote = source[at : at + 1]
    if quote in {'"', "'"} and quote not in missing:
        end = source.find(quote, at + 1)
        if end >= 0:
            return source[at + 1 : min(end, at + 2_000)], end + 1
        missing.add(quote)
    bare = _BARE.match(source, at)
    end = bare.end() if bare else at
    return source[at : min(end, at + 2_000)], end


class _Reading:
    """Collects what is cut and what is replaced, twice: with and without heed of menus, forms and side boxes."""

    def __init__(self, source: str, found: Page) -> None:
        self.source, self.found = source, found
        self.runs: list[tuple[int, int, bool, bool]] = []  # start, end, around, main
        self.marks: list[Change] = []
        self.gone = _Element()
        self.around = _Element()
        self.main = 0
        self.raw = ""
        self.pre = 0

    def take(self, token: Token) -> None:
        if token.kind == "text":
            self._text(token)
            return
        self._count(token)
        line = "\n\n" if token.name in _BLOCK else "\n" if token.name == "br" else ""
        self.marks.append((token.start, token.end, line))
        self.raw = token.name if token.kind == "open" and token.name in _RAW else ""
        if token.kind in {"open", "void"}:
            self._heed(token)

    def _text(self, token: Token) -> None:
        if self.raw == "title" and not self.found.title:
            self.found.title = " ".join(html.unescape(self.source[token.start : token.end][:1_000]).split())
        if self.raw == "script" and not self.found.published:
            linked = _LINKED_DATA.search(self.source, token.start, token.end)
            self.found.published = linked.group(1) if linked else ""
        if self.gone.name or self.raw in _NEVER_READ or self.raw == "title":
            self.marks.append((token.start, token.end, ""))
        else:
            self.runs.append((token.start, token.end, bool(self.around.name), self.main > 0))

    def _count(self, token: Token) -> None:
        if token.name in {"main", "article"}:
            self.main = max(self.main + (1 if token.kind == "open" else -1), 0)
        self.gone.step(token)
        self.around.step(token)
        if token.kind == "open" and not self.gone.name and _is_gone(token):
            self.gone.enter(token.name)
        if token.kind == "open" and not self.around.name and self._is_around(token):
            self.around.enter(token.name)

    def _is_around(self, token: Token) -> bool:
        if token.name in _WHOLE:
            return False
        if token.name in _AROUND:
            return token.name != "header" or not self.main
        labels = f"{token.attributes.get('class', '')} {token.attributes.get('id', '')}".lower()[:400]
        return token.attributes.get("role", "") in {"navigation", "complementary", "contentinfo", "search"} or any(
            _SIGN.fullmatch(label) for label in labels.split()
        )

    def _heed(self, token: Token) -> None:
        values, found = token.attributes, self.found
        if token.name == "html":
            found.language = found.language or values.get("lang", values.get("xml:lang", ""))
        elif token.name == "meta":
            name = (values.get("property") or values.get("name") or values.get("itemprop") or "").lower()
            content = html.unescape(values.get("content", "")).strip()
            if name in _PUBLISHED_NAMES and not found.published:
                found.published = content
            elif name == "og:title" and content:
                found.title = " ".join(content.split())
            elif name == "og:url" and not found.source:
                found.source = content
        elif token.name == "link" and values.get("rel", "").lower() == "canonical":
            found.source = values.get("href", "")
        elif token.name == "time" and self.main and not found.published:
            found.published = values.get("datetime", "")

    def changes(self) -> list[Change]:
        runs = self._kept()
        kept = {start for start, _, _, _ in runs}
        changes = list(self.marks)
        for start, end, _, _ in self.runs:
            changes += self._within(start, end) if start in kept else [(start, end, "")]
        return changes

    def _kept(self) -> list[tuple[int, int, bool, bool]]:
        whole = _letters(self.source, self.runs)
        kept = [one for one in self.runs if not one[2]]
        if _letters(self.source, kept) < _ENOUGH_KEPT * whole:
            if whole:
                self.found.notes.append("nothing was cut by its place on the page: too little would be left")
            kept = self.runs
        main = [one for one in kept if one[3]]
        return main if main and _letters(self.source, main) >= _ENOUGH_MAIN * _letters(self.source, kept) else kept

    def _within(self, start: int, end: int) -> Iterator[Change]:
        for one in _ENTITY.finditer(self.source, start, end):
            new = html.unescape(one.group())
            if new != one.group():
                yield one.start(), one.end(), " " if new.isspace() else new
        for one in _SPACES.finditer(self.source, start, end):
            yield one.start(), one.end(), " "


class _Element:
    """An element that is left out, and how deep elements of its name are nested in it."""

    def __init__(self) -> None:
        self.name, self.depth = "", 0

    def enter(self, name: str) -> None:
        self.name, self.depth = name, 1

    def step(self, token: Token) -> None:
        if not self.name or token.name != self.name or token.kind not in {"open", "close"}:
            return
        if token.kind == "close" or token.name in _CLOSE_THEMSELVES:
            self.depth -= 1
        else:
            self.depth += 1
        if self.depth <= 0:
            self.name = ""


def _is_gone(token: Token) -> bool:
    values = token.attributes
    hidden = (
        "hidden" in values
        or values.get("aria-hidden", "").lower() == "true"
        or _HIDDEN.search(values.get("style", "")) is not None
    )
    return token.name in _NEVER_READ or (hidden and token.name not in _WHOLE)


def _letters(source: str, runs: list[tuple[int, int, bool, bool]]) -> int:
    return sum(len(source[start:end].strip()) for start, end, _, _ in runs)
