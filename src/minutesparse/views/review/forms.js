// Corrections: what is wrong with an item, and the form in which its values are changed.

/** A labelled control, and how its value is read. */
function labelled(words, control, read) {
  return {
    node: el("label", { class: control.type === "checkbox" ? "check-box" : "" }, el("span", {}, words), control),
    read,
  };
}

function textField(words, value, more) {
  const control = el("input", { type: "text", value: value ?? "", autocomplete: "off", spellcheck: "true", ...more });
  return labelled(words, control, () => control.value.trim() || null);
}

const dateField = (words, value) =>
  textField(words, value, {
    pattern: "\\d{4}(-\\d{2}(-\\d{2})?)?",
    title: "A day as 2024-05-31, or a month as 2024-05",
    placeholder: "2024-05-31",
    inputmode: "numeric",
  });
const timeField = (words, value) =>
  textField(words, value, {
    pattern: "([01]\\d|2[0-3]):[0-5]\\d",
    title: "A time as 19:30",
    placeholder: "19:30",
    inputmode: "numeric",
  });

function numberField(words, value, more) {
  const control = el("input", { type: "number", value: value ?? "", min: "0", step: "1", ...more });
  return labelled(words, control, () => (control.value === "" ? null : Number(control.value)));
}

function flagField(words, value) {
  const control = el("input", { type: "checkbox" });
  control.checked = Boolean(value);
  return labelled(words, control, () => control.checked);
}

/** One of some words; `none` are the words for null, where that may be. */
function choiceField(words, value, options, none) {
  const control = el(
    "select",
    {},
    options.map((option) => el("option", { value: option }, readable(option))),
    none ? el("option", { value: "" }, none) : null,
  );
  control.value = value ?? "";
  return labelled(words, control, () => control.value || null);
}

/** Somebody: the words of the text, and whom of the attendees they mean. */
function partyField(words, one) {
  const text = el("input", {
    type: "text",
    value: one?.text ?? "",
    autocomplete: "off",
    "aria-label": `${words}, words of the minutes`,
    placeholder: "words of the minutes",
  });
  const who = el(
    "select",
    { "aria-label": `${words}, who that is` },
    el("option", { value: "" }, one?.name && !one.attendee_id ? shown(one.name) : "not settled"),
    alive("person").map(({ item }) => el("option", { value: item.id }, shown(item.name))),
  );
  who.value = one?.attendee_id ?? "";
  const read = () => {
    const chosen = entries.get(who.value)?.item;
    const said = text.value.trim() || chosen?.name;
    if (!said) return null;
    const kept = one && !one.attendee_id && !chosen && one.text === said ? one.name : null;
    return { text: said, name: chosen ? chosen.name : kept, attendee_id: chosen ? chosen.id : null };
  };
  return {
    node: el("div", { class: "party-field", role: "group", "aria-label": words }, el("span", {}, words), text, who),
    read,
  };
}

/** Several people, one line for each; an empty line is nobody. */
function partiesField(words, list) {
  const fields = list.map((one, n) => partyField(`${words} ${n + 1}`, one));
  const more = button(`Add ${words.toLowerCase()}`, { class: "quiet" });
  const node = el(
    "div",
    { class: "parties" },
    fields.map((field) => field.node),
    more,
  );
  const add = () => {
    const field = partyField(`${words} ${fields.length + 1}`, null);
    fields.push(field);
    node.insertBefore(field.node, more);
    return field;
  };
  if (fields.length === 0) add();
  more.addEventListener("click", () => add().node.querySelector("input").focus());
  return { node, read: () => fields.map((field) => field.read()).filter(Boolean) };
}

/** The fields of an item's form, by the names under which `APPLY` takes their values. */
const FIELDS = {
  fact: ({ item: { field } }) => {
    const make =
      field === "date" || field === "next_meeting" ? dateField : field.endsWith("_time") ? timeField : textField;
    const value = RECORD.meeting[field];
    if (field === "record_status")
      return { value: choiceField("Record status", value, DATA.choices.record, "not stated") };
    return { value: make(capital(readable(field)), value) };
  },
  person: ({ item }) => ({
    name: textField("Name", item.name, { required: true }),
    honorific: textField("Honorific", item.honorific),
    role: textField("Role", item.role),
    organisation: textField("Organisation", item.organisation),
    abbreviations: textField("Short forms, with commas between", item.abbreviations.join(", ")),
    status: choiceField("Status", item.status, DATA.choices.status, "unclear"),
    substitutes_for: textField("Stands in for", item.substitutes_for),
  }),
  section: ({ item }) => ({
    number: textField("Number", item.number),
    title: textField("Title", item.title, { required: true }),
    level: numberField("Level", item.level, { min: "1", required: true }),
    confidential: flagField("Confidential", item.confidential),
  }),
  concern: ({ item }) => ({
    kind: choiceField("Kind", item.kind, DATA.choices.concern),
    raised_by: partyField("Raised by", item.raised_by),
  }),
  answer: ({ item }) => ({ by: partyField("By", item.by) }),
  action: ({ item }) => ({
    owners: partiesField("Owner", item.owners),
    due_text: textField("Due, in the words of the minutes", item.due?.text),
    due_date: dateField("Due date", item.due?.date),
    kind: choiceField("Kind", item.kind, DATA.choices.action),
    reference: textField("Reference", item.reference),
    status: choiceField("Status", item.status, DATA.choices.state),
    origin: choiceField("Origin", item.origin, DATA.choices.origin),
  }),
  decision: ({ item }) => ({
    outcome: choiceField("Outcome", item.outcome, DATA.choices.outcome),
    mover: partyField("Moved by", item.mover),
    seconder: partyField("Seconded by", item.seconder),
    for: numberField("For", item.vote?.for),
    against: numberField("Against", item.vote?.against),
    abstain: numberField("Abstaining", item.vote?.abstain),
    unanimous: flagField("Unanimous", item.vote?.unanimous),
  }),
  short: ({ item }) => ({
    short: textField("Short form", item.short, { required: true }),
    long: textField("What it stands for", item.long, { required: true }),
  }),
};

/** How the values of a form go into the record. */
const APPLY = {
  fact: (entry, { value }) => {
    const { field } = entry.item;
    const { meeting } = RECORD;
    if (value === null) {
      delete meeting.rules[field];
      delete meeting.evidence[field];
    } else if (value !== meeting[field] || entry.taken) meeting.rules[field] = DATA.by_hand;
    if (value === null || entry.taken) unwrap(entry.key);
    if (value !== null && entry.taken) {
      meeting.evidence[field] = sourceSpan(entry.taken.start, entry.taken.end);
      wrap(entry, entry.taken.start, entry.taken.end);
    }
    meeting[field] = value;
    if (field === "chair") fill("person");
  },
  person: ({ item }, values) => {
    if (values.name !== item.name) rename(item, values.name);
    Object.assign(item, values, {
      abbreviations: (values.abbreviations ?? "")
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean),
    });
  },
  section: ({ item }, values) => Object.assign(item, values),
  concern: ({ item }, values) => Object.assign(item, values),
  answer: ({ item }, values) => Object.assign(item, values),
  action: ({ item }, { due_text, due_date, ...values }) => {
    const due = due_text || due_date ? { text: due_text ?? due_date, date: due_date } : null;
    Object.assign(item, values, { due });
  },
  decision: ({ item }, { outcome, mover, seconder, unanimous, ...counted }) => {
    const vote = { ...counted, unanimous: unanimous || null };
    Object.assign(item, {
      outcome,
      mover,
      seconder,
      vote: Object.values(vote).some((one) => one !== null) ? vote : null,
    });
  },
  short: ({ item }, values) => Object.assign(item, values),
};

/** Gives somebody another name wherever the record has the old one for this person. */
function rename(attendee, name) {
  for (const one of everyParty(RECORD)) {
    if (one.attendee_id === attendee.id && one.name === attendee.name) one.name = name;
  }
  for (const field of ["chair", "minute_taker"]) {
    if (RECORD.meeting[field] === attendee.name) RECORD.meeting[field] = name;
  }
  for (const entry of [...some("concern"), ...some("action"), ...some("decision")]) {
    if (parties(entry).some((one) => one.attendee_id === attendee.id))
      byId(`r-${entry.key}`)?.setAttribute("data-stale", "");
  }
}

/** Opens the form of an item in its card, or closes it. */
function edit(entry) {
  const node = byId(`r-${entry.key}`);
  const opener = node.querySelector('[data-do="edit"]');
  const place = [...node.children].find((child) => child.classList.contains("more"));
  if (opener.getAttribute("aria-expanded") === "true") {
    close(entry);
    return;
  }
  opener.setAttribute("aria-expanded", "true");
  const fields = FIELDS[entry.kind](entry);
  const form = el(
    "form",
    { class: "form", "aria-label": `Edit ${nameOf(entry)}`, autocomplete: "off" },
    Object.values(fields).map((field) => field.node),
    el(
      "div",
      { class: "choices" },
      button("Cancel", { "data-do": "cancel" }),
      el("button", { type: "submit", class: "main" }, "Done"),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const before = JSON.stringify([entry.item, RECORD.meeting]);
    APPLY[entry.kind](entry, Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.read()])));
    if (JSON.stringify([entry.item, RECORD.meeting]) !== before) entry.changed = true;
    close(entry);
    say(`${nameOf(entry)} changed`);
  });
  place.replaceChildren(form);
  form.querySelector("input, select").focus();
}

function close(entry) {
  entry.taken = null;
  if (entry.kind === "short" && entry.item.short === "") {
    entries.delete(entry.key);
    fill("short");
    lists.get("short").querySelector('[data-do="short"]').focus();
    return;
  }
  redraw(entry, "edit");
}

/** Draws an item anew after a correction, and leaves the focus on one of its buttons. */
function redraw(entry, on) {
  const node = draw(entry);
  for (const stale of document.querySelectorAll("[data-stale]:not(:has(form))")) draw(entries.get(stale.dataset.i));
  if (on) (node.querySelector(`[data-do="${on}"]`) ?? node).focus();
  for (const mark of marksOf(entry.key)) mark.classList.toggle("gone", entry.gone);
  for (const answer of entry.answers) {
    for (const mark of marksOf(answer.key)) mark.classList.toggle("gone", dropped(answer));
  }
  refresh();
}

function setGone(entry, gone) {
  entry.gone = gone;
  redraw(entry, gone ? "restore" : "wrong");
  say(gone ? `${nameOf(entry)} is left out when you save` : `${nameOf(entry)} is back`);
}
