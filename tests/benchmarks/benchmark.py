"""Measure Dateline as its users meet it: whole processes, several runs, medians, and a table for the README at the end.

    python tests/benchmarks/benchmark.py --corpus DIR       a corpus folder with docs.jsonl or docs.jsonl.gz
    python tests/benchmarks/benchmark.py --made 100000      that many reports of the seeded generator instead
    ... --growth 10000,100000,400000,1000000                what a word costs as the warehouse's first run grows, and what 1,000 more cost
    ... --prefect                                           the fixed cost with Prefect's temporary server, fresh and warm

A word is what white space parts. Marginal words a second are the slope between a quarter of the reports and all of them,
`--plain`; what is left at no words is the fixed cost. What runs is the wheel, built of this checkout for the purpose, as its users
install it.
"""

import argparse
import gzip
import importlib.metadata
import itertools
import json
import os
import platform
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.benchmarks.generator import write_reports  # noqa: E402 - run as a script
from tests.benchmarks.processes import Measured, dateline, measure  # noqa: E402
from tests.wheel import can_compile, unpack_wheel  # noqa: E402

QUERIES = {
    "events by country and month": "SELECT country_iso3, date_trunc('month', event_date_start) AS m, count(*) FROM events GROUP BY ALL",
    "the deadliest events": "SELECT * FROM events WHERE modality = 'actual' ORDER BY fatalities_best DESC NULLS LAST LIMIT 20",
    "who is named most": "SELECT e.name, count(*) AS n FROM entity_mentions JOIN entities e USING (entity_id) GROUP BY ALL ORDER BY n DESC LIMIT 20",
    "a month, day by day": "SELECT * FROM v_daily WHERE day BETWEEN DATE '2019-03-01' AND DATE '2019-03-31'",
    "what was refused": "SELECT expectation, count(*) FROM rejects GROUP BY ALL",
}


@dataclass(frozen=True, slots=True)
class Ingested:
    """One run into a new warehouse: what it took, seconds by stage, bytes written."""

    words: int
    measured: Measured
    stages: dict[str, float]
    written_mb: float


def main() -> None:
    """Measure what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path)
    parser.add_argument("--made", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--growth", type=lambda sizes: [int(size) for size in sizes.split(",")], default=[])
    parser.add_argument("--prefect", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dateline-benchmark-") as folder:
        os.environ["PYTHONPATH"] = str(unpack_wheel(Path(folder)))
        rows = _throughput(Path(folder), options.corpus, options.made, options.runs)
        if options.prefect:
            rows += _prefect(Path(folder), options.runs)
        if options.growth:
            rows += _growth(Path(folder), options.growth)
    print(_table(rows))


def _throughput(folder: Path, corpus: Path | None, made: int, runs: int) -> list[tuple[str, str]]:
    whole, quarter = folder / "whole.jsonl", folder / "quarter.jsonl"
    if corpus:
        lines = list(_corpus_lines(corpus))
        whole.write_text("".join(lines), encoding="utf-8")
    else:
        write_reports(whole, made)
        lines = whole.read_text(encoding="utf-8").splitlines(keepends=True)
    quarter.write_text("".join(lines[: len(lines) // 4]), encoding="utf-8")
    small = [_ingest(folder, quarter) for _ in range(runs)]
    large = [_ingest(folder, whole, keep=number == runs - 1) for number in range(runs)]
    seconds = [statistics.median(run.measured.wall for run in group) for group in (small, large)]
    cpu = [statistics.median(run.measured.cpu for run in group) for group in (small, large)]
    words = [small[0].words, large[0].words]
    slope, cpu_slope = ((pair[1] - pair[0]) / (words[1] - words[0]) for pair in (seconds, cpu))
    rows = [
        ("reports, words", f"{len(lines):,}, {words[1]:,}"),
        ("marginal words a second", f"{1 / slope:,.0f}"),
        ("whole run", f"{seconds[1]:.1f} s"),
        ("fixed cost of a run", f"{seconds[0] - slope * words[0]:.1f} s"),
        ("marginal CPU a word", f"{1e6 * cpu_slope:.1f} microseconds"),
        ("peak proportional memory", f"{statistics.median(run.measured.peak_mb for run in large):,.0f} MB"),
        ("written", f"{large[0].written_mb:,.0f} MB"),
    ]
    rows += [(f"stage {name}", f"{statistics.median(run.stages[name] for run in large):.1f} s") for name in large[0].stages]
    return rows + _queries(folder / "warehouse", runs)


def _corpus_lines(corpus: Path) -> Iterator[str]:
    plain = corpus / "docs.jsonl"
    written = plain.read_bytes() if plain.exists() else gzip.decompress(plain.with_name("docs.jsonl.gz").read_bytes())
    for line in written.decode("utf-8").split("\n"):
        if line.strip():
            doc = json.loads(line)
            record = {"id": doc["doc_id"], "date": doc.get("dct"), "title": doc.get("title"), "text": doc["text"], "source": corpus.name}
            yield json.dumps(record, ensure_ascii=False) + "\n"


def _words(source: Path) -> int:
    with open(source, encoding="utf-8") as lines:
        return sum(len(json.loads(line)["text"].split()) for line in lines)


def _ingest(folder: Path, source: Path, keep: bool = False, warehouse: str = "warehouse") -> Ingested:
    """Run `source` into a new warehouse, which is left there if it is to be kept."""
    target = folder / warehouse
    measured = measure(dateline("run", str(source), "--warehouse", str(target), "--plain", "--json"))
    stages = json.loads(measured.printed)["seconds"]
    written = sum(path.stat().st_size for path in (target / "current").resolve().rglob("*") if path.is_file()) / 1e6
    if not keep:
        shutil.rmtree(target)
    return Ingested(_words(source), measured, stages, written)


def _queries(warehouse: Path, runs: int) -> list[tuple[str, str]]:
    rows = []
    for name, sql in QUERIES.items():
        seconds = [measure(dateline("sql", sql, "--warehouse", str(warehouse), "--format", "csv")).wall for _ in range(runs)]
        rows.append((f"query from a cold start: {name}", f"{statistics.median(seconds):.2f} s"))
    help_seconds = statistics.median(measure(dateline("--help")).wall for _ in range(runs))
    return [*rows, ("`dateline --help`", f"{help_seconds:.2f} s")]


def _prefect(folder: Path, runs: int) -> list[tuple[str, str]]:
    """The whole run on the sample reports, each time into a new warehouse: with a new PREFECT_HOME, then with a used one."""
    samples, seconds = ROOT / "seeds" / "reports", []
    for number in range(runs + 1):
        home = {"PREFECT_HOME": str(folder / "prefect"), "PREFECT_API_URL": ""}
        seconds.append(measure(dateline("run", str(samples), "--warehouse", str(folder / f"prefect-{number}")), home).wall)
    plain = [measure(dateline("run", str(samples), "--warehouse", str(folder / f"plain-{n}"), "--plain")).wall for n in range(runs)]
    return [
        ("sample reports, plain", f"{statistics.median(plain):.1f} s"),
        ("sample reports, Prefect's temporary server fresh", f"{seconds[0]:.1f} s"),
        ("sample reports, Prefect's temporary server warm", f"{statistics.median(seconds[1:]):.1f} s"),
    ]


def _growth(folder: Path, sizes: Sequence[int]) -> list[tuple[str, str]]:
    """First runs of growing size, one each, then 1,000 reports more on top of the largest."""
    runs = []
    for size in sizes:
        source = folder / "growth.jsonl"
        write_reports(source, size)
        runs.append(_ingest(folder, source, keep=size == sizes[-1], warehouse="growth"))
    rows = [(f"{size:,} made reports", f"{run.measured.wall:.1f} s, {run.measured.peak_mb:,.0f} MB") for size, run in zip(sizes, runs, strict=True)]
    for (small, large), (before, after) in zip(itertools.pairwise(sizes), itertools.pairwise(runs), strict=True):
        microseconds = 1e6 * (after.measured.wall - before.measured.wall) / (after.words - before.words)
        rows.append((f"a word from {small:,} to {large:,} reports", f"{microseconds:.1f} microseconds"))
    more = folder / "more.jsonl"
    _write_recent(more)
    return [*rows, (f"1,000 reports of two days more, on {sizes[-1]:,}", f"{_ingest(folder, more, warehouse='growth').measured.wall:.1f} s")]


def _write_recent(path: Path) -> None:
    """1,000 reports of the last two days that the generator knows."""
    write_reports(path, 1000, seed=2)
    made = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    recent = [{**report, "id": f"more-{number}", "date": f"2024-12-{30 + number % 2}"} for number, report in enumerate(made)]
    path.write_text("".join(json.dumps(report) + "\n" for report in recent), encoding="utf-8")


def _table(rows: Sequence[tuple[str, str]]) -> str:
    """The rows in Markdown, with what they were measured on."""
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("dateline", "pyarrow", "duckdb", "great-expectations", "prefect"))
    lines = [f"| {name} | {value} |" for name, value in rows]
    code = "compiled" if can_compile() else "plain Python"
    machine = f"{code}; {platform.system()} {platform.machine()}, {len(_cores())} cores, Python {platform.python_version()}; {versions}"
    return "\n".join(["| measure | median |", "|---|---|", *lines, "", machine])


def _cores() -> set[int]:
    return os.sched_getaffinity(0)


if __name__ == "__main__":
    main()
