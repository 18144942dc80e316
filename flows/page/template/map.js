// A map in the Equal Earth projection (Šavrič, Patterson and Jenny 2018): countries shaded, places as marks.

const A = [1.340264, -0.081106, 0.000893, 0.003796];
const WORLD = 1000; // units of the drawing around the equator's half
const MOST_MARKS = 1200;
let view = null; // x, y, width of what is seen, in units
let drawnOutlines = null;

function project(longitude, latitude) {
  const theta = Math.asin((Math.sqrt(3) / 2) * Math.sin((latitude * Math.PI) / 180));
  const t2 = theta * theta;
  const t6 = t2 ** 3;
  const x = (2 * Math.sqrt(3) * ((longitude * Math.PI) / 180) * Math.cos(theta)) / (3 * (A[0] + 3 * A[1] * t2 + t6 * (7 * A[2] + 9 * A[3] * t2)));
  const y = theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
  return [(x / Math.PI) * (WORLD / 2) * 1.16 + WORLD / 2, (-y / Math.PI) * (WORLD / 2) * 1.16 + WORLD / 4];
}

// The outlines as SVG paths, by their order in the data: [code, name, path].
function outlines() {
  drawnOutlines ??= block("outlines").map(([iso, name, rings]) => [iso, name, rings.split(";").map(ringPath).join("")]);
  return drawnOutlines;
}

function ringPath(ring) {
  let x = 0;
  let y = 0;
  const points = ring.split(" ").map((step) => {
    const [dx, dy] = step.split(",").map(Number);
    x += dx;
    y += dy;
    return project(x / 100, y / 100).map((value) => value.toFixed(2)).join(" ");
  });
  return `M${points.join("L")}Z`;
}

// The places of the events shown, most events first: {key, x, y, name, events, area}.
function places() {
  const found = new Map();
  for (const event of shown) {
    if (!hasPoint(event)) continue;
    const key = `${COLUMNS.latitude[event]},${COLUMNS.longitude[event]}`;
    let place = found.get(key);
    if (!place) {
      const [x, y] = project(COLUMNS.longitude[event], COLUMNS.latitude[event]);
      place = { x, y, name: textOf("place", event), label: where(event), events: 0, area: COLUMNS.wherePrec[event] > 2 };
      found.set(key, place);
    }
    place.events += 1;
  }
  return [...found.values()].sort((a, b) => b.events - a.events);
}

function byCountry() {
  const counts = new Map();
  for (const event of shown) {
    const iso = textOf("country", event);
    if (iso) counts.set(iso, (counts.get(iso) ?? 0) + 1);
  }
  return counts;
}

const aspect = () => (byId("map").clientWidth < 500 ? 0.8 : 0.56);

function fitted(found) {
  if (!found.length) return { ...worldView() };
  const spread = (values) => {
    const sorted = [...values].sort((a, b) => a - b);
    const cut = Math.floor(sorted.length / 50);
    return [sorted[cut], sorted[sorted.length - 1 - cut]];
  };
  const [left, right] = spread(found.map((place) => place.x));
  const [top, bottom] = spread(found.map((place) => place.y));
  const width = Math.min(WORLD, Math.max((right - left) * 1.25, ((bottom - top) * 1.25) / aspect(), 40));
  return { x: (left + right) / 2 - width / 2, y: (top + bottom) / 2 - (width * aspect()) / 2, width };
}

const worldView = () => ({ x: 0, y: 245 - (WORLD * aspect()) / 2, width: WORLD });

function drawMap() {
  const found = places();
  const counts = byCountry();
  view ??= fitted(found);
  const scale = view.width / Math.max(byId("map").clientWidth, 280); // units a pixel
  const svg = shape("svg", { viewBox: `${view.x} ${view.y} ${view.width} ${view.width * aspect()}`, role: "group", "aria-label": "Map of events: arrow keys move among places, Enter filters by one" });
  const most = Math.max(1, ...counts.values());
  for (const [iso, name, path] of outlines()) {
    const events = counts.get(iso) ?? 0;
    const shade = iso && iso === state.country ? 2 : shadeOf(events, most);
    svg.append(shape("path", { d: path, class: `land shade-${shade}${iso && iso === state.country ? " selected" : ""}`, "stroke-width": 0.6 * scale, "data-country": iso, "data-label": `${COUNTRIES[iso] ?? name}: ${counted(events, "event")}` }));
  }
  const largest = Math.max(1, found[0]?.events ?? 1);
  const radius = (events) => (2.2 + 13 * Math.sqrt(events / Math.max(largest, 12))) * scale;
  const marks = found.slice(0, MOST_MARKS).map((place, number) => shape("circle", {
    cx: place.x.toFixed(2), cy: place.y.toFixed(2), r: radius(place.events).toFixed(3), class: `place${place.area ? " area" : ""}${place.name === state.place ? " selected" : ""}`,
    "stroke-width": 1.2 * scale, tabindex: number === 0 ? 0 : -1, role: "button", "data-place": place.name, "aria-label": `${printable(place.label)}: ${counted(place.events, "event")}`,
  }));
  svg.append(...marks);
  const chose = document.activeElement?.dataset?.place;
  byId("map").replaceChildren(svg);
  roving(svg, marks, (mark) => toggleFilter("place", mark.dataset.place));
  movable(svg);
  if (chose) marks.find((mark) => mark.dataset.place === chose)?.focus();
  byId("map-note").textContent = mapNote(found, counts);
}

// From 0 for none to 5 for the most, by the logarithm. A country chosen by the filter is lighter: its marks are what is looked at.
const shadeOf = (events, most) => (events ? 1 + Math.min(4, Math.floor(5 * (Math.log(events) / Math.log(most + 1)))) : 0);

function mapNote(found, counts) {
  const placed = found.reduce((sum, place) => sum + place.events, 0);
  const countryOnly = shown.filter((event) => !hasPoint(event) && textOf("country", event)).length;
  const rest = found.length > MOST_MARKS ? ` The ${count(found.length - MOST_MARKS)} places with the fewest have no mark.` : "";
  return `${counted(placed, "event")} at ${counted(found.length, "place")}; ${count(countryOnly)} with the country alone; ${count(shown.length - placed - countryOnly)} with neither. The more events, the stronger a country's shade.${rest}`;
}

function zoom(factor) {
  const width = Math.min(WORLD * 1.1, Math.max(8, view.width * factor));
  view = { x: view.x + (view.width - width) / 2, y: view.y + ((view.width - width) * aspect()) / 2, width };
  drawMap();
}

// Dragging moves the map; a click on a mark or a country filters by it.
function movable(svg) {
  let from = null;
  let moved = false;
  svg.addEventListener("pointerdown", (happened) => {
    from = { x: happened.clientX, y: happened.clientY, view: { ...view } };
    moved = false;
  });
  svg.addEventListener("pointermove", (happened) => {
    const label = happened.target.getAttribute("aria-label") ?? happened.target.dataset?.label;
    if (label && happened.target !== svg) showTip(happened, label);
    else hideTip();
    if (!from || !happened.buttons) return;
    const scale = view.width / svg.clientWidth;
    const [dx, dy] = [happened.clientX - from.x, happened.clientY - from.y];
    if (Math.abs(dx) + Math.abs(dy) < 5) return;
    moved = true;
    view = { ...view, x: from.view.x - dx * scale, y: from.view.y - dy * scale };
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.width * aspect()}`);
  });
  svg.addEventListener("click", (happened) => {
    if (moved) return;
    const { place, country } = happened.target.dataset;
    if (place) toggleFilter("place", place);
    else if (country && byCountry().has(country)) toggleFilter("country", country);
  });
  svg.addEventListener("pointerleave", () => { hideTip(); from = null; });
}

function startMap() {
  listeners.push(drawMap);
  byId("zoom-in").addEventListener("click", () => zoom(0.6));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 0.6));
  byId("zoom-fit").addEventListener("click", () => { view = fitted(places()); drawMap(); });
  byId("zoom-world").addEventListener("click", () => { view = worldView(); drawMap(); });
}
