from __future__ import annotations

from pathlib import Path

import pytest

from index.dictionary import (
    BUNDLED,
    Dictionary,
    DictionaryFile,
    Entry,
    bundled,
    merged,
    parse,
    with_entry,
    with_removal,
)
from index.fold import fold

WORDS = Dictionary(
    {
        "娃": Entry("娃", ("幼儿", "学生")),
        "补课班": Entry("补课班", ("校外培训机构",)),
        "补课": Entry("补课", ("有偿补课",)),
        "AI": Entry("AI", ("人工智能",)),
    }
)


def test_the_bundled_file_is_sound() -> None:
    text = BUNDLED.read_text(encoding="utf-8")
    entries, removed, problems = parse(text)
    assert (len(entries) >= 10_000, removed, problems) == (True, frozenset(), ())
    assert dict(bundled().entries) == entries


def test_words_are_folded_each_by_itself() -> None:
    words = ("ＡＩ課", "e\u0301cole", "㎡多少", "盖學校")
    dictionary = Dictionary({word: Entry(word, ("新建",)) for word in words})
    assert [dictionary.expand(fold(word).text)[0].word for word in words] == [fold(word).text for word in words]


def test_none_of_no_entries() -> None:
    assert Dictionary({}).expand("盖学校") == ()


def test_every_bundled_entry_names_its_source() -> None:
    assert [entry.word for entry in bundled().entries.values() if len(entry.source) < 4] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("娃怎么入园", [("娃", ("幼儿", "学生"))], id="one"),
        pytest.param("补课班有几家", [("补课班", ("校外培训机构",)), ("补课", ("有偿补课",))], id="a word within another"),
        pytest.param("ai和娃", [("ai", ("人工智能",)), ("娃", ("幼儿", "学生"))], id="in the order they stand"),
        pytest.param("有偿补课班", [("补课班", ("校外培训机构",))], id="the longer of two that cross"),
        pytest.param("学生娃", [("娃", ("幼儿",))], id="what is said already is left out"),
        pytest.param("ai课程", [("ai", ("人工智能",))], id="folded"),
        pytest.param("学位", [], id="none"),
    ],
)
def test_expand(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert [tuple(one) for one in WORDS.expand(text)] == expected


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("娃 幼儿", "缺少等号"),
        ("娃 =", "等号两边都要有词"),
        (f"{'长' * 21} = 短", "超过 20 个字"),
        ("幼儿 = 幼儿", "写成了它自己"),
    ],
)
def test_a_line_that_cannot_be_used(line: str, message: str) -> None:
    entries, _, (problem,) = parse(f"# 说明\n{line}\n")
    assert (entries, problem.line, message in problem.message) == ({}, 2, True)


def test_the_first_of_two_entries_stays() -> None:
    entries, _, (problem,) = parse("娃 = 幼儿\n娃 = 学生\n")
    assert (entries["娃"].official, problem.line) == (("幼儿",), 2)


def test_an_own_file_adds_replaces_and_takes_away() -> None:
    entries = merged("@通 通知用语\n娃 = 幼童 @通\n园长 = 负责人\n- 补课班\n").entries
    assert entries["娃"] == Entry("娃", ("幼童",), "通知用语")
    assert entries["园长"].source == "自定"
    assert "补课班" not in entries


def test_entries_are_written_as_they_are_read() -> None:
    text = with_entry("# 说明\n- 娃\n", Entry("娃", ("幼儿", "学生")))
    assert text == "# 说明\n娃 = 幼儿、学生\n"
    assert with_entry(text, Entry("娃", ("儿童",))) == "# 说明\n娃 = 儿童\n"
    assert with_removal(text, "娃") == "# 说明\n- 娃\n"
    assert with_removal("坞长 = 负责人\n", "坞长") == ""


def test_an_edit_counts_at_the_next_question(tmp_path: Path) -> None:
    path = tmp_path / "dictionary.txt"
    dictionary = DictionaryFile(path)
    assert dictionary() is bundled()
    path.write_text("园长 = 负责人\n", encoding="utf-8")
    assert "园长" in dictionary().entries
    path.unlink()
    assert dictionary() is bundled()
