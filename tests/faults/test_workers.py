"""Worker processes that die cost at most the one record that kills them."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.faults.deadly import DEADLY, HUNGRY, SHAKY
from tests.faults.runs import assert_whole
from tests.warehouses import current, jsonl, rows

_RUN = """
import sys
from pathlib import Path
import flows.lanes, flows.reading
from tests.warehouses import run
if __name__ == "__main__":
    flows.lanes.PRELOADED[:] = ["tests.faults.deadly"]
    flows.reading.BATCH_REPORTS = 4
    summary = run(Path(sys.argv[1]), Path(sys.argv[2]), workers=2)
    print(summary.outcome, summary.records.accepted, summary.records.rejected)
"""


def test_the_one_record_that_kills_its_worker_is_rejected(tmp_path: Path) -> None:
    texts = [f"Report {n} says that rain fell on Homs." for n in range(12)]
    texts[2], texts[7], texts[9] = f"This text is {DEADLY}.", f"This text is {HUNGRY}.", f"This text is {SHAKY}."
    records = [{"source": "wire", "id": n, "text": text, "title": str(tmp_path / f"title-{n}")} for n, text in enumerate(texts)]
    source = jsonl(tmp_path / "a.jsonl", *records)
    (tmp_path / "go.py").write_text(_RUN)
    command = [sys.executable, str(tmp_path / "go.py"), str(tmp_path / "w"), str(source)]
    finished = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True, cwd=Path(__file__).parents[2])
    assert finished.stdout.split() == ["published", "10", "2"]
    assert_whole(tmp_path / "w")
    release = current(tmp_path / "w")
    assert sorted(int(report["source_id"]) for report in rows(release, "reports")) == [n for n in range(12) if n not in (2, 7)]
    observed = {json.loads(row["row_json"])["source_id"]: row["observed"] for row in rows(release, "rejects")}
    assert "was killed" in observed["2"]
    assert "MemoryError" in observed["7"]


_LANE = """
from flows.lanes import open_lanes
if __name__ == "__main__":
    with open_lanes(1) as lanes:
        print(lanes.submit(lambda lane: lane.call(abs, -3)).result())
"""


def test_workers_import_what_the_run_does_and_not_what_lies_in_the_working_folder(tmp_path: Path) -> None:
    work, script = tmp_path / "work", tmp_path / "go.py"
    (work / "transforms").mkdir(parents=True)
    (work / "transforms" / "__init__.py").write_text("import pathlib\npathlib.Path('imported').touch()\n")
    script.write_text(_LANE)
    root = str(Path(__file__).parents[2])
    finished = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=120, check=True, cwd=work, env={**os.environ, "PYTHONPATH": root}
    )
    assert finished.stdout.split() == ["3"]
    assert not (work / "imported").exists()
