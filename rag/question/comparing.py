"""What a comparison asks about, without the words that only set its sides side by side: 和, 三省, 对比, 哪边高, 各是怎么安排的.

Each side is told in words of its own; what the question says of all of them together stands in no document.
"""

from __future__ import annotations

import re

_SEVERAL = r"[两二三四五六七八九]个?(?:省区|区县|县区|省|市|区|县|地|家|边|方)(?![域级位属直管面庭长])"
_WHICH = r"(?:谁家?|哪(?:一?[个边家方里儿]|[两二三四五]个)?[省市区县]?)"
_MORE = r"(?:更|最|较|比较)?(?:多|高|大|(?<!多)少|低|小|快|慢|早|晚|强|长)"
_EACH = r"(?:分别|各自|各)"
_WILL = r"(?:都|要|想|准备|打算|计划|会|是|又|有|分别){0,6}"
_HOW = r"(?:怎么|怎样|如何|咋)"
_TELLS = r"(?:安排|处理|规定|要求|表述|提|说|写|讲|抓|做|办|搞|弄|干|推进|推|定|管)"
_WHAT = r"(?:什么|啥|哪些|何)"
_MEASURES = r"(?:措施|举措|做法|办法|安排|动作|要求|规定|部署|说法|表述|提法|文章|事情?)"
_END = r"(?=\s*(?:$|[,。;?!)）]))"
_PHRASES = re.compile(
    "|".join(
        (
            rf"(?:{_WHICH})\s*(?:的)?{_MORE}(?:一?[些点])?{_END}",
            rf"(?:更|最){_MORE}{_END}",
            rf"(?:有(?:没有)?(?:什么|啥|何|多大)?)?(?:区别|差别|差异|不同|不一样|异同)(?:是?(?:什么|啥|在哪里?)|吗)?{_END}",
            rf"(?:的|做?个?)?(?:对比|对照|比较|比对|比一比|对一下|比一下)(?:一下|下|看看)?(?:是?怎么?样的?)?(?:{_END}|(?=\s))",
            rf"{_EACH}?{_WILL}{_HOW}{_TELLS}+(?:的|了)?{_END}",
            rf"{_EACH}?{_WILL}{_TELLS}?(?:了|的|出)?(?:是|有)?{_WHAT}(?:样的?)?的?{_MEASURES}{_END}",
            rf"{_EACH}{_WILL}(?:{_TELLS}(?:的|了|到|成|在)?(?:是)?)(?=多少|几|什么|啥|哪|谁|\s*$)",
            rf"(?<![\u4e00-\u9fff]){_SEVERAL}(?:之间|中|里)?(?=[\s\d,。?的各谁哪分]|$)|{_SEVERAL}{_END}",
            r"叫(?:什么|啥)(?:名字?|名称)?|(?:名字|名称)叫?(?:什么|啥)",
        )
    )
)
_ALONE = re.compile(r"(?:(?<=\s)|^)\s*[、和与跟同及](?=\s|$|[,。?])")
"""What joined names that were taken out."""


def without_comparing(topic: str) -> str:
    """`topic` is folded, its regions taken out; where nothing else would be left it stays."""
    kept = " ".join(_ALONE.sub(" ", _PHRASES.sub(" ", topic)).split())
    return kept if re.search(r"[\u4e00-\u9fffa-z]{2}", kept) else topic
