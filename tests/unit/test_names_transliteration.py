"""One town under many spellings, inside one country."""

from pathlib import Path

import pytest

from transforms.names.transliteration import transliterated
from transforms.reference import load_reference


@pytest.mark.parametrize(
    ("written", "country", "name"),
    [
        ("deir azzour", "SYR", "Deir ez-Zor"),
        ("tel abiyad", "SYR", "Tall Abyaḑ"),
        ("jisr ash shugur", "SYR", "Jisr ash Shughūr"),
        ("novoazovske", "UKR", "Novoazovs'k"),
        ("izum", "UKR", "Izyum"),
    ],
)
def test_a_spelling_finds_its_town(written: str, country: str, name: str) -> None:
    reference = load_reference()
    place = transliterated(reference, written, country)
    assert place is not None
    assert reference.gazetteer.names[place.row].as_py() == name


def test_a_spelling_finds_nothing_in_another_country_or_script() -> None:
    assert transliterated(load_reference(), "deir azzour", "BFA") is None
    assert transliterated(load_reference(), "novoazovske", "SYR") is None


def test_consonants_alone_are_not_enough_where_more_is_asked() -> None:
    assert transliterated(load_reference(), "qamoshlo", "SYR", closely=True) is None


def test_a_country_of_the_users_own_table_has_spellings_too(tmp_path: Path) -> None:
    assert transliterated(load_reference(), "fuwahmula", "MDV") is None
    (tmp_path / "transliteration_families.csv").write_text("country_iso3,family,source\nMDV,arabic,ours\n", encoding="utf-8")
    reference = load_reference(tmp_path)
    town = reference.gazetteer.find("fuvahmulah")[0]
    assert transliterated(reference, "fuwahmula", "MDV") == town
