"""The product at one size: taken in, searched and asked in this process; started cold and served in others."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from eval.bench import baseline
from eval.bench.baseline import Baseline
from eval.bench.processes import Served, cold_start, serve_under_load
from eval.bench.recall import Recall, recalls
from eval.bench.timing import Latency, timed
from eval.bench.volume import questions, volume, write
from eval.library import library_of, loaded
from eval.memory import peak_memory
from index.types import Filter
from rag.build import Youju
from rag.types import Question

PASSAGES_OF_A_SEARCH = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is measured."""

    searches: int = 500
    asked: int = 100
    cold_starts: int = 3
    server: bool = False
    search_rate: float = 20.0
    """Requests a second."""
    ask_rate: float = 10.0
    load_seconds: float = 20.0
    baseline_python: Path | None = None
    """None: no baseline."""


@dataclass(frozen=True, slots=True)
class Run:
    """All figures of one size. Ratios are the product's figure over the baseline's."""

    passages_wanted: int
    passages: int
    documents: int
    characters: int
    ingest_seconds: float
    """From files to a durable, searchable library; the model was loaded before."""
    ingest_characters_per_second: int
    ingest_passages_per_second: int
    search: Latency
    answer: Latency
    """Search included, and the answer kept."""
    cold_start_seconds: float
    """`youju ask`, as a process of its own."""
    memory_peak_mib: float
    """This process and its children, parsers included, from ingest to the last answer."""
    home_bytes: int
    recall: tuple[Recall, ...] = ()
    """Of the vector engine."""
    served: Served | None = None
    baseline: Baseline | None = None
    ratios: tuple[tuple[str, float], ...] = ()


def characters_per_passage(documents: Sequence[tuple[str, str]]) -> float:
    """As the product cuts a part of the documents; this also loads what is loaded only once."""
    with library_of(documents[:: max(1, len(documents) // 100)]) as part:
        passages = sum(row.chunks for row in part.youju.library.documents())
    return part.characters / passages


def measure(documents: Sequence[tuple[str, str]], passages: int, each: float, plan: Plan, progress: Callable[[str], None]) -> Run:
    """`each`: characters of a passage, to come near the passages wanted. Raises YoujuError."""
    with tempfile.TemporaryDirectory(prefix="youju-bench-") as folder:
        progress("准备文件")
        number, characters = write(volume(documents, int(passages * each)), Path(folder))
        asked = questions(documents[:number], max(plan.searches, plan.asked))
        with peak_memory() as peak:
            progress(f"读入 {number} 份文件")
            with loaded([Path(folder)]) as (youju, seconds):
                progress("检索与回答")
                run = _in_process(youju, plan, asked, passages, number, characters, seconds)
                run = replace(run, memory_peak_mib=round(peak.mib, 1))
                progress("冷启动与服务")
                run = _from_outside(run, youju.settings.home, plan, asked)
        progress("对照")
        return _beside(run, Path(folder), plan, asked)


def _in_process(youju: Youju, plan: Plan, asked: Sequence[str], wanted: int, documents: int, characters: int, ingest_seconds: float) -> Run:
    passages = sum(row.chunks for row in youju.library.documents())
    youju.assistant.ask(Question(asked[-1]))
    return Run(
        passages_wanted=wanted,
        passages=passages,
        documents=documents,
        characters=characters,
        ingest_seconds=round(ingest_seconds, 3),
        ingest_characters_per_second=int(characters / ingest_seconds),
        ingest_passages_per_second=int(passages / ingest_seconds),
        search=timed(lambda text: youju.assistant.search(text, PASSAGES_OF_A_SEARCH, Filter()), asked[: plan.searches]),
        answer=timed(lambda text: youju.assistant.ask(Question(text)), asked[: plan.asked]),
        cold_start_seconds=0.0,
        memory_peak_mib=0.0,
        recall=recalls(youju.library, asked),
        home_bytes=sum(path.stat().st_size for path in youju.settings.home.rglob("*") if path.is_file()),
    )


def _from_outside(run: Run, home: Path, plan: Plan, asked: Sequence[str]) -> Run:
    served = None
    cold = cold_start(home, asked[0], plan.cold_starts)
    if plan.server:
        served = serve_under_load(home, asked, search_rate=plan.search_rate, ask_rate=plan.ask_rate, seconds=plan.load_seconds)
    return replace(run, cold_start_seconds=cold, served=served)


def _beside(run: Run, folder: Path, plan: Plan, asked: Sequence[str]) -> Run:
    if plan.baseline_python is None:
        return run
    other = baseline.measure(plan.baseline_python, folder, asked[: plan.searches])
    return replace(run, baseline=other, ratios=ratios(run, other))


def ratios(run: Run, other: Baseline) -> tuple[tuple[str, float], ...]:
    """Product over baseline: above 1 is better for characters a second, below 1 for the others."""
    return (
        ("ingest_characters_per_second", round(run.ingest_characters_per_second / other.ingest_characters_per_second, 3)),
        ("search_p50", round(run.search.p50 / other.search.p50, 3)),
        ("search_p95", round(run.search.p95 / other.search.p95, 3)),
        ("memory", round(run.memory_peak_mib / other.memory_mib, 3)),
    )
