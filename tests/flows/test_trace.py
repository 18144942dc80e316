"""`dateline trace` leads from an event to the words that each report tells it by."""

import json
from pathlib import Path

import pytest

from flows.query import QueryError
from flows.trace import trace_event, trace_json, trace_text
from tests.synthetic import STORY, identity, write_release

STRIKE = identity("a1", "bombed")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("trace") / "release", STORY)


def test_every_claim_is_shown_with_its_evidence_marked(release: Path) -> None:
    text = trace_text(trace_event(release, STRIKE), 200)
    assert "[actor1: Jets] [trigger: bombed] a depot near [place: Tal Amar] on [date: Monday]." in text
    assert "[actor1: Warplanes of Northland] [trigger: struck] [place: Tal Amar] [date: yesterday]; [toll: 3 to 5] people died." in text
    assert "agency-one, 2024-03-05: Depot bombed" in text
    assert "killed 3 (3 to 5); injured not told" in text


def test_evidence_in_another_sentence_is_shown_with_that_sentence(release: Path) -> None:
    text = trace_text(trace_event(release, STRIKE), 200)
    assert "[toll: three soldiers were killed] elsewhere in the report: At least three soldiers were killed, the ministry said." in text


def test_evidence_is_the_characters_that_the_offsets_name(release: Path) -> None:
    texts = {report["report_id"]: report["text"] for report in STORY["reports"]}
    trace = trace_event(release, STRIKE)
    assert len(trace.claims) == 2
    for claim in trace.claims:
        for evidence in claim.evidence:
            assert evidence.text == texts[claim.report["report_id"]][evidence.start_char : evidence.end_char]
            assert evidence.text in evidence.sentence


def test_a_month_is_said_to_be_a_month(release: Path) -> None:
    assert "when   2023-03-01 to 2023-03-31 (to the month)" in trace_text(trace_event(release, identity("a2", "met")))


def test_the_lines_fit_the_terminal(release: Path) -> None:
    text = trace_text(trace_event(release, STRIKE), 60)
    assert max(len(line) for line in text.split("\n\n", 1)[1].splitlines()) <= 60


def test_the_beginning_of_an_id_is_enough_if_it_is_the_only_one(release: Path) -> None:
    assert trace_event(release, STRIKE[:6].upper()).event["event_id"] == STRIKE


@pytest.mark.parametrize("event_id", ["ffffffffffffffff", "", "' OR 1=1 --", "%", "\x1b[31m"])
def test_an_unknown_event_is_an_error_in_one_line(release: Path, event_id: str) -> None:
    with pytest.raises(QueryError) as failed:
        trace_event(release, event_id)
    assert str(failed.value).isprintable()


def test_json_holds_the_same(release: Path) -> None:
    told = json.loads(trace_json(trace_event(release, STRIKE)))
    assert told["event"]["event_id"] == STRIKE
    assert told["event"]["event_date_start"] == "2024-03-04"
    assert {evidence["kind"] for claim in told["claims"] for evidence in claim["evidence"]} == {"trigger", "actor1", "place", "date", "toll"}


def test_hostile_text_stays_text(tmp_path: Path) -> None:
    report = STORY["reports"][0]
    hostile = report | {"text": report["text"].replace("depot", "\x1b[2Jde\u202et"), "title": "\x1b]0;x\x07"}
    release = write_release(tmp_path / "release", {**STORY, "reports": [hostile, *STORY["reports"][1:]]})
    text = trace_text(trace_event(release, STRIKE), 200)
    assert "\\x1b[2Jde\\u202et" in text
    assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text
