"""The pipeline as one LangChain Runnable: retrieve | evidence | answer | verify.

`Assistant.ask` is this chain invoked, and for a single question of the command line the same steps one after the other:
importing LangChain takes longer than answering it.
"""

from __future__ import annotations

from langchain_core.runnables import Runnable, RunnableLambda

from rag.steps import Steps, Working


def build_chain(steps: Steps) -> Runnable[Working, Working]:
    """retrieve | evidence | answer | verify."""
    first, *rest = (RunnableLambda(step) for step in steps)
    composed: Runnable[Working, Working] = first
    for step in rest:
        composed = composed | step
    return composed
