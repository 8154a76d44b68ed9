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

from eval.gate import Check, Threshold, check, passes
from eval.report.markup import element, embedded, escape, table
from eval.report.names import group_name, meaning, part_name, percent, percent_range
from eval.report.plots import plots
from eval.report.questions import questions_data
from eval.report.reading import best_variant, figures_of, groups, leading, measures, variants
from eval.types import Figure, Report

PART_KINDS = {"": "有无答案", "type": "题型", "difficulty": "难度", "document": "文件"}


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
    rows = [_check_row(each) for each in required]
    listed = {(each.threshold.measure, each.threshold.group) for each in required}
    known = figures_of(report)
    others = [figure for name in measures(report) if (name, "all") not in listed and (figure := known.get((shown, name, "all")))]
    rows += [[_named(figure.measure), _value(figure), escape(f"{figure.n}"), "", ""] for figure in others]
    head = ["指标", "结果（95%区间）", "题数", "要求", "是否达到"]
    return section(
        "结论",
        _conclusion(checks),
        hint(f"下表为方案“{shown}”在全部问题上的结果。区间表示：换一批同类问题，结果多半仍落在这个范围内。"),
        table(head, rows, "verdict"),
        _others_failed([each for each in checks if each.variant != shown and not each.is_met]),
        id_="verdict",
    )


def _conclusion(checks: Sequence[Check]) -> str:
    failed = [each for each in checks if not each.is_met]
    if not checks:
        return element("p", "没有为这个问题集规定要求，本报告不作结论。", css="conclusion open")
    if passes(checks):
        return element("p", escape(f"达到要求：规定的 {len(checks)} 项要求全部达到。"), css="conclusion good")
    named = "、".join(dict.fromkeys(meaning(each.threshold.measure).label for each in failed))
    return element("p", escape(f"未达到要求：规定的 {len(checks)} 项要求中，{len(failed)} 项没有达到（{named}）。"), css="conclusion bad")


def _check_row(found: Check) -> list[str]:
    threshold, figure = found.threshold, found.figure
    name = _named(threshold.measure, "" if threshold.group == "all" else group_name(threshold.group))
    reached = element("strong", "达到", css="good") if found.is_met else element("strong", "未达到", css="bad") + hint(found.trouble)
    value = _value(figure) if figure else "—"
    bound = escape(threshold.bound) + hint(threshold.reason)
    return [name, value, escape(str(figure.n) if figure else "—"), bound, reached]


def _others_failed(failed: Sequence[Check]) -> str:
    """Requirements that variants beside the one shown do not meet."""
    lines = [f"方案“{each.variant}”：{meaning(each.threshold.measure).label}，{each.trouble}" for each in failed]
    return element("ul", *(element("li", escape(text)) for text in lines), css="notices") if lines else ""


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
    kinds: dict[str, list[str]] = {}
    for group in groups(report):
        if group != "all":
            kinds.setdefault(group.partition(":")[0] if ":" in group else "", []).append(group)
    shown = [(kind, name) for kind, names in kinds.items() for name in names if any(key[1:] == (measure, name) for key in known)]
    if not shown:
        return ""
    columns = variants(report)
    rows = [[_part(kind, name), *(_cell(known.get((variant, measure, name))) for variant in columns)] for kind, name in shown]
    told = f"各组问题的“{meaning(measure).label}”。点左边的名称，看这一组没有得满分的问题。"
    return section("分组成绩", hint(told), table(["组", *map(escape, columns)], rows, "parts"), id_="parts")


def _part(kind: str, group: str) -> str:
    name = escape(part_name(group))
    heading = element("span", escape(PART_KINDS.get(kind, kind)), css="tag")
    wanted = group.partition(":")[2]
    if kind not in ("type", "document"):
        return heading + name
    return heading + element("button", name, type="button", css="link", data_kind=kind, data_wanted=wanted)


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
