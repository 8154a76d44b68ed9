"""The whole product over a small library of invented documents, with the bundled model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.build import Youju, build
from rag.settings import Settings

DOCUMENTS = {
    "云溪区2025年工作计划.txt": """云溪区教育局2025年工作计划
来源: 云溪区教育局 发布时间:2025-01-24 17:35

一、扩大学前教育资源
新建公办幼儿园3所,新增学位900个。公办园在园幼儿占比达到65%以上。
二、建强教师队伍
招聘新教师120名。开展“青蓝结对”培训600余次。
""",
    "石桥县2025年工作要点.txt": """石桥县教育局2025年工作要点
来源: 县教育局 发布时间:2025-02-18 09:30

1.发展学前教育。新建公办幼儿园5所,公办园在园幼儿占比达到58%以上。
2.加强教师队伍建设。招聘新教师80名。
""",
}


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("documents")
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def home(documents: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the documents ingested."""
    home = tmp_path_factory.mktemp("library") / "home"
    youju = build(Settings(home=home), create=True)
    report = youju.library.ingest([documents])
    youju.close()
    assert (report.added, report.failed) == (2, ())
    return home


@pytest.fixture(scope="session")
def youju(home: Path) -> Iterator[Youju]:
    youju = build(Settings(home=home))
    yield youju
    youju.close()
