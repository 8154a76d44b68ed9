"""The one path all users share: ask() and stream()."""

from __future__ import annotations

import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from index.errors import EmptyQuestion, InvalidK, QuestionTooLong
from index.search import Query, Searcher
from index.types import Filter, Hit
from rag.query import understand
from rag.steps import Step, Working, search_query
from rag.types import Answer, Draft, Event, Notice, Question, Understood

LARGEST_K = 100


class Assistant:
    """Answers questions over one library. Thread-safe."""

    def __init__(
        self,
        searcher: Searcher,
        run: Step,
        *,
        keep: Callable[[Answer], None],
        generation: Callable[[], int],
        settings_digest: str,
        max_question_characters: int,
        evidence_characters: int,
    ) -> None:
        self._searcher = searcher
        self._run = run
        self._keep = keep
        self._generation = generation
        self._settings_digest = settings_digest
        self._max_question_characters = max_question_characters
        self._evidence_characters = evidence_characters

    def ask(self, question: Question) -> Answer:
        """The whole answer. Raises EmptyQuestion or QuestionTooLong; a refusal is an answer."""
        return self._answer(self._understood(question), lambda _piece: None)

    def stream(self, question: Question) -> Iterator[Event]:
        """status, delta …, citation …, notice …, answer. Errors in the question are raised before the first event, others in
        place of the next one."""
        understood = self._understood(question)
        return self._events(understood)

    def search(self, text: str, k: int, filter: Filter) -> tuple[Hit, ...]:
        """The best `k` passages for `text`. Raises EmptyQuestion, QuestionTooLong or InvalidK."""
        return self._searcher.search(self._searched(text, k, filter), k)

    def rank(self, text: str, k: int, filter: Filter) -> tuple[Hit, ...]:
        """As `search`, without what a reader is shown of a hit: for measuring the order. Raises the same."""
        return self._searcher.rank(self._searched(text, k, filter), k)

    def _searched(self, text: str, k: int, filter: Filter) -> Query:
        if not 1 <= k <= LARGEST_K:
            raise InvalidK(str(k), detail=str(LARGEST_K))
        return search_query(self._understood(Question(text, filter=filter)))

    def _understood(self, question: Question) -> Understood:
        text = question.text.strip()
        if not text:
            raise EmptyQuestion
        if len(text) > self._max_question_characters:
            raise QuestionTooLong(detail=f"{len(text)} 字，上限 {self._max_question_characters} 字")
        question = replace(question, text=text, budget=min(question.budget, self._evidence_characters))
        return understand(question, self._searcher.catalogue(), date.today(), self._searcher.dictionary)

    def _answer(self, understood: Understood, emit: Callable[[str], None]) -> Answer:
        started = time.perf_counter()
        generation = self._generation()
        done = self._run(Working(understood, emit))
        assert done.draft is not None
        answer = self._finished(understood, done, done.draft, generation, time.perf_counter() - started)
        self._keep(answer)
        return answer

    def _finished(self, understood: Understood, done: Working, draft: Draft, generation: int, seconds: float) -> Answer:
        provenance = replace(draft.provenance, generation=generation, settings_digest=self._settings_digest, seconds=round(seconds, 4))
        return Answer(
            id=uuid.uuid4().hex,
            question=understood.question.text,
            understood_as=understood.text,
            status=draft.status,
            kind=draft.kind,
            text=draft.text,
            citations=draft.citations,
            evidence=done.evidence,
            table=draft.table,
            notices=(*([Notice("nearest_year", f"{understood.moved}。")] if understood.moved else []), *draft.notices),
            provenance=provenance,
        )

    def _events(self, understood: Understood) -> Iterator[Event]:
        """Answers in a thread of its own, so that pieces of text are passed on while it goes on."""
        pieces: queue.SimpleQueue[str | Answer | BaseException] = queue.SimpleQueue()

        def work() -> None:
            try:
                pieces.put(self._answer(understood, pieces.put))
            except BaseException as error:
                pieces.put(error)

        yield Event("status", "正在查阅文件…")
        threading.Thread(target=work, name="youju-answer", daemon=True).start()
        written = False
        while isinstance(item := pieces.get(), str):
            written = True
            yield Event("delta", item)
        if isinstance(item, BaseException):
            raise item
        if not written:
            yield Event("delta", item.text)
        yield from (Event("citation", citation) for citation in item.citations)
        yield from (Event("notice", notice) for notice in item.notices)
        yield Event("answer", item)
