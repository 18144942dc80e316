"""Records with named fields: the columns or keys `id, date, title, text, source, url`, under the names that a user gives them."""

import datetime
from collections.abc import Mapping
from typing import Any

from flows.sources.decoding import repaired
from transforms.reports import Record, Refused, refuse

FIELDS = ("id", "date", "title", "text", "source", "url")
_SAID = ("id", "date", "title", "source", "url")

Names = Mapping[str, str]  # field -> the name that it has in the source


def record_of(blank: Record, fields: Mapping[str, Any], names: Names) -> Record | Refused:
    """The record in named fields; refused without a text. `blank.text` is what to show of a record that has none."""
    text = fields.get(names["text"])
    if not isinstance(text, str):
        reason = f"the field {names['text']} is missing or is no string"
        return refuse(blank, "record has a text", "text", str(text), reason)
    said = {field: _plain(fields.get(names[field])) for field in _SAID}
    title, title_repair = repaired(said["title"]) if said["title"] else (None, None)
    text, repair = repaired(text)
    return Record(  # `_replace` takes thrice as long
        blank.source_uri, said["id"] or said["url"] or blank.source_id, said["source"] or blank.source_name, blank.file_name, text,
        said["date"], title, said["url"], blank.raw_sha256, blank.encoding, repair or title_repair, blank.day_first,
    )  # fmt: skip


def _plain(value: Any) -> str | None:
    """A field's value as text; nested values and empty ones say nothing."""
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, datetime.date):  # or a time of a day
        return value.isoformat()
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
