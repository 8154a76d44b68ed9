"""An assistant for the page that answers as the question asks it to: slowly, with a table, with hostile text, or not at all."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import cast

from rag.build import Youju
from rag.types import Answer, Cell, Event, Notice, Question, Row, Table
from tests.fakes import FakeAssistant, FakeYouju, fake_youju

HOSTILE = (
    '<img src=x onerror="window.harmed=1">![](http://evil.example/x.png)[1]\n'
    "<script>window.harmed=2</script> [链接](javascript:window.harmed=3) $$x^2$$ {{constructor}} ${window.harmed=4}\n"
    '- <iframe src="//evil.example"></iframe><a href="http://evil.example">外链</a>'
)
_ASKED = Question("云溪区新建公办幼儿园多少所，石桥县新建公办幼儿园多少所？")


class ScriptedAssistant(FakeAssistant):
    def stream(self, question: Question) -> Iterator[Event]:
        if "出错" in question.text:
            raise RuntimeError("/srv/secret")
        for event in super().stream(_ASKED):
            if "慢" in question.text and event.name == "delta":
                time.sleep(0.5)
            yield replace(event, data=_rewritten(event.data, question.text)) if isinstance(event.data, Answer) else event


def scripted_youju() -> Youju:
    made = fake_youju(port=0)
    youju = FakeYouju(made.settings, made.library, ScriptedAssistant(made.library))
    return cast(Youju, youju)


def _rewritten(answer: Answer, asked: str) -> Answer:
    if "恶意" in asked:
        return replace(
            answer, text=HOSTILE, notices=(Notice("hostile", HOSTILE),), table=Table((HOSTILE,), (Row(HOSTILE, (Cell(HOSTILE),)),))
        )
    if "对比" in asked:
        rows = (Row("新建公办幼儿园", (Cell("3所", (1,)), Cell("2所", (2,)))), Row("教师培训", (Cell("600余次", (1,)), Cell("未提及"))))
        return replace(
            answer, status="partial", table=Table(("云溪区", "石桥县"), rows), notices=(Notice("years", "两份文件的年份不同。"),)
        )
    return answer
