"""Lines of bounded length in one encoding: what `.jsonl`, `.csv` and `.tsv` are read from."""

import codecs
import io
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

from flows.sources.decoding import decode_as, detect_encoding, marked_encoding

MOST_RECORD_BYTES = 10_000_000  # a book has one
_HEAD = 4_096
_EMPTY = (b"\n", b"\r\n")


class Line(NamedTuple):
    """One line with its end, by number from 1; `text` is None if it is too long to be read."""

    number: int
    raw: bytes
    text: str | None
    encoding: str


def read_lines(stream: BinaryIO, keep_empty: bool = True) -> Iterator[Line]:
    """The lines of a stream, decoded: by its byte order mark, else as UTF-8, and those that are none by what they look like.

    Empty lines are counted, but need not be given (`keep_empty`).
    """
    buffered: Any = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)
    yield from _lines(buffered, keep_empty)


def _lines(stream: io.BufferedReader, keep_empty: bool) -> Iterator[Line]:
    encoding = marked_encoding(stream.peek(_HEAD)[:_HEAD])
    if encoding and encoding != "utf-8-sig":
        yield from _wide_lines(stream, encoding)
        return
    if encoding:
        stream.read(len(codecs.BOM_UTF8))
    other: str | None = None
    for number, raw in _bounded_lines(stream, keep_empty):
        if len(raw) > MOST_RECORD_BYTES:
            yield Line(number, raw, None, "utf-8")
            continue
        try:
            yield Line(number, raw, raw.decode(), "utf-8")
        except UnicodeDecodeError:
            other = other or detect_encoding(b"\n".join(line for line in (raw + stream.peek()).split(b"\n") if not _is_unicode(line)))
            yield Line(number, raw, *decode_as(raw, other))


def _bounded_lines(stream: io.BufferedReader, keep_empty: bool) -> Iterator[tuple[int, bytes]]:
    """Lines by number; of one that is too long its beginning, the rest passed over."""
    number = 0
    while raw := stream.readline(MOST_RECORD_BYTES + 1):
        number += 1
        if not keep_empty and raw in _EMPTY:
            ahead = stream.peek()
            ends = ahead[: len(ahead) - len(ahead.lstrip(b"\r\n"))]
            number += stream.read(ends.rfind(b"\n") + 1).count(b"\n")
            continue
        yield number, raw
        while len(raw) > MOST_RECORD_BYTES and not raw.endswith(b"\n"):
            raw = stream.readline(MOST_RECORD_BYTES + 1)


def _wide_lines(stream: BinaryIO, encoding: str) -> Iterator[Line]:
    """Lines of UTF-16 or UTF-32, whose line ends are no single bytes; half a character becomes U+FFFD."""
    written = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(encoding, encoding)
    with io.TextIOWrapper(stream, encoding, "replace", newline="\n") as wrapper:
        number = 0
        while text := wrapper.readline(MOST_RECORD_BYTES + 1):
            number += 1
            too_long = len(text) > MOST_RECORD_BYTES
            yield Line(number, text.encode(written, "replace"), None if too_long else text, encoding)
            while len(text) > MOST_RECORD_BYTES and not text.endswith("\n"):
                text = wrapper.readline(MOST_RECORD_BYTES + 1)


def _is_unicode(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return True
