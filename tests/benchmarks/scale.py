"""What a number of reports a day needs, computed from measured figures: `python -m tests.benchmarks.scale [REPORTS_A_DAY...]`.

`figures.csv` holds what was measured, and is the one place to change it; `pytest tests/flows/test_readme.py --rewrite-golden` then
writes the README's tables anew. A run's work on a word is partly that of one process, whatever the number of cores (Amdahl's law):

    seconds a word on n cores = alone + (all - alone) / n       all: CPU a word; alone: from the two figures, n = 2
"""

import csv
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

FIGURES = Path(__file__).with_name("figures.csv")
ASKED = (1_000_000, 50_000_000)  # reports a day

RUNS = 24  # a day
LIFE = 30  # days after which a warehouse is closed and a new one begun
SHARE = 0.5  # of the time between two runs that a run may take; the rest is for catching up
CORES = 8  # of a machine
MEASURED_CORES = 2


@dataclass(frozen=True, slots=True)
class Figures:
    """The measured figures, in the units of `figures.csv`."""

    words_a_report: float
    words_a_second: float
    cpu_a_word: float
    fixed_seconds: float
    known_cpu: float
    known_bytes: float
    peak_megabytes: float
    bytes_a_word: float
    objects_a_run: float


@dataclass(frozen=True, slots=True)
class Needs:
    """What a number of reports a day needs, on the last day of the warehouses' life."""

    words: float  # a day
    core_hours: float  # a day
    warehouses: int  # side by side
    run_minutes: float  # one hourly run of one warehouse
    memory_gb: float  # of that run
    day_gb: float  # a day's rows
    year_tb: float
    kept_gb: float  # the day's files in the releases of that day, each of which has them as they were then: half of them on average
    puts: int  # objects put a day


def read_figures() -> Figures:
    """The figures of `figures.csv`."""
    with open(FIGURES, encoding="utf-8", newline="") as lines:
        values = {row["name"]: float(row["value"]) for row in csv.DictReader(lines)}
    return Figures(*(values[field.name] for field in fields(Figures)))


def alone(figures: Figures) -> float:
    """Microseconds a word of the work that one process does, whatever the number of cores."""
    wall = 1e6 / figures.words_a_second
    return (MEASURED_CORES * wall - figures.cpu_a_word) / (MEASURED_CORES - 1)


def most_words_a_second(figures: Figures, cores: float = math.inf) -> float:
    """Words a second of one run on so many cores, its fixed cost aside."""
    return 1e6 / (alone(figures) + (figures.cpu_a_word - alone(figures)) / cores)


def run_seconds(figures: Figures, reports: float, cores: int) -> float:
    """How long an hourly run takes on the last day of a warehouse that takes so many reports a day."""
    words = reports / RUNS * figures.words_a_report
    return figures.fixed_seconds + words / most_words_a_second(figures, cores) + reports * LIFE * figures.known_cpu / 1e6


def most_reports(figures: Figures, cores: int) -> float:
    """Reports a day that one warehouse takes, so that no run takes more than its share of the time between two."""
    a_report = run_seconds(figures, 1, cores) - figures.fixed_seconds
    return (SHARE * 86_400 / RUNS - figures.fixed_seconds) / a_report


def needs(figures: Figures, reports: int) -> Needs:
    """What so many reports a day need."""
    words = reports * figures.words_a_report
    warehouses = math.ceil(reports / most_reports(figures, CORES))
    cpu = words * figures.cpu_a_word / 1e6 + RUNS * (reports * LIFE * figures.known_cpu / 1e6 + warehouses * figures.fixed_seconds)
    known = reports / warehouses * LIFE
    return Needs(
        words, cpu / 3600, warehouses, run_seconds(figures, reports / warehouses, CORES) / 60,
        (figures.peak_megabytes * 1e6 + known * figures.known_bytes) / 1e9, words * figures.bytes_a_word / 1e9,
        365 * words * figures.bytes_a_word / 1e12, RUNS / 2 * words * figures.bytes_a_word / 1e9, round(RUNS * warehouses * figures.objects_a_run),
    )  # fmt: skip


def figures_table() -> str:
    """The figures in Markdown."""
    with open(FIGURES, encoding="utf-8", newline="") as lines:
        rows = [f"| {row['measure']} | {float(row['value']):,g} {row['unit']} | {row['source']} |" for row in csv.DictReader(lines)]
    return "\n".join(["| measured | value | how |", "|---|---|---|", *rows])


def needs_table(figures: Figures, asked: Sequence[int] = ASKED) -> str:
    """What each number of reports a day needs, in Markdown."""
    found = [needs(figures, reports) for reports in asked]
    rows = {
        "words a day": [f"{need.words / 1e6:,.0f} million" for need in found],
        "core-hours a day": [f"{need.core_hours:,.0f}" for need in found],
        f"warehouses side by side, each with a machine of {CORES} cores": [f"{need.warehouses}" for need in found],
        "an hourly run of one of them": [f"{need.run_minutes:.0f} min" for need in found],
        "memory of that run": [f"{need.memory_gb:.0f} GB" for need in found],
        "storage a day": [f"{need.day_gb:,.1f} GB" for need in found],
        "storage a year": [f"{need.year_tb:,.1f} TB" for need in found],
        f"on top, for the {RUNS} releases that are kept": [f"{need.kept_gb:,.0f} GB" for need in found],
        "objects put into the bucket a day": [f"{need.puts:,}" for need in found],
    }
    head = " | ".join(f"{reports / 1e6:g} million reports a day" for reports in asked)
    lines = [f"| {name} | {' | '.join(cells)} |" for name, cells in rows.items()]
    return "\n".join([f"| needed | {head} |", f"|---|{'---|' * len(asked)}", *lines])


def limits(figures: Figures) -> str:
    """In one sentence, what one warehouse takes."""
    return (
        f"One warehouse takes {most_reports(figures, 2) / 1e6:.1f} million reports a day on a machine of two cores, and "
        f"{most_reports(figures, CORES) / 1e6:.1f} million on one of {CORES}; a run reads {most_words_a_second(figures, 2):,.0f} words a second "
        f"on two cores, {most_words_a_second(figures, CORES):,.0f} on {CORES}, and no more than {most_words_a_second(figures):,.0f} on any number."
    )


def written_into(text: str) -> str:
    """The README with its tables of figures and needs, and the figures that it repeats elsewhere, as they are now."""
    figures = read_figures()
    for name, table in (("figures", figures_table()), ("needs", needs_table(figures)), ("limits", limits(figures))):
        block = f"<!-- {name} -->\n{table}\n<!-- end -->"
        text = re.sub(rf"<!-- {name} -->\n.*?<!-- end -->", lambda _, block=block: block, text, flags=re.DOTALL)
    stated = {
        "marginal words a second, raw file to release": f"{figures.words_a_second:,.0f}",
        "fixed cost of a run": f"{figures.fixed_seconds:.1f} s",
        "peak proportional memory": f"{figures.peak_megabytes:,.0f} MB",
    }
    for name, value in stated.items():
        text = re.sub(rf"^(\| {name} \| )[^|]*( \|)$", lambda found, value=value: found[1] + value + found[2], text, flags=re.MULTILINE)
    return text


if __name__ == "__main__":
    print(limits(read_figures()), needs_table(read_figures(), [int(asked) for asked in sys.argv[1:]] or ASKED), sep="\n\n")
