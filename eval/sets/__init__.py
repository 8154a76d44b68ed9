"""Question sets and retrieval sets: read, checked as a whole before anything is asked, and fingerprinted.

A question set is JSONL, or a table made in a spreadsheet; a retrieval set is a BEIR folder or one compressed JSON file. What
is wrong with a file is told all at once, in Chinese, with line numbers: people who write questions fix them in one go.
"""

from eval.sets.checks import Problem, validate
from eval.sets.documents import About, Catalogue, catalogue_of, read_documents
from eval.sets.passages import RetrievalSet, load_retrieval_set
from eval.sets.questions import QuestionSet, load_set, read_set

__all__ = [
    "About",
    "Catalogue",
    "Problem",
    "QuestionSet",
    "RetrievalSet",
    "catalogue_of",
    "load_retrieval_set",
    "load_set",
    "read_documents",
    "read_set",
    "validate",
]
