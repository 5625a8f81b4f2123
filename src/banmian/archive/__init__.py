"""Many pages: kept as Parquet files, and asked as one page is."""
