"""Whether the service lives, whether it can answer, and how much it has done."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from rag.api.metrics import CONTENT_TYPE
from rag.api.service import Counting, Service
from rag.shapes import HealthJson, ReadyJson
from rag.version import version

router = APIRouter(tags=["运行状况"])


@router.get("/healthz", summary="存活")
def health() -> HealthJson:
    return {"status": "ok", "version": version()}


@router.get("/readyz", summary="就绪")
def ready(youju: Service) -> ReadyJson:
    """Answers only when the library can be searched; what stands in the way is a 503 problem."""
    return {"status": "ready", "generation": youju.library.generation().number, "documents": len(youju.library.documents())}


@router.get("/metrics", summary="计数", response_class=PlainTextResponse)
def metrics(youju: Service, counts: Counting) -> PlainTextResponse:
    rows = youju.library.documents()
    gauges = {
        "youju_documents": float(len(rows)),
        "youju_chunks": float(sum(row.chunks for row in rows)),
        "youju_index_generation": float(youju.library.generation().number),
    }
    return PlainTextResponse(counts.exposition(gauges), media_type=CONTENT_TYPE)
