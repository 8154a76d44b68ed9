"""The bundled embedding model: a sentence-transformers directory (see MODEL_CARD.md), read by `index.embed`."""
