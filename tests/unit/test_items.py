"""Items behind the lead of their list."""

from __future__ import annotations

from index.items import with_items
from index.types import Chunk, Hit, Section
from tests.values import make_document

TEXT = "一、攻坚行动。重点实施四大举措。一是优化资源。二是加强队伍。二、其他工作。"
DOCUMENT = make_document(TEXT)


def section(ordinal: int, parent: int | None, title: str) -> Section:
    start = TEXT.index(title)
    return Section(
        ordinal=ordinal,
        parent=parent,
        level=1 if parent is None else 2,
        label="",
        title=title,
        start=start,
        title_end=start + 2,
        end=start + 6,
    )


def chunk(number: int, section: int | None, words: str) -> Chunk:
    start = TEXT.index(words)
    return Chunk(
        id=number, document_id=DOCUMENT.id, ordinal=number, start=start, end=start + len(words), section=section, trail=(), tokens=1
    )


SECTIONS = (section(0, None, "攻坚行动"), section(1, 0, "优化资源"), section(2, 0, "加强队伍"), section(3, None, "其他工作"))
CHUNKS = (chunk(10, 0, "重点实施四大举措。"), chunk(11, 1, "优化资源。"), chunk(12, 2, "加强队伍。"), chunk(13, 3, "其他工作。"))


def hits(*numbers: int) -> list[Hit]:
    by_id = {one.id: one for one in CHUNKS}
    return [Hit(by_id[number], DOCUMENT, rank, 1.0 / rank, "") for rank, number in enumerate(numbers, 1)]


def order(found: tuple[Hit, ...]) -> list[tuple[int, int]]:
    return [(hit.chunk.id, hit.rank) for hit in found]


def test_items_follow_their_lead() -> None:
    assert order(with_items(hits(10, 13), SECTIONS, CHUNKS, 9)) == [(10, 1), (11, 2), (12, 3), (13, 4)]


def test_what_was_found_is_moved_not_repeated() -> None:
    found = with_items(hits(10, 13, 12), SECTIONS, CHUNKS, 9)
    assert order(found) == [(10, 1), (11, 2), (12, 3), (13, 4)]
    assert found[2].score == hits(10, 13, 12)[2].score


def test_no_more_than_asked_for() -> None:
    assert order(with_items(hits(10, 13), SECTIONS, CHUNKS, 2)) == [(10, 1), (11, 2)]


def test_one_heading_is_no_list() -> None:
    assert order(with_items(hits(10, 13), SECTIONS[:2], CHUNKS, 9)) == [(10, 1), (13, 2)]


def test_an_item_has_nothing_under_it() -> None:
    assert order(with_items(hits(11, 10), SECTIONS, CHUNKS, 9)) == [(11, 1), (10, 2)]
