"""The only place where text becomes HTML or SVG. Whatever comes from a set, a document or an answer goes through `escape`."""

from __future__ import annotations

import html
import json
import re

UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that HTML does not allow."""


def escape(text: str) -> str:
    """For a text node or a quoted attribute."""
    return html.escape(UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text), quote=True)


def element(name: str, *content: str, **attributes: str | float) -> str:
    """`content` is HTML, attributes are plain text: `css` is the class, an underscore stands for a hyphen, and empty ones are left out.

    element("td", escape("甲"), css="name", data_label="名称") → <td class="name" data-label="名称">甲</td>
    """
    names = {key: "class" if key == "css" else key.rstrip("_").replace("_", "-") for key in attributes}
    given = "".join(f' {names[key]}="{escape(_written(value))}"' for key, value in attributes.items() if value != "")
    return f"<{name}{given}>{''.join(content)}</{name}>"


def _written(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def table(head: list[str], rows: list[list[str]], css: str = "") -> str:
    """Cells are HTML; the first of a row heads it."""
    top = element("tr", *(element("th", cell, scope="col") for cell in head))
    body = (element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows)
    return element("div", element("table", element("thead", top), element("tbody", *body), css=css), css="sideways", tabindex="0")


def embedded(value: object) -> str:
    """JSON for a script element of type application/json: no character in it can end the element or begin a comment."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
