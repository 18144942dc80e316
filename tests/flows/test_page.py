"""The page is one file that loads nothing, holds what it says it holds, and lets no text of a report act. See tests/browser too."""

import base64
import hashlib
import http.client
import json
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.page import Choice, page_server, write_page
from flows.page.evidence import utf16_offset
from tests.synthetic import STORY, identity, write_warehouse

HOSTILE = "</script><script>alert(1)</script><!-- \u2028 & 'x' \"y\" \u202e"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The story, told by a hostile source."""
    reports = [report | {"source_name": HOSTILE, "title": HOSTILE} for report in STORY["reports"]]
    return write_warehouse(tmp_path_factory.mktemp("page") / "warehouse", {**STORY, "reports": reports})


@pytest.fixture(scope="module")
def html(warehouse: Path) -> str:
    path = warehouse / "page.html"
    write_page(warehouse, path, Choice())
    return path.read_text()


def block(html: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_the_file_names_nothing_to_load(html: str) -> None:
    markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL)
    assert not re.search(r"\bsrc=|url\(|@import|<iframe|<object|<embed", markup)
    assert re.findall(r'<link[^>]*href="([^"]*)"', html) == ["data:,"]
    assert "@import" not in html and "url(" not in html


def test_the_policy_allows_this_style_and_script_and_no_other(html: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none'")
    assert "connect-src 'none'" in policy[1]


def test_hostile_text_is_data_and_stays_the_same(html: str) -> None:
    assert html.count("alert(1)") == len(block(html, "evidence")["reports"]) * 2 + 1  # source and title of each, and the list of sources
    assert len(re.findall(r"<script\b", html)) == len(re.findall(r"</script>", html)) == 4
    assert "<!--" not in html
    assert block(html, "evidence")["reports"][0][0] == HOSTILE


def test_every_claim_stands_under_its_event_with_its_words(html: str) -> None:
    events, evidence = block(html, "data")["events"], block(html, "evidence")
    number = events["columns"]["id"].index(identity("a1", "bombed"))
    first, second = sorted(evidence["claims"][number], key=lambda claim: str(claim[1]))
    told = {evidence["kinds"][kind]: first[1][start:end] for kind, start, end in first[2]}
    assert told == {"trigger": "bombed", "actor1": "Jets", "place": "Tal Amar", "date": "Monday"}
    ((kind, sentence, start, end),) = first[3]
    assert (evidence["kinds"][kind], sentence[start:end]) == ("toll", "three soldiers were killed")
    assert second[1].startswith("Warplanes of Northland struck")


@pytest.mark.parametrize(("text", "offset", "expected"), [("plain", 3, 3), ("été", 2, 2), ("🇸🇾 x", 3, 5), ("a𝒳b", 1, 1), ("a𝒳b", 2, 3)])
def test_offsets_are_those_of_a_browser(text: str, offset: int, expected: int) -> None:
    assert utf16_offset(text, offset) == expected
    assert text.encode("utf-16-le")[: 2 * expected].decode("utf-16-le") == text[:offset]


def test_what_does_not_fit_is_left_out_and_counted(warehouse: Path, tmp_path: Path) -> None:
    written = write_page(warehouse, tmp_path / "page.html", Choice(most=1))
    assert (written.shown, written.matching) == (1, 2)
    assert block((tmp_path / "page.html").read_text(), "data")["events"]["matching"] == 2


def test_a_condition_chooses_events(warehouse: Path, tmp_path: Path) -> None:
    write_page(warehouse, tmp_path / "page.html", Choice("country_iso3 = 'SYR'"))
    data = block((tmp_path / "page.html").read_text(), "data")
    assert data["events"]["columns"]["id"] == [identity("a1", "bombed")]
    assert data["release"]["where"] == "country_iso3 = 'SYR'"


def test_the_same_release_gives_the_same_page(warehouse: Path, tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        write_page(warehouse, tmp_path / name, Choice())
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_earlier_releases_are_measured_beside_this_one(samples_warehouse: Path, tmp_path: Path) -> None:
    write_page(samples_warehouse, tmp_path / "page.html", Choice())
    drift = block((tmp_path / "page.html").read_text(), "data")["quality"]["drift"]
    row = dict(zip(drift["columns"], drift["rows"][0], strict=True))
    assert row["events"] > 20
    assert 0 < row["names_known"] <= 1


def test_the_command_says_what_it_wrote(warehouse: Path, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    result = CliRunner().invoke(main, ["page", "-w", str(warehouse), "-o", str(path), "--max-events", "1"])
    assert result.exit_code == 0
    assert result.output.startswith(f"{path}: 1 events, ")
    assert "1 more are left out" in result.output
    for wrong in (["page", "-w", str(warehouse)], ["page", "-w", str(warehouse), "-o", str(path), "--serve"]):
        assert CliRunner().invoke(main, wrong).exit_code == 2


@pytest.fixture(scope="module")
def address(warehouse: Path) -> Iterator[tuple[str, int]]:
    with page_server(warehouse, Choice()) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        host, port = str(server.server_address[0]), int(server.server_address[1])
        yield host, port
        server.shutdown()
        thread.join()


def answer(address: tuple[str, int], method: str, path: str, body: Any = None, **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(*address)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json", **sent})
    response = connection.getresponse()
    return response.status, response.read().decode()


def test_the_server_listens_on_this_machine_alone_and_serves_the_page(address: tuple[str, int]) -> None:
    assert address[0] == "127.0.0.1"
    status, page = answer(address, "GET", "/")
    assert status == 200
    assert "connect-src 'self'" in page
    assert answer(address, "GET", "/etc/passwd")[0] == 404


def test_the_server_answers_queries_over_its_release(address: tuple[str, int]) -> None:
    status, body = answer(address, "POST", "/query", {"sql": "SELECT place_name, event_date_start FROM events WHERE place_name IS NOT NULL"})
    assert (status, json.loads(body)) == (200, {"columns": ["place_name", "event_date_start"], "rows": [["Tal Amar", "2024-03-04"]], "more": False})
    status, body = answer(address, "POST", "/query", {"sql": "SELECT * FROM range(5000)"})
    assert len(json.loads(body)["rows"]) == 1000 and json.loads(body)["more"]


@pytest.mark.parametrize("sql", ["COPY events TO '/tmp/x.csv'", "CREATE TABLE x (y INT)", "FROM '/etc/passwd'", "SELECT 1; SELECT 2", "FROM nothing"])
def test_the_server_runs_nothing_but_reading(address: tuple[str, int], sql: str) -> None:
    status, body = answer(address, "POST", "/query", {"sql": sql})
    assert status == 422
    assert json.loads(body)["error"]


def test_the_server_refuses_other_sites_and_other_names(address: tuple[str, int]) -> None:
    query = {"sql": "SELECT 1"}
    assert answer(address, "POST", "/query", query, Host="evil.example")[0] == 403
    assert answer(address, "GET", "/", Host="evil.example:80")[0] == 403
    assert answer(address, "POST", "/query", query, Origin="https://evil.example")[0] == 403
    assert answer(address, "POST", "/query", query, Content_Type="text/plain")[0] == 400
    assert answer(address, "POST", "/query", ["SELECT 1"])[0] == 400
