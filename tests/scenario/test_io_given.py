"""Absurd arguments of the input-output engine: each is refused with what was found, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse

from tests.scenario.io_tables import drawn
from tocsin.core.errors import FormatError, TocsinError, UsageError
from tocsin.scenario import IoShock, leontief, run_io, technical_coefficients

NAN, INF = float("nan"), float("inf")
HALF = IoShock.capacity([0], 0.5)
RAGGED = [[1.0, 2.0], [3.0]]
TABLE = {"Z": drawn(2, 3, 1)[0], "Y": drawn(2, 3, 1)[1], "x": drawn(2, 3, 1)[2]}


def run(*, shocks: Any = (HALF,), **changed: Any) -> Any:
    given = TABLE | {"n_sectors": 3, "days": 20} | changed
    Z, Y, x = (given.pop(name) for name in "ZYx")
    return run_io(Z, Y, x, shocks, **given)


def refused(call: Callable[[], object]) -> TocsinError:
    with pytest.raises(TocsinError) as caught:
        call()
    assert isinstance(caught.value, UsageError | FormatError)
    assert caught.value.where
    assert caught.value.remedy
    return caught.value


@pytest.mark.parametrize("value", [20.0, 20.5, "20", None, True, NAN, INF, [20], 0, -3, 10**9])
def test_days_are_a_whole_number_within_reason(value: Any) -> None:
    told = refused(lambda: run(days=value))
    assert told.found.startswith("days ")
    assert told.where == "run_io"


@pytest.mark.parametrize("value", [3.0, 2.5, "3", None, True, NAN, -3, 0, 4, 10**30])
def test_sectors_are_a_whole_number_that_divides_the_nodes(value: Any) -> None:
    assert "sectors" in refused(lambda: run(n_sectors=value)).found


@pytest.mark.parametrize("value", [2.0, 1.5, NAN, True, "2", 0, -1])
def test_workers_are_a_whole_number(value: Any) -> None:
    assert refused(lambda: run(workers=value)).found.startswith("workers ")


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    plain, other = run(), run(days=np.int64(20), n_sectors=np.int16(3), workers=np.int8(1))
    assert (plain.production == other.production).all()


@pytest.mark.parametrize("name", ["psi", "tau_inv", "alpha_max", "tau_alpha", "bullwhip", "days_per_year"])
@pytest.mark.parametrize("value", [None, "a", NAN, -1.0, [1.0, 2.0], 1 + 1j, 0.0, {}])
def test_parameters_are_numbers_in_their_bounds(name: str, value: Any) -> None:
    told = refused(lambda: run(**{name: value}))
    assert told.found.startswith(f"{name} ")
    assert told.where == "run_io"


def test_a_year_is_not_endless() -> None:
    assert refused(lambda: run(days_per_year=INF)).found == "days_per_year inf"


@pytest.mark.parametrize("name", ["rationing", "orders", "keep", "balance"])
@pytest.mark.parametrize("value", [None, "x", 5, ["capacity"], {}, np.array(["total", "region"])])
def test_words_are_words_of_the_few(name: str, value: Any) -> None:
    told = refused(lambda: run(**{name: value}))
    assert told.found.startswith(name)
    assert "Take one of" in told.remedy


@pytest.mark.parametrize("name", ["inventory_days", "criticality"])
@pytest.mark.parametrize("value", ["a", ["a"], {}, 1 + 1j, RAGGED, [], np.full((3, 3), NAN), np.full((3, 3), "a")])
def test_arrays_of_parameters_are_numbers(name: str, value: Any) -> None:
    assert refused(lambda: run(**{name: value})).found.startswith(name)


@pytest.mark.parametrize("value", [NAN, 0.5, -1.0, 2.0])
def test_partners_are_true_or_false(value: float) -> None:
    told = refused(lambda: run(rationing="partners_first", partners=np.full((2, 2), value)))
    assert told.found.startswith("partners from")
    assert refused(lambda: run(rationing="partners_first", partners=np.full((2, 2), "yes"))).found.startswith(
        "partners"
    )


def test_no_shocks_may_be_none() -> None:
    none, empty = run(shocks=None), run(shocks=[])
    assert none.production.shape == (1, 20, 6)
    assert (none.production == empty.production).all()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (5, "shocks is not a sequence of IoShock: 5"),
        ("ban", "shocks is not"),
        ({}, "shocks is not"),
        (HALF, r"shocks is not .* IoShock\("),
        ([None], "scenario 0 is not .* None"),
        ([[None]], "scenario 0 is not .* None"),
        ([[HALF], HALF], "scenario 1 is not"),
        ([HALF, [HALF]], "scenario 0 is not"),
        ([{}], "scenario 0 is not"),
        (np.array([1.0]), "scenario 0 is not"),
    ],
)
def test_shocks_are_sequences_of_shocks(value: Any, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        run(shocks=value)


def test_scenarios_that_can_be_gone_through_only_once_are_run_all_the_same() -> None:
    plain = run()
    assert plain.lost_share().max() > 0.01
    for once in (iter([HALF]), [(one for one in [HALF])], (one for one in [[HALF]])):
        assert (run(shocks=once).production == plain.production).all()


# -------------------------------------------------------------------------------------------------------------- table
@pytest.mark.parametrize("name", ["Z", "Y", "x"])
@pytest.mark.parametrize(
    "value",
    [None, "a", {}, 5, RAGGED, np.full((6, 6), "a"), np.full((6, 6), 1j), np.zeros((6, 6, 6)), [["1"]], [10**400]],
)
def test_what_is_no_table_is_refused(name: str, value: Any) -> None:
    told = refused(lambda: run(**{name: value}))
    assert isinstance(told, FormatError)
    assert told.where == "the input-output table"


@pytest.mark.parametrize("name", ["Z", "Y", "x"])
@pytest.mark.parametrize("value", [NAN, INF, -INF, -1.0])
def test_a_wrong_value_is_named_with_its_place(name: str, value: float) -> None:
    wrong = TABLE[name].copy()
    wrong[(1,) * wrong.ndim] = value
    place = "(1,)" if name == "x" else "(1, 1)"
    assert place in refused(lambda: run(**{name: wrong})).found
    if name == "Z":
        assert place in refused(lambda: run(Z=scipy.sparse.csc_array(wrong))).found


def test_masked_values_are_not_taken_for_values() -> None:
    masked = np.ma.masked_less(TABLE["Z"], 0.1)
    assert "masked" in refused(lambda: run(Z=masked)).found


def test_complex_sparse_tables_are_refused() -> None:
    assert "complex128" in refused(lambda: run(Z=scipy.sparse.csr_array(TABLE["Z"]).astype(complex))).found


def test_output_as_a_matrix_of_regions_is_refused_and_as_a_column_is_not() -> None:
    assert "(2, 3)" in refused(lambda: run(x=TABLE["x"].reshape(2, 3))).found
    assert (run(x=TABLE["x"][:, None]).production == run().production).all()


@pytest.mark.parametrize("balance", ["refuse", "final_demand"])
def test_a_table_in_which_nothing_is_made_is_refused(balance: str) -> None:
    told = refused(lambda: run(Z=np.zeros((6, 6)), Y=np.zeros((6, 2)), x=np.zeros(6), balance=balance))
    assert told.found == "x is 0 at all 6 nodes"


@pytest.mark.parametrize(("scale", "says"), [(1e307, "more than a computer counts"), (1e-309, "too little to divide")])
def test_money_that_a_computer_cannot_count_is_refused(scale: float, says: str) -> None:
    assert says in refused(lambda: run(**{name: values * scale for name, values in TABLE.items()})).found


def test_a_sparse_table_with_entries_in_parts_is_added_up_and_left_as_it_was() -> None:
    Z = TABLE["Z"]
    rows, columns = np.nonzero(Z)
    twice = scipy.sparse.csr_array((np.tile(Z[rows, columns] / 2, 2), (np.tile(rows, 2), np.tile(columns, 2))))
    parts = scipy.sparse.csr_array(
        (np.repeat(Z.ravel() / 2, 2), np.repeat(np.tile(np.arange(6), 6), 2), np.arange(0, 73, 12)), shape=(6, 6)
    )
    held = parts.data.copy(), parts.indices.copy(), parts.indptr.copy()
    for one in (twice, parts):
        np.testing.assert_allclose(run(Z=one).production, run().production, rtol=1e-12)
    for before, after in zip(held, (parts.data, parts.indices, parts.indptr), strict=True):
        assert np.array_equal(before, after)


def test_paths_that_do_not_fit_in_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("tocsin.scenario.io_record.np.full", full)
    told = refused(lambda: run(days=100_000))
    assert "do not fit in memory" in told.found
    assert "keep='total'" in told.remedy


@pytest.mark.parametrize("call", [leontief, lambda A: technical_coefficients(A, [1.0, 1.0])])
@pytest.mark.parametrize("value", [None, "a", RAGGED, [[NAN, 0.0], [0.0, 0.0]], [[1j, 0], [0, 0]]])
def test_coefficients_are_numbers(call: Callable[[Any], object], value: Any) -> None:
    assert isinstance(refused(lambda: call(value)), FormatError)


def test_coefficients_of_negative_output_are_refused() -> None:
    assert refused(lambda: technical_coefficients([[1.0]], [-2.0])).found == "x is -2"


# ------------------------------------------------------------------------------------------------------------- shocks
SHOCK: Any = IoShock
ABSURD: dict[str, tuple[Callable[[], object], str]] = {
    "a node in part": (lambda: SHOCK.capacity([0.7], 0.5), "node 0.7"),
    "a node that is none": (lambda: SHOCK.capacity([NAN], 0.5), "node nan"),
    "an endless node": (lambda: SHOCK.capacity([INF], 0.5), "node inf"),
    "a node in quotes": (lambda: SHOCK.capacity(["0"], 0.5), "node '0'"),
    "nodes in quotes": (lambda: SHOCK.capacity("01", 0.5), "'01' in place of"),
    "no node": (lambda: SHOCK.capacity([], 0.5), "no node"),
    "None as nodes": (lambda: SHOCK.capacity(None, 0.5), "None in place of"),
    "a node alone": (lambda: SHOCK.capacity(5, 0.5), "5 in place of"),
    "nodes by name": (lambda: SHOCK.capacity({0: 1}, 0.5), "{0: 1} in place of"),
    "a mask": (lambda: SHOCK.capacity(np.array([True, False])), "node np.True_"),
    "a node within a node": (lambda: SHOCK.capacity([[0]], 0.5), "node [0]"),
    "a user in part": (lambda: SHOCK.link([0], [0.7]), "using node 0.7"),
    "a final region in part": (lambda: SHOCK.link([0], [], final_regions=[0.7]), "final region 0.7"),
    "a link to nobody": (lambda: SHOCK.link([0], []), "ends nowhere"),
    "a link from nobody": (lambda: SHOCK.link([], [0]), "no node"),
    "a sector in part": (lambda: SHOCK.shortfall(0.7, [0], [0.5]), "input sector 0.7"),
    "None as a sector": (lambda: SHOCK.shortfall(None, [0], [0.5]), "input sector None"),
    "a path of no day": (lambda: SHOCK.capacity([0], path=[]), "a path of no day"),
    "nothing missing on no day": (lambda: SHOCK.shortfall(0, [0], []), "a path of no day"),
    "None missing": (lambda: SHOCK.shortfall(0, [0], None), "missing None"),
    "a path in words": (lambda: SHOCK.capacity([0], path=["a"]), "path ['a']"),
    "a ragged path": (lambda: SHOCK.capacity([0, 1], path=RAGGED), "path [[1.0, 2.0], [3.0]]"),
    "a path and a first day": (lambda: SHOCK.capacity([0], path=[0.5], from_day=3), "from_day beside a path"),
    "a path for a node twice": (lambda: SHOCK.capacity([0, 0], path=[[0.1, 0.2]]), "a node named twice"),
    "a share in words": (lambda: SHOCK.capacity([0], "all"), "share 'all'"),
    "shares": (lambda: SHOCK.capacity([0, 1], np.array([0.1, 0.2])), "share array"),
    "a complex share": (lambda: SHOCK.capacity([0], 1j), "share 1j"),
    "None as a share": (lambda: SHOCK.capacity([0], None), "share None"),
    "an immense rise": (lambda: SHOCK.demand([0], 1e300), "a size from 1e+300"),
    "None as criticality": (
        lambda: SHOCK.shortfall(0, [0], [0.5], criticality=None),
        "criticality None",
    ),
    "two wrongs": (lambda: SHOCK.labour([0], -0.5, labour_share=-1), "absent -0.5"),
    "labour in words": (lambda: SHOCK.labour([0], "half"), "absent 'half'"),
    "an unknown key": (lambda: SHOCK.capacity([0], 0.5, form_day=3), "'form_day' is not known"),
    "a day in part": (lambda: SHOCK.capacity([0], 0.5, from_day=1.5), "from_day 1.5"),
    "a day that is none": (lambda: SHOCK.capacity([0], 0.5, from_day=NAN), "from_day nan"),
    "a day in quotes": (lambda: SHOCK.capacity([0], 0.5, from_day="3"), "from_day '3'"),
    "a day that is true": (lambda: SHOCK.capacity([0], 0.5, from_day=True), "from_day True"),
    "no first day": (lambda: SHOCK.capacity([0], 0.5, from_day=None), "from_day None"),
    "no duration": (lambda: SHOCK.capacity([0], 0.5, duration=0), "duration 0"),
    "a duration in part": (lambda: SHOCK.capacity([0], 0.5, duration=1.5), "duration 1.5"),
    "an endless duration": (lambda: SHOCK.capacity([0], 0.5, duration=INF), "duration inf"),
    "a duration that is none": (lambda: SHOCK.capacity([0], 0.5, duration=NAN), "duration nan"),
    "a recovery in words": (lambda: SHOCK.capacity([0], 0.5, recovery_days="ten"), "recovery_days 'ten'"),
    "a recovery that is none": (lambda: SHOCK.capacity([0], 0.5, recovery_days=NAN), "recovery_days nan"),
    "a course that is none": (lambda: SHOCK("capacity", (0,), course=None), "course None"),
    "a route of no sector": (lambda: SHOCK.transport([0], [1], n_sectors=0), "n_sectors 0"),
    "a route of sectors in part": (lambda: SHOCK.transport([0], [1], n_sectors=2.5), "n_sectors 2.5"),
    "a sector beyond": (lambda: SHOCK.transport([0], [1], n_sectors=3, sectors=[3]), "sector 3"),
    "a sector before": (lambda: SHOCK.transport([1], [0], n_sectors=3, sectors=[-1]), "sector -1"),
    "an origin before": (lambda: SHOCK.transport([-1], [0], n_sectors=3), "origin -1"),
}


@pytest.mark.parametrize("name", ABSURD)
def test_absurd_shocks_say_what_was_found(name: str) -> None:
    make, says = ABSURD[name]
    told = refused(make)
    assert says in told.found
    assert "shock" in told.where


def test_an_unknown_key_is_answered_with_the_nearest() -> None:
    assert "from_day" in refused(lambda: IoShock.capacity([0], 0.5, form_day=3)).remedy


def test_a_long_label_is_cut() -> None:
    assert len(str(refused(lambda: IoShock.capacity([0], 2.0, label="갈륨" * 5000)))) < 200


def test_whole_numbers_written_as_floats_are_nodes_and_days() -> None:
    one = run(shocks=[IoShock.capacity(np.array([0.0, 4.0]), 0.5, from_day=2.0, duration=np.float64(5))])
    other = run(shocks=[IoShock.capacity([0, 4], 0.5, from_day=2, duration=5)])
    assert (one.production == other.production).all()


def test_what_fades_from_its_first_day_may_last_no_day() -> None:
    fading = IoShock.capacity([0], 0.8, from_day=3, duration=0, recovery="linear", recovery_days=4)
    assert [fading.size(day) for day in range(2, 8)] == pytest.approx([0, 0.6, 0.4, 0.2, 0, 0])


@pytest.mark.parametrize("nodes", [[4, 0], (4, 0), np.array([4, 0]), dict.fromkeys([4, 0]).keys()])
def test_a_path_by_node_follows_the_order_in_which_nodes_were_named(nodes: Any) -> None:
    sizes = np.tile([0.1, 0.9], (20, 1))
    for kind in (IoShock.capacity, IoShock.demand):
        mixed = kind(nodes, 0.0, path=sizes)
        sorted_ = kind([0, 4], 0.0, path=sizes[:, ::-1])
        assert (run(shocks=[mixed]).production == run(shocks=[sorted_]).production).all()
    one, other = IoShock.shortfall(1, nodes, sizes), IoShock.shortfall(1, [0, 4], sizes[:, ::-1])
    assert (run(shocks=[one]).production == run(shocks=[other]).production).all()
    lost = 1 - run(shocks=[IoShock.capacity(nodes, path=sizes)]).production[0, 0] / run().base
    assert lost[4] == pytest.approx(0.1, abs=1e-3)
    assert lost[0] == pytest.approx(0.9, abs=1e-3)


# ------------------------------------------------------------------------------------------------------------- engine
def test_a_single_scenario_that_a_guard_stops_is_given_back_with_its_reason() -> None:
    stop = [IoShock.capacity([0, 3], 1.0, from_day=1, duration=10)]
    for keep in ("production", "region", "sector", "total"):
        found = run(shocks=stop, tau_inv=1, bullwhip=1.5, keep=keep)
        (guard,) = found.guards
        assert np.isnan(found.production[0, guard.day :]).all()
        assert np.isfinite(found.production[0, : guard.day]).all()


@pytest.mark.parametrize("rule", ["proportional", "final_first", "partners_first", "largest_first"])
@pytest.mark.parametrize("tight", [{"inventory_days": 1}, {"psi": 1, "inventory_days": 3}, {"psi": 1, "tau_inv": 1}])
def test_stocks_without_any_slack_do_not_bind_by_rounding(rule: str, tight: dict[str, Any]) -> None:
    for seed in range(2):
        Z, Y, x = drawn(3, 4, seed, filled=0.7)
        partners = {"partners": np.tri(3)} if rule == "partners_first" else {}
        found = run_io(Z, Y, x, [], n_sectors=4, days=150, rationing=rule, **partners, **tight)  # type: ignore[arg-type]
        assert np.abs(found.production / found.base - 1).max() < 1e-12


def test_stocks_without_any_slack_bind_at_once_when_deliveries_fall() -> None:
    found = run(shocks=[IoShock.capacity([2], 0.5)], inventory_days=1, orders="fixed")
    assert found.bound[0, 1] > 0
    assert found.binding[0, 1] == 2
    assert found.guards == ()


def test_stocks_hold_production_on_the_first_day_as_on_any_other() -> None:
    surge = [IoShock.demand(range(6), 9.0)]
    found = run(shocks=surge, alpha_max=10, tau_alpha=1, inventory_days=3)
    assert found.guards == ()
    assert found.production[0, 0] / found.base == pytest.approx(np.full(6, 3 / (0.8 * 3)))
