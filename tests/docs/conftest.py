"""A lake for the commands of the documentation, and the pages as they are built."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock
from scripts.docs_reference import pages

from tests.docs.blocks import DOCS


@pytest.fixture(scope="session")
def docs_lake(bundled_lake: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the bundled lake: boards of past days are computed in it."""
    base = tmp_path_factory.getbasetemp()
    root = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "docs-lake"
    with FileLock(root.with_suffix(".lock")):
        if not root.exists():
            shutil.copytree(bundled_lake, root.with_suffix(".new"))
            root.with_suffix(".new").rename(root)
    return root


@pytest.fixture(scope="session")
def reference() -> dict[str, str]:
    """Write the reference pages as the build does."""
    return pages()


@pytest.fixture(scope="session")
def built(reference: dict[str, str]) -> dict[str, str]:
    """Return all pages of the documentation by their path below ``docs``."""
    written = {page.relative_to(DOCS).as_posix(): page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md")}
    return written | reference
