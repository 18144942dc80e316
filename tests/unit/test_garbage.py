"""Python's collections of garbage: seldom while a run lasts, as before when it is over."""

import gc

import pytest

from flows.garbage import collected_seldom


def test_garbage_is_looked_for_seldom_in_a_run_and_as_usual_after_it() -> None:
    usual = gc.get_threshold()
    with collected_seldom():
        assert gc.get_threshold()[0] > 10 * usual[0]
    assert gc.get_threshold() == usual


def test_a_run_that_fails_leaves_the_usual_too() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="fails"), collected_seldom():
        raise ValueError("fails")
    assert gc.get_threshold() == usual
