"""The head of the page: the product's name, and the fixed line of a library that says something about itself."""

from __future__ import annotations

from rag.ui.markup import escape


def masthead(banner: str) -> str:
    line = f'<p class="banner" role="note">{escape(banner)}</p>' if banner else ""
    return f'<header class="masthead"><h1>有据</h1><p>公文问答，句句有出处</p></header>{line}'
