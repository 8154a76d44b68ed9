"""Settings: read once from the environment (`YOUJU_*`), frozen, and handed down. Only `rag.build` reads them."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set. Each field is an environment variable with the prefix `YOUJU_`."""

    model_config = SettingsConfigDict(env_prefix="YOUJU_", frozen=True, extra="ignore")

    home: Path = Field(default=Path("youju-data"), description="folder of the library (database, originals, indexes)")
    banner: str = Field(default="", description="fixed line shown on the page; set for the sample library")

    embedding_model: str = Field(default="bundled", description="`bundled`, or the name or folder of a sentence-transformers model")
    tokenizer: str = Field(default="youju", description="tiktoken encoding that counts tokens; others need their vocabulary on disk")

    host: str = Field(default="127.0.0.1", description="address to listen on; beyond loopback only with `YOUJU_API_KEY`")
    port: int = Field(default=8765, ge=0, le=65535, description="port to listen on; 0 for any free one")
    api_key: SecretStr | None = Field(default=None, description="key that the API and the page ask for")
    cors_origins: tuple[str, ...] = Field(default=(), description="origins of other pages that may call the API")
    max_upload_bytes: int = Field(default=25 * 1024 * 1024, gt=0, description="largest upload, in bytes; also the largest file taken in")
    max_json_bytes: int = Field(default=1024 * 1024, gt=0, description="largest JSON request, in bytes")
    max_question_characters: int = Field(default=2000, gt=0, description="longest question")
    parse_timeout_seconds: float = Field(default=60.0, gt=0, description="time after which the parser of one file is stopped")

    llm_base_url: str = Field(default="", description="OpenAI-compatible endpoint, such as http://127.0.0.1:11434/v1; empty: none")
    llm_model: str = Field(default="", description="name of the chat model")
    llm_api_key: SecretStr | None = Field(default=None, description="key of the endpoint")
    llm_timeout_seconds: float = Field(default=60.0, gt=0, description="time after which the extractive answer is given instead")
    llm_max_tokens: int = Field(default=1500, gt=0, description="longest completion, in tokens")

    evidence_characters: int = Field(default=4000, gt=0, description="characters of evidence for one answer")

    @property
    def has_language_model(self) -> bool:
        return bool(self.llm_base_url and self.llm_model)

    def digest(self, *others: str) -> str:
        """12 hexadecimal digits over everything that may change an answer; secrets and addresses are left out. `others`: digests of
        what an answer depends on beside the settings."""
        parts = self.model_dump_json(include={"embedding_model", "tokenizer", "llm_model", "llm_max_tokens", "evidence_characters"})
        return hashlib.sha256(b"settings:" + "\n".join([parts, *others]).encode()).hexdigest()[:12]
