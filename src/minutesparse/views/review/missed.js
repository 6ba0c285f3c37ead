// What was missed: words that are selected in the minutes, or typed, become an item.

/** Makes an item of a range of the reading, and opens its form. */
function addMissed(kind, start, end) {
  if (kind.startsWith("fact ")) {
    takeFact(entries.get(`m.${kind.slice(5)}`), start, end);
    return;
  }
  const parent = kind === "answer" ? concernBefore(start) : null;
  if (kind === "answer" && !parent) {
    say("There is no concern before these words that they could answer");
    return;
  }
  const entry = missed(kind, start, end, parent);
  if (!filters()(entry)) unfilter();
  wrap(entry, start, end);
  if (parent) draw(parent);
  else fill(kind);
  byId(`g-${parent?.kind ?? kind}`).open = true;
  refresh();
  show(entry.key, "record");
  edit(entry);
  say(`${label(entry)} added`);
}

/** Opens the form of a fact with these words as its evidence and, unless it is a day or a time, as its value. */
function takeFact(entry, start, end) {
  const { field } = entry.item;
  if (byId(`r-${entry.key}`).querySelector("form")) close(entry);
  byId("g-fact").open = true;
  show(entry.key, "record");
  edit(entry);
  entry.taken = { start, end };
  const control = byId(`r-${entry.key}`).querySelector("form input");
  if (control && !/date|time|next_meeting/.test(field)) control.value = readingOf(start, end);
  say(`${label(entry)} from the selected words`);
}

/** The concern that these words may answer: the one that is shown, else the last that begins before them. */
function concernBefore(start) {
  const shownNow = entries.get(current ?? "");
  const own = shownNow?.parent ?? shownNow;
  if (own?.kind === "concern" && !own.gone) return own;
  const place = sourceSpan(start, start + 1).start;
  return (
    alive("concern")
      .filter((entry) => entry.item.span.start <= place)
      .sort(bySource)
      .at(-1) ?? null
  );
}

/** Gives an item other words of the minutes. */
function setWords(entry, start, end) {
  entry.item.text = readingOf(start, end);
  entry.item.span = sourceSpan(start, end);
  entry.changed = true;
  unwrap(entry.key);
  wrap(entry, start, end);
  redraw(entry, null);
  show(entry.key, "record");
  say(`${label(entry)} has other words`);
}

/** Takes a range of the reading for what it was said to be. */
function use(as, { start, end }) {
  if (as === "words") setWords(entries.get(current), start, end);
  else addMissed(as, start, end);
}

const hasWords = (entry) => entry !== undefined && !entry.gone && typeof entry.item.text === "string";

let offered = null; // the range for which the bar is shown

function offerSelection() {
  const range = selectedRange();
  const bar = byId("selection");
  if (range === null && bar.contains(document.activeElement)) return;
  offered = range;
  bar.hidden = range === null;
  if (range === null) return;
  const { start, end } = range;
  const long = end - start > 140;
  const words = long ? `${readingOf(start, start + 90)} … ${readingOf(end - 40, end)}` : readingOf(start, end);
  byId("selected").textContent = shown(words);
  const entry = entries.get(current ?? "");
  byId("words").hidden = !hasWords(entry);
  if (hasWords(entry)) byId("words").textContent = `New words for ${label(entry)}`;
}

byId("selection").addEventListener("mousedown", (event) => {
  if (!event.target.closest("select")) event.preventDefault(); // or the selection would be gone
});
byId("selection").addEventListener("click", (event) => {
  const as = event.target.closest("[data-as]")?.dataset.as;
  const range = selectedRange() ?? offered;
  if (!as || !range) return;
  getSelection().removeAllRanges();
  byId("selection").hidden = true;
  use(as, range);
});

byId("as-fact").addEventListener("change", (event) => {
  const [field, range] = [event.target.value, selectedRange() ?? offered];
  event.target.value = "";
  if (!field || !range) return;
  getSelection().removeAllRanges();
  byId("selection").hidden = true;
  addMissed(`fact ${field}`, range.start, range.end);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !byId("selection").hidden) {
    getSelection().removeAllRanges();
    byId("selection").hidden = true;
  }
});

/** Does this once nothing has happened for a moment. */
function calmly(act) {
  let waiting = null;
  return () => {
    clearTimeout(waiting);
    waiting = setTimeout(act, 150);
  };
}

document.addEventListener("selectionchange", calmly(offerSelection));

// -- typed words

const dialog = byId("dialog");
let places = [];
let chosen = 0;

function lookFor() {
  places = findWords(byId("missing-words").value);
  chosen = 0;
  tellPlace();
}

function tellPlace() {
  const typed = byId("missing-words").value.trim() !== "";
  byId("missing-add").disabled = places.length === 0;
  byId("missing-other").hidden = places.length < 2;
  const place = places[chosen];
  if (!place) byId("missing-found").textContent = typed ? "These words do not stand in the minutes." : "";
  else {
    const start = sourceSpan(place.start, place.end).start;
    const section = alive("section")
      .sort(bySource)
      .filter((entry) => entry.item.span.start <= start)
      .at(-1);
    const under = section
      ? `, under ${shown([section.item.number, section.item.title].filter(Boolean).join(" "))}`
      : "";
    byId("missing-found").textContent =
      `Found${places.length > 1 ? `, place ${chosen + 1} of ${places.length}` : ""}${under}.`;
  }
}

byId("missed").addEventListener("click", () => {
  const range = selectedRange();
  const entry = entries.get(current ?? "");
  const option = byId("missing-as-words");
  option.disabled = !hasWords(entry);
  option.textContent = `other words for ${hasWords(entry) ? label(entry) : "what is shown"}`;
  if (option.disabled && option.selected) byId("missing-kind").selectedIndex = 0;
  if (range) byId("missing-words").value = readingOf(range.start, range.end);
  lookFor();
  dialog.showModal();
  byId("missing-words").focus();
});
const lookSoon = calmly(lookFor);
byId("missing-words").addEventListener("input", () => {
  byId("missing-add").disabled = true; // what was found was found for other words
  lookSoon();
});
byId("missing-other").addEventListener("click", () => {
  chosen = (chosen + 1) % places.length;
  tellPlace();
});
byId("missing-cancel").addEventListener("click", () => dialog.close());
byId("missing").addEventListener("submit", (event) => {
  event.preventDefault();
  const place = places[chosen];
  if (!place) return;
  const kind = byId("missing-kind").value;
  byId("missing-words").value = "";
  dialog.close();
  use(kind, place);
});
