"""Names of places and offices in official Chinese: which region a text names, which office.

There is no gazetteer of China here: besides the names of the 34 provincial-level units, regions are known by their suffixes
(市 区 县 旗 州 盟) and by where they stand: at the start of a title or of an office's name, outermost first.
"""

from __future__ import annotations

import re

from index.region import PROVINCES, short_name

_PROVINCES = tuple(PROVINCES)
_SHORT = {short_name(province): province for province in PROVINCES}
_LONG_FIRST = sorted((*_PROVINCES, *_SHORT), key=len, reverse=True)
_PROVINCE = re.compile("|".join(f"{name}(?![江河山])" if name in _SHORT else name for name in _LONG_FIRST))
_FULL_PROVINCE = re.compile("|".join(_PROVINCES))

_COMMON = """
城市 都市 超市 上市 股市 门市 县市 省市 全市 各市 本市 我市 该市 你市 设区市 下市 强市 全县 各县 本县 我县 该县 市县 强县 贫困县 区县 县区
全区 各区 本区 我区 该区 两区 三区 社区 地区 校区 园区 景区 城区 小区 新区 开发区 高新区 市区 辖区 山区 灾区 郊区 牧区 库区 林区
矿区 老区 强区 设区 片区 学区 示范区 试验区 实验区 自治区 保税区 自贸区 功能区 先行区 创新区 引领区 革命老区 贫困地区 农村地区 西部地区
"""
COMMON_NOUNS = frozenset(_COMMON.split())
"""What ends like a region and names none."""
_NO_PLACE = re.compile(
    "关于|加强|做好|推进|开展|推动|促进|完善|支持|实施|全[省市县区]|各[省市县区]|[的等]|(?:园|社|校|景|灾|牧|功能|滞洪|试验|实验)区$"
)
"""What no name of a place contains, or ends in."""
_NAME = r"[\u4e00-\u9fff]"
_LOWER = re.compile(
    rf"({_NAME}{{2,10}}?自治[州县旗]|新疆生产建设兵团|{_NAME}{{1,5}}?(?:市(?![场政民])|区(?![域分块划])|县(?![域级])|旗(?![舰帜])|州(?!市)|盟))"
)
_OPENING = re.compile(r"^(?:中国?共(?:产党)?)?")
_PLACE_STARTS = re.compile(
    r"^(?:《|“)?(?:\d{4}年度?)?(?:关于|印发|转发|对|在|做好|《|“|的|公布|实施|修订|废止|加强|推进|进一步|和|、)*(?:\d{4}年度?)?"
)

_OFFICE_END = "办公厅|办公室|人民政府|政府|委员会|管委会|总局|分局|局|厅|委|部|署|法院|检察院|学院|大学|党组|联合会|总工会|工会|团委|中心"
_OFFICE = re.compile(rf"{_NAME}{{2,30}}?(?:{_OFFICE_END})(?!{_NAME}*(?:{_OFFICE_END}))")
_OFFICE_AHEAD = re.compile(
    rf"^((?:{_NAME}|[（）()、·])*?(?:{_OFFICE_END})|国务院)(?=等|关于|印发|转发|《|\d{{4}}|公告|通告|通知|工作|令|年度|第|[\s　]|$)"
)
_NATIONAL = re.compile(
    r"^(?:中共中央|国务院|全国|中华人民共和国|国家|中央|最高人民|教育部|科技部|科学技术部|财政部|民政部|人力资源和?社会保障部|公安部|司法部|商务部|"
    r"工业和信息化部|农业农村部|生态环境部|交通运输部|水利部|自然资源部|住房和?城乡建设部|文化和旅游部|应急管理部|审计署|人社部)"
)
_MEDIA = re.compile(r"日报|晚报|时报|新闻|新华|人民网|客户端|电视|网$|网站|人大|研究室|公众号|微信|互联网|本站")


def regions(text: str) -> tuple[str, ...]:
    """The regions that `text` opens with, outermost first, in canonical form: 南通市海门区教育体育局 → 南通市, 海门区."""
    found: list[str] = []
    position = _OPENING.match(text).end()  # type: ignore[union-attr]  # matches the empty string
    province = _PROVINCE.match(text, position)
    if province:
        found.append(_SHORT.get(province[0], province[0]))
        position = province.end()
    while (match := _LOWER.match(text, position)) and _is_name(match[1]) and len(found) < 4:
        found.append(match[1])
        position = match.end()
    return tuple(found)


def _is_name(region: str) -> bool:
    return region not in COMMON_NOUNS and not _NO_PLACE.search(region)


def title_regions(title: str) -> tuple[str, ...]:
    """The regions a title names: where it starts, after 关于, 印发, 《 or a year; else a province anywhere in it."""
    start = _PLACE_STARTS.match(title)
    for position in {0, start.end() if start else 0, *(match.end() for match in re.finditer("关于|印发|转发|《|年度?", title))}:
        found = regions(title[position:])
        if found:
            return found
    province = _FULL_PROVINCE.search(title)
    return (province[0],) if province else ()


def provinces(text: str) -> tuple[str, ...]:
    """Full names of the provinces written out in `text`, in order, repeated as often as they occur."""
    return tuple(match[0] for match in _FULL_PROVINCE.finditer(text))


def is_national(office: str) -> bool:
    """True for an office of the whole country: 国务院办公厅, 教育部, 国家税务总局."""
    return bool(_NATIONAL.match(office)) and not regions(office)


def is_media(name: str) -> bool:
    """True for a newspaper, a web site or the like, which publishes but issues nothing."""
    return bool(_MEDIA.search(name))


def is_office(name: str) -> bool:
    return bool(re.fullmatch(rf"{_NAME}{{1,40}}(?:{_OFFICE_END})", name)) and not is_media(name)


def leading_office(title: str) -> str:
    """The office a title opens with: 河北省教育厅关于… → 河北省教育厅; empty where it opens otherwise."""
    match = _OFFICE_AHEAD.match(title)
    return match[1] if match and len(match[1]) >= 3 else ""


def separated_offices(office: str) -> str:
    """Offices printed without a mark between them, separated: 河北省教育厅河北省财政厅 → 河北省教育厅、河北省财政厅."""
    found = regions(office)
    starts = f"{found[0]}|" if found else ""
    return re.sub(rf"(?<!国家税务总局)(?<=[局厅委部院署会])(?={starts}国家|最高人民|教育部|科技部|财政部|人力资源)", "、", office)


def resolved_office(raw: str, heads: tuple[str, ...]) -> str:
    """`raw` with the region that the first lines of a document give it.

    `heads` are title and first lines. 县教育局 + 岱山县教育局2024年工作要点 → 岱山县教育局; 教体局 + 南通市崇川区教育体育局… →
    that; 区教育局 + 2025年株洲市芦淞区教育工作要点 → 芦淞区教育局.
    """
    if not raw or regions(raw) or is_national(raw):
        return raw
    for head in heads:
        office = leading_office(head)
        if regions(office) and _abbreviates(raw, office):
            return office
    for head in heads:
        for region in reversed(title_regions(head)):
            if raw[0] in "省市区县旗州盟":
                if region[-1] == raw[0]:
                    return region + raw[1:]
            elif is_office(raw):
                return region + raw
    return raw


def _abbreviates(short: str, office: str) -> bool:
    """True when the characters of `short` occur in `office` in order, the last one at its end."""
    position = -1
    for character in short:
        position = office.find(character, position + 1)
        if position < 0:
            return False
    return office.endswith(short[-1])
