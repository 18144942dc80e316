"""Where events happened: discs for towns, rings for areas, over the outlines of countries in the Equal Earth projection."""

import math
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from flows.drawing import outlines
from flows.plots.labels import BORDER, COLOURS, LAND, SOFT
from flows.query import Session, execute

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MARK = COLOURS["force"]
_A = (1.340264, -0.081106, 0.000893, 0.003796)  # Šavrič, Patterson and Jenny 2018
_HALF = math.sqrt(3) / 2
_MARGIN = 0.08  # of the picture, around the places
_SMALLEST = 0.12  # width of a picture, in units of the projection, in which the world is 5.4 wide


def draw_map(session: Session, standing: str, figure: "Figure") -> int:
    """Draw the events that fulfil `standing` and have a point of their own; how many fulfil it."""
    total = execute(session, f"SELECT count(*) FROM events WHERE {standing}").fetch(1)[0][0]
    own = f"{standing} AND latitude IS NOT NULL AND where_prec < 6"  # a point that stands for a whole country is none
    grouped = f"SELECT longitude, latitude, min(where_prec) > 2, count(*) AS n FROM events WHERE {own} GROUP BY 1, 2 ORDER BY n DESC, 1, 2"
    places = [row for batch in execute(session, grouped).batches() for row in batch]
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_aspect("equal")
    for _, _, path in outlines():
        for ring in path.split(";"):
            axes.fill(*zip(*_ring(ring), strict=True), facecolor=LAND, edgecolor=BORDER, linewidth=0.6)
    points = [project(longitude, latitude) for longitude, latitude, *_ in places]
    most = max((count for *_, count in places), default=1)
    for area in (True, False):
        chosen = [(point, row[3]) for point, row in zip(points, places, strict=True) if row[2] == area]
        sizes = [9 + 380 * count / max(most, 12) for _, count in chosen]
        across, up = [x for (x, _), _ in chosen], [y for (_, y), _ in chosen]
        axes.scatter(across, up, sizes, facecolors="none" if area else f"{_MARK}88", edgecolors=_MARK, linewidths=0.8, zorder=3)
    _frame(axes, points)
    placed = sum(count for *_, count in places)
    axes.set_title("Where events happened")
    note = f"{placed:,} of {total:,} events at {len(places):,} places, rings for areas; the others have no point. Outlines: Natural Earth"
    axes.annotate(note, (0, -0.03), xycoords="axes fraction", fontsize=8, color=SOFT)
    return int(total)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """A point in degrees as x and y of the projection on a sphere of radius 1."""
    theta = math.asin(_HALF * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    slope = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = math.radians(longitude) * math.cos(theta) / (_HALF * slope)
    return x, theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))


def _ring(steps: str) -> list[tuple[float, float]]:
    """A ring of `outlines.csv`, projected."""
    moves = [(int(x), int(y)) for x, y in (step.split(",") for step in steps.split(" "))]
    return [project(x / 100, y / 100) for x, y in accumulate(moves, lambda at, move: (at[0] + move[0], at[1] + move[1]))]


def _frame(axes: "Axes", points: Sequence[tuple[float, float]]) -> None:
    """Show what lies around the points, or the world if there are none."""
    if not points:
        axes.set_xlim(-2.75, 2.75)
        axes.set_ylim(-1.1, 1.35)
        return
    xs, ys = [x for x, _ in points], [y for _, y in points]
    width = max(max(xs) - min(xs), 1.9 * (max(ys) - min(ys)), _SMALLEST) * (1 + 2 * _MARGIN)
    middle = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    axes.set_xlim(middle[0] - width / 2, middle[0] + width / 2)
    axes.set_ylim(middle[1] - width / 3.8, middle[1] + width / 3.8)
