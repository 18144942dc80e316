"""What a user's sources name: files, each once, in the order of their addresses."""

import datetime
import fcntl
import glob
import hashlib
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from transforms.identity import sha256
from transforms.reports import Record

FORMATS = (".txt", ".jsonl", ".csv", ".tsv", ".parquet", ".html", ".htm", ".warc")
PACKED = (".gz", ".zst")  # one file inside
ARCHIVE = ".zip"  # many files inside
_READABLE = frozenset((*FORMATS, ARCHIVE))
_SAFE = re.compile(r"/[A-Za-z0-9/._~-]*")  # no character that an address would escape
STANDARD_INPUT = "-"


class SourceError(Exception):
    """A source that cannot be read at all; the message says what to do."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read. `location` is its absolute path, `name` that below the source's root; `source_name` is the root's own name."""

    location: str  # a path object of each of a million files would cost a quarter of all that is done with them
    name: str
    source_name: str
    size: int
    modified_at: datetime.datetime | None
    content: bytes | None = None  # standard input, read once

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self.location)

    @property
    def uri(self) -> str:
        """Where it lies, as `inputs` and `reports` say it."""
        if self.content is not None:
            return "stdin:"
        return f"file://{self.location}" if _SAFE.fullmatch(self.location) else self.path.as_uri()  # the same, and much sooner


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


def sha256_if_readable(file: InputFile) -> str | None:
    """The same, or None if the file cannot be read now."""
    try:
        return file_sha256(file)
    except OSError:
        return None


def is_being_written(file: InputFile) -> bool:
    """Whether a process of this machine has the file open for writing. Only Linux tells; elsewhere a file counts as complete.

    The kernel grants a lease for reading on a file that nobody has open for writing, and on no other.
    """
    if file.content is not None or not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        with open(file.path, "rb") as opened:
            fcntl.fcntl(opened, fcntl.F_SETSIG, signal.SIGURG)  # sent to who holds a lease that must go; ignored unless asked for
            fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(opened, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:  # another user's file, or a file system without leases
        return False
    return False


def has_changed(file: InputFile) -> bool:
    """Whether the file is another than when it was found, or gone."""
    try:
        return file.content is None and (file.path.stat().st_size, _modified_at(file.path)) != (file.size, file.modified_at)
    except OSError:
        return True


def format_of(name: str) -> str:
    """The format's suffix, whether or not the file is compressed; `.zip` for an archive."""
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - a path object costs more than all else that is asked of a file
    return (os.path.splitext(stem)[1] if suffix.lower() in PACKED else suffix).lower()  # noqa: PTH122


def packing_of(name: str) -> str:
    """`.gz` or `.zst` of a compressed file, else nothing."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix in PACKED else ""


def blank_record(file: InputFile, source_id: str, name: str = "") -> Record:
    """A record of a file without text; `name` is that of the file inside an archive."""
    return Record(file.uri, source_id, file.source_name, (name or file.name).rpartition("/")[2], "")


def _expand(source: str) -> Iterator[InputFile]:
    if source == STANDARD_INPUT:
        content = sys.stdin.buffer.read()
        yield InputFile("stdin.jsonl", "stdin.jsonl", "stdin", len(content), None, content)
        return
    path = Path(source)
    if path.is_dir():
        yield from _walk(str(path.absolute()), "", path.absolute().name or "/")
    elif path.is_file():
        if not _has_reader(path):
            raise SourceError(f"{source}: no reader for this kind of file; give {', '.join(FORMATS)}, each also as .gz, .zst or in a .zip")
        yield _input(path, path.parent)
    elif matches := sorted(match for match in glob.glob(source, recursive=True) if Path(match).is_dir() or Path(match).is_file()):
        for match in matches:
            yield from _expand(match)
    else:
        raise SourceError(f"{source}: no such file, folder or pattern")


def _is_file(entry: "os.DirEntry[str]") -> bool:
    """Whether a name leads to a file; a link to itself leads nowhere."""
    try:
        return entry.is_file()
    except OSError:
        return False


def _walk(folder: str, below: str, source_name: str) -> Iterator[InputFile]:
    """The readable files of a folder and of those in it. What is hidden, or a link to a folder, is passed over.

    A source may have a million files: no more is asked of each than the system tells with its name.
    """
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, f"{below}{entry.name}/", source_name)
        elif format_of(entry.name) in _READABLE and _is_file(entry):
            status = entry.stat()
            yield InputFile(entry.path, below + entry.name, source_name, status.st_size, _instant(status.st_mtime_ns))


def _has_reader(path: Path) -> bool:
    return format_of(path.name) in _READABLE


def _input(path: Path, root: Path) -> InputFile:
    path, root = path.absolute(), root.absolute()
    return InputFile(str(path), path.relative_to(root).as_posix(), root.name or "/", path.stat().st_size, _modified_at(path))


def _modified_at(path: Path) -> datetime.datetime:
    return _instant(path.stat().st_mtime_ns)


def _instant(nanoseconds: int) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(nanoseconds // 1000 / 1e6, datetime.UTC)
