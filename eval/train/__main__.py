"""Makes the bundled model from the training data, in one seeded command.

    python -m eval.train --data DIR --out DIR [--new-vocabulary]

The vocabulary stays that of the bundled model unless a new one is asked for: passages are cut by its tokens. Takes
minutes on two cores. The figures of the finished model are printed; what was read is counted on stderr.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from eval.train.contrastive import Examples, Recipe, ragged, train
from eval.train.corpus import REPEATS, Pair, document_pairs, read_documents, read_pairs
from eval.train.export import TOKENIZER, write_model
from eval.train.measure import table
from eval.train.questions import question_pairs
from eval.train.start import initial_weights
from eval.train.vocabulary import sample, token_texts, train_tokenizer
from index.embed import BUNDLED_MODEL, load_embedder
from index.tokens import read_byte_level

VOCABULARY = 32_000
LONGEST = 512
"""Tokens of a passage that training looks at."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with train_pairs.jsonl.gz, gov_documents.jsonl.gz and bench/")
    parser.add_argument("--out", type=Path, required=True, help="folder that the model is written to")
    parser.add_argument("--new-vocabulary", action="store_true", help="learn the vocabulary as well")
    arguments = parser.parse_args()
    log = _Log()
    make_model(arguments.data, arguments.out, Recipe(), log, new_vocabulary=arguments.new_vocabulary)
    sys.stdout.write(table(load_embedder(str(arguments.out)), arguments.data / "bench"))
    log("measured")


def make_model(data: Path, out: Path, recipe: Recipe, log: _Log, *, new_vocabulary: bool) -> None:
    rng = random.Random(recipe.seed)
    documents, held_out = read_documents(data / "gov_documents.jsonl.gz")
    from_documents = (pair for text in documents for pair in document_pairs(text, rng))
    pairs = [*read_pairs(data / "train_pairs.jsonl.gz", held_out), *from_documents, *question_pairs(data / "gov_documents.jsonl.gz")]
    log(f"read {dict(Counter(pair.source for pair in pairs))}")
    (out / TOKENIZER).parent.mkdir(parents=True, exist_ok=True)
    if new_vocabulary:
        train_tokenizer(sample([pair.passage for pair in pairs], documents, rng), VOCABULARY).save(str(out / TOKENIZER), pretty=False)
    else:
        (out / TOKENIZER).write_bytes((BUNDLED_MODEL / TOKENIZER).read_bytes())
    log("vocabulary")
    examples = _examples(pairs, out / TOKENIZER)
    log(f"tokens: {len(examples.queries.ids)} of queries, {len(examples.passages.ids)} of passages")
    encoding = read_byte_level(out / TOKENIZER)
    weights = initial_weights(examples.passages, token_texts(encoding.decode, encoding.n_vocab), recipe)
    write_model(out, train(examples, weights, recipe, log.step).numpy())
    log("trained")


def _examples(pairs: Sequence[Pair], tokenizer: Path) -> Examples:
    repeated = [pair for pair in pairs for _ in range(REPEATS.get(pair.source, 1))]
    encoding = read_byte_level(tokenizer)
    queries, passages = [pair.query for pair in repeated], [pair.passage for pair in repeated]
    names = sorted({pair.source for pair in repeated})
    return Examples(
        ragged([encoding.encode_ordinary(text) for text in queries], queries),
        ragged([encoding.encode_ordinary(text)[:LONGEST] for text in passages], passages),
        np.array([names.index(pair.source) for pair in repeated]),
    )


class _Log:
    """Lines on stderr with the seconds since the start."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def __call__(self, message: str) -> None:
        sys.stderr.write(f"{time.monotonic() - self._start:7.1f} s  {message}\n")

    def step(self, step: int, steps: int, loss: float) -> None:
        if step % 50 == 0 or step == steps - 1:
            self(f"step {step + 1} of {steps}, loss {loss:.3f}")


if __name__ == "__main__":
    main()
