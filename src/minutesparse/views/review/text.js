// The text and its marks. Offsets are those of the reading, in code points; only `cut` knows of UTF-16.

const textPane = byId("text");
const passages = [...textPane.querySelectorAll("[data-o]")];
const offsets = passages.map((passage) => Number(passage.dataset.o));
let points = null;

const codePoints = () => (points ??= Array.from(DATA.reading));
const readingOf = (start, end) => codePoints().slice(start, end).join("");
const lengthOf = (words) => (/[\ud800-\udfff]/.test(words) ? Array.from(words).length : words.length);

/** Where in a string so many code points end. */
function cut(words, count) {
  if (!/[\ud800-\udfff]/.test(words)) return count;
  return Array.from(words).slice(0, count).join("").length;
}

/** How many of these rising numbers are at most this one. */
function countUpTo(numbers, value) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The span of the source that reads as this range. */
function sourceSpan(start, end) {
  const source = (position) => {
    const run = Math.max(countUpTo(DATA.starts, position) - 1, 0);
    return DATA.sources[run] + position - DATA.starts[run];
  };
  return { start: source(start), end: source(end - 1) + (DATA.wide[end - 1] ?? 1) };
}

// -- marks

const marks = new Map(); // the marks of each key, in the order of the text
for (const mark of textPane.querySelectorAll("mark")) remember(mark);

function remember(mark) {
  const key = mark.dataset.i;
  if (!marks.has(key)) marks.set(key, []);
  marks.get(key).push(mark);
}

const marksOf = (key) => marks.get(key) ?? [];

/** The words of a passage, without the labels that stand among them. */
function wordsOf(passage) {
  const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest(".ref") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

/** Marks a range of the reading as an item that was added or given other words. */
function wrap(entry, start, end) {
  let last = null;
  for (let n = Math.max(countUpTo(offsets, start) - 1, 0); n < passages.length && offsets[n] < end; n += 1) {
    let at = offsets[n];
    for (const node of wordsOf(passages[n])) {
      const [first, stop] = [Math.max(start, at), Math.min(end, at + lengthOf(node.data))];
      const before = at;
      at += lengthOf(node.data);
      if (first >= stop) continue;
      const middle = first > before ? node.splitText(cut(node.data, first - before)) : node;
      if (stop < at) middle.splitText(cut(middle.data, stop - first));
      last = el("mark", { class: entry.kind, "data-i": entry.key });
      middle.replaceWith(last);
      last.append(middle);
      remember(last);
    }
  }
  last?.after(
    el(
      "a",
      { class: `ref ${entry.kind}`, href: `#r-${entry.key}`, id: `t-${entry.key}`, "data-i": entry.key },
      label(entry),
    ),
  );
}

function unwrap(key) {
  for (const mark of marksOf(key)) mark.replaceWith(...mark.childNodes);
  marks.delete(key);
  for (const ref of textPane.querySelectorAll(`.ref[data-i="${CSS.escape(key)}"]`)) ref.remove();
}

// -- selections

/** The offset in the reading of a place in a passage. */
function offsetIn(passage, node, offset) {
  const range = document.createRange();
  range.setStart(passage, 0);
  range.setEnd(node, offset);
  const before = range.cloneContents();
  for (const ref of before.querySelectorAll(".ref")) ref.remove();
  return Number(passage.dataset.o) + lengthOf(before.textContent);
}

/** The range of the reading that is selected, in whole words, or null. */
function selectedRange() {
  const selection = getSelection();
  if (selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!range.intersectsNode(textPane)) return null;
  const touched = passages.filter((passage) => range.intersectsNode(passage));
  if (touched.length === 0) return null;
  const [first, last] = [touched[0], touched.at(-1)];
  const start = first.contains(range.startContainer)
    ? offsetIn(first, range.startContainer, range.startOffset)
    : Number(first.dataset.o);
  const end = last.contains(range.endContainer)
    ? offsetIn(last, range.endContainer, range.endOffset)
    : offsetIn(last, last, last.childNodes.length);
  return wholeWords(start, end);
}

function wholeWords(start, end) {
  const letters = codePoints();
  const blank = (at) => /^\s?$/u.test(letters[at] ?? "");
  const inWord = (at) => /^[\p{L}\p{N}]$/u.test(letters[at] ?? "");
  while (start < end && blank(start)) start += 1;
  while (end > start && blank(end - 1)) end -= 1;
  if (start >= end) return null;
  while (inWord(start) && inWord(start - 1)) start -= 1;
  while (inWord(end - 1) && inWord(end)) end += 1;
  return { start, end };
}

/** All ranges of the reading with these words, whatever their white space and case. */
function findWords(words) {
  const wanted = words
    .trim()
    .split(/\s+/u)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"));
  if (wanted[0] === "") return [];
  const found = [];
  for (const match of DATA.reading.matchAll(new RegExp(wanted.join("\\s+"), "giu"))) {
    const start = lengthOf(DATA.reading.slice(0, match.index));
    found.push({ start, end: start + lengthOf(match[0]) });
    if (found.length === 100) break;
  }
  return found;
}
