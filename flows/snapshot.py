"""One release, as a reader sees it: whole, and the same from the first look to the last."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.warehouse import Release, Warehouse, WarehouseError

if TYPE_CHECKING:
    from flows.mirror import Mirror

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A release's folder, what its manifest says, the folder of all runs' records (None in a bare release), and the bucket that it mirrors."""

    path: Path
    manifest: dict[str, Any]
    runs: Path | None
    mirror: "Mirror | None" = None

    @property
    def release_id(self) -> str:
        """The release's id."""
        return str(self.manifest["release_id"])

    def files(self, table: str) -> list[str]:
        """Absolute paths of the table's Parquet files, in the manifest's order."""
        return [f"{self.path}/{entry['path']}" for entry in self.manifest["files"] if entry["table"] == table]

    def fetch(self, *tables: str) -> None:
        """Have the files of these tables at hand, or all of them if none is named; in a mirror of a bucket they may not be yet."""
        if self.mirror:
            self.mirror.fetch(Release(self.path), tables)

    def recorded(self, table: str) -> list[str]:
        """Paths of `table` (runs, rejects or quality_results) in the records of all runs, refused ones too."""
        if self.runs is None or not self.runs.is_dir():
            return []
        return sorted(map(str, self.runs.glob(f"*/{table}.parquet")))


@contextmanager
def open_snapshot(warehouse: Path, release_id: str | None = None) -> Iterator[Snapshot]:
    """The release that `current` points to now, or the one of that id; `warehouse` may also be the folder of one release.

    While the context lasts the manifest is locked for sharing (flock), by which a prune can tell that the release is being
    read. WarehouseError if there is no such release.
    """
    root = warehouse.resolve()
    if release_id is not None and Path(release_id).name != release_id:
        raise WarehouseError(f"{release_id!r} is not the id of a release: `dateline releases` lists them")
    bare = (root / MANIFEST).is_file()
    release, descriptor = _hold(root, bare, release_id)
    try:
        with os.fdopen(descriptor, encoding="utf-8", closefd=False) as opened:
            manifest = json.load(opened)
        yield Snapshot(release.path.resolve(), manifest, None if bare else root / "runs", None if bare else Warehouse(root).mirror)
    finally:
        os.close(descriptor)


def _hold(root: Path, bare: bool, release_id: str | None) -> tuple[Release, int]:
    """A release and the descriptor by which its manifest is locked; a second try if it is pruned at this very moment."""
    for _ in range(2):
        release = Release(root) if bare else Warehouse(root).release(release_id)
        path = release.path / MANIFEST
        with suppress(FileNotFoundError):  # pruned after `current` was read: it points elsewhere by now
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            with suppress(OSError):  # a file system without locks can still be read
                fcntl.flock(descriptor, fcntl.LOCK_SH)
            if _is_same_file(path, descriptor):
                return release, descriptor
            os.close(descriptor)  # pruned between the opening and the lock
    raise WarehouseError(f"{release.path} went away while it was opened: try again")


def _is_same_file(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False
