"""Measures of answers and of retrieval: pure functions from values of `eval.types` to numbers.

Nothing here imports the product: what reads a document, finds a figure or checks a quotation for it must not also judge it.
"""
