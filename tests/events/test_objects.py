"""Goods and technologies are found by the words of news, and words that only look like goods are not."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tocsin.events.objects import CJK, NAMES, NO_GOOD, RULES, forms, objects, other_goods
from tocsin.ref.products import products
from tocsin.ref.tables import DATA, read_table


def found(sentence: str) -> tuple[str, ...]:
    return objects(sentence, 0, len(sentence))


def listed() -> dict[str, list[str]]:
    """Ids as they are joined in the tables, with their names, of all three tables."""
    names: dict[str, list[str]] = {}
    for table in (read_table(NAMES), read_table(CJK), read_table(RULES)["cas"]):
        for ids, row in table.items():
            if ids != NO_GOOD:
                names.setdefault(ids, []).extend(row)
    return names


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("China will restrict exports of gallium and germanium.", ("gallium", "germanium")),
        (
            "Japan tightened exports of hydrogen fluoride, photoresists and fluorinated polyimide.",
            ("hydrogen_fluoride", "photoresist", "fluorinated_polyimide"),
        ),
        ("Beijing halted shipments of urea; diesel exhaust fluid ran out.", ("urea", "urea_solution")),
        ("The rule covers high-bandwidth memory (HBM) and DRAM.", ("dram_hbm",)),
        ("The Dutch licensed DUV lithography machines.", ("lithography_tools",)),
        ("Russia cut titanium sponge and palladium.", ("titanium_sponge", "palladium")),
        (
            "It may reach artificial intelligence, biotechnology and quantum computing.",
            ("artificial_intelligence", "biotechnology", "quantum"),
        ),
        ("Exports of permanent magnets and dysprosium need licences.", ("ndfeb_magnets", "dysprosium")),
        ("Lithium iron phosphate cathodes are listed.", ("cathode_lfp",)),
        ("LNG and crude oil cargoes were delayed.", ("lng", "crude_oil")),
    ],
)
def test_goods_are_found_as_news_names_them(sentence: str, ids: tuple[str, ...]) -> None:
    assert found(sentence)[: len(ids)] == ids


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("sulphuric acid", "sulfuric acid"),
        ("aluminium", "aluminum"),
        ("carbon fibre", "carbon fibers"),
        ("chip-making equipment", "chipmaking equipment"),
        ("rare earth magnets", "rare-earth magnets"),
        ("battery cell", "battery cells"),
        ("gallium", "gallium-related"),
        ("caesium", "cesium"),
    ],
)
def test_spelling_number_and_hyphen_do_not_matter(one: str, other: str) -> None:
    assert found(f"Exports of {one} fell.") == found(f"Exports of {other} fell.") != ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The talks will lead to a lead role for Seoul.",
        "He kicked the tin can down the road under a tin roof.",
        "Tariffs are bargaining chips, not blue chips.",
        "The CHIPS and Science Act became law.",
        "The euro is no gold standard, and she won a gold medal.",
        "There is a silver lining and no silver bullet.",
        "Startups in Silicon Valley hired engineers.",
        "Secretary of State Condoleezza Rice flew to Seoul.",
        "Visitors saw Rice and her staff.",
        "Police fired tear gas at the crowd.",
        "Greenhouse gases rose.",
        "Take it with a grain of salt.",
        "The sides must iron out their differences.",
        "Iran continued uranium enrichment.",
        "They will map the zone and adapt the plan.",
        "A quantum leap in relations followed.",
        "A THAAD battery was deployed; Patriot batteries followed.",
        "Critics steel themselves for change.",
        "Depleted uranium rounds were sent.",
        "A Patriot missile battery arrived with spy satellites.",
        "Salt Lake City hosted the games.",
        "The school became a magnet for students.",
        "A drone strike hit the port.",
        "Korea Zinc and Emirates Global Aluminium hired staff.",
        "The explosion equalled two kilotons of TNT.",
    ],
)
def test_words_that_only_look_like_goods_are_none(sentence: str) -> None:
    assert found(sentence) == ()


@pytest.mark.parametrize(
    ("trap", "meant", "id_"),
    [
        ("They lead exports of cars to Peru.", "Exports of refined lead fell.", "refined_lead"),
        ("It was a def concert.", "DEF ran short in Korea.", "urea_solution"),
        ("The MAP shows ports.", "MAP fertiliser prices rose.", "map"),
        ("Old tin cans rust.", "Indonesia may ban tin exports.", "refined_tin"),
        ("Freddie Mercury sang.", "Trade in elemental mercury ends.", "mercury"),
        ("She spoke to Rice.", "India Bans Rice Exports", "rice"),
        ("The blue chips fell.", "Controls on chips to China widened.", "semiconductors"),
    ],
)
def test_an_ambiguous_word_is_a_good_in_its_context_alone(trap: str, meant: str, id_: str) -> None:
    assert id_ in found(meant)
    assert id_ not in found(trap)


def test_the_longest_name_counts() -> None:
    assert found("Controls on gallium arsenide widened.") == ("gallium_compounds",)
    assert found("Controls on AI chips widened.") == ("advanced_computing_chips",)
    assert found("Palm oil was banned.") == ("palm_oil",)


@pytest.mark.parametrize(
    ("sentence", "ids"),
    [
        ("일본은 고순도 불화수소와 감광액의 수출을 규제했다", ("hydrogen_fluoride", "photoresist")),
        ("중국의 요소수 대란", ("urea_solution",)),
        ("희토류와 흑연", ("rare_earths", "natural_graphite_flake", "synthetic_graphite")),
        ("위험 요소가 많다", ()),
        (
            "経産省はフッ化水素、フォトレジスト、フッ化ポリイミドの輸出管理を発表した",
            ("hydrogen_fluoride", "photoresist", "fluorinated_polyimide"),
        ),
        ("先端半導体とレアアース", ("advanced_computing_chips", "rare_earths")),
        ("商务部对镓、锗相关物项实施出口管制", ("gallium", "germanium")),
        ("中国稀土出口", ("rare_earths",)),
        ("石墨烯研究所位于无锡", ()),
        ("氟化氢和光刻机", ("hydrogen_fluoride", "lithography_tools")),
        ("Seoul said urea water solution (요소수) was short.", ("urea_solution",)),
    ],
)
def test_names_in_korean_japanese_and_chinese_are_found_inside_running_text(
    sentence: str, ids: tuple[str, ...]
) -> None:
    assert found(sentence) == ids


def test_chemicals_are_found_by_their_registry_number() -> None:
    assert found("Substances: CAS 7664-39-3, and 7440-55-3.") == ("hydrogen_fluoride", "gallium")
    assert found("Call 7664-39-4 for help.") == ()


def test_every_registry_number_has_a_right_check_digit() -> None:
    for numbers in read_table(RULES)["cas"].values():
        for number in numbers:
            assert re.fullmatch(r"\d{2,7}-\d\d-\d", number), number
            *digits, check = (int(one) for one in number.replace("-", ""))
            assert sum(k * digit for k, digit in enumerate(reversed(digits), 1)) % 10 == check, number


def test_every_id_is_in_the_book_or_in_the_closed_list() -> None:
    known = set(products()) | other_goods()
    assert not other_goods() & set(products())
    assert {one for ids in listed() for one in ids.split("+")} <= known
    assert {one for ids in read_table(NAMES) for one in ids.split("+")} >= other_goods()


def test_every_product_of_the_book_can_be_named() -> None:
    named = {id_ for id_ in products() for ids in read_table(NAMES) if id_ in ids.split("+")}
    assert set(products()) - named == set()


def test_every_name_of_the_tables_finds_its_goods() -> None:
    for ids, names in listed().items():
        for name in names:
            assert found(f"of {name} .") == tuple(ids.split("+")), name


def test_no_name_means_two_goods() -> None:
    seen: dict[str, str] = {}
    for ids, names in listed().items():
        for name in dict.fromkeys(names):
            assert seen.setdefault(name, ids) == ids, name


def test_phrases_that_mean_no_good_find_none() -> None:
    for phrases in read_table(RULES)[NO_GOOD].values():
        for phrase in phrases:
            assert found(f"the {phrase} .") == (), phrase


def test_a_name_has_its_plural_american_spelling_and_hyphen() -> None:
    assert set(forms("carbon fibre")) >= {
        "carbon fibre",
        "carbon fibres",
        "carbon-fibre",
        "carbon fiber",
        "carbon fibers",
    }
    assert "batteries" in forms("battery")


def test_the_tables_are_toml_without_repeated_keys() -> None:
    for name in (NAMES, RULES, CJK):
        assert tomllib.loads(Path(DATA / name).read_text(encoding="utf-8"))
