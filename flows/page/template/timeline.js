// Events over time, in bars that each hold the events which happened wholly within them.

const BARS = 150; // at most
const UNITS = [["day", 10], ["month", 7], ["year", 4], ["decade", 3], ["century", 2]]; // with so many characters of an ISO date alike
let bins = [];

const binOf = (day, length) => day.slice(0, length);

function firstDay(bin) {
  const [year, month = "01", day = "01"] = bin.split("-");
  return `${year.padEnd(4, "0")}-${month}-${day}`;
}

function lastDayOf(bin) {
  if (bin.length === 10) return bin;
  if (bin.length === 7) return `${bin}-${String(lastDay(`${bin}-01`)).padStart(2, "0")}`;
  return `${bin.padEnd(4, "9")}-12-31`;
}

function nextBin(bin) {
  if (bin.length === 10) return new Date(Date.parse(`${bin}T00:00Z`) + 86400000).toISOString().slice(0, 10);
  if (bin.length === 7) {
    const [year, month] = bin.split("-").map(Number);
    return month === 12 ? `${String(year + 1).padStart(4, "0")}-01` : `${bin.slice(0, 5)}${String(month + 1).padStart(2, "0")}`;
  }
  return String(Number(bin) + 1).padStart(bin.length, "0");
}

function range(first, last) {
  const all = [first];
  while (all.at(-1) < last && all.length <= BARS) all.push(nextBin(all.at(-1)));
  return all;
}

const binName = (bin) => (bin.length === 3 ? `${bin}0s` : bin.length === 2 ? `${bin}00s` : bin);

// The bars for the events shown: the finest unit by which the middle 97 % of them fit.
function binned() {
  const dated = shown.filter((event) => textOf("start", event) !== null);
  const starts = dated.map((event) => textOf("start", event)).sort();
  if (!starts.length) return { bars: [], outside: [0, 0], wider: shown.length, unit: "day" };
  const cut = starts.length >= 200 ? Math.floor((starts.length * 3) / 200) : 0;
  const first = state.from || starts[cut];
  const last = state.to && state.to < starts.at(-1) ? state.to : starts[starts.length - 1 - cut];
  const [unit, length] = UNITS.find(([, size]) => range(binOf(first, size), binOf(last, size)).length <= BARS) ?? UNITS.at(-1);
  const bars = range(binOf(first, length), binOf(last, length)).map((bin) => ({ bin, total: 0, families: [0, 0, 0, 0] }));
  const places = new Map(bars.map((bar, number) => [bar.bin, number]));
  const outside = [0, 0];
  let wider = shown.length - dated.length;
  for (const event of dated) {
    const bin = binOf(textOf("start", event), length);
    const place = places.get(bin);
    if (place === undefined) outside[bin < bars[0].bin ? 0 : 1] += 1;
    else if (binOf(textOf("end", event), length) !== bin) wider += 1;
    else {
      bars[place].total += 1;
      bars[place].families[FAMILY[event]] += 1;
    }
  }
  return { bars, outside, wider, unit };
}

function drawTimeline() {
  const { bars, outside, wider, unit } = binned();
  bins = bars;
  const host = byId("timeline");
  const width = Math.max(host.clientWidth, 280);
  const height = 220;
  const edge = { left: 44, right: 8, top: 8, bottom: 26 };
  const top = niceCeiling(Math.max(1, ...bars.map((bar) => bar.total)));
  const y = (value) => edge.top + (height - edge.top - edge.bottom) * (1 - value / top);
  const step = Math.min(80, (width - edge.left - edge.right) / Math.max(bars.length, 1));
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, height, role: "group", "aria-label": `Events by ${unit}: arrow keys move, Enter shows the events of a bar` });
  for (const value of ticks(top)) {
    svg.append(shape("line", { class: "rule", x1: edge.left, x2: width - edge.right, y1: y(value), y2: y(value) }),
      shape("text", { class: "tick", x: edge.left - 6, y: y(value) + 4, "text-anchor": "end" }, count(value)));
  }
  const every = Math.ceil(bars.length / Math.max(2, Math.floor(width / 90)));
  bars.forEach((bar, number) => {
    const x = edge.left + number * step;
    const group = shape("g", { class: "bar", tabindex: number === 0 ? 0 : -1, role: "button", "data-bin": bar.bin, "aria-label": `${binName(bar.bin)}: ${counted(bar.total, "event")}` });
    group.append(shape("rect", { class: "catch", x, y: edge.top, width: step, height: height - edge.top - edge.bottom }));
    let base = 0;
    bar.families.forEach((events, family) => {
      if (!events) return;
      const gap = step > 6 ? 1 : step > 3 ? 0.5 : 0;
      group.append(shape("rect", { class: `family ${FAMILIES[family][0]}`, x: x + gap / 2, width: Math.max(step - gap, 0.5), y: y(base + events), height: y(base) - y(base + events) }));
      base += events;
    });
    svg.append(group);
    const middle = x + step / 2;
    if (number % every === 0 && middle < width - 30) svg.append(shape("text", { class: "tick", x: middle, y: height - 8, "text-anchor": number === 0 ? "start" : "middle" }, binName(bar.bin)));
  });
  host.replaceChildren(legend(), svg);
  steer(svg);
  byId("timeline-note").replaceChildren(...timelineNote(outside, wider, unit, bars));
  if (byId("timeline-table").closest("details").open) tabulateTimeline();
}

function legend() {
  return element("ul", { class: "legend" }, ...FAMILIES.map(([name, label]) => element("li", {}, element("span", { class: `swatch ${name}` }), label)));
}

function timelineNote([before, after], wider, unit, bars) {
  const note = [`Bars hold the events that happened within one ${unit}. `];
  if (wider) note.push(`${counted(wider, "event is", "events are")} dated less exactly than that, or not at all. `);
  const link = (text, changes) => element("button", { type: "button", class: "link", onclick: () => setFilters(changes) }, text);
  if (before) note.push(link(`${count(before)} earlier`, { from: "", to: dayBefore(firstDay(bars[0].bin)) }));
  if (before && after) note.push(" and ");
  if (after) note.push(link(`${count(after)} later`, { from: dayAfter(lastDayOf(bars.at(-1).bin)), to: "" }));
  if (before || after) note.push(" are off the scale.");
  return note;
}

const dayAfter = (day) => new Date(Date.parse(`${day}T00:00Z`) + 86400000).toISOString().slice(0, 10);
const dayBefore = (day) => new Date(Date.parse(`${day}T00:00Z`) - 86400000).toISOString().slice(0, 10);

function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((step) => step * power).find((step) => step >= value);
}

function ticks(top) {
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10000].find((size) => top / size <= 5) ?? top;
  return Array.from({ length: Math.floor(top / step) + 1 }, (_, number) => number * step);
}

const chooseBins = (a, b) => setFilters({ from: firstDay(a < b ? a : b), to: lastDayOf(a < b ? b : a) });

// One stop of the Tab key; arrows move, Enter chooses. A pointer chooses a bar, or a stretch by dragging.
function steer(svg) {
  const groups = [...svg.querySelectorAll(".bar")];
  const barAt = (happened) => happened.target.closest(".bar");
  let from = null;
  roving(svg, groups, (group) => chooseBins(group.dataset.bin, group.dataset.bin));
  svg.addEventListener("pointerdown", (happened) => { from = barAt(happened); });
  svg.addEventListener("pointermove", (happened) => {
    const at = barAt(happened);
    if (from && at) markStretch(groups, from, at);
    if (at) showTip(happened, at.getAttribute("aria-label"));
    else hideTip();
  });
  svg.addEventListener("pointerup", (happened) => {
    const at = barAt(happened);
    if (from && at) chooseBins(from.dataset.bin, at.dataset.bin);
    from = null;
  });
  svg.addEventListener("pointerleave", hideTip);
}

function markStretch(groups, a, b) {
  const [first, last] = [groups.indexOf(a), groups.indexOf(b)].sort((x, y) => x - y);
  groups.forEach((group, number) => group.classList.toggle("chosen", number >= first && number <= last));
}

function tabulateTimeline() {
  const rows = bins.map((bar) => [
    element("button", { type: "button", class: "link", onclick: () => chooseBins(bar.bin, bar.bin) }, binName(bar.bin)), bar.total, ...bar.families]);
  byId("timeline-table").replaceChildren(simpleTable(["when", "events", ...FAMILIES.map(([, label]) => label)], rows, { numeric: (n) => n > 0 }));
}

function showTip(happened, text) {
  const tip = byId("tip");
  tip.textContent = text;
  tip.hidden = false;
  tip.style.left = `${Math.min(happened.clientX + 12, innerWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${Math.max(happened.clientY - tip.offsetHeight - 10, 4)}px`;
}

const hideTip = () => { byId("tip").hidden = true; };

// Arrow keys among marks of a chart, of which one is a stop of the Tab key.
function roving(host, marks, choose) {
  host.addEventListener("keydown", (happened) => {
    const at = marks.indexOf(document.activeElement);
    if (at < 0) return;
    const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[happened.key];
    if (happened.key === "Enter" || happened.key === " ") choose(marks[at]);
    else if (to === undefined) return;
    else if (marks[to]) {
      marks[at].setAttribute("tabindex", -1);
      marks[to].setAttribute("tabindex", 0);
      marks[to].focus();
    }
    happened.preventDefault();
  });
}

function startTimeline() {
  listeners.push(drawTimeline);
  byId("timeline-table").closest("details").addEventListener("toggle", tabulateTimeline);
  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { drawTimeline(); drawMap(); }, 150);
  });
}
