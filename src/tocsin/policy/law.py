"""The answer to a question of law: may goods go from a party to a target on a day, as known on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tocsin.policy.closed import EFFECTS, LICENCE_POLICIES, RESTRICTING
from tocsin.policy.entry import Entry
from tocsin.policy.force import Force, force, is_known
from tocsin.policy.groups import members_on, named_groups, trusted_by
from tocsin.policy.register import Register
from tocsin.policy.scope import MAYBE, NO, YES, Goods, concerns_goods, concerns_target, goods, parse_place

UNCERTAIN, FREE, LICENCE = "uncertain", "free", "licence"


@dataclass(frozen=True)
class Question:
    """A question of law.

    Parameters
    ----------
    party, target : str
        From where to where: ISO 3166-1 alpha-3 or ``EU``.
    on : datetime.date
        The day asked about.
    product : str
        Id or group of the product book, six-digit code, or entry of a control list; empty for the standing of the
        target as such.
    known_on : datetime.date or None
        Day of knowledge; None for all that the register knows.
    direction : str
        ``"export"`` or ``"import"``.
    holder : str
        A firm, whose authorisations then count.
    """

    party: str
    target: str
    on: date
    product: str = ""
    known_on: date | None = None
    direction: str = "export"
    holder: str = ""


@dataclass(frozen=True)
class Finding:
    """One entry that bears on a question.

    Parameters
    ----------
    entry : Entry
        The entry.
    state : str
        Whether it is in force for these goods: ``"yes"``, ``"maybe"`` or ``"no"``.
    why : str
        A sentence.
    """

    entry: Entry
    state: str
    why: str


@dataclass(frozen=True)
class Answer:
    """What holds.

    Parameters
    ----------
    question : Question
        What was asked.
    status : str
        ``"free"``, ``"licence"``, ``"denial"``, ``"ban"``, ``"quota"`` or ``"uncertain"``.
    licence_policy : str
        How licences are granted; empty where none is needed.
    findings : tuple of Finding
        What bears on it, the deciding entries first.
    reasons : tuple of str
        Sentences.
    """

    question: Question
    status: str
    licence_policy: str
    findings: tuple[Finding, ...]
    reasons: tuple[str, ...]

    @property
    def entries(self) -> tuple[str, ...]:
        """Return the ids of the entries in force or perhaps in force."""
        return tuple(one.entry.id for one in self.findings if one.state != NO)


def law(register: Register, question: Question) -> Answer:
    """Answer a question of law.

    The strictest entry in force answers: ban before denial before quota before licence. An entry that may be in force,
    or may hold the goods, makes the answer uncertain where it is stricter than what surely holds. Entries of low
    confidence never make it sure. Named firms, duties and frameworks leave goods free and are told beside.

    Parameters
    ----------
    register : Register
        The register.
    question : Question
        The question.

    Returns
    -------
    Answer
        Status, entries and reasons.

    Raises
    ------
    CodeError
        If party, target or product are not known.
    """
    parse_place(question.party)
    parse_place(question.target)
    asked = goods(question.product)
    findings = sorted(_findings(register, question, asked), key=_rank)
    status, policy = _status(findings)
    reasons = list(_reasons(findings))
    if (standing := _standing(question)) and status == FREE:
        policy = policy or standing[0]
        reasons.append(standing[1])
    if not reasons:
        reasons.append(_nothing(question))
    return Answer(question, status, policy, tuple(findings), tuple(reasons))


def _findings(register: Register, question: Question, asked: Goods) -> Iterator[Finding]:
    for entry in _acting(register, question):
        if not is_known(entry, question.known_on):
            continue
        if entry.group and (question.target in entry.members or _in_members(question, entry)):
            yield _found(entry, YES, force(register, entry, question.on, question.known_on))
            continue
        if entry.direction != question.direction or not concerns_target(entry, question.target, question.on):
            continue
        if (fits := concerns_goods(entry, asked)) != NO:
            yield from _judged(register, entry, question, fits)


def _judged(register: Register, entry: Entry, question: Question, fits: str) -> Iterator[Finding]:
    held = force(register, entry, question.on, question.known_on)
    found = _found(entry, fits, held)
    relief = _relief(register, entry, question) if found.state != NO and entry.does in RESTRICTING else None
    if relief is None:
        yield found
        return
    yield Finding(entry, NO, f"{relief.entry.id} frees {question.holder} from it")
    yield relief


def _relief(register: Register, entry: Entry, question: Question) -> Finding | None:
    """Find an authorisation of the firm that is in force."""
    for one in register.relieving(entry.id) if question.holder else ():
        named = any(question.holder.casefold() in holder.casefold() for holder in one.holders)
        if named and (held := force(register, one, question.on, question.known_on)).state != NO:
            return _found(one, YES, held)
    return None


def _found(entry: Entry, fits: str, held: Force) -> Finding:
    state = min(fits, held.state, key=(NO, MAYBE, YES).index)
    why = held.why
    if held.state != NO and fits == MAYBE:
        why = "; ".join(
            filter(None, (why, "these goods may be among those that it names: their codes hold others too"))
        )
    if state == YES and entry.confidence == "low":
        state, why = MAYBE, "; ".join(filter(None, (why, "its confidence is low")))
    return Finding(entry, state, why)


def _acting(register: Register, question: Question) -> Iterator[Entry]:
    yield from register.of(question.party)
    if question.party != "EU" and question.party in members_on("EU", question.on):
        yield from register.of("EU")


def _in_members(question: Question, entry: Entry) -> bool:
    return any(question.target in members_on(one, question.on) for one in entry.members if one in named_groups())


def _status(findings: list[Finding]) -> tuple[str, str]:
    sure = _strictest([one.entry for one in findings if one.state == YES])
    perhaps = _strictest([one.entry for one in findings if one.state == MAYBE])
    if perhaps is not None and (sure is None or _strictness(perhaps) > _strictness(sure)):
        return UNCERTAIN, ""
    if sure is not None:
        return sure.does, sure.licence_policy
    relief = [one.entry for one in findings if one.state == YES and one.entry.does == FREE and one.entry.licence_policy]
    return FREE, relief[0].licence_policy if relief else ""


def _strictest(entries: list[Entry]) -> Entry | None:
    return max((entry for entry in entries if entry.does in RESTRICTING), key=_strictness, default=None)


def _strictness(entry: Entry) -> tuple[int, int]:
    return EFFECTS.index(entry.does), LICENCE_POLICIES.index(entry.licence_policy)


def _rank(found: Finding) -> tuple[object, ...]:
    effect, policy = _strictness(found.entry)
    return ((YES, MAYBE, NO).index(found.state), -effect, -policy, found.entry.id)


def _reasons(findings: list[Finding]) -> Iterator[str]:
    for one in findings:
        entry = one.entry
        dates = f"{entry.valid_from or 'since before the register'}{f' to {entry.valid_to}' if entry.valid_to else ''}"
        part = f"; only {entry.partial}" if entry.partial else ""
        seen = "" if entry.seen else f"; confidence {entry.confidence}, the reference was not read in full"
        why = f"; {one.why}" if one.why else ""
        yield f"{_VERBS[one.state]} {entry.id}: {entry.title} ({_does(entry)}, {dates}{part}{why}{seen})"


_VERBS = {YES: "In force:", MAYBE: "Perhaps in force:", NO: "Not in force:"}


def _does(entry: Entry) -> str:
    return f"{entry.does}, {entry.licence_policy}" if entry.licence_policy else entry.does


def _standing(question: Question) -> tuple[str, str] | None:
    """Say in which trusted group of the party the target is, where the tables hold one; at the day asked about."""
    group = trusted_by(question.party)
    if not group or question.direction != "export" or question.known_on is not None:
        return None
    name = named_groups()[group].name
    if question.target in members_on(group, question.on):
        return "general", f"{question.target} is in {name}: general licences cover listed goods."
    return (
        "",
        f"{question.target} is not in {name}: listed goods need a licence, whether or not the register names them.",
    )


def _nothing(question: Question) -> str:
    named = question.product or "goods in general"
    return f"The register holds no entry of {question.party} on {named} towards {question.target}."
