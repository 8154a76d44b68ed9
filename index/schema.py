"""Tables of a home's database. `index.migrations` makes them; this is what the statements are written against.

A document has one current version. Sections, chunks and vectors exist for that version only: what an engine may return is
what these tables hold. Older versions keep their row and their content, so that a stored citation still leads to the words
it quoted; they are never searched, and deleting the document deletes them all. The loaded bytes lie in the database and not
beside it: they come and go in the same transaction as all the rest, and `secure_delete` overwrites them.

Text in `repairs`, `header` and `trail` is JSON because it is only ever read whole. What documents are selected by (region,
years, kinds) is in `facets` as well.

Vectors are float32, one row per document, so that an index made again from them is the same to the last bit; half the bytes
would save 0.5 KB for each passage, of which the text itself takes about as much.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

REVISION = "0001"
"""Revision of the tables below: the newest migration."""

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ROWID = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits. SQLite keeps such a key as its row id only when it is declared INTEGER."""

_DOCUMENT_ID = String(32)

meta = Table("meta", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))
"""`fingerprint` and `dimension` of the vectors, absent in a home that never held any; `purge` while a delete is not finished."""

collections = Table(
    "collections", metadata, Column("name", String(255), primary_key=True), Column("created_at", String(40), nullable=False)
)

documents = Table(
    "documents",
    metadata,
    Column("id", _DOCUMENT_ID, primary_key=True),
    Column("collection", ForeignKey("collections.name"), nullable=False),
    Column("source_key", Text, nullable=False),
    Column("root", Text, nullable=False),  # folder it was taken in from; empty for an upload
    Column("version", Integer, nullable=False),  # the current one
    UniqueConstraint("collection", "source_key"),
)

versions = Table(
    "versions",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_sha256", String(64), nullable=False),  # of the original
    Column("text_sha256", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("encoding", String(64), nullable=False),
    Column("parser", String(128), nullable=False),
    Column("chunker", String(64), nullable=False),
    Column("header", JSON, nullable=False),
    Column("repair_lines", JSON, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("valid_from", Date),
    Column("valid_until", Date),
    Column("ingested_at", String(40), nullable=False),
)

contents = Table(
    "contents",
    metadata,
    Column("document_id", _DOCUMENT_ID, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("repairs", JSON, nullable=False),
    Column("original", LargeBinary, nullable=False),
    ForeignKeyConstraint(["document_id", "version"], ["versions.document_id", "versions.version"], ondelete="CASCADE"),
)

facets = Table(
    "facets",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("field", String(16), primary_key=True),  # region, year, kind
    Column("value", String(255), primary_key=True),
    Index(None, "field", "value"),
)

sections = Table(
    "sections",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("parent", Integer),
    Column("level", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("title_end", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("run_in", Boolean, nullable=False),
)

chunks = Table(
    "chunks",
    metadata,
    Column("id", ROWID, primary_key=True, autoincrement=False),
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("tokens", Integer, nullable=False),
    Column("section", Integer),
    Column("trail", JSON, nullable=False),
    UniqueConstraint("document_id", "ordinal"),
)

vectors = Table(
    "vectors",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("fingerprint", String(128), primary_key=True),
    Column("dimension", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),  # little-endian float32, shape (chunks, dimension), row i = chunk of ordinal i
    Column("sha256", String(64), nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", ROWID, primary_key=True, autoincrement=True),
    Column("document_id", _DOCUMENT_ID, nullable=False, index=True),  # no foreign key: it outlives the document
    Column("removed", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
"""What engines have to follow: at most one row for each document, the latest. A number is never given twice."""

jobs = Table(
    "jobs",
    metadata,
    Column("id", _DOCUMENT_ID, primary_key=True),
    Column("owner", String(64), nullable=False),  # the process that works on it
    Column("state", String(16), nullable=False, index=True),
    Column("stage", String(64), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("report", JSON),
    Column("error", JSON),
    Column("created_at", String(40), nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("id", _DOCUMENT_ID, primary_key=True),
    Column("question", Text, nullable=False),
    Column("understood_as", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("extra", JSON, nullable=False),
)

answer_segments = Table(
    "answer_segments",
    metadata,
    Column("answer_id", ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("text", Text, nullable=False),
)

segment_documents = Table(
    "segment_documents",
    metadata,
    Column("answer_id", _DOCUMENT_ID, primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("document_id", _DOCUMENT_ID, primary_key=True, index=True),  # no foreign key: it outlives the document
    ForeignKeyConstraint(["answer_id", "ordinal"], ["answer_segments.answer_id", "answer_segments.ordinal"], ondelete="CASCADE"),
)

citations = Table(
    "citations",
    metadata,
    Column("answer_id", ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("document_id", _DOCUMENT_ID, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", ROWID, primary_key=True, autoincrement=True),
    Column("answer_id", ForeignKey("answers.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("verdict", String(32), nullable=False),
    Column("comment", Text, nullable=False),
    Column("created_at", String(40), nullable=False),
)
