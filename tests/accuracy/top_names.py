"""List the most frequent capitalised names of a corpus, without a look at what Dateline finds:
`python tests/accuracy/top_names.py CORPUS_DIR [--top 300]`.

A name is a run of capitalised words inside a sentence (`of`, `the`, `de` between two of them belong to it). A sentence's first
word only counts where the same run stands inside another sentence too. Left out are days, months, and single words that the
corpus writes small more often than large. For a reader to judge.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.accuracy.predict import read_docs

_WORD = r"[A-Z][\w’'.&-]*\w|[A-Z]"
_RUN = re.compile(rf"(?:{_WORD})(?: (?:(?:of|the|de|al|bin|and the|of the) )?(?:{_WORD}))*")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SMALL = re.compile(r"\b[a-z]+\b")
_POSSESSIVE = re.compile(r"[’']s?$")
_TIMES = re.compile(
    "January|February|March|April|May|June|July|August|September|October|November|December|(Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day|I"
)


def names(text: str) -> Iterator[tuple[str, bool]]:
    """Every capitalised run of a text, and whether it opens its sentence."""
    for sentence in _SENTENCE.split(text):
        for run in _RUN.finditer(sentence):
            name = _POSSESSIVE.sub("", run.group())
            if not _TIMES.fullmatch(name.split(" ")[0]):
                yield name, not sentence[: run.start()].strip(" \"'“‘([")


def top_names(texts: Iterator[str], top: int) -> list[tuple[str, int]]:
    """The most frequent names with how often they occur."""
    inside: Counter[str] = Counter()
    opening: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for text in texts:
        small.update(_SMALL.findall(text))
        for name, opens in names(text):
            (opening if opens else inside)[name.removeprefix("The ")] += 1
    counts = {name: count + opening[name] for name, count in inside.items() if count > 1 and small[name.lower()] < count}
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:top]


def main() -> None:
    """Print rank, count and name, a tab between."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--top", type=int, default=300)
    args = parser.parse_args()
    for rank, (name, count) in enumerate(top_names((doc["text"] for doc in read_docs(args.corpus)), args.top), 1):
        print(f"{rank}\t{count}\t{name}")


if __name__ == "__main__":
    main()
