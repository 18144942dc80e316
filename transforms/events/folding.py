"""Folding: the mentions of one incident inside a report become one claim, with what each of them adds."""

import math
from typing import Final, NamedTuple

from transforms.events.casualties import Toll
from transforms.events.lexicon import word_class
from transforms.events.mention import EventMention
from transforms.events.quantities import Count, add, larger


class Draft(NamedTuple):
    """A mention on its way: what the columns do not say but folding asks."""

    mention: EventMention
    family: str
    rank: int
    paragraph_no: int
    part: int  # where in the document its part of the sentence begins, as a token
    is_new: bool  # a cue says that this is another incident
    is_anaphoric: bool  # `the attack`: told before, if anything like it was
    is_by_known: bool  # `the attackers`: who acts was told before
    is_finite: bool  # told by a finite verb, not by a noun
    is_open: bool  # its ACLED type depends on who is hit
    is_outcome: bool  # only tells what another act led to: `, killing six`, `and killed six`
    has_date: bool  # an expression of its own, not taken over
    has_place: bool
    is_specific: bool  # tells more than that such things happen
    is_background: bool  # known already when the report's news happened
    aside: int | None  # where the aside that tells it opens, as a token
    is_answered: bool  # told as what another act answers
    toll: Toll | None
    is_weak: bool  # names nobody who is hit, at most a thing or a number


def fold(drafts: list[Draft]) -> list[Draft]:
    """Drafts of one incident joined, each into the latest that it can be about."""
    folded: list[Draft] = []
    for draft in drafts:
        for index in range(len(folded) - 1, -1, -1):
            if _is_same(folded[index], draft):
                folded[index] = _join(folded[index], draft)
                break
        else:
            folded.append(draft)
    return folded


_PLURALS: Final = ("s", "people", "men", "women", "children", "others")
_DESTROYING: Final = "destroy"
_ONE_INCIDENT: Final = frozenset(("violence", "abduction"))  # families that one sentence tells as one incident


def _is_same(old: Draft, new: Draft) -> bool:
    """Whether two drafts may be about one incident."""
    same_sentence = old.mention.sentence_no == new.mention.sentence_no and old.part == new.part
    if old.mention.modality != new.mention.modality or _is_answer(old.mention, new.mention):
        return False
    if old.family != new.family and not (same_sentence and ({old.family, new.family} == _ONE_INCIDENT or _is_riot_with_victims(old, new))):
        return False
    if (new.is_new or _is_return(old.mention, new.mention)) and not same_sentence:
        return False
    if same_sentence and old.is_background != new.is_background and old.aside != new.aside:
        return False
    if same_sentence and (old.is_answered != new.is_answered or (old.aside != new.aside and _is_of_property(old, new))):
        return False
    if same_sentence and new.is_outcome:
        return True
    if old.has_date and new.has_date and not _dates_meet(old.mention, new.mention):
        return False
    if new.is_anaphoric or not (new.is_finite or new.toll is not None):
        return True
    if _is_same_victim(old.mention, new.mention):
        return True
    if new.is_finite and not new.is_by_known and _is_other_act(old.mention, new.mention):
        return False
    return not (old.has_place and new.has_place and not _places_meet(old.mention, new.mention))


def _is_answer(old: EventMention, new: EventMention) -> bool:
    """`a man shoots two clerks before being shot by police`: whether somebody else does it to the very one who acts in the other."""
    return new.actor1_text is not None and new.actor2_end_char is not None and new.actor2_end_char == old.actor1_end_char


def _is_return(old: EventMention, new: EventMention) -> bool:
    """Whether who acts in one is acted upon in the other: a raid and the raid that answers it are two; what it cost its own side is not."""
    if new.actor1_text is None:
        return False
    return any(one is not None and one == other for one, other in ((old.actor1_id, new.actor2_id), (old.actor2_id, new.actor1_id)))


def _is_same_victim(old: EventMention, new: EventMention) -> bool:
    """Whether the same is told of the same: `the priest` who was kidnapped, wherever a later sentence seems to place it."""
    if old.event_mode != new.event_mode or old.actor2_text is None or new.actor2_text is None:
        return False
    if old.actor2_id is not None and new.actor2_id is not None:
        return old.actor2_id == new.actor2_id and old.actor2_id.startswith(("person:", "corpus:"))
    short, long = sorted((old.actor2_text.lower().split(), new.actor2_text.lower().split()), key=len)
    return set(short) <= set(long) and not short[-1].endswith(_PLURALS)


def _is_other_act(old: EventMention, new: EventMention) -> bool:
    """Whether another sentence tells of what was burned or destroyed: an act of its own beside a killing or a bombing."""
    return old.sentence_no != new.sentence_no and new.event_mode == _DESTROYING != old.event_mode


def _is_of_property(a: Draft, b: Draft) -> bool:
    """Whether one of two acts burns or destroys, and the other does not: `burned an office after the murder of a clerk`."""
    return (a.mention.event_mode == _DESTROYING) != (b.mention.event_mode == _DESTROYING)


def _is_riot_with_victims(a: Draft, b: Draft) -> bool:
    """`two people were killed in clashes of police and protesters`: a riot and what it led to."""
    return any(riot.mention.event_mode == "riot" and other.family == "violence" and other.is_open for riot, other in ((a, b), (b, a)))


def _dates_meet(a: EventMention, b: EventMention) -> bool:
    if a.event_date_start is None or b.event_date_start is None or a.event_date_end is None or b.event_date_end is None:
        return True
    return a.event_date_start <= b.event_date_end and b.event_date_start <= a.event_date_end


def _places_meet(a: EventMention, b: EventMention) -> bool:
    """Whether two places may be one: the same, one in the other, or within 30 km."""
    if a.place_id == b.place_id:
        return True
    if a.country_iso3 and b.country_iso3 and a.country_iso3 != b.country_iso3:
        return False
    if (a.where_prec or 1) >= 3 or (b.where_prec or 1) >= 3:
        return True
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return a.place_name == b.place_name
    east = (a.longitude - b.longitude) * math.cos(math.radians(a.latitude))
    return math.hypot(a.latitude - b.latitude, east) * 111.2 <= 30


_ASSAILANTS: Final = word_class("perpetrators") | word_class("suspects") | {"gunman", "gunmen", "shooter", "shooters"}
_INSTRUMENT: Final = ("instrument", "instrument_start_char", "instrument_end_char")
_MONTH: Final = 4  # a precision
_TWO_SIDED: Final = frozenset(("riot", "firearms"))  # modes of fights, which name both sides at once
_ACTOR1: Final = ("actor1_id", "actor1_name", "actor1_text", "actor1_start_char", "actor1_end_char")
_ACTOR2: Final = ("actor2_id", "actor2_name", "actor2_text", "actor2_start_char", "actor2_end_char")
_PLACE: Final = ("place_id", "place_name", "place_start_char", "place_end_char", "country_iso3", "latitude", "longitude", "where_prec")
_DATE: Final = ("event_date_start", "event_date_end", "date_prec", "date_is_report_date", "date_start_char", "date_end_char")


def _join(old: Draft, new: Draft) -> Draft:
    """The more specific of two drafts, with the values that only the other has."""
    near = old.mention.sentence_no == new.mention.sentence_no
    tells_more = new.rank < old.rank and (new.is_specific or near) and not (new.is_anaphoric and new.mention.trigger_lemma == "attack")
    base, other = (new, old) if tells_more else (old, new)
    kept, extra = base.mention, other.mention
    changes: dict[str, object] = {}
    two_sided = kept.actor1_text is not None and kept.actor2_text is not None and kept.event_mode in _TWO_SIDED
    if near and other.is_finite and not base.is_finite and not two_sided:
        if extra.actor1_text is not None and extra.actor1_end_char != kept.actor2_end_char:
            changes |= {name: getattr(extra, name) for name in _ACTOR1}
        if extra.actor2_text is not None and extra.actor2_end_char != kept.actor1_end_char and (base.is_weak or not other.is_weak):
            changes |= _recipient(base, other)
        kept = kept._replace(**changes)  # type: ignore[arg-type]
    if kept.actor1_text is None and extra.actor1_end_char != kept.actor2_end_char and (near or not _is_end_of_assailant(extra)):
        changes |= {name: getattr(extra, name) for name in _ACTOR1}
    is_place = kept.actor2_id is not None and kept.actor2_id == kept.place_id
    says_who = is_place and not other.is_weak and extra.actor2_id != kept.actor2_id  # a place was named as hit, now people
    says_who = says_who or (near and base.is_weak and not other.is_weak)  # or a thing or a number was
    is_silent = kept.actor2_text is None and (near or not other.is_weak)
    if (is_silent or says_who) and extra.actor2_end_char != kept.actor1_end_char:
        changes |= _recipient(base, other)
    if _tells_more_of_place(extra, kept, other.has_place and not base.has_place):
        changes |= {name: getattr(extra, name) for name in _PLACE}
    if other.has_date and not _tells_less_of_day(extra, kept) and (not base.has_date or (extra.date_prec or 9) < (kept.date_prec or 9)):
        changes |= {name: getattr(extra, name) for name in _DATE}
    if kept.instrument is None:
        changes |= {name: getattr(extra, name) for name in _INSTRUMENT}
    mention = kept._replace(**changes) if changes else kept  # type: ignore[arg-type]
    return base._replace(
        mention=mention, toll=join_tolls(old.toll, new.toll), has_date=old.has_date or new.has_date,
        is_finite=base.is_finite or (near and other.is_finite), has_place=old.has_place or new.has_place,
        is_specific=old.is_specific or new.is_specific, is_new=old.is_new,
        is_weak=base.is_weak and other.is_weak,
    )  # fmt: skip


def _is_end_of_assailant(mention: EventMention) -> bool:
    """`the gunman is shot by police`: whether a mention tells what became of who had done it."""
    return mention.actor2_text is not None and mention.actor2_text.lower().split()[-1] in _ASSAILANTS


def _tells_less_of_day(extra: EventMention, kept: EventMention) -> bool:
    """Whether a month or year holds the report's day that the other was told on as news."""
    if not kept.date_is_report_date or kept.event_date_start is None or extra.event_date_start is None or extra.event_date_end is None:
        return False
    return (extra.date_prec or 0) >= _MONTH and extra.event_date_start <= kept.event_date_start <= extra.event_date_end


def _recipient(base: Draft, other: Draft) -> dict[str, object]:
    """Who is hit, as the other draft tells it, and with it the ACLED type where that depends on who is hit."""
    is_undecided = base.is_open and other.is_open and base.mention.acled_event_type != "Battles"
    columns = (*_ACTOR2, "acled_event_type", "acled_sub_event_type") if is_undecided else _ACTOR2
    return {name: getattr(other.mention, name) for name in columns}


def _tells_more_of_place(extra: EventMention, kept: EventMention, only_extra: bool) -> bool:
    if only_extra:
        return True
    return extra.where_prec is not None and (kept.where_prec is None or extra.where_prec < kept.where_prec)


def join_tolls(old: Toll | None, new: Toll | None) -> Toll | None:
    """The toll of one incident told twice: what is `also` killed adds, and so do the attackers; else the larger, else the later, holds."""
    if old is None or new is None:
        return old or new
    combine = add if new.adds or (new.of_attackers and not old.of_attackers) else larger
    killed = _combined(old.killed, new.killed, combine)
    injured = _combined(old.injured, new.injured, combine)
    keeps = killed == old.killed
    first, end = (old.first, old.end) if keeps else (new.first, new.end)
    return Toll(killed, injured, first, end, old.at, old.adds, old.of_attackers or new.of_attackers)


def _combined(old: Count | None, new: Count | None, combine: object) -> Count | None:
    if old is None or new is None:
        return old or new
    return combine(old, new)  # type: ignore[operator, no-any-return]
