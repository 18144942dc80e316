"""The README's examples are run, and every command stands in it.

`pytest tests/flows/test_readme.py --rewrite-golden` writes what the examples print now; review it as a diff.
"""

import re
import shlex
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.query import execute, open_session
from tests.benchmarks.scale import written_into
from tests.warehouses import current
from transforms.tables import TABLES

README = Path(__file__).resolve().parents[2] / "README.md"
EXAMPLE = re.compile(r"(?<=^```console\n)\$ (?P<command>dateline [^\n]*)\n(?P<printed>.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def _printed(command: str, warehouse: Path) -> str:
    environment = {"DATELINE_WAREHOUSE": str(warehouse), "COLUMNS": "120"}
    finished = CliRunner().invoke(main, shlex.split(command)[1:], env=environment, catch_exceptions=False)
    assert finished.exit_code == 0, finished.output
    return "".join(f"{line.rstrip()}\n" for line in finished.stdout.splitlines())


def test_the_examples_print_what_the_readme_says(samples_warehouse: Path, rewrite_golden: bool) -> None:
    text = README.read_text(encoding="utf-8")
    if rewrite_golden:
        text = EXAMPLE.sub(lambda example: f"$ {example['command']}\n{_printed(example['command'], samples_warehouse)}", text)
        README.write_text(text, encoding="utf-8")
    examples = list(EXAMPLE.finditer(text))
    assert len(examples) >= 5
    for example in examples:
        assert _printed(example["command"], samples_warehouse) == example["printed"], example["command"]


def test_what_a_number_of_reports_needs_is_computed_from_the_figures(rewrite_golden: bool) -> None:
    text = README.read_text(encoding="utf-8")
    assert text.count("<!-- end -->") == 3
    if rewrite_golden:
        README.write_text(written_into(text), encoding="utf-8")
    assert written_into(text) == README.read_text(encoding="utf-8")


def test_the_fifteen_questions_have_the_same_answers_in_any_duckdb(samples_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = README.read_text(encoding="utf-8").partition("### Fifteen questions")[2].partition("\n##")[0]
    queries = [shlex.split(example["command"])[2] for example in EXAMPLE.finditer(asked)]
    assert len(queries) == 15
    monkeypatch.chdir(current(samples_warehouse))
    with duckdb.connect() as plain, open_session(samples_warehouse) as session:
        plain.execute(Path("views.sql").read_text(encoding="utf-8"))
        answers = {query: execute(session, query).fetch(1000) for query in queries}
        for query, answer in answers.items():
            assert plain.execute(query).fetchall() == answer, query
    assert sum(map(bool, answers.values())) >= 12


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented_and_has_an_example(name: str) -> None:
    assert f"`dateline {name}" in README.read_text(encoding="utf-8")
    assert f"dateline {name}" in (main.commands[name].epilog or "")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_described_as_the_contract_does(name: str) -> None:
    assert f"| `{name}` | {TABLES[name].grain} |" in README.read_text(encoding="utf-8")


def test_the_line_for_the_shell_completes_commands() -> None:
    assert "_DATELINE_COMPLETE=bash_source dateline" in README.read_text(encoding="utf-8")
    asked = {"_DATELINE_COMPLETE": "bash_complete", "COMP_WORDS": "dateline ex", "COMP_CWORD": "1"}
    finished = CliRunner().invoke(main, prog_name="dateline", env=asked)
    assert finished.output.split() == ["plain,export"]


def test_all_reference_data_that_came_from_elsewhere_is_credited() -> None:
    credited = (README.parent / "seeds" / "reference" / "README.md").read_text(encoding="utf-8")
    for outside in ("GeoNames", "Natural Earth", "SCOWL", "CLDR", "MUC-4"):
        assert outside in credited
    built = {path.stem for path in (README.parent / "seeds" / "reference").glob("build_*.py")}
    assert built == set(re.findall(r"`(build_\w+)\.py`", credited))
