"""The control register: reading and checking all of it, and a thousand questions of law."""

from __future__ import annotations

import random
import time
from datetime import date, timedelta
from typing import Any

from bench.measure import in_child, summary
from bench.report import Options, Target, verdict

TARGETS = {
    "register_wall_s": Target(2.0, "s on the clock to read and check the whole register in a new process, at most"),
    "questions_s": Target(1.0, "s on the clock for 1,000 questions of law, the register read, at most"),
}
QUESTIONS = 1000
PARTIES = ("CHN", "USA", "JPN", "KOR", "NLD", "IND", "IDN", "RUS")
PLACES = ("KOR", "JPN", "USA", "CHN", "DEU", "TWN", "RUS")
FIRST, SPAN = date(2006, 1, 1), 7600


def ask(seed: int) -> dict[str, Any]:
    """Read the register, then answer random questions on any product of the book."""
    from tocsin.policy.law import Question, law
    from tocsin.policy.register import register
    from tocsin.ref.products import products

    held = register()
    book = sorted(products())
    drawn = random.Random(seed)
    asked = [
        Question(
            drawn.choice(PARTIES),
            drawn.choice(PLACES),
            FIRST + timedelta(drawn.randrange(SPAN)),
            drawn.choice(book),
        )
        for _ in range(QUESTIONS)
    ]
    start = time.perf_counter()
    answers = [law(held, one) for one in asked]
    took = time.perf_counter() - start
    return {
        "entries": len(held.entries),
        "questions_s": took,
        "restricted": sum(one.status not in {"free", "uncertain"} for one in answers),
    }


def read() -> dict[str, Any]:
    """Read and check the register."""
    from tocsin.policy.register import register

    return {"entries": len(register().entries)}


def run(options: Options) -> dict[str, Any]:
    """Measure both in new processes."""
    repetitions = 1 if options.quick else 5
    reading = [in_child("policy:read") for _ in range(repetitions)]
    asking = [in_child("policy:ask", seed=seed) for seed in range(repetitions)]
    read_cost = summary(reading)
    seconds = sorted(one.told["questions_s"] for one in asking)[repetitions // 2]
    return {
        "about": f"The register that ships ({reading[0].told['entries']} entries) and {QUESTIONS:,} random "
        "questions of law on any product of the book; the median of the runs.",
        "register": read_cost,
        "questions_s": seconds,
        "restricted": asking[0].told["restricted"],
        **verdict(TARGETS, {"register_wall_s": read_cost["wall_s"]["median"], "questions_s": seconds}),
    }
