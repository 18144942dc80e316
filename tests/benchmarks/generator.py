"""Reports made up from the reference data, for measuring: seeded, no two alike, and as full of names, dates and events as short news is.

`python tests/benchmarks/generator.py COUNT OUT.jsonl` writes them; the same count and seed give the same bytes.
"""

import argparse
import datetime
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from transforms.reference import REFERENCE, read_table  # noqa: E402 - run as a script, the project may not be installed

FIRST_DAY, DAYS = datetime.date(2015, 1, 1), 3652
_TOWN = 50_000  # people

_OPENINGS = (
    "{actor} said on {weekday} that {group} had {verb} {target} in {place}",
    "{group} {verb} {target} in {place}, {country}, on {weekday}, according to {actor}",
    "At least {number} people were killed in {place} when {group} {verb} {target}, {actor} said",
    "{person} {spoke} {actor} at a meeting in {place} on {weekday}",
    "Thousands of people marched through {place} on {weekday} against {person} and {actor}",
    "The government of {country} will {plan} {actor} next {unit}, {person} announced",
)
_FOLLOWING = (
    "{number} people were wounded, {person} said, and the {noun} of the {noun2} is being examined",
    "In {month} {year}, {group} had {verb} {target} in the same {noun}",
    "The {noun} and the {noun2} were not at issue, a spokesman for {actor} said",
    "{person}, who came to {place} {number} days ago, spoke of the {noun} behind the {noun2}",
    "It is the {ordinal} such {noun} in {country} since {month} {year}",
)
_GROUPS = ("gunmen", "soldiers", "rebels", "militants", "police officers", "armed men", "insurgents", "protesters", "government troops")
_VERBS = ("attacked", "bombed", "shelled", "raided", "surrounded", "seized", "left", "searched", "stormed", "set fire to")
_TARGETS = ("a market", "a police station", "an army post", "a convoy", "two villages", "the town hall", "a bridge", "a bus", "a checkpoint")
_SPOKE = ("criticised", "met", "praised", "accused", "threatened", "thanked")
_PLANS = ("sign an agreement with", "impose sanctions on", "receive a delegation of", "hold talks with", "send aid to")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth")
_UNITS = ("week", "month", "year")


def reports(count: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """`count` reports in the fields of a `.jsonl` source, their days spread over ten years."""
    draw = random.Random(seed)
    words = _vocabulary()
    for number in range(count):
        day = FIRST_DAY + datetime.timedelta(days=draw.randrange(DAYS))
        yield {"id": f"made-{number}", "date": day.isoformat(), "source": f"Wire {draw.randrange(12)}", "text": _text(draw, words)}


def _text(draw: random.Random, words: dict[str, list[str]]) -> str:
    """One to three sentences; the nouns, drawn from tens of thousands, keep two reports from being near duplicates."""
    templates = [draw.choice(_OPENINGS), *draw.sample(_FOLLOWING, draw.choice((0, 0, 1, 2)))]
    sentences = [template.format_map({name: draw.choice(values) for name, values in words.items()}) for template in templates]
    padding = " ".join(draw.choice(words["noun"]) for _ in range(draw.randrange(4, 9)))
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences) + f" Words of the day were {padding}."


def _vocabulary() -> dict[str, list[str]]:
    places = pq.read_table(REFERENCE / "places.parquet", columns=["name", "population"], partitioning=None)
    towns = places.filter(pc.greater(places.column("population"), _TOWN)).column("name").to_pylist()
    nouns = [row["word"] for row in read_table("common_words") if row["word"].isalpha() and 4 < len(row["word"]) < 12]
    return {
        "place": towns, "noun": nouns, "noun2": nouns, "actor": [row["name"] for row in read_table("organizations")],
        "person": [row["name"] for row in read_table("persons")], "country": [row["name"] for row in read_table("countries")],
        "number": [str(number) for number in range(2, 60)], "year": [str(year) for year in range(1995, 2015)], "group": list(_GROUPS),
        "verb": list(_VERBS), "target": list(_TARGETS), "spoke": list(_SPOKE), "plan": list(_PLANS), "weekday": list(_WEEKDAYS),
        "month": list(_MONTHS), "ordinal": list(_ORDINALS), "unit": list(_UNITS),
    }  # fmt: skip


def write_reports(path: Path, count: int, seed: int = 1) -> int:
    """Write reports as `.jsonl`; the number of words in them."""
    words = 0
    with open(path, "w", encoding="utf-8") as out:
        for report in reports(count, seed):
            words += len(report["text"].split())
            out.write(json.dumps(report, ensure_ascii=False) + "\n")
    return words


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(f"{write_reports(arguments.out, arguments.count, arguments.seed)} words")
