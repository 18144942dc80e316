// The table of events: only the rows in sight exist. One stop of the Tab key; arrows, Page Up and Down, Home and End move, Enter opens.

const HEADS = [
  { name: "when", label: "When", value: (event) => textOf("start", event), show: (event) => element("span", {}, when(event), COLUMNS.byReport[event] ? element("span", { class: "tag", title: "dated only by its report" }, "reported") : null) },
  { name: "what", label: "What", value: (event) => textOf("type", event), show: what },
  { name: "who", label: "Who", value: (event) => textOf("actor1", event), show: (event) => shortText(textOf("actor1", event)) },
  { name: "whom", label: "To whom", value: (event) => textOf("actor2", event), show: (event) => shortText(textOf("actor2", event)) },
  { name: "where", label: "Where", value: (event) => where(event) || null, show: (event) => shortText(where(event)) },
  { name: "killed", label: "Killed", number: true, value: (event) => COLUMNS.killed[event], show: (event) => killed(event) },
  { name: "injured", label: "Injured", number: true, value: (event) => COLUMNS.injured[event], show: (event) => injured(event) },
  { name: "reports", label: "Reports", number: true, value: (event) => COLUMNS.reports[event], show: (event) => count(COLUMNS.reports[event]) },
];
const SPARE = 8; // rows drawn above and below those in sight
const PRINTED = 300;
const sorting = { name: "when", ascending: false };
let order = [];
let active = 0;
let port = null;
let body = null;

const shortText = (text) => (text ? told(text.length > 200 ? `${text.slice(0, 200)}…` : text) : "");

function what(event) {
  const modality = textOf("modality", event);
  const type = textOf("type", event);
  return element("span", {}, element("span", { class: `swatch ${FAMILIES[FAMILY[event]][0]}` }), titled(type),
    textOf("mode", event) ? element("span", { class: "muted" }, ` ${textOf("mode", event)}`) : null,
    modality !== "actual" ? element("span", { class: "tag" }, modality) : null);
}

const rowHeight = () => parseFloat(getComputedStyle(byId("events")).getPropertyValue("--row"));

function sortEvents() {
  const head = HEADS.find(({ name }) => name === sorting.name);
  const keys = new Map(shown.map((event) => [event, head.value(event)]));
  const sign = sorting.ascending ? 1 : -1;
  order = [...shown].sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (x === y) return a - b;
    if (x === null) return 1;
    if (y === null) return -1;
    return (x < y ? -1 : 1) * sign;
  });
}

function drawTable() {
  sortEvents();
  active = 0;
  port.scrollTop = 0;
  byId("events").setAttribute("aria-rowcount", order.length + 1);
  body.style.height = `${order.length * rowHeight()}px`;
  drawHeads();
  drawRows();
}

function drawHeads() {
  const heads = HEADS.map(({ name, label, number }) => {
    const sorted = sorting.name === name ? (sorting.ascending ? "ascending" : "descending") : "none";
    return element("div", { role: "columnheader", class: `cell ${name}${number ? " number" : ""}`, "aria-sort": sorted },
      element("button", { type: "button", class: "head", "data-sort": name, onclick: () => sortBy(name) }, label, element("span", { "aria-hidden": true }, { ascending: " ↑", descending: " ↓", none: "" }[sorted])));
  });
  byId("events-head").replaceChildren(...heads);
}

function sortBy(name) {
  sorting.ascending = sorting.name === name ? !sorting.ascending : !HEADS.find((head) => head.name === name).number && name !== "when";
  sorting.name = name;
  drawTable();
  byId("events-head").querySelector(`[data-sort="${name}"]`).focus();
}

function drawRows() {
  const height = rowHeight();
  const first = Math.max(0, Math.floor(port.scrollTop / height) - SPARE);
  const last = Math.min(order.length, Math.ceil((port.scrollTop + port.clientHeight) / height) + SPARE);
  const rows = [];
  for (let number = first; number < last; number += 1) rows.push(row(number, height));
  if (!order.length) rows.push(element("p", { class: "empty" }, "No event fits these filters."));
  const focused = body.contains(document.activeElement);
  body.replaceChildren(...rows);
  if (focused) body.querySelector(`[data-row="${active}"]`)?.focus({ preventScroll: true });
}

function row(number, height) {
  const event = order[number];
  const line = element("div", { role: "row", class: "row", "aria-rowindex": number + 2, "data-row": number, "data-event": COLUMNS.id[event], tabindex: number === active ? 0 : -1 },
    ...HEADS.map(({ name, number: isNumber, show }) => element("div", { role: "gridcell", class: `cell ${name}${isNumber ? " number" : ""}` }, show(event))));
  line.style.top = `${number * height}px`;
  return line;
}

function focusRow(number) {
  if (number < 0 || number >= order.length) return;
  active = number;
  const height = rowHeight();
  if (number * height < port.scrollTop) port.scrollTop = number * height;
  if ((number + 1) * height > port.scrollTop + port.clientHeight) port.scrollTop = (number + 1) * height - port.clientHeight;
  drawRows();
  body.querySelector(`[data-row="${number}"]`)?.focus({ preventScroll: true });
}

function onKey(happened) {
  const page = Math.max(1, Math.floor(port.clientHeight / rowHeight()) - 1);
  const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -order.length, End: order.length };
  if (happened.key === "Enter" || happened.key === " ") showEvidence(order[active]);
  else if (moves[happened.key] !== undefined) focusRow(Math.min(order.length - 1, Math.max(0, active + moves[happened.key])));
  else return;
  happened.preventDefault();
}

// What goes to the printer: the first rows as a plain table.
function printRows() {
  const rows = order.slice(0, PRINTED).map((event) => [when(event), titled(textOf("type", event)), textOf("actor1", event), textOf("actor2", event), where(event), killed(event), injured(event)]);
  const left = order.length > PRINTED ? element("p", { class: "note" }, `and ${counted(order.length - PRINTED, "more event")}`) : "";
  byId("printed").replaceChildren(simpleTable(["When", "What", "Who", "To whom", "Where", "Killed", "Injured"], rows), left);
}

function startTable() {
  body = element("div", { class: "rows", role: "rowgroup" });
  port = element("div", { class: "port", role: "presentation" }, body);
  byId("events").append(element("div", { role: "rowgroup" }, element("div", { id: "events-head", role: "row", "aria-rowindex": 1, class: "heads" })), port);
  port.addEventListener("scroll", drawRows, { passive: true });
  body.addEventListener("keydown", onKey);
  body.addEventListener("click", (happened) => {
    const line = happened.target.closest(".row");
    if (!line || String(getSelection())) return;
    active = Number(line.dataset.row);
    showEvidence(order[active]);
  });
  window.addEventListener("resize", () => { body.style.height = `${order.length * rowHeight()}px`; drawRows(); });
  window.addEventListener("beforeprint", printRows);
  listeners.push(drawTable);
}
