from __future__ import annotations

from langchain_core.documents import Document
from langchain_core.output_parsers import StrOutputParser
from langchain_core.runnables import RunnableLambda

from index.types import Filter
from rag.build import Youju
from rag.retriever import YoujuRetriever


def test_a_langchain_program_can_use_the_library(youju: Youju) -> None:
    """The retriever in a chain of somebody else's."""
    retriever = YoujuRetriever(assistant=youju.assistant, k=3)

    def joined(found: list[Document]) -> str:
        return "\n".join(one.page_content for one in found)

    chain = retriever | RunnableLambda(joined) | StrOutputParser()
    assert "招聘新教师120名。" in chain.invoke("云溪区招聘多少名新教师")


def test_metadata_leads_back_to_the_original(youju: Youju) -> None:
    first = YoujuRetriever(assistant=youju.assistant, k=1).invoke("石桥县新建几所公办幼儿园")[0]
    text = youju.library.document(first.metadata["document_id"]).text
    assert "5所" in text[first.metadata["start"] : first.metadata["end"]]
    assert (first.metadata["region"], first.metadata["source"]) == ("石桥县", "石桥县2025年工作要点.txt")


def test_filter(youju: Youju) -> None:
    found = YoujuRetriever(assistant=youju.assistant, k=5, filter=Filter(regions=("云溪区",))).invoke("招聘新教师")
    assert {one.metadata["region"] for one in found} == {"云溪区"}
