"""A feed becomes its documents, each with places in the source of the feed; declarations and bombs are refused."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.core.errors import FormatError
from tocsin.events.intake import open_document, open_documents
from tocsin.events.intake_limits import Limits

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
<language>en-gb</language>
<item><title>China &amp; gallium</title><link>https://example.org/1</link>
<pubDate>Mon, 03 Jul 2023 08:00:00 GMT</pubDate>
<description>&lt;p&gt;China&amp;rsquo;s ministry will restrict exports of gallium.&lt;/p&gt;</description></item>
<item><title>경고 Korea</title><guid>x</guid><pubDate>Tue, 04 Jul 2023 08:00:00 GMT</pubDate>
<description>Short.</description>
<content:encoded><![CDATA[<p>Korea &amp; Japan agreed. <b>Long</b> text stands here.</p>]]></content:encoded></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>F</title>
<entry><title type="html">A &amp;amp; B</title><link rel="self" href="https://example.org/self"/>
<link href="https://example.org/a"/><published>2023-07-03T00:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Japan agreed.</p></div></content></entry>
<entry><title>C</title><updated>2023-07-05T00:00:00Z</updated>
<summary type="text">1 &lt; 2. Korea agreed.</summary></entry>
</feed>"""


def test_the_documents_of_rss_are_opened() -> None:
    first, second = open_documents(RSS.encode(), name="feed.rss")
    assert (first.title, first.published, first.source) == (
        "China & gallium",
        date(2023, 7, 3),
        "https://example.org/1",
    )
    assert first.text.clean.strip() == "China\u2019s ministry will restrict exports of gallium."
    assert second.text.clean.strip() == "Korea & Japan agreed. Long text stands here."
    assert (first.language, second.title) == ("en", "경고 Korea")


def test_places_are_those_of_the_source_of_the_feed() -> None:
    for opened, words in zip(
        open_documents(RSS.encode()), ("ministry will restrict exports", "Korea &amp; Japan agreed"), strict=True
    ):
        clean = words.replace("&amp;", "&")
        at = opened.text.clean.index(clean)
        start, end = opened.text.span(at, at + len(clean))
        assert opened.text.original == RSS
        assert opened.text.original[start:end] == words


def test_the_documents_of_atom_are_opened() -> None:
    first, second = open_documents(ATOM.encode())
    assert (first.title, first.source, first.published) == ("A & B", "https://example.org/a", date(2023, 7, 3))
    assert first.text.clean.strip() == "Japan agreed."
    assert second.text.clean.strip() == "1 < 2. Korea agreed."
    assert second.published == date(2023, 7, 5)


def test_a_feed_of_several_is_not_one_document() -> None:
    with pytest.raises(FormatError, match="holds 2 documents"):
        open_document(RSS.encode())


def test_a_bomb_of_entities_is_refused() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    item = "<rss><channel><item><title>&a9;</title></item></channel></rss>"
    body = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a0 "ha">{lines}]>{item}'
    with pytest.raises(FormatError, match="document type"):
        open_documents(body.encode(), name="a.rss")


def test_a_file_of_this_machine_is_not_read_into_a_feed() -> None:
    body = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>'
    with pytest.raises(FormatError, match="document type"):
        open_documents(body.encode())


def test_depth_number_and_form_are_checked() -> None:
    deep = "<rss>" + "<a>" * 200 + "</a>" * 200 + "</rss>"
    with pytest.raises(FormatError, match="nested more than 100 deep"):
        open_documents(deep)
    with pytest.raises(FormatError, match="more than 1 documents"):
        open_documents(RSS, limits=Limits(items=1))
    with pytest.raises(FormatError, match=r"no well-formed XML .* line 3"):
        open_documents("<rss>\n<channel>\n</rss>")
