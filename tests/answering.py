"""A question put to small documents, answered without a language model and checked."""

from __future__ import annotations

from index.types import Document
from rag.cite import is_exact, verify
from rag.extract import ExtractiveAnswerer
from rag.types import Draft
from tests.values import ANSWERING, BagEmbedder, make_evidence, make_understood


def answered(question: str, *documents: Document) -> Draft:
    """The draft, which the check must leave as it is."""
    understood = make_understood(question, *documents)
    draft = ExtractiveAnswerer(BagEmbedder, ANSWERING).answer(understood, make_evidence(*documents), lambda _piece: None)
    assert all(is_exact(citation) for citation in draft.citations)
    assert verify(draft) == draft
    return draft


def lines(draft: Draft) -> list[str]:
    return draft.text.split("\n")
