"""Objects: whom an act is done to, and by whom in the passive, found to the right of a verb."""

import itertools
from typing import Final

from transforms.events.clauses import BACKGROUND, QUOTES, STOPS, in_chain, is_country, is_cut, nation_of
from transforms.events.lexicon import EventType, word_class
from transforms.events.scene import Phrase, Scene
from transforms.events.triggers import Trigger

_NO_PERSONS: Final = frozenset(("organization", "nation", "thing"))
_PERSONAL: Final = frozenset(("him", "her", "them"))
_ARTICLES: Final = frozenset(("a", "an", "the"))
_HELD: Final = word_class("held")
_USER_REACH: Final = 6  # tokens from what is hit to the word that says who has it
_TOWARDS: Final = frozenset(("on", "against", "at", "of", "between"))
THROWING: Final = frozenset(("throw", "fire", "hurl", "launch", "lob", "toss"))
_DEPARTURES: Final = frozenset(("resignation", "removal", "ouster", "impeachment", "resign", "dismissal"))
_DIRECTIONS: Final = frozenset(("north", "south", "east", "west", "southwest", "southeast", "northwest", "northeast"))
_OF_PROTESTS: Final = frozenset(("against", "on", "with"))
_OTHER_ACT: Final = frozenset(("following", "after", "before", "since")) | word_class("triggers_be")  # `shot in Aleppo is shown by rebels`
PARTIES: Final = frozenset(("civilian", "state", "official", "rebel", "criminal", "crowd", "person", "nation", "organization", "group"))
_TIES: Final = (["and"], [","], ["and", "a"], ["and", "an"], ["and", "the"], [",", "and"], [",", "a"], [",", "an"])
_OCCASIONS: Final = frozenset(("summit", "conference", "talks", "meeting", "forum", "games"))
_SUFFERED: Final = frozenset(("of", "on", "against", "at"))
_DEATHS: Final = frozenset(("death", "deaths", "disappearance", "assassination", "treatment", "detention", "arrest", "imprisonment", "execution"))
_NEAR_ONLY: Final = frozenset(("on", "at", "against", "between"))
_WARNING: Final = frozenset(("THREATEN", "AGREE", "CONSULT"))  # what these say `that` of acts on others
_PREPOSITIONS: Final = word_class("prepositions") | BACKGROUND
_AGAINST: Final = frozenset(("against", "on"))
_APOLOGIZING: Final = frozenset(("apologize", "apologise"))
_APOLOGIZED_TO: Final = frozenset(("to", "with"))
_ADDED_PREPOSITIONS: Final[dict[str, frozenset[str]]] = {  # by code or type of event, where they are not those of the other events
    "clash": frozenset(("on", "against", "with", "between")),  # and, of a noun, `of`
    "territory": _TOWARDS | {"from"},
    "REQUEST": (_TOWARDS | {"with", "to", "from"}) - {"of"},
    "CONCEDE": _TOWARDS | {"with", "to", "by", "from"},
    "REJECT": _TOWARDS | {"with", "to", "by", "from"},
    "ACCUSE": frozenset(("against", "of", "to", "by", "with")),
    "CONSULT": frozenset(("with", "to", "between")),
    "AGREE": frozenset(("with", "to")),
    "visit": frozenset(("with", "to", "of")),
    "agreement": frozenset(("with", "between")),
    "confiscate": _TOWARDS | {"from"},
    "ban": _TOWARDS | {"from", "to", "with"},
    "investigate": frozenset(("into", "against", "on", "to", "with", "between", "by")),
    "withdraw": _TOWARDS | {"from", "to"},
}
_OBJECT_ENDS: Final = frozenset(("who", "which", "whose", "where", "while", "because", "due", "until", "when", "as", "if", "unless", "ahead", "but"))
_ENDS: Final = STOPS | BACKGROUND | _OBJECT_ENDS
_WITH_PARTNERS: Final = _TOWARDS | {"with", "to"}
_HOSTILE_ACTS: Final = word_class("strikes_of") | {"blockade", "occupation", "siege", "invasion", "settlements", "aggression"}
_CLAIMED: Final = frozenset(("allegations", "allegation", "claims", "claim", "complaint", "complaints", "accusations", "reports", "report"))
_UNDERGONE: Final = frozenset((
    "killing", "killings", "death", "deaths", "murder", "murders", "shooting", "arrest", "detention", "imprisonment", "jailing", "execution",
    "abduction", "kidnapping", "treatment", "beating", "extension", "use", "lack",
))  # fmt: skip
_RULERS: Final = frozenset(("person", "official", "organization"))
_ENVOYS: Final = frozenset(("ambassador", "ambassadors", "envoy", "envoys", "diplomats"))
_DOER_REACH: Final = 18  # tokens from a verb to who did what it is about
_THROWN_AT: Final = _TOWARDS | {"into", "to", "towards", "toward"}


def find_object(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    """Whom a verb is done to, with those that commas and `and` tie to the first."""
    first = _first_object(scene, trigger, behind)
    is_against = trigger.sense.event.family == "protest" and first is None and "against" in scene.lowers[trigger.end : trigger.end + 4]
    if is_against or (trigger.sense.event.code == "accuse" and (first is None or first.preposition is not None)):
        first = _doer(scene, trigger, behind) or first
    if trigger.sense.event.plover_type == "SANCTION" and scene.lowers[trigger.end : trigger.end + 1] in (["its"], ["their"], ["his"]):
        first = _land_of_envoy(scene, trigger, behind) or first
    if trigger.sense.event.plover_type == "REQUEST" and first is None:
        first = _owner_of_act(scene, trigger, behind)
    return None if first is None else _with_listed(scene, first, behind)


def _with_listed(scene: Scene, first: Phrase, behind: list[Phrase]) -> Phrase:
    """`six farmers and four guards`: a phrase to the last that `and` and commas tie to it; it gives name and kind."""
    if first.kind not in PARTIES:
        return first
    last, is_whole = first, True
    for phrase in behind:
        if phrase.first < last.end:
            continue
        tie = scene.lowers[last.end : phrase.first]
        if tie not in _TIES or phrase.preposition is not None or phrase.kind not in PARTIES or _is_subject(scene, phrase):
            break
        last, is_whole = phrase, "and" in tie
        if is_whole:
            break
    follows = scene.lowers[last.end : last.end + 1] or ["."]
    is_end = not follows[0].isalpha() or follows[0] in _PREPOSITIONS or follows[0] == "hostage" or follows[0].endswith("ed")
    return first._replace(end=last.end) if is_whole and is_end else first


def is_of_departure(scene: Scene, event: EventType, phrase: Phrase, between: list[str]) -> bool:
    """`march to demand the resignation of the mayor`: whether somebody is wanted to go."""
    if phrase.kind == "place" or (event.family != "protest" and event.plover_type != "REQUEST"):
        return False
    return not _DEPARTURES.isdisjoint(between + scene.lowers[phrase.end : phrase.end + 5])


def _land_of_envoy(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    """`recalls its ambassador to Chile`: from which country one's own envoy is called back."""
    if _ENVOYS.isdisjoint(scene.lowers[trigger.end : trigger.end + 4]):
        return None
    return next((p for p in behind if p.preposition in ("to", "from", "in", "of") and p.first - trigger.end <= 6 and is_country(p)), None)


def is_protested(trigger: Trigger, phrase: Phrase, between: list[str]) -> bool:
    """`protests against the rule of the mayor`: whose rule, laws or plans a crowd is against."""
    if trigger.sense.event.family != "protest" or phrase.preposition != "of" or phrase.kind not in _RULERS:
        return False
    return between[:1] == ["against"] and len(between) <= 5 and _UNDERGONE.isdisjoint(between)


def _doer(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    """`criticises comments by Russia`, `condemns the killing of a clerk by rebels`: by whom what is blamed was done."""
    agent = next((p for p in behind if p.preposition == "by" and p.kind != "thing" and (p.kind != "place" or is_country(p))), None)
    if agent is None or agent.first - trigger.end > _DOER_REACH or not _ENDS.isdisjoint(_unquoted(scene.lowers[trigger.end : agent.first])):
        return None
    return agent


def _owner_of_act(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    """`asks for an end of the Israeli blockade`: whose hostile act is to end."""
    for phrase in behind:
        if phrase.first - trigger.end > _DOER_REACH or not _ENDS.isdisjoint(scene.lowers[trigger.end : phrase.first]):
            return None
        if phrase.kind == "nation" and phrase.end < scene.end and scene.lowers[phrase.end] in _HOSTILE_ACTS:
            return phrase
        if phrase.kind == "thing" and scene.lowers[phrase.end - 1] in _HOSTILE_ACTS:
            return nation_of(phrase)
    return None


def _is_subject(scene: Scene, phrase: Phrase) -> bool:
    """Whether a trigger follows that a phrase may be the subject of: `killed a guard and rebels attacked`; not `took a guard hostage`."""
    return phrase.end in scene.heads and scene.lowers[phrase.end] != "hostage"


def _first_object(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    """The first phrase to the right that is an object, or that `on`, `against`, `at`, `with` govern."""
    event = trigger.sense.event
    prepositions = object_prepositions(trigger)
    is_partner = event.plover_type == "CONSULT" or event.code == "agreement"
    told = scene.lowers[trigger.end : trigger.end + 1] == ["that"] and event.plover_type in _WARNING
    for index, phrase in enumerate(behind):
        between = scene.lowers[trigger.end : phrase.first]
        if between[:1] == ["and"] and (len(between) == 1 or between[1] in _ARTICLES):
            return None  # `rebels attack and the army flees`
        if not event.violent and ((index and _is_parted(scene, behind[index - 1], phrase)) or _is_second_object(scene, phrase, between)):
            return None
        if not _ENDS.isdisjoint(_unquoted(between)) or len(between) > 12 or "that" in between[1:]:
            return None
        if sum(word in QUOTES for word in between) == 1 and scene.lowers[phrase.end] not in QUOTES | _PREPOSITIONS | {",", ".", "and"}:
            return None  # `calls for a "firm response"`
        if phrase.preposition is not None and _is_in_participle(between):
            continue
        if event.code == "investigate" and phrase.preposition == "by" and not _CLAIMED.isdisjoint(between):
            continue  # `investigates claims by a newspaper`
        if event.plover_type == "REQUEST" and phrase.preposition in _NEAR_ONLY and len(between) > 3:
            continue  # `calls for an end to sanctions on Cuba`
        if phrase.preposition == "with" and scene.lowers[phrase.end].endswith("ing") and scene.lowers[phrase.end] not in _PREPOSITIONS:
            return None  # `marched with police making arrests`
        if phrase.kind == "place" and _is_passed_over(scene, trigger, phrase, behind[index + 1 :]):
            continue
        if index and [word for word in between if word not in _ARTICLES][-2:] == [",", "and"]:
            return None  # `struck near Kano, and troops crossed the border`
        if between[-1:] == ["what"] or scene.lowers[phrase.first] == "what":
            return None
        if _is_topic(scene, trigger, phrase, between):
            continue
        if told and phrase.preposition not in _AGAINST:
            continue  # `warned that it would act against rebels`
        if phrase.preposition is None or phrase.preposition in prepositions or (is_partner and phrase.preposition == "of" and "with" in between):
            if phrase.kind == "place" and event.code == "territory":
                return _loser(scene, phrase, behind[index + 1 :]) or phrase
            return None if phrase.kind == "place" and phrase.preposition == "at" else phrase
        if is_of_departure(scene, event, phrase, between) or is_protested(trigger, phrase, between):
            return phrase  # `to demand the resignation of the mayor`
        if phrase.preposition == "for" and event.plover_type == "REQUEST" and _is_before_to(scene, phrase, behind[index + 1 :]):
            return phrase  # `calls for Russia to withdraw`
    return None


def _is_before_to(scene: Scene, phrase: Phrase, behind: list[Phrase]) -> bool:
    """`for Russia and Iran to withdraw`: whether an infinitive follows a phrase, over one that `and` ties to it."""
    second = next((p for p in behind if scene.lowers[phrase.end : p.first] in (["and"], ["and", "the"])), phrase)
    return "to" in (scene.lowers[phrase.end], scene.lowers[second.end])


def _is_topic(scene: Scene, trigger: Trigger, phrase: Phrase, between: list[str]) -> bool:
    """Whether a phrase only says what talk is about: the victims of what is condemned, who is to be chosen, who shall get aid."""
    event = trigger.sense.event
    if not event.statement or event.plover_type in ("THREATEN", "CONCEDE"):
        is_site = phrase.kind == "place" and phrase.preposition == "on" and not _ARTICLES.isdisjoint(between[:1])
        is_hitting = event.violent and trigger.use == "active" and trigger.sense.lemma.split()[0] not in THROWING
        return is_site and is_hitting  # `hit a hall on Green Square`
    if phrase.preposition is None and not _PREPOSITIONS.isdisjoint(between[1:]):
        return True
    if "whether" in between and (event.code != "investigate" or between.index("whether") < len(between) - 2):
        return True  # `agrees to decide whether he may`
    if between.count("to") - (phrase.preposition == "to") > 1:
        return True  # `fails to agree on plans to trim the budget of Peru`
    if trigger.sense.lemma in _APOLOGIZING and phrase.preposition != "to" and "for" in between:
        return True
    if event.plover_type == "CONSULT":
        is_behind_infinitive = "to" in between and phrase.preposition != "to"
        is_discussed = trigger.sense.lemma == "discuss" or is_behind_infinitive or scene.lowers[phrase.end - 1] in _OCCASIONS
        return is_discussed and phrase.preposition != "with" and "with" not in between
    if event.plover_type == "REQUEST" and (between[:1] == ["that"] or (phrase.preposition == "to" and phrase.kind == "place")):
        return phrase.preposition is not None and ("that" in between or "for" in between)
    is_suffered = phrase.preposition == "of" or (phrase.preposition in _SUFFERED and not trigger.sense.with_words)
    return is_suffered and (not _DEATHS.isdisjoint(between) or any(trigger.end <= head < phrase.first for head in scene.noun_heads))


def _is_second_object(scene: Scene, phrase: Phrase, between: list[str]) -> bool:
    """`arrest a preacher and rescue 40 children`: whether a phrase is the object of a second verb, between `and` and a number or an article."""
    if "and" not in between[1:]:
        return False
    behind = between[len(between) - between[::-1].index("and") :]
    if not behind or behind[0] in _ARTICLES or behind[0] in _PREPOSITIONS or behind[0].isdigit():
        return False
    return (len(behind) == 1 and scene.lowers[phrase.first].isdigit()) or (len(behind) == 2 and behind[1] in _ARTICLES)


def _is_parted(scene: Scene, before: Phrase, phrase: Phrase) -> bool:
    """Whether a comma parts two phrases, other than in `Juba, Sudan`, `a Boise, Idaho, man`."""
    is_chain = phrase.kind == "place" and phrase.preposition is None and phrase.first - before.end == 1
    is_chain = is_chain or (phrase.preposition == "against" and in_chain(scene, before))  # `rally in Lodz, Poland, against the mayor`
    return "," in scene.lowers[before.end : phrase.first] and not is_chain and not _is_listed(scene, before, phrase)


def _is_listed(scene: Scene, before: Phrase, phrase: Phrase) -> bool:
    """`a Boise, Idaho, man`: a phrase that a comma joins to the place before it."""
    return before.kind == "place" and scene.lowers[before.end] == "," and phrase.first - before.end == 1


def _is_passed_over(scene: Scene, trigger: Trigger, place: Phrase, behind: list[Phrase]) -> bool:
    """Whether a place is no object: the second name of a chain, the town of a clash, what says where a man is from, what a land borders on."""
    if place.preposition is None and in_chain(scene, place):
        return True  # `ships from Malta, Cyprus and Italy`
    if place.preposition is not None:
        return place.preposition == "of" and (trigger.sense.event.code == "clash" or not _is_what_is_hit(scene, trigger, place))
    if scene.lowers[place.first - 1] in (",", "(", "bordering"):
        return True
    listed = itertools.pairwise((place, *behind[:2]))
    return any(_is_listed(scene, one, other) and other.kind not in ("place", "thing") for one, other in listed)


def _is_what_is_hit(scene: Scene, trigger: Trigger, place: Phrase) -> bool:
    """`captured the city of Lodz`, `advance on the city of Lodz`; not `attack a church in Lodz`, `a road north of Lodz`."""
    between = scene.lowers[trigger.end : place.first]
    if "of" not in between:
        return False
    at = len(between) - 1 - between[::-1].index("of")
    prepositions = object_prepositions(trigger)
    return between[at - 1] not in _DIRECTIONS and not any(word in _PREPOSITIONS and word not in prepositions for word in between)


def _loser(scene: Scene, town: Phrase, behind: list[Phrase]) -> Phrase | None:
    """`retook the town from rebels`: from whom it was taken."""
    loser = next((p for p in behind if p.preposition == "from" and p.first - town.end <= 8), None)
    return None if loser is None or loser.kind == "place" or is_cut(scene, town.end, loser.first) else loser


def _unquoted(between: list[str]) -> list[str]:
    """The words without quotation marks, if as many close as open, or the last opens."""
    marks = sum(word in QUOTES for word in between)
    is_opened = marks == 1 and not QUOTES.isdisjoint(between[-3:])  # `apologises to the "forgotten people"`
    return [word for word in between if word not in QUOTES] if marks % 2 == 0 or is_opened else between


def _is_in_participle(between: list[str]) -> bool:
    """`an inquiry into a film posted on ...`: a preposition that a participle governs."""
    return any(word.endswith("ed") and behind in _TOWARDS for word, behind in itertools.pairwise(between))


def object_prepositions(trigger: Trigger) -> frozenset[str]:
    """The prepositions that may govern whom an act is done to: one is shelled with guns, and loses a town from hand."""
    event = trigger.sense.event
    if event.code == "protest":
        return _AGAINST
    if event.code == "riot":
        return _OF_PROTESTS
    if event.violent and trigger.sense.lemma.split()[0] in THROWING:
        return _THROWN_AT
    if trigger.sense.lemma in _APOLOGIZING:
        return _APOLOGIZED_TO
    if trigger.sense.lemma == "blame":
        return _WITH_PARTNERS
    added = _ADDED_PREPOSITIONS.get(event.code) or _ADDED_PREPOSITIONS.get(event.plover_type)
    if added is not None:
        return added | {"of"} if event.code == "clash" and trigger.use == "noun" else added
    return _TOWARDS if event.violent and not is_fight(trigger) else _WITH_PARTNERS


def is_fight(trigger: Trigger) -> bool:
    """Whether a trigger tells a fight of two sides: a clash, a shootout."""
    return trigger.sense.event.code in ("clash", "riot") or trigger.sense.lemma in ("shootout", "crossfire")


def find_agent(scene: Scene, trigger: Trigger, behind: list[Phrase]) -> Phrase | None:
    for phrase in behind:
        if is_cut(scene, trigger.end, phrase.first) or not _OTHER_ACT.isdisjoint(scene.lowers[trigger.end : phrase.first]):
            return None
        if phrase.preposition == "by" and _is_agent_of_other(scene, trigger, phrase):
            continue
        if phrase.preposition == "by":
            return _with_listed(scene, phrase, behind)
    return None


def _is_agent_of_other(scene: Scene, trigger: Trigger, phrase: Phrase) -> bool:
    """`arrested in a case investigated by a commission`: whether `by` follows another participle."""
    by = next((at for at in range(phrase.first - 1, trigger.end, -1) if scene.lowers[at] == "by"), trigger.end)
    is_second = by == trigger.end + 2 and scene.lowers[trigger.end] == "and"  # `kidnapped and beaten by rebels`
    return by > trigger.end + 1 and scene.lowers[by - 1].endswith("ed") and not is_second


def find_antecedent(scene: Scene, trigger: Trigger, before: list[Phrase], subject: Phrase | None) -> Phrase | None:
    """`detained him`: the first phrase of the sentence that no preposition governs and that is not the subject."""
    if scene.lowers[trigger.end : trigger.end + 1] == [] or scene.lowers[trigger.end] not in _PERSONAL:
        return None
    if scene.lowers[trigger.end] == "her" and any(p.first in (trigger.end + 1, trigger.end + 2) for p in scene.phrases):
        return None  # `killed her five children`
    is_one = scene.lowers[trigger.end] != "them"
    meant = (p for p in before if p.preposition is None and p != subject and p.kind != "place")
    return next((p for p in meant if not (is_one and p.kind in _NO_PERSONS)), None)


def find_user(scene: Scene, hit: Phrase) -> Phrase | None:
    """`facilities used by rebels`, `positions belonging to the army`: who has what is hit; None if it is not said."""
    for position in range(hit.end, min(hit.end + _USER_REACH, len(scene.lowers) - 1)):
        if scene.lowers[position] in STOPS:
            return None
        if scene.lowers[position] in _HELD and scene.lowers[position + 1] in ("by", "to"):
            return next((p for p in scene.phrases if 0 <= p.first - (position + 2) <= 2 and p.kind != "place"), None)
    return None
