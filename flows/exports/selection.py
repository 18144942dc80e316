"""Which rows an export holds: those of the first table that fulfil the condition, and those of the others that belong to them."""

from typing import NamedTuple

from flows.query import QueryError, Session, checked
from transforms.tables import TABLES

_ENTITY_COLUMNS = {"events": ("actor1_id", "actor2_id", "place_id"), "event_mentions": ("actor1_id", "actor2_id", "place_id"),
                   "entity_mentions": ("entity_id",), "entities": ("entity_id",)}  # fmt: skip
_LAYOUT_KEYS = {"v_events_acled": "event_id_cnty", "v_events_ucdp": "id"}


class ExportError(QueryError):
    """A request that cannot be fulfilled; the message says what to ask for instead."""

    exit_code = 2


class Part(NamedTuple):
    """One table of an export: a SELECT that gives its rows in order, and how many there are."""

    name: str
    sql: str
    rows: int


def selected(session: Session, tables: tuple[str, ...], where: str | None) -> list[Part]:
    """The parts of an export, with the views that they need bound to the session."""
    for table in tables:
        if table not in session.views:
            raise ExportError(f"there is no table or view {table}; there are {', '.join(session.views)}")
    if len(set(tables)) < len(tables):
        raise ExportError("name each table once")
    return [_part(session, table, _condition(table, tables[0], where)) for table in tables]


def _part(session: Session, table: str, condition: str | None) -> Part:
    month = TABLES[table].partition if table in TABLES else None
    columns = f"* EXCLUDE ({month})" if month else "*"
    order = ", ".join(TABLES[table].order + TABLES[table].key) if table in TABLES else _LAYOUT_KEYS.get(table)
    sql = f"SELECT {columns} FROM {table}" + (f" WHERE {condition}" if condition else "") + (f" ORDER BY {order}" if order else "")
    checked(session, sql)
    count = session.connection.execute(checked(session, f"SELECT count(*) FROM ({sql})")).fetchall()
    return Part(table, sql, count[0][0])


def _condition(table: str, first: str, where: str | None) -> str | None:
    """The condition on the rows of a table. A layout's is on the table events, whose rows it shows."""
    if where is None:
        return None
    if table == first:
        key = _LAYOUT_KEYS.get(table)
        return f"{key} IN (SELECT event_id FROM events WHERE ({where}\n))" if key else f"({where}\n)"
    return _belonging(table, "events" if first in _LAYOUT_KEYS else first, f"({where}\n)")


def _belonging(table: str, first: str, where: str) -> str:
    """The rows of `table` that belong to the chosen rows of `first`. ExportError if nothing connects the two."""
    if table == "events" and first in ("event_mentions", "events"):
        return f"event_id IN (SELECT event_id FROM {first} WHERE {where})"
    if table == "event_mentions" and first == "events":
        return f"event_id IN (SELECT event_id FROM events WHERE {where})"
    if table == "entities" and first in _ENTITY_COLUMNS:
        ids = " UNION ALL ".join(f"SELECT {column} FROM {first} WHERE {where}" for column in _ENTITY_COLUMNS[first])
        return f"entity_id IN ({ids})"
    reports = _reports_of(first, where)
    if reports is None:
        raise ExportError(f"nothing says which rows of {table} belong to rows of {first}: export {table} by itself")
    if table == "events":
        return f"event_id IN (SELECT event_id FROM event_mentions WHERE report_id IN ({reports}))"
    if table == "entities":
        return f"entity_id IN (SELECT entity_id FROM entity_mentions WHERE report_id IN ({reports}))"
    if table in TABLES and "report_id" in TABLES[table].names:
        return f"report_id IN ({reports})"
    raise ExportError(f"nothing says which rows of {table} belong to rows of {first}: export {table} by itself")


def _reports_of(first: str, where: str) -> str | None:
    """SQL for the reports that the chosen rows stand in."""
    if first == "events":
        return f"SELECT report_id FROM event_mentions WHERE event_id IN (SELECT event_id FROM events WHERE {where})"
    if first == "entities":
        return f"SELECT report_id FROM entity_mentions WHERE entity_id IN (SELECT entity_id FROM entities WHERE {where})"
    named = first in TABLES and "report_id" in TABLES[first].names
    return f"SELECT report_id FROM {first} WHERE {where}" if named else None
