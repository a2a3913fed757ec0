"""What the scores say in plain words: every sentence is made from the numbers of the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tocsin.backtest.digits import score_of, share_of
from tocsin.publish.numbers import usd

Doc = Mapping[str, Any]

LAGS = {
    "one": "data one year old (standing for a source fresher than BACI)",
    "honest": "the data that were really out (BACI, two years old)",
}
_FEW = 0.25


def summary(document: Doc) -> list[str]:
    """Say what was found.

    Parameters
    ----------
    document : mapping
        Document of scores, without a summary.

    Returns
    -------
    list of str
        Sentences.
    """
    said: list[str] = []
    for setting in document["settings"]:
        said += _setting(setting)
    return said + list(_ceiling(document.get("extras", {}).get("ceiling", [])))


def name_of(setting: Doc) -> str:
    """Name a setting.

    Parameters
    ----------
    setting : mapping
        One setting of the document.

    Returns
    -------
    str
        Label and lag.
    """
    lag = {"one": "lag of one year", "honest": "honest lag"}.get(setting["lag"], setting["lag"])
    return f"{str(setting['label']).replace('_', ' ')}, {lag}"


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
    return f"{block['name']} {block['first']}-{block['last']}, {block['horizon']} months"


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
    """Say what was found at one label and lag."""
    blocks = [one for one in setting["blocks"] if one["horizon"] == 12]
    yield (
        f"Asked ({name_of(setting)}): {setting['rule']}; imports over {usd(setting['band'])}, "
        f"with {LAGS.get(setting['lag'], setting['lag'])}."
    )
    for block in blocks:
        yield f"{block['first']}-{block['last']}: {' '.join(_block(block))}"
    yield setting["plainly"]


def _block(block: Doc) -> Iterator[str]:
    """Say what was found in one block of years."""
    pooled = block["pooled"]
    if pooled["absent"]:
        yield f"No score ({pooled['absent']})."
        return
    volatility = next((one for one in pooled["rivals"] if one["rival"]["name"] == "volatility"), None)
    beside = ""
    if volatility and volatility["skill"] and not volatility["own_rows"]:
        beside = f", own volatility alone in {_pairs(volatility['skill'])}"
    yield (
        f"{pooled['rows']:,} imports, {share_of(pooled['prevalence'])} ran short. Of one that did and one that "
        f"did not, the forecast ranked the right one higher in {_pairs(pooled['model'])} of 100 pairs (chance 50"
        f"{beside})."
    )
    yield from _caught(pooled)
    yield _calibrated(pooled)
    yield _beaten(block)
    if pseudo(pooled):
        yield pseudo(pooled)


def _pairs(skill: Doc) -> str:
    """Write an AUROC as pairs of 100."""
    return f"{skill['auroc']['value'] * 100:.0f}"


def _caught(pooled: Doc) -> Iterator[str]:
    """Say what a desk with few alarms would have caught: the most alarms that leave three rows in four without one."""
    few = [one for one in pooled["model"]["alarms"] if one["raised"] <= _FEW * pooled["rows"]]
    one = few[-1] if few else pooled["model"]["alarms"][0]
    part = share_of(one["raised"] / pooled["rows"])
    yield (
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
    """Say which baselines were beaten."""
    must = [one for one in block["verdicts"] if one["must"]]
    won = [one["title"] for one in must if one["answer"] == "yes"]
    lost = [one["title"] for one in must if one["answer"] == "no"]
    unknown = [one["title"] for one in must if one["answer"] == "unknown"]
    parts = [
        f"{word}: {'; '.join(names)}"
        for word, names in (("beaten", won), ("not beaten", lost), ("could not be compared", unknown))
        if names
    ]
    return f"{'. '.join(part[:1].upper() + part[1:] for part in parts) or 'No baseline to beat'}."


def _ceiling(found: Sequence[Doc]) -> Iterator[str]:
    """Say how far two releases agree on the labels."""
    for one in found:
        if one["year"] == "all" and one["agreement"] is not None:
            yield (
                f"Noise ceiling ({str(one['label']).replace('_', ' ')}, {one['name']}): of the imports that either "
                f"release calls short, both do in {share_of(one['agreement'])}."
            )
