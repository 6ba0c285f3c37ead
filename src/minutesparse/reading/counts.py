"""The numbers that lists count with, in the form in which a word processor or a browser prints them."""

_ROMAN = [(1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x")]
_ROMAN += [(9, "ix"), (5, "v"), (4, "iv"), (1, "i")]


def written(count: int, form: str) -> str:
    """A count from 1 in a form named as Word names it: "lowerLetter", "upperRoman", "decimalZero"; else in digits."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        roman, rest = "", max(count, 0) % 4000
        for number, letters in _ROMAN:
            while rest >= number:
                roman, rest = roman + letters, rest - number
        return roman.upper() if form == "upperRoman" else roman
    return f"{count:02d}" if form == "decimalZero" else str(count)
