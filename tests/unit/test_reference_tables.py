"""The rules over reference tables: the packaged ones keep them all, and each rule finds a fault that is planted."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.reference_check import check_reference

PLACE = "place_id,name,country_iso3,countries,feature_code,latitude,longitude,near_geonames_id,near_name,near_km,shadows,ambiguous,source\n"
ACTOR = "entity_id,name,aliases,country_iso3,parent,valid_from,valid_to,wikidata_qid,source\n"
PERSON = "entity_id,name,aliases,country_iso3,roles,source\n"

PLANTED = {
    "a point in another country": ("places_extra.csv", PLACE + "place:x,Vrelon Fort,SYR,,FT,35.3,-40.1,,,,,,mine\n", "point"),
    "a point off the globe": ("places_extra.csv", PLACE + "place:x,Vrelon Fort,SYR,,FT,135.3,40.1,,,,,,mine\n", "point"),
    "a point that is none": ("places_extra.csv", PLACE + "place:x,Vrelon Fort,SYR,,FT,north,40.1,,,,,,mine\n", "point"),
    "a point far from its town": ("places_extra.csv", PLACE + "place:x,Vrelon Fort,SYR,,FT,36.2,37.1,174448,Al-Bukamal,5,,,mine\n", "point"),
    "a namesake that is outranked": ("places_extra.csv", PLACE + "place:x,Aleppo,SYR,,FT,36.2,37.1,,,,,,mine\n", "shadow"),
    "an unknown country": ("places_extra.csv", PLACE + "place:x,Vrelon Fort,SYA,,FT,36.2,37.1,,,,,,mine\n", "country"),
    "a name that means a country": ("places_extra.csv", PLACE + "place:x,Syria,SYR,,FT,36.2,37.1,,,,,,mine\n", "alias"),
    "no source": ("places_extra.csv", PLACE + "place:x,Vrelon Fort,SYR,,FT,36.2,37.1,,,,,,\n", "source"),
    "no key": ("places_extra.csv", PLACE + ",Vrelon Fort,SYR,,FT,36.2,37.1,,,,,,mine\n", "key"),
    "too few cells": ("places_extra.csv", PLACE + "place:x,Vrelon Fort\n", "columns"),
    "a town that is not there": ("place_aliases.csv", "geonames_id,name,source\n1,Vrelon,mine\n", "gazetteer"),
    "an unknown parent": ("organizations.csv", ACTOR + "actor:x,Vrelon Front,,SYR,actor:nobody,,,,mine\n", "parent"),
    "years that run backwards": ("organizations.csv", ACTOR + "actor:x,Vrelon Front,,SYR,,2011,2004,,mine\n", "years"),
    "an id that is none of Wikidata": ("organizations.csv", ACTOR + "actor:x,Vrelon Front,,SYR,,,,42,mine\n", "wikidata"),
    "one name for two actors": ("organizations.csv", ACTOR + "actor:x,Vrelon Front,ISIS,SYR,,,,,mine\n", "alias"),
    "a role that does not parse": ("persons.csv", PERSON + "person:x,Ann Vrelon,,SYR,president since 2004,mine\n", "role"),
    "the same row twice": ("persons.csv", PERSON + 2 * "person:x,Ann Vrelon,,SYR,president:2004-,mine\n", "duplicate"),
    "an unknown column": ("persons.csv", "entity_id,nom,source\nperson:x,Ann Vrelon,mine\n", "columns"),
    "no column for the key": ("persons.csv", "name,source\nAnn Vrelon,mine\n", "columns"),
    "an unknown table": ("people.csv", "name,source\nAnn Vrelon,mine\n", "table"),
}


def test_the_packaged_tables_keep_every_rule() -> None:
    assert check_reference(None) == []


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_found(planted: str, tmp_path: Path) -> None:
    file, text, rule = PLANTED[planted]
    (tmp_path / file).write_text(text, encoding="utf-8")
    faults = check_reference(tmp_path)
    assert {fault.rule for fault in faults} == {rule}
    assert all(fault.at.startswith(file) for fault in faults)


def test_a_row_of_ones_own_may_replace_a_packaged_one(tmp_path: Path) -> None:
    (tmp_path / "persons.csv").write_text(PERSON + "person:joe-biden,Joe Biden,Biden,USA,president:2021-2025,mine\n", encoding="utf-8")
    assert check_reference(tmp_path) == []


def test_the_command_lists_the_faults_and_ends_with_1(tmp_path: Path) -> None:
    file, text, _ = PLANTED["a role that does not parse"]
    (tmp_path / file).write_text(text, encoding="utf-8")
    plain = CliRunner().invoke(main, ["reference", "check", "--reference", str(tmp_path)])
    assert plain.exit_code == 1
    assert plain.output == "persons.csv:2: role: president since 2004 is not title:from-to\nfaults: 1\n"
    machine = CliRunner().invoke(main, ["reference", "check", "--reference", str(tmp_path), "--json"])
    assert machine.exit_code == 1
    assert json.loads(machine.output)["faults"][0]["at"] == "persons.csv:2"
