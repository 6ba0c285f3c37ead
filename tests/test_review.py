"""The review page: it shows every word, obeys none, and what is corrected in it is a record."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from minutesparse import Minutes, extract, read
from minutesparse.document import Document
from minutesparse.views.review import render
from minutesparse.views.review.marks import KINDS, find_marks

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted([*ROOT.glob("samples/*-*.txt"), *ROOT.glob("samples/*-*.md")])
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPENS_WITHIN = 2  # seconds, for a document of 40,000 words
RESPONDS_WITHIN = 0.5

HOSTILE = """\
# Minutes of the <script>document.title = "owned"</script> Council

Held on 6 March 2024 at the &lt;b&gt;Hall&lt;/b&gt; </title></textarea></style></script><img src=x onerror=alert(1)>

**Present:** Cllr Ann "Quote" O'Hara (Chair), Cllr Emil Zander \U0001f469\u200d\U0001f680, Cllr \u0645\u0631\u062d\u0628

## 1. {{ 7 * 7 }} {% raw %} and --> <!-- so on

Cllr O'Hara expressed concern that the \u202etxet desrever\u202c \U0001f600 and \U0001d538\U0001d564 words \u2028 \
hide\ufeff a \x07 bell\u061c and \ufff9. \
Cllr Zander replied that ${it} was "fine" & 'good' </script><script>document.title = "owned"</script>.

ACTION: O'Hara to <a href="javascript:alert(1)">press</a> the \U0001f4a1 button by 3 May.

It was resolved to approve ]]> the budget, proposed by Cllr O'Hara and seconded by Cllr Zander.

| Ward | Note | Incontrovertibly | Llanfairpwllgwyngyll | Electroencephalographically | Antidisestablishment |
| --- | --- | --- | --- | --- | --- |
| North | Z\u0351\u0302\u0311\u0351\u0302a <svg onload=alert(1)> | 1 | 2 | 3 | 4 |
"""

CALM = """\
# Wretley Parish Council

Held on 6 March 2024

**Present:** Cllr Ann Marsh (Chair), Cllr Tom Pike

**Apologies:** Cllr Una Reed

## 1. Roads \U0001f6e3

Cllr Pike was concerned that the bridge \U0001d538 floods. Cllr Marsh replied that a pump would come.

The drains near \U0001f3eb the school smell of late.

ACTION: Cllr Pike to write to the county by 3 May 2024.

## 2. Budget

It was resolved to approve the budget, proposed by Cllr Pike and seconded by Cllr Marsh.

Nobody mentioned the ford.
"""


def made_from(text: str, name: str = "minutes.md") -> tuple[Document, Minutes]:
    document = read(text.encode("utf-8"), name)
    return document, extract(document)


# -- without a browser


class Parsed(HTMLParser):
    """The passages of a page (offset and words, without labels), its marks, and every element with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.passages: list[tuple[int, str]] = []
        self.marks: dict[str, str] = {}
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.within: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = (tag, dict(attrs))
        self.elements.append(element)
        if tag not in ("meta", "input", "br", "link"):
            self.within.append(element)
        if "data-o" in element[1]:
            self.passages.append((int(element[1]["data-o"] or 0), ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = [(attributes.get("class") or "").split() for _, attributes in self.within]
        if not any("data-o" in attributes for _, attributes in self.within) or any("ref" in names for names in classes):
            return
        if odd := self.within[-1][1].get("data-u"):
            data = chr(int(odd, 16))
        offset, words = self.passages[-1]
        self.passages[-1] = (offset, words + data)
        for tag, attributes in self.within:
            if tag == "mark":
                key = str(attributes["data-i"])
                self.marks[key] = self.marks.get(key, "") + data


def squeezed(words: str) -> str:
    return "".join(words.split())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_word_and_every_mark_stands_at_its_offset(path: Path) -> None:
    document = read(path)
    shows_all(document, extract(document))


def test_hostile_words_stand_at_their_offsets_too() -> None:
    document, minutes = made_from(HOSTILE)
    shows_all(document, minutes)
    assert '<span class="odd" data-u="061C">&#xFFFD;</span>' in render(document, minutes)


def test_no_name_turns_the_page_round() -> None:
    document = read("The roof leaked.", "\u202egnp.\x1b[31m\u061c.txt")
    page = render(document, extract(document))
    assert not {"\u202e", "\u061c", "\x1b"} & set(page)
    assert "gnp. .txt</p>" in page


def shows_all(document: Document, minutes: Minutes) -> None:
    page = Parsed(render(document, minutes))
    for offset, words in page.passages:
        assert document.reading[offset : offset + len(words)] == words
    assert squeezed("".join(words for _, words in page.passages)) == squeezed(document.reading)
    marked: dict[str, str] = {}
    for mark in find_marks(document, minutes):
        marked[mark.key] = marked.get(mark.key, "") + document.reading[mark.start : mark.end]
    assert {key: squeezed(words) for key, words in page.marks.items()} == {k: squeezed(w) for k, w in marked.items()}


def test_a_document_adds_no_element_and_no_attribute() -> None:
    calm, hostile = Parsed(render(*made_from(CALM))), Parsed(render(*made_from(HOSTILE)))
    assert {tag for tag, _ in hostile.elements} <= {tag for tag, _ in calm.elements} | {"table", "tbody", "tr", "td"}
    assert [tag for tag, _ in hostile.elements].count("script") == 2
    assert not [name for _, attributes in hostile.elements for name in attributes if name in ("src", "style")]
    assert not [name for _, attributes in hostile.elements for name in attributes if name.startswith("on")]
    assert all((attributes.get("href") or "#").startswith("#") for _, attributes in hostile.elements)


def test_the_policy_names_what_stands_in_the_page_and_nothing_else() -> None:
    page = render(*made_from(HOSTILE))
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    for tag in ("style", "script"):
        [words] = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(words.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy[1]
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]


def test_every_kind_has_its_own_colour_and_line() -> None:
    [style] = re.findall(r"<style>(.*?)</style>", render(*made_from(CALM)), re.DOTALL)
    looks = {}
    for kind in KINDS:
        rule = re.search(rf"^\.{kind} \{{(.*?)\}}", style, re.DOTALL | re.MULTILINE)
        assert rule, kind
        looks[kind] = dict(re.findall(r"--(c|style|weight): ([^;]+);", rule[1]))
    assert len({look["c"] for look in looks.values()}) == len(KINDS)
    assert len({(look["style"], look["weight"]) for look in looks.values()}) == len(KINDS)


# -- in a browser


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("needs Chromium (apt install chromium)")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


Open = Callable[..., Any]


@pytest.fixture
def browse(chromium: Any, tmp_path: Path) -> Iterator[Open]:
    """Opens a page of minutes; afterwards nothing was loaded beside it and nothing was complained of."""
    contexts, complaints, loaded = [], [], []

    def browse(document: Document, minutes: Minutes, width: int = 1400, height: int = 900, **options: Any) -> Any:
        context = chromium.new_context(viewport={"width": width, "height": height}, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: loaded.append(request.url))
        page.on("dialog", lambda dialog: dialog.accept())
        path = tmp_path / "page.html"
        path.write_text(render(document, minutes), "utf-8")
        page.goto(path.as_uri())
        return page

    yield browse
    for context in contexts:
        context.close()
    assert not complaints
    assert [url for url in loaded if not url.startswith(("file:", "blob:"))] == []


def saved(page: Any) -> dict[str, Any]:
    with page.expect_download() as download:
        page.click("#save")
    record = json.loads(Path(download.value.path()).read_text("utf-8"))
    assert isinstance(record, dict)
    return record


def dumped(minutes: Minutes) -> dict[str, Any]:
    return minutes.model_dump(mode="json", by_alias=True)


def select(page: Any, words: str) -> None:
    """Select words in the minutes, as with a mouse: the first place where they stand within one passage."""
    if page.locator(".views").is_visible():
        page.click(".views [data-view=text]")
    page.evaluate(
        """(words) => {
          for (const passage of document.querySelectorAll("#text [data-o]")) {
            const walker = document.createTreeWalker(passage, NodeFilter.SHOW_TEXT);
            const nodes = [];
            while (walker.nextNode()) nodes.push(walker.currentNode);
            const at = nodes.map((node) => node.data).join("").indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            let before = 0;
            for (const node of nodes) {
              const end = before + node.data.length;
              if (at >= before && at < end) range.setStart(node, at - before);
              const stop = at + words.length;
              if (stop > before && stop <= end) range.setEnd(node, stop - before);
              before = end;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
          throw new Error(`not found: ${words}`);
        }""",
        words,
    )
    page.wait_for_selector("#selection:not([hidden])")


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_nobody_corrects_is_saved_as_it_was(path: Path, browse: Open) -> None:
    document = read(path)
    minutes = extract(document)
    assert saved(browse(document, minutes)) == dumped(minutes)


def test_hostile_words_are_shown_and_saved_as_they_are(browse: Open) -> None:
    document, minutes = made_from(HOSTILE)
    page = browse(document, minutes)
    title = page.title()
    assert "owned" not in title.split("<")[0]
    for kind in ("concern", "action", "decision"):
        page.click(f"#g-{kind} [data-do=edit]")
        page.click(f"#g-{kind} [data-do=why]")
    page.wait_for_timeout(100)
    assert page.title() == title
    assert "</script><script>" in str(page.text_content("#text"))
    assert "</script><script>" in str(page.text_content("#g-concern"))
    assert page.locator("script").count() == 2
    assert page.locator("img, svg, iframe, object").count() == 0
    assert saved(page) == dumped(minutes)


def test_corrections_make_the_record_that_should_have_been(browse: Open) -> None:
    document, minutes = made_from(CALM)
    page = browse(document, minutes)
    assert [(c.text, len(c.responses)) for c in minutes.concerns] == [
        ("Cllr Pike was concerned that the bridge \U0001d538 floods.", 1)
    ]

    page.click("#r-d1 [data-do=wrong]")  # wrong
    page.click("#r-p3 [data-do=edit]")  # edited
    form = page.locator("#r-p3 form")
    form.get_by_label("Role").fill("Treasurer")
    form.get_by_label("Status").select_option("absent")
    form.get_by_label("Role").press("Enter")
    page.click("#r-m\\.venue [data-do=edit]")
    page.get_by_label("Venue", exact=True).fill("Village Hall")
    page.keyboard.press("Enter")
    page.click("#r-a1 [data-do=edit]")
    form = page.locator("#r-a1 form")
    form.get_by_label("Owner 1, who that is").select_option("p1")
    form.get_by_label("Due date").fill("2024-05-04")
    form.get_by_role("button", name="Done").click()

    select(page, "rains near \U0001f3eb the school smell of lat")  # missed; words become whole
    page.click("#selection [data-as=action]")
    form = page.locator("#groups form")
    form.get_by_label("Owner 1, who that is").select_option("p2")
    form.get_by_role("button", name="Done").click()
    select(page, "Nobody mentioned the ford.")
    page.click("#selection [data-as=answer]")
    page.locator("#groups form").get_by_role("button", name="Done").click()

    assert page.inner_text("#tally") == "6 corrections"
    record = Minutes.model_validate_json(json.dumps(saved(page)))
    assert record.misquotes(document) == []
    was = minutes.model_dump(by_alias=True)
    changed = {key for key, value in record.model_dump(by_alias=True).items() if value != was[key]}
    assert changed == {"meeting", "attendees", "concerns", "actions", "decisions"}
    assert record.decisions == ()
    assert (record.meeting.venue, record.meeting.rules["venue"]) == ("Village Hall", "corrected.by_hand")
    reed = minutes.attendees[2]
    assert record.attendees == (
        *minutes.attendees[:2],
        reed.model_copy(update={"role": "Treasurer", "status": "absent"}),
    )
    [concern] = record.concerns
    assert [response.text for response in concern.responses] == [
        "Cllr Marsh replied that a pump would come.",
        "Nobody mentioned the ford.",
    ]
    added, old = record.actions
    assert (added.text, added.rule, added.confidence, added.id, added.section_id) == (
        "drains near \U0001f3eb the school smell of late",
        "corrected.by_hand",
        1,
        "a2",
        minutes.actions[0].section_id,
    )
    assert document.text[added.span.start : added.span.end] == added.text
    assert [owner.model_dump() for owner in added.owners] == [
        {"text": "Tom Pike", "name": "Tom Pike", "attendee_id": "p2"}
    ]
    assert (old.rule, old.owners[0].text, old.owners[0].name) == (minutes.actions[0].rule, "Cllr Pike", "Ann Marsh")
    assert old.due
    assert (old.due.text, old.due.date) == ("by 3 May 2024", "2024-05-04")


def test_what_is_undone_is_no_correction(browse: Open) -> None:
    document, minutes = made_from(CALM)
    page = browse(document, minutes)
    page.click("#r-c1 [data-do=wrong]")
    assert page.inner_text("#tally") == "1 correction"
    page.click("#r-c1 [data-do=restore]")
    page.click("#r-a1 [data-do=edit]")
    page.locator("#r-a1 form").get_by_label("Reference").fill("X9")
    page.keyboard.press("Escape")
    select(page, "Nobody mentioned the ford.")
    page.click("#selection [data-as=concern]")
    page.locator("#groups form").get_by_role("button", name="Cancel").click()
    page.click("#r-c2 [data-do=wrong]")
    assert page.inner_text("#tally") == "No corrections yet"
    assert saved(page) == dumped(minutes)


def test_a_fact_is_taken_from_the_minutes(browse: Open) -> None:
    document, minutes = made_from(CALM)
    page = browse(document, minutes)
    select(page, "bridge \U0001d538")
    page.select_option("#as-fact", "venue")
    page.keyboard.press("Enter")
    assert page.text_content("#t-m\\.venue") == "venue"
    select(page, "Una Reed")
    page.select_option("#as-fact", "start_time")
    assert page.locator("#groups form input").input_value() == (minutes.meeting.start_time or "")
    page.keyboard.press("Escape")
    page.click("#r-m\\.date [data-do=edit]")
    page.get_by_label("Date", exact=True).fill("")
    page.keyboard.press("Enter")
    record = Minutes.model_validate_json(json.dumps(saved(page)))
    assert record.meeting.venue == record.meeting.evidence["venue"].of(document.text) == "bridge \U0001d538"
    assert record.meeting.rules["venue"] == "corrected.by_hand"
    assert (record.meeting.date, "date" in record.meeting.evidence, "date" in record.meeting.rules) == (
        None,
        False,
        False,
    )
    assert (
        record.meeting.model_copy(
            update={key: getattr(minutes.meeting, key) for key in ("date", "venue", "evidence", "rules")}
        )
        == minutes.meeting
    )


def test_whoever_is_taken_out_or_renamed_is_so_everywhere(browse: Open) -> None:
    document, minutes = made_from(CALM)
    page = browse(document, minutes)
    page.click("#r-p2 [data-do=wrong]")
    page.click("#r-p1 [data-do=edit]")
    page.locator("#r-p1 form").get_by_label("Name").fill("Marsh")
    page.keyboard.press("Enter")
    page.click("#r-s1 [data-do=wrong]")
    record = Minutes.model_validate_json(json.dumps(saved(page)))
    assert [attendee.name for attendee in record.attendees] == ["Marsh", "Una Reed"]
    assert record.meeting.chair == "Marsh"
    assert record.attendees[0].is_chair
    assert {(party.text, party.name, party.attendee_id) for party in record.parties()} == {
        ("Cllr Pike", None, None),
        ("Cllr Marsh", "Marsh", "p1"),
    }
    assert "s1" not in {item.section_id for item in record.statements()}


def test_words_are_dragged_over_as_with_a_mouse(browse: Open) -> None:
    document, minutes = made_from(
        CALM.replace("smell of late", "smell of late, " + "\U0001f3eb\U0001f6e3" * 60 + " and so on")
    )
    page = browse(document, minutes)
    first, last = (page.locator("#text p", has_text=words).bounding_box() for words in ("concerned", "drains"))
    page.mouse.move(first["x"] + 50, first["y"] + 10)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 5, last["y"] + last["height"] - 10, steps=5)
    page.mouse.up()
    page.wait_for_selector("#selection:not([hidden])")
    assert "\ufffd" not in str(page.text_content("#selected"))  # no character is cut in two
    page.click("#selection [data-as=decision]")
    page.locator("#groups form").get_by_role("button", name="Done").click()
    record = Minutes.model_validate_json(json.dumps(saved(page)))
    assert record.misquotes(document) == []
    added = record.decisions[0].text
    assert "a pump would come. The drains" in added  # nothing of the labels between the words
    assert added.endswith("and so on.")


@pytest.mark.parametrize("way", ["selected", "typed"])
def test_an_item_is_given_other_words(way: str, browse: Open) -> None:
    document, minutes = made_from(CALM)
    page = browse(document, minutes)
    page.click("#text mark[data-i=a1]")
    words = "write to the county by 3 May"
    if way == "selected":
        select(page, words)
        page.get_by_role("button", name="New words for A1").click()
    else:
        page.click("#missed")
        page.select_option("#missing-kind", label="other words for A1")
        page.fill("#missing-words", words)
        page.click("#missing-add")
    record = Minutes.model_validate_json(json.dumps(saved(page)))
    assert record.misquotes(document) == []
    [action] = record.actions
    assert (action.text, action.id, action.rule) == (words, "a1", minutes.actions[0].rule)
    assert action == minutes.actions[0].model_copy(update={"text": words, "span": action.span})
    assert "".join(page.locator("#text mark[data-i=a1]").all_text_contents()) == words
    assert page.locator("#text .ref[data-i=a1]").count() == 1


def test_abbreviations_are_added_and_taken_out(browse: Open) -> None:
    document, minutes = made_from(CALM.replace("Cllr Tom Pike", "Cllr Tom Pike, Highways Working Group (HWG)"))
    assert minutes.abbreviations == {"HWG": "Highways Working Group"}
    page = browse(document, minutes)
    page.click("[data-do=short]")
    page.keyboard.press("Escape")
    assert page.inner_text("#tally") == "No corrections yet"
    assert page.evaluate("document.activeElement.dataset.do") == "short"
    page.keyboard.press("Enter")
    page.locator("#groups form").get_by_label("Short form").fill("PC")
    page.locator("#groups form").get_by_label("What it stands for").fill("Parish Council")
    page.keyboard.press("Enter")
    page.locator("#g-short [data-do=wrong]").first.click()
    assert Minutes.model_validate_json(json.dumps(saved(page))).abbreviations == {"PC": "Parish Council"}


def test_what_is_added_is_seen_whatever_was_filtered(browse: Open) -> None:
    page = browse(*made_from(CALM))
    page.click(".chip.section")
    page.select_option("#person", "p3")
    select(page, "Nobody mentioned the ford.")
    page.click("#selection [data-as=section]")
    page.locator("#groups form").get_by_role("button", name="Done").click()
    assert page.locator("#r-s3").is_visible()
    assert page.text_content("#held-s1") == "1 concern, 1 action"
    page.locator("#r-a1 [data-do=wrong]").click()
    assert page.text_content("#held-s1") == "1 concern"


def test_a_status_that_is_unclear_stays_so(browse: Open) -> None:
    document, minutes = made_from(CALM)
    doubtful = minutes.attendees[2].model_copy(update={"status": None})
    minutes = minutes.model_copy(update={"attendees": (*minutes.attendees[:2], doubtful)})
    page = browse(document, minutes)
    page.click("#r-p3 [data-do=edit]")
    page.locator("#r-p3 form").get_by_role("button", name="Done").click()
    assert page.inner_text("#tally") == "No corrections yet"
    assert saved(page) == dumped(minutes)


def test_leaving_with_corrections_that_are_not_saved_is_asked_about(browse: Open) -> None:
    page = browse(*made_from(CALM))
    asked: list[str] = []
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.click("#r-d1 [data-do=wrong]")
    page.goto("about:blank")
    assert asked == ["beforeunload"]
    page = browse(*made_from(CALM))
    page.on("dialog", lambda dialog: asked.append(dialog.type))
    page.click("#r-d1 [data-do=wrong]")
    saved(page)
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_narrow_screens_show_one_side_and_switch(browse: Open) -> None:
    page = browse(*made_from(CALM), width=400)
    assert (page.locator("#text").is_visible(), page.locator("#record").is_visible()) == (True, False)
    page.click("#text mark[data-i=d1]")
    assert (page.locator("#text").is_visible(), page.locator("#record").is_visible()) == (False, True)
    assert page.evaluate("document.querySelector('#r-d1').getBoundingClientRect().bottom") < 900
    page.click("#r-c1 .tag >> nth=0")
    assert (page.locator("#text").is_visible(), page.evaluate("document.activeElement.id")) == (True, "t-c1")


def test_each_side_shows_the_other(browse: Open) -> None:
    page = browse(*made_from(CALM + "\nPadding.\n" * 80))
    page.click("#text mark[data-i=d1]")
    assert page.locator("#r-d1.now").count() == 1
    page.click("#r-p1 .who")
    assert {mark.get_attribute("data-i") for mark in page.locator("#text mark.now").all()} == {"p1"}
    assert page.locator("#record .now").count() == 1
    for _ in range(2):  # two marks on the same words: each click shows the other
        page.click("#text mark[data-i=p1]")
        seen = page.locator("#record .now").get_attribute("data-i")
        assert seen in ("m.chair", "p1")
    page.evaluate("document.querySelector('#text').scrollTop = 1e9")
    page.click("#r-c1 .words")
    page.wait_for_timeout(50)
    assert page.evaluate("document.querySelector('#text mark.now').getBoundingClientRect().top") > 0


def test_filters(browse: Open) -> None:
    document, minutes = made_from(CALM)
    page = browse(document, minutes)

    def shown() -> set[str]:
        return {str(card.get_attribute("data-i")) for card in page.locator("#groups .card:not(.off):visible").all()}

    everything = shown()
    page.select_option("#person", "p2")
    assert {key for key in shown() if key[0] in "pcad"} == {"p2", "c1", "a1", "d1"}
    page.select_option("#person", "")
    page.click(".chip.concern")
    assert "c1" not in shown()
    assert "c1.1" in shown()  # its answer stays
    assert page.locator("mark.off[data-i=c1]").count() > 0
    page.click(".chip.concern")
    page.select_option("#sure", "0 0.6")
    sure = {
        item.id for item in (*minutes.statements(), *minutes.attendees, *minutes.sections) if item.confidence >= 0.6
    }
    assert not shown() & sure
    page.select_option("#sure", "0 1")
    assert shown() == everything


def test_keyboard_alone(browse: Open) -> None:
    document, minutes = made_from(CALM)
    page = browse(document, minutes)

    def focused() -> str:
        return str(page.evaluate("document.activeElement.id || document.activeElement.dataset.do || ''"))

    def tab_to(wanted: str) -> None:
        for _ in range(300):
            page.keyboard.press("Tab")
            if focused() == wanted:
                outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                assert outline != "none"
                return
        raise AssertionError(f"Tab never comes to {wanted}")

    page.keyboard.press("Tab")
    assert page.inner_text(":focus") == "Skip to the minutes"
    page.keyboard.press("Enter")
    tab_to("t-c1")  # a mark in the minutes, its card, and back
    page.keyboard.press("Enter")
    assert focused() == "r-c1"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert focused() == "t-c1"
    page.keyboard.press("Enter")
    tab_to("wrong")  # of the concern, whose card has the focus
    page.keyboard.press("Enter")
    assert focused() == "restore"
    page.focus("body")
    page.evaluate("document.activeElement.blur()")
    tab_to("missed")  # what was missed, typed
    page.keyboard.press("Enter")
    page.keyboard.type("nobody  mentioned\nthe ford")
    page.locator("#missing-found", has_text="Found").wait_for()
    tab_to("missing-add")
    page.keyboard.press("Enter")
    page.wait_for_selector("#r-c2 form")
    assert page.evaluate("document.activeElement.closest('#r-c2 form') !== null")
    page.keyboard.press("Escape")
    tab_to("save")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == "minutes.corrected.json"
    record = Minutes.model_validate_json(Path(download.value.path()).read_text("utf-8"))
    assert [concern.text for concern in record.concerns] == ["Nobody mentioned the ford"]


@pytest.mark.parametrize("width", [1400, 800, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(width: int, scheme: str, browse: Open) -> None:
    for text in (CALM, HOSTILE):
        page = browse(*made_from(text), width=width, color_scheme=scheme)
        accessible(page)
        if page.locator(".views").is_visible():
            page.click(".views [data-view=record]")
            page.click("#filters > summary")
        for kind in ("person", "concern", "action", "decision"):
            page.click(f"#g-{kind} [data-do=edit]")
            page.click(f"#g-{kind} [data-do=why]")
        page.locator("#g-section [data-do=wrong]").first.click()
        page.click("#r-m\\.reference [data-do=edit]")
        page.click("#g-concern .words")
        if page.locator(".views").is_visible():
            page.click(".views [data-view=record]")
        accessible(page)
        select(page, "budget")
        accessible(page)
        page.click("#missed")
        accessible(page)


def test_axe_finds_nothing_in_a_sample_with_tables_and_diagnostics(browse: Open) -> None:
    document = read(ROOT / "samples" / "northmoor-nhs-trust-board.md")
    minutes = extract(document)
    assert minutes.diagnostics
    accessible(browse(document, minutes))


def accessible(page: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    results = axe.Axe().run(page).response
    wrong = [(v["id"], [(n["html"][:200], n["failureSummary"]) for n in v["nodes"]]) for v in results["violations"]]
    assert wrong == []
    assert len(results["passes"]) > 15


@pytest.mark.parametrize("width", [1400, 800, 320])
def test_nothing_is_wider_than_the_screen(width: int, browse: Open) -> None:
    page = browse(*made_from(HOSTILE + "\n" + "W" * 300 + "\n\n" + CALM), width=width)
    for view in ("text", "record"):
        page.evaluate("(view) => (document.body.dataset.view = view)", view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for pane in ("text", "record"):
            assert page.evaluate(
                "(pane) => { const p = document.getElementById(pane); return p.scrollWidth <= p.clientWidth; }", pane
            )


@pytest.mark.parametrize("width", [1400, 320])
def test_what_is_pressed_is_large_enough(width: int, browse: Open) -> None:
    page = browse(*made_from(CALM), width=width)
    if width < 1000:
        page.click(".views [data-view=record]")
        page.click("#filters > summary")
    for kind in ("person", "concern", "action", "decision", "section"):
        page.locator(f"#g-{kind} [data-do=edit]").first.click()
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, select, input, textarea, summary, .tag, .jump a")]
          .filter((one) => one.checkVisibility() && !one.classList.contains("nowhere"))
          .map((one) => [one.outerHTML.slice(0, 100), one.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 23.9)
          .map(([html, box]) => [html, box.width, box.height])"""
    )
    assert small == []


def test_it_prints_both_sides_without_controls(browse: Open) -> None:
    page = browse(*made_from(CALM), width=600)
    page.emulate_media(media="print")
    assert page.locator("#text").is_visible()
    assert page.locator("#record").is_visible()
    assert page.locator("button:visible:not(.chip)").count() == 0
    assert page.pdf().startswith(b"%PDF")


def test_a_long_document_opens_soon_and_stays_responsive(browse: Open, chromium: Any) -> None:
    body = CALM.split("## 1.", 1)[1] + "\nThe report went through the figures of the year, ward by ward. " * 12
    text = CALM + "".join(f"\n## {n}.{body}" for n in range(3, 205))
    assert len(text.split()) > 40_000
    document, minutes = made_from(text)
    assert min(len(minutes.concerns), len(minutes.actions), len(minutes.decisions)) > 200
    processes = chromium.new_browser_cdp_session()

    def spent() -> float:
        """Seconds that the processes of pages have worked: what a page costs, whatever else the machine does."""
        info = processes.send("SystemInfo.getProcessInfo")["processInfo"]
        return sum(float(process["cpuTime"]) for process in info if process["type"] == "renderer")

    def settle() -> float:
        page.evaluate("() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))")
        return spent()

    before = spent()
    page = browse(document, minutes)
    page.evaluate(
        "() => new Promise((done) => new PerformanceObserver(() => done()).observe({ type: 'paint', buffered: true }))"
    )
    assert settle() - before < OPENS_WITHIN
    for action in (
        "document.querySelector('.steps [data-step=\"-1\"]').click()",
        f"document.querySelector('#r-{minutes.decisions[-1].id} .tag').click()",
        "document.querySelector('.chip.person').click()",
        "document.querySelector('#g-section [data-do=wrong]').click()",
    ):
        before = settle()
        page.evaluate(action)
        assert settle() - before < RESPONDS_WITHIN, action
    page.click("#g-section [data-do=restore]")
    assert saved(page) == dumped(minutes)


# -- the command


def run(*arguments: object, command: str = "review") -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "minutesparse", command, *map(str, arguments)]
    return subprocess.run(words, capture_output=True, check=False, encoding="utf-8")


def test_evaluate_takes_what_the_page_saves(browse: Open, tmp_path: Path) -> None:
    (tmp_path / "minutes.md").write_text(CALM, "utf-8")
    document, minutes = made_from(CALM)
    page = browse(document, minutes)
    page.click("#r-d1 [data-do=wrong]")  # found, and wrong
    for kind in ("action", "concern"):  # missed
        select(page, "The drains near \U0001f3eb the school smell of late.")
        page.click(f"#selection [data-as={kind}]")
        page.locator("#groups form").get_by_role("button", name="Done").click()
    (tmp_path / "minutes.corrected.json").write_text(json.dumps(saved(page)), "utf-8")
    result = run(tmp_path / "minutes.corrected.json", "--format", "json", command="evaluate")
    assert (result.returncode, result.stderr) == (0, "")
    fields = json.loads(result.stdout)["fields"]
    counts = {name: [fields[name][key] for key in ("tp", "fp", "fn")] for name in ("actions", "concerns", "decisions")}
    assert counts == {"actions": [1, 0, 1], "concerns": [1, 0, 1], "decisions": [0, 1, 0]}
    assert fields["attendees"]["f1"] == 1


def test_a_page_of_minutes_and_one_of_their_record_are_the_same(tmp_path: Path) -> None:
    text = tmp_path / "minutes.md"
    text.write_text(CALM, "utf-8")
    record = tmp_path / "record.json"
    document, minutes = made_from(CALM)
    record.write_text(minutes.model_dump_json(by_alias=True), "utf-8")
    assert run(text, "-o", tmp_path / "one.html").returncode == 0
    piped = run(record, "--text", text)
    assert (tmp_path / "one.html").read_text("utf-8") == piped.stdout == render(document, minutes)


def test_open_says_where_the_page_is_and_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "minutes.md").write_text(CALM, "utf-8")
    monkeypatch.setenv("BROWSER", "echo %s")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    result = run(tmp_path / "minutes.md", "--open")
    [page] = tmp_path.glob("minutesparse-*/review.html")
    assert page.as_uri() in result.stdout
    assert str(page) in result.stderr


def test_a_corrected_record_is_gone_on_with() -> None:
    document, minutes = made_from(CALM)
    corrected = minutes.model_copy(update={"actions": ()})
    page = render(document, corrected)
    assert "t-a1" not in page
    assert "t-d1" in page


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["missing.md"], 3, "missing.md"),
        (["record.json"], 2, "is a record; give the minutes that it was made from with --text"),
        (["record.json", "--text", "other.md"], 2, "is not the text that this record was made from"),
        (["records.ndjson", "--text", "minutes.md"], 2, "holds 2 records; a page shows one"),
        (["minutes.md", "-o", "minutes.md"], 2, "would be overwritten"),
        (["minutes.md", "-o", "nowhere/page.html"], 3, "cannot be written"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(arguments: list[str], code: int, words: str, tmp_path: Path) -> None:
    _, minutes = made_from(CALM)
    record = minutes.model_dump_json(by_alias=True)
    files = {"minutes.md": CALM, "other.md": "# Other\n", "record.json": record, "records.ndjson": f"{record}\n" * 2}
    for name, content in files.items():
        (tmp_path / name).write_text(content, "utf-8")
    result = run(*(tmp_path / argument if "." in argument else argument for argument in arguments))
    assert (result.returncode, result.stdout) == (code, "")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} == set(files)
    assert (tmp_path / "minutes.md").read_text("utf-8") == CALM
