"""Care of releases: what is listed, compared, checked, rolled back, pruned and forgotten."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from flows.care import prune, roll_back
from flows.cli import main
from flows.forgetting import forget
from flows.snapshot import open_snapshot
from flows.verifying import verify
from flows.warehouse import Warehouse, WarehouseError
from tests.warehouses import checksums, current, jsonl, rows, run

RAID = {"source": "wire", "id": 1, "date": "2022-08-24", "text": "Rebels killed ten soldiers in Homs on Monday."}
RAIN = {"source": "wire", "id": 2, "date": "2022-09-03", "text": "Rain fell on Aleppo."}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of two releases: the second has a report more, and another text of the first."""
    folder = tmp_path_factory.mktemp("care")
    run(folder / "w", jsonl(folder / "a.jsonl", RAID, {"id": 9, "text": ""}))
    run(folder / "w", jsonl(folder / "a.jsonl", RAID | {"text": "Rebels killed twelve soldiers in Homs on Monday."}, RAIN))
    return folder / "w"


@pytest.fixture
def warehouse(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "w", symlinks=True)
    return tmp_path / "w"


def ids(warehouse: Path) -> list[str]:
    return [release.id for release in Warehouse(warehouse).releases()]


def invoke(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def ask(command: str, warehouse: Path, *arguments: str) -> dict[str, Any]:
    result = invoke(command, *arguments, "-w", str(warehouse), "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    return found


def report_id(warehouse: Path, source_id: str) -> str:
    return next(report["report_id"] for report in rows(current(warehouse), "reports") if report["source_id"] == source_id)


def problems(warehouse: Path, release: str | None = None) -> list[tuple[str, str]]:
    with open_snapshot(warehouse, release) as snapshot:
        return [(problem.check, problem.table_name) for problem in verify(snapshot).problems]


def rewrite(warehouse: Path, table: str, change: Any) -> None:
    """Change a table of the current release behind the manifest's back, and let the manifest say that it is so."""
    release = current(warehouse)
    manifest = json.loads((release / "manifest.json").read_text())
    entry = next(entry for entry in manifest["files"] if entry["table"] == table and entry["rows"])
    path = release / entry["path"]
    changed = change(pq.read_table(path, partitioning=None))
    path.unlink()
    pq.write_table(changed, path)
    manifest["tables"][table]["rows"] += len(changed) - entry["rows"]
    entry |= {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "rows": len(changed)}
    (release / "manifest.json").unlink()
    (release / "manifest.json").write_text(json.dumps(manifest))


def with_column(rows: pa.Table, name: str, value: Any) -> pa.Table:
    position = rows.schema.get_field_index(name)
    field = rows.schema.field(position)
    return rows.set_column(position, field, pa.array([value] * len(rows), field.type))


def test_releases_are_listed_newest_first(warehouse: Path) -> None:
    found = ask("releases", warehouse)["releases"]
    assert [(one["sequence"], one["reports"], one["current"]) for one in found] == [(2, 2, True), (1, 1, False)]
    assert found[0]["previous"] == found[1]["release_id"]
    assert invoke("releases", "-w", str(warehouse)).output.count("\n") == 4


def test_a_diff_tells_rows_and_columns(warehouse: Path) -> None:
    tables = {table["table_name"]: table for table in ask("diff", warehouse, "previous", "current")["tables"]}
    reports = tables["reports"]
    assert (reports["added"], reports["removed"], reports["changed"]) == (1, 0, 1)
    assert {"text", "revision", "content_sha256"} <= set(reports["changed_columns"])
    changed = next(example for example in reports["examples"] if example["change"] == "changed")
    assert changed["columns"]["revision"] == [1, 2]
    shown = invoke("diff", "previous", "current", "-w", str(warehouse)).output
    assert "reports: 1 added, 0 removed, 1 changed" in shown
    assert "fatalities_best 10 -> 12" in shown


def test_a_release_does_not_differ_from_itself(warehouse: Path) -> None:
    tables = ask("diff", warehouse, "current", "current")["tables"]
    assert all((table["added"], table["removed"], table["changed"], table["examples"]) == (0, 0, 0, []) for table in tables)


def test_every_release_is_sound(warehouse: Path) -> None:
    for release in ids(warehouse):
        assert problems(warehouse, release) == []
    assert ask("verify", warehouse)["problems"] == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda path: path.unlink(), "is missing"),
        (lambda path: path.write_bytes(path.read_bytes()[:-1]), "bytes, not"),
        (lambda path: path.write_bytes(path.read_bytes()[:-9] + b"X" + path.read_bytes()[-8:]), "checksum"),
        (lambda path: shutil.copy(path, path.with_name("part-9.parquet")), "not in the manifest"),
    ],
    ids=["missing", "short", "altered", "extra"],
)
def test_verify_finds_a_damaged_file(warehouse: Path, damage: Any, said: str) -> None:
    path = next((current(warehouse) / "events").rglob("*.parquet"))
    path.chmod(0o644)
    damage(path)
    result = invoke("verify", "-w", str(warehouse))
    assert result.exit_code == 1
    assert said in result.output


@pytest.mark.parametrize(
    ("table", "change", "check"),
    [
        ("reports", lambda rows: rows.slice(0, 0), ("refers", "sentences")),
        ("sentences", lambda rows: rows.take([0, 0]), ("unique", "sentences")),
        ("entity_mentions", lambda rows: with_column(rows, "text", "Hama"), ("slices", "entity_mentions")),
        ("reports", lambda rows: with_column(rows, "published_on", None), ("partitions", "reports")),
        ("inputs", lambda rows: rows.drop_columns(["size"]), ("schema", "inputs")),
    ],
    ids=["reference", "key", "span", "month", "column"],
)
def test_verify_finds_rows_that_break_a_rule(warehouse: Path, table: str, change: Any, check: tuple[str, str]) -> None:
    rewrite(warehouse, table, change)
    assert check in problems(warehouse)


def test_rolling_back_and_forth_changes_no_release(warehouse: Path) -> None:
    first, second = ids(warehouse)
    before = checksums(current(warehouse))
    assert ask("rollback", warehouse, "previous") == {"from": second, "current": first}
    assert current(warehouse).name == first
    roll_back(Warehouse(warehouse), second)
    assert checksums(current(warehouse)) == before


def test_a_run_repeated_after_a_rollback_gives_the_same_release(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", RAID)
    run(tmp_path / "w", source)
    jsonl(source, RAID, RAIN)
    run(tmp_path / "w", source)
    before, name = checksums(current(tmp_path / "w")), current(tmp_path / "w").name
    roll_back(Warehouse(tmp_path / "w"), ids(tmp_path / "w")[0])
    run(tmp_path / "w", source)
    assert (checksums(current(tmp_path / "w")), current(tmp_path / "w").name) == (before, name)


def test_a_damaged_release_is_not_rolled_back_to(warehouse: Path) -> None:
    first, second = ids(warehouse)
    next((warehouse / "releases" / first / "reports").rglob("*.parquet")).unlink()
    assert invoke("rollback", first, "-w", str(warehouse)).exit_code == 1
    assert current(warehouse).name == second


def test_pruning_keeps_the_current_release_and_what_is_read(warehouse: Path) -> None:
    first, second = ids(warehouse)
    with open_snapshot(warehouse, first):
        assert prune(Warehouse(warehouse), 1).held == (first,)
        assert ids(warehouse) == [first, second]
    assert prune(Warehouse(warehouse), 1).removed == (first,)
    assert ids(warehouse) == [second]
    assert problems(warehouse) == []


def test_pruning_after_a_rollback_keeps_the_older_current_release(warehouse: Path) -> None:
    first, second = ids(warehouse)
    roll_back(Warehouse(warehouse), first)
    assert ask("prune", warehouse, "--keep", "1")["removed"] == []
    assert ids(warehouse) == [first, second]


def test_a_forgotten_report_is_gone_and_stays_gone(warehouse: Path, tmp_path: Path) -> None:
    gone = report_id(warehouse, "1")
    done = ask("forget", warehouse, gone, "--reason", "asked for by its publisher")
    assert len(done["still_held_by"]) == 2
    for table in ("reports", "sentences", "date_mentions", "entity_mentions", "event_mentions"):
        assert not [row for row in rows(current(warehouse), table) if row["report_id"] == gone]
    assert not rows(current(warehouse), "events")
    assert problems(warehouse) == []
    (marker,) = [row for row in rows(current(warehouse), "rejects") if row["expectation"] == "forgotten"]
    assert (marker["row_key"], marker["reason"]) == (gone, "asked for by its publisher")
    run(warehouse, jsonl(tmp_path / "a.jsonl", RAID, RAIN | {"id": 3}))
    assert {report["source_id"] for report in rows(current(warehouse), "reports")} == {"2", "3"}
    assert prune(Warehouse(warehouse), 1).held == ()
    assert not [path for path in warehouse.rglob("*") if path.is_file() and b"twelve soldiers" in path.read_bytes()]


def test_what_was_refused_of_a_forgotten_report_loses_its_words(tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", RAID)
    run(tmp_path / "w", source)
    jsonl(source, RAID | {"text": "", "title": "A title with secrets"})
    run(tmp_path / "w", source)
    assert "secrets" in rows(current(tmp_path / "w"), "rejects")[0]["row_json"]
    forget(Warehouse(tmp_path / "w"), report_id(tmp_path / "w", "1"), "takedown")
    kept = [row["row_json"] for path in (tmp_path / "w" / "runs").rglob("rejects.parquet") for row in pq.read_table(path).to_pylist()]
    assert "secrets" not in "".join(kept + [row["row_json"] for row in rows(current(tmp_path / "w"), "rejects")])


def test_one_forgets_what_is_there_and_once(warehouse: Path) -> None:
    gone = report_id(warehouse, "2")
    forget(Warehouse(warehouse), gone, "takedown")
    with pytest.raises(WarehouseError, match="forgotten already"):
        forget(Warehouse(warehouse), gone, "takedown")
    with pytest.raises(WarehouseError, match="holds no report"):
        forget(Warehouse(warehouse), "0" * 16, "takedown")


def test_a_takedown_is_not_undone_by_a_rollback(warehouse: Path) -> None:
    first = ids(warehouse)[0]
    forget(Warehouse(warehouse), report_id(warehouse, "1"), "takedown")
    with pytest.raises(WarehouseError, match="forgotten"):
        roll_back(Warehouse(warehouse), first)


@pytest.mark.parametrize("command", [("diff", "nothing", "current"), ("rollback", "../x"), ("verify", "--release", "nothing")])
def test_a_release_that_is_not_there_is_one_line(warehouse: Path, command: tuple[str, ...]) -> None:
    result = invoke(*command, "-w", str(warehouse))
    assert result.exit_code == 1
    assert result.output.startswith("dateline: ")
    assert result.output.count("\n") == 1
