"""The child process that parses one untrusted file: `python -m index.loaders.child FORMAT SECONDS`, bytes on standard input.

It answers with one JSON object on standard output: `{"text", "parser"}`, or `{"error", "detail"}` with a code of
`index.errors`. Once the parser is imported it gives up what parsing never needs: the network, other processes, writing files,
more than MEMORY_BYTES of memory and more than the time it was given. Whatever a library prints goes to standard error.
"""

from __future__ import annotations

import json
import math
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import cast

from index.errors import DocumentError, ParserFailed

if sys.platform != "win32":
    import resource

FORMATS = ("docx", "html", "pdf")
MEMORY_BYTES = 2 * 1024**3
_FORBIDDEN = (
    "socket.connect",
    "socket.bind",
    "socket.getaddrinfo",
    "subprocess.Popen",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
)
_FORBIDDEN_PREFIXES = ("ftplib.", "http.", "urllib.", "smtplib.")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


def main(arguments: list[str]) -> None:
    file_format, seconds = arguments
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    data = sys.stdin.buffer.read()
    answer = _answer(file_format, data, float(seconds))
    answers.write(json.dumps(answer, ensure_ascii=False).encode("utf-8"))
    answers.close()


def _answer(file_format: str, data: bytes, seconds: float) -> dict[str, str]:
    if file_format not in FORMATS:
        raise SystemExit(f"unknown format {file_format}")
    module = import_module(f"index.loaders.{file_format}")
    parse = cast(Callable[[bytes], str], module.parse)
    parser = cast(Callable[[], str], module.parser_name)()
    give_up_rights(seconds)
    try:
        return {"text": _printable(parse(data)), "parser": parser}
    except DocumentError as error:
        return {"error": error.code, "detail": error.detail}
    except MemoryError:
        return {"error": ParserFailed.code, "detail": "内存不足"}
    except Exception as error:
        traceback.print_exc()
        return {"error": ParserFailed.code, "detail": type(error).__name__}


def _printable(text: str) -> str:
    """Without what no text file may hold: control characters, halves of surrogate pairs, non-characters."""
    return _UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def give_up_rights(seconds: float) -> None:
    """Limits of the operating system where it has them, and an audit hook that cannot be taken off again."""
    sys.addaudithook(_refuse)
    if sys.platform != "win32":
        signal.alarm(math.ceil(seconds) + 1)  # the parent kills us earlier; this is for a parent that died
        for limit, amount in ((resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
            resource.setrlimit(limit, (amount, amount))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and bool(arguments[2] & _WRITING)
    if writes or event in _FORBIDDEN or event.startswith(_FORBIDDEN_PREFIXES):
        raise PermissionError(f"a parser must not do this: {event}")


if __name__ == "__main__":
    main(sys.argv[1:])
