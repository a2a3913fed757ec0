"""Everything has its heading, and every link leads somewhere."""

from __future__ import annotations

import inspect
import posixpath
import re
import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import typer

from tests.docs.blocks import DOCS, ROOT
from tocsin.cli import app
from tocsin.core import errors
from tocsin.core.schema import TABLES
from tocsin.foresight.channel import CHANNELS
from tocsin.indicators.declaration import INDICATORS
from tocsin.indicators.tables import BUILT, GIVEN
from tocsin.pipeline.flags import LIMITS
from tocsin.ref.products import product_groups, products
from tocsin.sources.declaration import sources

_HEADING = re.compile(r"^#{1,4} (.+)$", re.MULTILINE)
_FENCED = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")


def headings(text: str) -> list[str]:
    return _HEADING.findall(_FENCED.sub("", text))


def section(text: str, heading: str) -> str:
    """Return what stands under a heading, up to the next of any level."""
    return re.split(r"^#{1,4} ", text.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def anchors(text: str) -> set[str]:
    """Return the anchors that the site gives the headings of a page."""
    plain = [re.sub(r"[^\w\s-]", "", heading).strip().lower() for heading in headings(text)]
    return {re.sub(r"[-\s]+", "-", heading) for heading in plain}


def leaves(group: Any, path: str = "tocsin") -> list[tuple[str, Any]]:
    """Return every command with the words that call it."""
    found: list[tuple[str, Any]] = []
    for name, command in group.commands.items():
        here = f"{path} {name}"
        found += leaves(command, here) if hasattr(command, "commands") else [(here, command)]
    return found


LEAVES = leaves(typer.main.get_command(app))


@pytest.mark.parametrize("name", list(INDICATORS))
def test_indicator(reference: dict[str, str], name: str) -> None:
    item = INDICATORS[name]
    text = section(reference["reference/indicators.md"], name)
    body = " ".join((inspect.getdoc(item.function) or "").split("\n\n", 1)[-1].split())
    for told in (item.title, item.unit, item.direction, item.formula, item.reference, item.version, body):
        assert told in text


@pytest.mark.parametrize("name", list(CHANNELS))
def test_channel(reference: dict[str, str], name: str) -> None:
    text = section(reference["reference/channels.md"], name)
    assert f"**{CHANNELS[name].title}.** {inspect.getdoc(CHANNELS[name].function)}" in text
    for feature, told in CHANNELS[name].features.items():
        assert f"| `{feature}` | {told.text} |" in text


@pytest.mark.parametrize("name", list(sources()))
def test_source(reference: dict[str, str], name: str) -> None:
    told = sources()[name]
    page = reference["reference/sources.md"]
    text = section(page, name)
    for part in (told.title, told.publisher, told.licence, told.attribution, told.cadence, str(told.lag_months)):
        assert part in text
    for option, what in told.options.items():
        assert f"| `{option}` | {what} |" in section(page, f"Options of {name}")
    for table in told.tables:
        assert told.licence_of(table) in section(page, f"{name}: {table}")


@pytest.mark.parametrize(("path", "command"), LEAVES, ids=[path for path, _ in LEAVES])
def test_command(reference: dict[str, str], path: str, command: Any) -> None:
    text = section(reference["reference/commands.md"], path)
    for option in command.params:
        label = option.opts[0] if option.opts[0].startswith("-") else option.opts[0].upper()
        assert option.name == "help" or f"`{label}`" in text
        assert option.name == "help" or option.help, f"{path} {label} has no help"


@pytest.mark.parametrize("name", [*TABLES, "provenance", *(f"{name} (for indicators)" for name in (*GIVEN, *BUILT))])
def test_table(reference: dict[str, str], name: str) -> None:
    text = section(reference["reference/tables.md"], name)
    stored = TABLES[name].stored.names if name in TABLES else ()
    assert text.strip()
    assert all(f"| `{column}` |" in text for column in stored)


def test_settings(reference: dict[str, str]) -> None:
    code = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "src" / "tocsin").rglob("*.py"))
    used = set(re.findall(r"\bTOCSIN_[A-Z]+\b", code))
    assert used
    assert used <= set(headings(reference["reference/settings.md"]))


def test_products(reference: dict[str, str]) -> None:
    page = reference["reference/products.md"]
    assert set(product_groups()) <= set(headings(page))
    assert [name for name in products() if f"| `{name}` |" not in page] == []


def test_errors(reference: dict[str, str]) -> None:
    kinds = [name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)]
    assert all(f"| `{name}` |" in reference["reference/errors.md"] for name in kinds)


def test_flags(built: dict[str, str]) -> None:
    """The limits of the flags stand in the convention as they stand in the code."""
    for _, limit, words in LIMITS:
        row = next(line for line in built["explanation/convention.md"].splitlines() if f"| {words} |" in line)
        assert f"| {limit:.0%}".replace("%", " %") in row or "half of what it exports" in row


def test_every_page_is_in_the_index(built: dict[str, str]) -> None:
    for room in ("tutorials", "how-to", "explanation"):
        pages = [path for path in built if posixpath.dirname(path) == room]
        assert [path for path in pages if path not in built["index.md"]] == []


def test_links(built: dict[str, str]) -> None:
    broken = []
    for page, text in built.items():
        for target in _LINK.findall(_FENCED.sub("", text)):
            if "://" in target:
                continue
            path, _, anchor = target.partition("#")
            there = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
            if not there.endswith(".md") and (ROOT / "docs" / there).is_file():
                continue
            if there not in built or (anchor and anchor not in anchors(built[there])):
                broken.append(f"{page}: {target}")
    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_beside_the_documentation(name: str) -> None:
    targets = _LINK.findall((ROOT / name).read_text(encoding="utf-8"))
    assert [one for one in targets if "://" not in one and not (ROOT / one.partition("#")[0]).exists()] == []


def test_no_generated_page_is_committed() -> None:
    assert not (DOCS / "reference").exists()


def test_pages_keep_to_what_the_public_may_read(built: dict[str, str]) -> None:
    """No path of a machine, no name of a package registry."""
    for page, text in built.items():
        assert not re.search(r"(?<![\w.~])/(home|root|tmp|work|Users)/|pypi\.|npmjs|(?<!control-)registry", text), page


def test_the_hook_adds_every_page(reference: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """MkDocs itself is built with by `make docs`; here a stand-in takes what the hook hands it."""
    from scripts.docs_hooks import on_files

    def generated(_: object, path: str, *, content: str) -> tuple[str, str]:
        return path, content

    stand_in: Any = ModuleType("mkdocs.structure.files")
    stand_in.File = SimpleNamespace(generated=generated)
    for name in ("mkdocs", "mkdocs.structure"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, "mkdocs.structure.files", stand_in)
    monkeypatch.setattr(sys, "path", [*sys.path])
    hook: Any = on_files
    assert dict(hook([], None)) == reference
