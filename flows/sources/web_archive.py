"""`.warc`: the pages that a crawl has kept (ISO 28500). Only answers that are HTML are records; their day is what the page says,
not when it was crawled.

Read by hand, since records of a crawl may be broken in any way, and one of them must not cost the others.
"""

import zlib
from collections.abc import Iterator, Mapping
from typing import BinaryIO, NamedTuple

from flows.sources.fields import Names
from flows.sources.files import InputFile, blank_record
from flows.sources.lines import MOST_RECORD_BYTES
from flows.sources.texts import page_record, too_long
from flows.sources.unpacking import UnpackingError
from transforms.pages import declared_encoding
from transforms.reports import Record, Refused, refuse

_HTML = ("text/html", "application/xhtml+xml")
_LONGEST_LINE = 65_536
_MOST_HEADERS = 200
_AT_ONCE = 1 << 20


class _Kept(NamedTuple):
    """One record of an archive; `data` is None if it is too long to be read, `fault` says why it is no record."""

    headers: Mapping[str, str]
    data: bytes | None
    fault: str | None = None


def read_web_archive(file: InputFile, name: str, stream: BinaryIO, names: Names) -> Iterator[Record | Refused]:  # noqa: ARG001 - the signature of a reader
    """The records of the pages, in order."""
    for number, kept in enumerate(_kept(stream), 1):
        url = kept.headers.get("warc-target-uri", "").strip("<>") or None
        blank = blank_record(file, f"{name}:{number}", name)
        if kept.fault:
            yield refuse(blank, "record of the archive can be read", None, url or "", f"the record cannot be read: {kept.fault}")
        elif kept.headers.get("warc-type", "").lower() != "response":
            continue
        elif kept.data is None:
            yield too_long(blank._replace(url=url))
        else:
            yield from _answer(blank, kept.data, url)


def _answer(blank: Record, data: bytes, url: str | None) -> Iterator[Record | Refused]:
    """The record of an answer over HTTP, if it is a page and no error."""
    head, _, body = data.partition(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    headers = _headers(lines[:_MOST_HEADERS])
    kind, _, parameters = headers.get("content-type", "").partition(";")
    if kind.strip().lower() not in _HTML or status.split(b" ")[1:2] != [b"200"]:
        return
    try:
        page = _decoded(body, headers)
    except (ValueError, UnpackingError, zlib.error) as error:
        yield refuse(blank, "page can be unpacked", None, url or "", f"the page cannot be unpacked: {error}")
        return
    charset = parameters.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    yield page_record(blank, page, declared_encoding(page) or charset, url)


def _kept(stream: BinaryIO) -> Iterator[_Kept]:
    """The records one after the other; after a broken one reading goes on where the next begins."""
    lost = False
    while line := stream.readline(_LONGEST_LINE):
        if not line.startswith(b"WARC/"):
            if line.strip() and not lost:
                yield _Kept({}, None, "no record begins where one should")
                lost = True
            continue
        lost = False
        headers = _headers(list(_header_lines(stream)))
        length = headers.get("content-length", "")
        if not (length.isascii() and length.isdecimal() and len(length) < 19):
            yield _Kept(headers, None, f"its length is {length[:40]!r}")
            lost = True
        elif int(length) > MOST_RECORD_BYTES:
            _skip(stream, int(length))
            yield _Kept(headers, None)
        else:
            data = stream.read(int(length))
            yield _Kept(headers, data, None if len(data) == int(length) else "the archive breaks off in it")


def _header_lines(stream: BinaryIO) -> Iterator[bytes]:
    for _ in range(_MOST_HEADERS):
        line = stream.readline(_LONGEST_LINE).strip()
        if not line:
            return
        yield line


def _headers(lines: list[bytes]) -> dict[str, str]:
    pairs = (line.decode("utf-8", "replace").partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0 and (passed := stream.read(min(length, _AT_ONCE))):
        length -= len(passed)


def _decoded(body: bytes, headers: Mapping[str, str]) -> bytes:
    """The body without the encodings in which it travelled. ValueError, zlib.error or UnpackingError if it cannot be had."""
    if headers.get("transfer-encoding", "").lower() == "chunked":
        body = _joined(body)
    encoding = headers.get("content-encoding", "identity").lower()
    if encoding in ("gzip", "x-gzip", "deflate"):
        unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
        body = unpacker.decompress(body, MOST_RECORD_BYTES + 1)
    elif encoding not in ("identity", ""):
        raise UnpackingError(f"it is packed by {encoding[:40]}, which is not read")
    return body


def _joined(body: bytes) -> bytes:
    """The body of chunks, each behind its length in hexadecimal digits; as it is if a crawler has joined them already."""
    chunks: list[bytes] = []
    position = 0
    while (end := body.find(b"\r\n", position, position + 100)) >= 0:
        try:
            length = int(body[position:end].split(b";")[0], 16)
        except ValueError:
            return body
        if not length:
            break
        chunks.append(body[end + 2 : end + 2 + length])
        position = end + 2 + length + 2
    return b"".join(chunks)
