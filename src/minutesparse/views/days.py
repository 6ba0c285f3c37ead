"""Days as cells, as words and as days: what a record has in ISO 8601, whole, in part or not at all."""

from datetime import date

_WHOLE = len("2024-03-05")


def day_of(value: str | None) -> date | None:
    """The day that an ISO date names; None for a month or other words, and where the calendar has no such day."""
    try:
        return date.fromisoformat(value) if value and len(value) == _WHOLE else None
    except ValueError:
        return None


def cell(value: str | None) -> date | str | None:
    """A day as a day, other words as they are."""
    return day_of(value) or value


def written(value: str, weekday: bool = False) -> str:
    """A day as people write it; other words as they are."""
    day = day_of(value)
    return f"{f'{day:%A} ' if weekday else ''}{day.day} {day:%B %Y}" if day else value
