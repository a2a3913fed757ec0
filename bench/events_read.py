"""Reading documents: a thousand of the length of official statements, from the bytes to the coded events."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

from bench.measure import in_child, summary
from bench.report import Options, Target, verdict

TARGETS = {"thousand_wall_s": Target(60.0, "s on the clock to read 1,000 documents in one process, at most")}
DOCUMENTS = 1_000
SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
SENTENCES = (
    "China's Ministry of Commerce said on Monday that it will restrict exports of gallium from August 1, 2023.",
    "The three leaders welcomed the progress of the year and agreed to meet again in the autumn, officials said.",
    "Japan removed South Korea from its list of trusted trading partners in August 2019.",
    "The United States extended the waivers of Korean firms by one year, and it may reach further in biotechnology.",
    "He thanked the workers of the plant, who had built it in less than two years despite the weather.",
    "North Korea fired 23 missiles in a single day and an intercontinental ballistic missile on the next.",
    "We are committed to resilient supply chains, to good jobs, and to the communities in which they are made.",
    "Indonesia may ban exports of bauxite, while the European Union would answer with a duty of its own.",
)


def given(count: int, seed: int) -> tuple[list[tuple[str, bytes]], str]:
    """Return documents: those that developers share, each several times over, or made ones where there are none."""
    folder = Path(os.environ.get("TOCSIN_SHARED_DATA", SHARED)) / "documents"
    held = sorted(folder.iterdir()) if folder.is_dir() else []
    if held:
        read = [(path.name, path.read_bytes()) for path in held]
        return [read[n % len(read)] for n in range(count)], "87 official statements and a scraped article, in turn"
    drawn = random.Random(seed)
    made = ["\n\n".join(drawn.choices(SENTENCES, k=60)).encode() for _ in range(count)]
    return [(f"{n}.txt", one) for n, one in enumerate(made)], "made of eight sentences drawn at random"


def read_all(count: int, seed: int = 0) -> dict[str, Any]:
    """Read documents one after another."""
    from tocsin.events.reader import read

    documents, about = given(count, seed)
    start, cpu = time.perf_counter(), time.process_time()
    readings = [reading for name, data in documents for reading in read(data, name=name)]
    return {
        "documents": about,
        "wall_s": time.perf_counter() - start,
        "cpu_s": time.process_time() - cpu,
        "characters": sum(len(one.original) for one in readings),
        "sentences": sum(one.sentences for one in readings),
        "events": sum(len(one.found) for one in readings),
        "exact": all(
            one.original[event.evidence.start : event.evidence.end] == event.evidence.text
            for one in readings
            for event in one.events
        ),
    }


def run(options: Options) -> dict[str, Any]:
    """Measure in new processes."""
    count = 100 if options.quick else DOCUMENTS
    costs = [in_child("events_read:read_all", count=count) for _ in range(1 if options.quick else 3)]
    told = costs[0].told
    assert told["exact"], "evidence that does not quote its document"
    wall = sorted(one.told["wall_s"] for one in costs)[len(costs) // 2] * DOCUMENTS / count
    return {
        "about": f"{count:,} documents ({told['documents']}), {told['characters']:,} characters, {told['sentences']:,} "
        f"sentences, {told['events']:,} events, one after another in one process; the tables are read within the time.",
        "reading": summary(costs),
        "read_cpu_s": min(one.told["cpu_s"] for one in costs),
        **verdict(TARGETS, {"thousand_wall_s": round(wall, 2)}),
    }
