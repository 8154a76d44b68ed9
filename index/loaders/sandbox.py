"""Runs a parser of untrusted bytes in a child process and takes back text or a named error.

One child per file (`python -m index.loaders.child FORMAT`): the bytes go in through its standard input, one JSON object
comes out through its standard output, nothing else is shared. A child that hangs is killed with its whole process group; one
that crashes costs that file only. The child's environment holds no settings and no keys. What the child forbids itself
(network, files, memory) stands in `index.loaders.child`.

The text is bounded twice: by the child's memory limit and by MAX_ANSWER_BYTES here.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from index.errors import DocumentError, ParserFailed

MAX_ANSWER_BYTES = 256 * 1024 * 1024
_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "VIRTUAL_ENV")
ROOT = Path(__file__).resolve().parents[2]
_ERRORS = {error.code: error for error in DocumentError.__subclasses__()}
_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Parsed:
    text: str
    parser: str
    """`name@version+library-version`."""


def parse(file_format: str, data: bytes, name: str, timeout_seconds: float) -> Parsed:
    """The text of a file of this format. Raises the child's DocumentError with `name` as its subject, or ParserFailed."""
    command = [sys.executable, "-P", "-m", "index.loaders.child", file_format, str(timeout_seconds)]
    return read_answer(run(command, data, name, timeout_seconds), name)


def run(command: Sequence[str], data: bytes, name: str, timeout_seconds: float) -> bytes:
    """Standard output of `command` fed with `data`. Raises ParserFailed on time-out, crash or too long an answer."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), start_new_session=True
    )
    try:
        output, complaints = process.communicate(data, timeout=timeout_seconds)
    except subprocess.TimeoutExpired as error:
        raise ParserFailed(name, detail=f"超过 {timeout_seconds:g} 秒") from error
    finally:
        _end(process)
    if process.returncode != 0 or len(output) > MAX_ANSWER_BYTES:
        _logger.warning("parser of %r ended with %s: %s", name, process.returncode, complaints[-2000:].decode("utf-8", "replace"))
        raise ParserFailed(name, detail="解析程序意外退出")
    return output


def read_answer(output: bytes, name: str) -> Parsed:
    """`{"text", "parser"}` or `{"error", "detail"}`; anything else means the parser broke."""
    try:
        answer: object = json.loads(output)
    except ValueError as error:
        raise ParserFailed(name, detail="解析程序没有给出结果") from error
    match answer:
        case {"text": str(text), "parser": str(parser)}:
            return Parsed(text, parser)
        case {"error": str(code), "detail": str(detail)} if code in _ERRORS:
            raise _ERRORS[code](name, detail=detail)
        case _:
            raise ParserFailed(name, detail="解析程序没有给出结果")


def environment() -> dict[str, str]:
    """Of a child process: no settings and no keys."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    return kept | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "OMP_NUM_THREADS": "1"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kills the child and whatever it started if it still runs: after a time-out, or when the caller was interrupted."""
    if process.poll() is None:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()
