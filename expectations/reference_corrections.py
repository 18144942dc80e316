"""Corrections of links: each is tried on its own example, with it and without it, so that one that has had its day is noticed."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

from expectations.reference_tables import Fault, Line
from transforms.dates import find_dates
from transforms.document import read_document
from transforms.gazetteer_keys import fold_name
from transforms.names import NameMention, find_names
from transforms.names.corrections import OUTDATED, correct, read_corrections, says
from transforms.reference import Reference

_PUBLISHED = datetime.date(2020, 1, 1)  # examples do not hang on their day


def correction_faults(lines: Sequence[Line], reference: Reference) -> Iterator[Fault]:
    """What is wrong with rows of corrections.csv: unknown things, no reason, and an `expect` that the example does not bear out."""
    for at, row in lines:
        if row["entity_id"] and reference.entity(row["entity_id"]) is None:
            yield Fault(at, "correction", f"{row['entity_id']} is in no table")
        elif not row["reason"]:
            yield Fault(at, "correction", "gives no reason")
        elif (wrong := _wrong_on_example(at, row, reference)) is not None:
            yield wrong


def _wrong_on_example(at: str, row: Mapping[str, str], reference: Reference) -> Fault | None:
    names = [name for name in _names(row["example"], reference) if _written(row["example"], name) == fold_name(row["alias"])]
    if not names:
        return Fault(at, "correction", f"the example has no name {row['alias']}")
    if not says(fold_name(row["example"]), fold_name(row["near"])):
        return Fault(at, "correction", f"the example does not say {row['near']}")
    corrected = correct(names, row["example"], row["source_name"], read_corrections([row]), reference)
    if any(name.link_method == OUTDATED for name in corrected):
        found = names[0].entity_id or "nothing"
        return Fault(at, "correction", f"without it the example links {row['alias']} to {found}, not to {row['expect'] or 'nothing'}")
    return None


def _names(text: str, reference: Reference) -> list[NameMention]:
    document = read_document(text, _PUBLISHED, 0)
    return find_names(document, reference, find_dates(document))


def _written(text: str, name: NameMention) -> str:
    return fold_name(text[name.start_char : name.end_char])
