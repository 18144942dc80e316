"""Reference data: the hand-written tables beside the gazetteer, and the user's overlay over both."""

import datetime
from pathlib import Path

from transforms.dates import find_dates
from transforms.document import read_document
from transforms.names import NameMention, find_names
from transforms.reference import Reference, load_reference

HEADER = "place_id,name,aliases,country_iso3,geonames_id,feature_code,latitude,longitude"


def names(text: str, reference: Reference) -> dict[str, NameMention]:
    document = read_document(text, datetime.date(2022, 8, 24), 0)
    return {text[name.start_char : name.end_char]: name for name in find_names(document, reference, find_dates(document))}


def test_reference_data_is_loaded_once_whether_its_overlay_is_left_out_or_none() -> None:
    assert load_reference() is load_reference(None)


def test_a_river_has_a_point_and_no_country() -> None:
    reference = load_reference()
    river = names("Troops crossed the Euphrates near Deir Ezzor in Syria.", reference)["Euphrates"]
    known = reference.entity(river.entity_id or "")
    assert known is not None
    assert (known.entity_type, known.country_iso3, known.feature_code) == ("place", None, "STM")
    assert known.latitude is not None


def test_every_spelling_of_a_town_is_one_thing_under_its_usual_name() -> None:
    reference = load_reference()
    text = "Rockets fell on Abu Kamal. In Al-Bukamal people fled. Albu Kamal lies in Syria, and so does Albukamal."
    found = {name.entity_id for written, name in names(text, reference).items() if written not in ("Syria", "Rockets")}
    assert found == {"geonames:174448"}
    known = reference.entity("geonames:174448")
    assert known is not None
    assert (known.name, known.country_iso3) == ("Al-Bukamal", "SYR")


def test_the_users_tables_come_on_top(tmp_path: Path) -> None:
    (tmp_path / "places_extra.csv").write_text(f"{HEADER}\nplace:crag,Vrelon Crag,Crag of Vrelon,CHE,,MT,46.5,8.1\n", encoding="utf-8")
    (tmp_path / "place_aliases.csv").write_text("geonames_id,name,aliases\n2657896,Turicum,Turegum\n", encoding="utf-8")
    reference = load_reference(tmp_path)
    found = names("Climbers fell from the Crag of Vrelon, police in Turegum said.", reference)
    assert found["Crag of Vrelon"].entity_id == "place:crag"
    assert found["Turegum"].entity_id == "geonames:2657896"
    assert len(reference.table("titles")) == len(load_reference().table("titles"))
