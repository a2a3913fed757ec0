"""Absurd files: each is refused with what was found, file, line and remedy."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.scenario.test_language import BAN, HEAD, shock
from tocsin.core.errors import CodeError, FormatError, InputError
from tocsin.scenario.language import MOST_BYTES, read_scenario

TABLE = '[good.gallium.table]\nrows = [{ exporter = "CHN", importer = "KOR", quantity = 5 }%s]\n'
WHEN = '[shock.when]\nproduct = "gallium"\nimporters = ["KOR"]\nunmet_above = 0.1\n'
#: What is wrong, a word of the error, and the line of it below two lines of head.
WRONG = {
    "unknown kind": (shock(kind='"bann"'), "Did you mean ban", 4),
    "no kind": (shock(kind=""), "'kind' is missing", 3),
    "unknown key": (shock(target='["KOR"]'), "'target' is not known", 9),
    "unknown country": (shock(actors='["CHX"]'), "Did you mean", 5),
    "the world": (shock(targets='["WLD"]'), "For all write *", 6),
    "everyone": (shock(targets='["all"]'), "For all write *", 6),
    "an area of no country": (shock(targets='["_X"]'), "'_X' is not known", 6),
    "a country by name": (shock(actors='["Japan"]'), "Did you mean JPN", 5),
    "unknown product": (shock(products='["galium"]'), "Did you mean gallium", 7),
    "a code of five digits": (shock(products='["28111"]'), "'28111' is not known", 7),
    "no target": (shock(targets=""), "needs targets", 3),
    "empty targets": (shock(targets="[]"), "targets is empty", 6),
    "empty actors": (shock(actors="[]"), "actors is empty", 5),
    "empty products": (shock(products="[]"), "products is empty", 7),
    "a target twice": (shock(targets='["KOR", "KOR"]'), "'KOR' twice", 6),
    "a star beside others": (shock(targets='["*", "KOR"]'), "beside others", 6),
    "itself alone": (shock(targets='["CHN"]'), "itself alone", 6),
    "all exempt": (shock(except_targets='["KOR"]'), "Every target is exempt", 9),
    "all exempt but by a star": (shock(except_targets='["*"]'), "except_targets holds", 9),
    "reversed dates": (shock(to="2023-07-31"), "is before from", 9),
    "announced too late": (shock(announced_on="2023-08-02"), "is after from", 9),
    "an end and a length": (shock(to="2023-09-01", duration="3"), "both given", 10),
    "no first day": (shock(from_="") + shock(), "has no first day", 3),
    "every shock waits": (shock(from_="") + WHEN, "Every shock waits", 3),
    "a date with a time": (shock(from_="2023-08-01T00:00:00"), "without a time", 8),
    "a year out of reach": (shock(from_="9999-12-31"), "between 1900", 8),
    "begins after the horizon": (shock() + shock(from_="2025-01-01"), "Give days = 520", 14),
    "announced out of reach": (shock(announced_on="1990-08-01"), "At most 3,650 days can be looked at", 8),
    "share above one": (shock(share="1.01"), "at most 1", 9),
    "negative share": (shock(share="-0.1"), "at least 0", 9),
    "share of no number": (shock(share="nan"), "no finite number", 9),
    "an endless share": (shock(kind='"tariff"', share="inf"), "no finite number", 9),
    "a share in quotes": (shock(share='"1"'), "wrong kind", 9),
    "a share that is true": (shock(share="true"), "wrong kind", 9),
    "reversed spread": (shock(share="{ low = 0.5, mid = 0.4, high = 0.6 }"), "low, mid and high", 9),
    "a spread without mid": (shock(share="{ low = 0.5, high = 0.6 }"), "no mid", 9),
    "a spread of no shape": (shock(share='{ low = 0, mid = 0, high = 1, shape = "bell" }'), "No shape", 9),
    "a spread with a list as shape": (shock(share="{ low = 0, mid = 0, high = 1, shape = [1] }"), "No shape", 9),
    "a lognormal from zero": (
        shock(share='{ low = 0, mid = 0.5, high = 1, shape = "lognormal" }'),
        "A lognormal has low",
        9,
    ),
    "quota and share": (shock(kind='"quota"', quota="0.4", share="0.6"), "both quota and share", 9),
    "a quota of no number": (shock(kind='"quota"'), "says no number", 3),
    "a licence without delay": (shock(kind='"licence"'), "needs delay", 3),
    "a delay of a ban": (shock(delay="30"), "does nothing in a ban", 9),
    "a tariff without rate": (shock(kind='"tariff"'), "needs share", 3),
    "a release of nothing": (shock(kind='"stock_release"', quantity="0"), "gives 0", 9),
    "a negative release": (shock(kind='"stock_release"', quantity="-1"), "at least 0", 9),
    "an unknown route": (shock(kind='"transport_closure"', route='"hormus"'), "Did you mean hormuz", 9),
    "a capacity loss with targets": (shock(kind='"capacity_loss"', share="0.5"), "has targets", 6),
    "endless repeats": (shock(duration="5", repeats="101", every="5"), "at most 100", 10),
    "repeats without distance": (shock(duration="5", repeats="2"), "without every", 10),
    "repeats of what never ends": (shock(repeats="2", every="10"), "never ends", 9),
    "repeats that overlap": (shock(duration="11", repeats="2", every="10"), "comes again after 10", 11),
    "every without repeats": (shock(every="10"), "without repeats", 9),
    "days too few": ("days = 0\n" + shock(), "at least 1", 3),
    "days too many": ("days = 3651\n" + shock(), "at most 3650", 3),
    "days in part": ("days = 1.5\n" + shock(), "whole number", 3),
    "endless answers": (shock() + (shock(from_="") + WHEN) * 21, "21 shocks wait for a shortage", 194),
    "no shock": ("", "'shock' is missing", 1),
    "an id twice": (shock(id='"a"') + shock(id='"a"'), "stands twice", 16),
    "an id that is none": (shock(id='"a:b"'), "no name", 9),
    "shock is no list": ("[shock]\nkind = 'ban'\n", "list of blocks", 3),
    "a condition on no good": (
        shock() + shock(from_="") + WHEN.replace("gallium", "galium"),
        "Did you mean gallium",
        15,
    ),
    "a condition that never fires": (shock() + shock(from_="") + WHEN.replace("0.1", "1"), "never fires", 17),
    "a condition and a day": (shock() + WHEN, "beside when", 8),
    "an unknown good": ("[good.galium]\n" + shock(), "Did you mean gallium", 3),
    "a good without codes": ("[good.zzzzqqq]\n" + shock(), "needs hs6 or a table", 3),
    "a code of letters": ('[good.a]\nhs6 = ["28111x"]\n' + shock(), "six digits", 4),
    "a unit of nothing": ('[good.gallium]\nunit = "t"\n' + shock(), "own table", 4),
    "an unknown assumption": ("[good.gallium.assumptions]\nreplacable = 1\n" + shock(), "replaceable", 4),
    "an immense elasticity": ("[good.gallium.assumptions]\nelasticity = 1e300\n" + shock(), "at most 100", 4),
    "an immense price": ("[good.gallium.assumptions]\nprice_cap = 1e300\n" + shock(), "at most 10000", 4),
    "an assumption out of bounds": ("[good.gallium.assumptions]\nneutral = 2\n" + shock(), "at most 1", 4),
    "cover of nowhere": ("[good.gallium]\ncover.XYZ = 3\n" + shock(), "'XYZ' is not known", 4),
    "cover twice": ("[good.gallium]\ncover = 3\nassumptions.cover = 4\n" + shock(), "cover is given twice", 4),
    "negative cover": ("[good.gallium]\ncover.KOR = -3\n" + shock(), "at least 0", 4),
    "its own input": ("[good.gallium]\n[[good.gallium.input]]\ngood = 'gallium'\n" + shock(), "own input", 5),
    "an unknown input": ("[good.gallium]\n[[good.gallium.input]]\ngood = 'neon'\n" + shock(), "'neon' is not known", 5),
    "an unknown importer": (TABLE % ', { exporter = "CHN", importer = "XXY", quantity = 5 }' + shock(), "'XXY'", 4),
    "a negative row": (TABLE % ', { exporter = "CHN", importer = "JPN", quantity = -5 }' + shock(), "at least 0", 4),
    "a row of no number": (TABLE % ', { exporter = "CHN", importer = "JPN", quantity = nan }' + shock(), "finite", 4),
    "hardly anything": (TABLE % ', { exporter = "CHN", importer = "JPN", quantity = 5e-324 }' + shock(), "1e-300", 4),
    "a row of the world": (
        TABLE % ', { exporter = "WLD", importer = "JPN", quantity = 1 }' + shock(),
        "The rest of the world is ROW",
        4,
    ),
    "a row twice": (TABLE % ', { exporter = "CHN", importer = "KOR", quantity = 5 }' + shock(), "stands twice", 4),
    "no row": ("[good.gallium.table]\nrows = []\n" + shock(), "rows is empty", 4),
    "a row with a key too many": (TABLE % ', { exporter = "CHN", importer = "JPN", kg = 5 }' + shock(), "'kg'", 4),
    "nobody in the table is hit": (TABLE % "" + shock(targets='["USA"]'), "No row of the table", 5),
    "nobody of a condition buys it": (
        TABLE % "" + shock() + shock(from_="") + WHEN.replace("KOR", "USA"),
        "Nobody of importers",
        16,
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_is_refused_with_line_and_remedy(name: str) -> None:
    text, told, line = WRONG[name]

    with pytest.raises(InputError) as caught:
        read_scenario(HEAD + text, name="mine.toml")

    assert told in str(caught.value)
    assert caught.value.remedy
    assert re.match(rf"mine\.toml, line {line}\b", caught.value.where), caught.value.where


def test_a_ring_of_inputs_is_named() -> None:
    text = "".join(
        f'[good.{one}]\nhs6 = ["281111"]\n[[good.{one}.input]]\ngood = "{other}"\n'
        for one, other in [("a", "b"), ("b", "c"), ("c", "a")]
    )

    with pytest.raises(FormatError, match=r"ring: (a -> |b -> |c -> ){3}[abc]"):
        read_scenario(HEAD + text + BAN)


def test_a_real_table_needs_its_year_and_reference() -> None:
    for key in ("year", "reference"):
        lines = {"year": "year = 2020\n", "reference": 'reference = "x"\n'}
        del lines[key]
        table = TABLE % ""
        text = table.replace("rows", "".join(lines.values()) + "rows")
        with pytest.raises(FormatError, match=f"has no {key}"):
            read_scenario('title = "x"\n' + text + BAN)


def test_a_file_that_is_no_toml_names_line_and_column() -> None:
    with pytest.raises(FormatError) as caught:
        read_scenario("title = 'x'\nshare = .3\n", name="mine.toml")
    assert caught.value.where == "mine.toml, line 2, column 9"
    with pytest.raises(FormatError, match=r"mine\.toml, line 2 \(its end\)"):
        read_scenario("title = 'x'\nshare = ", name="mine.toml")


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 5000, "a = " + "9" * 5000, "a = 2023-02-30\n", "a = 1\na = 2\n", "=\n"]
)
def test_what_a_parser_chokes_on_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read_scenario(text)


def test_bytes_that_are_no_text_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(b"title = 'x'\n# \xff\n")
    with pytest.raises(FormatError, match=r"0xff is no UTF-8 in .*x\.toml, line 2"):
        read_scenario(path)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    with pytest.raises(FormatError, match="bytes"):
        read_scenario(path)
    with pytest.raises(FormatError, match="bytes"):
        read_scenario("#\n" + "x" * MOST_BYTES)


@pytest.mark.parametrize("name", ["absent.toml", ".", "a\0b"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(FormatError, match="cannot be read"):
        read_scenario(tmp_path / name)


def test_an_error_in_a_large_table_is_found_soon() -> None:
    rows = ",\n".join(f'{{ exporter = "CHN", importer = "KOR", quantity = {k} }}' for k in range(10_000))
    begun = time.perf_counter()
    with pytest.raises(FormatError, match="line 5 "):
        read_scenario(HEAD + f"[good.gallium.table]\nrows = [{rows}]\n" + BAN)
    assert time.perf_counter() - begun < 10


def test_a_long_list_is_checked_soon() -> None:
    many = ", ".join(f'"KOR{k}"' for k in range(200_000))
    begun = time.perf_counter()
    with pytest.raises(CodeError, match="'KOR0' is not known"):
        read_scenario(HEAD + shock(targets=f"[{many}]"))
    assert time.perf_counter() - begun < 20


def test_texts_of_any_script_are_kept() -> None:
    told = read_scenario('title = "갈륨, галлий 🧨"\ndescription = """\na\n\tb"""\nsynthetic = true\n' + shock())
    assert told.title == "갈륨, галлий 🧨"
    assert told.description == "a\n\tb"


def test_too_many_shocks_are_refused() -> None:
    with pytest.raises(FormatError, match="at most 200"):
        read_scenario(HEAD + BAN * 201)


@given(
    key=st.sampled_from(["kind", "actors", "targets", "products", "from", "share", "duration", "when", "id", "days"]),
    value=st.recursive(
        st.one_of(st.integers(-(10**20), 10**20), st.floats(), st.booleans(), st.sampled_from(["", "KOR", "*", "ban"])),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["low", "mid", "high", "x"]), inner, max_size=3),
        ),
        max_leaves=4,
    ),
)
def test_whatever_stands_in_a_key_is_read_or_refused_with_a_line(key: str, value: object) -> None:
    text = HEAD + shock(**{key: written(value)})
    refused: list[InputError] = []
    try:
        read_scenario(text, name="mine.toml")
    except (FormatError, CodeError) as error:
        refused.append(error)
    assert all(re.match(r"mine\.toml, line \d+", error.where) and error.remedy for error in refused)


def written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {written(one)}' for name, one in value.items())} }}"
    return f'"{value}"' if isinstance(value, str) else repr(value)
