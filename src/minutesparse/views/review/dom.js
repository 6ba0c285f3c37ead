// Elements are made here and nowhere from markup: every word of a document is set as text.

const byId = (id) => document.getElementById(id);

// What a browser would obey or hide: control, format and unpaired characters, but not those inside words and emoji.
const ODD = /(?![\u00ad\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}]/gu;

function el(name, attributes, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes ?? {})) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
  return node;
}

/** Words of the document as they may be shown. */
const shown = (words) => String(words ?? "").replace(ODD, "\ufffd");

/** Words of the document in a direction of their own. */
const bdi = (words, name) => el("bdi", { class: name }, shown(words));

const button = (words, attributes) => el("button", { type: "button", ...attributes }, words);

/** Says something to those who do not see the page change. */
function say(words) {
  byId("status").textContent = words;
}

const readable = (key) => key.replaceAll("_", " ");

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** A day in words; anything else as it is. */
function day(value) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return value;
  const date = new Date(`${value}T12:00:00Z`);
  if (Number.isNaN(date.getTime())) return value;
  const parts = { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", parts).format(date).replace(",", "");
}
