"""Measure words: which ones there are, what each is called here, and which words only look like one (3项目, 两年级)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple


def units(listed: str) -> frozenset[str]:
    """Units given in one string: 人 个 所."""
    return frozenset(listed.split())


PERCENT = "%"
POINTS = "百分点"
NONE = ""
"""The unit of a bare value: 差异系数降至0.17."""

_ALIASES = {
    "人": "名 位 人",
    "元": "元 块钱 元钱",
    "%": "%",
    POINTS: "个百分点 百分点 个百分比",
    "月": "个月 个自然月 个半月",
    "年": "年 周年 个年头 年半",
    "天": "天 日 个自然日",
    "工作日": "个工作日 工作日",
    "周": "周 个周 个星期 星期",
    "小时": "小时 个小时 个钟头 个半小时",
    "分钟": "分钟",
    "学期": "学期 个学期 个半学期",
    "学年": "学年 个学年",
    "季度": "个季度",
    "岁": "岁 周岁",
    "学时": "学时 个学时",
    "课时": "课时 个课时",
    "平方米": "平方米 平米 m2",
    "公里": "公里 千米 km",
    "米": "米",
    "公斤": "公斤 千克 kg",
    "部门": "部门 部委",
    "个": "个 大",
    "类": "类 大类",
    "项": "项 大项",
    "场次": "场次",
    "位次": "位次 个位次",
}
_AS_WRITTEN = units(
    "人次 人天 所次 校次 家次 班次 件次 批次 车次 台次 台套 家 所 校 园 处 次 回 遍 趟 件 起 项 块 条 类 种 批 方面 秒 倍 番 ‰ "
    "平方公里 立方米 亩 公顷 厘米 毫米 吨 克 斤 毫克 微克 升 毫升 千瓦 千瓦时 兆瓦 勒克斯 lx mb gb tb m 兆 "
    "辆 台 套 门 堂 节 课 场 轮 届 间 座 栋 幢 床 张 户 艘 支 只 枚 份 期 篇 部 本 册 幅 首 棵 株 瓶 箱 盏 架 组 队 班 站 层 笔 款 岗 "
    "字 分 学分 票 卷 例 宗 桩 档 科 餐 面 道 顶 把 副 盒 根 条次 节次 环节 步 片 章 部分 点 成 村 页 头 颗 粒 对"
)

_CANONICAL = {
    **{word: word for word in _AS_WRITTEN},
    **{word: unit for unit, words in _ALIASES.items() for word in words.split()},
}
_LONGEST = max(map(len, _CANONICAL))
_FIRST = frozenset(word[0] for word in _CANONICAL)

_NOT_BEFORE = {
    "人": "才|事|大|民|赛|工智|工费|力资|均|类|社|生|居|防|文|称|物|脸",
    "名": "师(?![范生])|校(?!长)|单|额|牌|著|誉|义|录|称|优|家|片|校联|特",
    "位": "置|于|列|次|一体|数|移|居|育人",
    "所": "有|在|需|属|得|谓|以(?![上下内])|能|做|示|列|致|述|思|提|作|定|用",
    "校": "长|园|级|区|舍|内|外|本|企|车|门|服|医|史|风|训|名|方|际|正",
    "园": "区|长|所|林|地|丁|本|务|内|方|际|艺",
    "家": "长|庭|校(?!外)|访|园(?!所)|教|委|门|乡|风|政|具(?![备有])|电|国|喻|务|书|中|里|人|属",
    "个": "性|体(?!育)|别",
    "处": "理|置|于|长|分|罚|室|方|在|级|所|境|事",
    "次": "算清|付清|缴清|结清|核定|告知|办好|日|年|要|生|数|序|性|第|月|品|级|贫|元",
    "回": "头|复|访|应|家|收|归|顾|馈|升|落|报|答|流|到|原|来|看",
    "起": "来|点|步|草|始|到|伏|源|诉|码|于|初|用|跑|飞|居",
    "项": "目",
    "块": "链",
    "条": "例|件|文|款|幅",
    "类": "似|型|别|推|比",
    "种": "植|子|类|族|养",
    "批": "评|准|复|示|次|阅|发|量|改|判",
    "方面": "军",
    "年": "制|级|度|底|初|龄|薪|会|代|份|终|末|均|纪|味|夜|利|产|检|审|鉴|报|终|头|青|轻|画|货|关|宵|复一年|生",
    "周": "边|末|[一二三四五六日天](?![次回场])|期|围|转|报|记|访|会|密|到|全|而|练|测|例|调|知|刊",
    "天": "津|然|才|文|河|气|空|赋|下|生|堂|性|职|涯|鹅|平|桥",
    "米": "饭|粉|面|其林",
    "元": "旦|素|宵|月|气|首|件|培|论",
    "成": r"为|立|果|员|绩|功|长|效|本|都|人|型|熟|就(?![行可能够])|语|年|品|分|套|器|才|名|堆|群|队|片|册|体系|规|份",
    "门": "口|类|槛|户|诊|前|楼|卫|球|头|窗|店|禁|诊|岗|牌|外|内",
    "堂": "食|皇|屋",
    "节": "约|点|日|水|能|假|目|省|奏|庆|俭|气|度|期|后|前|制|育|支|录|选|律",
    "课": "后|程|堂|间|改|题|桌|标|本|余|外|表|业|例|时|件|前|内",
    "场": "所|地|馆|景|合|面|均|域|外|内|站",
    "轮": "车|岗|流|训|换|候|椅|值|班|驱|渡",
    "届": "毕业|时|满|中|高",
    "间": "接|隔|距|断|谍|歇",
    "座": "位|谈|右|椅|次",
    "床": "位|铺",
    "张": "贴|罗|榜|望|力",
    "户": "籍|外|型|口|主|均|政",
    "支": "持|出|付|部|撑|教|柱|委|援|点|配|行|流|线|渠",
    "只": "有|要|能|是|增|减|跑",
    "份": "额|量|子",
    "期": "间|末|中|待|限|满|望|初|盼|刊|货|权|后",
    "部": "门|分|署|队|长|属|委|级|位|落|编|省|件|级",
    "本": "科|级|校|地|市|区|县|年|人|次|周|月|学|质|领|职|部|报|土|着|单位|省|身|色|来",
    "幅": "度|员",
    "首": "先|批|次|届|位|席|要|府|都|个|发|创|付|家|任|日|期|问",
    "架": "构|空|设",
    "组": "织|长|建|成|合|团|员|级|装|稿|群|配|内",
    "队": "伍|员|长|列|旗|礼",
    "班": "级|子|主任|额|长|会|车|组|次|队|干|额|风|费|内",
    "站": "点|位|台|稳|在|岗",
    "层": "次|级|面|层|出|高|叠",
    "笔": "试|记|者|画|墨|迹|顺|直",
    "款": "项|额|式|待",
    "岗": "位|前|亭|后|双|责",
    "字": "典|样|体|迹|段|母|符",
    "分": "钟|别|之|析|类|布|工|解|配|管|校|级|局|期|步|层|批|段|享|数|值|公司|中心|担|流|离|散|支|辨|组|会|差|母|子|界|馆|队|头|等|片|区"
    "|年|阶|项|包|明|清|点|科|院|行|块|线|赴|班|开",
    "例": "如|行|会|外|题|子|证|假",
    "档": "案|次|期",
    "科": "室|学|技|目|教|普|研|长|创|级|任|幻|协|举",
    "面": "向|对|积|临|试|貌|上|前|授|谈|子|粉|料|包|部|目|红|孔|世|议|推|广|纱",
    "道": "路|德|理|口|具|教|法|歉|别|义",
    "把": "握|关|手|好|控|脉|学|工",
    "副": "校|书|局|主|组|科|处|县|区|市|部|职|本|食|业|总|班|司|院",
    "根": "据|本|植|治|源|基",
    "对": "于|外|接|标|口|应|照|象|待|话|比|策|抗|立|症|全|各|学|教|中|未|已|所",
    "村": "民|庄|委|级|小|校|组|居|干|社|部|里",
    "点": "[半整钟到前后至名评击燃位面线心]|(?!意见|要求|建议|做法|体会|措施|打算|希望|感受|思考|认识)",
    "页": "岩|面",
    "头": "部|脑|版|衔|顶|痛|条",
    "大": "学(?!科)|球|会|厅|班(?!额)|队|型|量|幅|力|概|约|致|数|赛|气|专|讲|课|多|同|于|规|小|家|人|中|字|棚|桥|街|道|楼|病|众|精神"
    "|报告|以来|代表|宗|于|面积|部|名|红|修|额|胆|雨|雪|步|局",
    "m": r"[a-z\d]",
    "日": "[报期历均程志记语本常子益前游]",
    "小时": "候",
    "秒": "杀",
    "餐": "饮|厅|馆|桌|具|费|前|后",
    "顶": "层|岗|级|尖|部",
    "番": "茄",
    "章": "程|节|丘",
    "步": "骤|伐|行|道|入|枪|履",
    "片": "区|面|段|刻|名|头|子|长|内|警",
    "升": "级|学|旗|至|到|入|高|降|华|本",
    "克": "服|隆|制",
    "粒": "度|子",
    "颗": "粒",
    "株": "洲|连",
    "台": "账|帐|湾|风|州|阶|前|胞|词",
    "套": "餐|装|路|取|用|班",
    "卷": "入|烟|面",
    "票": "价|据|选|决|否决",
}
"""Unit → a pattern of what makes a word of it and what follows: 3项 is a count, 3项目 is not."""

_KINDS = (
    "人 个",
    "所 家 个 园 校 处",
    "次 回 场 场次 遍",
    "件 起 个",
    "个 项 块 条 点 方面 类 种 门",
    "部门 个 家",
    "天 工作日",
    "间 个",
    "家 户",
    "栋 幢 座",
    "台 辆",
    "期 次 场",
    "小时 课时 学时 节",
)
"""Measure words that people exchange for one another when they speak of the same things."""
_INTERCHANGEABLE = frozenset(
    frozenset((first, second)) for kind in _KINDS for first in kind.split() for second in kind.split() if first != second
)

CONTINUOUS = units("% 工作日 百分点 元 年 岁 小时 米 公里 平方米 平方公里 立方米 亩 公顷 吨 克 公斤 斤 升 分 倍 ‰ 学分 m mb gb tb 千瓦 度")
"""Units that are often measured in parts: 2.5小时. 2.5所 at the start of a line is the label 2. and 5所."""


class Measure(NamedTuple):
    unit: str
    """As it is called here: 人 for 名 and 位."""
    written: str
    end: int


def measure_at(folded: str, position: int) -> Measure | None:
    """The measure word that begins at `position`; None where there is none, or only part of another word."""
    if folded[position : position + 1] not in _FIRST:
        return None
    for written in _openings(folded[position : position + _LONGEST]):
        end = position + len(written)
        if written not in _NOT_BEFORE or not _word(written).match(folded, end):
            return Measure(_CANONICAL[written], written, end)
    return None


def is_measure(written: str) -> bool:
    """Whether a whole word is a measure word."""
    return written in _CANONICAL


def unit_of(written: str) -> str:
    """How a measure word is called here: 名 → 人, 个百分点 → 百分点; itself where it is not known."""
    return _CANONICAL.get(written, written)


def interchangeable(unit: str, other: str) -> bool:
    """Whether two units may mean the same things: 所 and 家, 次 and 场."""
    return unit == other or frozenset((unit, other)) in _INTERCHANGEABLE


def kin(unit: str) -> frozenset[str]:
    """The unit and those interchangeable with it."""
    return frozenset({unit}.union(*(pair for pair in _INTERCHANGEABLE if unit in pair)))


@cache
def _word(unit: str) -> re.Pattern[str]:
    """What makes a word of the unit; a pattern at a time, as they are met: all of them take longer than what most questions ask."""
    return re.compile(_NOT_BEFORE[unit])


@lru_cache(maxsize=8192)
def _openings(text: str) -> tuple[str, ...]:
    """Measure words that `text` begins with, longest first."""
    return tuple(_lengths(text))


def _lengths(text: str) -> Iterator[str]:
    for length in range(len(text), 0, -1):
        if text[:length] in _CANONICAL:
            yield text[:length]
