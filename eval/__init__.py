"""Evaluation: measures the product from outside, as its users meet it."""
