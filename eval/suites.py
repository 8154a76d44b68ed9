"""The question sets the product is held to, each with its documents: the sample that is part of it, and the development sets
that lie beside a checkout, in `../shared`, where there is one.

sample                questions on the invented sample library
sample_colloquial     more of them, in everyday words; one in three has no answer there
seedqa_dev_seeds      questions on five real documents
seedqa_dev_twins      the same among forty twins, which say the same of other districts with other figures
pvqa_dev_provinces    questions on the 31 reports of provincial governments
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from eval.answers import SAMPLE
from eval.cases import names_a_region
from eval.documents import documents_at
from eval.evaluate import evaluate, questions_of
from eval.peers import SHARED
from eval.sets import QuestionSet, catalogue_of
from eval.sweep import with_sweep
from eval.targets import folder_targets
from eval.types import Report
from eval.variants import variant, variants
from index.types import Progress
from rag.settings import Settings


@dataclass(frozen=True, slots=True)
class Suite:
    name: str
    """Of its reports, and of its requirements."""
    questions: Path
    documents: tuple[str, ...]
    """As on the command line."""
    named_only: bool = False
    """Whether questions that name no region are left out: among twins they have as many answers as there are districts."""

    @property
    def absent(self) -> tuple[str, ...]:
        """What it needs and is not there."""
        needed = (str(self.questions), *(place.partition("#")[0] for place in self.documents))
        return tuple(place for place in needed if not Path(place).exists())


def suites(shared: Path = SHARED) -> tuple[Suite, ...]:
    """All of them, there or not."""
    sample, seeds, data, qa = (str(SAMPLE / "documents"),), str(shared / "corpus"), shared / "data", shared / "qa"
    return (
        Suite("sample", SAMPLE / "questions.jsonl", sample),
        Suite("sample_colloquial", SAMPLE / "colloquial.jsonl", sample),
        Suite("seedqa_dev_seeds", qa / "seedqa_dev.jsonl", (seeds,)),
        Suite("seedqa_dev_twins", qa / "seedqa_dev.jsonl", (seeds, f"{data / 'twins.jsonl.gz'}#kind=district"), named_only=True),
        Suite("pvqa_dev_provinces", qa / "pvqa_dev.jsonl", (f"{data / 'gov_documents.jsonl.gz'}#name=pr",)),
    )


def report_of(suite: Suite, names: str, progress: Progress, *, sweep: str = "") -> Report:
    """The variants of these names on one suite; one of them also at other thresholds. Raises YoujuError."""
    with documents_at(suite.documents) as paths, folder_targets(paths, variants(names), Settings(), progress) as (targets, costs):
        questions = questions_of_suite(suite, targets[0].texts())
        report = evaluate(questions, targets, progress, costs=costs)
        swept = [target for target in targets if target.name == sweep]
        return with_sweep(report, swept[0], variant(sweep), progress) if swept else report


def questions_of_suite(suite: Suite, texts: Mapping[str, str]) -> QuestionSet:
    """Under the name of the suite; checked against the documents. Raises UnusableFile with every problem in its detail."""
    questions = replace(questions_of(suite.questions, texts), name=suite.name)
    if not suite.named_only:
        return questions
    catalogue = catalogue_of(texts)
    return replace(questions, items=tuple(item for item in questions.items if names_a_region(item, catalogue)))
