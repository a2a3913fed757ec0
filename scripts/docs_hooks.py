"""Adds the reference pages to the documentation while it is built, so that none can grow old."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each text that the code declares."""
    from mkdocs.structure.files import File

    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from scripts.docs_reference import pages

    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files
