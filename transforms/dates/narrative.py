"""Which kind of text it is, and where its story stands.

News is told from the day of publication: `in June` is the June nearest to it on the side that the verbs say. A narrative (a
history, a chronology) is told from its own last date: `in June` is the June of the year being told.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from transforms.dates.intervals import Stretch
from transforms.dates.parts import Expression, Line, Parts

_FRAME = 6  # tokens at the head of a sentence in which a date sets the scene, rather than being said in passing
_HEADING = 8  # tokens that a heading has at most
_BACKWARDS = 12.0  # months that a step back costs: stories go on
_NO_MONTH = 6.0  # months that a step from a bare year costs


class Told(NamedTuple):
    """A date, as far as it was said. A negative year is BC."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


class Story(NamedTuple):
    """Where a text stands: the date told last, and the date that last set the scene."""

    told: Told = Told()
    frame: Told = Told()


def advance(story: Story, stretch: Stretch | None, line: Line, expression: Expression, parts: Parts) -> Story:
    """Where the story stands behind an expression.

    A date inside a sentence may be a look back, so only one at its head (or in a heading), or one that takes its year from the
    story, moves the frame. What is said in passing moves nothing: `until 1949`, `the previous April`, a bare year in mid-sentence.
    """
    if stretch is None or stretch.year is None or stretch.granularity in ("decade", "century"):
        return story
    here = Told(stretch.year, stretch.month, stretch.day)
    if story.told.year is None:
        return Story(here, here)
    sets_scene = expression.first_token - line.first < _FRAME or line.end - line.first <= _HEADING
    if line.low(expression.first_token - 1) in ("until", "till") or (parts.direction < 0 and parts.base):
        return story
    if stretch.granularity == "year" and parts.kind == "calendar" and not sets_scene:
        return story
    return Story(here, here if sets_scene or parts.year is None else story.frame)


def leading_date(story: Story, month: int | None) -> Told:
    """The date whose year an expression without one takes: the one told last, or the frame if that is the shorter step on."""
    told, frame = story
    if month is None or frame.year is None or frame.year == told.year:
        return told
    return told if _step(told, month) <= _step(frame, month) else frame


def _step(told: Told, month: int) -> float:
    if told.month is None:
        return _NO_MONTH
    months = month - told.month
    return months if months >= 0 else _BACKWARDS - months


def is_narrative(expressions: Iterable[Parts], published_on: datetime.date | None) -> bool:
    """Whether a text is told from its own dates: it names more years gone by than days near the one it was published on."""
    told = near = 0
    for parts in expressions:
        if parts.kind in ("calendar", "figures") and parts.year is not None:
            if published_on is None or parts.year < published_on.year - 1:
                told += 1
            elif parts.year >= published_on.year - 1 and parts.day:
                near += 1
        elif parts.kind == "calendar" and parts.weekday and not parts.day:
            near += 1
        elif parts.kind == "shift" and parts.base == "speech" and not (parts.unit == "D" and parts.direction == 0):
            near += 1
    if published_on is None:
        return told > near or near == 0
    return told >= 4 and told > 2 * near
