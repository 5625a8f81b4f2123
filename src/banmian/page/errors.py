"""What banmian raises: one class for each situation, all of them `BanmianError`."""


class BanmianError(Exception):
    """Base of every error that banmian raises on purpose."""


class EncodingError(BanmianError):
    """The bytes of a page cannot be decoded, or their encoding cannot be told."""


class NotTextError(BanmianError):
    """The file is not plain text (a PDF, an image, an archive …)."""


class PageTooLarge(BanmianError):
    """The file is larger than the limit for one page."""


class PageNotFound(BanmianError):
    """The path names no page: it is missing, or a folder without pages."""


class FormatError(BanmianError):
    """A dictionary or argument does not describe a page."""


class FixError(BanmianError):
    """A reader's correction is malformed, no longer fits its page, or fits no reading of it."""


class TableError(BanmianError):
    """A table lacks a column that the function needs, or holds a wrong kind of row."""


class MissingGlyph(BanmianError):
    """The font has no drawing for a character of a figure."""
