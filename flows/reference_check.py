"""`dateline reference check`: reads the reference tables, packaged and the user's, and says what is wrong with them."""

import csv
from pathlib import Path

from expectations.reference_corrections import correction_faults
from expectations.reference_tables import KEYS, Fault, Line, check_tables
from transforms.reference import REFERENCE, load_reference


def check_reference(overlay: Path | None) -> list[Fault]:
    """Every fault of the packaged tables with the user's rows in them."""
    tables, faults = read_tables(overlay)
    faults = faults or check_tables(tables, load_reference().gazetteer)
    return faults or list(correction_faults(tables["corrections"], load_reference(overlay)))


def read_tables(overlay: Path | None) -> tuple[dict[str, list[Line]], list[Fault]]:
    """Rows by table, a user's row in the place of the packaged one with its key; and faults of the user's files themselves."""
    tables = {path.stem: _lines(path) for path in sorted(REFERENCE.glob("*.csv"))}
    faults: list[Fault] = []
    for path in sorted(overlay.glob("*.csv")) if overlay else []:
        packaged = tables.get(path.stem)
        if packaged is None:
            faults.append(Fault(path.name, "table", f"there is no table {path.stem}: it would be ignored"))
            continue
        columns = _columns(path)
        if unknown := [column for column in columns if column not in packaged[0].row]:
            faults.append(Fault(path.name, "columns", f"unknown: {', '.join(unknown)}"))
        elif missing := [column for column in KEYS.get(path.stem, ()) if column not in columns]:
            faults.append(Fault(path.name, "columns", f"missing: {', '.join(missing)}"))
        else:
            tables[path.stem] = _overlaid(path.stem, packaged, _lines(path))
    return tables, faults


def _overlaid(name: str, packaged: list[Line], own: list[Line]) -> list[Line]:
    key = KEYS.get(name)
    if key is None:
        return [*packaged, *own]
    replaced = {tuple(line.row.get(column) for column in key) for line in own}
    return [*(line for line in packaged if tuple(line.row.get(column) for column in key) not in replaced), *own]


def _columns(path: Path) -> list[str]:
    with open(path, encoding="utf-8", newline="") as lines:
        return next(csv.reader(lines), [])


def _lines(path: Path) -> list[Line]:
    with open(path, encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        return [Line(f"{path.name}:{reader.line_num}", row) for row in reader]
