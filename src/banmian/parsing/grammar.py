"""The grammar of a page: which line may follow which, and the one best reading of all of them.

A page is read as a chain of states, one a line, by a log-linear model (a linear-chain
conditional random field; Lafferty, McCallum and Pereira 2001): the score of a reading is the
sum of its evidence weights and its moves. The best reading is found by dynamic programming
(Viterbi), its certainty by the forward-backward sums. The weights are in `data/grammar.json`;
`tools/train_grammar.py` sets them from a folder of gold pages.

Some states exist twice, plain and *inserted*: an inserted line stands between the two halves of
a cut paragraph, which a later line (``resume``) takes up again.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from banmian.page import FormatError
from banmian.parsing.sheet import NAMES, Found

Array = npt.NDArray[np.float64]

BASE_STATES: Final = (
    "label",  # opens a story
    "head",  # first line of a story's heading
    "more head",  # further lines of the heading
    "byline",
    "brief",  # first text of a story without heading
    "paragraph",
    "cut",  # goes on the line above
    "resume",  # goes on an earlier line, over an insertion
    "subhead",
    "caption",
    "credit",
    "signature",
    "box label",
    "box",
)
_NEVER_INSERTED: Final = frozenset({"brief", "cut", "resume", "subhead"})
_INSERTED: Final = tuple(s for s in BASE_STATES if s not in _NEVER_INSERTED)
STATES: Final = BASE_STATES + tuple(f"inserted {state}" for state in _INSERTED)
TIED: Final = tuple(BASE_STATES.index(s.removeprefix("inserted ")) for s in STATES)
"""For each state the base state whose evidence weights it shares."""

OPENING: Final = frozenset({"label", "head", "brief", "inserted label", "inserted head"})
"""States that begin a story."""

_STORY = "label,head,brief"
_HEAD_NEXT = f"more head,byline,paragraph,caption,credit,subhead,box label,signature,{_STORY}"
_TEXT_NEXT = (
    f"paragraph,cut,subhead,caption,credit,signature,byline,box label,{_STORY},"
    "inserted label,inserted head,inserted caption,inserted box label"
)
_END_NEXT = f"caption,credit,paragraph,subhead,signature,box label,byline,{_STORY}"
_GUEST_NEXT = "paragraph,caption,credit,signature,head,label"
_MOVES: Final[Mapping[str, str]] = {
    "start": _STORY,
    "label": "more head,byline,paragraph,caption",
    "head": _HEAD_NEXT,
    "more head": _HEAD_NEXT,
    "byline": _HEAD_NEXT,
    "brief": _TEXT_NEXT,
    "paragraph": _TEXT_NEXT,
    "cut": _TEXT_NEXT,
    "resume": _TEXT_NEXT,
    "subhead": "paragraph,subhead,caption,box label,credit",
    "caption": _END_NEXT,
    "credit": _END_NEXT,
    "signature": _END_NEXT,
    "box label": "box",
    "box": f"box,{_END_NEXT}",
    "inserted label": "more head,paragraph,caption",
    "inserted head": "more head,byline,paragraph,caption,credit,signature",
    "inserted more head": "more head,byline,paragraph,caption,credit",
    "inserted byline": "byline,paragraph,caption",
    "inserted paragraph": f"{_GUEST_NEXT},resume",
    "inserted caption": f"{_GUEST_NEXT},resume",
    "inserted credit": f"{_GUEST_NEXT},resume",
    "inserted signature": f"{_GUEST_NEXT},resume",
    "inserted box label": "box",
    "inserted box": "box,resume",
}
"""Which state may follow which. What follows an inserted line is inserted too, but for the
line that takes up the cut text again."""
_LAST: Final = frozenset(BASE_STATES) - {"box label", "label"}
FORBIDDEN: Final = -1e4
"""Score of what cannot be; no evidence outweighs it, and exp() of it is 0."""


def allowed_moves() -> tuple[Array, Array, Array]:
    """Scores of 0 (allowed) and -10,000 (not) for moves, first and last states."""
    index = {state: i for i, state in enumerate(STATES)}
    moves = np.full((len(STATES), len(STATES)), FORBIDDEN)
    first = np.full(len(STATES), FORBIDDEN)
    last = np.full(len(STATES), FORBIDDEN)
    for state, followers in _MOVES.items():
        for follower in followers.split(","):
            if state == "start":
                first[index[follower]] = 0.0
                continue
            guest = state.startswith("inserted ") and follower != "resume"
            moves[index[state], index[f"inserted {follower}" if guest else follower]] = 0.0
    for state in _LAST:
        last[index[state]] = 0.0
    return moves, first, last


@dataclass(frozen=True)
class Grammar:
    """Weights of evidence (a row each, base states across) and of moves."""

    rows: Mapping[str, int]
    evidence: Array
    moves: Array
    first: Array
    last: Array
    heading: Mapping[str, float]  # weights of `heads.heading_evidence`

    @cached_property
    def row_of(self) -> npt.NDArray[np.intp]:
        """The row of each of `evidence.NAMES`, -1 for those without a weight and at the end."""
        return np.array([*(self.rows.get(name, -1) for name in NAMES), -1])

    @cached_property
    def move_rows(self) -> list[list[float]]:
        """The moves as lists, of which the search takes single ones faster."""
        rows: list[list[float]] = self.moves.tolist()
        return rows

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The evidence of each row."""
        return tuple(self.rows)

    @cached_property
    def cooled(self) -> Grammar:
        """The same with its moves at `TEMPERATURE`."""
        moves, first, last = map(cool, (self.moves, self.first, self.last))
        return replace(self, moves=moves, first=first, last=last)

    @cached_property
    def steps(self) -> tuple[Array, Array]:
        """Matrices that move sums down a page and, beside them, up it; and that add each up."""
        move, add = np.exp(self.moves), np.ones_like(self.moves)
        none = np.zeros_like(self.moves)
        # by columns, which multiplies a vector in two thirds of the time
        step = np.asfortranarray(np.block([[move.T, none], [none, move]]))
        return step, np.asfortranarray(np.block([[add, none], [none, add]]))

    def weigh(self, found: Found) -> Weighed:
        """The evidence of each line that has a weight, and what it adds up to."""
        rows = self.row_of[found].ravel()
        weighty = (rows >= 0).nonzero()[0]
        flat, owner = rows[weighty], weighty // found.shape[1]
        # every line has the evidence "always", so that no line is empty
        begins = owner.searchsorted(np.arange(len(found)))
        scores = np.add.reduceat(self.evidence.take(flat, axis=0), begins, axis=0)
        return Weighed(scores.take(TIED, axis=1), flat, owner, begins)


@dataclass(frozen=True, slots=True)
class Weighed:
    """Scores of a page, lines down and states across, and the evidence rows behind them.

    Row ``flat[k]`` is of line ``owner[k]``; those of line ``i`` begin at ``begins[i]``.
    """

    scores: Array
    flat: npt.NDArray[np.intp]
    owner: npt.NDArray[np.intp]
    begins: npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Reading:
    """The best state of each line, its place in `STATES`, and the certainty (0 to 1) of each."""

    states: tuple[str, ...]
    path: list[int]
    certainty: Array


RARE: Final = 0.05
"""A state whose certainty is less than this share of the line's best is left out of the search
for the best reading. In 245 real, invented and scrambled pages, searched whole, no state of the
best reading had less than .23 of it."""


def best_path(grammar: Grammar, scores: Array, certainty: Array) -> list[int]:
    """Viterbi: the indices of the states of the best reading of a page of at least one line.

    ``certainty`` is that of every state (`certainties`); the search looks at those that are
    not `RARE`. Three lines of four have one such state, which every path goes through: only
    between them is there anything to search.
    """
    # where a reader's fixes allow no reading, certainties are no numbers: nothing is left out
    likely = ~(certainty < RARE * certainty.max(axis=1, keepdims=True))
    path: list[int] = likely.argmax(axis=1).tolist()
    counts = likely.sum(axis=1).tolist()
    ends = [0, *itertools.accumulate(counts)]
    chosen, values = likely.nonzero()[1].tolist(), scores[likely].tolist()
    moves, first, last = grammar.move_rows, grammar.first.tolist(), grammar.last.tolist()
    bottom = 0
    for top, count in enumerate(counts):
        if count == 1 or top < bottom:
            continue
        bottom = top
        while bottom < len(path) and counts[bottom] > 1:
            bottom += 1
        runs = [slice(*pair) for pair in itertools.pairwise(ends[top : bottom + 1])]
        states = [chosen[run] for run in runs]
        into = moves[path[top - 1]] if top else first
        out = [moves[s][path[bottom]] if bottom < len(path) else last[s] for s in states[-1]]
        path[top:bottom] = _search(states, [values[run] for run in runs], into, moves, out)
    return path


def _search(
    states: Sequence[Sequence[int]],
    scores: Sequence[Sequence[float]],
    into: Sequence[float],
    moves: Sequence[Sequence[float]],
    out: Sequence[float],
) -> list[int]:
    """The best path through the ``states`` of some lines, of which ``scores`` are the scores.

    Into the first line lead the moves ``into``, a state each of the page's, and out of the last
    one ``out``, each of its own.
    """
    before, best = states[0], [into[s] + own for s, own in zip(states[0], scores[0], strict=True)]
    origins = []
    for here, score in zip(states[1:], scores[1:], strict=True):
        ways = [[total + moves[b][s] for b, total in zip(before, best, strict=True)] for s in here]
        most = [max(way) for way in ways]
        origins.append([way.index(total) for way, total in zip(ways, most, strict=True)])
        before, best = here, [total + own for total, own in zip(most, score, strict=True)]
    ends = [total + move for total, move in zip(best, out, strict=True)]
    at = ends.index(max(ends))
    path = [before[at]]
    for earlier, origin in zip(states[-2::-1], origins[::-1], strict=True):
        at = origin[at]
        path.append(earlier[at])
    path.reverse()
    return path


TEMPERATURE: Final = 1.3
"""Divisor of all scores before certainties are taken. A model is surer of pages it has not seen
than it is right: over four folds of the gold pages the calibration error of the confidence was
.023 without it, .013 with it, .047 at 1.6."""


def calibrated(grammar: Grammar, scores: Array) -> Array:
    """The certainties of a page at `TEMPERATURE`."""
    return certainties(grammar.cooled, cool(scores))[0]


def cool(scores: Array) -> Array:
    """Scores at `TEMPERATURE`; what cannot be stays so."""
    return np.where(scores < FORBIDDEN / 4, scores, scores / TEMPERATURE)


def read_states(grammar: Grammar, scores: Array) -> Reading:
    """The best reading of a page of at least one line, and how sure it is, calibrated."""
    certainty = calibrated(grammar, scores)
    path = best_path(grammar, scores, certainty)
    return Reading(tuple([STATES[s] for s in path]), path, certainty)


def certainties(grammar: Grammar, scores: Array) -> tuple[Array, float]:
    """P(state of line | page), lines down; and the log of the sum over all readings."""
    with np.errstate(invalid="ignore", divide="ignore"):  # no reading at all: see `best_path`
        forward, backward, total = forward_backward(grammar, scores)
        return forward * backward, total


def forward_backward(grammar: Grammar, scores: Array) -> tuple[Array, Array, float]:
    """The sums over all readings up to and from each line, and the log of the whole sum.

    Worked in probabilities that are scaled on the way, so that a page of any length cannot
    overflow; the product of a line's two is its certainty.
    """
    size = len(grammar.first)
    peak = scores.max(axis=1, keepdims=True)
    local = np.exp(scores - peak)
    told, scales = _pass_both_ways(grammar, local)
    forward, backward = told[:, :size] * local, told[::-1, size:]
    backward = backward / np.vecdot(forward, backward)[:, None]
    last = np.log(forward[-1] @ np.exp(grammar.last))
    return forward, backward, float(np.log(scales).sum() + peak.sum() + last)


def _pass_both_ways(grammar: Grammar, local: Array) -> tuple[Array, Array]:
    """What each line is told by the lines above it and, bottom up, by those below.

    Both passes take the same steps, so they go together, one down the page and one up: in row
    ``i`` is what line ``i`` is told from above, beside what the ``i``-th last is from below.
    Also returned is by how much the first were divided on the way.
    """
    count, size = local.shape
    here, told = np.empty((count, 2 * size)), np.empty((count, 2 * size))
    here[:, :size], here[:, size:] = local, local[::-1]
    told[0] = np.exp(np.concatenate([grammar.first, grammar.last]))
    step, halves = grammar.steps
    scales = []
    before = here[0]
    before *= told[0]
    for i in range(1, count):
        row = told[i]
        step.dot(before, row)
        if i % 2:  # two lines cannot vanish: the scores of one differ by a few dozen at most
            scale = halves.dot(row)
            row /= scale
            scales.append(scale[0])
        before = here[i]
        before *= row
    return told, np.array(scales)


@lru_cache(maxsize=4)
def load_grammar(path: str | None = None) -> Grammar:
    """The packaged grammar (`data/grammar.json`), or one of your own from a file.

    Raises:
        FormatError: the file is not what `tools/train_grammar.py` writes.
    """
    if path is None:
        text = files("banmian").joinpath("data/grammar.json").read_text(encoding="utf-8")
    else:
        text = Path(path).read_text(encoding="utf-8")
    try:
        return from_json(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"{path} holds no grammar of this version: {error!r}") from error


def from_json(data: Mapping[str, Any]) -> Grammar:
    """A grammar from the JSON form that `tools/train_grammar.py` writes."""
    moves, first, last = allowed_moves()
    index = {state: i for i, state in enumerate(STATES)}
    base = {state: i for i, state in enumerate(BASE_STATES)}
    named = {"always": {}, **data["evidence"]}
    evidence = np.zeros((len(named), len(BASE_STATES)))
    for row, weights in enumerate(named.values()):
        for state, weight in weights.items():
            evidence[row, base[state]] = weight
    for state, weights in data["moves"].items():
        for follower, weight in weights.items():
            if state == "start":
                first[index[follower]] += weight
            else:
                moves[index[state], index[follower]] += weight
    rows = {name: row for row, name in enumerate(named)}
    return Grammar(rows, evidence, moves, first, last, data.get("heading", {}))
