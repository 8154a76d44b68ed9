"""A small invented library, questions on it and answers to them, for the tests of the measures."""

from __future__ import annotations

from collections.abc import Sequence

from eval.metrics.seen import Seen, see
from eval.types import Cited, Given, Item, ItemType, Quote, TableGiven

PLAN = (
    "青岚区教育局2025年工作计划\n来源: 青岚区教育局 发布时间:2025-02-18 09:30\n\n"
    "2025年,新增学位4590个,公开招聘教师210名,其中研究生不少于60名。力争普惠园覆盖率达92.5%以上。未创成省级示范校。每学期组织演练2次。"
)
REVIEW = "青岚区教育局2024年工作总结\n来源: 青岚区教育局 发布时间:2025-01-08\n\n2024年,新增学位3240个,招聘教师186名。"
NEIGHBOUR = "望湖区教育局2025年工作计划\n来源: 望湖区教育局 发布时间:2025-01-16\n\n2025年,新增学位2430个,招聘教师135名。"
TEXTS = {"青岚计划.txt": PLAN, "青岚总结.txt": REVIEW, "望湖计划.txt": NEIGHBOUR}


def item(
    kind: ItemType,
    question: str,
    answer: str = "",
    points: Sequence[str] = (),
    accept: Sequence[str] = (),
    evidence: Sequence[tuple[str, str]] = (),
) -> Item:
    return Item(
        "q", kind, question, answer=answer, answer_points=tuple(points), accept=tuple(accept), evidence=tuple(Quote(*e) for e in evidence)
    )


def cite(n: int, source: str, quote: str, *, title: str = "", region: str = "") -> Cited:
    """A citation that is exact where the quotation stands in the source."""
    start = max(0, TEXTS.get(source, "").find(quote))
    return Cited(n, source, start, start + len(quote), quote, quote, title, region)


def answered(text: str, *citations: Cited, table: TableGiven | None = None, status: str = "answered") -> Given:
    return Given(status, text, citations, table)


def seen(about: Item, given: Given) -> Seen:
    return see(about, given, TEXTS)


PLACES = item(
    "number",
    "青岚区2025年计划新增多少个学位？",
    "4590个",
    ["新增学位4590个"],
    ["4590个"],
    [("青岚计划.txt", "新增学位4590个")],
)
PLACES_CITED = cite(1, "青岚计划.txt", "新增学位4590个")
PLACES_ELSEWHERE = cite(1, "望湖计划.txt", "新增学位2430个")
PLACES_BEFORE = cite(1, "青岚总结.txt", "新增学位3240个")
