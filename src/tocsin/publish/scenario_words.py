"""What a page of a scenario says in words: who runs short of what, when, how sure that is, and what sets it off."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tocsin.publish.headlines import listed
from tocsin.publish.numbers import likely, percent, usd
from tocsin.publish.scenario_figures import (
    SHORT,
    by_harm,
    day_of,
    in_sentence,
    number,
    on_day,
    record,
    records,
    spoken_day,
    text,
    texts,
    worst,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from tocsin.publish.scenario_figures import Band, Record

_DONE = {
    "ban": "stops exports of",
    "quota": "limits exports of",
    "licence": "asks licences for exports of",
    "tariff": "taxes",
    "transport_closure": "the route closes for",
    "capacity_loss": "makes less",
    "demand_surge": "needs more",
    "stock_release": "gives stocks of",
}
_BOUGHT = {
    "ban": "stops imports of",
    "quota": "limits imports of",
    "licence": "asks licences for imports of",
    "tariff": "puts a duty on",
}
_AT_MOST = 3
_LIST = re.compile(r"[,;]")
_BRACKETS = re.compile(r"\s*\([^()]*\)$")


def first_short(importer: Record) -> tuple[float | None, float | None]:
    """Return the median first day of shortage, and the share of runs that have one.

    Parameters
    ----------
    importer : mapping
        An importer of the document.

    Returns
    -------
    tuple of float or None
        Day, and share in [0, 1].
    """
    told = record(importer.get("first_day"))
    return number(told.get("p50")), number(told.get("share_of_runs"))


def first_date(importer: Record, start: date | None) -> date | None:
    """Return the date of the median first day of shortage, None where most runs have none or it is not known."""
    told = record(importer.get("first_day")).get("date") or importer.get("first_date")
    return day_of(told) or on_day(start, first_short(importer)[0])


def surely(importer: Record) -> float | None:
    """Return how sure a shortage is: the share of runs that have one; None where it is not told."""
    day, share = first_short(importer)
    if share is not None:
        return share
    return None if day is None else 0.5


def headline(good: Record, start: date | None) -> str:
    """State the finding: who runs short of what, when, how sure.

    Parameters
    ----------
    good : mapping
        A good of the document with its importers.
    start : datetime.date or None
        Day 0.

    Returns
    -------
    str
        One sentence without a full stop.
    """
    title = called(good)
    order = by_harm(records(good.get("importers")))
    if not order:
        return f"Nobody is known to import {title}"
    first = order[0]
    name = in_sentence(first.get("iso3"), first.get("name"))
    harm = worst(first)
    if (harm.p50 or 0.0) < SHORT:
        return _hardly(first, name, title)
    chance = surely(first)
    sure = f" {likely(chance)}" if chance is not None else ""
    since = first_date(first, start)
    when = f" from {spoken_day(since)}" if since else ""
    return _capital(
        f"{name} would{sure} run short of {title}{when}: {percent(harm.p50)} of the worst month's need unmet"
    )


def _hardly(first: Record, name: str, title: str) -> str:
    """State a finding where the median run has no shortage."""
    chance, most = surely(first), worst(first).p95 or 0.0
    if not chance and most < SHORT:
        return f"Nobody would run short of {title}"
    said = (
        f"It is {likely(chance)} that {name} runs short of {title}" if chance else f"{name} might run short of {title}"
    )
    if most < SHORT:
        return _capital(said)
    return _capital(f"{said}: one run in twenty leaves {percent(most)} or more of a month's need unmet")


def under(good: Record) -> str:
    """Say how wide the range of the finding is, and who else is hit.

    Parameters
    ----------
    good : mapping
        A good of the document with its importers.

    Returns
    -------
    str
        Sentences; empty where there is nothing to say.
    """
    order = by_harm(records(good.get("importers")))
    if not order:
        return ""
    harm, said = worst(order[0]), []
    if harm.p05 is not None and harm.p95 is not None:
        share = surely(order[0])
        if share == 0:
            return "No run has a shortage."
        runs = "" if share is None else f"{_of_hundred(share)} % of the runs have a shortage. "
        said.append(f"{runs}Nine runs in ten leave {between(harm)} of the worst month's need unmet.")
    others = [one for one in order[1:] if (worst(one).p50 or 0.0) >= SHORT]
    if others:
        named = [f"{in_sentence(one.get('iso3'), one.get('name'))} ({percent(worst(one).p50)})" for one in others]
        more = len(named) - _AT_MOST
        told = [*named[:_AT_MOST], f"{more} more"] if more > 0 else named
        said.append(_capital(f"{listed(told)} would fall short as well."))
    return " ".join(said)


def between(found: Band) -> str:
    """Write the 90 % range of a share: ``5 to 38 %``.

    Parameters
    ----------
    found : Band
        Quantiles in [0, 1].

    Returns
    -------
    str
        The range, or one number where both ends round to the same.
    """
    low, high = percent(found.p05), percent(found.p95)
    return high if low == high else f"{low.removesuffix(' %')} to {high}"


def dollars(found: Band) -> str:
    """Write the 90 % range of an amount: ``USD 3.1 m to 12 m``."""
    low, high = (usd(end).replace(" ", "\u00a0") for end in (found.p05, found.p95))
    return high if low == high else f"{low} to {high.removeprefix('USD' + chr(160))}"


def called(good: Record) -> str:
    """Name a good as it stands within a sentence.

    Parameters
    ----------
    good : mapping
        The good.

    Returns
    -------
    str
        Its title without brackets and lists of forms, small unless it is an abbreviation.

    Examples
    --------
    >>> called({"title": "Hydrogen fluoride (acid)"}), called({"title": "Gallium, unwrought; scrap"}), called({})
    ('hydrogen fluoride', 'gallium', 'the good')
    """
    title = text(good.get("title")) or text(good.get("id")) or text(good.get("good")) or "the good"
    title = _BRACKETS.sub("", title) or title
    title = _LIST.split(title)[0] if ";" in title else title
    return title if len(title) < 2 or title[1].isupper() or title[1].isdigit() else title[0].lower() + title[1:]


def event(shock: Record, titles: dict[str, str], start: date | None) -> str:
    """Say what a shock of the scenario is.

    Parameters
    ----------
    shock : mapping
        A shock of the document.
    titles : dict of str to str
        What readers call the goods, by id.
    start : datetime.date or None
        Day 0.

    Returns
    -------
    str
        A sentence.
    """
    kind = text(shock.get("kind"))
    actors, targets = (_places(shock.get(key)) for key in ("actors", "targets"))
    goods = listed([titles.get(one, one) for one in texts(shock.get("products"))]) or "its goods"
    buying = text(shock.get("side")) == "import"
    does = _BOUGHT.get(kind, "") if buying else ""
    does = does or _DONE.get(kind, kind.replace("_", " ") or "acts on")
    if kind == "transport_closure":
        route = text(shock.get("route")).replace("_", " ")
        said = f"The route {route} closes for {goods}" if route else f"A route closes for {goods}"
    elif kind == "demand_surge":
        said = f"{targets} {_many(shock.get('targets'), 'needs', 'need')} more {goods}"
    elif kind == "capacity_loss":
        said = f"{actors} {_many(shock.get('actors'), 'makes', 'make')} less {goods}"
    else:
        way = "from" if buying else "to"
        said = f"{actors} {_plural(does) if _several(shock.get('actors')) else does} {goods} {way} {targets}"
    dates = [("announced", "announced_on"), ("from", "from"), ("to", "to")]
    told = [f"{word} {spoken_day(on)}" for word, key in dates if (on := day_of(shock.get(key)))]
    told += [*_condition(shock, titles, start)] if not day_of(shock.get("from")) else []
    return f"{_capital(said)} ({', '.join(told)})." if told else f"{_capital(said)}."


def marks(shocks: Sequence[Record], start: date | None) -> list[tuple[int, str]]:
    """Find the days that charts mark.

    Parameters
    ----------
    shocks : sequence of mapping
        Shocks of the document.
    start : datetime.date or None
        Day 0.

    Returns
    -------
    list of (int, str)
        Day and word, each day once, in order: the first announcement, the first day in force, the first end.
    """
    found: dict[int, str] = {}
    for key, word in (("from", "in force"), ("announced_on", "announced"), ("to", "ends")):
        days = [(on - start).days for one in shocks if start and (on := day_of(one.get(key)))]
        if days:
            found.setdefault(min(days), word)
    return sorted(found.items())


def _condition(shock: Record, titles: dict[str, str], start: date | None) -> Iterator[str]:
    """Yield on which condition a shock begins, and how often and when it does."""
    when, onset = record(shock.get("when")), record(shock.get("onset"))
    above = number(when.get("above"))
    if above is not None:
        good = titles.get(text(when.get("product")), text(when.get("product")))
        days = number(when.get("for_days")) or 1
        lasting = f" for {days:.0f} days" if days > 1 else ""
        yield f"once more than {percent(above)} of the {good} of {_places(when.get('importers'))} is missing{lasting}"
    else:
        yield "on a condition"
    share = number(onset.get("share_of_runs"))
    fired = day_of(onset.get("date")) or on_day(start, number(onset.get("p50")))
    if fired:
        yield f"in the median run from {spoken_day(fired)}"
    elif share is not None:
        yield f"which is met in {percent(share)} of the runs" if share > 0 else "which is never met"


def _of_hundred(share: float) -> str:
    hundred = share * 100
    if 0 < hundred < 1:
        return "Fewer than 1"
    return "More than 99" if 99.5 <= hundred < 100 else f"{hundred:.0f}"


def _places(value: object) -> str:
    return listed([in_sentence(one) for one in texts(value)]) or "all countries"


def _several(value: object) -> bool:
    named = texts(value)
    return len(named) != 1 or named == ["*"]


def _many(value: object, one: str, several: str) -> str:
    return several if _several(value) else one


def _plural(does: str) -> str:
    verb, _, rest = does.partition(" ")
    verb = {"taxes": "tax"}.get(verb, verb.removesuffix("s"))
    return f"{verb} {rest}".strip()


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
