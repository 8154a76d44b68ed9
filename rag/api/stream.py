"""Answers as server-sent events.

The first event is made before the response begins, so that a question which cannot be answered is refused with its status;
after that, errors travel in the stream.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

from fastapi.responses import StreamingResponse

from index.errors import YoujuError
from rag.incident import incident
from rag.types import Event
from rag.wire import error_json, event_json


def begun(events: Iterator[Event]) -> Iterator[Event]:
    """The same events, the first one already made. Raises what making it raises."""
    first = next(events, None)
    return events if first is None else chain([first], events)


def unbroken(events: Iterator[Event]) -> Iterator[Event | YoujuError]:
    """The same events; an error that is raised becomes the last of them, an unexpected one without what it says.

    What the assistant itself says of an error is left out: it raises the error next, with its code.
    """
    try:
        yield from (event for event in events if event.name != "error")
    except YoujuError as error:
        yield error
    except Exception:
        yield incident("a streamed answer")


def event_stream(events: Iterator[Event]) -> StreamingResponse:
    """Events `status, delta, citation, notice, answer, error`; the last `answer` is the whole Answer."""
    return respond(_event(event) for event in unbroken(events))


def _event(event: Event | YoujuError) -> str:
    return sse("error", error_json(event)) if isinstance(event, YoujuError) else sse(event.name, event_json(event))


def respond(lines: Iterator[str]) -> StreamingResponse:
    return StreamingResponse(lines, media_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def sse(name: str, data: object) -> str:
    """One event on the wire. JSON has no line breaks, so one data line is enough."""
    prefix = f"event: {name}\n" if name else ""
    return f"{prefix}data: {json.dumps(data, ensure_ascii=False)}\n\n"
