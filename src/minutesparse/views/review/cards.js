// The record on the right: a card for every item, in groups.

const STATUS = { present: "Present", in_attendance: "In attendance", apologies: "Apologies", absent: "Absent", null: "Present or not, unclear" };
const GROUPS = [
  ["fact", "Meeting"],
  ["person", "Attendance"],
  ["section", "Contents"],
  ["concern", "Concerns"],
  ["action", "Actions"],
  ["decision", "Decisions"],
  ["short", "Abbreviations"],
  ["check", "To check"],
];
const lists = new Map(); // the list in which the cards of each kind stand

function party(one) {
  if (!one) return null;
  const resolved = one.name && !one.text.includes(one.name) ? el("span", { class: "soft" }, " (", bdi(one.name), ")") : null;
  return el("span", { class: "party" }, bdi(one.text, "who"), resolved);
}

const between = (parts, separator = ", ") => parts.flatMap((part, n) => (n ? [separator, part] : [part]));

const note = (words, name) => words && el("span", { class: name ?? "note" }, words);

/** What a card says, by kind: its head, then its words. */
const FACE = {
  fact: ({ item }) => [bdi(day(RECORD.meeting[item.field]), "value")],
  person: ({ item }) => [
    el("div", { class: "head" }, bdi([item.honorific, item.name].filter(Boolean).join(" "), "who"),
      item.name === RECORD.meeting.chair ? note("chair") : null,
      item.abbreviations.length ? note(bdi(item.abbreviations.join(", ")), "soft") : null),
    ...[[item.role, item.organisation].filter(Boolean).join(", ")].filter(Boolean).map((words) => el("p", { class: "soft" }, bdi(words))),
    ...item.presence.map((change) => el("p", { class: "soft" }, `${change.event}${change.time ? ` at ${change.time}` : ""}`)),
    item.substitutes_for ? el("p", { class: "soft" }, "for ", bdi(item.substitutes_for)) : null,
  ],
  section: (entry) => [
    el("div", { class: `head depth${Math.min(entry.item.level, 4)}` }, entry.item.number ? bdi(entry.item.number, "number") : null,
      el("span", {}, el("a", { class: "entry", href: `#t-${entry.key}`, "data-i": entry.key }, bdi(entry.item.title)), " ",
        entry.item.confidential ? note("confidential ") : null, el("span", { class: "soft", id: `held-${entry.key}` }))),
  ],
  concern: ({ item }) => [
    el("div", { class: "head" }, item.raised_by ? party(item.raised_by) : note("not said by whom", "soft"),
      item.kind === "assurance_sought" ? note("assurance sought") : note("concern")),
    el("p", { class: "words" }, bdi(item.text)),
  ],
  answer: ({ item }) => [
    el("div", { class: "head" }, note("answer"), item.by ? party(item.by) : null),
    el("p", { class: "words" }, bdi(item.text)),
  ],
  action: ({ item }) => [
    el("div", { class: "head" }, item.owners.length ? el("span", {}, between(item.owners.map(party))) : note("no owner", "lack"),
      item.due ? note(due(item.due), "due") : null,
      item.status === "closed" ? note("closed") : null,
      item.origin === "new" ? null : note(readable(item.origin))),
    el("p", { class: "words" }, item.reference ? bdi(`${item.reference} `, "number") : null, bdi(item.text)),
  ],
  decision: ({ item }) => [
    el("div", { class: "head" }, note(item.outcome, `outcome ${item.outcome}`), note(counts(item.vote), "soft")),
    el("p", { class: "words" }, bdi(item.text)),
    item.mover || item.seconder
      ? el("p", { class: "soft" }, between([item.mover && el("span", {}, "moved by ", party(item.mover)), item.seconder && el("span", {}, "seconded by ", party(item.seconder))].filter(Boolean)))
      : null,
    ...ballots(item.votes),
  ],
  short: ({ item }) => [el("div", { class: "head" }, bdi(item.short, "term"), bdi(item.long, "value"))],
  check: ({ item }) => [el("div", { class: "head" }, note(item.severity, `severity ${item.severity}`)), el("p", { class: "message" }, bdi(item.message))],
};

function due({ text, date }) {
  return date && date !== text ? [bdi(text), el("span", { class: "soft" }, " ", date)] : [bdi(text)];
}

function counts(vote) {
  if (!vote) return "";
  const parts = [[vote.for, "for"], [vote.against, "against"], [vote.abstain, "abstaining"]];
  const said = parts.filter(([n]) => n !== null).map(([n, words]) => `${n} ${words}`);
  return [...said, ...(vote.unanimous ? ["unanimous"] : [])].join(", ");
}

function ballots(votes) {
  const options = [...new Set(votes.map((ballot) => ballot.option))];
  return options.map((option) => {
    const names = votes.filter((ballot) => ballot.option === option).map((ballot) => bdi(ballot.party.name ?? ballot.party.text));
    return el("p", { class: "soft" }, `${option}: `, between(names));
  });
}

/** Tells in the contents how much stands in each section. */
function tellHeld() {
  const sections = alive("section").sort(bySource);
  const starts = sections.map((entry) => entry.item.span.start);
  const counts = sections.map(() => ({}));
  for (const entry of entries.values()) {
    if (entry.gone || !["concern", "action", "decision"].includes(entry.kind)) continue;
    const count = counts[countUpTo(starts, entry.item.span.start) - 1];
    if (count) count[entry.kind] = (count[entry.kind] ?? 0) + 1;
  }
  sections.forEach((entry, n) => {
    const words = Object.entries(counts[n]).map(([kind, many]) => `${many} ${kind}${many > 1 ? "s" : ""}`).join(", ");
    const place = byId(`held-${entry.key}`);
    if (place.textContent !== words) place.textContent = words;
  });
}

/** How an item is called where it stands alone. */
function nameOf(entry) {
  return entry.kind === "fact" ? readable(entry.item.field) : entry.kind === "short" ? entry.item.short : label(entry);
}

function state(entry) {
  if (entry.gone) return note("wrong, left out when saved", "state");
  if (entry.added) return note("added", "state");
  return entry.changed ? note("changed", "state") : null;
}

/** The card of an item, or of an answer within the card of its concern. */
function card(entry) {
  if (isLacking(entry)) return lacking(entry);
  const words = entry.kind === "fact" ? capital(label(entry)) : entry.kind === "short" ? null : label(entry);
  const link = marks.has(entry.key)
    ? el("a", { class: `tag ${entry.kind}`, href: `#t-${entry.key}`, "data-i": entry.key, "aria-label": `${words}, show in the minutes` }, words)
    : note(words, `tag ${entry.kind} nowhere`);
  const node = el(entry.kind === "answer" ? "div" : "li",
    { class: `card ${entry.kind}${entry.gone ? " gone" : ""}${entry.off ? " off" : ""}`, id: `r-${entry.key}`, "data-i": entry.key, tabindex: "-1", role: entry.kind === "answer" ? "group" : null, "aria-label": entry.kind === "answer" ? `Answer ${label(entry)}` : null },
    el("div", { class: "mark" }, link),
    el("div", { class: "face" }, FACE[entry.kind](entry), state(entry)),
    tools(entry),
    el("div", { class: "more" }),
    entry.answers.map((answer) => byId(`r-${answer.key}`) ?? card(answer)));
  return node;
}

const isLacking = (entry) => entry.kind === "fact" && RECORD.meeting[entry.item.field] === null;

/** The card of a fact that the minutes do not state: a button that adds it. */
function lacking(entry) {
  const words = `+ ${label(entry)}`;
  const add = button(words, { "data-do": "edit", "aria-expanded": "false", "aria-label": `${words}: not stated, add it` });
  return el("li", { class: "card fact lacking", id: `r-${entry.key}`, "data-i": entry.key, tabindex: "-1" }, add, el("div", { class: "more" }));
}

function tools(entry) {
  const of = nameOf(entry);
  const sure = entry.item.confidence;
  const wrong = entry.kind === "fact" ? null
    : entry.gone ? button("Restore", { "data-do": "restore", "aria-label": `Restore ${of}` })
    : button(entry.kind === "check" ? "Settled" : "Wrong", { "data-do": "wrong", "aria-label": `${entry.kind === "check" ? "Settled" : "Wrong"}: ${of}` });
  return el("div", { class: "tools" },
    why(entry) ? button(sure === undefined ? "why" : sure.toFixed(2), { "data-do": "why", "aria-expanded": "false", "aria-label": sure === undefined ? `why: ${of}` : `${sure.toFixed(2)} sure, why: ${of}`, class: "why", title: sure === undefined ? null : "How sure this is; press for the rule" }) : null,
    entry.gone || entry.kind === "check" ? null : button("Edit", { "data-do": "edit", "aria-expanded": "false", "aria-label": `Edit ${of}` }),
    wrong);
}

/** What found an item, how sure that is and where, in words; empty where the record does not say. */
function why(entry) {
  const span = spanOf(entry);
  const place = span ? `characters ${span.start} to ${span.end}` : "";
  if (entry.kind === "fact") return [RECORD.meeting.rules[entry.item.field], place].filter(Boolean).join(", ");
  if (entry.kind === "check") return [entry.item.code, place].filter(Boolean).join(", ");
  if (!entry.item.rule) return "";
  return `found by ${entry.item.rule}, confidence ${entry.item.confidence.toFixed(2)}, ${place}`;
}

/** Draws the card of an item anew, in its place; gives it back. Forms that are open in other cards stay. */
function draw(entry) {
  const old = byId(`r-${entry.key}`);
  if (ORDER[entry.kind]) fill(entry.kind, entry);
  else if (old) old.replaceWith(card(entry));
  else draw(entry.parent);
  return byId(`r-${entry.key}`);
}

// Kinds whose list is drawn as a whole: what is changed in one card moves it, or is told in another.
const ORDER = { fact: true, person: true, section: true, short: true };

/** Draws all cards of a kind; of one that has a form open only if it is the changed one. */
function fill(kind, changed) {
  const found = some(kind);
  if (kind === "person") drawPeople();
  const fresh = (entry) => {
    const old = entry === changed ? null : byId(`r-${entry.key}`);
    return old?.querySelector("form") ? old : card(entry);
  };
  if (kind === "fact") found.sort((one, other) => Number(isLacking(one)) - Number(isLacking(other)));
  else if (kind !== "short") found.sort(bySource);
  const nodes = kind === "person" ? attendance(found, fresh) : found.map(fresh);
  if (kind === "short") nodes.push(el("li", { class: "card" }, button("Add an abbreviation", { "data-do": "short" })));
  lists.get(kind).replaceChildren(...nodes);
}

function attendance(people, fresh) {
  return Object.entries(STATUS).flatMap(([status, title]) => {
    const those = people.filter((entry) => String(entry.item.status) === status);
    return those.length ? [el("li", { class: "status" }, title), ...those.map(fresh)] : [];
  });
}

function drawGroups() {
  for (const [kind, title] of GROUPS) {
    const list = el("ul", { class: `cards ${kind}` });
    lists.set(kind, list);
    fill(kind);
    const head = el("summary", {}, el("h3", {}, title, " ", el("span", { class: "n", id: `n-${kind}` })));
    byId("jump").append(el("a", { href: `#g-${kind}` }, title));
    byId("groups").append(el("details", { class: "group", open: true, id: `g-${kind}` }, head, list));
  }
}
