"""Corrections: links that the reference data overrides by hand, each for as long as the link without it is the one it expects."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from transforms.gazetteer_keys import fold_again, fold_name
from transforms.names.mention import NameMention
from transforms.reference import Reference

APPLIED, OUTDATED = "correction", "outdated correction"


class Correction(NamedTuple):
    """A row of corrections.csv: what a name means, where, and what it would be linked to without the correction."""

    alias: str  # folded
    source_name: str  # only in reports of this source; empty for all
    near: str  # folded; only in texts that say so; empty for all
    entity_id: str  # empty: it is no name
    expect: str  # an entity id, `corpus` for any thing of the reports only, empty for no link


Corrections = Mapping[str, tuple[Correction, ...]]  # by folded alias


def correct(names: list[NameMention], text: str, source_name: str, corrections: Corrections, reference: Reference) -> list[NameMention]:
    """The names of a text of a source with corrections applied.

    A correction whose `expect` fails is not applied, and its mention's method says that it is outdated: the contract warns of such.
    """
    corrected: list[NameMention] = []
    for name in names:
        found = _meant(corrections, text, name, source_name)
        if found is None:
            corrected.append(name)
        elif not _is_expected(name, found.expect):
            corrected.append(name._replace(link_method=OUTDATED))
        elif found.entity_id:
            corrected.append(_linked(name, found.entity_id, reference))
    return corrected


@cache
def corrections_of(reference: Reference) -> dict[str, tuple[Correction, ...]]:
    """The corrections of a reference, the user's included; read once a process."""
    return read_corrections(reference.table("corrections"))


def read_corrections(rows: Sequence[Mapping[str, str]]) -> dict[str, tuple[Correction, ...]]:
    """Corrections by folded alias, the ones that ask for most first."""
    found: dict[str, list[Correction]] = {}
    for row in rows:
        one = Correction(fold_name(row["alias"]), row["source_name"], fold_name(row["near"]), row["entity_id"], row["expect"])
        found.setdefault(one.alias, []).append(one)
    return {alias: tuple(sorted(those, key=lambda one: (not one.near, not one.source_name, one))) for alias, those in found.items()}


def _meant(corrections: Corrections, text: str, name: NameMention, source_name: str) -> Correction | None:
    """The first correction that is for the name, the source and the text."""
    those = corrections.get(fold_again(text[name.start_char : name.end_char]), ())
    if not those:
        return None
    folded = fold_name(text)
    return next((one for one in those if one.source_name in ("", source_name) and says(folded, one.near)), None)


def says(folded: str, phrase: str) -> bool:
    """Whether a folded text has the words of a folded phrase; every text has those of none."""
    return re.search(rf"\b{re.escape(phrase)}\b", folded) is not None if phrase else True


def _is_expected(name: NameMention, expect: str) -> bool:
    if expect == "corpus":
        return name.link_status == "corpus"
    return (name.entity_id or "") == expect


def _linked(name: NameMention, entity_id: str, reference: Reference) -> NameMention:
    thing = reference.entity(entity_id)
    if thing is None:
        return name._replace(link_method=OUTDATED)
    return name._replace(
        entity_type=thing.entity_type, entity_id=entity_id, name=thing.name, link_status="linked", link_method=APPLIED, confidence=1.0,
        country_iso3=thing.country_iso3,
    )  # fmt: skip
