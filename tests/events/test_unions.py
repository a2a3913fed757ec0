"""Which union strikes, and whom it strikes against."""

from __future__ import annotations

import pytest

from tests.events.test_coder import of


@pytest.mark.parametrize(
    ("said", "actor", "target"),
    [
        ("Union No. 1 at BHP's copper mine in Chile began a walkout on Tuesday.", ("Union No. 1",), ("BHP",)),
        (
            "Workers at BHP's mine walked off the job after their union, Sindicato No. 1, rejected an offer.",
            ("Sindicato No. 1",),
            ("BHP",),
        ),
        (
            "Dockworkers in the United States went on strike, the International Longshoremen's Association said.",
            ("International Longshoremen's Association",),
            (),
        ),
        ("The United Auto Workers struck Stellantis in September.", ("United Auto Workers",), ("Stellantis",)),
        ("Workers in the European Union went on strike on Monday.", ("EUU",), ()),
        ("Workers at Ford went on strike on Monday.", ("Ford",), ()),
    ],
)
def test_a_union_strikes_against_the_firm(said: str, actor: tuple[str, ...], target: tuple[str, ...]) -> None:
    event = of(said, "strike")
    assert (event.actor, event.target) == (actor, target)
