"""The answer to a question of law: may goods go from a party to a target on a day, as known on another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tocsin.core.errors import CodeError
from tocsin.policy.closed import EFFECTS, LICENCE_POLICIES, RESTRICTING
from tocsin.policy.entry import Entry
from tocsin.policy.force import Force, force, is_known
from tocsin.policy.groups import members_on, named_groups, trusted_by
from tocsin.policy.register import Register
from tocsin.policy.scope import MAYBE, NO, YES, Goods, concerns_goods, concerns_target, goods, parse_place

#: Entries that are not in force, but are told among the reasons.
NEAREST = 4
_STATES = (NO, MAYBE, YES)
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
    effect : str
        What it does to these goods. A change of a trusted group frees listed goods, or puts them under licence.
    """

    entry: Entry
    state: str
    why: str
    effect: str


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
    def part(self) -> str:
        """Say to which part of the goods the answer applies, where all entries that say the same name one."""
        parts = [one.entry.partial for one in self.findings if one.state == YES and one.effect == self.status]
        return "; ".join(dict.fromkeys(parts)) if all(parts) else ""

    @property
    def silent(self) -> bool:
        """Whether the goods are free only because no entry in force speaks of them."""
        told = (one for one in self.findings if one.state != NO and one.effect not in ("none", "entity", "duty"))
        return self.status == FREE and not self.licence_policy and not any(told)

    @property
    def entries(self) -> tuple[str, ...]:
        """Return the ids of the entries in force or perhaps in force."""
        return tuple(one.entry.id for one in self.findings if one.state != NO)


def law(register: Register, question: Question) -> Answer:
    """Answer a question of law.

    The strictest entry in force answers: ban before denial before quota before licence. An entry that may be in force,
    or may hold the goods, makes the answer uncertain where it is stricter than what surely holds. Entries of low
    confidence are told and do not count. Named firms, duties and frameworks leave goods free and are told beside.

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
    if question.party == question.target:
        raise CodeError(f"{question.party} is both party and target", remedy="Ask towards another country.")
    asked = goods(question.product)
    found = {(one.entry.id, one.state): one for one in _findings(register, question, asked)}
    findings = sorted(found.values(), key=_rank)
    status, policy = _status(findings, asked)
    reasons = list(_reasons(findings))
    if (standing := _standing(question)) and status == FREE:
        policy = policy or standing[0]
        reasons.append(standing[1])
    if question.holder and not any(_is_held(one.entry, question.holder) for one in findings):
        reasons.append(f"No authorisation in the register that bears on it names {question.holder}.")
    if not reasons:
        reasons.append(_nothing(question))
    return Answer(question, status, policy, tuple(findings), tuple(reasons))


def _findings(register: Register, question: Question, asked: Goods) -> Iterator[Finding]:
    for entry in _acting(register, question):
        if not is_known(entry, question.known_on):
            continue
        if entry.group and entry.direction == question.direction and _is_member(question, entry):
            held = force(register, entry, question.on, question.known_on)
            yield replace(_found(entry, YES, held), effect=_standing_effect(entry, asked))
            continue
        if entry.direction != question.direction or not concerns_target(entry, question.target, question.on):
            continue
        if (fits := concerns_goods(entry, asked)) != NO:
            yield from (
                replace(one, effect=_reach(one.entry, question, asked))
                for one in _judged(register, entry, question, fits)
            )


def _judged(register: Register, entry: Entry, question: Question, fits: str) -> Iterator[Finding]:
    held = force(register, entry, question.on, question.known_on)
    found = _found(entry, fits, held)
    relief = _relief(register, entry, question) if found.state != NO and entry.does in RESTRICTING else None
    if relief is None:
        yield found
        return
    state, verb = (NO, "frees") if relief.state == YES else (MAYBE, "may free")
    yield replace(
        found,
        state=min(found.state, state, key=_STATES.index),
        why=f"{relief.entry.id} {verb} {question.holder} from it",
    )
    yield relief


def _reach(entry: Entry, question: Question, asked: Goods) -> str:
    """Say what an entry does to the goods of a question: some reach only named firms, or a part of all goods."""
    if entry.holders and not _is_held(entry, question.holder):
        return "none"
    if question.product and entry.all_goods and (entry.partial or not asked.listed):
        return "entity"
    return entry.does


def _is_held(entry: Entry, holder: str) -> bool:
    return bool(holder) and any(holder.casefold() in one.casefold() for one in entry.holders)


def _relief(register: Register, entry: Entry, question: Question) -> Finding | None:
    """Find an authorisation of the firm that is in force."""
    for one in register.relieving(entry.id) if question.holder else ():
        if (
            _is_held(one, question.holder)
            and (held := force(register, one, question.on, question.known_on)).state != NO
        ):
            return _found(one, YES, held)
    return None


def _found(entry: Entry, fits: str, held: Force) -> Finding:
    state = min(fits, held.state, key=_STATES.index)
    why = held.why
    if held.state != NO and fits == MAYBE:
        why = "; ".join(
            filter(None, (why, "these goods may be among those that it names: their codes hold others too"))
        )
    return Finding(entry, state, why, entry.does)


def _acting(register: Register, question: Question) -> Iterator[Entry]:
    yield from register.of(question.party)
    if question.party != "EU" and question.party in members_on("EU", question.on):
        yield from register.of("EU")


def _is_member(question: Question, entry: Entry) -> bool:
    named = (members_on(one, question.on) for one in entry.members if one in named_groups())
    return question.target in entry.members or any(question.target in one for one in named)


def _standing_effect(entry: Entry, asked: Goods) -> str:
    """Say what a place in a trusted group does: where it brings no general licence, listed goods need their own."""
    if entry.licence_policy in ("", "general") or not asked.listed:
        return "none"
    return LICENCE


def _status(findings: list[Finding], asked: Goods) -> tuple[str, str]:
    counting = [one for one in findings if one.entry.confidence != "low"]
    sure = _strictest([one for one in counting if one.state == YES])
    perhaps = _strictest([one for one in counting if one.state == MAYBE])
    relief = next((one for one in counting if one.state == YES and one.effect == FREE), None)
    if sure is not None and sure.entry.group and relief is not None:  # an act on these very goods before a standing
        sure = None
    if perhaps is not None and (sure is None or _strictness(perhaps) > _strictness(sure)):
        return UNCERTAIN, ""
    if sure is not None:
        return sure.effect, sure.entry.licence_policy
    if not asked.name and relief is None and any(one.state == MAYBE and one.entry.all_goods for one in counting):
        return UNCERTAIN, ""
    trusted = (
        "general" for one in counting if one.state == YES and one.entry.group and one.entry.licence_policy == "general"
    )
    return FREE, relief.entry.licence_policy if relief else next(trusted, "")


def _strictest(findings: list[Finding]) -> Finding | None:
    return max((one for one in findings if one.effect in RESTRICTING), key=_strictness, default=None)


def _strictness(found: Finding) -> tuple[int, int]:
    return EFFECTS.index(found.effect), LICENCE_POLICIES.index(found.entry.licence_policy)


def _rank(found: Finding) -> tuple[object, ...]:
    effect, policy = _strictness(found)
    return ((YES, MAYBE, NO).index(found.state), -effect, -policy, found.entry.id)


def _reasons(findings: list[Finding]) -> Iterator[str]:
    """Tell what holds or may hold one by one, what only names firms together, and of the rest what is nearest."""
    standing = [one for one in findings if one.state != NO]
    beside = [one for one in standing if one.effect in ("none", "entity", "duty") and not one.entry.group]
    yield from (_sentence(one) for one in standing if one not in beside)
    if beside:
        ids = ", ".join(one.entry.id for one in beside)
        yield f"Beside it, with no rule on these goods as such (named firms, duties, frameworks): {ids}."
    gone = [one for one in findings if one.state == NO and one.effect in (*RESTRICTING, FREE)]
    yield from (_sentence(one) for one in gone[:NEAREST])


def _sentence(one: Finding) -> str:
    entry = one.entry
    dates = f"{entry.valid_from or 'since before the register'}{f' to {entry.valid_to}' if entry.valid_to else ''}"
    part = f"; only {entry.partial}" if entry.partial else ""
    seen = "" if entry.seen else f"; confidence {entry.confidence}, the reference was not read in full"
    why = f"; {one.why}" if one.why else ""
    return f"{_VERBS[one.state]} {entry.id}: {entry.title} ({_does(one)}, {dates}{part}{why}{seen})"


_VERBS = {YES: "In force:", MAYBE: "Perhaps in force:", NO: "Not in force:"}


def _does(found: Finding) -> str:
    policy = found.entry.licence_policy
    told = (
        "named firms only"
        if found.effect == "entity"
        else "no rule on these goods"
        if found.effect == "none"
        else found.effect
    )
    return f"{told}, {policy}" if policy and policy != told else told


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
