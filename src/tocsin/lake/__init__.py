"""The lake: typed tables with two times. `Lake.as_of(date)` is the reader; nothing else feeds a judgement."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tocsin.core.clock import Clock
from tocsin.core.release import Release
from tocsin.lake.integrity import Health, check
from tocsin.lake.load import Load, load_release, locked, provenance_rows
from tocsin.lake.revisions import Revision, compare
from tocsin.lake.store import Store
from tocsin.lake.view import View, resolve

__all__ = ["Health", "Lake", "Load", "Revision", "View"]


class Lake:
    """One lake on disk.

    Parameters
    ----------
    root : pathlib.Path
        Its folder.
    clock : Clock
        Gives the moment that loads record.

    Raises
    ------
    LakeError
        If the folder is no lake, is damaged, or was made by a newer program.
    """

    def __init__(self, root: Path, clock: Clock) -> None:
        self.store = Store(root)
        self.bare = self.store.check_marker()
        self.clock = clock

    @classmethod
    def create(cls, root: Path, clock: Clock, *, bare: bool = True) -> Lake:
        """Make an empty lake; an existing one is left as it is.

        Parameters
        ----------
        root : pathlib.Path
            Folder, made if absent; must be empty.
        clock : Clock
            As in the class.
        bare : bool
            Whether the lake is to stay without the bundled tables.

        Returns
        -------
        Lake
            The lake.
        """
        store = Store(root)
        if not store.exists:
            store.check_free()
            with locked(store):
                if not store.exists:
                    store.create(bare=bare)
        return cls(root, clock)

    @staticmethod
    def exists(root: Path) -> bool:
        """Tell whether a folder is a lake."""
        return Store(root).exists

    def as_of(self, day: date) -> View:
        """Return what could be known on a day.

        Parameters
        ----------
        day : datetime.date
            The day.

        Returns
        -------
        View
            The tables as they could be seen then.
        """
        return resolve(self.store, day)

    def load(self, release: Release, *, source: str, licence: str, strict: bool = False) -> Load:
        """Store one release, all or nothing; see :func:`tocsin.lake.load.load_release`."""
        return load_release(self.store, release, source=source, licence=licence, clock=self.clock, strict=strict)

    def history(self) -> list[dict[str, object]]:
        """Return every committed load, oldest first."""
        return provenance_rows(self.store)

    def check(self, *, mend: bool = True) -> Health:
        """Compare tables with provenance; see :func:`tocsin.lake.integrity.check`."""
        return check(self.store, mend=mend)

    def revisions(
        self,
        *,
        source: str,
        table: str = "",
        threshold: float = 0.01,
        measure: str = "",
        reporter: str = "",
        product: str = "",
    ) -> Revision:
        """Compare two releases; see :func:`tocsin.lake.revisions.compare`."""
        return compare(
            self.store,
            source=source,
            table=table,
            threshold=threshold,
            measure=measure,
            reporter=reporter,
            product=product,
        )
