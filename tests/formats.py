"""Minutes written as files of every format, by hand, so that the readers are tested on what other programs write."""

import io
import zipfile
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle


@dataclass(frozen=True)
class Part:
    """A piece of minutes: a "title", "heading", "text", "item" or "table"; headings are numbered by the format."""

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def markdown(parts: list[Part]) -> bytes:
    lines, number = [], 0
    for part in parts:
        if part.kind == "title":
            lines += [f"# {part.text}", ""]
        elif part.kind == "heading":
            number += 1
            lines += [f"## {number}. {part.text}", ""]
        elif part.kind == "item":
            lines += [f"- {part.text}"]
        elif part.kind == "table":
            head, *body = part.rows
            lines += ["", "| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
            lines += ["| " + " | ".join(row) + " |" for row in body] + [""]
        else:
            lines += ["", part.text, ""]
    return "\n".join(lines).encode()


def html(parts: list[Part]) -> bytes:
    out = [
        "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Site</title>"
        "<script>var x = '<p>no</p>';</script></head>"
    ]
    out.append("<body><nav><ul><li><a href='/'>Home</a></li><li><a href='/x'>News</a></li></ul></nav><main>")
    number, listed = 0, False
    for part in parts:
        if listed and part.kind != "item":
            out.append("</ul>")
            listed = False
        text = escape(part.text)
        if part.kind == "title":
            out.append(f"<h1>{text}</h1>")
        elif part.kind == "heading":
            number += 1
            out.append(f"<h2>{number}. {text}</h2>")
        elif part.kind == "item":
            out.append(("" if listed else "<ul>") + f"<li>{text}</li>")
            listed = True
        elif part.kind == "table":
            rows = "".join("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in row) + "</tr>" for row in part.rows)
            out.append(f"<table>{rows}</table>")
        else:
            out.append(f"<p>{text}</p>")
    out.append("</main><footer>Copyright, cookies</footer></body></html>")
    return "\n".join(out).encode()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(parts: list[Part], extra: str = "", document: bytes | None = None) -> bytes:
    """A Word file whose heading numbers are automatic: they stand nowhere in the text."""
    body = "".join(_docx_part(part) for part in parts)
    styles = f"""<w:styles {_W}>
      <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>
      <w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/>
        <w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
      <w:style w:type="paragraph" w:styleId="Bullet"><w:name w:val="List Bullet"/>
        <w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr></w:style></w:styles>"""
    numbering = f"""<w:numbering {_W}>
      <w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
        <w:lvlText w:val="%1."/></w:lvl></w:abstractNum>
      <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>
        <w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
      <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
      </w:numbering>"""
    office = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = {"document": "document.main", "styles": "styles", "numbering": "numbering", "footer1": "footer"}
    types = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{office}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    linked = "".join(
        f'<Relationship Id="r{n}" Type="{relations}/{kind}" Target="{kind}.xml"/>'
        for n, kind in enumerate(("styles", "numbering"))
    )
    main = f'<Relationship Id="r0" Type="{relations}/officeDocument" Target="word/document.xml"/>'
    whole = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}{extra}</w:body></w:document>'
    return zipped(
        {
            "[Content_Types].xml": (
                f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
                f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{types}</Types>'
            ).encode(),
            "_rels/.rels": f'<Relationships xmlns="{package}/relationships">{main}</Relationships>'.encode(),
            "word/_rels/document.xml.rels": (
                f'<Relationships xmlns="{package}/relationships">{linked}</Relationships>'
            ).encode(),
            "word/document.xml": document or whole.encode(),
            "word/styles.xml": styles.encode(),
            "word/numbering.xml": numbering.encode(),
            "word/footer1.xml": f"<w:ftr {_W}><w:p><w:r><w:t>Page 1</w:t></w:r></w:p></w:ftr>".encode(),
        }
    )


def _docx_part(part: Part) -> str:
    def paragraph(text: str, style: str = "") -> str:
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        words = escape(text)
        half = words.find(" ", len(words) // 2)  # two runs, one of them a tracked insertion; and a tracked deletion
        runs = f'<w:r><w:t xml:space="preserve">{words[:half]}</w:t></w:r>'
        runs += f'<w:ins w:id="1" w:author="A"><w:r><w:t xml:space="preserve">{words[half:]}</w:t></w:r></w:ins>'
        runs += '<w:del w:id="2" w:author="A"><w:r><w:delText>never minuted</w:delText></w:r></w:del>'
        return f"<w:p>{properties}{runs}</w:p>"

    if part.kind == "table":
        cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in part.rows)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"
    return paragraph(part.text, {"title": "Title", "heading": "H", "item": "Bullet"}.get(part.kind, ""))


_ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def odt(parts: list[Part], extra: str = "") -> bytes:
    out, number = [], 0
    for part in parts:
        text = escape(part.text)
        if part.kind == "title":
            out.append(f'<text:h text:outline-level="1">{text}</text:h>')
        elif part.kind == "heading":
            number += 1
            out.append(f'<text:h text:outline-level="2">{number}. {text}</text:h>')
        elif part.kind == "item":
            out.append(f"<text:list><text:list-item><text:p>{text}</text:p></text:list-item></text:list>")
        elif part.kind == "table":
            cells = (
                "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in r)
                for r in part.rows
            )
            out.append(
                "<table:table>" + "".join(f"<table:table-row>{r}</table:table-row>" for r in cells) + "</table:table>"
            )
        else:
            out.append(f"<text:p>{text}</text:p>")
    body = f"<office:body><office:text>{''.join(out)}{extra}</office:text></office:body>"
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {_ODT}>{body}</office:document-content>".encode(),
        }
    )


def pdf(parts: list[Part]) -> bytes:
    """A PDF of several pages with a running head and page numbers."""
    plain = ParagraphStyle("plain", fontName="Helvetica", fontSize=10.5, leading=13)
    bold = ParagraphStyle("bold", parent=plain, fontName="Helvetica-Bold", spaceBefore=6, spaceAfter=3)
    story, number = [], 0
    for part in parts:
        if part.kind == "title":
            story.append(Paragraph(escape(part.text), ParagraphStyle("title", parent=bold, fontSize=15, leading=19)))
        elif part.kind == "heading":
            number += 1
            story.append(Paragraph(f"{number}. {escape(part.text)}", bold))
        elif part.kind == "item":
            story.append(Paragraph(escape(part.text), plain, bulletText="•"))
        elif part.kind == "table":
            rows = [[Paragraph(escape(cell), plain) for cell in row] for row in part.rows]
            table = Table(rows, colWidths=[460 / len(rows[0])] * len(rows[0]))
            table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "black")]))
            story += [Spacer(1, 6), table]
        else:
            story.append(Paragraph(escape(part.text), plain))
        story.append(Spacer(1, 5))

    def furniture(canvas: Any, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        if document.page > 1:
            canvas.drawString(72, 212, "Running head of these minutes")
        canvas.drawString(290, 20, f"Page {document.page}")

    stream = io.BytesIO()
    SimpleDocTemplate(stream, pagesize=(595, 230), topMargin=60, bottomMargin=50, invariant=1).build(
        story, onFirstPage=furniture, onLaterPages=furniture
    )
    return stream.getvalue()


def rtf(parts: list[Part]) -> bytes:
    def words(text: str) -> str:
        plain = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in plain)

    out, number = [r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}"], 0
    for part in parts:
        if part.kind == "heading":
            number += 1
            out.append(rf"{{\b {number}. {words(part.text)}}}\par")
        elif part.kind == "item":
            out.append(rf"\bullet  {words(part.text)}\par")
        elif part.kind == "table":
            out += [r"\trowd " + "".join(f"{words(cell)}\\cell " for cell in row) + r"\row" for row in part.rows]
        else:
            out.append(rf"{words(part.text)}\par")
    return "\n".join([*out, "}"]).encode("ascii")


def eml(parts: list[Part]) -> bytes:
    """A message that says hardly anything itself and has the minutes as a Word file attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = (
        "clerk@example.org",
        "members@example.org",
        "<1@example.org>",
    )
    message.set_content("Dear all, please find them attached.\n")
    message.add_attachment(
        docx(parts),
        maintype="application",
        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document",
        filename="minutes.docx",
    )
    return message.as_bytes()


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else compression)
    return stream.getvalue()
