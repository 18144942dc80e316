"""A release's folder explains itself, and what it says of opening it works."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pytest

from flows.handoff import datapackage, release_documents, views_sql
from tests.synthetic import STORY, write_release
from transforms.tables import TABLES


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_release(tmp_path_factory.mktemp("handoff") / "release", STORY)
    for name, text in release_documents(manifest_of(folder), None, folder).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def manifest_of(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text())
    return manifest


def snippets(text: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)


def test_the_same_release_gives_the_same_bytes(release: Path, tmp_path: Path) -> None:
    again = write_release(tmp_path / "again", STORY)
    reordered = json.loads(json.dumps(manifest_of(again), sort_keys=True))
    assert release_documents(reordered, reordered, again) == release_documents(manifest_of(release), manifest_of(release), release)


def test_the_readme_tells_what_is_covered_and_refused(release: Path) -> None:
    text = (release / "README.md").read_text()
    assert "4 reports of 3 sources, published 2024-03-05 to 2024-03-06; 1 without a day, 1 that repeat another" in text
    assert "2 events, dated 2023-03-01 to 2024-03-04" in text
    assert "reports: the record has no text 1" in text
    assert "This is the first release." in text


def test_the_readme_credits_the_reference_data(release: Path) -> None:
    licences = (release / "README.md").read_text().partition("## Licence and credits")[2]
    for outside in ("GeoNames", "CC BY 4.0", "Natural Earth"):
        assert outside in licences
    assert "## Words" not in licences


def test_the_readme_gives_the_changes_since_the_last_release(release: Path, tmp_path: Path) -> None:
    before = manifest_of(write_release(tmp_path / "before", {**STORY, "events": STORY["events"][:1]}, "r000000-eeeeeeee"))
    text = release_documents(manifest_of(release), before, release)["README.md"]
    assert "## Changes since release r000000-eeeeeeee" in text
    assert "| events | 1 | 2 | 1 |" in text
    assert "| reports | 4 | 4 | 0 |" in text


def test_names_out_of_reports_have_no_effect_in_the_readme(tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> ![x](https://example.org) \x1b[31m\u202e\n# head"
    reports = [report | {"source_name": hostile} for report in STORY["reports"]]
    folder = write_release(tmp_path / "hostile", {**STORY, "reports": reports})
    text = release_documents(manifest_of(folder), None, folder)["README.md"]
    (line,) = (line for line in text.splitlines() if "Most frequent sources" in line)
    assert r"\<script\>alert(1)\</script\> \!\[x\](https://example.org)" in line
    assert "\x1b" not in text and "\u202e" not in text and "\n# head" not in text


def test_an_empty_release_is_documented_too(tmp_path: Path) -> None:
    folder = write_release(tmp_path / "empty", {})
    text = release_documents(manifest_of(folder), None, folder)["README.md"]
    assert "0 reports of 0 sources, published on no day that is known" in text


def test_the_snippets_of_the_readme_run(release: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(release)
    run = snippets((release / "README.md").read_text(), "python")
    for code in run:
        exec(compile(code, "README.md", "exec"), {})
    assert len(run) == 4
    printed = capsys.readouterr().out
    assert "ASSAULT" in printed
    assert "│ 2   │" in printed  # polars counts both events


def test_a_damaged_file_is_found_by_the_snippet_that_checks(release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_release(tmp_path / "damaged", STORY)
    with open(folder / "events" / "event_month=2024-03" / "part-0.parquet", "ab") as part:
        part.write(b"x")
    monkeypatch.chdir(folder)
    (check,) = (code for code in snippets((release / "README.md").read_text(), "python") if "hashlib" in code)
    with pytest.raises(AssertionError, match="event_month=2024-03"):
        exec(compile(check, "README.md", "exec"), {})


def test_the_sql_of_the_readme_runs_after_views_sql(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    (sql,) = snippets((release / "README.md").read_text(), "sql")
    script = sql.replace(".read views.sql", (release / "views.sql").read_text())
    with duckdb.connect() as connection:
        rows = connection.execute(script).fetchall()
    assert any("«bombed»" in str(row) for row in rows)


def test_the_command_line_of_duckdb_reads_views_sql_and_runs_the_readmes_sql(release: Path) -> None:
    (sql,) = snippets((release / "README.md").read_text(), "sql")
    command = Path(sys.executable).with_name("duckdb")
    finished = subprocess.run([command, "-csv", "-bail"], input=sql, cwd=release, capture_output=True, text=True, check=True)
    assert finished.stderr == ""
    assert "ASSAULT,1" in finished.stdout
    assert "«bombed»" in finished.stdout


def test_the_data_package_is_valid_for_frictionless_and_a_damaged_one_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_release(tmp_path / "release", STORY)
    (folder / "datapackage.json").write_text(datapackage(manifest_of(folder)), encoding="utf-8")
    monkeypatch.chdir(folder)
    report = frictionless.validate("datapackage.json")
    assert report.valid, report.flatten(["type", "message"])
    assert {task.name for task in report.tasks} == set(TABLES)
    with open("entities/part-0.parquet", "ab") as part:
        part.write(b"x")
    damaged = frictionless.validate("datapackage.json").flatten(["type"])
    assert {kind for (kind,) in damaged} == {"hash-count", "byte-count"}


def test_views_sql_makes_and_comments_every_view(release: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(release)
    with duckdb.connect() as connection:
        connection.execute(views_sql())
        views = connection.execute("SELECT view_name, comment FROM duckdb_views() WHERE NOT internal").fetchall()
        bare = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL ORDER BY ALL"
        ).fetchall()
        assert {name for name, _ in views} > set(TABLES)
        assert all(comment for _, comment in views)
        assert bare == []
        for name, _ in views:
            connection.execute(f"SELECT * FROM {name}").fetchall()


def test_the_data_package_lists_every_file_with_its_schema(release: Path) -> None:
    package = json.loads((release / "datapackage.json").read_text())
    listed: list[str] = []
    for resource in package["resources"]:
        paths = resource["path"] if isinstance(resource["path"], list) else [resource["path"]]
        listed += paths
        assert resource["bytes"] == sum((release / path).stat().st_size for path in paths)
        if len(paths) == 1:
            assert resource["hash"] == "sha256:" + hashlib.sha256((release / paths[0]).read_bytes()).hexdigest()
        table = TABLES[resource["name"]]
        assert [field["name"] for field in resource["schema"]["fields"]] == list(table.names)
        assert resource["schema"]["primaryKey"] == list(table.key)
    assert sorted(listed) == sorted(path.relative_to(release).as_posix() for path in release.rglob("*.parquet"))


def test_the_data_package_keys_lead_to_columns_that_exist(release: Path) -> None:
    package = json.loads(datapackage(manifest_of(release)))
    columns = {resource["name"]: {field["name"] for field in resource["schema"]["fields"]} for resource in package["resources"]}
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            assert key["fields"] in columns[resource["name"]]
            assert key["reference"]["fields"] in columns[key["reference"]["resource"]]


def test_the_dictionary_has_every_column_of_every_table(release: Path) -> None:
    text = (release / "DATA_DICTIONARY.md").read_text()
    for table in TABLES.values():
        section = text.split(f"### {table.name}\n")[1].split("\n### ")[0]
        for field in table.fields:
            assert f"| `{field.name}` |" in section
            assert field.meaning.replace("|", "\\|") in section
        rows = [line for line in section.splitlines() if line.startswith("|")]
        assert {len(re.findall(r"(?<!\\)\|", line)) for line in rows} == {7}
