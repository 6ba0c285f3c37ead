"""What README.md and the other pages say is what happens."""

import json
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import minutesparse
from minutesparse import extract, read
from minutesparse.cli import app

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
HOME = Path(minutesparse.__file__).parents[1]


_SUMMARY = re.compile(
    r"^minutesparse: (\d+ documents: |\d+ of \d+, 0 failed|left out ).*\n", re.MULTILINE
)  # of a batch


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(language: str, page: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)


# What sets a machine up is run by .ci/run, in a clone of its own; what needs a cluster and a bucket is run by nobody.
SHELL = [
    pytest.param(block, id=f"{page.stem}-{n}")
    for page in PAGES
    for n, block in enumerate(blocks("sh", page.read_text("utf-8")), 1)
    if "pip install" not in block and "s3://" not in block
]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


@pytest.mark.parametrize("block", SHELL)
def test_shell(block: str, clone: Path) -> None:
    if re.search(r"\bjq\b", block) and not shutil.which("jq"):
        pytest.skip("jq is missing")
    command = clone / "bin" / "minutesparse"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m minutesparse "$@"\n')
    command.chmod(0o755)
    path = f"{command.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(HOME)}
    result = subprocess.run(
        ["sh", "-eu", "-c", block], cwd=clone, env=environment, capture_output=True, text=True, check=False
    )
    assert (result.returncode, _SUMMARY.sub("", result.stderr)) == (0, "")
    assert result.stdout


@pytest.mark.parametrize("block", blocks("python"))
def test_python(block: str, clone: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    import minutesparse.component  # noqa: F401 an installation that is older than the entry point has not got it

    monkeypatch.chdir(clone)
    exec(block, {})
    assert "Action(" in (out := capsys.readouterr().out) or "('" in out


def test_record_beside_the_minutes_is_the_record_of_the_minutes() -> None:
    [given], [shown] = blocks("text"), blocks("json")
    document = read(given)
    found = extract(document).model_dump(mode="json")
    agrees(json.loads(shown), found, "record")


def agrees(shown: object, found: object, where: str) -> None:
    """Every value that is shown is the one found; a list is shown whole."""
    if isinstance(shown, dict):
        assert isinstance(found, dict), where
        for key, value in shown.items():
            agrees(value, found[key], f"{where}.{key}")
    elif isinstance(shown, list):
        assert isinstance(found, list), where
        assert len(shown) == len(found), f"{where}: {found}"
        for i, (one, other) in enumerate(zip(shown, found, strict=True)):
            agrees(one, other, f"{where}[{i}]")
    else:
        assert shown == found, where


OPTIONS = [
    "--compact",
    "--fail-on",
    "--why",
    "--text",
    "--split",
    "--text-to",
    "-o",
    "--jobs",
    "--explain",
    "--to",
    "--documents",
    "--errors",
    "--select",
    "--ignore",
    "--format",
    "--timeout",
    "--fail-fast",
    "--quiet",
]


@pytest.mark.parametrize("word", ["extract", "batch", "show", "schema", *OPTIONS])
def test_every_command_and_option_is_told(word: str) -> None:
    assert f"`{word}" in README or f" {word} " in README


def test_every_command_has_its_row() -> None:
    names = [command.name or "" for command in app.registered_commands]
    assert [name for name in names if f"| `{name}" not in README] == []


def test_record_page_is_made_from_the_schema() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "record.py"))["page"]()
    assert (ROOT / "docs" / "record.md").read_text("utf-8") == made, "run: python docs/record.py"


def test_links_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


TOLD = [*PAGES, *(ROOT / folder / "README.md" for folder in ("benchmarks", "models")), ROOT / "CONTRIBUTING.md"]
SCRIPTS = sorted(
    {
        (script, page.parent.name, option)
        for page in TOLD
        for script, rest in re.findall(
            r"\b((?:benchmarks|docs|models|tests|training)/[\w/]+\.py)\b([^`\n#|]*)", page.read_text("utf-8")
        )
        for option in ["", *re.findall(r"--[a-z-]+", rest)]
    }
)


@pytest.mark.parametrize(("script", "folder", "option"), SCRIPTS)
def test_scripts_are_there_with_their_options(script: str, folder: str, option: str) -> None:
    """They measure on minutes that are not in the project, so that nobody runs them here."""
    found = [path for path in (ROOT / script, ROOT / folder / script) if path.is_file()]
    assert found
    known = found[0].read_text("utf-8") + (ROOT / "tests" / "conftest.py").read_text("utf-8")
    assert not option or f'"{option}"' in known


def test_every_command_of_contributing_is_one_of_these_or_sets_up() -> None:
    page = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    lines = [line for block in blocks("sh", page) for line in block.splitlines()]
    told = {f"python {script}" for script, _, _ in SCRIPTS}
    assert [line for line in lines if " ".join(line.split()[:2]) not in told] == [
        "python3 -m venv .venv",
        ".venv/bin/pip install -q -U pip",
        ".venv/bin/pip install -q -e '.[test]' --group dev",  # as .ci/run does with the wheel
        ".venv/bin/python -m pytest",
    ]


QUOTED = re.findall(
    r"^```\w+\n(.*?)^```$", (ROOT / "docs" / "extending.md").read_text("utf-8"), re.DOTALL | re.MULTILINE
)


@pytest.mark.parametrize("quoted", QUOTED)
def test_what_extending_quotes_stands_there(quoted: str) -> None:
    package = HOME / "minutesparse"
    files = [*package.rglob("*.py"), *package.rglob("*.toml"), *(ROOT / "tests" / "cases").glob("*.md")]
    assert any(quoted in file.read_text("utf-8") for file in files)


def test_architecture_names_every_layer() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    page = re.sub(r"\s+", " ", (ROOT / "docs" / "architecture.md").read_text("utf-8"))
    layers = [f"`{layer.replace(' : ', ' | ')}`" for layer in contract["layers"] if layer != "__main__"]
    assert " → ".join(layers) in page
