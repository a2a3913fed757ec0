"""What the scores say in plain words: every sentence is made from the numbers of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tocsin.backtest.digits import score_of, share_of
from tocsin.backtest.rivals import VOLATILITY
from tocsin.backtest.verdict import HARDLY

Doc = Mapping[str, Any]

LAGS = {
    "one": "data one year old (standing for a source fresher than BACI)",
    "honest": "the data that were really out (BACI, two years old)",
}
_FEW = 0.25


def summary(document: Doc) -> list[str]:
    """Say what was found, in at most three sentences for each label and lag.

    Parameters
    ----------
    document : mapping
        Document of scores, without a summary.

    Returns
    -------
    list of str
        One text for each setting: what was asked, what the answer is worth, and what it does not beat.
    """
    return [" ".join(_setting(setting)) for setting in document["settings"]]


def hardly(document: Doc) -> tuple[str, ...]:
    """Say that data as old as they really were hardly warn, where the scores say so.

    Parameters
    ----------
    document : mapping
        Document of scores.

    Returns
    -------
    tuple of str
        The sentence, or nothing.
    """
    failed = any(one["lag"] == "honest" and one["warns"] == "no" for one in document["settings"])
    return (HARDLY,) if failed else ()


def name_of(setting: Doc) -> str:
    """Name a setting.

    Parameters
    ----------
    setting : mapping
        One setting of the document.

    Returns
    -------
    str
        Label and lag; the years too where they are not the usual ones.
    """
    lag = {"one": "lag of one year", "honest": "honest lag"}.get(setting["lag"], setting["lag"])
    asked = [f", {years_of(one)}" for one in setting["blocks"][:1] if one["name"] == "asked"]
    return f"{str(setting['label']).replace('_', ' ')}, {lag}{''.join(asked)}"


def years_of(block: Doc) -> str:
    """Write the years of a block.

    Parameters
    ----------
    block : mapping
        One block of a setting.

    Returns
    -------
    str
        ``"2010-2020"``, or the only one.
    """
    first, last = block["first"], block["last"]
    return str(first) if first == last else f"{first}-{last}"


def title_of(block: Doc) -> str:
    """Name a block of years.

    Parameters
    ----------
    block : mapping
        One block of a setting.

    Returns
    -------
    str
        Its name, years and horizon.
    """
    return f"{block['name']} {years_of(block)}, {block['horizon']} months"


def pseudo(measured: Doc) -> str:
    """Say on how much reconstructed data scores rest.

    Parameters
    ----------
    measured : mapping
        A measure of the document.

    Returns
    -------
    str
        A sentence; empty where nothing was reconstructed.
    """
    share = measured["reconstructed"]
    if not share:
        return ""
    part = "All rows rest" if share == 1 else f"{_nearly(share)} of rows rest"
    return f"Pseudo-real-time: {part} on a vintage reconstructed from a later release."


def _nearly(share: float) -> str:
    """Write a share that is not the whole, and never as if it were."""
    return "Over 99 %" if share >= 0.995 else share_of(share)


def _setting(setting: Doc) -> Iterator[str]:
    """Say what was asked, what the answer is worth in pairs and alarms, and what it does not beat."""
    name = name_of(setting)
    lag = LAGS.get(setting["lag"], setting["lag"])
    yield f"{name[:1].upper()}{name[1:]}: whether {setting['rule']}, with {lag}."
    scored = [one for one in setting["blocks"] if one["horizon"] == 12 and not one["pooled"]["absent"]]
    if scored:
        yield f"{_ranked(scored)}; {_alarmed(scored[-1])}."
    yield _unbeaten(setting)


def _ranked(scored: Sequence[Doc]) -> str:
    """Say how many of a hundred pairs were ranked right."""
    right = [_pairs(one["pooled"]["model"]) for one in scored]
    rivals = [skill for one in scored if (skill := _volatility(one["pooled"]))]
    said = _and([f"{count} in {years_of(one)}" for count, one in zip(right, scored, strict=True)])
    beside = f"own volatility {_and([_pairs(one) for one in rivals])}, " if len(rivals) == len(scored) else ""
    return f"Of 100 pairs (one ran short, one did not) it ranked right {said}, {beside}chance 50"


def _alarmed(block: Doc) -> str:
    """Say what the fewest alarms would have been worth."""
    pooled = block["pooled"]
    one = pooled["model"]["alarms"][0]
    budget, wrong = one["budget"], one["false_alarm_ratio"]
    return (
        f"{budget} alarms per importer and year caught {share_of(one['hit_rate'])} of the shortages of "
        f"{years_of(block)} (by lot {share_of(one['raised'] / pooled['rows'])}), and about {budget * wrong:.0f} of "
        f"{budget} were wrong"
    )


def _unbeaten(setting: Doc) -> str:
    """Say what the model does not beat, and what it could not be compared with."""
    answers: dict[str, dict[str, list[str]]] = {"no": {}, "unknown": {}}
    for block in setting["blocks"]:
        for one in block["verdicts"] if block["horizon"] == 12 else ():
            if one["answer"] in answers:
                answers[one["answer"]].setdefault(one["title"], []).append(years_of(block))
    lost: dict[str, list[str]] = {}
    for title, years in answers["no"].items():
        lost.setdefault(_and(years), []).append(title)
    if lost:
        first = f"{HARDLY[:-1]}: it" if setting["lag"] == "honest" and setting["warns"] == "no" else "It"
        said = f"{first} does not surely beat {'; '.join(f'{_or(names)} in {years}' for years, names in lost.items())}"
    else:
        said = "It beats all it could be compared with" if setting["warns"] == "yes" else setting["plainly"][:-1]
    silent = list(answers["unknown"])
    return f"{said}; not compared, for want of figures: {_and(silent)}." if silent else f"{said}."


def _and(names: Sequence[str], word: str = "and") -> str:
    """Join names by commas and a last word."""
    *most, last = names
    return f"{', '.join(most)} {word} {last}" if most else last


def _or(names: Sequence[str]) -> str:
    """Join names by commas and a last "or"."""
    return _and(names, "or")


def at_length(block: Doc) -> list[str]:
    """Say what was found in one block of years.

    Parameters
    ----------
    block : mapping
        One block of a setting.

    Returns
    -------
    list of str
        Sentences; the only one says why there are no scores, where there are none.
    """
    pooled = block["pooled"]
    if pooled["absent"]:
        return [f"{years_of(block)}: No score ({pooled['absent']})."]
    volatility = _volatility(pooled)
    beside = f", own volatility alone in {_pairs(volatility)}" if volatility else ""
    ranked = (
        f"{years_of(block)}: {pooled['rows']:,} imports, {share_of(pooled['prevalence'])} ran short. Of one that did "
        f"and one that did not, the forecast ranked the right one higher in {_pairs(pooled['model'])} of 100 pairs "
        f"(chance 50{beside})."
    )
    found = [ranked, _caught(pooled), _calibrated(pooled), _beaten(block), pseudo(pooled)]
    return [one for one in found if one]


def owed(extras: Doc) -> list[str]:
    """Say what placebo and noise ceiling tell.

    Parameters
    ----------
    extras : mapping
        Of the document.

    Returns
    -------
    list of str
        Sentences.
    """
    return [*_placebo(extras.get("placebo", [])), *_ceiling(extras.get("ceiling", []))]


def _volatility(pooled: Doc) -> Doc | None:
    """Return the skill of own volatility, where it speaks of the same rows."""
    found = next((one for one in pooled["rivals"] if one["rival"]["name"] == VOLATILITY), None)
    return found["skill"] if found and not found["own_rows"] else None


def _pairs(skill: Doc) -> str:
    """Write an AUROC as pairs of 100."""
    return f"{skill['auroc']['value'] * 100:.0f}"


def _caught(pooled: Doc) -> str:
    """Say what a desk with few alarms would have caught: the most alarms that leave three rows in four without one."""
    few = [one for one in pooled["model"]["alarms"] if one["raised"] <= _FEW * pooled["rows"]]
    one = few[-1] if few else pooled["model"]["alarms"][0]
    part = share_of(one["raised"] / pooled["rows"])
    return (
        f"With {one['budget']} alarms per importer and year ({part} of all imports) it would have caught "
        f"{share_of(one['hit_rate'])} of the shortages; {share_of(one['false_alarm_ratio'])} of its alarms would have "
        f"been wrong (drawn by lot: {share_of(1 - pooled['prevalence'])})."
    )


def _calibrated(pooled: Doc) -> str:
    """Say whether what was said came as often as said."""
    skill = pooled["model"]
    gain = skill["brier_skill"]["value"] if skill["brier_skill"] else None
    slope = skill["slope"]
    text = f"Squared error {share_of(abs(gain or 0.0))} {'below' if (gain or 0) >= 0 else 'above'} climatology's"
    if slope is None:
        return f"{text}; no calibration slope could be found."
    word = "about as bold as it should be" if 0.8 <= slope <= 1.2 else "too bold" if slope < 0.8 else "too timid"
    return f"{text}; what was said was {word} (calibration slope {score_of(slope, 2)})."


def _beaten(block: Doc) -> str:
    """Say which baselines were beaten, and why others could not be compared."""
    absent = {one["rival"]["name"]: one["absent"] or "too few events" for one in block["pooled"]["rivals"]}
    judged: dict[str, list[str]] = {"beaten": [], "not beaten": [], "could not be compared": []}
    for one in block["verdicts"]:
        if one["answer"] == "unknown":
            judged["could not be compared"].append(f"{one['title']} ({absent[one['rival']]})")
        elif one["must"] or one["answer"] == "no":
            judged["beaten" if one["answer"] == "yes" else "not beaten"].append(one["title"])
    parts = [f"{word[:1].upper()}{word[1:]}: {'; '.join(names)}" for word, names in judged.items() if names]
    return f"{'. '.join(parts) or 'No baseline to beat'}."


def _placebo(found: Sequence[Doc]) -> Iterator[str]:
    """Say whether a model that learned from shuffled labels knows anything within a product."""
    model = next((one for one in found if not one["shuffled"] and one["within"]), None)
    for one in found:
        if not one["shuffled"] or not one["within"]:
            continue
        low, high = one["within"]["auroc"]["ninety_five"]
        beside = f" (the model itself: {_inside(model)})" if model else ""
        judged = "chance" if one["at_chance"] else "not chance, which is 50"
        yield (
            f"Placebo ({one['name']}): of 100 pairs of one product it ranked {_inside(one)} right{beside}, 95 % "
            f"interval {low * 100:.0f} to {high * 100:.0f}: {judged}."
        )
        if one["reference"]:
            yield (
                f"Over all products the placebo reached AUROC {score_of(one['skill']['auroc']['value'], 2)}, and each "
                f"product's own past rate {score_of(one['reference']['auroc']['value'], 2)}: how often a product runs "
                "short survives the shuffle."
            )


def _inside(one: Doc) -> str:
    """Write an AUROC within products as pairs of 100."""
    return f"{one['within']['auroc']['value'] * 100:.0f}"


def _ceiling(found: Sequence[Doc]) -> Iterator[str]:
    """Say how far two releases agree on the labels."""
    for one in found:
        if one["year"] == "all" and one["agreement"] is not None:
            yield (
                f"Noise ceiling ({str(one['label']).replace('_', ' ')}, {one['name']}): of the imports that either "
                f"release calls short, both do in {share_of(one['agreement'])}."
            )
