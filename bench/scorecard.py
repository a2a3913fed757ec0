"""Makes the scorecard: settings replayed and scored, with ablations, placebo, left-out parts and the noise ceiling.

    python -m bench.scorecard [--quick]

Writes docs/scorecard.md with its figures, docs/episodes-told.md and bench/skill.json. ``--quick`` leaves the variants
out. What was predicted is kept in build/scorecard by version of what predicts, so that a run that was stopped goes on.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import polars as pl

from bench import skill_table
from tocsin.backtest import extras, variants
from tocsin.backtest.document import of_scores
from tocsin.backtest.replay import DEVELOPMENT, FINAL, Replay, predict, prepare
from tocsin.backtest.score import Scores, score
from tocsin.backtest.scorecard import write_scorecard
from tocsin.backtest.told import Told, tell
from tocsin.core.clock import fixed_clock
from tocsin.pipeline.forecast import Setting
from tocsin.pipeline.home import open_lake
from tocsin.pipeline.kept import maker

TODAY = date(2026, 11, 1)
#: A day on which only the older of the two bundled releases was out, and the year that the newer one then added.
OLDER, TRUE_STEP = date(2025, 3, 1), 2024
SETTINGS = (("tight", "one"), ("tight", "honest"), ("own_price", "one"), ("own_price", "honest"))
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Run everything on a fresh lake of the bundled tables."""
    began = time.time()
    quick = "--quick" in sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        lake = open_lake(Path(folder) / "lake", fixed_clock(TODAY), told=_tell)
        years = range(DEVELOPMENT[0], FINAL[1] + 1)
        replays: dict[tuple[str, str], Replay] = {}
        frames: dict[tuple[str, str], pl.DataFrame] = {}
        for label, lag in SETTINGS:
            _tell(f"[{time.time() - began:.0f} s] {label}, lag {lag}")
            replays[label, lag] = prepare(lake, TODAY, Setting(label, lag), years, told=_tell)
            made = replays[label, lag]
            frames[label, lag] = _kept(f"{label}-{lag}", partial(predict, made, TODAY, told=_tell))
        found: list[Scores] = [score(frame, label=label, lag=lag) for (label, lag), frame in frames.items()]
        _tell(f"[{time.time() - began:.0f} s] the one true step")
        true = prepare(lake, TODAY, Setting("tight", "one"), [TRUE_STEP], told=_tell)
        step = _kept("true-step", partial(predict, true, TODAY, told=_tell))
        found.append(score(step, label="tight", lag="one", years=(TRUE_STEP, TRUE_STEP)))
        more = {} if quick else dict(_extras(replays["tight", "one"], frames["tight", "one"], began))
    about = {
        "data": "the bundled tables: 74 codes of raw materials, 1995 to 2024, two releases of BACI",
        "made with": "make scorecard",
        "model version": maker(),
    }
    for path in write_scorecard(of_scores(found, extras=more, about=about), docs=ROOT / "docs", bench=ROOT / "bench"):
        print(path.relative_to(ROOT))
    skill_table.write()
    told = ROOT / "docs" / "episodes-told.md"
    told.write_text(_episodes(tell(frames["tight", "honest"])), encoding="utf-8")
    print(told.relative_to(ROOT))


def _extras(replay: Replay, full: pl.DataFrame, began: float) -> Iterator[tuple[str, object]]:
    """Yield what the scorecard shows beside the scores; at lag one, over the development years."""
    cut = Replay(
        replay.past, replay.setting, {year: one for year, one in replay.origins.items() if year <= DEVELOPMENT[1]}
    )
    makers = {
        "ablation": variants.ablations,
        "families": variants.families,
        "suppliers": variants.suppliers,
        "learning": variants.learning,
        "placebo": variants.placebo,
    }
    for kind, make in makers.items():
        _tell(f"[{time.time() - began:.0f} s] {kind}")
        folder = _folder() / kind
        if not (folder / "whole").exists():
            for name, frame in make(cut, TODAY, told=_tell):
                folder.mkdir(parents=True, exist_ok=True)
                frame.write_parquet(folder / f"{name}.parquet")
            (folder / "whole").touch()
        held = {path.stem: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}
        yield kind, extras.placebos(held, full=full) if kind == "placebo" else extras.compare(full, held, kind=kind)
    yield "ceiling", extras.agreement({"two bundled releases": variants.releases(replay, OLDER, TODAY)})


def _folder() -> Path:
    """Name the folder of what was predicted by all that predicts: the model, the replay, baselines and variants."""
    here = ROOT / "src" / "tocsin" / "backtest"
    texts = [(here / f"{name}.py").read_bytes() for name in ("baselines", "replay", "variants")]
    return ROOT / "build" / "scorecard" / f"{maker()}-{hashlib.sha256(b''.join(texts)).hexdigest()[:6]}"


def _kept(name: str, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
    path = _folder() / f"{name}.parquet"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        make().write_parquet(path)
    return pl.read_parquet(path)


def _episodes(found: tuple[Told, ...]) -> str:
    lines = [
        "<!-- made by make scorecard -->",
        "# Episodes told",
        "",
        "What was said of the goods of dated [episodes](explanation/episodes.md) on the days before the first public",
        "sign, from what was known then: the chance of `tight` in the year named, and the place among all imports of",
        "that importer. They are told one by one, near misses included. No rate is computed from them: they are few,",
        "and chosen afterwards.",
        "",
    ]
    for one in found:
        lines += [f"**{one.id}.** {one.text}", ""]
    return "\n".join(lines)


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
