"""25,000 and more questions that people might ask of official documents, each with the sentences that answer it."""
