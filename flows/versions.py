"""Versions of what a row depends on: code, contract, reference data."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from transforms.reference import REFERENCE
from transforms.schemas import contract_version

_ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Versions:
    """Each a short text that changes when what it stands for does."""

    code: str
    contract: str
    reference: str


def read_versions(overlay: Path | None = None) -> Versions:
    """The versions of the code that runs now, and of the reference data with the user's overlay."""
    modules = [path for folder in ("transforms", "expectations", "flows") for path in (_ROOT / folder).rglob("*.py")]
    tables = [*REFERENCE.glob("*.csv"), *REFERENCE.glob("*.parquet"), *(sorted(overlay.glob("*.csv")) if overlay else ())]
    return Versions(f"{package_version()}+{_digest(modules)}", contract_version(), _digest(tables))


def package_version() -> str:
    """The version of the installed package; `0` if none is."""
    try:
        return version("dateline")
    except PackageNotFoundError:
        return "0"


def _digest(paths: Iterable[Path]) -> str:
    """12 hexadecimal digits over the names and bytes of files, wherever they lie."""
    entries = sorted(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths)
    return hashlib.sha256("\n".join(entries).encode()).hexdigest()[:12]


def is_compiled() -> bool:
    """Whether transforms/ runs as the C extensions of a wheel, not as its Python sources."""
    mining = find_spec("transforms.mining")
    return mining is not None and not str(mining.origin).endswith(".py")
