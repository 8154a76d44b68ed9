"""`python -m eval twins`: the same documents about other districts and other years, with other figures.

A library of one city's plans is confusable by nature; a handful of sample documents is not. For each text document (txt, md)
twins are made: the same clauses word for word under invented districts (`district`), or about the same district with all years
moved (`year`); every figure is another. The right sentence now stands in many documents, and only one of them is about what was
asked. Questions that name their district stay valid beside the first kind, those that also name their year beside the second;
they are copied to go with the twins.

Everything follows from the seed: the same documents and seed give the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from eval.cases import names_a_region, names_a_year
from eval.sets import About, catalogue_of, read_documents, read_set
from eval.twins.dates import date_map
from eval.twins.figures import FigureMap, figure_map, figures_in, with_other_figures
from eval.twins.names import invented_names, place_names, renamed
from eval.types import Item

Kind = Literal["district", "year"]

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_PLACES = 4
"""Invented places each document moves to."""
_TEXT_FORMATS = frozenset({".txt", ".md"})
SAMPLE = Path(__file__).parent.parent / "datasets" / "sample"


@dataclass(frozen=True, slots=True)
class Twin:
    name: str
    """File name."""
    kind: Kind
    of: str
    """File name of the original."""
    text: str


def district_twins(texts: Mapping[str, str], seed: int) -> tuple[Twin, ...]:
    """Each text in `_PLACES` invented places. The documents of one district stay together: there too they agree on names and
    figures. `texts`: file name → text."""
    catalogue = catalogue_of(texts)
    worlds = invented_names(place_names(texts), _PLACES, texts.values(), seed)
    return tuple(
        Twin(_renamed_file(name, world, number), "district", name, renamed(text, world))
        for number, world in enumerate(worlds, 1)
        for name, text in _refigured(texts, catalogue, 0, f"{seed}|district|{number}").items()
    )


def year_twins(texts: Mapping[str, str], seed: int) -> tuple[Twin, ...]:
    """Each text so many years earlier and later that no twin covers a year that an original covers."""
    catalogue = catalogue_of(texts)
    covered = [year for about in catalogue.values() for year in about.years] or [0]
    span = max(covered) - min(covered) + 1
    return tuple(
        Twin(_moved_name(name, text, shift), "year", name, text)
        for shift in (-span, span)
        for name, text in _refigured(texts, catalogue, shift, f"{seed}|year|{shift}").items()
    )


def _refigured(texts: Mapping[str, str], catalogue: Mapping[str, About], year_shift: int, salt: str) -> dict[str, str]:
    """The texts with other figures, dates and, where `year_shift` is not 0, years. Figures agree within a district."""
    maps = {region: _figures_of_region(region, texts, catalogue, salt) for region in {about.region for about in catalogue.values()}}
    return {
        name: with_other_figures(text, maps[catalogue[name].region], date_map(text, year_shift, f"{salt}|{name}"))
        for name, text in texts.items()
    }


def _figures_of_region(region: str, texts: Mapping[str, str], catalogue: Mapping[str, About], salt: str) -> FigureMap:
    own = [text for name, text in texts.items() if catalogue[name].region == region]
    return figure_map((figure for text in own for figure in figures_in(text)), f"{salt}|{region}")


def _renamed_file(name: str, world: Mapping[str, str], number: int) -> str:
    """The file name with its place renamed; one without a place gets the number of the world."""
    new = renamed(name, world)
    return new if new != name else f"{number}-{name}"


def _moved_name(name: str, moved_text: str, shift: int) -> str:
    """The file name with its years moved; one without a year gets the first of the twin."""
    if _YEAR.search(name):
        return _YEAR.sub(lambda match: str(int(match[0]) + shift), name)
    first = _YEAR.search(moved_text)
    return f"{Path(name).stem}（{first[0] if first else f'{shift:+d}'}年）{Path(name).suffix}"


def valid_beside(kind: Kind, item: Item, catalogue: Mapping[str, About]) -> bool:
    """Whether only the originals can answer `item` beside twins of this kind; what is asked of one document always is."""
    if item.doc_filter:
        return True
    return names_a_region(item, catalogue) and (kind == "district" or (bool(item.evidence) and names_a_year(item)))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--documents", type=Path, default=SAMPLE / "documents", help="原文件所在的文件夹；默认为示例资料")
    parser.add_argument("--questions", type=Path, help="问题集；默认为文件夹旁的 questions.jsonl")
    parser.add_argument("--seed", type=int, default=7, help="随机种子；相同的种子得到相同的文件")
    parser.add_argument("--out", type=Path, required=True, help="写入的文件夹，其中的 district/ 和 year/ 会被替换")


def run(options: argparse.Namespace) -> int:
    """Write the twins and the questions that go with them. Returns 0."""
    documents: Path = options.documents
    questions: Path = options.questions or documents.parent / "questions.jsonl"
    originals = read_documents(documents)
    texts = {name: text for name, text in originals.items() if Path(name).suffix in _TEXT_FORMATS}
    _write_kind(options.out, "district", district_twins(texts, options.seed), questions, originals)
    _write_kind(options.out, "year", year_twins(texts, options.seed), questions, originals)
    return 0


def _write_kind(out: Path, kind: Kind, twins: Sequence[Twin], questions: Path, originals: Mapping[str, str]) -> None:
    write_twins(out / kind, twins, questions_beside(kind, questions, originals) if questions.exists() else ())
    print(json.dumps({"kind": kind, "documents": len(twins), "folder": str(out / kind)}, ensure_ascii=False))  # noqa: T201


def questions_beside(kind: Kind, questions: Path, originals: Mapping[str, str]) -> tuple[str, ...]:
    """The lines of the JSONL file `questions` that stay valid, unchanged."""
    catalogue = catalogue_of(originals)
    items = read_set(questions)[0].items
    lines = questions.read_text(encoding="utf-8").split("\n")
    return tuple(lines[item.line - 1] for item in items if valid_beside(kind, item, catalogue))


def write_twins(folder: Path, twins: Sequence[Twin], questions: Iterable[str]) -> None:
    """`documents/`, `questions.jsonl` and the list `twins.jsonl` in `folder`, in place of what was there."""
    shutil.rmtree(folder / "documents", ignore_errors=True)
    (folder / "documents").mkdir(parents=True)
    for twin in twins:
        (folder / "documents" / twin.name).write_text(twin.text, encoding="utf-8", newline="")
    listed = ({key: value for key, value in asdict(twin).items() if key != "text"} for twin in twins)
    _write_lines(folder / "twins.jsonl", (json.dumps(record, ensure_ascii=False) for record in listed))
    _write_lines(folder / "questions.jsonl", questions)


def _write_lines(file: Path, lines: Iterable[str]) -> None:
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
