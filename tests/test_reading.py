"""Every format is read alike, and what is damaged, hostile or no document is refused in one clear line."""

import contextlib
import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import formats
from formats import Part
from minutesparse import MinutesparseError, extract, read
from minutesparse.reading import ocr, sniff

PARTS = [
    Part("title", "Thornbury Vale Partnership Board – Ordinary Meeting"),
    Part("text", "Date: 14 May 2025"),
    Part("text", "Present: Ann Lake (Chair), Bo Field (Treasurer) and Cy Marsh (Secretary)"),
    Part("heading", "Apologies"),
    Part("text", "Apologies were received from Dee Hill."),
    Part("heading", "Footpath 12 & the <old> bridge"),
    Part(
        "text",
        "Bo Field expressed concern that the bridge on Footpath 12 was unsafe for walkers after the winter "
        "floods. Cy Marsh explained that an engineer had been asked to inspect it before the end of the month.",
    ),
    Part("item", "Fencing has been ordered."),
    Part("item", "Signs are in place at both ends."),
    Part("heading", "Actions"),
    Part("table", rows=(("Action", "Owner", "Due"), ("Write to the county council", "Cy Marsh", "30 May 2025"))),
    Part("heading", "Accounts"),
    Part("text", "It was resolved unanimously to approve the accounts, proposed by Ann Lake and seconded by Bo Field."),
]
WRITERS: dict[str, Callable[[list[Part]], bytes]] = {
    "minutes.md": formats.markdown,
    "minutes.html": formats.html,
    "minutes.docx": formats.docx,
    "minutes.odt": formats.odt,
    "minutes.pdf": formats.pdf,
    "minutes.rtf": formats.rtf,
    "minutes.eml": formats.eml,
}


def words(text: str) -> list[str]:
    return [word for word in text.split() if any(c.isalnum() for c in word)]


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_reads_as_the_same_words(name: str) -> None:
    expected = words(read(formats.markdown(PARTS), "minutes.md").reading)
    found = words(read(WRITERS[name](PARTS), name).reading)
    if name == "minutes.eml":
        found = found[found.index("Thornbury") :]
    assert found == expected


@pytest.mark.parametrize("name", WRITERS)
def test_what_the_bytes_are_wins_over_the_name(name: str) -> None:
    data = WRITERS[name](PARTS)
    if name != "minutes.md":
        assert sniff(data, "minutes.txt") == sniff(data, name) != "text/plain"


def encrypted_zip() -> bytes:
    data = bytearray(formats.docx(PARTS))
    for signature, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):  # the flag that says: encrypted
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def bomb() -> bytes:
    return formats.docx(PARTS, document=b"<x>" + b" " * 200_000_000 + b"</x>")


def entities() -> bytes:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    return formats.docx(
        PARTS, document=f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e0 "ha">{layers}]><d>&e11;</d>'.encode()
    )


def external() -> bytes:
    return formats.docx(
        PARTS, document=b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]><d>&e;</d>'
    )


def many_pages(count: int) -> bytes:
    """A small PDF whose page tree names one page very often."""
    kids = " ".join(["3 0 R"] * count)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    trailer = "trailer << /Size 4 /Root 1 0 R >>"
    return out + f"xref\n0 4\n0000000000 65535 f \n{table}{trailer}\nstartxref\n{start}\n%%EOF".encode()


def no_package() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("holiday.txt", "no document")
    return stream.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "empty": (lambda: b"", "a.txt", "empty"),
    "white space": (lambda: b" \n\t\n", "a.txt", "no text"),
    "binary": (lambda: bytes(range(256)) * 40, "a.txt", "binary"),
    "encrypted docx": (encrypted_zip, "a.docx", "encrypted"),
    "old doc": (lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 2000, "a.doc", "old format"),
    "truncated docx": (lambda: formats.docx(PARTS)[:900], "a.docx", "damaged"),
    "truncated pdf": (lambda: formats.pdf(PARTS)[:600], "a.pdf", "damaged"),
    "zip that is no document": (no_package, "a.docx", "no Word document"),
    "zip bomb": (bomb, "a.docx", "unpacks"),
    "entity expansion": (entities, "a.docx", "entities"),
    "external entity": (external, "a.docx", "entities"),
    "very many pages": (lambda: many_pages(50_000), "a.pdf", "pages"),
    "deep html": (lambda: b"<!doctype html>" + b"<div>" * 50_000 + b"x", "a.html", "nested"),
    "message without text": (lambda: b"From: a@b\nTo: c@d\nMessage-ID: <1>\n\n\n", "a.eml", "no text"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_within_bounds(case: str) -> None:
    make, name, expected = HOSTILE[case]
    data = make()
    before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    with pytest.raises(MinutesparseError, match=expected) as raised:
        read(data, name)
    assert "\n" not in str(raised.value)
    assert time.process_time() - began < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes


def test_a_wrong_ending_does_not_matter() -> None:
    assert read(formats.docx(PARTS), "minutes.pdf").media_type.endswith("wordprocessingml.document")


def test_messages_within_messages_end() -> None:
    data = b"no minutes"
    for n in range(30):
        data = b"From: a@b\nMessage-ID: <%d>\nContent-Type: message/rfc822\n\n" % n + data
    with contextlib.suppress(MinutesparseError):  # whichever way it ends, it ends
        read(data, "a.eml")


def scan_of(data: bytes) -> bytes:
    """A PDF of pictures of the pages of a PDF."""
    pdfium = pytest.importorskip("pypdfium2")
    source, target = pdfium.PdfDocument(data), pdfium.PdfDocument.new()
    for page in source:
        width, height = page.get_size()
        bitmap = page.render(scale=200 / 72, rev_byteorder=False)
        image = pdfium.PdfImage.new(target)
        image.set_bitmap(bitmap)
        image.set_matrix(pdfium.PdfMatrix().scale(width, height))
        copy = target.new_page(width, height)
        copy.insert_obj(image)
        copy.gen_content()
    stream = io.BytesIO()
    target.save(stream)
    return stream.getvalue()


def test_a_scan_is_read_by_ocr() -> None:
    if not ocr.available():
        pytest.skip("tesseract is not installed")
    found = set(words(read(scan_of(formats.pdf(PARTS)), "minutes.pdf").reading))
    expected = set(words(read(formats.markdown(PARTS), "minutes.md").reading))
    assert len(expected & found) > 0.8 * len(expected)


def test_a_scan_without_ocr_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(MinutesparseError, match="tesseract-ocr"):
        read(scan_of(formats.pdf(PARTS)), "minutes.pdf")


def values(record: object) -> object:
    """A record without what may differ between formats: spans, the source, and which rule or how sure."""
    if isinstance(record, dict):
        left_out = {"span", "source", "evidence", "rules", "rule", "confidence", "also_at"}
        return {key: values(value) for key, value in record.items() if key not in left_out}
    return [values(value) for value in record] if isinstance(record, list | tuple) else record


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_record(name: str) -> None:
    expected = values(extract(read(formats.markdown(PARTS), "minutes.md")).model_dump())
    found = values(extract(read(WRITERS[name](PARTS), name)).model_dump())
    assert found == expected
    assert [a["name"] for a in expected["attendees"]] == ["Ann Lake", "Bo Field", "Cy Marsh", "Dee Hill"]  # type: ignore[index]


def test_underlined_words_of_a_pdf_and_a_page_are_bold(tmp_path: Path) -> None:
    """What is underlined stands out as bold words do; a ruled line across the page underlines nothing."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import HRFlowable, Paragraph, SimpleDocTemplate

    plain = ParagraphStyle("plain", spaceAfter=12)
    file = tmp_path / "underlined.pdf"
    texts = ("<u>The crane</u>", "Nobody knew when the crane would be mended.", "Close")
    story = [part for text in texts for part in (Paragraph(text, plain), HRFlowable(width="100%"))]
    SimpleDocTemplate(str(file)).build(story)
    page = tmp_path / "underlined.html"
    page.write_text("<p><u>The crane</u></p><p>Nobody knew when the crane would be mended.</p><p>Close</p>", "utf-8")
    for path in (file, page):
        title, *others = read(path).lines
        assert title.wholly("strong")
        assert others
        assert not any(line.runs for line in others)


@pytest.mark.parametrize(
    "key", ["next-meeting", "next_meeting", "next meeting", "nextMeeting", "Next Meeting", "NEXT-MEETING"]
)
def test_keys_of_front_matter_are_read_in_any_spelling(key: str) -> None:
    for mark, sign in (("---", ":"), ("+++", " =")):
        head = f"title{sign} 'Boat Club'\n{key}{sign} 2021-03-03\ndate{sign} 2021-02-03"
        text = f"{mark}\n{head}\n{mark}\n\nThe slip was discussed.\n"
        assert extract(read(text)).meeting.next_meeting == "2021-03-03", (mark, key)


def test_a_table_drawn_by_one_path(tmp_path: Path) -> None:
    """Some printers draw all lines of a table's row at one stroke; each of them still parts its cells."""
    from reportlab.pdfgen.canvas import Canvas

    file = tmp_path / "stroke.pdf"
    canvas = Canvas(str(file))
    path = canvas.beginPath()
    for x in (100, 200, 300):
        path.moveTo(x, 700)
        path.lineTo(x, 740)
    for y in (700, 720, 740):
        path.moveTo(100, y)
        path.lineTo(300, y)
    canvas.drawPath(path)
    for x, y, words in ((105, 725, "Present"), (205, 725, "Apologies"), (105, 705, "Ann Lake"), (205, 705, "Bo Field")):
        canvas.drawString(x, y, words)
    canvas.save()
    assert read(file).text == "| Present | Apologies |\n| Ann Lake | Bo Field |\n"


def _word_cell(*contents: str) -> str:
    return f"<w:tc>{''.join(contents)}</w:tc>"


def _word_table(*rows: tuple[str, ...]) -> str:
    lines = (f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def _word_line(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


INNER = _word_table(
    (_word_cell(_word_line("Note taker")), _word_cell(_word_line("Ann Lake"))),
    (_word_cell(_word_line("Timekeeper")), _word_cell(_word_line("Bo Field"))),
)


def test_a_table_in_a_cell_keeps_its_rows() -> None:
    frame = _word_table((_word_cell(INNER), _word_cell(_word_line("Ann Lake"), _word_line("Bo Field"))))
    assert read(formats.docx([], frame), "a.docx").text == (
        "| Note taker\tAnn Lake Timekeeper\tBo Field | Ann Lake Bo Field |\n"
    )
    page = "<table><tr><td><table><tr><td>Note taker</td><td>Ann Lake</td></tr></table></td></tr></table>"
    assert read(page.encode(), "a.html").text == "Note taker\tAnn Lake\n"


def test_a_table_of_one_cell_is_but_a_frame() -> None:
    framed = _word_table((_word_cell(_word_line("Minutes"), INNER),))
    assert read(formats.docx([], framed), "a.docx").text == (
        "Minutes\n\n| Note taker | Ann Lake |\n| Timekeeper | Bo Field |\n"
    )


def test_cells_over_several_columns_keep_the_others_in_theirs() -> None:
    """What stands under the third column of a register still does, whatever markup the row above has."""
    wide = _word_cell('<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', _word_line("Members"))
    rows = (wide, _word_cell(_word_line("Mark"))), (*map(_word_cell, map(_word_line, ("Ann", "Chair", "P"))),)
    word = read(formats.docx([], _word_table(*rows)), "a.docx").text
    page = "<table><tr><td colspan=2>Members<td>Mark<tr><td>Ann<td>Chair<td>P</table>"
    expected = "| Members |  | Mark |\n| Ann | Chair | P |\n"
    assert word == expected
    assert read(page.encode(), "a.html").text == expected


def test_empty_cells_that_an_odt_file_counts_instead_of_repeating_them() -> None:
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    blank = '<table:table-cell table:number-columns-repeated="2"/>'
    rows = (cell.format("", "Ann") + blank + cell.format("", "P"), "".join(cell.format("", c) for c in "abcd"))
    table = "<table:table>" + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + "</table:table>"
    odt = formats.odt([], table)
    assert read(odt, "a.odt").text == "| Ann |  |  | P |\n| a | b | c | d |\n"


def test_larger_letters_of_a_pdf_are_headings_by_their_size(tmp_path: Path) -> None:
    pytest.importorskip("reportlab")
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    parts = [("Inclusion Partnership", 24), ("Notes of the meeting on 22 January 2024 in the small hall", 11)]
    for title, size in (("Projects", 16), ("Laptops", 13), ("Tablets", 13), ("Funding bids", 16)):
        parts.append((title, size))
        parts += [("There was a report of the work since autumn, and some were worried by it.", 11)] * (size < 16)
    parts.append(("Two bids have gone in, and a third one needs a letter from the council.", 11))
    file = tmp_path / "sizes.pdf"
    SimpleDocTemplate(str(file)).build([Paragraph(text, _sized(size)) for text, size in parts])
    headings = [line for line in read(file).text.split("\n") if line.startswith("#")]
    assert headings == ["# Projects", "## Laptops", "## Tablets", "# Funding bids"]


def _sized(size: int) -> object:
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(f"s{size}", fontName="Helvetica", fontSize=size, leading=1.2 * size, spaceAfter=6)


def test_lists_of_a_page_count_as_they_print() -> None:
    page = b"""<html><body><h1>Crew</h1><ol><li>Boats<ol style="list-style-type: lower-roman"><li>Oars</li>
<li value="4">Sails</li></ol></li></ol><ol type="A"><li><span style="font-weight:bold">Dock</span></li></ol></body>"""
    lines = [line.strip() for line in read(page, "a.html").text.split("\n") if line.strip()]
    assert lines == ["# Crew", "1. Boats", "i. Oars", "iv. Sails", "A. **Dock**"]


def test_a_page_has_one_number() -> None:
    text = "The report was noted.\n---\n2\n\n**2.**\n\n**Roads**\n\nThe road is closed.\n---\n3\n\n**3.**\n\n**Trees**"
    reading = read(text).reading
    assert "2. Roads" in reading
    assert " 3. Trees" in reading
