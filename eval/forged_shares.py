"""How many of how many, with Wilson's interval."""

from __future__ import annotations

from dataclasses import dataclass

from eval.intervals import wilson


@dataclass(frozen=True, slots=True)
class Share:
    holds: int
    of: int

    def __str__(self) -> str:
        if not self.of:
            return "—"
        low, high = wilson(self.holds, self.of)
        return f"{self.holds}/{self.of} = {self.holds / self.of:.3f} [{low:.3f}, {high:.3f}]"
