"""What the model says of one import: how likely, how sure, why, and what happened in like cases."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Contribution:
    """What one channel adds to the log odds; those of all channels and the base add up to the log odds said.

    Parameters
    ----------
    channel, title : str
        Its id, and what an official calls it.
    present : bool
        Whether the lake holds what it needs for this import.
    log_odds : float
        What it adds to the log odds of the first horizon [nat].
    text : str
        Its strongest feature in words: ``"import weight of the last year against its three-year mean: -35 %"``.
    """

    channel: str
    title: str
    present: bool
    log_odds: float
    text: str


@dataclass(frozen=True)
class Precedent:
    """A past import that looked alike, and what came of it.

    Parameters
    ----------
    reporter, product : str
        Importer (ISO3 or ``"EU"``) and code.
    period : str
        Last year known at the time.
    target : str
        Year that came into question.
    happened : bool
        Whether the shortage came.
    """

    reporter: str
    product: str
    period: str
    target: str
    happened: bool


@dataclass(frozen=True)
class Relief:
    """What would have to be true for the probability to fall below a threshold.

    Parameters
    ----------
    threshold : float
        The threshold: the usual rate of the label, in [0, 1].
    feature, text : str
        The one number that would have to change, and in words.
    now, needed : float or None
        Its value, and the value that would do; None where no single change of it does.
    """

    threshold: float
    feature: str
    text: str
    now: float | None
    needed: float | None


@dataclass(frozen=True)
class Outlook:
    """Forecast of one import.

    Parameters
    ----------
    basis, nomenclature, reporter, product, period : str
        Source, code list, importer, code, and last known year.
    label : str
        What is forecast: ``"tight"``.
    targets : dict of str to str
        Calendar years by horizon: ``{"12": "2026", "24": "2026-2027"}``.
    probability : dict of str to float
        By horizon in months; that of 24 is cumulative.
    interval : dict of str to tuple of float
        90 % interval by horizon.
    rate : float
        How often the label came true among all imports the model learned from, first horizon.
    base : float
        Log odds that all contributions are added to [nat].
    channels : tuple of Contribution
        Strongest first.
    precedents : tuple of Precedent
        Nearest first.
    relief : Relief or None
        None where the probability is below the threshold already.
    """

    basis: str
    nomenclature: str
    reporter: str
    product: str
    period: str
    label: str
    targets: dict[str, str]
    probability: dict[str, float]
    interval: dict[str, tuple[float, float]]
    rate: float
    base: float
    channels: tuple[Contribution, ...] = field(default=())
    precedents: tuple[Precedent, ...] = field(default=())
    relief: Relief | None = None
