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


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("2019-06-14.txt", "date-contradicts-name"),  # one figure is another
        ("2019-06-01.txt", "date-contradicts-name"),  # before the meeting
        ("2019-06-07.txt", "date-contradicts-name"),  # too soon after it
        ("2019-06-04.txt", None),
        ("minutes 4th June 2019.txt", None),
        ("2019-07-30.txt", None),  # the day of publication
        ("2019-07-30 minutes of 4 June 2019.txt", None),
        ("2019-04-06.txt", None),  # day and month the other way round
        ("minutes-17.txt", None),
    ],
)
def test_the_day_in_a_file_s_name(name: str, code: str | None) -> None:
    text = "Minutes of the choir committee held on 4 June 2019\n\nPresent: Ann Box (Chair), Bo Cole\n"
    assert found(text, name) == ({code} if code else set())
