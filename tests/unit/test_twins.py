"""Twins: what changes, what stays, and that the same seed gives the same bytes."""

from __future__ import annotations

import argparse
import json
import random
import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.sets import About, catalogue_of, read_documents
from eval.twins import Twin, add_arguments, district_twins, run, valid_beside, year_twins
from eval.twins.dates import DateMap, date_map, month_map
from eval.twins.figures import Figure, figure_map, figures_in, with_other_figures, write_numeral
from eval.twins.names import invented_names, place_names, renamed
from eval.types import Item, Quote
from index.text import find_repairs, show, simplified

SAMPLE = Path(__file__).resolve().parents[2] / "eval" / "datasets" / "sample"
STILL = DateMap(0, {}, 0)
MOVED = DateMap(-3, {1: 2, 8: 9, 11: 12, 12: 3}, 20)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    found = read_documents(SAMPLE / "documents")
    return {name: text for name, text in found.items() if name.endswith((".txt", ".md"))}


@pytest.fixture(scope="module")
def districts(texts: dict[str, str]) -> tuple[Twin, ...]:
    return district_twins(texts, 7)


@pytest.fixture(scope="module")
def years(texts: dict[str, str]) -> tuple[Twin, ...]:
    return year_twins(texts, 7)


def refigured(text: str, dates: DateMap = STILL) -> str:
    return with_other_figures(text, figure_map(figures_in(text), "salt"), dates)


@pytest.mark.parametrize(
    "text",
    [
        "1.加强管理。2.完善制度。",
        "（1）目标\n2、措施\n### 3. 问题",
        "第3条、第12章，附件1和附表2",
        "推行“1+X”和3+2贯通培养",
        "1 | 消防 | 合格",
        "三至六年级、3年级、十五五、三项、四个专项组、第三名、一所、三位一体、三轮车、家家户户",
        "24小时值班，24小時在崗",
        "事故为0起，传真0000",
    ],
)
def test_what_is_no_figure_stays(text: str) -> None:
    assert refigured(text, MOVED) == text


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("新增学位4590个", r"新增学位(?!4590)\d{3}0个"),
        ("总投资5.86亿元", r"总投资(?!5\.86)\d\.\d\d亿元"),
        ("覆盖率100%", r"覆盖率\d\d%"),
        ("下降0.8个百分点", r"下降(?!0\.8)[01]\.\d个百分点"),
        ("托位2-3岁", r"托位[34]-[45]岁"),
        ("三所学校", r"[四五]所学校"),
        ("两周更换", "三周更换"),
        ("不低于三分之一", "不低于四分之一"),
        ("电话0000-4416112", r"电话0000-0089881"),
        ("1,231万元", r"1,[2-6]\d\d万元"),
        ("得分91.4分", r"得分[78]\d\.\d分"),
        ("十余家", r"十[一二三四]余家"),
        ("| 指标 | 93 |", r"\| 指标 \| [78]\d \|"),
    ],
)
def test_figures_become_others(text: str, pattern: str) -> None:
    assert re.fullmatch(pattern, refigured(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年工作", "2022年工作"),
        ("望教安〔2025〕", "望教安〔2022〕"),
        ("2024—2025学年", "2021—2022学年"),
        ("2025-01-31 09:50", "2022-02-28 10:10"),
        ("2025年8月31日", "2022年9月30日"),
        ("2024- 08- 18 23: 50", "2021- 09- 18 00: 10"),
        ("8月20日至31日、11月底", "9月20日至31日、12月底"),
        ("8-11月", "9-12月"),
        ("每年8月、12月", "每年9月、3月"),
        ("2025-12-05", "2022-03-05"),
        ("二〇二五年", "二〇二二年"),
        ("980103022/2025-00033", "273836311/2022-33366"),
    ],
)
def test_dates_move(text: str, expected: str) -> None:
    assert refigured(text, MOVED) == expected


@given(st.lists(st.integers(1, 12), unique=True, min_size=1).map(sorted), st.integers())
def test_months_move_each_to_another(months: list[int], seed: int) -> None:
    moved = month_map(months, random.Random(seed))
    assert list(moved) == months
    assert len(set(moved.values())) == len(months)
    assert all(1 <= new <= 12 and new != old for old, new in moved.items())


@given(st.sets(st.integers(1, 10), min_size=1).map(sorted), st.integers())
def test_months_keep_their_order_where_the_year_has_room(months: list[int], seed: int) -> None:
    moved = [*month_map(months, random.Random(seed)).values()]
    assert moved == sorted(moved)


_FIGURES = st.builds(
    lambda units, decimals, is_share: Figure(Decimal(units).scaleb(-decimals), decimals, is_share),
    st.integers(1, 30_000),
    st.integers(0, 2),
    st.booleans(),
)


@given(st.lists(_FIGURES, max_size=60), st.text(max_size=5))
def test_figures_keep_their_order_and_none_stays(figures: list[Figure], salt: str) -> None:
    becomes = figure_map(figures, salt).becomes
    assert set(becomes) == set(figures)
    for figure, new in becomes.items():
        assert new != figure.value
        assert (0 < new < figure.value) if figure.is_share else new > figure.value
    for share in (False, True):
        ordered = sorted((figure.value, new) for figure, new in becomes.items() if figure.is_share == share)
        assert all(first[1] < second[1] for first in ordered for second in ordered if first[0] < second[0])


@given(st.lists(_FIGURES, max_size=20))
def test_the_same_figures_in_any_order_become_the_same(figures: list[Figure]) -> None:
    assert figure_map(figures, "a") == figure_map(reversed(figures), "a")


@pytest.mark.parametrize(("value", "expected"), [(3, "三"), (10, "十"), (12, "十二"), (20, "二十"), (45, "四十五"), (99, "九十九")])
def test_numerals(value: int, expected: str) -> None:
    assert write_numeral(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("青岚区教育局和青岚三中", "柏渡区教育局和柏渡三中"),
        ("雲坪縣，雲(yún)坪人", "星渚縣，星渚人"),
        ("文號：雲教安字〔2025〕9號", "文號：星教安字〔2025〕9號"),
        ("云教〔2025〕9号，白云教〔2025〕1号", "星教〔2025〕9号，白云教〔2025〕1号"),
        ("青年教师、云计算", "青年教师、云计算"),
    ],
)
def test_places_are_renamed(text: str, expected: str) -> None:
    assert renamed(text, {"青岚": "柏渡", "云坪": "星渚"}) == expected


def test_invented_names_are_new_and_differ(texts: dict[str, str]) -> None:
    stems = place_names(texts)
    assert set(stems) == {"青岚", "望湖", "汀洲", "鹿鸣", "溪桥", "松泉", "云坪", "澜安"}
    names = [name for world in invented_names(stems, 4, texts.values(), 7) for name in world.values()]
    assert len(set(names)) == len(names) == 32
    assert not [name for name in names if any(name in text for text in texts.values())]
    assert [name for name in names if simplified(name) != name] == []


def test_every_document_has_four_places_and_two_years(texts: dict[str, str], districts: tuple[Twin, ...], years: tuple[Twin, ...]) -> None:
    assert (len(districts), len(years)) == (4 * len(texts), 2 * len(texts))
    names = [twin.name for twin in (*districts, *years)]
    assert len({*names, *texts}) == len(names) + len(texts)


def test_no_name_of_the_original_is_left(districts: tuple[Twin, ...], texts: dict[str, str]) -> None:
    stems = place_names(texts)
    one_place = districts[: len(texts)]
    readable = {twin.name: simplified(show(twin.text, find_repairs(twin.text))) for twin in one_place}
    assert [(name, stem) for name, text in readable.items() for stem in stems if stem in name + text] == []


def test_headers_speak_of_the_twin(texts: dict[str, str], districts: tuple[Twin, ...], years: tuple[Twin, ...]) -> None:
    one_place = districts[: len(texts)]
    before, places = catalogue_of(texts), catalogue_of({twin.name: twin.text for twin in one_place})
    assert all(places[twin.name].years == before[twin.of].years for twin in one_place)
    assert {about.region for about in places.values()}.isdisjoint(about.region for about in before.values())
    moved = catalogue_of({twin.name: twin.text for twin in years})
    covered = {year for about in before.values() for year in about.years}
    assert all(moved[twin.name].region == before[twin.of].region for twin in years)
    assert covered.isdisjoint(year for about in moved.values() for year in about.years)


def test_every_figure_is_another(texts: dict[str, str], districts: tuple[Twin, ...], years: tuple[Twin, ...]) -> None:
    for twin in (*districts, *years):
        before, after = [*figures_in(texts[twin.of])], [*figures_in(twin.text)]
        assert len(before) == len(after) > 5
        assert [(old, new) for old, new in zip(before, after, strict=True) if old.value and old.value == new.value] == []
        assert all(new.value < 100 for new in after if new.is_share)


def test_the_same_figure_becomes_the_same_in_one_twin(texts: dict[str, str], districts: tuple[Twin, ...]) -> None:
    for twin in districts:
        pairs = set(zip(figures_in(texts[twin.of]), (figure.value for figure in figures_in(twin.text)), strict=True))
        assert len({old for old, _ in pairs}) == len(pairs)


def test_places_differ_from_each_other(districts: tuple[Twin, ...]) -> None:
    figures = [tuple(figures_in(twin.text)) for twin in districts]
    assert len(set(figures)) == len(districts)


def test_all_but_names_and_numbers_stays(texts: dict[str, str], years: tuple[Twin, ...]) -> None:
    numbers = re.compile(r"[\d,. ]|[二两兩三四五六七八九十]")
    for twin in years:
        assert numbers.sub("", twin.text) == numbers.sub("", texts[twin.of])


def test_the_seed_decides(texts: dict[str, str], districts: tuple[Twin, ...]) -> None:
    small = {name: text for name, text in texts.items() if name.startswith("青岚区")}
    assert district_twins(small, 7) == district_twins(small, 7)
    assert district_twins(small, 8) != district_twins(small, 7)


@pytest.mark.parametrize(
    ("item", "beside_districts", "beside_years"),
    [
        (Item("a", "number", "青岚2025年几个？", evidence=(Quote("a.txt", "7"),)), True, True),
        (Item("b", "number", "青岚几个？", evidence=(Quote("a.txt", "7"),)), True, False),
        (Item("c", "number", "2025年几个？", evidence=(Quote("a.txt", "7"),)), False, False),
        (Item("d", "unanswerable", "青岚2026年几个？"), True, False),
        (Item("e", "unanswerable", "几个？", doc_filter="a.txt"), True, True),
    ],
)
def test_questions_that_stay_valid(item: Item, beside_districts: bool, beside_years: bool) -> None:
    catalogue = {"a.txt": About("青岚区", (2025,))}
    assert (valid_beside("district", item, catalogue), valid_beside("year", item, catalogue)) == (beside_districts, beside_years)


def test_files_without_place_or_year_get_names_of_their_own() -> None:
    texts = {"002_a2038b.txt": "东湖区教育局2025年工作计划\n新增学位1200个。"}
    assert [twin.name for twin in district_twins(texts, 7)] == [f"{number}-002_a2038b.txt" for number in (1, 2, 3, 4)]
    assert [twin.name for twin in year_twins(texts, 7)] == ["002_a2038b（2024年）.txt", "002_a2038b（2026年）.txt"]


def test_the_command_writes_the_same_bytes_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "东湖区2025年计划.txt").write_text("东湖区教育局2025年工作计划\n8月底前新增学位1200个。", encoding="utf-8")
    record = {"id": "q", "type": "number", "question": "东湖2025年多少学位？", "answer": "1200个", "evidence": []}
    line = json.dumps({**record, "evidence": [{"doc": "东湖区2025年计划.txt", "quote": "1200个"}]}, ensure_ascii=False)
    (tmp_path / "questions.jsonl").write_text(line + "\n", encoding="utf-8")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    for out in ("first", "second"):
        assert run(parser.parse_args(["--documents", str(documents), "--seed", "3", "--out", str(tmp_path / out)])) == 0
    first, second = (
        {path.relative_to(root): path.read_bytes() for path in root.rglob("*.*")} for root in (tmp_path / "first", tmp_path / "second")
    )
    assert first == second
    assert len([path for path in first if path.parts[:2] == ("district", "documents")]) == 4
    years = {path.name for path in first if path.parts[:2] == ("year", "documents")}
    assert years == {"东湖区2024年计划.txt", "东湖区2026年计划.txt"}
    assert first[Path("year/questions.jsonl")].decode() == line + "\n"
    assert '"documents": 4' in capsys.readouterr().out


def test_days_follow_the_months_of_one_document() -> None:
    dates = date_map("8月20日至9月1日", 0, "salt")
    assert set(dates.months) == {8, 9}
    assert dates.months[8] < dates.months[9]
