"""A machine that paraphrases, and the texts that it is tried on."""

from __future__ import annotations

import json
import os
import random
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

SENTENCES = 8  # of those written to fit the reader that make one text


@dataclass(frozen=True)
class Swapped:
    """A word that was replaced.

    Parameters
    ----------
    index : int
        Which word of the clean text.
    old, new : str
        What it was and what it is.
    """

    index: int
    old: str
    new: str


def documents() -> list[str]:
    """Return the public documents without front matter."""
    named = os.environ.get("TOCSIN_SHARED_DATA")
    folder = (Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "data") / "documents"
    found = [
        re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for path in sorted(folder.glob("*.md"))
    ]
    if not found:
        raise SystemExit(f"no documents in {folder}: name the folder of shared data in TOCSIN_SHARED_DATA")
    return found


def pages() -> list[str]:
    """Return Tocsin's own pages: plain text of another kind."""
    folder = Path(__file__).resolve().parents[1] / "docs"
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*/*.md")) if path.stem != "garbled-text"]


def written() -> list[str]:
    """Return the sentences that were written to fit the reader, a few from one file as one text."""
    found: list[str] = []
    for path in sorted(Path(__file__).with_name("written_events").glob("*.jsonl")):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        lines = [one.get("plain", one["t"]) for one in rows]
        found += [" ".join(lines[first : first + SENTENCES]) for first in range(0, len(lines), SENTENCES)]
    return found


def held_out(one: str, other: str) -> bool:
    """Return whether a pair of base forms is kept from the normaliser's thesaurus: about half are."""
    return zlib.crc32(" ".join(sorted((one, other))).encode()) % 2 == 0


def hidden(one: str, other: str) -> bool:
    """Return whether a pair is kept from the thesaurus while weights are fitted: about half are, of either kind."""
    return zlib.crc32(" ".join(sorted((one, other))).encode()) // 2 % 2 == 0


class Machine:
    """Paraphrases: draws a synonym for a share of the words that have any.

    Parameters
    ----------
    allowed : callable
        Which pairs of base forms it may use.
    """

    def __init__(self, allowed: Callable[[str, str], bool]) -> None:
        from tocsin.events.garble_forms import forms
        from tocsin.events.thesaurus import groups

        self._choices: dict[str, list[str]] = {}
        for group in groups():
            for old in group.members:
                for new in group.members:
                    if new != old and allowed(old, new) and " " not in old:
                        pairs = zip(forms(old, group.kind), forms(new, group.kind), strict=True)
                        for stands, said in pairs:
                            self._choices.setdefault(stands, []).append(said)

    def paraphrase(self, text: str, rate: float, chance: random.Random) -> tuple[str, list[Swapped]]:
        """Return the text in other words, and which were replaced."""
        from tocsin.events.garble_forms import like, words
        from tocsin.events.garble_language import STOP

        made: list[str] = []
        swapped: list[Swapped] = []
        done = 0
        for index, word in enumerate(words(text)):
            choices = self._choices.get(word.lower, [])
            month = word.text == "May" and re.match(r"\s+(?:\d{1,2},\s+)?20\d\d", text[word.end :])
            if ((choices and word.lower not in STOP) or month) and chance.random() < rate:
                new = "could" if month else chance.choice(choices)
                if new != word.lower:
                    swapped.append(Swapped(index, word.lower, new))
                    made += [text[done : word.start], like(word.text, new)]
                    done = word.end
        return "".join([*made, text[done:]]), swapped


def known_pair(one: str, other: str) -> bool:
    """Return whether the normaliser's thesaurus holds a pair of base forms."""
    return not held_out(one, other)


def any_pair(_one: str, _other: str) -> bool:
    """Return True: a machine that may use every pair."""
    return True


def pieces(texts: list[str], size: int) -> Iterator[str]:
    """Yield the texts, or pieces of them of so many words."""
    for text in texts:
        parts = text.split()
        if not size:
            yield text
            continue
        for first in range(0, len(parts) - size + 1, size):
            yield " ".join(parts[first : first + size])
