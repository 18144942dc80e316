"""A run's summary, for a terminal, for Prefect, and as JSON."""

import json
from dataclasses import asdict

from flows.pipeline import Summary


def as_json(summary: Summary) -> str:
    """The summary as one JSON object."""
    return json.dumps(asdict(summary), sort_keys=True)


def as_text(summary: Summary) -> str:
    """The summary in a few lines."""
    records = summary.records
    lines = [
        f"run {summary.run_id}: {_outcome(summary)}",
        f"records  {records.read} read = {records.accepted} accepted + {records.rejected} rejected + {records.unchanged} unchanged",
    ]
    if summary.left:
        lines.append(f"left     {summary.left} files, or some records of them, for the next run")
    if summary.rows:
        lines.append("rows     " + ", ".join(f"{rows} {table}" for table, rows in summary.rows.items()))
    lines += [
        f"quality  {failed['severity']}: {failed['table_name']}.{failed['column_name']} {failed['expectation']}: "
        f"{failed['unexpected']} of {failed['evaluated']} rows"
        for failed in summary.failed_expectations
    ]
    lines += [f"refused  {reason}" for reason in summary.refused]
    lines.append("seconds  " + ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in summary.seconds.items()))
    return "\n".join(lines)


def as_markdown(summary: Summary) -> str:
    """The summary as a Markdown page with tables."""
    records = summary.records
    parts = [
        f"## Run {summary.run_id}\n\n{_outcome(summary)}",
        _table(("records", "count"), [("read", records.read), ("accepted", records.accepted), ("rejected", records.rejected),
                                       ("unchanged", records.unchanged)]),
        _table(("table", "rows"), list(summary.rows.items())) if summary.rows else "",
        _table(("severity", "expectation", "rows"), [
            (failed["severity"], f"{failed['table_name']}.{failed['column_name']}: {failed['expectation']}", failed["unexpected"])
            for failed in summary.failed_expectations
        ]) if summary.failed_expectations else "No expectation failed.",
        "\n".join(f"- refused: {reason}" for reason in summary.refused),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def _outcome(summary: Summary) -> str:
    if summary.outcome == "published":
        return f"published release {summary.release_id}"
    if summary.outcome == "refused":
        return "refused by the gate; nothing was published, `current` is as it was"
    return "nothing new; nothing was published"


def _table(head: tuple[str, ...], rows: list[tuple[object, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)
