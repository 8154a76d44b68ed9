"""The four plots of a report: how much evidence is found within how many characters; every measure with its interval; how long
an answer takes; and what refusing costs. Each is a figure with a heading and a sentence that says how to read it, or nothing
when the report does not hold what it shows.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from eval.report.charts import (
    WIDTH,
    Scale,
    dot,
    drawing,
    label,
    legend,
    line,
    mark,
    path,
    shares_along,
    shares_up,
    steps,
    whisker,
)
from eval.report.markup import element, escape
from eval.report.names import meaning, percent, percent_range, seconds
from eval.report.reading import answer_seconds, answered, figures_of, is_answerable, measures, quantile, refused, share, variants
from eval.types import Figure, RefusalPoint, Report

BUDGET = re.compile(r"ER@(\d+)c")
LEFT, RIGHT = 46.0, WIDTH - 14.0
SWEPT = "曲线是其他拒答门槛的结果，旁边的数字是门槛：门槛越高，拒答越多。"
ROOM = 26.0
"""Between two thresholds that are named."""
TICKS = tuple(digit * 10.0**power for power in range(-4, 4) for digit in (1, 2, 5))
"""Seconds that an axis of durations may name."""


def plots(report: Report) -> str:
    """All plots that can be drawn, as HTML."""
    return "".join((recall_plot(report), measure_plot(report), refusal_plot(report), latency_plot(report)))


def _figure(heading: str, sentence: str, drawn: str, css: str = "") -> str:
    return element("figure", element("h3", escape(heading)), element("p", escape(sentence), css="hint"), drawn, css=css)


def recall_plot(report: Report) -> str:
    """Evidence recall against the budget of characters, a line for each variant."""
    budgets = sorted((int(found[1]), name) for name in measures(report) if (found := BUDGET.fullmatch(name)))
    names = [name for name in variants(report) if _curve(report, name, budgets)]
    if len(budgets) < 2 or not names:
        return ""
    y = Scale(0, 1, 230, 14)
    x = Scale(budgets[0][0], budgets[-1][0], LEFT + 24, RIGHT - 24, logarithmic=True)
    axis = "".join(label(x(budget), 248, f"{budget}字", "middle", "tick") for budget, _ in budgets)
    curves = "".join(_recall_curve(_curve(report, name, budgets), series, len(names), x, y) for series, name in enumerate(names))
    below, height = legend(names, 258)
    drawn = drawing(258 + height, "依据找全比例与阅读字数的关系", shares_up(y, LEFT, RIGHT), axis, curves, below)
    return _figure("读多少字能找到依据", "横轴是从检索结果开头读起的字数，纵轴是读到的标准依据的比例。线越高越好；竖线为95%区间。", drawn)


def _curve(report: Report, variant: str, budgets: Sequence[tuple[int, str]]) -> list[tuple[int, Figure]]:
    known = figures_of(report)
    return [(budget, figure) for budget, name in budgets if (figure := known.get((variant, name, "all")))]


def _recall_curve(curve: Sequence[tuple[int, Figure]], series: int, count: int, x: Scale, y: Scale) -> str:
    aside = 5.0 * (series - (count - 1) / 2)  # so that whiskers of several variants stand side by side
    points = [(x(budget) + aside, y(figure.mean)) for budget, figure in curve]
    whiskers = (
        whisker(at, y(figure.interval.low), at, y(figure.interval.high), series) for (at, _), (_, figure) in zip(points, curve, strict=True)
    )
    marks = (mark(*point, series, _told(figure)) for point, (_, figure) in zip(points, curve, strict=True))
    return path(points, series) + "".join(whiskers) + "".join(marks)


def _told(figure: Figure) -> str:
    named = f"{figure.variant}，{meaning(figure.measure).label}"
    return f"{named}：{percent(figure.mean)}（95%区间 {percent_range(*figure.interval)}，{figure.n}题）"


def measure_plot(report: Report) -> str:
    """Every measure between 0 and 1 over all questions: a dot and its interval for each variant."""
    known, names = figures_of(report), variants(report)
    shown = [name for name in measures(report) if any(0 <= known[key].mean <= 1 for key in known if key[1:] == (name, "all"))]
    if not shown:
        return ""
    gap, top, left = 9.0, 8.0, 134.0
    row = gap * len(names) + 14
    bottom = top + row * len(shown)
    x = Scale(0, 1, left, RIGHT - 6)
    parts = [shares_along(x, top, bottom)]
    for place, name in enumerate(shown):
        middle = top + row * (place + 0.5)
        parts.append(label(left - 10, middle + 4, meaning(name).label[:12] + ("↓" if meaning(name).lower_is_better else ""), "end"))
        for series, variant in enumerate(names):
            parts.append(_dot(known.get((variant, name, "all")), x, middle + gap * (series - (len(names) - 1) / 2), series))
    below, height = legend(names, bottom + 24)
    drawn = drawing(bottom + 24 + height, "各项指标与95%区间", *parts, below)
    return _figure("各项指标", "点为平均值，横线为95%区间：区间越短，数字越可靠。名称带↓的越低越好，其余越高越好。", drawn, "tall")


def _dot(figure: Figure | None, x: Scale, y: float, series: int) -> str:
    if figure is None or not 0 <= figure.mean <= 1:
        return ""
    low, high = (min(1.0, max(0.0, each)) for each in figure.interval)
    return whisker(x(low), y, x(high), y, series) + mark(x(figure.mean), y, series, _told(figure))


def refusal_plot(report: Report) -> str:
    """For each variant: how many unanswerable questions it refuses against how many answerable ones it answers."""
    found = [(name, refuses, answers) for name in variants(report) if (pair := _shares(report, name)) for refuses, answers in [pair]]
    if not found:
        return ""
    x, y = Scale(0, 1, LEFT, RIGHT - 6), Scale(0, 1, 230, 30)
    axes = shares_along(x, 30, 230) + shares_up(y, LEFT, RIGHT - 6)
    named = label((LEFT + RIGHT) / 2, 266, "资料中没有答案：正确拒答的比例 →", "middle") + label(0, 14, "↑ 资料中有答案：作答的比例")
    marks = "".join(
        mark(x(refuses), y(answers), series, f"{name}：没有答案时拒答 {percent(refuses)}，有答案时作答 {percent(answers)}")
        for series, (name, refuses, answers) in enumerate(found)
    )
    tried = "".join(_threshold_curve(report, name, series, x, y) for series, (name, *_) in enumerate(found))
    below, height = legend([f"{name}（{refuses:.0%}，{answers:.0%}）" for name, refuses, answers in found], 274)
    drawn = drawing(274 + height, "拒答与作答的取舍", axes, named, tried, marks, below)
    told = "越靠右上角越好：靠左是资料中没有也编造答案，靠下是资料中有却不回答。"
    return _figure("该答的答，该拒的拒", told + (SWEPT if tried else ""), drawn)


def _threshold_curve(report: Report, variant: str, series: int, x: Scale, y: Scale) -> str:
    """Through what other thresholds would do, each named where there is room; nothing where none was tried."""
    points = [each for each in report.refusals if each.variant == variant]
    parts, last = [path([(x(each.refused), y(each.answered)) for each in points], series)], (-ROOM, -ROOM)
    for each in points:
        at = x(each.refused), y(each.answered)
        parts.append(dot(*at, series, _threshold_told(each)))
        if math.dist(at, last) >= ROOM:
            parts.append(label(at[0] - 7, at[1] + 13, f"{each.threshold:.2f}", "end", "tick"))
            last = at
    return "".join(parts)


def _threshold_told(point: RefusalPoint) -> str:
    shares = f"没有答案时拒答 {percent(point.refused)}，有答案时作答 {percent(point.answered)}，得分 {percent(point.score)}"
    return f"门槛 {point.threshold:.2f}：{shares}"


def _shares(report: Report, variant: str) -> tuple[float, float] | None:
    """Refused share of the unanswerable questions, answered share of the answerable ones; None where one kind was not asked."""
    asked = [each for each in dict(report.asked).get(variant, ()) if each.given or each.error]
    if not any(each.given for each in asked):
        return None
    refuses = share(refused(each) for each in asked if not is_answerable(each.item))
    answers = share(answered(each) for each in asked if is_answerable(each.item))
    return None if refuses is None or answers is None else (refuses, answers)


def latency_plot(report: Report) -> str:
    """How many of the questions were answered within how many seconds."""
    spans = {name: found for name, asked in report.asked if (found := answer_seconds(asked)) and found[-1] > 0}
    if not spans:
        return ""
    names = list(spans)
    floor = 1e-4
    low, high = max(floor, min(found[0] for found in spans.values())), max(found[-1] for found in spans.values())
    x = Scale(low / 1.2, max(high, low) * 1.2, LEFT, RIGHT - 6, logarithmic=True)
    y = Scale(0, 1, 230, 14)
    ticks = [tick for tick in TICKS if x.low <= tick <= x.high]
    axis = "".join(
        line(x(tick), 14, x(tick), 230, "grid") + label(x(tick), 248, _brief(tick), "middle", "tick")
        for tick in ticks[:: 1 + len(ticks) // 8]
    )
    curves = "".join(
        steps([(x(max(floor, at)), y(n / len(spans[name]))) for n, at in _climb(spans[name])], series) for series, name in enumerate(names)
    )
    told = [f"{name}（中位 {seconds(quantile(spans[name], 0.5))}，95% {seconds(quantile(spans[name], 0.95))}）" for name in names]
    below, height = legend(told, 258)
    drawn = drawing(258 + height, "回答用时的分布", shares_up(y, LEFT, RIGHT - 6), axis, curves, below)
    return _figure("多久答完", "横轴是用时，纵轴是在这段时间内答完的问题的比例。线越靠左越快。", drawn)


def _climb(ascending: Sequence[float]) -> list[tuple[int, float]]:
    """(how many are done, at what second), from none."""
    return [(0, ascending[0]), *enumerate(ascending, 1)]


def _brief(value: float) -> str:
    return f"{value * 1000:g}毫秒" if value < 1 else f"{value:g}秒"
