"""Pictures show what fulfils the condition, and nothing that a report says has an effect in them."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from flows.cli import main
from flows.plots import ENDINGS, KINDS, PlotError, plot
from flows.plots.map import project
from tests.synthetic import STORY, write_warehouse

HOSTILE = "$\\frac{1}{0}$ <script>alert(1)</script> \x1b[31m\u202e"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    events = [STORY["events"][0], STORY["events"][1] | {"actor1_text": HOSTILE}]
    return write_warehouse(tmp_path_factory.mktemp("plots") / "warehouse", {**STORY, "events": events})


def words(path: Path) -> str:
    return " ".join(text for element in ElementTree.parse(path).iter() for text in element.itertext() if text.strip())


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_is_the_same_for_the_same_release(warehouse: Path, tmp_path: Path, kind: str) -> None:
    for ending in ENDINGS:
        one, two = tmp_path / f"one{ending}", tmp_path / f"two{ending}"
        assert plot(warehouse, kind, one) == plot(warehouse, kind, two) == 2
        assert one.read_bytes() == two.read_bytes()
        assert one.stat().st_size > 5000


def test_a_picture_says_how_many_events_it_shows(warehouse: Path, tmp_path: Path) -> None:
    plot(warehouse, "timeline", tmp_path / "timeline.svg")
    assert "Events by month" in words(tmp_path / "timeline.svg")
    assert "2 of 2 events" in words(tmp_path / "timeline.svg")
    plot(warehouse, "map", tmp_path / "map.svg")
    assert "1 of 2 events at 1 places" in words(tmp_path / "map.svg")
    assert plot(warehouse, "timeline", tmp_path / "timeline.svg", "country_iso3 = 'SYR'") == 1
    assert "Events by day" in words(tmp_path / "timeline.svg")


def test_hostile_names_are_drawn_as_text(warehouse: Path, tmp_path: Path) -> None:
    plot(warehouse, "actors", tmp_path / "actors.svg")
    drawn = words(tmp_path / "actors.svg")
    assert "$\\frac{1}{0}$ <script>alert(1)</script>" in drawn
    assert "\x1b" not in drawn and "\u202e" not in drawn


@pytest.mark.parametrize(
    ("longitude", "latitude", "expected"), [(0, 0, (0, 0)), (180, 0, (2.7066, 0)), (0, 90, (0, 1.3174)), (-180, -90, (-1.61, -1.3174))]
)
def test_the_projection_is_equal_earth(longitude: float, latitude: float, expected: tuple[float, float]) -> None:
    """Its extent is that of the paper: 2.7066 by 1.3174 on a sphere of radius 1, and poles 0.59 as long as the equator."""
    assert project(longitude, latitude) == pytest.approx(expected, abs=0.02)


def test_what_cannot_be_drawn_says_why(warehouse: Path, tmp_path: Path) -> None:
    with pytest.raises(PlotError, match="look at --where"):
        plot(warehouse, "map", tmp_path / "map.png", "false")
    result = CliRunner().invoke(main, ["plot", "map", "-w", str(warehouse), "-o", str(tmp_path / "map.gif")])
    assert result.exit_code == 2
    assert ".png, .svg, .pdf" in result.output
    assert list(tmp_path.iterdir()) == []
