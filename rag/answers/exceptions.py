"""What a sentence takes out of what it says: （村小、教学点除外）, 不含商业保险, 但学历证明除外.

What holds of the rest does not hold of what is excepted, so a claim about that is denied where the rest is affirmed, and open where
the rest is denied itself.
"""

from __future__ import annotations

import re

from rag.answers.claim import Claim
from rag.answers.polarity import denied
from rag.answers.statement import Statement

_EXCEPTED = re.compile(
    r"(?:(?<=[(,;。])|^)(?:但)?(?P<before>[^(),;。]{2,40}?)的?除外|不(?:含|包[含括])(?P<behind>[^(),;。]{2,40})"
    r"|除(?!了)(?P<amid>[^(),;。]{2,30}?)(?:以|之)?外(?=[,的、]|$)"
)


def exceptions(folded: str) -> tuple[str, ...]:
    """What is excepted, in folded words."""
    return tuple(found["before"] or found["behind"] or found["amid"] for found in _EXCEPTED.finditer(folded))


def takes_out(claim: Claim, statement: Statement) -> bool:
    """Whether the claim names what is excepted, in words that stand nowhere else in the sentence."""
    taken = exceptions(statement.text)
    if not taken:
        return False
    rest = _EXCEPTED.sub("", statement.text)
    return any(word.is_telling and word.text not in rest and any(word.text in one for one in taken) for word in claim.words)


def affirms_the_rest(statement: Statement) -> bool:
    """Whether nothing is denied but by way of exception."""
    return not denied(_EXCEPTED.sub("", statement.text))
