"""`.csv` and `.tsv`: a line of column names, then one record a row.

A row with a fault costs itself: reading goes on with the line behind the one that it began on, so that a quote that is never
closed does not swallow the rows below it.
"""

import csv
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from flows.sources.fields import Names, record_of
from flows.sources.files import InputFile, blank_record, format_of
from flows.sources.lines import MOST_RECORD_BYTES, Line, read_lines
from transforms.identity import sha256
from transforms.reports import Record, Refused, refuse

_SEPARATORS = ",;\t|"
_MOST_LINES = 5_000  # of one row


class _Feed:
    """Lines for a csv reader: those that the row being read took, and those given back."""

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._returned: deque[Line] = deque()
        self.taken: list[Line] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MOST_LINES:
            raise csv.Error(f"the row goes on for more than {_MOST_LINES:,} lines")
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.taken.append(line)
        if line.text is None:
            raise csv.Error(f"the line is longer than {MOST_RECORD_BYTES:,} bytes")
        return line.text

    def give_back(self) -> None:
        """Take all lines but the first of the row as not read."""
        self._returned.extendleft(reversed(self.taken[1:]))


def read_separated(file: InputFile, name: str, stream: BinaryIO, names: Names) -> Iterator[Record | Refused]:
    """The records of the rows, in order; one refusal for a file whose columns hold no text."""
    csv.field_size_limit(MOST_RECORD_BYTES)
    lines = read_lines(stream)
    head = next(lines, None)
    if head is None:
        return
    separator = "\t" if format_of(name) == ".tsv" else _separator(head.text or "")
    rows = _rows(_Feed(chain([head], lines)), separator)
    columns, taken = next(rows, ([], []))
    if isinstance(columns, str) or names["text"] not in columns:
        yield missing_text(file, name, columns if not isinstance(columns, str) else [], names)
        return
    for row, taken in rows:
        blank = blank_record(file, f"{name}:{taken[0].number}", name)._replace(
            text="".join(line.text or "" for line in taken[:1]), encoding=taken[0].encoding, raw_sha256=sha256(b"".join(line.raw for line in taken))
        )
        if isinstance(row, str):
            yield refuse(blank, "row can be read", None, blank.text, f"the row cannot be read: {row}")
        elif len(row) != len(columns):
            reason = f"the row has {len(row)} cells under {len(columns)} columns, so that it is not clear which is which"
            yield refuse(blank, "row has the columns of the head", None, blank.text, reason)
        else:
            yield record_of(blank, dict(zip(columns, row, strict=True)), names)


def missing_text(file: InputFile, name: str, columns: Sequence[str], names: Names) -> Refused:
    """The refusal of a file of which no column is the text."""
    reason = f"no column is named {names['text']}; say which one holds the text with --map text=COLUMN, of: {', '.join(columns)[:500]}"
    return refuse(blank_record(file, f"{name}:columns", name), "a column holds the text", "text", ", ".join(columns), reason)


def _separator(head: str) -> str:
    return max(_SEPARATORS, key=head.count)


def _rows(feed: _Feed, separator: str) -> Iterator[tuple[list[str] | str, list[Line]]]:
    """The rows that are not empty, or what is wrong with them, each with its lines."""
    reader = csv.reader(feed, delimiter=separator, strict=True)
    while True:
        feed.taken = []
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            feed.give_back()
            yield str(error), feed.taken[:1]
            reader = csv.reader(feed, delimiter=separator, strict=True)
        else:
            if row:
                yield row, feed.taken
