"""The facts of a story: people, places, organisations, dates, quantities and claims."""
