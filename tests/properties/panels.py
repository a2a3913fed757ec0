"""Random trade among a few countries, some of them in the European Union."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from tests.indicators.given import PRODUCT, Flow, Given

COUNTRIES = ("AUS", "CHN", "DEU", "FRA", "GBR", "JPN", "KOR", "USA")
DIMENSIONS = (
    "voice_accountability",
    "political_stability",
    "government_effectiveness",
    "regulatory_quality",
    "rule_of_law",
    "control_of_corruption",
)
#: Sums of these and of their squares are exact.
WHOLE = st.integers(0, 1_000_000).map(float)
#: Nothing, or from a tenth of a cent to a country's oil.
REAL = st.just(0.0) | st.floats(1e-3, 1e11)


def panels(
    numbers: st.SearchStrategy[float] = WHOLE, periods: Sequence[str] = ("2020",), most: int = 24
) -> st.SearchStrategy[list[Flow]]:
    """Draw flows of one product: each reporter, partner and period at most once, no country with itself."""
    flows = st.builds(
        Flow,
        st.sampled_from(periods),
        st.sampled_from(COUNTRIES),
        st.sampled_from((*COUNTRIES, "_X")),
        numbers,
        st.none() | numbers,
    )
    traded = flows.filter(lambda flow: flow.reporter != flow.partner)
    listed = st.lists(
        traded, min_size=1, max_size=most, unique_by=lambda flow: (flow.period, flow.reporter, flow.partner)
    )
    return listed.map(lambda rows: [replace(flow, unspecified=flow.partner == "_X") for flow in rows])


def surroundings() -> st.SearchStrategy[Given]:
    """Draw production, governance and codes for panels of 2018 to 2020; flows are to be filled in."""
    cells = st.tuples(st.sampled_from(COUNTRIES), st.sampled_from(DIMENSIONS), st.sampled_from((2017, 2018, 2020)))
    scores = st.dictionaries(cells, st.floats(-3.5, 3), max_size=40)
    makers = st.tuples(st.sampled_from(COUNTRIES), st.just("graphite"), st.sampled_from((2018, 2019, 2020)))
    made = st.dictionaries(makers, st.floats(1e-3, 1e12), max_size=10)
    return st.builds(
        lambda score, weight: Given(
            flows=(),
            production=[(*key, value) for key, value in weight.items()],
            scores=[(*key, value) for key, value in score.items()],
            commodities=[("graphite", PRODUCT, True)],
        ),
        scores,
        made,
    )
