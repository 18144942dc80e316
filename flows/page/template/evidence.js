// One event: its values, and each claim's sentence with the words marked that its values rest on.

const KIND_NAMES = { trigger: "what", actor1: "who", actor2: "whom", place: "where", date: "when", toll: "toll", attribution: "says", instrument: "with" };
let openEvent = null;

// A text with its marks as nested elements; a mark that crosses another goes on as a second piece.
function marked(text, marks) {
  const sorted = marks.map(([kind, start, end]) => ({ kind, start, end })).sort((a, b) => a.start - b.start || b.end - a.end);
  return element("bdi", { dir: "auto", class: "sentence" }, ...nested(text, sorted, 0, text.length));
}

function nested(text, marks, start, end) {
  const nodes = [];
  const queue = [...marks];
  let at = start;
  while (queue.length) {
    const mark = queue.shift();
    nodes.push(...pieces(text.slice(at, mark.start)));
    const inner = [];
    while (queue.length && queue[0].start < mark.end) {
      const next = queue.shift();
      if (next.end <= mark.end) inner.push(next);
      else {
        inner.push({ ...next, end: mark.end });
        queue.unshift({ ...next, start: mark.end });
        queue.sort((a, b) => a.start - b.start || b.end - a.end);
        break;
      }
    }
    const name = evidence().kinds[mark.kind];
    nodes.push(element("mark", { "data-kind": name, "data-label": KIND_NAMES[name] ?? name, title: KIND_NAMES[name] ?? name }, ...nested(text, inner, mark.start, mark.end)));
    at = mark.end;
  }
  nodes.push(...pieces(text.slice(at, end)));
  return nodes;
}

function claimItem([report, sentence, marks, elsewhere, modality, attributed, deaths]) {
  const [source, title, day, link, reportId, repeats] = evidence().reports[report];
  const known = [modality !== "actual" ? `told as ${modality}` : null, toll(...deaths) ? `${toll(...deaths)} killed` : null, repeats ? "repeats another report" : null].filter(Boolean);
  return element("li", { class: "claim" },
    element("p", { class: "claim-source" }, told(source), ` · ${day ?? "undated"}`, title ? " · " : null, title ? told(title) : null),
    element("blockquote", {}, marked(sentence, marks)),
    ...elsewhere.map(([kind, text, start, end]) => element("p", { class: "elsewhere" }, `${titled(KIND_NAMES[evidence().kinds[kind]] ?? evidence().kinds[kind])}, elsewhere in the report: `, marked(text, [[kind, start, end]]))),
    element("p", { class: "note" }, ...(known.length ? [`${known.join("; ")}. `] : []), attributed ? "Said by " : null, attributed ? told(attributed) : null, attributed ? ". " : null,
      "Report ", linked(link, reportId)));
}

function values(event) {
  const kind = [titled(textOf("type", event)), textOf("mode", event), textOf("acled", event)].filter(Boolean).join(" · ");
  const precision = [PRECISION[COLUMNS.datePrec[event]], COLUMNS.byReport[event] ? "only by the date of its report" : null].filter(Boolean).join(", ");
  const point = hasPoint(event) ? `, ${COLUMNS.latitude[event]}, ${COLUMNS.longitude[event]}` : "";
  return [
    ["What", kind], ["Told as", textOf("modality", event)],
    ["Who", textOf("actor1", event)], ["To whom", textOf("actor2", event)],
    ["When", when(event) ? `${when(event)} (${precision})` : null],
    ["Where", where(event) ? `${where(event)}${point} (${PLACING[COLUMNS.wherePrec[event]] ?? "not told how exactly"})` : null],
    ["Killed", killed(event)], ["Injured", injured(event)],
    ["Reported", `${textOf("first", event) ?? "undated"}${textOf("last", event) !== textOf("first", event) ? ` to ${textOf("last", event)}` : ""}, ${counted(COLUMNS.reports[event], "report")} of ${counted(COLUMNS.sources[event], "source")}`],
    ["Confidence", `${COLUMNS.confidence[event]}`], ["Disagreement", conflictText(textOf("conflicts", event))], ["Id", COLUMNS.id[event]],
  ].filter(([, value]) => value);
}

// What claims disagree on, as "fatalities best: 12 / 15"; conflicts are a list of {column, value, report_id, source} as JSON.
function conflictText(json) {
  if (json === null) return null;
  const told = new Map();
  for (const { column, value } of JSON.parse(json)) told.set(column, (told.get(column) ?? new Set()).add(String(value)));
  return [...told].map(([column, values]) => `${column.replaceAll("_", " ")}: ${[...values].join(" / ")}`).join("; ");
}

function showEvidence(event) {
  openEvent = event;
  const claims = evidence().claims[event];
  const all = evidence().counts[event];
  byId("evidence-title").replaceChildren(told([textOf("actor1", event), titled(textOf("type", event)).toLowerCase(), textOf("actor2", event)].filter(Boolean).join(" · ")));
  byId("evidence-body").replaceChildren(
    element("dl", { class: "values" }, ...values(event).flatMap(([name, value]) => [element("dt", {}, name), element("dd", {}, told(String(value)))])),
    element("h3", {}, claims === null ? "Evidence" : counted(all, "claim")),
    claims === null ? element("p", { class: "note" }, `The sentences of this event did not fit on the page: dateline trace ${COLUMNS.id[event]} shows them.`)
      : element("ol", { class: "claims" }, ...claims.map(claimItem)),
    claims !== null && all > claims.length ? element("p", { class: "note" }, `${counted(all - claims.length, "more claim")}: dateline trace ${COLUMNS.id[event]} shows all.`) : "");
  const dialog = byId("evidence-dialog");
  if (!dialog.open) dialog.showModal();
  byId("evidence-body").scrollTop = 0;
}

function stepEvidence(by) {
  const next = order[order.indexOf(openEvent) + by];
  if (next !== undefined) showEvidence(next);
}

function startEvidence() {
  const dialog = byId("evidence-dialog");
  byId("evidence-close").addEventListener("click", () => dialog.close());
  byId("evidence-previous").addEventListener("click", () => stepEvidence(-1));
  byId("evidence-next").addEventListener("click", () => stepEvidence(1));
  dialog.addEventListener("click", (happened) => { if (happened.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => focusRow(order.indexOf(openEvent)));
}
