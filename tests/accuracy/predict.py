"""Write what the transforms find in a corpus, for a scorer: `python tests/accuracy/predict.py TASK CORPUS_DIR OUT.jsonl`.

CORPUS_DIR holds docs.jsonl (or docs.jsonl.gz) with rows {doc_id, dct, text}; OUT gets one row for each mention. The time that
`places` and `entities` print is that of names alone: recognition and resolution, without the dates that they build on.
"""

import argparse
import datetime
import gzip
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from transforms.dates import find_dates
from transforms.document import Document, read_document
from transforms.events import find_events
from transforms.names import NameMention, find_names
from transforms.names.lexicon import lexicon_of
from transforms.reference import load_reference

Row = dict[str, Any]


def read_docs(corpus: Path) -> Iterator[Row]:
    """The rows of docs.jsonl, plain or compressed."""
    plain = corpus / "docs.jsonl"
    written = plain.read_bytes() if plain.exists() else gzip.decompress(plain.with_name("docs.jsonl.gz").read_bytes())
    yield from (json.loads(line) for line in written.decode("utf-8").split("\n") if line.strip())


def predict_dates(document: Document) -> Iterator[Row]:
    """One row for each time expression."""
    for mention in find_dates(document):
        yield {
            "start": mention.start_char,
            "end": mention.end_char,
            "type": mention.timex_type,
            "value": mention.timex_value,
            "date_start": mention.date_start and mention.date_start.isoformat(),
            "date_end": mention.date_end and mention.date_end.isoformat(),
            "rule": mention.rule_id,
        }


def predict_entities(names: list[NameMention]) -> Iterator[Row]:
    """One row for each name."""
    for name in names:
        yield {"start": name.start_char, "end": name.end_char, "type": name.entity_type, "id": name.entity_id, "method": name.link_method}


def predict_places(names: list[NameMention]) -> Iterator[Row]:
    """One row for each place and nationality, with the point that it is linked to."""
    for name in names:
        if name.entity_type in ("place", "nationality"):
            known = load_reference().entity(name.entity_id) if name.entity_id else None
            point = (known.latitude, known.longitude, known.geonames_id) if known else (None, None, None)
            row = {"start": name.start_char, "end": name.end_char, "type": name.entity_type, "method": name.link_method}
            yield row | dict(zip(("lat", "lon", "geonameid"), point, strict=True))


def predict_events(document: Document) -> tuple[list[Row], float]:
    """One row for each claim, and the seconds of CPU that finding events took, without the names and dates that it builds on."""
    dates, reference = find_dates(document), load_reference()
    names = find_names(document, reference, dates)
    began = time.process_time()
    events = find_events(document, dates, names, reference)
    seconds = time.process_time() - began
    rows = [
        {
            "type": event.event_type, "acled_event_type": event.acled_event_type, "modality": event.modality,
            "date_start": event.event_date_start and event.event_date_start.isoformat(),
            "date_end": event.event_date_end and event.event_date_end.isoformat(),
            "country": event.country_iso3, "lat": event.latitude, "lon": event.longitude, "place_name": event.place_name,
            "fatalities": event.fatalities_best, "actor1": event.actor1_name, "actor2": event.actor2_name, "trigger": event.trigger_text,
        }
        for event in events
    ]  # fmt: skip
    return rows, seconds


TASKS = ("dates", "places", "entities", "events")
_NAME_ROWS: dict[str, Callable[[list[NameMention]], Iterator[Row]]] = {"places": predict_places, "entities": predict_entities}


def predict(task: str, document: Document) -> tuple[list[Row], float]:
    """The rows of one document, and the seconds of CPU that finding took."""
    if task == "dates":
        began = time.process_time()
        rows = list(predict_dates(document))
        return rows, time.process_time() - began
    if task == "events":
        return predict_events(document)
    dates, reference = find_dates(document), load_reference()
    began = time.process_time()
    names = find_names(document, reference, dates)
    seconds = time.process_time() - began
    return list(_NAME_ROWS[task](names)), seconds


def main() -> None:
    """Read a corpus, write predictions, say how long the task took for each word."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    lexicon_of(load_reference())  # built before the clock runs
    spent, words, rows = 0.0, 0, 0
    with open(args.out, "w", encoding="utf-8") as out:
        for doc in read_docs(args.corpus):
            published = datetime.date.fromisoformat(doc["dct"]) if doc.get("dct") else None
            found, seconds = predict(args.task, read_document(doc["text"], published))
            spent += seconds
            words += len(doc["text"].split())
            rows += len(found)
            out.writelines(json.dumps({"doc_id": doc["doc_id"], **row}, ensure_ascii=False) + "\n" for row in found)
    print(f"{rows} rows, {words} words, {1e6 * spent / max(1, words):.2f} microseconds of CPU a word")


if __name__ == "__main__":
    main()
