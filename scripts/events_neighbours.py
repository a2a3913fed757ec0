"""Count which words stand beside one another in the sentences to which the reader is fitted.

    python scripts/events_neighbours.py [--out src/tocsin/data/events/neighbours.parquet]

What the field says every day ("duty on", "car industry") is rare in general text, and would look like a paraphrase of
what it says as often. Counted are the sentences of ``bench/written_events`` and ``bench/quoted_events`` as they were
before a machine put some of them into other words, without those that are left out of the fit.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.events.garble_language import NEIGHBOURS, STOP, counted
from tocsin.ref.tables import DATA

BENCH = Path(__file__).parents[1] / "bench"
LEAST = 3  # how often a pair must stand there


def sentences() -> list[str]:
    """Return the sentences."""
    paths = sorted([*BENCH.glob("written_events/*.jsonl"), *BENCH.glob("written_events/by_kind/*.jsonl")])
    paths += sorted(BENCH.glob("quoted_events/*.jsonl"))
    rows = (json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines())
    return [row.get("plain", row["t"]) for row in rows]


def table() -> pa.Table:
    """Return the pairs of which at least one word is no function word, with their counts."""
    pairs = counted(sentences()).pairs
    kept = sorted((" ".join(two), n) for two, n in pairs.items() if n >= LEAST and not STOP.issuperset(two))
    words, counts = zip(*kept, strict=True)
    return pa.table({"words": words, "sentences": pa.array(counts, pa.int32())})


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=DATA / NEIGHBOURS)
    pq.write_table(
        table(),
        parser.parse_args().out,
        compression="zstd",
        compression_level=19,
        use_dictionary=["sentences"],
        column_encoding={"words": "DELTA_BYTE_ARRAY"},
    )


if __name__ == "__main__":
    main()
