"""Small registers in a folder, made of one text per party."""

from __future__ import annotations

from pathlib import Path

from tocsin.policy.register import Register, read_register

TAIL = 'references = ["synthetic"]\nconfidence = "high"\n'


def write(folder: Path, **parties: str) -> Path:
    for party, text in parties.items():
        (folder / party).mkdir(parents=True, exist_ok=True)
        (folder / party / "measures.toml").write_text(text, encoding="utf-8")
    return folder


def entry(id_: str, **fields: object) -> str:
    """Write one entry; what is not said is a licence on hydrogen fluoride towards Korea."""
    given = {"title": id_, "instrument": "control", "targets": ["KOR"], "products": ["hydrogen_fluoride"], **fields}
    lines = [f"{name} = {_toml(value)}" for name, value in given.items() if value is not None]
    tail = "".join(line + "\n" for line in TAIL.splitlines() if line.split(" =")[0] not in given)
    return f"\n[{id_}]\n" + "\n".join(lines) + "\n" + tail


def read(folder: Path, **parties: str) -> Register:
    return read_register([write(folder, **parties)])


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    return '"' + str(value).replace('"', '\\"') + '"'
