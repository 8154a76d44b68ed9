"""The kind of a question, from its wording: what shape of answer it wants.

catalogue    which documents there are                     wording     the very words of a document
arithmetic   a sum or a difference of several figures       compare     several regions, or what was planned beside what was done
temporal     several years                                  yesno, summary, list, number, fact
"""

from __future__ import annotations

import re

from rag.question.reading import Reading

COMPARING = frozenset({"compare", "arithmetic"})
"""Kinds of question that set several regions, or plan and outcome, side by side."""
_DOCUMENTS = "文件|资料|材料|文档|计划|总结|要点|方案|通知|公告|报告|办法|意见"
_CATALOGUE = re.compile(
    rf"(?:资料库|库|系统|你这?)[里中]?面?(?:现在|一共|总共|都|共)?(?:收录?了?|存了?|有)(?:哪|几|多少|什么|啥)"
    rf"|(?:收录|入库|上传)了?(?:哪|几|多少|什么)"
    rf"|(?:哪些|哪几个|几个|多少个)(?:地方|单位|地区|[省市区县]+)(?:的|有|出了?|发了?|做了?)[^,。;?]{{0,12}}(?:{_DOCUMENTS})\s*[?]?$"
    rf"|有(?:哪些|哪几[份个篇]|几[份个篇]|多少[份个篇]|什么|哪几?个?[省市区县]+的)[^,。;?]{{0,10}}(?:{_DOCUMENTS})\s*(?:可[查看以])?[?]?$"
    rf"|(?:哪些|哪几份|几份|多少份)(?:文件|资料|材料|文档)(?![^,。;?]*(?:提到|涉及|写|规定|要求|说))"
)
_WORDING = re.compile(r"原话|原文|原句|逐字|怎么表述|如何表述|具体表述|的表述|怎么(?:写|说|讲)的|是怎么(?:写|说|讲)|原样")
_DIFFERENCE = re.compile(
    r"[多少高低差快慢大小]\s*(?:出|了)?\s*(?:多少|几)(?![岁点])|相差|差额|差距(?:是|有)?多|几倍|多少倍|增(?:长|加)了?多少|减少了?多少"
    r"|比.{1,12}[多少高低](?:出|了)?[\u4e00-\u9fff]{0,3}(?:多少|几)"
)
_SUM = re.compile(r"一共|总共|合计|加起来|加在一起|总和|总数|共计|合起来|拢共")
_WHICH = re.compile(r"哪个|哪一个|哪边|谁|各(?!个?[区县市省地])|分别")
_COMPARE = re.compile(
    r"对比|对照|比较(?:一下|下)?\s*(?:[,。?]|$)|比对|比一比|对一下|有(?:什么|啥|何)(?:区别|差别|不同)|谁(?:更|高|低|多|少|大|小|快|靠前)"
)
_PLAN_AND_FACT = re.compile(r"(?:计划|目标|打算|预期)数?[和与跟同、](?:实际|完成|结果)|(?:实际|完成)数?[和与跟同、](?:计划|目标)")
_WHICH_REGION = re.compile(r"哪[个些一几]{0,2}(?:区|县|市|省|地区|地方)")
_TEMPORAL = re.compile(r"历年|逐年|这几年|近几年|变化趋势|怎么变|如何变化")
_WHY_OR_WHEN = re.compile(r"为什么|为啥|为何|什么时候|哪[天儿里]|哪一天|几月几[号日]|几号|第几|找谁|[到在]几点|几点(?:钟|前|开|结)")
_ASKS_ON = re.compile(
    r"([\u4e00-\u9fff])[不没]\1.*[,、].*(?:哪一?[个些家位条天]|谁|什么|多少|怎么|几[个所家])(?!.*(?:吗|没有|不|吧)\s*[?？]?$)"
)
"""算不算特殊学生、怎么入学, 由哪个部门定: what is asked stands behind."""
_SPAN = re.compile(r"(?:19|20)\d\d\s*[-—~至到]\s*(?:19|20)\d\d年")
"""The sum over it documents tell themselves: 三年来共…"""
_SEVERAL = "二两三四五六七八九十"
_STATED = re.compile(r"(?=.*(?:要(?!求|点|素|闻|件)|会(?!议)|能(?!力)|[已了得是有不没达]|可以)).*[?？]\s*$")
"""A statement with a question mark: 今年要建5所学校？ …"""
_ASKING = re.compile(r"[谁哪几何啥呢]|什么|怎|多[少大高长久远]|为何|内容|情况|要求|措施|[和与]\S{1,8}[?？]\s*$")
"""… unless it has a word that asks."""
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "yesno",
        re.compile(
            r"([\u4e00-\u9fff])[不没]\1|是否|能否|可否|有无|属实|吗\s*[?？]?$|(?<![什怎多那要])么\s*[?？]?$|没有?[啊呀呢嘛]?\s*[?？]?$"
            r"|^(?:有|是).{2,}吗|(?:能|可以|会|准|算|行|用|要|收|给|[快慢多少高低大小好够番倍]).{0,20}(?<!要)不\s*[?？]?$|(?<![说讲看列写试])吧\W*$"
            r"|(?<![认天较逼])真的?(?:有|是|能|会|要|没)(?!.*(?:哪|谁|什么|啥|怎|多少|几)).{2,}$"
        ),
    ),
    (
        "summary",
        re.compile(
            r"(?:听|要|说|讲|给|列|出|理|提炼)[^,。;?]{0,3}(?:要点|大意|概要|梗概|重点)\s*$|概括|总结一下|归纳|压缩|梳理|简要|捋|主要(?:做|讲|内容|任务|工作|措施)|展开(?:说|讲)|(?:具体|详细)(?:说|讲)说?|带上?数字|介绍一下"
            r"|哪[些几](?:个?方面|条)?的?(?:成绩|成效|成果|举措|措施|做法|工作|方面|事(?!故|项|业)|不足|问题|短板|经验|亮点|进展|打算|安排)"
            r"|(?:有|做了|采取了?|取得了?)(?:什么|啥|何)(?:成绩|成效|成果|举措|措施|做法|不足|问题|短板|经验|亮点|进展|打算|安排)"
            r"|简单[说讲]|[说讲]一?[说讲]|(?:拣|挑|捡)?要紧的|[说讲]了(?:什么|啥|哪些)|(?:打算|准备|想|要|都)(?:做|干|办|搞|抓)(?:些|点)?(?:什么|啥|哪些)(?=\s*(?:[,。?？、呢]|$))"
            rf"|(?:做|干|办)成了?(?:什么|啥|哪些)|几句话|[一{_SEVERAL}]句话|(?:成|为|列|说|讲|提)几[点条]"
        ),
    ),
    (
        "list",
        re.compile(
            rf"哪些|哪几|哪[{_SEVERAL}俩仨]|几[所个家位项].{{0,10}}(?:各自|分别|都[是叫往在由]).*(?:哪|什么|啥|怎么)|都?有(?:啥|什么|谁)(?!用)|列(?:一下|出|举|全)|分别(?:是|有)(?:哪|什么)|[三四五六七八九十]大(?!赛)"
            rf"|都.{{1,4}}些?(?:啥|什么)|几[种类](?:方式|办法|途径|形式|做法|情形|情况)|分(?:为|成)?几[段步类批个].*(?:各|分别)"
            rf"|[多少万亿元]\S{{0,4}}怎么分|[{_SEVERAL}](?:个|项|条|大|种)?(?:要素|举措|措施|工程|原则|机制|任务|行动|环节|程序|方面|重点|领域|阶段|步骤|途径|方式|体系|模块|抓手|保障|特点|类型)\s*[?]?$"
            rf"|(?:[{_SEVERAL}]|(?<!\d)(?:[2-9]|1\d)(?!\d))(?:个|项|条|大|种|类|所|家|座|支|门)(?![月周年学半]|百分|工作日)[^,。;?]{{1,12}}?(?:分别|各自|各|都)?(?:叫|是|指|包括|有)(?:什么|啥|哪)"
        ),
    ),
    (
        "number",
        re.compile(
            r"多少|几(?!乎)|比例|占比|百分之|[率数量额度](?:是|达|要|目标|到)|多大|多高|多长|多久|(?:目标|率|[^分]数|数量|金额)\s*[?？]?$|人数|任务\s*[?？]?$"
        ),
    ),
)


def kind_of(reading: Reading, *, across: bool = False) -> str:
    """`across`: the question asks all regions."""
    asked = reading.folded
    several_regions = across or len(reading.regions) + len(reading.unknown) + len(reading.within) > 1
    several_years = len(reading.years) > 1 and "学年" not in asked and not (_SPAN.search(asked) and _SUM.search(asked))
    if _CATALOGUE.search(asked):
        return "catalogue"
    if _is_arithmetic(asked, several=several_regions or several_years):
        return "arithmetic"
    if several_regions or _COMPARE.search(asked) or _PLAN_AND_FACT.search(asked):
        return "compare"
    if not reading.regions and _WHICH_REGION.search(asked):
        return "compare"
    if several_years or _TEMPORAL.search(asked):
        return "temporal"
    return _simple(asked)


def _is_arithmetic(asked: str, *, several: bool) -> bool:
    """A difference that nobody names a winner of, or a sum over what is named apart."""
    return bool(several and not _WHICH.search(asked) and (_DIFFERENCE.search(asked) or _SUM.search(asked)))


def _simple(asked: str) -> str:
    if _WORDING.search(asked):
        return "wording"
    kinds = (kind for kind, pattern in _KINDS if pattern.search(asked) and not (kind == "yesno" and _ASKS_ON.search(asked)))
    kind = next(kinds, "fact")
    if kind == "fact" and _STATED.match(asked) and not _ASKING.search(asked):
        return "yesno"
    return "fact" if kind == "number" and _WHY_OR_WHEN.search(asked) else kind
