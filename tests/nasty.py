"""Input that is bad, hostile or merely strange: each a label, and text or the bytes of a file.

All of it is made here, from invented news. `HUGE` is for the benchmarks of growth, and for the
suite at a hundredth of its size.
"""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Final

STORY: Final = (
    "新桥昨日通车\n\n本报记者 王小明\n\n本报讯 (记者王小明)青石镇新桥3月6日通车,总投资4200万元,"
    "比计划提前40天完成。县交通局副局长赵建国说,今后三年还将修建7座桥梁。\n"
)
TRADITIONAL: Final = (
    "新橋昨日通車\n\n【記者陳大文青石報導】縣府昨天宣布，新橋今天通車，總經費4200萬元。\n"
)


def _each(template: str, parts: str) -> str:
    return "\n".join(template.format(part) for part in parts)


TEXTS: Final[Mapping[str, str]] = {
    # nothing, and next to nothing
    "nothing": "",
    "one character": "桥",
    "one line end": "\n",
    "only blanks": " \u3000\t\xa0\u2003\n\u3000\n \n",
    "only marks": "。,!?“”《》()——……\n" * 5,
    "only digits": "3:2\n2020\n11\n4200\n" * 4,
    "a line of NUL": "\0" * 200,
    # shapes that no page has
    "every line a headline": "新桥昨日通车\n" * 200,
    "no headline at all": "本报讯 新桥昨日通车,车流量增加三成,居民出行不再绕道。\n" * 40,
    "every line a byline": "本报记者 王小明\n" * 100,
    "every line a caption": "图为昨日通车的新桥。(李国摄)\n" * 60,
    "every line furniture": "责任编辑:徐新 2020年11月3日 星期二 第3版\n" * 60,
    "every line cut": "新桥昨日通车,居民出行\n" * 80,
    "every line a question": "问:桥什么时候修好?\n答:年底。\n" * 50,
    "one character a line": "\n".join(STORY * 2),
    "no line ends": STORY.replace("\n", "") * 40,
    "a line of one word": "工会" * 5_000,
    "a sentence of one character": "的" * 20_000,
    "old Macintosh line ends": STORY.replace("\n", "\r") * 3,
    "mixed line ends": STORY.replace("\n", "\r\n", 2).replace("。\n", "。\r")
    + "\x85\u2028\u2029\x0b",
    # brackets and marks without end
    "brackets that never close": STORY + "(" * 2_000 + "记者王小明",
    "brackets that never open": STORY + ")" * 2_000,
    "brackets in brackets": "(" * 1_500 + "记者王小明" + ")" * 1_500 + "新桥昨日通车。",
    "quotes that never close": "他说:“" * 500 + STORY,
    "book titles in book titles": "《" * 800 + "新桥" + "》" * 800,
    "leaders": "新桥通车" + "…" * 5_000 + "3版\n" + "." * 5_000,
    "blanks inside": "新桥" + " " * 5_000 + "通车。\n王" + "\u3000" * 3_000 + "明",
    # numbers and names without end
    "a number without end": "总投资" + "9" * 4_000 + "万元。",
    "a Chinese number without end": "投资" + "一亿" * 800 + "元,约" + "九千" * 500 + "人。",
    "decimal points": "1.2" * 900 + "%",
    "a change without end": "从3人增至" * 400 + "9人。",
    "dates that do not exist": "2月30日,13月1日,0年0月0日,2020年99月99日,公元前99999年,25时61分。"
    * 20,
    "years without end": "去年" * 600 + "前年的前年的大前年的今天。",
    "names without end": "、".join(["王小明", "欧阳文"] * 400) + "摄",
    "roles without end": "县长书记主任局长处长科长" * 200 + "王小明说。",
    "places in places": "浙江省杭州市西湖区" * 250,
    "organisations in organisations": "中华全国总工会青石市总工会" * 200 + "委员会",
    "verbs of saying": "王小明说赵建国说李芳说" * 200,
    "parts of a list": _each("{}、修桥,修路。", "一二三四五六七八九十") * 10,
    # characters
    "ideographic blanks in names": "本报记者 刘  赫 王\u3000明\n" + STORY,
    "zero widths": "\u200b".join(STORY),
    "joiners and soft hyphens": "\u200d\u2060\xad".join(STORY[:60]),
    "a byte order mark in the middle": STORY + "\ufeff" + STORY,
    "bidi overrides": "\u202e" + STORY + "\u2066本报讯\u202b新桥\u2069",
    "combining marks": "桥" + "\u0301\u20dd\u3099" * 500 + STORY,
    "variation selectors": "\U000e0100".join("葛城辻邊"[:4]) * 30 + "\ufe0f",
    "private use": "\ue000\uf8ff\U000f0000" + STORY.replace("桥", "\ue5e5"),
    "supplementary plane": STORY.replace("桥", "𠮷").replace("车", "𰻞"),
    "compatibility ideographs": STORY.replace("通", "\ufa25") + "豈更車\u2f00\u2e80",
    "noncharacters": "\ufffe\uffff\U0010ffff" + STORY,
    "emoji": STORY.replace("桥", "👩‍👩‍👧‍👦").replace("车", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"),
    "Hangul and kana": "다리가 개통되었다.\nはしがきのう開通した。\n" * 10 + STORY,
    "Latin, Cyrillic, Arabic, Thai": "The bridge opened. Мост открыт. الجسر مفتوح. สะพานเปิด\n" * 10,
    "full width": STORY.translate({i: i + 0xFEE0 for i in range(0x21, 0x7F)}),
    "controls": "".join(map(chr, [*range(32), *range(0x7F, 0xA0)])) + STORY,
    "traditional": TRADITIONAL * 3,
    "replacement characters": STORY.replace("桥", "\ufffd"),
    # what other programs would take for code
    "mathtext": "投资$4200$万元,\\frac{1}{2}$$x_1^2$$\\alpha 桥${\\n}$\n" + STORY,
    "HTML and script": "<script>alert('桥')</script>\n<img src=x onerror=alert(1)>&lt;b&gt;\n"
    + STORY,
    "HTML in a name": '本报记者 <b onclick="x()">王小明</b>\n' + STORY + "</style></pre>]]>-->",
    "formula cells": "=cmd|'/C calc'!A0\n+1+1\n-2+3\n@SUM(A1)\n\t=1\n" + STORY,
    "template marks": "{{7*7}} {0} {STORY.__class__} %s %(x)s ${HOME} `id`\n" + STORY,
    "path-like names": "../../etc/passwd\nC:\\Windows\\win.ini\n/dev/null\nCON.txt\n" + STORY,
    "words that mean nothing": "NA\nnull\nNone\nnan\nNaN\n<NA>\n#N/A\ntrue\n-0\n1e5\n" + STORY,
    "terminal escapes": "\x1b[2J\x1b]0;桥\x07" + STORY,
    "regular expressions": "(a+)+$ [\\w]*? (?:桥|车)* \\1 \\Z .*" * 20 + STORY,
    # mojibake: valid text, all of it wrong
    "UTF-8 read as GBK": STORY.encode().decode("gbk", "replace"),
    "GBK read as Latin-1": STORY.encode("gbk").decode("latin-1"),
    "UTF-8 read as Latin-1": STORY.encode().decode("latin-1"),
    "Big5 read as GBK": TRADITIONAL.encode("big5").decode("gbk", "replace"),
}
"""Texts for `parse_page` and all that comes after it."""


def _zip() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as file:
        file.writestr("a.txt", STORY)
    return data.getvalue()


FILES: Final[Mapping[str, bytes]] = {
    "empty": b"",
    "one byte": b"\xe6",
    "UTF-8": STORY.encode(),
    "UTF-8 with a mark": codecs.BOM_UTF8 + STORY.encode(),
    "only a mark": codecs.BOM_UTF8,
    "two marks": codecs.BOM_UTF8 * 2 + STORY.encode(),
    "UTF-8 cut in a character": STORY.encode()[:-3],
    "UTF-8 with one bad byte": STORY.encode()[:60] + b"\xff" + STORY.encode()[60:],
    "UTF-8 then GB18030": STORY.encode() * 3 + STORY.encode("gb18030") * 3,
    "GB18030": STORY.encode("gb18030") * 3,
    "GB18030 cut in a character": (STORY.encode("gb18030") * 3)[:-4],
    "GB18030 of four bytes": STORY.replace("桥", "𠮷").encode("gb18030") * 3,
    "GB18030 private use": STORY.replace("桥", "\ue5e5").encode("gb18030") * 3,
    "GB18030 with one bad byte": STORY.encode("gb18030") * 3 + b"\xff" + STORY.encode("gb18030"),
    "Big5": TRADITIONAL.encode("big5") * 5,
    "Big5-HKSCS": (TRADITIONAL + "啲嘢唔係咁樣嘅。\n").encode("big5hkscs") * 5,
    "Big5 cut in a character": (TRADITIONAL.encode("big5") * 5)[:-4],
    "UTF-16 LE with a mark": codecs.BOM_UTF16_LE + STORY.encode("utf-16-le"),
    "UTF-16 BE with a mark": codecs.BOM_UTF16_BE + STORY.encode("utf-16-be"),
    "UTF-16 LE": STORY.encode("utf-16-le") * 3,
    "UTF-16 of odd length": codecs.BOM_UTF16_LE + STORY.encode("utf-16-le") + b"\x00",
    "UTF-16 with half a pair": codecs.BOM_UTF16_LE + STORY.encode("utf-16-le") + b"\x3d\xd8",
    "UTF-32 LE with a mark": codecs.BOM_UTF32_LE + STORY.encode("utf-32-le"),
    "UTF-8 of half a pair": STORY.encode() + b"\xed\xa0\xbd" + STORY.encode(),
    "UTF-8 of too many bytes": STORY.encode() + b"\xc0\xaf\xf8\x88\x80\x80\x80",
    "EUC-JP": "昨日、新しい橋が開通した。交通量は三割増えた。\n".encode("euc-jp") * 8,
    "EUC-KR": "어제 새 다리가 개통되었다. 교통량이 삼할 늘었다.\n".encode("euc-kr") * 8,
    "Latin-1": "Le pont a été inauguré à Orléans, très près du marché.\n".encode("latin-1") * 8,
    "every byte": bytes(range(256)) * 4,
    "NUL bytes": b"\0" * 1_000,
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n",
    "a PNG": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(200)),
    "a zip": _zip(),
    "gzip": b"\x1f\x8b\x08\0\0\0\0\0\0\x03" + bytes(range(100)),
    "a pickle": b"\x80\x04\x95\x0b\0\0\0\0\0\0\0\x8c\x05posix\x94.",
    "HTML": "<!DOCTYPE html><meta charset=gbk><p>新桥昨日通车。</p>".encode("gbk"),
}
"""Bytes of files for `read_page`."""

HUGE: Final[Mapping[str, Callable[[int], str]]] = {
    "news": lambda n: (STORY * (n // len(STORY) + 1))[:n],
    "one line": lambda n: (STORY.replace("\n", "") * (n // 80 + 1))[:n],
    "a line a character": lambda n: ("桥\n" * (n // 2 + 1))[:n],
    "blank lines": lambda n: "\n" * n,
    "headlines": lambda n: ("新桥昨日通车\n" * (n // 7 + 1))[:n],
    "bylines": lambda n: ("本报记者 王小明 通讯员 李芳\n" * (n // 15 + 1))[:n],
    "open brackets": lambda n: "(" * n,
    "open quotes": lambda n: ("他说:“" * (n // 4 + 1))[:n],
    "nested brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "one character": lambda n: "的" * n,
    "one digit": lambda n: "9" * n,
    "one Chinese digit": lambda n: "一" * n,
    "units of number": lambda n: ("九千万" * (n // 3 + 1))[:n],
    "dates": lambda n: ("2020年11月3日至" * (n // 11 + 1))[:n],
    "years ago": lambda n: ("去年" * (n // 2 + 1))[:n],
    "names": lambda n: ("王小明、" * (n // 4 + 1))[:n],
    "titles": lambda n: ("县长书记主任" * (n // 6 + 1))[:n],
    "places": lambda n: ("浙江省杭州市西湖区" * (n // 9 + 1))[:n],
    "organisations": lambda n: ("青石市总工会委员会" * (n // 9 + 1))[:n],
    "sayings": lambda n: ("王小明说" * (n // 4 + 1))[:n],
    "changes": lambda n: ("从3人增至9人" * (n // 7 + 1))[:n],
    "blanks": lambda n: "桥" + " " * (n - 2) + "桥",
    "ideographic blanks": lambda n: "桥" + "\u3000" * (n - 2) + "桥",
    "dashes": lambda n: "——" * (n // 2),
    "dots": lambda n: "." * n,
    "foreign names": lambda n: ("阿布杜拉·" * (n // 5 + 1))[:n],
    "Latin letters": lambda n: "a" * n,
    "addresses": lambda n: ("news@example.com" * (n // 16 + 1))[:n],
    "zero widths": lambda n: "\u200b" * n,
    "surnames": lambda n: "王" * n,
    "mixed marks": lambda n: ("“(《【「" * (n // 5 + 1))[:n],
}
"""Pages of any number of characters that repeat what a careless rule would go over again."""
