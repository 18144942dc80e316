"""Texts of reports in a picture, and the colours that the page gives to classes of events."""

from flows.terminal import clip, printable

COLOURS = {"force": "#c44e00", "dispute": "#e0a100", "words": "#4a9fd8", "help": "#0b8a66"}
ACCENT, LAND, BORDER, SOFT = "#1f4e79", "#e2ddd2", "#ffffff", "#5b636b"


def label(text: str, width: int = 40) -> str:
    """The text cut to so many columns, with no effect in matplotlib, which reads formulas between dollars."""
    return clip(printable(text), width).replace("$", r"\$")
