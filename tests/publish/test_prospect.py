"""Words of a forecast on odd cases: nothing moves it, nothing is alike, it is usual, a place has no name."""

from __future__ import annotations

from dataclasses import replace

from tests.publish.synthetic_outlooks import SYNTHETIC_FORECAST, synthetic_outlook
from tocsin.foresight.outlook import Contribution, Precedent
from tocsin.publish.prospect import alike, counts_most, how_likely, precedent_name, relieved, said_of


def test_how_likely_uses_the_one_table_of_words() -> None:
    said = replace(
        synthetic_outlook(), probability={"12": 0.12, "24": 0.5}, interval={"12": (0.08, 0.17), "24": (0.4, 0.9)}
    )
    assert how_likely(said, "12") == "Unlikely in 2026: 12 % (90 % interval 8 % to 17 %)"
    assert how_likely(said, "24") == "Likely in 2026 or 2027: 50 % (90 % interval 40 % to 90 %)"


def test_the_channel_is_named_that_raises_the_chance_most() -> None:
    up = Contribution("record", "own record", True, 0.9, "import weight against its mean: -35 %")
    less = Contribution("price", "Price", True, 0.3, "price: +50 %")
    down = Contribution("standing", "Standing record", True, -1.2, "how often it came true")
    unknown = Contribution("production", "production", False, 2.0, "the lake holds nothing of it")
    said = synthetic_outlook(chance=0.3)
    named = "Raises the chance said most: import weight against its mean (-35 %)."
    assert counts_most(replace(said, channels=(down, less, up, unknown))) == named
    low = replace(said, channels=(down, up), probability={"12": 0.02, "24": 0.05})
    assert counts_most(low) == named.replace("most:", "most, which stays below the usual 7 %:")
    about_usual = replace(low, probability={"12": 0.069, "24": 0.1})
    assert counts_most(about_usual) == named, "7 % is not called below 7 %"


def test_where_nothing_raises_the_chance_no_channel_is_named() -> None:
    down = Contribution("standing", "Standing record", True, -1.2, "how often it came true")
    trifle = Contribution("record", "own record", True, 0.01, "import weight against its mean: -35 %")
    unknown = Contribution("production", "production", False, 2.0, "the lake holds nothing of it")
    low = replace(synthetic_outlook(chance=0.02), channels=(down, trifle, unknown))
    assert counts_most(low) == "Nothing raises it above the usual chance of 7 %."
    assert counts_most(replace(low, probability={"12": 0.2, "24": 0.3})) == "No channel raises it; usual is 7 %."
    assert not counts_most(replace(low, channels=()))


def test_like_cases_are_counted() -> None:
    came, not_come = (Precedent("JPN", "250410", "2015", "2017", happened) for happened in (True, False))
    assert alike(()) == "No past import was alike enough to name."
    assert alike([came]) == "In the one past import most alike, the shortage came."
    assert alike([not_come]) == "In the one past import most alike, the shortage did not come."
    assert alike([came, not_come, not_come]) == "Of the three past imports most alike, one came to it."
    assert alike([not_come] * 13) == "Of the 13 past imports most alike, none came to it."


def test_a_case_names_its_importer_and_whether_the_code_is_the_same() -> None:
    case = Precedent("JPN", "250410", "2015", "2017", True)
    assert precedent_name(case, "250410") == "Japan, the same code"
    assert precedent_name(replace(case, reporter="EU"), "281111") == "EU, HS 250410"
    assert precedent_name(replace(case, reporter="QQQ"), "250410") == "QQQ, the same code"


def test_relief_is_the_models_sentence_and_what_is_usual() -> None:
    said = synthetic_outlook(chance=0.3)
    assert relieved(said) == (
        "It would be usual with share of the largest supplier at 61 % instead of 94 %. Usual among all imports is 7 %."
    )
    assert relieved(replace(said, relief=None)) == "It is not above what is usual among all imports (7 %)."


def test_a_board_says_what_its_chances_mean() -> None:
    assert said_of(SYNTHETIC_FORECAST) == (
        "Chance: that imports collapse while the price rises elsewhere, in 2026, with its 90 % interval; "
        "usual among all imports: 7 %"
    )
