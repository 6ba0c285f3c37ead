// The record, what was corrected in it, and the record that comes of it.

const DATA = JSON.parse(byId("data").textContent);
const RECORD = DATA.record;
const KINDS = Object.keys(DATA.kinds);
const LIST_OF = {
  person: "attendees",
  section: "sections",
  concern: "concerns",
  action: "actions",
  decision: "decisions",
};
const FACTS = Object.keys(RECORD.meeting).filter((key) => key !== "evidence" && key !== "rules");

// What the page knows of every item, by its key: its kind, the item of the record, and what was done to it.
const entries = new Map();

function enter(key, kind, item, more) {
  const entry = {
    key,
    kind,
    item,
    gone: false,
    off: false,
    added: false,
    changed: false,
    parent: null,
    answers: [],
    ...more,
  };
  entries.set(key, entry);
  entry.parent?.answers.push(entry);
  return entry;
}

for (const field of FACTS) enter(`m.${field}`, "fact", { field });
for (const [kind, list] of Object.entries(LIST_OF)) {
  for (const item of RECORD[list]) {
    const entry = enter(item.id, kind, item);
    (item.responses ?? []).forEach((answer, n) => enter(`${item.id}.${n + 1}`, "answer", answer, { parent: entry }));
  }
}
RECORD.diagnostics.forEach((item, n) => enter(`x${n + 1}`, "check", item));
for (const [short, long] of Object.entries(RECORD.abbreviations)) enter(`b.${short}`, "short", { short, long });

const some = (kind) => [...entries.values()].filter((entry) => entry.kind === kind);
const alive = (kind) => some(kind).filter((entry) => !entry.gone);
const dropped = (entry) => entry.gone || (entry.parent !== null && entry.parent.gone);

/** What stands beside an item in the text and in the record. */
function label(entry) {
  if (entry.kind === "fact") return readable(entry.item.field);
  if (entry.kind === "check") return `!${entry.key.slice(1)}`;
  if (entry.kind !== "answer") return entry.key.toUpperCase();
  const [concern, number] = entry.key.split(".");
  return concern.toUpperCase() + String.fromCharCode(97 + ((number - 1) % 26));
}

/** Where an item stands in the source, or null. */
function spanOf(entry) {
  return (entry.kind === "fact" ? RECORD.meeting.evidence[entry.item.field] : entry.item.span) ?? null;
}

const bySource = (one, other) => (spanOf(one)?.start ?? -1) - (spanOf(other)?.start ?? -1);

/** Everybody who is named in an item. */
function parties(entry) {
  const item = entry.item;
  const found = {
    concern: () => [item.raised_by],
    answer: () => [item.by],
    action: () => item.owners,
    decision: () => [item.mover, item.seconder, ...item.votes.map((ballot) => ballot.party)],
  }[entry.kind];
  return found ? found().filter(Boolean) : [];
}

/** The key of an item of this kind that nobody had. */
function freshKey(kind, parent) {
  const prefix = parent
    ? `${parent.key}.`
    : { person: "p", section: "s", concern: "c", action: "a", decision: "d" }[kind];
  let number = 1;
  while (entries.has(prefix + number)) number += 1;
  return prefix + number;
}

/** A missed item, found by hand in a range of the reading. */
function missed(kind, start, end, parent) {
  const item = structuredClone(DATA.blank[kind === "answer" ? "responses" : LIST_OF[kind]]);
  const key = freshKey(kind, parent);
  if (kind !== "answer") item.id = key;
  item.span = sourceSpan(start, end);
  const words = readingOf(start, end);
  if (kind === "person") item.name = words;
  else if (kind === "section") item.title = words;
  else item.text = words;
  return enter(key, kind, item, { added: true, parent: parent ?? null });
}

/** What was corrected; what was added and taken out again was not. */
const corrections = () =>
  [...entries.values()].filter((one) => (one.added ? !one.gone && isWhole(one) : one.gone || one.changed));

/** Whether an abbreviation is filled in; anything else is. */
const isWhole = (entry) => entry.item.short !== "";

const bySpan = (one, other) => one.span.start - other.span.start || one.span.end - other.span.end;

/** The record as it was corrected, in the record's own form. */
function corrected() {
  const record = structuredClone(RECORD);
  for (const [kind, list] of Object.entries(LIST_OF)) {
    record[list] = alive(kind)
      .map((entry) => structuredClone(entry.item))
      .sort(bySpan);
  }
  for (const concern of record.concerns) {
    const answers = entries.get(concern.id).answers.filter((entry) => !entry.gone);
    concern.responses = answers.map((entry) => structuredClone(entry.item)).sort(bySpan);
  }
  record.diagnostics = alive("check").map((entry) => entry.item);
  record.abbreviations = Object.fromEntries(
    alive("short")
      .filter(isWhole)
      .map(({ item }) => [item.short, item.long]),
  );
  settle(record);
  return record;
}

/** Makes anew what follows from the rest: who presided, whom a party means, which section an item stands in. */
function settle(record) {
  const people = new Set(record.attendees.map((attendee) => attendee.id));
  for (const party of everyParty(record)) {
    if (party.attendee_id !== null && !people.has(party.attendee_id)) party.attendee_id = party.name = null;
  }
  const open = [];
  for (const section of record.sections) {
    while (open.length && open.at(-1).level >= section.level) open.pop();
    section.parent_id = open.at(-1)?.id ?? null;
    open.push(section);
  }
  for (const attendee of record.attendees) attendee.is_chair = attendee.name === record.meeting.chair;
  const changes = record.attendees.flatMap((attendee) => attendee.presence);
  for (const item of [...record.concerns, ...record.actions, ...record.decisions, ...changes]) {
    item.section_id = record.sections.findLast((section) => section.span.start <= item.span.start)?.id ?? null;
  }
}

function everyParty(record) {
  const found = record.concerns.flatMap((concern) => [concern.raised_by, ...concern.responses.map((one) => one.by)]);
  found.push(...record.actions.flatMap((action) => action.owners));
  found.push(...record.decisions.flatMap((one) => [one.mover, one.seconder, ...one.votes.map((vote) => vote.party)]));
  return found.filter(Boolean);
}
