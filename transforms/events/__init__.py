"""Events: who did what to whom, where and when, as one report claims it."""

import datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from transforms.document import Document
from transforms.events.accidents import is_accident
from transforms.events.acled import acled_types
from transforms.events.asides import answered, find_asides, told_in
from transforms.events.attribution import find_speaker
from transforms.events.background import is_background
from transforms.events.casualties import Toll, find_toll
from transforms.events.confidence import FLOOR, confidence, weigh
from transforms.events.dates import NO_DAY, When, find_date, is_ahead, report_date
from transforms.events.folding import Draft, fold, join_tolls
from transforms.events.intent import announced
from transforms.events.lexicon import Lexicon, load_lexicon, word_class
from transforms.events.mention import EventMention
from transforms.events.merging import merge_keys, merge_mentions
from transforms.events.modality import find_modality
from transforms.events.naming import is_only_named
from transforms.events.past_acts import over_by
from transforms.events.phrases import with_phrases
from transforms.events.places import find_place
from transforms.events.recoding import recoded
from transforms.events.roles import Roles, find_roles
from transforms.events.scene import Aside, Phrase, Scene, read_scene, split_incidents, without_topic
from transforms.events.sites import with_site
from transforms.events.specificity import is_specific
from transforms.events.sums import is_of_war, is_sum
from transforms.events.targets import find_target, is_beside_target, number_alone
from transforms.events.triggers import Trigger, find_candidates, find_triggers
from transforms.events.where import NOWHERE, Place
from transforms.events.whole_phrases import whole

if TYPE_CHECKING:
    from transforms.dates import DateMention
    from transforms.names import NameMention
    from transforms.reference import Reference

__all__ = ["EventMention", "find_events", "merge_keys", "merge_mentions"]

_BE: Final = word_class("triggers_be")
_NEW: Final = word_class("new")
_DEFINITE: Final = word_class("definite")
_HISTORICAL_DAYS: Final = 90
_UNDONE: Final = frozenset(("planned", "hypothetical"))  # what has not happened did not happen on the day of the report
_PEOPLE: Final = word_class("kinds_of_people")
_SETTING: Final = frozenset(("at", "during", "on", "near", "against", "before", "after", "following", "amid", "of"))
_SUBORDINATE: Final = frozenset(("after", "before", "because", "since", "until", "once"))
_OUTCOMES: Final = frozenset(("killing", "wounding"))
_YEAR: Final = 5  # a precision
_NONVIOLENT_RANK: Final = 50
_LEAD: Final = 2  # sentences; behind them only violence is told
_OPENING: Final = 20  # characters: `On 5 March 2021, ...`, as coded notes begin
_BLANKS: Final = ("",) * 8
_SHORT_SPANS: Final = frozenset(("minutes", "hours", "hour"))


def find_events(document: Document, dates: "list[DateMention]", names: "list[NameMention]", reference: "Reference") -> list[EventMention]:
    """The claims of a report, one an incident, in order of trigger; `dates` and `names` are those of the same document."""
    lexicon = load_lexicon()
    document = _with_blanks_behind(document)
    drafts = _draft(document, dates, names, reference, lexicon)
    told = sorted((draft for draft in fold(drafts) if draft.is_specific), key=lambda draft: draft.mention.trigger_start_char)
    violent = 0
    mentions: list[EventMention] = []
    for draft in told:
        mention = _with_toll(draft, document)
        if draft.rank < _NONVIOLENT_RANK:
            mention = mention._replace(confidence=confidence(weigh(draft, mention, document, violent)))
            violent += mention.modality == "actual"
            if mention.confidence < FLOOR and mention.sentence_no > 0 and mention.modality == "actual":
                continue
        mentions.append(mention)
    return mentions


def _with_blanks_behind(document: Document) -> Document:
    """The document with blank words behind its last, so that grammar may look past the end of a text."""
    tokens = document.tokens._replace(lowers=[*document.tokens.lowers, *_BLANKS])
    return Document(document.text, document.published_on, document.body_start, tokens, document.sentences)


def _draft(document: Document, dates: "list[DateMention]", names: "list[NameMention]", reference: "Reference", lexicon: Lexicon) -> list[Draft]:
    drafts: list[Draft] = []
    lowers = document.tokens.lowers
    at_date = at_name = 0
    mined = 0
    for number, sentence in enumerate(document.sentences):
        if not sentence.mined:
            continue
        mined += 1
        openers = lexicon.openers if mined <= _LEAD else lexicon.violent_openers
        if openers.isdisjoint(lowers[sentence.first_token : sentence.end_token]):
            continue
        own_dates, at_date = _of_sentence(dates, at_date, number)
        own_names, at_name = _of_sentence(names, at_name, number)
        scene = without_topic(read_scene(document, number, own_names, own_dates))
        for part in split_incidents(scene, lexicon.classes["killed"]):
            _draft_sentence(part, document, reference, lexicon, drafts, mined - 1)
    return drafts


def _of_sentence(rows: list, position: int, number: int) -> tuple[list, int]:  # type: ignore[type-arg]
    """The rows of sentence `number`, and where the next sentence's begin; rows are in order."""
    start = position
    while start < len(rows) and rows[start].sentence_no < number:
        start += 1
    end = start
    while end < len(rows) and rows[end].sentence_no == number:
        end += 1
    return rows[start:end], end


def _draft_sentence(scene: Scene, document: Document, reference: "Reference", lexicon: Lexicon, drafts: list[Draft], lead_no: int) -> None:
    is_bloodless = scene.words.isdisjoint(lexicon.classes["killed"])
    if not scene.words.isdisjoint(lexicon.classes["nonevent"]) and (is_bloodless or _opens_with(document, "nonevent", lexicon)):
        return
    candidates = find_candidates(scene, lexicon, lead_no < _LEAD)
    if not candidates and (not drafts or lexicon.toll_words.isdisjoint(scene.words)):
        return
    scene = with_phrases(scene, lexicon, reference)
    triggers = find_triggers(scene, candidates, lexicon)
    toll = find_toll(scene, lexicon)
    triggers = [trigger for trigger in triggers if not _is_of_nobody(scene, trigger) and not is_only_named(scene, trigger)]
    if is_sum(scene) or is_of_war(toll) or (is_accident(scene) and not any(draft.rank < _NONVIOLENT_RANK for draft in drafts)):
        toll, triggers = None, [trigger for trigger in triggers if not trigger.sense.event.violent]
    if not triggers:
        _add_toll(scene, toll, drafts)
        return
    dateline_end = _dateline_end(scene) if lead_no < _LEAD else 0
    speaker = find_speaker(scene, lexicon)
    scene = _without_triggers(scene, triggers, lexicon)
    teller = _teller(triggers, toll)
    told, is_drill = False, not scene.words.isdisjoint(lexicon.classes["drill"]) or (is_bloodless and _opens_with(document, "drill", lexicon))
    for trigger in triggers:
        event = trigger.sense.event
        if event.violent and is_drill:
            continue
        if event.family == "protest" and _is_only_actor(scene, trigger, triggers, lexicon):
            continue
        if not event.violent and _is_reduced(scene, trigger, triggers):
            continue
        if not event.violent and trigger.use == "noun" and _is_setting(scene, trigger, triggers):
            continue
        if not event.violent and (lead_no > (0 if event.statement else 1) or (told and _is_dependent(trigger))):
            continue
        own_toll = toll if trigger is teller else None
        draft = _read_draft(scene, trigger, document, reference, lexicon, drafts, dateline_end, lead_no, speaker, own_toll)
        drafts.append(draft)
        told = told or (draft.is_specific and not event.violent)


def _opens_with(document: Document, word_class_name: str, lexicon: Lexicon) -> bool:
    """Whether a report's first sentence has words of a class and none of death: a report of a match, a film, an exercise."""
    lead = next((sentence for sentence in document.sentences if sentence.mined), None)
    words = document.tokens.lowers[lead.first_token : lead.end_token] if lead else []
    return not lexicon.classes[word_class_name].isdisjoint(words) and lexicon.classes["killed"].isdisjoint(words)


def _without_triggers(scene: Scene, triggers: list[Trigger], lexicon: Lexicon) -> Scene:
    """The scene with its triggers, without phrases that a nominal trigger swallows: the drone of `drone strike` acts in no other role."""
    nouns = [trigger for trigger in triggers if trigger.use == "noun"]
    scene = scene._replace(
        heads=tuple(t.first for t in triggers), noun_heads=frozenset(t.first for t in nouns if t.sense.event.violent),
        violent_heads=frozenset(t.first for t in triggers if t.sense.event.violent),
        finite_heads=frozenset(t.first for t in triggers if t.use in ("active", "passive")),
    )  # fmt: skip
    asides = find_asides(scene, lexicon)
    if not nouns:
        return scene._replace(asides=asides) if asides else scene
    trimmed = [_trimmed(phrase, nouns) for phrase in scene.phrases]
    return scene._replace(asides=asides, phrases=[phrase for phrase in trimmed if phrase is not None])


def _trimmed(phrase: Phrase, nouns: list[Trigger]) -> Phrase | None:
    """A phrase as far as no nominal trigger swallows it: `United States` of `United States drone strike`; None if nothing is left."""
    swallower = next((trigger for trigger in nouns if trigger.first < phrase.end < trigger.end), None)
    if swallower is None:
        return phrase
    if phrase.first >= swallower.first or phrase.name is None:
        return None
    return phrase._replace(end=swallower.first, kind="nation" if phrase.name.entity_type in ("nationality", "place") else phrase.kind)


def _teller(triggers: list[Trigger], toll: Toll | None) -> Trigger | None:
    """The violent trigger that a sentence's toll belongs to: the nearest to the word that tells the fate."""
    violent = [trigger for trigger in triggers if trigger.sense.event.violent]
    if toll is None or not violent:
        return None
    return min(violent, key=lambda trigger: abs(trigger.first - toll.at))


def _is_of_nobody(scene: Scene, trigger: Trigger) -> bool:
    """`no one was injured` is a toll and no act."""
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    return trigger.sense.event.code in _OUTCOMES and ("nobody" in near or "none" in near or ("no" in near and "one" in near))


def _is_only_actor(scene: Scene, trigger: Trigger, triggers: list[Trigger], lexicon: Lexicon) -> bool:
    """`rioters looted shops`: the word for a crowd tells no act of its own beside a verb."""
    if trigger.use != "noun" or scene.lowers[trigger.first] not in lexicon.actor_kinds:
        return False
    return any(other is not trigger and other.use in ("active", "passive") for other in triggers)


def _is_reduced(scene: Scene, trigger: Trigger, triggers: list[Trigger]) -> bool:
    """`released men convicted of theft`, `was deported after her appeal was rejected`: where another verb tells what happened."""
    if trigger.use != "passive" or scene.lowers[trigger.first - 1] == "and" or (_has_be(scene, trigger) and not _is_subordinate(scene, trigger)):
        return False
    return any(other is not trigger and (other.use == "active" or (other.use == "passive" and _has_be(scene, other))) for other in triggers)


def _is_subordinate(scene: Scene, trigger: Trigger) -> bool:
    near = scene.lowers[max(scene.first + 1, trigger.first - 10) : trigger.first]
    return trigger.sense.event.statement and not _SUBORDINATE.isdisjoint(near)


def _has_be(scene: Scene, trigger: Trigger) -> bool:
    return not _BE.isdisjoint(scene.lowers[max(scene.first, trigger.first - 4) : trigger.first])


def _is_setting(scene: Scene, trigger: Trigger, triggers: list[Trigger]) -> bool:
    """`a grenade was thrown at a rally`: an occasion that a preposition governs, in a sentence of violence told before it."""
    if not any(other.sense.event.violent and other.first < trigger.first for other in triggers):
        return False
    return not _SETTING.isdisjoint(scene.lowers[max(scene.first, trigger.first - 4) : trigger.first])


def _is_dependent(trigger: Trigger) -> bool:
    """Whether an act without violence is only what another is about: `rejected the demand`, `refused to meet`."""
    return trigger.use not in ("active", "passive")


def _add_toll(scene: Scene, toll: Toll | None, drafts: list[Draft]) -> None:
    """A toll told without a trigger belongs to the violent incident told just before."""
    if toll is None or not drafts:
        return
    index = max((at for at, draft in enumerate(drafts) if not draft.is_background), default=len(drafts) - 1)
    told = drafts[index]
    if (told.rank < _NONVIOLENT_RANK or told.family == "protest") and scene.sentence_no - told.mention.sentence_no <= 2:
        drafts[index] = told._replace(toll=join_tolls(told.toll, toll))


def _dateline_end(scene: Scene) -> int:
    """Where a wire dateline (`SAN SALVADOR, 3 JAN 90 --`) ends, as a token; 0 if the sentence has none."""
    lowers = scene.lowers
    for position in range(scene.first, min(scene.end - 1, scene.first + 25)):
        if lowers[position] == "-" and lowers[position + 1] == "-":
            return position
    return 0


def _read_draft(
    scene: Scene, trigger: Trigger, document: Document, reference: "Reference", lexicon: Lexicon, drafts: list[Draft],
    dateline_end: int, lead_no: int, speaker: Phrase | None, toll: Toll | None,
) -> Draft:  # fmt: skip
    roles = find_roles(scene, trigger, lexicon)
    if roles.recipient is None and toll is not None:
        roles = roles._replace(recipient=_counted(scene, toll, roles.actor))
    is_weak = roles.recipient is None or is_beside_target(scene, trigger, roles.recipient, lexicon)
    if is_weak:
        roles = roles._replace(recipient=find_target(scene, trigger, lexicon) or (toll and number_alone(scene, toll, lexicon)))
    intent = announced(scene, trigger, lexicon) if lead_no == 0 else None
    trigger = recoded(scene, trigger, roles, lexicon)
    trigger = trigger._replace(sense=trigger.sense._replace(event=intent)) if intent else trigger
    event = trigger.sense.event
    known, aside = is_background(scene, trigger, lexicon), told_in(scene, trigger)
    own_place = with_site(scene, trigger, find_place(scene, trigger, roles, reference, dateline_end, known), dateline_end)
    new = _is_new(scene, trigger, document)
    modality = "actual" if intent else find_modality(scene, trigger, lexicon)
    if modality == "actual" and is_ahead(scene, trigger, document):
        modality = "planned"
    is_done = modality not in _UNDONE
    own_date = find_date(scene, trigger, document, dateline_end, lexicon, document.published_on if is_done else None)
    if own_date is not None and not known and is_done and _is_year_of_news(own_date, trigger, document):
        own_date = None
    untold = report_date(document) if is_done and not known else NO_DAY
    is_apart = new and not (scene.lowers[scene.first] in _SHORT_SPANS and scene.lowers[scene.first + 1] == "after")  # `hours after a bomb`
    when = own_date or (None if is_apart or known or not is_done else _taken_over_date(scene, drafts, aside)) or untold
    past = over_by(scene, trigger, roles) if modality == "actual" and own_date is None else None
    if past is not None and _is_long_ago(past, document):
        when, modality = NO_DAY, "historical"
    if modality == "actual" and when.start is not None and _is_long_ago(when.start, document) and not _goes_on(when, document):
        modality = "historical"
    parties = Roles(whole(scene, roles.actor, lexicon), whole(scene, roles.recipient, lexicon))
    mention = _mention(document, scene, trigger, parties, own_place or NOWHERE, when, modality, speaker)
    specific = is_specific(scene, trigger, roles, own_date, own_place, toll, lead_no, lexicon)
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    paragraph = document.sentences[scene.sentence_no].paragraph_no
    anaphoric = trigger.use == "noun" and not _DEFINITE.isdisjoint(near[-2:])
    by_known = roles.actor is not None and scene.lowers[max(scene.first, roles.actor.first - 1)] in _DEFINITE
    finite = trigger.use in ("active", "passive")
    outcome = event.code in _OUTCOMES and (not finite or scene.lowers[trigger.first - 1] == "and")
    return Draft(
        mention, event.family, event.rank, paragraph, scene.first, new, anaphoric, by_known, finite, event.acled_event_type == "@target", outcome,
        own_date is not None, own_place is not None, specific, known, aside and aside.opener, answered(scene, trigger.first) is not None, toll,
        is_weak,
    )  # fmt: skip


def _counted(scene: Scene, toll: Toll, actor: Phrase | None) -> Phrase | None:
    """Those whom a toll counts were acted upon, where the grammar of the sentence names no one else."""
    within = (p for p in scene.phrases if toll.first <= p.first < toll.end and p != actor)
    return next((p for p in within if p.kind in _PEOPLE or (p.kind == "nation" and scene.lowers[p.end - 1].endswith("s"))), None)


def _is_new(scene: Scene, trigger: Trigger, document: Document) -> bool:
    """Whether a cue before the trigger or at the head of the sentence, or a split of it, says that this is another incident."""
    near = scene.lowers[max(scene.first, trigger.first - 4) : trigger.first]
    if scene.first > document.sentences[scene.sentence_no].first_token and scene.lowers[scene.first - 1] != ":":
        return True
    return not _NEW.isdisjoint(near) or not _NEW.isdisjoint(scene.lowers[scene.first : scene.first + 3])


def _taken_over_date(scene: Scene, drafts: list[Draft], aside: Aside | None) -> When | None:
    """The date of the event told in the two sentences before, if that had one of its own; one long ago only where it opens the report.

    What an aside of the same sentence tells lends its main clause no day.
    """
    for draft in reversed(drafts):
        mention = draft.mention
        if scene.sentence_no - mention.sentence_no > 2:
            return None
        if mention.sentence_no == scene.sentence_no and draft.aside is not None and aside is None:
            continue
        opens_report = mention.date_start_char is not None and mention.date_start_char < _OPENING and mention.sentence_no == 0
        if draft.has_date and (mention.modality == "actual" or (mention.modality == "historical" and opens_report)):
            return When(mention.event_date_start, mention.event_date_end, mention.date_prec, False, mention.date_start_char, mention.date_end_char)
    return None


def _is_long_ago(day: datetime.date, document: Document) -> bool:
    return document.published_on is not None and (document.published_on - day).days > _HISTORICAL_DAYS


def _is_year_of_news(when: When, trigger: Trigger, document: Document) -> bool:
    """`a bomb goes off while guests watch the Euro 2024`: the year that goes on tells less than the report's day, unless it names the act."""
    is_name = trigger.use == "noun" and when.start_char is not None and when.start_char < document.tokens.starts[trigger.first]
    return when.date_prec == _YEAR and not is_name and _goes_on(when, document)


def _goes_on(when: When, document: Document) -> bool:
    """Whether a date is a month or a year in which the report's own day lies: it tells no day, and nothing long ago."""
    day = document.published_on
    return day is not None and when.start is not None and when.end is not None and when.start <= day <= when.end


def _mention(
    document: Document, scene: Scene, trigger: Trigger, roles: Roles, place: Place, when: When, modality: str, speaker: Phrase | None
) -> EventMention:
    tokens, text, event = document.tokens, document.text, trigger.sense.event
    start, end = tokens.starts[trigger.first], tokens.ends[trigger.end - 1]
    actor, recipient, told = _actor(document, roles.actor), _actor(document, roles.recipient), _actor(document, speaker)
    weapon = next((n for n in scene.names if n.entity_type == "weapon"), None) if event.violent else None
    return EventMention(
        scene.sentence_no, text[start:end], start, end, trigger.sense.lemma, event.plover_type, event.mode, *acled_types(event, roles, scene),
        event.cameo_root, modality, told.entity_id or told.words, told.start_char, told.end_char,
        actor.entity_id, actor.name, actor.words, actor.start_char, actor.end_char,
        recipient.entity_id, recipient.name, recipient.words, recipient.start_char, recipient.end_char,
        place.place_id, place.name, place.start_char, place.end_char, place.country_iso3,
        place.latitude, place.longitude, place.where_prec, when.start, when.end, when.date_prec, when.is_report_date, when.start_char,
        when.end_char, instrument=text[weapon.start_char : weapon.end_char] if weapon else None,
        instrument_start_char=weapon and weapon.start_char, instrument_end_char=weapon and weapon.end_char, confidence=trigger.sense.confidence,
    )  # fmt: skip


class _Actor(NamedTuple):
    """Who acts or is acted upon: the entity where it is known, and its words with their offsets."""

    entity_id: str | None = None
    name: str | None = None
    words: str | None = None
    start_char: int | None = None
    end_char: int | None = None


def _actor(document: Document, phrase: Phrase | None) -> _Actor:
    if phrase is None:
        return _Actor()
    start, end = document.tokens.starts[phrase.first], document.tokens.ends[phrase.end - 1]
    name = phrase.name
    return _Actor(name.entity_id if name else None, name.name if name else None, document.text[start:end], start, end)


def _with_toll(draft: Draft, document: Document) -> EventMention:
    toll = draft.toll
    if toll is None:
        return draft.mention
    killed, injured = toll.killed, toll.injured
    return draft.mention._replace(
        fatalities_low=killed and killed.low, fatalities_best=killed and killed.best, fatalities_high=killed and killed.high,
        injured_low=injured and injured.low, injured_best=injured and injured.best, injured_high=injured and injured.high,
        casualties_start_char=document.tokens.starts[toll.first], casualties_end_char=document.tokens.ends[toll.end - 1],
    )  # fmt: skip
