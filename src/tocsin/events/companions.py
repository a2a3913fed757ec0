"""Who is named beside those who meet, agree or drill together and is none of them."""

from __future__ import annotations

import re
from itertools import pairwise

from tocsin.events.clauses import tells_when
from tocsin.events.clues import Scene
from tocsin.events.grammar import Sentence
from tocsin.events.making import Draft
from tocsin.events.mentions import Mention
from tocsin.events.stance import SIDES
from tocsin.events.wordlists import word_set

#: Whose government sits in the place that is named: "with officials in Ankara".
_OFFICIALS = word_set("roles", "officials")
#: What is answered by those who meet or drill: "a drill in response to the North's launch".
_ANSWERED = re.compile(r"\bin (?:response|answer|reaction) to (?:the |an? )?(?:[a-z]+ ){0,2}$")
#: Who only says what he thinks of it: "Oslo welcomed the meeting of".
_HAILS = re.compile(
    r"(?:['’]s)? (?:[\w.’'-]+ ){0,5}?(?:welcom|hail|applaud|prais|condemn|criticis|criticiz|denounc|regret)\w* "
    r"(?:the |this |that |their |a |an |recent |[A-Z][\w.]*['’]s ){0,3}"
)
#: Whom forces encircle: "drills around Taiwan", "north and south-west of Taiwan".
_AROUND = re.compile(
    r"\b(?:around|near|off|encircling|surrounding|circling|waters of"
    r"|(?:north|south|east|west)[-a-z]{0,12}(?: (?:and|or) (?:north|south|east|west)[-a-z]{0,12})? of) (?:the )?$"
)
#: What stands between two of a list: "the Union and the four founding members of Mercosur".
_SIDE_BY_SIDE = re.compile(r"(?:-|–|,|(?:, )?(?:and|&))(?: the)?(?: (?!in\b|on\b|at\b)[\w-]+){0,4}?(?: of)?(?: the)?")
_BOTH = re.compile(
    r"\b(?:two|both|three) (?:sides|countries|governments|leaders|ministers|parties|delegations|teams)\b"
)


def only_place(scene: Scene, draft: Draft, one: Mention) -> bool:
    """Return whether a name only says where both sides did it: "in Kuala Lumpur, the two sides agreed", "in Geneva".

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        What they did.
    one : Mention
        The party.

    Returns
    -------
    bool
        Not behind an office, "with the government in Ankara".
    """
    said, sentence = scene.said, scene.sentence
    k = one.first - 1 - (sentence.lower[max(one.first - 1, 0)] == "the")
    if k < 0 or sentence.lower[k] not in {"in", "at", "near"}:
        return False
    if one.form == "organisation":  # "at the G20 Xi met Biden"
        return sentence.lower[k] == "at"
    if one.form == "unknown":
        return True
    if k > 0 and sentence.lower[k - 1] in _OFFICIALS:  # "with the government in Ankara"
        return False
    both = one.form == "seat" and _BOTH.search(said) is not None
    ahead = one.last + (sentence.lower[one.last : one.last + 1] in ([","], ["and"]))
    listed = ahead > one.last and sentence.mention_at(ahead) is not None  # "leaders in Jordan, Israel and Egypt"
    place = one.form == "seat" or (one.form == "name" and not listed)
    return both or (place and draft.act in SIDES and (_others(sentence, one) or _met_before(sentence, draft, one)))


def _met_before(sentence: Sentence, draft: Draft, one: Mention) -> bool:
    """Return whether another is named between those who meet and a place: "met with Fretilin's leader in Jakarta"."""
    between = [each for each in sentence.mentions if each.is_party and draft.first < each.first < one.first]
    return one.form in {"seat", "name"} and any(each.party != one.party for each in between)


def _others(sentence: Sentence, one: Mention) -> bool:
    """Return whether two others are named side by side: "U.S.-China talks in Madrid"."""
    named = [each for each in sentence.mentions if each.is_party and each.party != one.party]
    pairs = ((a, b) for a, b in pairwise(named) if a.party != b.party)
    return any(_SIDE_BY_SIDE.fullmatch(" ".join(sentence.lower[a.last : b.first])) for a, b in pairs)


def stands_by(scene: Scene, draft: Draft, one: Mention) -> bool:
    """Return whether a party is only answered, says what it thinks of it, or did something else at that time.

    Parameters
    ----------
    scene : Scene
        The sentence.
    draft : Draft
        The act.
    one : Mention
        The party.

    Returns
    -------
    bool
        Japan of "Japan welcomed the meeting of", the North of "a drill in response to the North's launch".
    """
    words = scene.sentence.words
    start, end = words[one.first].start, words[one.last - 1].end
    if _ANSWERED.search(scene.said[:start]) or _HAILS.fullmatch(scene.said, end, words[draft.first].start):
        return True
    return _elsewhen(scene.sentence, draft.first, one)


def encircled(scene: Scene, one: Mention) -> bool:
    """Return whether forces exercise around a party: "drills around Taiwan".

    Parameters
    ----------
    scene : Scene
        The sentence.
    one : Mention
        The party.

    Returns
    -------
    bool
        Also of "north and south-west of Taiwan".
    """
    return _AROUND.search(scene.said[: scene.sentence.words[one.first].start]) is not None


def _elsewhen(sentence: Sentence, first: int, one: Mention) -> bool:
    """Return whether a clause that only says when parts a party from those who meet."""
    near, far = sorted((first, one.first))
    return any(near < each.first <= far and tells_when(sentence, each) for each in sentence.mentions if each.is_party)
