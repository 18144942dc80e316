"""When an event happened: the expression that modifies its trigger, else its sentence's."""

import datetime
import itertools
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.document import Document
from transforms.events.asides import aside_of, between, is_of_another, is_shared
from transforms.events.lexicon import Lexicon, word_class
from transforms.events.scene import Scene
from transforms.events.triggers import Trigger

if TYPE_CHECKING:
    from transforms.dates import DateMention


class When(NamedTuple):
    """The columns of an event's date."""

    start: datetime.date | None
    end: datetime.date | None
    date_prec: int | None
    is_report_date: bool
    start_char: int | None
    end_char: int | None


_OFFSET_REACH: Final = 6  # tokens from `after` to a date of what came before
_PERIODS: Final = frozenset(("days", "weeks", "months", "years"))
_VAGUE: Final = frozenset(("recent", "last", "past", "few"))
_PERIOD_REACH: Final = 8  # tokens from a trigger to the period in which it happened
_SPANNING: Final = word_class("over_period")
_ARTICLES: Final = frozenset(("a", "an", "the", "its", "their", "his", "her"))
_WIDEST_MODIFIER: Final = 7  # tokens between a year and the noun that it stands before
_SPAN_OPENERS: Final = frozenset(("between", "from"))
_SPAN_SIGNS: Final = frozenset(("and", "to", "until", "-", "–"))
_WEEK: Final = 7  # days
_LONGEST_MONTH: Final = 31  # days
_YEAR: Final = 5  # a precision by which no week is told
_BEFORE_DATE: Final = word_class("before_date")
_DAYS_IN: Final = {"day": 1, "days": 1, "week": 7, "weeks": 7}
_CLAUSE_SIGNS: Final = word_class("clause_signs")
_PREPOSITIONS: Final = word_class("prepositions") | {"without"}
_IS: Final = frozenset(("is", "are"))
_OCCASIONS: Final = frozenset(("in", "during"))
_AGE: Final = 7300  # days; what spans two decades or more is no event's date
_MONTH: Final = 4
_FAR: Final = 8  # tokens
_DATED: Final = word_class("dated_thing")
_OF_A_YEAR: Final = word_class("dated_text") | _DATED  # what a year alone may tell apart
_AHEAD_REACH: Final = 5  # tokens from a noun to the day on which it is to happen
_PARTING: Final = word_class("ends") | {"until", "by", "before", "for", "to", "of", "ahead"}
_NAMED_FOR_DAY: Final = word_class("named_for_day")
_FOUND_LATER: Final = word_class("found_later")
_ORDINALS: Final = word_class("ordinal")
_ORDINAL_ENDS: Final = frozenset(("st", "nd", "rd", "th"))
_COUNTED_REACH: Final = 9  # tokens from an ordinal to the month in which it counts
_JOINING: Final = frozenset(("and", "or"))
_BEHIND_PARTICIPLE: Final = word_class("after_passive") | {"by", "last", "yesterday", "earlier"}
_CHAIN_SIGNS: Final = frozenset((",", "(", "and"))
NO_DAY: Final = When(None, None, None, False, None, None)


def report_date(document: Document) -> When:
    """The report's own date, for want of another; unknown if the report has none."""
    day = document.published_on
    return When(day, day, 1 if day else None, day is not None, None, None)


def find_date(scene: Scene, trigger: Trigger, document: Document, dateline_end: int, lexicon: Lexicon, latest: datetime.date | None) -> When | None:
    """The nearest time expression of the sentence that begins by `latest`, one behind the trigger first; None if there is none.

    A date beside a verb of saying tells when it was said, and so does one before a noun with a verb of stating between.
    """
    offset = _offset(scene, trigger, document, lexicon)
    if offset is not None:
        return offset
    said, stating = lexicon.classes["say"], lexicon.stating
    best, best_distance = None, 1 << 30
    for date in scene.dates:
        if date.date_start is None or date.date_end is None or date.first_token < dateline_end or not _is_day_or_span(scene, trigger, date, latest):
            continue
        if date.first_token > scene.first and scene.lowers[date.first_token - 1] in _BEFORE_DATE:
            continue
        if _is_in_name(scene, date) or _is_of_finding(scene, trigger, date) or _is_counted(scene, date, document):
            continue
        if _is_of_thing(scene, trigger, date) or _is_of_occasion(scene, date) or _is_of_participle(scene, trigger, date, lexicon):
            continue
        if latest is not None and date.date_start > latest:
            continue
        if not is_shared(scene, trigger, aside_of(scene, date.first_token)):
            continue
        if _is_of_saying(scene, date, said, lexicon) or _is_told_as_news(scene, trigger, date, document):
            continue
        if is_of_another(scene, trigger, date.first_token, date.end_token):
            continue
        if trigger.use == "noun" and date.end_token <= trigger.first and not stating.isdisjoint(scene.lowers[date.first_token - 1 : trigger.first]):
            continue
        behind = date.first_token - trigger.end
        distance = 2 * behind if behind >= 0 else 3 * (trigger.first - date.end_token)
        distance += 10 * sum(word in _CLAUSE_SIGNS for word in between(scene, trigger, date.first_token, date.end_token))
        if trigger.use == "noun" and _is_modifier(scene, trigger, date):
            distance = 0
        if distance < best_distance:
            best, best_distance = date, distance
    if best is None:
        return None
    return _to_its_end(scene, best)


def is_ahead(scene: Scene, trigger: Trigger, document: Document) -> bool:
    """`a rally in Lima tomorrow`: a noun close behind which a day stands that is yet to come."""
    day = document.published_on
    if trigger.use != "noun" or day is None:
        return False
    ahead = [date for date in scene.dates if date.date_start is not None and date.date_start > day and trigger.end <= date.first_token]
    return any(date.first_token - trigger.end <= _AHEAD_REACH and not _is_cut_off(scene, trigger, date) for date in ahead)


def _is_cut_off(scene: Scene, trigger: Trigger, date: "DateMention") -> bool:
    """Whether another trigger, a sign or a verb of its own parts a noun from a date."""
    between_words = scene.lowers[trigger.end : date.first_token]
    return any(trigger.end <= head < date.first_token for head in scene.heads) or not _PARTING.isdisjoint(between_words)


def _to_its_end(scene: Scene, date: "DateMention") -> When:
    """`between 1996 and 1999`: with the second of two dates that a span begins and ends with."""
    when = When(date.date_start, date.date_end, date.date_prec, False, date.start_char, date.end_char)
    if date.date_start is None or date.first_token == scene.first or scene.lowers[date.first_token - 1] not in _SPAN_OPENERS:
        return when
    last = next((other for other in scene.dates if other.first_token == date.end_token + 1), None)
    if last is None or last.date_end is None or last.date_end <= date.date_start or scene.lowers[date.end_token] not in _SPAN_SIGNS:
        return when
    days = (last.date_end - date.date_start).days
    return When(date.date_start, last.date_end, 2 if days < _WEEK else 4 if days < _LONGEST_MONTH else _YEAR, False, date.start_char, last.end_char)


def _is_day_or_span(scene: Scene, trigger: Trigger, date: "DateMention", latest: datetime.date | None) -> bool:
    """A day or a time, or days or weeks that violence or protests went on for: `over the last two days`."""
    if date.timex_type != "DURATION":
        return date.timex_type in ("DATE", "TIME")
    if date.date_end is None or (latest is not None and date.date_end > latest) or (date.date_prec or _YEAR) >= _YEAR:
        return False
    is_told = date.first_token > scene.first and scene.lowers[date.first_token - 1] in _SPANNING
    return is_told and (trigger.sense.event.violent or trigger.sense.event.family == "protest")


def is_of_vague_period(scene: Scene, trigger: Trigger) -> bool:
    """`over the last few days`, `in recent weeks` right behind what happened: no day is told, not that of the report."""
    for date in scene.dates:
        if date.date_start is not None or date.timex_type not in ("DURATION", "DATE") or not 0 <= date.first_token - trigger.end <= _PERIOD_REACH:
            continue
        words = scene.lowers[date.first_token : date.end_token]
        if scene.lowers[date.first_token - 1] in _SPANNING and words[-1] in _PERIODS and not _VAGUE.isdisjoint(words):
            return aside_of(scene, date.first_token) == aside_of(scene, trigger.first)
    return False


def _is_of_thing(scene: Scene, trigger: Trigger, date: "DateMention") -> bool:
    """`the 2005 peace agreement`, `this month's elections`: the day of a thing that the trigger is not, nor happens in."""
    behind = date.end_token
    is_owner = scene.lowers[behind : min(scene.end, behind + 2)] in (["'", "s"], ["’", "s"])
    behind += 2 * is_owner
    if behind >= scene.end or behind in scene.heads or not scene.lowers[behind].isalpha():
        return False
    if not is_owner and scene.lowers[behind] not in _OF_A_YEAR and not _is_year_of_thing(scene, date, behind):
        return False
    before = scene.lowers[max(scene.first, date.first_token - 2 + is_owner) : date.first_token]
    if not _OCCASIONS.isdisjoint(before) and (trigger.sense.event.violent or ("during" in before and not is_owner)):
        return False
    widest = _WIDEST_MODIFIER if trigger.use in ("noun", "participle") else 2
    named = scene.lowers[behind : trigger.first]
    return not (behind <= trigger.first <= behind + widest and _PREPOSITIONS.isdisjoint(named))


def _is_year_of_thing(scene: Scene, date: "DateMention", behind: int) -> bool:
    """A bare year, or a day by its name (`the Christmas market`), between an article and a word that is neither a preposition nor a conjunction."""
    if date.end_token - date.first_token != 1 or date.first_token == scene.first or scene.lowers[date.first_token - 1] not in _ARTICLES:
        return False
    return scene.lowers[behind] not in _PREPOSITIONS and scene.lowers[behind] not in _CHAIN_SIGNS


def _is_in_name(scene: Scene, date: "DateMention") -> bool:
    """`the 14 October Brigade`, `the 6 April Movement`: a date that a name is made of."""
    if date.end_token < scene.end and scene.lowers[date.end_token] in _NAMED_FOR_DAY:
        return True
    return any(name.first_token <= date.first_token and date.end_token <= name.end_token for name in scene.names)


def _is_of_finding(scene: Scene, trigger: Trigger, date: "DateMention") -> bool:
    """`miners who were killed were found on Sunday`: the day of a verb that tells when violence came to light."""
    if not trigger.sense.event.violent or date.first_token < trigger.end:
        return False
    found = [at for at in range(trigger.end, date.first_token) if scene.lowers[at] in _FOUND_LATER]
    return bool(found) and not any(found[-1] < head < date.first_token for head in scene.heads)


def _is_counted(scene: Scene, date: "DateMention", document: Document) -> bool:
    """`the second such strike in September`: the month or year that goes on, in which this one of several is counted."""
    day = document.published_on
    if day is None or (date.date_prec or 0) < _MONTH or date.date_start is None or date.date_end is None:
        return False
    if not date.date_start <= day <= date.date_end:
        return False
    before = scene.lowers[max(scene.first, date.first_token - _COUNTED_REACH) : date.first_token]
    return not _ORDINALS.isdisjoint(before) or any(word in _ORDINAL_ENDS and number.isdecimal() for number, word in itertools.pairwise(before))


def _is_of_occasion(scene: Scene, date: "DateMention") -> bool:
    """`elections last month`, `the vote of 2009`, `the Mines Act 1923`: the day of a thing named right before it; `11th century`: an age."""
    if date.date_start is not None and date.date_end is not None and (date.date_end - date.date_start).days > _AGE:
        return True
    at = date.first_token - 1
    at -= scene.lowers[at] == "of" or (scene.lowers[at] == "in" and (date.date_prec or 0) >= _MONTH)
    is_year = date.end_token - date.first_token == 1 and scene.lowers[date.first_token].isdecimal()
    return scene.first <= at and at not in scene.heads and scene.lowers[at] in (_OF_A_YEAR if is_year else _DATED)


def _is_of_participle(scene: Scene, trigger: Trigger, date: "DateMention", lexicon: Lexicon) -> bool:
    """`executed a pilot captured on 9 April`, `a man arrested in Lima in July is charged`: the day of a participle that tells more of somebody."""
    if trigger.use == "noun":
        return False
    lowers, at = scene.lowers, date.first_token - 1
    at -= lowers[at] in _PREPOSITIONS
    if at > trigger.end and lowers[at] not in _JOINING and _is_past_verb(lowers[at], lexicon):
        is_own = lowers[at - 1] in _JOINING or not scene.noun_heads.isdisjoint(range(trigger.end, at))
        return not is_own and any(phrase.end == at and phrase.first >= trigger.end for phrase in scene.phrases)
    return date.end_token <= trigger.first and _is_of_subject(scene, trigger, date)


def _is_past_verb(word: str, lexicon: Lexicon) -> bool:
    return any(sense.is_verb and sense.form == "past" for sense in lexicon.senses.get(word, ()))


def _is_of_subject(scene: Scene, trigger: Trigger, date: "DateMention") -> bool:
    """Whether a participle and its date tell more of the subject of a verb in the present: `a man arrested in July is charged`."""
    near = scene.lowers[max(scene.first, trigger.first - 2) : trigger.first]
    if trigger.sense.form != "third" and _IS.isdisjoint(near):
        return False
    for head in scene.heads:
        if head < date.first_token and scene.lowers[head + 1] in _BEHIND_PARTICIPLE and "," not in scene.lowers[head : trigger.first]:
            return _IS.isdisjoint(scene.lowers[max(scene.first, head - 2) : head]) and "and" not in scene.lowers[date.end_token : trigger.first]
    return False


def _offset(scene: Scene, trigger: Trigger, document: Document, lexicon: Lexicon) -> When | None:
    """`two days after an attack` counts back from the report's date, to the day or the week; None if nothing is counted."""
    day = document.published_on
    own = aside_of(scene, trigger.first)
    for position in range(max(scene.first + 1, own.opener if own is not None else trigger.first - 4), trigger.first):
        if scene.lowers[position] != "after" or day is None:
            continue
        if scene.lowers[max(scene.first, position - 3)] == "for":
            continue  # `jailed for five days after a rally`
        if "would" in scene.lowers[position : trigger.first]:
            continue
        days = _DAYS_IN.get(scene.lowers[position - 1])
        number = _small_number(scene.lowers[position - 2], lexicon) if position - 2 >= scene.first else None
        if days and number:
            start = day - datetime.timedelta(days * number)
            spread = datetime.timedelta(0 if days == 1 else 3)
            if _is_dated_otherwise(scene, position, start):
                continue
            first, last = document.tokens.starts[position - 2], document.tokens.ends[position]
            return When(start - spread, start + spread, 1 if days == 1 else 3, False, first, last)
    return None


def _is_dated_otherwise(scene: Scene, after: int, day: datetime.date) -> bool:
    """`ten days after the attacks of 11 September`: whether a date close behind `after` tells another day."""
    near = [date for date in scene.dates if date.first_token <= after + _OFFSET_REACH and date.end_token > after and date.date_start is not None]
    return any(not (date.date_start <= day <= (date.date_end or day)) for date in near if date.date_start is not None)


def _small_number(word: str, lexicon: Lexicon) -> int | None:
    return int(word) if word.isdigit() and len(word) < 3 else lexicon.numbers.get(word)


def _is_modifier(scene: Scene, trigger: Trigger, date: "DateMention") -> bool:
    """`the 2010 flotilla raid`: the date stands before the noun in its phrase."""
    between = scene.lowers[date.end_token : trigger.first]
    widest = _WIDEST_MODIFIER if date.end_token - date.first_token == 1 and scene.lowers[date.first_token].isdecimal() else 3
    return date.end_token <= trigger.first and len(between) <= widest and _PREPOSITIONS.isdisjoint(between) and "," not in between


def _is_told_as_news(scene: Scene, trigger: Trigger, date: "DateMention", document: Document) -> bool:
    """`declares a truce ... two weeks after the crash`: a verb of the present tells of the report's day, whatever days stand farther on."""
    if date.date_prec == 1 and date.first_token <= scene.first + 1:
        return False  # `On 15 June gunmen set ...`
    is_active = trigger.use == "active" and trigger.sense.is_verb and trigger.sense.form in ("base", "third")
    is_present = is_active or (trigger.use == "passive" and not _IS.isdisjoint(scene.lowers[max(scene.first, trigger.first - 3) : trigger.first]))
    if not is_present or date.date_end is None or document.published_on is None:
        return False
    if (date.date_prec or 0) >= _MONTH and date.date_end >= document.published_on and date.first_token - trigger.end > _FAR:
        return True  # `rejects a challenge, allowing a vote to begin in mid-September`
    is_near = -2 <= date.first_token - trigger.end <= 3 or -2 <= trigger.first - date.end_token <= 3
    return not is_near and (document.published_on - date.date_end).days > 1


def _is_of_saying(scene: Scene, date: "DateMention", said: frozenset[str], lexicon: Lexicon) -> bool:
    """`police said on Monday`, `it was reported today that`, `Monday announced`."""
    before = [word for word in scene.lowers[max(scene.first, date.first_token - 3) : date.first_token] if word not in ("on", "late", "early", "the")]
    behind = scene.lowers[date.end_token] if date.end_token < scene.end else "."
    verb = scene.lowers[date.end_token + 1] if date.end_token + 1 < scene.end else "."
    is_relative = any(aside.opener == date.end_token for aside in scene.asides) or _is_past_verb(verb, lexicon)  # `on 7 May that left two dead`
    return (bool(before) and before[-1] in said) or behind in said or (behind == "that" and not is_relative)
