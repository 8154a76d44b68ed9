"""Results as a person reads them in a terminal: plain Chinese text, made from the same JSON that programs get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rag.shapes import (
        AnswerJson,
        CitationJson,
        DocumentDetailJson,
        DocumentJson,
        EntryJson,
        ExaminationJson,
        HitJson,
        ReportJson,
        SearchJson,
        SectionJson,
        Source,
        TableJson,
        VerifyJson,
    )


_STATUS = {"answered": "", "partial": "（部分回答）", "refused": "（未找到依据）"}


def report(found: ReportJson) -> str:
    counts = (
        f"新增 {found['added']}，更新 {found['updated']}，未变 {found['unchanged']}，移除 {found['removed']}，失败 {len(found['failed'])}"
    )
    now = f"资料库现有 {found['documents']} 份文件、{found['chunks']} 个段落，用时 {found['seconds']:.1f} 秒。"
    return _lines(f"{counts}。", now, *(f"失败：{each['path']}\n  {each['message']}" for each in found["failed"]))


def hits(found: SearchJson) -> str:
    if not found["hits"]:
        return "没有找到有关的段落。"
    return "\n\n".join(_hit(hit) for hit in found["hits"])


def _hit(hit: HitJson) -> str:
    return f"{hit['rank']}. {_name(hit)}  {hit['locator']}（{hit['score']:.3f}）\n{_indented(hit['shown'])}"


def answer(found: AnswerJson) -> str:
    """Text, table, sources, notices."""
    parts = [_STATUS[found["status"]] + found["text"]]
    if found["table"] is not None:
        parts.append(_table(found["table"]))
    if found["citations"]:
        parts.append(_lines("出处：", *(_citation(citation) for citation in found["citations"])))
    parts += [f"提示：{notice['message']}" for notice in found["notices"]]
    return "\n\n".join(parts)


def _citation(citation: CitationJson) -> str:
    return f"[{citation['n']}] {_name(citation)}  {citation['locator']}\n{_indented('“' + citation['shown'] + '”')}"


def _table(table: TableJson) -> str:
    head = " | ".join(["", *table["columns"]])
    rows = (" | ".join([row["label"], *(cell["text"] for cell in row["cells"])]) for row in table["rows"])
    return _lines(head, *rows)


def catalogue(rows: Sequence[DocumentJson]) -> str:
    if not rows:
        return "资料库是空的。用 youju ingest 加入文件。"
    return _lines(*(_row(row) for row in rows), f"共 {len(rows)} 份文件。")


def _row(row: DocumentJson) -> str:
    facts = [row["issuer"], row["region"], _years(row["years"]), "、".join(row["kinds"]), row["published_on"] or ""]
    return f"{row['id']}  {row['source']}\n  《{row['title']}》  {'  '.join(fact for fact in facts if fact)}"


def detail(found: DocumentDetailJson) -> str:
    """Header, how it was read, repairs, and the outline as a tree."""
    issuer = found["issuer"] + (f"（原文“{found['issuer_raw']}”）" if found["issuer_raw"] not in {"", found["issuer"]} else "")
    fields = {
        "标题": found["title"],
        "发布单位": issuer,
        "地区": found["region"],
        "发文字号": found["number"],
        "发布日期": found["published_on"] or "",
        "年份": _years(found["years"]),
        "文种": "、".join(found["kinds"]),
        "文件名": found["source"],
        "编号": found["id"],
        "版本": str(found["version"]),
        "篇幅": f"{found['characters']} 字，{found['chunks']} 个段落",
        "读取": f"{found['encoding']}，{found['parser']}",
    }
    head = _lines(*(f"{name}：{value}" for name, value in fields.items() if value))
    repairs = _lines("修复：", *(f"  {line}" for line in found["repairs"])) if found["repairs"] else "修复：无"
    return f"{head}\n\n{repairs}\n\n{_lines('提纲：', *_tree(found['outline']))}"


def _tree(outline: Iterable[SectionJson]) -> Iterable[str]:
    depths: dict[int, int] = {}
    for section in outline:
        depth = 1 if section["parent"] is None else depths[section["parent"]] + 1
        depths[section["ordinal"]] = depth
        yield f"{'  ' * depth}{section['label']}{' ' if section['label'] else ''}{section['title']}"


def dictionary(entries: Sequence[EntryJson]) -> str:
    if not entries:
        return "没有这样的词条。"
    return _lines(*(f"{entry['word']} → {'、'.join(entry['official'])}（{entry['source']}）" for entry in entries))


def verified(found: VerifyJson) -> str:
    if found["ok"]:
        return f"一致：{found['documents']} 份文件、{found['chunks']} 个段落，数据库与两个索引完全对应。"
    return _lines("不一致：", *(f"  {problem}" for problem in found["problems"]), "请运行 youju rebuild 重建索引。")


def examination(found: ExaminationJson) -> str:
    home = found["home"]
    state = f"{home['documents']} 份文件、{home['chunks']} 个段落" if home["exists"] else "尚未建立"
    lines = [
        f"有据 {found['version']}，Python {found['python']}，{found['platform']}",
        f"资料库：{home['path']}（{home['problem'] or state}）",
        f"可用磁盘空间：{found['disk_free_bytes'] / 1024**3:.1f} GB",
        f"向量模型：{found['embedding_model']}" + (f"（{found['embedding_problem']}）" if found["embedding_problem"] else ""),
        f"语言模型：{found['language_model'] or '未设置，以原文摘录回答'}",
        f"访问密钥：{'已设置' if found['has_key'] else '未设置，只能在本机访问'}",
        "组件：" + "，".join(f"{name} {number}" for name, number in found["packages"].items()),
        "一切正常。" if found["ok"] else "有问题需要处理。",
    ]
    return _lines(*lines)


def _name(place: Source) -> str:
    facts = "，".join(fact for fact in (place["issuer"], place["published_on"]) if fact)
    return f"《{place['title']}》" + (f"（{facts}）" if facts else "")


def _years(years: Sequence[int]) -> str:
    return "、".join(str(year) for year in years)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())


def _lines(*lines: str) -> str:
    return "\n".join(lines)
