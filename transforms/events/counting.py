"""Counting: whom the word for a fate counts among the killed or the injured, before it or behind it."""

from typing import Final

from transforms.events.lexicon import Lexicon, word_class
from transforms.events.quantities import CHAIN_ENDS, STOPS, Count, Quantity, add, is_singular, read_number, read_people, read_person
from transforms.events.scene import Phrase, Scene

_OPENED_BY: Final = {")": "(", "”": "“", '"': '"', "»": "«"}
_WIDEST_ASIDE: Final = 7  # tokens
_LIST_SIGNS: Final = frozenset((",", "and", "(", ")"))
_ONE: Final = Count(1, 1, 1)
_BREAKS: Final = word_class("breaks")
_BE: Final = word_class("casualties_be")
_SKIPPED: Final = word_class("skipped")
_SUBSET: Final = word_class("subset")
_COUNTED_BEFORE: Final = word_class("counted_before")
_CLAIMS: Final = word_class("claims")
_HARM_NOUNS: Final = word_class("harm_nouns")
_LEAVING: Final = frozenset(("leaving", "leaves", "leave", "left", "causing", "caused"))
_GOVERNORS: Final = word_class("governors")
_DONE_TO_DEATH: Final = word_class("done_to_death")
_PEOPLE: Final = word_class("kinds_of_people")
_NOT_DONE: Final = word_class("not_done")
_PRONOUNS: Final = frozenset(("him", "her", "himself", "herself", "themselves"))
_TRANSITIVE: Final = word_class("kills_others")
_BODIES: Final = word_class("bodies")
_COME_UPON: Final = word_class("come_upon")
_GO_ON: Final = frozenset(("and", "his", "her", "their"))  # behind a comma: `six priests, their cook`
_ONE_OF: Final = frozenset(("a", "an", "his", "her", "their"))


def told_by(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> Quantity | None:
    """The people whom the word at `position` counts among the killed or the injured."""
    lowers = scene.lowers
    word = lowers[position]
    behind = lowers[position + 1] if position + 1 < scene.end else "."
    if lowers[position - 1] in ("to", "of") and not _NOT_DONE.isdisjoint(lowers[max(scene.first, position - 3) : position]):
        return None  # `tried to kill a guard`, `on a charge of murdering a guard`
    if word == "toll":
        return first_number(scene, position + 1, lexicon)
    if word in ("death", "deaths") and behind == "of":
        return chain(scene, position + 2 + 2 * (lowers[position + 2 : position + 4] == ["the", "first"]), lexicon)
    if word == "death" and lowers[position - 1 : position] == ["to"]:
        return _done_to_death(scene, position, reach, lexicon)
    if word == "lives":
        return _claimed_lives(scene, position, reach, behind, lexicon)
    back = position - 1
    while back > scene.first and lowers[back] in _SKIPPED:
        back -= 1
    passive = back >= scene.first and lowers[back] in _BE
    by_shot = word == "dead" and lowers[back] in _DONE_TO_DEATH and lowers[max(scene.first, back - 1)] not in _BE
    ahead = None if passive or (word in _COUNTED_BEFORE and not by_shot) else chain(scene, position + 1, lexicon)
    if ahead is None and word in _TRANSITIVE and behind not in _PRONOUNS:
        return None  # `rebels kill soldiers`: whoever stands before it acts
    return ahead or _before(scene, position, reach, lexicon)


def _claimed_lives(scene: Scene, position: int, reach: int, behind: str, lexicon: Lexicon) -> Quantity | None:
    """`claimed the lives of four brothers`, `claimed four lives`."""
    if _CLAIMS.isdisjoint(scene.lowers[max(scene.first, position - 6) : position]):
        return None
    return chain(scene, position + 2, lexicon) if behind == "of" else _before(scene, position, reach, lexicon)


def _done_to_death(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> Quantity | None:
    """`was stabbed to death`, `hacked two men to death`: whom the verb before names."""
    for at in range(position - 2, max(reach, position - 9) - 1, -1):
        if scene.lowers[at].endswith("ed") or scene.lowers[at] in _DONE_TO_DEATH:
            return chain(scene, at + 1, lexicon) or _before(scene, at, reach, lexicon)
    return None


def first_number(scene: Scene, position: int, lexicon: Lexicon, within: int = 10) -> Quantity | None:
    """The first number of people from `position` on, at most so many tokens behind it."""
    for at in range(position, min(scene.end, position + within)):
        quantity = read_number(scene, at, lexicon)
        if quantity is not None:
            return quantity
    return None


def chain(scene: Scene, position: int, lexicon: Lexicon) -> Quantity | None:
    """`two soldiers and at least three civilians`: quantities that follow at once, joined by commas and `and`."""
    lowers, end = scene.lowers, scene.end
    total, at, last = None, position, position
    while at < end:
        quantity = read_people(scene, at, lexicon)
        if quantity is None:
            break
        total = quantity.people if total is None else add(total, quantity.people)
        at = _age_end(scene, _noun_end(scene, quantity.end, lexicon))
        last = max(last, at)
        if at + 1 < end and lowers[at] in ("in", "near", "at"):
            at = _resumes(scene, at, lexicon)
        if at + 1 >= end or lowers[at] not in (",", "and"):
            break
        at += 2 if lowers[at] == "," and lowers[at + 1] == "and" else 1
        if at >= end or lowers[at] in _SUBSET or lowers[at] in ("the", "its") or _is_apposition(scene, last, at):
            break
    return None if total is None else Quantity(total, position, last)


def _is_apposition(scene: Scene, end: int, position: int) -> bool:
    """`killed Ana Ruiz, a commander of the army`: what stands behind a name and a comma says who that is."""
    if position != end + 1 or scene.lowers[end] != "," or scene.lowers[position] not in ("a", "an"):
        return False
    return any(name.end_token == end and name.entity_type == "person" for name in scene.names)


def _age_end(scene: Scene, position: int) -> int:
    """Where the age that follows a name ends: `Ana Ruiz, 31, and`; `position` if none does."""
    lowers, end = scene.lowers, scene.end
    is_age = position + 2 < end and lowers[position] == "," and lowers[position + 1].isdigit() and lowers[position + 2] == ","
    return position + 2 if is_age else position


def _noun_end(scene: Scene, position: int, lexicon: Lexicon) -> int:
    """Where the noun behind a number ends: at a sign, a conjunction, a preposition, or the next fate."""
    killed, injured = lexicon.classes["killed"], lexicon.classes["injured"]
    at = position
    while at < scene.end:
        word = scene.lowers[at]
        if word in CHAIN_ENDS or word in STOPS or word in _SUBSET or word in (",", "and", "or") or word in killed or word in injured:
            break
        at += 1
    return at


def _resumes(scene: Scene, position: int, lexicon: Lexicon) -> int:
    """Where `killed a guard in one town and two farmers in another` goes on counting; `position` if it does not."""
    for at in range(position, min(scene.end - 2, position + 9)):
        word = scene.lowers[at]
        if word in STOPS or word in _BREAKS or word == ",":
            return position
        if word == "and":
            behind = next((p for p in scene.phrases if at < p.first <= at + 3), None)
            counted = read_people(scene, at + 1, lexicon)
            return at if behind is not None and behind.kind in _PEOPLE and counted is not None else position
    return position


def _before(scene: Scene, position: int, reach: int, lexicon: Lexicon) -> Quantity | None:
    """The people counted to the left of the word: the last run of quantities in its clause that no preposition governs."""
    lowers = scene.lowers
    start = position
    while start > reach and ((aside := _aside(lowers, start)) or (lowers[start - 1] not in STOPS and lowers[start - 1] not in _BREAKS)):
        start -= max(aside, 1)
    runs: list[list[Quantity]] = [[]]
    at, subset = start, False
    while at < position:
        word = lowers[at]
        if word in ("including", "among") or (word == "of" and lowers[at + 1] in ("them", "whom")):
            subset = True
        elif word == ",":
            subset = False
            if not (lowers[at + 1].isdigit() or lowers[at + 1] in lexicon.numbers or lowers[at + 1] in _GO_ON):
                runs.append([])
        quantity = read_number(scene, at, lexicon) or (read_person(scene, at) if word in _ONE_OF else None)
        if quantity is not None and quantity.first >= position:
            break  # `a round of shelling left injuries, Ruiz said`
        if quantity is not None and not subset and (quantity.first == start or lowers[quantity.first - 1] not in _GOVERNORS):
            runs[-1].append(quantity)
        at = at + 1 if quantity is None else quantity.end
    told = next((run for run in reversed(runs) if run), None)
    if told is None:
        return None if lowers[position] in _HARM_NOUNS else _single_before(scene, start, position)
    total = told[0].people
    for quantity in told[1:]:
        total = add(total, quantity.people)
    return Quantity(total, told[0].first, position + 1)


def _aside(lowers: list[str], end: int) -> int:
    """The tokens of an age in brackets or a name in quotation marks that ends here: `Ana Ruiz (31)`, `the “Free” army`; 0 if none does."""
    sign = _OPENED_BY.get(lowers[end - 1]) if end > 3 else None
    if sign is None:
        return 0
    return next((width for width in range(3, min(_WIDEST_ASIDE, end)) if lowers[end - width] == sign), 0)


def _single_before(scene: Scene, start: int, position: int) -> Quantity | None:
    """`a soldier was killed`: the singular subject."""
    for phrase in reversed(scene.phrases):
        if phrase.end > position or phrase.first < start or phrase.preposition is not None:
            continue
        if not (_HARM_NOUNS | _LEAVING).isdisjoint(scene.lowers[phrase.end : position]):
            return None
        if phrase.kind == "person":
            return _named(scene, phrase, start)._replace(end=position + 1)
        if phrase.kind in _PEOPLE and is_singular(scene.lowers[phrase.end - 1]):
            return Quantity(_ONE, phrase.first, position + 1)
        return None
    return None


def _named(scene: Scene, last: Phrase, start: int) -> Quantity:
    """`Ana Ruiz (31) and Juan Paz were killed`: as many as are named one after the other."""
    first, number = last.first, 1
    for phrase in reversed(scene.phrases):
        if phrase.end > first or phrase.first < start:
            continue
        between = scene.lowers[phrase.end : first]
        if phrase.kind != "person" or not all(word in _LIST_SIGNS or word.isdigit() for word in between) or not between:
            break
        first, number = phrase.first, number + 1
    return Quantity(Count(number, number, number), first, last.end)


def bodies(scene: Scene, lexicon: Lexicon) -> Quantity | None:
    """`the bodies of four men were found`, `found two bodies`: each body is one killed."""
    lowers = scene.lowers
    if _BODIES.isdisjoint(scene.words) or _COME_UPON.isdisjoint(scene.words):
        return None
    position = next(at for at in range(scene.first, scene.end) if lowers[at] in _BODIES)
    if lowers[position + 1 : position + 2] == ["of"]:
        return _whose(scene, position + 2, lexicon) if position + 2 < scene.end else None
    for at in range(max(scene.first, position - 3), position):
        counted = read_number(scene, at, lexicon)
        if counted is not None and counted.end <= position:
            return counted._replace(end=position + 1, at=position)
    return Quantity(_ONE, position, position + 1, position) if lowers[position] in ("body", "corpse") else None


def _whose(scene: Scene, position: int, lexicon: Lexicon) -> Quantity | None:
    """The people whose bodies are told of."""
    told = chain(scene, position, lexicon)
    return None if told is None else told._replace(at=position)
