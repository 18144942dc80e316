"""Duplicates: which reports of one day repeat another report of that day or of a day next to it.

Near texts are found by locality-sensitive hashing: two MinHashes that agree in all rows of one band are compared in full
(Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3). With 25 bands of 5 rows a pair of likeness 0.7 is looked at in
99 of 100 cases.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

NEAR: Final = 0.7  # least likeness (share of common runs of three words) of a duplicate; measured by tests/accuracy/draw_duplicates.py
MOST_COMPARED: Final = 100  # texts of one bucket that a text is compared with, in order of their ids: bounds the work on templates
_BANDS, _ROWS = 25, 5
_WEIGHTS: Final = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93, 0xA0761D6478BD642F], np.uint64)
_FIGURES, _BAND = np.uint64(0xE7037ED1A0B428DB), np.uint64(0x8EBC6AF09C88C6E3)  # odd, as the weights: a sum modulo 2**64 tells all of them apart
_AT_ONCE: Final = 20_000  # pairs compared in one step

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
    """The texts of one day, ordered by their smallest report_id; `minhashes` and `keys` have a row for each.

    `ordered` are all keys sorted, `order` the places in `keys` that they have come from.
    """

    texts: tuple[Text, ...]
    minhashes: npt.NDArray[np.uint32]
    keys: Numbers
    ordered: Numbers
    order: npt.NDArray[np.int64]


NO_DAY: Final = Day((), np.empty((0, 0), np.uint32), np.empty((0, _BANDS), np.uint64), np.empty(0, np.uint64), np.empty(0, np.int64))


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
    keys = _band_keys(minhashes, figures)
    order = keys.ravel().argsort(kind="stable")
    return Day(tuple(map(_text, by_text.values())), minhashes, keys, keys.ravel()[order], order)


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
    seen = _candidate_pairs(day, other) if day.texts and other.texts else ()
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
    keys: Numbers = bands @ _WEIGHTS + (figures * _FIGURES)[:, np.newaxis] + np.arange(_BANDS, dtype=np.uint64) * _BAND
    return keys


def _candidate_pairs(day: Day, other: Day) -> npt.NDArray[np.int64]:
    """Pairs of rows that share a key, once each, in order; of the rows under one key only the first are paired.

    Most days share nothing with their neighbours, and within a day most texts only with themselves: that is seen first.
    """
    wanted = day.keys.ravel()
    start = other.ordered.searchsorted(wanted, "left")
    count = np.minimum(other.ordered.searchsorted(wanted, "right") - start, MOST_COMPARED)
    if not count.max() or (other is day and count.max() == 1):
        return np.empty((0, 2), np.int64)
    left = np.repeat(np.arange(len(wanted)), count)
    offset = np.arange(len(left)) - np.repeat(np.cumsum(count) - count, count)
    right = other.order[np.repeat(start, count) + offset]
    found = np.unique(left // _BANDS * len(other.texts) + right // _BANDS)  # a pair as one number: sorting rows of two takes ten times as long
    return np.stack(np.divmod(found, len(other.texts)), axis=1)


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
