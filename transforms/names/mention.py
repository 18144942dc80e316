"""A name mention: one name in the text, and the thing that it is linked to."""

import hashlib
from functools import lru_cache
from typing import NamedTuple

from transforms.document import Document
from transforms.names.found import Found


class NameMention(NamedTuple):
    """One name. Offsets are code points into the report's text, end exclusive; titles and `the` stand outside."""

    sentence_no: int
    start_char: int
    end_char: int
    first_token: int
    end_token: int
    entity_type: str  # person, organization, place, nationality, weapon
    entity_id: str | None
    name: str
    link_status: str  # linked, corpus, unresolved, ambiguous
    link_method: str | None
    confidence: float
    candidates: int
    country_iso3: str | None = None
    role_title: str | None = None


def written(document: Document, name: Found) -> str:
    """A name as the text has it, with single spaces."""
    tokens = document.tokens
    return " ".join(document.text[tokens.starts[name.units[0].first] : tokens.ends[name.units[-1].end - 1]].split())


def mention_of(
    document: Document, name: Found, kind: str, identity: str | None, called: str, status: str, method: str | None, confidence: float,
    candidates: int, country: str | None,
) -> NameMention:  # fmt: skip
    """The mention of a recognised name."""
    first, end = name.units[0].first, name.units[-1].end
    start_char, end_char = document.tokens.starts[first], document.tokens.ends[end - 1]
    return NameMention(
        name.sentence_no, start_char, end_char, first, end, kind, identity, called, status, method, confidence, candidates, country, name.title,
    )  # fmt: skip


def corpus_mention(document: Document, name: Found, kind: str, called: str, country: str | None = None) -> NameMention:
    """A thing that no table has, known by its kind and folded name alone."""
    return mention_of(document, name, kind, corpus_id(kind, called.lower()), called, "corpus", "name", 0.6, 0, country)


@lru_cache(maxsize=20_000)
def corpus_id(kind: str, lowered: str) -> str:
    """The id of a thing that no table has, by its kind and its name in small letters."""
    digest = hashlib.blake2b(f"{kind}|{lowered}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"corpus:{digest}"
