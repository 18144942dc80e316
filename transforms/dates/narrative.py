"""Which kind of text it is, and where its story stands.

News is told from the day of publication: `in June` is the June nearest to it on the side that the verbs say. A narrative (a
history, a chronology) is told from its own last date: `in June` is the June of the year being told.
"""

import datetime
from collections.abc import Sequence
from typing import Final, NamedTuple

from transforms.dates.intervals import Stretch, day_stretch
from transforms.dates.parts import Expression, Line, Parts

_FRAME: Final = 6  # tokens at the head of a sentence in which a date sets the scene, rather than being said in passing
_CLAUSE: Final = 60  # tokens before a date in which `had` tells that it is a look back
_HEADING: Final = 8  # tokens that a heading has at most
_BACKWARDS: Final = 12.0  # months that a step back costs: stories go on
_DATELINE: Final = 2  # expressions among which a text's own date stands
_NO_MONTH: Final = 6.0  # months that a step from a bare year costs


class Told(NamedTuple):
    """A date, as far as it was said. A negative year is BC."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    granularity: str = ""


class Story(NamedTuple):
    """Where a text stands: the date told last, the date that last set the scene, and the one said last in a sentence, be it in passing."""

    told: Told = Told()
    frame: Told = Told()
    said: Told = Told()


def advance(story: Story, stretch: Stretch | None, line: Line, expression: Expression, parts: Parts) -> Story:
    """Where the story stands behind an expression.

    A date inside a sentence may be a look back, so only one at its head (or in a heading), or one that takes its year from the
    story, moves the frame. What is said in passing moves nothing: `until 1949`, `the previous April`, a bare year in mid-sentence.
    """
    if stretch is None or stretch.year is None or stretch.granularity in ("decade", "century"):
        return story
    if stretch.granularity in ("day", "week") and stretch.day is None:
        return story  # `two weeks later` than a month
    here = Told(stretch.year, stretch.month, stretch.day, stretch.granularity)
    if story.told.year is None:
        return Story(here, here, here)
    before = line.lowers[max(line.first, expression.first_token - _CLAUSE) : expression.first_token]
    looks_back = stretch.year < story.told.year and "had" in before
    sets_scene = not looks_back and (expression.first_token - line.first < _FRAME or line.end - line.first <= _HEADING)
    deictic = parts.unit == "D" and parts.base == "speech"  # `yesterday` is a scene, `the previous April` a look back
    if line.low(expression.first_token - 1) in ("until", "till", "til") or (parts.direction < 0 and parts.base and not deictic):
        return story._replace(said=here)
    clause = line.low(expression.first_token - 1) == "in" and line.low(expression.first_token - 2) == ";"
    if stretch.granularity == "year" and parts.kind == "calendar" and not (sets_scene or clause):
        return story._replace(said=here)
    return Story(here, here if sets_scene or parts.year is None else story.frame, here)


def leading_date(story: Story, month: int | None) -> Told:
    """The date whose year an expression without one takes: the one told last, or the frame if that is the shorter step on."""
    told, frame = story.told, story.frame
    if month is None or frame.year is None or frame.year == told.year:
        return told
    return told if _step(told, month) <= _step(frame, month) else frame


def _step(told: Told, month: int) -> float:
    if told.month is None:
        return _NO_MONTH
    months = month - told.month
    return months if months >= 0 else _BACKWARDS - months


class Anchor(NamedTuple):
    """What expressions are resolved against: the day of publication, the story, and which of the two leads."""

    published: datetime.date | None
    source: str  # published, or dateline if the day was read from the text
    story: Story
    narrative: bool

    def lead(self, base: str, unit: str, counted: bool = False) -> tuple[Told, str]:
        """The date that `unit` is counted from, and its name: the story's for `that day`, the speaker's for `last week`.

        Days and weeks need a day to be counted from; `two weeks later` (`counted`) may do with a month.
        """
        told, published = self.story.said if base == "narrative" else self.story.told, self.published
        if told.year is not None and (self.narrative or published is None):
            return told, "narrative"
        if told.year is not None and base == "narrative" and (told.day or counted or unit not in ("D", "W", "WE", "FN")):
            return told, "previous"
        if published is None:
            return Told(), "none"
        return Told(published.year, published.month, published.day, "day"), self.source


def is_narrative(expressions: Sequence[Parts], published_on: datetime.date | None, opens: bool) -> bool:
    """Whether a text is told from its own dates: it names more years gone by than days near its publication.

    A text whose first dates lie near its publication is news, however much history follows. A short one is a story if its very
    first words are a date gone by (`opens`; `On 3 May 1871 ...`) and nothing in it is near.
    """
    told = near = 0
    for parts in expressions:
        side = _side(parts, published_on)
        told += side == "told"
        near += side == "near"
        if near and told + near <= 2 and published_on:
            return False
    if told >= 4:
        return told > 2 * near
    return opens and published_on is not None and near == 0 and _side(expressions[0], published_on) == "told"


def _side(parts: Parts, published_on: datetime.date | None) -> str:
    """`told` for a year gone by, `near` for what is counted from publication or lies about it."""
    if parts.kind in ("calendar", "figures") and parts.year is not None:
        if published_on is None or parts.year < published_on.year - 1:
            return "told"
        return "near" if parts.month else ""
    if parts.kind == "calendar":
        return "near" if parts.weekday and not parts.day else ""
    return "near" if parts.kind == "shift" and parts.base == "speech" else ""


def dateline(expressions: Sequence[Parts]) -> datetime.date | None:
    """The day that a text without a publication date is told from: the first complete date among its first expressions."""
    for parts in expressions[:_DATELINE]:
        if parts.kind == "calendar" and parts.year and parts.year > 0 and parts.month and parts.day:
            day = day_stretch(parts.year, parts.month, parts.day)
            return day.start if day else None
    return None
