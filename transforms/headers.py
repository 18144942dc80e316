"""How a report opens: the machine's header, which is no part of the body, and the datelines, which are.

A machine's header (`date 2022-08-24 `, `Date: 24 August 2022`, lines of `Label: value`) lies before `body_start`. Wire
datelines (`SAN SALVADOR, 3 JAN 90 -- `, `BEIRUT (Reuters) - `), weekday leads (`Wed 05 Apr 2017 `) and a line that is
nothing but a date only tell the day of publication and the agency; they stay in the body.
"""

import datetime
import re
from functools import cache
from typing import Final, NamedTuple

from transforms.dates import read_calendar_date
from transforms.reference import read_table
from transforms.sentences import agency_names

_OPENING: Final = 400  # characters in which a header or dateline is looked for
_MOST_FIELDS: Final = 20

_DATE: Final = (
    r"(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?|\d{8}"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9}\.?,? (?:\d{4}|\d{2})|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4})(?![\w-])"
)
_DATE_HEADER: Final = re.compile(rf"\s*date\s*:?\s+({_DATE})[ \t]*\n*\s*", re.IGNORECASE)
_FIELD: Final = re.compile(r"[ \t]*([A-Za-z][A-Za-z ]{0,20}?)[ \t]*:[ \t]*([^\n]*)(?:\n|\Z)")
_WEEKDAY_LEAD: Final = re.compile(rf"\s*((?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?,? {_DATE})", re.IGNORECASE)
_DATELINE: Final = re.compile(rf"\s*[A-Z][^\n()]{{1,60}}?(?:,? ({_DATE}))?,? ?(?:\(([^()\n]{{2,40}})\))? ?(?:--|—|–|-)(?:\s|$)")
_LONGEST_DATELINE: Final = 160  # characters of white space, place, date and agency
_DASH: Final = re.compile(r"[-–—](?:\s|\Z)")
_DATE_LINE: Final = re.compile(rf"(?:[^\n]{{0,200}}\n\s*){{0,2}}(?:[A-Za-z]{{3,9}}, )?({_DATE})[ \t]*(?:\n|\Z)")
_FILE_NAME: Final = re.compile(r"(?<!\d)((?:1[5-9]|20|21)\d{2})([-_.]?)([01]\d)\2([0-3]\d)(?!\d)")


class Header(NamedTuple):
    """What the opening says. `published_on_source` is header, dateline, weekday lead or none."""

    body_start: int
    published_on: datetime.date | None
    published_on_source: str
    title: str | None
    url: str | None
    credits: tuple[str, ...]


_NO_HEADER: Final = Header(0, None, "none", None, None, ())


@cache
def _field_kinds() -> dict[str, str]:
    return {row["cue"]: row["kind"].removesuffix(" field") for row in read_table("report_cues") if row["kind"].endswith("field")}


def read_header(text: str) -> Header:
    """The header of a report, and the date and agency of its dateline."""
    opening = _date_header(text) or _field_block(text) or _NO_HEADER
    published_on, source, agency = _dateline(text[opening.body_start : opening.body_start + _OPENING])
    if opening.published_on is None and published_on is not None:
        opening = opening._replace(published_on=published_on, published_on_source=source)
    return opening._replace(credits=(*opening.credits, agency)) if agency and agency not in opening.credits else opening


def date_in_file_name(name: str) -> datetime.date | None:
    """The day in a name such as `2022-08-24_raqqa.txt` or `bbc-20220824.txt`."""
    found = _FILE_NAME.search(name)
    return read_calendar_date(f"{found[1]}-{found[3]}-{found[4]}") if found else None


def _date_header(text: str) -> Header | None:
    found = _DATE_HEADER.match(text, 0, _OPENING)
    published_on = read_calendar_date(found[1]) if found else None
    return Header(found.end(), published_on, "header", None, None, ()) if found and published_on else None


def _field_block(text: str) -> Header | None:
    """A block of `Label: value` lines of known labels, of which one at least dates or names the report."""
    position = 0
    fields: dict[str, str] = {}
    if ":" not in text[:_OPENING]:
        return None
    for _ in range(_MOST_FIELDS):
        line = _FIELD.match(text, position, position + _OPENING)
        kind = _field_kinds().get(line[1].strip().lower()) if line else None
        if line is None or kind is None:
            break
        fields.setdefault(kind, line[2].strip())
        position = line.end()
    if not fields.keys() & {"date", "title"}:
        return None
    published_on = read_calendar_date(fields.get("date", ""))
    agency = agency_names().get(fields.get("source", "").lower())
    body_start = position + len(text[position:]) - len(text[position:].lstrip())
    source = "header" if published_on else "none"
    return Header(body_start, published_on, source, fields.get("title"), fields.get("url"), (agency,) if agency else ())


def _dateline(opening: str) -> tuple[datetime.date | None, str, str | None]:
    """Date, what it was read from, and agency, of the first words of a body."""
    lead = _WEEKDAY_LEAD.match(opening)
    if lead and (published_on := read_calendar_date(lead[1])):
        return published_on, "weekday lead", None
    published_on, agency = None, None
    if _DASH.search(opening, 0, _LONGEST_DATELINE) and (line := _DATELINE.match(opening)):
        published_on = read_calendar_date(line[1]) if line[1] else None
        agency = agency_names().get((line[2] or "").split(",")[0].strip().lower())
    elif line := _DATE_LINE.match(opening):
        published_on = read_calendar_date(line[1])
    return published_on, "dateline" if published_on else "none", agency
