"""Tolls of whole sentences: how many killed and injured, told by numbers, names, and bodies; None where the sentence is silent."""

import datetime

import pytest

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.events import find_events
from transforms.names import find_names
from transforms.reference import load_reference


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("Sean Fitzgerald, 31, is shot dead by police officers during a raid on a house in Coventry.", 1, None),
        ("Gunmen kill Omar Saleh, a commander of the militia, near Sirte.", 1, None),
        ("Unknown men shot dead a member of the town council in Taiz.", 1, None),
        ("Soldiers kill a 19-year-old student at a checkpoint in Hama.", 1, None),
        ("Rebels kill soldiers in a raid on a base near Homs.", None, None),
        ("Shelling leads to the death of the first 7 residents in Douma.", 7, None),
        ("Air strikes kill nine people in Sirte.", 9, None),
        ("Troops shell Sirte in a raid that left a casualty and other injuries Putin said", None, None),
        ("MS-13 members shot a bus driver dead in San Salvador.", 1, None),
        ("A clash between two factions of the Awami League left one activist dead and ten injured in Dhaka.", 1, 10),
        (
            "The Taliban attacked a police post in Ghormach, killing five policemen and wounding three. Two Taliban fighters were also killed.",
            7,
            3,
        ),
        ("Gunmen shot dead three traders at a market in Maiduguri.", 3, None),
        ("A journalist was gunned down by unidentified assailants in Mogadishu.", 1, None),
        ("Gunmen assassinated a municipal councilor in Djibo.", 1, None),
        ("Angry locals beat a suspected robber to death in Johannesburg.", 1, None),
        ("IS kills 26 sailors in an attack on a ship off Yemen.", 26, None),
        ("An air strike leaves 8 fighters dead near Idlib.", 8, None),
        ("13 members of Iran's elite force killed in Syria, in an attack near Aleppo.", 13, None),
        ("Bomb attacks claim the lives of more than 30 people in Baghdad.", 30, None),
        ("Taliban gunmen stormed a hotel in Badghis, killing four soldiers and two civilians.", 6, None),
        ("Gunmen killed Ahmed Karimi, 45, his wife, 40, and two children in Kandahar.", 4, None),
        ("Pierre Nkurunziza (34) and Jean Bizimana (29) were shot dead and a third man was injured in Bujumbura.", 2, 1),
        ("A suicide bomber killed at least 12 people and wounded 20 others at a checkpoint on Highway 5 near Baghdad.", 12, 20),
        ("Five members of the 18th Street gang were killed by rivals in San Salvador.", 5, None),
        ("A 31-year-old man was stabbed to death in Lagos during a clash between gangs.", 1, None),
        ("Rebels ambushed a convoy; a driver, a guard and a nurse were killed.", 3, None),
        ("Eleven killed, four hurt in Kabul blast.", 11, 4),
        ("Clashes in Homs: two dead.", 2, None),
        ("Army says 15 rebels dead after clashes near Marib.", 15, None),
        ("Rocket attack kills nine, injures 17 in Aleppo.", 9, 17),
        ("Four policemen lost their lives when gunmen attacked their post in Sinai.", 4, None),
        ("Fighting in Benghazi claims ten lives.", 10, None),
        ("Seven die in drone strike in Waziristan.", 7, None),
        ("One soldier was martyred and two others sustained injuries in an IED blast in Quetta.", 1, 2),
        ("Six ISIS terrorists eliminated in raid near Kirkuk.", 6, None),
        ("Militants beheaded three men in Mocimboa da Praia.", 3, None),
        ("Gunmen hacked two farmers to death in Benue.", 2, None),
        ("Up to 40 insurgents were neutralized in air strikes on Zamfara.", 40, None),
        ("21 bodies were recovered after the massacre at Duekoue, where gunmen attacked.", 21, None),
        ("The shelling of Donetsk killed a family of five.", 5, None),
        ("A couple and their son were killed when a shell hit their house in Taiz.", 3, None),
        ("Gunmen murdered the mayor of Temixco.", 1, None),
        ("Unidentified men shot and killed lawyer Maria Gomez in Tegucigalpa.", 1, None),
        ("Shabaab attack on Mogadishu hotel: death toll rises to 17.", 17, None),
        ("Rebels attacked the airport in Tripoli; no deaths were reported.", 0, None),
        ("Rebels attacked the airport in Tripoli; casualties were unknown.", None, None),
        ("Eight Boko Haram fighters and three soldiers were wounded, and eight villagers killed, in an attack on Damboa.", 8, 11),
        ("The bodies of four men with gunshot wounds were found in Culiacan on Monday.", 4, None),
        ("The body of a man with bullet wounds was found on a street in Guayaquil.", 1, None),
        ("Police found two bodies showing signs of torture near Goma.", 2, None),
        ("Unknown gunmen tried to assassinate a mayor in Basra on Monday.", None, None),
        ("About 350 rocket and artillery shells hit Taiz and killed two girls.", 2, None),
        ("Some 40 people including 6 soldiers were killed in Homs, and 12 villagers were killed by shelling.", 40, None),
        ("A raid on Taiz kills 14 and raises the death toll to about 225 in eight days.", 14, None),
        ("Four nuns, their driver and her son were murdered in San Miguel on Monday.", 6, None),
    ],
)
def test_the_toll_of_a_sentence(text: str, killed: int | None, injured: int | None) -> None:
    document = read_document(text, datetime.date(2015, 6, 3))
    dates, reference = find_dates(document), load_reference()
    events = find_events(document, dates, find_names(document, reference, dates), reference)
    assert all((event.casualties_start_char or 0) <= (event.casualties_end_char or 0) for event in events)
    told = [event for event in events if event.fatalities_best is not None]
    assert [event.fatalities_best for event in told] == ([] if killed is None else [killed])
    if killed is not None and injured is not None:
        assert told[0].injured_best == injured
