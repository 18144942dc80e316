"""`dateline copy`: a warehouse in a folder, put into a bucket with all its releases and the records of its runs."""

import hashlib
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from flows.mirror import needed_keys, object_key
from flows.object_store import ObjectStore
from flows.pointer import Pointer, move_pointer, read_pointer
from flows.warehouse import Release, Warehouse, WarehouseError


@dataclass(frozen=True, slots=True)
class Copied:
    """What was put where; `current` is the release that is current there, as it is here."""

    url: str
    current: str
    releases: tuple[str, ...]
    objects: int
    bytes: int


def copy_to_bucket(warehouse: Warehouse, url: str) -> Copied:
    """Copy a warehouse to where there is none. Nothing is a warehouse there before the last step, so that it can be repeated."""
    if warehouse.mirror:
        raise WarehouseError(f"{warehouse.name} is a bucket already")
    store = ObjectStore(url.rstrip("/"))
    with warehouse.locked():
        current, releases = warehouse.release(None), warehouse.releases()
        pointer = Pointer(current.id, {release.id: _checksum(release) for release in releases})
        begun = partial(_begun, url, pointer)
        begun(read_pointer(store)[0])
        objects = {key: path for release in releases for key, path in _objects(release).items()}
        records = {path.relative_to(warehouse.root).as_posix(): path for path in warehouse.runs_folder.glob("*/*.parquet")}
        store.write_all((objects | records).items())
        move_pointer(store, begun)
    size = sum(path.stat().st_size for path in (objects | records).values())
    return Copied(url, current.id, tuple(pointer.releases), len(objects) + len(records), size)


def _begun(url: str, pointer: Pointer, found: Pointer | None) -> Pointer:
    """The pointer to put where there is none."""
    if found not in (None, pointer):
        raise WarehouseError(f"{url} holds a warehouse already")
    return pointer


def _objects(release: Release) -> dict[str, Path]:
    """The files of a release by the keys that they are to have."""
    entries = release.manifest["files"]
    if not all("written_in" in entry for entry in entries):
        raise WarehouseError(f"release {release.id} was published by an older version: publish another, then `dateline prune --keep 1`")
    files = {object_key(entry): release.path / entry["path"] for entry in entries}
    documents = needed_keys(release) - set(files)
    return files | {key: release.path / Path(key).name for key in documents}


def _checksum(release: Release) -> str:
    return hashlib.sha256((release.path / "manifest.json").read_bytes()).hexdigest()
