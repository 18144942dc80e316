"""A name mention: one name in the text, and the thing that it is linked to."""

from typing import NamedTuple


class NameMention(NamedTuple):
    """One name. Offsets are code points into the report's text, end exclusive; titles and `the` stand outside."""

    sentence_no: int
    start_char: int
    end_char: int
    first_token: int
    end_token: int
    entity_type: str  # person, organization, place, nationality, weapon
    entity_id: str | None
    name: str
    link_status: str  # linked, corpus, unresolved, ambiguous
    link_method: str | None
    confidence: float
    candidates: int
    country_iso3: str | None = None
    role_title: str | None = None
