"""Which kind of text it is, and where its story stands.

News is told from the day of publication: `in June` is the June nearest to it on the side that the verbs say. A narrative (a
history, a chronology) is told from its own last date: `in June` is the June of the year being told.
"""

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from transforms.dates.parts import Parts


class Told(NamedTuple):
    """The date at which the story stands, as far as it was said. A negative year is BC."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


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
