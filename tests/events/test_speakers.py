"""Who speaks in a document, and what "we" and "this rule" in it mean."""

from __future__ import annotations

from typing import Any

import pytest

from tocsin.events.publishers import masthead, publisher
from tocsin.events.reader import read
from tocsin.events.speakers import Speakers

GOVERNMENT = "https://www.mfa.gov.no/news/1"


@pytest.mark.parametrize(
    ("title", "source", "parties"),
    [
        ("Joint Statement of Japan, the Republic of Korea, and the United States", "", ("JPN", "KOR", "USA")),
        ("Statement by Australia and Japan on Fisheries", "", ("AUS", "JPN")),
        ("Statement by Prime Minister Kishida on the Duties of China", "", ("JPN",)),
        ("Trilateral Leaders' Statement", GOVERNMENT, ()),
        ("Fishing Declaration", GOVERNMENT, ()),
        ("Japan-Norway Partnership on Cod", GOVERNMENT, ()),
        ("Readout of a Meeting with Japan", GOVERNMENT, ("NOR",)),
        ("Remarks by President Biden and Prime Minister Kishida", "https://www.whitehouse.gov/1", ()),
        ("Press Briefing on Cod", GOVERNMENT, ()),
        ("Security Council Resolution 9 (2024)", "", ("United Nations",)),
        ("Cod", "https://news.example.com/norway", ()),
        ("Announcement of New Russia Sanctions", GOVERNMENT, ("NOR",)),
        ("Statement of Support for Ukraine", GOVERNMENT, ("NOR",)),
        ("Statement from President Biden Condemning Russia's Attack", "", ("USA",)),
        ("Statement by President Biden: China Must Act", "", ("USA",)),
        ("U.S.-Japan Joint Statement on China's Export Controls", "", ("USA", "JPN")),
        ("G7 Joint Statement on China and Russia", "", ("G7",)),
        ("Fjord Statement on Norway - Japan Bilateral Partnership", "", ("NOR", "JPN")),
        ("Statement by President Biden on UN Security Council Resolution 2375", "", ("USA",)),
        ("House Resolution Supporting NATO", "https://www.congress.gov/1", ("USA",)),
        ("Declaration of a National Emergency With Respect to Russia", "https://www.whitehouse.gov/1", ("USA",)),
        ("Communiqué de presse", "https://www.economie.gouv.fr/1", ("FRA",)),
        ("MOFCOM Announcement No. 46 of 2024 on Export Control to the United States", "", ("CHN",)),
        ("Announcement No. 61 of the Ministry of Commerce of the People's Republic of China", "", ("CHN",)),
        ("Decree No. 3 of the President of Indonesia", "", ("IDN",)),
        ("China's Announcement No. 18 hits Japan", "", ()),
        ("U.S. tariffs: Order No. 5", "", ()),
        ("METI Notification No. 12", "", ("JPN",)),
        ("India to order 114 fighter jets", "", ()),
        ("Australia welcomes decision 3 years after wine tariffs", "", ()),
        ("Sanctions against Iran Executive Order No. 13902", "", ()),
        ("Russia Sanctions Directive 4", "https://www.treasury.gov/1", ("USA",)),
        ("Chinese exporters react to Announcement No. 46", "", ()),
        ("Notice of Administration of tariff quotas from China", "", ()),
    ],
)
def test_the_title_or_the_site_says_who_speaks(title: str, source: str, parties: tuple[str, ...]) -> None:
    assert Speakers(title, source, "").throughout == parties


def test_the_formula_of_an_office_says_who_speaks() -> None:
    said = "By the authority vested in me as President by the Constitution, it is hereby ordered:"
    assert Speakers("", "", said).throughout == ("USA",)


@pytest.mark.parametrize(
    ("head", "parties"),
    [
        (
            "We, the leaders of Japan, the\nRepublic of Korea (ROK), and the United\nStates (U.S.), commemorate",
            "JPN KOR USA",
        ),
        ("We, the Foreign Ministers of Norway and Chile, met in Oslo.", "NOR CHL"),
        ("We, the Quad Leaders, remain dedicated to it.", "Quad"),
        ("We, the leaders of the Group of Seven (G7), condemn it.", "G7"),
        ("We, the people of Norway, stand with Chile and Peru.", ""),
        ("They said that we, the leaders, met Norway and Chile.", ""),
        ("At the lake we wrote: We, the leaders of Japan and Norway, condemn it.", ""),
        ("It rained. " * 200 + "\nWe, the leaders of Japan and Norway, condemn it.", ""),
    ],
)
def test_who_calls_themselves_we_speaks_together(head: str, parties: str) -> None:
    assert Speakers("Joint Leaders’ Statement on the Anniversary", "", head).throughout == tuple(parties.split())


def test_a_site_goes_before_a_we_that_is_quoted() -> None:
    head = "\nWe, the leaders of Japan and Norway, condemn it."
    assert Speakers("Cod", GOVERNMENT, head).throughout == ("NOR",)


def test_where_people_speak_by_turns_nobody_speaks_throughout() -> None:
    turns = "THE MINISTER: We sell cod.\n\nQ  And herring?\n\nTHE MINISTER: We do.\n"
    assert Speakers("Cod", GOVERNMENT, turns).throughout == ()
    assert Speakers("Cod", GOVERNMENT, "COD: We sell it.\n\nHERRING: We do not.\n").throughout == ("NOR",)
    assert Speakers("Cod", GOVERNMENT, "We sell it.\n\nHS CODE: 0303\n\nHS CODE: 0304\n").throughout == ("NOR",)


def test_a_label_says_who_speaks_from_there_on() -> None:
    turns = "PRESIDENT BIDEN: We met.\n\nPRIME MINISTER KISHIDA: We met.\n\nQ  When?\n\nPRESIDENT BIDEN: In May.\n"
    speakers = Speakers("Remarks by President Biden and Prime Minister Kishida", "https://www.whitehouse.gov/1", turns)
    assert (speakers.throughout, speakers.first) == ((), ())
    assert speakers.at("PRIME MINISTER KISHIDA: We met.", ("USA",)) == ("JPN",)
    assert speakers.at("It was in May.", ("JPN",)) == ("JPN",)
    assert speakers.at("Q  When?", ("JPN",)) == ()
    assert speakers.at("MR. COD:  In May.", ("JPN",)) == ()
    one = Speakers("Remarks by President Biden", "", "THE PRESIDENT: We met.\n\nAUDIENCE: Yes!\n\nTHE PRESIDENT: So.\n")
    assert (one.throughout, one.first) == ((), ("USA",))
    assert one.at("THE PRESIDENT: We met.", ()) == ("USA",)
    assert Speakers("Cod", GOVERNMENT, "").at("THE PRESIDENT: We met.", ()) == ()


@pytest.mark.parametrize(
    ("host", "party"),
    [
        ("www.mofcom.gov.cn", "CHN"), ("www.meti.go.jp", "JPN"), ("ec.europa.eu", "EUU"), ("www.gov.uk", "GBR"),
        ("www.bis.doc.gov", "USA"), ("economia.gob.mx", "MEX"), ("gov.example.com", ""), ("mygov.co", ""),
        ("neweuropa.eu", ""), ("[bad", ""), ("exa\u2100mple.com", ""),
    ],
)  # fmt: skip
def test_a_governments_site_is_known_by_its_name(host: str, party: str) -> None:
    assert publisher(f"https://{host}/page") == party
    assert publisher(host) == ""


def actors(said: str, **given: Any) -> list[tuple[str, ...]]:
    page = f"---\ntitle: Notice on Cod\nsource_url: {given.get('source', GOVERNMENT)}\n---\n\n{said}\n"
    (found,) = read(page, name="a.md")
    return [event.actor for event in found.events]


def test_we_are_those_who_speak() -> None:
    page = f"---\nsource_url: {GOVERNMENT}\n---\n\nWe banned exports of gallium to China on 5 May 2024.\n"
    (found,) = read(page, name="a.md")
    assert [event.actor for event in found.events] == [("NOR",)]
    assert found.json()["document"]["author"] == ["NOR"]
    assert actors("We banned exports of gallium to China.", source="https://example.com") == [()]


def test_what_a_rule_says_of_itself_is_done_by_those_whose_it_is() -> None:
    assert actors("This rule imposes a ban on exports of gallium to China.") == [("NOR",)]
    assert actors("This notice, published today, bans exports of gallium to China.") == [("NOR",)]


def test_who_speaks_of_a_test_has_not_made_it() -> None:
    assert actors("I mentioned the recent ballistic missile tests.") == [()]


def test_a_resolution_says_what_its_body_does() -> None:
    page = (
        "---\ntitle: Resolution 9 (2024) of the Security Council\n---\n\nCondemns the missile launch by North Korea.\n"
    )
    (found,) = read(page, name="a.md")
    assert [(one.act, one.actor) for one in found.events if one.act == "state"] == [("state", ("United Nations",))]


def test_an_office_without_a_country_is_that_of_who_speaks() -> None:
    assert actors("The Ministry of Trade has decided to ban exports of gallium to China.") == [("NOR",)]
    assert actors("Exports of gallium to China have been banned.") == [()]
    said = "Shortly after the deposit, the Department lifted the denial order on ZTE."
    assert actors(said) == [("NOR",)]
    assert actors(said, source="https://example.com") == [()]


def test_those_who_give_a_joint_text_speak_where_they_are_only_called_ministers_or_they() -> None:
    said = "Ministers condemned the missile launches by North Korea. They deplored the veto by which Russia ended it."
    page = f"---\ntitle: Joint Statement of Norway and Chile\n---\n\n{said}\n"
    (found,) = read(page, name="a.md")
    assert [one.actor for one in found.events if one.act == "state"] == [("NOR", "CHL")] * 2


def test_an_office_of_its_own_page_meets_and_pledges_for_it() -> None:
    assert actors("The Ministry of Trade has agreed to a treaty with Kenya.") == [("NOR", "KEN")]
    assert actors("The Ministry of Trade held talks with Kenya on Monday.")[0] == ("NOR", "KEN")


@pytest.mark.parametrize(
    ("source", "party"),
    [
        ("Canada Gazette, Part II", "CAN"),
        ("Ministry of Economy, Trade and Industry (METI)", "JPN"),
        ("European Commission, press release IP/25/2418", "EUU"),
        ("Ministry of Development, Industry, Trade and Services, Brazil", "BRA"),
        ("Kenya Daily News", ""),
        ("China Chamber of Commerce for Import and Export, Ministry building", ""),
        ("Ministry of Trade", ""),
        ("Norwegian Refugee Council", ""),
        ("Norway", ""),
    ],
)
def test_the_name_of_an_office_or_gazette_says_who_publishes(source: str, party: str) -> None:
    assert publisher(source) == party


@pytest.mark.parametrize(
    ("head", "party"),
    [
        ("MINISTRY OF COMMERCE AND INDUSTRY\n\nNOTIFICATION No. 41\n\nNew Delhi, the 19th November, 2024", "IND"),
        ("DEPARTMENT OF COMMERCE\n\nBureau of Industry and Security\n\n15 CFR Part 744", "USA"),
        ("Ministry of Commerce\n\nNew Delhi, the 19th November, 2024", ""),
        ("OSLO, March 3\n\nThe ministry said.", ""),
        ("SECURITY COUNCIL VOTES ON GAZA\n\nTokyo abstained in 2024, diplomats said.", ""),
        ("CUSTOMS DUTIES ON STEEL TO RISE\n\nBeijing, 17 November 2024", ""),
    ],
)
def test_what_stands_above_a_notice_says_whose_it_is(head: str, party: str) -> None:
    assert masthead(head) == party


def test_what_a_notice_says_is_done_is_done_by_who_gives_it() -> None:
    body = "Exports of gallium to China are prohibited. Kenya was told that exports of gallium are prohibited.\n"
    (found,) = read(f"---\ntitle: Notice\npublisher: Canada Gazette\n---\n\n{body}", name="a.md")
    assert [one.actor for one in found.events if one.target == ("CHN",)] == [("CAN",)]
    (other,) = read(f"---\ntitle: Notice\npublisher: The Oslo Times\n---\n\n{body}", name="a.md")
    assert [one.actor for one in other.events if one.target == ("CHN",)] == [()]


def test_an_act_of_the_union_is_the_unions() -> None:
    assert Speakers("Commission Implementing Regulation (EU) 2025/1187 on cod", "", "").throughout == ("EUU",)
    assert Speakers("Joint Statement following the Norway-Chile Trilateral Meeting", "", "").throughout == (
        "NOR",
        "CHL",
    )


def test_words_that_are_quoted_are_not_those_of_who_speaks() -> None:
    assert actors("\u201cWe banned exports of gallium to China,\u201d a reader wrote.") == [()]


def test_only_what_begins_a_clause_is_the_document_itself() -> None:
    said = "China announced export controls on gallium. After this decision, it banned exports of germanium to Japan."
    assert actors(said)[-1] == ("CHN",)
    assert actors("Requests by firms were refused, and it banned exports of gallium to Japan.") == [()]


@pytest.mark.parametrize(
    "said",
    [
        "Countries around the world have banned exports of gallium to Japan.",
        "The Company has suspended exports of gallium.",
        "Minister Sharma banned exports of cod to Japan.",
        "The Syrian army advanced. The Ministry has banned exports of wheat to Japan.",
    ],
)
def test_what_is_no_office_of_those_who_speak_is_not_theirs(said: str) -> None:
    assert ("NOR",) not in actors(said)


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ('"We banned exports of gallium to China. We also banned exports of tin to Japan," he wrote.', ()),
        ("\u2018We banned exports of gallium to China,\u2019 Mr Xi wrote.", ()),
        ('Under the "Export Control Act" we banned exports of gallium to China.', ("NOR",)),
        ('"A pity," he wrote. We banned exports of gallium to China.', ("NOR",)),
    ],
)
def test_marks_that_are_closed_quote_no_more(said: str, last: tuple[str, ...]) -> None:
    assert actors(said)[-1] == last


def test_an_address_that_is_none_stops_no_document() -> None:
    assert actors("China banned exports of gallium to Japan.", source="https://[bad") == [("CHN",)]
