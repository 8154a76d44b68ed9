from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

import rag.build
from eval.judge import Judged, Judgement, add_arguments, judge, judge_all, parse, run_command
from eval.types import Cited, Given, Item
from index.errors import ConfigurationError
from rag.prompt import Role, load_prompt
from rag.settings import Settings

ITEM = Item("a", "number", "云溪区招聘多少名教师？")
GIVEN = Given("answered", "云溪区：招聘教师120名。[1]", (Cited(1, "云溪区.txt", 0, 9, "招聘教师120名。"),))
GOOD = '{"faithfulness": 1, "relevancy": 0.5, "reason": "没有说年份"}'
JUDGEMENT = Judgement(1.0, 0.5, "没有说年份")


@pytest.mark.parametrize(
    ("said", "judgement"),
    [
        pytest.param(GOOD, JUDGEMENT, id="the object alone"),
        pytest.param(f"```json\n{GOOD}\n```", JUDGEMENT, id="in a fence"),
        pytest.param(f"<think>先看引文 {{}}</think>\n{GOOD}", JUDGEMENT, id="after thoughts"),
        pytest.param('{"faithfulness": 0, "relevancy": 1}', Judgement(0.0, 1.0, ""), id="no reason given"),
        pytest.param("", None, id="nothing"),
        pytest.param("忠实 1，切题 0.5", None, id="prose"),
        pytest.param('{"faithfulness": 1, "relevancy": ', None, id="cut off"),
        pytest.param('{"faithfulness": 1}', None, id="one is missing"),
        pytest.param('{"faithfulness": "1", "relevancy": 1}', None, id="a word for a number"),
        pytest.param('{"faithfulness": true, "relevancy": 1}', None, id="true for a number"),
        pytest.param('{"faithfulness": 5, "relevancy": 1}', None, id="another scale"),
        pytest.param('{"faithfulness": NaN, "relevancy": 1}', None, id="not a number"),
        pytest.param("[1, 1]", None, id="a list"),
    ],
)
def test_parse(said: str, judgement: Judgement | None) -> None:
    assert parse(said) == judgement


def test_the_model_sees_question_answer_and_quotations_but_not_the_right_answer() -> None:
    seen: list[tuple[tuple[Role, str], ...]] = []

    def speak(messages: tuple[tuple[Role, str], ...]) -> str:
        seen.append(messages)
        return GOOD

    item = Item("a", "number", ITEM.question, answer="一百二十名，不是别的")
    assert judge(speak, load_prompt("judge"), item, GIVEN) == JUDGEMENT
    ((system, _), (user, text)) = seen[0]
    assert (system, user) == ("system", "user")
    assert all(part in text for part in (ITEM.question, GIVEN.text, "[1] 招聘教师120名。"))
    assert item.answer not in text


def test_means_are_over_what_was_judged_and_the_rest_is_counted() -> None:
    said = iter([GOOD, "不知道", '{"faithfulness": 0, "relevancy": 1}'])
    refused = Given("refused", "在现有文件中未找到相关内容。")
    answers = [(Item(name, "fact", "问"), GIVEN) for name in "abc"] + [(Item("d", "unanswerable", "问"), refused)]
    section = judge_all(lambda _messages: next(said), "m", answers)
    assert [(one.measure, one.n, one.mean) for one in section.opinions] == [("faithfulness", 2, 0.5), ("relevancy", 2, 0.75)]
    assert (section.asked, section.unjudged, section.prompt) == (3, 1, "judge@1")
    assert section.judged[1] == Judged("b", None)


def test_a_model_that_fails_has_judged_nothing() -> None:
    def speak(_messages: object) -> str:
        raise ConnectionError("the endpoint is down")

    section = judge_all(speak, "m", [(ITEM, GIVEN)])
    assert (section.unjudged, section.opinions) == (1, ())


def test_a_refusal_is_not_judged() -> None:
    section = judge_all(lambda _messages: GOOD, "m", [(ITEM, Given("refused", "未找到。"))])
    assert (section.asked, section.judged) == (0, ())


def options(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(words)


def test_without_a_language_model_the_command_says_so() -> None:
    with pytest.raises(ConfigurationError, match="YOUJU_LLM_BASE_URL"):
        run_command(options())


def test_the_command_writes_its_own_section(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A model that answers the judge and says nothing that the product could use."""
    monkeypatch.setenv("YOUJU_LLM_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("YOUJU_LLM_MODEL", "m")

    def chat_model(_settings: Settings) -> GenericFakeChatModel:
        return GenericFakeChatModel(messages=iter(AIMessage(GOOD) for _ in range(100)))

    monkeypatch.setattr(rag.build, "chat_model", chat_model)
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "云溪区2025年工作计划.txt").write_text("云溪区教育局2025年工作计划\n招聘教师120名。新建幼儿园3所。\n", encoding="utf-8")
    evidence = [{"doc": "云溪区2025年工作计划.txt", "quote": "招聘教师120名"}]
    line = {"id": "a", "type": "number", "question": "云溪区招聘教师多少名？", "answer": "120名", "evidence": evidence}
    questions, out = tmp_path / "questions.jsonl", tmp_path / "judge.json"
    questions.write_text(json.dumps(line, ensure_ascii=False), encoding="utf-8")
    assert run_command(options("--documents", str(folder), "--questions", str(questions), "--out", str(out))) == 0
    written = json.loads(out.read_text(encoding="utf-8"))
    assert written["judge"]["judged"][0]["judgement"] == {"faithfulness": 1.0, "relevancy": 0.5, "reason": "没有说年份"}
    assert "不计入其他指标" in capsys.readouterr().out
