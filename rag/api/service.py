"""What routes are given: the assembled product and the counters, from the application's state."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from rag.api.metrics import Metrics
from rag.build import Youju


def _youju(request: Request) -> Youju:
    return cast(Youju, request.app.state.youju)


def _metrics(request: Request) -> Metrics:
    return cast(Metrics, request.app.state.metrics)


Service = Annotated[Youju, Depends(_youju)]
Counting = Annotated[Metrics, Depends(_metrics)]
