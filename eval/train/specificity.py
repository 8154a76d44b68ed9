"""Makes the table of `index.specificity` from the training texts.

    python -m eval.train.specificity --data DIR

Takes two minutes; the same texts give the same table.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from eval.train.corpus import read_documents, read_pairs
from index.specificity import TABLE
from index.tokens import encoding
from index.types import Vectors

PASSAGE = 300
"""Characters that a document is cut into."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.train.specificity", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with train_pairs.jsonl.gz and gov_documents.jsonl.gz")
    arguments = parser.parse_args()
    table = specificity(_passages(arguments.data), encoding().n_vocab)
    np.save(TABLE, table.astype(np.float16), allow_pickle=False)
    sys.stdout.write(f"{TABLE.name}: {len(table)} tokens, weights {table.min():.2f} to {table.max():.2f}\n")


def specificity(passages: Iterable[str], tokens: int) -> Vectors:
    """ln((N + 1) / (n + 1)) of each token. Shape (tokens,)."""
    held, encode = np.zeros(tokens, np.float32), encoding().encode_ordinary
    among = 0
    for passage in passages:
        held[list(set(encode(passage)))] += 1
        among += 1
    return np.log((among + 1) / (held + 1), dtype=np.float32)


def _passages(data: Path) -> Iterator[str]:
    """Each passage once."""
    known, held_out = read_documents(data / "gov_documents.jsonl.gz")
    yield from {pair.passage: None for pair in read_pairs(data / "train_pairs.jsonl.gz", held_out)}
    for text in known:
        yield from (text[start : start + PASSAGE] for start in range(0, len(text), PASSAGE))


if __name__ == "__main__":
    main()
