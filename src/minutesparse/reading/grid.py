"""Ruled lines of a page to the grids of its tables."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Box = tuple[float, float, float, float]  # left, bottom, right, top, in points

_THIN = 3.0  # a box no thicker is a line
_SHORT = 8.0
_NEAR = 4.0
_MOST = 4_000


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of a ruled table, row by row from the top."""

    left: float
    bottom: float
    right: float
    top: float
    rows: tuple[tuple[Box, ...], ...]

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within the bounds of the table."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top

    def places(self, x: float, y: float) -> bool:
        """Whether a point lies in one of its cells."""
        if not self.holds(x, y):
            return False
        row = self.rows[max(bisect_left(self.rows, -y, key=lambda row: -row[0][3]) - 1, 0)]
        return row[0][1] <= y < row[0][3] and any(left <= x < right for left, _, right, _ in row)


def find_grids(boxes: Sequence[Box]) -> list[Grid]:
    """The tables that lines draw, or boxes where there are no lines: rows with at least two cells in one of them."""
    across, down, filled = _strokes(boxes[:_MOST])
    grids = _drawn(across, down)
    filled = [box for box in filled if not any(_holds(grid, box) for grid in grids)]
    for left, bottom, right, top in filled:  # the four sides of a box
        across += [(left, top, right, top), (left, bottom, right, bottom)]
        down += [(left, bottom, left, top), (right, bottom, right, top)]
    return _drawn(across, down) if filled else grids


def _drawn(across: list[Box], down: list[Box]) -> list[Grid]:
    found = (
        _grid([s for s in lines if _is_across(s)], [s for s in lines if not _is_across(s)])
        for lines in _touching(across, down)
    )
    return [grid for grid in found if grid is not None]


def _holds(grid: Grid, box: Box) -> bool:
    left, bottom, right, top = box
    return grid.holds((left + right) / 2, (bottom + top) / 2)


def _is_across(box: Box) -> bool:
    return box[2] - box[0] >= box[3] - box[1]


def _strokes(boxes: Sequence[Box]) -> tuple[list[Box], list[Box], list[Box]]:
    """The lines across the page, those down the page, and the boxes."""
    across, down, filled = [], [], []
    for left, bottom, right, top in boxes:
        width, height = right - left, top - bottom
        if height <= _THIN and width >= _SHORT:
            across.append((left, bottom, right, top))
        elif width <= _THIN and height >= _SHORT:
            down.append((left, bottom, right, top))
        elif width > _SHORT and height > _SHORT and height < 500:
            filled.append((left, bottom, right, top))
    return across, down, filled


def _touching(across: list[Box], down: list[Box]) -> list[list[Box]]:
    """Strokes gathered into groups that touch one another, by sweeping down the page."""
    strokes = sorted([*across, *down], key=lambda s: -s[3])
    groups: list[tuple[list[float], list[Box]]] = []  # left, bottom, right of the group; its strokes
    for stroke in strokes:
        home: tuple[list[float], list[Box]] | None = None
        for group in groups:
            left, bottom, right = group[0]
            if stroke[3] >= bottom - _NEAR and stroke[0] <= right + _NEAR and stroke[2] >= left - _NEAR:
                home = group
                break
        if home is None:
            groups.append(([stroke[0], stroke[1], stroke[2]], [stroke]))
            continue
        bounds, members = home
        bounds[0], bounds[1] = min(bounds[0], stroke[0]), min(bounds[1], stroke[1])
        bounds[2] = max(bounds[2], stroke[2])
        members.append(stroke)
    return [members for _, members in groups]


def _grid(across: list[Box], down: list[Box]) -> Grid | None:
    ys = _levels([(s[1] + s[3]) / 2 for s in across])
    if len(ys) < 2 or len(down) < 3:
        return None
    rows = []
    for top, bottom in zip(ys[::-1], ys[-2::-1], strict=False):
        middle = (top + bottom) / 2
        xs = _levels([(s[0] + s[2]) / 2 for s in down if s[1] - _NEAR <= middle <= s[3] + _NEAR])
        if len(xs) > 1:
            rows.append(tuple((a, bottom, b, top) for a, b in pairwise(xs)))
    if max(map(len, rows), default=0) < 2:
        return None
    left = min(row[0][0] for row in rows)
    right = max(row[-1][2] for row in rows)
    return Grid(left, ys[0], right, ys[-1], tuple(rows))


def _levels(values: list[float]) -> list[float]:
    """The distinct values in ascending order, those nearer than a few points taken as one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _NEAR:
            levels.append(value)
    return levels
