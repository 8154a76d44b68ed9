"""The vocabulary: a byte-level BPE with the GPT-2 pattern, the full byte alphabet and no normaliser.

GPT-2's pattern makes one pre-token of a whole run of Chinese characters, up to the next punctuation mark. Trained on
such runs, merges grow across words and into clichés. So the runs are cut into words for *training* only; the
tokenizer that is written keeps the plain pattern, which is what makes tiktoken's reading of it exact, and applies the
same merges in the order of their frequency.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

_HAN_RUN = re.compile(r"[\u3400-\u9fff]+")
MAX_TOKEN_BYTES = 12
"""Four Chinese characters: longer words are put together from these."""
SAMPLE_CHARACTERS = 6_000_000


def sample(passages: Sequence[str], documents: Sequence[str], rng: random.Random) -> Iterator[str]:
    """Different texts in random order, three quarters of the characters from passages, the rest from official documents."""
    for texts, share in ((passages, 0.75), (documents, 0.25)):
        chosen = list(dict.fromkeys(texts))
        rng.shuffle(chosen)
        ends = itertools.accumulate(map(len, chosen))
        yield from (text for text, end in zip(chosen, ends, strict=True) if end <= share * SAMPLE_CHARACTERS)


def train_tokenizer(texts: Iterable[str], size: int) -> Tokenizer:
    """A tokenizer of `size` tokens; ids 0–255 are the bytes, then the merges in order."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        max_token_length=MAX_TOKEN_BYTES,
    )
    tokenizer.train_from_iterator((list(_words(text)) for text in texts), trainer)
    return tokenizer


def token_texts(decode: Callable[[list[int]], str], size: int) -> list[str]:
    """The text of every token by number, empty for tokens that are parts of a character."""
    return ["" if "\ufffd" in text else text for text in map(decode, ([number] for number in range(size)))]


def _words(text: str) -> Iterator[str]:
    """`text` in order, its Chinese runs cut into words."""
    import jieba  # type: ignore[import-untyped]  # noqa: PLC0415  builds its dictionary when first used

    end = 0
    for run in _HAN_RUN.finditer(text):
        if run.start() > end:
            yield text[end : run.start()]
        yield from jieba.cut(run.group(), HMM=False)
        end = run.end()
    if end < len(text):
        yield text[end:]
