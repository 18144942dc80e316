"""Numbers in figures and words, read forwards from a token or backwards from it."""

from typing import Final

from transforms.dates.lexicon import CARDINALS, CONTEXTS, ORDINALS, SCALES, TENS
from transforms.dates.parts import Line

_SUFFIXES: Final = frozenset(("st", "nd", "rd", "th"))


def is_whole(line: Line, index: int) -> bool:
    """Whether the figures at `index` are a number of their own, not a part of `3,000`, `4.5` or `US$15`."""
    if line.glued(index + 1) and line.low(index + 1) in (",", ".") and line.glued(index + 2) and line.low(index + 2).isdigit():
        return False
    if line.low(index + 1) == "%":
        return False
    before = line.low(index - 1)
    if before in ("$", "£", "€", "¥", "#", "+", "°"):
        return False
    return not (line.glued(index) and before in (",", ".") and line.glued(index - 1) and line.low(index - 2).isdigit())


def day_of_month(line: Line, index: int) -> tuple[int, int] | None:
    """A day of the month at `index` (`5`, `5th`, `fifth`, `twenty-first`) and the token behind it."""
    token = line.low(index)
    if token.isdecimal() and len(token) <= 2 and 1 <= int(token) <= 31:
        if line.glued(index + 1) and line.low(index + 1) in _SUFFIXES:
            return int(token), index + 2
        return (int(token), index + 1) if is_whole(line, index) else None
    return ordinal(line, index)


def ordinal(line: Line, index: int) -> tuple[int, int] | None:
    """An ordinal number at `index` (`5th`, `fifth`, `twenty-first`) and the token behind it."""
    token = line.low(index)
    if token in ORDINALS:
        return ORDINALS[token], index + 1
    if token.isdecimal() and len(token) <= 3 and line.glued(index + 1) and line.low(index + 1) in _SUFFIXES:
        return int(token), index + 2
    if token in TENS:
        after = index + 2 if line.low(index + 1) == "-" else index + 1
        if ORDINALS.get(line.low(after), 99) < 10:
            return TENS[token] + ORDINALS[line.low(after)], after + 1
    return None


def ordinal_before(line: Line, end: int, floor: int) -> tuple[int, int] | None:
    """An ordinal number that ends before token `end`, and its first token."""
    token = line.low(end - 1)
    if end - 1 < floor:
        return None
    if token in ORDINALS:
        tens = end - 3 if line.low(end - 2) == "-" else end - 2
        if tens >= floor and line.low(tens) in TENS and 0 < ORDINALS[token] < 10:
            return TENS[line.low(tens)] + ORDINALS[token], tens
        return ORDINALS[token], end - 1
    if token in _SUFFIXES and end - 2 >= floor and line.glued(end - 1) and line.low(end - 2).isdecimal() and len(line.low(end - 2)) <= 3:
        return int(line.low(end - 2)), end - 2
    return None


def count_before(line: Line, end: int, floor: int) -> tuple[float | None, int] | None:
    """How many, in the tokens that end before `end`: the number (None: several), and its first token.

    Reads `9`, `2.5`, `nine`, `twenty-five`, `two and a half`, `a`, `half a`, `a quarter of a`, `a few`, `several`, `a couple of`, `dozens of`.
    """
    index = end - 1
    if index < floor:
        return None
    token = line.low(index)
    if token.isdecimal() and len(token) <= 6:
        return _figures_before(line, index, floor)
    if token == "half":
        return _half_before(line, index, floor)
    if token in CARDINALS or token in TENS:
        return _words_before(line, index, floor)
    if token in ("a", "an"):
        if index > floor and line.low(index - 1) == "half":
            return 0.5, index - 1
        if index - 2 >= floor and line.low(index - 1) == "of" and line.low(index - 2) == "quarter":
            return 0.25, index - 2 - (index - 3 >= floor and line.low(index - 3) == "a")
        return 1, index
    if token in SCALES:
        before = count_before(line, index, floor)
        return (before[0] * SCALES[token], before[1]) if before and before[0] else (SCALES[token], index)
    return _several_before(line, index, floor)


def _figures_before(line: Line, index: int, floor: int) -> tuple[float | None, int] | None:
    if line.glued(index) and index - 2 >= floor and line.low(index - 1) == "." and line.low(index - 2).isdecimal():
        return float(f"{line.low(index - 2)[:6]}.{line.low(index)}"), index - 2
    if line.glued(index) and index - 2 >= floor and line.low(index - 1) == "," and line.low(index - 2).isdecimal():
        return float(line.low(index - 2)[:6] + line.low(index)), index - 2
    return (int(line.low(index)), index) if is_whole(line, index) else None


def _half_before(line: Line, index: int, floor: int) -> tuple[float | None, int] | None:
    """`two and a half` before the unit."""
    step = 2 if line.low(index - 1) == "-" else 1
    first = index - step if line.low(index - step) == "a" else index
    if line.low(first - step) == "and" and first - 2 * step >= floor:
        whole = count_before(line, first - 2 * step + 1, floor)
        if whole and whole[0]:
            return whole[0] + 0.5, whole[1]
    return None


def _words_before(line: Line, index: int, floor: int) -> tuple[float | None, int]:
    token = line.low(index)
    if token in TENS:
        return TENS[token], index
    tens = index - 2 if line.low(index - 1) == "-" else index - 1
    if tens >= floor and line.low(tens) in TENS and CARDINALS[token] < 10:
        return TENS[line.low(tens)] + CARDINALS[token], tens
    return CARDINALS[token], index


def _several_before(line: Line, index: int, floor: int) -> tuple[float | None, int] | None:
    if line.low(index) == "of" and index - 1 >= floor and line.low(index - 1) in ("couple", "dozens", "number", "hundreds"):
        index -= 1
    if line.low(index) not in CONTEXTS["several"]:
        return None
    if index > floor and line.low(index - 1) in ("a", "the", "next", "past", "last") and line.low(index) in ("few", "couple", "number"):
        return None, index - 1 if line.low(index - 1) == "a" else index
    return None, index
