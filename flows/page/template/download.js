// The rows shown as CSV. A text that a spreadsheet would take for a formula gets an apostrophe, as `dateline export` gives it.

const DOWNLOADED = [
  ["event_id", (event) => COLUMNS.id[event]], ["event_date_start", (event) => textOf("start", event)], ["event_date_end", (event) => textOf("end", event)],
  ["date_prec", (event) => COLUMNS.datePrec[event]], ["date_is_report_date", (event) => Boolean(COLUMNS.byReport[event])],
  ["event_type", (event) => textOf("type", event)], ["event_mode", (event) => textOf("mode", event)], ["acled_type", (event) => textOf("acled", event)],
  ["modality", (event) => textOf("modality", event)], ["actor1", (event) => textOf("actor1", event)], ["actor2", (event) => textOf("actor2", event)],
  ["place_name", (event) => textOf("place", event)], ["country_iso3", (event) => textOf("country", event)],
  ["latitude", (event) => COLUMNS.latitude[event]], ["longitude", (event) => COLUMNS.longitude[event]], ["where_prec", (event) => COLUMNS.wherePrec[event]],
  ["fatalities_low", (event) => COLUMNS.killedLow[event]], ["fatalities_best", (event) => COLUMNS.killed[event]], ["fatalities_high", (event) => COLUMNS.killedHigh[event]],
  ["injured_low", (event) => COLUMNS.injuredLow[event]], ["injured_best", (event) => COLUMNS.injured[event]], ["injured_high", (event) => COLUMNS.injuredHigh[event]],
  ["confidence", (event) => COLUMNS.confidence[event]], ["report_count", (event) => COLUMNS.reports[event]], ["source_count", (event) => COLUMNS.sources[event]],
  ["first_reported_on", (event) => textOf("first", event)], ["last_reported_on", (event) => textOf("last", event)],
  ["sentence", (event) => evidence().claims[event]?.[0]?.[1] ?? null],
];

const defused = (text) => (/^[\t\r\n]|^\s*[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text);

function csvCell(value) {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return typeof value === "object" ? csvCell(JSON.stringify(value)) : String(value);
  const text = defused(value);
  return text === "" || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function saveCsv(names, rows, file) {
  const lines = [names, ...rows].map((row) => row.map(csvCell).join(","));
  const url = URL.createObjectURL(new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/csv;charset=utf-8" }));
  const anchor = element("a", { href: url, download: file });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

function startDownload() {
  byId("download").addEventListener("click", () => {
    saveCsv(DOWNLOADED.map(([name]) => name), order.map((event) => DOWNLOADED.map(([, value]) => value(event))), `events-${DATA.release.id}.csv`);
  });
}
