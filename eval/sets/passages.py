"""Retrieval sets: passages, queries, and which passages are relevant to which query.

BEIR folders (corpus.jsonl, queries.jsonl, qrels/*.tsv) and single files `{"passages": [text], "queries": [{"text", "relevant":
[index]}]}` as .json or .json.gz. Only judged queries are kept: they are the denominator.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from index.errors import MissingPath, UnusableFile

_SPLITS = ("test.tsv", "dev.tsv")
"""Judgements to use, first one found; else all files together."""


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    name: str
    sha256: str
    """Hexadecimal digest of the bytes of all files read, in the order of their names."""
    passages: tuple[tuple[str, str], ...]
    """(key, text); the title, where there is one, is the text's first line."""
    queries: tuple[tuple[str, str], ...]
    """(id, text) of the judged queries."""
    judgements: dict[str, dict[str, int]]
    """Query id → passage key → grade; 0 is judged and not relevant."""


def load_retrieval_set(path: Path) -> RetrievalSet:
    """Raises MissingPath, or UnusableFile with what is wrong."""
    if not path.exists():
        raise MissingPath(str(path))
    return _read_beir(path) if path.is_dir() else _read_single(path)


def _read_single(path: Path) -> RetrievalSet:
    data = path.read_bytes()
    try:
        content = json.loads(gzip.decompress(data) if path.suffix == ".gz" else data)
        passages = tuple((str(index), str(text)) for index, text in enumerate(content["passages"]))
        queries = tuple((f"q{index}", str(query["text"])) for index, query in enumerate(content["queries"]))
        judgements = {f"q{index}": {str(key): 1 for key in query["relevant"]} for index, query in enumerate(content["queries"])}
    except (ValueError, KeyError, TypeError, OSError, EOFError) as error:
        raise UnusableFile(path.name, detail="应为 JSON：passages 是段落，queries 各有 text 和 relevant（段落序号）") from error
    _check_keys(path.name, dict(passages), judgements)
    return RetrievalSet(path.name.partition(".")[0], hashlib.sha256(data).hexdigest(), passages, queries, judgements)


def _read_beir(folder: Path) -> RetrievalSet:
    files = [folder / "corpus.jsonl", folder / "queries.jsonl", *_judgement_files(folder)]
    missing = [file.name for file in files if not file.is_file()]
    if missing or len(files) < 3:
        raise UnusableFile(folder.name, detail=f"缺少文件：{'、'.join(missing) or 'qrels/*.tsv'}")
    passages = tuple((key, "\n".join(filter(None, (title, text)))) for key, title, text in _records(files[0]))
    texts = {key: text for key, _, text in _records(files[1])}
    judgements: dict[str, dict[str, int]] = {}
    for file in files[2:]:
        for query, key, grade in _grades(file):
            judgements.setdefault(query, {})[key] = grade
    _check_keys(folder.name, dict(passages), judgements)
    _check_queries(folder.name, texts, judgements)
    queries = tuple((query, text) for query, text in texts.items() if query in judgements)
    return RetrievalSet(folder.name, _digest(files), passages, queries, {query: judgements[query] for query, _ in queries})


def _judgement_files(folder: Path) -> list[Path]:
    files = sorted((folder / "qrels").glob("*.tsv"))
    for name in _SPLITS:
        chosen = [file for file in files if file.name == name]
        if chosen:
            return chosen
    return files


def _records(file: Path) -> Iterator[tuple[str, str, str]]:
    """(id, title, text) of each line."""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                record = cast("dict[str, str]", json.loads(line))
                yield str(record["_id"]), record.get("title") or "", record["text"]
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise UnusableFile(file.name, detail=f"第 {number} 行应为带 _id 和 text 的 JSON 对象") from error


def _grades(file: Path) -> Iterator[tuple[str, str, int]]:
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        cells = line.split("\t")
        if not line.strip() or (number == 1 and not _is_grade(cells[-1])):
            continue
        if len(cells) != 3 or not _is_grade(cells[2]):
            raise UnusableFile(file.name, detail=f"第 {number} 行应为三栏：问题编号、段落编号、等级（整数），以制表符分隔")
        yield cells[0], cells[1], int(cells[2])


def _is_grade(cell: str) -> bool:
    return cell.strip().removeprefix("-").isdecimal()


def _check_keys(name: str, passages: Mapping[str, str], judgements: Mapping[str, Mapping[str, int]]) -> None:
    unknown = sorted({key for keys in judgements.values() for key in keys} - set(passages))
    if unknown:
        raise UnusableFile(name, detail=f"评判中有 {len(unknown)} 个不存在的段落：{_some(unknown)}")


def _check_queries(name: str, texts: Mapping[str, str], judgements: Mapping[str, Mapping[str, int]]) -> None:
    unknown = sorted(set(judgements) - set(texts))
    if unknown:
        raise UnusableFile(name, detail=f"评判中有 {len(unknown)} 个不存在的问题：{_some(unknown)}")


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:5]) + ("等" if len(names) > 5 else "")


def _digest(files: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.read_bytes())
    return total.hexdigest()
