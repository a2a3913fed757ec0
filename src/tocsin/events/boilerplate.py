"""What stands around a text and does not belong to it: subscription notes, tags, share lines, author boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tocsin.events.sentences import sentences
from tocsin.events.text import Text
from tocsin.ref.tables import read_table

TABLE = "events/boilerplate.toml"
_BLOCKS = re.compile(r"\n[ \t]*\n\s*")
_HASHTAGS = re.compile(r"(?:[#\uff03]\w{1,60}[\s,;|]*){1,60}")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,500}|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_BYLINE = re.compile(r"By (?:[A-Z][\w.'\u2019-]{0,30}[ ,]{0,2}|and |& ){1,12}", re.UNICODE)
_COUNTED = re.compile(
    r"\(?\d{1,6}\)? comments?|comments? \(\d{1,6}\)|page \d{1,5}(?: of \d{1,5})?|\d{1,5}|\d{1,3}/\d{1,3}"
)
_PRICE = re.compile(
    r"(?:just|only|simply|from|for)?\s?[$€£¥]\s?\d{1,4}(?:\.\d\d)? (?:a|per) (?:month|week|year)\b.{0,40}"
)
_ABOUT = re.compile(r"About (?:[A-Z][\w.'\u2019-]{0,30},? ?|and |& |of |the ){1,10}")
_IS_SOMEBODY = re.compile(
    r"(?:[A-Z][\w.'\u2019-]{0,30},? |and |& ){2,10}(?:is|are|was) (?:a|an|the|currently)\b|The authors? (?:is|are)\b"
)
_HEADING = 90


@dataclass(frozen=True)
class Signs:
    """The signs of the table.

    Parameters
    ----------
    holds, begins, equals, comments, after, author : tuple of str
        As the table explains them.
    longest : mapping of str to int
        Longest block by kind of sign [characters].
    before : int
        How much must stand before comments [characters].
    part : mapping of str to float
        In which last part of a text a sign holds [1].
    """

    holds: tuple[str, ...]
    begins: tuple[str, ...]
    equals: frozenset[str]
    comments: frozenset[str]
    after: frozenset[str]
    author: tuple[str, ...]
    longest: Mapping[str, int]
    before: int
    part: Mapping[str, float]


@cache
def signs() -> Signs:
    """Return the signs of the table."""
    table: dict[str, dict[str, Any]] = read_table(TABLE)
    lists = {name: tuple(str(sign) for sign in row["signs"]) for name, row in table.items()}
    return Signs(
        holds=lists["holds"],
        begins=lists["begins"],
        equals=frozenset(lists["equals"]),
        comments=frozenset(lists["comments"]),
        after=frozenset(lists["after"]),
        author=lists["author"],
        longest={name: row["longest"] for name, row in table.items() if "longest" in row},
        before=table["comments"]["before"],
        part={name: row["part"] for name, row in table.items() if "part" in row},
    )


def without_boilerplate(text: Text) -> tuple[Text, int]:
    """Cut what does not belong to a text; what is left keeps its place in the original.

    Parameters
    ----------
    text : Text
        Blocks stand apart by an empty line.

    Returns
    -------
    tuple of Text and int
        The text, and how many characters were cut.
    """
    spans = list(_spans(text.clean))
    return text.without(spans, "\n\n"), sum(end - start for start, end in spans)


def blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the blocks of a text stand, without white space around.

    Parameters
    ----------
    text : str
        The text.

    Yields
    ------
    tuple of int
        Start and end of each.
    """
    begin = 0
    for gap in (*((one.start(), one.end()) for one in _BLOCKS.finditer(text)), (len(text), len(text))):
        inner = text[begin : gap[0]]
        left, right = begin + len(inner) - len(inner.lstrip()), begin + len(inner.rstrip())
        if left < right:
            yield left, right
        begin = gap[1]


def _spans(text: str) -> Iterator[tuple[int, int]]:
    found = list(blocks(text))
    said = 0
    for start, end in found:
        block = text[start:end]
        words = _plain(block)
        if _ends_all(block, words, said, start / len(text)):
            yield start, len(text)
            return
        if _is_around(block, words, start / len(text)):
            yield start, end
        elif len(block) > signs().longest["holds"] and _holds(words):
            yield from _sentences(text, start, end)
            said += len(block)
        else:
            said += len(block)


def _plain(block: str) -> str:
    return " ".join(block.casefold().replace("\u2019", "'").split())


def _ends_all(block: str, words: str, said: int, place: float) -> bool:
    """Return whether a block is the heading of what no longer belongs to the text."""
    if len(block) > _HEADING:
        return False
    table, heading = signs(), words.rstrip(" :.!*").strip("# ")
    if heading in table.comments:
        return said >= table.before
    late = place >= 1 - table.part["after"] and said >= table.before
    return late and (heading in table.after or _ABOUT.fullmatch(block) is not None)


def _is_around(block: str, words: str, place: float) -> bool:
    table = signs()
    if words in table.equals or _COUNTED.fullmatch(words) or _PRICE.fullmatch(words):
        return True
    if len(words) <= table.longest["begins"] and _begins(words):
        return True
    if len(words) <= table.longest["holds"] and _holds(words):
        return True
    if len(block) <= _HEADING and _BYLINE.fullmatch(block):
        return True
    if len(block) <= table.longest["author"] and place >= 1 - table.part["author"] and _IS_SOMEBODY.match(block):
        return any(sign in words for sign in table.author)
    return bool(_HASHTAGS.fullmatch(block) or _ADDRESS.fullmatch(block))


def _begins(words: str) -> bool:
    """Return whether a block begins like a note beside the text; one that ends like a sentence and is long does not."""
    return words.startswith(signs().begins) and (
        len(words) <= _HEADING or not words.endswith((".", "!", "?", '"', "”"))
    )


def _holds(words: str) -> bool:
    return any(sign in words for sign in signs().holds)


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of a long block that are notes: its other sentences stay."""
    after: Sequence[int] = ()
    for first, last in sentences(text[start:end]):
        words = _plain(text[start + first : start + last])
        if len(words) <= signs().longest["begins"] and (_holds(words) or (after and _PRICE.fullmatch(words))):
            after = (last,)
            yield start + first, start + last
        else:
            after = ()
