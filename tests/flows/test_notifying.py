"""A real local server and a real command hear of failures, refusals and staleness; a schedule's late runs are caught up once."""

import datetime
import http.server
import inspect
import json
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from flows.cli import main
from flows.notifying import staleness_watch, targets_of_environment, tell
from flows.recording import was_covered
from flows.warehouse import Warehouse
from tests.warehouses import AS_OF, jsonl, run

DEPLOYMENT = Path(__file__).resolve().parents[2] / "flows" / "prefect.yaml"


@pytest.fixture
def webhook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The URL of a server on loopback, and the objects that were posted to it."""
    heard: list[dict[str, Any]] = []

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204 if self.path.startswith("/ok") else 500)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/ok?token=secret", heard
    server.shutdown()
    server.server_close()


def dateline(warehouse: Path, source: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["run", str(source), "-w", str(warehouse), "--plain", "--workers", "1", *options])


def test_a_refused_run_is_told(webhook: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", *["{broken\u202e\n"] * 200)
    assert dateline(tmp_path / "w", source, "--notify", webhook[0]).exit_code == 3
    (notice,) = webhook[1]
    assert (notice["event"], notice["warehouse"], notice["release_id"]) == ("refused", str(tmp_path / "w"), None)
    assert "were rejected" in notice["message"]


def test_a_run_that_fails_is_told(webhook: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    assert dateline(tmp_path / "w", tmp_path / "nothing", "--notify", webhook[0]).exit_code == 2
    assert [notice["event"] for notice in webhook[1]] == ["failed"]


def test_a_warehouse_that_has_gone_stale_is_told_and_one_that_has_not_is_not(webhook: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."})
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    run(tmp_path / "w", source, as_of=now - datetime.timedelta(hours=5))
    assert dateline(tmp_path / "w", source, "--notify", webhook[0], "--stale-after", "6").exit_code == 0
    assert webhook[1] == []
    dateline(tmp_path / "w", source, "--notify", webhook[0], "--stale-after", "4")
    assert [(notice["event"], notice["message"]) for notice in webhook[1]] == [("stale", "nothing new for 5.0 hours")]


def test_staleness_is_told_though_another_run_holds_the_warehouse(webhook: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."})
    run(tmp_path / "w", source, as_of=datetime.datetime.now(datetime.UTC).replace(microsecond=0) - datetime.timedelta(hours=5))
    with Warehouse(tmp_path / "w").locked():
        skipped = dateline(tmp_path / "w", source, "--notify", webhook[0], "--stale-after", "4", "--if-running", "skip")
    assert (skipped.exit_code, "skipped" in skipped.output) == (0, True)
    assert [notice["event"] for notice in webhook[1]] == ["stale"]


def test_a_watch_tells_once_that_a_release_has_gone_stale(webhook: tuple[str, list[dict[str, Any]]], tmp_path: Path) -> None:
    source = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."})
    run(tmp_path / "w", source, as_of=datetime.datetime.now(datetime.UTC).replace(microsecond=0) - datetime.timedelta(hours=5))
    look = staleness_watch(Warehouse(tmp_path / "w"), [webhook[0]], 4)
    look()
    look()
    assert [notice["event"] for notice in webhook[1]] == ["stale"]
    run(tmp_path / "w", jsonl(source, {"id": 2, "text": "Snow fell."}), as_of=datetime.datetime.now(datetime.UTC) - datetime.timedelta(hours=4.5))
    look()
    assert len(webhook[1]) == 2


def test_the_environment_names_one_target_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    heard = tmp_path / "heard"
    command = f"{sys.executable} -c \"open({str(heard)!r}, 'a').write('x')\""
    monkeypatch.setenv("DATELINE_NOTIFY", f"{command}\n{command}\n")
    assert targets_of_environment() == (command, command)
    assert dateline(tmp_path / "w", tmp_path / "nothing").exit_code == 2
    assert heard.read_text() == "xx"


def test_a_command_gets_the_notice_on_its_standard_input_and_no_shell_sees_it(tmp_path: Path) -> None:
    heard = tmp_path / "heard $(touch pwned)"
    copying = f"import sys; open({str(heard)!r}, 'w').write(sys.stdin.read())"
    tell([f'{sys.executable} -c "{copying}"'], {"event": "failed", "message": "; touch pwned"})
    assert json.loads(heard.read_text()) == {"event": "failed", "message": "; touch pwned"}
    assert not list(tmp_path.glob("pwned*"))


def test_a_target_that_cannot_be_told_is_one_line_without_its_secrets(
    webhook: tuple[str, list[dict[str, Any]]], caplog: pytest.LogCaptureFixture
) -> None:
    refusing = webhook[0].replace("/ok", "/no")
    with caplog.at_level(logging.WARNING):
        tell([refusing, "false --password secret", "no-such-command secret", webhook[0]], {"event": "failed"})
    assert len(webhook[1]) == 2
    assert len(caplog.messages) == 3
    assert not [line for line in caplog.messages if "secret" in line]


def test_late_runs_are_caught_up_once(tmp_path: Path) -> None:
    warehouse = Warehouse(tmp_path / "w")
    assert not was_covered(warehouse, AS_OF)
    run(warehouse.root, jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."}), as_of=AS_OF)
    assert was_covered(warehouse, AS_OF - datetime.timedelta(hours=1))
    assert not was_covered(warehouse, AS_OF + datetime.timedelta(hours=1))


def test_a_late_run_is_not_skipped_for_one_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise OSError("the disk is gone")

    source = jsonl(tmp_path / "a.jsonl", {"id": 1, "text": "Rain fell."})
    with monkeypatch.context() as patched, pytest.raises(OSError, match="is gone"):
        patched.setattr("flows.pipeline.normalize", fail)
        run(tmp_path / "w", source, as_of=AS_OF)
    assert not was_covered(Warehouse(tmp_path / "w"), AS_OF - datetime.timedelta(hours=1))


def test_the_deployment_for_a_work_pool_fits_the_flow() -> None:
    import yaml
    from prefect.utilities.importtools import import_object

    (deployment,) = yaml.safe_load(DEPLOYMENT.read_text())["deployments"]
    scheduled = import_object(deployment["entrypoint"])
    assert set(deployment["parameters"]) <= set(inspect.signature(scheduled.fn).parameters)
    scheduled.validate_parameters(deployment["parameters"])


@pytest.mark.parametrize(("options", "said"), [(("--timezone", "Damascus"), "no time zone"), (("--cron", "every hour"), "cron")])
def test_a_schedule_that_is_none_is_one_line(options: tuple[str, str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PREFECT_API_URL", "http://127.0.0.1:9/api")
    result = CliRunner().invoke(main, ["serve", str(tmp_path), "--cron", "15 * * * *", *options, "-w", str(tmp_path / "w")])
    assert result.exit_code == 2
    assert said in result.output
    assert result.output.count("\n") == 1
