// The data blocks. Columns of events are arrays; `texts` are the lists that columns of codes point into, -1 is unknown.

const block = (id) => JSON.parse(byId(id).textContent);
const DATA = block("data");
const { columns: COLUMNS, texts: TEXTS, countries: COUNTRIES } = DATA.events;
const SIZE = COLUMNS.id.length;

let evidenceBlock = null;
const evidence = () => (evidenceBlock ??= block("evidence"));

const FAMILIES = DATA.classes; // [name, label, types] of each of PLOVER's classes
const FAMILY_OF_TYPE = new Map(FAMILIES.flatMap(([, , types], family) => types.map((type) => [type, family])));
const FAMILY = COLUMNS.type.codes.map((type) => FAMILY_OF_TYPE.get(TEXTS.type[type]) ?? 0);

const PRECISION = { 1: "to the day", 2: "within some days", 3: "to the week", 4: "to the month", 5: "longer than a month" };
const PLACING = { 1: "exact", 2: "within 25 km", 3: "district", 4: "province", 5: "a line or area", 6: "country only", 7: "sea or air" };

// The text of a column of codes, or null.
function textOf(name, event) {
  const column = COLUMNS[name];
  const number = column.codes[event];
  return number < 0 ? null : TEXTS[column.of][number];
}

const countryName = (iso) => COUNTRIES[iso] ?? iso;

function when(event) {
  const start = textOf("start", event);
  const end = textOf("end", event);
  if (start === null) return "";
  if (start === end) return start;
  if (start.endsWith("-01-01") && end.endsWith("-12-31")) return start.slice(0, 4) === end.slice(0, 4) ? start.slice(0, 4) : `${start.slice(0, 4)} – ${end.slice(0, 4)}`;
  if (start.slice(0, 7) === end.slice(0, 7) && start.endsWith("-01") && lastDay(start) === Number(end.slice(8))) return start.slice(0, 7);
  return `${start} – ${end}`;
}

const lastDay = (day) => new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();

function where(event) {
  const place = textOf("place", event);
  const country = textOf("country", event);
  const name = country && countryName(country);
  return place && name && place !== name ? `${place}, ${name}` : place || name || "";
}

function toll(low, best, high) {
  if (best === null) return low === null && high === null ? "" : `${low ?? "?"}–${high ?? "?"}`;
  return (low ?? best) === best && (high ?? best) === best ? count(best) : `${count(best)} (${low ?? "?"}–${high ?? "?"})`;
}

const killed = (event) => toll(COLUMNS.killedLow[event], COLUMNS.killed[event], COLUMNS.killedHigh[event]);
const injured = (event) => toll(COLUMNS.injuredLow[event], COLUMNS.injured[event], COLUMNS.injuredHigh[event]);
// A point of the map is a place's own: one that stands for a whole country is none.
const hasPoint = (event) => COLUMNS.latitude[event] !== null && (COLUMNS.wherePrec[event] ?? 9) < 6;
