"""Imports point one way, and transforms are pure."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("transforms", "expectations", "flows")  # each may import itself and those before it
IMPURE = {
    "asyncio", "concurrent", "duckdb", "great_expectations", "http", "logging", "multiprocessing", "os", "pathlib", "prefect", "random",
    "secrets", "shutil", "socket", "subprocess", "sys", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
IMPURE_CALLS = {"open", "print", "input", "exec", "eval", "now", "today", "utcnow"}
LOADER = "transforms/reference.py"  # the one module of transforms that reads files

MODULES = [path for layer in LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
every_module = pytest.mark.parametrize("path", MODULES, ids=[path.relative_to(ROOT).as_posix() for path in MODULES])


def _imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return plain | {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module and not node.level}


@every_module
def test_imports_point_one_way(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0]
    later = set(LAYERS[LAYERS.index(layer) + 1 :]) | {"tests"}
    assert not {name for name in _imports(path) if name.split(".")[0] in later}


@pytest.mark.parametrize("path", [path for path in MODULES if path.relative_to(ROOT).parts[0] == "transforms"], ids=str)
def test_transforms_touch_nothing_outside(path: Path) -> None:
    if path.relative_to(ROOT).as_posix() == LOADER:
        return
    assert not {name for name in _imports(path) if name.split(".")[0] in IMPURE}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute)
    }
    assert not called & IMPURE_CALLS


@every_module
def test_nothing_that_is_read_is_ever_run(path: Path) -> None:
    """Pickles, YAML and templates may carry code; Prefect alone reads `prefect.yaml`, which is ours."""
    assert not {name.split(".")[0] for name in _imports(path)} & {"pickle", "marshal", "shelve", "dill", "cloudpickle", "yaml", "jinja2"}
    calls = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    assert not {func.id for func in calls if isinstance(func, ast.Name)} & {"eval", "exec", "compile", "__import__"}


def test_the_top_level_holds_what_the_design_names() -> None:
    allowed = {"pyproject.toml", "README.md", "LICENSE", "flows", "transforms", "expectations", "seeds", "tests"}
    entries = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert entries - {"build", "dist", "warehouse"} - {name for name in entries if name.endswith(".egg-info")} <= allowed
