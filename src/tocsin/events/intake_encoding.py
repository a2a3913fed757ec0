"""From bytes to characters: the declared encoding if it holds, else the one that the bytes speak for."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: What a declaration means in practice, as browsers take it. What is not named here is no encoding of text.
ENCODINGS: Mapping[str, str] = MappingProxyType(
    {
        label: codec
        for codec, labels in {
            "utf-8": "utf8 utf-8 unicode-1-1-utf-8",
            "utf-16-le": "utf-16 utf-16le unicode ucs-2",
            "utf-16-be": "utf-16be",
            "cp1252": "ascii us-ascii iso-8859-1 iso8859-1 latin1 latin-1 l1 cp1252 windows-1252 x-cp1252",
            "iso8859-15": "iso-8859-15 iso8859-15 latin-9",
            "cp1250": "cp1250 windows-1250",
            "iso8859-2": "iso-8859-2 latin2",
            "cp1251": "cp1251 windows-1251",
            "koi8-r": "koi8-r koi8",
            "iso8859-5": "iso-8859-5",
            "cp1253": "windows-1253 cp1253",
            "cp1254": "windows-1254 cp1254 iso-8859-9 latin5",
            "cp1255": "windows-1255 cp1255 iso-8859-8 iso-8859-8-i",
            "cp1256": "windows-1256 cp1256",
            "iso8859-6": "iso-8859-6",
            "cp1258": "windows-1258 cp1258",
            "cp874": "windows-874 tis-620 iso-8859-11",
            "cp949": "cp949 euc-kr euc_kr ks_c_5601-1987 ksc5601 uhc windows-949 korean",
            "cp932": "shift_jis shift-jis sjis x-sjis cp932 windows-31j ms932",
            "euc_jp": "euc-jp euc_jp x-euc-jp",
            "iso2022_jp": "iso-2022-jp",
            "gb18030": "gb18030 gb2312 gbk cp936 x-gbk gb_2312-80 chinese",
            "big5hkscs": "big5 big5-hkscs big-5 cp950 x-x-big5",
        }.items()
        for label in labels.split()
    }
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_IN_HEAD = re.compile(
    rb"<meta\b[^>]{0,400}?\bcharset\s{0,4}=\s{0,4}[\"']?\s{0,4}([A-Za-z0-9_:.\-]{2,40})"
    rb"|<\?xml\b[^>]{0,200}?\bencoding\s{0,4}=\s{0,4}[\"']([A-Za-z0-9_:.\-]{2,40})",
    re.IGNORECASE,
)
_JAPANESE_MAIL = (b"\x1b$B", b"\x1b$@")
_HEAD = 4_096
_SAMPLE = 100_000
_ENOUGH = 0.3
_CHINESE = frozenset("的一是不了在人有我他这中大来上国个到说们为年时会对和以要生就能出业经新政府部日月")
_TRADITIONAL = frozenset("的一是不了在人有我他這中大來上國個到說們為年時會對和以要生就能出業經新政府部日月")
_TOLERATED = 0.01


@dataclass(frozen=True)
class Decoded:
    """A decoded document.

    Parameters
    ----------
    text : str
        Its characters, without a byte-order mark.
    encoding : str
        How it was read.
    notes : tuple of str
        What is to be known of it.
    """

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode a document.

    Parameters
    ----------
    data : bytes
        As given.
    declared : str
        Encoding that the server or the user names; a byte-order mark goes before it, what stands in the head of the
        document after it.

    Returns
    -------
    Decoded
        Never refused: what no encoding explains is read as UTF-8 or Windows-1252 with marks of replacement, and noted.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _lenient(data[len(mark) :], codec, ())
    notes: list[str] = []
    for label in (declared, _declared_within(data)):
        name = label.strip().strip("\"'").lower()
        if not name:
            continue
        found = ENCODINGS.get(name)
        if found is None:
            notes.append(f"the declared encoding {name[:40]!r} is not known")
        elif (text := _strictly(data, found)) is not None:
            return Decoded(text, found, tuple(notes))
        else:
            notes.append(f"the declared encoding {name} does not fit the bytes")
    if any(mark in data for mark in _JAPANESE_MAIL) and (text := _strictly(data, "iso2022_jp")) is not None:
        return Decoded(text, "iso2022_jp", (*notes, "no encoding holds by declaration: read as iso2022_jp"))
    if (wide := _wide(data)) and (text := _strictly(data, wide)) is not None:
        return Decoded(text, wide, (*notes, f"no encoding holds by declaration: read as {wide}"))
    if (text := _strictly(data, "utf-8")) is not None:
        return Decoded(text, "utf-8", tuple(notes))
    return _guessed(data, tuple(notes))


def _declared_within(data: bytes) -> str:
    found = _IN_HEAD.search(data[:_HEAD])
    if found is None:
        return ""
    label = (found.group(1) or found.group(2)).decode("ascii")
    return "utf-8" if label.lower().startswith("utf-16") else label  # a label in single bytes cannot be true of UTF-16


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, UnicodeError):
        return None


def _lenient(data: bytes, codec: str, notes: tuple[str, ...]) -> Decoded:
    text = data.decode(codec, errors="replace")
    lost = text.count("\ufffd")
    said = (f"{lost:,} characters could not be decoded as {codec}",) if lost else ()
    return Decoded(text, codec, (*notes, *said))


def _wide(data: bytes) -> str:
    """Return UTF-16 without its mark: every other byte is mostly zero."""
    head = data[:_HEAD]
    if len(head) < 8 or len(data) % 2:
        return ""
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.4 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.1 else ""


def _guessed(data: bytes, notes: tuple[str, ...]) -> Decoded:
    utf8 = data.decode("utf-8", errors="replace")
    beyond = sum(1 for one in utf8 if ord(one) > 127)
    if utf8.count("\ufffd") <= _TOLERATED * len(utf8) and utf8.count("\ufffd") < 0.2 * max(beyond, 1):
        return _lenient(data, "utf-8", notes)
    best = max(_scored(data), default=(0.0, ""))
    codec = best[1] if best[0] >= _ENOUGH else "cp1252"
    return _lenient(data, codec, (*notes, f"not UTF-8, and no declaration holds: read as {codec}"))


def _scored(data: bytes) -> Iterator[tuple[float, str]]:
    """Yield how well each encoding of East Asia explains the bytes beyond ASCII, where it can decode them at all."""
    sample = data[:_SAMPLE]
    for codec, share in _SPEAKS_FOR:
        text = sample.decode(codec, errors="replace")
        beyond = [one for one in text if ord(one) > 127]
        lost = text.count("\ufffd") - (len(data) > _SAMPLE)
        if len(beyond) >= 2 and lost <= 0.05 * len(beyond):
            yield share(beyond) - 5.0 * max(lost, 0) / len(beyond), codec


def _hangul(beyond: list[str]) -> float:
    hangul = [one for one in beyond if "가" <= one <= "힣"]
    rare = sum(not _common_hangul(one) for one in hangul)
    return (len(hangul) - 6.0 * rare) / len(beyond)


def _common_hangul(one: str) -> bool:
    """Return whether a syllable is one of the 2,350 of KS X 1001; the others are written in eight bytes there."""
    return len(one.encode("euc_kr")) == 2


def _kana(beyond: list[str]) -> float:
    kana = sum("ぁ" <= one <= "ヶ" for one in beyond)
    narrow = sum("\uff61" <= one <= "\uff9f" for one in beyond)
    return (1.5 * kana - 2.0 * narrow) / len(beyond)


def _common(known: frozenset[str]) -> Callable[[list[str]], float]:
    """Return the share of the commonest characters, which make up a tenth and more of any Chinese text, scaled."""

    def share(beyond: list[str]) -> float:
        usual = sum(one in known or one in "\uff0c\u3002\u3001" for one in beyond) / len(beyond)
        return min(3.5 * usual, 0.95)

    return share


_SPEAKS_FOR: tuple[tuple[str, Callable[[list[str]], float]], ...] = (
    ("cp949", _hangul),
    ("cp932", _kana),
    ("euc_jp", _kana),
    ("gb18030", _common(_CHINESE)),
    ("big5hkscs", _common(_TRADITIONAL)),
)
