"""Texts that a spreadsheet would take for a formula, made plain."""

_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # the wide ones too: Excel folds them for East Asian users
_CONTROLS = ("\t", "\r", "\n")  # a cell that begins so is trimmed, and then read


def defused(text: str) -> str:
    """The text with an apostrophe before it if a spreadsheet would run it (OWASP, CSV Injection)."""
    return f"'{text}" if text.startswith(_CONTROLS) or text.lstrip().startswith(_STARTS) else text
