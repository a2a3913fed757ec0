"""What speaks for an act, for a party's part in it and for its modality: the signs that the weights are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tocsin.events.clues import Clue, Scene
from tocsin.events.grammar import ADVERBS, BE, DETERMINERS, DO, HAVE, MODALS, NOT, PREPOSITIONS, RELATIVES
from tocsin.events.units import DATE, Unit

_AROUND, _CLOSE, _PLACES = 5, 2, 2
_HELPING = MODALS | BE | HAVE | NOT | DO | {"to", "will", "would"}
_SAYING = frozenset({"say", "announc", "tell", "report", "add", "stat", "declar", "not", "confirm", "warn", "writ"})
_CLOSED = (
    PREPOSITIONS
    | RELATIVES
    | frozenset([",", "and", "but", ";", "–", "—", "'s", "'", "that", "after", "as", "if", "while"])
)
_SKIPPED = DETERMINERS | ADVERBS
_TURNING = frozenset(
    [
        "if",
        "unless",
        "would",
        "could",
        "may",
        "might",
        "should",
        "must",
        "can",
        "will",
        "plan",
        "consider",
        "weigh",
        "mull",
        "deny",
        "urg",
        "call",
        "demand",
        "ask",
        "request",
        "propos",
        "threaten",
        "refus",
        "reject",
        "not",
        "no",
        "possibl",
        "likely",
        "expect",
        "intend",
        "seek",
        "want",
        "vow",
        "pledg",
        "ready",
        "prepar",
    ]
)
_DISTANCES = ((1, "0"), (3, "1"), (6, "2"), (12, "3"), (9_999, "4"))


def scene_signs(scene: Scene) -> Iterator[str]:
    """Yield what a sentence shows, whatever act is asked about.

    Parameters
    ----------
    scene : Scene
        The sentence.

    Yields
    ------
    str
        Names of signs; some come twice.
    """
    yield f"rules={len(scene.drafts)}"
    yield from (f"r={draft.act}" for draft in scene.drafts)
    yield f"parties={min(len(scene.parties), 4)}"
    yield f"dates={min(len(scene.when), 2)}"
    yield f"long={min(len(scene.row) // 8, 6)}"
    yield from (f"b={one.sign}" for one in scene.row)


def act_signs(scene: Scene, act: str, found: Mapping[int, Clue]) -> Iterator[str]:
    """Yield what speaks for and against an act being told in a sentence, besides :func:`scene_signs`.

    Parameters
    ----------
    scene : Scene
        The sentence.
    act : str
        The act.
    found : mapping of int to Clue
        Its clues by unit.

    Yields
    ------
    str
        Names of signs; some come twice.
    """
    at = [one.sign for one in scene.row]
    kinds = {kind for clue in found.values() for kind in clue.kinds}
    yield from (f"e={kind}" for kind in kinds)
    yield "e+=" + "|".join(sorted({kind.split("=")[0] for kind in kinds}))
    yield f"n={min(len(found), 3)}"
    for draft in scene.drafts:
        if draft.act == act:
            yield f"conf={draft.confidence}"
            yield f"state={draft.state}"
    parties = scene.parties
    for rank, k in enumerate(sorted(found, key=lambda one: (-found[one].weight, one))[:_PLACES]):
        mark = "'" * rank
        yield f"{mark}0={at[k]}"
        yield f"{mark}aux={helper(scene.row, k)}"
        yield f"{mark}start={k < 4}"
        yield f"{mark}party<={any(m < k for m in parties)}"
        yield f"{mark}party>={any(m > k for m in parties)}"
        for j in range(max(0, k - _AROUND), min(len(at), k + _AROUND + 1)):
            if j == k:
                continue
            yield f"{mark}{'<' if j < k else '>'}{at[j]}"
            if abs(j - k) <= _CLOSE:
                yield f"{mark}{j - k}={at[j]}"
                yield f"{mark}{at[k]}{j - k}={at[j]}"


def party_signs(scene: Scene, k: int, m: int, ruled: str) -> Iterator[str]:
    """Yield what speaks for a party's part in an act.

    Parameters
    ----------
    scene : Scene
        The sentence.
    k, m : int
        The unit that tells the act, and that of the party.
    ruled : str
        The part that the rules give it: ``actor``, ``target``, ``other`` act's, or empty.

    Yields
    ------
    str
        Names of signs.
    """
    row, parties = scene.row, scene.parties_near(k)
    one = row[m]
    side = ">" if m > k else "<"
    leading = _leading(row, m)
    following = row[m + 1].sign if m + 1 < len(row) else "#"
    second = row[m + 2].sign if m + 2 < len(row) else "#"
    between = row[k + 1 : m] if m > k else row[m + 1 : k]
    path = [each.word for each in between if each.word in _CLOSED or each.sign == DATE]
    far = next(name for limit, name in _DISTANCES if abs(m - k) <= limit)
    voice = "passive" if _passive(row, k) else ""
    yield f"side={side}"
    yield f"form={one.sign}"
    yield f"prep={side}{leading}"
    yield f"next={following}"
    yield f"next2={following},{second}"
    yield f"prep,next={leading},{following}"
    yield f"path={side}{'.'.join(path[:6] if m > k else path[-6:])}"
    yield f"far={side}{far}"
    yield f"voice={voice}{side}"
    yield f"voice,prep={voice}{side}{leading}"
    yield f"order={side}{sum(min(m, k) < each < max(m, k) for each in parties)}"
    yield f"rank={parties.index(m)}/{len(parties)}"
    yield f"form,next={one.sign},{following}"
    yield f"prev={row[m - 1].sign if m else '#'}"
    yield f"rule={ruled}"
    yield f"said={following in _SAYING or (m > 0 and row[m - 1].sign in _SAYING)}"
    yield f"first={m == 0}"
    yield f"anchor={row[k].sign},{side}{leading}"
    yield f"anchor={row[k].sign},{side}"
    yield f"anchor,voice={row[k].sign},{side}{voice}"
    yield f"verbs={side}{sum(ending(each.word) in {'ed', 'ing'} for each in between)}"


def modality_signs(scene: Scene, k: int) -> Iterator[str]:
    """Yield what speaks for a modality of an act.

    Parameters
    ----------
    scene : Scene
        The sentence.
    k : int
        The unit that tells the act.

    Yields
    ------
    str
        Names of signs.
    """
    at = [one.sign for one in scene.row]
    helping = helper(scene.row, k)
    ahead = _ahead(scene)
    yield f"aux={helping}"
    yield f"ahead={ahead}"
    yield f"here={at[k]}"
    yield f"aux,ahead={helping},{ahead}"
    yield f"end={ending(scene.row[k].word)}"
    for j in range(max(k - 6, 0), k):
        yield f"<{at[j]}"
        if k - j <= _CLOSE:
            yield f"-{k - j}={at[j]}"
    yield from (f">{at[j]}" for j in range(k + 1, min(k + 4, len(at))))
    yield from (f"in={one}" for one in _TURNING & set(at))
    yield from (f"before={one}" for one in _TURNING & set(at[:k]))


# ------------------------------------------------------------------------------------------------------- what is seen
def helper(row: Sequence[Unit], k: int) -> str:
    """Return the helping words right before a unit, and its ending: "has.been+ed"."""
    found = []
    for j in range(k - 1, max(k - 5, -1), -1):
        word = row[j].word
        if word in _HELPING:
            found.append(word)
        elif word not in ADVERBS and not word.endswith("ly"):
            break
    return ".".join(found[::-1]) + "+" + ending(row[k].word)


def ending(word: str) -> str:
    """Return the ending of a word that tells its tense: ``ing``, ``ed``, ``s`` or none."""
    return next((one for one in ("ing", "ed", "s") if word.endswith(one)), "")


def _passive(row: Sequence[Unit], k: int) -> bool:
    helping, _, last = helper(row, k).partition("+")
    behind = any(one.word == "by" for one in row[k + 1 : k + 5])
    return bool(BE & set(helping.split("."))) or (last == "ed" and behind)


def _leading(row: Sequence[Unit], m: int) -> str:
    """Return what governs a party: a preposition, or a verb by its ending; describing words are left out."""
    for j in range(m - 1, max(m - 5, -1), -1):
        word = row[j].word
        if word in _CLOSED:
            return word
        if row[j].sign.startswith("@") or word in _SKIPPED:
            continue
        if ending(word) in {"ed", "ing"}:
            return f"+{ending(word)}"
    return "#" if m < 5 else "-"


def _ahead(scene: Scene) -> str:
    """Return whether the dates of a sentence lie ahead of the document: ``ahead``, ``past``, ``both`` or empty."""
    if not scene.today:
        return ""
    found = {"ahead" if one.date > scene.today[: len(one.date)] else "past" for one in scene.when}
    return found.pop() if len(found) == 1 else "both" if found else ""
