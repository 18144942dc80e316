"""Events under the column names of ACLED and of UCDP GED, for scripts that expect them.

Each layout is a list of columns: name, SQL, what the value is. What the reports do not tell is NULL, where the two projects'
coders would write 0 or -1. Sources: the ACLED codebook (2023 columns) and the UCDP GED codebook, version 24.1.
"""

from typing import NamedTuple


class Column(NamedTuple):
    """One column of a layout."""

    name: str
    sql: str
    meaning: str


_UNKNOWN = "NULL::VARCHAR"
_NOT_CODED = "Not coded; NULL"
_STATE = "('GOV', 'MIL', 'COP', 'SPY', 'JUD')"

# One row per event that happened, with what its claims and the tables of entities and reports add.
_EVENT_IN_FULL = f"""
WITH claims AS (
    SELECT m.event_id, m.event_mention_id, r.published_on, r.source_name, r.title, r.ingested_at,
           concat_ws(',', r.source_name, r.published_on, r.title) AS article,
           substring(r.text, s.start_char + 1, s.end_char - s.start_char) AS sentence
    FROM event_mentions m
    JOIN reports r USING (published_month, report_id)
    LEFT JOIN sentences s USING (published_month, report_id, sentence_no)
),
told AS (
    SELECT event_id, string_agg(DISTINCT source_name, '; ' ORDER BY source_name) AS sources,
           string_agg(DISTINCT article, ';' ORDER BY article) AS articles,
           arg_min(sentence, (published_on, event_mention_id)) AS sentence,
           arg_min(title, (published_on, event_mention_id)) AS headline,
           min(published_on) AS source_date, max(ingested_at) AS ingested_at
    FROM claims GROUP BY event_id
),
e AS (
    SELECT e.*, p.admin1, c.name AS country, a.sector AS sector1, b.sector AS sector2,
           a.country_iso3 AS actor1_country, b.country_iso3 AS actor2_country,
           a.sector IN {_STATE} AS state1, b.sector IN {_STATE} AS state2, b.sector = 'CVL' AS civilians2
    FROM events e
    LEFT JOIN entities p ON p.entity_id = e.place_id
    LEFT JOIN countries c ON c.country_iso3 = e.country_iso3
    LEFT JOIN entities a ON a.entity_id = e.actor1_id
    LEFT JOIN entities b ON b.entity_id = e.actor2_id
    WHERE e.superseded_by IS NULL AND e.modality IN ('actual', 'historical') AND e.acled_event_type IS NOT NULL
)
"""


def _actor_type(number: int) -> str:
    return (
        f"CASE WHEN state{number} AND actor{number}_country = e.country_iso3 THEN 'State forces' "
        f"WHEN state{number} AND actor{number}_country <> e.country_iso3 THEN 'External/Other forces' "
        f"WHEN sector{number} IN ('REB', 'SEP', 'INS') THEN 'Rebel group' WHEN sector{number} = 'CVL' THEN 'Civilians' END"
    )


ACLED_MEANING = "Events that happened and have a type in ACLED, under ACLED's column names; unknown values are NULL, tolls too"
ACLED = (
    Column("event_id_cnty", "e.event_id", "event_id of the table events, without ACLED's country letters"),
    Column("event_date", "CASE WHEN e.date_prec < 5 THEN e.event_date_start END",
           "First day on which it may have happened; NULL if known to no month"),
    Column("year", "CASE WHEN year(e.event_date_start) = year(e.event_date_end) THEN year(e.event_date_start) END", "Year of the event"),
    Column("time_precision", "CASE e.date_prec WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 2 WHEN 4 THEN 3 END",
           "1 day, 2 week or some days, 3 month"),
    Column("disorder_type",
           "CASE WHEN acled_sub_event_type = 'Excessive force against protesters' THEN 'Political violence; Demonstrations' "
           "WHEN acled_event_type = 'Protests' OR acled_sub_event_type = 'Violent demonstration' THEN 'Demonstrations' "
           "WHEN acled_event_type = 'Strategic developments' THEN acled_event_type "
           "WHEN acled_event_type <> 'Riots' OR acled_sub_event_type = 'Mob violence' THEN 'Political violence' END",
           "ACLED's grouping of types"),
    Column("event_type", "e.acled_event_type", "ACLED event type by the crosswalk"),
    Column("sub_event_type", "e.acled_sub_event_type", "ACLED sub-event type by the crosswalk"),
    Column("actor1", "coalesce(e.actor1_name, e.actor1_text)", "Who acts"),
    Column("assoc_actor_1", _UNKNOWN, _NOT_CODED),
    Column("inter1", _actor_type(1), "Kind of actor1, from its sector and country"),
    Column("actor2", "coalesce(e.actor2_name, e.actor2_text)", "Who is acted upon"),
    Column("assoc_actor_2", _UNKNOWN, _NOT_CODED),
    Column("inter2", _actor_type(2), "Kind of actor2, from its sector and country"),
    Column("interaction", _UNKNOWN, _NOT_CODED),
    Column("civilian_targeting", "CASE WHEN acled_event_type = 'Violence against civilians' OR civilians2 THEN 'Civilian targeting' END",
           "Whether civilians are the target; NULL if not told"),
    Column("iso", "NULL::INTEGER", "Not coded; NULL. country_iso3 of the table events has the alphabetic code"),
    Column("region", _UNKNOWN, _NOT_CODED),
    Column("country", "e.country", "Name of the country, by the reference data"),
    Column("admin1", "e.admin1", "First-level administrative unit of the place"),
    Column("admin2", _UNKNOWN, _NOT_CODED),
    Column("admin3", _UNKNOWN, _NOT_CODED),
    Column("location", "e.place_name", "Name of the place"),
    Column("latitude", "e.latitude", "Latitude of the place, degrees, WGS 84"),
    Column("longitude", "e.longitude", "Longitude of the place, degrees, WGS 84"),
    Column("geo_precision", "CASE e.where_prec WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 2 WHEN 5 THEN 2 WHEN 4 THEN 3 END",
           "1 the place, 2 near it or its district, 3 its province; NULL if only the country is known"),
    Column("source", "told.sources", "Sources, joined by a semicolon"),
    Column("source_scale", _UNKNOWN, _NOT_CODED),
    Column("notes", "told.sentence", "The sentence of the first claim"),
    Column("fatalities", "e.fatalities_best", "Reported deaths; NULL where no report gives a number (ACLED writes 0)"),
    Column("tags", _UNKNOWN, _NOT_CODED),
    Column("timestamp", "epoch(told.ingested_at)::BIGINT", "When its newest report was taken in, in seconds since 1970"),
)  # fmt: skip

UCDP_MEANING = (
    "Violent events that happened, under the column names of UCDP GED 24.1; unknown values are NULL. GED itself has only those with best > 0"
)
_TYPE = (
    "CASE WHEN civilians2 OR acled_event_type = 'Violence against civilians' THEN 3 "
    "WHEN state1 OR state2 THEN 1 WHEN NOT state1 AND NOT state2 THEN 2 END"
)
_FLIPPED = "coalesce(state2 AND NOT coalesce(state1, false), false)"
_ACTOR1, _ACTOR2 = "coalesce(e.actor1_name, e.actor1_text)", "coalesce(e.actor2_name, e.actor2_text)"
_SIDE_A, _SIDE_B = f"CASE WHEN {_FLIPPED} THEN {_ACTOR2} ELSE {_ACTOR1} END", f"CASE WHEN {_FLIPPED} THEN {_ACTOR1} ELSE {_ACTOR2} END"
UCDP = (
    Column("id", "e.event_id", "event_id of the table events"),
    Column("relid", _UNKNOWN, _NOT_CODED),
    Column("year", "CASE WHEN year(e.event_date_start) = year(e.event_date_end) THEN year(e.event_date_start) END", "Year of the event"),
    Column("active_year", "NULL::BOOLEAN", _NOT_CODED),
    Column("code_status", _UNKNOWN, _NOT_CODED),
    Column("type_of_violence", _TYPE, "1 a state takes part, 2 none does, 3 against civilians; NULL if the actors' kinds are unknown"),
    Column("conflict_dset_id", _UNKNOWN, _NOT_CODED),
    Column("conflict_new_id", "NULL::BIGINT", _NOT_CODED),
    Column("conflict_name", _UNKNOWN, _NOT_CODED),
    Column("dyad_dset_id", _UNKNOWN, _NOT_CODED),
    Column("dyad_new_id", "NULL::BIGINT", _NOT_CODED),
    Column("dyad_name", f"({_SIDE_A}) || ' - ' || ({_SIDE_B})", "The two sides; NULL unless both are known"),
    Column("side_a_dset_id", _UNKNOWN, _NOT_CODED),
    Column("side_a_new_id", "NULL::BIGINT", _NOT_CODED),
    Column("side_a", _SIDE_A, "Who acts; the state, where one fights a group that is none"),
    Column("side_b_dset_id", _UNKNOWN, _NOT_CODED),
    Column("side_b_new_id", "NULL::BIGINT", _NOT_CODED),
    Column("side_b", _SIDE_B, "The other side"),
    Column("number_of_sources", "e.report_count", "Reports that tell of it, duplicates left out"),
    Column("source_article", "told.articles", "Reports that tell of it: source, day, title; joined by a semicolon"),
    Column("source_office", "told.sources", "Sources, joined by a semicolon"),
    Column("source_date", "told.source_date", "Day of the first report"),
    Column("source_headline", "told.headline", "Title of the first report"),
    Column("source_original", "told.sentence", "The sentence of the first claim"),
    Column("where_prec", "e.where_prec", "Precision of the place, 1 to 7"),
    Column("where_coordinates", "e.place_name", "Name of the place that the coordinates are of"),
    Column("where_description", _UNKNOWN, _NOT_CODED),
    Column("adm_1", "e.admin1", "First-level administrative unit of the place"),
    Column("adm_2", _UNKNOWN, _NOT_CODED),
    Column("latitude", "e.latitude", "Latitude of the place, degrees, WGS 84"),
    Column("longitude", "e.longitude", "Longitude of the place, degrees, WGS 84"),
    Column("geom_wkt", "'POINT (' || e.longitude || ' ' || e.latitude || ')'", "The point as well-known text"),
    Column("priogrid_gid", "(least(floor((e.latitude + 90) * 2), 359) * 720 + least(floor((e.longitude + 180) * 2), 719) + 1)::INTEGER",
           "Cell of the PRIO-GRID (half a degree)"),
    Column("country", "e.country", "Name of the country, by the reference data"),
    Column("country_id", "NULL::INTEGER", _NOT_CODED),
    Column("region", _UNKNOWN, _NOT_CODED),
    Column("event_clarity", "NULL::INTEGER", _NOT_CODED),
    Column("date_prec", "e.date_prec", "Precision of the date, 1 to 5"),
    Column("date_start", "e.event_date_start", "First day on which it may have happened"),
    Column("date_end", "e.event_date_end", "Last day on which it may have happened"),
    Column("deaths_a", "NULL::INTEGER", _NOT_CODED),
    Column("deaths_b", "NULL::INTEGER", _NOT_CODED),
    Column("deaths_civilians", "NULL::INTEGER", _NOT_CODED),
    Column("deaths_unknown", "e.fatalities_best", "All reported deaths: whose they are is not coded"),
    Column("best", "e.fatalities_best", "Reported deaths; NULL where no report gives a number"),
    Column("high", "e.fatalities_high", "Highest reported number of deaths"),
    Column("low", "e.fatalities_low", "Lowest reported number of deaths"),
    Column("gwnoa", "NULL::INTEGER", _NOT_CODED),
    Column("gwnob", "NULL::INTEGER", _NOT_CODED),
)  # fmt: skip


def _select(columns: tuple[Column, ...], condition: str) -> str:
    values = ",\n       ".join(f'{column.sql} AS "{column.name}"' for column in columns)
    return f"{_EVENT_IN_FULL}SELECT {values}\nFROM e LEFT JOIN told USING (event_id)\nWHERE {condition}\n"


ACLED_SQL = _select(ACLED, "true")
UCDP_SQL = _select(UCDP, "acled_event_type IN ('Battles', 'Explosions/Remote violence', 'Violence against civilians')")
