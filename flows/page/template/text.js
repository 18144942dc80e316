// Elements and texts. Nothing here or elsewhere writes HTML: every text goes in as a text node, isolated from its surroundings.

const SVG = "http://www.w3.org/2000/svg";
// Control characters, bidi controls, invisible ones and lone surrogates: shown by their code, so that none can act.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

const byId = (id) => document.getElementById(id);

function fill(parent, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) parent.addEventListener(name.slice(2), value);
    else parent.setAttribute(name, value === true ? "" : value);
  }
  parent.append(...children.filter((child) => child !== null && child !== undefined));
  return parent;
}

const element = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const shape = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

// A text out of a report, in an isolate of its own direction.
function told(text, attributes = {}) {
  return element("bdi", { dir: "auto", ...attributes }, ...pieces(text));
}

// A text as nodes, its control characters as visible codes.
function pieces(text) {
  const nodes = [];
  let last = 0;
  for (const match of text.matchAll(CONTROLS)) {
    if (match.index > last) nodes.push(text.slice(last, match.index));
    nodes.push(element("span", { class: "control" }, code(match[0])));
    last = match.index + match[0].length;
  }
  if (last < text.length) nodes.push(text.slice(last));
  return nodes;
}

const code = (character) => `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
const printable = (text) => text.replace(CONTROLS, code);

const count = (number) => number.toLocaleString("en-US");
const counted = (number, one, many = `${one}s`) => `${count(number)} ${number === 1 ? one : many}`;
const percent = (share) => (share === null ? "unknown" : `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`);
const titled = (word) => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase().replaceAll("_", " ");

// Only an address that a browser opens by http is a link; any other is a text.
function linked(address, label) {
  const safe = /^https?:\/\//i.test(address);
  return safe ? element("a", { href: address, rel: "noopener noreferrer nofollow", target: "_blank" }, told(label)) : told(label);
}

function simpleTable(columns, rows, { caption = null, numeric = () => false } = {}) {
  return element("table", { class: "plain" },
    caption ? element("caption", {}, caption) : null,
    element("thead", {}, element("tr", {}, ...columns.map((name, n) => element("th", { scope: "col", class: numeric(n) ? "number" : null }, name)))),
    element("tbody", {}, ...rows.map((row) => element("tr", {}, ...row.map((value, n) => element("td", { class: numeric(n) ? "number" : null }, cell(value)))))));
}

function cell(value) {
  if (value === null || value === undefined) return element("span", { class: "unknown" }, "–");
  if (value instanceof Node) return value;
  return typeof value === "number" ? count(value) : told(String(value));
}
