"""What was measured as one Markdown page: question sets, cases whose answer is missing, passage sets, products broken on purpose.

Every value is in percent with its 95 % interval and the number of questions it rests on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict

from eval.report.names import meaning
from eval.report.reading import Figures, figures_of, measures, variants
from eval.types import Figure, Report

HEAD = """# Evaluation, measured

Written by `python -m eval results`; what the measures mean is in [docs/evaluation.md](../evaluation.md). Values are in percent,
behind them the 95 % bootstrap interval and the number of questions. ↓: less is better. Times belong to the machine (two shared
cores, no accelerator).
"""
GROUPS = ("all", "answerable", "unanswerable", "macro")
PASSAGE_MEASURES = ("nDCG@10", "R@1", "R@10", "R@100", "RR@10")


class BrokenRow(TypedDict):
    """One finding of `eval.broken`; the numbers are absent where no question had the measure."""

    defect: str
    measure: str
    group: str
    product: str
    n: int
    whole: float
    broken: float
    difference_95: list[float]
    verdict: str


def markdown(*, sets: Mapping[str, Report], cases: Mapping[str, Report], passages: Mapping[str, Report], broken: str) -> str:
    """The page. `broken`: what `eval.broken` writes."""
    sections = [HEAD, *(_set(name, report) for name, report in sets.items())]
    if cases:
        sections.append(_cases(cases))
    if passages:
        sections.append(_passages(passages))
    if rows := json.loads(broken):
        sections.append(_broken(rows))
    return "\n".join(sections)


def _set(name: str, report: Report) -> str:
    known, names = figures_of(report), variants(report)
    by_measure = ([_label(measure), *(_cell(known, one, measure, "all") for one in names)] for measure in measures(report))
    kinds = [group for group in dict.fromkeys(figure.group for figure in report.figures) if group.startswith(("type:", "difficulty:"))]
    groups = [group for group in GROUPS if any((one, "score", group) in known for one in names)]
    by_group = ([group.replace(":", ": "), *(_cell(known, one, "score", group) for one in names)] for group in (*groups, *kinds))
    return "\n".join(
        [
            f"## {name}\n",
            f"{_made(report)} {_spent(report)}\n",
            table(["measure, all questions", *names], by_measure),
            table(["score", *names], by_group),
            _thresholds(report),
        ]
    )


def _thresholds(report: Report) -> str:
    if not report.refusals:
        return ""
    rows = [
        [f"{one.threshold:.3f}" + (" (in use)" if one.in_use else ""), *(f"{100 * x:.1f}" for x in (one.answered, one.refused, one.score))]
        for one in report.refusals
    ]
    head = [f"threshold of refusing, {report.refusals[0].variant}", "answerable, answered", "unanswerable, refused", "score"]
    return table(head, rows)


def _cases(cases: Mapping[str, Report]) -> str:
    told = (
        "Questions of a set asked where their answer is missing: without its document, of another district, of another year. Right is a "
        "refusal (or a partial answer) without anybody else's figures.\n"
    )
    rows = [
        [name, *(_cell(figures_of(report), one, "score", "all") for one in variants(report)), _wall(report)]
        for name, report in cases.items()
    ]
    return "\n".join(["## Where the documents do not tell\n", told, table(["cases", "score", "wall, s"], rows)])


def _passages(passages: Mapping[str, Report]) -> str:
    rows = [
        [
            name,
            variant,
            *(_cell(figures_of(report), variant, measure, "all", n=False) for measure in PASSAGE_MEASURES),
            str(figures_of(report)[variant, PASSAGE_MEASURES[0], "all"].n),
            _timing(report, f"{variant}:run_seconds"),
        ]
        for name, report in passages.items()
        for variant in variants(report)
    ]
    told = f"`python -m eval retrieval-set`. {_made(next(iter(passages.values())))}\n"
    return "\n".join(["## Passage sets\n", told, table(["set", "variant", *PASSAGE_MEASURES, "queries", "wall, s"], rows, words=2)])


def _broken(rows: Sequence[BrokenRow]) -> str:
    told = "`python -m eval broken` on the sample: each defect planted into the answers of the product and into the gold answers.\n"
    cells = (
        [
            row["defect"],
            _label(row["measure"]),
            row["group"],
            row["product"].replace("标准答案", "gold").replace("方案 ", ""),
            *_numbers(row),
            row["verdict"],
        ]
        for row in rows
    )
    head = ["defect", "measure that must catch it", "questions", "answers", "n", "whole", "broken", "difference, 95 %", "verdict"]
    return "\n".join(["## Products broken on purpose\n", told, table(head, cells, words=4)])


def _numbers(row: BrokenRow) -> Iterator[str]:
    if "n" not in row:
        return iter(("0", "", "", ""))
    low, high = row["difference_95"]
    return iter((str(row["n"]), f"{100 * row['whole']:.1f}", f"{100 * row['broken']:.1f}", f"{100 * low:+.1f} … {100 * high:+.1f}"))


def _made(report: Report) -> str:
    made = report.provenance
    commit, _, changed = made.commit.partition("-")
    return f"Commit {commit[:12] or 'unknown'}{' with changes' if changed else ''}, set sha256 {made.set_sha256[:12]}."


def _spent(report: Report) -> str:
    spans = [
        f"{name} {_milliseconds(report, f'{name}:answer_p50_seconds')} / {_milliseconds(report, f'{name}:answer_p95_seconds')}"
        for name in variants(report)
    ]
    return f"Wall time {_wall(report)} s; answers p50 / p95, ms: {', '.join(spans)}."


def _milliseconds(report: Report, name: str) -> str:
    found = dict(report.timings).get(name)
    return "—" if found is None else f"{1000 * found:.0f}"


def _wall(report: Report) -> str:
    return _timing(report, "wall_seconds")


def _timing(report: Report, name: str) -> str:
    found = dict(report.timings).get(name)
    return "—" if found is None else f"{found:.0f}"


def _label(measure: str) -> str:
    return f"{measure} ↓" if meaning(measure).lower_is_better else measure


def _cell(known: Figures, variant: str, measure: str, group: str, *, n: bool = True) -> str:
    figure = known.get((variant, measure, group))
    return "—" if figure is None else _value(figure) + (f" {figure.n}" if n else "")


def _value(figure: Figure) -> str:
    return f"**{100 * figure.mean:.1f}** ({100 * figure.interval.low:.1f}–{100 * figure.interval.high:.1f})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1) -> str:
    """`words`: how many columns, from the left, hold no numbers."""
    lines = [head, ["---"] * words + ["---:"] * (len(head) - words), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
