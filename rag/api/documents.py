"""Documents: upload (a job from the start), catalogue, one document, its text and its original, delete; and the jobs."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import Response

from index.errors import DocumentTooLarge, InvalidRequest
from rag.api.limits import readable_size
from rag.api.service import Service
from rag.shapes import DocumentDetailJson, DocumentPageJson, DocumentTextJson, JobJson, ReceiptJson, SubmittedJson
from rag.wire import document_detail_json, document_json, job_json, receipt_json, section_json

router = APIRouter(prefix="/v1", tags=["文件"])
LARGEST_PAGE = 1000


@router.post("/documents", summary="上传文件", status_code=202)
def upload(
    youju: Service,
    file: Annotated[UploadFile, File(description="txt、md、html、docx 或 PDF")],
    collection: Annotated[str, Form(description="资料集")] = "default",
) -> SubmittedJson:
    name = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    if not name:
        raise InvalidRequest("上传的文件没有文件名")
    largest = youju.settings.max_upload_bytes
    data = file.file.read(largest + 1)
    if len(data) > largest:
        raise DocumentTooLarge(name, detail=readable_size(largest))
    return {"job_id": youju.library.submit_upload(name, data, collection=collection).id}


@router.get("/jobs/{job_id}", summary="上传进度")
def job(job_id: str, youju: Service) -> JobJson:
    return job_json(youju.library.job(job_id))


@router.get("/documents", summary="文件列表")
def documents(
    youju: Service,
    collection: Annotated[str | None, Query(description="只列这个资料集")] = None,
    after: Annotated[str, Query(description="上一页的 next")] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
) -> DocumentPageJson:
    """In the order of the catalogue; `next` is null on the last page."""
    rows = [row for row in youju.library.documents() if collection in {None, row.collection}]
    start = next((position + 1 for position, row in enumerate(rows) if row.id == after), 0)
    page = rows[start : start + limit]
    more = start + limit < len(rows)
    return {"items": [document_json(row) for row in page], "next": page[-1].id if more else None}


@router.get("/documents/{document_id}", summary="文件信息与提纲")
def document(document_id: str, youju: Service) -> DocumentDetailJson:
    found = youju.library.document(document_id)
    row = next(row for row in youju.library.documents() if row.id == found.id)
    return document_detail_json(row, youju.library.outline(found.id))


@router.get("/documents/{document_id}/text", summary="原文与提纲")
def text(document_id: str, youju: Service) -> DocumentTextJson:
    found = youju.library.document(document_id)
    return {"text": found.text, "outline": [section_json(section) for section in youju.library.outline(found.id)]}


@router.get("/documents/{document_id}/original", summary="下载原件", response_class=Response)
def original(document_id: str, youju: Service) -> Response:
    name, data = youju.library.original(document_id)
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type="application/octet-stream", headers={"Content-Disposition": disposition})


@router.delete("/documents/{document_id}", summary="删除文件")
def delete(document_id: str, youju: Service) -> ReceiptJson:
    return receipt_json(youju.library.delete(document_id))
