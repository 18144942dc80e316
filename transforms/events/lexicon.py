"""The codebook as look-up tables: senses of triggers, types of events, classes of words."""

from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from transforms.reference import read_table


class EventType(NamedTuple):
    """One row of `event_types.csv`: a code in the terms of PLOVER, ACLED and CAMEO."""

    code: str
    plover_type: str
    mode: str | None
    acled_event_type: str | None
    acled_sub_event_type: str | None
    cameo_root: str
    family: str
    violent: bool
    statement: bool
    rank: int  # the more specific of two codes for one incident has the smaller rank


class Sense(NamedTuple):
    """What a trigger form means, and the company it needs."""

    lemma: str
    form: str  # base, third (or plural), past, ing
    particle: tuple[str, ...]  # words that follow at once
    is_verb: bool
    event: EventType
    with_words: frozenset[str]
    within: int  # reach in tokens for with_words: positive behind, negative before, 0 anywhere in the sentence
    unless_words: frozenset[str]
    needs: str | None  # a class of words, one of which must stand in the sentence
    confidence: float


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything that the events stage knows about words."""

    types: dict[str, EventType]
    senses: dict[str, tuple[Sense, ...]]
    classes: dict[str, frozenset[str]]
    stating: frozenset[str]  # forms of verbs that say, accuse, ask, reject ...
    toll_words: frozenset[str]  # a sentence with none of these tells no toll
    openers: frozenset[str]  # a sentence with none of these has neither a trigger nor a toll
    violent_openers: frozenset[str]  # the same for triggers of violence
    function_words: frozenset[str]  # words that are no noun: prepositions, pronouns, conjunctions, auxiliaries, verbs of saying
    actor_kinds: dict[str, str]
    convicting: frozenset[str]  # actor nouns that are verbs in the third person too
    sectors: dict[str, str]  # kind of actor by the sector of an organization
    numbers: dict[str, int]
    vague_numbers: dict[str, tuple[int, int]]


_FUNCTION_WORDS: Final = (
    "prepositions", "determiner", "breaks", "before_verb", "subjects", "say", "light", "have", "triggers_be", "adverbs", "stops",
    "chain_ends", "conjunction",
)  # fmt: skip


def word_class(name: str) -> frozenset[str]:
    """The words of one class of `event_words`; KeyError if there is none."""
    return frozenset(_word_classes()[name])


@cache
def _word_classes() -> dict[str, set[str]]:
    classes: dict[str, set[str]] = {}
    for row in read_table("event_words"):
        classes.setdefault(row["word_class"], set()).add(row["word"])
    return classes


def is_only_noun(lexicon: Lexicon, word: str) -> bool:
    """Whether a word tells acts as a noun only: `explosion`."""
    senses = lexicon.senses.get(word, ())
    return bool(senses) and not any(sense.is_verb for sense in senses)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of `event_types`, `event_triggers` and `event_words`, read once a process."""
    words = read_table("event_words")
    vague = {row["word"]: row["value"].split("-") for row in words if row["word_class"] == "vague_number"}
    senses = _read_senses(_read_types())
    classes = {name: frozenset(members) for name, members in _word_classes().items()}
    kinds = {row["word"]: row["value"] for row in words if row["word_class"] == "actor"}
    tolls = classes["killed"].union(classes["injured"], classes["harmed"], classes["harm_nouns"])
    return Lexicon(
        types=_read_types(),
        senses=senses,
        classes=classes,
        stating=classes["say"] | {form for form, kinds in senses.items() if any(k.is_verb and k.event.statement for k in kinds)} - classes["light"],
        toll_words=tolls,
        openers=tolls.union(senses),
        violent_openers=tolls.union(form for form, kinds in senses.items() if any(kind.event.violent for kind in kinds)),
        function_words=frozenset().union(*(classes[name] for name in _FUNCTION_WORDS)),
        actor_kinds=kinds,
        convicting=frozenset(word for word in kinds if any(sense.is_verb and sense.form == "third" for sense in senses.get(word, ()))),
        sectors={row["word"]: row["value"] for row in words if row["word_class"] == "sector"},
        numbers={row["word"]: int(row["value"]) for row in words if row["word_class"] == "number"},
        vague_numbers={word: (int(low), int(high)) for word, (low, high) in vague.items()},
    )


@cache
def _read_types() -> dict[str, EventType]:
    return {
        row["event_code"]: EventType(
            row["event_code"], row["plover_type"], row["plover_mode"] or None, row["acled_event_type"] or None,
            row["acled_sub_event_type"] or None, row["cameo_root"], row["family"], row["violent"] == "1",
            row["statement"] == "1", int(row["rank"]),
        )
        for row in read_table("event_types")
    }  # fmt: skip


def _read_senses(types: dict[str, EventType]) -> dict[str, tuple[Sense, ...]]:
    """Senses by form; the more a sense asks for, the earlier it is tried."""
    senses: dict[str, list[Sense]] = {}
    for row in read_table("event_triggers"):
        for form in row["forms"].split():
            senses.setdefault(form, []).append(_read_sense(row, form, types))
    return {form: tuple(sorted(found, key=_how_general)) for form, found in senses.items()}


def _read_sense(row: dict[str, str], form: str, types: dict[str, EventType]) -> Sense:
    return Sense(
        row["lemma"], _form_slot(row["lemma"].split()[0], form), tuple(row["particle"].split()), row["pos"] == "v",
        types[row["event_code"]], frozenset(row["with_words"].split()), int(row["within"] or 0),
        frozenset(row["unless_words"].split()), row["needs"] or None, float(row["confidence"]),
    )  # fmt: skip


def _form_slot(lemma: str, form: str) -> str:
    if form == lemma:
        return "base"
    if form.endswith("ing"):
        return "ing"
    return "third" if form in (lemma + "s", lemma + "es", lemma[:-1] + "ies") else "past"


def _how_general(sense: Sense) -> tuple[bool, bool, bool]:
    return (not sense.particle, not sense.with_words, sense.needs is None)
