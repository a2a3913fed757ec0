"""Gaps between partners with the trade behind them: who still supplies the target, who may not, who could fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from tocsin.pipeline.given import BLOC
from tocsin.pipeline.lists import ControlList, control_lists
from tocsin.pipeline.supply import NO_CODES, NOT_HELD, Bought, Trade, Wanted, items_under
from tocsin.policy.comparison import SAME, TITLE_ONLY, Compared, compare
from tocsin.policy.gaps import ITEM, Gap, Gaps, gaps
from tocsin.policy.groups import members_on

if TYPE_CHECKING:
    from tocsin.lake import Lake
    from tocsin.policy.register import Register


@dataclass(frozen=True)
class Weighed:
    """A gap and the trade behind it.

    Parameters
    ----------
    gap : Gap
        The gap.
    trade : Trade
        What the target bought.
    """

    gap: Gap
    trade: Trade

    @property
    def weight(self) -> float | None:
        """What the target bought from all partners that were asked about [USD]; None without a figure."""
        return self.trade.of([one.partner for one in self.gap.positions])


@dataclass(frozen=True)
class ListGap:
    """Two lists of partners, compared.

    Parameters
    ----------
    a, b : ControlList
        The lists.
    rows : tuple of Compared
        One for each code of either.
    trade : mapping of str to Trade
        What the target bought under the codes that differ and that goods are known for.
    """

    a: ControlList
    b: ControlList
    rows: tuple[Compared, ...]
    trade: Mapping[str, Trade] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What differs between partners, with trade.

    Parameters
    ----------
    partners : tuple of str
        Partners.
    target : str
        Towards whom.
    on : datetime.date
        The day.
    known_on : datetime.date or None
        Day of knowledge.
    found : Gaps
        As the register has it.
    rows : tuple of Weighed
        By weight, the largest first; those without a figure last.
    lists : tuple of ListGap
        Lists of partners compared.
    notes : tuple of str
        What is not known.
    """

    partners: tuple[str, ...]
    target: str
    on: date
    known_on: date | None
    found: Gaps
    rows: tuple[Weighed, ...]
    lists: tuple[ListGap, ...]
    notes: tuple[str, ...]


def weigh_gaps(
    lake: Lake,
    register: Register,
    partners: Sequence[str],
    target: str,
    on: date,
    *,
    known_on: date | None = None,
    today: date,
) -> Report:
    """Find the gaps between partners towards a target and weigh them by trade.

    Parameters
    ----------
    lake : Lake
        For trade and lists.
    register : Register
        The register.
    partners : sequence of str
        ISO 3166-1 alpha-3, or ``EU``; two or more.
    target : str
        Towards whom.
    on : datetime.date
        The day.
    known_on : datetime.date or None
        Day of knowledge; None for all that is known today.
    today : datetime.date
        Today.

    Returns
    -------
    Report
        Gaps by weight, lists compared, and what is not known.

    Raises
    ------
    CodeError
        If a partner or the target is no country.
    UsageError
        If there are fewer than two partners, one stands twice or is the target.
    """
    found = gaps(register, partners, target, on, known_on)
    last = known_on or today
    pairs, without = _lists(lake, partners, on, last)
    wanted = {gap: Wanted(gap.goods, gap.sort, gap.controlling) for gap in found.rows}
    differing = {row.code: Wanted(row.code, ITEM) for pair in pairs for row in pair.rows if _is_open(row)}
    bought = Bought(lake.as_of(last), target, partners, on, [*wanted.values(), *differing.values()])
    weighed = [Weighed(gap, bought.trade(one)) for gap, one in wanted.items()]
    trade = {code: bought.trade(one) for code, one in differing.items()}
    lists = tuple(
        replace(pair, trade={row.code: trade[row.code] for row in pair.rows if row.code in trade}) for pair in pairs
    )
    weighed.sort(key=lambda one: (-(one.weight if one.weight is not None else -1.0), one.gap.goods))
    notes = tuple(_notes(weighed, lists, without, on))
    return Report(tuple(partners), target, on, known_on, found, tuple(weighed), lists, notes)


def _is_open(row: Compared) -> bool:
    """Whether lists differ on a code that could be in both, and goods are known for it."""
    return row.kind not in (SAME, TITLE_ONLY) and not row.by_construction and bool(items_under(row.code))


def _lists(lake: Lake, partners: Sequence[str], on: date, today: date) -> tuple[tuple[ListGap, ...], tuple[str, ...]]:
    """Compare the lists of each pair of partners; a member of the Union has the Union's."""
    held = control_lists(lake, on, today)
    union = members_on(BLOC, on)
    owners = {partner: BLOC if partner in union else partner for partner in partners}
    own = {partner: [one for (party, _), one in held.items() if party == owner] for partner, owner in owners.items()}
    pairs = {
        (a.party, a.name, b.party, b.name): ListGap(a, b, compare(a.entries, b.entries))
        for one, other in combinations(partners, 2)
        for a in own[one]
        for b in own[other]
        if a.party != b.party
    }
    return tuple(pairs.values()), tuple(partner for partner in partners if not own[partner])


def _notes(weighed: Sequence[Weighed], lists: Sequence[ListGap], without: Sequence[str], on: date) -> list[str]:
    absent = [one.gap.goods for one in weighed if one.trade.why == NOT_HELD]
    codeless = [one.gap.goods for one in weighed if one.trade.why == NO_CODES]
    years = sorted({one.trade.year for one in weighed if one.trade.side == "import"})
    late = {one.told for pair in lists for one in (pair.a, pair.b) if one.later}
    after = [year for year in years if int(year) >= on.year]
    free = (
        "Free means that the register holds no act of that partner on these goods: goods on its control list may need "
        "a licence all the same."
    )
    notes = [free]
    if absent:
        notes.append(f"Not in the lake, so without weight: {', '.join(absent)}.")
    if codeless:
        notes.append(f"Codes of a list, for which no goods codes are known, so without weight: {', '.join(codeless)}.")
    if years:
        told = f"{', '.join(after)} is later than the day asked about" if after else "the last whole year held before"
        notes.append(f"Trade of {', '.join(years)} ({told}), as the target reported it.")
    if sold := [one for one in weighed if one.trade.side == "export"]:
        named, told = ", ".join(one.gap.goods for one in sold), ", ".join(sorted({one.trade.year for one in sold}))
        notes.append(
            f"The lake holds no report of the target on {named}: what partners reported to have sold to it ({told}) "
            "stands in, partners without a report are left out, and other suppliers are not known."
        )
    if without:
        notes.append(f"The lake holds no control list of {', '.join(without)}.")
    notes += [f"{name} is later than {on}: the lake holds no earlier edition." for name in sorted(late)]
    return notes
