"""`.jsonl`: one record a line, an object with named fields; empty lines are none."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from flows.sources.fields import Names, record_of
from flows.sources.files import InputFile, blank_record
from flows.sources.lines import MOST_RECORD_BYTES, read_lines
from transforms.identity import sha256
from transforms.reports import Record, Refused, refuse


def read_json_lines(file: InputFile, name: str, stream: BinaryIO, names: Names) -> Iterator[Record | Refused]:
    """The records of the lines, in order."""
    of_file = blank_record(file, "", name)
    for line in read_lines(stream, keep_empty=False):
        if line.text is not None and (not line.text or line.text.isspace()):
            continue
        if line.text is None:
            reason = f"the line is longer than {MOST_RECORD_BYTES:,} bytes"
            blank = of_file._replace(source_id=f"{name}:{line.number}", text=line.raw[:1000].decode("utf-8", "replace"))
            yield refuse(blank, "record is of readable size", "text", "", reason)
            continue
        blank = Record(
            of_file.source_uri, f"{name}:{line.number}", of_file.source_name, of_file.file_name, line.text,
            raw_sha256=sha256(line.raw), encoding=line.encoding,
        )  # fmt: skip
        try:
            fields = json.loads(line.text)
        except (ValueError, RecursionError) as error:
            yield refuse(blank, "line is JSON", None, line.text, f"the line is no JSON: {error}")
            continue
        if isinstance(fields, dict):
            yield record_of(blank, fields, names)
        else:
            yield refuse(blank, "line is a JSON object", None, line.text, "the line is JSON, but no object with named fields")
