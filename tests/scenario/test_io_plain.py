"""The factorised engine beside its equations written out with a matrix of orders."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import scipy.sparse

from tests.scenario.io_plain import Plain, plain_path
from tests.scenario.io_tables import Array, drawn
from tocsin.scenario.io import run_io
from tocsin.scenario.io_shock import IoShock


def shocks(seed: int, n: int, sectors: int, links: int) -> list[IoShock]:
    chance = np.random.default_rng(seed)
    return [
        IoShock.capacity(
            chance.choice(n, 2), chance.random(), from_day=3, duration=20, recovery="exponential", recovery_days=9
        ),
        *(
            IoShock.link(
                chance.choice(n, 4),
                chance.choice(n, 5),
                chance.random(),
                final_regions=[k % 2],
                from_day=2 + k,
                duration=20,
            )
            for k in range(links)
        ),
        IoShock.shortfall(int(chance.integers(sectors)), chance.choice(n, 2), chance.random(15), product_share=0.3),
        IoShock.demand(chance.choice(n, 2), 0.2, from_day=12, duration=10),
    ]


def plain(tables: tuple[Array, Array, Array], here: list[IoShock], orders: str) -> Plain:
    Z, Y, x = (one / 365 for one in tables)
    return Plain(Z, Y, x, here, 4, orders)


@pytest.mark.parametrize("links", [0, 1, 2, 4])
@pytest.mark.parametrize("orders", ["fixed", "capacity"])
def test_random_scenarios_give_the_plain_path(orders: Any, links: int) -> None:
    for seed in range(3):
        tables = drawn(3, 4, seed + 10, filled=0.8)
        here = shocks(seed, 12, 4, links)
        made, unmet = plain_path(plain(tables, here, orders), days=60, cover=15)
        found = run_io(*tables, here, n_sectors=4, days=60, inventory_days=15, orders=orders)
        np.testing.assert_allclose(found.production[0], made, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(found.unmet[0], unmet, rtol=1e-9, atol=1e-12)


def test_final_users_first_gives_the_plain_path() -> None:
    tables = drawn(3, 4, 20)
    here = shocks(4, 12, 4, 2)
    made, unmet = plain_path(plain(tables, here, "capacity"), days=60, cover=15, final_first=True)
    found = run_io(*tables, here, n_sectors=4, days=60, inventory_days=15, rationing="final_first")
    np.testing.assert_allclose(found.production[0], made, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.unmet[0], unmet, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("form", [np.asarray, scipy.sparse.csr_array], ids=["dense", "sparse"])
@pytest.mark.parametrize("rule", ["proportional", "partners_first", "largest_first"])
def test_scenarios_with_none_to_four_links_in_one_batch_are_what_they_are_alone(rule: str, form: Any) -> None:
    Z, Y, x = drawn(3, 4, 30, filled=0.8)
    batch = [shocks(seed, 12, 4, links) for seed, links in enumerate((2, 0, 1, 4, 3, 1))]
    settings: dict[str, Any] = {"n_sectors": 4, "days": 40, "inventory_days": 15, "rationing": rule}
    if rule == "partners_first":
        settings["partners"] = np.eye(3)
    together = run_io(form(Z), Y, x, batch, **settings)
    for number, here in enumerate(batch):
        alone = run_io(Z, Y, x, here, **settings)
        np.testing.assert_allclose(together.production[number], alone.production[0], rtol=1e-10, atol=1e-13)
