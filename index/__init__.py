"""Documents in, ranked passages out. Never imports `rag`."""
