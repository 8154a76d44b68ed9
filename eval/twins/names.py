"""Other names for places: invented ones that no document of the library mentions.

A name is replaced by its stem (青岚 in 青岚区, 青岚三中 and 青岚区教育体育局), so that all that is called after the district is
called after its twin; in either script, and through pinyin glosses. The office code of a number (望 in 望教安〔2025〕4号) follows.
The characters of invented names are the same in both scripts.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import product

from index.fold import fold_character, simplified
from index.header import read_header
from index.places import regions, title_regions
from index.text import find_repairs

_FIRST = "柏禾雁星晴朝沐月棠梓"
_SECOND = "渡浦渚野岸坡林渠川汀"
_SUFFIX = re.compile("(?:自治[州县旗]|[省市区县旗州盟])$")
_GLOSS = r"(?:[(（][a-zà-ɏ]{1,6}[)）])?"
_CODE_ENDS = r"(?=[\u4e00-\u9fff]{1,6}[〔\[【（(](?:19|20)\d\d[〕\]】）)])"


def place_names(texts: Mapping[str, str]) -> tuple[str, ...]:
    """Stems of all districts and cities that the headers of `texts` name; none holds another (two offices printed as one word)."""
    found = {region for name, text in texts.items() for region in _header_regions(name, text)}
    stems = {_stem(region) for region in found}
    return tuple(sorted(stem for stem in stems if not any(other in stem for other in stems - {stem})))


def _header_regions(name: str, text: str) -> tuple[str, ...]:
    plain = text.removeprefix("# ")
    header = read_header(plain, find_repairs(plain), name)
    return tuple(filter(None, (header.region, *regions(header.issuer), *title_regions(header.title))))


def _stem(region: str) -> str:
    short = _SUFFIX.sub("", region)
    return short if len(short) > 1 else region


def invented_names(stems: Iterable[str], count: int, texts: Iterable[str], seed: int) -> tuple[dict[str, str], ...]:
    """`count` times a name for each stem: no name twice, none in a text."""
    known = [simplified(text) for text in texts]
    free = ["".join(pair) for pair in product(_FIRST, _SECOND) if not any("".join(pair) in text for text in known)]
    random.Random(f"{seed}|names").shuffle(free)
    wanted = tuple(stems)
    if len(free) < count * len(wanted):
        raise ValueError(f"{len(free)} names for {count} × {len(wanted)} places")
    return tuple(dict(zip(wanted, free[number * len(wanted) :], strict=False)) for number in range(count))


def renamed(text: str, names: Mapping[str, str]) -> str:
    """`text` with every stem, and the first character of one in the code of a number, replaced."""
    plain = _same_length_simplified(text)
    found = sorted(
        (match.start(), match.end(), new)
        for old, new in names.items()
        for pattern, new in ((_GLOSS.join(old), new), (rf"(?<![\u4e00-\u9fff]){old[0]}{_CODE_ENDS}", new[0]))
        for match in re.finditer(pattern, plain)
    )
    pieces, position = [], 0
    for start, end, new in found:
        if start >= position:
            pieces += [text[position:start], new]
            position = end
    return "".join([*pieces, text[position:]])


def _same_length_simplified(text: str) -> str:
    return "".join(map(_plain_character, text))


@cache
def _plain_character(character: str) -> str:
    folded = fold_character(character) if "\u3400" <= character <= "\u9fff" else character
    return folded if len(folded) == 1 else character
