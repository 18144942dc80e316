"""The README's examples are run, and every command stands in it.

`pytest tests/flows/test_readme.py --rewrite-golden` writes what the examples print now; review it as a diff.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import main
from transforms.tables import TABLES

README = Path(__file__).resolve().parents[2] / "README.md"
EXAMPLE = re.compile(r"(?<=^```console\n)\$ (?P<command>dateline [^\n]*)\n(?P<printed>.*?)(?=^```$)", re.MULTILINE | re.DOTALL)


def _printed(command: str, warehouse: Path) -> str:
    environment = {**os.environ, "DATELINE_WAREHOUSE": str(warehouse), "COLUMNS": "120", "LC_ALL": "C.UTF-8"}
    arguments = [sys.executable, "-m", "flows.cli", *shlex.split(command)[1:]]
    finished = subprocess.run(arguments, env=environment, capture_output=True, text=True, check=True, cwd=README.parent)
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


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented_and_has_an_example(name: str) -> None:
    assert f"`dateline {name}" in README.read_text(encoding="utf-8")
    assert f"dateline {name}" in (main.commands[name].epilog or "")


@pytest.mark.parametrize("name", TABLES)
def test_every_table_is_described_as_the_contract_does(name: str) -> None:
    assert f"| `{name}` | {TABLES[name].grain} |" in README.read_text(encoding="utf-8")
