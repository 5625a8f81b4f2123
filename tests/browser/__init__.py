"""Views, report and notebooks in a real browser; skipped where there is none."""
