"""How far it is a fact: done, announced, possible, conditional, denied or called for."""

from __future__ import annotations

from tocsin.events.grammar import ADVERBS, BE, HAVE, MODALS, NOT, Sentence, Verb

_CALLING = frozenset(
    "urge urges urged urging ask asks asked asking call calls called calling demand demands demanded demanding request "
    "requests requested want wants wanted press presses pressed pressing pressure pressured appeal appeals appealed recommend "
    "recommends recommended recommending encourage encourages encouraged encouraging advise advised implore implored lobbied "
    "lobbying lobby petitioned insists insisted "
    "need needs needed".split()
)
_PLANNING = frozenset(
    "plan plans planned planning intend intends intended intention intent set expected due prepare prepares preparing prepared "
    "decide decides decided decision scheduled pledge pledges pledged pledging vow vows vowed vowing promise promises promised "
    "agree agrees agreed agreement announce announced announces announcing aim aims seek seeks sought seeking move moves moved "
    "moving committed commit commits commitment swore ready poised slated resolved determined voted ordered order orders "
    "instructed directed directs necessary appropriate begin start began started going starting beginning continue "
    "proposal propose proposes proposed proposing proposals preparations opted chose wants pleased notification vows "
    "hopes hope hoping intending about arranged".split()
)
_WEIGHING = frozenset(
    "consider considers considered considering weigh weighs weighing weighed mull mulls mulling mulled threaten threatens "
    "threatened threatening threat threats possible possibility likely risk risks fear fears feared bill study studying studies "
    "explore explores exploring discuss discussed discussing debating debate mooted contemplating floated options option "
    "reserves tempted".split()
)
_DENYING = frozenset(
    "deny denies denied denying refuse refuses refused refusing refusal declined declines declining ruled rejecting rejected "
    "rejects reluctant unwilling failed fails fail".split()
)
_ACTING = frozenset(
    "amend amends amended amending revise revises revised revising issue issues issued issuing publish published publishes "
    "adopt adopted adopts use uses used using invoke invoked invokes sign signed signs act acts acted acting order rule took take "
    "taking takes taken passed passes joined joins met meet invoked suspended coordinate coordinated led managed".split()
)
_DENIED = frozenset("denied denies deny ruled".split())
_GOING_ON = frozenset("continued continues began started starts begins hesitate hesitated helped".split())
_CANNOT = frozenset(
    "ability able power authority hard difficult right capacity enough easier tool tools failure unable effort efforts way "
    "ways how trying try tries tried attempt attempts capability designed".split()
)
_POSSIBLE = frozenset("may might could can cannot".split())
_CALLED = frozenset("should must ought".split())
_FUTURE = frozenset("will shall won't 'll".split())
_REPORTING = frozenset(
    "said says announced told confirmed pledged stated declared signaled signalled indicated vowed promised added agreed warned "
    "reported decided".split()
)
_HELPING = MODALS | NOT | BE | HAVE | ADVERBS | {"to", "do", "does", "did", "from", "without"}
_REACH = 14


def modality(sentence: Sentence, verb: Verb) -> str:
    """Say how far what a verb says is a fact.

    Parameters
    ----------
    sentence : Sentence
        Its sentence.
    verb : Verb
        The verb.

    Returns
    -------
    str
        One of :data:`tocsin.events.event.MODALITIES`; empty if it names what could be done in general only ("the power to
        restrict exports").
    """
    group, head = _group(sentence, verb)
    helping = set(group)
    if helping & NOT and "only" not in helping or "without" in helping:
        return "denied"
    if _within_condition(sentence, verb):
        return "conditional"
    if said := _helped(sentence, head, helping):
        return said
    if "to" in helping and helping & BE and sentence.lower[head + 1] in BE and "to" in sentence.lower[head + 2 : head + 3]:
        return "announced"
    if (before := _joined(sentence, verb, head)) is not None:
        return modality(sentence, before)
    if "to" in helping or "from" in helping:
        return _governed(sentence, head)
    if "ing" in verb.form.tags and not helping & BE:
        return _gerund(sentence, head)
    if "base" in verb.form.tags and "past" not in verb.form.tags and not helping:
        return _governed_bare(sentence, head)
    return "done"


def _helped(sentence: Sentence, head: int, helping: set[str]) -> str:
    if helping & _CALLED:
        return "called_for"
    if helping & _POSSIBLE:
        return "possible"
    if helping & _FUTURE:
        return "announced"
    if "would" in helping:
        if _DENIED & set(sentence.lower[: head + 1]):
            return "denied"
        return "announced" if set(sentence.lower[: head + 1]) & _REPORTING else "possible"
    return ""


def _joined(sentence: Sentence, verb: Verb, head: int) -> Verb | None:
    """Return the verb that one is joined to by "and", "or" or a comma, in the same form."""
    if head < 0 or sentence.lower[head] not in {"and", "or", ","} or not verb.form.tags & {"base", "ing"}:
        return None
    if "past" in verb.form.tags or verb.first - head > 2:
        return None
    for before in reversed(sentence.verbs):
        if before.last <= head < before.last + _REACH:
            shared = before.form.tags & verb.form.tags & {"base", "ing"}
            return before if shared else None
    return None


def _group(sentence: Sentence, verb: Verb) -> tuple[list[str], int]:
    """Return the helping words before a verb, and the word before them."""
    k = verb.first - 1
    group = []
    while k >= 0 and (sentence.lower[k] in _HELPING or sentence.lower[k].endswith("ly")):
        group.append(sentence.lower[k])
        k -= 1
    return group, k


def _governed(sentence: Sentence, head: int) -> str:
    """Return what the word that governs an infinitive makes of it: "plans to", "urged Japan to"."""
    for k in range(head, max(head - _REACH, -1), -1):
        word = sentence.lower[k]
        if word in {";", ".", ":"}:
            break
        if word in _GOING_ON:
            return "done"
        if said := _by_governor(word):
            return said
        if word in _CANNOT:
            return ""
        if word in _ACTING:
            return "done"
    official = head < 0 and {"amended", "modified", "revised"} & set(sentence.lower)
    return "done" if official else ""


def _by_governor(word: str) -> str:
    for words, said in (
        (_WEIGHING, "possible"),
        (_DENYING, "denied"),
        (_CALLING, "called_for"),
        (_PLANNING, "announced"),
    ):
        if word in words:
            return said
    return ""


def _gerund(sentence: Sentence, head: int) -> str:
    """Return what governs a form in -ing: "considering imposing", "announced the lifting", "before imposing"."""
    for k in range(head, max(head - 4, -1), -1):
        word = sentence.lower[k]
        if word in _WEIGHING:
            return "possible"
        if word in _DENYING:
            return "denied"
        if word in _CALLING:
            return "called_for"
        if word in _PLANNING and word not in {"agreement", "necessary", "appropriate"}:
            return "announced"
        if word == ",":
            break
    before = sentence.lower[: head + 1]
    if "including" in before and {"committed", "agreed", "pledged", "will", "plans"} & set(before):
        return "announced"
    asked = {"recommended", "recommends", "urged", "proposed"} & set(before[-12:])
    return "called_for" if asked and head >= 0 and sentence.lower[head] == "," else "done"


def _governed_bare(sentence: Sentence, head: int) -> str:
    """Return the modality of a bare form: of "let Japan restrict" the helping word stands farther off."""
    for k in range(head, max(head - 8, -1), -1):
        word = sentence.lower[k]
        if word in {";", "."}:
            break
        if word == "to" and sentence.lower[k + 1] == ",":
            return _governed(sentence, k - 1)
        if said := _helped(sentence, k, {word}):
            return said
    return "done"


def _within_condition(sentence: Sentence, verb: Verb) -> bool:
    for k in range(verb.first - 1, -1, -1):
        if sentence.lower[k] in {";", "."} or (sentence.lower[k] == "," and verb.first - k > 1 and k > 0):
            break
        if sentence.lower[k] in {"if", "unless"}:
            return True
    if sentence.lower[:1] == ["should"] or sentence.lower[:1] == ["if"]:
        return bool({"will", "would", "may", "could"} & set(sentence.lower[max(verb.first - 3, 0) : verb.first]))
    return any(
        one in {"if", "unless"} and {"will", "would", "may", "could"} & set(sentence.lower[max(verb.first - 3, 0) : verb.first])
        for one in sentence.lower[verb.last : verb.last + 30]
    )
