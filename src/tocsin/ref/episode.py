"""One dated episode: what is told of it, and what has to be right before it is believed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from tocsin.core.errors import CodeError, FormatError
from tocsin.core.hs import EDITIONS, parse_hs6
from tocsin.core.period import Period, parse_period
from tocsin.ref import book
from tocsin.ref.countries import WORLD, countries, is_special
from tocsin.ref.groups import group_names
from tocsin.ref.suggest import similar

CLASSES: Mapping[str, str] = {"S": "shortage", "P": "price, or partial", "N": "near miss"}
CONFIDENCE = ("high", "medium", "low")
ONGOING = "ongoing"
_DATES = ("first_public_signal", "effective_date", "onset", "end")
_LISTS = ("hs6", "products", "importers_hit", "suppliers", "references")
_NUMBERS = ("signal_to_effect_days", "signal_to_effect_days_told")
_NEEDED = ("title", "hs6", "importers_hit", "suppliers", "cause", "class", "magnitude", "references", "confidence")


@dataclass(frozen=True)
class Episode:
    """A shortage, a price shock or a near miss of the past.

    A date known to the month is the whole month: a :class:`~tocsin.core.period.Period` with a first and a last day.
    What nobody established is left out, and ``dates_note`` says so.

    Parameters
    ----------
    id : str
        ``"E08"``.
    family : str
        Family of its goods: the name of the file it stands in.
    title : str
        What readers call it.
    hs6 : tuple of str
        Six-digit codes of its goods, in the edition of its time; empty if it touched goods of many codes.
    products : tuple of str
        Ids in the product book of those goods that the book holds. Each has one of the codes.
    goods_note, importers_note, suppliers_note, class_note, dates_note, note : str
        What the field beside it cannot say; ``note`` anything else.
    importers_hit : tuple of str
        Who was hit: our country codes, ``EU``, or ``WLD`` for all.
    suppliers : tuple of str
        Where the goods came from or the way was closed: our country codes.
    cause : str
        What happened.
    class_ : str
        ``S`` shortage, ``P`` price or partial, ``N`` near miss; key ``class`` in the file.
    first_public_signal : Period
        When somebody who read the papers could have known.
    effective_date : Period or None
        When it came into force, or happened.
    onset : Period or None
        When goods were first short.
    end : Period or None
        When that was over; ``None`` while it lasts and if it is not established.
    ongoing : bool
        It lasts; ``end = "ongoing"`` in the file.
    retroactive : bool
        The effect is before the signal.
    signal_to_effect_days : int or None
        From signal to effect [days], where both are known to the day.
    signal_to_effect_days_told : int or None
        The same as told, where the dates do not give it [days].
    magnitude : str
        How large it was.
    references : tuple of str
        What the entry rests on.
    confidence : str
        ``high``, ``medium`` or ``low``.
    """

    id: str
    family: str
    title: str
    hs6: tuple[str, ...]
    importers_hit: tuple[str, ...]
    suppliers: tuple[str, ...]
    cause: str
    class_: str
    first_public_signal: Period
    magnitude: str
    references: tuple[str, ...]
    confidence: str
    products: tuple[str, ...] = ()
    effective_date: Period | None = None
    onset: Period | None = None
    end: Period | None = None
    ongoing: bool = False
    retroactive: bool = False
    signal_to_effect_days: int | None = None
    signal_to_effect_days_told: int | None = None
    goods_note: str = ""
    importers_note: str = ""
    suppliers_note: str = ""
    class_note: str = ""
    dates_note: str = ""
    note: str = ""

    @property
    def edition(self) -> str:
        """Year of the edition of the Harmonized System in force at the effect, or else at the signal."""
        year = (self.effective_date or self.first_public_signal).year
        return max(edition for edition in EDITIONS if int(edition) <= year)

    def codes(self, edition: str) -> frozenset[str]:
        """Codes of its goods in one edition of the product book.

        Parameters
        ----------
        edition : str
            Year of the edition of the Harmonized System.

        Returns
        -------
        frozenset of str
            For each product the codes that kept their number, or all of them if none did: those may hold more than
            the episode touched. Then the codes that belong to none of its products, as they are.

        Raises
        ------
        UsageError
            If the product book has no codes of that edition.
        """
        book.check_edition(edition)
        own, named = set(self.hs6), [book.products()[id_] for id_ in self.products]
        found = own - {code for entry in named for codes in entry.hs6.values() for code in codes}
        for entry in named:
            now = set(entry.codes(edition))
            found |= (now & own) or now
        return frozenset(found)


def make_episode(id_: str, family: str, row: dict[str, Any], where: str) -> Episode:
    """Turn a block of a file into an episode, or say what is wrong with it.

    Parameters
    ----------
    id_ : str
        Its id.
    family : str
        Name of its file.
    row : dict
        The block as TOML gives it.
    where : str
        File and id, for the error message.

    Returns
    -------
    Episode
        The episode.

    Raises
    ------
    CodeError
        If a country, goods code, product or date is none.
    FormatError
        If anything else is not as :class:`Episode` says.
    """
    _check_shape(id_, row, where)
    given: dict[str, Any] = {key: tuple(value) if key in _LISTS else value for key, value in row.items()}
    given["class_"] = given.pop("class")
    given["ongoing"] = given.get("end") == ONGOING
    if given["ongoing"]:
        del given["end"]
    given |= {key: _date(given[key], key, where) for key in _DATES if key in given}
    entry = Episode(id=id_, family=family, **given)
    _check_places(entry, where)
    _check_goods(entry, where)
    _check_order(entry, where)
    _check_days(entry, where)
    return entry


def _check_shape(id_: str, row: dict[str, Any], where: str) -> None:
    """Refuse keys, kinds and words that are not those of an episode."""
    if not re.fullmatch(r"E\d{2}", id_):
        raise FormatError(f"Id {id_!r} is not one", where=where, remedy="Write E and two digits.")
    own = {"id", "family", "class_", "ongoing"}
    keys = {entry.name for entry in fields(Episode)} - own | {"class"}
    if unknown := sorted(set(row) - keys):
        near = similar(unknown[0], {key: key for key in keys})
        raise FormatError(f"Unknown keys {unknown}", where=where, remedy=f"Did you mean {near}?" if near else "")
    if missing := [key for key in (*_NEEDED, _DATES[0]) if key not in row]:
        raise FormatError(f"Keys {missing} are missing", where=where, remedy="Every episode has them.")
    for key, value in row.items():
        if not _is_kind(key, value):
            raise FormatError(f"{key} = {value!r} is not of its kind", where=where, remedy=_kind_of(key))
    for key, words in (("class", tuple(CLASSES)), ("confidence", CONFIDENCE)):
        if row[key] not in words:
            raise FormatError(f"{key} {row[key]!r} is not one", where=where, remedy=f"Use one of {', '.join(words)}.")


def _is_kind(key: str, value: object) -> bool:
    """Tell whether a value is a list of texts, a number, true or false, or a text, as its key asks for."""
    if key in _LISTS:
        texts = isinstance(value, list) and all(isinstance(part, str) and part for part in value)
        return texts and (bool(value) or key in {"hs6", "products"})
    if key in _NUMBERS:
        return type(value) is int
    return value is True if key == "retroactive" else isinstance(value, str) and bool(value)


def _kind_of(key: str) -> str:
    """Say what a key wants."""
    if key in _LISTS:
        return 'Write a list of texts: ["KOR", "JPN"].'
    if key in _NUMBERS:
        return "Write a whole number of days."
    return "Write true, or leave it out." if key == "retroactive" else "Write a text in quotes, or leave the key out."


def _date(text: str, key: str, where: str) -> Period:
    """Read a year, month or day, spelt as we spell it."""
    place = f"{where} {key}"
    found = parse_period(text, where=place)
    if found.freq not in {"A", "M", "D"} or str(found) != text:
        remedy = "Write 2023, 2023-11 or 2023-11-07, and for an end also 'ongoing'."
        raise CodeError(f"{text!r} is not a date", where=place, remedy=remedy)
    return found


def _check_places(entry: Episode, where: str) -> None:
    """Refuse places that are none, stand twice, or cannot be hit or supply."""
    importers = countries().keys() | set(group_names())
    for key, codes, known in (
        ("importers_hit", entry.importers_hit, importers),
        ("suppliers", entry.suppliers, countries().keys()),
    ):
        _refuse_twice(key, codes, where)
        for code in codes:
            if code not in known:
                near = similar(code, {iso3: f"{iso3} ({place.name})" for iso3, place in countries().items()})
                advice = f"Did you mean {near}?" if near else "Use an ISO 3166-1 alpha-3 code such as 'KOR'."
                raise CodeError(f"Country code {code!r} is not known", where=f"{where} {key}", remedy=advice)
            world = code == WORLD and key == "importers_hit"
            if code in countries() and is_special(code) and not world:
                raise CodeError(f"Country code {code!r} is no place", where=f"{where} {key}", remedy="Name a country.")


def _check_goods(entry: Episode, where: str) -> None:
    """Refuse codes that are none, products that the book lacks, and products that have none of the codes."""
    for key, values in (("hs6", entry.hs6), ("products", entry.products)):
        _refuse_twice(key, values, where)
    for code in entry.hs6:
        if parse_hs6(code, where=f"{where} hs6") != code:
            raise CodeError(f"hs6 {code!r} is not six digits", where=f"{where} hs6", remedy="Write '281111'.")
    if not entry.hs6 and not entry.goods_note:
        raise FormatError("hs6 is empty", where=where, remedy="Say in goods_note which goods it touched.")
    # The book has no edition of 2002 and 2007: the next newer one is nearest.
    nearest = next(edition for edition in book.EDITIONS if edition >= entry.edition)
    for id_ in entry.products:
        held = book.products().get(id_)
        if held is None:
            near = similar(id_, {name: name for name in book.products()})
            advice = f"Did you mean {near}?" if near else "The product book lists the ids."
            raise CodeError(f"Product {id_!r} is not known", where=f"{where} products", remedy=advice)
        if not set(held.codes(nearest)) & set(entry.hs6):
            remedy = f"Its codes are {', '.join(held.codes(nearest))} in HS {nearest}."
            raise CodeError(f"Product {id_!r} has none of the codes", where=f"{where} products", remedy=remedy)


def _refuse_twice(key: str, values: tuple[str, ...], where: str) -> None:
    if twice := sorted({value for value in values if values.count(value) > 1}):
        raise FormatError(f"{key} names {twice} twice", where=where, remedy="Name each once.")


def _check_order(entry: Episode, where: str) -> None:
    """Refuse dates that run backwards at the precision they share, and what is left out without a word."""
    known = [(key, date) for key in _DATES if (date := getattr(entry, key)) is not None]
    for place, (key, date) in enumerate(known):
        for other, later in known[place + 1 :]:
            allowed = entry.retroactive and (key, other) == (_DATES[0], "effective_date")
            if _after(date, later) and not allowed:
                remedy = "Correct one of them; an effect before the signal is marked retroactive = true."
                raise FormatError(f"{key} {date} is after {other} {later}", where=where, remedy=remedy)
    if entry.retroactive and not (entry.effective_date and _after(entry.first_public_signal, entry.effective_date)):
        raise FormatError("retroactive, but the effect is not before the signal", where=where, remedy="Leave it out.")
    absent = [key for key in _DATES if getattr(entry, key) is None and not (key == "end" and entry.ongoing)]
    if absent and not entry.dates_note:
        raise FormatError(f"{', '.join(absent)} left out", where=where, remedy="Say why in dates_note.")


def _after(date: Period, later: Period) -> bool:
    """Tell whether a date is after one that should not be earlier, whichever days the two stand for."""
    return date.start > later.end


def _check_days(entry: Episode, where: str) -> None:
    """Refuse days between signal and effect that the dates do not give."""
    signal, effect, days = entry.first_public_signal, entry.effective_date, entry.signal_to_effect_days
    given = effect.index - signal.index if effect and (effect.freq, signal.freq) == ("D", "D") else None
    if days != given:
        remedy = "Correct it; a number of another's goes into signal_to_effect_days_told."
        raise FormatError(f"signal_to_effect_days is {days}, the dates give {given}", where=where, remedy=remedy)
    told = entry.signal_to_effect_days_told
    if told is not None and (told == given or not entry.dates_note):
        remedy = "Keep it only where the dates do not give it, with a dates_note."
        raise FormatError(f"signal_to_effect_days_told is {told}, the dates give {given}", where=where, remedy=remedy)
