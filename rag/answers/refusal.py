"""The answer where the documents do not tell."""

from __future__ import annotations

from collections.abc import Sequence

from rag.cite import NOT_FOUND
from rag.types import Draft, Evidence, Notice, Understood


def refusal(understood: Understood, evidence: Sequence[Evidence]) -> Draft:
    """Says that the documents do not tell, what is missing, and what to do next; never a figure of its own."""
    if understood.unknown_regions:
        missing = f"资料库中没有{'、'.join(understood.unknown_regions)}的文件。"
    elif understood.gaps:
        missing = "".join(understood.gaps)
    elif not evidence:
        missing = "资料库中没有符合条件的文件。"
    else:
        missing = ""
    text = f"{NOT_FOUND}。{missing}可以换一种问法，或先补充相关文件。"
    nearest = (Notice("nearest_document", f"内容最接近的文件是《{evidence[0].document.header.title}》，可打开查看。"),) if evidence else ()
    hints = tuple(Notice("nearest_year", hint) for hint in understood.hints)
    return Draft(text, (), "refused", "extractive", notices=(*hints, *nearest))
