"""One file out of the template: markup, style, scripts and data, under a policy by which the browser loads and runs nothing else."""

import base64
import hashlib
import html
import json
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Any

_TEMPLATE = Path(__file__).resolve().parent / "template"
_SCRIPTS = ("text", "data", "filters", "timeline", "map", "facets", "evidence", "table", "download", "quality", "query", "start")
# As \u escapes JSON stays the same, and an HTML parser sees no tag, no comment and no entity in it.
_ESCAPED = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def assemble(blocks: Mapping[str, Any], release_id: str, served: bool) -> str:
    """The page. Each block stands in it as JSON that no parser of HTML can take for markup."""
    style = _read("page.css")
    script = '"use strict";\n(() => {\n' + "\n".join(_read(f"{name}.js") for name in _SCRIPTS) + "\n})();\n"
    data = "\n".join(f'<script type="application/json" id="{name}">{_script_safe(block)}</script>' for name, block in blocks.items())
    return Template(_read("page.html")).substitute(
        title=html.escape(f"Dateline release {release_id}"), policy=_policy(style, script, served), style=style, script=script, data=data
    )


def _script_safe(block: Any) -> str:
    return json.dumps(block, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)


def _policy(style: str, script: str, served: bool) -> str:
    """The Content Security Policy: this style, this script, and a connection to the page's own server only if there is one."""
    connect = "'self'" if served else "'none'"
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; img-src data:; connect-src {connect}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return (_TEMPLATE / name).read_text(encoding="utf-8")
