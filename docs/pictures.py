"""Makes the pictures of README.md: `review` in Chromium, `show` as a terminal prints it. Run from the repository."""

import io
import re
import shutil
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME

from minutesparse import extract, read
from minutesparse.views.review import render as page_of
from minutesparse.views.terminal import render

DOCS = Path(__file__).resolve().parent
ROOT = DOCS.parent
SAMPLE = ROOT / "samples" / "contact-and-custody-assurance.txt"
ITEM = "c2"  # the one that both sides of the picture show


def review() -> None:
    """A picture of the review page."""
    document = read(SAMPLE)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder) / "page.html"
        path.write_text(page_of(document, extract(document)), "utf-8")
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1400, "height": 860}, locale="en-GB")
        page.goto(path.as_uri())
        page.click(f"#r-{ITEM} .words")
        page.wait_for_timeout(500)
        picture = Image.open(io.BytesIO(page.screenshot()))
        picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(
            DOCS / "review.png", optimize=True
        )
        browser.close()


def show() -> None:
    """A picture of the terminal, with the record of the minutes that README.md begins with."""
    [minutes] = re.findall(r"^```text\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    console = Console(width=92, record=True, highlight=False, markup=False, emoji=False, file=io.StringIO())
    console.print(render(extract(read(minutes))))
    template = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)  # no picture loads a font
    svg = console.export_svg(title="minutesparse show", theme=SVG_EXPORT_THEME, code_format=template)
    (DOCS / "show.svg").write_text(svg, "utf-8")


if __name__ == "__main__":
    review()
    show()
