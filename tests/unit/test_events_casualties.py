"""Tolls: what a sentence says about killed and injured, and what it leaves open."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.document import read_document
from transforms.events.casualties import find_toll
from transforms.events.lexicon import load_lexicon
from transforms.events.phrases import with_phrases
from transforms.events.quantities import Count, add, larger
from transforms.events.scene import read_scene
from transforms.reference import load_reference

DAY = datetime.date(2021, 3, 4)


def toll(sentence: str) -> tuple[Count | None, Count | None] | None:
    scene = with_phrases(read_scene(read_document(sentence, DAY), 0, [], []), load_lexicon(), load_reference())
    found = find_toll(scene, load_lexicon())
    return None if found is None else (found.killed, found.injured)


def exactly(number: int) -> Count:
    return Count(number, number, number)


@pytest.mark.parametrize(
    ("sentence", "killed", "injured"),
    [
        ("Twelve farmers were killed and 30 wounded in the raid.", exactly(12), exactly(30)),
        ("The blast killed 1,200 people.", exactly(1200), None),
        ("At least 14 soldiers died in the ambush.", Count(14, 14, None), None),
        ("The shelling killed dozens of villagers.", Count(24, None, 99), None),
        ("The raid killed between 10 and 15 fighters.", Count(10, None, 15), None),
        ("Nine passengers, including two children, were killed by the bomb.", exactly(9), None),
        ("The attack left six people dead.", exactly(6), None),
        ("A policeman was shot dead.", exactly(1), None),
        ("Rebels killed two soldiers and three guards.", exactly(5), None),
        ("Both pilots were killed.", exactly(2), None),
        ("The death toll rose to 41.", exactly(41), None),
        ("A xylograph was stabbed to death.", None, None),
        ("A guard was stabbed to death.", exactly(1), None),
        ("Twenty-five people were injured in the clashes.", None, exactly(25)),
        ("No casualties were reported after the blast.", exactly(0), exactly(0)),
        ("Nobody was hurt in the explosion.", exactly(0), exactly(0)),
    ],
)
def test_a_toll_is_read_as_told(sentence: str, killed: Count | None, injured: Count | None) -> None:
    assert (toll(sentence) or (None, None)) == (killed, injured)


def test_killed_and_wounded_together_bound_both_and_fix_neither() -> None:
    assert toll("About 20 people were killed and wounded by the shells.") == (Count(None, None, 20), Count(None, None, 20))


@pytest.mark.parametrize("sentence", ["Rebels attacked the village.", "Villagers were killed.", "The army fired 40 shells."])
def test_what_is_not_told_is_unknown(sentence: str) -> None:
    assert (toll(sentence) or (None, None)) == (None, None)


counts = st.builds(lambda low, more: Count(low, low, low + more), st.integers(0, 1000), st.integers(0, 50))


@given(counts, counts)
def test_counts_add_up_whatever_their_order(a: Count, b: Count) -> None:
    assert add(a, b) == add(b, a)
    assert larger(a, b) in (a, b)


@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    document = read_document(text, DAY)
    for number in range(len(document.sentences)):
        find_toll(with_phrases(read_scene(document, number, [], []), load_lexicon(), load_reference()), load_lexicon())


@pytest.mark.parametrize(
    ("sentence", "killed"),
    [
        ("Shelling raised the number of casualties to about 40.", exactly(40)),
        ("More casualties raise their number to 7.", exactly(7)),
        ("Shells killed two men, raising the death toll of the week to 30.", exactly(2)),
        ("Two more people died, raising the death toll to 12.", exactly(12)),
    ],
)
def test_a_toll_that_is_raised_is_the_total_unless_it_is_of_more(sentence: str, killed: Count) -> None:
    assert (toll(sentence) or (None, None))[0] == killed


@pytest.mark.parametrize("sentence", ["The forces shelled the town, leaving dead and injured.", "Civilian deaths were reported."])
def test_the_uncounted_dead_are_not_one(sentence: str) -> None:
    assert (toll(sentence) or (None, None))[0] is None


def test_a_range_may_begin_with_from() -> None:
    assert toll("From 18 to 43 people were killed in the bombing.") == (Count(18, None, 43), None)
