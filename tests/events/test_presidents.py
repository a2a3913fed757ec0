"""Of which state "the President" is."""

from __future__ import annotations

import pytest

from tocsin.events.context import Memory
from tocsin.events.grammar import Sentence
from tocsin.events.presidents import presided
from tocsin.events.tokens import words_of

CONDEMNS = "The President condemned the launch by North Korea."


def whose(author: tuple[str, ...], *said: str) -> str:
    memory = Memory(author=author)
    for one in said:
        presided(Sentence(words_of(one)), memory)
    last = Sentence(words_of(CONDEMNS))
    presided(last, memory)
    assert last.mention_at(0) is last.mentions[0]
    return last.mentions[0].party


@pytest.mark.parametrize(
    ("author", "said", "party"),
    [
        ((), (), "USA"),
        ((), ("South Korean President Lee Jae-myung met his cabinet.",), "KOR"),
        ((), ("President Xi Jinping came to the White House.",), "USA"),
        ((), ("The President of France met the President of Chile.",), "USA"),
        (("KOR",), (), "KOR"),
        (("USA",), ("President Xi Jinping came to Washington.",), "USA"),
        (("AUS",), ("I welcomed President Lee Jae-myung of Korea.",), "KOR"),
        (("AUS",), ("I spoke to the United States.",), "USA"),
        (("AUS",), (), "USA"),
        (("KOR",), ("France's President came to Seoul.",), "FRA"),
        (("AUS", "KOR"), (), "USA"),
    ],
)
def test_the_president_is_of_who_speaks_or_of_whose_president_is_named(
    author: tuple[str, ...], said: tuple[str, ...], party: str
) -> None:
    assert whose(author, *said) == party
