"""Body limits, kept before anything is read: by the announced length at once, else by counting what arrives.

Uploads may be `max_upload_bytes` (the frame that multipart puts around a file is not counted against it), everything else
`max_json_bytes`. Raises RequestTooLarge for `ErrorGuard` to answer.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from index.errors import RequestTooLarge
from rag.settings import Settings

UPLOADS = {"/v1/documents"}
_FRAME_BYTES = 64 * 1024
"""Room for boundaries and part headers."""


class BodyLimit:
    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        refusal = RequestTooLarge(detail=readable_size(limit))
        if _announced(scope) > limit + _FRAME_BYTES:
            raise refusal
        await self._counted(limit + _FRAME_BYTES, refusal, scope, receive, send)

    def _limit(self, path: str) -> int:
        return self.settings.max_upload_bytes if path.rstrip("/") in UPLOADS else self.settings.max_json_bytes

    async def _counted(self, limit: int, refusal: RequestTooLarge, scope: Scope, receive: Receive, send: Send) -> None:
        received = 0

        async def counting() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise refusal
            return message

        async def answering(message: Message) -> None:
            if received > limit:  # whatever was made of the refusal above, the answer is 413
                raise refusal
            await send(message)

        await self.app(scope, counting, answering)


def _announced(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdigit() else 0


def readable_size(size_bytes: int) -> str:
    """`25 MB`, or in smaller units what is smaller."""
    for unit, divisor in (("MB", 1024 * 1024), ("KB", 1024)):
        if size_bytes >= divisor:
            return f"{size_bytes / divisor:g} {unit}"
    return f"{size_bytes} 字节"
