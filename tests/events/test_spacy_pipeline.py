"""A pipeline that the user brings adds parties and acts and takes nothing away; what is amiss with it is told."""

from __future__ import annotations

import random
import sys
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from tests.events.parses import PARTNERS, doc, parser, text
from tocsin.core.errors import InputError, UsageError
from tocsin.events import judging
from tocsin.events.dependencies import Parsed
from tocsin.events.event import Event
from tocsin.events.parts import Parts
from tocsin.events.reader import read
from tocsin.events.spacy_pipeline import Parser, load
from tocsin.events.tokens import tokens

DELIVERED = (
    "Canada/1/nsubj delivered/1/ROOT 3,000/3/nummod tons/1/dobj of/3/prep urea/4/pobj from/1/prep its/9/poss "
    "key/9/amod stores/6/pobj last/11/amod month/1/npadvmod ./1/punct"
)
TODAY = date(2025, 5, 1)
SENTENCES = (
    text(PARTNERS),
    text(DELIVERED),
    "China banned exports of gallium to the United States, and Japan imposed controls on three chemicals.",
    "Sanctions on two Russian banks were announced, officials said, as talks with Canada began in Oslo.",
    "The exemption granted to South Korean firms expired; a ministry extended another until May 2026.",
    "It met the minister, threatened duties on wine and suspended its quota for rice from India.",
)


def events(said: str, given: Parser | None = None) -> tuple[Event, ...]:
    (one,) = read(said, kind="text", published=TODAY, parser=given)
    return one.events


def test_an_actor_that_the_rules_do_not_find_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "parts", lambda _sight, draft, _k: Parts(draft.actors, draft.targets, {}))
    (plain,) = events(text(PARTNERS))
    (more,) = events(text(PARTNERS), parser(PARTNERS))
    assert (plain.act, plain.actor) == ("impose_control", ())
    assert more.actor == ("NOR", "ISL")
    assert (more.date, more.modality, more.confidence, more.evidence) == (
        plain.date, plain.modality, plain.confidence, plain.evidence,
    )  # fmt: skip


def test_an_act_for_which_no_rule_fires_is_read_where_a_party_is_its_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "LIKELY", 1.1)
    assert events(text(DELIVERED)) == ()
    (more,) = events(text(DELIVERED), parser(DELIVERED))
    assert (more.act, more.actor) == ("stock_release", ("CAN",))


def test_a_reading_names_the_pipeline_that_added_to_it() -> None:
    (plain,) = read(text(PARTNERS), kind="text", published=TODAY)
    (more,) = read(text(PARTNERS), kind="text", published=TODAY, parser=parser())
    assert [one for one in more.notes if one not in plain.notes] == [
        "parties and acts that the rules did not find were added by the spaCy pipeline en_written 1.0"
    ]


@pytest.mark.parametrize("seed", range(10))
def test_whatever_a_parser_says_nothing_that_the_rules_read_is_lost(seed: int) -> None:
    drawn = random.Random(seed)  # noqa: S311 - chance, no secret
    labels = ["nsubj", "nsubjpass", "dobj", "agent", "prep", "pobj", "conj", "relcl", "acl", "xcomp", "poss", "amod"]

    def pipeline(said: str) -> Any:
        words = tokens(said)
        heads = [drawn.randint(0, k) for k in range(len(words))]
        return doc([Parsed(one.start, one.end, heads[k], drawn.choice(labels)) for k, one in enumerate(words)])

    whole = "\n\n".join(SENTENCES)
    plain, more = events(whole), events(whole, Parser(pipeline, "at random"))
    assert len(plain) <= len(more)
    for one in plain:
        assert any(
            (one.act, one.date, one.modality) == (other.act, other.date, other.modality)
            and set(one.actor) <= set(other.actor)
            and set(one.target) <= set(other.target)
            and set(one.object_) <= set(other.object_)
            for other in more
        ), one
    assert not any(set(one.actor) & set(one.target) for one in more)


# ------------------------------------------------------------------------------------------------------- what is amiss
def given(monkeypatch: pytest.MonkeyPatch, pipeline: Any = None, error: Exception | None = None) -> None:
    def loaded(*_: object, **__: object) -> Any:
        if error is not None:
            raise error
        return pipeline

    monkeypatch.setitem(sys.modules, "spacy", SimpleNamespace(load=loaded))


def made(lang: str, **assigns: list[str]) -> Any:
    return SimpleNamespace(
        lang=lang,
        meta={"lang": lang, "name": "made", "version": "1.0"},
        pipe_names=list(assigns),
        get_pipe_meta=lambda name: SimpleNamespace(assigns=assigns[name]),
    )


def test_without_spacy_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(
        UsageError, match=r"spaCy is not installed in the spaCy pipeline\. .*pip install 'tocsin\[spacy\]'"
    ):
        load("en_core_web_sm")


def test_reading_without_a_pipeline_needs_no_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy", None)
    assert events(SENTENCES[2])


@pytest.mark.parametrize("code", ["[E050] Can't find model", "[E053] Could not read meta.json"])
def test_a_pipeline_that_is_not_there_is_not_downloaded(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    given(monkeypatch, error=OSError(code))
    with pytest.raises(UsageError, match=r"There is no pipeline 'en_none' .*Tocsin downloads none.*folder"):
        load("en_none")


@pytest.mark.parametrize("error", [OSError("disk"), ImportError("no torch"), ValueError("[E002] no factory")])
def test_a_pipeline_that_does_not_load_says_why(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    given(monkeypatch, error=error)
    with pytest.raises(InputError) as told:
        load("en_made")
    assert str(error) in str(told.value)


def test_a_pipeline_without_a_parser_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, made("en", senter=["token.is_sent_start"]))
    with pytest.raises(UsageError, match=r"en_made 1\.0 has no dependency parser, only senter"):
        load("en_made")
    given(monkeypatch, made("en"))
    with pytest.raises(UsageError, match="only a tokenizer"):
        load("en_made")


def test_a_pipeline_of_another_language_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, made("ko", parser=["token.dep", "token.head"]))
    with pytest.raises(UsageError, match=r"ko_made 1\.0 is a pipeline of the language 'ko'.*English"):
        load("ko_made")


def test_any_component_that_gives_dependencies_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    given(monkeypatch, made("en", biaffine=["token.dep", "token.head"]))
    assert load("en_made").name == "en_made 1.0"
