"""Kills a writing process again and again, and looks after each kill whether anything acknowledged is lost.

`python -m tests.crash.kill --times 50` kills at random moments and prints a line for each kill and a summary. After a kill, before
anything is repaired, no file of the home may hold words of a document whose delete was acknowledged. Then the home is opened
and checked as `youju verify` does; every document must be in a state that the process had promised or begun, its words those
of that state, and search must find the living and not the deleted. The same home is used throughout, so that what one kill
left is what the next process starts with.
"""

from __future__ import annotations

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from index.library import Library
from tests.crash.child import NUMBERS
from tests.library_world import document_text, found, opened, passages_of

MOST_LINES = 14
LONGEST_SECONDS = 0.6
"""A random moment is a random time after a random number of lines that the process said; it says 8 in a round of work. So kills
fall into every part of the work, however fast the machine is."""


@dataclass(slots=True)
class Crashes:
    """A home under attack, and what is known about it from outside."""

    folder: Path
    seed: int
    version: int = 0
    """Of the texts written by the latest process; all its documents have it."""
    allowed: dict[int, set[int | None]] = field(default_factory=lambda: {number: {None} for number in range(NUMBERS)})
    """Versions a document may have, None for absent. One element: promised."""
    acknowledged: int = 0
    deleted: int = 0
    gone: set[int] = field(default_factory=set)
    """Documents whose delete was acknowledged and that were not begun again."""
    behind: int = 0
    """Kills that left engines behind the database or a delete unfinished."""

    def strike(self, point: str = "") -> str:
        """Runs a process, kills it at a random moment or lets it kill itself at `point`, checks. Returns what it last said."""
        self.version += 1
        home, sources = self.folder / "home", self.folder / "sources"
        sources.mkdir(exist_ok=True)
        command = [sys.executable, "-m", "tests.crash.child", str(home), str(sources), str(self.seed + self.version), str(self.version)]
        lines = _killed(command + (["--point", point] if point else []), None if point else self._moment())
        self._follow(lines)
        self._check(home)
        return lines[-1] if lines else "start"

    def _moment(self) -> tuple[int, float]:
        chance = random.Random(-self.seed - self.version)
        return chance.randint(0, MOST_LINES), chance.uniform(0, LONGEST_SECONDS)

    def _follow(self, lines: Iterable[str]) -> None:
        begun, done = list[int](), 0
        for line in lines:
            word, _, rest = line.partition(" ")
            if word == "begin":
                begun, done = [int(entry.partition(":")[0]) for entry in rest.split()], 0
                self.gone.difference_update(begun)
                for number in begun:
                    self.allowed[number].add(self.version)
            elif word == "done":
                for number in begun[done : int(rest)]:
                    self.allowed[number] = {self.version}
                    self.acknowledged += 1
                done = int(rest)
            elif word == "delete":
                self.allowed[int(rest)].add(None)
            elif word == "deleted":
                self.deleted += 1
                self.gone.add(int(rest))
                self.allowed[int(rest)] = {None}

    def _check(self, home: Path) -> None:
        for path in sorted(home.rglob("*")):
            data = path.read_bytes() if path.is_file() else b""
            for number, version in itertools.product(self.gone, range(1, self.version + 1)):
                assert passages_of(number, version).encode() not in data, f"{path.name} holds words of deleted document {number}"
        with opened(home) as library:
            self.behind += library._is_behind()
            report = library.verify()
            assert report.ok, report.problems
            versions = self._versions(library)
            for number, allowed in self.allowed.items():
                assert versions.get(number) in allowed, f"document {number}: {versions.get(number)} is none of {allowed}"
                self.allowed[number] = {versions.get(number)}
            self._check_search(library, versions)

    def _versions(self, library: Library) -> dict[int, int]:
        """The version of its text that each document holds, whole."""
        versions: dict[int, int] = {}
        for row in library.documents():
            number, text = int(row.source.removesuffix(".txt")), library.document(row.id).text
            versions[number] = next(version for version in range(1, self.version + 1) if document_text(number, version) == text)
        return versions

    def _check_search(self, library: Library, versions: dict[int, int]) -> None:
        for number in random.Random(self.version).sample(range(NUMBERS), 6):
            for version in range(max(1, self.version - 1), self.version + 1):
                words = passages_of(number, version)
                is_found = any(words in passage for passage in found(library, words, k=100))
                assert is_found == (versions.get(number) == version), f"search for {words}: {is_found}"


def _killed(command: list[str], moment: tuple[int, float] | None) -> list[str]:
    """Starts the process and kills it so many lines and seconds after it is ready, or waits for it to kill itself. What it said."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        lines = [line.rstrip() for line in itertools.islice(process.stdout, 1 + moment[0] if moment else None)]
        if moment:
            threading.Timer(moment[1], process.kill).start()
            lines += process.stdout.read().splitlines()
        complaints = process.stderr.read()
    assert process.returncode == -9, complaints
    return lines[1:]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    arguments = parser.parse_args()
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="youju-kill-") as folder:
        crashes = Crashes(Path(folder), arguments.seed)
        for number in range(1, arguments.times + 1):
            last = crashes.strike()
            _say(f"kill {number}: after “{last}”; verify clean; {crashes.acknowledged} files, {crashes.deleted} deletes kept")
    _say(
        f"{arguments.times} kills (seed {arguments.seed}): {arguments.times} times verify clean, "
        f"{crashes.acknowledged} acknowledged files and {crashes.deleted} acknowledged deletes, none lost; "
        f"{crashes.behind} kills between commit and publication; {time.monotonic() - started:.0f} s"
    )


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 - a command's output


if __name__ == "__main__":
    main()
