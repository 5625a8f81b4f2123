"""What one archive is made with, the same for every page of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any

from banmian.page import BanmianError
from banmian.words import Segmenter


@dataclass(frozen=True, slots=True)
class Settings:
    """How pages are read and cut, whether facts are found, and by which version of banmian.

    ``segmenter`` names its engine: no worker may choose another one.
    """

    segmenter: Segmenter
    facts: bool
    limit: int
    encoding: str | None
    banmian: str

    @property
    def description(self) -> dict[str, Any]:
        """What the manifest says of it; ``limit`` and ``encoding`` change no page once read."""
        lexicon = self.segmenter.lexicon
        return {
            "banmian": self.banmian,
            "segmenter": self.segmenter.description,
            "lexicon": lexicon and [[e.word, e.freq, e.tag] for e in lexicon.entries],
            "facts": self.facts,
        }


@lru_cache(maxsize=1)
def check_worker(settings: Settings) -> None:
    """See that this process counts as the one does that builds.

    Raises:
        BanmianError: It has another version of banmian, or cannot use the engine.
    """
    here = version("banmian")
    if here != settings.banmian:
        raise BanmianError(
            f"a worker has banmian {here}, the build {settings.banmian}; install one version "
            "everywhere"
        )
    settings.segmenter.cut("")
