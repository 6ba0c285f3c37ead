"""Printed pages to text: words are put on pages by hand, as PDFium would give them."""

from minutesparse.reading.grid import Box
from minutesparse.reading.rows import Word
from minutesparse.reading.typeset import Page, to_text

SIZE = 10.0
HEIGHT = 800.0


def words(text: str, top: float, left: float = 50, bold: bool = False) -> list[Word]:
    """A line of text whose letters are all five points wide."""
    found = []
    for word in text.split():
        right = left + 5 * len(word)
        found.append(Word(word, left, right, top - SIZE, top, SIZE, bold))
        left = right + 2.5
    return found


def ruled(top: float, bottoms: list[float], columns: list[float]) -> list[Box]:
    """The lines of a table whose rows end at `bottoms`, with its columns between `columns`."""
    heights = [top, *bottoms]
    across = [(columns[0], y, columns[-1], y) for y in heights]
    return across + [(x, bottoms[-1], x, top) for x in columns]


def page(*lines: list[Word], ruled: list[Box] | None = None) -> Page:
    return Page(HEIGHT, [word for line in lines for word in line], ruled or [])


COLUMNS = [45.0, 95.0, 385.0, 500.0]


def test_table_over_a_page_break_is_one() -> None:
    first = page(
        words("Minute", 700),
        words("Task", 700, 100),
        words("Who", 700, 390),
        words("4", 680),
        words("Write to the county council about the", 680, 100),
        words("Clerk", 680, 390),
        ruled=ruled(703, [688, 665], COLUMNS),
    )
    second = page(
        words("Minute", 760),
        words("Task", 760, 100),
        words("Who", 760, 390),
        words("broken kerb in Mill Lane", 745, 100),
        words("7", 730),
        words("Order two benches", 730, 100),
        words("AB", 730, 390),
        ruled=ruled(763, [748, 733, 718], COLUMNS),
    )
    text = to_text([first, second])
    assert "| 4 | Write to the county council about the broken kerb in Mill Lane | Clerk |\f| 7 |" in text
    assert text.count("Task") == 1


def test_heads_over_the_lines_of_a_table_belong_to_it() -> None:
    text = to_text(
        [
            page(
                words("ITEM", 700, bold=True),
                words("BY WHOM", 700, 390, bold=True),
                words("12", 685),
                words("Paint the fence", 685, 100),
                words("Ann Bell", 685, 390),
                words("13", 670),
                words("Mend the gate", 670, 100),
                words("Cy Dow", 670, 390),
                ruled=ruled(688, [673, 658], COLUMNS),
            )
        ]
    )
    assert "| **ITEM** |  | **BY WHOM** |\n| 12 | Paint the fence | Ann Bell |" in text


def test_days_raised_over_the_last_columns_head_the_register() -> None:
    columns = [45.0, 200.0, 270.0, 340.0, 410.0]
    lines = ruled(760, [740], columns[1:]) + ruled(720, [705, 690], columns)
    days = [words(day, 755, left) for day, left in (("12/09/23", 205), ("16/01/24", 275), ("12/03/24", 345))]
    rows = [
        words("Ann Bell", 715),
        *(words("P", 715, left) for left in (230, 300, 370)),
        words("Cy Dow", 700),
        words("A", 700, 370),
    ]
    text = to_text([page(*days, words("ATTENDANCE", 735), *rows, ruled=lines)])
    assert text.splitlines()[:4] == [
        "ATTENDANCE",
        "",
        "|  | 12/09/23 | 16/01/24 | 12/03/24 |",
        "| Ann Bell | P | P | P |",
    ]


def test_rows_of_words_outside_the_cells_are_kept() -> None:
    lines = [*ruled(700, [685, 670], [45.0, 200.0, 400.0]), (45.0, 655.0, 400.0, 655.0)]  # a last row without sides
    text = to_text([page(words("Ann", 698), words("Chair", 698, 210), words("nobody else came", 668), ruled=lines)])
    assert "nobody else came" in text


TOLD = "The treasurer reported on the accounts and said that the balance is higher now than"


def test_notes_beside_running_text_come_after_their_paragraph() -> None:
    text = to_text(
        [
            page(
                words(TOLD, 700),
                words("it was a year ago, for which the members thanked her.", 688),
                words("EF", 688, 540),
                words("The secretary read a letter about the boiler, which is to be replaced in the spring", 660),
                words("GH", 660, 540),
                words("if the money can be found by then.", 648),
            )
        ]
    )
    assert "for which the members thanked her.\n" + " " * 60 + "EF\n" in text
    assert "in the spring if the money can be found by then.\n" + " " * 60 + "GH" in text


def test_a_note_over_several_lines_is_one() -> None:
    text = to_text(
        [
            page(
                words(TOLD, 700),
                words("Clerk to ask", 700, 540),
                words("it was a year ago, for which the members thanked her, and the clerk said that the", 688),
                words("the auditor", 688, 540),
                words("auditor may know more than she does about where the money in that account is from.", 676),
            )
        ]
    )
    assert "account is from.\n" + " " * 60 + "Clerk to ask the auditor\n" in text


def test_names_in_two_columns_are_no_notes() -> None:
    text = to_text(
        [page(words("Ann Bell", 700), words("Cy Dow", 700, 400), words("Eve Fox", 688), words("Guy Hay", 688, 400))]
    )
    assert "Ann Bell\tCy Dow" in text


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    text = to_text(
        [page(words("3/12/24, 6:30 PM Minutes", 790), words(TOLD, 700), words("https://elm.example/minutes 1/1", 20))]
    )
    assert text == TOLD + "\n"


def test_an_initial_at_the_edge_goes_on_with_its_line() -> None:
    text = to_text([page(words(TOLD + " Mr", 700), words("A. Bell had expected it to be.", 688))])
    assert "than Mr A. Bell had" in text


def test_lettered_items_are_lines_of_their_own() -> None:
    lines = (words("A. " + TOLD, 700), words("B. " + TOLD, 688))
    assert to_text([page(*lines)]).count("\n") == 2


def test_words_somewhat_lower_than_those_beside_them_stand_on_their_line() -> None:
    text = to_text([page(words("Committee", 700), words("Finance", 694, 120), words("Date", 700, 300))])
    assert text == "Committee\tFinance\tDate\n"


def test_the_few_lines_of_a_last_page_are_no_full_ones() -> None:
    told = page(*(words(TOLD, 700 - 12 * n) for n in range(20)))
    assert "Any other business\nNone\n" in to_text([told, page(words("Any other business", 700), words("None", 688))])
