"""A LangChain retriever over the library's search, for other people's chains."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from index.chunk import readable
from index.types import Filter, Hit, Span
from rag.assistant import Assistant


class YoujuRetriever(BaseRetriever):
    """Passages of the library as LangChain documents, best first.

    `page_content` is readable text; the metadata holds what a citation needs: document id, source, title, region, locator,
    offsets (half-open, in code points of the original) and score.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = Field(8, ge=1, le=100)
    filter: Filter = Field(default_factory=Filter)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[LangChainDocument]:  # noqa: ARG002
        return [_as_langchain(hit) for hit in self.assistant.search(query, self.k, self.filter)]


def _as_langchain(hit: Hit) -> LangChainDocument:
    span, header = Span(hit.chunk.start, hit.chunk.end), hit.document.header
    return LangChainDocument(
        id=str(hit.chunk.id),
        page_content=readable(hit.document, span),
        metadata={
            "document_id": hit.document.id,
            "source": hit.document.source,
            "title": header.title,
            "issuer": header.issuer,
            "region": header.region,
            "years": list(header.years),
            "locator": hit.locator,
            "start": span.start,
            "end": span.end,
            "score": hit.score,
        },
    )
