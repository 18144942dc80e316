"""Entities: one row for each thing that mentions name, from reference data where it is known there."""

from collections.abc import Sequence
from typing import Any

from transforms.names.mention import corpus_id
from transforms.reference import Reference

Row = tuple[Any, ...]


def entity_row(
    reference: Reference, entity_id: str, entity_type: str | None, texts: Sequence[str], country_iso3: str | None, published: Row | None
) -> Row:
    """A row of `entities`, in the order of its columns.

    `texts` are the names that mentions use. What neither the reference data nor a release before knows is an entity of the
    corpus: it is called by the name that its id is made of, or by the fullest of its names where none is written so.
    """
    known = reference.entity(entity_id)
    if known is None and published is not None and published[-1] != "corpus":
        name, rest = published[2], published[4:]
        return (entity_id, published[1], name, _aliases(texts, name), *rest)
    if known is None:
        kind = entity_type or "organization"
        own = [text for text in texts if corpus_id(kind, " ".join(text.split()).lower()) == entity_id]
        name = corpus_name(own or texts) or entity_id.partition(":")[2]
        return (entity_id, kind, name, _aliases(texts, name), country_iso3, *(None,) * 7, "corpus")
    return (
        entity_id, known.entity_type, known.name, _aliases(texts, known.name), known.country_iso3, known.admin1, known.geonames_id,
        known.feature_code, known.latitude, known.longitude, known.wikidata_qid, known.sector, known.origin,
    )  # fmt: skip


def corpus_name(texts: Sequence[str]) -> str | None:
    """The name to call a thing by: not in capitals if there is another, then the longest, then the first in order."""
    return min((" ".join(text.split()) for text in texts), key=lambda name: (name.isupper(), -len(name), name), default=None)


def _aliases(texts: Sequence[str], name: str) -> list[str]:
    return sorted({" ".join(text.split()) for text in texts} - {name})
