"""Duplicates: which reports of one day repeat another report of that day or of a day next to it.

Near texts are found by locality-sensitive hashing: two MinHashes that agree in all rows of one band are compared in full
(Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3). With 25 bands of 5 rows a pair of likeness 0.7 is looked at in
99 of 100 cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

NEAR = 0.7  # least likeness (share of common runs of three words) of a duplicate; measured by tests/accuracy/draw_duplicates.py
MOST_COMPARED = 100  # texts of one bucket that a text is compared with, in order of their ids: bounds the work on templates
_BANDS, _ROWS = 25, 5
_MIXER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio (Knuth's multiplicative hashing)
_AT_ONCE = 20_000  # pairs compared in one step

Numbers = npt.NDArray[np.uint64]
Pair = tuple[int, int, float]


class Printed(NamedTuple):
    """A report as duplicates are told by: `is_published` if an earlier run took it in. `figures` is a hash."""

    report_id: str
    is_published: bool
    exact: str
    figures: str
    minhash: bytes


class Text(NamedTuple):
    """The reports of one day with the same folded words: the smallest id, the smallest published one, and those to be told."""

    first: str
    first_published: str | None
    new: tuple[str, ...]


class Day(NamedTuple):
    """The texts of one day, ordered by their smallest report_id; `minhashes` and `keys` have a row for each."""

    texts: tuple[Text, ...]
    minhashes: npt.NDArray[np.uint32]
    keys: Numbers


NO_DAY = Day((), np.empty((0, 0), np.uint32), np.empty((0, _BANDS), np.uint64))


def read_day(reports: Sequence[Printed]) -> Day:
    """The texts of the reports of one day, in whatever order they come."""
    by_text: dict[str, list[Printed]] = {}
    for report in sorted(reports):
        by_text.setdefault(report.exact, []).append(report)
    if not by_text:
        return NO_DAY
    heads = [group[0] for group in by_text.values()]
    minhashes = np.frombuffer(b"".join(head.minhash for head in heads), np.uint32).reshape(len(heads), -1)
    figures = np.array([int(head.figures, 16) for head in heads], np.uint64)
    return Day(tuple(map(_text, by_text.values())), minhashes, _band_keys(minhashes, figures))


def duplicates_of(day: Day, before: Day, after: Day, pointers: Mapping[str, str], is_dated: bool = True) -> Iterator[tuple[str, str]]:
    """(report_id, duplicate_of) for each new report of `day` that repeats another.

    A report points to the smallest of its direct matches by (day, report_id); of reports that are new themselves only to a
    smaller one, so that one of them stays. `pointers` are those known so far, and are followed: no report is led back to
    itself. Undated reports (`is_dated` false) repeat another only word for word, since nothing says that they were near in time.
    """
    neighbours: list[list[tuple[Day, int]]] = [[] for _ in day.texts]
    for other in (before, day, after) if is_dated else ():
        for index, match, _ in near_pairs(day, other):
            if other is not day or index != match:
                neighbours[index].append((other, match))
    told: dict[str, str] = {}
    for text, matched in zip(day.texts, neighbours, strict=True):
        for report_id in text.new:
            found = _candidates(report_id, text, matched, day, before)
            target = next((target for target in found if not _leads_to(target, report_id, pointers, told)), None)
            if target is not None:
                told[report_id] = target
                yield report_id, target


def near_pairs(day: Day, other: Day, least: float = NEAR) -> Iterator[Pair]:
    """(index in `day`, index in `other`, estimated likeness) of the texts with the same figures whose likeness is `least` or more."""
    seen = _candidate_pairs(day.keys, other.keys) if day.texts and other.texts else ()
    for start in range(0, len(seen), _AT_ONCE):
        left, right = np.transpose(seen[start : start + _AT_ONCE])
        likeness = (day.minhashes[left] == other.minhashes[right]).mean(axis=1)
        kept = likeness >= least
        yield from zip(left[kept].tolist(), right[kept].tolist(), likeness[kept].tolist(), strict=True)


def _text(reports: list[Printed]) -> Text:
    published = (report.report_id for report in reports if report.is_published)
    new = tuple(report.report_id for report in reports if not report.is_published)
    return Text(reports[0].report_id, next(published, None), new)


def _band_keys(minhashes: npt.NDArray[np.uint32], figures: Numbers) -> Numbers:
    """`_BANDS` keys of each text: equal where the band, the figures and all rows of the band are."""
    bands = minhashes[:, : _BANDS * _ROWS].reshape(len(minhashes), _BANDS, _ROWS)
    keys: Numbers = np.add.outer(figures, np.arange(_BANDS, dtype=np.uint64)).astype(np.uint64)
    for row in range(_ROWS):
        keys = (keys ^ bands[:, :, row]) * _MIXER
        keys ^= keys >> np.uint64(29)
    return keys


def _candidate_pairs(keys: Numbers, others: Numbers) -> npt.NDArray[np.int64]:
    """Pairs of rows that share a key, once each, in order; of the rows under one key only the first are paired."""
    order = np.argsort(others, axis=None, kind="stable")
    ordered, wanted = others.ravel()[order], keys.ravel()
    start = np.searchsorted(ordered, wanted, "left")
    count = np.minimum(np.searchsorted(ordered, wanted, "right") - start, MOST_COMPARED)
    left = np.repeat(np.arange(len(wanted)), count)
    offset = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
    right = order[np.repeat(start, count) + offset]
    found = np.unique(left // _BANDS * len(others) + right // _BANDS)  # a pair as one number: sorting rows of two takes ten times as long
    return np.stack(np.divmod(found, len(others)), axis=1)


def _candidates(report_id: str, text: Text, matched: Sequence[tuple[Day, int]], day: Day, before: Day) -> list[str]:
    """What a new report may point to, by day and id."""
    earlier = [other.texts[index].first for other, index in matched if other is before]
    same_texts = [text, *(other.texts[index] for other, index in matched if other is day)]
    same = [found for t in same_texts if (found := t.first if t.first < report_id else t.first_published) is not None]
    later = [found for other, index in matched if other is not before and other is not day and (found := other.texts[index].first_published)]
    return [*sorted(earlier), *sorted(same), *sorted(later)]


def _leads_to(target: str, report_id: str, pointers: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Whether following the pointers from `target` comes to the report."""
    while (following := told.get(target) or pointers.get(target)) is not None and target != report_id:
        target = following
    return target == report_id
