"""A warehouse in a bucket, and the folder on this machine that mirrors it, so that runs and readers work on files.

    s3://bucket/prefix/current.json                        the pointer: the current release, and those that are kept
                       releases/<release_id>/manifest.json, README.md ...
                       releases/<written_in>/<path>        the Parquet files: `path` and `written_in` are of the manifest's entries
                       runs/<run_id>/

A file that a release shares with the one before is no second object: it stays below the release that it was first written in. A
release is put file by file, its manifest last, and is none before the pointer names it. The mirror is a warehouse like any
other, but that a file may be fetched only when it is needed, and is checked against the manifest then; it may be deleted at any time.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from flows.object_store import AT_ONCE, Found, ObjectStore, StoreError, is_bucket
from flows.pointer import KEY, Pointer, move_pointer, read_pointer, with_release, without_releases
from flows.warehouse import Release, Warehouse, WarehouseError

ORIGIN = ".origin"  # the file by which a folder is known for a mirror; it holds the URL
GRACE = timedelta(days=1)  # what nothing leads to may be of a run that is under way, unless it is older
_MANIFEST = "manifest.json"
_DOCUMENTS = ("README.md", "DATA_DICTIONARY.md", "datapackage.json", "views.sql")
_FETCHING = ".fetching-"
_UNPUSHED = "unpushed"  # marks a run's record that the bucket does not have as it is here

Entry = dict[str, Any]  # of a manifest: path, table, rows, bytes, sha256, written_in


def mirror_folder(url: str) -> Path:
    """The folder that mirrors the warehouse at a URL, empty before the first `refresh`. WarehouseError if it can be none."""
    if not is_bucket(url):
        raise WarehouseError("a warehouse in a bucket is named s3://BUCKET/PREFIX, and credentials go into the environment")
    url = url.rstrip("/")
    cache = Path(os.environ.get("DATELINE_CACHE") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dateline").absolute()
    root = cache / hashlib.sha256(f"{os.environ.get('AWS_ENDPOINT_URL', '')} {url}".encode()).hexdigest()[:16]
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (root / ORIGIN).exists():
            named = root / f"{ORIGIN}-{os.getpid()}"
            named.write_text(url)
            named.replace(root / ORIGIN)
    except OSError as error:
        raise WarehouseError(f"cannot write to {root}: {error.strerror}; choose another DATELINE_CACHE") from error
    return root


def mirror_at(root: Path) -> "Mirror | None":
    """The mirror in a folder; None if it is a warehouse of its own."""
    try:
        return Mirror(root, ObjectStore((root / ORIGIN).read_text()))
    except (FileNotFoundError, NotADirectoryError):
        return None


def object_key(entry: Entry) -> str:
    """Where a file of a manifest lies in the bucket."""
    return f"releases/{entry['written_in']}/{entry['path']}"


@dataclass(frozen=True)
class Mirror:
    """A folder and the bucket that it mirrors."""

    root: Path
    store: ObjectStore

    @property
    def _warehouse(self) -> Warehouse:
        return Warehouse(self.root)

    def refresh(self) -> None:
        """Learn which releases there are now and which is current. Their files are fetched when they are needed."""
        with self._aligning():
            pointer, _ = read_pointer(self.store)
            try:
                self._align(pointer)
            except StoreError:  # a release was pruned between the look at the pointer and that at its manifest
                later, _ = read_pointer(self.store)
                if later == pointer:
                    raise
                self._align(later)

    @contextmanager
    def _aligning(self) -> Iterator[None]:
        """Look at the pointer, or move it, and set the mirror right, while no other process of this machine does."""
        with open(self.root / ".aligning", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _align(self, pointer: Pointer | None) -> None:
        """Have the manifests of the pointer's releases, point to its current one, and only then take others away, which may be read till then."""
        kept = pointer.releases if pointer else {}
        for release_id, checksum in kept.items():
            path = self._warehouse.releases_folder / release_id / _MANIFEST
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != checksum:
                self._warehouse.discard(Release(path.parent))
            if not path.is_file():
                self._fetch(f"releases/{release_id}/{_MANIFEST}", path, checksum)
        current = self._warehouse.current()
        if pointer is None:
            (self.root / "current").unlink(missing_ok=True)
        elif current is None or current.id != pointer.release_id:
            self._warehouse.move_current(pointer.release_id)
        self._tidy(kept)

    def _tidy(self, kept: Container[str]) -> None:
        """Take away the releases that the bucket keeps no more, and what was half fetched when its process was killed."""
        for folder in self._warehouse.releases_folder.glob("[!.]*"):
            if not (folder / _MANIFEST).is_file():
                shutil.rmtree(folder)
            elif folder.name not in kept:
                self._warehouse.discard(Release(folder))
        for half in self.root.glob(f"{_FETCHING}*"):
            with suppress(FileNotFoundError):  # another process has it whole by now
                if time.time() - half.stat().st_mtime > GRACE.total_seconds():
                    half.unlink()

    def fetch(self, release: Release, tables: Sequence[str] = ()) -> None:
        """Have the files of a release at hand: of these tables, or all of them and its documents. What older releases share is linked."""
        wanted = [entry for entry in release.manifest["files"] if not tables or entry["table"] in tables]
        lacking = [entry for entry in wanted if not (release.path / entry["path"]).is_file()]
        here = self._here({(entry["path"], entry["sha256"]) for entry in lacking}) if lacking else {}
        fetches = [partial(self._have, release, entry, here.get((entry["path"], entry["sha256"]))) for entry in lacking]
        documents = [name for name in _DOCUMENTS if not tables and not (release.path / name).is_file()]
        fetches += [partial(self._fetch, f"releases/{release.id}/{name}", release.path / name) for name in documents]
        _all_at_once(fetches)

    def _here(self, wanted: set[tuple[str, str]]) -> dict[tuple[str, str], Path]:
        """Which of these files (path, checksum) the mirror has, in whatever release."""
        files = (((entry["path"], entry["sha256"]), release) for release in self._warehouse.releases() for entry in release.manifest["files"])
        return {file: release.path / file[0] for file, release in files if file in wanted and (release.path / file[0]).is_file()}

    def _have(self, release: Release, entry: Entry, same: Path | None) -> None:
        path = release.path / entry["path"]
        if same is None:
            self._fetch(object_key(entry), path, entry["sha256"])
            return
        self._make_folder(path)
        try:
            os.link(same, path)
        except FileExistsError:
            return
        except OSError:  # a file system without hard links, or a release that is pruned at this moment
            self._fetch(object_key(entry), path, entry["sha256"])

    def _fetch(self, key: str, path: Path, checksum: str | None = None) -> None:
        """Fetch an object, whole and as its checksum says, or not at all."""
        self._make_folder(path)
        partial_file = self._empty_file()
        try:
            found = self.store.download(key, partial_file)
            if found is None:
                raise StoreError(f"{self.store.url} lacks {key}: the release was pruned meanwhile, else `dateline verify` says what is damaged")
            if checksum is not None and found != checksum:
                raise StoreError(f"{self.store.url}: {key} is damaged, its bytes are not those that the release was published with")
            partial_file.chmod(0o444)
            os.replace(partial_file, path)
        except OSError as error:
            raise StoreError(f"cannot write to {self.root}: {error.strerror}; choose another DATELINE_CACHE") from error
        finally:
            partial_file.unlink(missing_ok=True)

    def _empty_file(self) -> Path:
        try:
            descriptor, name = tempfile.mkstemp(prefix=_FETCHING, dir=self.root)
        except OSError as error:
            raise StoreError(f"cannot write to {self.root}: {error.strerror}; choose another DATELINE_CACHE") from error
        os.close(descriptor)
        return Path(name)

    def _make_folder(self, path: Path) -> None:
        """Make the folder that a file of the bucket is to lie in; none outside the mirror, whatever the bucket says."""
        if ".." in path.parts or not path.is_relative_to(self.root):
            raise StoreError(f"{self.store.url} names a file outside of it: {path.name}")
        path.parent.mkdir(parents=True, exist_ok=True)

    def damaged(self, entries: Iterable[Entry]) -> list[tuple[Entry, str]]:
        """Read the objects of a manifest again, whole: which of them are missing or have other bytes."""
        listed = list(entries)
        with ThreadPoolExecutor(AT_ONCE) as threads:
            checksums = list(threads.map(lambda entry: self.store.download(object_key(entry), None), listed))
        found = [(entry, checksum) for entry, checksum in zip(listed, checksums, strict=True) if checksum != entry["sha256"]]
        return [(entry, "has other bytes in the bucket" if checksum else "is missing from the bucket") for entry, checksum in found]

    @contextmanager
    def publishing(self, building: Path) -> Iterator[None]:
        """Put a finished release into the bucket and move the pointer to it; the mirror is to follow within the context.

        CurrentMoved if another release than the one that this one is built on is current by now.
        """
        manifest = Release(building).manifest
        release_id = manifest["release_id"]
        own = [entry for entry in manifest["files"] if entry["written_in"] == release_id]
        checksum = hashlib.sha256((building / _MANIFEST).read_bytes()).hexdigest()
        change = partial(with_release, release_id, checksum, manifest["previous"])
        change(read_pointer(self.store)[0])  # before anything is put: the release may be there already, and the ground may have moved
        self.store.write_all((object_key(entry), building / entry["path"]) for entry in own)
        self.store.write_all((f"releases/{release_id}/{name}", building / name) for name in _DOCUMENTS)
        self.store.write(f"releases/{release_id}/{_MANIFEST}", building / _MANIFEST)
        with self._aligning():
            move_pointer(self.store, change)
            yield

    def point_to(self, release_id: str) -> None:
        """Make a release that is kept the current one."""

        def change(pointer: Pointer | None) -> Pointer:
            if pointer is None or release_id not in pointer.releases:
                raise WarehouseError(f"{self.store.url} holds no release {release_id} any more: `dateline releases` lists them")
            return replace(pointer, release_id=release_id)

        with self._aligning():
            self._align(move_pointer(self.store, change))

    def drop(self, releases: Sequence[Release]) -> None:
        """Take releases out of the pointer, and delete the objects that only they need, and what runs that were killed have left."""
        dropped = {release.id: needed_keys(release) for release in releases}
        with self._aligning():
            pointer = move_pointer(self.store, partial(without_releases, dropped))
            self._align(pointer)
        kept = set().union(*(needed_keys(Release(self._warehouse.releases_folder / release_id)) for release_id in pointer.releases))
        gone = set().union(*(keys for release_id, keys in dropped.items() if release_id not in pointer.releases))
        since = self.store.modified(KEY) - GRACE
        left = {found.key for found in self.store.find("releases/") if found.modified < since}
        self.store.delete(sorted((gone | left) - kept))

    def note_record(self, run_id: str) -> None:
        """Mark a run's record as one that is to be put; it is about to be written."""
        folder = self._warehouse.runs_folder / run_id
        folder.mkdir(parents=True, exist_ok=True)
        (folder / _UNPUSHED).touch()

    def push_records(self) -> None:
        """Put the records of runs that the bucket does not have as they are here. The mirror's lock is held."""
        for mark in sorted(self._warehouse.runs_folder.glob(f"*/{_UNPUSHED}")):
            for path in sorted(mark.parent.glob("*.parquet")):
                self.store.write(f"runs/{mark.parent.name}/{path.name}", path)
            mark.unlink()

    def fetch_records(self) -> None:
        """Have the records of all runs at hand as they are in the bucket."""
        found = [one for one in self.store.find("runs/") if self._is_new(one)]
        _all_at_once([partial(self._fetch_record, one) for one in found])

    def drop_records(self, run_ids: Sequence[str]) -> None:
        """Delete the records of these runs from the bucket."""
        self.store.delete([found.key for found in self.store.find("runs/") if found.key.split("/")[1] in set(run_ids)])

    def _is_new(self, found: Found) -> bool:
        path = self.root / found.key
        if path.suffix != ".parquet" or (path.parent / _UNPUSHED).exists():
            return False
        return not path.exists() or (path.stat().st_size, round(path.stat().st_mtime, 3)) != (found.size, round(found.modified.timestamp(), 3))

    def _fetch_record(self, found: Found) -> None:
        path = self.root / found.key
        self._fetch(found.key, path)
        os.utime(path, (found.modified.timestamp(), found.modified.timestamp()))


def needed_keys(release: Release) -> set[str]:
    """The keys of all objects of a release."""
    documents = {f"releases/{release.id}/{name}" for name in (*_DOCUMENTS, _MANIFEST)}
    return documents | {object_key(entry) for entry in release.manifest["files"]}


def _all_at_once(calls: Sequence[Callable[[], None]]) -> None:
    """Call them in several threads; the first error is raised once all that were begun have ended."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        for future in [threads.submit(call) for call in calls]:
            future.result()
