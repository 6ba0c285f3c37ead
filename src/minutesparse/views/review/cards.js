// The record on the right: a card for every item, in groups.

const STATUS = {
  present: "Present",
  in_attendance: "In attendance",
  apologies: "Apologies",
  absent: "Absent",
  null: "Present or not, unclear",
};
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
    const words = Object.entries(counts[n])
      .map(([kind, many]) => `${many} ${kind}${many > 1 ? "s" : ""}`)
      .join(", ");
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
    ? el(
        "a",
        {
          class: `tag ${entry.kind}`,
          href: `#t-${entry.key}`,
          "data-i": entry.key,
          "aria-label": `${words}, show in the minutes`,
        },
        words,
      )
    : note(words, `tag ${entry.kind} nowhere`);
  const node = el(
    entry.kind === "answer" ? "div" : "li",
    {
      class: `card ${entry.kind}${entry.gone ? " gone" : ""}${entry.off ? " off" : ""}`,
      id: `r-${entry.key}`,
      "data-i": entry.key,
      tabindex: "-1",
      role: entry.kind === "answer" ? "group" : null,
      "aria-label": entry.kind === "answer" ? `Answer ${label(entry)}` : null,
    },
    el("div", { class: "mark" }, link),
    el("div", { class: "face" }, FACE[entry.kind](entry), state(entry)),
    tools(entry),
    el("div", { class: "more" }),
    entry.answers.map((answer) => byId(`r-${answer.key}`) ?? card(answer)),
  );
  return node;
}

const isLacking = (entry) => entry.kind === "fact" && RECORD.meeting[entry.item.field] === null;

/** The card of a fact that the minutes do not state: a button that adds it. */
function lacking(entry) {
  const words = `+ ${label(entry)}`;
  const add = button(words, {
    "data-do": "edit",
    "aria-expanded": "false",
    "aria-label": `${words}: not stated, add it`,
  });
  return el(
    "li",
    { class: "card fact lacking", id: `r-${entry.key}`, "data-i": entry.key, tabindex: "-1" },
    add,
    el("div", { class: "more" }),
  );
}

function tools(entry) {
  const of = nameOf(entry);
  const sure = entry.item.confidence;
  const wrong =
    entry.kind === "fact"
      ? null
      : entry.gone
        ? button("Restore", { "data-do": "restore", "aria-label": `Restore ${of}` })
        : button(entry.kind === "check" ? "Settled" : "Wrong", {
            "data-do": "wrong",
            "aria-label": `${entry.kind === "check" ? "Settled" : "Wrong"}: ${of}`,
          });
  return el(
    "div",
    { class: "tools" },
    why(entry)
      ? button(sure === undefined ? "why" : sure.toFixed(2), {
          "data-do": "why",
          "aria-expanded": "false",
          "aria-label": sure === undefined ? `why: ${of}` : `${sure.toFixed(2)} sure, why: ${of}`,
          class: "why",
          title: sure === undefined ? null : "How sure this is; press for the rule",
        })
      : null,
    entry.gone || entry.kind === "check"
      ? null
      : button("Edit", { "data-do": "edit", "aria-expanded": "false", "aria-label": `Edit ${of}` }),
    wrong,
  );
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
  if (WHOLE.has(entry.kind)) fill(entry.kind, entry);
  else if (old) old.replaceWith(card(entry));
  else draw(entry.parent);
  return byId(`r-${entry.key}`);
}

// Kinds whose list is drawn as a whole: what is changed in one card moves it, or is told in another.
const WHOLE = new Set(["fact", "person", "section", "short"]);

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
