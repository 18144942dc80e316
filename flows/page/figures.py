"""The headline figures of a page, which are those of the release's README and the sum of deaths."""

from dataclasses import asdict
from typing import Any

from flows.coverage import read_coverage
from flows.query import Session, execute
from flows.results import json_value

_DEATHS = """
SELECT coalesce(sum(coalesce(fatalities_low, fatalities_best)) FILTER (fatalities_best IS NOT NULL), 0)::BIGINT,
       coalesce(sum(fatalities_best), 0)::BIGINT,
       coalesce(sum(coalesce(fatalities_high, fatalities_best)) FILTER (fatalities_best IS NOT NULL), 0)::BIGINT,
       count(fatalities_best), count(DISTINCT country_iso3)
FROM events WHERE superseded_by IS NULL AND modality = 'actual'
"""


def read_figures(session: Session) -> dict[str, Any]:
    """Counts over the whole release; deaths are of events told as having happened."""
    session.snapshot.fetch()
    coverage = json_value(asdict(read_coverage(session.snapshot.path, session.snapshot.manifest)))
    low, best, high, known, countries = execute(session, _DEATHS).fetch(1)[0]
    return dict(coverage) | {"deaths": {"low": low, "best": best, "high": high, "known": known}, "countries": countries}
