"""`dateline page`: a release as one HTML file that opens anywhere, with no network: figures, map, events and their evidence.

    write_page(warehouse, Path("release.html"), Choice())

The markup, style and script lie in `template/`; Python only gathers what they show.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import NamedTuple

from flows.drawing import event_classes, outlines
from flows.output_file import whole_file
from flows.page.assembly import assemble
from flows.page.events import Choice, read_events
from flows.page.figures import read_figures
from flows.page.quality import read_quality
from flows.page.server import asking, make_server
from flows.query import Session, explained, open_session

__all__ = ["Choice", "Written", "page_html", "page_server", "write_page"]


class Written(NamedTuple):
    """What a page holds: events on it, those that match in all, and its size in bytes."""

    shown: int
    matching: int
    size: int


def write_page(warehouse: Path, path: Path, choice: Choice, release: str | None = None) -> Written:
    """Write the page of a release. It is whole or it is not there. QueryError or WarehouseError if it cannot be."""
    with open_session(warehouse, release) as session:
        html, shown, matching = page_html(session, warehouse, choice)
    content = html.encode()
    with whole_file(path) as out:
        out.write(content)
    return Written(shown, matching, len(content))


@contextmanager
def page_server(warehouse: Path, choice: Choice, release: str | None = None, port: int = 0) -> Iterator[ThreadingHTTPServer]:
    """A server of the page with its box for SQL; it answers once `serve_forever` runs. The release is held while the context lasts."""
    with open_session(warehouse, release) as session:
        html, *_ = page_html(session, warehouse, choice, served=True)
        with make_server(html.encode(), asking(warehouse, session.snapshot.release_id), port) as server:
            yield server


def page_html(session: Session, warehouse: Path, choice: Choice, served: bool = False) -> tuple[str, int, int]:
    """The page, how many events are on it, and how many match; `served` adds the box for SQL, which needs the server."""
    with explained(session):
        events = read_events(session, choice)
        data = {
            "release": _release(session, choice),
            "figures": read_figures(session),
            "events": events.table,
            "classes": event_classes(),
            "quality": read_quality(session, warehouse),
            "served": served,
        }
        blocks = {"data": data, "evidence": events.evidence, "outlines": outlines()}
    return assemble(blocks, session.snapshot.release_id, served), events.shown, events.matching


def _release(session: Session, choice: Choice) -> dict[str, object]:
    manifest = session.snapshot.manifest
    return {"id": manifest["release_id"], "as_of": manifest["as_of"], "versions": manifest["versions"], "where": choice.where}
