"""Who acts most often, and who is acted upon."""

from typing import TYPE_CHECKING

from flows.plots.labels import ACCENT, COLOURS, SOFT, label
from flows.query import Session, execute

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_MOST = 20


def draw_actors(session: Session, standing: str, figure: "Figure") -> int:
    """Draw the most frequent actors of the events that fulfil `standing`; how many fulfil it."""
    rows = execute(
        session,
        f"""
WITH roles AS (
    SELECT coalesce(actor1_name, actor1_text) AS name, 1 AS acts, 0 AS suffers FROM events WHERE {standing}
    UNION ALL
    SELECT coalesce(actor2_name, actor2_text), 0, 1 FROM events WHERE {standing}
)
SELECT name, sum(acts)::INTEGER, sum(suffers)::INTEGER FROM roles WHERE name IS NOT NULL
GROUP BY name ORDER BY sum(acts + suffers) DESC, name LIMIT {_MOST}
""",
    ).fetch(_MOST)
    total = execute(session, f"SELECT count(*) FROM events WHERE {standing}").fetch(1)[0][0]
    if not rows:
        return 0
    axes = figure.add_subplot()
    heights = range(len(rows))
    acts, suffers = [row[1] for row in rows], [row[2] for row in rows]
    axes.barh(heights, acts, color=ACCENT, label="acts")
    axes.barh(heights, suffers, left=acts, color=COLOURS["words"], label="is acted upon")
    axes.set_yticks(heights, [label(row[0]) for row in rows])
    axes.invert_yaxis()
    axes.grid(axis="x", alpha=0.25)
    axes.set_axisbelow(True)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, fontsize=9)
    axes.set_title("Most frequent actors")
    axes.annotate(f"of {total:,} events", (0, -0.11), xycoords="axes fraction", fontsize=8, color=SOFT)
    return int(total)
