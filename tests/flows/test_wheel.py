"""The wheel: compiled where a C compiler is, plain Python elsewhere, and the same bytes of a release from both."""

import os
import subprocess
import sys
from pathlib import Path

from tests.warehouses import AS_OF, SAMPLES, checksums, current, run
from tests.wheel import can_compile, unpack_wheel


def test_a_wheel_gives_the_release_that_the_sources_give(tmp_path: Path) -> None:
    wheel = unpack_wheel(tmp_path)
    assert bool(list((wheel / "transforms").rglob("*.so"))) == can_compile()
    told = _dateline(wheel, "run", str(SAMPLES), "--plain", "--as-of", AS_OF.isoformat(), "--warehouse", str(tmp_path / "compiled"))
    assert "published release" in told
    run(tmp_path / "plain", SAMPLES)
    assert checksums(current(tmp_path / "compiled")) == checksums(current(tmp_path / "plain"))
    assert ("compiled" in _dateline(wheel, "--version")) == can_compile()


def test_without_a_compiler_the_wheel_is_plain_python(tmp_path: Path) -> None:
    wheel = unpack_wheel(tmp_path, CC="/bin/false")
    assert wheel.name.endswith("py3-none-any")
    assert sorted(path.name for path in wheel.iterdir()) == ["dateline-0.1.0.dist-info", "expectations", "flows", "seeds", "transforms"]
    assert not list(wheel.rglob("*.so"))
    assert "plain Python" in _dateline(wheel, "--version")


def _dateline(wheel: Path, *arguments: str) -> str:
    command = [sys.executable, "-P", "-m", "flows.cli", *arguments]
    return subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(wheel)}, cwd=wheel, capture_output=True, text=True).stdout
