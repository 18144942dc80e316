"""The inputs of the benchmarks: the same for a seed, and no report like another. What is computed from their results."""

import pytest

from tests.benchmarks.generator import reports
from tests.benchmarks.processes import dateline, measure
from tests.benchmarks.scale import Figures, alone, most_reports, most_words_a_second, needs, run_seconds


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


# 10 µs a word on two cores and 15 µs of CPU: 5 µs are one process's, 10 µs are shared. A report of 240 words.
ROUND = Figures(240, 100_000, 15, 60, 10, 100, 1_000, 10, 50)


def test_the_work_of_one_process_bounds_a_run_on_any_number_of_cores() -> None:
    assert alone(ROUND) == 5
    assert most_words_a_second(ROUND, 2) == pytest.approx(ROUND.words_a_second)
    assert most_words_a_second(ROUND, 10) == pytest.approx(1e6 / 6)
    assert most_words_a_second(ROUND) == pytest.approx(200_000)


def test_a_million_reports_a_day_need_what_their_words_and_the_known_ones_cost() -> None:
    # an hour's words on 8 cores: 10,000,000 at 6.25 µs; 30 days of known reports: 30,000,000 at 10 µs
    assert run_seconds(ROUND, 1_000_000, 8) == pytest.approx(60 + 62.5 + 300)
    need = needs(ROUND, 1_000_000)
    assert (need.words, need.warehouses, need.puts) == (240_000_000, 1, 24 * 50)
    assert need.core_hours * 3600 == pytest.approx(240e6 * 15e-6 + 24 * (300 + 60))
    assert need.memory_gb == pytest.approx(1 + 30e6 * 100 / 1e9)
    assert (need.day_gb, need.year_tb, need.kept_gb) == pytest.approx((2.4, 0.876, 28.8))


def test_so_many_warehouses_are_needed_that_no_run_takes_half_an_hour() -> None:
    most = most_reports(ROUND, 8)
    assert run_seconds(ROUND, most, 8) == pytest.approx(1800)
    assert needs(ROUND, round(3 * most) - 10).warehouses == 3
    assert needs(ROUND, round(3 * most) + 10).warehouses == 4
    assert needs(ROUND, 50_000_000).run_minutes <= 30
