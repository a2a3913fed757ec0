"""What every test stands on: a home of its own, examples that repeat in CI, the real data where a checkout has them."""

from __future__ import annotations

import os
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


# `make test` is Python only: the browser's tests are looked at where `make test-services` has set a browser up.
collect_ignore = [] if find_spec("playwright") else ["browser"]


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test an empty home and an empty lake, so that none meets what a person or another test has left."""
    home = tmp_path / "home"
    home.mkdir()
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    monkeypatch.setenv("TOCSIN_LAKE", str(tmp_path / "lake"))
    return home


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Find the real data that developers share beside the checkout; a checkout without them skips what needs them."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    folder = Path(os.environ.get("TOCSIN_SHARED_DATA", beside))
    if not folder.is_dir():
        pytest.skip(
            "needs the shared data: no folder ../shared/data beside the checkout, none named by TOCSIN_SHARED_DATA"
        )
    return folder


TODAY = date(2026, 11, 24)


@pytest.fixture(scope="session")
def bundled_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the bundled tables once for all tests of this run, forecasts included; to be read, not written."""
    from tocsin.core.clock import fixed_clock
    from tocsin.pipeline.desk import Desk
    from tocsin.pipeline.forecast import forecasts
    from tocsin.pipeline.home import open_lake

    base = tmp_path_factory.getbasetemp()
    root = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "bundled-lake"
    with FileLock(root.with_suffix(".lock")):
        desk = Desk(open_lake(root, fixed_clock(TODAY)), TODAY)
        forecasts(desk.lake, desk.view)
        desk.connection.close()
    return root


@pytest.fixture(scope="session")
def small_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load two vintages of a few real figures, for tests of the past; what is made of them is kept in it."""
    from tests.pipeline.small_lake import make_lake, two_vintages

    root = tmp_path_factory.mktemp("small") / "lake"
    make_lake(root, two_vintages())
    return root
