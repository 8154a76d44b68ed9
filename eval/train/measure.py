"""Dense retrieval alone on the development sets: nDCG@10, R@1 and R@10 of a model, texts folded as in the product.

python -m eval.train.measure --data DIR [MODEL]
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.embed import load_embedder
from index.text import fold
from index.types import Embedder

SETS = ("drcd_dev", "cmrc_trial", "xquad_zh")


class RetrievalSet(NamedTuple):
    """`relevant[i]` are positions in `passages` that answer `queries[i]`."""

    passages: tuple[str, ...]
    queries: tuple[str, ...]
    relevant: tuple[frozenset[int], ...]


class Scores(NamedTuple):
    """Means over all queries. R@k: the share of queries with a relevant passage among the first k."""

    ndcg_10: float
    recall_1: float
    recall_10: float


def read_set(path: Path) -> RetrievalSet:
    content = json.loads(gzip.decompress(path.read_bytes()))
    queries = content["queries"]
    return RetrievalSet(
        tuple(fold(text).text for text in content["passages"]),
        tuple(fold(query["text"]).text for query in queries),
        tuple(frozenset(query["relevant"]) for query in queries),
    )


def measure(embedder: Embedder, data: RetrievalSet) -> Scores:
    similarity = embedder.encode_queries(data.queries) @ embedder.encode_passages(data.passages).T
    order = np.argsort(-similarity, axis=1, kind="stable")[:, :10]
    found = [[int(place) in relevant for place in row] for row, relevant in zip(order, data.relevant, strict=True)]
    gains = [ndcg(hits, len(relevant)) for hits, relevant in zip(found, data.relevant, strict=True)]
    return Scores(float(np.mean(gains)), float(np.mean([hits[0] for hits in found])), float(np.mean([any(hits) for hits in found])))


def ndcg(hits: Sequence[bool], relevant: int) -> float:
    """Normalised discounted cumulative gain of one ranking with equal gains, over as many places as `hits` has."""
    discounts = 1 / np.log2(np.arange(len(hits)) + 2)
    return float(np.sum(discounts, where=np.array(hits)) / discounts[:relevant].sum())


def table(embedder: Embedder, folder: Path) -> str:
    """A Markdown table over the development sets in `folder`."""
    lines = ["| set | nDCG@10 | R@1 | R@10 |", "|---|---|---|---|"]
    for name in SETS:
        scores = measure(embedder, read_set(folder / f"{name}.json.gz"))
        lines.append(f"| {name} | {scores.ndcg_10:.4f} | {scores.recall_1:.4f} | {scores.recall_10:.4f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.train.measure", description=__doc__)
    parser.add_argument("model", nargs="?", default="bundled", help="`bundled`, a folder, or a name in the local cache")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds bench/")
    arguments = parser.parse_args()
    sys.stdout.write(table(load_embedder(arguments.model), arguments.data / "bench"))


if __name__ == "__main__":
    main()
