"""Sentences: where one ends and the next begins, in prose, quotations, datelines and all-capitals wire text.

A text is first cut into paragraphs (a blank line; a single line break too, unless the lines are wrapped at a fixed width),
and a paragraph into sentences at `.`, `!` and `?`, unless an abbreviation or what follows speaks against it. The tables
`abbreviations`, `agencies` and `report_cues` hold what the rules know.
"""

import itertools
import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from transforms.reference import read_table

_LONGEST_TITLE: Final = 200  # characters
_LONGEST_SENTENCE: Final = 5_000  # characters; what goes on longer is a list or a table, and is cut at a space to bound the work on it
_WIDEST_WRAP: Final = 100  # characters; wire services and e-mail wrap at 60 to 80

_BLANK_LINE: Final = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_LINE_BREAK: Final = re.compile(r"\n\s*")
_TERMINATOR: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*")
_SENTENCE_END: Final = tuple(".!?:;\"'”’)]…")
_DOTTED_LETTERS: Final = re.compile(r"[a-z](?:\.[a-z])*")
_GLUED: Final = re.compile(r"[A-Z“][a-z]+ ")
_LABEL: Final = re.compile(r"[\s*•\-–—>▶]*([A-Za-z][A-Za-z ]{0,24}?) ?:")


class SentenceSpan(NamedTuple):
    """A sentence as offsets, with the number of its paragraph and its role: body, title, credit or link."""

    start_char: int
    end_char: int
    paragraph_no: int
    role: str


@cache
def _abbreviations(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in read_table("abbreviations") if row["kind"] == kind)


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(row["cue"] for row in read_table("report_cues") if row["kind"] == kind)


@cache
def agency_names() -> dict[str, str]:
    """Lower-cased name or alias of a news agency -> its name."""
    rows = read_table("agencies")
    return {alias.lower(): row["name"] for row in rows for alias in [row["name"], *row["aliases"].split("|")] if alias}


def split_sentences(text: str, start: int = 0) -> list[SentenceSpan]:
    """The sentences of `text[start:]`, in order, without the white space around them."""
    paragraphs = _paragraphs(text, start)
    sentences: list[SentenceSpan] = []
    for number, (first, end) in enumerate(paragraphs):
        if number == 0 and len(paragraphs) > 1 and _is_title(text[first:end]):
            sentences.append(SentenceSpan(first, end, number, "title"))
            continue
        in_links = False
        for begin, stop in _cut(text, first, end):
            in_links = in_links or _is_link(text, begin, stop)
            role = "link" if in_links else "credit" if credited_agency(text[begin:stop]) else "body"
            sentences.append(SentenceSpan(begin, stop, number, role))
    return sentences


def _pieces(text: str, first: int, end: int) -> Iterator[tuple[int, int]]:
    """What is too long to be one sentence, in pieces."""
    while end - first > _LONGEST_SENTENCE:
        space = text.rfind(" ", first, first + _LONGEST_SENTENCE)
        stop = space if space > first else first + _LONGEST_SENTENCE
        yield first, first + len(text[first:stop].rstrip())
        first = next((at for at in range(stop, end) if not text[at].isspace()), end)
    if first < end:
        yield first, end


def credited_agency(sentence: str) -> str | None:
    """The agency that a sentence of nothing else credits: `Reuters.`, `(AFP)`, `Source: TASS`."""
    if len(sentence) > 60:
        return None
    name = sentence.strip(" \t.()[]-–—").lower().removeprefix("source:").strip()
    return agency_names().get(name)


def _paragraphs(text: str, start: int) -> list[tuple[int, int]]:
    """Offsets of the paragraphs, trimmed; an empty one is none."""
    if "\n" not in text:
        first, end = _trim(text, start, len(text))
        return [(first, end)] if first < end else []
    breaks = _BLANK_LINE if _is_hard_wrapped(text) else _LINE_BREAK
    cuts = [start, *(offset for match in breaks.finditer(text, start) for offset in match.span()), len(text)]
    spans = (_trim(text, first, end) for first, end in zip(cuts[::2], cuts[1::2], strict=True))
    return [(first, end) for first, end in spans if first < end]


def _trim(text: str, first: int, end: int) -> tuple[int, int]:
    part = text[first:end]
    return first + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())


def _is_hard_wrapped(text: str) -> bool:
    """Whether single line breaks only wrap: short lines, most of which end in the middle of a sentence."""
    lines = [line.strip() for line in text[:20_000].split("\n")]
    followed = [line for line, following in itertools.pairwise(lines) if line and following]
    unfinished = sum(not line.endswith(_SENTENCE_END) for line in followed)
    return len(followed) > 1 and unfinished * 2 > len(followed) and max(map(len, followed)) <= _WIDEST_WRAP


def _is_title(paragraph: str) -> bool:
    """Whether a report's first paragraph is its headline: short, with no full stop, and no byline."""
    if paragraph.split(maxsplit=1)[0].lower() in _cues("byline"):
        return False
    return (
        len(paragraph) <= _LONGEST_TITLE
        and "\n" not in paragraph
        and not paragraph.endswith(_SENTENCE_END)
        and any(map(str.isalpha, paragraph))
    )


def _is_link(text: str, start: int, end: int) -> bool:
    stop = min(end, start + 40)
    label = _LABEL.match(text, start, stop) if ":" in text[start:stop] else None
    return bool(label) and label.group(1).strip().lower() in _cues("link")  # type: ignore[union-attr]


def _cut(text: str, first: int, end: int) -> list[tuple[int, int]]:
    """Offsets of the sentences of one paragraph."""
    sentences: list[tuple[int, int]] = []
    begin = first
    for match in _TERMINATOR.finditer(text, first, end):
        stop = match.end()
        if stop < end and stop > begin and _ends_sentence(text, match.start(), stop, end):
            _add(text, begin, stop, sentences)
            begin = stop
    _add(text, begin, end, sentences)
    if end - first <= _LONGEST_SENTENCE:
        return sentences
    return [piece for span in sentences for piece in _pieces(text, *span)]


def _add(text: str, first: int, end: int, sentences: list[tuple[int, int]]) -> None:
    """One more sentence; what holds no word of its own (a stray quotation mark) belongs to the sentence before it."""
    start, stop = _trim(text, first, end)
    if sentences and stop - start < 4 and not any(map(str.isalnum, text[start:stop])):
        if start < stop:
            sentences[-1] = (sentences[-1][0], stop)
    elif start < stop:
        sentences.append((start, stop))


def _ends_sentence(text: str, sign: int, stop: int, end: int) -> bool:
    """Whether the terminator at `sign` (closing quotes up to `stop`) ends a sentence of the paragraph that ends at `end`."""
    if not text[stop].isspace():
        return _is_glued_boundary(text, sign, stop)
    following = text[stop : min(end, stop + 40)].split(maxsplit=1)[0] if text[stop : min(end, stop + 40)].strip() else "A"
    opening = following.lstrip("\"'“‘([«-–—")[:1]
    if opening.islower() or _is_gloss(text, stop, end):
        return False
    if text[sign] != ".":
        return True
    return _period_ends(_word_before(text, sign), following.strip("\"'“”‘’([«.,:;").lower(), opening.isdigit())


def _is_gloss(text: str, stop: int, end: int) -> bool:
    """`ISIS. [Daesh]`: brackets around a word or two explain what stands before them."""
    following = text[stop : min(end, stop + 40)].lstrip()
    return following.startswith("[") and "]" in following


def _is_glued_boundary(text: str, sign: int, stop: int) -> bool:
    """`home.At first`: a sentence begins with nothing between; `U.S.`, `3.5` and addresses do not."""
    before = text[max(0, sign - 40) : sign].rpartition(" ")[2]
    return before[-2:].isalnum() and before[-1:].islower() and not set("/@") & set(before) and bool(_GLUED.match(text, stop))


def _word_before(text: str, sign: int) -> str:
    words = text[max(0, sign - 24) : sign].rsplit(maxsplit=1)
    return words[-1].lstrip("\"'“‘([«").lower() if words and not text[sign - 1].isspace() else ""


def _period_ends(word: str, following: str, digit_follows: bool) -> bool:
    """Whether a period behind `word` ends the sentence, given the word that follows it."""
    if word in _abbreviations("title") or word in _abbreviations("inner"):
        return False
    if word in _abbreviations("number") and digit_follows:
        return False
    if word in _abbreviations("open") or _DOTTED_LETTERS.fullmatch(word):
        return following in _abbreviations("starter")
    return True
