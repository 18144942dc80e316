"""The one normal form under which names of places are stored and looked up."""

import unicodedata
from functools import lru_cache
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

_MARKS: Final = [*range(0x0300, 0x0370), *range(0x1AB0, 0x1B00), *range(0x1DC0, 0x1E00), *range(0x20D0, 0x2100), *range(0xFE20, 0xFE30)]
_APOSTROPHES: Final = "'`´ʹʺʻʼʽʾʿˈˊˋʽ‘’‚‛′‵“”\"ʔʕ"
_SPACES: Final = "-.‐‑‒–—―−·_"
_LETTERS: Final = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "ß": "ss", "ı": "i", "ȷ": "j", "đ": "d", "ð": "d", "ɖ": "d", "þ": "th", "ħ": "h",
    "ŋ": "ng", "ŧ": "t", "ŀ": "l", "ĸ": "q", "ə": "a", "ǝ": "a", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ɛ": "e", "ɔ": "o", "ɨ": "i",
    "ƴ": "y", "ɡ": "g", "ɣ": "g", "ʉ": "u",
}  # fmt: skip

_ASCII_TABLE: Final = {ord("'"): None, ord("`"): None, ord('"'): None, ord("-"): " ", ord("."): " ", ord("_"): " "}
_TABLE: Final[dict[int, str | None]] = (
    dict.fromkeys(_MARKS)
    | {ord(sign): None for sign in _APOSTROPHES}
    | {ord(sign): " " for sign in _SPACES}
    | {ord(letter): plain for letter, plain in _LETTERS.items()}
)


def fold_name(name: str) -> str:
    """The key of a name: lower case, without accents and apostrophes, hyphens and periods as spaces, single spaces.

    Latin letters become ASCII (`Şırnak` and `Sirnak` share a key); other scripts only lose their marks. Folding twice changes nothing.
    """
    if name.isascii():
        return " ".join(name.lower().translate(_ASCII_TABLE).split())
    return " ".join(unicodedata.normalize("NFKD", name).lower().translate(_TABLE).split())


fold_again = lru_cache(maxsize=50_000)(fold_name)  # of words and names of texts, which repeat


def fold_names(names: pa.Array) -> pa.Array:
    """`fold_name` of every name of an array of strings, those of ASCII all at once."""
    others = pc.invert(pc.string_is_ascii(names))
    plain = pc.replace_substring_regex(pc.ascii_lower(names), "['`\"]", "")
    plain = pc.ascii_trim_whitespace(pc.replace_substring_regex(plain, r"[-._\s\v\x1c-\x1f]+", " "))
    return pc.replace_with_mask(plain, others, pa.array(map(fold_name, names.filter(others).to_pylist()), pa.string()))
