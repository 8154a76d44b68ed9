from __future__ import annotations

import pytest

from index.errors import ConfigurationError
from rag.prompt import load_prompt, parse_prompt

GOOD = "---\nname: hello\nversion: 2\nvariables: [who]\n---\n## system\n你好。\n\n## user\n{who}\n"


def test_render_fills_in_and_keeps_roles() -> None:
    prompt = parse_prompt("hello", GOOD)
    assert prompt.label == "hello@2"
    assert prompt.render(who="{who}{x}") == (("system", "你好。"), ("user", "{who}{x}"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("no front matter", id="no front matter"),
        pytest.param(GOOD.replace("name: hello", "name: other"), id="another name"),
        pytest.param(GOOD.replace("{who}", "{whom}"), id="a variable not declared"),
        pytest.param(GOOD.replace("[who]", "[who, when]"), id="a variable not used"),
        pytest.param(GOOD.replace("version: 2\n", ""), id="no version"),
        pytest.param(GOOD.replace("version: 2", "version 2"), id="a line without a colon"),
        pytest.param(GOOD.replace("## ", ""), id="no messages"),
    ],
)
def test_a_malformed_prompt_is_refused_when_loaded(content: str) -> None:
    with pytest.raises(ConfigurationError, match="hello"):
        parse_prompt("hello", content)


def test_missing_value() -> None:
    with pytest.raises(ConfigurationError):
        parse_prompt("hello", GOOD).render()


def test_the_shipped_prompt_is_sound() -> None:
    prompt = load_prompt("answer")
    assert prompt.variables == {"question", "evidence", "asked_on"}
    assert [role for role, _ in prompt.messages] == ["system", "user"]
