"""What a question says, read by rule: places, years, kind, how far it reaches, what it follows up. `rag.query` puts it together."""
