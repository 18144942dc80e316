"""Compressed files and archives, as streams of bounded length: nothing is unpacked to disk, and no bomb runs for long."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NamedTuple

import zstandard

from flows.sources.files import FORMATS, InputFile, format_of, packing_of

FREE_BYTES = 100_000_000  # that a file may unpack to whatever its size
MOST_TIMES = 200  # the packed size that a larger one may unpack to; text packs to a twentieth, feeds of repeats to a hundredth
MOST_MEMBERS = 100_000  # files in one archive


class UnpackingError(OSError):
    """A packed file that is broken, or that unpacks to more than a source does."""


class Allowance:
    """How many more bytes a packed file may unpack to."""

    def __init__(self, packed_size: int) -> None:
        self._left = most_bytes(packed_size)

    def take(self, count: int) -> None:
        """Count bytes that were unpacked. UnpackingError if they are too many by now."""
        self._left -= count
        if self._left < 0:
            raise UnpackingError(f"the file unpacks to more than {MOST_TIMES} times its size")


class Member(NamedTuple):
    """A file inside an archive: its name there, how to open it, why it is not read if it is not, and what all of the archive may unpack to."""

    name: str
    info: zipfile.ZipInfo
    fault: str | None
    of_archive: Allowance


class _Bounded(io.RawIOBase):
    """A stream that fails once it has given more bytes than is allowed."""

    def __init__(self, stream: BinaryIO, *allowances: Allowance) -> None:
        self._stream = stream
        self._allowances = allowances

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        for allowance in self._allowances:
            allowance.take(len(data))
        buffer[: len(data)] = data
        return len(data)


def most_bytes(packed_size: int) -> int:
    """How many bytes a packed file of that size may unpack to."""
    return max(FREE_BYTES, MOST_TIMES * packed_size)


@contextmanager
def open_file(file: InputFile) -> Iterator[BinaryIO]:
    """The file's bytes as they lie there."""
    with io.BytesIO(file.content) if file.content is not None else open(file.path, "rb") as raw:
        yield raw


@contextmanager
def unpacked(raw: BinaryIO, name: str, *allowances: Allowance) -> Iterator[BinaryIO]:
    """The bytes of a file whose name says how it is packed; UnpackingError while reading if it is broken or a bomb."""
    packing = packing_of(name)
    if not packing:
        yield raw
        return
    import gzip

    with gzip.open(raw) if packing == ".gz" else zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True) as stream:
        yield io.BufferedReader(_Bounded(stream, *allowances), 1 << 16)  # type: ignore[arg-type]


def members(raw: BinaryIO, size: int) -> Iterator[tuple[zipfile.ZipFile, Member]]:
    """The files in an archive that have a reader, in the order of their names; UnpackingError if it is no archive.

    Each by itself and all of them together are bounded: files of an archive may share their packed bytes.
    """
    allowance = Allowance(size)
    try:
        with zipfile.ZipFile(raw) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise UnpackingError(f"the archive holds more than {MOST_MEMBERS:,} files")
            for info in sorted(infos, key=lambda info: (info.filename, info.header_offset)):
                if not info.is_dir() and format_of(info.filename) in FORMATS:
                    yield archive, Member(info.filename, info, _fault(info), allowance)
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise UnpackingError(f"the archive cannot be read: {error}") from error


@contextmanager
def open_member(archive: zipfile.ZipFile, member: Member) -> Iterator[BinaryIO]:
    """The bytes of a file in an archive. What is packed in it once more is measured by its size in the archive."""
    packed_size = member.info.compress_size
    with archive.open(member.info) as stream:
        bounded = io.BufferedReader(_Bounded(stream, Allowance(packed_size), member.of_archive), 1 << 16)  # type: ignore[arg-type]
        with unpacked(bounded, member.name, Allowance(packed_size), member.of_archive) as inner:
            yield inner


def _fault(info: zipfile.ZipInfo) -> str | None:
    parts = info.filename.replace("\\", "/").split("/")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        return "its name leads out of the archive"
    if info.flag_bits & 1:
        return "it is encrypted"
    if info.file_size > most_bytes(info.compress_size):
        return f"it unpacks to more than {MOST_TIMES} times its size"
    return None


