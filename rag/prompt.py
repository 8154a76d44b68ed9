"""Prompts: loaded from the files in prompts/, checked when loaded, rendered with named variables.

A file opens with front matter (`name`, `version`, `variables`) and holds one section per message, headed by its role. A
variable that the text does not use, or one that it uses and does not declare, is an error at once, not at the first question.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, cast

from index.errors import ConfigurationError

Role = Literal["system", "user"]

_FILE = re.compile(r"\A---\n(?P<front>.*?)\n---\n(?P<body>.*)\Z", re.DOTALL)
_VARIABLE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    name: str
    version: str
    variables: frozenset[str]
    messages: tuple[tuple[Role, str], ...]
    digest: str
    """12 hexadecimal digits of sha256 over the file."""

    @property
    def label(self) -> str:
        """`name@version`, for the provenance of an answer."""
        return f"{self.name}@{self.version}"

    def render(self, **values: str) -> tuple[tuple[Role, str], ...]:
        """The messages with the variables filled in; a value is never itself searched for variables."""
        if set(values) != self.variables:
            raise ConfigurationError(f"prompts/{self.name}.md", detail=f"变量应为 {sorted(self.variables)}，实际给出 {sorted(values)}")
        return tuple((role, _VARIABLE.sub(lambda match: values[match[1]], text)) for role, text in self.messages)


@cache
def load_prompt(name: str) -> Prompt:
    """The prompt in prompts/`name`.md. Raises ConfigurationError when it is malformed."""
    return parse_prompt(name, files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8"))


def parse_prompt(name: str, content: str) -> Prompt:
    """Read and check the content of a prompt file."""
    match = _FILE.match(content)
    if match is None:
        raise ConfigurationError(f"prompts/{name}.md", detail="缺少文件头")
    front = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in match["front"].splitlines())}
    variables = frozenset(re.findall(r"[a-z_]+", front.get("variables", "")))
    used = set(_VARIABLE.findall(match["body"]))
    if front.get("name") != name or used != variables:
        raise ConfigurationError(f"prompts/{name}.md", detail=f"名称或变量与正文不符（正文用到 {sorted(used)}）")
    messages = _messages(match["body"])
    if not messages or not front.get("version"):
        raise ConfigurationError(f"prompts/{name}.md", detail="缺少版本号，或正文没有 ## system、## user 小节")
    digest = hashlib.sha256(b"prompt:" + content.encode()).hexdigest()[:12]
    return Prompt(name, front["version"], variables, messages, digest)


def _messages(body: str) -> tuple[tuple[Role, str], ...]:
    parts = re.split(r"^## (system|user)\n", body, flags=re.MULTILINE)
    return tuple((cast("Role", role), text.strip()) for role, text in zip(parts[1::2], parts[2::2], strict=True))
