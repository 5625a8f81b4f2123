"""Many pages: kept as Parquet files, and asked as one page is."""

from importlib.util import find_spec

from banmian.page import BanmianError

_MISSING = [name for name in ("duckdb", "fsspec", "pyarrow", "tqdm") if find_spec(name) is None]
if _MISSING:
    raise BanmianError(
        f'archives need {", ".join(_MISSING)}; install them with: pip install "banmian[archive]"'
    )

from banmian.archive.building import build, plan  # noqa: E402  # only now is it known that it can be
from banmian.archive.queries import Archive  # noqa: E402
from banmian.archive.shards import build_shard  # noqa: E402
from banmian.archive.sources import Source, find_sources, read_source  # noqa: E402
from banmian.archive.templates import Template  # noqa: E402

__all__ = [
    "Archive",
    "Source",
    "Template",
    "build",
    "build_shard",
    "find_sources",
    "plan",
    "read_source",
]
