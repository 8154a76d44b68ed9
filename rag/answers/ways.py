"""The ways in which a sentence of a document decides a claim: a table, tried one after the other.

Each way needs so much of the claim to be spoken about, and of what is asked about the rest. Most ways tell against a claim: it is
denied or forbidden; the other side is taken (一律清退 against 继续留用); something was missed, or is only meant to be done; only a part
is meant where the claim says all; it is not left to anybody alone. For a claim, a sentence must hold nearly all of its words, its
last one among them, go as far as it does, and have nothing against it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from rag.answers.exceptions import affirms_the_rest, takes_out
from rag.answers.extent import falls_short, goes_as_far, is_parallel, is_whole
from rag.answers.matter import Matter, contradicted, denials, last, near, of_rest
from rag.answers.polarity import lacks
from rag.answers.senses import clash, sides, taken
from rag.answers.standing import Standing, bears_out, standing
from rag.answers.statement import ABOUT, COVERED, HALF, fullest, has_verbs, held

_WELCOMED = 0.5
"""Share of the claim's words that bear it out in a sentence that says that such things are wanted: 鼓励, 支持, 推进."""
_OF_REST = 0.3
"""Share of its words before what is asked that this takes …"""
_WELL = 0.75
"""… unless so much of the whole is held."""
_DENIED = 0.5
"""Share of its words that must be spoken about where a denial says nothing of what is asked about the rest."""
_UNSAID = 0.36
"""Share of its words that one of them must have for the claim not to be borne out where the sentence lacks it."""
_MUCH = 0.2
"""Share of its words that one that names what is spoken about has."""
_CONTRADICTED = 0.2
"""Share of its words that must stand denied, unless what is asked does."""
_NEARLY_ALL = 0.7
"""… where it holds nothing of what is asked about the rest."""
_PARTLY = 0.3
"""Share that is enough to say that only a part is meant, or that somebody's leave is needed."""

_SUPPOSED = 0.9
"""Share that bears out what is only supposed (…吧, 对吗): such a claim is often just beside what is said."""
_CLEAR = 0.9
"""Share of the fullest clause's part that speaks as clearly."""
_MISSED = re.compile(
    r"(?:没有?|未能?|尚未)(?:全部|按[期时])?(?:完成|达到?|实现|达标|兑现)|低于[^,。;]{0,12}(?:目标|要求|计划)|[离距][^,。;]{0,4}目标|推迟|延期|延后|滞后|暂缓|逾期"
    r"|比[^,。;]{0,6}计划[^,。;]{0,8}[少低晚]|调整到|停工|未按|没有全部|超期|[仍还尚](?:剩|有\d)|(?:仍然|依然)存在|难以"
)
_MET = re.compile(
    r"超额|超过[^,。;]{0,12}(?:目标|计划)|比[^,。;]{0,6}计划[^,。;]{0,12}多|完成[^,。;]{0,6}(?:计划|目标|任务)的1\d\d|如期|按期(?!完成的)|按时|提前|圆满|全部完成|全面完成|超计划|已(?:经)?(?:全部)?(?:完成|建成|达到|实现)"
)
_INTENDED = re.compile("开工(?!作)|力争|争取|(?<!按)计划|打算|拟|将|启动|年内|争创|加快|推进|筹建|筹备|探索|目标")
"""What is said of things not done yet."""
_STRIVEN = re.compile("力争|争取|(?<!按)计划(?=[于在到将今明年新再用对建开完招])|打算|拟|(?<!现)将(?!其)|正在|加快推进")
"""… even in an account of what was done."""
_RULING = re.compile("应当|必须|一律|须")
"""What leaves no choice."""
_ALLOWING = re.compile(
    "决定|可以?(?!能|靠|持续|行性)|允许|准予|能够|有权|自愿|鼓励|支持|畅通|放宽|享受|视为|减半|免收|退还|扩围|扩大到|扩展到|打通|破除"
)
_WELCOMING = re.compile(
    "鼓励|支持|引导|推进|推动|加快|加强|探索|积极|力争|争取|引入|实行|实施|落实|完善|开展|建设|建成|打造|办好|吸引|强化|畅通"
)
_SUFFICING = re.compile("充足|足够|充裕|富余|配[齐足]|满足")
"""What 够不够 is answered by."""
_DENYING = re.compile("不(?![断仅但同少低超])|未(?!来|成年)|[没无非]|禁止|严禁|杜绝|免|除外|取消|暂停|停止|拒|限制")
"""What a claim that denies something is borne out by."""
_ONLY = re.compile("只(?!要|增|减)|(?<!不)仅(?!次于)|唯一|限于|方可|才(?:能|可)")
"""And nothing else."""
REGULATED = re.compile(
    "须经|经[^,。;]{0,14}(?:同意|批准|审核|通过|遴选|审批|研究)|先[^,。;]{1,3}后|提前[^,。;]{0,4}(?:申报|申请|报备|预约)|审批|审核|遴选|报[^,。;]{0,10}(?:批准|审批|备案|审核|研究)"
    "|三审|审查|授权|统一(?:招标|采购|安排|调配)|逐级|严格(?:控制|规范|限制)|严控|集体(?:决策|研究|讨论)|未经[^,。;]{0,16}允许|不得[^,。;]{0,6}(?:擅自|随意|随便|任意|自行|私自)"
)
"""What is not left to anybody alone."""
_AUTONOMOUS = re.compile("自主|(?<!得)自行|(?<!方)可(?!持续|能|靠)|(?<!未经)允许|鼓励|支持|有权|享有|放权")
"""What is, if anything."""
_ORDER = re.compile(r"先(?P<first>[^,。;先后]{1,3})后(?P<then>[\u4e00-\u9fff])")


class Way(NamedTuple):
    """One way in which a sentence decides."""

    holds: bool
    share: float
    """Of the claim's words, what the sentence must hold …"""
    asked: float
    """… and of those that say what is asked about the rest."""
    applies: Callable[[Matter], bool]

    def decides(self, matter: Matter) -> bool:
        return matter.share >= self.share and matter.own >= _PARTLY and matter.asked >= self.asked and self.applies(matter)


def _is_missed(matter: Matter) -> bool:
    """推迟, 低于目标: where the claim is that it was done."""
    claim = matter.claim
    return claim.fulfilment and not _MISSED.search(claim.text) and _MISSED.search(near(matter)) is not None


def _is_met(matter: Matter) -> bool:
    """超额完成, 提前交付."""
    claim, statement = matter.claim, matter.statement
    best = fullest(matter.weights, statement)
    own = "".join(statement.clauses[best : best + 2])
    return claim.fulfilment and not _MISSED.search(claim.text) and not statement.is_planned and _MET.search(own) is not None


def _is_excluded(matter: Matter) -> bool:
    """先审后发, 提前申报: against 自己直接, 不打招呼."""
    text = matter.statement.text
    return matter.claim.unasked and REGULATED.search(text) is not None and _AUTONOMOUS.search(text) is None


def _stands_there(matter: Matter) -> bool:
    """全国首位: where the claim is 全国第一."""
    claimed, stated = matter.claim.standing, _stated_standing(matter)
    return claimed is not None and stated is not None and bears_out(claimed, stated)


def _stands_elsewhere(matter: Matter) -> bool:
    """位列全市第六: where the claim is 前三."""
    claimed, stated = matter.claim.standing, _stated_standing(matter)
    return claimed is not None and stated is not None and not bears_out(claimed, stated)


def _stated_standing(matter: Matter) -> Standing | None:
    """In the clause that holds most of the claim, or else in the one behind it."""
    best = fullest(matter.weights, matter.statement)
    return next(filter(None, map(standing, matter.statement.clauses[best : best + 2])), None)


def _is_opposed(matter: Matter) -> bool:
    """A clause about the claim takes the other side: 一律清退 against 继续留用."""
    claim, statement = matter.claim, matter.statement
    shares = held(matter.weights, statement)
    about = [clause for clause, share in zip(statement.clauses, shares, strict=True) if share >= max(shares) / 2]
    said = {side for clause in about for side in sides(clause)}
    return bool(claim.sides) and not claim.sides & said and any(side.reverse in said for side in claim.sides)


def _is_denied(matter: Matter) -> bool:
    """不得, 严禁, 未: what the claim asserts stands denied."""
    if not matter.claim.permission and matter.share < HALF:
        return False
    denied_there, _ = contradicted(matter)
    share = sum(matter.weights[word] for word in denied_there)
    asked = [word for word in matter.claim.predicate if word.is_in(matter.statement.text)]
    of_asked = sum(matter.weights[word] for word in denied_there.intersection(asked))
    verbs = {word for word in matter.claim.predicate if len(word.text) == 1 and word.is_telling}
    is_verb = matter.claim.permission and matter.share >= COVERED and bool(verbs) and verbs <= denied_there
    return share >= _CONTRADICTED or is_verb or (of_asked > HALF * sum(matter.weights[word] for word in asked) > 0)


def _is_asserted(matter: Matter) -> bool:
    """What the claim denies stands asserted."""
    _, denied_here = contradicted(matter)
    is_rule = not matter.claim.permission or _RULING.search(matter.statement.text) is not None
    return bool(denied_here & matter.claim.predicate) and of_rest(matter) >= HALF and is_rule


def _is_lacking(matter: Matter) -> bool:
    """名校长依然缺乏, 品牌学校还不多: behind words of the claim it is said that there is too little of them."""
    claim, clause = matter.claim, matter.statement.clauses[fullest(matter.weights, matter.statement)]
    if claim.permission or not claim.predicate or lacks(claim.text) is not None:
        return False
    if claim.compares:
        return lacks(near(matter)) is not None
    return last(claim).is_in(clause[: lacks(clause) or 0])


def _is_lacking_too(matter: Matter) -> bool:
    """缺口约60人: the claim says so, too."""
    return lacks(matter.claim.text) is not None and lacks(near(matter)) is not None


def _is_only_a_part(matter: Matter) -> bool:
    return falls_short(matter.claim, matter.weights, matter.statement)


def _is_more_than_some(matter: Matter) -> bool:
    return matter.claim.some_of and is_whole(matter.statement)


def _is_intended(matter: Matter) -> bool:
    """争取配齐: against 已经配齐了."""
    claim, statement = matter.claim, matter.statement
    own = statement.clauses[fullest(matter.weights, statement)]
    is_meant = claim.already or _INTENDED.search(near(matter)) if statement.is_planned else _STRIVEN.search(own)
    return claim.fulfilment and not claim.of_plan and bool(is_meant) and not _MET.search(own)


def _is_borne_out(matter: Matter) -> bool:
    claim, statement = matter.claim, matter.statement
    if claim.enough and not claim.amounts and not _SUFFICING.search(statement.text):
        return False
    if claim.unasked or claim.compares or not claim.predicate or (claim.fulfilment and (claim.of_plan or statement.is_planned)):
        return False
    if takes_out(claim, statement) or _is_denied_as_well(matter) or clash(claim.text, near(matter)):
        return False
    if claim.supposed and not claim.amounts and matter.share < _SUPPOSED:
        return False
    is_about = last(claim).is_in(statement.text + statement.headings)
    is_wanted = not claim.fulfilment and _WELCOMING.search(statement.text) is not None
    is_clear = goes_as_far(claim, statement) and not is_parallel(matter.weights, statement) and not any(contradicted(matter))
    if (claim.negates and _DENYING.search(near(matter)) is None) or claim.only is not _is_only(matter):
        return False
    is_enough = (of_rest(matter) >= _OF_REST or matter.share >= _WELL) and (is_wanted or matter.share >= COVERED) and not _is_unsaid(matter)
    return (
        is_about
        and is_enough
        and _is_allowed(matter)
        and is_clear
        and _is_on_its_side(matter)
        and not (_is_of_another(matter) or _is_of_other_side(matter))
    )


def _is_denied_as_well(matter: Matter) -> bool:
    """可自主开展中期评估,三年以下的项目不再进行中期评估: one clause says it, another denies it as clearly."""
    shares = held(matter.weights, matter.statement)
    clear = {n for n, share in enumerate(shares) if share >= _CLEAR * max(shares)}
    asked = [denials(word, matter.claim, matter.statement) for word in matter.claim.predicate if not word.is_denied]
    return any(is_denied and n in clear for places in asked for n, is_denied in places.items())


def _is_clashing(matter: Matter) -> bool:
    """混合编班: against 单独编班."""
    claim = matter.claim
    return not (claim.negates or claim.unasked) and clash(claim.text, matter.statement.clauses[fullest(matter.weights, matter.statement)])


def _is_excepted(matter: Matter) -> bool:
    """（村小、教学点除外）: where the claim is about 村小."""
    is_denied = matter.claim.is_denied or matter.claim.negates
    return not is_denied and takes_out(matter.claim, matter.statement) and affirms_the_rest(matter.statement)


def _is_affirmed(matter: Matter) -> bool:
    """通过复查: where the claim is that it did not (没过吧)."""
    claim, statement = matter.claim, matter.statement
    if (
        not claim.refuses
        or claim.permission
        or claim.unasked
        or not claim.predicate
        or statement.is_planned
        or _DENYING.search(statement.text)
    ):
        return False
    best = max(held(matter.weights, statement))
    return best >= HALF and last(claim).is_in(statement.text) and has_verbs(claim, statement) and not _is_unsaid(matter)


def _is_only(matter: Matter) -> bool:
    """仅授予组织."""
    return _ONLY.search(near(matter)) is not None


def _is_unsaid(matter: Matter) -> bool:
    """A telling word of the claim that makes up much of it is missing: 限购 in 会限购住房."""
    return any(
        weight >= _UNSAID and word.is_telling and not word.is_said_in(matter.statement.text + matter.statement.headings)
        for word, weight in matter.weights.items()
    )


def _is_of_another(matter: Matter) -> bool:
    """What is asked is said of something else before: 推动甲项目开工,确保丽水机场建成 where 丽水机场 is to be 开工."""
    claim, clauses = matter.claim, matter.statement.clauses
    rest = [word for word in claim.words if word not in claim.predicate and word.is_telling and matter.weights[word] >= _MUCH]
    asked_last = last(claim)
    with_rest = [n for n, clause in enumerate(clauses) if any(word.is_in(clause) for word in rest)]
    asked = [n for n, clause in enumerate(clauses) if asked_last.is_in(clause)]
    return bool(with_rest and asked) and max(asked) < min(with_rest)


def _is_reversed(matter: Matter) -> bool:
    """先审后发: against 先发后审."""
    turned = {f"先{found['then']}后{found['first']}" for found in _ORDER.finditer(matter.claim.text)}
    return any(order in matter.statement.text for order in turned)


def _is_allowed(matter: Matter) -> bool:
    """Where the claim asks for leave, the clauses about it give it, or want the thing done."""
    around = near(matter)
    asks = matter.claim.permission and not matter.claim.is_denied
    is_for_all = matter.claim.all_of and is_whole(matter.statement)
    return not asks or is_for_all or _ALLOWING.search(around) is not None or _WELCOMING.search(around) is not None


def _is_on_its_side(matter: Matter) -> bool:
    """The sentence takes the side of each word of the claim that takes one, and not the other one as well."""
    own = [side for side in (taken(word.text, is_denied=word.is_denied) for word in matter.claim.predicate) if side]
    own_sides = sides(matter.statement.clauses[fullest(matter.weights, matter.statement)])
    said = own_sides if any(each & own_sides for each in own) else sides(matter.statement.text)
    return all(each & said and not any(side.reverse in said for side in each) for each in own)


def _is_of_other_side(matter: Matter) -> bool:
    """兼职副主任由某人担任: what is asked stands with the other side of a word that tells which of two is meant."""
    claim = matter.claim
    meant = [side for side in (taken(word.text, is_denied=word.is_denied) for word in claim.words if word not in claim.predicate) if side]
    told = [sides(clause) for clause in matter.statement.clauses if last(claim).is_in(clause)] if meant else []
    return any(all(any(side.reverse in said for side in each) and not each & said for said in told) for each in meant) and bool(told)


WAYS = (
    Way(False, ABOUT, 0.0, _is_missed),
    Way(False, ABOUT, 0.0, _is_excluded),
    Way(False, HALF, 0.01, _is_excepted),
    Way(False, COVERED, 0.01, _is_clashing),
    Way(False, ABOUT, 0.0, _is_reversed),
    Way(True, HALF, 0.0, _stands_there),
    Way(False, HALF, 0.0, _stands_elsewhere),
    Way(False, ABOUT, 0.0, _is_opposed),
    Way(False, ABOUT, HALF, _is_only_a_part),
    Way(True, ABOUT, 0.0, _is_met),
    Way(False, ABOUT, 0.01, _is_denied),
    Way(False, _DENIED, 0.0, _is_denied),
    Way(False, COVERED, HALF, _is_asserted),
    Way(False, HALF, 0.01, _is_lacking),
    Way(True, COVERED, HALF, _is_lacking_too),
    Way(False, ABOUT, 0.0, _is_more_than_some),
    Way(False, ABOUT, _PARTLY, _is_only_a_part),
    Way(False, COVERED, HALF, _is_intended),
    Way(False, _NEARLY_ALL, 0.0, _is_intended),
    Way(False, COVERED, HALF, _is_affirmed),
    Way(True, _WELCOMED, HALF, _is_borne_out),
)
"""In order; the first that applies decides."""
