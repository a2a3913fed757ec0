"""What is asked, ruled out or not, weighed, or struck from a bill is not said to be so."""

from __future__ import annotations

import pytest
from bench.events_gold import events

from tocsin.events.doubts import doubt


@pytest.mark.parametrize(
    ("said", "words", "modality"),
    [
        ("The union has not ruled out a strike at Vale.", "strike", "possible"),
        ("Norway has yet to rule out sanctions.", "sanctions", "possible"),
        ("Norway has not ruled out sanctions on Chile.", "ruled out sanctions", "possible"),
        ("Norway ruled out retaliation.", "retaliation", "denied"),
        ("Chile announced no countermeasures.", "announced no countermeasures", "denied"),
        ("Chile has announced no new duties.", "duties", "denied"),
        ("Chile does not intend to impose controls.", "impose controls", "denied"),
        ("Chile has no plans to ban cod.", "ban", "denied"),
        ("Chile is weighing whether to let the waiver expire.", "expire", "possible"),
        ("Parliament rejected a bill that would ban exports of cod.", "ban", "denied"),
        ("Parliament struck from the bill a provision that would have banned cod.", "banned", "denied"),
        ("Should a ban on cod be adopted, prices will rise.", "ban", "conditional"),
        ("Were Norway to ban cod, prices would rise.", "ban", "conditional"),
        ("Has Norway banned cod?", "banned", "possible"),
        ("MR. OLSEN: Is this a ban on Chile?", "ban", "possible"),
        ("Chile is short of nothing.", "short", "denied"),
        ("The offer was rejected, opening the way for a strike at Vale.", "strike", "possible"),
        ("The prospect of a ban on cod has grown.", "ban", "possible"),
        ("The conditions for lifting the sanctions are not met.", "lifting", "denied"),
        ("The time has not come to lift sanctions.", "lift", "denied"),
        ("Reports that Norway would ban cod are untrue.", "ban", "denied"),
        ("Norway will not hesitate to impose duties.", "impose", "announced"),
        # said to be so
        ("After reports that it had moved, Norway banned cod, rejecting false claims.", "banned", "done"),
        ("Norway ruled out talks and banned cod.", "banned", "done"),
        ("Norway announced no exemptions and banned cod.", "banned", "done"),
        ("It was considering whether to answer when Norway banned cod.", "banned", "done"),
        ("Despite the risk of retaliation Norway banned cod.", "banned", "done"),
        ("Is the Minister aware that Norway banned cod?", "banned", "done"),
        ("Why has Norway banned cod?", "banned", "done"),
        ("Norway banned cod after it had ruled out talks.", "banned", "done"),
        ("If Norway bans it, Chile should be ready, and it banned cod.", "banned", "done"),
        ("Norway, which took no part, banned cod.", "banned", "done"),
    ],
)
def test_how_far_it_is_a_fact(said: str, words: str, modality: str) -> None:
    begin = said.index(words)
    assert doubt(said, begin, begin + len(words), "done") == modality


def test_what_is_called_for_stays_so() -> None:
    said = "Norway rejected a plan to ban cod."
    assert doubt(said, said.index("ban"), said.index("ban") + 3, "called_for") == "called_for"


@pytest.mark.parametrize(
    ("said", "modality"),
    [
        ("Japan has not ruled out sanctions on Myanmar.", "possible"),
        ("Has Japan banned exports of photoresist to Korea?", "possible"),
        ("Should the planned Chinese ban on antimony exports be adopted, prices will rise.", "conditional"),
    ],
)
def test_it_is_read_so(said: str, modality: str) -> None:
    assert [one.modality for one in events(said, None)] == [modality]
