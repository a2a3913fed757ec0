"""Reading with spaCy itself: a small pipeline is trained here, kept in a folder, and read with."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.events.parses import PARTNERS, parsed, text
from tocsin.core.errors import UsageError
from tocsin.events import judging
from tocsin.events.parts import Parts
from tocsin.events.reader import read
from tocsin.events.spacy_pipeline import load

pytestmark = pytest.mark.services
spacy = pytest.importorskip("spacy")
training = pytest.importorskip("spacy.training")

#: Learnt by heart.
MINISTERS = "The/1/det ministers/4/nsubj of/1/prep Chile/2/pobj met/4/ROOT in/4/prep Oslo/5/pobj ./4/punct"


def examples(pipeline: Any) -> list[Any]:
    """Return the sentences with their dependencies."""
    found = []
    for written in (PARTNERS, MINISTERS):
        rows = parsed(written)
        annotated = {"heads": [one.head for one in rows], "deps": [one.label for one in rows]}
        found.append(training.Example.from_dict(pipeline.make_doc(text(written)), annotated))
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    spacy.util.fix_random_seed(0)
    random.seed(0)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("parser", config={"min_action_freq": 1})
    learnt = examples(pipeline)
    pipeline.initialize(lambda: learnt)
    for _ in range(60):
        pipeline.update(learnt, drop=0.0)
    pipeline.meta["name"] = "small"
    path = tmp_path_factory.mktemp("pipeline") / "small"
    pipeline.to_disk(path)
    return path


def test_a_document_is_read_with_a_pipeline_from_a_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "parts", lambda _sight, draft, _k: Parts(draft.actors, draft.targets, {}))
    said = f"{text(PARTNERS)}\n\nThe ministers of Chile met in Oslo."
    (plain,) = read(said, kind="text", published=date(2025, 5, 1))
    (more,) = read(said, kind="text", published=date(2025, 5, 1), parser=load(str(folder)))
    controls = [[one for one in reading.events if one.act == "impose_control"] for reading in (plain, more)]
    assert [[one.actor for one in found] for found in controls] == [[()], [("NOR", "ISL")]]
    assert more.notes[-1].endswith("the spaCy pipeline en_small 0.0.0")
    assert [one.act for one in plain.events] == [one.act for one in more.events]


def test_the_tree_is_that_of_the_parser(folder: Path) -> None:
    from tocsin.events.tokens import tokens

    said = text(PARTNERS)
    found = load(str(folder)).tree(said, tokens(said))
    rows = parsed(PARTNERS)
    assert (found.heads, found.labels) == ([one.head for one in rows], [one.label for one in rows])


@pytest.mark.parametrize("name", ["en_core_web_none", "/no/such/folder"])
def test_a_pipeline_that_is_not_there_is_not_fetched(name: str) -> None:
    with pytest.raises(UsageError, match="Tocsin downloads none"):
        load(name)


def test_a_folder_that_is_no_pipeline_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no pipeline"):
        load(str(tmp_path))


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "has no dependency parser, only sentencizer"), ("de", "language 'de'")]
)
def test_one_that_gives_no_dependencies_of_english_is_refused(tmp_path: Path, lang: str, said: str) -> None:
    pipeline = spacy.blank(lang)
    pipeline.add_pipe("sentencizer")
    pipeline.to_disk(tmp_path / "made")
    with pytest.raises(UsageError, match=said):
        load(str(tmp_path / "made"))
