"""A page per party of the control register, written from its entries when the documentation is built."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.policy.entry import Entry
from tocsin.policy.register import register
from tocsin.ref.gazetteer import countries

FOLDER = "reference/controls"


def control_pages() -> dict[str, str]:
    """Write an index and one page per party.

    Returns
    -------
    dict of str to str
        Markdown by path below ``docs``.
    """
    held = register()
    pages = {f"{FOLDER}/{party.lower()}.md": _page(party, held.of(party)) for party in held.parties}
    return {f"{FOLDER}/index.md": _index()} | pages


def _index() -> str:
    held = register()
    seen = sum(one.seen for one in held.entries.values())
    said = (
        f"{len(held.entries)} dated acts of {len(held.parties)} parties; of {seen} the reference was read. Compiled "
        "in November 2026 from what mattered by then, and it is no legal advice. How to read, correct and extend it: "
        "[the register](../../how-to/register.md)."
    )
    table = ["| Party | Acts | Read | First announced | Last announced |", "|---|---|---|---|---|"]
    table += [_summary(party, held.of(party)) for party in held.parties]
    lines = ["# Control register", said, "\n".join(table)]
    return "\n\n".join(lines) + "\n"


def _summary(party: str, entries: tuple[Entry, ...]) -> str:
    days = sorted(str(one.announced_on) for one in entries if one.announced_on)
    first, last = (days[0], days[-1]) if days else ("", "")
    read = sum(one.seen for one in entries)
    return f"| [{_name(party)}]({party.lower()}.md) | {len(entries)} | {read} | {first} | {last} |"


def _page(party: str, entries: tuple[Entry, ...]) -> str:
    order = sorted(entries, key=lambda one: (str(one.announced_on or one.valid_from or ""), one.id))
    parts = [f"# Controls of {_name(party)}", f"{len(entries)} acts, by the day they were announced."]
    return "\n\n".join([*parts, *("\n\n".join(_entry(one)) for one in order)]) + "\n"


def _entry(entry: Entry) -> Iterator[str]:
    yield f"## {entry.id}"
    yield _plain(entry.title)
    facts = {
        "Instrument": entry.instrument.replace("_", " "),
        "Effect": f"{entry.does}{f', {entry.licence_policy}' if entry.licence_policy else ''}",
        "Announced": str(entry.announced_on or "not established"),
        "In force": f"{entry.valid_from or 'not established'} to {entry.valid_to or 'open'}"
        + ("; what follows is not established" if entry.after else ""),
        "Towards": ", ".join(entry.targets)
        + (f", but not {', '.join(entry.except_targets)}" if entry.except_targets else ""),
        "Group": f"{entry.group}: {', '.join(entry.members)}" if entry.group else "",
        "Goods": ", ".join(entry.products) or ("all that is controlled" if entry.all_goods else ""),
        "Only": entry.partial,
        "Codes": ", ".join(f"{code} ({sure})" for code, sure in entry.hs6.items()),
        "Firms": ", ".join(entry.holders),
        "Acts on": "; ".join(_acts(entry)),
        "Legal reference": entry.legal_reference,
        "Terms": entry.licence_terms,
        "Note": entry.note,
        "Read in": "; ".join(entry.references),
        "Confidence": entry.confidence,
    }
    yield "\n".join(f"- **{name}:** {_plain(value)}" for name, value in facts.items() if value)


def _acts(entry: Entry) -> Iterator[str]:
    for name in ("supersedes", "lifts", "suspends", "amends", "authorises"):
        if named := getattr(entry, name):
            yield f"{name} {', '.join(named)}"


def _plain(text: str) -> str:
    """Keep Markdown from reading a text as markup."""
    return "".join(f"\\{sign}" if sign in "*_<>[]`|#" else sign for sign in text)


def _name(party: str) -> str:
    found = countries().get(party)
    return found.name if found else {"EU": "the European Union", "MULTI": "several together"}.get(party, party)
