// What is shown: one filter a facet, kept in the address so that a view can be linked to, and who redraws when it changes.

const FACETS = ["type", "modality", "country", "place", "actor"];
const LABELS = { search: "words", from: "from", to: "to", type: "type", modality: "told as", country: "country", place: "place", actor: "actor", deaths: "deaths reported" };
const state = { search: "", from: "", to: "", deaths: "", type: "", modality: "", country: "", place: "", actor: "" };
const listeners = [];
let shown = [];

const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

let haystacks = null;
function haystack(event) {
  if (haystacks === null) {
    haystacks = Array.from({ length: SIZE }, (_, number) => folded([
      ...["actor1", "actor2", "place", "type", "acled"].map((name) => textOf(name, number) ?? ""), where(number),
      COLUMNS.id[number], ...(evidence().claims[number] ?? []).map((claim) => claim[1]),
    ].join("\n")));
  }
  return haystacks[event];
}

const codeOf = (list, text) => TEXTS[list].indexOf(text);

// The tests that an event has to pass, but for those of the facet `except`.
function tests(except) {
  const wanted = Object.entries(state).filter(([name, value]) => value !== "" && name !== except);
  return wanted.map(([name, value]) => {
    if (name === "search") {
      const words = folded(value).split(/\s+/).filter(Boolean);
      return (event) => words.every((word) => haystack(event).includes(word));
    }
    if (name === "from") return (event) => (textOf("start", event) ?? "") >= value;
    if (name === "to") return (event) => (textOf("end", event) ?? "9999") <= value;
    if (name === "deaths") return (event) => COLUMNS.killed[event] !== null;
    const code = codeOf(name, value);
    if (name === "actor") return (event) => COLUMNS.actor1.codes[event] === code || COLUMNS.actor2.codes[event] === code;
    return (event) => COLUMNS[name].codes[event] === code;
  });
}

function matching(except = null) {
  const all = tests(except);
  const found = [];
  for (let event = 0; event < SIZE; event += 1) if (all.every((test) => test(event))) found.push(event);
  return found;
}

function setFilters(changes) {
  Object.assign(state, changes);
  const kept = Object.entries(state).filter(([, value]) => value !== "");
  const hash = new URLSearchParams(kept).toString();
  history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  refresh();
}

const toggleFilter = (name, value) => setFilters({ [name]: state[name] === value ? "" : value });
const clearFilters = () => setFilters(Object.fromEntries(Object.keys(state).map((name) => [name, ""])));

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const name of Object.keys(state)) state[name] = given.get(name) ?? "";
}

function refresh() {
  shown = matching();
  showControls();
  for (const listener of listeners) listener();
}

function showControls() {
  for (const name of ["search", "from", "to", "type", "modality", "country"]) {
    const control = byId(`filter-${name}`);
    if (control.value !== state[name]) control.value = state[name];
  }
  byId("filter-deaths").checked = state.deaths !== "";
  const actual = codeOf("modality", "actual");
  const happened = shown.filter((event) => COLUMNS.modality.codes[event] === actual);
  const deaths = happened.reduce((sum, event) => sum + (COLUMNS.killed[event] ?? 0), 0);
  const some = shown.length < SIZE ? `${count(shown.length)} of ${counted(SIZE, "event")}` : counted(SIZE, "event");
  byId("outcome").textContent = deaths ? `${some} · ${counted(deaths, "death")} reported of those that happened` : some;
  const active = Object.keys(state).filter((name) => state[name] !== "");
  byId("clear").hidden = active.length === 0;
  byId("chips").replaceChildren(...active.filter((name) => name === "place" || name === "actor").map(chip));
}

function chip(name) {
  return element("button", { type: "button", class: "chip", "aria-label": `Remove the filter ${LABELS[name]} ${state[name]}`, onclick: () => setFilters({ [name]: "" }) },
    `${LABELS[name]}: `, told(state[name]), " ×");
}

function choices(name, label) {
  const counts = new Map();
  for (const code of COLUMNS[name].codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  const named = [...counts].map(([code, events]) => [TEXTS[name][code], label(TEXTS[name][code]), events]);
  named.sort((a, b) => (a[1] < b[1] ? -1 : 1));
  byId(`filter-${name}`).replaceChildren(element("option", { value: "" }, "any"),
    ...named.map(([value, text, events]) => element("option", { value }, `${text} (${count(events)})`)));
}

function startFilters() {
  choices("type", titled);
  choices("modality", titled);
  choices("country", countryName);
  let waiting = 0;
  byId("filter-search").addEventListener("input", (happened) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => setFilters({ search: happened.target.value.trim() }), 120);
  });
  for (const name of ["from", "to", "type", "modality", "country"]) {
    byId(`filter-${name}`).addEventListener("change", (happened) => setFilters({ [name]: happened.target.value }));
  }
  byId("filter-deaths").addEventListener("change", (happened) => setFilters({ deaths: happened.target.checked ? "1" : "" }));
  byId("filters").addEventListener("submit", (happened) => happened.preventDefault());
  byId("clear").addEventListener("click", clearFilters);
  window.addEventListener("hashchange", () => {
    if (/^#(\w+=|$)/.test(location.hash || "#")) {
      readAddress();
      refresh();
    }
  });
}
