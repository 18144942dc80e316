"""`dateline trace`: an event, what each report claims of it, and the words that each claim rests on."""

import json
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from flows.query import QueryError, Session, execute, open_session
from flows.results import json_value
from flows.terminal import printable
from flows.views import quoted

EVIDENCE = {"trigger": "trigger", "actor1": "actor1", "actor2": "actor2", "place": "place", "date": "date", "toll": "casualties",
            "attribution": "attributed", "instrument": "instrument"}  # the prefix of its offsets in event_mentions  # fmt: skip
_DATE_PRECISION = {1: "to the day", 2: "within some days", 3: "to the week", 4: "to the month", 5: "longer than a month"}
_PLACE_PRECISION = {
    1: "exact", 2: "within 25 km", 3: "second-level unit", 4: "first-level unit", 5: "a line or area", 6: "country only", 7: "sea or air",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of a report that a value rests on: `text[start_char:end_char]`, and the sentence that they stand in."""

    kind: str
    start_char: int
    end_char: int
    text: str
    sentence: str
    sentence_start: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One report's claim: its values, its sentence (from `sentence_start`), and the evidence."""

    report: dict[str, Any]
    values: dict[str, Any]
    sentence: str
    sentence_start: int
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """One event with its claims, the earliest report first."""

    release_id: str
    event: dict[str, Any]
    claims: tuple[Claim, ...]


def trace_event(warehouse: Path, event_id: str, release: str | None = None) -> Trace:
    """The event of that id, or of the one id that begins so. QueryError if there is none or more than one."""
    with open_session(warehouse, release) as session:
        wanted = quoted(event_id.lower())
        begins = f"starts_with(event_id, {wanted})"
        events = _rows(session, f"SELECT * EXCLUDE (event_month) FROM events WHERE {begins} ORDER BY event_id LIMIT 2")
        exact = [event for event in events if event["event_id"] == event_id.lower()] or events
        if not exact or not event_id:
            release_id = session.snapshot.release_id
            raise QueryError(f"there is no event {printable(event_id)} in release {release_id}; look for it in the table events")
        if len(exact) > 1:
            raise QueryError(f"more than one event id begins with {printable(event_id)}; give more of it")
        event = exact[0]
        return Trace(session.snapshot.release_id, event, tuple(_claims(session, str(event["event_id"]))))


def trace_json(trace: Trace) -> str:
    """The trace as a JSON object."""
    return json.dumps(json_value(asdict(trace)), ensure_ascii=False, indent=1)


def trace_text(trace: Trace, width: int = 80) -> str:
    """The trace for a terminal of that width; evidence stands in the sentence as [kind: words]."""
    lines = [*_event_lines(trace.event), ""]
    for number, claim in enumerate(trace.claims, 1):
        report = claim.report
        named, day = report["title"] or report["source_uri"], report["published_on"] or "undated"
        lines.append(printable(f"{number}. {report['source_name']}, {day}: {named}"))
        duplicate = f", repeats {report['duplicate_of']}" if report["duplicate_of"] else ""
        where = f"report {report['report_id']}, sentence {claim.values['sentence_no']}"
        lines.append(printable(f"   {where}, {claim.values['modality']}{duplicate}"))
        lines += textwrap.wrap(printable(_marked(claim)), max(width, 20), initial_indent="   ", subsequent_indent="   ")
        for evidence in claim.evidence:
            if not is_inside(evidence, claim):
                said = printable(f"[{evidence.kind}: {evidence.text}] elsewhere in the report: {evidence.sentence}")
                lines += textwrap.wrap(said, max(width, 20), initial_indent="   ", subsequent_indent="   ")
        lines.append("")
    return "\n".join(lines)


def _claims(session: Session, event_id: str) -> list[Claim]:
    """The claims of one event, with the texts of their reports only."""
    mentions = _rows(session, f"SELECT * FROM event_mentions WHERE event_id = {quoted(event_id)}")
    if not mentions:
        return []
    months = ", ".join(sorted({quoted(str(row["published_month"])) for row in mentions}))
    ids = ", ".join(sorted({quoted(str(row["report_id"])) for row in mentions}))
    where = f"WHERE published_month IN ({months}) AND report_id IN ({ids})"
    reports = {row["report_id"]: row for row in _rows(session, f"SELECT * FROM reports {where}")}
    sentences: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(session, f"SELECT * FROM sentences {where} ORDER BY report_id, sentence_no"):
        sentences.setdefault(row["report_id"], []).append(row)
    claims = [read_claim(row, reports[row["report_id"]], sentences.get(row["report_id"], [])) for row in mentions]
    return sorted(claims, key=when_told)


def when_told(claim: Claim) -> tuple[str, str, int]:
    """Order of claims: by day, the undated last, then as they stand in the report."""
    return str(claim.report["published_on"] or "9999"), claim.report["report_id"], claim.values["trigger_start_char"]


def read_claim(mention: dict[str, Any], report: dict[str, Any], sentences: Sequence[Mapping[str, Any]]) -> Claim:
    """A row of event_mentions as a claim, with the words that it rests on in the report's text."""
    text = report["text"]
    start, end = _sentence_at(mention["trigger_start_char"], sentences, len(text))
    evidence = []
    for kind, prefix in EVIDENCE.items():
        first, last = mention[f"{prefix}_start_char"], mention[f"{prefix}_end_char"]
        if first is not None and last is not None:
            begin, finish = _sentence_at(first, sentences, len(text))
            evidence.append(Evidence(kind, first, last, text[first:last], text[begin:finish], begin))
    told = {key: report[key] for key in ("report_id", "source_name", "source_uri", "url", "published_on", "title", "duplicate_of")}
    return Claim(told, mention, text[start:end], start, tuple(evidence))


def _sentence_at(offset: int, sentences: Sequence[Mapping[str, Any]], length: int) -> tuple[int, int]:
    """Bounds of the sentence around an offset; the whole text if none is there."""
    for sentence in sentences:
        if sentence["start_char"] <= offset < sentence["end_char"]:
            return sentence["start_char"], sentence["end_char"]
    return 0, length


def is_inside(evidence: Evidence, claim: Claim) -> bool:
    """Whether the words stand in the claim's own sentence."""
    return claim.sentence_start <= evidence.start_char and evidence.end_char <= claim.sentence_start + len(claim.sentence)


def _marked(claim: Claim) -> str:
    """The sentence with every piece of evidence as [kind: words]; what lies inside another opens later and closes earlier."""
    inside = [evidence for evidence in claim.evidence if is_inside(evidence, claim)]
    marks = [(evidence.end_char, 0, -evidence.start_char, "]") for evidence in inside]
    marks += [(evidence.start_char, 1, -evidence.end_char, f"[{evidence.kind}: ") for evidence in inside]
    pieces, last = [], claim.sentence_start
    for offset, _, _, mark in sorted(marks):
        pieces += [claim.sentence[last - claim.sentence_start : offset - claim.sentence_start], mark]
        last = offset
    return "".join(pieces) + claim.sentence[last - claim.sentence_start :]


def _event_lines(event: Mapping[str, Any]) -> list[str]:
    kind = " / ".join(str(event[name]) for name in ("event_type", "event_mode", "acled_event_type", "acled_sub_event_type") if event[name])
    actors = [event["actor1_name"] or event["actor1_text"], event["actor2_name"] or event["actor2_text"]]
    days = " to ".join(dict.fromkeys(str(event[name]) for name in ("event_date_start", "event_date_end") if event[name]))
    place = ", ".join(str(event[name]) for name in ("place_name", "country_iso3", "latitude", "longitude") if event[name] is not None)
    guessed = ", the date of the report only" if event["date_is_report_date"] else ""
    lines = [
        f"Event {event['event_id']}: {kind}, {event['modality']}",
        f"  who    {actors[0] or 'not told'} -> {actors[1] or 'not told'}",
        f"  when   {_with(days, _DATE_PRECISION.get(event['date_prec']))}{guessed}",
        f"  where  {_with(place, _PLACE_PRECISION.get(event['where_prec']))}",
        f"  killed {_toll(event, 'fatalities')}; injured {_toll(event, 'injured')}",
        f"  told in {event['report_count']} reports of {event['source_count']} sources, {event['mention_count']} claims,"
        f" {event['first_reported_on'] or 'undated'} to {event['last_reported_on'] or 'undated'}",
    ]
    if event["conflicts"]:
        lines.append(f"  the claims disagree: {event['conflicts']}")
    if event["superseded_by"]:
        lines.append(f"  it turned out to be event {event['superseded_by']}")
    return [printable(line) for line in lines]


def _with(value: str, precision: str | None) -> str:
    return (f"{value} ({precision})" if precision else value) if value else "not told"


def _toll(event: Mapping[str, Any], victims: str) -> str:
    low, best, high = (event[f"{victims}_{bound}"] for bound in ("low", "best", "high"))
    if best is None:
        return "not told" if low is None and high is None else f"{'?' if low is None else low} to {'?' if high is None else high}"
    return str(best) if low == high == best else f"{best} ({'?' if low is None else low} to {'?' if high is None else high})"


def _rows(session: Session, sql: str) -> list[dict[str, Any]]:
    result = execute(session, sql)
    names = [name for name, _ in result.columns]
    return [dict(zip(names, row, strict=True)) for rows in result.batches() for row in rows]
