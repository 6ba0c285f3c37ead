// The page as a whole: what is shown, what is current, and saving.

let current = null;
const off = new Set(); // kinds that are not shown

// -- what is shown

const NAMING = new Set(["person", "concern", "answer", "action", "decision"]);

/** What the filters ask for, as a test of one item. */
function filters() {
  const person = byId("person").value;
  const [low, high] = byId("sure").value.split(" ").map(Number);
  const names = (entry) => [...parties(entry), ...entry.answers.flatMap(parties)];
  const meets = (entry) => {
    if (off.has(entry.kind)) return false;
    const sure = (entry.parent ?? entry).item.confidence;
    if (sure !== undefined && (sure < low || (high < 1 && sure >= high))) return false;
    if (person === "" || !NAMING.has(entry.kind)) return true;
    if (entry.kind === "person") return entry.key === person;
    return person === "-" ? names(entry).length === 0 : names(entry).some((one) => one.attendee_id === person);
  };
  return meets;
}

/** Shows what meets the filters, and counts it. */
function refresh() {
  const meets = filters();
  const seen = { answer: 0, ...Object.fromEntries(GROUPS.map(([kind]) => [kind, 0])) };
  for (const entry of entries.values()) {
    const on = meets(entry);
    if (entry.off === on) setOff(entry, !on);
    if (on && !dropped(entry) && !isLacking(entry)) seen[entry.kind] += 1;
  }
  for (const [kind, n] of Object.entries(seen)) {
    for (const place of document.querySelectorAll(`#n-${kind}, .chip[data-kind="${kind}"] .n`)) place.textContent = n;
    const group = byId(`g-${kind}`);
    if (group)
      group.hidden = byId("jump").querySelector(`[href="#g-${kind}"]`).hidden =
        kind !== "short" && !some(kind).some((entry) => !entry.off || entry.answers.some((answer) => !answer.off));
  }
  tellHeld();
  const made = corrections().length;
  byId("tally").textContent = made === 0 ? "No corrections yet" : made === 1 ? "1 correction" : `${made} corrections`;
  return Object.values(seen).reduce((sum, n) => sum + n, 0);
}

function setOff(entry, off) {
  entry.off = off;
  for (const node of [byId(`r-${entry.key}`), byId(`t-${entry.key}`), ...marksOf(entry.key)])
    node?.classList.toggle("off", off);
}

/** Shows everything. */
function unfilter() {
  off.clear();
  for (const chip of document.querySelectorAll(".chip")) chip.setAttribute("aria-pressed", "true");
  byId("person").selectedIndex = byId("sure").selectedIndex = 0;
}

function filter() {
  say(`${refresh()} items shown`);
}

function drawPeople() {
  const select = byId("person");
  const chosen = select.value;
  while (select.options.length > 2) select.remove(2);
  select.append(...alive("person").map(({ item }) => el("option", { value: item.id }, shown(item.name))));
  select.value = [...select.options].some((option) => option.value === chosen) ? chosen : "";
}

// -- what is current

/** Shows an item on both sides; where it was asked for, the focus goes to "text" or "record". */
function show(key, focus) {
  const entry = entries.get(key);
  if (!entry) return;
  for (const node of document.querySelectorAll(".now")) node.classList.remove("now");
  current = key;
  const found = marksOf(key);
  const node = byId(`r-${key}`);
  const closed = node?.closest("details:not([open])");
  if (closed) closed.open = true;
  if (focus) view(focus);
  for (const one of [...found, ...(node ? [node] : [])]) one.classList.add("now");
  const ref = byId(`t-${key}`) ?? found[0]?.parentElement.querySelector(".ref");
  if (focus === "text" && ref) ref.focus({ preventScroll: true });
  if (focus === "record" && node) node.focus({ preventScroll: true });
  bring(found[0], textPane, focus === "record");
  bring(node, byId("record"), focus === "text");
}

const side = matchMedia("(min-width: 62rem) and (min-height: 26rem)");

/** Brings an element into sight; where only one side is seen, the other is left as it is. */
function bring(node, pane, other) {
  if (!node || (other && !side.matches)) return;
  node.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => {
    // what was not laid out before may have moved it
    const [box, frame] = [
      node.getBoundingClientRect(),
      side.matches ? pane.getBoundingClientRect() : { top: 0, bottom: innerHeight },
    ];
    if (box.bottom < frame.top || box.top > frame.bottom) node.scrollIntoView({ block: "center" });
  });
}

/** On narrow screens: which side is seen. */
function view(name) {
  document.body.dataset.view = name;
  for (const one of document.querySelectorAll(".views [data-view]"))
    one.setAttribute("aria-pressed", String(one.dataset.view === name));
}

/** The next or the one before of what is shown, in the order of the text. */
function step(way) {
  const order = [...entries.values()]
    .filter((entry) => !entry.off && !dropped(entry) && marks.has(entry.key))
    .sort(bySource);
  if (order.length === 0) {
    say("Nothing is shown");
    return;
  }
  const at = order.findIndex((entry) => entry.key === current);
  const entry = order[at < 0 ? (way > 0 ? 0 : order.length - 1) : (at + way + order.length) % order.length];
  show(entry.key);
  say(
    `${label(entry)}, ${entry.kind}: ${marksOf(entry.key)
      .map((mark) => mark.textContent)
      .join(" ")
      .slice(0, 300)}`,
  );
}

// -- saving

let saved = "[]";
const done = () =>
  JSON.stringify(
    corrections().map((entry) => [entry.key, entry.gone, entry.item, entry.kind === "fact" ? RECORD.meeting : null]),
  );

function save() {
  const words = `${JSON.stringify(corrected(), null, 2)}\n`;
  const link = el("a", {
    href: URL.createObjectURL(new Blob([words], { type: "application/json" })),
    download: fileName(),
  });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  saved = done();
  say(`Saved as ${fileName()}`);
}

const fileName = () =>
  `${
    shown(RECORD.source.name)
      .replace(/\.[^.]*$/, "")
      .replace(/[^\p{L}\p{N}._-]+/gu, "-") || "minutes"
  }.corrected.json`;

// -- what people do

byId("jump").addEventListener("click", (event) => {
  const group = byId(event.target.getAttribute("href")?.slice(1) ?? "");
  if (!group) return;
  event.preventDefault();
  group.open = true;
  group.scrollIntoView({ block: "start" });
  group.querySelector("summary").focus({ preventScroll: true });
});

const DO = {
  edit,
  cancel: close,
  wrong: (entry) => setGone(entry, true),
  restore: (entry) => setGone(entry, false),
  why: (entry, pressed) => {
    const open = pressed.getAttribute("aria-expanded") !== "true";
    const place = [...byId(`r-${entry.key}`).children].find((child) => child.classList.contains("more"));
    pressed.setAttribute("aria-expanded", String(open));
    place.querySelector(".because")?.remove();
    if (open) place.prepend(el("p", { class: "because" }, shown(why(entry))));
  },
};

byId("groups").addEventListener("click", (event) => {
  const pressed = event.target.closest("button");
  const node = event.target.closest(".card");
  const key = node?.dataset.i;
  if (pressed?.dataset.do === "short") addShort();
  else if (pressed?.dataset.do) DO[pressed.dataset.do](entries.get(key), pressed);
  else if (event.target.closest("a")) {
    event.preventDefault();
    show(event.target.closest("a").dataset.i, "text");
  } else if (key && !event.target.closest("form, .more, summary") && getSelection().isCollapsed)
    show(key, marks.has(key) && !side.matches ? "text" : null);
});

byId("groups").addEventListener("keydown", (event) => {
  const form = event.target.closest("form");
  if (event.key === "Escape" && form) close(entries.get(form.closest(".card").dataset.i));
});

textPane.addEventListener("click", (event) => {
  const ref = event.target.closest(".ref");
  if (ref) {
    event.preventDefault();
    show(ref.dataset.i, "record");
    return;
  }
  if (!getSelection().isCollapsed) return;
  const under = [];
  for (let mark = event.target.closest("mark"); mark; mark = mark.parentElement.closest("mark"))
    under.push(mark.dataset.i);
  const keys = [...new Set(under)].filter((key) => !entries.get(key).off);
  if (keys.length) show(keys[(keys.indexOf(current) + 1) % keys.length], side.matches ? null : "record");
});

for (const chip of document.querySelectorAll(".chip")) {
  chip.addEventListener("click", () => {
    const kind = chip.dataset.kind;
    if (!off.delete(kind)) off.add(kind);
    chip.setAttribute("aria-pressed", String(!off.has(kind)));
    filter();
  });
}
byId("person").addEventListener("change", filter);
byId("sure").addEventListener("change", filter);
for (const one of document.querySelectorAll("[data-step]"))
  one.addEventListener("click", () => step(Number(one.dataset.step)));
byId("save").addEventListener("click", save);
for (const one of document.querySelectorAll(".views [data-view]"))
  one.addEventListener("click", () => view(one.dataset.view));
addEventListener("beforeunload", (event) => {
  if (done() !== saved) event.preventDefault();
});

function addShort() {
  const entry = enter(`b.+${entries.size}`, "short", { short: "", long: "" }, { added: true });
  fill("short");
  edit(entry);
}

const fold = () => (byId("filters").open = side.matches);
side.addEventListener("change", fold);
fold();
drawGroups();
refresh();
