"""The order of the documentation: four rooms, and in each the pages that lie in its folder. No list to edit."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOMS = {
    "tutorials": "Tutorial",
    "how-to": "How-to",
    "scenarios": "Scenarios",
    "reference": "Reference",
    "explanation": "Explanation",
}


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Lay out the navigation once all pages are known, those made by other hooks included."""
    pages = sorted(page.src_uri for page in files.documentation_pages())
    config.nav = [{"Overview": "index.md"}, *({title: rooms_pages(pages, folder)} for folder, title in ROOMS.items())]
    return files


def rooms_pages(pages: Iterable[str], folder: str) -> list[object]:
    """List a folder: its own page first, then the others by name, then each folder in it as a group of its own."""
    inside = [page for page in pages if page.startswith(f"{folder}/")]
    depth = folder.count("/") + 1
    direct = [page for page in inside if page.count("/") == depth]
    direct.sort(key=lambda page: (not page.endswith("/index.md"), page))
    groups = sorted({"/".join(page.split("/")[: depth + 1]) for page in inside if page.count("/") > depth})
    return [*direct, *({group.rsplit("/", 1)[-1].capitalize(): rooms_pages(inside, group)} for group in groups)]
