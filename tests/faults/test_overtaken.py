"""A run that is overtaken by one of another machine goes on top of it, with what it has mined already."""

from pathlib import Path
from typing import Any

import pytest

import flows.normalizing
import flows.pipeline
from tests.faults.runs import assert_whole, later
from tests.faults.test_object_storage import start
from tests.one_by_one import one_by_one
from tests.s3 import Bucket
from tests.warehouses import checksums, current, jsonl, rows, run
from transforms.mining import mine

STORY = (
    "Rebels killed ten soldiers in Homs on Monday, and forty people fled from the old town, where shops stayed closed for the whole week, "
    "while the army said that it would send more men to hold the roads that lead to the coast and to the border."
)
FIRST = {"source": "wire", "id": 1, "date": "2022-08-24", "text": "Rain fell on Aleppo."}
KNOWN = {"source": "wire", "id": 10, "date": "2022-08-24", "text": "Rebels shelled Idlib on Monday."}
REVISED = {"source": "wire", "id": 11, "date": "2022-08-25", "text": "Gunmen killed three policemen in Basra on Monday."}
ALONE = {"source": "wire", "id": 12, "date": "2022-08-26", "text": "Protesters marched in Beirut on Friday."}
REPEATED = {"source": "wire", "id": 13, "date": "2022-08-26", "text": STORY}
CLAIM = {"source": "wire", "id": 15, "date": "2022-09-03", "text": "A bomb killed five soldiers in Mosul on 1 September 2022."}
OURS = (KNOWN, REVISED, ALONE, REPEATED, CLAIM, {"source": "wire", "id": 17, "text": ""})
THEIRS = (
    KNOWN,
    REVISED | {"text": "Gunmen killed two policemen in Basra on Monday."},
    REPEATED | {"id": 14, "date": "2022-08-25"},
    CLAIM | {"id": 16, "date": "2022-09-02"},
)


def test_a_run_that_is_overtaken_mines_only_what_the_other_has_changed(
    bucket: Bucket, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, theirs, ours = (jsonl(tmp_path / f"{n}.jsonl", *some) for n, some in enumerate([[FIRST], THEIRS, OURS]))
    for source, hours in ((first, 0), (theirs, 1), (ours, 2)):
        run(tmp_path / "w", source, as_of=later(hours))
    one, two = bucket.machine("one"), bucket.machine("two")
    run(one, first)
    resolve, overtaken, mined = flows.pipeline.resolve, [], []

    def publish_theirs_first(*arguments: Any) -> Any:
        if not overtaken:
            process = start(bucket, two, theirs, hours=1)
            process.join()
            overtaken.append(process.exitcode)
            mined.clear()
        return resolve(*arguments)

    def watched(report: Any, *rest: Any) -> Any:
        mined.append(report.source_id)
        return mine(report, *rest)

    monkeypatch.setattr(flows.pipeline, "resolve", publish_theirs_first)
    monkeypatch.setattr(flows.normalizing, "mine_together", one_by_one(watched))
    monkeypatch.setattr(flows.reading, "BATCH_REPORTS", 2)
    summary = run(one, ours, as_of=later(2))
    assert overtaken == [0]
    assert mined == ["11"]
    records = summary.records
    assert (records.read, records.accepted, records.rejected, records.unchanged) == (6, 4, 1, 1)
    assert_whole(one)
    release = current(one)
    reports = {(report["source_id"], report["revision"]): report for report in rows(release, "reports")}
    assert sorted(reports) == [("1", 1), ("10", 1), ("11", 2), ("12", 1), ("13", 1), ("14", 1), ("15", 1), ("16", 1)]
    assert reports["13", 1]["duplicate_of"] == reports["14", 1]["report_id"]
    assert len({mention["event_id"] for mention in rows(release, "event_mentions") if mention["place_name"] == "Mosul"}) == 1
    assert checksums(release) == checksums(current(tmp_path / "w")), "the same as if one had come after the other"
