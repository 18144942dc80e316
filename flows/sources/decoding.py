"""Bytes into text: the encoding of a source, and the repair of texts that were once decoded wrongly (mojibake).

Unicode is told by its marks or by being valid; what is not Unicode is told by which characters its bytes would be (uchardet).
"""

import codecs
import re
from typing import NamedTuple

from transforms.identity import sha256

_SAMPLE = 100_000  # bytes that an encoding is told from
_FEW, _FEW_SHARE = 12, 0.03  # bytes above 127: so many, or such a share, are signs in English, which no detector tells apart
_ASCII = bytes(range(128))
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_NAMES = {"utf-8-sig": "utf-8", "cp1252": "windows-1252", "latin-1": "iso-8859-1"}

# Bytes of UTF-8 that were read as Windows-1252 or ISO 8859-1: a lead byte (C2 to F4) and what 80 to BF are there.
_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_MOJIBAKE = re.compile(rf"[ÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß][{_CONTINUATION}]|[àáâãäåæçèéêëìíîï][{_CONTINUATION}]{{2}}")


class Decoded(NamedTuple):
    """A text, the name of the encoding that its bytes were read by, the hash of the bytes, and the repair made, if any."""

    text: str
    encoding: str
    raw_sha256: str
    repair: str | None = None


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """A whole file's text. `encoding` is what the source says of itself; it is believed if the bytes are valid by it."""
    for candidate in filter(None, (marked_encoding(data), encoding)):
        try:
            return Decoded(data.decode(candidate), _name(candidate), sha256(data))
        except (UnicodeDecodeError, LookupError):
            continue
    try:
        return Decoded(data.decode("utf-8"), "utf-8", sha256(data))
    except UnicodeDecodeError:
        text, name = decode_as(data, detect_encoding(data))
        return Decoded(text, name, sha256(data))


def decode_as(data: bytes, encoding: str) -> tuple[str, str]:
    """The text by this encoding and the encoding's name; by ISO 8859-1, in which every byte means something, if it is not valid by it."""
    try:
        return data.decode(encoding), _name(encoding)
    except (UnicodeDecodeError, LookupError):
        return data.decode("latin-1"), _name("latin-1")


def marked_encoding(head: bytes) -> str | None:
    """The Unicode encoding that a file's first bytes tell: by a byte order mark, or by the zeros in every other byte of Latin text."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    sample = head[:200]
    zeros = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) >= 8 and max(zeros) > 0.4 * len(sample) // 2 and min(zeros) == 0:
        return "utf-16-be" if zeros[0] else "utf-16-le"
    return None


def detect_encoding(data: bytes) -> str:
    """The encoding of bytes that are no Unicode; Windows-1252 where few of them are not ASCII."""
    sample = data[:_SAMPLE]
    if len(sample.translate(None, _ASCII)) <= max(_FEW, _FEW_SHARE * len(sample)):
        return "cp1252"
    from resiliparse.parse.encoding import detect_encoding as detect

    found = str(detect(sample))
    return "cp1252" if found.lower().replace("_", "-") in ("utf-8", "iso-8859-1", "ascii") else found


def repaired(text: str) -> tuple[str, str | None]:
    """The text with mojibake undone, and what was done; the text itself where there is none."""
    if text.isascii() or not _MOJIBAKE.search(text):
        return text, None
    import ftfy

    mended = ftfy.fix_encoding(text)
    return (text, None) if mended == text else (mended, "mojibake")


def _name(encoding: str) -> str:
    name = _NAMES.get(encoding.lower(), encoding.lower())
    return re.sub(r"^cp(125\d)$", r"windows-\1", name)
