"""The warehouse: immutable releases, the pointer `current`, the record of every run, and the lock that a run takes.

    warehouse/releases/<release_id>/<table>/<partition>=<month>/part-0.parquet, manifest.json ...
              runs/<run_id>/   current -> releases/<release_id>   staging/<run_id>/ while a run lasts

The folder may mirror a warehouse in a bucket (`flows/mirror.py`). Then the bucket's pointer decides, and what is here may lack files.
"""

import fcntl
import json
import logging
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flows.mirror import Mirror

_log = logging.getLogger(__name__)


class WarehouseError(Exception):
    """A warehouse that cannot be used as asked; the message says what to do."""


class CurrentMoved(WarehouseError):
    """The pointer has moved since the run looked at it: another run has published."""


class AlreadyRunning(WarehouseError):
    """Another run holds the warehouse."""


@dataclass(frozen=True)
class Release:
    """One published release. Its files never change."""

    path: Path

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What the release holds: its id, versions, and every file with rows, bytes and SHA-256."""
        manifest: dict[str, Any] = json.loads((self.path / "manifest.json").read_bytes())
        return manifest

    @property
    def id(self) -> str:
        """Its name under `releases/`."""
        return self.path.name

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table, in the manifest's order."""
        return [self.path / file["path"] for file in self.manifest["files"] if file["table"] == table]

    def parts(self, table: str) -> dict[str, list[dict[str, Any]]]:
        """The manifest's entries of a table by the month in their path; an unpartitioned table has the one key ''."""
        parts: dict[str, list[dict[str, Any]]] = {}
        for file in self.manifest["files"]:
            if file["table"] == table:
                folder = file["path"].split("/")[1]
                parts.setdefault(folder.partition("=")[2] if "=" in folder else "", []).append(file)
        return parts


@dataclass(frozen=True)
class Warehouse:
    """A folder of releases with one pointer to the current one."""

    root: Path

    @cached_property
    def mirror(self) -> "Mirror | None":
        """The link to the bucket that the folder mirrors; None if it is a warehouse of its own."""
        if not (self.root / ".origin").exists():
            return None
        from flows.mirror import mirror_at

        return mirror_at(self.root)

    @property
    def name(self) -> str:
        """What a user calls it: the folder, or the URL that it mirrors."""
        return self.mirror.store.url if self.mirror else str(self.root)

    @property
    def releases_folder(self) -> Path:
        """Where releases lie."""
        return self.root / "releases"

    @property
    def runs_folder(self) -> Path:
        """Where every run leaves its record, refused ones too."""
        return self.root / "runs"

    def current(self) -> Release | None:
        """The release that readers see; None before the first. Resolve it once, and stay with it."""
        try:
            return Release(self.releases_folder / Path(os.readlink(self.root / "current")).name)
        except FileNotFoundError:
            return None

    def release(self, release_id: str | None) -> Release:
        """The release of that id, or the current one. WarehouseError if there is none."""
        release = Release(self.releases_folder / release_id) if release_id else self.current()
        if release is None:
            raise WarehouseError(f"{self.name} holds no release yet: run `dateline run SOURCE... --warehouse {self.name}` first")
        if not (release.path / "manifest.json").is_file():
            raise WarehouseError(f"{self.name} holds no release {release.id}: `dateline releases` lists them")
        return release

    @contextmanager
    def base(self) -> Iterator[Release | None]:
        """The current release for a run to build on: all its files are here, and stay while the context lasts. None before the first."""
        release = self.current()
        if release is None:
            yield None
            return
        with open(release.path / "manifest.json", "rb") as manifest:
            with suppress(OSError):  # a file system without locks can still be read
                fcntl.flock(manifest, fcntl.LOCK_SH)
            self.fetch(release)
            yield release

    def fetch(self, release: Release, *tables: str) -> None:
        """Have the files of these tables at hand, or all of them if none is named; in a mirror they may not be yet."""
        if self.mirror:
            self.mirror.fetch(release, tables)

    def releases(self) -> list[Release]:
        """Every release that is whole, oldest first."""
        found = [Release(path.parent) for path in self.releases_folder.glob("[!.]*/manifest.json")]
        return sorted(found, key=lambda release: (release.manifest["sequence"], release.id))

    def held(self, release: Release) -> bool:
        """Whether a reader has the release open now (`open_snapshot` locks its manifest)."""
        with open(release.path / "manifest.json", "rb") as manifest:
            return not _locked_at_once(manifest)

    def discard(self, release: Release) -> bool:
        """Take a release away for good; False, and nothing done, if a reader holds it. The pointer must be elsewhere."""
        with open(release.path / "manifest.json", "rb") as manifest:
            if not _locked_at_once(manifest):
                return False
            hidden = self.releases_folder / f".{release.id}"
            shutil.rmtree(hidden, ignore_errors=True)
            os.replace(release.path, hidden)
            shutil.rmtree(hidden, ignore_errors=True)
        return True

    def discard_all(self, releases: Sequence[Release]) -> list[str]:
        """Take away those of the releases that no reader holds, in the bucket too; their ids."""
        if self.mirror is None:
            return [release.id for release in releases if self.discard(release)]
        free = [release for release in releases if not self.held(release)]
        self.mirror.drop(free)
        return [release.id for release in free]

    def discard_records(self, run_ids: Sequence[str]) -> tuple[str, ...]:
        """Take the records of runs away, from the bucket first; the ids of these runs."""
        if self.mirror and run_ids:
            self.mirror.drop_records(run_ids)
        for run_id in run_ids:
            shutil.rmtree(self.runs_folder / run_id)
        return tuple(run_ids)

    def install(self, building: Path, release_id: str) -> Release:
        """Give a finished and synced release its name, and point `current` to it.

        The same release may be there: a run was killed before it moved the pointer, or was rolled back and is repeated.
        """
        release = Release(self.releases_folder / release_id)
        with self.mirror.publishing(building) if self.mirror else nullcontext():
            if release.path.is_dir() and release.manifest == Release(building).manifest:
                shutil.rmtree(building)
            elif release.path.is_dir() and not self.discard(release):
                raise WarehouseError(f"another release {release_id} is there already, and a reader holds it: run again later")
            else:
                os.replace(building, release.path)
                sync_folder(self.releases_folder)
            self.move_current(release_id)
        return release

    def point_to(self, release_id: str) -> None:
        """Make a release that is here the current one, in the bucket first."""
        if self.mirror:
            self.mirror.point_to(release_id)
        self.move_current(release_id)

    def move_current(self, release_id: str) -> None:
        """Point `current` to a release, in one step that a reader sees whole or not at all."""
        pointer = self.root / f".current-{os.getpid()}"
        pointer.unlink(missing_ok=True)
        pointer.symlink_to(Path("releases") / release_id)
        os.replace(pointer, self.root / "current")
        sync_folder(self.root)

    def clear_unfinished(self) -> None:
        """Remove what a run or a prune that was killed has left half-way: hidden folders of releases, and staged parts."""
        for folder in (*self.releases_folder.glob(".*"), self.root / "staging"):
            shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def staging(self, run_id: str) -> Iterator[Path]:
        """A folder for a run's work, gone when it ends. The lock is held, so what lies there is a killed run's and goes first."""
        shutil.rmtree(self.root / "staging", ignore_errors=True)
        folder = self.root / "staging" / run_id
        folder.mkdir(parents=True)
        try:
            yield folder
        finally:
            shutil.rmtree(self.root / "staging", ignore_errors=True)

    @contextmanager
    def locked(self, wait: bool = True) -> Iterator[None]:
        """Hold the warehouse for one run; the lock falls with its process. AlreadyRunning if held and not to be waited for."""
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            lock = open(self.root / ".lock", "w")  # noqa: SIM115 - held open for as long as the lock
        except OSError as error:
            raise WarehouseError(f"cannot write to {self.root}: {error.strerror}; choose another --warehouse") from error
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise AlreadyRunning(f"another run holds {self.name}") from error
            with self._in_step():
                yield

    def note_record(self, run_id: str) -> None:
        """A run's record is about to be written, and goes to the bucket when the lock is given up."""
        if self.mirror:
            self.mirror.note_record(run_id)

    def refresh(self) -> None:
        """See where a mirrored pointer is by now."""
        if self.mirror:
            self.mirror.refresh()

    @contextmanager
    def _in_step(self) -> Iterator[None]:
        """A mirror knows the bucket's releases at the start, and hands on what runs have recorded at the end, or at the next end."""
        self.refresh()
        try:
            yield
        finally:
            if self.mirror:
                try:
                    self.mirror.push_records()
                except WarehouseError as error:
                    _log.warning("the record of the run is kept here until the next run: %s", error)


def warehouse_folder(place: str) -> Path:
    """The folder of a warehouse that is named by a path, or by the URL that it mirrors. WarehouseError if it is no such URL."""
    if "://" not in place:
        return Path(place).absolute()
    from flows.mirror import mirror_folder

    return mirror_folder(place)


def clear_folder(folder: Path, but: str = "") -> None:
    """Remove everything in a folder but what has that name, and leave the folder."""
    for child in (child for child in folder.iterdir() if child.name != but):
        shutil.rmtree(child) if child.is_dir() else child.unlink()


def _locked_at_once(file: IO[bytes]) -> bool:
    """Whether an exclusive lock on the open file could be had; it falls when the file is closed."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
