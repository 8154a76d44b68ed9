"""Benchmarks: what the product costs at a size: time, memory, disk; alone, under load, and beside a baseline in the same run.

Milliseconds say as much about the machine as about the product: the ratio to the baseline, measured minutes apart on the same
documents and questions, is the figure to compare. Documents and questions are the same in every run; only times differ.
"""
