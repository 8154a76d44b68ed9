"""The few shapes the plots are drawn with, as strings of SVG: a frame with two scales, lines, points, whiskers, a legend.

Sizes are in units of the drawing, 440 wide; colours and fonts are classes of the style sheet (`s0`, `s1` … for the series), so
that a plot follows the page on screen and on paper and its texts stay texts. Why no plotting library: docs/decisions/
evaluation-reports.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.report.markup import element, escape

WIDTH = 440
SERIES = 6
"""Colours and marks; a seventh series begins anew."""

_LETTER = 14
"""The size of letters on a narrow screen, the largest there is."""
_NARROW = 0.56


@dataclass(frozen=True, slots=True)
class Scale:
    """Values low…high onto start…stop of the drawing."""

    low: float
    high: float
    start: float
    stop: float
    logarithmic: bool = False

    def __call__(self, value: float) -> float:
        low, high, at = (math.log(each) for each in (self.low, self.high, value)) if self.logarithmic else (self.low, self.high, value)
        part = (at - low) / (high - low) if high > low else 0.5
        return round(self.start + part * (self.stop - self.start), 1)


def text_width(text: str) -> float:
    """About how wide a text stands: Chinese characters a full square, others half of one."""
    return sum(_LETTER if ord(each) > 0x2E80 else _LETTER * _NARROW for each in text)


def drawing(height: float, described: str, *parts: str) -> str:
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {height:g}", role="img", aria_label=described)


def label(x: float, y: float, text: str, anchor: str = "start", css: str = "") -> str:
    return element("text", escape(text), x=x, y=y, text_anchor="" if anchor == "start" else anchor, css=css)


def line(x1: float, y1: float, x2: float, y2: float, css: str) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, css=css)


def path(points: Sequence[tuple[float, float]], series: int) -> str:
    """A line through points."""
    steps = "L".join(f"{x:g} {y:g}" for x, y in points)
    return element("path", d=f"M{steps}", css=f"curve s{series % SERIES}") if points else ""


def steps(points: Sequence[tuple[float, float]], series: int) -> str:
    """A staircase through points: to the right, then up."""
    first = f"M{points[0][0]:g} {points[0][1]:g}" if points else ""
    return element("path", d=first + "".join(f"H{x:g}V{y:g}" for x, y in points[1:]), css=f"curve s{series % SERIES}") if points else ""


def mark(x: float, y: float, series: int, told: str = "") -> str:
    """A point in the colour and shape of its series, so that neither is needed alone; `told` appears under the pointer."""
    title = element("title", escape(told)) if told else ""
    return element("path", title, d=_SHAPES[series % SERIES], css=f"mark s{series % SERIES}", transform=f"translate({x:g} {y:g})")


def dot(x: float, y: float, series: int, told: str = "") -> str:
    """A small point of a curve."""
    title = element("title", escape(told)) if told else ""
    return element("circle", title, cx=x, cy=y, r=2.5, css=f"dot s{series % SERIES}")


_SHAPES = (
    "M-4.5 0A4.5 4.5 0 1 1 4.5 0A4.5 4.5 0 1 1 -4.5 0Z",
    "M-4 -4H4V4H-4Z",
    "M0 -5.5L5 3.5H-5Z",
    "M0 -5.5L5.5 0L0 5.5L-5.5 0Z",
    "M0 5.5L5 -3.5H-5Z",
    "M-5 -1.7H-1.7V-5H1.7V-1.7H5V1.7H1.7V5H-1.7V1.7H-5Z",
)
"""Around the origin: disc, square, triangle, diamond, triangle on its head, cross."""


def whisker(x1: float, y1: float, x2: float, y2: float, series: int) -> str:
    """The line of an interval."""
    return line(x1, y1, x2, y2, f"whisker s{series % SERIES}")


def legend(names: Sequence[str], y: float) -> tuple[str, float]:
    """Marks with names, line by line as they fit, and the height they take."""
    parts, x, row = [], 0.0, 0
    for series, name in enumerate(names):
        width = text_width(name) + 30
        if x and x + width > WIDTH:
            x, row = 0.0, row + 1
        parts += [mark(x + 8, y + row * 20 + 10, series), label(x + 18, y + row * 20 + 14, name)]
        x += width
    return "".join(parts), 20.0 * (row + 1)


def shares_up(scale: Scale, left: float, right: float) -> str:
    """Lines at 0, 25 … 100 % across the frame, named at the left."""
    return "".join(
        line(left, scale(part), right, scale(part), "grid") + label(left - 6, scale(part) + 4, f"{part:.0%}", "end", "tick")
        for part in _quarters(scale)
    )


def shares_along(scale: Scale, top: float, bottom: float) -> str:
    """The same along the frame, named below."""
    return "".join(
        line(scale(part), top, scale(part), bottom, "grid") + label(scale(part), bottom + 16, f"{part:.0%}", "middle", "tick")
        for part in _quarters(scale)
    )


def _quarters(scale: Scale) -> Iterable[float]:
    return (part / 4 for part in range(5) if scale.low <= part / 4 <= scale.high)
