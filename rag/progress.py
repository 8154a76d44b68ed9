"""A progress bar on stderr, one line for each stage."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from index.types import Progress as Told

_STAGES = {"load": "读取文件", "embed": "计算向量", "store": "写入资料库", "index": "更新索引"}


@contextmanager
def progress_bar() -> Iterator[Told]:
    """Gives the function that is told how far the work is."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, TaskID] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(_STAGES.get(stage, stage), total=None)
            bar.update(tasks[stage], completed=done, total=total or None)

        yield told
