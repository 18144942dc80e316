"""Rules for times of day: `10:30 a.m.`, `17:00 GMT`, `0800 UTC`, `05:30hrs`, `ten o'clock` in figures."""

from transforms.dates.lexicon import CONTEXTS, QUANTITIES, ZONES
from transforms.dates.numerals import is_whole
from transforms.dates.parts import Expression, Line, Parts


def clock_rule(line: Line, index: int) -> list[Expression] | None:
    """A time of day that begins at `index`. Figures alone are none: `10`, `2.15` and `0800` need a sign of what they are."""
    found = _figures(line, index)
    if found is None or found[0] > 24 or found[1] > 59:
        return None
    hour, minute, end, certain = found
    half = _half_of_day(line, end)
    if half:
        if not 1 <= hour <= 12:
            return None
        hour, end, certain = hour % 12 + 12 * (half[0] == "p"), half[1], True
    elif line.low(end) == "o" and line.low(end + 1) in "'’" and line.low(end + 2) == "clock":
        end, certain = end + 3, True
    zone, behind = _zone(line, end)
    if zone and (certain or end > index + 1 or len(line.lowers[index]) == 4):
        end, certain = behind, True
    offset = _offset(line, end)
    if not certain or (line.low(index - 1) == "in" and not half and not zone):
        return None  # `finished in 2:01`
    universal = "Z" if zone == "universal" else offset
    return [Expression(index, end + 4 * bool(offset), "clock", Parts("calendar", clock=f"{hour:02}:{minute:02}{universal}"))]


def _zone(line: Line, index: int) -> tuple[str, int]:
    """The kind of zone named at `index` and the token behind it: `GMT`, `hours`, `(local time)`; empty if there is none."""
    opened = line.low(index) == "("
    zone = ZONES.get(line.low(index + opened), "")
    end = index + opened + 1
    end += line.low(end - 1) == "local" and line.low(end) == "time"
    return zone, end + (opened and line.low(end) == ")")


def _offset(line: Line, index: int) -> str:
    """`+02:00` glued to a time, as ISO 8601 writes it; empty if there is none."""
    sign, hours, minutes = line.low(index), line.low(index + 1), line.low(index + 3)
    glued = all(line.glued(index + step) for step in range(4)) and sign in ("+", "-") and line.low(index + 2) == ":"
    whole = len(hours) == len(minutes) == 2 and (hours + minutes).isdecimal() and (hours + minutes).isascii()
    return f"{sign}{hours}:{minutes}" if glued and whole and int(hours) <= 14 and int(minutes) < 60 else ""


def _figures(line: Line, index: int) -> tuple[int, int, int, bool] | None:
    """Hour, minute, the token behind them, and whether the figures alone are certainly a time (`10:30`)."""
    token = line.low(index)
    if not token.isdecimal() or not token.isascii():
        return None
    if len(token) == 4:
        after = line.low(index + 1)
        at = index - 1 - (line.low(index - 1) in QUANTITIES)
        military = line.low(at) == "at" and (not after.isalpha() or after in CONTEXTS["clock-follower"])
        return int(token[:2]), int(token[2:]), index + 1, military and is_whole(line, index)
    if len(token) > 2 or line.low(index - 1) in ("$", "£", "€") or (line.glued(index) and line.low(index - 1) in (":", ".", "/", "-")):
        return None
    end, sign = index + 1, line.low(index + 1)
    minutes = line.low(index + 2)
    if sign not in (":", ".") or not (line.glued(end) and line.glued(end + 1)) or len(minutes) != 2 or not minutes.isdecimal():
        return int(token), 0, end, False
    end += 2
    if sign == ":" and line.low(end) == ":" and line.low(end + 1).isdecimal() and line.glued(end + 1):
        end += 2
        if line.low(end) == "." and line.glued(end) and line.glued(end + 1) and line.low(end + 1).isdecimal():
            end += 2
    return int(token), int(minutes), end, sign == ":"


def _half_of_day(line: Line, index: int) -> tuple[str, int] | None:
    """`a.m.`, `pm`, as `a` or `p` with the token behind it."""
    token = line.low(index)
    if token in ("am", "pm"):
        return token[0], index + 1
    if token in ("a", "p") and line.low(index + 1) == "." and line.low(index + 2) == "m" and line.glued(index + 2):
        return token, index + 3 + (line.low(index + 3) == "." and line.glued(index + 3))
    return None
