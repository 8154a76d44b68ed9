"""Tens of thousands of questions that people might ask of official documents, each with the sentences that answer it."""
