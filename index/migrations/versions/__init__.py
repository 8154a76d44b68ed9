"""One script for each revision. A published one never changes."""
