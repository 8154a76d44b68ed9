"""What an evaluation was made with: the program, its libraries, the set, the variants."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed_version
from pathlib import Path

from eval.targets import Target
from eval.types import Provenance
from rag.version import version

_LIBRARIES = ("faiss-cpu", "tantivy", "numpy", "tokenizers", "jieba", "OpenCC", "langchain-core", "ir-measures")
"""Those that may change a figure."""


def provenance(name: str, sha256: str, targets: Sequence[Target]) -> Provenance:
    """Raises TargetFailed."""
    return Provenance(
        commit=commit(),
        set_name=name,
        set_sha256=sha256,
        variants=tuple((target.name, target.settings()) for target in targets),
        versions=(("youju", version()), ("python", platform.python_version()), *_versions()),
    )


@cache
def commit(folder: Path = Path(__file__).parent) -> str:
    """The commit that the program was run from, with `-dirty` when tracked files differ from it; empty outside a checkout. Asked
    once: what is committed while a program runs is not what it runs."""
    git = shutil.which("git")
    if git is None:
        return ""
    command = [git, "-C", str(folder), "describe", "--always", "--dirty", "--exclude=*", "--abbrev=40"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout.strip() if done.returncode == 0 else ""


def _versions() -> list[tuple[str, str]]:
    return [(name, found) for name in _LIBRARIES if (found := _installed(name))]


def _installed(name: str) -> str:
    try:
        return installed_version(name)
    except PackageNotFoundError:
        return ""
