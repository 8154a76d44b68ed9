"""A report as one HTML file, in Chinese, for whoever must decide whether the assistant may be put before officials.

It needs nothing else: style, script, plots and data are inside, and its content security policy forbids every request and
every script but its own. The verdict and the plots are markup; the questions are data for the script, shown when opened, so
that five hundred questions open at once.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files
from string import Template

from eval.report.markup import element, embedded, escape, table
from eval.report.names import KINDS, group_name, meaning, part_name, percent, percent_range, seconds
from eval.report.plots import plots
from eval.report.questions import questions_data
from eval.report.reading import answer_seconds, best_variant, figures_of, groups, leading, measures, quantile, variants
from eval.thresholds import Check, Threshold, check
from eval.types import Figure, Report

FLOOR = "要求是底线，用来防止程序变差；没有写要求的指标不在结论之内。是否够用，请看下面的数字，并逐题核对答错的问题。"

PART_KINDS = ("", "type", "difficulty", "document")
"""Kinds of groups in the order in which they are shown; others follow."""


def page(report: Report, thresholds: Sequence[Threshold] = ()) -> str:
    """The file's text. `thresholds`: what is required of this set; with none, the page gives no verdict."""
    checks = check(report, thresholds)
    shown = _main_variant(report, thresholds)
    body = (
        _head(report),
        element(
            "main",
            _verdict(report, checks, shown),
            _plots(report),
            _parts(report),
            _questions(),
            _all_figures(report),
            _provenance(report),
        ),
    )
    return document(f"评测报告：{report.provenance.set_name}", "".join(body), embedded(questions_data(report, shown)))


def document(title: str, body: str, data: str = "{}") -> str:
    """A whole page around a body. `body` is HTML, `data` what `embedded` gives."""
    style, script = _asset("page.css"), _asset("page.js")
    return Template(_asset("page.html")).substitute(
        title=escape(title), body=body, data=data, style=style, script=script, style_digest=_digest(style), script_digest=_digest(script)
    )


def _asset(name: str) -> str:
    return files("eval.report").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """As a content security policy names an inline element."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def section(heading: str, *content: str, id_: str = "") -> str:
    return element("section", element("h2", escape(heading)), *content, id_=id_)


def hint(text: str) -> str:
    return element("p", escape(text), css="hint")


def _main_variant(report: Report, thresholds: Sequence[Threshold]) -> str:
    """The variant the requirements speak of; without such the best one."""
    named = [each.variant for each in thresholds if each.variant in variants(report)]
    return max(named, key=named.count) if named else best_variant(report) or next(iter(variants(report)), "")


def _head(report: Report) -> str:
    made = report.provenance
    answerable = sum(bool(item.evidence) for item in report.items)
    told = f"问题集 {made.set_name} · {len(report.items)} 题（资料中有答案 {answerable} 题，没有 {len(report.items) - answerable} 题）"
    links = (
        ("#verdict", "结论"),
        ("#plots", "图"),
        ("#parts", "分组"),
        ("#questions", "逐题"),
        ("#figures", "全部数字"),
        ("#made", "来历"),
    )
    menu = element("nav", *(element("a", escape(name), href=place) for place, name in links), aria_label="目录")
    return element("header", element("h1", "有据", element("span", "评测报告")), element("p", escape(told)), menu)


def _verdict(report: Report, checks: Sequence[Check], shown: str) -> str:
    required = [each for each in checks if each.variant == shown]
    others = [each for each in checks if each.variant != shown]
    head = ["指标", "结果（95%区间）", "题数", "要求", "是否达到"]
    told = f"下表为方案“{shown}”的结果。区间表示：换一批同类问题，结果多半仍落在这个范围内。"
    return section(
        "结论",
        _conclusion(shown, required, [each for each in others if not each.is_met]),
        hint(FLOOR) if checks else "",
        _main_facts(report, shown),
        hint(told),
        table(head, _verdict_rows(report, required, shown), "verdict"),
        id_="verdict",
    )


def _verdict_rows(report: Report, required: Sequence[Check], shown: str) -> list[list[str]]:
    """What is required and what is measured besides, in the order of the measures; what is missing first."""
    places, known = {name: place for place, name in enumerate(measures(report))}, figures_of(report)
    listed = {each.threshold.measure for each in required if each.threshold.group == "all"}
    others = [known[shown, name, "all"] for name in places if name not in listed and (shown, name, "all") in known]
    rows = [(places.get(each.threshold.measure, -1), _check_row(each)) for each in required]
    rows += [(places[each.measure], [_named(each.measure), _value(each), str(each.n), "", ""]) for each in others]
    return [row for _, row in sorted(rows, key=lambda each: each[0])]


def _conclusion(shown: str, required: Sequence[Check], others_failed: Sequence[Check]) -> str:
    failed = [each for each in required if not each.is_met]
    if not required and not others_failed:
        return element("p", "没有为这个问题集规定要求，本报告不作结论。", css="conclusion open")
    if failed:
        named = "、".join(dict.fromkeys(meaning(each.threshold.measure).label for each in failed))
        said, css = f"未达到要求：方案“{shown}”的 {len(required)} 项要求中，{len(failed)} 项没有达到（{named}）。", "conclusion bad"
    else:
        said, css = f"达到要求：方案“{shown}”的 {len(required)} 项要求全部达到。", "conclusion good"
    lines = [f"另有方案“{each.variant}”的“{meaning(each.threshold.measure).label}”没有达到要求：{each.trouble}。" for each in others_failed]
    notices = element("ul", *(element("li", escape(text)) for text in lines), css="notices") if lines else ""
    return element("p", escape(said), css=css) + notices


def _main_facts(report: Report, shown: str) -> str:
    """The few numbers to remember."""
    known, measure = figures_of(report), leading(measures(report))
    parts = [(group_name(group), known.get((shown, measure, group))) for group in ("all", "answerable", "unanswerable")]
    tiles = [(f"{meaning(measure).label}：{name}", percent(figure.mean), f"{figure.n} 题") for name, figure in parts if figure]
    spent = answer_seconds(dict(report.asked).get(shown, ()))
    if spent:
        tiles.append(("回答用时", seconds(quantile(spent, 0.5)), f"中位数；95%的问题不超过 {seconds(quantile(spent, 0.95))}"))
    return element("ul", *(_tile(*each) for each in tiles), css="tiles")


def _tile(name: str, value: str, told: str) -> str:
    return element("li", element("span", escape(name)), element("b", escape(value)), element("span", escape(told)))


def _check_row(found: Check) -> list[str]:
    threshold, figure = found.threshold, found.figure
    name = _named(threshold.measure, "" if threshold.group == "all" else group_name(threshold.group))
    reached = element("strong", "达到", css="good") if found.is_met else element("strong", "未达到", css="bad") + hint(found.trouble)
    value = _value(figure) if figure else "—"
    bound = escape(threshold.bound) + hint(threshold.reason)
    return [name, value, escape(str(figure.n) if figure else "—"), bound, reached]


def _named(measure: str, group: str = "") -> str:
    found = meaning(measure)
    code = element("code", escape(measure)) if found.label != measure else ""
    lower = element("span", "越低越好", css="tag") if found.lower_is_better else ""
    return escape(f"{found.label}（{group}）" if group else found.label) + code + lower + (hint(found.sentence) if found.sentence else "")


def _value(figure: Figure) -> str:
    return element("b", percent(figure.mean)) + " " + element("span", percent_range(*figure.interval), css="range")


def _plots(report: Report) -> str:
    drawn = plots(report)
    return section("图", element("div", drawn, css="plots"), id_="plots") if drawn else ""


def _parts(report: Report) -> str:
    """The leading measure by part of the set, a column for each variant."""
    measure, known = leading(measures(report)), figures_of(report)
    shown = [name for name in groups(report) if name != "all" and any(key[1:] == (measure, name) for key in known)]
    if not shown:
        return ""
    columns = variants(report)
    rows = [[_part(name), *(_cell(known.get((variant, measure, name))) for variant in columns)] for name in sorted(shown, key=_part_place)]
    told = f"各组问题的“{meaning(measure).label}”。点左边的名称，看这一组没有得满分的问题。"
    return section("分组成绩", hint(told), table(["组", *map(escape, columns)], rows, "parts"), id_="parts")


def _part_place(group: str) -> int:
    kind = _kind(group)
    return PART_KINDS.index(kind) if kind in PART_KINDS else len(PART_KINDS)


def _kind(group: str) -> str:
    """`type:number` → type; empty for a group of no kind."""
    return group.partition(":")[0] if ":" in group else ""


def _part(group: str) -> str:
    name, kind = escape(part_name(group)), _kind(group)
    tag = element("span", escape(KINDS.get(kind, kind)), css="tag") if kind else ""
    if kind not in ("type", "document"):
        return tag + name
    return tag + element("button", name, type="button", css="link", data_kind=kind, data_wanted=group.partition(":")[2])


def _cell(figure: Figure | None) -> str:
    return _value(figure) + element("span", f"{figure.n} 题", css="count") if figure else "—"


def _questions() -> str:
    fields = "".join(
        (
            _select("variant", "方案"),
            _select("measure", "指标"),
            _select("result", "结果"),
            _select("type", "题型"),
            _select("document", "文件"),
            element("label", "查找", element("input", type="search", id_="search", placeholder="问题、回答或编号", autocomplete="off")),
        )
    )
    return section(
        "逐题",
        element("form", fields, css="filters", aria_label="筛选问题"),
        element("p", "逐题内容需要浏览器允许运行脚本。", id_="count", css="hint", role="status"),
        element("ol", id_="list"),
        id_="questions",
    )


def _select(name: str, label: str) -> str:
    return element("label", label, element("select", id_=name))


def _all_figures(report: Report) -> str:
    rows = [
        [
            escape(figure.measure),
            escape(group_name(figure.group)),
            escape(figure.variant),
            f"{figure.mean:.4f}",
            f"{figure.interval.low:.4f}–{figure.interval.high:.4f}",
            str(figure.n),
        ]
        for figure in report.figures
    ]
    shown = element(
        "details",
        element("summary", f"展开（{len(rows)} 个数字）"),
        table(["指标", "组", "方案", "平均", "95%区间", "题数"], rows, "figures"),
    )
    return section("全部数字", shown, id_="figures")


def _provenance(report: Report) -> str:
    made = report.provenance
    facts = [("程序版本", made.commit or "未知"), ("问题集", made.set_name), ("问题集校验值", made.set_sha256), *made.versions]
    parts = [_facts("本报告", facts)] + [_facts(f"方案 {name}", settings) for name, settings in made.variants]
    measured = [(name, f"{value:g}") for name, value in report.timings]
    return section("来历", element("div", *parts, _facts("用时与内存", measured), css="facts"), id_="made")


def _facts(heading: str, pairs: Sequence[tuple[str, str]]) -> str:
    lines = (part for name, value in pairs for part in (element("dt", escape(name)), element("dd", escape(value))))
    return element("div", element("h3", escape(heading)), element("dl", *lines)) if pairs else ""
