"""Targets: the things that force hits (a church, a bridge, a bus), where a sentence names nobody whom it was done to."""

from typing import Final

from transforms.events.casualties import Toll
from transforms.events.clauses import QUOTES, STOPS
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.objects import THROWING
from transforms.events.phrase_bounds import extend_left
from transforms.events.scene import Phrase, Scene
from transforms.events.subjects import start_of_verb
from transforms.events.triggers import Trigger

_TARGETS: Final = word_class("target")
_FORCEFUL: Final = frozenset((
    "attack", "air_strike", "shelling", "bombing", "suicide_bombing", "shooting", "grenade", "arson", "destruction", "looting", "territory",
    "overrun", "abduction", "confiscate", "riot",
))  # fmt: skip
_RAMMING: Final = frozenset(("ram", "crash", "plow", "plough"))
_BURSTING: Final = frozenset(
    ("detonate", "explode", "go", "drive", "step", "plant", "place", "fall")
)  # what stands behind these is the bomb, or nothing
_FIRING: Final = THROWING | {"shoot", "open"}
_AIMED: Final = frozenset(("on", "against"))
_THROWN_AT: Final = _AIMED | {"at", "into", "towards", "toward"}
_HITTING: Final = word_class("hitting")
_DAMAGED: Final = word_class("damaged")
_OCCASION: Final = frozenset(("in", "during", "by", "after", "following", "from"))
_BE: Final = word_class("triggers_be")
_ARTICLES: Final = frozenset(("a", "an", "the", "its", "his", "her", "their", "this", "that", "these", "those", "all", "both", "another", "other"))
_COUNTING: Final = frozenset((
    "at", "least", "more", "than", "over", "about", "around", "nearly", "almost", "several", "many", "some", "few", "dozens", "scores",
    "hundreds", "thousands",
))  # fmt: skip
_OPENERS: Final = word_class("clause_conjunction") | {"as", "that", "which", ",", "and"}
_INSIDE: Final = frozenset(("-", "'", "’", "s", "&"))
_PREPOSITIONS: Final = word_class("prepositions")
_NO_NUMBERS: Final = frozenset(("a", "an", "both", "pair", "couple"))
_BEHIND_NUMBER: Final = frozenset(("others", "more", "dead", "die", "dies", ".", ",", ";", "("))
_IN_NUMBERS: Final = frozenset((",", "-"))
_LONGEST: Final = 9  # tokens of a phrase
_RELATIVE: Final = frozenset(("that", "which"))
_RELATIVE_REACH: Final = 7  # tokens from a relative pronoun back to the start of the phrase before it
_BESIDE: Final = 3  # tokens from a verb to a place that is not its object
_FROM: Final = frozenset(("from", "in", "at", "near", "outside"))
_NOUN_REACH: Final = 10  # tokens from a noun to the preposition before what is hit
_HITTING_REACH: Final = 7  # tokens from a noun to the verb that says what it hit
_CLAUSE_REACH: Final = 24  # tokens from the start of a clause to its passive verb


def find_target(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Phrase | None:
    """What is hit: `burns a church`, `two buses are attacked`, `a raid on a hotel`; None where the grammar tells no thing."""
    if trigger.sense.event.code not in _FORCEFUL or trigger.sense.lemma.split()[0] in _BURSTING or _TARGETS.isdisjoint(scene.words):
        return None
    if trigger.use == "noun":
        return _behind_noun(scene, trigger, lexicon) or _damaged_in(scene, trigger, lexicon)
    if trigger.use == "passive":
        return _before_passive(scene, trigger.first, lexicon)
    thing = _behind_verb(scene, trigger, lexicon)
    is_burning = thing is None and trigger.sense.lemma == "burn down"
    return _before_passive(scene, trigger.first, lexicon) if is_burning else thing  # `a warehouse burns down`


def is_beside_target(scene: Scene, trigger: Trigger, hit: Phrase, lexicon: Lexicon) -> bool:
    """`hijack ships from Malta and the Seychelles`: whether a place only says more of the thing right behind the verb."""
    if hit.kind != "place" or trigger.use not in ("active", "participle", "infinitive") or hit.first - trigger.end < _BESIDE:
        return False
    thing = find_target(scene, trigger, lexicon)
    return thing is not None and thing.end < hit.first and scene.lowers[thing.end] in _FROM


def _behind_verb(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Phrase | None:
    """`storms a hotel`, `sets fire to a bus`, `fires on a house`: what the verb or its preposition governs."""
    lemma, at = trigger.sense.lemma.split()[0], trigger.end
    word = scene.lowers[at] if at < scene.end else "."
    if lemma in _RAMMING:
        return _thing_at(scene, at + 1, "into", lexicon) if word == "into" else None
    if lemma in _FIRING and lemma != "shoot":
        return _aimed_at(scene, trigger, lexicon)
    if word in _AIMED or (word == "at" and lemma in _FIRING) or (word == "to" and lemma == "set"):
        return _thing_at(scene, at + 1, word, lexicon)
    at += 2 * (scene.lowers[at : at + 2] == ["control", "of"])
    at += scene.lowers[at : at + 1] == ["of"] and scene.lowers[at - 1] == "control"
    return _thing_at(scene, at, None, lexicon)


def _aimed_at(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Phrase | None:
    """`fire two rockets at a power plant`: what `at`, `on` or `into` governs behind what is thrown."""
    for at in range(trigger.end, min(scene.end - 1, trigger.end + _HITTING_REACH)):
        if scene.lowers[at] in _THROWN_AT and scene.lowers[at + 1] != "least":
            return _thing_at(scene, at + 1, scene.lowers[at], lexicon)
        if scene.lowers[at] in STOPS or scene.lowers[at] in _PREPOSITIONS:
            return None
    return None


def _behind_noun(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Phrase | None:
    """`an attack by rebels on a hotel`, `the bombing of a bridge`, `a drone strike hits a refinery`."""
    if scene.lowers[trigger.end : trigger.end + 1] == ["of"]:
        return _thing_at(scene, trigger.end + 1, "of", lexicon)
    for at in range(trigger.end, min(scene.end - 1, trigger.end + _NOUN_REACH)):
        word = scene.lowers[at]
        if word in STOPS or (at in scene.heads and word not in _HITTING) or word == ",":
            return None
        if word in _HITTING and at - trigger.end < _HITTING_REACH:
            return _thing_at(scene, at + 1, None, lexicon)
        found = _thing_at(scene, at + 1, word, lexicon) if word in _AIMED else None
        if found is not None:
            return found
    return None


def _damaged_in(scene: Scene, trigger: Trigger, lexicon: Lexicon) -> Phrase | None:
    """`a hotel is destroyed in an arson attack`, `two clinics are damaged by shelling`: the subject of the verb that the noun is the occasion of."""
    for at in range(trigger.first - 1, max(scene.first, trigger.first - _NOUN_REACH), -1):
        word = scene.lowers[at]
        if word in STOPS or word == ",":
            return None
        if word in _DAMAGED and not _BE.isdisjoint(scene.lowers[max(scene.first, at - 3) : at]):
            is_occasion = not _OCCASION.isdisjoint(scene.lowers[at + 1 : trigger.first])
            return _before_passive(scene, at, lexicon) if is_occasion else None
    return None


def _before_passive(scene: Scene, verb: int, lexicon: Lexicon) -> Phrase | None:
    """The thing at the head of the clause of a passive verb: `Two churches in Lahore are burned`."""
    group = start_of_verb(scene, verb)
    if scene.lowers[group - 1] in _RELATIVE:
        starts = (at for at in range(max(scene.first, group - _RELATIVE_REACH), group - 1) if _opens_phrase(scene, at))
        told = (_thing_at(scene, at, None, lexicon) for at in starts)
        return next((thing for thing in told if thing is not None and thing.end == group - 1), None)  # `a ship that was attacked`
    start = group
    while start > scene.first and group - start < _CLAUSE_REACH and scene.lowers[start - 1] not in STOPS:
        start -= 1
    for at in range(start, group):
        if at > start and scene.lowers[at - 1] not in _OPENERS:
            continue
        thing = _thing_at(scene, at, None, lexicon)
        if thing is not None and _is_one_clause(scene, thing.end, group):
            return thing
    return None


def _opens_phrase(scene: Scene, position: int) -> bool:
    """Whether a phrase begins at a token: an article, a number, or what a preposition governs."""
    word = scene.lowers[position]
    return word in _ARTICLES or word.isdigit() or scene.lowers[position - 1] in _PREPOSITIONS or position == scene.first


def _is_one_clause(scene: Scene, start: int, end: int) -> bool:
    """Whether what stands between a subject and its verb only says where or what it is: nothing, or a phrase behind a preposition or comma."""
    if start == end:
        return True
    between = scene.lowers[start:end]
    if between[0] not in _PREPOSITIONS and between[0] != "," and not between[0].endswith("ing"):
        return False
    return _BE.isdisjoint(between) and not any(start <= head < end for head in scene.heads)


def _thing_at(scene: Scene, start: int, preposition: str | None, lexicon: Lexicon) -> Phrase | None:
    """The phrase at token `start` if its last noun is a target: over an article and a number, and over names."""
    lowers, first = scene.lowers, start
    while first < scene.end and (lowers[first] in _ARTICLES or lowers[first] in QUOTES):
        first += 1
    names = {name.first_token: name for name in scene.names if name.entity_type != "weapon"}
    at, head, named = first, -1, None
    while at < min(scene.end, first + _LONGEST):
        name = names.get(at)
        if name is not None and name.end_token > at:
            is_target = not _TARGETS.isdisjoint(lowers[at : name.end_token])
            at = name.end_token
            head, named = (at, name) if is_target else (head, named)
        elif lowers[at] in _TARGETS:
            at, named = at + 1, None
            head = at
        elif _may_stand(scene, at, head, lexicon):
            at += 1
        else:
            break
    return Phrase(first, head, named, "thing", preposition) if head == at else None


def _may_stand(scene: Scene, at: int, head: int, lexicon: Lexicon) -> bool:
    """Whether a word may stand before a noun: no verb, no preposition; once the noun has come, only what ties another noun to it."""
    word = scene.lowers[at]
    if word in _INSIDE:
        return True
    if head == at:
        return word.isalpha() and not word.endswith(("ing", "ed", "ly")) and word not in lexicon.function_words and word not in lexicon.senses
    if word in _COUNTING or word.isdigit() or word in lexicon.numbers or (word == "," and scene.lowers[at - 1].isdigit()):
        return True
    if word == "of":
        return scene.lowers[at - 1] in lexicon.vague_numbers
    return word.isalpha() and word not in lexicon.function_words and not (word.endswith("s") and word in lexicon.senses)


def number_alone(scene: Scene, toll: Toll, lexicon: Lexicon) -> Phrase | None:
    """`kills at least six`, `leaves three dead`: the number that stands for people whom no noun tells."""
    if (not toll.killed and not toll.injured) or "toll" in scene.words:
        return None
    for at in range(toll.first, toll.end):
        word = scene.lowers[at]
        if any(phrase.first <= at < phrase.end for phrase in scene.phrases):
            return None
        if word not in _NO_NUMBERS and (_is_number(word, lexicon) or word in lexicon.vague_numbers):
            end = at + 1
            while end + 1 < toll.end and scene.lowers[end] in _IN_NUMBERS and _is_number(scene.lowers[end + 1], lexicon):
                end += 2
            behind = scene.lowers[end] if end < scene.end else "."
            if behind not in lexicon.toll_words | lexicon.function_words | _BEHIND_NUMBER:
                return None  # `48 counts of murder`
            at -= scene.lowers[at - 1] == "a"
            return Phrase(extend_left(scene.lowers, scene.first, at, lexicon), end, None, "civilian", None)
    return None


def _is_number(word: str, lexicon: Lexicon) -> bool:
    return word.isdigit() or word in lexicon.numbers
