"""Compile transforms/ into the wheel: the same sources as C extensions by mypyc, about twice as fast.

The sources go into the wheel as well, so tracebacks show them and `code` in the versions of a run is the same. An editable install
runs the sources as they stand. Without a C compiler, or where compiling fails, the wheel is plain Python and gives the same rows.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGE = "transforms"
_SETUP = '''
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from mypyc.build import mypycify
from setuptools import setup
from setuptools.command.build_ext import build_ext


class BuildInParallel(build_ext):
    def build_extensions(self):
        compile_files = self.compiler.compile

        def compile_each(sources, **options):
            with ThreadPoolExecutor() as pool:
                return sum(pool.map(lambda source: compile_files([source], **options), sources), [])

        self.compiler.compile = compile_each
        super().build_extensions()


modules = sorted(map(str, Path("transforms").rglob("*.py")))
options = {"opt_level": "1", "debug_level": "0", "multi_file": True, "group_name": "dateline"}
setup(name="dateline", ext_modules=mypycify(["--ignore-missing-imports", *modules], **options), cmdclass={"build_ext": BuildInParallel})
'''  # -O1 takes half the time of -O3 to compile, and the code is as fast


class CompileTransforms(BuildHookInterface[Any]):
    """A build hook of hatchling for wheels; DATELINE_COMPILE=0 turns it off, =1 makes a failure to compile one of the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the compiled modules to the wheel that is about to be built."""
        wanted = os.environ.get("DATELINE_COMPILE", "")
        if self.target_name != "wheel" or version == "editable" or wanted == "0":
            return
        self._built = TemporaryDirectory()
        folder = Path(self._built.name)
        shutil.copytree(Path(self.root) / _PACKAGE, folder / _PACKAGE, ignore=shutil.ignore_patterns("__pycache__"))
        done = subprocess.run([sys.executable, "-c", _SETUP, "build_ext", "--inplace"], cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode:
            if wanted == "1":
                raise RuntimeError(f"mypyc: {done.stdout[-4000:]}{done.stderr[-4000:]}")
            self.app.display_warning(f"transforms/ is not compiled, it will run at half the speed: {(done.stderr or done.stdout).strip()[-400:]}")
            return
        build_data["pure_python"], build_data["infer_tag"] = False, True
        compiled = [path for path in folder.rglob("*.so") if "build" not in path.relative_to(folder).parts]
        build_data["force_include"].update({str(path): str(path.relative_to(folder)) for path in compiled})

    def finalize(self, _version: str, _build_data: dict[str, Any], _artifact: str) -> None:
        """Remove what was compiled."""
        if hasattr(self, "_built"):
            self._built.cleanup()
