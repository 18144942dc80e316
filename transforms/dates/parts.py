"""What recognition hands to resolution: the parts of a time expression, and where it stands."""

from typing import NamedTuple, Optional


class Parts(NamedTuple):
    """What the words of one time expression say, before anything is resolved.

    `kind` is calendar (a place in the calendar, larger units perhaps missing), figures (one whose order of day and month is open),
    era (one whose year counts only where a text tells of antiquity: `in 431`), shift (a unit counted from an anchor),
    nth (the n-th unit of a larger one), duration, set or vague. Units are TIMEX3 letters: Y, M, W, D, Q, DE (decade),
    CE (century), WE (weekend), H (half a year), and TH, TM, TS for hours, minutes and seconds.
    """

    kind: str
    year: int | None = None  # negative: BC
    month: int | None = None
    day: int | None = None
    weekday: int | None = None  # 1 is Monday
    unit: str = ""
    number: float | None = None  # None: not said how many
    direction: int = 0  # -1 past, 0 this one, 1 coming
    base: str = ""  # what a shift counts from: speech, narrative, or a window that ends or begins there
    season: str = ""  # SP, SU, FA, WI
    daypart: str = ""  # MO, MI, AF, EV, NI, DT
    clock: str = ""  # 18:00, 18:00Z
    feast: str = ""  # rule of a named day
    mod: str | None = None  # TIMEX3 mod
    value: str = ""  # value of a vague reference
    fiscal: bool = False
    event_year: int | None = None  # of an event that is named for its day: `the September 11 attacks`
    relation: str = ""  # what ties it to the date that follows: after, before, same
    of: Optional["Parts"] = None  # the larger unit, or the expression counted from


def spelt(parts: Parts) -> str:
    """The parts in words, those that say nothing left out: `calendar month=6 of (shift unit=Y number=1 direction=-1 base=speech)`."""
    said = [
        f"{name} ({spelt(value)})" if isinstance(value, Parts) else f"{name}={value}"
        for name, value in parts._asdict().items()
        if name != "kind" and value != Parts._field_defaults[name]
    ]
    return " ".join([parts.kind, *said])


class Expression(NamedTuple):
    """A recognized time expression: a half-open range of tokens, its parts, and the rule that read it."""

    first_token: int
    end_token: int
    rule_id: str
    parts: Parts


class Line(NamedTuple):
    """A sentence to read: the tokens of the whole text, and the range of tokens that a rule may look at."""

    words: list[str]
    lowers: list[str]
    starts: list[int]
    ends: list[int]
    first: int
    end: int
    all_caps: bool

    def low(self, index: int) -> str:
        """The lower-cased token at `index`, empty outside the sentence."""
        return self.lowers[index] if self.first <= index < self.end else ""

    def glued(self, index: int) -> bool:
        """Whether token `index` follows its predecessor with nothing between."""
        return self.first < index < self.end and self.starts[index] == self.ends[index - 1]
