"""`dateline plot`: one picture of the events of a release, for people who look first.

    plot(warehouse, "timeline", Path("events.svg"), "country_iso3 = 'SYR'")

matplotlib is used without its global state (`Figure`, not `pyplot`): the same release gives the same bytes.
"""

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.output_file import whole_file
from flows.plots.actors import draw_actors
from flows.plots.map import draw_map
from flows.plots.timeline import draw_timeline
from flows.query import QueryError, Session, explained, open_session

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS: dict[str, Callable[[Session, str, "Figure"], int]] = {"timeline": draw_timeline, "map": draw_map, "actors": draw_actors}
ENDINGS = (".png", ".svg", ".pdf")
_STYLE: Any = {
    "font.family": "sans-serif", "font.size": 10, "axes.spines.top": False, "axes.spines.right": False, "axes.edgecolor": "#999",
    "axes.titlelocation": "left", "axes.titleweight": "bold", "svg.hashsalt": "dateline", "svg.fonttype": "none", "legend.frameon": False,
}  # fmt: skip


class PlotError(QueryError):
    """A picture that cannot be drawn as asked."""

    exit_code = 2


def plot(warehouse: Path, kind: str, path: Path, where: str | None = None, release: str | None = None) -> int:
    """Draw a picture of the events that fulfil the condition into a file, and return how many are in it.

    QueryError or WarehouseError if it cannot be.
    """
    if path.suffix.lower() not in ENDINGS:
        raise PlotError(f"the ending of {path.name} says no picture's format: use one of {', '.join(ENDINGS)}")
    import matplotlib
    from matplotlib.figure import Figure

    standing = "superseded_by IS NULL" + (f" AND ({where}\n)" if where else "")
    with matplotlib.rc_context(_STYLE), open_session(warehouse, release) as session, explained(session):
        figure = Figure(figsize=(10, 5.2), dpi=150, layout="constrained")
        drawn = KINDS[kind](session, standing, figure)
        if not drawn:
            raise PlotError("no event fits, so there is nothing to draw: look at --where")
        _save(figure, path)
    return drawn


def _save(figure: "Figure", path: Path) -> None:
    kind = path.suffix.lower()[1:]
    stamp = {"png": {"Software": None}, "svg": {"Date": None}, "pdf": {"CreationDate": None}}[kind]
    with whole_file(path) as out, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # letters that no installed font has are drawn as boxes
        figure.savefig(out, format=kind, metadata=stamp)
