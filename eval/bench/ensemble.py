"""LangChain as its users tune it for Chinese: passages of 300 characters, FAISS and BM25 over jieba words in an EnsembleRetriever.

A script: reads `{"documents": folder, "questions": […], "model": folder}` from standard input and prints one JSON line. It
imports nothing of the product, so that it runs wherever the packages are.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path

import jieba  # type: ignore[import-untyped]
import psutil  # type: ignore[import-untyped]
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter
from sentence_transformers import SentenceTransformer

SEPARATORS = ["\n\n", "\n", "。", "；", ";", "，", ""]


class Model(Embeddings):
    """A sentence-transformers model as LangChain wants one."""

    def __init__(self, folder: str) -> None:
        self._model = SentenceTransformer(folder, device="cpu")

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._model.encode(texts, batch_size=256, show_progress_bar=False).tolist()  # type: ignore[no-any-return]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


def main() -> None:
    asked = json.load(sys.stdin.buffer)
    jieba.setLogLevel(logging.ERROR)
    jieba.initialize()
    model = Model(asked["model"])
    documents = [Document(path.read_text(encoding="utf-8")) for path in sorted(Path(asked["documents"]).iterdir())]
    started = time.perf_counter()
    retriever, passages = build(documents, model)
    seconds = time.perf_counter() - started
    characters = sum(len(document.page_content) for document in documents)
    retriever.invoke(asked["questions"][0])
    found = {
        "passages": passages,
        "ingest_seconds": round(seconds, 3),
        "ingest_characters_per_second": int(characters / seconds),
        "search": latency([taken(retriever, question) for question in asked["questions"]]),
        "memory_mib": round(psutil.Process().memory_info().rss / 2**20, 1),
    }
    sys.stdout.write(json.dumps(found) + "\n")


def build(documents: list[Document], model: Embeddings) -> tuple[EnsembleRetriever, int]:
    """The retriever, and how many passages it has."""
    splitter = RecursiveCharacterTextSplitter(chunk_size=300, chunk_overlap=50, separators=SEPARATORS)
    pieces = splitter.split_documents(documents)
    vectors = FAISS.from_documents(pieces, model)
    lexical = BM25Retriever.from_documents(pieces, preprocess_func=lambda text: list(jieba.cut_for_search(text)), k=10)
    dense = vectors.as_retriever(search_kwargs={"k": 10})
    return EnsembleRetriever(retrievers=[lexical, dense], weights=[0.5, 0.5]), len(pieces)


def taken(retriever: EnsembleRetriever, question: str) -> float:
    started = time.perf_counter()
    retriever.invoke(question)
    return time.perf_counter() - started


def latency(seconds: list[float]) -> dict[str, float]:
    """As `eval.bench.timing.latency`: milliseconds, nearest ranks."""
    ordered, n = sorted(seconds), len(seconds)
    ranks = {f"p{share}": round(ordered[max(0, -(-n * share // 100) - 1)] * 1000, 3) for share in (50, 95, 99)}
    return {"n": n, **ranks}


if __name__ == "__main__":
    main()
