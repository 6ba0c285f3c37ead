"""Words to ISO dates and times, against the meeting's date."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from minutesparse.rules import Hit, load

_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"\d+")
_JOINED = re.compile(r"\d[./-]\d")
# Letters that stand for digits where a scan was misread: "l3th January", "6.3O pm".
_MISREAD = re.compile(
    r"[lIO](?:(?<!O)(?:(?<!\w.)(?=\d(?:st|nd|rd|th)\b|st\s[A-Z])|(?<=[123].)(?<!\w..)(?=st\b))"
    r"|(?<=O)(?:(?<=[123].)(?<!\w..)(?=th\b)|(?<=\d[.:]\d.)(?=\s?[AaPp]\.?[Mm]\b)"
    r"|(?<=\d[.:].)(?=\d\s?[AaPp]\.?[Mm]\b)))"
)
_AROUND = 50  # so far around digits may the words of a day reach
_PARTS = {"half": 30, "quarter": 15, "ten": 10, "twenty": 20}
_LONGEST = 1_000_000
_SAMPLE = 20_000  # characters that show how a text writes its dates


@dataclass(frozen=True, slots=True)
class Found:
    """A day or time in a text: `text[start:end]` are its words, `value` is ISO 8601.

    A day is `YYYY-MM-DD`, or `YYYY-MM` where no day is given, and None where it has no year and none could be
    supplied; a time is `HH:MM`. `weekday` counts from Monday = 0, where the words name one.
    """

    start: int
    end: int
    value: str | None
    rule: str
    weekday: int | None = None


def find_dates(text: str, day_first: bool = True, year: int | None = None, after: str | None = None) -> list[Found]:
    """The days that a text names, in order; for a range of days ("13-15 May"), its first.

    `day_first` reads 4/5/2017 as the fourth of May. A day without a year takes `year`, or with `after` (an ISO date)
    the year in which it falls on or after that.
    """
    found = []
    for offset, hit in _date_hits(text):
        day = _day(hit, day_first, year, after)
        if day is None:
            continue
        start, end = (offset + at for at in hit.match.span())
        named = hit.match.groupdict().get("weekday")
        found.append(Found(start, end, day or None, hit.rule.id, _weekday(named) if named else None))
    return sorted(found, key=lambda f: f.start)


def find_times(text: str, loose: bool = False) -> list[Found]:
    """The times of day that a text names, in order.

    `loose` also takes "7.30" and "1930", for words that stand where a time must. Without "am" or "pm" the hours are
    taken as printed.
    """
    if len(text) > _LONGEST:
        return []
    vocabulary = load("dates")
    text = _MISREAD.sub(_digit, text)
    hits = list(vocabulary.all("time", text))
    if loose:
        hits += vocabulary.all("loose_time", text)
    found = ((hit, _time(hit)) for hit in _apart(hits))
    return sorted((Found(*hit.match.span(), t, hit.rule.id) for hit, t in found if t), key=lambda f: f.start)


def resolve_due(words: str, met: str | None, day_first: bool = True) -> str | None:
    """The day that due words name ("by Friday", "9th April", "w/c 3 June"), ISO; None where they name none.

    `met` is the ISO date of the meeting, against which they are read.
    """
    base = _parse(met)
    kinds = load("dates")
    relative = kinds.first("relative", words)
    year = int(met[:4]) if met and base is None else None
    dates = [f for f in find_dates(words, day_first, year, met if base else None) if f.value and len(f.value) == 10]
    monday = relative is not None and relative.rule.value == "monday"
    if dates:
        day = _parse(dates[0].value)
        return _iso(day - timedelta(days=day.weekday())) if day and monday else dates[0].value
    if relative is None or base is None or relative.rule.value == "none":
        return None
    if monday:
        relative = next((h for h in kinds.all("relative", words) if h.rule.value in ("day", "numeric")), None)
        day = _related(relative, base, day_first) if relative else None
        return _iso(day - timedelta(days=day.weekday())) if day else None
    return _iso(_related(relative, base, day_first))


@lru_cache(maxsize=8)
def is_day_first(text: str) -> bool:
    """Whether numeric dates in this text put the day first: as its own dates show, else those in words, else signs."""
    day, month, worded = 0, 0, 0
    for _, hit in _date_hits(text[:_SAMPLE]):
        if hit.rule.id == "date.numeric":
            day += int(hit.match["first"]) > 12
            month += int(hit.match["second"]) > 12
        elif hit.match.groupdict().get("year"):
            worded += (hit.rule.id == "date.month-day") - (hit.rule.id == "date.day-month")
    if day == month == worded == 0:
        return load("dates").first("month_first", text[:_SAMPLE]) is None
    return day > month or (day == month and worded <= 0)


def weekday_of(value: str) -> int:
    """The day of the week of an ISO date, Monday = 0."""
    return date.fromisoformat(value).weekday()


@lru_cache(maxsize=16)  # a text is asked more than once: how it writes its dates, and which they are
def _date_hits(text: str) -> list[tuple[int, Hit]]:
    """The hits of the rules for days, each with the offset of the window it was found in: days stand around digits."""
    start = end = -1
    hits: list[tuple[int, Hit]] = []
    windows: list[tuple[int, int]] = []
    for digits in _DIGITS.finditer(text) if len(text) <= _LONGEST else ():
        if digits.start() > end:
            if end > 0:
                windows.append((start, end))
            start = max(0, digits.start() - _AROUND)
        end = digits.end() + _AROUND
    if end > 0:
        windows.append((start, end))
    vocabulary = load("dates")
    for start, end in windows:
        window = _MISREAD.sub(_digit, text[start:end])
        lowered = window.lower()
        if _JOINED.search(window) or any(cue in lowered for cue in vocabulary.words["month_cues"]):
            hits += [(start, hit) for hit in _apart(list(vocabulary.all("date", window)))]
    return hits


def _digit(letter: re.Match[str]) -> str:
    """The digit that a misread letter stands for."""
    return "0" if letter[0] == "O" else "1"


def _apart(hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits that overlap no hit of an earlier rule."""
    taken: dict[int, int] = {}  # start of each hit kept, by the characters it covers
    for hit in hits:
        cover = range(*hit.match.span())
        if any(i in taken for i in (cover.start, cover.stop - 1)):
            continue
        taken.update((i, cover.start) for i in cover)
        yield hit


def _day(hit: Hit, day_first: bool, year: int | None, after: str | None) -> str | None:
    """ISO date of a hit; "" where its year is unknown, None where there is no such day."""
    parts = {key: value for key, value in hit.match.groupdict().items() if value}
    written = parts.get("year") or _century(parts.get("short") or parts.get("short_"))
    if "first" in parts:
        first, second = int(parts["first"]), int(parts["second"])
        swap = first <= 12 if second > 12 else (not day_first and first <= 12)
        day, month = (second, first) if swap else (first, second)
    else:
        day = int(parts["day"]) if "day" in parts else 0
        month = _month(parts["name"]) if "name" in parts else int(parts["month"])
    if not day:
        return f"{written}-{month:02d}" if written else None
    if not _valid(int(written or 2000), month, day):
        return None
    if not written and after and (base := _parse(after)):
        return _iso(_following(base, month, day)) or ""
    written = written or (str(year) if year and _valid(year, month, day) else "")
    return f"{written}-{month:02d}-{day:02d}" if written else ""


def _related(hit: Hit, base: date, day_first: bool) -> date | None:
    """The day that a relative expression means, seen from the meeting."""
    value = hit.rule.value
    if value.isdigit():
        return base + timedelta(days=int(value))
    if value in ("weekday", "week"):
        ahead = (_weekday(hit.match["weekday"]) - base.weekday() - 1) % 7 + 1
        return base + timedelta(days=ahead + (7 if value == "week" else 0))
    if value == "day":
        day = int(hit.match["day"])
        months = ((base.year + (base.month - 1 + n) // 12, (base.month - 1 + n) % 12 + 1) for n in range(3))
        days = (date(y, m, day) for y, m in months if _valid(y, m, day))
        return next((d for d in days if d >= base), None)
    first, second = int(hit.match["first"]), int(hit.match["second"])
    day, month = (first, second) if day_first or first > 12 else (second, first)
    return _following(base, month, day)


def _following(base: date, month: int, day: int) -> date | None:
    """The day with this month and day in the year of `base`, or in the next where that would lie before it."""
    days = [date(y, month, day) for y in (base.year, base.year + 1) if _valid(y, month, day)]
    return next((d for d in days if d >= base), None)


def _time(hit: Hit) -> str | None:
    """HH:MM of a hit, None where there is no such time."""
    if hit.rule.value:
        return hit.rule.value
    parts = {key: value for key, value in hit.match.groupdict().items() if value}
    hour = int(parts["hour"]) if "hour" in parts else _numbers()[parts["word"].lower()]
    minute = int(parts.get("minute") or parts.get("minute_") or 0)
    if part := parts.get("part"):
        past = parts["side"].lower() == "past"
        hour, minute = (hour, _PARTS[part.lower()]) if past else (hour - 1, 60 - _PARTS[part.lower()])
    half = parts.get("half", "").lower() or {"m": "a", "a": "p", "e": "p"}.get(parts.get("daytime", " ")[0].lower(), "")
    if hit.rule.id == "time.range-start" and half == "p" and _crosses_noon(hit, hour):
        half = "a"
    if half and hour > 12 and half == "a":
        return None
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02d}:{minute:02d}" if hour < 24 else None


def _crosses_noon(hit: Hit, hour: int) -> bool:
    """Whether "10-1pm" begins in the morning: its first hour is later than its last."""
    last = _DIGIT.search(hit.match.string, hit.match.end())
    ends = int(re.match(r"\d+", hit.match.string[last.start() :])[0]) if last else hour  # type: ignore[index]
    return hour % 12 > ends % 12 or (ends == 12 and hour != 12)


def _century(short: str | None) -> str:
    return ("20" if int(short) < 70 else "19") + short if short else ""


def _valid(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _parse(value: str | None) -> date | None:
    return date.fromisoformat(value) if value and len(value) == 10 else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _month(name: str) -> int:
    return [word[:3].lower() for word in load("dates").words["month"][:12]].index(name[:3].lower()) + 1


def _weekday(name: str) -> int:
    return [word[:3].lower() for word in load("dates").words["weekday"][:7]].index(name[:3].lower())


@cache
def _numbers() -> dict[str, int]:
    return {word: n for n, word in enumerate(load("dates").words["number"], 1)}
