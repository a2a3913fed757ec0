"""Tables of the scorecard: scores by block, the model beside its baselines, lists, alarms, years, parts, effects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tocsin.backtest.digits import count_of, score_of, share_of, signed, span
from tocsin.backtest.glance import ANSWERS
from tocsin.backtest.grid import Table
from tocsin.backtest.rivals import VOLATILITY
from tocsin.backtest.summary import name_of, title_of

Doc = Mapping[str, Any]

_MARKS = {"auroc": "AUROC", "auprc": "AUPRC", "brier_skill": "Brier skill", "slope": "calibration slope"}


def by_year(setting: Doc) -> dict[str, Doc]:
    """Return the measures by year of all blocks of horizon 12."""
    return {year: one for block in setting["blocks"] if block["horizon"] == 12 for year, one in block["years"].items()}


def estimate(one: Doc | None, *, sign: bool = False) -> str:
    """Write a score of the document with its interval.

    Parameters
    ----------
    one : mapping or None
        Estimate.
    sign : bool
        Whether it is a difference.

    Returns
    -------
    str
        Value and 95 % interval.
    """
    if one is None:
        return score_of(None)
    value = signed(one["value"]) if sign else score_of(one["value"])
    return f"{value} ({span(one['ninety_five'], sign=sign)})"


def skill_table(setting: Doc) -> Table:
    """Lay out the model's scores by block.

    Parameters
    ----------
    setting : mapping
        One setting of the document.

    Returns
    -------
    Table
        A row per block.
    """
    rows = []
    for block in setting["blocks"]:
        pooled = block["pooled"]
        rows.append((title_of(block), *_scored(pooled)))
    title = f"How good: {name_of(setting)}"
    return Table(title, ("block", "imports", "events", "AUROC", "AUPRC", "Brier skill", "slope"), tuple(rows))


def _scored(one: Doc, *, brief: bool = False) -> tuple[str, ...]:
    """Write counts and scores of one measure; what is absent is said."""
    counts = count_of(one["rows"]), share_of(one["prevalence"])
    skill = one["model"]
    if not skill:
        return (*counts, one["absent"], "", "", "")
    ranked = (estimate(skill["auroc"]), estimate(skill["auprc"]))
    gain = skill["brier_skill"]
    squared = score_of(gain["value"] if gain else None) if brief else estimate(gain)
    return (*counts, *ranked, squared, score_of(skill["slope"], 2))


def rivals_table(block: Doc) -> Table:
    """Set the model beside the baselines that rank.

    Parameters
    ----------
    block : mapping
        One block of the document.

    Returns
    -------
    Table
        A row per baseline.
    """
    pooled = block["pooled"]
    answers = {one["rival"]: one for one in block["verdicts"]}
    rows = []
    for one in pooled["rivals"]:
        if one["rival"]["kind"] == "list":
            continue
        title = one["rival"]["title"] + (f" ({one['rows']:,} rows)" if one["own_rows"] else "")
        skill, less = one["skill"], one["differences"]
        scores = [score_of(skill[name]["value"] if skill and skill[name] else None) for name in ("auroc", "auprc")]
        gains = [estimate(less.get(name), sign=True) for name in ("auroc", "auprc")]
        rows.append((title, *scores, *gains, ANSWERS[answers[one["rival"]["name"]]["answer"]]))
    headings = ("baseline", "AUROC", "AUPRC", "model's AUROC less its", "model's AUPRC less its", "beaten")
    return Table(f"Beside baselines: {title_of(block)}", headings, tuple(rows))


def lists_table(block: Doc) -> Table:
    """Set the model beside lists, at as many alarms in each importer and year.

    Parameters
    ----------
    block : mapping
        One block of the document.

    Returns
    -------
    Table
        A row per list, then alarms everywhere and nowhere.
    """
    pooled = block["pooled"]
    answers = {one["rival"]: one for one in block["verdicts"]}
    rows = []
    for one in pooled["rivals"]:
        if one["rival"]["kind"] != "list":
            continue
        title = one["rival"]["title"] + (f" ({one['rows']:,} rows)" if one["own_rows"] else "")
        theirs, ours = one["listed"], one["model_listed"]
        if not theirs:
            rows.append((title, "", "", "", one["absent"], "", ANSWERS["unknown"]))
            continue
        caught = (share_of(theirs["hit_rate"]), share_of(ours["hit_rate"]))
        gain = estimate(one["differences"].get("hit_rate"), sign=True)
        false = f"{share_of(theirs['false_alarm_ratio'])} / {share_of(ours['false_alarm_ratio'])}"
        answer = ANSWERS[answers[one["rival"]["name"]]["answer"]]
        rows.append((title, count_of(theirs["raised"]), *caught, gain, false, answer))
    if rows:
        wrong = 1 - pooled["prevalence"]
        rows.append(("alarms everywhere", count_of(pooled["rows"]), "100 %", "100 %", "", share_of(wrong), ""))
        rows.append(("no alarm", "0", "0 %", "0 %", "", "", ""))
    headings = ("list", "alarms", "hit rate", "model's", "model's less the list's", "false (list / model)", "beaten")
    return Table(f"Beside lists, with as many alarms: {title_of(block)}", headings, tuple(rows))


def alarms_table(pooled: Doc) -> Table:
    """Lay out what 5, 20 and 50 alarms per importer and year would have caught.

    Parameters
    ----------
    pooled : mapping
        A measure of the document.

    Returns
    -------
    Table
        A row per budget and forecast.
    """
    forecasts = [("the model", pooled["model"])]
    rivals = [one for one in pooled["rivals"] if one["rival"]["name"] == VOLATILITY and not one["own_rows"]]
    forecasts += [(one["rival"]["title"], one["skill"]) for one in rivals]
    rows = []
    for place, budget in enumerate(one["budget"] for one in pooled["model"]["alarms"]):
        for title, skill in forecasts:
            one = skill["alarms"][place]
            shares = share_of(one["hit_rate"]), share_of(one["false_alarm_ratio"])
            rows.append((title, str(budget), count_of(one["raised"]), count_of(one["hits"]), *shares))
    headings = ("forecast", "alarms each", "raised", "right", "hit rate", "false-alarm ratio")
    return Table("Alarms per importer and year", headings, tuple(rows))


def marks_table(found: Sequence[Doc]) -> Table:
    """Set scores beside the marks that were set for this model."""
    rows = []
    for one in found:
        low, high = one["wanted"]
        wanted = f"at least {low:g}" if high is None else f"{low:g} to {high:g}"
        rows.append((_MARKS[one["name"]], wanted, score_of(one["found"]), "yes" if one["met"] else "no"))
    return Table("Marks", ("score", "mark", "found", "reached"), tuple(rows))


def years_table(setting: Doc) -> Table:
    """Lay out scores by year."""
    rows = [(year, *_scored(one, brief=True), _against(one)) for year, one in by_year(setting).items()]
    return Table(f"By target year: {name_of(setting)}", _PART_HEADINGS, tuple(rows), _PART_NOTE)


def parts_table(block: Doc) -> Table:
    """Lay out scores by value band and importer."""
    bands = [(f"USD {name.replace('-', ' to ')}", one) for name, one in block["bands"].items()]
    rows = [(name, *_scored(one, brief=True), _against(one)) for name, one in [*bands, *block["importers"].items()]]
    return Table(f"By value band and importer: {title_of(block)}", _PART_HEADINGS, tuple(rows), _PART_NOTE)


_PART_HEADINGS = ("part", "imports", "events", "AUROC", "AUPRC", "Brier skill", "slope", "AUROC gained")
_PART_NOTE = "Gained: the model's AUROC less own volatility's, 95 % interval."


def _against(one: Doc) -> str:
    """Write the difference against the volatility logit."""
    rival = next((found for found in one["rivals"] if found["rival"]["name"] == VOLATILITY), None)
    return estimate(rival["differences"].get("auroc"), sign=True) if rival else score_of(None)


def reliability_table(pooled: Doc) -> Table:
    """Lay out what came beside what was said."""
    rows = [
        (
            f"{share_of(one['low'])} to {share_of(one['high'])}",
            count_of(one["count"]),
            count_of(one["events"]),
            share_of(one["said"]),
            share_of(one["came"]),
            " to ".join(share_of(end) for end in one["band"]),
        )
        for one in pooled["reliability"]
    ]
    headings = ("probability said", "cases", "came true", "mean said", "share true", "if right, nine in ten within")
    return Table("Reliability", headings, tuple(rows))


def effects_table(block: Doc) -> Table:
    """Lay out what the handling of odd rows does to the rate."""
    rows = []
    for one in block["effects"]:
        between = f"{share_of(one['low'])} to {share_of(one['high'])}" if one["low"] is not None else ""
        change = "" if one["change"] is None else f"{signed(one['change'] * 100, 2)} points"
        rate = one["absent"] or share_of(one["rate"])
        rows.append((one["title"], count_of(one["rows"]), rate, change, between, score_of(one["auroc"])))
    headings = ("handling", "rows concerned", "rate", "change", "rate at the extremes", "AUROC")
    note = "A void row's rate is what the model said of it; the extremes are none of them, and all, coming true."
    return Table(f"What odd rows do to the rate: {title_of(block)}", headings, tuple(rows), note)


def usefulness_table(pooled: Doc) -> Table:
    """Lay out the usefulness curve."""
    before = {one["preference"]: one for one in pooled["before"]}
    rows = [
        (
            f"{one['preference']:g}",
            "never alarm" if one["threshold"] is None else score_of(one["threshold"]),
            share_of(one["relative"]),
            share_of(one["missed"]),
            share_of(one["false"]),
            share_of(before[one["preference"]]["relative"]) if one["preference"] in before else "",
        )
        for one in pooled["model"]["usefulness"]
    ]
    headings = ("weight of a miss", "best threshold", "usefulness", "missed", "false", "with earlier threshold")
    return Table("Usefulness (Sarlin)", headings, tuple(rows))
