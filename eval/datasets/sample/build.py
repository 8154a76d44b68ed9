"""Writes those documents of the sample library that are not plain UTF-8 text.

`sources/` holds the words, one UTF-8 text per document; this script gives each its office form: text in GB18030 and Big5, web pages as a
government site serves them, Word files, a PDF, and one traditional text damaged the way such texts are damaged on the web. Run it as
`python -m eval.datasets.sample.build`; the same sources give the same bytes (times in the files are fixed).

Marks in the sources: a line `#…` is a heading (Word only), a line `<表>` opens a table whose rows are the following lines with `|`.
The plain UTF-8 documents have no source: they are written in `documents/` directly. The product never imports this module.
"""

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import takewhile
from pathlib import Path
from string import Template

import docx
from docx.document import Document as WordDocument
from reportlab.lib.enums import TA_CENTER  # type: ignore[import-untyped]
from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]
from reportlab.platypus import Paragraph, SimpleDocTemplate  # type: ignore[import-untyped]

HERE = Path(__file__).parent
SOURCES = HERE / "sources"
DOCUMENTS = HERE / "documents"
FIXED_TIME = datetime(2025, 5, 1, 9, 0, 0)

# Characters after which some copying tools leave their pinyin in parentheses.
GLOSSES = {
    "區": "qū",
    "優": "yōu",
    "發": "fā",
    "創": "chuàng",
    "養": "yǎng",
    "業": "yè",
    "規": "guī",
    "現": "xiàn",
    "實": "shí",
    "數": "shù",
    "續": "xù",
    "統": "tǒng",
    "產": "chǎn",
    "監": "jiān",
    "態": "tài",
    "網": "wǎng",
    "經": "jīng",
    "據": "jù",
    "協": "xié",
    "鄉": "xiāng",
    "聯": "lián",
    "節": "jié",
    "穩": "wěn",
    "環": "huán",
    "執": "zhí",
}

# Where the text has lost one byte of its GBK form: the lead byte of the first character. Each stretch ends where reading falls into step
# again. Before 「（一）」 the web page had an ideographic space, which is what lost its byte there.
SHIFTED = (
    "（一）提升布局水平，加快建好家門",
    "空間",
    "（三）提高教師能力。今年全區",
    "（五）校園",
)

TITLE_ENROLMENT = "青岚区教育体育局关于做好2025年义务教育阶段学校招生入学工作的通知"
TITLE_REPORT = "澜安市教育局关于2024年度各县（区）教育重点工作完成情况的通报"

# The side column of the pages: titles of other articles, which are not part of the document.
RELATED_ENROLMENT = (
    "望湖区2025年义务教育招生政策解读",
    "青岚区2024年小学一年级招生6120人",
    "关于清明节期间校园值班安排的通知",
    "青岚区中小学生游泳比赛报名开始",
)
RELATED_REPORT = (
    "澜安市2023年度教育督导情况通报",
    "全市新增学位14260个（2023年）",
    "澜安市中小学教师资格认定公告",
    "市教育局召开寒假安全工作视频会",
)


def read_source(name: str) -> str:
    """The clean words of a document, without a final newline."""
    return (SOURCES / name).read_text(encoding="utf-8").rstrip("\n")


def gloss(text: str) -> str:
    """`教育局（區）` → `教育局（區(qū)）`: pinyin after every character of GLOSSES."""
    return "".join(f"{char}({GLOSSES[char]})" if char in GLOSSES else char for char in text)


def half_width(text: str) -> str:
    """Half-width `, : ;` as many sites show them; parentheses stay as they are."""
    return text.translate(str.maketrans("，：；", ",:;"))


def lose_byte(stretch: str) -> str:
    """`stretch` as read after its first GBK byte was lost: `空間` → `?臻g`.

    Every trail byte is read with the next lead byte, until the last trail byte, which is ASCII, puts reading into step again. Pairs that
    stand for no character of their own (private use) are dropped. Raises ValueError when the last trail byte is not ASCII
    or a pair is no character.
    """
    remaining = stretch.encode("gb18030")[1:]
    if len(remaining) != 2 * len(stretch) - 1 or remaining[-1] >= 0x80:
        raise ValueError(f"{stretch!r} does not fall into step at its end")
    pairs = (remaining[start : start + 2].decode("gb18030") for start in range(0, len(remaining) - 1, 2))
    return "?" + "".join(map(visible, pairs)) + chr(remaining[-1])


def visible(char: str) -> str:
    """Private-use characters vanish; a full-width question mark is shown half-width, as on the web."""
    return "" if "\ue000" <= char <= "\uf8ff" else char.replace("？", "?")


def damage_stretch(stretch: str) -> str:
    """One of SHIFTED after the loss; the gloss of its last character is still there."""
    lead_in = "\u3000" if stretch.startswith("（") else ""
    return lose_byte(lead_in + stretch) + gloss(stretch[-1])[1:]


def damage(text: str) -> str:
    """The clean text of 汀洲區 as it is found on the web: glossed, half-width, and shifted at the places of SHIFTED."""
    for stretch in SHIFTED:
        if text.count(stretch) != 1:
            raise ValueError(f"{stretch!r} occurs {text.count(stretch)} times")
    parts = re.split("(" + "|".join(map(re.escape, SHIFTED)) + ")", text)
    return half_width("".join(damage_stretch(part) if part in SHIFTED else gloss(part) for part in parts))


def blocks(text: str) -> Iterator[str | list[list[str]]]:
    """Lines in order; a table (after `<表>`) as a list of rows. Blank lines are left out."""
    lines = iter(text.split("\n"))
    for line in lines:
        if line == "<表>":
            rows = [row.split("|") for row in takewhile(lambda row: "|" in row, lines)]
            yield rows
        elif line.strip():
            yield line


def page_block(block: str | list[list[str]]) -> str:
    """A paragraph or a table of a web page."""
    if isinstance(block, str):
        return f'<p style="text-indent:2em;line-height:1.9">{escape(block)}</p>'
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n" for row in block)
    return f'<table border="1" cellspacing="0" cellpadding="4">\n{rows}</table>'


def page(name: str, title: str, office: str, published: str, section: str, related: tuple[str, ...]) -> str:
    """The whole web page: the document between navigation, side column and footer."""
    title_line, *body = list(blocks(read_source(name)))
    if title_line != title:
        raise ValueError(f"{name} begins with {title_line!r}")
    return Template((SOURCES / "page.html").read_text(encoding="utf-8")).substitute(
        title=escape(title),
        office=escape(office),
        published=published,
        day=published[:10],
        section=escape(section),
        body="\n".join(map(page_block, body)),
        related="\n".join(f'<li><a href="#">{escape(item)}</a></li>' for item in related),
    )


def word(name: str) -> bytes:
    """A Word file: the first line as title, `#` lines as headings, tables as tables."""
    document = docx.Document()
    document.core_properties.author = "澜安市教育局"
    document.core_properties.created = document.core_properties.modified = FIXED_TIME
    title, *rest = list(blocks(read_source(name)))
    document.core_properties.title = str(title)
    document.add_heading(str(title), level=0)
    for block in rest:
        add_word_block(document, block)
    buffer = io.BytesIO()
    document.save(buffer)
    return with_fixed_times(buffer.getvalue())


def add_word_block(document: WordDocument, block: str | list[list[str]]) -> None:
    """One paragraph, heading or table at the end of `document`."""
    if isinstance(block, str):
        if block.startswith("#"):
            document.add_heading(block[1:], level=1)
        else:
            document.add_paragraph(block)
        return
    table = document.add_table(rows=len(block), cols=len(block[0]), style="Table Grid")
    for row, texts in zip(table.rows, block, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def with_fixed_times(archive: bytes) -> bytes:
    """The same ZIP with FIXED_TIME on every member."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(zipfile.ZipInfo(name, FIXED_TIME.timetuple()[:6]), source.read(name), zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def pdf(name: str, running_head: str) -> bytes:
    """A text PDF with a running head and page numbers; the first line is the title."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    body = ParagraphStyle("body", fontName="STSong-Light", fontSize=11.5, leading=19, wordWrap="CJK")
    centred = ParagraphStyle("centred", parent=body, alignment=TA_CENTER, spaceBefore=8, spaceAfter=6)
    title = ParagraphStyle("title", parent=centred, fontSize=17, leading=26)
    lines = [str(block) for block in blocks(read_source(name))]
    story = [Paragraph(lines[0], title)]
    story += [Paragraph(escape(line), centred if line in lines[1:3] or re.match("第.章", line) else body) for line in lines[1:]]
    buffer = io.BytesIO()

    def decorate(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(72, A4[1] - 40, running_head)
        canvas.drawCentredString(A4[0] / 2, 36, f"— {template.page} —")

    SimpleDocTemplate(buffer, pagesize=A4, title=lines[0], author=running_head, invariant=1).build(
        story, onFirstPage=decorate, onLaterPages=decorate
    )
    return buffer.getvalue()


def documents() -> dict[str, bytes]:
    """File name → bytes of every document that this script makes."""
    return {
        "松泉县2024年工作要点.txt": read_source("松泉县2024年工作要点.txt").encode("gb18030"),
        "雲坪縣2025年安全方案.txt": read_source("雲坪縣2025年安全方案.txt").encode("big5"),
        "汀洲區2024年總結.txt": damage(read_source("汀洲區2024年總結.txt")).encode("utf-8"),
        "青岚区2025年招生通知.html": page(
            "青岚区2025年招生通知.txt",
            TITLE_ENROLMENT,
            "青岚区教育体育局",
            "2025-04-11 08:50",
            "招生考试",
            RELATED_ENROLMENT,
        ).encode("utf-8"),
        "澜安市2024年度通报.html": page(
            "澜安市2024年度通报.txt", TITLE_REPORT, "澜安市教育局", "2025-02-24 15:18", "督导评估", RELATED_REPORT
        ).encode("utf-8"),
        "溪桥县2025年民生实事.docx": word("溪桥县2025年民生实事.txt"),
        "云坪县2025年教师招聘公告.docx": word("云坪县2025年教师招聘公告.txt"),
        "鹿鸣区交流轮岗办法.pdf": pdf("鹿鸣区交流轮岗办法.txt", "鹿鸣区教育局"),
    }


def main() -> None:
    """Write every document of `documents()` into DOCUMENTS."""
    for name, content in documents().items():
        (DOCUMENTS / name).write_bytes(content)
        sys.stdout.write(f"{name}  {len(content)} bytes\n")


if __name__ == "__main__":
    main()
