"""Reports that repeat another: which, against which, and what they no longer count in."""

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

from tests.one_by_one import one_by_one
from tests.warehouses import current, rows, run
from transforms.mining import mine

STORY = (
    "Gunmen attacked a market in Maiduguri on Monday and killed 12 people, the governor said. Witnesses told reporters that the men came on "
    "motorcycles, opened fire at the stalls and fled towards the hills before soldiers arrived. Nobody has said that they were behind it."
)
EDITED = STORY.replace("before soldiers arrived", "before the soldiers came")
UPDATED = STORY.replace("killed 12 people", "killed 15 people")
OTHER = (
    "Farmers in the north of the country harvested more wheat than in any year since records began, the ministry of agriculture said, "
    "and the price of bread fell in the markets of the capital for the third week in a row."
)


def feed(path: Path, *records: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps({"source": "Desk", **record}) + "\n" for record in records))
    return path


def report(number: int | str, text: str, day: str | None = "2023-05-02", **fields: Any) -> dict[str, Any]:
    return {"id": number, "text": text, "date": day, **fields}


def told(warehouse: Path) -> dict[str, str | None]:
    """source_id -> source_id of what it repeats."""
    found = rows(current(warehouse), "reports")
    names = {row["report_id"]: row["source_id"] for row in found}
    return {row["source_id"]: names.get(row["duplicate_of"]) for row in found}


def counted(warehouse: Path) -> int:
    """How many reports stand for themselves."""
    return sum(target is None for target in told(warehouse).values())


PAIRS = {  # name -> texts and days of two reports, and whether the second repeats the first
    "the same text": (STORY, 2, STORY, 3, True),
    "all capitals": (STORY, 2, STORY.upper(), 3, True),
    "other spacing": (STORY, 2, STORY.replace(" ", "\n  "), 3, True),
    "another header": (STORY, 2, "Date: 2 May 2023\n\n" + STORY, 3, True),
    "other words here and there": (STORY, 2, EDITED, 3, True),
    "another date in the text": (STORY.replace("Monday", "5 May"), 2, STORY.replace("Monday", "6 May"), 3, True),
    "another text": (STORY, 2, OTHER, 2, False),
    "another toll": (STORY, 2, UPDATED, 3, False),
    "two days later": (STORY, 2, STORY, 4, False),
    "too short to tell": ("Rain fell in Homs.", 2, "Rain fell in Homs.", 2, False),
    "one without a day": (STORY, 2, STORY, None, False),
}


def test_what_repeats_another_and_what_only_looks_alike(tmp_path: Path) -> None:
    start = datetime.date(2020, 1, 1)
    records = []
    for number, (first, day, second, next_day, _) in enumerate(PAIRS.values()):
        week = start + datetime.timedelta(weeks=number)
        for part, text, of_week in ((1, first, day), (2, second, next_day)):
            records.append(report(f"{number}.{part}", text, of_week and str(week + datetime.timedelta(days=of_week))))
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", *records))
    found = told(tmp_path / "w")
    for number, (name, (*_, expected)) in enumerate(PAIRS.items()):
        assert (found[f"{number}.1"], found[f"{number}.2"]) == (None, f"{number}.1" if expected else None), name


def test_undated_reports_repeat_another_only_word_for_word(tmp_path: Path) -> None:
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", report(1, STORY, None), report(2, STORY.upper(), None), report(3, EDITED, None)))
    found = told(tmp_path / "w")
    assert found.pop("3") is None
    assert sorted(found.values(), key=str) in (["1", None], ["2", None])


def test_a_chain_of_days_points_back_day_by_day(tmp_path: Path) -> None:
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", *(report(day, STORY, f"2023-05-0{day}") for day in (3, 1, 2))))
    assert told(tmp_path / "w") == {"1": None, "2": "1", "3": "2"}


def test_what_is_published_is_not_pointed_anew(tmp_path: Path) -> None:
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", report(2, STORY, "2023-05-02"), report(3, EDITED, "2023-05-03")))
    run(tmp_path / "w", feed(tmp_path / "b.jsonl", report(1, STORY, "2023-05-01")))
    assert told(tmp_path / "w") == {"1": "2", "2": None, "3": "2"}


def test_a_new_copy_of_a_published_report_points_to_it(tmp_path: Path) -> None:
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", report(1, STORY), report(9, OTHER)))
    run(tmp_path / "w", feed(tmp_path / "b.jsonl", report(2, EDITED, "2023-05-03"), report(3, OTHER, "2023-05-03")))
    assert told(tmp_path / "w") == {"1": None, "9": None, "2": "1", "3": "9"}


def test_a_revision_is_compared_anew_and_never_led_back_to_itself(tmp_path: Path) -> None:
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", report(1, OTHER), report(2, STORY, "2023-05-03"), report(3, STORY, "2023-05-03")))
    assert counted(tmp_path / "w") == 2
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", report(1, EDITED)))
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", report(2, STORY + " More to follow.", "2023-05-03")))
    assert counted(tmp_path / "w") == 1
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", report(1, OTHER)))
    assert told(tmp_path / "w")["1"] is None


def test_built_in_steps_or_at_once_as_many_reports_count(tmp_path: Path) -> None:
    copies = [report(1, STORY, "2023-05-01"), report(2, STORY), report(3, UPDATED), report(4, STORY.upper())]
    run(tmp_path / "once", feed(tmp_path / "a.jsonl", *copies))
    for copy in reversed(copies):
        run(tmp_path / "steps", feed(tmp_path / "a.jsonl", copy))
    assert counted(tmp_path / "once") == counted(tmp_path / "steps") == 2


def test_a_rejected_report_is_repeated_by_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import flows.normalizing

    spoilt = {"language": "not a code"}

    def spoil(found: Any, *rest: Any) -> Any:
        mined = mine(found, *rest)
        if found.source_id != "1":
            return mined
        from transforms.tables import REPORTS

        return mined._replace(report=tuple(spoilt.get(name, value) for name, value in zip(REPORTS.names, mined.report, strict=True)))

    monkeypatch.setattr(flows.normalizing, "mine_together", one_by_one(spoil))
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", *(report(day, STORY, f"2023-05-0{day}") for day in (1, 2, 3))))
    assert told(tmp_path / "w") == {"2": None, "3": "2"}


def test_duplicates_count_in_no_number_of_reports_and_no_toll(tmp_path: Path) -> None:
    copies = [report(1, STORY), report(2, EDITED, source="Mirror"), report(3, STORY, "2023-05-03", source="Echo")]
    run(tmp_path / "w", feed(tmp_path / "a.jsonl", *copies, report(4, UPDATED, source="Herald")))
    events = rows(current(tmp_path / "w"), "events")
    (event,) = (event for event in events if event["fatalities_best"] is not None)
    assert event["mention_count"] == 4
    assert (event["report_count"], event["source_count"]) == (2, 2)
    assert (event["fatalities_low"], event["fatalities_high"]) == (12, 15)
