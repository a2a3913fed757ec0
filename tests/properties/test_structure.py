"""What must hold of concentration, replaceability and exposure whatever is traded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.given import Flow, Given, by_reporter
from tests.properties.panels import COUNTRIES, REAL, WHOLE, panels

FEW = settings(max_examples=30)
OTHER = "250490"


@FEW
@given(panels(REAL))
def test_concentration_lies_between_one_over_n_and_one(flows: list[Flow]) -> None:
    found = by_reporter(Given(flows).of("import_hhi"))
    bought = {flow.reporter: 0 for flow in flows if flow.value > 0}
    for flow in flows:
        if flow.value > 0:
            bought[flow.reporter] += 1
    assert set(found) - {"EU"} == set(bought)
    for reporter, suppliers in bought.items():
        assert 1 / suppliers - 1e-12 <= found[reporter] <= 1 + 1e-12


@FEW
@given(panels(WHOLE), st.randoms(use_true_random=False), st.sampled_from((0.125, 2.0, 3.0, 1000.0)))
def test_order_of_rows_and_scale_change_no_share(flows: list[Flow], chance: object, scale: float) -> None:
    scaled = [
        replace(flow, product=OTHER, value=flow.value * scale, weight=flow.weight and flow.weight * scale)
        for flow in flows
    ]
    chance.shuffle(scaled)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    found = Given([*flows, *scaled]).values("import_hhi", "top_share", "replaceability", "exposure", "world_export_hhi")
    for name, values in found.items():
        factor = scale if name in {"exposure", "import_value"} else 1.0
        before = {reporter: value * factor for reporter, value in by_reporter(values).items()}
        assert by_reporter(values, product=OTHER) == pytest.approx(before, rel=1e-12, abs=1e-15), name


@FEW
@given(st.integers(1, 7), st.floats(1e-3, 1e11))
def test_one_more_equal_supplier_never_raises_concentration(suppliers: int, value: float) -> None:
    partners = [country for country in COUNTRIES if country != "KOR"] + ["_X"]
    before = [Flow("2020", "KOR", partner, value) for partner in partners[:suppliers]]
    after = [Flow("2020", "KOR", partner, value, product=OTHER) for partner in partners[: suppliers + 1]]
    found = Given([*before, *after]).values("import_hhi", "world_export_hhi", "top_share", "cdi1")
    for values in found.values():
        for reporter, old in by_reporter(values).items():
            new = by_reporter(values, product=OTHER)[reporter]
            assert new < old
            assert (old, new) == pytest.approx((1 / suppliers, 1 / (suppliers + 1)))


@FEW
@given(panels(WHOLE), st.sampled_from((*COUNTRIES, "CHL")), WHOLE, st.none() | WHOLE)
def test_what_anybody_sells_to_a_newcomer_never_lowers_replaceability(
    flows: list[Flow], seller: str, value: float, weight: float | None
) -> None:
    after = [replace(flow, product=OTHER) for flow in [*flows, Flow("2020", "NZL", seller, value, weight)]]
    found = Given([*flows, *after]).of("replaceability")
    old, new = by_reporter(found), by_reporter(found, product=OTHER)
    assert {reporter: new[reporter] for reporter in old if new[reporter] < old[reporter]} == {}
