"""Tables for a terminal: they fit its width, and nothing in a cell can move the cursor, change colours or turn the line around."""

import unicodedata
from collections.abc import Sequence

NULL = "NULL"
_NARROWEST = 12
_NAMED_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
_PRINTABLE_FORMATS = "\u200c\u200d"  # joiners shape letters of Persian and Indic scripts, and move nothing


def printable(text: str) -> str:
    """The text with control characters, bidi controls, other invisible ones and lone surrogates as visible escapes."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(character if _is_harmless(character) else _escape(character) for character in text)


def display_width(text: str) -> int:
    """Columns of a terminal that printable text takes."""
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def clip(text: str, width: int) -> str:
    """The text, cut to so many columns with an ellipsis as its last."""
    if display_width(text) <= width:
        return text
    taken, room = [], width - 1
    for character in text:
        room -= _character_width(character)
        if room < 0:
            break
        taken.append(character)
    return "".join(taken) + "…"


def render_table(names: Sequence[str], rows: Sequence[Sequence[str | None]], right: Sequence[bool], width: int) -> str:
    """Rows of cells (None is NULL) as lines of at most `width` columns; `right` tells the columns to align to the right.

    A table with too many columns for the width is written as one block of `name value` lines for each row.
    """
    header = [printable(name) for name in names]
    cells = [[_cell(value, 4 * width) for value in row] for row in rows]
    natural = [max([display_width(name), *(display_width(row[n]) for row in cells)]) for n, name in enumerate(header)]
    widths = _fitted(natural, width - 2 * (len(header) - 1))
    if widths is None:
        return _blocks(header, cells, width)
    lines = [_line(header, widths, right), "  ".join("─" * column for column in widths)]
    lines += [_line(row, widths, right) for row in cells]
    return "\n".join(lines) + "\n"


def _fitted(natural: list[int], room: int) -> list[int] | None:
    """Column widths that fit: the widest give way first, none below its narrowest. None if they cannot."""
    narrowest = [min(width, _NARROWEST) for width in natural]
    if sum(narrowest) > room:
        return None
    if sum(natural) <= room:
        return natural
    low, high = _NARROWEST, max(natural)
    while low < high:  # the widest limit under which all columns together fit
        middle = (low + high + 1) // 2
        low, high = (middle, high) if sum(min(width, middle) for width in natural) <= room else (low, middle - 1)
    widths = [min(width, low) for width in natural]
    spare = room - sum(widths)
    for number, width in enumerate(natural):
        if spare and width > widths[number]:
            widths[number] += 1
            spare -= 1
    return widths


def _blocks(header: list[str], cells: list[list[str]], width: int) -> str:
    label = min(max(map(display_width, header), default=0), max(width // 3, 1))
    lines = []
    for number, row in enumerate(cells, 1):
        lines.append(clip(f"── row {number} " + "─" * width, width).replace("…", "─"))
        for name, cell in zip(header, row, strict=True):
            lines.append(f"{_padded(clip(name, label), label)}  {clip(cell, max(width - label - 2, 1))}")
    return "\n".join(lines) + "\n" if lines else ""


def _line(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    fitted = (_padded(clip(cell, width), width, to_right) for cell, width, to_right in zip(cells, widths, right, strict=True))
    return "  ".join(fitted).rstrip()


def _padded(text: str, width: int, to_right: bool = False) -> str:
    padding = " " * (width - display_width(text))
    return padding + text if to_right else text + padding


def _cell(value: str | None, longest: int) -> str:
    """NULL is a bare NULL; a text of these four letters gets quotes. No more of a text is looked at than could be shown."""
    if value is None:
        return NULL
    if len(value) > longest:
        return printable(value[:longest]) + "…"
    return f"'{value}'" if value == NULL else printable(value)


def _is_harmless(character: str) -> bool:
    return character == " " or character in _PRINTABLE_FORMATS or unicodedata.category(character)[0] not in "CZ" or character == "\u00a0"


def _escape(character: str) -> str:
    if character in _NAMED_ESCAPES:
        return _NAMED_ESCAPES[character]
    code = ord(character)
    if unicodedata.category(character) == "Zs":
        return " "
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
