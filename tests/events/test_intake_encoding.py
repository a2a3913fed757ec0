"""Bytes become characters by what is declared if it holds, else by what they speak for."""

from __future__ import annotations

import pytest

from tocsin.events.intake_encoding import decode

KOREAN = "정부는 일본의 수출규제에 대응하여 불화수소와 포토레지스트의 국산화를 추진한다고 밝혔다."
JAPANESE = "経済産業省は1日、韓国向けの半導体材料の輸出管理を厳しくすると発表した。フッ化水素など3品目が対象となる。"
CHINESE = "商务部新闻发言人表示，中国政府将对镓、锗相关物项实施出口管制，这一措施自8月1日起正式实施。"
TAIWANESE = "經濟部表示，政府將對相關物項實施出口管制，這一措施自八月一日起正式實施，國內業者應注意。"
ENGLISH = (
    "Japan\u2019s ministry said \u201ccontrols\u201d on exports \u2014 three chemicals \u2014 would begin in July."
)


@pytest.mark.parametrize(
    ("said", "codec"),
    [
        (KOREAN, "cp949"),
        (KOREAN, "utf-8"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
        (CHINESE, "gb18030"),
        (TAIWANESE, "big5"),
        (ENGLISH, "cp1252"),
        ("Le ministère français a décidé de contrôler les exportations.", "latin-1"),
    ],
)
@pytest.mark.parametrize("before", ["", "<p>A long piece of ASCII stands before it.</p> " * 20])
def test_undeclared_encodings_are_told_apart(said: str, codec: str, before: str) -> None:
    found = decode((before + said).encode(codec))
    assert found.text == before + said
    assert (codec == "utf-8") == (not found.notes)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16"])
def test_a_mark_of_byte_order_counts_first_and_is_no_character(codec: str) -> None:
    assert decode(KOREAN.encode(codec), "cp1252").text == KOREAN


def test_utf_16_without_its_mark_is_seen_by_its_zeros() -> None:
    assert decode(("Export controls. " * 5).encode("utf-16-be")).text == "Export controls. " * 5


def test_what_the_head_of_a_page_declares_holds() -> None:
    body = f"<html><head><meta charset='euc-kr'></head><p>{KOREAN}</p>"
    found = decode(body.encode("cp949"))
    assert (found.text, found.encoding, found.notes) == (body, "cp949", ())


def test_a_false_declaration_is_noted_and_overcome() -> None:
    found = decode(f"<meta charset=utf-8>{CHINESE}".encode("gb18030"))
    assert CHINESE in found.text
    assert any("does not fit" in note for note in found.notes)


@pytest.mark.parametrize("label", ["zlib_codec", "idna", "unicode_escape", "utf-7", "rot13"])
def test_a_declaration_that_is_no_encoding_of_text_is_not_followed(label: str) -> None:
    found = decode(b"Japan +AGE- \\u0041", label)
    assert found.text == "Japan +AGE- \\u0041"
    assert any("not known" in note for note in found.notes)


def test_a_few_broken_bytes_in_utf_8_are_counted_not_taken_for_another_encoding() -> None:
    found = decode((KOREAN * 10).encode() + b"\xff\xfe")
    assert found.encoding == "utf-8"
    assert found.text.startswith(KOREAN)
    assert any("could not be decoded" in note for note in found.notes)


def test_any_bytes_can_be_decoded() -> None:
    assert len(decode(bytes(range(128, 256)) * 50).text) > 0
