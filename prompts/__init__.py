"""Prompt texts, as Markdown files with front matter; read through `rag.prompt`."""
