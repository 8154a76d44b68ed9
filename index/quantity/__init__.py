"""Quantities of official documents, read once for everyone: numbers with their measure words, what they count, how surely, of which year.

`quantities` reads folded text (`index.text.fold`); the spans lie in that text and `Folded.span` leads back to the original.
`amounts` reads the same spans without the words around them, for those who only compare: `same_quantity`. A question's
unit comes from `quantities_asked`; a quantity claimed in a question (是不是新建3所?) is read like any other.

What counts as a quantity: a number with a measure word, a share (三分之一, 百分之八十, 九成, 一半以上), a duration (为期3年,
6个月, 3日内), and a bare value that the sentence measures with (为零, 降至0.17). Counts of abstract things (三个方面,
五大任务, 四类问题) are quantities: they are countable, and questions ask for them.

What does not: dates, years and clock times; ordinals (第5名, 二期, 三年级, 前三名); labels (一、 1. 一是); document and
telephone numbers, ratios (1:3); set phrases (五位一体, 一人一档, 学前三年毛入园率) and quoted names (“三公示”); 一 as an
article (一个, 这一年), which counts only with measure words of real things (一名, 一次) or behind words of counting (至少一个,
新增一项); numbers without a measure word in the cells of a table.

Not read: sums in words (几十), indicators across sentences, the period of the section.
"""

from __future__ import annotations

from index.quantity.amount import Amount, amounts, same_quantity
from index.quantity.comparator import Comparator
from index.quantity.context import Quantity, State, quantities
from index.quantity.measures import interchangeable, is_measure, unit_of
from index.quantity.questions import asks_frequency, quantities_asked, unit_named

__all__ = [
    "Amount",
    "Comparator",
    "Quantity",
    "State",
    "amounts",
    "asks_frequency",
    "interchangeable",
    "is_measure",
    "quantities",
    "quantities_asked",
    "same_quantity",
    "unit_named",
    "unit_of",
]
