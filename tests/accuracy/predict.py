"""Write what the transforms find in a corpus, for a scorer: `python tests/accuracy/predict.py TASK CORPUS_DIR OUT.jsonl`.

CORPUS_DIR holds docs.jsonl (or docs.jsonl.gz) with rows {doc_id, dct, text}; OUT gets one row for each mention.
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


TASKS: dict[str, Callable[[Document], Iterator[Row]]] = {"dates": predict_dates}


def main() -> None:
    """Read a corpus, write predictions, say how long the task took for each word."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    predict, spent, words, rows = TASKS[args.task], 0.0, 0, 0
    with open(args.out, "w", encoding="utf-8") as out:
        for doc in read_docs(args.corpus):
            published = datetime.date.fromisoformat(doc["dct"]) if doc.get("dct") else None
            document = read_document(doc["text"], published)
            began = time.process_time()
            found = list(predict(document))
            spent += time.process_time() - began
            words += len(doc["text"].split())
            rows += len(found)
            out.writelines(json.dumps({"doc_id": doc["doc_id"], **row}, ensure_ascii=False) + "\n" for row in found)
    print(f"{rows} rows, {words} words, {1e6 * spent / max(1, words):.2f} microseconds of CPU a word")


if __name__ == "__main__":
    main()
