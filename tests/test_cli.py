"""The command line, called as users call it: arguments, exit code, standard output, standard error."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

import minutesparse
from minutesparse.cli import app
from minutesparse.document import Document
from minutesparse.record import Minutes, json_schema

MINUTES = """\
Minutes of the Parish Council meeting held on 4 March 2024 at 7.30pm in the Village Hall

Present: Cllr Anne Marsh (Chair), Cllr Bob Vane, Mrs Joan Pole (Clerk)
Apologies: Cllr Tim Reed

1. Apologies
Apologies were accepted from Cllr Reed.

2. Highways
Cllr Vane expressed concern that the drain had not been cleared.
ACTION: Clerk to write to the county council by 29 March 2024.
It was resolved to accept the quotation.
"""
NO_MINUTES = "The quick brown fox jumps over the lazy dog.\n"
HOME = Path(minutesparse.__file__).parents[1]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with files good and bad, in which every test here runs."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.txt").write_text(MINUTES, "utf-8")
    (tmp_path / "other.md").write_text(NO_MINUTES, "utf-8")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "blank.txt").write_text(" \n\n\t\n")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 4)
    (tmp_path / "folder").mkdir()
    return tmp_path


def run(*args: str | bytes, stdin: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "minutesparse", *args]
    environment = {**os.environ, "PYTHONPATH": str(HOME), **env}
    return subprocess.run(command, input=stdin, capture_output=True, env=environment, check=False)


# arguments, exit code, how many records on standard output, what standard error says
ROWS: list[tuple[list[str], int, int, list[str]]] = [
    (["good.txt"], 0, 1, []),
    (["other.md"], 0, 1, []),
    (["--compact", "good.txt"], 0, 1, []),
    (["good.txt", "other.md"], 0, 2, []),
    (["--", "good.txt"], 0, 1, []),
    (["missing.txt"], 3, 0, ["minutesparse: missing.txt: no such file"]),
    (["folder"], 3, 0, ["minutesparse: folder: this is a folder"]),
    (["empty.txt"], 3, 0, ["minutesparse: empty.txt: the file is empty"]),
    (["blank.txt"], 3, 0, ["minutesparse: blank.txt: there is no text in it"]),
    (["binary.txt"], 3, 0, ["minutesparse: binary.txt: "]),
    (
        ["good.txt", "missing.txt", "other.md", "empty.txt"],
        3,
        2,
        ["minutesparse: missing.txt: no such", "minutesparse: empty.txt: "],
    ),
    (["--fail-on", "error", "good.txt"], 0, 1, []),
    (["--fail-on", "missing.txt"], 2, 0, ["minutesparse: missing argument 'FILE'; see minutesparse extract --help"]),
    (["--fail-on"], 2, 0, ["minutesparse: option '--fail-on' requires an argument; see minutesparse extract --help"]),
    ([], 2, 0, ["minutesparse: missing argument 'FILE'; see minutesparse extract --help"]),
    (["--no-such-option", "good.txt"], 2, 0, ["minutesparse: no such option: --no-such-option"]),
    (["-dash\x1b[31m.txt"], 2, 0, ["minutesparse: no such option: -d"]),
    (["good.txt", ""], 2, 0, ["minutesparse: an argument is empty"]),
    (["good.txt", "-o", ""], 2, 0, ["minutesparse: an argument is empty"]),
    (["--fail-on", "no-dote", "good.txt"], 2, 0, ["minutesparse: --fail-on no-dote: no such code; known are info, "]),
    (["-o", "good.txt", "good.txt"], 2, 0, ["minutesparse: good.txt would be overwritten"]),
    (["-o", "./folder/../good.txt", "other.md", "good.txt"], 2, 0, ["minutesparse: folder/../good.txt would be"]),
    (["-o", "folder", "good.txt"], 3, 0, ["minutesparse: folder: cannot be written: "]),
    (["-o", "nowhere/x.json", "good.txt"], 3, 0, ["minutesparse: nowhere/x.json: cannot be written: "]),
    (["-o", "-", "good.txt"], 0, 1, []),
]


@pytest.mark.parametrize(("args", "code", "records", "said"), ROWS, ids=[" ".join(row[0]) or "nothing" for row in ROWS])
def test_extract(args: list[str], code: int, records: int, said: list[str]) -> None:
    result = CliRunner().invoke(app, ["extract", *args])
    assert result.exit_code == code, result.stderr
    lines = result.stderr.splitlines()
    assert len(lines) == len(said)
    harmless(result.stderr_bytes)
    assert all(line.startswith(start) for line, start in zip(lines, said, strict=False))
    assert len(parse(result.stdout)) == records
    assert "Traceback" not in result.stderr


WRONG = ["nope", "-x", "batch good.txt", "export good.txt", "check --format xml", "\x1b[31m"]


@pytest.mark.parametrize("command", WRONG)
def test_wrong_usage_is_one_line_that_says_where_help_is(command: str) -> None:
    result = CliRunner().invoke(app, command.split())
    assert (result.exit_code, result.stdout) == (2, "")
    [line] = result.stderr.splitlines()
    assert line.startswith("minutesparse: ")
    assert "; see minutesparse" in line
    harmless(result.stderr_bytes)


@pytest.mark.parametrize(
    "args",
    [
        "export good.txt --to md -o good.txt",
        "export other.md good.txt --to ics -o folder/../good.txt",
        "review good.txt -o good.txt",
        "review record.json --text good.txt -o good.txt",
        "extract other.md --text-to other.md",
        "extract other.md --text-to x.txt -o ./x.txt",
        "extract other.md --text-to -",
    ],
)
def test_nothing_that_is_read_is_overwritten(args: str, folder: Path) -> None:
    (folder / "record.json").write_text(CliRunner().invoke(app, ["extract", "good.txt"]).stdout, "utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    result = CliRunner().invoke(app, args.split())
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1)
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def parse(output: str) -> list[Minutes]:
    """The records printed one after the other."""
    records, decoder, rest = [], json.JSONDecoder(), output.strip()
    while rest:
        value, end = decoder.raw_decode(rest)
        records.append(Minutes.model_validate(value))
        rest = rest[end:].strip()
    return records


def test_one_file_is_indented_and_several_are_a_line_each() -> None:
    one = CliRunner().invoke(app, ["extract", "good.txt"]).stdout
    assert one.startswith('{\n  "schema_version"')
    assert len(CliRunner().invoke(app, ["extract", "--compact", "good.txt"]).stdout.splitlines()) == 1
    assert len(CliRunner().invoke(app, ["extract", "good.txt", "other.md"]).stdout.splitlines()) == 2


def test_standard_input() -> None:
    result = CliRunner().invoke(app, ["extract", "-"], input=MINUTES)
    [minutes] = parse(result.stdout)
    assert minutes.source.name == "-"
    assert minutes.sections


def test_text_without_minutes_gives_a_record_that_says_so() -> None:
    result = CliRunner().invoke(app, ["extract", "other.md"])
    assert result.exit_code == 0
    [minutes] = parse(result.stdout)
    assert minutes.diagnostics


@pytest.mark.parametrize("wanted", ["error", "warning", "info", "no-minutes-found"])
def test_fail_on(wanted: str) -> None:
    """The record still comes out; standard error says what was met; the exit code is 1."""
    result = CliRunner().invoke(app, ["extract", "--fail-on", wanted, "other.md"])
    assert result.exit_code == 1
    assert len(parse(result.stdout)) == 1
    assert result.stderr.startswith("minutesparse: other.md: ")


def test_unreadable_comes_before_fail_on() -> None:
    result = CliRunner().invoke(app, ["extract", "--fail-on", "info", "other.md", "missing.txt"])
    assert result.exit_code == 3


def test_output_is_written_whole(folder: Path) -> None:
    out = folder / "out.json"
    assert CliRunner().invoke(app, ["extract", "good.txt", "-o", "out.json"]).exit_code == 0
    assert Minutes.model_validate_json(out.read_bytes())
    before = out.read_bytes()
    mode = out.stat().st_mode
    assert CliRunner().invoke(app, ["extract", "missing.txt", "-o", "out.json"]).exit_code == 3
    assert out.read_bytes() == before
    result = CliRunner().invoke(app, ["extract", "good.txt", "missing.txt", "-o", "out.json"])
    assert result.exit_code == 3
    assert result.stdout == ""
    assert len(parse(out.read_text("utf-8"))) == 1
    assert out.stat().st_mode == mode
    assert not list(folder.glob(".minutesparse-*"))


def test_output_that_breaks_off_leaves_the_old_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = folder / "out.json"
    out.write_text("old")

    def broken(*args: object) -> None:
        raise RuntimeError("in the middle of it")

    monkeypatch.setattr("minutesparse.pipeline.extract", broken)
    assert CliRunner().invoke(app, ["extract", "good.txt", "-o", "out.json"]).exit_code == 3
    assert out.read_text() == "old"
    assert not list(folder.glob(".minutesparse-*"))


@pytest.mark.skipif(os.name == "nt", reason="symbolic links and permissions of POSIX")
def test_a_fault_of_ours_in_one_file_does_not_lose_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from minutesparse import pipeline

    works = pipeline.extract

    def breaks(document: Document, model: None) -> Minutes:
        if document.name == "other.md":
            raise RuntimeError("in the middle of it")
        return works(document, model)

    monkeypatch.setattr(pipeline, "extract", breaks)
    result = CliRunner().invoke(app, ["extract", "other.md", "good.txt"])
    assert result.exit_code == 3
    assert len(parse(result.stdout)) == 1
    assert result.stderr.startswith("minutesparse: other.md: internal error, please report it (RuntimeError: in the")


def test_output_keeps_link_and_permissions(folder: Path) -> None:
    target = folder / "folder" / "real.json"
    target.write_text("old")
    target.chmod(0o640)
    (folder / "link.json").symlink_to(target)
    assert CliRunner().invoke(app, ["extract", "good.txt", "-o", "link.json"]).exit_code == 0
    assert (folder / "link.json").is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert Minutes.model_validate_json(target.read_bytes())


@pytest.mark.skipif(os.name == "nt", reason="names that Windows does not allow")
@pytest.mark.parametrize(
    "name",
    [
        b"two words.txt",
        b"new\nline.txt",
        b"odd\xff\xfebytes.txt",
        b"-dash.txt",
        b"\x1b]0;owned\x07.txt",
        b"\xc2\x9b31m.txt",
        b"[bold].txt",
    ],
)
def test_odd_file_names(folder: Path, name: bytes) -> None:
    """Files with odd names are read, and no name reaches the terminal raw."""
    path = os.fsencode(folder) + b"/" + name
    Path(os.fsdecode(path)).write_text(MINUTES)
    for args in (["extract"], ["show"], ["extract", "--fail-on", "info"]):
        result = CliRunner().invoke(app, [*args, "--", os.fsdecode(name)])
        assert result.exit_code in (0, 1), result.stderr
        harmless(result.stdout_bytes, result.stderr_bytes)
    Path(os.fsdecode(path)).unlink()
    result = CliRunner().invoke(app, ["extract", "--", os.fsdecode(name)])
    assert result.exit_code == 3
    assert result.stderr_bytes.count(b"\n") == 1
    harmless(result.stderr_bytes)


@pytest.mark.skipif(sys.platform != "linux", reason="names that other systems do not allow")
def test_odd_bytes_in_a_process_of_its_own(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/odd\xff.txt")).write_text(MINUTES)
    result = run("extract", b"odd\xff.txt", b"gone\xfe.txt")
    assert (result.returncode, result.stderr.count(b"\n")) == (3, 1)
    harmless(result.stdout, result.stderr)


def test_terminal_codes_in_minutes_never_come_out(folder: Path) -> None:
    evil = MINUTES.replace(
        "Highways", "High\x1b[2Jways \x9b31m \x1b]8;;http://x\x07 [bold red]loud[/]\u202e\u061c\u2066"
    )
    evil += "\nCllr Vane \u061cexpressed concern about the \u202egate\u202c.\n\nACTION: \u061cClerk to mend it.\n"
    (folder / "evil.txt").write_text(evil, "utf-8")
    record = CliRunner().invoke(app, ["extract", "evil.txt"]).stdout_bytes
    harmless(record)
    (folder / "evil.json").write_bytes(record.replace(b'"Village Hall', b'"\\u001b[31mVillage \\u009bHall'))
    for args in (["show", "evil.txt"], ["show", "--why", "evil.txt"], ["show", "evil.json"], ["check", "evil.txt"]):
        shown = CliRunner().invoke(app, args)
        assert shown.exit_code == 0, shown.stderr
        harmless(shown.stdout_bytes)


def harmless(*streams: bytes) -> None:
    for stream in streams:
        text = stream.decode("utf-8")
        assert not [
            c for c in text if (c < " " and c not in "\n") or "\x7f" <= c <= "\x9f" or c in "\u061c\u202e\u2066"
        ]


@pytest.mark.skipif(os.name == "nt", reason="pipes of POSIX")
@pytest.mark.parametrize(
    "command", ["extract good.txt", "extract good.txt good.txt", "show good.txt", "check good.txt", "schema"]
)
def test_closed_pipe_ends_quietly(command: str) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    args = [sys.executable, "-m", "minutesparse", *command.split()]
    result = subprocess.run(args, stdout=write_end, stderr=subprocess.PIPE, env=environment, check=False)
    os.close(write_end)
    assert result.stderr == b""
    assert result.returncode == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")
@pytest.mark.parametrize(
    "command",
    [
        "extract good.txt",
        "show good.txt",
        "check good.txt",
        "schema",
        "extract good.txt -o /dev/full",
        "batch good.txt --quiet -o -",
    ],
)
def test_full_disk_is_one_line(command: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    args = [sys.executable, "-m", "minutesparse", *command.split()]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(args, stdout=full, stderr=subprocess.PIPE, env=environment, check=False)
    assert result.returncode == 3
    assert result.stderr.count(b"\n") == 1
    assert b"cannot" in result.stderr
    assert b"standard input" not in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize(
    ("command", "named"),
    [
        ("extract good.txt -o x.json", "x.json"),
        ("extract good.txt --text-to x.txt -o /dev/null", "x.txt"),
        ("export good.txt --to ics -o x.ics", "x.ics"),
        ("export good.txt --to csv -o folder", "folder/meetings.csv"),
        ("batch good.txt --quiet -o x.ndjson", "x.ndjson"),
    ],
)
def test_a_file_without_room_is_one_line_and_leaves_nothing_behind(command: str, named: str, folder: Path) -> None:
    code = (
        "import resource, signal, sys; from minutesparse.cli import main\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)); main()"
    )
    args = [sys.executable, "-c", code, *command.split()]
    environment = {**os.environ, "PYTHONPATH": str(HOME), "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(args, capture_output=True, env=environment, check=False)
    assert result.returncode == 3
    [line] = result.stderr.decode().splitlines()
    assert line.startswith(f"minutesparse: {named}: cannot be written: ")
    assert not [*folder.glob(".minutesparse-*"), *folder.glob("*/.minutesparse-*")]


@pytest.mark.parametrize("command", ["extract", "show", "check", "review", "track", "export --to md", "evaluate"])
def test_a_file_closed_to_us_is_one_line_like_any_that_cannot_be_read(
    command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_, **__: False)  # all that root, too, is told of a file's permissions
    result = CliRunner().invoke(app, [*command.split(), "binary.txt" if command == "track" else "good.txt"])
    assert "is not readable" not in result.stderr


def test_version() -> None:
    assert CliRunner().invoke(app, ["--version"]).stdout == f"minutesparse {minutesparse.__version__}\n"
    assert run("--version").stdout.decode().strip() == f"minutesparse {minutesparse.__version__}"


@pytest.mark.parametrize("command", ["", "extract", "check", "evaluate", "export", "show", "schema"])
def test_help_is_the_same_at_every_width(command: str) -> None:
    shown = {
        CliRunner().invoke(app, [*command.split(), "--help"], env={"COLUMNS": width}).stdout
        for width in ("60", "100", "200")
    }
    assert len(shown) == 1
    assert "Usage: " in shown.pop()


@pytest.mark.parametrize("command", sorted(command.name or "" for command in app.registered_commands))
def test_every_command_has_an_example(command: str) -> None:
    """Lines that can be copied; their options are the command's own."""
    shown = CliRunner().invoke(app, [command, "--help"]).stdout
    examples = re.findall(rf"^    .*minutesparse {command} .*$", shown.partition("Examples:\n")[2], re.MULTILINE)
    assert examples
    for option in re.findall(r" (--?[a-z-]+)\b", " ".join(examples)):
        assert option in shown.partition("Options:")[2]


@pytest.mark.parametrize(
    ("args", "unwanted"),
    [
        ("--help", "spacy pydantic rich yaml charset_normalizer"),
        ("--version", "spacy pydantic rich yaml charset_normalizer"),
        ("schema", "spacy rich yaml charset_normalizer"),
        ("extract good.txt", "yaml"),
        ("show record.json", "spacy"),
    ],
)
def test_what_is_not_imported(args: str, unwanted: str, folder: Path) -> None:
    (folder / "record.json").write_text(CliRunner().invoke(app, ["extract", "good.txt"]).stdout, "utf-8")
    code = (
        "import sys; from minutesparse.cli import app\n"
        f"try: app({args.split()!r})\nexcept SystemExit: pass\n"
        f"sys.stderr.write(' '.join(m for m in {unwanted.split()!r} if m in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPATH": str(HOME)}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment, text=True, check=True)
    assert result.stderr == ""


def test_schema_describes_every_key() -> None:
    schema = json.loads(CliRunner().invoke(app, ["schema"]).stdout)
    assert schema == json_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    for name, part in [("Minutes", schema), *schema["$defs"].items()]:
        assert part.get("description"), name
        for key, value in part.get("properties", {}).items():
            described = value if "$ref" not in value else schema["$defs"][value["$ref"].rpartition("/")[2]]
            assert described.get("description"), f"{name}.{key}"


@pytest.mark.parametrize("file", ["good.txt", "other.md"])
def test_records_follow_the_schema(file: str) -> None:
    record = json.loads(CliRunner().invoke(app, ["extract", file]).stdout)
    jsonschema.Draft202012Validator(json_schema()).validate(record)


# Show


@pytest.mark.parametrize("width", [20, 60, 80, 100])
@pytest.mark.parametrize("why", [(), ("--why",)])
def test_show_fits_the_width(width: int, why: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, ["show", *why, "good.txt"], env={"COLUMNS": str(width)})
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert max(map(len, lines)) <= width
    assert all(line == line.rstrip() for line in lines)
    assert "Highways" in result.stdout


def test_show_takes_a_record_and_its_text(folder: Path) -> None:
    (folder / "record.json").write_text(CliRunner().invoke(app, ["extract", "good.txt"]).stdout, "utf-8")
    direct = CliRunner().invoke(app, ["show", "--why", "good.txt"]).stdout
    assert CliRunner().invoke(app, ["show", "--why", "record.json", "--text", "good.txt"]).stdout == direct
    assert "characters" in CliRunner().invoke(app, ["show", "--why", "record.json"]).stdout
    assert "characters" not in direct
    wrong = CliRunner().invoke(app, ["show", "record.json", "--text", "other.md"])
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert wrong.stderr == "minutesparse: other.md is not the text that this record was made from\n"


def test_show_takes_several_records(folder: Path) -> None:
    (folder / "all.ndjson").write_text(CliRunner().invoke(app, ["extract", "good.txt", "good.txt"]).stdout, "utf-8")
    one = CliRunner().invoke(app, ["show", "good.txt"]).stdout
    assert CliRunner().invoke(app, ["show", "all.ndjson"]).stdout == one * 2


def test_show_refuses_what_is_no_record(folder: Path) -> None:
    (folder / "bad.json").write_text('{"schema_version": "1.0"}')
    result = CliRunner().invoke(app, ["show", "bad.json"])
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == "minutesparse: bad.json: not a record of this version: source: Field required\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_show_prints_in_any_encoding(encoding: str, folder: Path) -> None:
    (folder / "odd.txt").write_text(MINUTES.replace("the drain", "“the drain” at Łódź – 雨"), "utf-8")
    result = run("show", "odd.txt", PYTHONIOENCODING=encoding)
    assert result.returncode == 0, result.stderr
    result.stdout.decode(encoding)


def test_show_without_colour() -> None:
    coloured = run("show", "good.txt", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="")
    assert b"\x1b[" in coloured.stdout
    plain = run("show", "good.txt", FORCE_COLOR="1", TERM="xterm-256color", NO_COLOR="1")
    assert not re.search(rb"\x1b\[[\d;]*3[0-7]m", plain.stdout)
    assert b"\x1b" not in run("show", "good.txt").stdout
