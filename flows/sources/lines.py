"""Lines of bounded length in one encoding: what `.jsonl`, `.csv` and `.tsv` are read from."""

import codecs
import io
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, NamedTuple

from flows.sources.decoding import decode_as, detect_encoding, marked_encoding

MOST_RECORD_BYTES = 10_000_000  # a book has one
_HEAD = 4_096


class Line(NamedTuple):
    """One line with its end, by number from 1; `text` is None if it is too long to be read."""

    number: int
    raw: bytes
    text: str | None
    encoding: str


def read_lines(stream: BinaryIO) -> Iterator[Line]:
    """The lines of a stream, decoded: by its byte order mark, else as UTF-8, and those that are none by what they look like."""
    buffered: Any = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)
    yield from _lines(buffered)


def _lines(stream: io.BufferedReader) -> Iterator[Line]:
    encoding = marked_encoding(stream.peek(_HEAD)[:_HEAD])
    if encoding and encoding != "utf-8-sig":
        yield from _wide_lines(stream, encoding)
        return
    if encoding:
        stream.read(len(codecs.BOM_UTF8))
    other: str | None = None
    for number, raw in enumerate(_bounded_lines(stream.readline), 1):
        if len(raw) > MOST_RECORD_BYTES:
            yield Line(number, raw, None, "utf-8")
            continue
        try:
            yield Line(number, raw, raw.decode(), "utf-8")
        except UnicodeDecodeError:
            other = other or detect_encoding(b"\n".join(line for line in (raw + stream.peek()).split(b"\n") if not _is_unicode(line)))
            yield Line(number, raw, *decode_as(raw, other))


def _bounded_lines(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """Lines; of one that is too long its beginning, the rest passed over."""
    while raw := readline(MOST_RECORD_BYTES + 1):
        yield raw
        while len(raw) > MOST_RECORD_BYTES and not raw.endswith(b"\n"):
            raw = readline(MOST_RECORD_BYTES + 1)


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
