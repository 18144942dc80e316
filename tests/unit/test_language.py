from transforms.language import is_mined, language

SPANISH = "El presidente dijo que las tropas del ejército no entraron en la ciudad por la noche y que los vecinos se fueron a sus casas."
FRENCH = "Le ministre a dit que les soldats ne sont pas entrés dans la ville et que des habitants avaient quitté leur maison pour la nuit."
ENGLISH = "The minister said that the soldiers did not enter the town at night and that people had left their homes for the hills above it."


def test_a_clear_case_is_told() -> None:
    assert [language(text) for text in (ENGLISH, SPANISH, FRENCH)] == ["en", "es", "fr"]


def test_a_few_words_are_too_short_to_tell_and_are_mined() -> None:
    assert language("El presidente dijo que no") == "und"
    assert is_mined("und")
    assert not is_mined("es")


def test_a_text_in_another_script_is_told_by_it() -> None:
    assert language("Президент заявил, что войска не входили в город ночью, а жители ушли в горы и вернулись домой только утром.") == "ru"
    assert language("قال الرئيس إن القوات لم تدخل المدينة ليلا وإن السكان غادروا منازلهم إلى التلال القريبة منها") == "ar"


def test_english_that_quotes_another_language_stays_english() -> None:
    assert language(f"{ENGLISH} They shouted “no pasarán” and “viva la revolución” in the streets of the old town.") == "en"


def test_a_headline_in_capitals_stays_english() -> None:
    text = "THE ARMY SAID THAT THREE REBELS DIED IN A CLASH NEAR THE RIVER AND THAT TWO OF THEM WERE HURT ON THE ROAD TO TOWN"
    assert language(text) == "en"


def test_the_header_is_not_read() -> None:
    assert language(f"{SPANISH} {ENGLISH}", len(SPANISH)) == "en"
