"""Sources: what a run reads. Files, folders, patterns and standard input become records, in an order that is always the same.

`files` finds what there is to read, `unpacking` opens what is packed, `decoding` turns bytes into text; each format has a reader.
"""

from flows.sources.files import FORMATS, InputFile, SourceError, file_sha256, find_files, has_changed, is_being_written, sha256_if_readable
from flows.sources.reading import ReadingRules, read_records

__all__ = [
    "FORMATS", "InputFile", "ReadingRules", "SourceError", "file_sha256", "find_files", "has_changed", "is_being_written",
    "read_records", "sha256_if_readable",
]  # fmt: skip
