"""Small trade files for tests, and what a source makes of them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow as pa

from tocsin.core.release import Refusal, Release, Request
from tocsin.core.schema import FLOW
from tocsin.sources.declaration import source

BACI = "BACI_HS17_Y2022_V202401b.csv"
HEAD = "t,i,j,k,v,q\n"


def releases(name: str, *files: Path, **options: object) -> list[Release]:
    """Read files through a source."""
    return list(source(name).read(Request(files, {key: str(value) for key, value in options.items()})))


def take(name: str, *files: Path, **options: object) -> tuple[list[dict[str, Any]], dict[str, Refusal]]:
    """Read one release to the end: its rows, and its refusals by reason."""
    (release,) = releases(name, *files, **options)
    batches = list(release.batches)
    rows = pa.concat_tables([FLOW.columns.empty_table(), *(batch.rows for batch in batches)]).to_pylist()
    refused: dict[str, Refusal] = {}
    for refusal in (refusal for batch in batches for refusal in batch.refused):
        known = refused.get(refusal.reason, Refusal(refusal.reason, 0))
        refused[refusal.reason] = Refusal(
            refusal.reason, known.count + refusal.count, known.examples + refusal.examples, refusal.asked
        )
    return rows, refused


def counts(refused: dict[str, Refusal]) -> dict[str, int]:
    """Count refused rows by reason."""
    return dict(Counter({reason: refusal.count for reason, refusal in refused.items()}))


def baci(folder: Path, text: str | bytes, name: str = BACI, head: str = HEAD) -> Path:
    """Write a BACI file."""
    path = folder / name
    path.write_bytes(head.encode() + (text.encode() if isinstance(text, str) else text))
    return path
