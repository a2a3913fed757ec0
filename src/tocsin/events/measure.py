"""Events that look like a measure: who restricts or frees which goods towards whom, since when, as far as is said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from tocsin.core.errors import CodeError
from tocsin.core.hs import parse_hs6
from tocsin.core.period import Period, parse_period
from tocsin.events.dates import dates
from tocsin.events.event import MEASURES
from tocsin.events.publishers import publisher
from tocsin.events.reading_json import Said
from tocsin.events.saying import said_on
from tocsin.ref.countries import countries

#: How far it is a fact, for what is proposed: what may come, is wished for or denied is no measure.
REAL = ("done", "announced")
#: Acts that change an earlier measure.
CHANGES = frozenset({"lift_control", "extend", "suspend", "expire"})
_REACH = 80
_BETWEEN = r"(?:\W+(?:on|from|in|as|of|the|early|late|mid|at|midnight|beginning|starting))*\W*$"
_FROM = re.compile(
    r"\b(?:effective(?: date)?(?: of)?|from|since|as of|starting|beginning|t(?:ake|akes|ook|aking) effect|"
    r"enter(?:s|ed|ing)? into (?:force|effect)|c(?:ome|omes|ame|oming) into (?:force|effect)|in (?:force|effect))"
    + _BETWEEN,
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|till|(?<!all )through|up to|expir(?:e|es|ed|ing)|ends?|ended)" + _BETWEEN, re.IGNORECASE
)
_LEADING = re.compile(r"(?:(?:in|since|by|until|during|from|through|of|on|early|late|mid)[- ])*", re.IGNORECASE)
_MEASURE = re.compile(
    r"\b(?:controls?|curbs?|restrict|tariff|dut(?:y|ies)|levy|ban|bans|banned|embargo|quota|licen[cs]|permit|sanction|suspen|"
    r"moratori|waiver|exempt|exception|authori[sz]ation|reprieve|truce|measures?|regulation|validated end)",
    re.IGNORECASE,
)
#: What holds goods back by a rule: where that rests, goods are free.
_RULES = (
    r"(?:anti\S*|controls?|countermeasures?|curbs?|ban|bans|caps?|checks?|embargo\w*|dut(?:y|ies)|inspections?|investigations?"
    r"|lev(?:y|ies)|licen[cs]\w*|limits?|measures?|moratori\w+|orders?|permits?|prohibitions?|quotas?|requirements?"
    r"|restrict\w*|rules?|sanctions?|surcharges?|tariffs?|tax\w*|waivers?)"
)
#: "Suspended exports of wheat": goods are held back; "suspended its export controls": a measure rests.
_TRADE_RESTS = re.compile(
    r"\b(?:suspend(?:s|ed|ing)?|suspension|paus(?:e|es|ed|ing))(?: of)? "
    rf"(?:(?!{_RULES}\b|(?:of|on|against|for|from|to|which|that|after)\b)[\w-]+ ){{0,4}}?"
    r"(?:exports?|imports?|shipments?|sales|deliver(?:y|ies)|supplies|purchases)\b"
    rf"(?! (?:[\w-]+ )?{_RULES}\b)",
    re.IGNORECASE,
)
_IMPORT, _EXPORT = re.compile(r"\bimport", re.IGNORECASE), re.compile(r"\bexport", re.IGNORECASE)
_CODE = re.compile(r"\b(?:HS|HTS|HTSUS|CN|[Ss]ubheadings?|[Cc]odes?)\s*(?:codes?\s*)?(\d{4})\.?(\d{2})(?![\d])")


@dataclass(frozen=True)
class Measure:
    """What a sentence says of a measure.

    Parameters
    ----------
    party : str
        Who acts: ISO 3166-1 alpha-3 or ``EU``; empty if it is not said.
    act : str
        One of :data:`tocsin.events.event.MEASURES`.
    said : Said
        The event with its words and its document.
    targets, firms : tuple of str
        Countries (``EU`` for the Union) and organisations towards which it looks.
    goods, codes : tuple of str
        Ids of the product book and of technologies; six-digit codes that the sentence names.
    direction : str
        ``export`` or ``import``.
    announced_on, valid_from, valid_to : str
        Dates as they are known: a day, month, quarter or year; empty if nothing is.
    dated : bool
        Whether the sentence names a date: otherwise the document's day stands for the announcement.
    doubts : tuple of str
        What was taken for granted.
    """

    party: str
    act: str
    said: Said
    targets: tuple[str, ...] = ()
    firms: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    direction: str = "export"
    announced_on: str = ""
    valid_from: str = ""
    valid_to: str = ""
    dated: bool = True
    doubts: tuple[str, ...] = ()


def measures(said: Said) -> tuple[tuple[Measure, ...], str]:
    """Find the measures of an event: one for each party that acts.

    Parameters
    ----------
    said : Said
        The event.

    Returns
    -------
    tuple of (tuple of Measure, str)
        The measures; if there is none, why.
    """
    event = said.event
    if event.act not in MEASURES:
        return (), "no measure"
    if event.modality not in REAL:
        return (), f"only {event.modality.replace('_', ' ')}"
    act = "ban" if event.act == "suspend" and _TRADE_RESTS.search(said.sentence) else event.act
    if act in CHANGES and not _MEASURE.search(said.sentence):
        return (), "what it changes is no measure"
    parties = [party for one in event.actor if (party := _place(one))]
    doubts: tuple[str, ...] = ()
    if not parties and (site := _place(publisher(said.document.source))):
        parties = [site]
        doubts = (f"who acts is not said: {site} is taken, for the document stands on its government's site",)
    if not parties and event.actor:
        return (), "whoever acts is no country"
    firms = tuple(one for one in event.target if not _place(one))
    if not (event.object_ or firms or [one for one in event.target if _place(one) not in parties]):
        return (), "neither goods nor a target are named"
    made = []
    for party in parties or [""]:
        targets = tuple(dict.fromkeys(place for one in event.target if (place := _place(one)) and place != party))
        bare = Measure(party, act, said, targets=targets, firms=firms, goods=event.object_, codes=_codes(said.sentence))
        made.append(_dated(_directed(replace(bare, doubts=doubts or (() if party else ("who acts is not said",))))))
    return tuple(made), ""


def _place(name: str) -> str:
    """Return the code of a country or of the Union; empty for an organisation."""
    if name in {"EUU", "EUN", "EU"}:
        return "EU"
    return name if name in countries() else ""


def _directed(measure: Measure) -> Measure:
    sentence = measure.said.sentence
    import_, export = bool(_IMPORT.search(sentence)), bool(_EXPORT.search(sentence))
    if measure.act == "tariff":
        return replace(measure, direction="export" if export and not import_ else "import")
    if import_ and not export:
        return replace(measure, direction="import")
    if export or measure.act not in {"impose_control", "announce_control", "ban", "quota"}:
        return measure
    return replace(measure, doubts=(*measure.doubts, "whether it is on exports or imports is not said: exports taken"))


def _codes(sentence: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_valid_codes(sentence)))


def _valid_codes(sentence: str) -> Iterator[str]:
    for found in _CODE.finditer(sentence):
        try:
            yield parse_hs6("".join(found.groups()))
        except CodeError:
            continue


def _dated(measure: Measure) -> Measure:
    event, published = measure.said.event, measure.said.document.published
    first, last = _cued(measure)
    plain = event.date if event.date_precision != "none" and event.date not in {first, last} else ""
    today = published.isoformat() if published else ""
    announced = ""
    if measure.act == "expire":
        last, plain = last or plain or first, ""
        return replace(measure, announced_on=today, valid_to=last, dated=bool(last))
    if measure.act == "announce_control" or event.modality == "announced":
        if plain and published and parse_period(plain).start > published:
            first, plain = first or plain, ""
        plain = plain or _said_on(measure)
        announced = plain or today
    elif first or plain:
        announced = plain if first else ""
        first = first or plain
        if not announced and published and published <= parse_period(first).start:
            announced = today
    else:
        announced = today
    dated = bool(first or last or plain)
    doubts = measure.doubts
    if not dated:
        doubts = (*doubts, "no day is named: that of the document is taken for the announcement")
    elif announced and first and parse_period(first).end < parse_period(announced).start:
        doubts = (*doubts, f"it would have begun ({first}) before it was announced ({announced})")
    return replace(measure, announced_on=announced, valid_from=first, valid_to=last, dated=dated, doubts=doubts)


def _cued(measure: Measure) -> tuple[str, str]:
    """Find the first and the last day in force, where words say that they are such."""
    text, first, last = measure.said.sentence, "", ""
    for when in dates(text, 0, len(text), measure.said.document.published):
        own = _LEADING.match(text, when.start, when.end)
        lead = text[max(0, when.start - _REACH) : own.end() if own else when.start]
        if _UNTIL.search(lead):
            last = last or when.date
        elif _FROM.search(lead):
            first = first or when.date
    if first and last and parse_period(last).end < parse_period(first).start:
        return first, ""
    return first, last


def _said_on(measure: Measure) -> str:
    """Return the day on which the sentence says that it was announced."""
    text, published = measure.said.sentence, measure.said.document.published
    found = said_on(text, dates(text, 0, len(text), published))
    return found if not (found and published) or parse_period(found).start <= published else ""


def day_after(text: str) -> str:
    """Return the day after a last day, if that is known to the day; otherwise the same period.

    Parameters
    ----------
    text : str
        A period.

    Returns
    -------
    str
        A period.
    """
    found = parse_period(text)
    return str(Period.of(found.end + timedelta(days=1), "D")) if found.freq == "D" else text
