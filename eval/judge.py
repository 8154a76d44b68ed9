"""A second opinion by a language model: is the answer faithful to its quotations, and is it about the question.

Optional, and kept apart from every other figure: a model judges differently from day to day, likes its own kind of prose, and
cannot be checked by hand. It sees question, answer and quotations, never what the right answer would be. What does not come back
as the JSON asked for is no judgement (None), not a zero; how many there were stands beside the means.
"""

from __future__ import annotations

import argparse
import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias, TypeGuard

from rich.console import Console
from rich.table import Table

from eval.intervals import bootstrap
from eval.learn.material import SAMPLE
from eval.library import loaded
from eval.sets import load_set
from eval.targets import HomeTarget
from eval.types import Given, Interval, Item
from index.errors import ConfigurationError
from rag.prompt import Prompt, Role, load_prompt
from rag.thinking import Spoken

MEASURES = ("faithfulness", "relevancy")
_OBJECT = re.compile(r"\{.*\}", re.DOTALL)

Speak: TypeAlias = Callable[[tuple[tuple[Role, str], ...]], str]
"""Messages → what the model says to them. May raise anything."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """Both between 0 and 1."""

    faithfulness: float
    relevancy: float
    reason: str


@dataclass(frozen=True, slots=True)
class Judged:
    item_id: str
    judgement: Judgement | None
    """None: the model failed, or said something else."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """The mean of one measure over the answers that were judged."""

    measure: str
    n: int
    mean: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class Section:
    """What a report says of the judge, apart from its own figures."""

    model: str
    prompt: str
    """`name@version`."""
    asked: int
    unjudged: int
    opinions: tuple[Opinion, ...]
    judged: tuple[Judged, ...]


def judge_all(speak: Speak, model: str, answers: Iterable[tuple[Item, Given]]) -> Section:
    """Judges every answer that says something; a refusal states nothing that could be unfaithful."""
    prompt = load_prompt("judge")
    judged = tuple(Judged(item.id, judge(speak, prompt, item, given)) for item, given in answers if given.status != "refused")
    found = [one.judgement for one in judged if one.judgement is not None]
    opinions = tuple(_opinion(name, [getattr(one, name) for one in found]) for name in MEASURES) if found else ()
    return Section(model, prompt.label, len(judged), len(judged) - len(found), opinions, judged)


def judge(speak: Speak, prompt: Prompt, item: Item, given: Given) -> Judgement | None:
    """One answer. A model that fails has judged nothing."""
    quotations = "\n".join(f"[{cited.n}] {cited.shown or cited.quote}" for cited in given.citations) or "（没有引文）"
    try:
        return parse(speak(prompt.render(question=item.question, answer=given.text, quotations=quotations)))
    except Exception:  # whatever a model, its client or the network raises
        return None


def parse(said: str) -> Judgement | None:
    """The judgement in what a model said, None where there is none. Thoughts, a code fence or words around the object do no harm; an
    object with other values does."""
    spoken = Spoken()
    found = _OBJECT.search(spoken.take(said)[0] + spoken.rest())
    try:
        record = json.loads(found[0]) if found else None
    except ValueError:
        return None
    if not isinstance(record, dict):
        return None
    faithfulness, relevancy, reason = (record.get(name) for name in (*MEASURES, "reason"))
    if not (_is_share(faithfulness) and _is_share(relevancy)):
        return None
    return Judgement(float(faithfulness), float(relevancy), reason if isinstance(reason, str) else "")


def _is_share(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and 0 <= value <= 1


def _opinion(name: str, values: Sequence[float]) -> Opinion:
    return Opinion(name, len(values), sum(values) / len(values), bootstrap(values))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=Path, default=SAMPLE / "documents", help="文件所在的文件夹；默认为示例资料")
    parser.add_argument("--questions", type=Path, default=SAMPLE / "questions.jsonl", help="问题集；默认为示例问题")
    parser.add_argument("--out", type=Path, help="写入的 JSON 文件")


def run_command(options: argparse.Namespace) -> int:
    """Asks the product and has its answers judged by the language model of the settings. Raises YoujuError."""
    from rag.build import chat_model  # noqa: PLC0415  only with a language model
    from rag.settings import Settings  # noqa: PLC0415

    settings = Settings()
    if not settings.has_language_model:
        raise ConfigurationError(
            "YOUJU_LLM_BASE_URL", detail="评审要用语言模型，但没有设置它的地址和名称（YOUJU_LLM_BASE_URL、YOUJU_LLM_MODEL）"
        )
    model = chat_model(settings)
    questions = load_set(options.questions, options.documents)
    with loaded([options.documents], settings) as (youju, _):
        target = HomeTarget("judged", youju)
        section = judge_all(
            lambda messages: str(model.invoke(list(messages)).text),
            settings.llm_model,
            ((item, target.ask(item)) for item in questions.items),
        )
    Console().print(table(section))
    if options.out:
        options.out.write_text(json.dumps({"judge": asdict(section)}, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def table(section: Section) -> Table:
    shown = Table(
        title=f"语言模型评审（{section.model}，{section.prompt}），不计入其他指标",
        caption=f"{section.asked} 个回答，{section.unjudged} 个没有评出",
    )
    for head in ("指标", "题数", "均值", "95% 区间"):
        shown.add_column(head, justify="left" if head == "指标" else "right")
    for one in section.opinions:
        shown.add_row(one.measure, str(one.n), f"{one.mean:.3f}", f"{one.interval.low:.3f}–{one.interval.high:.3f}")
    return shown
