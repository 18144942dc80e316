"""Drift: figures of a run that are far from those of the runs before it. It warns: a feed may well have changed."""

import statistics
from collections.abc import Mapping, Sequence

from expectations.verdicts import Checked

RUNS_COMPARED = 28  # four weeks of daily runs
FEWEST_RUNS = 7  # before that nothing is usual
FEWEST_RECORDS = 50  # read by a run, for its shares to say anything
_TIMES = 5.0  # the usual deviation: of a normal distribution, 3.4 standard deviations
_LEAST = 0.1  # of the median, taken for the usual deviation if that is less: a feed that never varies may begin to

Figures = Mapping[str, float]  # records read, accepted and rejected, and rows added by table, as `figures` names them


def figures(read: int, accepted: int, rejected: int, counts: Mapping[str, int]) -> dict[str, float]:
    """The figures of a run: volumes, and the shares that need at least `FEWEST_RECORDS`."""
    found: dict[str, float] = {"records_read": read}
    if read >= FEWEST_RECORDS:
        found["rejected per record read"] = rejected / read
    if accepted >= FEWEST_RECORDS:
        found |= {f"{table} per report": counts[table] / accepted for table in _PER_REPORT if table in counts}
    return found


_PER_REPORT = ("sentences", "date_mentions", "entity_mentions", "event_mentions")


def drift(history: Sequence[Figures], now: Figures) -> list[Checked]:
    """One check for each figure that enough of the last `RUNS_COMPARED` runs have; `history` is newest first."""
    checked = []
    for name, value in now.items():
        earlier = [run[name] for run in history if name in run][:RUNS_COMPARED]
        if len(earlier) >= FEWEST_RUNS:
            far = _is_far(value, earlier)
            reason = f"{name} is far from that of the {len(earlier)} runs before"
            checked.append(Checked("runs", "as in earlier runs", name, "warn", reason, len(earlier), int(far)))
    return checked


def _is_far(value: float, earlier: Sequence[float]) -> bool:
    """By the median and the median deviation from it, which one odd run does not move."""
    middle = statistics.median(earlier)
    usual = statistics.median(abs(one - middle) for one in earlier)
    return abs(value - middle) > _TIMES * max(usual, _LEAST * middle, 0.002)
