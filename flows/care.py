"""Care of releases: what there is, going back to an earlier one, and taking old ones away."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.warehouse import Release, Warehouse, WarehouseError

KEPT = 24  # releases, if nothing else is said: a day of hourly runs
FORGOTTEN = "forgotten"  # the expectation of a row of `rejects` that marks a takedown


@dataclass(frozen=True, slots=True)
class Pruned:
    """Releases that were taken away, and those that were too old but stay since a reader holds them."""

    removed: tuple[str, ...]
    held: tuple[str, ...]
    kept: tuple[str, ...]


def describe_releases(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Every release, newest first: its id, clock, size, versions, and whether it is current or held by a reader."""
    current = warehouse.current()
    return [_describe(warehouse, release, release == current) for release in reversed(warehouse.releases())]


def _describe(warehouse: Warehouse, release: Release, is_current: bool) -> dict[str, Any]:
    manifest = release.manifest
    rows = {name: table["rows"] for name, table in manifest["tables"].items()}
    return {
        "release_id": release.id, "sequence": manifest["sequence"], "previous": manifest["previous"], "as_of": manifest["as_of"],
        "run_id": manifest["run_id"], "reports": rows["reports"], "events": rows["events"], "files": len(manifest["files"]),
        "bytes": sum(file["bytes"] for file in manifest["files"]), "versions": manifest["versions"], "current": is_current,
        "held": warehouse.held(release),
    }  # fmt: skip


def named_release(warehouse: Warehouse, name: str) -> str:
    """The id that `current`, `previous` or an id names. WarehouseError if there is no such release."""
    if name not in ("current", "previous"):
        return warehouse.release(name).id
    current = warehouse.release(None)
    if name == "current":
        return current.id
    if current.manifest["previous"] is None:
        raise WarehouseError(f"release {current.id} is the first: there is none before it")
    return warehouse.release(current.manifest["previous"]).id


def roll_back(warehouse: Warehouse, release_id: str) -> tuple[str, str]:
    """Point `current` to an earlier (or later) release. Returns the ids from which and to which it moved.

    WarehouseError if the release is not there, lacks a file, or holds a report that has been forgotten since.
    """
    with warehouse.locked():
        target, current = warehouse.release(release_id), warehouse.release(None)
        warehouse.fetch(target)
        lacking = [file["path"] for file in target.manifest["files"] if not _is_there(target, file)]
        if lacking:
            raise WarehouseError(f"release {target.id} is damaged ({lacking[0]} is missing or has another size): see `dateline verify`")
        warehouse.fetch(current, "rejects")
        if returning := forgotten_reports([current]) & held_reports(target, forgotten_reports([current])):
            raise WarehouseError(f"release {target.id} still holds report {min(returning)}, which was forgotten since: choose a later release")
        warehouse.point_to(target.id)
        return current.id, target.id


def _is_there(release: Release, file: dict[str, Any]) -> bool:
    path = release.path / file["path"]
    return path.is_file() and bool(path.stat().st_size == file["bytes"])


def prune(warehouse: Warehouse, keep: int) -> Pruned:
    """Take away all but the newest releases, never the current one, nor one that a reader holds."""
    with warehouse.locked():
        return prune_locked(warehouse, keep)


def prune_locked(warehouse: Warehouse, keep: int) -> Pruned:
    """The same for who holds the warehouse's lock already."""
    releases, current = warehouse.releases(), warehouse.current()
    old = [release for release in releases[: max(0, len(releases) - keep)] if release != current]
    removed = warehouse.discard_all(old)
    held = [release.id for release in old if release.id not in removed]
    return Pruned(tuple(removed), tuple(held), tuple(release.id for release in releases if release.id not in removed))


def forgotten_reports(releases: Iterable[Release]) -> frozenset[str]:
    """The reports that a takedown has removed, by what these releases know."""
    marked: set[str] = set()
    for release in releases:
        for path in release.files("rejects"):
            part = pq.read_table(path, columns=["row_key", "expectation"], partitioning=None)
            marked.update(part.filter(pc.equal(part.column("expectation"), FORGOTTEN)).column("row_key").to_pylist())
    return frozenset(marked)


def held_reports(release: Release, report_ids: Iterable[str]) -> frozenset[str]:
    """Which of these reports a release holds."""
    wanted: Sequence[str] = sorted(report_ids)
    if not wanted:
        return frozenset()
    found = (pq.read_table(path, columns=["report_id"], partitioning=None).column(0) for path in release.files("reports"))
    return frozenset(one for column in found for one in column.filter(pc.is_in(column, pa.array(wanted))).to_pylist())
