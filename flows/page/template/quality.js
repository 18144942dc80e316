// Headline figures, and how good the release is.

function figure(value, label, detail, address, act = null) {
  return element("a", { class: "figure", href: address, onclick: act && ((happened) => { happened.preventDefault(); act(); }) },
    element("span", { class: "figure-value" }, value), element("span", { class: "figure-label" }, label), element("span", { class: "figure-detail" }, detail));
}

const toEvents = (changes) => () => {
  clearFilters();
  setFilters(changes);
  byId("events-title").focus();
};

function drawFigures() {
  const { reports, events, deaths, countries, top } = DATA.figures;
  const refused = DATA.quality.reasons.rows.reduce((sum, row) => sum + row[3], 0);
  const links = Object.fromEntries(top.links);
  const names = Object.values(links).reduce((sum, value) => sum + value, 0);
  byId("figures").append(
    figure(count(events.events), "events", `${percent(share(events.to_the_day, events.events))} dated to the day, ${percent(share(events.report_date, events.events))} only by their report`, "#", toEvents({})),
    figure(count(reports.reports), "reports", `of ${counted(reports.sources, "source")}, ${reports.first_day ?? "?"} to ${reports.last_day ?? "?"}`, "#quality"),
    figure(count(countries), "countries", `${percent(share(events.with_country, events.events))} of events have one, ${percent(share(events.with_point, events.events))} a point`, "#map-title"),
    figure(count(deaths.best), "deaths reported", `${count(deaths.low)} to ${count(deaths.high)} as ${counted(deaths.known, "event tells", "events tell")}, running totals among them`, "#deaths=1&modality=actual", toEvents({ deaths: "1", modality: "actual" })),
    figure(percent(share(links.linked ?? 0, names)), "of names linked", `to reference data; ${percent(share(links.corpus ?? 0, names))} are known from reports alone`, "#unresolved"),
    figure(count(refused), refused === 1 ? "row refused" : "rows refused", refused ? "each with its reason" : "nothing had to be", "#refused"));
}

const share = (part, whole) => (whole ? part / whole : null);

function drawLeftOut() {
  const { matching: all, oldest } = DATA.events;
  const parts = [];
  if (DATA.release.where) parts.push(element("span", {}, "This page holds only the events for which ", element("code", {}, told(DATA.release.where)), "; the figures above count all of the release. "));
  if (all > SIZE) parts.push(`Of ${counted(all, "event")} this page holds the ${count(SIZE)} reported last, since ${oldest ?? "an unknown day"}; ${count(all - SIZE)} are left out, but the figures above count them. dateline page --where "…" chooses others.`);
  byId("left-out").append(...parts);
  byId("left-out").hidden = parts.length === 0;
}

function panel(id, title, note, ...content) {
  return element("section", { id, class: "panel", "aria-labelledby": `${id}-title` }, element("h3", { id: `${id}-title`, tabindex: -1 }, title), note ? element("p", { class: "note" }, note) : null, ...content);
}

const isNumeric = (table) => (n) => table.rows.some((row) => typeof row[n] === "number");
const spaced = (columns) => columns.map((name) => name.replaceAll("_", " "));
const scrolled = (table) => element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table" }, table);
const asTable = (table) => scrolled(simpleTable(spaced(table.columns), table.rows, { numeric: isNumeric(table) }));

function drawQuality() {
  const { runs, reasons, refused, broken, checks, unresolved, drift } = DATA.quality;
  const [[all, passed]] = checks.rows;
  byId("quality-body").append(
    panel("refused", "What was refused, and why", reasons.rows.length ? null : "Nothing was refused.",
      reasons.rows.length ? asTable(reasons) : null,
      refused.rows.length ? element("details", {}, element("summary", {}, `The ${refused.rows.length === 200 ? "first 200" : count(refused.rows.length)} rows`), asTable(refused)) : null),
    panel("checks", "Checks", `${count(passed)} of ${count(all)} expectations hold for every row.`, broken.rows.length ? asTable(broken) : null),
    panel("unresolved", "Names that reference data does not know", "The most frequent; adding them to your own reference data links them.", shares("Names", DATA.figures.top.links), shares("Time expressions", DATA.figures.top.dates), asTable(unresolved)),
    panel("drift", "Against earlier releases", drift.rows.length > 1 ? null : "There is no earlier release to compare with.", asTable(driftTable(drift))),
    panel("runs", "Runs", null, asTable(runs)));
}

// Shares as percentages; counts stay.
function driftTable({ columns, rows }) {
  const shared = new Set(["placed", "report_dated", "with_toll", "names_known", "dates_resolved"]);
  return { columns, rows: rows.map((row) => row.map((value, n) => (shared.has(columns[n]) ? percent(value) : value))) };
}

function shares(label, pairs) {
  const whole = pairs.reduce((sum, [, value]) => sum + value, 0);
  return element("p", { class: "note" }, `${label}: ${pairs.map(([name, value]) => `${name} ${percent(share(value, whole))}`).join(", ")}.`);
}

function drawTitle() {
  const { id, as_of: asOf, versions } = DATA.release;
  const { reports } = DATA.figures;
  byId("title").textContent = `${count(DATA.figures.events.events)} events read from ${counted(reports.reports, "report")}`;
  byId("standfirst").textContent = `Release ${id}, as of ${asOf.slice(0, 10)}. Every value leads to the sentence it was read from.`;
  byId("citation").textContent = `Cite as: Dateline release ${id}, as of ${asOf}. Read by Dateline ${versions.code}, contract ${versions.contract}, reference data ${versions.reference}.`;
}
