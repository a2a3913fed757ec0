"""The line of a key in TOML text: what an error has to name and a parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

Path = tuple[str | int, ...]
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*""")
_TEXT = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!"")|""(?!"))*"{3,5}'
    r"|'''(?:[^']|'(?!'')|''(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'",
    re.DOTALL,
)
_BARE = re.compile(r"[^,\]}\n#]*")


def lines_of(text: str) -> Mapping[Path, int]:
    r"""Find the line of each key, block and element of a list.

    Parameters
    ----------
    text : str
        Valid TOML.

    Returns
    -------
    mapping of tuple to int
        By path, such as ``("shock", 1, "kind")``; lines are counted from 1.

    Examples
    --------
    >>> lines_of("days = 3\n[[shock]]\nkind = 'ban'")[("shock", 0, "kind")]
    3
    """
    return _Scan(text.replace("\r\n", "\n")).lines()


class _Scan:
    def __init__(self, text: str) -> None:
        self.text, self.at, self.block = text, 0, ()
        self.found: dict[Path, int] = {}
        self.counts: dict[Path, int] = {}
        self._told, self._line = 0, 1

    block: Path

    def lines(self) -> Mapping[Path, int]:
        while self._skip() < len(self.text):
            if self.text[self.at] == "[":
                self._header()
            else:
                self._pair(self.block)
        return self.found

    def _skip(self) -> int:
        self.at = _BLANK.match(self.text, self.at).end()  # type: ignore[union-attr] # it matches nothing too
        return self.at

    def _note(self, path: Path) -> None:
        self._line += self.text.count("\n", self._told, self.at)
        self._told = self.at
        self.found.setdefault(path, self._line)

    def _names(self) -> list[str]:
        names = []
        while match := _KEY.match(self.text, self.at):
            names.append(next(one for one in match.groups() if one is not None))
            self.at = match.end()
            if self.text[self.at : self.at + 1] != ".":
                break
            self.at += 1
        return names

    def _header(self) -> None:
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        names = self._names()
        path: Path = ()
        for k, name in enumerate(names, 1):
            path = (*path, name)
            if many and k == len(names):
                self.counts[path] = self.counts.get(path, -1) + 1
            self._note(path)
            if path in self.counts:
                path = (*path, self.counts[path])
                self._note(path)
        self.block = path
        self.at += 2 if many else 1

    def _pair(self, block: Path) -> None:
        start = self.at
        names = self._names()
        if not names:
            self.at = len(self.text)
            return
        end, self.at = self.at, start
        path = block
        for name in names:
            path = (*path, name)
            self._note(path)
        self.at = end + 1
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip()
        opened = self.text[self.at : self.at + 1]
        if opened in {"[", "{"}:
            self.at += 1
            self._inside(path, "]" if opened == "[" else "}")
        else:
            match = _TEXT.match(self.text, self.at) or _BARE.match(self.text, self.at)
            self.at = match.end() if match else len(self.text)

    def _inside(self, path: Path, closing: str) -> None:
        k = 0
        while self._skip() < len(self.text) and self.text[self.at] != closing:
            if closing == "]":
                self._note((*path, k))
                self._value((*path, k))
                k += 1
            else:
                self._pair(path)
            self._skip()
            if self.text[self.at : self.at + 1] == ",":
                self.at += 1
        self.at += 1
