"""Reads many documents: each by itself, by several processes, told in the order in which they were given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from tocsin.core.errors import InputError, TocsinError, UsageError
from tocsin.core.progress import Told, silent
from tocsin.events.fetch import fetch
from tocsin.events.intake import check_kind, is_document
from tocsin.events.intake_limits import Limits
from tocsin.events.reader import Reading, read
from tocsin.events.spacy_pipeline import Parser, load

#: How many documents a process is sent at once: few, so that a long one does not hold up many.
TOGETHER = 4


@dataclass(frozen=True)
class Given:
    """A document that is to be read.

    Parameters
    ----------
    source : str
        Path, http(s) address, or ``-`` for what came on standard input.
    data : bytes, optional
        What it holds; opened by the process that reads it if not given.
    """

    source: str
    data: bytes | None = None

    def opened(self, limits: Limits) -> tuple[bytes, str, str]:
        """Open it.

        Parameters
        ----------
        limits : Limits
            No more than one byte beyond its size is read of a file.

        Returns
        -------
        tuple of bytes, str and str
            What it holds, its file name or address, and the encoding that a server names.

        Raises
        ------
        UsageError
            If there is no such file, or the address is none that may be asked.
        InputError
            If it cannot be read, or is a folder without documents.
        """
        if self.data is not None:
            return self.data, "" if self.source == "-" else self.source, ""
        if "://" in self.source:
            came = fetch(self.source, allowed=True, limits=limits)
            return came.data, came.url, came.charset
        path = Path(self.source)
        try:
            if path.is_dir() and not any(is_document(one.name) for one in _files(path)):
                raise InputError(
                    "The folder holds no document", where=self.source, remedy="Name files of other kinds one by one."
                )
            with path.open("rb") as stream:
                return stream.read(limits.size + 1), path.name, ""
        except FileNotFoundError:
            raise UsageError("There is no such file", where=self.source, remedy="Check the path.") from None
        except (OSError, ValueError) as error:
            raise InputError(
                f"The file cannot be read ({error})", where=self.source, remedy="Check its path and rights."
            ) from None


@dataclass(frozen=True)
class Manner:
    """How documents are read.

    Parameters
    ----------
    kind, charset : str
        As for :func:`tocsin.events.reader.read`.
    published : datetime.date, optional
        Day of publication of those that do not say it.
    spacy : str
        A pipeline of spaCy, by its name or folder; none if empty.
    limits : Limits
        How much each may ask.

    Raises
    ------
    UsageError
        If there is no such kind.
    """

    kind: str = ""
    charset: str = ""
    published: date | None = None
    spacy: str = ""
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        check_kind(self.kind)


@dataclass(frozen=True, eq=False)
class Answer:
    """What came of a document.

    Parameters
    ----------
    source : str
        As it was given.
    name : str
        Its file name, or the address that it came from in the end.
    readings : tuple of Reading
        What it says: one, or those of a feed.
    error : TocsinError, optional
        Why it could not be read.
    """

    source: str
    name: str = ""
    readings: tuple[Reading, ...] = ()
    error: TocsinError | None = None


def documents(source: str, told: Told = silent) -> list[Given]:
    """Return the documents that a source stands for.

    Parameters
    ----------
    source : str
        An address, a file, or a folder, which stands for the files in it that are called as documents are (not hidden
        ones, nor those of folders in it), sorted by name.
    told : callable
        Is told how many files of a folder are called otherwise.

    Returns
    -------
    list of Given
        At least one: a folder that holds none, or that may not be looked into, stands for itself and is refused.
    """
    folder = Path(source)
    try:
        files = _files(folder) if "://" not in source and folder.is_dir() else []
    except OSError:
        files = []
    held = [path for path in files if is_document(path.name)]
    if held and len(held) < len(files):
        told(f"{source}: {len(files) - len(held):,} of {len(files):,} files are no documents by their names: left out")
    return [Given(str(path)) for path in held] or [Given(source)]


def _files(folder: Path) -> list[Path]:
    shown = (path for path in folder.iterdir() if not path.name.startswith("."))
    return sorted((path for path in shown if path.is_file()), key=lambda path: path.name)


def read_given(given: Given, manner: Manner) -> Answer:
    """Read one document.

    Parameters
    ----------
    given : Given
        The document.
    manner : Manner
        How it is read.

    Returns
    -------
    Answer
        What it says. What hinders reading is raised, as by :func:`tocsin.events.reader.read`.
    """
    parser = _parser(manner.spacy)
    data, name, charset = given.opened(manner.limits)
    found = read(
        data,
        name=name,
        kind=manner.kind,
        charset=manner.charset or charset,
        published=manner.published,
        limits=manner.limits,
        parser=parser,
    )
    return Answer(given.source, name, tuple(found))


def read_all(given: Sequence[Given], manner: Manner | None = None, *, jobs: int | None = None) -> Iterator[Answer]:
    """Read many documents.

    Parameters
    ----------
    given : sequence of Given
        The documents.
    manner : Manner, optional
        How they are read.
    jobs : int, optional
        Most processes; as many as there are cores if not given. With 1, or so few documents that one process would be
        sent them all, they are read in this process.

    Yields
    ------
    Answer
        What came of each, in the order given. One that cannot be read does not stop the others. The answers are the
        same for any number of processes.

    Raises
    ------
    InputError
        If the system stops one of the processes.
    """
    manner = manner or Manner()
    batches = [given[first : first + TOGETHER] for first in range(0, len(given), TOGETHER)]
    workers = min(jobs or _cores(), len(batches))
    try:
        yield from _here(given, manner) if workers <= 1 else _by_processes(batches, manner, workers)
    except BrokenProcessPool as error:
        raise InputError(
            "A process that reads documents was stopped, perhaps because memory ran short",
            where=f"one of {workers} processes",
            remedy="Read by fewer processes (--jobs 1), or fewer documents at a time.",
        ) from error


def _here(given: Sequence[Given], manner: Manner) -> Iterator[Answer]:
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1, user_api="blas"):
        for one in given:
            yield _answer(one, manner)


def _by_processes(batches: Sequence[Sequence[Given]], manner: Manner, workers: int) -> Iterator[Answer]:
    from joblib import Parallel, delayed, parallel_config

    with parallel_config(backend="loky", n_jobs=workers):
        tasks = (delayed(_batch)(batch, manner) for batch in batches)
        for answers in Parallel(return_as="generator", batch_size=1)(tasks):
            yield from answers


def _batch(given: Sequence[Given], manner: Manner) -> list[Answer]:
    """Read what a process was sent; tables, network and pipeline stay with it for the next batch."""
    return list(_here(given, manner))


def _answer(given: Given, manner: Manner) -> Answer:
    _parser(manner.spacy)  # a pipeline that cannot be loaded stops them all
    try:
        answer = read_given(given, manner)
        if len(answer.readings) == 1 and not answer.readings[0].original.strip():
            raise InputError("The document is empty", where=given.source, remedy="Save it again.")
    except TocsinError as error:
        return Answer(given.source, error=error)
    return answer


@cache
def _parser(pipeline: str) -> Parser | None:
    return load(pipeline) if pipeline else None


def _cores() -> int:
    from joblib import cpu_count

    return int(cpu_count())
