"""What is given as a document is opened, dated, cut to its text, and refused where it asks too much."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from tocsin.core.errors import FormatError, UsageError
from tocsin.events.intake import KINDS, open_document, open_documents
from tocsin.events.intake_limits import Limits

ARTICLE = """China restricts gallium

July 3, 2023

By Jane Roe

Subscribe to our newsletter for full access.

China said on Monday that it will restrict exports of gallium to the United States. Readers who subscribe to a theory
of decoupling saw it confirmed by the licence rule for exporters in Guangdong, Hunan and other provinces, where firms
have long asked for more time, for a list of the end users that pass, and for a day on which it begins to hold.

Share this

Beijing and Washington held talks in May.

#gallium #exports

About Jane Roe and John Doe

Jane Roe is a senior fellow at an institute of somewhere.

Leave a Reply

I think Japan banned exports of tea to Korea.
"""


def test_notes_around_a_text_are_cut_and_what_it_says_stays() -> None:
    opened = open_document(ARTICLE.encode(), name="article.txt")
    clean = opened.text.clean
    assert "restrict exports of gallium to the United States" in clean
    assert "Beijing and Washington held talks in May." in clean
    for gone in ("newsletter", "Share this", "#gallium", "senior fellow", "Leave a Reply", "tea", "By Jane"):
        assert gone not in clean
    assert opened.cut > 150


def test_a_sentence_in_a_long_paragraph_that_only_holds_a_word_of_such_notes_stays() -> None:
    clean = open_document(ARTICLE.encode(), name="article.txt").text.clean
    assert "theory\nof decoupling" in clean


def test_each_character_that_is_read_stands_where_it_says(shared_data: Path) -> None:
    path = shared_data / "documents" / "worldnews365_trilateral_2023.txt"
    text = open_document(path.read_bytes(), name=path.name).text
    for k in range(0, len(text), 17):
        start, end = text.span(k, k + 1)
        if not text.clean[k].isspace():
            assert text.original[start:end] == text.clean[k]


def test_the_scraped_article_loses_its_surroundings_and_no_sentence(shared_data: Path) -> None:
    path = shared_data / "documents" / "worldnews365_trilateral_2023.txt"
    clean = open_document(path.read_bytes(), name=path.name).text.clean
    for gone in ("F6S", "full article", "a month", "#asian", "Foreman", "Leave a Reply", "Required fields"):
        assert gone not in clean
    assert clean.strip().startswith("The trilateral relationship between Japan")
    assert clean.strip().endswith("within the Indo-Pacific and past.")
    assert "Stopping North Korean Aggression" in clean


def test_little_is_cut_from_official_documents(shared_data: Path) -> None:
    cut = total = 0
    for path in sorted((shared_data / "documents").glob("*.md")):
        opened = open_document(path.read_bytes(), name=path.name)
        assert opened.published is not None
        assert opened.published_from == "head"
        assert opened.title
        assert opened.source.startswith("https://")
        cut, total = cut + opened.cut, total + len(opened.text)
    assert total > 500_000
    assert cut < 0.001 * total


def test_a_heading_is_the_title_where_nothing_else_names_one() -> None:
    assert open_document(ARTICLE.encode(), name="a.txt").title == "China restricts gallium"
    assert open_document(b"Japan banned exports of tea.", name="a.txt").title == ""
    dated = open_document(b"SEOUL, April 19, 2026\n\nKorea bans tea\n\nKorea banned tea today.", name="a.txt")
    assert (dated.title, str(dated.published)) == ("Korea bans tea", "2026-04-19")
    assert open_document(b"Korea bans tea, 3 May 2023\n\nKorea banned tea.", name="a.txt").title.startswith("Korea")
    assert open_document(b"CHINA BANS TEA, July 3, 2023\n\nChina banned tea.", name="a.txt").title.startswith("CHINA")


@pytest.mark.parametrize(
    ("name", "body", "day", "said_by"),
    [
        ("a.txt", "July 3, 2023\n\nChina bans exports.", date(2023, 7, 3), "first lines"),
        ("a.txt", "Published: 3 July 2023\n\nChina bans exports.", date(2023, 7, 3), "first lines"),
        ("2023-07-03-notice.txt", "China bans exports.", date(2023, 7, 3), "address"),
        ("https://example.org/2023/07/03/notice", "China bans exports.", date(2023, 7, 3), "address"),
        ("a.md", "---\ndate: '2023-07-03'\n---\nChina bans exports.", date(2023, 7, 3), "head"),
        ("a.txt", "2023年7月3日\n\n中国商务部宣布。", date(2023, 7, 3), "first lines"),
        ("a.txt", "China bans exports since 3 July 2023, the ministry said in a notice of that week.", None, ""),
        ("a.txt", "Sales rose. 2023-13-45 is no day.", None, ""),
    ],
)
def test_the_day_of_publication_is_found_where_it_is_said(name: str, body: str, day: date | None, said_by: str) -> None:
    opened = open_document(body.encode(), name=name)
    assert (opened.published, opened.published_from) == (day, said_by)


def test_entities_of_markdown_are_decoded_and_code_is_not_read() -> None:
    said = "Japan&nbsp;banned tea &amp; salt, &copyright; by it.\n\n```sh\nChina banned exports.\n```\n\n"
    said += "Korea agreed.\n\n```\nOman met.\n"
    opened = open_document(said.encode(), name="a.md")
    assert " ".join(opened.text.clean.split()) == "Japan banned tea & salt, &copyright; by it. Korea agreed. Oman met."


@pytest.mark.parametrize(
    "line",
    [
        "SEOUL, November 17, 2025 /PRNewswire/ -- Hanbit today said that it would build a plant for cathodes in Ohio.",
        "Frankfurt, 17 November 2025 – Ad hoc announcement pursuant to Article 17 of the Market Abuse Regulation (EU).",
        "17-Nov-2025 / 14:32 CET/CEST The issuer is solely responsible for the content of this announcement, it says.",
        "NEW DELHI, Nov. 17, 2025 (GLOBE NEWSWIRE) -- The company said on Monday that it would open a smelter there.",
    ],
)
def test_the_day_with_which_a_notice_begins_is_its_own(line: str) -> None:
    assert open_document(f"A title\n\n{line}\n".encode(), name="a.txt").published == date(2025, 11, 17)


def test_a_date_within_a_sentence_is_not_the_day_of_the_document() -> None:
    for line in (
        "On March 3, 2026, China banned exports of gallium to Japan, and prices rose in all of the markets there are.",
        "On October 7, 2022 (87 FR 62186), the Bureau of Industry and Security published an interim final rule on it.",
        "Effective January 1, 2030: exports of gallium are prohibited to all countries that are not on the list then.",
    ):
        assert open_document(f"A title\n\n{line}\n".encode(), name="a.txt").published is None


def test_an_address_goes_before_the_name_of_a_paper() -> None:
    body = "---\nsource: Ministry of Tests\nurl: https://example.org/a\n---\nText.\n"
    assert open_document(body.encode(), name="a.md").source == "https://example.org/a"
    assert open_document(b"---\nsource: Ministry of Tests\n---\nText.\n", name="a.md").source == "Ministry of Tests"


def test_front_matter_gives_title_day_and_source_and_is_not_read() -> None:
    body = (
        '---\ndate: "2022-08-02"\nsource_url: https://example.org/a\ntags: x\ntitle: "A\\u2019s long\\\n'
        '  \\ title"\n---\n# Heading\n\n- Japan **banned** [exports](http://x.org) of *chips*.\n- Korea agreed.\n'
    )
    opened = open_document(body.encode(), name="a.md")
    assert (opened.title, opened.published, opened.source) == (
        "A\u2019s long title",
        date(2022, 8, 2),
        "https://example.org/a",
    )
    assert [one.strip() for one in opened.text.clean.split("\n\n") if one.strip()] == [
        "Heading",
        "Japan banned exports of chips.",
        "Korea agreed.",
    ]


def test_lines_that_were_wrapped_are_joined_and_headings_stand_apart() -> None:
    body = "A heading\nJapan said that it would restrict exports of chemicals to the\nRepublic of Korea from July.\n"
    assert "A heading\n\nJapan" in open_document(body.encode(), name="a.txt").text.clean
    assert "to the\nRepublic" in open_document(body.encode(), name="a.txt").text.clean


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<!DOCTYPE html><html><body><p>A.</p></body></html>", "html"),
        ("  <p>Japan banned exports.</p>", "html"),
        ("---\ntitle: A\n---\nB.", "markdown"),
        ("x < y and y > z. Japan banned exports.", "text"),
        ('<?xml version="1.0"?><rss><channel><item><title>A</title></item></channel></rss>', "feed"),
    ],
)
def test_the_kind_is_found_out(body: str, kind: str) -> None:
    assert open_documents(body.encode())[0].kind == kind
    assert kind in KINDS


def test_what_is_called_a_text_is_no_page_whatever_it_holds() -> None:
    assert open_document(b"<p>Japan</p>", name="a.txt").kind == "text"


def test_no_such_kind_is_a_misuse() -> None:
    with pytest.raises(UsageError, match="no kind of document"):
        open_document(b"a", kind="docx")


def test_a_page_of_fifty_megabytes_is_refused() -> None:
    with pytest.raises(FormatError, match="at most 10,000,000 are read"):
        open_document(b"<p>" + b"a" * 50_000_000, name="big.html")


def test_too_many_characters_are_refused() -> None:
    with pytest.raises(FormatError, match="at most 100 are read"):
        open_document(b"a" * 101, limits=Limits(characters=100))


def test_packed_documents_are_refused_and_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * 5_000_000)
    for data, what in ((packed.getvalue(), "ZIP archive"), (gzip.compress(b"0" * 5_000_000), "gzip")):
        with pytest.raises(FormatError, match=what):
            open_document(data, name="a.txt")


def test_pictures_and_programs_are_refused() -> None:
    for data in (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"\x7fELF\x02\x01" + bytes(64), bytes(range(32)) * 40):
        with pytest.raises(FormatError):
            open_document(data, name="a")


def test_signs_that_are_not_seen_are_left_out_with_their_places_kept() -> None:
    body = "Ja\u00adpan\u200b banned\u202e exports\u00a0of\x00 chips."
    text = open_document(body, kind="text").text
    assert text.clean == "Japan banned exports of  chips."
    start, end = text.span(0, 5)
    assert text.original[start:end] == "Ja\u00adpan"


def test_an_empty_document_says_so() -> None:
    opened = open_document(b"   \n", name="a.txt")
    assert not opened.text.clean.strip()
    assert "no text is left to be read" in opened.notes


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("The Ministry of Trade of the Republic said that it will act in the matter.", "en"),
        ("산업통상자원부는 수출 규제를 발표했다.", "ko"),
        ("経済産業省は輸出管理を厳しくすると発表した。", "ja"),
        ("商务部宣布对镓实施出口管制。", "zh"),
        ("أعلنت الوزارة قيودا على الصادرات", "ar"),
        ("1234", ""),
    ],
)
def test_the_language_is_guessed_where_none_is_named(body: str, language: str) -> None:
    assert open_document(body, kind="text").language == language
