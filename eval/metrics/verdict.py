"""Yes/no questions: the leading verdict (是, 否, 未提及), and whether the answer shows what it rests on.

Only the first clause speaks, or the second where the first says nothing; lead-ins such as 「根据工作计划，」 are passed over.
Verdict words of both kinds side by side (有会不是不允许), or in bare clauses (是，不对), are no verdict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from eval.metrics.folding import bare, bigrams, fold, shared
from eval.metrics.points import is_met
from eval.metrics.refusal import ABSENT
from eval.metrics.seen import Seen
from eval.metrics.units import without_marks

Verdict = Literal["是", "否", "未提及", ""]

_WORD = re.compile(
    f"(?P<absent>{ABSENT})"
    "|(?P<fine>没有?错|没问题|无误)"
    "|(?P<no>不(?:是|对|会|能|可以|可|允许|让|行|正确|准确|属实|符合?|一致|存在|需要|用|必|要求|得|达标|算)"
    "|没有|没|未|尚未|并非|否|有[错误]|错误?(?=[,的了]|$)|禁止|无(?=$|要求|规定)|不(?=[,的]|$))"
    "|(?P<yes>是|对(?=[的了吧或、/不没未会有是]|$)|有|会|可以|可(?=$|的)|能|允许|正确|属实|要求|达到|提到了?|提及|提了"
    "|完工|建好|已经?|需要|应当|准确|一致|行(?=$|的))"
)
_KINDS: dict[str, Verdict] = {"absent": "未提及", "fine": "是", "no": "否", "yes": "是"}
_DENIES = ("no", "absent")

_ASKING = re.compile("是不是|有没有|会不会|能不能|对不对|让不让|可不可以|提没提|要不要|是否(?!定)|能否|会否|可否|有无|吗$")
"""The clause repeats the question."""

_INSIDE_WORDS = re.compile(
    "社会|会[议同计商]|[委协大机工理常]{1,2}会|所有|现有|有[关效序偿力的条]|国有|拥有|具有|[智职功才可技性赋]能|能[源力]"
    "|[但还就只于]是|[一二三四五六]是|[是有]?关于|[针面]对|对[口接照象外]|行动|进行|执行"
)
_LEAD_IN = re.compile("^(?:(?:根据|按照|依据|依照|从|就|关于)[^,:]{0,40}[,:]|(?:答案?|回答|结论)是?[:,])+")
_JOINS = frozenset(("", "、", "/", "和", "或", "了", "的", "也", "又", "并", "且", "而"))
_PARTICLES = re.compile("[的了吧呀啊_]")

_GROUNDED = 0.4


def verdict(text: str) -> Verdict:
    """The leading verdict; empty when there is none, or both."""
    result: Verdict = ""
    clauses = ["" if _ASKING.search(clause) else _INSIDE_WORDS.sub("_", clause) for clause in re.split("[,:]", _lead(text))]
    for position, clause in enumerate(clauses):
        kinds = _leading_kinds(clause)
        if result:
            contradicts = bool(kinds) and kinds != {result}
            if contradicts and not _PARTICLES.sub("", _WORD.sub("", clause)):
                return ""
        elif kinds:
            if len(kinds) > 1 or position > 1:
                return ""
            (result,) = kinds
    return result


def _lead(text: str) -> str:
    """The first sentence that is no question, folded, without lead-in."""
    folded = "。".join(fold(line) for line in without_marks(text).split("\n")).strip("“”\"'*#。")
    sentences = re.findall("[^。!?;]+[。!?;]?", folded)
    first = next((sentence.rstrip("。!;") for sentence in sentences if not sentence.endswith("?")), "")
    return _LEAD_IN.sub("", first)


def _leading_kinds(clause: str) -> set[Verdict]:
    """Kinds of the verdict words that stand side by side at the front."""
    words = list(_side_by_side(clause))
    kinds: set[Verdict] = set()
    for position, word in enumerate(words):
        group = word.lastgroup or ""
        before = words[position - 1] if position else None
        negated = (
            before is not None and group == "yes" and before.end() == word.start() and before.lastgroup in _DENIES
        )  # 没有提到: one verdict
        if not negated and not _is_copula(word, position, clause):
            kinds.add(_KINDS[group])
    return kinds


def _side_by_side(clause: str) -> Iterator[re.Match[str]]:
    end = None
    for word in _WORD.finditer(clause):
        if end is not None and clause[end : word.start()] not in _JOINS:
            return
        yield word
        end = word.end()


def _is_copula(word: re.Match[str], position: int, clause: str) -> bool:
    """「是不允许的」 says 不允许: 是 before a denial, and nothing else in the clause."""
    words = list(_WORD.finditer(clause))
    if position or word[0] not in ("是", "对") or len(words) != 2:
        return False
    return words[1].start() == word.end() and words[1].lastgroup in _DENIES


def leading_verdict(seen: Seen) -> float:
    """1 when the verdict is that of the answer or of an accepted form."""
    due = {verdict(form) for form in (seen.item.answer, *seen.item.accept)} - {""}
    return float(seen.given.status != "refused" and verdict(seen.given.text) in due)


def score_yesno(seen: Seen) -> float:
    """1 for the right verdict with its reason: a citation of the evidence (of its document, where no more is known), or a point
    that is more than the verdict."""
    return float(leading_verdict(seen) == 1.0 and (_cites_evidence(seen) or _gives_reason(seen)))


def _cites_evidence(seen: Seen) -> bool:
    sources = [source for source in seen.sources.values() if source.document in seen.gold_documents | {""}]
    return any(not quote or shared(quote, bigrams(bare(source.quote))) >= _GROUNDED for source in sources for quote in seen.evidence)


def _gives_reason(seen: Seen) -> bool:
    reasons = [point for point in seen.item.answer_points if len(bare(point)) > 3 and not re.match("没有说|不|是", point)]
    return any(is_met(point, unit, seen) for point in reasons for unit in seen.units)
