"""Web pages: the main text, and what the page says of itself in its metadata."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from transforms.reference import read_table

_DECLARED = re.compile(rb"""<(?:meta[^>]*?charset|\?xml[^>]*?encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{1,40})""", re.IGNORECASE)
_HEAD = 4_096  # bytes in which a page declares its encoding
DEEPEST = 2_000  # elements within one another
_DEEPEST_DATA = 20  # levels of linked data that are looked through
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_NOT_CLOSED = frozenset(  # HTML Living Standard: void elements, and those whose end tag may be left out
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li", "dt", "dd", "option",
     "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "optgroup", "rt", "rp", "html", "head", "body")
)  # fmt: skip


class Page(NamedTuple):
    """A page's main text, and its title, day of publication (as written), address and publisher where it tells them."""

    text: str
    title: str | None
    date: str | None
    url: str | None
    source: str | None


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page declares in its first bytes."""
    found = _DECLARED.search(data[:_HEAD])
    return found[1].decode("ascii") if found else None


def is_too_deep(html: str) -> bool:
    """Whether elements lie in one another deeper than in any page, which takes time by the square of the depth."""
    if html.count("<") <= DEEPEST:
        return False
    depth = 0
    for closes, name in _TAG.findall(html):
        if name.lower() not in _NOT_CLOSED:
            depth = max(0, depth - 1) if closes else depth + 1
            if depth > DEEPEST:
                return True
    return False


def read_page(html: str) -> Page:
    """Read a page. What the metadata say under several names is taken from the first of them in `page_metadata` of the reference data."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.html import HTMLTree

    tree = HTMLTree.parse(html)
    told: dict[tuple[str, str], str] = {}
    for place, name, value in (*_elements(tree), *_linked_data(tree)):
        if value.strip():
            told.setdefault((place, name.lower()), value.strip())
    said: dict[str, str] = {}
    for row in _metadata():
        if found := told.get((row["place"], row["name"].lower())):
            said.setdefault(row["field"], found)
    text = extract_plain_text(tree, main_content=True, alt_texts=False, links=False, form_fields=False, noscript=False)
    return Page(text, said.get("title"), said.get("date"), said.get("url"), said.get("source"))


@cache
def _metadata() -> list[dict[str, str]]:
    return read_table("page_metadata")


def _elements(tree: Any) -> Iterator[tuple[str, str, str]]:
    """(place, name, value) of the elements that may carry metadata."""
    for meta in tree.document.query_selector_all("meta[content]"):
        for attribute in ("property", "name", "itemprop"):
            if name := meta.getattr(attribute):
                yield "meta", name, meta.getattr("content")
    for link in tree.document.query_selector_all("link[rel][href]"):
        yield "link", link.getattr("rel"), link.getattr("href")
    for time in tree.document.query_selector_all("time[datetime]"):
        yield "element", "time", time.getattr("datetime")
    for heading in tree.document.query_selector_all("h1"):
        yield "element", "h1", " ".join(heading.text.split())
    yield "element", "title", tree.title or ""


def _linked_data(tree: Any) -> Iterator[tuple[str, str, str]]:
    for script in tree.document.query_selector_all('script[type="application/ld+json"]'):
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        yield from _named_values(data, _DEEPEST_DATA)


def _named_values(data: Any, depth: int, name: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text in linked data as ("json-ld", its name or publisher.name, value)."""
    if isinstance(data, str):
        yield "json-ld", name, data
    elif depth and isinstance(data, list):
        for item in data:
            yield from _named_values(item, depth - 1, name)
    elif depth and isinstance(data, dict):
        for key, item in data.items():
            yield from _named_values(item, depth - 1, f"{name}.{key}" if name == "publisher" else str(key))
