"""The pointer of a warehouse in a bucket: the one object that says which releases there are, and which of them is current.

It is only ever replaced by a conditional put, so that of two who move it at once, one is told and looks again. What it does not
lead to is no part of the warehouse, whatever lies in the bucket.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace

from flows.object_store import ObjectStore, StoreError
from flows.warehouse import CurrentMoved, WarehouseError

KEY = "current.json"
_TRIES = 20  # moves that others made first


@dataclass(frozen=True, slots=True)
class Pointer:
    """The current release, and the SHA-256 of the manifest of each release that is kept, by its id, oldest first."""

    release_id: str
    releases: dict[str, str]


def read_pointer(store: ObjectStore) -> tuple[Pointer | None, str | None]:
    """The pointer and the ETag to replace it by; None and None in a bucket without a warehouse."""
    found = store.read(KEY)
    if found is None:
        return None, None
    data, etag = found
    try:
        said = json.loads(data)
        return Pointer(str(said["release_id"]), dict(said["releases"])), etag
    except (ValueError, TypeError, KeyError) as error:
        raise StoreError(f"{store.url}: {KEY} is no pointer of a warehouse") from error


def move_pointer(store: ObjectStore, change: Callable[[Pointer | None], Pointer]) -> Pointer:
    """Replace the pointer by what `change` makes of it; it is asked again each time that another was first. Whatever it raises is raised."""
    for _ in range(_TRIES):
        pointer, etag = read_pointer(store)
        moved = change(pointer)
        if moved == pointer or store.replace(KEY, _encoded(moved), etag):
            if pointer is None:
                _check_conditions(store, moved)
            return moved
    raise StoreError(f"{store.url}: the pointer moves without end, or the server refuses every conditional put")


def with_release(release_id: str, checksum: str, base: str | None, pointer: Pointer | None) -> Pointer:
    """The pointer with a release that is built on `base`; as it is, if that was published already. CurrentMoved if `base` is not current."""
    releases = pointer.releases if pointer else {}
    current = pointer.release_id if pointer else None
    if releases.get(release_id, checksum) != checksum:
        raise WarehouseError(f"another release {release_id} is there already: repeat the run with another --as-of")
    if pointer and release_id in releases and current != base:
        return pointer
    if current != base:
        raise CurrentMoved(f"another run has published release {current} meanwhile")
    return Pointer(release_id, releases | {release_id: checksum})


def without_releases(dropped: Iterable[str], pointer: Pointer | None) -> Pointer:
    """The pointer without these releases, unless one of them is current."""
    if pointer is None:
        raise WarehouseError("the warehouse is gone from its bucket")
    kept = {name: checksum for name, checksum in pointer.releases.items() if name not in set(dropped) - {pointer.release_id}}
    return replace(pointer, releases=kept)


def _encoded(pointer: Pointer) -> bytes:
    return (json.dumps(asdict(pointer), indent=1) + "\n").encode()


def _check_conditions(store: ObjectStore, pointer: Pointer) -> None:
    """Once, when a warehouse is made: a server that ignores conditions would lose releases later, and without a word."""
    if store.replace(KEY, _encoded(pointer), None):
        raise StoreError(f"{store.url}: the server ignores conditional puts (If-None-Match), without which a warehouse is not safe there")
