"""Small reports of invented districts, for tests of what is made of a report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from eval.types import (
    Asked,
    CellGiven,
    Cited,
    Figure,
    Given,
    Interval,
    Item,
    Passage,
    Provenance,
    Quote,
    Report,
    Row,
    RowGiven,
    Said,
    TableGiven,
    Values,
)

PLAN = "云溪区2025年工作计划.txt"
HOSTILE = "</script><script>window.harmed=1</script><img src=http://evil.example/x onerror=window.harmed=2>&amp;\u2028<!--"
SCHOOLS = "新建公办幼儿园3所,新增学位1350个。"

NUMBER = Item(
    id="q-1",
    type="number",
    question="云溪区2025年新建公办幼儿园多少所？",
    answer="3所",
    answer_points=("新建3所",),
    accept=("3所", "三所"),
    evidence=(Quote(PLAN, "新建公办幼儿园3所"),),
    difficulty="easy",
    line=1,
)
UNKNOWN = Item(id="q-2", type="unanswerable", question="云溪区2025年新建高中多少所？", difficulty="hard", line=2)
FOLLOWUP = Item(
    id="q-3",
    type="followup",
    question="那招多少人？",
    history=(Said("user", "云溪区今年招老师吗？"), Said("assistant", "招。")),
    answer="120名",
    answer_points=("招聘120名",),
    evidence=(Quote(PLAN, "招聘新教师120名"),),
    line=3,
)
ITEMS = (NUMBER, UNKNOWN, FOLLOWUP)

FIRST = Passage(PLAN, "一、学前教育。" + SCHOOLS, 10, 35, 2.5, "p1")
SECOND = Passage(PLAN, "二、教师队伍。招聘新教师120名。", 35, 52, 1.25, "p2")


def given(text: str, *quotes: str, status: str = "answered", seconds: float = 0.25) -> Given:
    cited = tuple(Cited(n, PLAN, 0, len(quote), quote, title="云溪区教育局2025年工作计划") for n, quote in enumerate(quotes, 1))
    return Given(status, text, cited, understood_as="云溪区教育局2025年工作计划", seconds=seconds)


def asked(item: Item, answer: Given | None, *passages: Passage, error: str = "") -> Asked:
    return Asked(item, passages, 0.125, answer, error)


def row(item: str, variant: str, *values: float | None, names: Sequence[str] = ("score", "ER@1000c", "citation_exact")) -> Row:
    measured: Values = tuple(zip(names, values, strict=True))
    return Row(item, variant, measured)


def figure(measure: str, mean: float, *, group: str = "all", variant: str = "hybrid", n: int = 3) -> Figure:
    return Figure(measure, group, variant, n, mean, Interval(max(0.0, mean - 0.125), min(1.0, mean + 0.125)))


TABLE = TableGiven(("事项", "云溪区"), (RowGiven("幼儿园", (CellGiven("3所", (1,)),)),))
REFUSED = given("未找到依据：资料中没有高中的内容。", status="refused", seconds=0.5)
HYBRID = (
    asked(NUMBER, replace(given("3所。[1]", SCHOOLS), table=TABLE, notices=("两年数字不同",)), FIRST, SECOND),
    asked(UNKNOWN, REFUSED, FIRST),
    asked(FOLLOWUP, given("招聘新教师120名。[1]", "招聘新教师120名。"), SECOND, FIRST),
)
BM25 = (
    asked(NUMBER, given("3所。[1]", SCHOOLS), replace(FIRST, score=7.0)),
    asked(UNKNOWN, given("3所。[1]", SCHOOLS), FIRST),
    asked(FOLLOWUP, None, error="language_model_failed"),
)
ROWS = (
    row("q-1", "bm25", 1.0, 1.0, 1.0),
    row("q-2", "bm25", 0.0, None, 1.0),
    row("q-3", "bm25", 0.0, 0.0, None),
    row("q-1", "hybrid", 1.0, 1.0, 1.0),
    row("q-2", "hybrid", 1.0, None, None),
    row("q-3", "hybrid", 1.0, 1.0, 1.0),
)
FIGURES = (
    figure("score", 1 / 3, variant="bm25"),
    figure("ER@1000c", 0.5, variant="bm25", n=2),
    figure("ER@2000c", 0.5, variant="bm25", n=2),
    figure("score", 1.0),
    figure("score", 1.0, group="answerable", n=2),
    figure("score", 1.0, group="unanswerable", n=1),
    figure("score", 1.0, group="type:number", n=1),
    figure("score", 1.0, group="document:" + PLAN, n=2),
    figure("ER@1000c", 1.0, n=2),
    figure("ER@2000c", 1.0, n=2),
    figure("citation_exact", 1.0, n=2),
)
REPORT = Report(
    provenance=Provenance(
        commit="0123abc",
        set_name="sample",
        set_sha256="f" * 64,
        variants=(("bm25", (("engine", "lexical"),)), ("hybrid", (("engine", "both"), ("model", "bundled")))),
        versions=(("python", "3.11"),),
    ),
    items=ITEMS,
    asked=(("bm25", BM25), ("hybrid", HYBRID)),
    rows=ROWS,
    figures=FIGURES,
    timings=(("ingest_seconds", 1.5), ("peak_memory_mib", 512.25)),
)
"""A set of three questions, a variant that does all right and one that does not."""


def hostile() -> Report:
    """Every text that others write is an attack on the page."""
    item = replace(
        NUMBER,
        id=HOSTILE,
        question=HOSTILE,
        answer=HOSTILE,
        answer_points=(HOSTILE,),
        accept=(HOSTILE,),
        note=HOSTILE,
        history=(Said("user", HOSTILE),),
        doc_filter=HOSTILE,
        evidence=(Quote(HOSTILE, HOSTILE),),
    )
    table = TableGiven((HOSTILE,), (RowGiven(HOSTILE, (CellGiven(HOSTILE, (1,)),)),))
    cited = (Cited(1, HOSTILE, 0, 9, HOSTILE, HOSTILE, HOSTILE, HOSTILE),)
    answer = Given("answered", HOSTILE + "[1]", cited, table, HOSTILE, HOSTILE, (HOSTILE,))
    return Report(
        Provenance(HOSTILE, HOSTILE, HOSTILE, ((HOSTILE, ((HOSTILE, HOSTILE),)),), ((HOSTILE, HOSTILE),)),
        (item,),
        ((HOSTILE, (Asked(item, (Passage(HOSTILE, f"前{HOSTILE}后"),), 0.5, answer, HOSTILE),)),),
        (Row(HOSTILE, HOSTILE, (("score", 0.0), (HOSTILE, 0.5))),),
        (figure("score", 0.0, variant=HOSTILE, n=1), figure(HOSTILE, 0.5, variant=HOSTILE, group=f"type:{HOSTILE}", n=1)),
        ((HOSTILE, 1.0),),
    )
