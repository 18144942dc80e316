"""A warehouse in a bucket: the same releases, read and written from machines that share nothing else. The server is real, on loopback."""

import hashlib
import json
import shlex
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

import flows.mirror
import flows.object_store
from flows.care import prune, roll_back
from flows.cli import main
from flows.forgetting import forget
from flows.object_store import ObjectStore
from flows.pointer import read_pointer
from flows.query import QueryError, execute, explained, open_session
from flows.warehouse import Warehouse, WarehouseError
from tests.s3 import SECRET, Bucket
from tests.warehouses import SAMPLES, checksums, current, jsonl, manifest, rows, run

README = Path(__file__).resolve().parents[2] / "README.md"
RAID = {"source": "wire", "id": 1, "date": "2022-08-24", "text": "Rebels killed ten soldiers in Homs on Monday."}
RAIN = {"source": "wire", "id": 2, "date": "2022-09-03", "text": "Rain fell on Aleppo."}


@pytest.fixture
def puts(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys of all objects that are put from here on."""
    seen: list[str] = []

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda store, key, *rest: (seen.append(key), function(store, key, *rest))[1]

    for name in ("write", "replace"):
        monkeypatch.setattr(ObjectStore, name, watched(getattr(ObjectStore, name)))
    return seen


def dateline(url: str, command: str, *arguments: str) -> Result:
    return CliRunner().invoke(main, [command, *arguments, "-w", url])


def printed(url: str, command: str, *arguments: str) -> str:
    result = dateline(url, command, *arguments)
    assert result.exit_code == 0, result.output
    return result.output


def test_the_samples_give_the_release_that_they_give_in_a_folder(bucket: Bucket, samples_warehouse: Path, puts: list[str]) -> None:
    mirror = bucket.machine("a")
    assert run(mirror, SAMPLES).outcome == "published"
    assert checksums(current(mirror)) == checksums(current(samples_warehouse))
    assert {key for key in puts if key.startswith("releases/")} == set(bucket.objects())
    assert "sound" in printed(bucket.url, "verify")
    puts.clear()
    assert run(mirror, SAMPLES).outcome == "unchanged"
    assert puts == []


def test_a_run_puts_only_what_has_changed(bucket: Bucket, tmp_path: Path, puts: list[str]) -> None:
    mirror = bucket.machine("a")
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID, RAIN))
    first = current(mirror).name
    puts.clear()
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID, RAIN | {"text": "Snow fell on Aleppo."}))
    release = current(mirror)
    partitions = {key.split("/")[3] for key in puts if key.startswith("releases/") and "=" in key}
    assert partitions == {"published_month=2022-09"}
    assert {file["written_in"] for file in manifest(release)["files"] if "2022-08" in file["path"]} == {first}
    published = [key for key in puts if not key.startswith("runs/")]
    assert published[-2:] == [f"releases/{release.name}/manifest.json", "current.json"]


def test_a_machine_that_knows_nothing_reads_what_a_query_names(bucket: Bucket, tmp_path: Path) -> None:
    run(bucket.machine("a"), jsonl(tmp_path / "a.jsonl", RAID, RAIN))
    reader = bucket.machine("b")
    bucket.monkeypatch.setenv("DATELINE_WAREHOUSE", bucket.url)
    result = CliRunner().invoke(main, ["sql", "SELECT text FROM reports ORDER BY text", "--format", "csv"])
    assert result.output.splitlines() == ["text", RAIN["text"], RAID["text"]]
    assert {path.relative_to(current(reader)).parts[0] for path in current(reader).rglob("*.parquet")} == {"reports"}


def test_every_command_works_on_a_machine_that_knows_nothing(bucket: Bucket, tmp_path: Path) -> None:
    mirror = bucket.machine("a")
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID))
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID, RAIN))
    event = rows(current(mirror), "events")[0]["event_id"]
    commands = {
        "sql": ["SELECT run_id FROM all_runs"], "trace": [event], "status": [], "releases": [], "diff": ["previous", "current"], "verify": [],
        "export": ["--tables", "events,event_mentions,reports", "-o", str(tmp_path / "x.zip")], "page": ["-o", str(tmp_path / "x.html")],
        "plot": ["timeline", "-o", str(tmp_path / "x.svg")], "backfill": [], "rollback": ["previous"], "prune": ["--keep", "1"],
    }  # fmt: skip
    said = {}
    for command, arguments in commands.items():
        bucket.machine(command)
        said[command] = printed(bucket.url, command, *arguments)
    assert said["sql"].endswith("(2 rows)\n") and "ten soldiers" in said["trace"] and "2: 2 published" in said["status"]
    assert "reports: 1 added, 0 removed, 0 changed" in said["diff"] and "1 events" in said["export"]


def test_the_readme_says_how_to_write_and_how_to_read_without_dateline(bucket: Bucket, tmp_path: Path) -> None:
    said = README.read_text(encoding="utf-8").partition("### In a bucket")[2].partition("\n##")[0]
    commands = [shlex.split(line) for line in said.splitlines() if line.startswith("    dateline ")]
    bucket.monkeypatch.setenv("DATELINE_WAREHOUSE", "s3://news/warehouse")
    bucket.monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    source = str(jsonl(tmp_path / "a.jsonl", RAID, RAIN))
    for command in commands:
        result = CliRunner().invoke(main, [argument.replace("seeds/reports", source) for argument in command[1:]])
        assert result.exit_code == 0, result.output
    assert [command[1] for command in commands] == ["run", "sql", "verify"]
    names: dict[str, Any] = {}
    exec(said.partition("```python\n")[2].partition("```")[0], names)
    assert names["events"].select(["event_type", "event_month"]).to_pylist() == [{"event_type": "ASSAULT", "event_month": "2022-08"}]


def test_machines_see_each_others_releases_and_records(bucket: Bucket, tmp_path: Path) -> None:
    run(bucket.machine("a"), jsonl(tmp_path / "a.jsonl", RAID))
    assert run(bucket.machine("b"), jsonl(tmp_path / "b.jsonl", RAIN)).outcome == "published"
    first = bucket.machine("a")
    assert len(Warehouse(first).releases()) == 2
    assert json.loads(printed(bucket.url, "sql", "SELECT count(*) AS runs FROM all_runs", "--format", "json"))[0]["runs"] == 2


def test_a_warehouse_moves_from_its_folder_with_all_that_it_holds(bucket: Bucket, tmp_path: Path) -> None:
    folder, source = tmp_path / "w", tmp_path / "a.jsonl"
    for reports in ((RAID,), (RAID, RAIN), (RAID, RAIN, RAID | {"id": 3})):
        run(folder, jsonl(source, *reports))
    roll_back(Warehouse(folder), Warehouse(folder).releases()[1].id)
    said = json.loads(printed(str(folder), "copy", bucket.url, "--json"))
    assert said["current"] == current(folder).name and len(said["releases"]) == 3
    mirror = bucket.machine("a")
    assert [release.id for release in Warehouse(mirror).releases()] == [release.id for release in Warehouse(folder).releases()]
    for release in said["releases"]:
        assert "sound" in printed(bucket.url, "verify", "--release", release)
    assert checksums(current(mirror)) == checksums(current(folder))
    assert printed(bucket.url, "sql", "SELECT count(*) AS runs FROM all_runs", "--format", "csv") == "runs\n3\n"
    assert run(mirror, jsonl(source, RAID, RAIN)).outcome == "unchanged"
    assert "3 releases" in printed(str(folder), "copy", bucket.url), "a copy that was cut off is made by the same command"
    run(mirror, jsonl(source, RAIN | {"id": 9}))
    again = dateline(str(folder), "copy", bucket.url)
    assert again.exit_code == 1 and "holds a warehouse already" in again.output


def test_a_rollback_moves_the_pointer_for_all(bucket: Bucket, tmp_path: Path) -> None:
    mirror = bucket.machine("a")
    first = run(mirror, jsonl(tmp_path / "a.jsonl", RAID)).release_id
    run(mirror, jsonl(tmp_path / "a.jsonl", RAIN))
    roll_back(Warehouse(bucket.machine("b")), str(first))
    assert current(bucket.machine("a")).name == current(bucket.machine("c")).name == first


def test_what_is_pruned_is_gone_and_what_is_shared_stays(bucket: Bucket, tmp_path: Path) -> None:
    mirror = bucket.machine("a")
    first = run(mirror, jsonl(tmp_path / "a.jsonl", RAID, RAIN)).release_id
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID, RAIN | {"text": "Snow fell on Aleppo."}))
    assert prune(Warehouse(mirror), 1).removed == (first,)
    release = manifest(current(mirror))
    needed = {f"releases/{file['written_in']}/{file['path']}" for file in release["files"]}
    found = {key for key in bucket.objects() if key.endswith(".parquet")}
    assert found == needed
    assert {key for key in found if f"/{first}/" in key}
    bucket.machine("b")
    assert "sound" in printed(bucket.url, "verify")
    with pytest.raises(WarehouseError, match="holds no release"):
        Warehouse(bucket.machine("b")).release(first)


def test_a_reader_keeps_the_release_that_it_has_open(bucket: Bucket, tmp_path: Path) -> None:
    run(bucket.machine("a"), jsonl(tmp_path / "a.jsonl", RAID))
    with open_session(bucket.machine("reader")) as session:
        assert execute(session, "SELECT count(*) FROM reports").fetch(1) == [(1,)]
        other = bucket.machine("a")
        run(other, jsonl(tmp_path / "b.jsonl", RAIN))
        prune(Warehouse(other), 1)
        assert current(bucket.machine("reader")).name != session.snapshot.release_id
        assert execute(session, "SELECT count(*) FROM reports").fetch(1) == [(1,)]
        with pytest.raises(QueryError, match="pruned meanwhile"), explained(session):
            execute(session, "SELECT * FROM runs")
    assert len(Warehouse(bucket.machine("reader")).releases()) == 1


def test_a_release_that_is_pruned_while_a_machine_looks_is_no_error(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mirror = bucket.machine("a")
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID))
    run(mirror, jsonl(tmp_path / "b.jsonl", RAIN))
    looks = flows.mirror.read_pointer

    def looked_too_early(store: ObjectStore) -> Any:
        seen = looks(store)
        monkeypatch.setattr(flows.mirror, "read_pointer", looks)
        prune(Warehouse(mirror), 1)
        return seen

    monkeypatch.setattr(flows.mirror, "read_pointer", looked_too_early)
    assert [release.id for release in Warehouse(bucket.machine("b")).releases()] == [current(mirror).name]


def test_a_report_that_is_forgotten_leaves_the_bucket_once_pruned(bucket: Bucket, tmp_path: Path) -> None:
    mirror = bucket.machine("a")
    run(mirror, jsonl(tmp_path / "a.jsonl", RAID, RAIN))
    report = next(row["report_id"] for row in rows(current(mirror), "reports") if row["source_id"] == "1")
    other = Warehouse(bucket.machine("b"))
    done = forget(other, report, "asked for")
    assert len(done.still_held_by) == 1
    prune(other, 1)
    for key in (*bucket.objects(), *bucket.objects("runs/")):
        if key.endswith(".parquet"):
            assert bucket.store.download(key, tmp_path / "object")
            assert RAID["text"] not in str(pq.read_table(tmp_path / "object", partitioning=None).to_pylist()), key
    assert not list(bucket.machine("a").rglob("reports/**/*.parquet")), "the machine that had taken it in looks at the bucket again"


@pytest.mark.parametrize("url", ["s3://", "gs://news/w", "s3://user:password@news/w", "s3://News"])
def test_what_names_no_bucket_is_refused_in_one_line(url: str) -> None:
    result = dateline(url, "releases")
    assert result.exit_code == 2
    assert result.output.count("\n") == 1 and "s3://BUCKET/PREFIX" in result.output and "password" not in result.output


def test_whom_it_is_to_tell_hears_of_a_bucket_that_a_run_cannot_reach(bucket: Bucket, tmp_path: Path) -> None:
    heard = tmp_path / "heard.json"
    bucket.monkeypatch.setenv("DATELINE_CACHE", str(tmp_path / "cache"))
    result = dateline("s3://olds/w", "run", str(SAMPLES), "--plain", "--notify", f"tee {heard}")
    assert (result.exit_code, result.output) == (1, "dateline: s3://olds/w: there is no such bucket\n")
    notice = json.loads(heard.read_text())
    assert (notice["event"], notice["warehouse"]) == ("failed", "s3://olds/w") and "no such bucket" in notice["message"]


def test_a_large_object_goes_in_parts_and_comes_back_whole(bucket: Bucket, tmp_path: Path) -> None:
    large = tmp_path / "large"
    large.write_bytes(bytes(range(256)) * 50_000)
    bucket.store.write_all([("runs/large", large)])
    assert bucket.store.download("runs/large", tmp_path / "back") == hashlib.sha256(large.read_bytes()).hexdigest()
    assert (tmp_path / "back").read_bytes() == large.read_bytes()


def test_a_server_that_ignores_conditions_is_refused(bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def heedless(store: ObjectStore, key: str, data: bytes, _etag: str | None) -> bool:
        store.write(key, data)
        return True

    monkeypatch.setattr(ObjectStore, "replace", heedless)
    with pytest.raises(WarehouseError, match="ignores conditional puts"):
        run(bucket.machine("a"), jsonl(tmp_path / "a.jsonl", RAID))


def test_a_bucket_that_is_not_there_is_named(bucket: Bucket) -> None:
    result = dateline("s3://olds/w", "releases")
    assert (result.exit_code, result.output) == (1, "dateline: s3://olds/w: there is no such bucket\n")


def test_an_empty_bucket_holds_no_release_yet(bucket: Bucket) -> None:
    result = dateline(bucket.url, "sql", "SELECT 1")
    assert result.exit_code == 1
    assert f"{bucket.url} holds no release yet" in result.output


def test_without_the_package_the_error_says_what_to_install(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    result = dateline(bucket.url, "releases")
    assert result.exit_code == 1 and "pip install 'dateline[s3]'" in result.output


@contextmanager
def answering(*answers: tuple[int, str]) -> Iterator[tuple[str, list[str]]]:
    """A server that gives these answers one after the other, the last of them for ever; its URL, and what was asked."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            status, body = answers[min(len(asked), len(answers)) - 1]
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()


def test_what_may_pass_is_asked_again(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering((503, "busy"), (500, "broken"), (404, "<Error><Code>NoSuchKey</Code></Error>")) as (url, asked):
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        assert read_pointer(ObjectStore(bucket.url)) == (None, None)
    assert len(asked) == 3


def test_a_refusal_is_one_line_that_holds_no_secret(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"<Error><Code>SignatureDoesNotMatch</Code><StringToSign>{SECRET}</StringToSign></Error>"
    with answering((403, body)) as (url, asked):
        monkeypatch.setenv("AWS_ENDPOINT_URL", url)
        result = dateline(bucket.url, "run", str(SAMPLES), "--plain")
    said = "the server said 403 Forbidden (SignatureDoesNotMatch): look at the credentials and the policy of the bucket"
    assert (result.exit_code, result.output) == (1, f"dateline: {bucket.url}: {said}\n")
    assert len(asked) == 1


def test_a_server_that_is_not_there_is_one_line(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows.object_store, "_RETRIES", 1)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    result = dateline(bucket.url, "sql", "SELECT 1")
    assert result.exit_code == 1
    assert result.output == f"dateline: {bucket.url}: the server cannot be reached: look at AWS_ENDPOINT_URL, and at the network\n"
