"""Subjects: who does what a verb tells, found to the left of it."""

from typing import Final

from transforms.events.clauses import QUOTES, STOPS, Roles, in_chain, is_country, is_cut, is_in_parentheses
from transforms.events.lexicon import word_class
from transforms.events.objects import PARTIES
from transforms.events.scene import Phrase, Scene
from transforms.events.triggers import Trigger

_CONJUNCTIONS: Final = frozenset(("after", "before", "since", "until", "as"))
_CLAUSE_CONJUNCTIONS: Final = word_class("clause_conjunction")
_FIRST_CLAUSE: Final = _CLAUSE_CONJUNCTIONS | {"as"}
_RELATIVE: Final = frozenset(("who", "which"))
_SIDES: Final = frozenset(("rebel", "state", "organization", "group", "criminal", "official"))
_SAYING: Final = word_class("saying")
_PRONOUNS: Final = frozenset(("it", "its", "they", "their", "he", "his", "she", "her"))
SUBJECT_PRONOUNS: Final = frozenset(("they", "he", "she", "it"))
_BODIES: Final = frozenset(("organization", "official", "state", "nation", "place", "rebel", "criminal", "group"))  # what `it` may stand for
_NOT_THEY: Final = frozenset(("place", "thing"))
_SINGLE: Final = frozenset(("person", "civilian", "state", "official", "rebel", "criminal", "crowd"))  # what `he` and `she` may stand for
_AUXILIARY: Final = word_class("appositive_auxiliary")
_BE: Final = word_class("triggers_be")
_CLAUSE_OPENERS: Final = frozenset(("when", "after", "as", "while", "that", "because"))
_TIES: Final = frozenset(("of", "from", "in", "near", "at"))  # tie a phrase to the noun before it
_ARTICLES: Final = frozenset(("a", "an", "the"))
_NATIONS: Final = frozenset(("place", "state", "organization", "official"))  # what a place may stand in a list with
_LIST_REACH: Final = 24  # tokens that a list of parties may span
_PREPOSITIONS: Final = word_class("prepositions")
_BEFORE_PLACE: Final = _CLAUSE_OPENERS | {"and", ":"}
_NO_PARTICIPLES: Final = word_class("no_participles")
_BODY_NOUNS: Final = frozenset(("opposition", "government", "parliament", "cabinet", "ministry", "senate", "congress", "court", "junta"))
_POSSESSIVES: Final = frozenset(("his", "her", "their"))
_GOVERNED: Final = frozenset(("organization", "official", "state", "group", "rebel"))
_NO_VERBS: Final = frozenset(("s", "is", "was", "has", "its", "his", "this"))
_NO_NOUNS: Final = frozenset(("where", "that", "who", "which", "whose", "and", "or", "as"))
_OWNERS: Final = frozenset(("'", "’", "s", "its", "his", "her", "their"))
_PARTICIPLE_REACH: Final = 8  # tokens from an object back to its participle
_FIGHTS: Final = frozenset(("clash", "riot", "ceasefire"))
_PLURAL_VERBS: Final = frozenset(("are", "were", "have"))
_ALONE: Final = frozenset(("pledge", "vow", "promise", "offer", "commit", "plan"))  # what each of two does for himself
_MUTUAL: Final = frozenset(("AGREE", "SUPPORT", "CONSULT", "COOPERATE"))
_RELATIVE_REACH: Final = 8  # tokens from the object of a relative clause back to its pronoun


def find_subject(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """Who the clause of a verb is about: whom a pronoun or `who` before it stands for, else the nearest phrase that is no other verb's object."""
    at = start_of_verb(scene, trigger.first)
    word = scene.lowers[at - 1] if at > scene.first else ""
    if word in SUBJECT_PRONOUNS:
        return antecedent_of_pronoun(scene, at - 1, before)
    if word in _RELATIVE or word == "that":
        return _antecedent_of(scene, at - 1, before)
    named = _before_parenthesis(scene, trigger, before) or _before_apposition(scene, at, before)
    return _nearest_subject(scene, trigger, before) if named is None else named


def start_of_verb(scene: Scene, position: int) -> int:
    """Where the auxiliaries and adverbs before a verb begin."""
    if scene.lowers[position - 2 : position] == ["re", "-"]:
        position -= 2
    while position - 1 > scene.first and (scene.lowers[position - 1] in _AUXILIARY or scene.lowers[position - 1].endswith("ly")):
        position -= 1
    return position


def _nearest_subject(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """The nearest phrase to the left that no preposition governs and no full stop cuts off; a place needs to stand first."""
    reach = trigger.first  # where the verb, or what `of` ties to its subject, begins
    owner = None
    relative = scene.end  # where the relative clause begins that stands between subject and verb
    for phrase in reversed(before):
        if is_in_parentheses(scene, phrase):
            continue
        if is_cut(scene, phrase.end, trigger.first) or _is_said_by(scene, phrase, trigger) or _is_of_other_clause(scene, phrase, trigger):
            break
        if phrase.first > relative or _is_second_side(scene, phrase):
            continue
        if phrase.preposition in _TIES and reach - phrase.end <= 1:
            reach = next(at for at in range(phrase.first - 1, scene.first - 1, -1) if scene.lowers[at] == phrase.preposition)
            owner = owner or (phrase if phrase.preposition == "of" else None)
        if phrase.preposition is None or (phrase.preposition in _CONJUNCTIONS and reach - phrase.end <= 1):
            is_setting = phrase.kind == "place" and (not _is_acting_place(scene, phrase) or _is_before_act(scene, phrase))
            if is_setting or _is_object_of_participle(scene, phrase) or _is_second_governed(scene, phrase) or _is_apposed(scene, phrase):
                continue
            opens = _relative_around(scene, phrase)
            if opens is not None:
                relative, reach = opens, opens
                continue
            return named_by(scene, phrase, before)
    return owner if trigger.sense.event.violent and trigger.use == "passive" else None


def _is_second_side(scene: Scene, phrase: Phrase) -> bool:
    """`a shootout between robbers and guards`: whether a phrase is the second that `between` governs."""
    tie = phrase.first - 1
    return scene.lowers[tie] == "and" and any(p.end == tie and p.preposition == "between" for p in scene.phrases)


def _opens_clause(scene: Scene, position: int) -> bool:
    """Whether a clause with a subject of its own may begin behind a token: `when`, a full stop; not `such as`, `as well as`."""
    word = scene.lowers[position]
    if word == "as":
        return scene.lowers[position - 1] not in ("such", "well", "as") and scene.lowers[position + 1] not in ("well", "part")
    if word == ".":
        return len(scene.lowers[position - 1]) > 1  # `U.S.`
    if word == "that" and (scene.lowers[position + 1] in _AUXILIARY or scene.lowers[position + 1].endswith("ed")):
        return False  # `a tunnel that crossed the border`
    if word in _CLAUSE_OPENERS:
        return not scene.lowers[position + 1].endswith("ing")  # `after attacking a guard`
    return word in STOPS and word not in QUOTES


def named_by(scene: Scene, apposition: Phrase, before: list[Phrase]) -> Phrase:
    """`X, a suspect in the murder`: who stands before the comma of an apposition, if that is a person, else the apposition."""
    comma = apposition.first - 1 - (scene.lowers[apposition.first - 1] in _ARTICLES)
    if apposition.kind == "person" or comma <= scene.first or scene.lowers[comma] != ",":
        return apposition
    return next((p for p in before if p.end == comma and p.kind == "person" and p.preposition is None), apposition)


def _relative_around(scene: Scene, phrase: Phrase) -> int | None:
    """`the general who besieged Lodz surrenders`: where the relative clause begins whose object a phrase is; None if it is in none."""
    for position in range(phrase.first - 1, max(scene.first, phrase.first - _RELATIVE_REACH), -1):
        word = scene.lowers[position]
        if word == "," or word in _CLAUSE_CONJUNCTIONS:
            return None
        if word in _RELATIVE:
            return position if phrase.first - position > 1 and any(p.end >= position - 1 for p in scene.phrases if p.end <= position) else None
    return None


def antecedent_of_pronoun(scene: Scene, pronoun: int, before: list[Phrase]) -> Phrase | None:
    """Whom `they`, `he`, `she` or `it` stands for: who says so, else the first subject of the sentence that agrees in number and kind."""
    said = pronoun - 1 - (scene.lowers[pronoun - 1] == "that")
    ahead = [p for p in before if p.end <= pronoun and not is_in_parentheses(scene, p) and _agrees(scene, scene.lowers[pronoun], p)]
    if scene.lowers[said] in _SAYING:
        speaker = next((p for p in ahead if p.end == said and p.preposition is None), None)
        if speaker is None and scene.lowers[pronoun] == "they":
            speaker = next((p for p in reversed(ahead) if p.preposition is None or p.preposition in _CONJUNCTIONS), None)
        if speaker is not None:
            return speaker
    subjects = [p for p in ahead if p.preposition is None]
    told = next((p for p in subjects if scene.lowers[p.end] not in _SAYING), None) or next(iter(subjects), None)
    return told or (ahead[-1] if ahead and scene.lowers[pronoun] == "they" and ahead[-1].kind != "person" else None)


def _agrees(scene: Scene, pronoun: str, phrase: Phrase) -> bool:
    """Whether a phrase is of the kind and number that a pronoun asks for; bodies are `it` and `they`."""
    if pronoun == "it":
        return phrase.kind in _BODIES and (phrase.kind != "place" or is_country(phrase))
    if pronoun == "they" and is_country(phrase):
        return scene.lowers[phrase.end] in _SAYING  # `Ukraine says they retook`
    if pronoun == "they":
        return phrase.kind not in _NOT_THEY and (phrase.kind != "person" or scene.lowers[phrase.first - 1] in ("and", ","))
    return phrase.kind == "person" or (phrase.kind in _SINGLE and not scene.lowers[phrase.end - 1].endswith("s"))


def whole_list(scene: Scene, last: Phrase, before: list[Phrase]) -> Phrase:
    """`six farmers and four guards`: from the first of those that `and` and commas tie together to the last; the first gives name and kind."""
    first, other = last, _listed_before(scene, last, last, before)
    while other is not None:
        first, other = other, _listed_before(scene, other, last, before)
    return last if first.first == last.first else first._replace(end=last.end)


def _listed_before(scene: Scene, phrase: Phrase, last: Phrase, before: list[Phrase]) -> Phrase | None:
    """Who stands before `phrase` in the list that `last` ends; None if nobody does."""
    tie = phrase.first - 1
    tie -= tie > scene.first and (scene.lowers[tie] in _ARTICLES or scene.lowers[tie] in _POSSESSIVES)
    tie -= tie > scene.first and scene.lowers[tie].endswith(("al", "ern", "ous")) and scene.lowers[tie - 1] == "and"
    is_last = phrase.first == last.first
    if tie <= scene.first or not (scene.lowers[tie] == "and" or (scene.lowers[tie] == "," and not is_last)):
        return None
    if scene.lowers[tie] == "," and scene.lowers[scene.first] in _FIRST_CLAUSE and "," not in scene.lowers[scene.first : tie]:
        return None  # `After rebels struck, police and`
    is_third = scene.lowers[tie] == "and" and scene.lowers[tie - 1] == ","
    ends = tie - is_third
    other = next((p for p in before if _behind_short_form(scene, p.end) == ends and _is_free(p) and _may_be_listed(p, last)), None)
    if other is None or _is_object(scene, other):
        return None
    if last.end - other.first > _LIST_REACH or (is_third and "," not in scene.lowers[other.first - 2 : other.first]):
        return None
    return other


def _is_object(scene: Scene, phrase: Phrase) -> bool:
    """`Chad dismisses two officers and the army moves`: a phrase right behind a verb that follows its subject."""
    at = phrase.first - 1 - (scene.lowers[phrase.first - 1] in _ARTICLES)
    word = scene.lowers[at]
    if not word.endswith(("s", "ed")) or word in _NO_VERBS or word in _SAYING or not word.isalpha():
        return False
    return any(p.end == at and p.preposition is None for p in scene.phrases)


def _is_free(phrase: Phrase) -> bool:
    """Whether no preposition governs a phrase; `after` opens a clause."""
    return phrase.preposition is None or phrase.preposition in _CONJUNCTIONS


def _may_be_listed(phrase: Phrase, last: Phrase) -> bool:
    """Parties, and places among parties that stand for a place: `Bavaria and Saxony`, `the UK and EU negotiators`."""
    return phrase.kind in PARTIES or (phrase.kind == "place" and (is_country(phrase) or last.kind in _NATIONS))


def heading_subject(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """Who heads the sentence, or what follows its last conjunction: the subject that later verbs and participles of it share."""
    start = max((at + 1 for at in range(scene.first, trigger.first - 2) if _opens_clause(scene, at)), default=scene.first)
    start = max(start, behind_first_clause(scene, trigger))
    opens_with = scene.lowers[start] in _PREPOSITIONS  # `In Lima, a man`: the subject stands behind the comma
    ahead = [p for p in before if p.first >= start and (p.kind not in _NOT_THEY or (is_country(p) and p.first - start <= 1))]
    within = [p for p in ahead if not opens_with or "," in scene.lowers[start : p.first]]
    head = next((p for p in within if p.preposition in (None, "after", "as")), None)
    if head is None or not (head.first - start <= 3 or _is_behind_comma(scene, head)):
        return None
    if head.kind == "place":
        head = _last_of_list(scene, head, before)
    is_conjoined = scene.lowers[start_of_verb(scene, trigger.first) - 1] == "and"
    if (scene.lowers[head.end] in _SAYING and not is_conjoined) or _is_passive(scene, head, trigger):
        return None
    return head


def behind_first_clause(scene: Scene, trigger: Trigger) -> int:
    """`After rebels struck, the army fled`: where the main clause begins, if a clause opens the sentence; else where the sentence begins."""
    if scene.lowers[scene.first] not in _FIRST_CLAUSE or "," not in scene.lowers[scene.first : trigger.first]:
        return scene.first
    return scene.lowers.index(",", scene.first) + 1


def _last_of_list(scene: Scene, first: Phrase, before: list[Phrase]) -> Phrase:
    """The last of `France and Italy`, which later verbs share."""
    ends = (p for p in before if p.preposition is None and 1 <= p.first - first.end <= 2 and scene.lowers[first.end] == "and")
    return next(ends, first)


def _is_behind_comma(scene: Scene, phrase: Phrase) -> bool:
    """`In Lima, a man`: whether a phrase follows a comma, over its article."""
    before = phrase.first - 1 - (scene.lowers[phrase.first - 1] in _ARTICLES)
    return scene.lowers[before] == ","


def _is_passive(scene: Scene, head: Phrase, trigger: Trigger) -> bool:
    """`a convoy carrying miners is attacked, killing two`: whether the verb of the subject `head` is a passive before the trigger."""
    for position in range(head.end, trigger.first - 1):
        if scene.lowers[position] == ",":
            return False
        if scene.lowers[position] in _BE:
            return scene.lowers[position + 1].endswith("ed") or position == head.end
    return False


def share_subject(scene: Scene, trigger: Trigger, before: list[Phrase], roles: Roles) -> Roles:
    """`Peru and Chile signed`: two subjects do it to each other if the act takes two, and act together if not."""
    actor, recipient, event = roles.actor, roles.recipient, trigger.sense.event
    if actor is None:
        return roles
    together = whole_list(scene, actor, before)
    if together.first == actor.first:
        return roles
    is_office = together.kind == "official" and (together.name is None or together.name.entity_type != "person")
    if actor.kind == "person" and is_office and not _is_body(scene, together, before):
        return Roles(actor._replace(first=together.first), recipient)  # `the chairman and chief executive X`
    if actor.kind == "state" and together.kind == "place":
        return Roles(actor._replace(first=together.first), recipient)  # `Jammu and Kashmir police`
    is_open = recipient is None or recipient.preposition not in ("with", "to", "against")
    is_open = is_open or (recipient is not None and recipient.preposition == "to" and recipient.kind == "place")  # `agree to keep Gibraltar`
    is_each_other = scene.lowers[trigger.end : trigger.end + 1] == ["each"]
    is_mutual = event.plover_type in _MUTUAL and event.mode != "visit" and trigger.sense.lemma not in _ALONE
    takes_two = is_each_other or event.code in _FIGHTS or is_mutual
    return Roles(_first_of(together, before), actor) if takes_two and is_open else Roles(together, recipient)


def _is_body(scene: Scene, together: Phrase, before: list[Phrase]) -> bool:
    """`the opposition and President X`: whether the first of two is no office of the second."""
    return scene.lowers[_first_of(together, before).end - 1] in _BODY_NOUNS


def _first_of(together: Phrase, before: list[Phrase]) -> Phrase:
    return next(p for p in before if p.first == together.first)


def _is_of_other_clause(scene: Scene, phrase: Phrase, trigger: Trigger) -> bool:
    """`ten were hurt when a bomb exploded`: a conjunction stands between, and it does not open what the verb follows."""
    if scene.lowers[trigger.first - 1] == "being":
        return False  # `a girl is in hospital after being shot`
    return not _CLAUSE_CONJUNCTIONS.isdisjoint(scene.lowers[phrase.end : trigger.first - 1])


def _antecedent_of(scene: Scene, relative: int, before: list[Phrase]) -> Phrase | None:
    """Whom `who` or `which` stands for: the phrase right before it, whatever governs that; None of what is no actor."""
    end = relative - (scene.lowers[relative - 1] == ",")
    phrase = next((p for p in reversed(before) if p.end == end), None)
    if phrase is not None and phrase.kind == "place" and scene.lowers[relative] == "who":
        return next((p for p in reversed(before) if p.kind not in _NOT_THEY and end - p.end <= _RELATIVE_REACH), None)
    if phrase is None or (scene.lowers[relative] != "who" and phrase.kind not in _SIDES):
        return None
    return named_by(scene, phrase, before)


def _before_parenthesis(scene: Scene, trigger: Trigger, before: list[Phrase]) -> Phrase | None:
    """`the army, backed by Iran, attacked`, `X, the minister of defence, is arrested`: who stands before the commas that the verb follows."""
    at = start_of_verb(scene, trigger.first)
    if at - 1 <= scene.first or scene.lowers[at - 1] != ",":
        return None
    inside = None
    for phrase in reversed(before):
        if is_cut(scene, phrase.end, trigger.first):
            return None
        ends_at = _behind_short_form(scene, phrase.end)
        is_free = phrase.preposition is None and phrase.kind not in ("place", "thing")
        if phrase.end < at - 1 and scene.lowers[ends_at] == "," and is_free:
            is_named = inside is not None and inside.first == phrase.end + 1 and inside.end == at - 1 and inside.kind == "person"
            return inside if is_named and phrase.kind != "person" else phrase
        inside = phrase
    return None


def _before_apposition(scene: Scene, verb: int, before: list[Phrase]) -> Phrase | None:
    """`Omar Said, a clerk at the Blue Bank is arrested`: the person whom all that stands before the verb, behind a comma, only describes."""
    if "," not in scene.lowers[scene.first : verb]:
        return None
    comma = verb - 1 - scene.lowers[scene.first : verb][::-1].index(",")
    is_plural = scene.lowers[verb] in _PLURAL_VERBS or not scene.lowers[verb].endswith(("s", "ed"))  # `X, the minister, and Y meet`
    if scene.lowers[comma + 1] not in _ARTICLES or any(comma < head < verb for head in scene.heads):
        return None
    if "and" in scene.lowers[comma:verb] and is_plural:
        return None
    if any(word in _BE or word in _SAYING or word in _CLAUSE_CONJUNCTIONS or word in _RELATIVE for word in scene.lowers[comma + 2 : verb]):
        return None
    return next((p for p in before if p.end == comma and p.kind == "person" and p.preposition is None), None)


def _behind_short_form(scene: Scene, end: int) -> int:
    """Where a phrase ends that a short form in parentheses follows."""
    if scene.lowers[end] != "(" or ")" not in scene.lowers[end : end + 4]:
        return end
    return scene.lowers.index(")", end) + 1


def _is_said_by(scene: Scene, phrase: Phrase, trigger: Trigger) -> bool:
    """`the government announced that sales of alcohol would be banned`: who announces is not the subject of what follows `that`."""
    between = scene.lowers[phrase.end : trigger.first]
    if len(between) > 1 and between[0] in _SAYING and between[1] not in ("that", "of"):
        return _PRONOUNS.isdisjoint(between[1:5]) and between[1] != "to"
    if "that" not in between:
        return False
    told = between[between.index("that") + 1 :]
    is_said = between[between.index("that") - 1] in _SAYING
    return len(told) >= (1 if is_said else 3) and told[0] not in _PRONOUNS


def _is_object_of_participle(scene: Scene, phrase: Phrase) -> bool:
    """`a mine targeting the town's convoy exploded`: the convoy does not explode; what `saying` tells has a subject of its own."""
    at = phrase.first - 1
    while at > scene.first and phrase.first - at < _PARTICIPLE_REACH:
        word = scene.lowers[at]
        if word.endswith("ing") and word not in _NO_PARTICIPLES:
            return scene.lowers[at - 1] != "-" and scene.lowers[at - 1] not in _BE
        is_inside = any(p.first <= at < p.end for p in scene.phrases) or (at == phrase.first - 1 and _is_plain(word))
        if not (is_inside or word in _ARTICLES or word in _OWNERS):
            return False
        at -= 1
    return False


def _is_plain(word: str) -> bool:
    """Whether a word may be a noun before a noun: `mine workers`."""
    return word.isalpha() and word not in _PREPOSITIONS and word not in _CLAUSE_CONJUNCTIONS and word not in _NO_NOUNS


def _is_acting_place(scene: Scene, place: Phrase) -> bool:
    """A country, or a town or region that heads the sentence: `Bavaria closes its schools`; not `in Kano, Nigeria`."""
    return not in_chain(scene, place) and (is_country(place) or place.first - scene.first <= 2 or scene.lowers[place.first - 1] in _BEFORE_PLACE)


def _is_second_governed(scene: Scene, phrase: Phrase) -> bool:
    """`envoys from the Senate and the House meet`: the second of two bodies that tell where a plural comes from."""
    tie = phrase.first - 1 - (scene.lowers[phrase.first - 1] in _ARTICLES)
    if phrase.kind not in _GOVERNED or scene.lowers[tie] != "and":
        return False
    first = next((p for p in scene.phrases if p.end == tie and p.kind in _GOVERNED and p.preposition in ("from", "of")), None)
    return first is not None and any(1 <= first.first - p.end <= 3 and scene.lowers[p.end - 1].endswith("s") for p in scene.phrases)


def _is_apposed(scene: Scene, phrase: Phrase) -> bool:
    """`a clerk of Peru's intelligence service DINI is held`: a name that a plain noun ties to what a preposition governs."""
    noun = scene.lowers[phrase.first - 1]
    if phrase.kind not in _GOVERNED or not _is_plain(noun) or noun.endswith(("ed", "s")) or noun in _ARTICLES:
        return False
    return any(p.end == phrase.first - 1 and p.preposition in _TIES and p.kind != "place" for p in scene.phrases)


def _is_before_act(scene: Scene, place: Phrase) -> bool:
    """`a Kabul roadside bomb`: a place before a noun of violence, over one word."""
    if place.end in scene.noun_heads:
        return True
    word = scene.lowers[place.end]
    return place.end + 1 in scene.noun_heads and _is_plain(word) and not word.endswith(("s", "ed")) and place.end not in scene.heads
