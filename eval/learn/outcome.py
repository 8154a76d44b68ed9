"""What was learned, with how well it does: the figures, the trade-off of refusing, and the versioned file.

A stage's values are adopted when, cross-validated, they do at least as well as those in use; otherwise those in use stay, and
the file says so.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from eval.intervals import SEED, bootstrap_macro
from eval.learn.ascent import Found, Point, Scores, mean, shares_of
from eval.learn.material import Material
from eval.learn.trials import ANSWER_AXES, UNRELATED, AnswerTrial, answer_values, search_values
from eval.types import Interval
from index.learned import FORMAT, Learned

DIGITS = 4
ENOUGH_AT = [axis.name for axis in ANSWER_AXES].index("enough")
"""Where the threshold stands in a point of the answers."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measure over one set, or over all of them."""

    measure: str
    set_name: str
    n: int
    before: float
    fitted: float
    cross_validated: float
    interval: Interval
    """Of the cross-validated mean, 95 %."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """What refusing costs and spares at one threshold, everything else as learned."""

    enough: float
    false_refusals: int
    """Questions with an answer in the documents that are refused …"""
    answerable: int
    """… of so many."""
    wrong_answers: int
    """Questions without an answer in the documents that are answered …"""
    unanswerable: int
    """… of so many."""
    unrelated_answers: int
    """Questions about something else altogether that are answered …"""
    unrelated: int
    """… of so many."""
    score: float
    """The objective."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One trial, done."""

    measure: str
    found: Found
    figures: tuple[Measured, ...]
    """Of each set, then of all."""
    adopted: bool
    point: Point
    """What the product goes by from now on."""
    moved: bool
    """`point` is another than the one in use."""


def stage(measure: str, found: Found, groups: Sequence[str], sets: Sequence[str], in_use: Point) -> Stage:
    """`groups` and `sets`: of each question. Within a set, too, the groups count the same."""
    of_sets = [_measured(measure, name, found, [each == name for each in sets], groups) for name in sorted(set(sets))]
    whole = _measured(measure, "all", found, [True] * len(groups), groups)
    adopted = whole.cross_validated >= whole.before
    point = found.point if adopted else in_use
    return Stage(measure, found, (*of_sets, whole), adopted, point, point != in_use)


def _measured(measure: str, name: str, found: Found, inside: Sequence[bool], groups: Sequence[str]) -> Measured:
    chosen = np.array(inside)
    labels = [group for group, kept in zip(groups, inside, strict=True) if kept]
    shares = shares_of(labels)
    before, fitted, cross_validated = (mean(scores[chosen], shares) for scores in (found.before, found.fitted, found.cross_validated))
    return Measured(measure, name, len(labels), before, fitted, cross_validated, _interval(found.cross_validated[chosen], labels))


def _interval(scores: Scores, labels: Sequence[str]) -> Interval:
    members: dict[str, list[float]] = {}
    for label, score in zip(labels, scores, strict=True):
        members.setdefault(label, []).append(float(score))
    return bootstrap_macro(list(members.values()))


def thresholds(trial: AnswerTrial, point: Point, values: Sequence[float]) -> tuple[Threshold, ...]:
    """The trade-off over thresholds; `point` gives everything else."""
    shares = shares_of(trial.groups)
    points = [(*point[:ENOUGH_AT], value, *point[ENOUGH_AT + 1 :]) for value in values]
    return tuple(_threshold(trial, one, mean(trial(one), shares)) for one in points)


def _threshold(trial: AnswerTrial, point: Point, score: float) -> Threshold:
    refused: dict[str, list[bool]] = {"answerable": [], "unanswerable": [], UNRELATED: []}
    for draft, item, group in zip(trial.drafts(point), trial.items, trial.groups, strict=True):
        kind = UNRELATED if group == UNRELATED else "answerable" if item.evidence else "unanswerable"
        refused[kind].append(draft.status == "refused")
    answerable, unanswerable, unrelated = refused.values()
    return Threshold(
        point[ENOUGH_AT],
        sum(answerable),
        len(answerable),
        unanswerable.count(False),
        len(unanswerable),
        unrelated.count(False),
        len(unrelated),
        score,
    )


def file_content(before: Learned, search: Stage, answers: Stage, curve: Sequence[Threshold], sets: Sequence[Material], made: Made) -> str:
    """The text of `index/learned.json`; the version moves on when a value has changed."""
    weights, boosts = search_values(search.point)
    sections = {
        "fusion": dataclasses.asdict(weights),
        "boosts": dataclasses.asdict(boosts),
        "answers": dataclasses.asdict(answer_values(answers.point)),
    }
    values = {name: {key: round(value, 6) for key, value in section.items()} for name, section in sections.items()}
    content = {
        "format": FORMAT,
        "version": before.version + (values != before.sections),
        "values": values,
        "provenance": {
            "command": "python -m eval learn",
            "commit": made.commit,
            "date": made.day.isoformat(),
            "bootstrap_seed": SEED,
            "model": made.model,
            "sets": [_set_record(each) for each in sets],
            "unrelated": {"sha256": sets[0].unrelated.sha256, "questions": len(sets[0].unrelated.items)},
            "stages": [_stage_record(each) for each in (search, answers)],
            "thresholds": [_rounded(dataclasses.asdict(one)) for one in curve],
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Made:
    """The circumstances."""

    commit: str
    day: date
    model: str
    """Fingerprint of the embedding model."""


def _set_record(each: Material) -> dict[str, object]:
    return {
        "name": each.name,
        "sha256": each.questions.sha256,
        "questions": len(each.questions.items),
        "documents": len(each.texts),
    }


def _stage_record(one: Stage) -> dict[str, object]:
    return {
        "measure": one.measure,
        "adopted": one.adopted,
        "points_tried": one.found.tried,
        "figures": [_rounded(dataclasses.asdict(each)) for each in one.figures],
    }


def _rounded(record: dict[str, object]) -> dict[str, object]:
    return {key: _short(value) for key, value in record.items()}


def _short(value: object) -> object:
    if isinstance(value, float):
        return round(value, DIGITS)
    return [_short(one) for one in value] if isinstance(value, tuple) else value
