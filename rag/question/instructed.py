"""Instructions in a question: they change nothing, and are left out of what is asked.

A question may tell the assistant to forget its task, to change figures, or to pretend that a document says something. The
first two are dropped where something else is asked; of the third remains the question whether the documents say so.
"""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。!?\]】]+[。!?\]】]*")
_INSTRUCTION = re.compile(
    "(?:忽略|无视|忘掉|不要管|别管)[^。]{0,8}(?:要求|指令|规则|提示|限制|设定|资料|文件|内容|说的)|系统提示|乘以|除以|直接回答|只回答|只(?:准|许)说"
    "|你现在是|扮演|从现在起"
)
_PRETENCE = re.compile(
    r"^[^,。]{0,6}?(?:假装|假设|假如|假定|就当|当作|想象)[^,。]{0,4}?(?:文件|资料|文档|材料|通知|公告)[里中上]?(?:面)?(?:是?[写说讲]|规定|要求)(?:的是|着|了|明)?[:\"]*"
    r"(?P<claim>[^,。;!?\"]{4,})"
)


def without_instructions(folded: str) -> str:
    """What a folded question asks, without what it orders; as it is when it only orders."""
    if pretence := _PRETENCE.search(folded):
        return f"{pretence['claim'].strip()},是吗?"
    sentences = _SENTENCE.findall(folded)
    asked = "".join(sentence for sentence in sentences if not _INSTRUCTION.search(sentence))
    return asked.strip() or folded
