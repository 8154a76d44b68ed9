"""`python -m eval typos`: questions with one character or word typed as another of the same sound, as people who type by sound slip.

Each question of a set is asked as it is and with one slip planted. What the product says it took for a slip is counted: in the question as
it is (each is printed: one that is none is worse than a slip overlooked), and in the planted one: understood as it was, as something
else, or not noticed. A slip that makes a word which the documents say cannot be noticed; it is counted apart. ER@1000c (see
`eval.metrics.evidence`) tells what slips cost the search.

Slips are drawn from the sounds of all common characters, not from what the product knows: mostly one character for another of exactly the
sound, the more frequent the likelier, now and then of nearly the sound, or a whole word for another. The same seed plants the same slips.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import exp
from pathlib import Path
from typing import TypeAlias

from eval.answers import SAMPLE, read_items
from eval.documents import documents_at
from eval.evaluate import PASSAGES
from eval.library import loaded
from eval.metrics import evidence
from eval.targets import HomeTarget
from eval.types import Item
from index.catalogue import Catalogue
from index.fold import fold
from index.homophones import characters_like, homophones
from index.specificity import weight
from rag.question.reading import Reading, read

MEASURE = "ER@1000c"
_HAN = re.compile("[\u4e00-\u9fff]{2,}")
_PLAIN = frozenset("的了着过和与及跟在是有为把被对从到将要会能可几多少哪各每什么怎样吗呢吧啊个所名家一二三四五六七八九十两年月日")
"""Characters of question words, figures and measure words: a slip in them loses nothing that is searched for."""
_NEARLY, _WORD = 0.2, 0.3
"""Share of slips of nearly the sound, and of whole words where the word has a homophone."""
_RARE = 11.0
"""Weight of a character that is no token."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A question with a slip in it."""

    item: Item
    original: str
    """Its question as it was, folded."""
    written: str
    meant: str
    """Of two characters, both: a word, or where two meet."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of the questions of a set."""

    questions: int
    corrected_unasked: int
    """Questions as they are in which something was taken for a slip …"""
    planted: int
    unnoticeable: int
    """… slips that make a word of the documents …"""
    understood: int
    misunderstood: int
    """… and of the others, those understood as they were, and as something else."""
    recall: float
    """ER@1000c as they are, and with slips."""
    recall_planted: float


def plant(item: Item, topic: str, catalogue: Catalogue, draw: random.Random) -> Planted | None:
    """One slip in the words that the question asks about and the documents say; None where there is nothing to slip in."""
    folded = fold(item.question).text
    runs = [match[0] for match in _HAN.finditer(topic) if folded.count(match[0]) == 1]
    pairs = [(run, start) for run in runs for start in range(len(run) - 1) if _PLAIN.isdisjoint(run[start : start + 2])]
    places = [(run, start) for run, start in pairs if catalogue.holds(run[start : start + 2])]
    if not places:
        return None
    run, start = draw.choice(places)
    meant, at = run[start : start + 2], draw.randrange(2)
    words = [found.word for found in homophones(meant) if found.is_exact]
    if words and draw.random() < _WORD:
        written = draw.choice(words)
    else:
        character = _other(meant[at], draw)
        if character is None:
            return None
        written = meant[:at] + character + meant[at + 1 :]
    changed = folded.replace(run, run[:start] + written + run[start + 2 :])
    return Planted(replace(item, id=f"{item.id}~typo", question=changed), folded, written, meant)


def _other(character: str, draw: random.Random) -> str | None:
    alike = characters_like(character, exactly=draw.random() >= _NEARLY) or characters_like(character, exactly=True)
    shares = [exp(-(weight(one) or _RARE)) for one in alike]
    return draw.choices(alike, shares)[0] if alike else None


Told: TypeAlias = dict[str, str | float | None]


def measured(target: HomeTarget, catalogue: Catalogue, items: Sequence[Item], seed: int) -> Iterator[tuple[Figures, Told]]:
    """The figures after each question, and what is to be told of it."""
    today = date.today()
    figures = Figures(0, 0, 0, 0, 0, 0, 0.0, 0.0)
    recalls: list[tuple[float, float]] = []
    for item in items:
        as_it_is = read(item.question, catalogue, item.asked_on or today)
        told: Told = {"id": item.id, "question": item.question}
        if as_it_is.misspelt:
            told["taken_for_slips"] = _told(as_it_is)
        planted = plant(item, as_it_is.topic, catalogue, random.Random(f"{seed} {item.id}"))
        figures = replace(figures, questions=figures.questions + 1, corrected_unasked=figures.corrected_unasked + bool(as_it_is.misspelt))
        if planted is not None:
            reading = read(planted.item.question, catalogue, item.asked_on or today)
            outcome = _outcome(planted, as_it_is, reading, catalogue)
            told |= {"typo": planted.item.question, "meant": planted.meant, "outcome": outcome, "understood": _told(reading)}
            figures = _counted(figures, outcome)
            before, after = _recall(target, item), _recall(target, planted.item)
            if before is not None and after is not None:
                recalls.append((before, after))
                told |= {"recall": before, "recall_planted": after}
        yield replace(figures, recall=_mean([one for one, _ in recalls]), recall_planted=_mean([one for _, one in recalls])), told


def _told(reading: Reading) -> str:
    return "，".join(f"{written}→{meant}" for written, meant in reading.misspelt)


def _outcome(planted: Planted, as_it_is: Reading, reading: Reading, catalogue: Catalogue) -> str:
    if reading.topic == as_it_is.topic:
        return "understood"
    if set(reading.misspelt) - set(as_it_is.misspelt):
        return "misunderstood"
    return "unnoticeable" if catalogue.holds(planted.written) else "unnoticed"


def _counted(figures: Figures, outcome: str) -> Figures:
    return replace(
        figures,
        planted=figures.planted + 1,
        unnoticeable=figures.unnoticeable + (outcome == "unnoticeable"),
        understood=figures.understood + (outcome == "understood"),
        misunderstood=figures.misunderstood + (outcome == "misunderstood"),
    )


def _recall(target: HomeTarget, item: Item) -> float | None:
    passages, _ = target.search(item, PASSAGES)
    return dict(evidence.measure(item, passages))[MEASURE]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--documents",
        nargs="+",
        default=[str(SAMPLE / "documents")],
        metavar="资料",
        help="文件夹、文件，或 名称.jsonl[.gz][#字段=开头]；默认为示例资料",
    )
    parser.add_argument("--questions", type=Path, default=SAMPLE / "questions.jsonl", metavar="问题集", help="默认为示例问题")
    parser.add_argument("--seed", type=int, default=1, metavar="数", help="同一个数得到同样的错字")
    parser.add_argument("--all", action="store_true", help="每个问题都列出；默认只列出原样提问却被改了的，和错字改成了别的词的")


def run_command(options: argparse.Namespace) -> int:
    """Returns 0. Raises YoujuError."""
    with documents_at(options.documents) as paths, loaded(paths) as (youju, _):
        target = HomeTarget("hybrid", youju)
        last: Figures | None = None
        for figures, told in measured(target, youju.catalogue(), read_items(options.questions), options.seed):
            last = figures
            if options.all or "taken_for_slips" in told or told.get("outcome") == "misunderstood":
                sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
        if last is not None:
            sys.stdout.write(_summary(last))
    return 0


def _summary(figures: Figures) -> str:
    noticeable = figures.planted - figures.unnoticeable
    return (
        f"原样提问 {figures.questions} 题，其中 {figures.corrected_unasked} 题有词被当作错字；"
        f"带错字 {figures.planted} 题，错成资料中另一个词、无从发现的 {figures.unnoticeable} 题；"
        f"其余 {noticeable} 题中，按原意理解 {figures.understood} 题，理解成别的 {figures.misunderstood} 题，"
        f"未发现 {noticeable - figures.understood - figures.misunderstood} 题；"
        f"{MEASURE} 原样 {figures.recall:.3f}，带错字 {figures.recall_planted:.3f}\n"
    )
