// The most frequent actors, places, countries and types among the events shown; each is a filter.

const LONGEST = { place: 13, country: 12, actor: 12, type: 12 };
const FACET_LABELS = { type: titled, country: countryName, place: (text) => text, actor: (text) => text };

function facetCounts(name) {
  const counts = new Map();
  const add = (code) => code >= 0 && counts.set(code, (counts.get(code) ?? 0) + 1);
  for (const event of matching(name)) {
    if (name === "actor") {
      const [first, second] = [COLUMNS.actor1.codes[event], COLUMNS.actor2.codes[event]];
      add(first);
      if (second !== first) add(second);
    } else add(COLUMNS[name].codes[event]);
  }
  return [...counts].sort((a, b) => b[1] - a[1] || (TEXTS[name][a[0]] < TEXTS[name][b[0]] ? -1 : 1));
}

function drawFacet(name) {
  const counts = facetCounts(name);
  const top = counts.slice(0, LONGEST[name]);
  const selected = counts.find(([code]) => TEXTS[name][code] === state[name]);
  if (selected && !top.includes(selected)) top.push(selected);
  const most = Math.max(1, counts[0]?.[1] ?? 1);
  const rows = top.map(([code, events]) => facetRow(name, TEXTS[name][code], events, most));
  const more = counts.length > top.length ? element("p", { class: "note" }, `and ${count(counts.length - top.length)} more`) : null;
  byId(`facet-${name}`).replaceChildren(...[rows.length ? element("ul", { class: "facet" }, ...rows) : element("p", { class: "note" }, "none"), more].filter(Boolean));
}

function facetRow(name, value, events, most) {
  const pressed = state[name] === value;
  const bar = element("span", { class: "share" });
  bar.style.width = `${Math.max(1, (100 * events) / most)}%`;
  const family = name === "type" ? ` ${FAMILIES[FAMILY_OF_TYPE.get(value) ?? 0][0]}` : "";
  return element("li", {}, element("button", { type: "button", class: `facet-row${family}`, "aria-pressed": String(pressed), "data-value": value, onclick: () => toggleFilter(name, value) },
    told(FACET_LABELS[name](value), { class: "facet-name" }), element("span", { class: "facet-count" }, count(events)), bar));
}

function startFacets() {
  for (const name of ["place", "country", "actor", "type"]) {
    listeners.push(() => {
      const focused = document.activeElement?.closest(`#facet-${name} button`)?.dataset.value;
      drawFacet(name);
      if (focused !== undefined) [...byId(`facet-${name}`).querySelectorAll("button")].find((row) => row.dataset.value === focused)?.focus();
    });
  }
}
