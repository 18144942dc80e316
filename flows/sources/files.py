"""What a user's sources name: files, each once, in the order of their addresses."""

import datetime
import glob
import hashlib
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from transforms.identity import sha256
from transforms.reports import Record

FORMATS = (".txt", ".jsonl", ".csv", ".tsv", ".parquet", ".html", ".htm", ".warc")
PACKED = (".gz", ".zst")  # one file inside
ARCHIVE = ".zip"  # many files inside
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


def find_files(sources: Sequence[str]) -> list[InputFile]:
    """Every file that the sources name, once each, ordered by uri. SourceError if a source is nothing that can be read."""
    found = {file.uri: file for source in sources for file in _expand(source)}
    return [found[uri] for uri in sorted(found)]


def file_sha256(file: InputFile) -> str:
    """SHA-256 over the file's bytes as they lie there."""
    if file.content is not None:
        return sha256(file.content)
    with open(file.path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def has_changed(file: InputFile) -> bool:
    """Whether the file is another than when it was found, or gone."""
    try:
        return file.content is None and (file.path.stat().st_size, _modified_at(file.path)) != (file.size, file.modified_at)
    except OSError:
        return True


def format_of(name: str) -> str:
    """The format's suffix, whether or not the file is compressed; `.zip` for an archive."""
    path = PurePosixPath(name)
    return PurePosixPath(path.stem if path.suffix.lower() in PACKED else path.name).suffix.lower()


def packing_of(name: str) -> str:
    """`.gz` or `.zst` of a compressed file, else nothing."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in PACKED else ""


def blank_record(file: InputFile, source_id: str, name: str = "") -> Record:
    """A record of a file without text; `name` is that of the file inside an archive."""
    return Record(file.uri, source_id, file.source_name, PurePosixPath(name or file.name).name, "")


def _expand(source: str) -> Iterator[InputFile]:
    if source == STANDARD_INPUT:
        content = sys.stdin.buffer.read()
        yield InputFile(Path("stdin.jsonl"), "stdin.jsonl", "stdin", len(content), None, content)
        return
    path = Path(source)
    if path.is_dir():
        yield from (_input(child, path) for child in sorted(path.rglob("*")) if _is_readable(child, path))
    elif path.is_file():
        if not _has_reader(path):
            raise SourceError(f"{source}: no reader for this kind of file; give {', '.join(FORMATS)}, each also as .gz, .zst or in a .zip")
        yield _input(path, path.parent)
    elif matches := sorted(match for match in glob.glob(source, recursive=True) if Path(match).is_dir() or Path(match).is_file()):
        for match in matches:
            yield from _expand(match)
    else:
        raise SourceError(f"{source}: no such file, folder or pattern")


def _has_reader(path: Path) -> bool:
    return format_of(path.name) in (*FORMATS, ARCHIVE)


def _is_readable(child: Path, root: Path) -> bool:
    hidden = any(part.startswith(".") for part in child.relative_to(root).parts)
    return not hidden and _has_reader(child) and child.is_file()


def _input(path: Path, root: Path) -> InputFile:
    path, root = path.absolute(), root.absolute()
    return InputFile(path, path.relative_to(root).as_posix(), root.name or "/", path.stat().st_size, _modified_at(path))


def _modified_at(path: Path) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(path.stat().st_mtime_ns // 1000 / 1e6, datetime.UTC)
