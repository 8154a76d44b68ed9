"""What a document says about itself before its text begins: title, issuer, region, number, date, years, kinds.

Sites print this in many ways: `来源: X 发布时间:2025-01-24 17:35`, `索引号 … 生成日期 …` without colons and with empty fields, pipe
tables, or nothing at all but a title line. Everything is read from the readable form in simplified characters; what is not
said stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from itertools import takewhile
from pathlib import PurePath

from index.fold import simplified
from index.places import (
    is_media,
    is_national,
    is_office,
    leading_office,
    provinces,
    regions,
    resolved_office,
    separated_offices,
    title_regions,
)
from index.repair import show
from index.types import Header, Repair

_HEAD = 3000
"""Code points in which a header is looked for."""
_TAIL = 400
"""Code points at the end in which a signature is looked for."""
_LONGEST_TITLE = 110
_MOST_LINES = 14
_MARKDOWN = re.compile(r"^(?:#{1,6}|>)(?:[ \t]+|$)")
"""What marks a heading or a quotation in Markdown: it is no part of the title."""

_LABELS = (
    "信息索引号|索引号|信息来源|文章来源|稿件来源|来源|发布机构|发文机关|发文单位|发布单位|发布部门|公开机构|责任单位|作者|"
    "发布时间|发布日期|公开日期|成文日期|发文日期|印发日期|生成日期|制发日期|时间|日期|发文字号|文件编号|文号|"
    "信息名称|公文标题|文件标题|标题|名称|内容概述|主题分类|组配分类|主题词|效力状况|有效性|附件下载|"
    "浏览次数|累计次数|阅读次数|点击数|访问量|字体大小|字体|字号"
)
_FIELD = re.compile(rf"(?:^|(?<=[\s|【\[　,，]))(?P<label>{_LABELS})(?:\s*[:：]|\s*\||(?=\s|$))")
_DATE_FIELDS = ("发布时间", "发布日期", "时间", "日期", "公开日期", "印发日期", "成文日期", "发文日期", "制发日期", "生成日期")
_ISSUER_FIELDS = (
    "发布机构",
    "发文机关",
    "发文单位",
    "发布单位",
    "发布部门",
    "公开机构",
    "来源",
    "信息来源",
    "文章来源",
    "稿件来源",
    "责任单位",
    "作者",
)
_TITLE_FIELDS = ("公文标题", "文件标题", "信息名称", "标题", "名称", "内容概述")
_NUMBER_FIELDS = ("发文字号", "文号", "文件编号")

_DATE = re.compile(r"((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})")
_SIGNED = re.compile(r"(?:局|厅|委|部|府|会|院|署|室|党组)\s*((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")

_NUMBER = re.compile(
    r"(?<![\u4e00-\u9fff])(?P<prefix>[\u4e00-\u9fff]{1,60})(?P<rest>[〔\[［﹝【（(](?:19|20)\d\d[〕\]］﹞】）)]\s*第?\d{1,5}号|令\s*第?[一二三四五六七八九十百\d]{1,6}号)"
)
_LONGEST_PREFIX = 8
_BEFORE_PREFIX = re.compile(
    "^.*(?:通知|意见|方案|办法|细则|规定|条例|决定|公告|通告|计划|规划|措施|厅|局|政府|委员会|办公室|党委|印发)(?=..)"
)

_SAME_KIND = {"回顾": "总结", "打算": "计划", "谋划": "计划", "工作安排": "计划", "工作思路": "计划", "复函": "函", "的函": "函"}
_KIND_NAMES = "要点|总结|计划|规划|纲要|方案|预案|意见|办法|细则|规定|条例|决定|措施|报告|通知|公告|通告|通报|公报|批复|纪要|指南|标准|解读"
_KIND = re.compile(
    "(" + "|".join((*_SAME_KIND, _KIND_NAMES)) + r")(?=[》〉>”）)（(、及和与暨的 \d,，]|解读|政策|$)|(?<=\w\w)(法)(?=$|》|[（(])"
)
_PERIODIC = frozenset({"计划", "要点", "总结", "报告"})

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:\s*[-－—–~～至]+\s*((?:19|20)\d\d))?(?=\s*年|\s*[)）]|\s*$)")
_YEAR_HEADING = re.compile(
    r"(?:^|\n|。)\s*(?:[（(]?[一二三四五六七八九十]+[、)）])?\s*(?P<year>20\d\d)\s*年[^\n。，,]{0,14}?(?:工作|回顾|目标|任务|安排|总结|计划|打算|谋划|重点)"
)
_CHINESE_YEAR = re.compile("[二一][〇○零九][〇○零一二三四五六七八九]{2}(?=年)")
_BODY = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d{1,2}[.、]|第[一二三四五六七八九十]+[章条]|各位代表|各市|各县|各区|各有关|同志们)"
)
_BLANKS = re.compile(r"(?<=[\u3400-\u9fff》）])\s+(?=[\u3400-\u9fff《（\d])|(?<=\d)\s+(?=[\u3400-\u9fff])")


def read_header(text: str, repairs: Sequence[Repair], source: str) -> Header:
    """The header of `text`; the stem of `source`, a file name, is the title where the text has none."""
    head = simplified(show(text, repairs, 0, min(len(text), _HEAD)))
    tail = simplified(show(text, repairs, max(0, len(text) - _TAIL)))
    lines = [bare for line in head.split("\n") if (bare := _MARKDOWN.sub("", line.strip()))]
    fields = tuple(field for line in lines[:_MOST_LINES] for field in _fields(line))
    values = {label: value for label, value in reversed(fields) if value}
    title, rest = _title(lines, values, source)
    issuer_raw = _issuer(values, title, head, tail)
    issuer = separated_offices(resolved_office(issuer_raw, (title, *rest[:3])))
    published = _published(values, rest, head, tail)
    kinds = _kinds(title)
    return Header(
        title=title,
        issuer=issuer,
        issuer_raw=issuer_raw,
        region=_region(issuer, title, head),
        number=_number(values, head),
        published_on=published,
        years=_years(title, kinds, text, head, published),
        kinds=kinds,
        raw=fields,
    )


def _fields(line: str) -> Iterator[tuple[str, str]]:
    """Label and value of each field of a header line; nothing for a line of prose."""
    found = list(_FIELD.finditer(line))
    if not found or "。" in line or (found[0].start() > 0 and "|" not in line and "：" not in line and ":" not in line):
        return
    for match, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(line)
        yield match["label"], line[match.end() : end].strip(" |【】[]　—-\t")


def _title(lines: Sequence[str], values: Mapping[str, str], source: str) -> tuple[str, list[str]]:
    """The title, and the lines of the head after it."""
    head = list(takewhile(lambda line: not _is_body(line), lines[:_MOST_LINES]))
    plain = [index for index, line in enumerate(head) if _may_be_title(line)]
    if plain:
        first = plain[0]
        title, used = head[first], 1
        if first + 1 in plain and _continues(title, head[first + 1]):
            title, used = title + head[first + 1], 2
        return _clean(_completed(title, lines)), head[first + used :]
    for label in _TITLE_FIELDS:
        if len(values.get(label, "")) >= 4:
            return _clean(values[label]), head
    opening = re.match(r"[^。\n]{4,80}?(?:通知|意见|办法|方案|报告|计划|要点|总结|条例|规定)(?=\s|$)", lines[0] if lines else "")
    return (_clean(opening[0]) if opening else PurePath(source).stem), head


def _completed(title: str, lines: Sequence[str]) -> str:
    """A title that a list of links cut off (…政府信息公开工作年度报...), as the text itself gives it."""
    cut = title.rstrip(".…")
    if cut == title:
        return title
    match = re.search(re.escape(cut[-10:]) + r"[^\s。，；：]{1,40}?(?:通知|意见|报告|办法|方案|公告)", "\n".join(lines[1:]))
    return cut + match[0][10:] if match else cut


def _is_body(line: str) -> bool:
    return bool(_BODY.match(line)) or len(line) > _LONGEST_TITLE or ("。" in line and len(line) > 30)


def _may_be_title(line: str) -> bool:
    return len(line) >= 4 and "|" not in line and not any(True for _ in _fields(line)) and not _DATE.match(line.strip("(（—-– "))


def _continues(first: str, second: str) -> bool:
    """True when two lines are one title: 南通市崇川区教育体育局 / 2019年工作总结及2020年工作谋划."""
    return not _kinds(first) and bool(_kinds(second)) and second != first and len(first) + len(second) <= _LONGEST_TITLE


def _clean(title: str) -> str:
    title = _BLANKS.sub("", title.rstrip(".…。 　").strip())
    if title.startswith("《") and title.endswith("》") and title.count("《") == 1:
        return title[1:-1]
    return title


def _issuer(values: Mapping[str, str], title: str, head: str, tail: str) -> str:
    """The issuing office as printed: in a field, at the start of the title, or in the signature."""
    for label in _ISSUER_FIELDS:
        value = values.get(label, "").split(" ")[0]
        if not value:
            continue
        if is_office(value) and not is_media(value):
            return value
    office = leading_office(title)
    if office:
        return office
    report = re.search(r"^(?:\d{4}年度?)?(.+?)(?:人民)?政府工作报告", title)
    if report and regions(report[1]):
        return f"{regions(report[1])[-1]}人民政府"
    signed = re.search(
        r"(?:^|[\s。）)　])([\u4e00-\u9fff]{3,25}?(?:局|厅|委员会|部|府|办公室|办公厅))\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月",
        head[:1500] + "\n" + tail,
    )
    return signed[1] if signed and is_office(signed[1]) else ""


def _region(issuer: str, title: str, head: str) -> str:
    """The innermost region of issuer or title; else the province that the opening names most."""
    if is_national(issuer):
        return ""
    for found in (regions(issuer), title_regions(title)):
        if found:
            return found[-1]
    if is_national(title):
        return ""
    named = Counter(provinces(head[:1200]))
    return named.most_common(1)[0][0] if named else ""


def _number(values: Mapping[str, str], head: str) -> str:
    """The number in its field, or standing free before the first sentence ends; one in brackets belongs to another document."""
    for label in _NUMBER_FIELDS:
        match = _NUMBER.search(values.get(label, ""))
        if match:
            return match[0]
    for match in _NUMBER.finditer(head[: max(head.find("。"), 0) or _HEAD]):
        if head[: match.start()].rstrip()[-1:] not in ("（", "(", "《", "，", "、", "》") or match["rest"].startswith("令"):
            return _prefix(match["prefix"]) + match["rest"]
    return ""


def _prefix(characters: str) -> str:
    """The office code of a number when title or office names run into it: 河北省科学技术厅冀科政 → 冀科政."""
    short = characters if len(characters) <= _LONGEST_PREFIX else _BEFORE_PREFIX.sub("", characters)
    return short.lstrip("年月日")


def _published(values: Mapping[str, str], rest: Sequence[str], head: str, tail: str) -> date | None:
    """The day of publication: a field, then the lines under the title, then the signature."""
    opening = (line.lstrip("-—–(（ ") for line in (*rest, *head.split("\n")[1:6]))
    dated = [_DATE.match(line) for line in opening]
    for match in (*(_DATE.search(values.get(label, "")) for label in _DATE_FIELDS), *dated):
        found = _day(match)
        if found:
            return found
    for part in (tail, head):
        for match in reversed(list(_SIGNED.finditer(part))):
            found = _day(match)
            if found:
                return found
    return None


def _day(match: re.Match[str] | None) -> date | None:
    with suppress(ValueError):
        return date(*map(int, match.groups())) if match else None
    return None


def _kinds(title: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_SAME_KIND.get(match[0], match[0]) for match in _KIND.finditer(title)))


def _years(title: str, kinds: Sequence[str], text: str, head: str, published: date | None) -> tuple[int, ...]:
    """Years of the title; for reports and the like also those of their main headings, else of the opening, else of publication."""
    years = set(_years_of(title))
    if not _PERIODIC.intersection(kinds):
        return tuple(sorted(years))
    if "政府工作报告" in title:
        years |= {year - 1 for year in years}
    if not years:
        years = {int(match["year"]) for match in _YEAR_HEADING.finditer(text)}
    if not years:
        years = set(list(_years_of(head[:400]))[:1])
    if not years and published:
        years = {published.year}
    return tuple(sorted(years))


def _years_of(text: str) -> Iterator[int]:
    digits = _CHINESE_YEAR.sub(lambda match: match[0].translate(str.maketrans("〇○零一二三四五六七八九", "000123456789")), text)
    for match in _YEAR.finditer(digits):
        first, last = int(match[1]), int(match[2] or match[1])
        yield from range(first, last + 1) if 0 <= last - first <= 20 else (first,)
