"""Documents over HTTP: upload as a job, catalogue, one document, text, original, delete."""

from __future__ import annotations

import pytest

from tests.api.client import client_for
from tests.fakes import TEXT, fake_youju, sample_documents

FIRST = sample_documents()[0]
FIELDS = {
    "id", "source", "source_key", "collection", "title", "issuer", "issuer_raw", "region", "number", "kinds", "years", "published_on",
    "version", "chunks", "characters", "encoding", "parser", "repairs", "ingested_at",
}  # fmt: skip


def test_an_upload_is_a_job_and_then_a_document() -> None:
    client = client_for()
    response = client.post("/v1/documents", files={"file": ("新的.txt", "新城区教育局通知\n开学时间为9月1日。".encode())})
    assert response.status_code == 202
    assert set(response.json()) == {"job_id"}
    job = client.get(f"/v1/jobs/{response.json()['job_id']}").json()
    assert set(job) == {"id", "state", "stage", "done", "total", "report", "error"}
    assert job["state"] == "done"
    assert set(job["report"]) == {"added", "updated", "unchanged", "removed", "failed", "documents", "chunks", "seconds"}
    assert job["report"]["added"] == 1
    assert "新的.txt" in [row["source"] for row in client.get("/v1/documents").json()["items"]]


def test_a_file_that_fails_is_named_in_the_report_of_its_job() -> None:
    client = client_for()
    job_id = client.post("/v1/documents", files={"file": ("空.txt", b"")}).json()["job_id"]
    failed = client.get(f"/v1/jobs/{job_id}").json()["report"]["failed"]
    assert [(each["path"], each["code"]) for each in failed] == [("空.txt", "empty_document")]


@pytest.mark.parametrize("name", [pytest.param("../../etc/新的.txt", id="parents"), pytest.param("C:\\folder\\新的.txt", id="Windows")])
def test_only_the_last_part_of_a_file_name_counts(name: str) -> None:
    youju = fake_youju(documents=())
    client_for(youju).post("/v1/documents", files={"file": (name, "正文。".encode())})
    assert [row.source for row in youju.library.documents()] == ["新的.txt"]


def test_an_upload_without_a_file_is_refused() -> None:
    response = client_for().post("/v1/documents", data={"collection": "x"})
    assert (response.status_code, response.json()["code"]) == (400, "invalid_request")


def test_the_catalogue_has_the_agreed_shape() -> None:
    page = client_for().get("/v1/documents").json()
    assert set(page) == {"items", "next"}
    assert page["next"] is None
    assert all(set(item) == FIELDS for item in page["items"])
    assert page["items"][0]["kinds"] == ["计划"]


def test_the_catalogue_comes_in_pages() -> None:
    client = client_for()
    first = client.get("/v1/documents", params={"limit": 1}).json()
    second = client.get("/v1/documents", params={"limit": 1, "after": first["next"]}).json()
    assert [first["items"][0]["region"], second["items"][0]["region"]] == ["云溪区", "石桥县"]
    assert first["next"] == first["items"][0]["id"]
    assert second["next"] is None


def test_one_document_has_its_outline() -> None:
    document = client_for().get(f"/v1/documents/{FIRST.id}").json()
    assert set(document) == FIELDS | {"outline"}
    assert [(section["label"], section["title"]) for section in document["outline"]] == [("一、", "推进学前教育"), ("二、", "强化教师队伍")]


def test_the_text_is_the_original_with_offsets_in_code_points() -> None:
    body = client_for().get(f"/v1/documents/{FIRST.id}/text").json()
    assert body["text"] == TEXT
    second = body["outline"][1]
    assert body["text"][second["start"] : second["end"]].startswith("二、强化教师队伍")
    assert "😀" in body["text"][second["start"] : second["end"]]


def test_the_original_is_only_ever_downloaded() -> None:
    response = client_for().get(f"/v1/documents/{FIRST.id}/original")
    assert response.content == TEXT.encode()
    assert response.headers["content-disposition"] == "attachment; filename*=UTF-8''%E4%BA%91%E6%BA%AA%E5%8C%BA2025.txt"
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]


def test_what_is_deleted_is_gone() -> None:
    client = client_for()
    receipt = client.delete(f"/v1/documents/{FIRST.id}").json()
    assert set(receipt) == {"document_id", "source", "purged", "message"}
    assert receipt["purged"] is True
    assert client.get(f"/v1/documents/{FIRST.id}").status_code == 404
    assert len(client.get("/v1/documents").json()["items"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        pytest.param("GET", "/v1/documents/nothing", "unknown_document", id="document"),
        pytest.param("GET", "/v1/documents/nothing/text", "unknown_document", id="text"),
        pytest.param("GET", "/v1/documents/nothing/original", "unknown_document", id="original"),
        pytest.param("DELETE", "/v1/documents/nothing", "unknown_document", id="delete"),
        pytest.param("GET", "/v1/jobs/nothing", "unknown_job", id="job"),
        pytest.param("GET", "/v1/answers/nothing", "unknown_answer", id="answer"),
        pytest.param("GET", "/v1/nothing", "not_found", id="address"),
    ],
)
def test_what_is_not_there_is_404(method: str, path: str, code: str) -> None:
    response = client_for().request(method, path)
    assert (response.status_code, response.json()["code"]) == (404, code)
    assert response.headers["content-type"] == "application/problem+json"


def test_a_stored_answer_quotes_its_documents_anew() -> None:
    client = client_for()
    answer = client.post("/v1/ask", json={"question": "新建公办幼儿园新增学位多少"}).json()
    stored = client.get(f"/v1/answers/{answer['id']}").json()
    assert stored["text"] == answer["text"]
    assert [each["quote"] for each in stored["citations"]] == [each["quote"] for each in answer["citations"]]
    assert {each["verdict"] for each in stored["citations"]} == {"exact"}
    assert stored["provenance"]["generation"] == 1


def test_a_stored_answer_does_not_quote_words_that_have_changed() -> None:
    client = client_for()
    answer = client.post("/v1/ask", json={"question": "新建公办幼儿园新增学位多少"}).json()
    client.post("/v1/documents", files={"file": ("云溪区2025.txt", "全部改写了。".encode())})
    moved = [each for each in client.get(f"/v1/answers/{answer['id']}").json()["citations"] if each["source"] == "云溪区2025.txt"]
    assert moved
    assert {(each["quote"], each["verdict"]) for each in moved} == {("", "moved")}
