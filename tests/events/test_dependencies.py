"""Dependencies say who acts and who is meant, in the labels of ClearNLP and of Universal Dependencies alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.events.parses import PARTNERS, parsed, text, tree
from tocsin.events.dependencies import Parsed, Tree
from tocsin.events.tokens import tokens

SHARED = "Japan/1/nsubj agreed/1/ROOT with/1/prep Korea/2/pobj to/5/aux lift/1/xcomp its/7/poss curbs/5/dobj"
CITING = "Japan/1/nsubj lifted/1/ROOT curbs/1/dobj ,/1/punct citing/1/advcl progress/4/dobj"
URGED = "Seoul/1/nsubj urged/1/ROOT Tokyo/1/dobj to/4/aux lift/1/xcomp curbs/4/dobj"
RELATIVE = "China/5/nsubj ,/0/punct which/3/nsubj banned/0/relcl exports/3/dobj agreed/5/ROOT"
OBJECT = "curbs/4/nsubj that/3/dobj Japan/3/nsubj imposed/0/relcl end/4/ROOT"
GAP = "curbs/3/nsubj Japan/2/nsubj imposed/0/relcl end/3/ROOT"
DECISION = "Japan/2/poss 's/0/case decision/5/nsubj to/4/aux ban/2/acl stands/5/ROOT"
REDUCED = "curbs/5/nsubj imposed/0/acl by/1/agent Japan/2/pobj yesterday/1/npadvmod end/5/ROOT"
PASSIVE = "curbs/2/nsubjpass were/2/auxpass imposed/2/ROOT and/2/cc widened/2/conj by/4/agent Japan/5/pobj"
UNIVERSAL = "curbs/2/nsubj:pass were/2/aux:pass imposed/2/ROOT by/4/case Japan/2/obl:agent on/6/case Korea/2/obl"
LABELS = ("nsubj", "dobj", "prep", "pobj", "conj", "relcl", "acl", "xcomp", "ROOT")
BESIDE = "ministry/3/nsubj ,/0/punct MOFCOM/0/appos said/3/ROOT"


def words(written: str, found: list[int]) -> list[str]:
    return [tree(written).lower[k] for k in found]


@pytest.mark.parametrize(
    ("written", "verb", "subjects"),
    [
        (SHARED, 1, ["japan"]),
        (SHARED, 5, ["japan"]),
        (CITING, 4, ["japan"]),
        (URGED, 4, ["tokyo"]),
        (RELATIVE, 3, ["china"]),
        (RELATIVE, 5, ["china"]),
        (OBJECT, 3, ["japan"]),
        (DECISION, 4, ["japan"]),
        (PASSIVE, 4, ["curbs"]),
        (UNIVERSAL, 2, ["curbs"]),
        (REDUCED, 3, []),
    ],
)
def test_a_subject_is_its_own_or_that_of_the_verb_above(written: str, verb: int, subjects: list[str]) -> None:
    assert words(written, tree(written).subjects(verb)) == subjects


@pytest.mark.parametrize(
    ("written", "verb", "passive", "objects", "agents"),
    [
        (SHARED, 5, False, ["curbs"], []),
        (OBJECT, 3, False, ["curbs"], []),
        (GAP, 2, False, ["curbs"], []),
        (RELATIVE, 3, False, ["exports"], []),
        (REDUCED, 1, True, ["curbs"], ["japan"]),
        (PASSIVE, 2, True, ["curbs"], []),
        (PASSIVE, 4, True, ["curbs"], ["japan"]),
        (UNIVERSAL, 2, True, ["curbs"], ["japan"]),
    ],
)
def test_who_does_it_and_what_it_is_done_to(
    written: str, verb: int, passive: bool, objects: list[str], agents: list[str]
) -> None:
    read = tree(written)
    assert read.passive(verb) == passive
    assert words(written, read.objects(verb)) == objects
    assert words(written, read.agents(verb)) == agents


def test_a_preposition_joins_all_that_stand_side_by_side() -> None:
    read = tree(PARTNERS)
    assert [(word, read.lower[k]) for word, k in read.obliques(1)] == [
        ("including", "norway"),
        ("including", "iceland"),
    ]
    assert ("on", 6) in list(tree(UNIVERSAL).obliques(2))
    assert words(BESIDE, tree(BESIDE).beside(0)) == ["mofcom"]


def test_words_and_tokens_may_be_cut_apart_otherwise() -> None:
    said = "SEOUL (AP) - It test-fired a missile"
    given_ = [
        Parsed(0, 5, 6, "dep"), Parsed(6, 10, 0, "punct"), Parsed(11, 12, 0, "punct"), Parsed(13, 15, 6, "nsubj"),
        Parsed(16, 20, 6, "npadvmod"), Parsed(20, 21, 6, "punct"), Parsed(21, 26, 6, "ROOT"), Parsed(27, 28, 8, "det"),
        Parsed(29, 36, 6, "dobj"),
    ]  # fmt: skip
    kept = [one for one in tokens(said) if one.start >= 13]
    read = Tree.of(kept, given_)
    assert [one.text for one in kept] == ["It", "test-fired", "a", "missile"]
    assert (list(read.heads), list(read.labels)) == ([1, 1, 3, 1], ["nsubj", "ROOT", "det", "dobj"])


def test_a_word_under_one_that_is_left_out_hangs_on_the_next_above() -> None:
    given_ = parsed("Japan/1/nsubj said/1/ROOT so/3/advmod (/4/punct then/1/advmod")
    kept = [
        one for one in tokens(text("Japan/1/nsubj said/1/ROOT so/3/advmod (/4/punct then/1/advmod")) if one.start != 14
    ]
    assert Tree.of(kept, given_).heads == [1, 1, 3, 1]


@given(st.lists(st.tuples(st.integers(0, 400), st.sampled_from(LABELS)), max_size=400))
def test_any_tree_is_read_in_bounded_steps(drawn: list[tuple[int, str]]) -> None:
    heads = [min(head, k) for k, (head, _) in enumerate(drawn)]
    written = [Parsed(2 * k, 2 * k + 1, heads[k], drawn[k][1]) for k in range(len(drawn))]
    read = Tree.of(tokens(" ".join("a" * len(drawn))), written)
    for k in range(len(drawn)):
        found = [
            *read.subjects(k),
            *read.objects(k),
            *read.agents(k),
            *read.owners(k),
            *(m for _, m in read.obliques(k)),
        ]
        assert set(found) <= set(range(len(drawn)))
