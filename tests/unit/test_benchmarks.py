"""The inputs of the benchmarks: the same for a seed, and no report like another."""

from tests.benchmarks.generator import reports
from tests.benchmarks.processes import dateline, measure


def test_the_same_seed_makes_the_same_reports() -> None:
    assert list(reports(20, seed=3)) == list(reports(20, seed=3))
    assert list(reports(20, seed=3)) != list(reports(20, seed=4))


def test_no_two_made_reports_are_near_duplicates() -> None:
    texts = [frozenset(report["text"].lower().split()) for report in reports(200)]
    shared = [len(one & other) / len(one | other) for number, one in enumerate(texts) for other in texts[:number]]
    assert max(shared) < 0.6


def test_a_process_is_measured_with_what_it_starts() -> None:
    measured = measure(dateline("--help"))
    assert "run" in measured.printed
    assert 0 < measured.wall < 60
    assert measured.peak_mb >= 0
