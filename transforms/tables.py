"""Every table of a release, declared once.

pyarrow schemas, Great Expectations suites, DuckDB comments and checks, the data dictionary and `datapackage.json` are all
derived from what stands here (`transforms/schemas.py`, `expectations/`, `flows/handoff.py`). `date_prec` and `where_prec`
follow the codebook of UCDP GED; `timex_*` follow TimeML's TIMEX3; event types follow PLOVER.
"""

import pyarrow as pa

from transforms.contract import Condition, Field, Ordered, Reference, Span, Table

STRING, DATE, BOOL = pa.string(), pa.date32(), pa.bool_()
SMALL, INT, LONG, REAL = pa.int8(), pa.int32(), pa.int64(), pa.float64()
INSTANT, STRINGS = pa.timestamp("us", tz="UTC"), pa.list_(pa.string())

_ID = r"^[0-9a-f]{16}$"
_SHA256 = r"^[0-9a-f]{64}$"
_COUNTRY = r"^[A-Z]{3}$"
_RUN = r"^[0-9a-f]{16}$"

ENTITY_TYPES = ("person", "organization", "place", "nationality", "weapon")
MODALITIES = ("actual", "planned", "hypothetical", "denied", "historical")
PLOVER_TYPES = (
    "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST",
    "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "CONCEDE",
)  # fmt: skip
ACLED_TYPES = (
    "Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots", "Strategic developments",
)  # fmt: skip


def _offset(name: str, meaning: str, *, nullable: bool = False, example: int = 59) -> Field:
    return Field(name, INT, meaning, example, nullable, unit="code points", minimum=0)


def _report_id() -> Field:
    return Field("report_id", STRING, "The report it stands in", "5f0c9a7be1d24c38", pattern=_ID)


def _sentence_no() -> Field:
    return Field("sentence_no", INT, "The sentence it stands in, counted from 0 in its report", 3, minimum=0)


def _span(what: str) -> tuple[Field, Field, Field]:
    return (
        _offset("start_char", f"Offset in reports.text where the {what} begins"),
        _offset("end_char", f"Offset in reports.text just behind the {what}", example=73),
        Field("text", STRING, f"The {what} as written, the same characters as in reports.text", "June of last year"),
    )


def _country(meaning: str) -> Field:
    return Field("country_iso3", STRING, meaning, "SYR", True, pattern=_COUNTRY)


def _point(what: str) -> tuple[Field, Field]:
    return (
        Field("latitude", REAL, f"Latitude of {what}, WGS 84", 35.336, True, unit="degrees", minimum=-90, maximum=90),
        Field("longitude", REAL, f"Longitude of {what}, WGS 84", 40.141, True, unit="degrees", minimum=-180, maximum=180),
    )


def _toll(victims: str) -> tuple[Field, Field, Field]:
    known = "NULL where the text is silent, 0 only where it says there were none"
    return (
        Field(f"{victims}_low", INT, f"Lowest reported number of people {victims}; {known}", 11, True, "people", minimum=0),
        Field(f"{victims}_best", INT, f"Reported number of people {victims}; {known}", 12, True, "people", minimum=0),
        Field(f"{victims}_high", INT, f"Highest reported number of people {victims}; {known}", 15, True, "people", minimum=0),
    )


def _actor(role: str, what: str) -> tuple[Field, Field, Field]:
    return (
        Field(f"{role}_id", STRING, f"Entity that {what}", "actor:us-military", True),
        Field(f"{role}_name", STRING, f"Name of the entity that {what}", "US military", True),
        Field(f"{role}_text", STRING, f"Words of the report for who {what}", "US military forces", True),
    )


def _tolls_ordered() -> tuple[Ordered, ...]:
    return tuple(
        Ordered(f"{victims}_{low}", f"{victims}_{high}", "a toll's bounds are in order")
        for victims in ("fatalities", "injured")
        for low, high in (("low", "best"), ("best", "high"))
    )


_EVENT_TYPE = Field("event_type", STRING, "Type of event in the PLOVER ontology", "ASSAULT", allowed=PLOVER_TYPES)
_EVENT_MODE = Field("event_mode", STRING, "PLOVER mode within the type", "aerial", True)
_ACLED_TYPE = Field("acled_event_type", STRING, "ACLED event type by the crosswalk", "Explosions/Remote violence", True, allowed=ACLED_TYPES)
_ACLED_SUB = Field("acled_sub_event_type", STRING, "ACLED sub-event type by the crosswalk", "Air/drone strike", True)
_CAMEO = Field("cameo_root", STRING, "CAMEO root code by the crosswalk", "19", True, pattern=r"^[0-9]{2}$")
_MODALITY = Field("modality", STRING, "What kind of claim it is; historical: told as background, begun over 90 days before the report",
                  "actual", allowed=MODALITIES)  # fmt: skip
_DATE_PREC = Field("date_prec", SMALL, "Precision of the date by UCDP GED: 1 day, 2 within a known range of 2 to 6 days, 3 week, 4 month, "
                   "5 longer", 1, True, minimum=1, maximum=5)  # fmt: skip
_WHERE_PREC = Field("where_prec", SMALL, "Precision of the place by UCDP GED: 1 exact, 2 within 25 km, 3 second-level unit, 4 first-level "
                    "unit, 5 a line or area not administrative, 6 country, 7 sea or air", 1, True, minimum=1, maximum=7)  # fmt: skip
_EVENT_DATES = (
    Field("event_date_start", DATE, "First day on which it may have happened", "2022-08-24", True),
    Field("event_date_end", DATE, "Last day on which it may have happened, inclusive", "2022-08-24", True),
    _DATE_PREC,
    Field("date_is_report_date", BOOL, "Whether the date is only the report's own, for want of another", False),
)
_EVENT_PLACE = (
    Field("place_id", STRING, "Entity that is the place", "geonames:170063", True),
    Field("place_name", STRING, "Name of the place", "Deir ez-Zor", True),
    _country("Country where it happened, ISO 3166-1 alpha-3"),
    *_point("the place"),
    _WHERE_PREC,
)
_CONFIDENCE = Field("confidence", REAL, "How far the row can be trusted, from 0 to 1; an ordering, not a probability", 0.8, minimum=0, maximum=1)

REPORTS = Table(
    "reports", "one source record, newest good revision",
    (
        Field("report_id", STRING, "hash(source_name, source_id)", "5f0c9a7be1d24c38", pattern=_ID),
        Field("source_id", STRING, "The record's own id, else its url, else its path below the source's root (and line)", "sample-01.txt"),
        Field("source_uri", STRING, "Where the record was read", "reports/sample-01.txt"),
        Field("source_name", STRING, "Publisher, feed or folder that the record comes from", "reports"),
        Field("url", STRING, "The record's own url, as given", "https://example.org/a", True),
        Field("revision", INT, "1 for the first version of the record, 2 for the second ...", 1, minimum=1),
        Field("published_on", DATE, "Day of publication as written there; NULL if nothing says", "2022-08-24", True),
        Field("published_on_source", STRING, "What the day of publication was read from", "header",
              allowed=("field", "header", "dateline", "weekday lead", "file name", "none", "unreadable field")),
        Field("title", STRING, "Headline, as given or as it opens the text", None, True),
        Field("text", STRING, "The report as decoded, header and all, never rewritten", "date 2022-08-24 The ..."),
        _offset("body_start", "Offset of the body, behind the machine's header", example=16),
        Field("language", STRING, "ISO 639-1 code; und where it is too short to tell", "en", pattern=r"^[a-z]{2,3}$"),
        Field("credits", STRINGS, "Agencies that the text credits", ["Reuters"]),
        Field("content_sha256", STRING, "SHA-256 over title, published_on and text", "9b" * 32, pattern=_SHA256),
        Field("raw_sha256", STRING, "SHA-256 over the record's bytes as they were read", "1f" * 32, pattern=_SHA256),
        Field("encoding", STRING, "Encoding that the bytes were decoded with", "utf-8"),
        Field("repair", STRING, "Repair made while decoding, if any", "mojibake", True),
        Field("duplicate_of", STRING, "The report that this one repeats", None, True, pattern=_ID),
        Field("ingested_at", INSTANT, "Clock of the run that took it in", "2026-11-23T08:00:00Z"),
        Field("run_id", STRING, "The run that took it in, or read it anew (backfill); `runs` has the versions that coded its rows",
              "0a1b2c3d4e5f6071", pattern=_RUN),
    ),
    key=("report_id",), order=("published_on", "report_id"), partition="published_month", partitioned_by="published_on",
    references=(Reference("run_id", "runs.run_id"),),
    conditions=(
        Condition("text has characters to read", "length(trim(text)) > 0", ("text",), "an empty report says nothing"),
        Condition("body inside text", "body_start <= length(text)", ("body_start",), "the header cannot outlast the text"),
        Condition("published by now", "published_on <= CAST(ingested_at AS DATE) + 1", ("published_on",),
                  "a report from the future is dated wrongly", "warn"),
    ),
)  # fmt: skip

SENTENCES = Table(
    "sentences", "one sentence",
    (
        _report_id(),
        Field("sentence_no", INT, "Number of the sentence in its report, from 0", 3, minimum=0),
        Field("paragraph_no", INT, "Number of the paragraph in its report, from 0", 1, minimum=0),
        _offset("start_char", "Offset in reports.text where the sentence begins"),
        _offset("end_char", "Offset in reports.text just behind the sentence", example=173),
        Field("role", STRING, "What the sentence is; credits and links are not mined", "body", allowed=("body", "title", "credit", "link")),
    ),
    key=("report_id", "sentence_no"), order=("report_id", "sentence_no"), partition="published_month", partitioned_by="published_on",
    ordered=(Ordered("start_char", "end_char", "a sentence does not end before it begins"),),
    spans=(Span("start_char", "end_char"),), references=(Reference("report_id", "reports.report_id"),),
)  # fmt: skip

DATE_MENTIONS = Table(
    "date_mentions", "one time expression",
    (
        Field("mention_id", STRING, "hash(report_id, start_char, end_char)", "5f0c9a7be1d24c38", pattern=_ID),
        _report_id(), _sentence_no(), *_span("time expression"),
        Field("timex_type", STRING, "TIMEX3 type", "DATE", allowed=("DATE", "TIME", "DURATION", "SET")),
        Field("timex_value", STRING, "TIMEX3 value", "2021-06", True),
        Field("timex_mod", STRING, "TIMEX3 modifier", "START", True,
              allowed=("BEFORE", "AFTER", "ON_OR_BEFORE", "ON_OR_AFTER", "LESS_THAN", "MORE_THAN", "EQUAL_OR_LESS", "EQUAL_OR_MORE",
                       "START", "MID", "END", "APPROX")),
        Field("date_start", DATE, "First day of the interval meant; START, MID and END do not narrow it", "2021-06-01", True),
        Field("date_end", DATE, "Last day of the interval meant, inclusive", "2021-06-30", True),
        Field("date_likely_start", DATE, "First day of the part that a modifier points to", "2021-06-01", True),
        Field("date_likely_end", DATE, "Last day of the part that a modifier points to", "2021-06-10", True),
        Field("granularity", STRING, "Smallest unit that the words name", "month", True),
        _DATE_PREC,
        Field("anchor", STRING, "What the expression was resolved against", "published", True),
        Field("anchor_date", DATE, "The day of the anchor", "2022-08-24", True),
        Field("status", STRING, "Whether an interval was found, none is meant, or none could be told", "resolved",
              allowed=("resolved", "vague", "unresolved")),
        Field("rule_id", STRING, "The rule that resolved it", "month-of-year"),
    ),
    key=("mention_id",), order=("report_id", "start_char"), partition="published_month", partitioned_by="published_on",
    ordered=(Ordered("date_start", "date_end", "an interval does not end before it begins"),
             Ordered("date_likely_start", "date_likely_end", "an interval does not end before it begins")),
    spans=(Span("start_char", "end_char", "text"),), references=(Reference("report_id", "reports.report_id"),),
    conditions=(
        Condition("status tells the interval", "(date_start IS NOT NULL AND date_end IS NOT NULL) = (status = 'resolved') OR timex_type "
                  "IN ('DURATION', 'SET')", ("status", "date_start"), "a resolved date has an interval, any other has none"),
        Condition("precision fits the interval", "(date_prec IS NULL) = (date_start IS NULL)", ("date_prec",),
                  "precision is said of every interval, and of nothing else"),
        Condition("likely part lies inside", "date_likely_start >= date_start AND date_likely_end <= date_end",
                  ("date_likely_start",), "a modifier points into its own unit"),
    ),
)  # fmt: skip

ENTITY_MENTIONS = Table(
    "entity_mentions", "one name in the text",
    (
        Field("mention_id", STRING, "hash(report_id, start_char, end_char)", "5f0c9a7be1d24c38", pattern=_ID),
        _report_id(), _sentence_no(), *_span("name"),
        Field("entity_type", STRING, "Kind of thing named", "place", allowed=ENTITY_TYPES),
        Field("entity_id", STRING, "The thing named; NULL if it could not be told", "geonames:170063", True),
        Field("link_status", STRING, "linked to reference data, known from the reports only, or not told apart", "linked",
              allowed=("linked", "corpus", "unresolved", "ambiguous")),
        Field("link_method", STRING, "How the link was found", "alias", True),
        Field("confidence", REAL, "Confidence in the link, from 0 to 1", 0.9, minimum=0, maximum=1),
        Field("candidates", INT, "Number of things in the reference data that bear the name", 3, minimum=0),
        Field("country_iso3", STRING, "Country of the thing named, known even where the link is not", "SYR", True, pattern=_COUNTRY),
        Field("role_title", STRING, "Title that stands with a person's name", "colonel", True),
    ),
    key=("mention_id",), order=("report_id", "start_char"), partition="published_month", partitioned_by="published_on",
    spans=(Span("start_char", "end_char", "text"),),
    references=(Reference("report_id", "reports.report_id"), Reference("entity_id", "entities.entity_id")),
    conditions=(
        Condition("status tells the link", "(entity_id IS NOT NULL) = (link_status IN ('linked', 'corpus'))", ("link_status",),
                  "a linked mention has an entity, any other has none"),
        Condition("corrections apply", "link_method <> 'outdated correction'", ("link_method",),
                  "the link is no longer the one that a row of corrections.csv expects: mend the row or take it out", severity="warn"),
    ),
)  # fmt: skip

ENTITIES = Table(
    "entities", "one mentioned person, organization, place, nationality or weapon",
    (
        Field("entity_id", STRING, "Id: geonames:, country:, place:, nationality:, person:, actor: from reference data; corpus: else",
              "geonames:170063", pattern=r"^[a-z]+:.+"),
        Field("entity_type", STRING, "Kind of thing", "place", allowed=ENTITY_TYPES),
        Field("name", STRING, "Name by which the tables call it", "Deir ez-Zor"),
        Field("aliases", STRINGS, "Other names under which the reports mention it", ["Deir Ezzor"]),
        _country("Country it belongs to"),
        Field("admin1", STRING, "First-level administrative unit that a place lies in", "Deir ez-Zor", True),
        Field("geonames_id", LONG, "Id in GeoNames", 170063, True, minimum=1),
        Field("feature_code", STRING, "GeoNames feature code of a place", "PPLA", True),
        *_point("a place"),
        Field("wikidata_qid", STRING, "Id in Wikidata", "Q202262", True, pattern=r"^Q[1-9][0-9]*$"),
        Field("sector", STRING, "PLOVER sector of an actor", "MIL", True),
        Field("origin", STRING, "Where the row comes from", "reference", allowed=("reference", "overlay", "corpus")),
    ),
    key=("entity_id",), order=("entity_id",),
    conditions=(
        Condition("a point has two coordinates", "(latitude IS NULL) = (longitude IS NULL)", ("latitude", "longitude"),
                  "half a point is none"),
    ),
)  # fmt: skip

_EVENT_VALUES = (
    _EVENT_TYPE, _EVENT_MODE, _ACLED_TYPE, _ACLED_SUB, _CAMEO, _MODALITY,
)  # fmt: skip

EVENT_MENTIONS = Table(
    "event_mentions", "one claim: who did what to whom, where, when",
    (
        Field("event_mention_id", STRING, "hash(report_id, trigger offsets, event_type)", "5f0c9a7be1d24c38", pattern=_ID),
        Field("event_id", STRING, "The event that the claim is about", "5f0c9a7be1d24c38", pattern=_ID),
        _report_id(), _sentence_no(),
        Field("trigger_text", STRING, "The word that tells the event, as written", "bombed"),
        _offset("trigger_start_char", "Offset in reports.text where the trigger begins"),
        _offset("trigger_end_char", "Offset in reports.text just behind the trigger"),
        Field("trigger_lemma", STRING, "Dictionary form of the trigger", "bomb"),
        *_EVENT_VALUES,
        Field("attributed_to", STRING, "Who said so: an entity, else the words for it", "actor:reuters", True),
        _offset("attributed_start_char", "Offset where the words for who said so begin", nullable=True),
        _offset("attributed_end_char", "Offset just behind the words for who said so", nullable=True),
        *_actor("actor1", "acts"),
        _offset("actor1_start_char", "Offset where actor1_text begins; NULL if inferred", nullable=True),
        _offset("actor1_end_char", "Offset just behind actor1_text", nullable=True),
        *_actor("actor2", "is acted upon"),
        _offset("actor2_start_char", "Offset where actor2_text begins; NULL if inferred", nullable=True),
        _offset("actor2_end_char", "Offset just behind actor2_text", nullable=True),
        *_EVENT_PLACE,
        _offset("place_start_char", "Offset where the words for the place begin; NULL if inferred", nullable=True),
        _offset("place_end_char", "Offset just behind the words for the place", nullable=True),
        *_EVENT_DATES,
        _offset("date_start_char", "Offset where the time expression begins; NULL if inferred", nullable=True),
        _offset("date_end_char", "Offset just behind the time expression", nullable=True),
        *_toll("fatalities"), *_toll("injured"),
        _offset("casualties_start_char", "Offset where the words for the toll begin", nullable=True),
        _offset("casualties_end_char", "Offset just behind the words for the toll", nullable=True),
        Field("instrument", STRING, "Weapon or means, as written", "drones", True),
        _offset("instrument_start_char", "Offset where instrument begins", nullable=True),
        _offset("instrument_end_char", "Offset just behind instrument", nullable=True),
        _CONFIDENCE,
        Field("merge_key", STRING, "What identifies the event across reports; NULL if only its own report tells of it",
              "ASSAULT|2022-08-24|geonames:170063", True),
    ),
    key=("event_mention_id",), order=("report_id", "trigger_start_char", "event_mention_id"),
    partition="published_month", partitioned_by="published_on",
    ordered=(Ordered("event_date_start", "event_date_end", "an interval does not end before it begins"), *_tolls_ordered()),
    spans=(
        Span("trigger_start_char", "trigger_end_char", "trigger_text"),
        Span("actor1_start_char", "actor1_end_char", "actor1_text"), Span("actor2_start_char", "actor2_end_char", "actor2_text"),
        Span("place_start_char", "place_end_char"), Span("date_start_char", "date_end_char"),
        Span("casualties_start_char", "casualties_end_char"),
        Span("attributed_start_char", "attributed_end_char"), Span("instrument_start_char", "instrument_end_char", "instrument"),
    ),
    references=(
        Reference("report_id", "reports.report_id"), Reference("event_id", "events.event_id"),
        Reference("actor1_id", "entities.entity_id"), Reference("actor2_id", "entities.entity_id"),
        Reference("place_id", "entities.entity_id"),
    ),
    conditions=(
        Condition("a point has two coordinates", "(latitude IS NULL) = (longitude IS NULL)", ("latitude",), "half a point is none"),
        Condition("precision of the date is said", "(date_prec IS NULL) = (event_date_start IS NULL)", ("date_prec",),
                  "precision is said of every date, and of nothing else"),
    ),
)  # fmt: skip

EVENTS = Table(
    "events", "one event, claims merged across reports",
    (
        Field("event_id", STRING, "Id of the founding mention, kept for good", "5f0c9a7be1d24c38", pattern=_ID),
        *_EVENT_VALUES,
        *_actor("actor1", "acts"), *_actor("actor2", "is acted upon"), *_EVENT_PLACE, *_EVENT_DATES,
        *_toll("fatalities"), *_toll("injured"), _CONFIDENCE,
        Field("mention_count", INT, "Claims about the event", 3, minimum=1),
        Field("report_count", INT, "Reports that tell of it, duplicates left out", 2, minimum=0),
        Field("source_count", INT, "Sources that tell of it, duplicates left out", 2, minimum=0),
        Field("conflicts", STRING, "Values that the claims disagree on, with their reports, as JSON; NULL if none", None, True),
        Field("superseded_by", STRING, "The event that this one turned out to be; NULL while it stands", None, True, pattern=_ID),
        Field("first_reported_on", DATE, "Day of the first report", "2022-08-24", True),
        Field("last_reported_on", DATE, "Day of the last report", "2022-08-25", True),
        Field("merge_key", STRING, "What identifies the event across reports; NULL if only one report tells of it", None, True),
    ),
    key=("event_id",), order=("event_date_start", "event_id"), partition="event_month", partitioned_by="event_date_start",
    ordered=(Ordered("event_date_start", "event_date_end", "an interval does not end before it begins"), *_tolls_ordered(),
             Ordered("first_reported_on", "last_reported_on", "the first report is not after the last")),
    references=(
        Reference("actor1_id", "entities.entity_id"), Reference("actor2_id", "entities.entity_id"), Reference("place_id", "entities.entity_id"),
        Reference("superseded_by", "events.event_id"),
    ),
    conditions=(
        Condition("an actual event is not after its last report", "modality <> 'actual' OR event_date_start <= last_reported_on",
                  ("event_date_start",), "what has happened cannot be dated after the report that tells it", "warn"),
    ),
)  # fmt: skip

REJECTS = Table(
    "rejects", "one refused row or record",
    (
        Field("run_id", STRING, "The run that refused it", "0a1b2c3d4e5f6071", pattern=_RUN),
        Field("table_name", STRING, "The table that it was meant for", "reports"),
        Field("row_key", STRING, "Its key there, or the source_id of a record that became no row", "5f0c9a7be1d24c38"),
        Field("report_id", STRING, "The report it belongs to, where that is known", "5f0c9a7be1d24c38", True),
        Field("expectation", STRING, "The rule that it broke", "not_null"),
        Field("column_name", STRING, "The column it broke it in", "text", True),
        Field("observed", STRING, "The value that was found, cut at 1,000 characters", "", True),
        Field("reason", STRING, "What is wrong, for a person to read", "the record has no text"),
        Field("source_uri", STRING, "Where the record was read", "reports/bad.jsonl", True),
        Field("content_sha256", STRING, "SHA-256 of what was refused", "9b" * 32, True),
        Field("code_version", STRING, "Version of the code that refused it", "0.1.0+9f8e7d6c5b4a"),
        Field("row_json", STRING, "The refused row, cut at 64 KB", "{}"),
    ),
    key=("run_id", "table_name", "row_key", "expectation", "column_name", "content_sha256"),
    order=("run_id", "table_name", "row_key", "expectation", "column_name", "content_sha256"),
)  # fmt: skip

QUALITY_RESULTS = Table(
    "quality_results", "one expectation on one table in one run",
    (
        Field("run_id", STRING, "The run", "0a1b2c3d4e5f6071", pattern=_RUN),
        Field("table_name", STRING, "The table", "date_mentions"),
        Field("expectation", STRING, "The rule", "between"),
        Field("column_name", STRING, "The column, or the columns joined by a comma", "date_prec", True),
        Field("severity", STRING, "row sends a row to rejects, gate refuses the run, warn only reports", "row", allowed=("row", "gate", "warn")),
        Field("evaluated", LONG, "Rows looked at", 120, unit="rows", minimum=0),
        Field("unexpected", LONG, "Rows that broke the rule", 0, unit="rows", minimum=0),
        Field("success", BOOL, "Whether none did", True),
    ),
    key=("run_id", "table_name", "expectation", "column_name"), order=("run_id", "table_name", "expectation", "column_name"),
)  # fmt: skip

RUNS = Table(
    "runs", "one run",
    (
        Field("run_id", STRING, "hash(as_of, inputs, versions)", "0a1b2c3d4e5f6071", pattern=_RUN),
        Field("started_at", INSTANT, "The run's clock (--as-of)", "2026-11-23T08:00:00Z"),
        Field("finished_at", INSTANT, "When it ended; NULL inside a release, which is sealed before that", None, True),
        Field("outcome", STRING, "What became of it; killed: found dead by a later run", "published",
              allowed=("published", "unchanged", "refused", "failed", "killed")),
        Field("records_read", LONG, "Records seen in the input", 16, unit="records", minimum=0),
        Field("records_accepted", LONG, "Records that became reports, duplicates and other languages among them", 15, unit="records", minimum=0),
        Field("records_rejected", LONG, "Records refused", 1, unit="records", minimum=0),
        Field("records_unchanged", LONG, "Records known already", 0, unit="records", minimum=0),
        Field("counts", STRING, "Rows written by table, as JSON", '{"reports": 15}'),
        Field("code_version", STRING, "Version of the code", "0.1.0+9f8e7d6c5b4a"),
        Field("contract_version", STRING, "Hash of the contract", "9f8e7d6c5b4a"),
        Field("reference_version", STRING, "Hash of the reference data, the user's overlay included", "1a2b3c4d5e6f"),
    ),
    key=("run_id",), order=("started_at", "run_id"),
    conditions=(
        Condition("records are conserved", "records_read = records_accepted + records_rejected + records_unchanged",
                  ("records_read",), "every record read is accepted, rejected or unchanged", "gate"),
    ),
)  # fmt: skip

INPUTS = Table(
    "inputs", "one input file or object seen",
    (
        Field("source_uri", STRING, "Where it lies", "reports/sample-01.txt"),
        Field("size", LONG, "Size when read", 2048, unit="bytes", minimum=0),
        Field("modified_at", INSTANT, "Modification time when read; NULL if there is none", "2026-11-23T08:00:00Z", True),
        Field("sha256", STRING, "SHA-256 over its bytes", "9b" * 32, pattern=_SHA256),
        Field("records", LONG, "Records in it", 1, unit="records", minimum=0),
        Field("rejected", LONG, "Records of it that were refused", 0, unit="records", minimum=0),
        Field("code_version", STRING, "Version of the code that read it", "0.1.0+9f8e7d6c5b4a"),
    ),
    key=("source_uri",), order=("source_uri",),
)  # fmt: skip

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        REPORTS, SENTENCES, DATE_MENTIONS, ENTITY_MENTIONS, ENTITIES, EVENT_MENTIONS, EVENTS, REJECTS, QUALITY_RESULTS, RUNS, INPUTS,
    )
}  # fmt: skip
MINED = ("sentences", "date_mentions", "entity_mentions", "event_mentions")  # what is read out of one report
