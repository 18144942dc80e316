"""`dateline page --serve`: the page and a box for SQL over its release, on this machine alone.

Queries run as `dateline sql` runs them: read-only, in a confined session. Only requests that name this server as their host are
answered, so that no page of another site can reach it under a name of its own (DNS rebinding).
"""

import json
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from flows.query import QueryError, execute, explained, open_session
from flows.results import json_value

LOOPBACK = "127.0.0.1"
MOST_ROWS = 1_000  # of an answer
_LONGEST_QUERY = 100_000  # bytes
_LONGEST_RUN = 60.0  # seconds

Ask = Callable[[str], dict[str, Any]]


def make_server(page: bytes, ask: Ask, port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback for one page and the queries that `ask` answers; port 0 takes any that is free. OSError if it is taken."""
    return ThreadingHTTPServer((LOOPBACK, port), _handler(page, ask))


def asking(warehouse: Path, release_id: str) -> Ask:
    """What answers queries over a release: {columns, rows, more}. QueryError if one fails."""

    def ask(sql: str) -> dict[str, Any]:
        with open_session(warehouse, release_id) as session, explained(session):
            watch = threading.Timer(_LONGEST_RUN, session.connection.interrupt)
            watch.start()
            try:
                result = execute(session, sql)
                rows = result.fetch(MOST_ROWS + 1)
            finally:
                watch.cancel()
            return {
                "columns": [name for name, _ in result.columns],
                "rows": [json_value(list(row)) for row in rows[:MOST_ROWS]],
                "more": len(rows) > MOST_ROWS,
            }

    return ask


def _handler(page: bytes, ask: Ask) -> type[BaseHTTPRequestHandler]:
    """The class that answers one request."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if not self._is_ours():
                return
            if self.path.split("?")[0] == "/":
                self._send(HTTPStatus.OK, page, "text/html; charset=utf-8")
            else:
                self._say(HTTPStatus.NOT_FOUND, "there is only the page, at /")

        def do_POST(self) -> None:
            if not self._is_ours():
                return
            length = int(self.headers.get("Content-Length") or 0)
            if self.path != "/query" or self.headers.get_content_type() != "application/json" or not 0 < length <= _LONGEST_QUERY:
                self._say(HTTPStatus.BAD_REQUEST, f'send {{"sql": "..."}} as JSON to /query, at most {_LONGEST_QUERY:,} bytes')
                return
            try:
                answer = ask(str(json.loads(self.rfile.read(length))["sql"]))
            except (ValueError, KeyError, TypeError):
                self._say(HTTPStatus.BAD_REQUEST, 'send {"sql": "..."} as JSON')
            except QueryError as error:
                self._say(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
            else:
                self._send(HTTPStatus.OK, json.dumps(answer).encode(), "application/json")

        def _is_ours(self) -> bool:
            """Whether the request means this server, and comes from its own page if from any; if not, it is refused."""
            port = self.connection.getsockname()[1]
            hosts = {f"{LOOPBACK}:{port}", f"localhost:{port}"}
            origin = self.headers.get("Origin")
            ours = self.headers.get("Host") in hosts and (origin is None or origin.removeprefix("http://") in hosts)
            if not ours:
                self._say(HTTPStatus.FORBIDDEN, f"this server answers as http://{LOOPBACK}:{port}/ only")
            return ours

        def _say(self, status: HTTPStatus, message: str) -> None:
            self._send(status, json.dumps({"error": message}).encode(), "application/json")

        def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
            self.send_response(status)
            headers = {
                "Content-Type": kind, "Content-Length": str(len(body)), "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin", "Referrer-Policy": "no-referrer",
            }  # fmt: skip
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name that the base class gives it
            """Say nothing: a terminal shows the address and no more."""

    return Handler
