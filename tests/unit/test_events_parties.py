"""Parties that a sentence names beside its verb: things hit, the other side of a fight, the owner of a strike."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import EventMention, find_events
from transforms.names import find_names
from transforms.reference import load_reference


def events(text: str) -> list[EventMention]:
    document, reference = read_document(text, datetime.date(2022, 8, 24)), load_reference()
    dates = find_dates(document)
    return find_events(document, dates, find_names(document, reference, dates), reference)


def roles(text: str) -> list[tuple[str | None, str | None]]:
    return [(event.actor1_text, event.actor2_text) for event in events(text)]


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Two temples in Java are attacked after a dispute.", None, "Two temples"),
        ("Rebels blow up a bridge near Mosul.", "Rebels", "bridge"),
        ("Protesters in Lima set fire to more than 20 delivery trucks.", "Protesters", "more than 20 delivery trucks"),
        ("The Federal Assembly building in Bern is looted and set on fire by protesters.", "protesters", "Federal Assembly"),
        ("A Georgian drone strike targets an oil refinery near Sochi.", "Georgian", "oil refinery"),
        ("Rebels fire two rockets at a power plant in Basra.", "Rebels", "power plant"),
        ("An arson attack on two bus shelters in Lyon causes a stir.", None, "two bus shelters"),
        ("The old Miramar Hotel in Lagos is destroyed following an arson attack by masked youths.", "masked youths", "old Miramar Hotel"),
        ("Nine clinics are damaged by Israeli attacks in Gaza.", "Israeli", "Nine clinics"),
        ("A warehouse burns down in Baghdad after an arson attack.", None, "warehouse"),
        ("The army raids a Taliban base in Kunar.", "army", "Taliban base"),
        # people go before things
        ("Gunmen open fire at a school in Lagos, wounding four people.", "Gunmen", "four people"),
        ("Gunmen attack a hotel in Kabul and kill five tourists.", "Gunmen", "five tourists"),
        # a thing that is no target, a weapon, an officer of a church
        ("Six car bombs are detonated in Baghdad.", None, None),
        ("Rebels attack a church director in Lagos.", "Rebels", "church director"),
        # numbers for want of people
        ("A shootout in Lima leaves three dead.", None, "three"),
        ("Fifty-one are killed in an attack near Kano.", None, "Fifty-one"),
        ("Four Tunisians die after a tunnel was blown up near Rafah.", None, "Four Tunisians"),
        ("A man is held over an attack in Oslo and charged with 40 counts of murder.", "man", None),
    ],
)
def test_what_is_hit_is_told_even_where_it_is_no_person(text: str, actor: str | None, recipient: str | None) -> None:
    assert (actor, recipient) in roles(text)


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Two traffickers are killed in a shootout with Mexican soldiers near Tijuana.", "Mexican soldiers", "Two traffickers"),
        ("Sixty soldiers have been killed fighting jihadists in Gao.", "jihadists", "Sixty soldiers"),
        ("A boy is wounded by fire from militants in Jenin.", "militants", "boy"),
        ("Two people are killed during Israeli Air Force strikes on Gaza.", "Israeli Air Force", "Two people"),
        ("Nine people are killed in Israeli strikes across Gaza.", "Israeli", "Nine people"),
        ("Four nuns are killed in a Chadian ballistic missile strike on Sabha.", "Chadian", "Four nuns"),
        ("The South's shelling kills two marines on the island.", "South", "two marines"),
        ("Four people are killed in a blast in Quetta blamed on the group Dawn Front.", "group Dawn Front", "Four people"),
        ("A Peruvian jet is shot down by a Chilean F-16 fighter jet near Tacna.", "Chilean F-16 fighter jet", "Peruvian jet"),
        ("Omar Diallo is detained on the orders of Governor Musa Keita in Kano.", "Governor Musa Keita", "Omar Diallo"),
        ("Three people are killed in a stabbing by a 37-year-old Algerian man in Lyon.", "37-year-old Algerian man", "Three people"),
        ("A man is held in Oslo who was part of the attack on a mosque.", "man", "mosque"),
        ("At least 20 Palestinians were arrested in overnight IDF raids in Hebron.", "IDF", "At least 20 Palestinians"),
        ("Ten smugglers are arrested in police raids in Lima.", "police", "Ten smugglers"),
        ("Prosecutors charge a doctor with two counts of murder for killing a patient on Monday in Lyon.", "doctor", "patient"),
        # what owns no strike, and who is hit by one
        ("Four people are killed in the Radisson Hotel attack in Bamako.", None, "Four people"),
        ("Forty civilians were killed during terrorist attacks in Bama.", None, "Forty civilians"),
        ("Police seek two clans suspected of being involved in the 2019 Tiko massacre.", "two clans", None),
    ],
)
def test_who_acts_is_told_by_the_occasion(text: str, actor: str | None, recipient: str | None) -> None:
    assert (actor, recipient) in roles(text)


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Thousands of Peruvians, mostly farmers, protest in Lima.", "Thousands of Peruvians", None),
        ("People in the U.S. state of Ohio protest the law.", "People", None),
        ("Muslims in Pakistan protest against the demolition of shrines.", "Muslims", None),
        ("Chadian soldiers kill a nun and rape four others near Abeche.", "Chadian soldiers", "four others"),
        ("Counter-protesters attack a camp in Los Angeles.", "Counter-protesters", "camp"),
        ("A little-known Syrian group claimed that it has executed Omar Aziz, a soldier.", "little-known Syrian group", "Omar Aziz"),
        ("Sweden opens an investigation into the company Temu.", "Sweden", "company Temu"),
        ("Rebels in Mali are planning a mass demonstration in Gao.", "Rebels", None),
        ("The IDF destroys a tunnel by the town of Rafah that led into Israel, killing seven militants.", "IDF", "seven militants"),
        ("A hunter goes on a shooting spree near Lyon.", "hunter", None),
        ("General Akin Sari, a former air force chief, confesses to planning last week's attempted coup.", "General Akin Sari", None),
        ("Voters elect a president to replace Colonel Ely Vall who took power in a coup two years ago.", "Colonel Ely Vall", None),
        ("The Red Front and the Blue Front pledge to drive enemies out.", "Red Front and the Blue Front", None),
        ("Omar Aziz, the head of the Blue Bank and a friend of the mayor is arrested in Fez.", None, "Omar Aziz"),
        ("A police post near Bamako came under attack by militants on Monday.", "militants", "police post"),
        ("At least nine men are arrested in Nablus following an Israeli raid.", "Israeli", "At least nine men"),
        ("Troops retake several cities in Idlib.", "Troops", "several cities"),
        ("Chad claims they retook the village of Wour from the Libyan forces.", "Chad", "Libyan forces"),
        ('Ukraine confirms that Russian troops have entered the plant after launching "an all-out assault".', "Russian troops", None),
        ("Russian forces enter the city of Kurakhove, with heavy fighting reportedly underway.", "Russian forces", None),
        ("Boko Haram publishes a video showing the execution of five men.", "Boko Haram", "five men"),
        ("A man wielding a sabre attacks the house of a judge in Nairobi.", "man", "judge"),
        ("A Chadian soldier is killed in an exchange of fire with the Libyan Army near Aouzou.", "Libyan Army", "Chadian soldier"),
        ("Clashes with Boko Haram in Borno state kill nine Nigerian Army soldiers.", "Boko Haram", "nine Nigerian Army soldiers"),
        ("A Danish nurse was kidnapped and imprisoned by the Chadian government.", "Chadian government", "Danish nurse"),
        ("A restaurant burns the day after police killed Rashid Brown in Atlanta.", "police", "Rashid Brown"),
        ("Television shows footage of the execution of five men in Mosul.", None, "five men"),
        ("The summit between French President Ana Velic and Italy's leader in Hanoi ends.", "French President Ana Velic", "Italy's leader"),
        ("Two Danish guards are facing murder charges over the deaths of two Malian herders.", "Two Danish guards", "two Malian herders"),
        ("Dozens of people gather in Lyon, France, in rival rallies.", "Dozens of people", None),
        ("The navy assists a large cargo ship that was attacked by pirates near Aden.", "pirates", "large cargo ship"),
        ("A gunman kills a baker and wounds four others in a shooting spree across Tulare.", "gunman", "four others"),
        ('Hindus in Nepal protest against the planned "closure" of their shrines by India.', "Hindus", "India"),
        ("Protests against the rule of Omar Diallo continue in Lagos.", None, "Omar Diallo"),
        ("Nigerian pirates hijack ships from the Faroe Islands, Malta, and the Bahamas.", "Nigerian pirates", "ships from the Faroe Islands"),
        ("A warehouse holding ballot boxes burns down in Baghdad.", None, "warehouse"),
        ("Protests against the use of oil take place in Lagos.", None, None),
        ("Thousands protest against the treatment of Omar Diallo in Lagos.", "Thousands", None),
        ("Gunmen burn down dozens of stores in Lagos.", "Gunmen", "dozens of stores"),
        ("A magistrate warns that the Red Front is planning a terror attack in Asia.", "Red Front", None),
        ("The Tamil Tigers aerially attack Colombo, killing two people.", "Tamil Tigers", "two people"),
        ("U.S. troops enter the middle of Falluja with heavy fighting reported in all quarters.", "U.S. troops", None),
        ("The defense minister blamed the Red Front for the bomb attack that killed 80 people in Bali.", "Red Front", "80 people"),
        ("Mass demonstrations begin in Peru demanding the resignation of President Ana Velic.", None, "President Ana Velic"),
        ("The United States denies any role in a bomb blast in Tehran.", None, None),
        # an adjective is nobody, and a list of capitals ends no sentence
        ("The murder of a female medical trainee in Pune on Monday shocks India.", None, "trainee"),
        ("The U.S. bombs a camp in Libya, killing four militants.", "U.S.", "four militants"),
    ],
)
def test_subjects_over_what_stands_between(text: str, actor: str | None, recipient: str | None) -> None:
    assert (actor, recipient) in roles(text)


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Denmark criticises remarks by Belarus on the war.", "Denmark", "Belarus"),
        ("Japan condemns the execution of a hostage by Iran.", "Japan", "Iran"),
        ("Hamas threatens Western nations.", "Hamas", "Western nations"),
        ("Chile calls for the lifting of the Israeli blockade of Gaza.", "Chile", "Israeli"),
        ("Chad closes its border with Sudan.", "Chad", "Sudan"),
        ("Denmark will not bow to pressure from Belarus.", "Denmark", "Belarus"),
        ("A group of Texans criticize their city government.", "group of Texans", "their city government"),
        ("Six African countries agree to trade ivory.", "Six African countries", None),
        ("President Velic calls for Denmark and NATO to send more medics.", "President Velic", "Denmark"),
        ("Jordan recalls its ambassador to Israel.", "Jordan", "Israel"),
        ('Kevin Ross, the Prime Minister of Canada, apologises to the "silenced Australians" in Perth.', "Kevin Ross", "Australians"),
        ("Denmark accuses a Belarusian barge of firing on a boat.", "Denmark", "Belarusian"),
        ("Hassan Omar calls on his supporters to leave the square.", "Hassan Omar", "his supporters"),
        ("A rally of far-right groups takes place in Portland, Oregon.", "far-right groups", None),
        ("A protest in Lima, Peru, is organized by opposition leader Olga Petrova.", "opposition leader Olga Petrova", None),
        ("Protests of the war take place in Rome.", None, None),
        ('China calls for a "firm response" to the bombing.', "China", None),
        ("Police investigate claims by a newspaper in Lima.", "Police", None),
        ("Peru expels two Chilean diplomats, accusing them of spying in Peru.", "Peru", "two Chilean diplomats"),
        ("Japan condemns a bombing in Lyon.", "Japan", None),
        ("Chile calls for calm in Israeli cities.", "Chile", None),
    ],
)
def test_whom_words_are_meant_for(text: str, actor: str | None, recipient: str | None) -> None:
    assert (actor, recipient) in roles(text)
