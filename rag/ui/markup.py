"""The smallest pieces of markup, and the only place where text becomes HTML.

Everything that comes from a document, an answer, a question or a file name goes through `escape` (or an attribute built
here), so nothing written by others is ever a tag, an image or a link. Buttons carry what they do in `data-` attributes,
which the page's script hands to Python unread.
"""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from datetime import date

Payload = Mapping[str, object]


def escape(text: str) -> str:
    """Text for a text node or a quoted attribute. A carriage return is spelled out: a parser would turn it into a line feed."""
    return html.escape(text, quote=True).replace("\r", "&#13;")


def button(label: str, event: str, payload: Payload, css: str, *, describe: str = "") -> str:
    """A button that triggers `event` with `payload`. `label` is HTML; `describe` is plain text for screen readers."""
    spoken = f' aria-label="{escape(describe)}"' if describe else ""
    value = escape(json.dumps(payload, ensure_ascii=False))
    return f'<button type="button" class="{css}" data-event="{event}" data-value="{value}"{spoken}>{label}</button>'


def facts(parts: Sequence[str]) -> str:
    """Short facts in one line, empty ones left out: 海门区 · 2025-01-24."""
    return '<span class="dot" aria-hidden="true"> · </span>'.join(f"<span>{escape(part)}</span>" for part in parts if part)


def office(issuer: str, region: str) -> tuple[str, ...]:
    """Issuer and region; the region alone is left out where the issuer names it."""
    return tuple(part for part in (issuer, "" if region in issuer else region) if part)


def day(value: date | None) -> str:
    return value.isoformat() if value else ""


def years(values: Sequence[int]) -> str:
    return "、".join(map(str, values)) + "年" if values else ""


def notice(text: str, css: str = "hint") -> str:
    return f'<p class="{css}">{escape(text)}</p>'
