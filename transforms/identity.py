"""Ids: short hashes of what makes a row the row it is."""

import hashlib

_SEPARATOR = "\x1f"  # stands in no id, url or name


def row_id(*parts: object) -> str:
    """16 hexadecimal digits (64 bits) of the parts, in order."""
    return hashlib.blake2b(_SEPARATOR.join(map(str, parts)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def sha256(data: bytes) -> str:
    """SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def content_sha256(title: str | None, published_on: object, text: str) -> str:
    """SHA-256 over what a reader of the report sees: title, day of publication and text."""
    return sha256(_SEPARATOR.join((title or "", str(published_on or ""), text)).encode("utf-8", "surrogatepass"))
