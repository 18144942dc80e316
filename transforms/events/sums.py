"""Sums: what a period adds up to (`since 2012 more than 300 have been killed`) is no incident, and its toll is none's."""

import re
from typing import TYPE_CHECKING, Final

from transforms.events.casualties import Toll
from transforms.events.lexicon import word_class
from transforms.events.scene import Scene

if TYPE_CHECKING:
    from transforms.dates import DateMention

_OVER_PERIOD: Final = word_class("over_period")
_SINCE: Final = word_class("since")
_RECORD: Final = word_class("record")
_LONG: Final = re.compile(r"P(?:\d+|X)(?:M|Y|DE|CE)$")  # a duration of months or more, by TimeML
_OF_WAR: Final = 10_000  # deaths; the deadliest attack of recent decades took some 3,000 lives
_REACH: Final = 3
_COUNT_REACH: Final = 8  # tokens from the perfect of a verb to `since`
_PERFECT: Final = frozenset(("has", "have"))
_DEAD: Final = frozenset(("killed", "died", "executed", "murdered", "injured", "wounded"))
_MONTH: Final = 4
_LONG_UNITS: Final = frozenset(("months", "years", "decades"))


def is_sum(scene: Scene) -> bool:
    """Whether a sentence tells what months or years add up to: with no day of its own, and no `first in ten years`."""
    if not _RECORD.isdisjoint(scene.words):
        return False
    if _is_count_since(scene):
        return True
    if not scene.dates:
        return False
    if any(date.date_prec is not None and date.date_prec < _MONTH for date in scene.dates):
        return False
    return any(_is_period(scene, date) for date in scene.dates)


def _is_count_since(scene: Scene) -> bool:
    """`63 soldiers have been killed since the war began`: the perfect of a word of death, with `since` close behind."""
    if "since" not in scene.words or _PERFECT.isdisjoint(scene.words):
        return False
    for position in range(scene.first + 2, scene.end):
        if scene.lowers[position] != "since" or any(date.first_token == position + 1 and (date.date_prec or _MONTH) < _MONTH for date in scene.dates):
            continue  # `killed since Monday`
        before = scene.lowers[max(scene.first, position - _COUNT_REACH) : position]
        counted = [at for at, word in enumerate(before) if word in _DEAD]
        if counted and "," not in before[counted[-1] :] and not _PERFECT.isdisjoint(before[max(0, counted[-1] - 3) : counted[-1]]):
            return True
    return False


def is_of_war(toll: Toll | None) -> bool:
    """Whether a toll is too great for one incident: `a war that has killed 70,000 people` adds years up without saying so."""
    killed = toll.killed if toll is not None else None
    return killed is not None and max(killed.best or 0, killed.low or 0) >= _OF_WAR


def _is_period(scene: Scene, date: "DateMention") -> bool:
    """`over the past two months`, `during recent years`, `since January`, `every day`."""
    before = scene.lowers[max(scene.first, date.first_token - _REACH) : date.first_token]
    if date.timex_type == "SET":
        return True
    if date.timex_type == "DURATION":
        return _LONG.match(date.timex_value or "") is not None and not _OVER_PERIOD.isdisjoint(before[-1:])
    if date.timex_value == "PAST_REF":
        return scene.lowers[date.end_token - 1] in _LONG_UNITS
    return not _SINCE.isdisjoint(before) and (date.date_prec or 0) >= _MONTH
