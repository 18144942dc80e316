"""Words of violence that name a topic, a label or what may come tell no act; what is told of one has the day that is its own."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import EventMention, find_events
from transforms.names import find_names
from transforms.reference import load_reference

DAY = datetime.date(2019, 5, 14)


def events(text: str) -> list[EventMention]:
    document, reference = read_document(text, DAY), load_reference()
    dates = find_dates(document)
    return find_events(document, dates, find_names(document, reference, dates), reference)


def told(text: str) -> list[tuple[str, str]]:
    return [(event.event_type, event.modality) for event in events(text)]


@pytest.mark.parametrize(
    "text",
    [
        "The minister compares the tax plan to the invasion of Poland.",
        "Denmark gives its consent to US air strikes in Syria.",
        "Sweden drops its sexual assault guidelines for schools.",
        "The senator's speech was a political attack on Brazil.",
        "Chad would stop oil exports in the event of an assassination attempt.",
        "Two earthquakes strike Peru, killing 90 people.",
        "Norway has supplied Kenya with a million rounds of artillery shells.",
        "Mali's junta returns the body of a hostage to France.",
        "Kenya declares an emergency at a nuclear plant.",
        "Japan hangs a murderer in Osaka jail.",
        "A court in Addis Ababa finds exiled former president Amara Tesfaye guilty of fraud.",
        "A naval attack submarine is launched in Toulon.",
        "Seven people are killed by an explosion at a block of flats in Lyon.",
        "Cuba approves a drug to combat a virus.",
        "Mali withdraws from a fisheries treaty with Spain.",
        "Peru lets courts act to prosecute and extradite them to Spain.",
        "Chad says that 63 of its soldiers have been killed by rebels since the war began.",
        "Bushfires in Victoria have destroyed at least 750 homes.",
        "Authorities give protesters until March 17 to leave Lhasa.",
        "The cabinet, under Syrian pressure, votes to change the law.",
        "The UN audits the ports of the internationally-recognized cabinet of Libya.",
        "The paper says that police lost papers in convicted bomber Ahmad Hassan's possession.",
        "A mine explosion has killed 22 miners in Hubei.",
        "A paper announces that it will cease printing in Lima.",
        "A paper wins a prize for reporting on the failed bombing of Kano.",
        "A depot near Lima has been the target of many mortar attacks recently.",
        "Russia could build a reactor under a deal being negotiated that has alarmed Chad.",
    ],
)
def test_what_only_names_violence_tells_none(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Gunmen carry out a sexual assault on two nurses in Gao.", "ASSAULT"),
        ("Gunmen hold ten people hostage in a bank in Lima.", "ASSAULT"),
        ("The hostage crisis in Gao enters its third day.", "ASSAULT"),
        ("A Russian missile strike kills two railway workers in Sumy.", "ASSAULT"),
        ("The exiled leader denounces the ruling as a 'coup'.", "ACCUSE"),
        ("Chile blames Bolivian exiles in Lima for the plot.", "ACCUSE"),
        ("Protesters storm the parliament building in Bishkek.", "PROTEST"),
        ("Syrian forces capture Homs while rebels flee.", "ASSAULT"),
        ("Mali withdraws its troops from Chad under a treaty.", "RETREAT"),
        ("Police raid the offices of a party in Lima.", "COERCE"),
        ("Police kill two men in a raid in Lima.", "ASSAULT"),
        ("Peru vows to seek vengeance on the smugglers.", "THREATEN"),
        ("Soldiers storm the parliament building in Bishkek.", "ASSAULT"),
        ("The senate demands that Iran extradite two bankers.", "REQUEST"),
        ("Peru and Chile agree to resume yearly visits of their ministers.", "AGREE"),
        ("Peace talks between rebels and the government of Chad will take place in October.", "AGREE"),
        ("Peru vows to wage war against the smugglers.", "THREATEN"),
    ],
)
def test_the_code_is_that_of_what_the_sentence_tells(text: str, event_type: str) -> None:
    assert [kind for kind, _ in told(text)] == [event_type]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("A group warns that several attacks on trains in Lima are being planned.", "planned"),
        ("A bombing of the port of Lima was foiled by police.", "planned"),
        ("A bomb attack that hurt a guard in Quetta was planned abroad.", "actual"),
        ("A minister has not been seen since being detained in Gao.", "actual"),
        ("The group has not claimed the killing of a guard in Gao.", "actual"),
        ("The army did not launch an attack on Gao.", "denied"),
        ("No attack on Gao was seen.", "denied"),
        ("A court blocks the execution of a poet.", "hypothetical"),
        ("Police in Lima ban a rally in Lima tomorrow.", "actual"),
        ("Chad fears that the deal could lead to troops being deployed to Gao.", "hypothetical"),
        ("A court in Lima rules that the governor should be arrested in Peru and detained.", "hypothetical"),
        ("The parliament of Kenya debates the 2019 Mombasa riots.", "actual"),
        ("A miner was possibly shot by police in Lima.", "hypothetical"),
        ("The envoy Theresa May announces her resignation.", "actual"),
        ("Rumours spread in Lima that a child was kidnapped.", "hypothetical"),
    ],
)
def test_modality_is_what_the_words_around_a_trigger_say(text: str, modality: str) -> None:
    assert {found for _, found in told(text)} == {modality}


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("Supporters of the coup against the king set fire to a party office in Lima.", "coup", None),
        ("Supporters of the coup against the king set fire to a party office in Lima.", "set fire", DAY),
        ("The army arrives in Gao to seek the surrender of the guard that staged the coup.", "coup", None),
        ("The number killed in a bombing in Kano rises to 92.", "bombing", None),
        ("A cinema in Lima is destroyed following an arson attack by masked youths.", "attack", DAY),
        ("Rebels enter Gao for the first time since 2012 with hard fighting underway in the east of Gao.", "fighting", DAY),
        ("A man accused of an explosion in Lyon which injured a guard two days ago is shot by police.", "shot", DAY),
        ("The minister of Peru resigns amid the protests that have killed at least 26 people.", "killed", None),
        ("Kenya threatens to close a port after the U.S withdrew its troops earlier in the year.", "threatens", DAY),
        ("A group has executed Ken Matt, a soldier captured on April 9.", "executed", DAY),
        ("The minister criticises the elections of 2017 in Chad.", "criticises", DAY),
        ("Ito had been arrested under the Mines Act 1923.", "arrested", None),
        ("A blast near an 11th century temple in Lahore kills nine people.", "blast", DAY),
        ("A man arrested in Lima in July 2017 is indicted by prosecutors in New York.", "indicted", DAY),
        ("Chad has freed Ana Lee, a nurse kidnapped in Burkina Faso.", "kidnapped", None),
        ("The minister orders a bank to pay five people tortured in Chad.", "tortured", None),
        ("Two soldiers killed in a raid in Gao are buried.", "raid", None),
        ("Peru reopens a road after miners who were kidnapped near it were identified on Sunday.", "kidnapped", None),
        ("Ethiopian troops kill fifty farmers over the last few days in Gao.", "kill", None),
        ("Troops killed three men, the second such raid in May.", "raid", DAY),
        ("Two guards die in a suicide bombing of the 14th October Brigade in Mogadishu.", "suicide", DAY),
        ("The death toll from the Gao bombing rises to 73.", "bombing", None),
        ("Three of the killers of Ana Lee, who was killed yesterday, are shot dead in Lima.", "shot", DAY),
        ("A court rejects the challenge by Peru against the survey on marriage, allowing it to begin in mid-May.", "rejects", DAY),
        ("The UN honours 101 workers who have been killed by Chadian attacks.", "attacks", None),
        ("A bomb explodes outside a cafe in Gao while guests watch the Euro 2019 final.", "bomb", DAY),
        ("Four are killed amid riots in Lima, including one who was shot by a crowd.", "shot", DAY),
        ("Protests go on in Yemen after the shooting of marchers yesterday, and two ministers resign.", "resign", DAY),
    ],
)
def test_a_day_told_of_something_else_is_not_the_events_day(text: str, trigger: str, day: datetime.date | None) -> None:
    (event,) = (event for event in events(text) if event.trigger_text == trigger)
    assert event.event_date_start == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The opposition signed the deal yesterday in Lima.", datetime.date(2019, 5, 13)),
        ("The army claims responsibility for yesterday's bombing at a rally in Kano, which killed 54 people.", datetime.date(2019, 5, 13)),
        ("Rebels attacked a village near Gao on Sunday and killed 12 people.", datetime.date(2019, 5, 12)),
        ("A group claims responsibility for the attack in Mali on 7 May that killed 54.", datetime.date(2019, 5, 7)),
        ("A man shot by police in Lyon on Friday dies.", datetime.date(2019, 5, 10)),
    ],
)
def test_a_day_of_its_own_is_kept(text: str, day: datetime.date) -> None:
    assert {event.event_date_start for event in events(text)} == {day}


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("A Dutch court opens a case over the murder of Theo van Gogh.", "historical"),
        ("Survivors of the Srebrenica massacre sue the state.", "historical"),
        ("A grenade attack in Srebrenica kills two men.", "actual"),
        ("Gunmen loyal to Muammar Gaddafi kill two guards in Sirte.", "actual"),
    ],
)
def test_a_well_known_act_told_without_a_day_is_history(text: str, modality: str) -> None:
    (event,) = events(text)
    assert (event.modality, event.event_date_start) == (modality, None if modality == "historical" else DAY)


@pytest.mark.parametrize("text", ["Police also arrest the editor Ana Lee in Lima.", "Soldiers also attack the town of Gao."])
def test_a_verb_behind_an_adverb_is_a_verb(text: str) -> None:
    (event,) = events(text)
    assert event.actor1_text in ("Police", "Soldiers")
