"""Merging: claims of several reports about one event, and the row that they make together.

Whether two claims are about one event must not depend on the order in which reports arrive, so identity is a key: the
family of the type, the day, the place, and which of the report's incidents of that kind, day and place it is. What has no day
or no place of its own stays with its own report.
"""

import datetime
import json
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from transforms.events.mention import EventMention
from transforms.gazetteer_keys import fold_name
from transforms.reference import read_table

if TYPE_CHECKING:
    from transforms.reference import Reference

_NEAR: Final = 3  # where_prec: up to a second-level unit


class Claim(NamedTuple):
    """A mention with its key and what its report says about itself; a duplicate counts in no toll and in no number of reports."""

    report_id: str
    source_name: str | None
    published_on: datetime.date | None
    is_duplicate: bool
    mention: EventMention
    merge_key: str | None = None


class MergedEvent(NamedTuple):
    """The values of one row of `events`; `conflicts` is a list of {column, value, report_id, source} as JSON, or None."""

    event_type: str
    event_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    cameo_root: str | None
    modality: str
    actor1_id: str | None
    actor1_name: str | None
    actor1_text: str | None
    actor2_id: str | None
    actor2_name: str | None
    actor2_text: str | None
    place_id: str | None
    place_name: str | None
    country_iso3: str | None
    latitude: float | None
    longitude: float | None
    where_prec: int | None
    event_date_start: datetime.date | None
    event_date_end: datetime.date | None
    date_prec: int | None
    date_is_report_date: bool
    fatalities_low: int | None
    fatalities_best: int | None
    fatalities_high: int | None
    injured_low: int | None
    injured_best: int | None
    injured_high: int | None
    confidence: float
    mention_count: int
    report_count: int
    source_count: int
    conflicts: str | None
    first_reported_on: datetime.date | None
    last_reported_on: datetime.date | None
    merge_key: str | None


def merge_keys(mentions: Sequence[EventMention], reference: "Reference") -> list[str | None]:
    """The key of each mention of one report, in their order.

    A report that tells two incidents of one kind, day and place says that they are two: the second's key ends in `#2`.
    """
    told: Counter[str] = Counter()
    keys: list[str | None] = []
    for mention in mentions:
        key = merge_key(mention, reference)
        if key is not None:
            told[key] += 1
            key = key if told[key] == 1 else f"{key}#{told[key]}"
        keys.append(key)
    return keys


def merge_key(mention: EventMention, reference: "Reference") -> str | None:
    """What identifies the event across reports; None if only its own report can tell which event it is.

    Needs a single day, a resolved place no coarser than a second-level unit, and an event that is told as having happened.
    """
    if mention.modality not in ("actual", "historical") or mention.date_prec != 1 or mention.event_date_start is None:
        return None
    if mention.place_id is None or mention.where_prec is None or mention.where_prec > _NEAR:
        return None
    family = _families().get((mention.event_type, mention.event_mode), mention.event_type.lower())
    return f"{mention.event_type}:{family}|{mention.event_date_start.isoformat()}|{_place_key(mention, reference)}"


def _place_key(mention: EventMention, reference: "Reference") -> str:
    """Country, first-level unit and name without the word for its kind: a town and the district named after it are one place."""
    known = reference.entity(mention.place_id or "")
    units = _unit_words()
    words = [word for word in fold_name(mention.place_name or "").split() if word not in units]
    if known is None or not words or not mention.country_iso3:
        return str(mention.place_id)
    return f"{mention.country_iso3}:{known.admin1 or ''}:{' '.join(words)}"


@cache
def _unit_words() -> frozenset[str]:
    """Words for kinds of administrative units, folded."""
    return frozenset(fold_name(row["word"]) for row in read_table("place_unit_words") if row["position"] == "after" and " " not in row["word"])


@cache
def _families() -> dict[tuple[str, str | None], str]:
    """Family by PLOVER type and mode; of several codes with both alike the first row holds."""
    families: dict[tuple[str, str | None], str] = {}
    for row in read_table("event_types"):
        families.setdefault((row["plover_type"], row["plover_mode"] or None), row["family"])
    return families


_GROUPS: Final = (
    ("event_type", "event_mode", "acled_event_type", "acled_sub_event_type", "cameo_root"),
    ("actor1_id", "actor1_name", "actor1_text"),
    ("actor2_id", "actor2_name", "actor2_text"),
    ("place_id", "place_name", "country_iso3", "latitude", "longitude", "where_prec"),
    ("event_date_start", "event_date_end", "date_prec", "date_is_report_date"),
)
_COMPARED: Final = ("event_mode", "actor1_id", "actor2_id", "place_id", "event_date_start", "event_date_end", "fatalities_best", "injured_best")


def merge_mentions(claims: Sequence[Claim]) -> MergedEvent:
    """One row for the claims of one event, whatever their order; ValueError if there are none.

    Each group of columns is taken whole from the claim that most agree with, the more precise first among equals.
    A toll's low is the least and its high the greatest reported; its best is that of the latest report that is no duplicate.
    """
    if not claims:
        raise ValueError("no claims to merge")
    ordered = sorted(claims, key=_order)
    counted = [claim for claim in ordered if not claim.is_duplicate] or ordered
    values: dict[str, Any] = {}
    for columns in _GROUPS:
        values |= _agreed(counted, columns)
    values |= _merged_toll(counted, "fatalities") | _merged_toll(counted, "injured")
    days = [claim.published_on for claim in ordered if claim.published_on is not None]
    independent = [claim for claim in ordered if not claim.is_duplicate]
    return MergedEvent(
        **values,
        modality="actual" if any(c.mention.modality == "actual" for c in counted) else counted[0].mention.modality,
        confidence=max(claim.mention.confidence for claim in counted),
        mention_count=len(ordered),
        report_count=len({claim.report_id for claim in independent}),
        source_count=len({claim.source_name for claim in independent if claim.source_name is not None}),
        conflicts=_conflicts(counted),
        first_reported_on=min(days, default=None),
        last_reported_on=max(days, default=None),
        merge_key=ordered[0].merge_key,
    )


def _order(claim: Claim) -> tuple[datetime.date, str, int]:
    return (claim.published_on or datetime.date.min, claim.report_id, claim.mention.trigger_start_char)


def _agreed(claims: list[Claim], columns: tuple[str, ...]) -> dict[str, Any]:
    """The group of values that most claims tell; among equals the fullest, then the most precise, then the first."""
    told = [tuple(getattr(claim.mention, column) for column in columns) for claim in claims]
    if len(told) == 1:  # as most events are told
        return dict(zip(columns, told[0], strict=True))
    counts = Counter(told)
    best = min(told, key=lambda row: (_missing(row), -counts[row], _imprecision(dict(zip(columns, row, strict=True))), told.index(row)))
    return dict(zip(columns, best, strict=True))


def _missing(row: tuple[Any, ...]) -> bool:
    return row[0] is None


def _imprecision(row: dict[str, Any]) -> int:
    return (row.get("where_prec") or 0) + (row.get("date_prec") or 0) + 10 * bool(row.get("date_is_report_date"))


def _merged_toll(claims: list[Claim], victims: str) -> dict[str, int | None]:
    low, best, high = f"{victims}_low", f"{victims}_best", f"{victims}_high"
    lows = [v for c in claims for v in (getattr(c.mention, low), getattr(c.mention, best)) if v is not None]
    highs = [v for c in claims for v in (getattr(c.mention, high), getattr(c.mention, best)) if v is not None]
    bests = [v for c in claims if (v := getattr(c.mention, best)) is not None]
    return {low: min(lows, default=None), best: bests[-1] if bests else None, high: max(highs, default=None)}


def _conflicts(claims: list[Claim]) -> str | None:
    """Every value of a column on which claims disagree, with its report and source."""
    found = []
    for column in _COMPARED if len(claims) > 1 else ():
        told = [(claim, getattr(claim.mention, column)) for claim in claims]
        if len({value for _, value in told if value is not None}) < 2:
            continue
        for claim, value in told:
            if value is not None:
                written = value.isoformat() if isinstance(value, datetime.date) else value
                found.append({"column": column, "value": written, "report_id": claim.report_id, "source": claim.source_name})
    return json.dumps(found, ensure_ascii=False) if found else None
