"""What is asked, ruled out or not, weighed, or struck from a bill is not said to be so."""

from __future__ import annotations

import pytest
from bench.events_gold import events

from tests.events.test_coder import of
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
        ("Norway stopped short of banning cod.", "banning", "denied"),
        ("Norway decided against banning cod.", "banning", "denied"),
        ("Norway held off on imposing duties.", "imposing", "denied"),
        ("Norway limited cod and has not eased it.", "eased", "denied"),
        ("Neither Norway nor Chile has banned cod.", "banned", "denied"),
        ("No government has called on Norway to ease controls.", "ease", "denied"),
        ("Prices rose; nobody in Oslo has asked Chile to ease controls.", "ease", "denied"),
        ("A proposal to ban cod, which Oslo had made, was dropped.", "ban", "denied"),
        ("Norway could, for instance, ban cod.", "ban", "possible"),
        ("Norway floated a ban on cod.", "floated", "possible"),
        ("Norway mooted a ban on cod.", "ban", "possible"),
        ("Chile would sign provided that Norway lifts the ban.", "lifts", "conditional"),
        ("If the bill passes, Norway will be compelled to ban cod.", "ban", "conditional"),
        ("Norway demanded that the curbs be withdrawn.", "withdrawn", "called_for"),
        # said to be so
        ("Norway ordered its fishers to stop exporting cod, and has not only banned squid.", "banned", "done"),
        ("There is not enough cod.", "enough", "done"),
        ("Cod is not permitted in Chile.", "permitted", "done"),
        ("No fewer than six countries have banned cod.", "banned", "done"),
        ("No ship has left since Norway suspended the deal.", "suspended", "done"),
        ("No one has been hurt in the strike.", "strike", "done"),
        ("A plan to ban cod was announced, and two ships were blocked.", "ban", "done"),
        ("Norway unveiled a plan to ban cod after a tanker was blocked.", "ban", "done"),
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


@pytest.mark.parametrize(
    ("said", "words", "act", "state", "modality"),
    [
        ("Norway ordered its fishers to stop exporting cod.", "stop", "ban", "announced", "done"),
        ("Norway's decision to ban cod has raised prices.", "ban", "ban", "announced", "done"),
        ("Norway announced a decision to ban cod.", "ban", "ban", "announced", "announced"),
        ("Fishers await Norway's decision to ban cod.", "ban", "ban", "announced", "announced"),
        ("Norway told its allies to stop exporting cod.", "stop", "ban", "announced", "announced"),
        ("Norway ordered all embassies to warn of sanctions.", "warn", "threaten", "announced", "announced"),
        ("No party may impose quotas on cod.", "impose", "quota", "denied", "denied"),
        ("Members voted for a strike, a spokesman said when asked if pay was low.", "strike", "strike", "done", "done"),
        ("Cod shall not be exported without a licence.", "exported", "impose_control", "denied", "done"),
        ("No person shall export cod without a licence.", "export", "impose_control", "denied", "done"),
        ("Cod shall not be subject to duties.", "subject", "tariff", "denied", "denied"),
        ("Norway declared a drought.", "drought", "hazard", "announced", "done"),
        ("A storm is expected on Monday.", "storm", "hazard", "announced", "announced"),
        ("The dockers voted for a walkout unless pay rises.", "voted", "strike", "done", "conditional"),
        ("Parliament could vote to close it if Chile joins.", "vote", "threaten", "done", "done"),
        ("If Chile acts, Norway will vow to respond.", "vow", "threaten", "done", "done"),
        ("Norway does not support the draft.", "support", "state", "done", "done"),
    ],
)
def test_what_it_is_decides_too(said: str, words: str, act: str, state: str, modality: str) -> None:
    begin = said.index(words)
    assert doubt(said, begin, begin + len(words), state, act) == modality


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


@pytest.mark.parametrize(
    ("said", "act", "state"),
    [
        ("Japan is considering a sale of rice from its emergency reserves.", "stock_release", "possible"),
        ("Norway abandoned plans to ban Russian fish in May.", "ban", "denied"),
        ("Norway gave up its plan to ban Russian fish.", "ban", "denied"),
        ("India's lower house on Tuesday approved a tariff of 30 percent on Chinese steel.", "tariff", "announced"),
        ("After winning a lower house majority Japan banned exports of gallium to China.", "ban", "done"),
        ("Japan refused to drop its plan to ban exports of resists to Korea.", "ban", "announced"),
        ("Japan could not reach a deal and then imposed tariffs on steel from Korea.", "tariff", "done"),
    ],
)
def test_what_is_weighed_given_up_or_halfway_through_is_not_done(said: str, act: str, state: str) -> None:
    assert of(said, act).modality == state
