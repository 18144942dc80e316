"""The wheel as its users install it, unpacked into a folder, for tests and benchmarks that work on the checkout."""

import compileall
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def unpack_wheel(folder: Path, **environment: str) -> Path:
    """Build the wheel with the tools installed here, and unpack it into `folder`, to be used as a PYTHONPATH."""
    command = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder / "wheel"), str(ROOT)]
    subprocess.run(command, check=True, env={**os.environ, **environment}, capture_output=True, text=True)
    (wheel,) = (folder / "wheel").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / wheel.stem)
    compileall.compile_dir(folder / wheel.stem, quiet=2)  # as pip does; else the first command of each kind would do it
    return folder / wheel.stem


def can_compile() -> bool:
    """Whether this machine has what the wheel is compiled with: a C compiler and the header files of Python."""
    return bool(shutil.which("cc") or shutil.which("gcc")) and (Path(sysconfig.get_path("include")) / "Python.h").exists()
