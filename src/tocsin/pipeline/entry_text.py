"""An entry as the text of a file of the register."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from tocsin.core.errors import FormatError


def entry_text(id_: str, row: Mapping[str, Any], *, head: str = "") -> str:
    """Write an entry as TOML.

    Parameters
    ----------
    id_ : str
        Its id.
    row : mapping of str to object
        Its fields: texts, lists of texts, true or false, and tables of lists.
    head : str
        A line of comment above it.

    Returns
    -------
    str
        Text that reads back as the same.

    Raises
    ------
    FormatError
        If it would not.
    """
    lines = [f"# {_line(head)}"] if head else []
    lines += [f"[{_key(id_)}]", *(f"{name} = {_value(value)}" for name, value in row.items())]
    text = "\n".join(lines) + "\n"
    try:
        back = tomllib.loads(text.encode().decode())
    except (tomllib.TOMLDecodeError, UnicodeEncodeError) as error:
        raise FormatError(f"The entry cannot be written down: {error}", where=id_, remedy="Correct it.") from error
    if back != {id_: dict(row)}:
        raise FormatError("The entry would not read back as it is", where=id_, remedy="Correct its texts.")
    return text


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(str(name))} = {_value(one)}" for name, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        short = "[" + ", ".join(map(_value, value)) + "]"
        return short if len(short) < 100 else "[\n" + "".join(f"    {_value(one)},\n" for one in value) + "]"
    return _quoted(value.isoformat() if isinstance(value, date) else str(value))


def _quoted(text: str) -> str:
    """Write a text as TOML does: JSON's escapes, and those of signs that JSON leaves as they are."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _key(name: str) -> str:
    return (
        name
        if name.replace("-", "").replace("_", "").isascii() and name.replace("-", "").replace("_", "").isalnum()
        else _quoted(name)
    )


def _line(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
