"""Whatever the text, sections lie within it and within their parents, in order."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.outline import read_outline
from index.repair import find_repairs

LABELS = "一、 二、 三、 (一) (二) （一） （二） 1. 2. 3. (1) (2) ① ② 一是 二是 三是 一要 二要 第一章 第二章 第一条 第二条"
WORDS = "党的建设 區(qū)域發(fā)展 加强管理。 提升质量; 落实责任, 同志们, 总之, 资源提档升级。 改革亮点纷呈。 队伍全面提升。 𠀀 ⼩"
LONG = "完善机制,优化配置,确保各项任务按期完成,让群众满意" * 5
PIECES = st.sampled_from([*LABELS.split(), *WORDS.split(), LONG, "\n", "\n\n", "\u3000\u3000", " "])


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=40).map("".join))
@example("第一条\u3000\u3000")
def test_sections_are_nested_and_in_order(text: str) -> None:
    sections = read_outline(text, find_repairs(text))
    for ordinal, section in enumerate(sections):
        assert section.ordinal == ordinal
        assert 0 <= section.start < section.title_end <= section.end <= len(text)
        if ordinal:
            assert section.start >= sections[ordinal - 1].start
        if section.parent is None:
            assert section.level == 1
        else:
            parent = sections[section.parent]
            assert parent.ordinal < ordinal
            assert parent.level == section.level - 1
            assert parent.start <= section.start
            assert section.end <= parent.end
