"""Past acts: violence that reports name for years after without saying when it was (`the Srebrenica massacre`)."""

import datetime
from functools import cache
from typing import Final, NamedTuple

from transforms.events.roles import Roles
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger
from transforms.reference import read_table

_REACH: Final = 3  # tokens from a noun of violence to the name of its place
_LINKS: Final = frozenset(("of", "at", "in"))
_HARM: Final = frozenset(("killing", "assassination", "execution", "massacre", "shooting", "torture", "attack", "bombing", "abduction"))


class PastAct(NamedTuple):
    """One row of `event_past_acts.csv`: the words that name it, whether they are a place or a person, and the day by which it was over."""

    words: tuple[str, ...]
    kind: str
    last_day: datetime.date


@cache
def _acts() -> dict[str, tuple[PastAct, ...]]:
    """The acts by the first of their words."""
    acts: dict[str, tuple[PastAct, ...]] = {}
    for row in read_table("event_past_acts"):
        words = tuple(row["words"].split())
        acts[words[0]] = (*acts.get(words[0], ()), PastAct(words, row["kind"], datetime.date.fromisoformat(row["last_day"])))
    return acts


def over_by(scene: Scene, trigger: Trigger, roles: Roles) -> datetime.date | None:
    """The day by which an act was over that its place or its victim tells to be a well-known one; None if it is none."""
    acts = _acts()
    if not trigger.sense.event.violent or acts.keys().isdisjoint(scene.words):
        return None
    for position in range(scene.first, scene.end):
        for act in acts.get(scene.lowers[position], ()):
            end = position + len(act.words)
            if tuple(scene.lowers[position:end]) == act.words and _is_of(scene, trigger, roles, act, position, end):
                return act.last_day
    return None


def _is_of(scene: Scene, trigger: Trigger, roles: Roles, act: PastAct, first: int, end: int) -> bool:
    """Whether a trigger tells an act: `the Srebrenica massacre`, `the bombing of Lockerbie`, `the murder of Olof Palme`."""
    if act.kind == "person":
        victim = roles.recipient
        return trigger.sense.event.code in _HARM and victim is not None and victim.first <= first and end == victim.end
    if trigger.use != "noun":
        return False
    if end <= trigger.first:
        return trigger.first - end <= _REACH and not any(word in _LINKS or word == "," for word in scene.lowers[end : trigger.first])
    is_known = "the" in scene.lowers[max(scene.first, trigger.first - _REACH) : trigger.first]
    return is_known and first - trigger.end <= _REACH and not _LINKS.isdisjoint(scene.lowers[trigger.end : first])
