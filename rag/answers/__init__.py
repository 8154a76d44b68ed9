"""The kinds of answer that are put together without a language model, one file each; `rag.extract` chooses among them."""
