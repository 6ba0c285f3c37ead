"""What the package imports is what it says it needs."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import minutesparse

ROOT = Path(__file__).parents[1]
NAMED = {"yaml": "pyyaml", "charset_normalizer": "charset-normalizer"}


def test_every_import_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [needed for needs in project["optional-dependencies"].values() for needed in needs]
    declared = {re.split(r"[\[>=<;]", needed)[0] for needed in [*project["dependencies"], *extras]}
    known = {*declared, *sys.stdlib_module_names, "minutesparse"}
    undeclared = {
        (file.name, name)
        for file in Path(minutesparse.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in _imported(node)
        if NAMED.get(name, name) not in known
    }
    assert undeclared == set()


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    return [(node.module or "").split(".")[0]] if isinstance(node, ast.ImportFrom) else []
