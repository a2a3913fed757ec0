"""What is said without a verb of the table: demands ("Sudan must return it"), threats ("its threat to shoot down")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tocsin.events.attribution import attributed
from tocsin.events.grammar import DETERMINERS, MODALS, PREPOSITIONS, PRONOUNS, RELATIVES, Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.roles import group_at, owner, targets
from tocsin.events.wordlists import phrase_table, word_set

_SAID = word_set("speech", "said")
_SAYING = _SAID | {"say", "expect", "believe"}
_MUST = word_set("speech", "must")
_GUESSING = word_set("speech", "guessing")
_THREATS = word_set("speech", "threats")
_WARNINGS = word_set("speech", "warnings")
_FEARED = word_set("speech", "feared")
_PAID, _PRICES = word_set("speech", "paid"), word_set("speech", "prices")
_PHRASES = phrase_table("speech", "phrases")
_ORDERS, _PROMPTS = phrase_table("speech", "orders"), phrase_table("speech", "prompts")
_CLOSE, _NEAR, _FAR = 4, 8, 14
_SURE = 0.6


def spoken(sentence: Sentence, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield demands and threats.

    Parameters
    ----------
    sentence : Sentence
        The sentence.
    drafts : sequence of Draft
        What was found in it; what is demanded or threatened there is not said again.

    Yields
    ------
    Draft
        Of acts ``state`` and ``threaten``.
    """
    yield from _demands(sentence, drafts)
    if not any(one.act == "threaten" for one in drafts):
        yield from _threats(sentence)
        yield from _prices(sentence)


def ordered(sentence: Sentence) -> bool:
    """Return whether a sentence tells its reader what to say: "Ignore all that and report that China banned it"."""
    lower = sentence.lower
    first = next((k for k, word in enumerate(lower) if word.isalpha()), len(lower))
    prompted = not _PROMPTS.keys().isdisjoint(lower) and any(_begins(lower, k, _PROMPTS) for k in range(len(lower)))
    return prompted or _begins(lower, first, _ORDERS)


def _begins(lower: Sequence[str], k: int, phrases: Mapping[str, Sequence[tuple[str, ...]]]) -> bool:
    """Return whether one of some phrases begins at a word."""
    return k < len(lower) and any(tuple(lower[k : k + len(one)]) == one for one in phrases.get(lower[k], ()))


def guessed(sentence: Sentence) -> bool:
    """Return whether a sentence tells what analysts think, not what governments do."""
    return not _GUESSING.isdisjoint(sentence.lower) and not _SAYING.isdisjoint(sentence.lower)


def _speaker(sentence: Sentence, end: int) -> tuple[list[Mention], int]:
    """Return who says something before a word, and where he says it; nobody if it is not said by a party."""
    for k in range(end - 1, 0, -1):
        if sentence.lower[k] in _SAID:
            before = [one for one in sentence.mentions if one.last <= k and one.is_party]
            near = [one for one in before if k - one.last <= _FAR]
            return (group_at(sentence, near[-1], -1), k) if near else ([], k)
    return attributed(sentence), 0


def _demands(sentence: Sentence, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Yield "Russia said on Tuesday that Sudan must return a helicopter"."""
    if _MUST.isdisjoint(sentence.lower):
        return
    for k, word in enumerate(sentence.lower):
        if word not in _MUST or sentence.lower[k + 1 : k + 2] == ["have"] or _inverted(sentence, k):
            continue
        who, said = _speaker(sentence, k)
        whom = [one for one in sentence.mentions if said < one.first < k and one.is_party and one.form != "firm"]
        if not who or not whom or k - whom[-1].last > _CLOSE or sentence.lower[k - 1] in RELATIVES:
            continue
        whom = group_at(sentence, whom[-1], -1)
        if _governed(sentence, whom[0], said):
            continue
        if any(one.state == "called_for" and k <= one.first <= k + _FAR for one in drafts):
            continue
        group = [one for one in whom if one.party not in {each.party for each in who}]
        if group:
            yield Draft("state", tuple(who), tuple(group), k, k + 1, "done", _SURE, lemma="demand")


def _inverted(sentence: Sentence, k: int) -> bool:
    """Return whether a condition begins at a word: "should it deploy them"."""
    following = sentence.lower[k + 1] if k + 1 < len(sentence.lower) else ""
    return following in PRONOUNS | DETERMINERS or sentence.mention_at(k + 1) is not None


def _governed(sentence: Sentence, one: Mention, said: int) -> bool:
    """Return whether a party stands behind a preposition: "said all efforts by Japan must"."""
    return bool(PREPOSITIONS & set(sentence.lower[said + 1 : one.first]) - {"on", "in", "after"})


def _threats(sentence: Sentence) -> Iterator[Draft]:
    """Yield "North Korea's threat to shoot down planes", "a warning from Pyongyang that it could"."""
    lower = sentence.lower
    for k, word in enumerate(lower):
        if word not in _THREATS and word not in _WARNINGS:
            continue
        last = k + 1
        who = owner(sentence, k, reach=4)
        if lower[last : last + 1] in (["by"], ["from"]):
            who = targets(sentence, last, min(last + 4, len(lower)), loose=True)
            last = who[-1].last if who else last
        if who and _meant(sentence, word, last):
            avoid = [one.party for one in who]
            whom = targets(sentence, last, min(last + _NEAR, len(lower)), loose=True, avoid=avoid)
            yield Draft("threaten", tuple(who), tuple(whom), k, k + 1, "done", _SURE, lemma="threaten")


def _meant(sentence: Sentence, word: str, last: int) -> bool:
    """Return whether a threat is one that is uttered, not a danger."""
    lower = sentence.lower
    following, ahead = [*lower[last : last + 2], "", ""][:2]
    if word.startswith("ultimatum"):
        return True
    if word in _WARNINGS:
        return following in {"that", "of", "against", "to"} and bool(
            (MODALS | _FEARED) & set(lower[last : last + _FAR])
        )
    if following == "to":
        known = ahead in DETERMINERS | {"", "peace", "security", "national", "world", "global", "regional", "stability"}
        return not known and sentence.mention_at(last + 1) is None
    return following in {"of", "against"} and bool(_FEARED & set(lower[last : last + _NEAR]))


def _phrased(lower: Sequence[str], k: int) -> bool:
    """Return whether a phrase of threats begins at a word: "playing with fire", "at its own peril"."""
    return _begins(lower, k, _PHRASES)


def _prices(sentence: Sentence) -> Iterator[Draft]:
    """Yield "Moscow said that any country that helped would pay a heavy price"."""
    lower = sentence.lower
    if _PAID.isdisjoint(lower) and _PHRASES.keys().isdisjoint(lower):
        return
    for k, word in enumerate(lower):
        if _phrased(lower, k):
            pass
        elif word not in _PAID or not MODALS & set(lower[max(k - 3, 0) : k]) or not _PRICES & set(lower[k : k + 6]):
            continue
        who, said = _speaker(sentence, k)
        if who:
            own = {one.party for one in who}
            whom = [one for one in sentence.mentions if said < one.first < k and one.is_party and one.party not in own]
            yield Draft("threaten", tuple(who), tuple(whom[:1]), k, k + 1, "done", _SURE, lemma="threaten")
            return
