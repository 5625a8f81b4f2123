"""banmian (版面): take Chinese newspaper pages in plain text apart, and count them honestly."""
