"""Documents in any volume, and questions about them: the same for the same size, on every machine.

The source is news, or, where there is none, sentences of the sample library put together anew. When the source is used up it
is used again with other figures, so that no two documents are the same and no figure is worth remembering.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from itertools import count, islice
from pathlib import Path

from eval.documents import read_records
from eval.sets import read_documents

SEED = 20250124
NEWS = "data/news_documents.jsonl.gz"
"""Within the shared folder."""
SAMPLE = Path(__file__).resolve().parents[1] / "datasets" / "sample" / "documents"

_SENTENCES = 12
"""Of a document that is put together: about 700 characters, as news have."""
_CLAUSE = re.compile(r"[^，。；：！？,;:!?\s]{10,30}")
_FIGURE = re.compile(r"\d+")


def source(shared: Path) -> tuple[str, list[tuple[str, str]]]:
    """`news` or `generated`, and (file name, text) of its documents."""
    if (shared / NEWS).exists():
        return "news", read_records(shared / NEWS)
    return "generated", generated(list(read_documents(SAMPLE).values()))


def generated(texts: Sequence[str], documents: int = 1000) -> list[tuple[str, str]]:
    """Documents of sentences drawn from `texts`, each under a title that is one of them."""
    sentences = sorted({part.strip() for text in texts for part in re.findall(r"[^。\n]{12,200}。", text)})
    draw = random.Random(f"sentences:{SEED}")
    drawn = (draw.sample(sentences, min(_SENTENCES, len(sentences))) for _ in range(documents))
    return [(f"made-{n:05d}.txt", "\n".join([varied(chosen[0], f"title:{n}"), *chosen])) for n, chosen in enumerate(drawn)]


def volume(documents: Sequence[tuple[str, str]], characters: int) -> Iterator[tuple[str, str]]:
    """Documents, again and again with other figures, until they have `characters`."""
    left = characters
    for turn in count():
        for name, text in documents:
            if left <= 0:
                return
            left -= len(text)
            yield (name, text) if turn == 0 else (f"{turn}-{name}", varied(text, f"{turn}:{name}"))


def varied(text: str, key: str) -> str:
    """`text` with other figures of the same length, the same for the same `key`."""
    draw = random.Random(f"{SEED}:{key}")
    return _FIGURE.sub(lambda match: str(draw.randrange(10 ** (len(match[0]) - 1), 10 ** len(match[0]))), text)


def questions(documents: Sequence[tuple[str, str]], n: int) -> list[str]:
    """`n` clauses of documents, drawn far apart: what somebody might type who remembers a wording."""
    draw = random.Random(f"questions:{SEED}")
    order = draw.sample(range(len(documents)), len(documents))
    clauses = (_CLAUSE.findall(documents[place][1]) for place in order)
    return list(islice((draw.choice(found) for found in clauses if found), n))


def write(documents: Iterator[tuple[str, str]], folder: Path) -> tuple[int, int]:
    """Write them into `folder`, one file each. Returns how many, and their characters."""
    number = characters = 0
    for name, text in documents:
        (folder / name).write_text(text, encoding="utf-8", newline="")
        number, characters = number + 1, characters + len(text)
    return number, characters
