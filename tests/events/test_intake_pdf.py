"""The text of a PDF is taken out by a process of its own; what is damaged or asks too much is refused."""

from __future__ import annotations

import zlib
from datetime import date
from importlib.util import find_spec

import pytest

from tocsin.core.errors import FormatError, UsageError
from tocsin.events import intake_pdf
from tocsin.events.intake import open_document
from tocsin.events.intake_limits import Limits
from tocsin.events.reader import read

needs_pypdf = pytest.mark.skipif(find_spec("pypdf") is None, reason="needs pypdf")


def pdf(*pages: list[str], stream: bytes | None = None) -> bytes:
    """Write a PDF of a few lines a page by hand."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = b" T* ".join(f"({line}) Tj".encode() for line in lines)
        body = stream or zlib.compress(b"BT /F1 12 Tf 14 TL 72 720 Td " + shown + b" ET")
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(body), body))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(b"%d 0 R" % k for k in kids), len(kids))
    objects.append(b"<< /Title (A notice) /CreationDate (D:20230703120000Z) >>")
    out, places = b"%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (n, one)
    table = b"".join(b"%010d 00000 n \n" % at for at in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1,
        len(objects),
        len(out),
    )
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


LINES = ["China banned exports of gal-", "lium to the United States in December 2024.", "Page 1 of 2"]


@needs_pypdf
def test_lines_and_pages_become_a_text_with_places() -> None:
    opened = open_document(pdf(LINES, ["Korea and Japan agreed."]), name="a.pdf")
    assert (opened.title, opened.published, opened.kind) == ("A notice", date(2023, 7, 3), "pdf")
    assert "exports of gallium to the United States" in opened.text.clean
    assert "Page 1" not in opened.text.clean
    at = opened.text.clean.index("gallium")
    start, end = opened.text.span(at, at + 7)
    assert opened.text.original[start:end] == "gal-\nlium"


@needs_pypdf
def test_events_quote_the_text_taken_out() -> None:
    (reading,) = read(pdf(LINES, ["Korea and Japan agreed."]), name="a.pdf")
    banned = next(one for one in reading.events if one.act == "ban")
    assert (banned.actor, banned.target) == (("CHN",), ("USA",))
    assert reading.original[banned.evidence.start : banned.evidence.end] == banned.evidence.text
    assert "taken out of the PDF" in reading.json()["document"]["offsets"]


@needs_pypdf
@pytest.mark.parametrize(
    ("data", "limits", "why"),
    [
        (b"%PDF-1.4\nnothing of the kind", Limits(), "cannot be read"),
        (pdf(LINES)[:400], Limits(), "cannot be read"),
        (pdf([""]), Limits(), "holds no text"),
        (pdf(LINES, LINES), Limits(pages=1), "has 2 pages; at most 1 are read"),
        (pdf(LINES), Limits(characters=20), "holds more than 20 characters"),
        (pdf([""], stream=zlib.compress(b"0" * 300_000_000)), Limits(), "The PDF"),
    ],
    ids=["no PDF", "cut off", "empty", "pages", "characters", "bomb"],
)
def test_what_is_damaged_or_asks_too_much_is_refused(data: bytes, limits: Limits, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        open_document(data, name="a.pdf", limits=limits)


def test_without_the_package_the_remedy_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_pdf, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match="pip install pypdf"):
        open_document(b"%PDF-1.4", name="a.pdf")
