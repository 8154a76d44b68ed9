"""The form of what is asked for: a day for 哪天, a number to call for 电话多少, a name of a village for 在哪个村.

Whatever answers such a question holds something of that form; words about the very topic that hold none do not tell. Forms are wide:
they must let every answer pass, and only keep out what cannot be one.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class _Form(NamedTuple):
    asks: re.Pattern[str]
    told: re.Pattern[str]


def _form(asks: str, told: str) -> _Form:
    return _Form(re.compile(asks), re.compile(told))


_DAY = r"\d+[日号]|月底|[上中下]旬|周[一二三四五六日末]|星期|每[天日周]|即日|当[天日]|次日|假期?第"
_MONTH = r"\d+月|[一二三四五六七八九十]+月|[月年][底初中]|[上中下]旬|季度?|学期|[寒暑]假|半年|同步|开学|结束"
_TIME = rf"{_DAY}|\d+[年月:]|[一二三四五六七八九十]+月|[年月][底初]|季度|学期|[寒暑]假|[春秋]季|每[月年]"
_WHICH = r"哪(?:[一几两二三四五六七八九十\d]*[所家个座间])"
"""One by one: 哪家, 哪几所; not 哪些, which kinds of them answer, too."""
_HAN = r"[\u4e00-\u9fff]"
_GENERAL = r"(?<![家所个各类级两几村座间])(?<!各类|定点|指定|合作|相关|有关|中小|义务|普惠|示范|优质|农村|乡镇|寄宿|成员|新建)"
"""What stands before a kind where none of its kind is named: 两家医院, 各类学校, 定点医院."""
_SCHOOL = (
    rf"{_HAN}{{2}}{_GENERAL}(?:小学(?![生阶段一二三四五六、和及])|中学(?!生)|幼儿园(?!、)|学院|大学(?!生)|职高|校区"
    r"|(?:实验|外国语|一贯制|职业|技工|特殊教育|特教|中心|艺术|体育)学校)"
    rf"|{_HAN}(?:[一二三四五六七八九十]|附|实)[小中](?!学|型)|分校"
)
_PLACE = r"[乡镇村路街校园馆厅楼院站场区县市室处点网局部厂巷里]|中心|平台|小学|中学|公众号|地址"
_NAME = 3
"""Characters of a name, at least."""
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛"
    "闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
"""Family names of most people."""
_OFFICE = r"(?:园长|校长|局长|主任|书记|县长|区长|市长|省长|院长|所长|站长)"
_FORMS: tuple[_Form, ...] = (
    _form(r"哪一?[天日]|几[号日](?!数|文)|截[止至]到?(?:什么|哪|几)", _DAY),
    _form(r"几月|[哪几]个?月份|哪个月", _MONTH),
    _form(r"什么时[候间]|啥时候?|何时|哪个?时间|日期", _TIME),
    _form(
        r"(?:电话|手机|热线|号码|联系方式|网址|邮箱|传真).{0,4}(?:多少|什么|几|啥|哪)|(?:什么|多少|哪个|啥)(?:电话|号码|网址|邮箱)",
        r"\d{5,}|\d{3,4}-\d{3,}|www|http|@|\w\.(?:cn|com|gov)",
    ),
    _form(r"文号|发文(?:字号|编号)|几号文|多少号文", r"(?:19|20)\d\d\W{0,2}(?:第)?\d+号"),
    _form(
        rf"{_WHICH}(?:施工|建筑|中标)?(?:公司|企业|单位(?:中标|施工|承建))",
        rf"{_HAN}{{2}}{_GENERAL}(?:公司|集团|厂|银行|研究院|设计院)",
    ),
    _form(r"哪些(?:公司|企业|厂家)", r"公司|企业|集团|[厂商]|银行|行业|[^、,\d]{2,}、[^、,\d]{2,}、[^、,\d]{2,}"),
    _form(r"哪些(?:专家|教授|学者|名师|名家)", r"专家|教授|院士|学者|研究员|[名大]师|名家|先生|[^、,\d]{2,}、[^、,\d]{2,}、[^、,\d]{2,}"),
    _form(rf"{_WHICH}医院", rf"{_HAN}{_GENERAL}(?:医院|卫生院|妇幼|保健院|医学院|门诊)"),
    _form(rf"{_WHICH}学校|哪所(?:{_HAN}{{0,4}}(?:小学|中学|幼儿园))", _SCHOOL),
    _form(r"哪(?:一|几)?本|什么(?:书|教材)|啥(?:书|教材)", r"[《「『]|教材|课本|[图读用]书|丛书"),
    _form(rf"{_WHICH}(?:乡|镇|街道)", rf"{_HAN}(?<![城下家各本老全])(?:乡(?![村镇])|镇(?!级|中心))|街道"),
    _form(rf"{_WHICH}村", rf"{_HAN}(?<![农乡全各新驻一个行政])村(?![级民小镇庄校社])"),
    _form(r"(?:在|到|去)(?:哪儿?|什么地方|啥地方)(?![年月天个些所家方一几两二三四五六七八九十科类级届批步了])|地址|地点", _PLACE),
    _form(
        rf"{_OFFICE}(?:定的|的|现在|目前)?(?:是|叫)谁|谁(?:来?当|任|担任|是){_HAN}{{0,4}}{_OFFICE}",
        rf"{_OFFICE}[:\s]*[{_SURNAMES}]{_HAN}{{1,2}}(?!{_HAN})|[{_SURNAMES}]{_HAN}{{1,2}}(?:同志|任|为|担任|兼)|由[^,。;]{{2,12}}(?:兼任|担任)",
    ),
)


def has_form(asked: str, said: str) -> bool | None:
    """Whether the folded words `said` hold something of the form that the folded question asks for, of the narrowest where
    it asks for several; None where it asks for none."""
    form = next((form for form in _FORMS if form.asks.search(asked)), None)
    return any(_is_new(asked, found[0]) for found in form.told.finditer(said)) if form else None


def _is_new(asked: str, name: str) -> bool:
    """What was found is no name that the question gives itself: 溪桥一小 where the schools of 溪桥一小教育集团 are asked for."""
    return len(name) < _NAME or name not in asked
