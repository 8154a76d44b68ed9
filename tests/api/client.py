"""A client for the application over the fakes, as a browser or program on this machine would call it."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

from fastapi.testclient import TestClient

from rag.build import Youju
from server import create_app
from tests.fakes import FakeYouju, fake_youju

LOCAL = "http://127.0.0.1:8765"


def client_for(
    youju: FakeYouju | None = None,
    *,
    page: bool = False,
    base_url: str = LOCAL,
    **settings: Any,  # noqa: ANN401
) -> TestClient:
    """`settings` as in `rag.settings.Settings`."""
    served = youju or fake_youju(**settings)
    app = create_app(cast(Youju, served), page=page)
    return TestClient(app, base_url=base_url, raise_server_exceptions=False, follow_redirects=False)


@contextmanager
def page_client(**settings: Any) -> Iterator[TestClient]:  # noqa: ANN401
    """A client for the application with the page, started and stopped. Gradio leaves event loops open; nothing else may."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "unclosed (event loop|<socket)", ResourceWarning)
        with client_for(page=True, **settings) as client:
            yield client
        del client
        gc.collect()
