"""Events over time: bars by day, month or year, each of the events that happened wholly within it."""

import datetime
from typing import TYPE_CHECKING

from flows.drawing import event_classes
from flows.plots.labels import COLOURS, SOFT
from flows.query import Session, execute

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_LONGEST = {"day": 92, "month": 12 * 366}  # days of a picture whose bars are of that unit; beyond, they are of years
_WIDTHS = {"day": 0.9, "month": 27.0, "year": 330.0}  # of a bar, in days
_EPOCH = datetime.date(1970, 1, 1)  # from which matplotlib counts days
_OFF_SCALE = 0.015  # of the events, at each end, so that one date of long ago does not flatten all others


def draw_timeline(session: Session, standing: str, figure: "Figure") -> int:
    """Draw the events that fulfil `standing`; how many there are."""
    ends = f"quantile_disc(event_date_start, {_OFF_SCALE}), quantile_disc(event_date_end, {1 - _OFF_SCALE})"
    first, last, total = execute(session, f"SELECT {ends}, count(*) FROM events WHERE {standing}").fetch(1)[0]
    if not total or first is None:
        return 0
    unit = _unit((last - first).days)
    counts = _counts(session, standing, unit, first, last)
    axes = figure.add_subplot()
    days = sorted({day for day, _ in counts})
    positions = [(day - _EPOCH).days for day in days]
    base = dict.fromkeys(days, 0)
    for kind in event_classes():
        heights = [sum(counts.get((day, event_type), 0) for event_type in kind.types) for day in days]
        if any(heights):
            axes.bar(positions, heights, _WIDTHS[unit], [base[day] for day in days], color=COLOURS[kind.name], label=kind.label)
            base = {day: base[day] + height for day, height in zip(days, heights, strict=True)}
    axes.xaxis_date()
    drawn = sum(base.values())
    axes.set_title(f"Events by {unit}")
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=4, fontsize=9)
    axes.grid(axis="y", alpha=0.25)
    axes.set_axisbelow(True)
    note = f"{drawn:,} of {total:,} events; the others are dated less exactly than a {unit}, or off the scale"
    axes.annotate(note, (0, -0.11), xycoords="axes fraction", fontsize=8, color=SOFT)
    return int(total)


def _unit(days: int) -> str:
    return next((unit for unit, longest in _LONGEST.items() if days <= longest), "year")


def _counts(session: Session, standing: str, unit: str, first: datetime.date, last: datetime.date) -> dict[tuple[datetime.date, str], int]:
    """Events by the first day of their bar and their type."""
    rows = execute(
        session,
        f"""
SELECT date_trunc('{unit}', event_date_start)::DATE AS day, event_type, count(*)
FROM events
WHERE {standing} AND date_trunc('{unit}', event_date_start) = date_trunc('{unit}', event_date_end)
      AND event_date_start BETWEEN date_trunc('{unit}', DATE '{first}') AND DATE '{last}'
GROUP BY ALL ORDER BY ALL
""",
    ).batches()
    return {(day, event_type): count for batch in rows for day, event_type, count in batch}
