"""Sources: what a run reads. Files, folders, globs and standard input become records, in an order that is always the same."""

import datetime
import glob
import gzip
import hashlib
import io
import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from transforms.identity import sha256
from transforms.reports import Record, Refused, refuse

FORMATS = (".txt", ".jsonl")
STANDARD_INPUT = "-"


class SourceError(Exception):
    """A source that cannot be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read. `name` is its path below the source's root; `source_name` is the root's own name."""

    path: Path
    name: str
    source_name: str
    size: int
    modified_at: datetime.datetime | None
    content: bytes | None = None  # standard input, read once

    @property
    def uri(self) -> str:
        """Where it lies, as `inputs` and `reports` say it."""
        return "stdin:" if self.content is not None else self.path.as_uri()

    @property
    def format(self) -> str:
        """The format's suffix, whether or not it is compressed."""
        return Path(self.name.removesuffix(".gz")).suffix.lower()


def find_files(sources: Sequence[str]) -> list[InputFile]:
    """Every file that the sources name, once each, ordered by uri. SourceError if a source is nothing that can be read."""
    found = {file.uri: file for source in sources for file in _expand(source)}
    return [found[uri] for uri in sorted(found)]


def read_records(file: InputFile) -> Iterator[Record | Refused]:
    """The records of a file in order; what cannot be read as a record is refused and costs no other."""
    readers = {".txt": _read_text, ".jsonl": _read_lines}
    try:
        with _open(file) as stream:
            yield from readers[file.format](file, stream)
    except (OSError, EOFError, zlib.error) as error:
        yield refuse(_blank(file, f"{file.name}:end"), "file reads to its end", None, str(error), f"the file breaks off or cannot be read: {error}")


def file_sha256(file: InputFile) -> str:
    """SHA-256 over the file's bytes as they lie there."""
    if file.content is not None:
        return sha256(file.content)
    with open(file.path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _expand(source: str) -> Iterator[InputFile]:
    if source == STANDARD_INPUT:
        content = sys.stdin.buffer.read()
        yield InputFile(Path("stdin.jsonl"), "stdin.jsonl", "stdin", len(content), None, content)
        return
    path = Path(source)
    if path.is_dir():
        yield from (_input(child, path) for child in sorted(path.rglob("*")) if _is_readable(child, path))
    elif path.is_file():
        if _format(path) not in FORMATS:
            raise SourceError(f"{source}: no reader for this kind of file; give {', '.join(FORMATS)}, each also as .gz")
        yield _input(path, path.parent)
    elif matches := sorted(glob.glob(source, recursive=True)):
        for match in matches:
            yield from _expand(match)
    else:
        raise SourceError(f"{source}: no such file, folder or pattern")


def _format(path: Path) -> str:
    return Path(path.name.removesuffix(".gz")).suffix.lower()


def _is_readable(child: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in child.relative_to(root).parts)
    return not hidden and _format(child) in FORMATS and child.is_file()


def _input(path: Path, root: Path) -> InputFile:
    path, root = path.absolute(), root.absolute()
    status = path.stat()
    modified_at = datetime.datetime.fromtimestamp(status.st_mtime_ns // 1000 / 1e6, datetime.UTC)
    return InputFile(path, path.relative_to(root).as_posix(), root.name or "/", status.st_size, modified_at)


@contextmanager
def _open(file: InputFile) -> Iterator[BinaryIO]:
    with io.BytesIO(file.content) if file.content is not None else open(file.path, "rb") as raw:
        if file.name.endswith(".gz"):
            with gzip.open(raw) as stream:
                yield stream  # type: ignore[misc]
        else:
            yield raw


def _decode(data: bytes) -> tuple[str, str]:
    """Text and the name of its encoding: Unicode, else Windows-1252, else ISO 8859-1, in which every byte means something."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    for encoding, name in (("utf-8-sig", "utf-8"), ("cp1252", "windows-1252")):
        try:
            return data.decode(encoding), name
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "iso-8859-1"


def _blank(file: InputFile, source_id: str) -> Record:
    return Record(file.uri, source_id, file.source_name, Path(file.name).name, "")


def _read_text(file: InputFile, stream: BinaryIO) -> Iterator[Record | Refused]:
    """One report a file."""
    data = stream.read()
    text, encoding = _decode(data)
    yield _blank(file, file.name)._replace(text=text, encoding=encoding, raw_sha256=sha256(data))


def _read_lines(file: InputFile, stream: BinaryIO) -> Iterator[Record | Refused]:
    """One record a line, as JSON; empty lines are none."""
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        text, encoding = _decode(line)
        blank = _blank(file, f"{file.name}:{number}")._replace(text=text, encoding=encoding, raw_sha256=sha256(line))
        try:
            fields = json.loads(text)
        except (ValueError, RecursionError) as error:
            yield refuse(blank, "line is JSON", None, text, f"the line is no JSON: {error}")
            continue
        yield _from_fields(blank, fields)


def _from_fields(blank: Record, fields: Any) -> Record | Refused:
    """The record in a JSON object with the fields id, date, title, text, source, url."""
    if not isinstance(fields, dict):
        return refuse(blank, "line is a JSON object", None, blank.text, "the line is JSON, but no object with named fields")
    if not isinstance(fields.get("text"), str):
        return refuse(blank, "record has a text", "text", str(fields.get("text")), "the field text is missing or is no string")
    said = {name: _plain(fields.get(name)) for name in ("id", "date", "title", "source", "url")}
    return blank._replace(
        text=fields["text"], date=said["date"], title=said["title"], url=said["url"],
        source_id=said["id"] or said["url"] or blank.source_id, source_name=said["source"] or blank.source_name,
    )  # fmt: skip


def _plain(value: Any) -> str | None:
    """A field's value as text; nested values and empty ones say nothing."""
    return str(value).strip() or None if isinstance(value, str | int | float) and not isinstance(value, bool) else None
