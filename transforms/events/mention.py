"""An event mention: one claim of one report, who did what to whom, where and when."""

import datetime
from typing import NamedTuple


class EventMention(NamedTuple):
    """One claim. Offsets are code points into the report's text, end exclusive; None is unknown, or inferred for a span.

    `attributed_to` is an entity id, else the words of the report. Tolls count people; 0 only where the text says none.

    """

    sentence_no: int
    trigger_text: str
    trigger_start_char: int
    trigger_end_char: int
    trigger_lemma: str
    event_type: str
    event_mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    cameo_root: str | None
    modality: str
    attributed_to: str | None = None
    attributed_start_char: int | None = None
    attributed_end_char: int | None = None
    actor1_id: str | None = None
    actor1_name: str | None = None
    actor1_text: str | None = None
    actor1_start_char: int | None = None
    actor1_end_char: int | None = None
    actor2_id: str | None = None
    actor2_name: str | None = None
    actor2_text: str | None = None
    actor2_start_char: int | None = None
    actor2_end_char: int | None = None
    place_id: str | None = None
    place_name: str | None = None
    place_start_char: int | None = None
    place_end_char: int | None = None
    country_iso3: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    where_prec: int | None = None
    event_date_start: datetime.date | None = None
    event_date_end: datetime.date | None = None
    date_prec: int | None = None
    date_is_report_date: bool = False
    date_start_char: int | None = None
    date_end_char: int | None = None
    fatalities_low: int | None = None
    fatalities_best: int | None = None
    fatalities_high: int | None = None
    injured_low: int | None = None
    injured_best: int | None = None
    injured_high: int | None = None
    casualties_start_char: int | None = None
    casualties_end_char: int | None = None
    instrument: str | None = None
    instrument_start_char: int | None = None
    instrument_end_char: int | None = None
    confidence: float = 0.5
