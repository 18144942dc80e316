"""Triggers: the words that tell an event, by the lexicon and the company they keep."""

from typing import Final, NamedTuple

from transforms.events.clauses import has_plural_before_parenthesis, is_behind_wielder
from transforms.events.lexicon import Lexicon, Sense, is_only_noun, word_class
from transforms.events.participles import joins_passive, past_use
from transforms.events.scene import Phrase, Scene


class Trigger(NamedTuple):
    """A trigger's tokens, its sense, and how it is used: active, passive, participle, infinitive or noun."""

    first: int
    end: int
    sense: Sense
    use: str


class Candidate(NamedTuple):
    """A token with the senses whose company it keeps, among all that its form has."""

    position: int
    kept: list[Sense]
    possible: tuple[Sense, ...]


_NOUN_BEFORE: Final = word_class("noun_before")
_SUBJECTS: Final = word_class("subjects")
_MODALS: Final = word_class("before_verb")
_BEFORE_TO_NOUN: Final = word_class("before_to_noun")
_PLURALS: Final = word_class("plurals")
_VERB_BEHIND: Final = word_class("verb_behind")
_BEFORE_GERUND: Final = word_class("before_gerund")
_COMPOUNDED: Final = word_class("compounded")
_NOUN_BEHIND: Final = word_class("noun_behind")
_BE: Final = word_class("triggers_be")
_ADVERBS: Final = word_class("adverbs")
_STRUCK: Final = frozenset(("hit", "hits", "struck", "bombed", "killed", "kills", "attacked", "targeted"))
_BEFORE_NOUN: Final = word_class("prepositions") - {"off", "past", "through", "in"} | word_class("before_plural")
_DATED_COMPANY: Final = frozenset(("protester", "demonstrator"))  # which `march` goes with, the verb and no month
_NOUN_TOO: Final = frozenset(("jail", "pressure"))  # verbs that are nouns too, which tell no event
_TIED: Final = word_class("tied_verb")  # verbs that another is tied to: `to prosecute and extradite`
_SHARED_REACH: Final = 14  # tokens from a verb back to the `to` that it shares
_DETERMINERS: Final = frozenset(("the", "a", "an", "his", "her", "their", "its"))
_BEFORE_CLAUSE: Final = frozenset(("after", "before", "since", "until"))
_STOPS: Final = word_class("stops")
_UNCHANGED: Final = frozenset(("set", "put", "cut", "shut", "hit", "beat"))  # verbs whose participle is their base form
_INFINITIVE_REACH: Final = 6  # tokens from a verb behind `and` back to the `to` of the first
_SHOT: Final = frozenset(("rockets", "missiles", "mortars", "shells", "shots", "mortar", "artillery"))
_RAIDS: Final = frozenset(("attack", "attacks", "raid", "raids"))
_COUNTED: Final = word_class("number") - {"a", "an", "another"}
_LEAST: Final = frozenset(("at", "dozens", "scores", "hundreds", "several"))
_BEFORE_HEADS: Final = frozenset(("riot", "bomb", "assault"))
_COMPOUND_HEADS: Final = word_class("compound_heads")
_RISING: Final = word_class("rising")  # `the toll of the Gao bombing rises`
_COUNTING: Final = word_class("counting")


def find_candidates(scene: Scene, lexicon: Lexicon, in_lead: bool) -> list[Candidate]:
    """The words that may tell an event by the company they keep; behind the lead only violence counts."""
    senses, lowers, found = lexicon.senses, scene.lowers, []
    for position in [position for position in range(scene.first, scene.end) if lowers[position] in senses]:
        if scene.dates and any(date.first_token <= position < date.end_token for date in scene.dates):
            continue
        possible = senses[lowers[position]]
        kept = [sense for sense in possible if (in_lead or sense.event.violent) and _keeps_company(scene, position, sense, lexicon)]
        if kept:
            found.append(Candidate(position, kept, possible))
    return found


def find_triggers(scene: Scene, candidates: list[Candidate], lexicon: Lexicon) -> list[Trigger]:
    """The triggers among the candidates of a sentence, in order; a token belongs to one at most."""
    found: list[Trigger] = []
    for candidate in candidates:
        if found and candidate.position < found[-1].end:
            continue
        trigger = _read_trigger(scene, candidate, lexicon)
        if trigger is not None:
            found.append(trigger)
    return found


def _read_trigger(scene: Scene, candidate: Candidate, lexicon: Lexicon) -> Trigger | None:
    """The sense whose company stands nearest; one that asks for company goes before one that does not."""
    position = candidate.position
    if scene.lowers[position] == "riot" and scene.lowers[position + 1 : position + 2] in (["police"], ["officers"], ["gear"]):
        return None  # what they are for, not what happened
    use = _use(scene, position, candidate.possible, lexicon)
    fitting = [sense for sense in candidate.kept if sense.is_verb != (use == "noun") and not _is_wrong_voice(sense, use)]
    if use == "adjective" or not fitting:
        return None
    sense = min(fitting, key=lambda sense: _distance(scene, position, sense)) if len(fitting) > 1 else fitting[0]
    if use == "noun" and sense.within > 0 and scene.lowers[position] in lexicon.actor_kinds:
        return _by_platform(scene, position, sense, lexicon)
    if sense.lemma == "capture" and use == "active" and _takes_place(scene, position + 1):
        sense = sense._replace(event=lexicon.types["territory"])
    return Trigger(position, position + 1 + len(sense.particle), sense, use)


def _takes_place(scene: Scene, position: int) -> bool:
    """`rebels capture Kidal from soldiers`: a place is taken, nobody is."""
    return any(phrase.first == position and phrase.kind == "place" for phrase in scene.phrases)


def _by_platform(scene: Scene, position: int, sense: Sense, lexicon: Lexicon) -> Trigger:
    """`warplanes hit a depot` is told by the verb, and the planes act; `a drone strike` by the nouns."""
    for at in range(position + 1, min(scene.end, position + 1 + sense.within)):
        word = scene.lowers[at]
        if word in sense.with_words and (word in _STRUCK or _use(scene, at, lexicon.senses.get(word, ()), lexicon) == "active"):
            return Trigger(at, at + 1, sense, "passive" if scene.lowers[at - 1] in _BE else "active")
    return Trigger(position, position + 1 + len(sense.particle), sense, "noun")


def _is_wrong_voice(sense: Sense, use: str) -> bool:
    return use != "passive" if sense.needs == "passive" else use == "passive" and sense.event.code == "strike"  # `was struck by a car`


def _distance(scene: Scene, position: int, sense: Sense) -> int:
    """Tokens to the nearest word of the company; a particle is nearest, no company at all farthest."""
    if sense.particle:
        return -len(sense.particle)
    if not sense.with_words or sense.within <= 0:
        return 50 if sense.with_words else 99 - bool(sense.needs)
    window = scene.lowers[position + 1 : position + 1 + sense.within]
    return next((gap for gap, word in enumerate(window) if word in sense.with_words), 50)


def _keeps_company(scene: Scene, position: int, sense: Sense, lexicon: Lexicon) -> bool:
    """Whether the words that a sense asks for are there, and those that speak against it are not."""
    lowers, end = scene.lowers, scene.end
    if sense.particle and tuple(lowers[position + 1 : min(end, position + 1 + len(sense.particle))]) != sense.particle:
        return False
    if sense.with_words and not _has_companion(scene, position + len(sense.particle), sense):
        return False
    if lowers[position] in _BEFORE_HEADS and lowers[position + 1 : min(end, position + 2)] and lowers[position + 1] in _COMPOUND_HEADS:
        return False  # `riot police`, `a bomb squad`
    if sense.unless_words and not scene.words.isdisjoint(sense.unless_words):
        return False
    return sense.needs is None or _has_class(scene, position, sense.needs, lexicon)


def _has_companion(scene: Scene, position: int, sense: Sense) -> bool:
    within, lowers = sense.within, scene.lowers
    if sense.lemma in _DATED_COMPANY and scene.dates:
        dated = {at for date in scene.dates for at in range(date.first_token, date.end_token)}  # `gives protesters until March 17`
        return any(lowers[at] in sense.with_words and at not in dated for at in range(position + 1, min(scene.end, position + 1 + within)))
    if within == 0:
        return not scene.words.isdisjoint(sense.with_words)
    window = lowers[position + 1 : min(scene.end, position + 1 + within)] if within > 0 else lowers[max(scene.first, position + within) : position]
    return not sense.with_words.isdisjoint(window)


def _has_class(scene: Scene, position: int, needed: str, lexicon: Lexicon) -> bool:
    if needed == "passive":
        return True
    if needed == "nation":
        return any(name.entity_type != "weapon" for name in scene.names)
    members = lexicon.classes[needed]
    own = scene.lowers[position]
    return any(word in members for word in scene.words if word != own)


def _use(scene: Scene, position: int, possible: tuple[Sense, ...], lexicon: Lexicon) -> str:
    """How the word at `position` is used, by its form and its neighbours."""
    verb = next((sense for sense in possible if sense.is_verb), None)
    if verb is None:
        return "noun"
    lowers = scene.lowers
    before = lowers[position - 1] if position > scene.first else ""
    behind = lowers[position + 1] if position + 1 < scene.end else "."
    if verb.form == "past":
        return past_use(scene, position, behind, lexicon)
    if lowers[position] in _UNCHANGED and (before in _BE or (before == "and" and joins_passive(scene, position - 1))):
        return "passive"  # `is set on fire`
    if verb.form == "ing":
        return _ing_use(scene, position, before, behind, lexicon)
    if before in _MODALS or before in _SUBJECTS:
        return "active"
    if before == "," and lowers[position - 3] == "to":
        return "infinitive"  # `to find, arrest and try the culprits`
    if verb.form == "base" and ((before in _ADVERBS and lowers[position - 2] == "to") or _shares_infinitive(scene, position, before, lexicon)):
        return "infinitive"
    has_noun = lowers[position] in _NOUN_TOO or any(not sense.is_verb for sense in possible)
    if before == "to":
        return "noun" if verb.form == "third" or (has_noun and behind in _NOUN_BEHIND and _is_due_to(scene, position)) else "infinitive"
    if before in lexicon.classes["determiner"] or before in _NOUN_BEFORE:
        return "noun"
    if has_noun and verb.form == "base" and before.endswith("s") and (behind.isdigit() or behind in lexicon.numbers or behind in _LEAST):
        return "active"  # `air strikes kill nine people`
    if has_noun:
        return _bare_use(scene, position, before, behind)
    if before == "and" and behind in _NOUN_BEHIND and is_only_noun(lexicon, lowers[position - 2]):
        return "noun"  # `by an explosion and fire at a depot`
    if verb.form == "third":
        return "adjective" if before in _BEFORE_NOUN or behind == "of" else "active"  # `amid calls for`, `mutual visits of`
    is_verb = before.endswith("s") or before in _ADVERBS or _is_subject_end(scene, position)
    return "active" if is_verb and not _is_asked(scene, position, lexicon) else "adjective"


def _is_subject_end(scene: Scene, position: int) -> bool:
    return any(phrase.end == position for phrase in scene.phrases) or scene.lowers[position - 1] in ("and", ",", "or", "who")


def _is_asked(scene: Scene, position: int, lexicon: Lexicon) -> bool:
    """`demands that Chad extradite a banker`: what somebody is asked to do, by the verb right before who is to do it."""
    subject = next((phrase for phrase in scene.phrases if phrase.end == position), None)
    if subject is None:
        return False
    before = subject.first - 1 - (scene.lowers[subject.first - 1] == "that")
    return any(sense.is_verb and sense.event.plover_type == "REQUEST" for sense in lexicon.senses.get(scene.lowers[before], ()))


def _shares_infinitive(scene: Scene, position: int, before: str, lexicon: Lexicon) -> bool:
    """`agreed to hold talks and release two men`: behind `and`, with the `to` of a verb before it."""
    if before not in ("and", "or"):
        return False
    for back in range(position - 3, max(scene.first, position - _SHARED_REACH) - 1, -1):
        if scene.lowers[back + 1] in _STOPS:
            return False
        if scene.lowers[back] == "to":
            verb = scene.lowers[back + 1]
            return (
                any(sense.is_verb and sense.form == "base" for sense in lexicon.senses.get(verb, ()))
                or verb in lexicon.classes["light"]
                or verb in _TIED
            )
    return False


def _is_due_to(scene: Scene, position: int) -> bool:
    """`due to attack`, `in response to shelling`: a noun follows."""
    return position - 2 >= scene.first and scene.lowers[position - 2] in _BEFORE_TO_NOUN


def _bare_use(scene: Scene, position: int, before: str, behind: str) -> str:
    """Base or third-person form that may be a noun: `militants attack a village`, `the militant attack on a village`."""
    subject = next((p for p in scene.phrases if p.end == position), None)
    if subject is not None and subject.kind == "place" and subject.preposition == "in":
        return _behind_place(scene, subject, behind)
    if before == "," and (behind not in _NOUN_BEHIND or behind in _VERB_BEHIND) and has_plural_before_parenthesis(scene, position):
        return "active"
    is_governed = subject is not None and subject.preposition in ("to", "of", "from") and not scene.lowers[position].endswith("s")
    if is_governed and (behind in _DETERMINERS or behind in _SHOT):
        return "active"  # `forces loyal to X attack the town`
    if before == "and" and subject is None and (behind in _DETERMINERS or behind.isdigit() or behind in _COUNTED):
        return "active"  # `kill a guard and rape two women`
    is_third = scene.lowers[position].endswith("s")
    has_object = behind in _DETERMINERS or (behind not in _NOUN_BEHIND and before.endswith("s") != is_third)
    if subject is not None and subject.preposition in _BEFORE_CLAUSE and has_object:
        return "active"  # `after rebels shell a town`, `after Russia bombs the port`
    if before in (")", "and") and behind in _DETERMINERS:
        is_infinitive = before == "and" and not is_third and "to" in scene.lowers[position - _INFINITIVE_REACH : position]
        return "infinitive" if is_infinitive else "active"  # `the People's Front (PF) attacks the town`
    if not is_third and behind not in _NOUN_BEHIND and _is_verb_of_plural(scene, position, before, behind):
        return "active"
    if subject is None and before.endswith("ly") and behind not in _NOUN_BEHIND and any(p.end == position - 1 for p in scene.phrases):
        return "active"  # `the Tigers aerially attack the port`
    if subject is None and is_third and behind in _DETERMINERS and is_behind_wielder(scene, position):
        return "active"
    if subject is None or subject.preposition is not None:
        return "noun"
    is_plural = before.endswith(("s", "men")) or before in _PLURALS
    if behind == "and" and is_third and not is_plural and scene.lowers[position + 3 : position + 4] in (["a"], ["an"], ["the"]):
        return "active"  # `arrests and charges a couple`
    if behind in _NOUN_BEHIND:
        is_verb = is_plural and not is_third and subject.kind not in ("nation", "place") and behind in _VERB_BEHIND
    elif is_third:
        is_verb = not is_plural or subject.kind in ("place", "organization") or behind in _DETERMINERS
    else:
        is_verb = is_plural or behind in _DETERMINERS
    return "active" if is_verb else "noun"


def _is_verb_of_plural(scene: Scene, position: int, before: str, behind: str) -> bool:
    """`police also arrest two men`, `rebels kill two guards and raid the post`: behind an adverb, or `and` before an object."""
    if before == "and":
        return behind in _DETERMINERS
    second = scene.lowers[position - 2] if position - 2 >= scene.first else ""
    return before in _ADVERBS and (second.endswith("s") or second in _PLURALS)


def _behind_place(scene: Scene, place: Phrase, behind: str) -> str:
    """`police in Lima arrest two men`: the plural before the place acts."""
    before = scene.lowers[place.first - 2] if place.first - 2 >= scene.first else ""
    is_plural = before.endswith("s") or before in _PLURALS
    plural = next((p for p in scene.phrases if p.end == place.first - 1 and p.preposition is None), None)
    is_head = plural is not None and plural.first - scene.first <= 1 and behind in _VERB_BEHIND  # `Miners in Kiruna protest against`
    return "active" if plural is not None and is_plural and (behind not in _NOUN_BEHIND or is_head) else "noun"


def _ing_use(scene: Scene, position: int, before: str, behind: str, lexicon: Lexicon) -> str:
    """`was killing` is active, `, killing six` a participle, `the killing of` and `car bombing` are nouns."""
    back = position - 1
    while back > scene.first and scene.lowers[back] in _ADVERBS:
        back -= 1
    before = scene.lowers[back] if back >= scene.first else before
    if before in _BE:
        return "active"
    if behind in _RAIDS:
        return "noun"  # `the firebombing attack`
    if (before == "," and behind in _COUNTING) or (behind == "at" and scene.lowers[position + 2 : position + 3] == ["least"]):
        return "participle"
    if behind == "of" or before in lexicon.classes["determiner"] or before in _BEFORE_GERUND:
        return "noun" if behind in _NOUN_BEHIND or before not in ("by", "after", "of") else "participle"
    if behind in _NOUN_BEHIND or before in _COMPOUNDED or behind in _RISING:
        return "noun"
    return "participle"
