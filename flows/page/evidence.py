"""The evidence of many events: the sentence of each claim, with offsets of the words that its values rest on.

Offsets count UTF-16 code units here, as a browser's texts do.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flows.query import Session, execute
from flows.trace import EVIDENCE, Claim, Evidence, is_inside, read_claim, when_told

KINDS = tuple(EVIDENCE)
MOST_CLAIMS = 12  # of one event
LONGEST_SENTENCE = 1_200  # code points around the marked words; a report without sentences is one
MOST_TEXT = 12_000_000  # code points of evidence on one page, which keeps it under 25 MB

Row = dict[str, Any]


def read_evidence(session: Session, event_ids: Sequence[str]) -> dict[str, Any]:
    """Reports as [source, title, day, link, report_id, repeats another], and the claims of each event in the order of `event_ids`.

    A claim is [report's number, sentence, marks, words elsewhere, modality, who said so, deaths]; a mark is [kind's number, start,
    end], words elsewhere are [kind's number, sentence, start, end]. The claims of an event are null behind the limit of a page.
    """
    claims = _claims_by_event(session, event_ids)
    reports: dict[str, int] = {}
    described: list[list[Any]] = []
    told: list[list[Any] | None] = []
    room = MOST_TEXT
    for event_id in event_ids:
        if room < 0:
            told.append(None)
            continue
        found = claims.get(event_id, [])[:MOST_CLAIMS]
        for claim in found:
            if claim.report["report_id"] not in reports:
                reports[claim.report["report_id"]] = len(described)
                described.append(_report(claim.report))
            room -= min(len(claim.sentence), LONGEST_SENTENCE)
        told.append([_claim(claim, reports[claim.report["report_id"]]) for claim in found])
    counts = [len(claims.get(event_id, ())) for event_id in event_ids]
    return {"kinds": KINDS, "reports": described, "claims": told, "counts": counts}


def _claims_by_event(session: Session, event_ids: Sequence[str]) -> dict[str, list[Claim]]:
    """The claims of the events, the earliest report first."""
    if not event_ids:
        return {}
    session.connection.execute("CREATE OR REPLACE TEMP TABLE chosen AS SELECT unnest(?) AS event_id", [list(event_ids)])
    mentions = _rows(session, "SELECT * FROM event_mentions SEMI JOIN chosen USING (event_id)")
    told_in = sorted({row["report_id"] for row in mentions})
    session.connection.execute("CREATE OR REPLACE TEMP TABLE told_in AS SELECT unnest(?) AS report_id", [told_in])
    named = "report_id, source_name, source_uri, url, published_on, title, duplicate_of, text"
    reports = {row["report_id"]: row for row in _rows(session, f"SELECT {named} FROM reports SEMI JOIN told_in USING (report_id)")}
    sentences: dict[str, list[Row]] = {}
    bounds = "SELECT report_id, start_char, end_char FROM sentences SEMI JOIN told_in USING (report_id) ORDER BY report_id, sentence_no"
    for row in _rows(session, bounds):
        sentences.setdefault(row["report_id"], []).append(row)
    claims: dict[str, list[Claim]] = {}
    for row in mentions:
        claim = read_claim(row, reports[row["report_id"]], sentences.get(row["report_id"], []))
        claims.setdefault(row["event_id"], []).append(claim)
    return {event_id: sorted(found, key=when_told) for event_id, found in claims.items()}


def _report(report: Mapping[str, Any]) -> list[Any]:
    day = report["published_on"]
    link = report["url"] or report["source_uri"]
    return [report["source_name"], report["title"], str(day) if day else None, link, report["report_id"], int(bool(report["duplicate_of"]))]


def _claim(claim: Claim, report: int) -> list[Any]:
    trigger = claim.values["trigger_start_char"]
    text, start = _around(claim.sentence, claim.sentence_start, trigger)
    inside = [evidence for evidence in claim.evidence if start <= evidence.start_char and evidence.end_char <= start + len(text)]
    elsewhere = [evidence for evidence in claim.evidence if not is_inside(evidence, claim)]
    values = claim.values
    deaths = [values["fatalities_low"], values["fatalities_best"], values["fatalities_high"]]
    return [
        report, text, [_mark(evidence, text, start) for evidence in inside], [_elsewhere(evidence) for evidence in elsewhere],
        values["modality"], values["attributed_to"], deaths,
    ]  # fmt: skip


def _elsewhere(evidence: Evidence) -> list[Any]:
    """Words that stand in another sentence than the claim."""
    text, start = _around(evidence.sentence, evidence.sentence_start, evidence.start_char)
    return [KINDS.index(evidence.kind), text, *_mark(evidence, text, start)[1:]]


def _mark(evidence: Evidence, text: str, start: int) -> list[int]:
    return [KINDS.index(evidence.kind), utf16_offset(text, evidence.start_char - start), utf16_offset(text, evidence.end_char - start)]


def _around(sentence: str, start: int, offset: int) -> tuple[str, int]:
    """A sentence that is not too long to show, around an offset in the report; and where it begins there."""
    if len(sentence) <= LONGEST_SENTENCE:
        return sentence, start
    first = min(max(offset - start - LONGEST_SENTENCE // 2, 0), len(sentence) - LONGEST_SENTENCE)
    return sentence[first : first + LONGEST_SENTENCE], start + first


def utf16_offset(text: str, offset: int) -> int:
    """An offset in code points as one in UTF-16 code units."""
    if text.isascii():
        return offset
    return offset + sum(character > "\uffff" for character in text[:offset])


def _rows(session: Session, sql: str) -> list[Row]:
    result = execute(session, sql)
    names = [name for name, _ in result.columns]
    return [dict(zip(names, row, strict=True)) for rows in result.batches() for row in rows]
