"""Draw from a release what a reader is to judge: `python tests/accuracy/draw_events.py WAREHOUSE OUT.jsonl --seed 1 [--count 200] [--tolls]`.

By default OUT gets event mentions, each with its sentence and the day of its report, to be judged by a reader who sees nothing else.
With --tolls it gets reports with a word for deaths, without what was found in them; the reader codes the number of deaths, and
`--answers OUT.jsonl` then prints beside each what the release says. The same seed on the same release draws the same rows.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from flows.results import json_value
from transforms.events.lexicon import word_class

_JUDGED = (
    "trigger_text, event_type, event_mode, acled_event_type, modality, attributed_to, actor1_text, actor1_name, actor2_text, actor2_name,"
    " place_name, country_iso3, where_prec, event_date_start, event_date_end, date_prec, date_is_report_date, fatalities_low,"
    " fatalities_best, fatalities_high, injured_low, injured_best, injured_high, confidence"
)
_MENTIONS = f"""
    SELECT m.event_mention_id AS id, r.published_on, substr(r.text, s.start_char + 1, s.end_char - s.start_char) AS sentence, {_JUDGED}
    FROM event_mentions m JOIN reports r USING (report_id) JOIN sentences s USING (report_id, sentence_no)
    ORDER BY hash(m.event_mention_id || $seed), id LIMIT $count
"""
_TOLLS = """
    SELECT report_id AS id, published_on, text FROM reports WHERE regexp_matches(lower(text), $words)
    ORDER BY hash(report_id || $seed), id LIMIT $count
"""
_ANSWERS = """
    SELECT report_id AS id, max(fatalities_best) AS fatalities_best, list(fatalities_best ORDER BY trigger_start_char) AS each_mention
    FROM event_mentions WHERE modality = 'actual' GROUP BY report_id
"""


def open_release(warehouse: Path) -> duckdb.DuckDBPyConnection:
    """A database with a view for each table that is drawn from."""
    database = duckdb.connect()
    for table in ("reports", "sentences", "event_mentions"):
        database.read_parquet(str(warehouse / "current" / table / "**" / "*.parquet"), hive_partitioning=False).create_view(table)
    return database


def rows(database: duckdb.DuckDBPyConnection, query: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of a query, by column."""
    result = database.execute(query, values) if values else database.execute(query)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def with_answers(database: duckdb.DuckDBPyConnection, coded: Path) -> list[dict[str, Any]]:
    """The rows of a coded draw of tolls, with what the release says of each report."""
    said = {row["id"]: row for row in rows(database, _ANSWERS)}
    unknown = {"fatalities_best": None, "each_mention": []}
    return [{**row, **said.get(row["id"], unknown)} for row in map(json.loads, coded.read_text(encoding="utf-8").splitlines())]


def draw(database: duckdb.DuckDBPyConnection, seed: int, count: int, tolls: bool) -> list[dict[str, Any]]:
    """`count` mentions, or reports with a word for deaths, in an order that the seed gives."""
    if not tolls:
        return rows(database, _MENTIONS, seed=str(seed), count=count)
    words = r"\b(" + "|".join(sorted(word for word in word_class("killed") if word.isalpha())) + r")\b"
    return rows(database, _TOLLS, words=words, seed=str(seed), count=count)


def main() -> None:
    """Draw, or put the release's answers beside a coded draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--tolls", action="store_true", help="draw reports with a word for deaths, without what was found in them")
    parser.add_argument("--answers", type=Path, metavar="CODED", help="a coded draw of tolls; OUT gets its rows with the release's tolls")
    args = parser.parse_args()
    database = open_release(args.warehouse)
    drawn = with_answers(database, args.answers) if args.answers else draw(database, args.seed, args.count, args.tolls)
    args.out.write_text("".join(json.dumps(json_value(row), ensure_ascii=False) + "\n" for row in drawn), encoding="utf-8")
    print(f"{len(drawn)} rows -> {args.out}")


if __name__ == "__main__":
    main()
