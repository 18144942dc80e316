"""Generate bad records, run them among good ones, and count what became of each.

    python tests/benchmarks/bad_records.py [--bad 100000] [--good 2000] [--seed 1] [--workers 2]

Prints the counts, and fails if a record is lost, if a row of a good record differs from what the good records give alone, or if the
run does.
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.warehouses import current, rows, run

TABLES = ("reports", "sentences", "date_mentions", "entity_mentions", "event_mentions")
PLACES, ACTS, DAYS = ("Homs", "Mosul", "Kyiv", "Goma"), ("bombed", "shelled", "attacked", "raided"), ("Monday", "3 May 2021", "last June")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bad", type=int, default=100_000)
    parser.add_argument("--good", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder:
        good, mixed = Path(folder) / "in" / "good.jsonl", Path(folder) / "in" / "mixed.jsonl"
        good.parent.mkdir()
        lines = [good_line(chance, number) for number in range(given.good)]
        kinds: Counter[str] = Counter()
        bad = list(bad_lines(chance, given.bad, kinds))
        among = lines + bad
        chance.shuffle(among)
        good.write_bytes(b"".join(lines))
        mixed.write_bytes(b"".join(among))
        run(Path(folder) / "alone", good, workers=given.workers)
        started = time.monotonic()
        summary = run(Path(folder) / "mixed", mixed, workers=given.workers, max_reject_share=1.0)
        seconds = time.monotonic() - started
        records = summary.records
        refused = Counter(row["expectation"] for row in rows(current(Path(folder) / "mixed"), "rejects"))
        harmed = [table for table in TABLES if of_good(Path(folder) / "alone", table) != of_good(Path(folder) / "mixed", table)]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{len(among)} written; {records}")
        print(f"{seconds:.0f} s, {peak:.0f} MB at most in the main process")
        print("generated: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
        print("refused: " + ", ".join(f"{rule} {count}" for rule, count in sorted(refused.items())))
        print(f"tables in which a good record's rows differ: {', '.join(harmed) or 'none'}")
        conserved = records.read == len(among) == records.accepted + records.rejected + records.unchanged
        sys.exit(0 if conserved and not harmed and summary.outcome == "published" else 1)


def good_line(chance: random.Random, number: int) -> bytes:
    """A report that events are read from."""
    place, act, day = chance.choice(PLACES), chance.choice(ACTS), chance.choice(DAYS)
    text = f"Rebels {act} an army base near {place} on {day} and killed {chance.randrange(2, 90)} soldiers, report {number} says."
    return json.dumps({"id": f"good-{number}", "source": "Good", "date": f"2022-05-{chance.randrange(1, 29):02}", "text": text}).encode() + b"\n"


def bad_lines(chance: random.Random, count: int, kinds: Counter[str]) -> Iterator[bytes]:
    """So many bad lines; how many of each kind goes to `kinds`."""
    for number in range(count):
        kind = chance.choice(list(BAD))
        kinds[kind] += 1
        yield BAD[kind](chance, number).replace(b"\n", b" ") + b"\n"


def _record(number: int, **fields: object) -> bytes:
    return json.dumps({"id": f"bad-{number}", "source": "Bad", **fields}).encode()


def _noise(chance: random.Random, length: int) -> str:
    ranges = ((32, 127), (128, 0xD800), (0xE000, 0x10FFFF))
    return "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(length))


BAD: dict[str, Callable[[random.Random, int], bytes]] = {
    "cut off": lambda chance, number: _record(number, text="Rain fell.")[: chance.randrange(1, 30)],
    "bytes": lambda chance, number: chance.randbytes(chance.randrange(1, 300)) + b"%d" % number,
    "no object": lambda _, number: b"[%d]" % number,
    "no text": lambda _, number: _record(number, title="Rain"),
    "text is a list": lambda _, number: _record(number, text=["Rain", "fell"]),
    "blank text": lambda chance, number: _record(number, text=" " * chance.randrange(9)),
    "nested": lambda chance, _: b"[" * chance.randrange(1, 5_000),
    "NULs": lambda chance, number: b"\x00" * chance.randrange(1, 50) + b"%d" % number,
    "surrogates": lambda chance, number: _record(number, text=chr(0xD800 + chance.randrange(2048)) * 5 + str(number)),
    "controls": lambda chance, number: _record(number, text="".join(chr(chance.randrange(32)) for _ in range(40)) + "\u202e\u2066"),
    "noise": lambda chance, number: _record(number, text=_noise(chance, 80), title=_noise(chance, 20), date=_noise(chance, 9)),
    "bad day": lambda chance, number: _record(number, text="Rain fell.", date=f"{chance.randrange(0, 99999)}-{chance.randrange(99)}-99"),
    "HTML and formulas": lambda _, number: _record(number, text=f"=cmd|'/C'!A{number}<script>alert({number})</script>"),
    "one id": lambda _, number: json.dumps({"id": "same", "source": "Bad", "text": f"Rain fell {number} times."}).encode(),
    "brackets": lambda chance, number: _record(number, text="([{" * chance.randrange(1, 200)),
}  # fmt: skip


def of_good(warehouse: Path, table: str) -> list[str]:
    """The rows of good records, without what a run and a file write on them."""
    release = current(warehouse)
    ids = {row["report_id"] for row in rows(release, "reports") if row["source_name"] == "Good"}
    left_out = ("run_id", "ingested_at", "source_uri", "event_id")
    return sorted(str({k: v for k, v in row.items() if k not in left_out}) for row in rows(release, table) if row["report_id"] in ids)


if __name__ == "__main__":
    main()
