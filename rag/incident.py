"""Errors of ours: the trace goes to the log, a code that a person can pass on goes to the caller."""

from __future__ import annotations

import logging
import uuid

from index.errors import YoujuError

_log = logging.getLogger("youju")


def incident(doing: str) -> YoujuError:
    """For the exception in hand, while `doing` something (logged as it is: no words of questions or documents)."""
    error = YoujuError(uuid.uuid4().hex[:8])
    _log.exception("unexpected error %s: %s", error.subject, doing)
    return error
