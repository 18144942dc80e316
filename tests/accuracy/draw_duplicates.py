"""Pairs of reports for a reader to judge, and what the verdicts say of the rule for duplicates.

    python tests/accuracy/draw_duplicates.py draw CORPUS_DIR... -o PAIRS.jsonl [--seed 1] [--each 100]
    python tests/accuracy/draw_duplicates.py score PAIRS.jsonl

A corpus folder has docs.jsonl or docs.jsonl.gz with `doc_id, dct, text`. Drawn are pairs that the rule finds, and the pairs nearest to
its threshold on the other side: those of other figures, and those of less likeness. The reader sets `same` to true where the
second text repeats the first, in whole or with small edits, and false where it tells anything new.
"""

import argparse
import datetime
import json
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.accuracy.predict import read_docs
from transforms.duplicates import NEAR
from transforms.fingerprints import Fingerprint, fingerprints

LEAST_SHOWN = 0.3  # likeness below which nobody takes two texts for one


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    draw = commands.add_parser("draw")
    draw.add_argument("corpora", nargs="+", type=Path)
    draw.add_argument("-o", "--output", type=Path, required=True)
    draw.add_argument("--seed", type=int, default=1)
    draw.add_argument("--each", type=int, default=100)
    score = commands.add_parser("score")
    score.add_argument("pairs", type=Path)
    given = parser.parse_args()
    if given.command == "draw":
        found, missed = draw_pairs([pair for corpus in given.corpora for pair in like_pairs(list(read_docs(corpus)))], given.seed, given.each)
        given.output.write_text("".join(json.dumps(pair, ensure_ascii=False) + "\n" for pair in (*found, *missed)))
        print(f"{len(found)} found pairs and {len(missed)} near the threshold -> {given.output}")
    else:
        print(score_pairs([json.loads(line) for line in given.pairs.read_text().splitlines()]))


def like_pairs(docs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every pair of the same or adjacent days whose estimated likeness is `LEAST_SHOWN` or more."""
    by_day: dict[datetime.date, list[tuple[dict[str, Any], Fingerprint]]] = defaultdict(list)
    for doc, printed in zip(docs, fingerprints([doc["text"] for doc in docs]), strict=True):
        if printed is not None and doc["dct"]:
            by_day[datetime.date.fromisoformat(doc["dct"][:10])].append((doc, printed))
    for day, here in sorted(by_day.items()):
        others = here + by_day.get(day + datetime.timedelta(days=1), [])
        minhashes = np.array([np.frombuffer(printed.minhash, np.uint32) for _, printed in others])
        for index, (doc, printed) in enumerate(here):
            likeness = (minhashes[index + 1 :] == minhashes[index]).mean(axis=1)
            for offset in np.flatnonzero(likeness >= LEAST_SHOWN):
                other, other_printed = others[index + 1 + int(offset)]
                yield pair(doc, other, float(likeness[offset]), printed.figures == other_printed.figures)


def pair(first: dict[str, Any], second: dict[str, Any], likeness: float, same_figures: bool) -> dict[str, Any]:
    found = same_figures and likeness >= NEAR
    ids, days, texts = ([doc[name] for doc in (first, second)] for name in ("doc_id", "dct", "text"))
    return {"found": found, "likeness": round(likeness, 3), "same_figures": same_figures, "ids": ids, "days": days, "texts": texts, "same": None}


def draw_pairs(pairs: list[dict[str, Any]], seed: int, each: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """`each` pairs by chance of those found, and the `each` pairs most alike of those not found."""
    found = [pair for pair in pairs if pair["found"]]
    missed = sorted((pair for pair in pairs if not pair["found"]), key=lambda pair: (-pair["likeness"], pair["ids"]))
    return random.Random(seed).sample(found, min(each, len(found))), missed[:each]


def score_pairs(pairs: list[dict[str, Any]]) -> str:
    """Precision over what was found, and recall over the pairs drawn: what lies below the threshold was looked at only near it."""
    judged = [pair for pair in pairs if pair["same"] is not None]
    right = sum(pair["found"] and pair["same"] for pair in judged)
    found, same = sum(pair["found"] for pair in judged), sum(pair["same"] for pair in judged)
    return f"{len(judged)} of {len(pairs)} pairs judged; precision {right}/{found}, recall {right}/{same}"


if __name__ == "__main__":
    main()
