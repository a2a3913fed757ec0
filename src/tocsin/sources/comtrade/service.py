"""UN Comtrade's API: addresses, limits, and how a request that is too large is split until nothing can be cut off.

An answer that reaches the limit may be cut, so it is never loaded: the request is split by flow, by product and by
partner until each part is below the limit, and if that does not help the run stops and says so. Which codes there are
to split by is taken from the reporter's trade with the world, where every code of a bilateral flow occurs.

Addresses, parameters and limits after comtradedeveloper.un.org and the publisher's package ``comtradeapicall`` 1.3.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tocsin.core.errors import FormatError, InputError
from tocsin.core.fetch import Call, Get
from tocsin.core.period import Period, parse_period
from tocsin.sources.comtrade.blocks import read_answer
from tocsin.sources.comtrade.dates import released

BASE = "https://comtradeapi.un.org"
LIMIT = 250_000
PREVIEW_LIMIT = 500
SIX_DIGITS = "AG6"
CODES_AT_ONCE = 250


@dataclass(frozen=True)
class Part:
    """One request for data: a reporter's period, or a part of it.

    Parameters
    ----------
    iso3, reporter : str
        Our code of the reporter, and the service's.
    period : Period
        Year or month.
    flows, products, partners : tuple of str
        Codes of the service; no products or partners means all.
    label : str
        What tells the files of its parts apart.
    """

    iso3: str
    reporter: str
    period: Period
    flows: tuple[str, ...] = ("M", "X")
    products: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    label: str = ""

    def narrower(self, label: str, **fields: tuple[str, ...]) -> Part:
        """Return a part of it, named by a label."""
        return replace(self, label=f"{self.label}-{label}", **fields)  # type: ignore[arg-type]


class Service:
    """The API as one run asks it.

    Parameters
    ----------
    base, key : str
        Address and access key; empty for the service's own address, and for the preview.
    get : callable
        Gives the file of a call, or None in a dry run.
    """

    def __init__(self, base: str, key: str, get: Get) -> None:
        self._get, self._base = get, base or BASE
        self._data, self._limit = ("data/v1/get", LIMIT) if key else ("public/v1/preview", PREVIEW_LIMIT)
        self._days = "data/v1/getDA" if key else "public/v1/getDA"
        self._headers = {"Ocp-Apim-Subscription-Key": key} if key else {}

    def days(self, iso3: str, reporter: str, freq: str) -> dict[Period, date] | None:
        """Return when each period of a reporter was last released.

        Parameters
        ----------
        iso3, reporter : str
            Our code of the reporter, and the service's.
        freq : str
            ``"A"`` or ``"M"``.

        Returns
        -------
        dict of Period to datetime.date, or None
            None in a dry run.
        """
        file = self._call(f"availability-{iso3}-{freq}.json", self._days, freq, {"reporterCode": reporter})
        if file is None:
            return None
        return {parse_period(key[1], freq): day for key, day in released(file).items() if key[::2] == (freq, reporter)}

    def files(self, part: Part) -> tuple[Path, ...]:
        """Return the files that hold a part whole; none in a dry run, and none if there was no trade.

        Parameters
        ----------
        part : Part
            A reporter's period, or a part of it.

        Returns
        -------
        tuple of pathlib.Path
            The files.

        Raises
        ------
        InputError
            If a part that cannot be split further reaches the limit of the service.
        """
        if len(part.products) > CODES_AT_ONCE:
            return tuple(file for some in _by_chapter(part, part.products) for file in self.files(some))
        file = self._rows(part)
        if file is None:
            return ()
        if not self._is_cut(file):
            return (file,) if read_answer(file) else ()
        return tuple(file for some in self._split(part) for file in self.files(some))

    def _split(self, part: Part) -> list[Part]:
        if len(part.flows) > 1:
            return [part.narrower(flow, flows=(flow,)) for flow in part.flows]
        if not part.products:
            return _by_chapter(part, self._codes(part))
        if len(part.products) > 1:
            return _by_chapter(part, part.products)
        if len(part.partners) > 1:
            half = len(part.partners) // 2
            halves = (part.partners[:half], part.partners[half:])
            return [part.narrower(some[0], partners=some) for some in halves]
        raise InputError(
            f"{part.iso3} {part.period} reaches the limit of {self._limit:,} records and cannot be split further",
            remedy="Nothing of it was loaded. " + self._advice(),
        )

    def _codes(self, part: Part) -> list[str]:
        """Return all codes of a flow, from the reporter's trade with the world."""
        file = self._rows(part.narrower("world", partners=("0",)))
        if file is None or self._is_cut(file):
            raise InputError(
                f"{part.iso3} {part.period} has more codes than the {self._limit:,} records of an answer",
                remedy="Nothing of it was loaded. " + self._advice(),
            )
        if not (codes := sorted({str(record.get("cmdCode")) for record in read_answer(file)})):
            raise InputError(
                f"{part.iso3} {part.period} has trade with partners but none with the world, so no list of its codes",
                remedy="Nothing of it was loaded. Name products with --product, or load the bulk file.",
            )
        return codes

    def _advice(self) -> str:
        key = "Set TOCSIN_COMTRADE_KEY (free at comtradedeveloper.un.org) for 250,000 records at a time, or name"
        return f"{key if self._limit == PREVIEW_LIMIT else 'Name'} products with --product, or load the bulk file."

    def _is_cut(self, file: Path) -> bool:
        """Tell whether an answer may lack records: it is as long as any may be, or says that there are more."""
        told = json.loads(file.read_text(encoding="utf-8-sig"))
        held = len(told["data"]) if isinstance(told, dict) and isinstance(told.get("data"), list) else -1
        if held < 0:
            read_answer(file)
            raise FormatError("the answer holds no data", where=str(file), remedy="Fetch it again.")
        count = told.get("count")
        return held >= self._limit or (isinstance(count, int) and count > held)

    def _rows(self, part: Part) -> Path | None:
        params = {
            "reporterCode": part.reporter,
            "period": _text(part.period),
            "flowCode": ",".join(part.flows),
            "cmdCode": ",".join(part.products) or SIX_DIGITS,
            **({"partnerCode": ",".join(part.partners)} if part.partners else {}),
            "partner2Code": "0",
            "customsCode": "C00",
            "motCode": "0",
            "maxRecords": str(self._limit),
            "includeDesc": "false",
        }
        return self._call(f"{part.iso3}-{part.period}{part.label}.json", self._data, part.period.freq, params)

    def _call(self, name: str, path: str, freq: str, params: dict[str, str]) -> Path | None:
        return self._get(Call(name, f"{self._base}/{path}/C/{freq}/HS", params, self._headers))


def _text(period: Period) -> str:
    return str(period).replace("-", "")


def _by_chapter(part: Part, codes: Sequence[str]) -> list[Part]:
    """Split by chapter, and what is of one chapter by halves."""
    groups: dict[str, list[str]] = {}
    for code in codes:
        groups.setdefault(code[:2], []).append(code)
    halves = [list(codes[: len(codes) // 2]), list(codes[len(codes) // 2 :])]
    some = list(groups.values()) if len(groups) > 1 else [half for half in halves if half]
    few = [group[i : i + CODES_AT_ONCE] for group in some for i in range(0, len(group), CODES_AT_ONCE)]
    return [part.narrower(f"{group[0]}+{len(group)}", products=tuple(group)) for group in few]
