"""Samples for the tests of `reading`: news in many encodings, lengths and newlines."""
# full-width marks are what a Chinese text is made of

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

SEED = Path(__file__).resolve().parent.parent / "seeds" / "000_36eec756fec64adf.txt"

SIMPLIFIED = """\
青石镇新桥昨日通车
本报讯（记者王小明 通讯员李秀兰）三月六日上午，青石镇的新桥正式通车，
两岸居民从此不用再绕行十二公里。
“我们等这座桥等了整整二十年。”家住河东村的陈大伯说，
“孩子上学、老人看病，现在只要五分钟。”
据镇政府介绍，大桥全长386米，总投资4200万元，其中村民自愿捐款61.5万元；
工程于去年八月开工，比计划提前了四十天完成。
县交通局副局长赵建国在通车仪式上表示，今后三年还将修建七座乡村桥梁，
让更多的群众走上平安路、致富路。
图片新闻：三月五日，工人正在安装桥头的路灯。刘芳 摄
图书馆夜间开放受欢迎
自从市图书馆把闭馆时间推迟到晚上十点，每天傍晚都有近三百名读者前来自习、借书，
座位常常不够用。
馆长周敏告诉记者：“夜间开放不是一时的活动，而是长期的服务。
如果经费允许，周末还会延长一个小时。”
责任编辑：孙丽 电子邮箱：news@example.com
养蜂人老杜的春天
四月的山坡开满了野樱桃花，老杜戴上面罩，轻轻掀开蜂箱的盖子，成群的蜜蜂嗡嗡飞起；
他说，养蜂最要紧的是耐心，其次才是技术。
"""

TRADITIONAL = """\
青石鎮新橋昨日通車
【記者王小明青石報導】三月六日上午，青石鎮的新橋正式通車，
兩岸居民從此不用再繞行十二公里。
「我們等這座橋等了整整二十年。」家住河東里的陳老先生說：
「孩子上學、老人看病，現在只要五分鐘。」
鎮公所指出，大橋全長386公尺，總經費4200萬元，其中居民自願捐款61.5萬元；
工程於去年八月動工，比計畫提前四十天完成。
縣府交通處副處長趙建國在通車典禮上表示，今後三年還將興建七座鄉間橋梁，
讓更多民眾走得平安、過得富足。
圖片新聞：三月五日，工人正在安裝橋頭的路燈。劉芳攝
圖書館夜間開放受歡迎
自從市立圖書館把閉館時間延後到晚上十點，每天傍晚都有近三百名讀者前來自修、借書，
座位常常不夠用。
館長周敏告訴記者：「夜間開放不是一時的活動，而是長期的服務。
如果經費許可，週末還會延長一個小時。」
責任編輯：孫麗　電子信箱：news@example.com
養蜂人老杜的春天
四月的山坡開滿了野櫻桃花，老杜戴上面罩，輕輕掀開蜂箱的蓋子，成群的蜜蜂嗡嗡飛起；
他說，養蜂最要緊的是耐心，其次才是技術。
"""

MARKED = {"utf-8-sig": "utf-8", "utf-16-le+mark": "utf-16-le", "utf-16-be+mark": "utf-16-be"}
UNICODE = ("utf-8", *MARKED, "utf-16-le", "utf-16-be")
SCRIPTS = {
    "simplified": (*UNICODE, "gb18030", "gbk", "gb2312"),
    "traditional": (*UNICODE, "gb18030", "gbk", "big5", "cp950", "big5hkscs"),
    "seed page": (*UNICODE, "gb18030", "gbk"),
}
NEWLINES = {"LF": "\n", "CRLF": "\r\n", "CR": "\r"}


class Sample(NamedTuple):
    """A text and the bytes that a program would have saved it as."""

    label: str
    saved_as: str
    text: str
    data: bytes


def encode(text: str, saved_as: str) -> bytes:
    """The bytes of the text, behind a byte order mark where the encoding is `MARKED`."""
    if saved_as in MARKED:
        return ("\ufeff" + text).encode(MARKED[saved_as])
    return text.encode(saved_as)


def lines_of(script: str) -> list[str]:
    """The lines of the text that stands for a script, without the empty ones."""
    seed = SEED.read_text(encoding="utf-8")
    text = {"simplified": SIMPLIFIED, "traditional": TRADITIONAL, "seed page": seed}[script]
    return [line for line in text.splitlines() if line.strip()]


def piece(lines: Sequence[str], first: int, length: int, newline: str) -> str:
    """``length`` characters of the lines, over and over, beginning with the line ``first``."""
    start = first % len(lines)
    chosen = islice(cycle(lines), start, start + length)
    return newline.join(chosen)[:length]


def samples(lengths: Sequence[int]) -> Iterator[Sample]:
    """Every script, encoding, newline and length in characters, each from another line on."""
    first = 0
    for script, encodings in SCRIPTS.items():
        lines = lines_of(script)
        for saved_as in encodings:
            for newline, mark in NEWLINES.items():
                for length in lengths:
                    first += 1
                    text = piece(lines, first, length, mark)
                    label = f"{script} as {saved_as}, {newline}, {length} characters"
                    yield Sample(label, saved_as, text, encode(text, saved_as))
