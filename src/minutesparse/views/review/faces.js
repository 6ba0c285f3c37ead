// What a card of the record says of its item.

function party(one) {
  if (!one) return null;
  const resolved =
    one.name && !one.text.includes(one.name) ? el("span", { class: "soft" }, " (", bdi(one.name), ")") : null;
  return el("span", { class: "party" }, bdi(one.text, "who"), resolved);
}

const between = (parts, separator = ", ") => parts.flatMap((part, n) => (n ? [separator, part] : [part]));

const note = (words, name) => words && el("span", { class: name ?? "note" }, words);

/** What a card says, by kind: its head, then its words. */
const FACE = {
  fact: ({ item }) => [bdi(day(RECORD.meeting[item.field]), "value")],
  person: ({ item }) => [
    el(
      "div",
      { class: "head" },
      bdi([item.honorific, item.name].filter(Boolean).join(" "), "who"),
      item.name === RECORD.meeting.chair ? note("chair") : null,
      item.abbreviations.length ? note(bdi(item.abbreviations.join(", ")), "soft") : null,
    ),
    ...[[item.role, item.organisation].filter(Boolean).join(", ")]
      .filter(Boolean)
      .map((words) => el("p", { class: "soft" }, bdi(words))),
    ...item.presence.map((change) =>
      el("p", { class: "soft" }, `${change.event}${change.time ? ` at ${change.time}` : ""}`),
    ),
    item.substitutes_for ? el("p", { class: "soft" }, "for ", bdi(item.substitutes_for)) : null,
  ],
  section: (entry) => [
    el(
      "div",
      { class: `head depth${Math.min(entry.item.level, 4)}` },
      entry.item.number ? bdi(entry.item.number, "number") : null,
      el(
        "span",
        {},
        el("a", { class: "entry", href: `#t-${entry.key}`, "data-i": entry.key }, bdi(entry.item.title)),
        " ",
        entry.item.confidential ? note("confidential ") : null,
        el("span", { class: "soft", id: `held-${entry.key}` }),
      ),
    ),
  ],
  concern: ({ item }) => [
    el(
      "div",
      { class: "head" },
      item.raised_by ? party(item.raised_by) : note("not said by whom", "soft"),
      item.kind === "assurance_sought" ? note("assurance sought") : note("concern"),
    ),
    el("p", { class: "words" }, bdi(item.text)),
  ],
  answer: ({ item }) => [
    el("div", { class: "head" }, note("answer"), item.by ? party(item.by) : null),
    el("p", { class: "words" }, bdi(item.text)),
  ],
  action: ({ item }) => [
    el(
      "div",
      { class: "head" },
      item.owners.length ? el("span", {}, between(item.owners.map(party))) : note("no owner", "lack"),
      item.due ? note(due(item.due), "due") : null,
      item.status === "closed" ? note("closed") : null,
      item.origin === "new" ? null : note(readable(item.origin)),
    ),
    el("p", { class: "words" }, item.reference ? bdi(`${item.reference} `, "number") : null, bdi(item.text)),
  ],
  decision: ({ item }) => [
    el("div", { class: "head" }, note(item.outcome, `outcome ${item.outcome}`), note(counts(item.vote), "soft")),
    el("p", { class: "words" }, bdi(item.text)),
    item.mover || item.seconder
      ? el(
          "p",
          { class: "soft" },
          between(
            [
              item.mover && el("span", {}, "moved by ", party(item.mover)),
              item.seconder && el("span", {}, "seconded by ", party(item.seconder)),
            ].filter(Boolean),
          ),
        )
      : null,
    ...ballots(item.votes),
  ],
  short: ({ item }) => [el("div", { class: "head" }, bdi(item.short, "term"), bdi(item.long, "value"))],
  check: ({ item }) => [
    el("div", { class: "head" }, note(item.severity, `severity ${item.severity}`)),
    el("p", { class: "message" }, bdi(item.message)),
  ],
};

function due({ text, date }) {
  return date && date !== text ? [bdi(text), el("span", { class: "soft" }, " ", date)] : [bdi(text)];
}

function counts(vote) {
  if (!vote) return "";
  const parts = [
    [vote.for, "for"],
    [vote.against, "against"],
    [vote.abstain, "abstaining"],
  ];
  const said = parts.filter(([n]) => n !== null).map(([n, words]) => `${n} ${words}`);
  return [...said, ...(vote.unanimous ? ["unanimous"] : [])].join(", ");
}

function ballots(votes) {
  const options = [...new Set(votes.map((ballot) => ballot.option))];
  return options.map((option) => {
    const names = votes
      .filter((ballot) => ballot.option === option)
      .map((ballot) => bdi(ballot.party.name ?? ballot.party.text));
    return el("p", { class: "soft" }, `${option}: `, between(names));
  });
}
