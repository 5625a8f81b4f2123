"""The house style as values: two palettes, one scale of type, four sizes of sheet."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Final, Literal

from matplotlib.colors import to_hex, to_rgb

Theme = Literal["light", "dark"]
Size = Literal["screen", "slide", "a4", "column"]


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme. `ink` and `indigo` to `ochre` tell things apart; the rest is ground.

    The five that tell things apart stay so without colour: their lightness (CIE L*) differs
    by at least 10, and their distance (CIE76) by at least 20 for normal sight and for the three
    kinds of dichromacy (Machado, Oliveira and Fernandes 2009). On paper and on the tint of a box
    they have a contrast of at least 3 to 1, type (`ink`, `soft`, `cinnabar`) of 4.5 (WCAG 2.2,
    1.4.11 and 1.4.3). Tests compute this.

    >>> LIGHT.indigo
    '#253F73'
    """

    paper: str
    ink: str
    soft: str
    indigo: str
    cinnabar: str
    grey: str
    ochre: str
    tint: str
    shade: str
    hair: str


LIGHT: Final = Palette(
    paper="#FBF9F4",
    ink="#17171A",
    soft="#5C5B59",
    indigo="#253F73",
    cinnabar="#A42C1B",
    grey="#717277",
    ochre="#B8831A",
    tint="#FDF3D8",
    shade="#F1ECE0",
    hair="#D9D4C8",
)
"""The colours of ``theme="light"``: warm paper, as of a printed page."""

DARK: Final = Palette(
    paper="#16171B",
    ink="#F4F1EA",
    soft="#B4B0A7",
    indigo="#86ABF2",
    cinnabar="#E8634A",
    grey="#717277",
    ochre="#EBC365",
    tint="#2B2618",
    shade="#1F2127",
    hair="#34363C",
)
"""The colours of ``theme="dark"``: the same hues on a ground that is nearly black."""
_PALETTES: Final[dict[str, Palette]] = {"light": LIGHT, "dark": DARK}


def mix(one: str, other: str, share: float) -> str:
    """The colour so far (0 to 1) on the way from one to the other, in sRGB.

    >>> mix("#000000", "#ffffff", 0.5)
    '#808080'
    """
    (r, g, b), (red, green, blue) = to_rgb(one), to_rgb(other)
    return to_hex((r + (red - r) * share, g + (green - g) * share, b + (blue - b) * share))


def luminance(color: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2).

    >>> round(luminance("#ff0000"), 4)
    0.2126
    """
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color))
    return float(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)))


def readable_on(ground: str, palette: Palette) -> str:
    """Ink or paper, whichever has more contrast with the ground."""

    def contrast(color: str) -> float:
        dark, light = sorted((luminance(color), luminance(ground)))
        return (light + 0.05) / (dark + 0.05)

    return max(palette.ink, palette.paper, key=contrast)


# One scale of type, in units of the sheet, each step about 1.25 of the one below.
TITLE: Final = 16.0
TEXT: Final = 8.5
SMALL: Final = 7.0

LEADING: Final = 1.3


@dataclass(frozen=True, slots=True)
class Form:
    """What a sheet is made to: its palette, and its measures in units of ``scale`` points.

    A sheet is as high as its rows need but no higher than ``most``; an ``exact`` one is as
    high as that in any case.
    """

    palette: Palette
    wide: float
    most: float
    scale: float
    margin: float
    title: float
    exact: bool = False

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.wide - 2 * self.margin


# Wide, most, scale, margin, title, exact. A slide is 960 by 540 points (16:9). A4 is the type area
# of a page with margins of 20 mm, 170 by 257 mm, and a column is 85 mm of it: half,
# with 6 points for the smallest type.
_SIZES: Final[dict[str, tuple[float, float, float, float, float, bool]]] = {
    "screen": (640.0, inf, 1.0, 30.0, TITLE, False),
    "slide": (640.0, 360.0, 1.5, 26.0, TITLE, True),
    "a4": (482.0, 728.0, 1.0, 14.0, 14.0, False),
    "column": (280.0, 846.0, 0.86, 9.0, 11.5, False),
}


def form_of(theme: Theme, size: Size) -> Form:
    """The form of a sheet by the names of its theme and size; an unknown name is refused."""
    if theme not in _PALETTES:
        raise ValueError(f"theme is {theme!r}, expected one of {', '.join(_PALETTES)}")
    if size not in _SIZES:
        raise ValueError(f"size is {size!r}, expected one of {', '.join(_SIZES)}")
    return Form(_PALETTES[theme], *_SIZES[size])
