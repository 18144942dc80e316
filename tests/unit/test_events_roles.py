"""Roles and incidents where names matter: read with the reference data."""

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


def test_who_uses_what_is_hit_is_hit() -> None:
    (bombed,) = events("Turkish jets bombed positions held by the PKK in northern Iraq on Monday.")
    assert (bombed.actor1_text, bombed.actor2_text) == ("Turkish jets", "PKK")


def test_a_text_may_end_in_the_phrase_that_with_governs() -> None:
    (killed,) = events("Two soldiers were killed near Mosul on Monday in clashes with rebels")
    assert killed.fatalities_best == 2


def test_a_raid_and_the_raid_that_answers_it_are_two() -> None:
    found = events("The Iraqi army shelled the PKK near Mosul on Monday. PKK fighters then bombed the Iraqi army.")
    assert [(event.actor1_name, event.actor2_name) for event in found] == [
        ("Iraqi Army", "Kurdistan Workers' Party"), ("Kurdistan Workers' Party", "Iraqi Army"),
    ]  # fmt: skip


def test_what_has_not_happened_has_no_day_unless_one_is_told() -> None:
    (planned,) = events("Rebels will attack the army near Mosul.")
    (feared,) = events("The army may bomb the town of Tal Afar on Friday.")
    assert (planned.modality, planned.event_date_start, planned.date_is_report_date) == ("planned", None, False)
    assert (feared.modality, feared.event_date_start) == ("hypothetical", datetime.date(2022, 8, 26))


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Nigerien government troops, backed by French jets, capture a village near Diffa.", "Nigerien government troops", "village"),
        ("Salim Aziz, the minister of mines, attacked a clerk in Tunis.", "Salim Aziz", "clerk"),
        ("A hammer-wielding assailant wounds a French envoy in Tashkent.", "hammer-wielding assailant", "French envoy"),
        ("Six miners are killed in an attack by bandits on a mine, which also injures ten others.", "bandits", "Six miners"),
        ("The United States resumes air strikes against Al-Shabaab in Somalia.", "United States", "Al-Shabaab"),
        ("A United States drone strike kills four militants in Yemen.", "United States", "four militants"),
        ("Clashes between police and several hundred protesters injure two people in Skopje.", "several hundred protesters", "police"),
        ("The government of Chad requests grain from Italy.", "government of Chad", "Italy"),
        ("Jersey rejects 12 French fishing permits.", "Jersey", None),
        ("Russia bombs two Ukrainian cities.", "Russia", "two Ukrainian cities"),
        ("Police in Lyon arrest a Tunisian paper worker.", "Police", "Tunisian paper worker"),
        ("A court upholds the sentences of three men convicted of fraud.", None, "three men"),
        ("France deploys 600 soldiers to Niger.", "France", None),
        ("Gunmen kidnap up to 100 people in Baghdad.", "Gunmen", "100 people"),
        ("A girl is in hospital after being shot by a sniper in Hebron.", "sniper", "girl"),
        ("Clashes broke out between rival factions of a cartel in Culiacan, Mexico.", "rival factions of a cartel", None),
    ],
)
def test_whole_phrases_of_the_clause_act_and_are_acted_upon(text: str, actor: str | None, recipient: str | None) -> None:
    (event,) = events(text)
    assert (event.actor1_text, event.actor2_text) == (actor, recipient)


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        # whom a pronoun stands for, and what a relative clause only says in passing
        ("Army officers announce that they killed Rashid Omar, a smuggler, near Basra.", "Army officers", "Rashid Omar"),
        ("General Ivo Petrov, who besieged Varna for a year, surrenders to the United Nations in Sofia.", "General Ivo Petrov", "United Nations"),
        ("Rebels from the Red Dawn group attack the parliament in Bangui.", "Rebels from the Red Dawn group", "parliament"),
        # verbs that share a subject or an agent
        ("Soldiers shell a suburb of Aleppo, killing nine civilians.", "Soldiers", "nine civilians"),
        ("A man attacks two officers in Oslo with an axe before being shot dead.", None, "man"),
        ("Omar Said is found guilty by a Tunisian court and sentenced to ten years in prison.", "Tunisian court", "Omar Said"),
        # lists
        ("Four farmers and two guards are killed by gunmen near Kano.", "gunmen", "Four farmers and two guards"),
        ("Bolivia and Paraguay sign an agreement to share water.", "Bolivia", "Paraguay"),
        ("Russia and China boycott the United Nations Security Council.", "Russia and China", "United Nations Security Council"),
        ("The chairman and chief executive Paul Moreau resigns.", "chairman and chief executive Paul Moreau", None),
        # nouns: who is held to have done it, who claims it, who escapes it, the occasion of a verb
        ("Two students are charged with the murder of a nun in Turin in 2019.", "Two students", "nun"),
        ("Two ministers escape a bomb attack in Baghdad.", None, "Two ministers"),
        ("The army detains a colonel in a raid in Bamako.", "army", "colonel"),
        ("Ten Malian soldiers die in clashes with Tuareg rebels near Kidal.", "Tuareg rebels", "Ten Malian soldiers"),
        ("Two suicide bombers hit a market in Maiduguri.", "Two suicide bombers", "market"),
        ("A series of U.S. airstrikes kills six fighters in Somalia.", "U.S.", "six fighters"),
        # prepositions that belong to the verb
        ("The Chilean government denies accusations by the Peruvian navy.", "Chilean government", "Peruvian navy"),
        ("Police in Naples seize 40 rifles from smugglers.", "Police", "smugglers"),
        ("Kenya warns that it will retaliate against Somali militants.", "Kenya", "Somali militants"),
        ("Malta withdraws its ambassador from Libya.", "Malta", "Libya"),
        ("Thousands of people march in Lima to demand the resignation of President Pedro Rojas.", "Thousands of people", "President Pedro Rojas"),
        ("Kenyan soldiers attack two farmhouses and claim to have killed four gunmen near Mandera.", "Kenyan soldiers", "four gunmen"),
        ("After stabbing a clerk in Lyon, Marc Petit shot two officers.", "Marc Petit", "two officers"),
        ("Police in Basra fire tear gas at protesters trying to storm the Danish embassy.", "protesters", "Danish embassy"),
        ("Troops launch an assault on militants holding hostages in Sirte.", "militants", "hostages"),
        ("A convoy carrying Spanish mine workers is attacked in Agadez.", None, "convoy"),
        # crowds told by number alone, and fights
        ("Tens of thousands march in Lima against the government.", "Tens of thousands", "government"),
        ("Two rockets are fired at Israeli settlements from Sidon.", None, "Israeli settlements"),
        ("The Free Hills Movement (FHM) captures the town of Kalay from the army.", "Free Hills Movement", "army"),
        ("Two men take a priest and two nuns hostage in a church in Rouen.", "Two men", "priest and two nuns"),
        ("The Grand Hotel attack killed nine people in Mombasa on Friday.", None, "Grand Hotel"),
        ("A Malian suicide bomber kills a general in Gao.", "Malian suicide bomber", None),
        ("The police arrest two brothers and a cousin in Turin.", "police", "two brothers and a cousin"),
        ("Rebels throw petrol bombs at Ukrainian-held villages near Lyman.", "Rebels", "Ukrainian-held villages"),
        ("Members of the Iron Street gang are behind the kidnapping of a nun in Cap-Haitien.", "Members of the Iron Street gang", "nun"),
        ("Boris Lang confesses to the murder of two students in Bonn in 2019.", "Boris Lang", "two students"),
        ("Jean Morel, the head of the coastal guild of Brest is arrested.", None, "Jean Morel"),
        ("Two guards are killed in a blast in Van, with the PKK believed to be responsible.", "PKK", "Two guards"),
        ("A watchdog reports that airstrikes have killed nine people in Idlib.", None, "nine people"),
        ("The Blue Front (BF) and the Red Front (RF) claim to have captured a base in Kordofan.", "Blue Front (BF) and the Red Front", "base"),
        # the subject of a clause, not what stands in an aside, an apposition or another verb's object
        ("After students had resisted the police, the opposition and President Ivan Rusu hold talks.", "opposition", "President Ivan Rusu"),
        ("U.S. Senator Paul Ford joins protesters in Riga and accuses Russia of theft.", "U.S. Senator Paul Ford", "Russia"),
        ("The Ministry announces fines for ten traders who cheated buyers, and also condemns the Blue Front.", "Ministry", "Blue Front"),
        ("Peru dismisses two officers and the government of Chile apologizes to a nun.", "government of Chile", "nun"),
        ("A chapel in Lyon is looted and set on fire by protesters.", "protesters", "chapel"),
        ("Three nuns are set free in Lagos.", None, "Three nuns"),
        ("Omar Said, a clerk at the Blue Bank is arrested in Tunis.", None, "Omar Said"),
        ("Jean Morel, the most wanted smuggler in Corsica, is re-arrested by French police.", "French police", "Jean Morel"),
        ("Anna Weiss, a German nurse who shot her two sons in Bonn, is arrested.", "Anna Weiss", "her two sons"),
        ("U.S. airstrikes near Herat hit a PKK radio mast and kill nine fighters.", "U.S.", "nine fighters"),
        ("A Kabul roadside bomb kills four guards.", None, "four guards"),
        ("Two brothers and their cousin are arrested in Turin.", None, "Two brothers and their cousin"),
        ("A video of a German pilot being killed in Aleppo is shown by rebels.", None, "German pilot"),
        ("Negotiators from the Peruvian Senate and the Chilean Senate sign a treaty.", "Negotiators from the Peruvian Senate", None),
        ("Nurses with the Red Cross abducted near Aden in May are freed.", None, "Nurses"),
        ("Two nuns are shot dead by poachers and Kenyan park rangers.", "poachers and Kenyan park rangers", "Two nuns"),
        ("Police in Tunis arrest a smuggler, Omar Said, in a raid.", "Police", "smuggler, Omar Said"),
        ("Mexico and Peru pledge grain to Haiti.", "Mexico and Peru", "Haiti"),
        ("Russia closes its borders with Georgia and Poland.", "Russia", "Georgia"),
        ("Pirates hijack ships from Malta, Cyprus and Italy.", "Pirates", "ships from Malta"),
        ("A clerk of Peru's intelligence service DINI is arrested.", None, "clerk"),
        ("The mayor of Jos resigns after two gangs and three militias clashed.", "two gangs", "three militias"),
        ("Police in Graz arrest Karl Huber, a baker, and are investigating two banks.", "Police", None),
        ("Thousands rally in Lodz, Poland, against the mayor.", "Thousands", "mayor"),
        ("The Maltese cabinet and regional councillors agree to close bars.", "Maltese cabinet", "regional councillors"),
        ("Israel's navy strikes 40 Hezbollah targets near Tyre, killing two fighters.", "Israel's navy", "40 Hezbollah targets"),
        ("Military aircraft in Burma target rebels in Kachin.", "Military aircraft", "rebels"),
        ("Kalay falls to rebel forces after a siege.", "rebel forces", "Kalay"),
        # what one act answers, or follows, is another
        ("Israeli jets bomb a depot in Gaza in response to a rocket attack.", "Israeli jets", "depot"),
        ("Israeli jets bomb a depot in Gaza in response to a rocket attack by Hamas.", "Hamas", None),
        ("Protesters burn the mayor's office in Kano after the murder of a clerk.", None, "clerk"),
        ("Missiles hit a base near Kharkiv and Odesa, and Russian troops cross the border.", None, "base"),
        ("Two guards are killed in a drone attack on a base near Aleppo.", None, "Two guards"),
        ("The navy foils an attempt by pirates to hijack a ferry.", "pirates", "ferry"),
        # whom the law or a critic holds to have done it
        ("A court in Oran jails Omar Said for torturing and murdering a nun.", "Omar Said", "nun"),
        ("A watchdog criticises the Sudanese army for killing nine farmers in Darfur.", "Sudanese army", "nine farmers"),
        # what talk is about is no party
        ("Colombia's panel meets to pick its next chairman in Bogota.", "Colombia's panel", None),
        ("Envoys from Norway hold talks on Syria with Russia.", "Envoys from Norway", "Russia"),
        ("The European Union launches negotiations with Ukraine.", "European Union", "Ukraine"),
        ("The UN agency appeals for food aid to Niger.", "UN agency", None),
        ("The president orders a probe into the deaths of two nuns in Bamako.", "president", None),
        ("France condemns the bombing of Aleppo by Russia.", "France", "Russia"),
        ("The union files a complaint against the army.", "union", "army"),
        ("Police in Harare arrest a fraudster and rescue 40 children.", "Police", "fraudster"),
        ("The committee fails to agree on plans to trim the budget of Peru.", "committee", None),
        ("Thousands of pro-democracy protesters march in Minsk.", "Thousands of pro-democracy protesters", None),
        ("The cabinet reaches a deal with the center-left opposition.", "cabinet", "center-left opposition"),
        # whole phrases
        ("Gunmen kill a 15-year-old boy near Cali.", "Gunmen", "15-year-old boy"),
        ("Italy meets Poland's new finance minister in Rome.", "Italy", "Poland's new finance minister"),
        ("People's Dawn Front (PDF) fighters ambush a convoy near Mandalay.", "People's Dawn Front (PDF) fighters", "convoy"),
        ("Seven nurses held captive in Sinai are released.", None, "Seven nurses"),
        ("The king frees jailed journalist Amina Haddad in Rabat.", "king", "journalist Amina Haddad"),
        ("Budget chiefs from OPEC countries sign an accord in Vienna.", "Budget chiefs from OPEC countries", None),
        ("Forces loyal to King Idris Omar seize the town of Sirte.", "Forces loyal to King Idris Omar", "Sirte"),
        ("Rebels kill nine of the country's soldiers near Kidal.", "Rebels", "nine of the country's soldiers"),
        ("Gunmen kill his sister-in-law in Cali.", "Gunmen", "his sister-in-law"),
        ("African Union climate ministers meet rebels in Addis Ababa.", "African Union climate ministers", "rebels"),
        ("Kenya releases Deputy Sports Minister-designate John Otieno from custody.", "Kenya", "Deputy Sports Minister-designate John Otieno"),
        ("A previously unknown Tunisian group kidnaps two nuns in Sfax.", "previously unknown Tunisian group", "two nuns"),
        ("Pirates attack Turkish-made T-55 tanks in Kismayo.", "Pirates", "Turkish-made T-55 tanks"),
        ("Rebels attack the Chadian town of Adré.", "Rebels", "Chadian town of Adré"),
        ("Gunmen attack the northern rebel-held town of Al-Bab.", "Gunmen", "Al-Bab"),
        ("Rebels storm an opposition radio station in Bangui.", "Rebels", "opposition radio station"),
        ("Pro-Russian counter-protesters attack students in Kharkiv.", "Pro-Russian counter-protesters", "students"),
        ("The High Commissioner for Human Rights condemns Peru.", "High Commissioner for Human Rights", "Peru"),
        ("Gunmen kidnap two public sector workers in Gao.", "Gunmen", "two public sector workers"),
        ("Chad deports 1.3 million Sudanese refugees.", "Chad", "1.3 million Sudanese refugees"),
        ("The court convicts Omar Haddad of theft.", "court", "Omar Haddad"),
        ("A jury in the Basra Federal Court finds Omar Haddad guilty of a bomb attack on a market in 2017.", "Omar Haddad", "market"),
    ],
)
def test_each_party_stands_in_its_role(text: str, actor: str | None, recipient: str | None) -> None:
    assert (actor, recipient) in [(event.actor1_text, event.actor2_text) for event in events(text)]


def test_who_shoots_the_attacker_is_not_the_attacker() -> None:
    found = events("A man stabs two clerks in Graz before being shot dead by police.")
    assert [(event.actor1_text, event.actor2_text) for event in found] == [("man", "two clerks"), ("police", "man")]


def test_what_a_war_has_cost_is_no_incident() -> None:
    assert events("The ten-year war in Ruritania has killed more than 70,000 people.") == []


def test_an_attack_in_words_is_no_violence() -> None:
    assert events("A senator launches a scathing attack on the budget office.") == []


def test_those_whom_a_toll_counts_were_acted_upon() -> None:
    (event,) = events("The council met after the deaths of more than 54 Ruritanian civilians in an air raid.")
    assert event.actor2_text is not None
    assert event.actor2_text.endswith("civilians")


def test_what_a_protest_is_against_does_not_act() -> None:
    (event,) = events("Nine people were hurt in anti-government protests in Kyrgyzstan.")
    assert event.actor1_text is None


def test_a_number_is_read_whole_over_its_hyphen() -> None:
    (event,) = events("Twenty-nine people were killed in an air raid on Homs.")
    assert (event.actor2_text, event.fatalities_best) == ("Twenty-nine people", 29)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Former Coastal Bank chief Ann Vale is arrested in Lagos.", "Ann Vale"),
        ("Kenyan Air Force Colonel Peter Otieno is arrested in Lagos.", "Peter Otieno"),
        ("Former Vice President of Peru Ana Rojas is arrested in Lagos.", "Ana Rojas"),
        ("Minister of Labour and Social Affairs Peter Otieno is arrested in Lagos.", "Peter Otieno"),
        ("Police arrest a Kenyan man, Peter Otieno, in Lagos.", "Peter Otieno"),
        ("Police arrest a bishop, the Reverend Peter Otieno, in Lagos.", "Peter Otieno"),
        ("Police arrest three men, Peter Otieno, Ann Vale and Omar Said, in Lagos.", None),
        ("Police arrest a cook, Peter Otieno, and two guards in Lagos.", None),
        ("Police arrest a spokesman of the Red Hills Front in Lagos.", "Red Hills Front"),
        ("The Archbishop of Nakuru Peter Otieno is arrested in Lagos.", "Peter Otieno"),
        ("Opposition leader Peter Otieno of Labour is arrested in Lagos.", "Peter Otieno"),
        ("Two nephews of Kenyan First Lady Ann Otieno are arrested in Lagos.", None),
        ("Peru's former prime minister and business tycoon Ana Rojas is arrested in Lagos.", "Ana Rojas"),
        ("A nun and mayor Ana Rojas are arrested in Lagos.", None),
        ("Italy Interior Minister Marco Rossi is arrested in Lagos.", "Marco Rossi"),
        ("A Hezbollah-affiliated Red Hills Front commander is arrested in Lagos.", "Red Hills Front"),
        ("Two Darfur rebels from the Red Hills Front are arrested in Lagos.", "Red Hills Front"),
    ],
)
def test_the_entity_of_a_phrase_is_who_is_named_at_its_end(text: str, name: str | None) -> None:
    (event,) = events(text)
    assert event.actor2_name == name


def test_a_small_group_has_the_name_behind_its_comma() -> None:
    (event,) = events("Chad signs a ceasefire with a small rebel group, the Red Hills Front.")
    assert (event.actor2_name, event.actor2_text) == ("Red Hills Front", "small rebel group, the Red Hills Front")
