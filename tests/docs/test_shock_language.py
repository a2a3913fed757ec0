"""The page on the shock language: each of its files is read and runs; the schema beside it is current."""

import json

import numpy as np
import pytest

from tests.docs.blocks import DOCS, titled
from tocsin.core.errors import FormatError
from tocsin.pipeline.markets import markets
from tocsin.scenario.draws import draw
from tocsin.scenario.language import read_scenario
from tocsin.scenario.routes import portions
from tocsin.scenario.run import follow
from tocsin.scenario.schema import json_schema
from tocsin.scenario.shock import KINDS

PAGE = DOCS / "how-to" / "shock-language.md"
FILES = titled(PAGE)
RUNNING = [name for name, text in FILES.items() if "table]" in text]


def test_every_kind_has_a_file_of_its_own() -> None:
    assert {f"{kind}.toml" for kind in KINDS} <= set(FILES)
    for kind in KINDS:
        assert kind in {one.kind for one in read_scenario(FILES[f"{kind}.toml"]).shocks}


def test_the_smallest_file_needs_no_table() -> None:
    scenario = read_scenario(FILES["smallest.toml"])

    assert [(good.id, good.hs6) for good in scenario.goods] == [("gallium", ("811292",))]


@pytest.mark.parametrize("name", RUNNING)
def test_a_file_of_the_page_runs(name: str) -> None:
    scenario = read_scenario(FILES[name])
    traded = markets(None, scenario)

    followed = follow(scenario, traded, draw(scenario, 20, 1), portions(scenario, traded))

    assert scenario.synthetic, "made-up figures must say so"
    assert followed.mass_error < 1e-9
    assert any(np.any(path.unmet > 0) or np.any(path.drawn > 0) for path in followed.paths.values())


def test_the_published_schema_is_current() -> None:
    written = json.loads((DOCS / "scenarios" / "schema.json").read_text(encoding="utf-8"))

    assert written == json_schema()


def test_the_error_on_the_page_is_what_a_reader_gets() -> None:
    text = FILES["smallest.toml"].replace("targets", "target")
    with pytest.raises(FormatError) as caught:
        read_scenario(text, name="mine.toml")
    assert str(caught.value) in PAGE.read_text(encoding="utf-8")
