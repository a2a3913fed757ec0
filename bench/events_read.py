"""Reading documents: a thousand of the length of official statements, from the bytes to the coded events."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

from bench.measure import Cost, in_child, summary
from bench.report import Options, Target, verdict

TARGETS = {"thousand_wall_s": Target(60.0, "s on the clock to read 1,000 documents as `tocsin read` does, at most")}
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


def read_all(count: int, jobs: int | None = None, seed: int = 0) -> dict[str, Any]:
    """Read documents as the command does, by as many processes as there are cores if it is not said by how many."""
    from joblib import cpu_count

    from tocsin.events.readings import Given, read_all

    documents, about = given(count, seed)
    start = time.perf_counter()
    answers = list(read_all([Given(name, data) for name, data in documents], jobs=jobs))
    wall = time.perf_counter() - start
    readings = [reading for answer in answers for reading in answer.readings]
    return {
        "documents": about,
        "processes": jobs or cpu_count(),
        "wall_s": wall,
        "characters": sum(len(one.original) for one in readings),
        "sentences": sum(one.sentences for one in readings),
        "events": sum(len(one.found) for one in readings),
        "failed": [str(one.error) for one in answers if one.error],
        "exact": all(
            one.original[event.evidence.start : event.evidence.end] == event.evidence.text
            for one in readings
            for event in one.events
        ),
    }


def run(options: Options) -> dict[str, Any]:
    """Measure in new processes: by one, and as the command reads."""
    count = 100 if options.quick else DOCUMENTS
    times = 1 if options.quick else 3
    alone = [in_child("events_read:read_all", count=count, jobs=1) for _ in range(times)]
    together = [in_child("events_read:read_all", count=count) for _ in range(times)]
    told = together[0].told
    assert told["exact"], "evidence that does not quote its document"
    assert not told["failed"], told["failed"]
    assert all(one.told["events"] == told["events"] for one in alone), "other events by another number of processes"
    slow = round(_thousand(alone, count), 2)
    return {
        "about": f"{count:,} documents ({told['documents']}), {told['characters']:,} characters, {told['sentences']:,} "
        f"sentences, {told['events']:,} events, as `tocsin read` reads them ({told['processes']} processes); the "
        "tables are read within the time.",
        "reading_by_processes": summary(together),
        "reading_in_one_process": summary(alone),
        "processes": told["processes"],
        "one_process_wall_s": slow,
        "notes": [
            f"In one process (`--jobs 1`) 1,000 documents take {slow:g} s. The memory is that of the largest one."
        ],
        **verdict(TARGETS, {"thousand_wall_s": round(_thousand(together, count), 2)}),
    }


def _thousand(costs: list[Cost], count: int) -> float:
    """Return the median time of 1,000 documents [s]."""
    return float(sorted(one.told["wall_s"] for one in costs)[len(costs) // 2] * DOCUMENTS / count)
