"""A report as one HTML file: what it says, what it weighs, and that nothing in it is anyone else's markup."""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

from eval.report.charts import SERIES, Scale, legend, mark, text_width
from eval.report.command import add_arguments, run_command
from eval.report.html import page
from eval.report.json import save
from eval.report.markup import element, embedded, escape
from eval.report.names import group_name, meaning, percent_range, seconds
from eval.report.plots import latency_plot, measure_plot, plots, recall_plot, refusal_plot
from eval.report.questions import PASSAGES
from eval.thresholds import Threshold
from eval.types import Asked, Item, Passage, Quote, RefusalPoint, Report, Row
from tests.reports import FIRST, HOSTILE, REPORT, figure, given, hostile

EMPTY = Report(REPORT.provenance, (), (), (), ())
HALF = Threshold("score", "须答对一半。", minimum=0.5, variant="hybrid")


def data_of(text: str) -> dict[str, object]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', text, re.DOTALL)
    assert found
    loaded: dict[str, object] = json.loads(found[1])
    return loaded


def test_text_is_escaped_wherever_it_stands() -> None:
    assert escape("<b a='1'>&\"\x00") == "&lt;b a=&#x27;1&#x27;&gt;&amp;&quot;\ufffd"
    assert element("td", escape("甲<乙"), css="name", data_label='"x"', title="") == (
        '<td class="name" data-label="&quot;x&quot;">甲&lt;乙</td>'
    )
    assert embedded({"a": "</script><!--&"}) == '{"a":"\\u003c/script\\u003e\\u003c!--\\u0026"}'


@pytest.mark.parametrize(
    "report", [REPORT, hostile(), EMPTY, replace(REPORT, asked=(), rows=())], ids=["usual", "hostile", "empty", "bare"]
)
def test_a_page_is_made_of_any_report(report: Report) -> None:
    text = page(report, [HALF])
    assert text.count("<script") == 2
    assert "$" not in text.partition("<script>")[0].partition("</style>")[2]
    assert HOSTILE not in text
    assert "<img" not in text


def test_the_page_asks_for_nothing_and_runs_only_its_own_script() -> None:
    text = page(hostile())
    assert not re.search(r"<(?:link(?! rel=\"icon\" href=\"data:,\")|iframe|object|embed|base)", text)
    assert not re.search(r"(?:src|href)=\"(?!#|data:,)", text)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    for kind in ("style", "script"):
        inline = re.search(rf"<{kind}>(.*?)</{kind}>", text, re.DOTALL)
        assert inline
        digest = base64.b64encode(hashlib.sha256(inline[1].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy[1]
    assert policy[1].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("thresholds", "said"),
    [
        ([], "没有为这个问题集规定要求，本报告不作结论。"),
        ([HALF], "达到要求：方案“hybrid”的 1 项要求全部达到。"),
        ([HALF, Threshold("em", "须一致。", minimum=0.5)], "未达到要求：方案“hybrid”的 2 项要求中，1 项没有达到（逐字一致）。"),
        ([replace(HALF, variant="")], "另有方案“bm25”的“答对得分”没有达到要求：应不低于 50.0%。"),
    ],
    ids=["no requirements", "met", "missing", "met by one variant"],
)
def test_the_verdict_is_plain(thresholds: list[Threshold], said: str) -> None:
    assert said in page(REPORT, thresholds)


def test_every_measure_is_explained_with_value_interval_and_number() -> None:
    text = page(REPORT, [HALF])
    row = next(row for row in text.split("<tr>") if "citation_exact" in row)
    assert ">引文无误<" in row.replace("<code>", "<")
    for part in ("引文与原文对应位置逐字一致的比例。", "<b>100.0%</b>", "87.5–100.0%", "<td>2</td>"):
        assert part in row


def test_a_question_holds_all_that_is_known_of_it() -> None:
    data = data_of(page(REPORT))
    assert data["variants"] == ["bm25", "hybrid"]
    assert data["first"] == "hybrid"
    assert data["leading"] == "score"
    answers = data["answers"]
    assert isinstance(answers, dict)
    first = answers["hybrid"][0]
    assert first["understood"] == "云溪区教育局2025年工作计划"
    assert first["table"] == [["事项", "云溪区"], [["幼儿园", ["3所"]]]]
    assert first["values"] == {"score": 1.0, "ER@1000c": 1.0, "citation_exact": 1.0}
    assert answers["bm25"][2]["error"] == "language_model_failed"


def test_a_passage_stands_once_and_only_the_first_are_shown() -> None:
    text = page(REPORT)
    assert text.count("一、学前教育。") == 1
    many = tuple(replace(FIRST, text=f"第{n}段") for n in range(PASSAGES + 5))
    data = data_of(page(replace(REPORT, asked=(("hybrid", (Asked(REPORT.items[0], many),)),))))
    assert len(str(data["passages"]).split("'第")) == PASSAGES + 1


def large(questions: int, variants: int, characters: int) -> Report:
    """Passages of `characters`, ten for each question, a third of them different from variant to variant."""
    items = tuple(
        Item(f"q{n}", "fact", f"第{n}个问题？", evidence=(Quote("文件.txt", "依据" * 10),), answer_points=("要点",))
        for n in range(questions)
    )

    def passages(variant: int, item: int) -> tuple[Passage, ...]:
        seeds = (f"{variant if n < 3 else 0}-{item}-{n}" for n in range(10))
        return tuple(Passage("文件.txt", seed.ljust(characters, "文")) for seed in seeds)

    names = [f"v{n}" for n in range(variants)]
    answer = given("回答" * 100, "引文" * 100, "引文" * 90, "引文" * 80)
    asked = tuple((name, tuple(Asked(item, passages(v, i), 0.1, answer) for i, item in enumerate(items))) for v, name in enumerate(names))
    rows = tuple(Row(item.id, name, tuple((f"m{k}", 0.5) for k in range(18))) for name in names for item in items)
    return Report(REPORT.provenance, items, asked, rows, (figure("m0", 0.5, variant="v0"),))


def test_five_hundred_questions_of_three_variants_weigh_less_than_fifteen_megabytes() -> None:
    assert len(page(large(500, 3, 300)).encode()) < 15_000_000


@pytest.mark.parametrize("plot", [recall_plot, measure_plot, refusal_plot, latency_plot])
@pytest.mark.parametrize("report", [REPORT, hostile()], ids=["usual", "hostile"])
def test_plots_are_well_formed(plot: object, report: Report) -> None:
    assert callable(plot)
    drawn = plot(report)
    if drawn:
        assert ET.fromstring(drawn).tag == "figure"


def test_plots_show_each_variant_and_leave_out_what_is_not_measured() -> None:
    for plot in (recall_plot, measure_plot, refusal_plot, latency_plot):
        assert "bm25" in plot(REPORT)
    assert "bm25（0%，50%）" in refusal_plot(REPORT)
    assert "hybrid（100%，100%）" in refusal_plot(REPORT)
    assert "门槛" not in refusal_plot(REPORT)


def test_other_thresholds_are_a_curve_and_only_those_with_room_are_named() -> None:
    tried = (
        RefusalPoint("hybrid", 0.3, answered=1.0, refused=0.0, score=0.5),
        RefusalPoint("hybrid", 0.4, answered=1.0, refused=0.01, score=0.5),
        RefusalPoint("hybrid", 0.5, answered=0.25, refused=1.0, score=0.5),
    )
    drawn = refusal_plot(replace(REPORT, refusals=tried))
    assert drawn.count("<circle") == 3
    assert "门槛 0.50：没有答案时拒答 100.0%，有答案时作答 25.0%，得分 50.0%" in drawn
    assert re.findall(r">(0\.\d\d)</text>", drawn) == ["0.30", "0.50"]
    assert "hybrid（中位 250 毫秒，95% 500 毫秒）" in latency_plot(REPORT)
    assert plots(EMPTY) == ""
    assert recall_plot(replace(REPORT, figures=(figure("ER@1000c", 1.0),))) == ""
    answerable = tuple((name, asked[:1]) for name, asked in REPORT.asked)
    assert refusal_plot(replace(REPORT, asked=answerable)) == ""


def test_scales_map_ends_to_ends() -> None:
    up = Scale(0, 1, 200, 0)
    assert (up(0), up(0.25), up(1)) == (200, 150, 0)
    tenfold = Scale(0.01, 1, 0, 100, logarithmic=True)
    assert (tenfold(0.01), tenfold(0.1), tenfold(1)) == (0, 50, 100)
    assert Scale(2, 2, 0, 100)(2) == 50


def test_a_legend_breaks_its_lines_and_colours_begin_anew() -> None:
    assert text_width("汉字") == 2 * text_width("汉") > text_width("ab")
    assert legend(["甲"] * 3, 0)[1] == 20
    assert legend(["很长的方案名称很长的方案名称"] * 3, 0)[1] == 60
    assert mark(0, 0, 0) == mark(0, 0, SERIES)


@pytest.mark.parametrize(
    ("measure", "label", "lower"),
    [
        ("ER@2000c", "2000字内找全", False),
        ("nDCG@10", "排序质量（前10）", False),
        ("R@100", "前100段找全", False),
        ("wrong_year", "错引年份", True),
        ("unheard_of", "unheard_of", False),
    ],
)
def test_measures_have_names(measure: str, label: str, lower: bool) -> None:
    assert (meaning(measure).label, meaning(measure).lower_is_better) == (label, lower)


def test_a_low_value_is_a_fault_only_where_it_is_judged() -> None:
    assert [name for name in ("em", "f1", "score", "wrong_year", "unheard_of") if not meaning(name).is_judged] == ["em", "f1"]
    assert data_of(page(REPORT))["measures"]["score"] == ["答对得分", False, True]  # type: ignore[index]


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("all", "全部问题"),
        ("type:number", "题型：数字"),
        ("document:甲：乙.txt", "文件：甲：乙.txt"),
        ("region:云溪区", "region：云溪区"),
        ("x", "x"),
    ],
)
def test_groups_have_names(group: str, name: str) -> None:
    assert group_name(group) == name


def test_numbers_are_written_for_people() -> None:
    assert percent_range(0.8125, 1) == "81.2–100.0%"
    assert (seconds(0.0123), seconds(1.26)) == ("12 毫秒", "1.3 秒")


def test_the_command_prints_tables_and_writes_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save(REPORT, tmp_path / "report.json")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run_command(parser.parse_args([str(tmp_path / "report.json"), "--html", str(tmp_path / "report.html")])) == 0
    assert "答对得分" in capsys.readouterr().out
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!doctype html>")
