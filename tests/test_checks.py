"""The checks: every code is explained, by an example that it finds fault with and the same minutes mended."""

import pytest

from minutesparse import extract, read
from minutesparse.checks import codes
from minutesparse.checks.explaining import explain

CODES = sorted(codes())


def found(text: str, name: str) -> set[str]:
    return {diagnostic.code for diagnostic in extract(read(text.encode(), name)).diagnostics}


@pytest.mark.parametrize("code", CODES)
def test_example_is_found_fault_with_and_not_when_it_is_mended(code: str) -> None:
    explained = explain(code)
    assert code in found(explained.example, explained.file)
    assert code not in found(explained.mended, explained.file)
    assert explained.checks.endswith(".")
    assert explained.why.endswith(".")


def test_nothing_is_explained_that_is_no_code() -> None:
    from minutesparse.checks.explaining import _rows

    assert sorted(_rows()) == CODES
