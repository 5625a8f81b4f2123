"""Make the packaged font: a subset of Noto Sans SC under a family name of its own.

    python tools/build_font.py NotoSansSC-Regular.ttf src/banmian/data/BanmianSans-Regular.ttf

The source is the static Regular of Noto Sans SC 2.004, as the wheel ``zhplot`` 1.0.0 carries it
(``zhplot/fonts/NotoSansSC-Regular.ttf``, with its ``OFL.txt``); `SOURCE_SHA256` is checked.
The licence (SIL OFL 1.1) reserves only the name "Source", so the subset may be renamed.
The result depends on the source and on fontTools alone: dates are fixed, nothing is
read from the clock. Kept of its layout: pair kerning, and the composition that draws a dash
of two em (破折号) without a gap. Left out on purpose: hinting (figures are drawn large or as
paths), vertical setting and other substitutions, Hangul syllables, most of Extension A.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from fontTools import subset  # type: ignore[import-untyped]  # it ships no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

SOURCE_SHA256: Final = "5cf8b2a0576d5680284ab03a7a8219499d59bbe981a79bb3dc0031f251c39736"
FAMILY: Final = "Banmian Sans"
POSTSCRIPT: Final = "BanmianSans-Regular"
VERSION: Final = "Version 1.000"
# 2020-01-01 in the font's count of seconds from 1904-01-01; any fixed date would do.
FIXED_DATE: Final = 3660681600

# Extension A characters of the Table of General Standard Chinese Characters (通用规范汉字表,
# 2013), which GBK lacks and names of people and places use. Listed by hand: one
# left out raises MissingGlyph in a figure, it is never drawn as a box.
EXTENSION_A: Final = (
    "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖"
    "䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮"
)
# Names kept from the source: copyright, trademark, makers, designers, licence.
KEPT_NAMES: Final = frozenset({0, 7, 8, 9, 11, 13, 14})


def repertoire(available: Iterable[int]) -> set[int]:
    """The code points to keep of those the source font draws.

    GBK (simplified script, and most of traditional), Big5 with the Hong Kong supplement
    (traditional script), Han outside the basic plane, `EXTENSION_A`, and every sign that is
    neither Han nor Hangul: punctuation, full-width forms, arrows, boxes, circled numbers …
    """
    return {code for code in available if _is_kept(chr(code))}


def _is_kept(char: str) -> bool:
    name = unicodedata.name(char, "")
    if name.startswith("HANGUL"):
        return False
    if not name.startswith("CJK UNIFIED IDEOGRAPH"):
        return True
    return (
        char > "\uffff"
        or char >= "\u9fa6"
        or char in EXTENSION_A
        or _encodes(char, "gbk")
        or _encodes(char, "big5hkscs")
    )


def _encodes(char: str, encoding: str) -> bool:
    try:
        char.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def build(source: Path) -> TTFont:
    """The subset of the font in ``source``, renamed, ready to be saved."""
    font = TTFont(source, recalcTimestamp=False)
    options = subset.Options()
    options.hinting = False
    options.notdef_outline = True
    options.layout_features = ["kern", "ccmp"]
    options.name_IDs = ["*"]
    options.drop_tables += ["BASE", "STAT", "gasp", "vhea", "vmtx"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=repertoire(font.getBestCmap()))
    subsetter.subset(font)
    _rename(font)
    font["head"].created = font["head"].modified = FIXED_DATE
    return font


def _rename(font: TTFont) -> None:
    table = font["name"]
    table.names = [record for record in table.names if record.nameID in KEPT_NAMES]
    own = {
        1: FAMILY,
        2: "Regular",
        3: f"1.000;BNMN;{POSTSCRIPT}",
        4: f"{FAMILY} Regular",
        5: f"{VERSION}; subset of Noto Sans SC 2.004",
        6: POSTSCRIPT,
        10: "Modified version: a subset of Noto Sans SC Regular, without hinting.",
    }
    for name_id, text in own.items():
        table.setName(text, name_id, 3, 1, 0x409)


def main(arguments: list[str] | None = None) -> int:
    """Write the font; say its digest. Returns 1 where the source is another file."""
    parser = argparse.ArgumentParser(description="Make the packaged font of banmian.")
    parser.add_argument("source", type=Path, help="NotoSansSC-Regular.ttf, version 2.004")
    parser.add_argument("target", type=Path, help="the .ttf file to write")
    given = parser.parse_args(arguments)
    digest = hashlib.sha256(given.source.read_bytes()).hexdigest()
    if digest != SOURCE_SHA256:
        print(f"{given.source} has SHA-256 {digest}, expected {SOURCE_SHA256}", file=sys.stderr)
        return 1
    font = build(given.source)
    font.save(given.target)
    made = given.target.read_bytes()
    print(f"{given.target}: {len(made)} bytes, SHA-256 {hashlib.sha256(made).hexdigest()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
