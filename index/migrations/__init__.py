"""Recorded changes of the tables, oldest first, as Alembic scripts. They run on opening a home, in one transaction."""
