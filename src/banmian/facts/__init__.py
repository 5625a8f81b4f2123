"""The facts of a story: people, places, organisations, dates, quantities and claims.

Each kind has a function for any text (`find_people` …), and where it needs the story around a
mention, one for an `Article` (`people_of` …), which gives pairs of the number of the passage and
the mention. Offsets are those of the text given. Where a mention stands in the source, and
which mentions are one thing, is left to `banmian.tables`.
"""

from banmian.facts.changes import Change, Time, find_changes
from banmian.facts.claims import Comparison, compare_changes, compare_quantities
from banmian.facts.dates import DateMention, dates_of, find_dates
from banmian.facts.issue import Issue, infer_issue
from banmian.facts.organisations import OrganisationMention, find_organisations, organisations_of
from banmian.facts.people import PersonMention, find_people, people_of
from banmian.facts.places import PlaceMention, find_places, places_of
from banmian.facts.quantities import Quantity, find_quantities
from banmian.facts.speech import Speech, find_speech

__all__ = [
    "Change",
    "Comparison",
    "DateMention",
    "Issue",
    "OrganisationMention",
    "PersonMention",
    "PlaceMention",
    "Quantity",
    "Speech",
    "Time",
    "compare_changes",
    "compare_quantities",
    "dates_of",
    "find_changes",
    "find_dates",
    "find_organisations",
    "find_people",
    "find_places",
    "find_quantities",
    "find_speech",
    "infer_issue",
    "organisations_of",
    "people_of",
    "places_of",
]
