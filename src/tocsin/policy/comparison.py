"""Two control lists side by side, code by code: every code of either list is placed, and what differs is named."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.core.errors import FormatError
from tocsin.policy.numbering import explain
from tocsin.policy.paragraphs import Pairing, Paragraph, is_merged, pair, paragraphs, words
from tocsin.policy.thresholds import COMMA, is_cut, thresholds

SAME, OTHER_TEXT, TITLE_ONLY, ONLY_A, ONLY_B = "same", "other text", "title only", "only A", "only B"
KINDS = (ONLY_A, ONLY_B, OTHER_TEXT, TITLE_ONLY, SAME)
#: A heading that promises paragraphs.
_PROMISES = re.compile(r"as follows|following|List of Items Controlled|having (?:any|all|both)", re.IGNORECASE)


@dataclass(frozen=True)
class ListEntry:
    """One entry of a control list.

    Parameters
    ----------
    party, control_list : str
        Whose list, and which.
    code, title : str
        Its code and heading.
    reasons, detail : str
        Reasons for control, separated by ``;``; its paragraphs, one a line.
    period : str
        Day of the edition.
    """

    party: str
    control_list: str
    code: str
    title: str
    reasons: str = ""
    detail: str = ""
    period: str = ""


@dataclass(frozen=True)
class Difference:
    """Thresholds that differ in one paragraph.

    Parameters
    ----------
    label : str
        Which paragraph, as the list with the longer label has it; ``"heading"`` for the heading.
    a, b : tuple of str
        Thresholds that only the one and only the other has there.
    text_a, text_b : str
        The paragraph in both.
    """

    label: str
    a: tuple[str, ...]
    b: tuple[str, ...]
    text_a: str
    text_b: str


@dataclass(frozen=True)
class Compared:
    """One code of either list.

    Parameters
    ----------
    code, kind : str
        The code, and one of :data:`KINDS`.
    a, b : ListEntry or None
        Its entries.
    differences : tuple of Difference
        Thresholds that differ.
    only_a, only_b : tuple of str
        Paragraphs without a counterpart, with their labels.
    explanation : str
        Why codes have no counterpart, or why texts could not be compared, or how they differ.
    by_construction : bool
        Whether the code could not have had a counterpart, as the lists are numbered.
    """

    code: str
    kind: str
    a: ListEntry | None
    b: ListEntry | None
    differences: tuple[Difference, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()
    explanation: str = ""
    by_construction: bool = False

    @property
    def title(self) -> str:
        """Heading in the first list that has it."""
        return next(one.title for one in (self.a, self.b) if one is not None)


def compare(a: Iterable[ListEntry], b: Iterable[ListEntry]) -> tuple[Compared, ...]:
    """Compare two lists code by code.

    Numbers with units, and numbers that something is compared with, are what counts: a paragraph that is worded
    otherwise with the same thresholds is the same. Where one list is held without its paragraphs only presence is
    compared.

    Parameters
    ----------
    a, b : iterable of ListEntry
        The lists.

    Returns
    -------
    tuple of Compared
        One for each code of either list, by code.

    Raises
    ------
    FormatError
        If a list holds a code twice, or none at all.
    """
    first, second = _by_code(a, "A"), _by_code(b, "B")
    return tuple(_placed(code, first, second) for code in sorted(first.keys() | second.keys()))


def count_kinds(rows: Iterable[Compared]) -> dict[str, int]:
    """Count the codes of a comparison by kind, every kind named."""
    counted = Counter(row.kind for row in rows)
    return {kind: counted[kind] for kind in KINDS}


def share_not_shared(a: Iterable[str], b: Iterable[str]) -> float | None:
    """Return the share of the codes of two lists that only one of them has (Jaccard distance).

    Parameters
    ----------
    a, b : iterable of str
        Codes.

    Returns
    -------
    float or None
        In [0, 1]; None where both are empty.
    """
    one, other = frozenset(a), frozenset(b)
    return 1 - len(one & other) / len(one | other) if one | other else None


def _by_code(entries: Iterable[ListEntry], name: str) -> Mapping[str, ListEntry]:
    found: dict[str, ListEntry] = {}
    for entry in entries:
        if entry.code in found:
            where = f"list {name}, {entry.party} {entry.control_list}"
            raise FormatError(f"The code {entry.code!r} stands twice", where=where, remedy="Give one edition.")
        found[entry.code] = entry
    if not found:
        raise FormatError("The list holds no entry", where=f"list {name}", remedy="Load it with tocsin collect.")
    return found


def _placed(code: str, a: Mapping[str, ListEntry], b: Mapping[str, ListEntry]) -> Compared:
    one, other = a.get(code), b.get(code)
    if one is not None and other is not None:
        return _both(code, one, other)
    held, lacking = (a[code], b) if one is not None else (b[code], a)
    told = explain(code, held.party, next(iter(lacking.values())).party, held.title, held.reasons)
    return Compared(
        code,
        ONLY_A if one else ONLY_B,
        one,
        other,
        explanation=told.text,
        by_construction=told.by_construction,
    )


def _both(code: str, one: ListEntry, other: ListEntry) -> Compared:
    texts = [paragraphs(entry.detail, comma=entry.party in COMMA) for entry in (one, other)]
    missing = [
        f"{entry.party} {entry.control_list}"
        for entry, text in zip((one, other), texts, strict=True)
        if not any(part.counts for part in text) and _PROMISES.search(entry.title)
    ]
    if missing:
        why = f"the paragraphs of {' and '.join(missing)} are not held: only presence is compared"
        return Compared(code, TITLE_ONLY, one, other, explanation=why)
    return _texts(code, one, other, texts)


def _texts(code: str, one: ListEntry, other: ListEntry, texts: list[tuple[Paragraph, ...]]) -> Compared:
    headings = _headings(one, other)
    paired = pair(texts[0], texts[1], headings)
    pairs = [headings, *paired.pairs]
    whole = [two for two in pairs if not any(is_cut(part.text) for part in two)]
    differences = tuple(found for two in whole if (found := _difference(*two, texts)))
    lost_a, lost_b = _before_first(texts[0], texts[1], paired), _before_first(texts[1], texts[0], paired, turned=True)
    only_a = tuple(_shown(part) for part in paired.only_a if part not in lost_b)
    only_b = tuple(_shown(part) for part in paired.only_b if part not in lost_a)
    names = [f"{entry.party} {entry.control_list}" for entry in (one, other)]
    cut = len(pairs) - len(whole)
    parts = (
        f"thresholds differ in {_counted(len(differences))}" if differences else "",
        f"{_counted(len(only_a))} only in {names[0]}" if only_a else "",
        f"{_counted(len(only_b))} only in {names[1]}" if only_b else "",
        f"the first paragraphs of {names[0]} are not held" if lost_a else "",
        f"the first paragraphs of {names[1]} are not held" if lost_b else "",
        f"{_counted(cut)} cut off in the text as held, not compared" if cut else "",
    )
    differs = bool(differences or only_a or only_b)
    kind = OTHER_TEXT if differs else TITLE_ONLY if cut or lost_a or lost_b else SAME
    return Compared(code, kind, one, other, differences, only_a, only_b, "; ".join(filter(None, parts)))


def _counted(count: int) -> str:
    return "1 paragraph" if count == 1 else f"{count} paragraphs"


def _before_first(
    a: tuple[Paragraph, ...], b: tuple[Paragraph, ...], paired: Pairing, *, turned: bool = False
) -> tuple[Paragraph, ...]:
    """Return what of b stands before the counterpart of the first paragraph of a, if a does not begin at its own a."""
    first = next((part for part in a if part.counts), None)
    if first is None or first.label.partition(".")[0] in ("", "a"):
        return ()
    partners = [(two[1], two[0]) if turned else two for two in paired.pairs]
    partner = next((other for one, other in partners if one is first), None)
    until = next((i for i, part in enumerate(b) if part is partner), 0)
    return b[:until]


def _headings(one: ListEntry, other: ListEntry) -> tuple[Paragraph, Paragraph]:
    return _heading(one), _heading(other)


def _heading(entry: ListEntry) -> Paragraph:
    amounts = thresholds(entry.title, comma=entry.party in COMMA)
    return Paragraph("heading", entry.title, True, words(entry.title), amounts)


def _difference(a: Paragraph, b: Paragraph, texts: list[tuple[Paragraph, ...]]) -> Difference | None:
    """Say which thresholds of two paragraphs differ; what a merged paragraph took from others is found there."""
    more, less = a.amounts - b.amounts, b.amounts - a.amounts
    if (more or less) and (is_merged(a, b) or a.label == "heading"):
        elsewhere = [sum((part.amounts for part in text), Counter[str]()) for text in texts]
        more = Counter({name: count for name, count in more.items() if not elsewhere[1][name]})
        less = Counter({name: count for name, count in less.items() if not elsewhere[0][name]})
    if not more and not less:
        return None
    label = max(a.label, b.label, key=len)
    return Difference(label, tuple(sorted(more.elements())), tuple(sorted(less.elements())), a.text, b.text)


def _shown(part: Paragraph) -> str:
    return f"{part.label}. {part.text}" if part.label else part.text
