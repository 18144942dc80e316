"""A network that is closed but for loopback, to a program and all Python processes that it starts; what they ask for is written down."""

import os
from pathlib import Path

_HOOK = """
import os, sys

NAMES = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
HERE = ("localhost", "127.0.0.1", "::1", b"localhost", b"127.0.0.1", None)

def closed(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        outside = isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1", "localhost"))
    else:
        outside = event in NAMES and arguments[0] not in HERE
    if outside:
        with open(os.environ["ASKED"], "a") as asked:
            asked.write(f"{event} {arguments[1:]!r} of {sys.argv}\\n")
        raise OSError("the network is closed")

sys.addaudithook(closed)
open(os.environ["ASKED"], "a").write("")
"""


def closed_network(folder: Path) -> dict[str, str]:
    """Settings of the environment under which Python finds the network closed (its `site` imports the hook)."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_HOOK)
    path = os.pathsep.join(part for part in (str(folder), os.environ.get("PYTHONPATH")) if part)
    return {"PYTHONPATH": path, "ASKED": str(folder / "asked")}


def asked(folder: Path) -> list[str]:
    """What was asked of the network, a line for each attempt. FileNotFoundError if the hook was in no process."""
    return (folder / "asked").read_text().splitlines()
