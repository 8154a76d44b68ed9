from __future__ import annotations

import argparse
import json
import logging
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from eval import broken, gate, missing, retrieve, run
from eval.defects import DEFECTS, World
from eval.evaluate import Wanted, evaluate
from eval.memory import peak_memory
from eval.provenance import commit
from eval.report.json import load, to_json, without_timings
from eval.sets import QuestionSet
from eval.suites import Suite
from eval.sweep import STEPS
from eval.targets import HomeTarget
from eval.types import Asked, Figure, Given, Item, Passage, Quote, Report
from index.errors import ConfigurationError, StorageFailed, UnusableFile

QUESTIONS = (
    {
        "id": "a",
        "type": "number",
        "question": "云溪区招聘多少名新教师？",
        "answer": "120名",
        "answer_points": ["招聘新教师120名"],
        "accept": ["120名"],
        "evidence": [{"doc": "云溪区2025年工作计划.txt", "quote": "招聘新教师120名"}],
        "difficulty": "easy",
    },
    {
        "id": "b",
        "type": "number",
        "question": "石桥县新建几所公办幼儿园？",
        "answer": "5所",
        "answer_points": ["新建公办幼儿园5所"],
        "accept": ["5所"],
        "evidence": [{"doc": "石桥县2025年工作要点.txt", "quote": "新建公办幼儿园5所"}],
        "difficulty": "easy",
    },
    {"id": "u", "type": "unanswerable", "question": "云溪区教育局的电话是多少？", "difficulty": "hard"},
)


def silent(stage: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("set") / "small.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in QUESTIONS), encoding="utf-8")
    return path


def command(module: ModuleType, *arguments: str | Path) -> int:
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    code: int = module.run_command(parser.parse_args([str(argument) for argument in arguments]))
    return code


def means(report: Report, group: str = "all") -> dict[tuple[str, str], float]:
    return {(one.variant, one.measure): one.mean for one in report.figures if one.group == group}


@pytest.fixture(scope="module")
def report(documents: Path, questions: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("report") / "report.json"
    chosen = ("--documents", documents, "--questions", questions, "--variants", "bm25,dense,hybrid", "--sweep", "hybrid")
    assert command(run, *chosen, "--out", out) == 0
    return out


def test_a_run_over_a_folder(report: Path) -> None:
    found = load(report)
    assert [name for name, _ in found.asked] == ["bm25", "dense", "hybrid"]
    assert [(row.variant, row.item_id) for row in found.rows[:4]] == [("bm25", "a"), ("bm25", "b"), ("bm25", "u"), ("dense", "a")]
    figures = means(found)
    assert [figures[name, "ER@1000c"] for name in ("bm25", "dense", "hybrid")] == [1.0, 1.0, 1.0]
    assert figures["hybrid", "score"] == 1.0
    sizes = {one.group: one.n for one in found.figures if (one.variant, one.measure) == ("hybrid", "score")}
    assert (sizes["all"], sizes["answerable"], sizes["unanswerable"], sizes["macro"]) == (3, 2, 1, 3)


def test_provenance(report: Path, questions: Path) -> None:
    made = load(report).provenance
    assert made.set_name == "small"
    assert len(made.set_sha256) == 64
    assert dict(made.versions).keys() >= {"youju", "python", "numpy", "ir-measures"}
    settings = {name: dict(values) for name, values in made.variants}
    assert settings["hybrid"]["documents"] == "2"
    assert settings["hybrid"]["model_fingerprint"] == settings["bm25"]["model_fingerprint"]
    assert settings["hybrid"]["settings_digest"] != settings["bm25"]["settings_digest"]


def test_timings(report: Path) -> None:
    timings = dict(load(report).timings)
    assert timings.keys() >= {"bundled:ingest_seconds", "peak_mib"}
    of_one = {name.partition(":")[2] for name in timings if name.startswith("hybrid:")}
    assert of_one == {
        "search_p50_seconds",
        "search_p95_seconds",
        "answer_p50_seconds",
        "answer_p95_seconds",
        "prompt_tokens",
        "completion_tokens",
        "run_seconds",
    }
    assert 0 < timings["hybrid:search_p50_seconds"] <= timings["hybrid:search_p95_seconds"]


def common(report: Report) -> str:
    """What two runs of the same product have in common; somebody may commit between them."""
    return to_json(without_timings(replace(report, provenance=replace(report.provenance, commit=""))))


def test_other_thresholds_were_tried(report: Path, documents: Path, questions: Path) -> None:
    tried = load(report).refusals
    assert [one.threshold for one in tried] == sorted(one.threshold for one in tried)
    assert [one.variant for one in tried] == ["hybrid"] * (len(STEPS) + 1)
    (in_use,) = [one for one in tried if one.in_use]
    assert (in_use.answered, in_use.score) == (1.0, means(load(report))["hybrid", "score"])
    assert (tried[0].answered, tried[-1].refused) == (1.0, 1.0)


def test_a_threshold_is_moved_where_there_is_one(documents: Path, questions: Path) -> None:
    with pytest.raises(ConfigurationError, match="不是本次评测的方案"):
        command(run, "--documents", documents, "--questions", questions, "--variants", "bm25", "--sweep", "hybrid")


def test_two_runs_say_the_same(report: Path, documents: Path, questions: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    command(run, "--documents", documents, "--questions", questions, "--variants", "bm25,dense,hybrid", "--sweep", "hybrid", "--out", again)
    assert common(load(again)) == common(load(report))


def test_a_library_of_somebody_is_left_as_it_was(home: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.json"
    with closing(sqlite3.connect(home / "youju.sqlite")) as database:
        before = database.execute("SELECT count(*) FROM answers").fetchone()
        assert command(run, "--home", home, "--questions", questions, "--out", out) == 0
        assert database.execute("SELECT count(*) FROM answers").fetchone() == before
    assert "small" in capsys.readouterr().out
    assert means(load(out))["hybrid", "score"] == 1.0


def test_searching_alone(home: Path, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    command(run, "--home", home, "--questions", questions, "--no-answers", "--out", out)
    found = load(out)
    assert {name for name, _ in found.rows[0].values} == {"ER@1000c", "ER@2000c", "ER@4000c", "wrong_document_first"}
    assert found.asked[0][1][0].given is None


def test_a_set_that_does_not_fit_the_documents(home: Path, tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(QUESTIONS[0], ensure_ascii=False))
    wrong["evidence"][0]["quote"] = "招聘新教师999名"
    path = tmp_path / "wrong.jsonl"
    path.write_text(json.dumps(wrong, ensure_ascii=False), encoding="utf-8")
    with pytest.raises(UnusableFile, match=r"第 1 行.*找不到"):
        command(run, "--home", home, "--questions", path)


def test_a_variant_that_is_none(home: Path, questions: Path) -> None:
    with pytest.raises(ConfigurationError, match="没有名为“splade”的方案"):
        command(run, "--home", home, "--questions", questions, "--variants", "splade")


# --- what fails on one question


class Shaky:
    """Answers with its document; one question breaks it, another it cannot serve."""

    name = "shaky"
    text = "新建公办幼儿园3所。"

    def texts(self) -> Mapping[str, str]:
        return {"a.txt": self.text}

    def search(self, item: Item, k: int) -> tuple[tuple[Passage, ...], float]:
        return (Passage("a.txt", self.text, 0, len(self.text), 1.0, "a.txt#0"),), 0.5

    def ask(self, item: Item) -> Given:
        if item.id == "bug":
            raise ZeroDivisionError
        if item.id == "full":
            raise StorageFailed("x")
        return Given("answered", "3所。", seconds=2.0, prompt_tokens=10, completion_tokens=1)

    def settings(self) -> tuple[tuple[str, str], ...]:
        return (("documents", "1"),)


def asked(item_id: str) -> Item:
    return Item(item_id, "number", "几所？", answer="3所", accept=("3所",), evidence=(Quote("a.txt", "新建公办幼儿园3所"),))


def test_a_failure_is_that_questions_own(caplog: pytest.LogCaptureFixture) -> None:
    items = (asked("good"), asked("bug"), asked("full"), asked("fine"))
    told: list[tuple[str, int, int]] = []
    with caplog.at_level(logging.CRITICAL, "youju.eval"):
        found = evaluate(QuestionSet("s", "0" * 64, items), [Shaky()], lambda *step: told.append(step), costs=(("ingest_seconds", 1.0),))
    assert [one.error for one in found.asked[0][1]] == ["", "internal_error", "storage_failed", ""]
    assert [row.value("score") for row in found.rows][1:3] == [0.0, 0.0]
    figures = {one.measure: one for one in found.figures if one.group == "all"}
    assert (figures["score"].n, figures["ER@1000c"].mean) == (4, 1.0)
    timings = dict(found.timings)
    assert (timings["ingest_seconds"], timings["shaky:answer_p95_seconds"], timings["shaky:prompt_tokens"]) == (1.0, 2.0, 20.0)
    assert told == [("shaky", done, 4) for done in range(5)]


def test_an_empty_set() -> None:
    found = evaluate(QuestionSet("s", "0" * 64, ()), [Shaky()], silent)
    assert (found.rows, found.figures) == ((), ())


def test_nothing_but_answers() -> None:
    found = evaluate(QuestionSet("s", "0" * 64, (asked("good"),)), [Shaky()], silent, wanted=Wanted(search=False))
    assert found.asked[0][1][0].passages == ()
    assert found.rows[0].value("ER@1000c") is None


# --- cases: the answer is missing


def test_each_document_left_out(documents: Path, questions: Path, tmp_path: Path) -> None:
    """Both questions are asked of a library without their document: two libraries of one document each."""
    out = tmp_path / "report.json"
    assert command(missing, "--documents", documents, "--questions", questions, "--kind", "without", "--out", out) == 0
    found = load(out)
    assert found.provenance.set_name == "small~without"
    assert dict(found.provenance.variants[0][1])["documents"] == "1"
    ((name, asked_of),) = found.asked
    assert (name, {one.item.id for one in asked_of}) == ("hybrid", {"a~without", "b~without"})
    assert [one.item for one in asked_of] == list(found.items)
    for one in asked_of:
        assert one.given is not None
        assert "120" not in one.given.text
        assert not any(cited.source.startswith(one.item.question[:2]) for cited in one.given.citations)
    assert {figure.n for figure in found.figures if figure.measure == "score"} == {2}


def test_another_district(documents: Path, questions: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.json"
    command(missing, "--documents", documents, "--questions", questions, "--kind", "district", "--out", out)
    found = load(out)
    assert found.provenance.set_name == "small~district"
    assert dict(found.provenance.variants[0][1])["documents"] == "2"
    assert all("云溪" not in item.question for item in found.items if item.id.startswith("a"))


def test_a_set_without_cases(documents: Path, tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_text(json.dumps(QUESTIONS[2], ensure_ascii=False), encoding="utf-8")
    with pytest.raises(UnusableFile, match="没有可以改成“without”的问题"):
        command(missing, "--documents", documents, "--questions", path)


def test_copies_leave_out_by_name(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.txt", "deep/c.txt"):
        (tmp_path / "in" / name).write_text(name, encoding="utf-8")
    (tmp_path / "d.txt").write_text("d", encoding="utf-8")
    with missing.copied([tmp_path / "in", tmp_path / "d.txt"], ("a.txt",)) as folder:
        assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.txt")) == ["b.txt", "d.txt", "deep/c.txt"]


def test_broken_products(documents: Path, questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three questions are too few to show anything of some measures: the command says so and fails."""
    out = tmp_path / "broken.json"
    assert command(broken, "--documents", documents, "--questions", questions, "--out", out) == 1
    found = {(one["defect"], one["product"]): one["verdict"] for one in json.loads(out.read_text(encoding="utf-8"))}
    assert found["moved citations", "方案 hybrid"] == found["moved citations", broken.GOLD] == "caught"
    assert found["hedged verdict", broken.GOLD] == "missed"
    assert ("search backwards", broken.GOLD) not in found
    assert "识破" in capsys.readouterr().out


# --- retrieval sets

PASSAGES = ["新建公办幼儿园3所,新增学位900个。", "招聘新教师120名。", "梵語的學術研究由德國學者開創。", "x" * 10]
QUERIES = [{"text": "招聘几名教师", "relevant": [1]}, {"text": "梵语研究是谁开创的", "relevant": [2]}, {"text": "", "relevant": [0]}]


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.json"
    path.write_text(json.dumps({"passages": PASSAGES, "queries": QUERIES}, ensure_ascii=False), encoding="utf-8")
    return path


def test_retrieval_set(judged: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Two queries find their passage; the third cannot be asked, and counts."""
    out = tmp_path / "report.json"
    with caplog.at_level(logging.CRITICAL, "youju.eval"):
        assert command(retrieve, judged, "--variants", "bm25,hybrid", "--out", out) == 0
    found = load(out)
    assert [item.question for item in found.items] == ["招聘几名教师", "梵语研究是谁开创的", ""]
    figures: dict[str, Figure] = {one.measure: one for one in found.figures if one.variant == "hybrid"}
    assert {name: (one.n, round(one.mean, 3)) for name, one in figures.items()} == {
        "nDCG@10": (3, 0.667),
        "R@1": (3, 0.667),
        "R@10": (3, 0.667),
        "R@100": (3, 0.667),
        "RR@10": (3, 0.667),
        "P@1": (3, 0.667),
        "P@10": (3, 0.067),
    }
    assert dict(found.timings).keys() >= {"bundled:ingest_seconds", "bm25:rank_p50_seconds", "hybrid:run_seconds", "peak_mib"}


# --- beside the figures


def test_peak_memory() -> None:
    with peak_memory() as peak:
        block = bytearray(64 * 2**20)
        peak.sample()
        del block
    with peak_memory() as later:
        pass
    assert peak.mib > 64
    assert later.mib > 0


def test_commit(tmp_path: Path) -> None:
    assert commit(tmp_path) == ""
    assert commit() == "" or len(commit().removesuffix("-dirty")) == 40


# --- the gate, on suites


@pytest.fixture
def tiny_suites(documents: Path, questions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = Suite("tiny", questions, (str(documents),))
    named = replace(here, name="named", named_only=True)
    away = Suite("away", questions, (f"{documents}/nowhere.jsonl.gz#kind=district",))
    monkeypatch.setattr(gate, "suites", lambda _: (here, named, away, Suite("unwanted", questions, (str(documents),))))


def required(path: Path, minimum: float) -> Path:
    path.write_text(
        "".join(f'[[{name}]]\nmeasure = "score"\nminimum = {minimum}\nreason = "须答对。"\n' for name in ("tiny", "named", "away")),
        encoding="utf-8",
    )
    return path


@pytest.mark.usefixtures("tiny_suites")
def test_the_gate_asks_every_suite_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(gate, "--thresholds", required(tmp_path / "t.toml", 1.0), "--out", tmp_path / "reports") == 0
    passed, named, skipped = capsys.readouterr().out.splitlines()
    assert (passed, named) == ("通过：问题集“tiny”的 1 项要求全部达到。", "通过：问题集“named”的 1 项要求全部达到。")
    assert skipped.startswith("略过：问题集“away”不在这里（没有 ")
    assert sorted(path.name for path in (tmp_path / "reports").iterdir()) == ["named.json", "tiny.json"]


@pytest.mark.usefixtures("tiny_suites")
def test_a_planted_regression_stops_the_gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A product that finds the answers and gives every figure one higher."""
    thresholds = required(tmp_path / "t.toml", 1.0)
    (off_by_one,) = [defect for defect in DEFECTS if defect.name == "figures off by one"]
    ask = HomeTarget.ask

    def broken_ask(target: HomeTarget, item: Item) -> Given:
        (asked,) = off_by_one.broken([Asked(item, given=ask(target, item))], World({}, {}))
        assert asked.given is not None
        return asked.given

    with monkeypatch.context() as planted:
        planted.setattr(HomeTarget, "ask", broken_ask)
        assert command(gate, "--thresholds", thresholds) == 1
    said = capsys.readouterr().err
    assert "未通过：问题集“tiny”的 1 项要求中，1 项没有达到。" in said
    assert "答对得分（score），全部问题，方案 hybrid：33.3%，95% 区间 0.0–100.0%，3 题；应不低于 100.0%。要求的理由：须答对。" in said
    assert command(gate, "--thresholds", thresholds) == 0
