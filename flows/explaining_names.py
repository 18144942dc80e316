"""`dateline entities TEXT --explain`: what each name could mean, what speaks for each candidate, and why one was chosen."""

import datetime
from pathlib import Path
from typing import Any

from flows.terminal import printable
from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names.explanation import Explained, explain_names
from transforms.reference import load_reference
from transforms.reports import Record, Refused, read_report


def read_explained(text: str, published_on: datetime.date, overlay: Path | None, anchor: str, day_first: bool | None) -> list[dict[str, Any]]:
    """The names of a text, each with the things that it could mean, what speaks for each, and why one was chosen."""
    found = read_report(Record("", "text", "text", "", text, published_on.isoformat()))
    if isinstance(found, Refused):
        return []
    document = read_document(found.text, found.published_on, found.body_start)
    explained = explain_names(document, load_reference(overlay), find_dates(document, anchor, day_first))
    return [_explained_row(found.text, one) for one in explained]


def _explained_row(text: str, one: Explained) -> dict[str, Any]:
    name = one.mention
    return {
        "text": text[name.start_char : name.end_char], "start_char": name.start_char, "end_char": name.end_char,
        "entity_type": name.entity_type, "entity_id": name.entity_id, "name": name.name, "country_iso3": name.country_iso3,
        "role_title": name.role_title, "link_status": name.link_status, "link_method": name.link_method, "confidence": name.confidence,
        "why": one.why,
        "candidates": [candidate._asdict() | {"evidence": dict(candidate.evidence)} for candidate in one.candidates],
    }  # fmt: skip


def explained_text(rows: list[dict[str, Any]]) -> str:
    """Explained names for a terminal: the name and its span, what it was taken for and why, then its candidates, the best first."""
    return "\n".join(line for row in rows for line in _explained_lines(row)) if rows else "no entities found"


def _explained_lines(row: dict[str, Any]) -> list[str]:
    called = f"{row['entity_id'] or 'not linked'}, {row['name']}" + (f" ({row['country_iso3']})" if row["country_iso3"] else "")
    lines = [f"{row['text']} [{row['start_char']}:{row['end_char']}] {row['entity_type']} -> {called}", f"  {row['why']}"]
    for candidate in row["candidates"] if len(row["candidates"]) > 1 else ():
        evidence = ", ".join(f"{reason} {weight:+g}" for reason, weight in candidate["evidence"].items())
        score = "" if candidate["score"] is None else f"  {candidate['score']:g}"
        lines.append(f"  - {candidate['entity_id']} {candidate['name']} ({candidate['country_iso3']}){score}{': ' if evidence else ''}{evidence}")
    return [printable(line) for line in lines]
