"""What got better and worse between two reports: as tables for a terminal, and as one HTML file like a report's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console, ConsoleOptions, RenderableType
from rich.table import Table
from rich.text import Text

from eval.paired import Change, Comparison, Turn
from eval.report.html import document, hint, section
from eval.report.markup import element, escape, table
from eval.report.names import STATUSES, TYPES, meaning, percent, points, points_range
from eval.report.reading import FAILED_BELOW
from eval.types import Asked, Provenance

JUDGEMENTS = {"better": "变好", "worse": "变差", "unclear": "看不出差别", "same": "不变"}
STYLES = {"better": "green", "worse": "red", "unclear": "dim", "same": "dim"}
TURNS_SHOWN = 30
"""Rows of a terminal's table of questions; the HTML file has all."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Comparisons as tables for a terminal."""

    comparisons: Sequence[Comparison]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        for found in self.comparisons:
            yield Text(_summary(found), style="bold")
            yield _change_table(found.changes)
            if found.turns:
                yield _turn_table(found)


def _summary(found: Comparison) -> str:
    names = found.before if found.before == found.after else f"{found.before} → {found.after}"
    left_out = f"；另有 {len(found.left_out)} 题只在一份报告中或问法不同，不计" if found.left_out else ""
    counts = f"{len(found.better)} 题变好，{len(found.worse)} 题变差"
    return f"方案 {names}：共同的 {found.questions} 题中，{counts}（按{meaning(found.measure).label}）{left_out}"


def _interval(change: Change) -> str:
    return points_range(*change.difference.interval)


def _change_table(changes: Sequence[Change]) -> Table:
    shown = Table(title="各项指标（差为百分点）", title_justify="left", title_style="bold", header_style="bold")
    for name in ("指标", "之前", "之后", "差", "差的 95% 区间", "题数", "升 / 降", "判断"):
        shown.add_column(name, no_wrap=True, justify="left" if name in ("指标", "判断") else "right")
    for each in changes:
        found = each.difference
        cells = (percent(each.before), percent(each.after), points(found.mean), _interval(each), str(found.n))
        judged = Text(JUDGEMENTS[each.judgement], style=STYLES[each.judgement])
        shown.add_row(Text(meaning(each.measure).label), *cells, f"{found.higher} / {found.lower}", judged)
    return shown


def _turn_table(found: Comparison) -> Table:
    title = f"得分变化的问题（对错改变的在前，共 {len(found.turns)} 题，列 {min(TURNS_SHOWN, len(found.turns))} 题）"
    shown = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    for name in ("编号", "题型", "之前", "之后", ""):
        shown.add_column(name, no_wrap=True)
    shown.add_column("问题", overflow="fold")
    for turn in found.turns[:TURNS_SHOWN]:
        style = STYLES["better" if turn.after > turn.before else "worse"]
        cells = (percent(turn.before), percent(turn.after), Text(_turned(turn), style=style), Text(turn.item.question))
        shown.add_row(Text(turn.item.id), TYPES.get(turn.item.type, turn.item.type), *cells)
    return shown


def _turned(turn: Turn) -> str:
    if turn.flipped:
        return "由错变对" if turn.after > turn.before else "由对变错"
    return "变好" if turn.after > turn.before else "变差"


def changes_page(comparisons: Sequence[Comparison], before: Provenance, after: Provenance) -> str:
    """One HTML file that needs nothing else."""
    told = f"之前：{_made(before)}。之后：{_made(after)}。"
    head = element("header", element("h1", "有据", element("span", "评测比较")), element("p", escape(told)))
    main = element("main", *(_comparison(found, place) for place, found in enumerate(comparisons)))
    return document("评测比较", head + main)


def _made(made: Provenance) -> str:
    return f"问题集 {made.set_name}，程序版本 {made.commit[:12] or '未知'}"


def _comparison(found: Comparison, place: int) -> str:
    name = found.before if found.before == found.after else f"{found.before} → {found.after}"
    head = ["指标", "之前", "之后", "差（百分点）", "差的95%区间", "题数", "升 / 降", "判断"]
    lower = f"低于 {percent(FAILED_BELOW)} 为错。"
    left_out = element("ul", element("li", escape(f"未比较：{'、'.join(found.left_out)}")), css="notices") if found.left_out else ""
    listed = (
        ("由对变错", [turn for turn in found.worse if turn.flipped]),
        ("由错变对", [turn for turn in found.better if turn.flipped]),
        ("得分降低", [turn for turn in found.worse if not turn.flipped]),
        ("得分提高", [turn for turn in found.better if not turn.flipped]),
    )
    return section(
        f"方案 {name}",
        hint(f"{_summary(found)}。区间不含零才算变好或变差；{lower}"),
        table(head, [_change_row(each) for each in found.changes], "changes"),
        left_out,
        *(_turns(heading, turns) for heading, turns in listed),
        id_=f"compare-{place}",
    )


def _change_row(change: Change) -> list[str]:
    found, css = change.difference, {"better": "good", "worse": "bad"}.get(change.judgement, "range")
    numbers = (percent(change.before), percent(change.after), points(found.mean), _interval(change), str(found.n))
    judged = element("strong", JUDGEMENTS[change.judgement], css=css)
    return [escape(meaning(change.measure).label), *numbers, f"{found.higher} / {found.lower}", judged]


def _turns(heading: str, turns: Sequence[Turn]) -> str:
    if not turns:
        return ""
    shown = (element("li", _turn(turn)) for turn in turns)
    return element("h3", escape(f"{heading}（{len(turns)} 题）"), css="turned") + element("ul", *shown, css="turns")


def _turn(turn: Turn) -> str:
    css = "pill" if turn.after > turn.before else "pill failed"
    tag = element("span", escape(TYPES.get(turn.item.type, turn.item.type)), css="tag")
    asked = element("span", tag, escape(turn.item.question), element("span", escape(turn.item.id), css="id"), css="asked")
    head = element("summary", asked, element("span", f"{percent(turn.before)} → {percent(turn.after)}", css=css))
    sides = element("div", _side("之前", turn.asked_before), _side("之后", turn.asked_after), css="twin")
    expected = element("h4", "标准答案") + element("p", escape(turn.item.answer or "资料中没有答案，应当拒答。"))
    return element("details", head, element("div", sides, expected, css="inside"))


def _side(heading: str, asked: Asked | None) -> str:
    given = asked.given if asked else None
    if given is None:
        return element("div", element("h4", heading), element("p", escape(asked.error if asked else "没有提问"), css="hint"))
    quotes = (
        element("p", escape(f"[{each.n}] {each.title or each.source}"), css="source")
        + element("blockquote", escape(each.shown or each.quote))
        for each in given.citations
    )
    status = escape(f"{heading}（{STATUSES.get(given.status, given.status)}）")
    return element("div", element("h4", status), element("p", escape(given.text), css="prose"), *quotes)
