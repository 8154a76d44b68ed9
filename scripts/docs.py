"""Writes the generated pages of docs/: `python -m scripts.docs`, or `make docs`.

Settings, errors, the command line and the list of modules are read from the code, so that the pages cannot say anything else;
`tests/unit/test_docs.py` fails when a page is older than the code. `pages` is pure: it returns the texts, `main` writes them.
"""

from __future__ import annotations

import argparse
import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import cast

from pydantic.fields import FieldInfo

from index.errors import YoujuError
from rag.api.problems import entry
from rag.cli import exit_status, parser
from rag.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
CODE = ("index", "rag", "eval", "prompts")
MODULES = ("server.py", "ui.py")
_GENERATED = "<!-- Written by make docs. Do not edit. -->"


def main() -> None:
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")


def pages() -> dict[Path, str]:
    """Path → text."""
    return {
        DOCS / "settings.md": settings_page(),
        DOCS / "errors.md": errors_page(),
        DOCS / "cli.md": command_line_page(),
        DOCS / "modules.md": modules_page(),
    }


def settings_page() -> str:
    rows = [(f"`YOUJU_{name.upper()}`", _default(field), field.description or "") for name, field in Settings.model_fields.items()]
    return _page(
        "Settings",
        "Environment variables, read once when a program starts; `--home`, `--host` and `--port` of the command line go before them. "
        'A list is written as JSON: `["https://oa.example"]`.',
        _table(("variable", "default", "meaning"), rows),
    )


def _default(field: FieldInfo) -> str:
    value = field.default
    return "" if value in (None, "", ()) else f"`{value}`"


def errors_page() -> str:
    """Every error that can be raised, in the order of the tree."""
    errors = [error for error in _subclasses(YoujuError) if "code" in vars(error)]
    rows = [(f"`{error.code}`", entry(error)[0], exit_status(error), _template(error)) for error in errors]
    return _page(
        "Errors",
        "Codes are stable. Over HTTP an error is a problem detail (RFC 9457, `application/problem+json`) with the `code` below; on the "
        "command line it goes to standard error and decides the exit status, and with `--json` also to standard output. A file "
        "that cannot be taken in is listed in the report of its ingest, and the others go on.",
        _table(("code", "HTTP", "exit", "message"), rows),
    )


def _subclasses(parent: type[YoujuError]) -> Iterator[type[YoujuError]]:
    yield parent
    for child in parent.__subclasses__():
        yield from _subclasses(child)


def _template(error: type[YoujuError]) -> str:
    return error.template.format(subject="…", detail="…")


def command_line_page() -> str:
    sections = [f"## `{name}`\n\n{_summary(command)}\n\n{_arguments(command)}" for name, command in _commands("youju", parser())]
    return _page(
        "Command line",
        "Results go to standard output, progress and complaints to standard error. With `--json` exactly one JSON value is printed.\n\n"
        "Exit status: 0 done (a refusal is done), 1 some inputs failed, 2 wrong usage, 3 integrity or lock.",
        "\n".join(sections),
    )


def _commands(name: str, command: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that does something, with its full name."""
    below = [action for action in command._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield name, command
    for action in below:
        for word, child in cast("dict[str, argparse.ArgumentParser]", action.choices).items():
            yield from _commands(f"{name} {word}", child)


def _summary(command: argparse.ArgumentParser) -> str:
    return command.description or "参数同 `python -m eval`。"


def _arguments(command: argparse.ArgumentParser) -> str:
    shown = [action for action in command._actions if not isinstance(action, argparse._HelpAction)]
    return _table(("argument", "meaning"), [(_spelling(action), action.help or "") for action in shown]) if shown else ""


def _spelling(action: argparse.Action) -> str:
    """`--year 年份`, `路径 …`."""
    value = str(action.metavar or "") if action.nargs != 0 else ""
    several = " …" if action.nargs == "+" else ""
    return f"`{' '.join(filter(None, [', '.join(action.option_strings), value]))}{several}`"


def modules_page() -> str:
    """Every module with the first sentence of its docstring, by folder."""
    sections = []
    for folder, paths in groupby(_modules(), key=lambda path: path.parent):
        rows = [(_linked(path), _first_sentence(path)) for path in paths]
        name = "Top level" if folder == ROOT else f"`{folder.relative_to(ROOT).as_posix()}/`"
        sections.append(f"## {name}\n\n{_table(('module', 'what it is'), rows)}")
    return _page("Modules", "How they fit together: [architecture](architecture.md).", "\n".join(sections))


def _modules() -> list[Path]:
    """Files of the product, the folders together; a package's own file first."""
    inside = [path for package in CODE for path in (ROOT / package).rglob("*.py")]
    paths = [path for path in [*(ROOT / name for name in MODULES), *inside] if ast.parse(path.read_text(encoding="utf-8")).body]
    return sorted(paths, key=lambda path: (path.parent, path.stem != "__init__", path.stem))


def _linked(path: Path) -> str:
    name = path.relative_to(ROOT).as_posix()
    return f"[{path.name if path.stem != '__init__' else path.parent.name}](../{name})"


def _first_sentence(path: Path) -> str:
    """Up to the first full stop or colon that ends a clause, on one line."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    paragraph = " ".join(docstring.partition("\n\n")[0].split())
    return f"{paragraph.partition('. ')[0].rstrip('.:')}."


def _page(title: str, lead: str, body: str) -> str:
    return f"# {title}\n\n{_GENERATED}\n\n{lead}\n\n{body.rstrip()}\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(value) for value in line)} |\n" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    main()
