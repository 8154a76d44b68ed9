"""LangChain sends no traces, whatever the environment says."""

from __future__ import annotations

import os


def forbid_tracing() -> None:
    """Before LangChain is imported."""
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2"):
        os.environ[name] = "false"
