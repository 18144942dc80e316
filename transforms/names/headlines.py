"""Headlines: sentences in title case, where a capital does not tell a name."""

from typing import Final

from transforms.names.lexicon import Lexicon
from transforms.names.units import Unit

_TITLE_CASE_WORDS: Final = 4  # capitalised words in a row of which no headline has fewer
_TO_ONE_SMALL: Final = 8  # longer words of which at most one is in small letters
_SMALL_WORDS: Final = 4  # longer words in small letters, of which no headline in title case has more


def is_title_case(lexicon: Lexicon, units: list[Unit], capitals: int) -> bool:
    """Whether a sentence is a headline in title case: every longer word has a capital, several common words among them.

    `capitals` is how many of its words have one, at most.
    """
    most_small = min(_SMALL_WORDS, (capitals - 1) // (_TO_ONE_SMALL - 1))
    if len(units) < _TITLE_CASE_WORDS or most_small < 0:
        return False
    large = small = common = 0
    for unit in units[1:]:
        if len(unit.key) > 3 and unit.key.isalpha():
            if unit.capital:
                large += 1
                common += unit.key in lexicon.common
            else:
                small += 1
                if small > most_small:
                    return False
    return large + small > 2 and small * _TO_ONE_SMALL < large + small and common > 1
