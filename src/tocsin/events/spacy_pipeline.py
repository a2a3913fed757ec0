"""A pipeline of spaCy that the user brings: its dependencies of a sentence. Nothing is ever downloaded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from tocsin.core.errors import InputError, UsageError
from tocsin.events.dependencies import Parsed, Tree
from tocsin.events.tokens import Token

_WHERE = "the spaCy pipeline"
_BRING = (
    "Tocsin downloads none: install a package with an English pipeline of your choice and give its name, or give the "
    "folder of one (it holds config.cfg)."
)
#: Components that the dependencies of English do not rest on.
_UNUSED = ("ner", "lemmatizer", "tagger", "attribute_ruler", "textcat", "textcat_multilabel", "entity_linker")


@dataclass(frozen=True, eq=False)
class Parser:
    """A loaded pipeline.

    Parameters
    ----------
    pipeline : spacy.Language
        It gives dependency labels.
    name : str
        Name and version.
    """

    pipeline: Any
    name: str

    def tree(self, said: str, words: Sequence[Token]) -> Tree:
        """Return the dependencies of a sentence.

        Parameters
        ----------
        said : str
            Its text.
        words : sequence of Token
            Its words, which may leave parts of it out.

        Returns
        -------
        Tree
            For these words.
        """
        parsed = [Parsed(one.idx, one.idx + len(one), one.head.i, one.dep_) for one in self.pipeline(said)]
        return Tree.of(words, parsed)


def load(name: str) -> Parser:
    """Load a pipeline from an installed package or a folder.

    Parameters
    ----------
    name : str
        Of the package (``en_core_web_sm``), or path of the folder. A pipeline is a program: take it from whom you
        trust.

    Returns
    -------
    Parser
        Ready to parse.

    Raises
    ------
    UsageError
        If spaCy is not installed, there is no such pipeline, it is not of English or gives no dependency labels.
    InputError
        If it is there and cannot be loaded.
    """
    try:
        spacy = import_module("spacy")
    except ImportError as error:
        raise UsageError(
            "spaCy is not installed",
            where=_WHERE,
            remedy="Install the extra: pip install 'tocsin[spacy]', in a checkout pip install -e '.[spacy]'.",
        ) from error
    try:
        pipeline = spacy.load(name, exclude=list(_UNUSED))
    except OSError as error:
        if "[E050]" in str(error) or "[E053]" in str(error):
            raise UsageError(f"There is no pipeline {name!r}", where=_WHERE, remedy=_BRING) from error
        raise InputError(f"{name!r} cannot be loaded ({error})", where=_WHERE, remedy=_BRING) from error
    except (ImportError, ValueError) as error:
        raise InputError(
            f"{name!r} cannot be loaded ({error})",
            where=_WHERE,
            remedy="Check that it was made for the spaCy that is installed, and that what it needs is installed too.",
        ) from error
    meta = pipeline.meta
    told = f"{meta['lang']}_{meta['name']} {meta['version']}"
    if pipeline.lang != "en":
        raise UsageError(
            f"{told} is a pipeline of the language {pipeline.lang!r}",
            where=_WHERE,
            remedy="Acts are read in English only: give an English one.",
        )
    if not any("token.dep" in pipeline.get_pipe_meta(one).assigns for one in pipeline.pipe_names):
        raise UsageError(
            f"{told} has no dependency parser, only {', '.join(pipeline.pipe_names) or 'a tokenizer'}",
            where=_WHERE,
            remedy="Give one with a component such as 'parser' that assigns token.dep.",
        )
    return Parser(pipeline, told)
