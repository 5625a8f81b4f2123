"""Set the weights of the page grammar from folders of gold pages.

    python tools/train_grammar.py --out src/banmian/data/grammar.json FOLDER[=WEIGHT] ...

Each FOLDER holds ``<id>.txt`` and ``<id>.gold.json`` (docs/gold.md); WEIGHT (1 by default)
multiplies its pages. The weights maximise the penalised conditional likelihood of the gold
readings; the penalty (L2) keeps rare evidence near zero. The result holds weights only, nothing
of the pages. The run is deterministic.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types

from banmian.parsing import evidence, furniture, grammar, heads, lines, sheet, tabular

PENALTY = 0.6
"""L2 strength. Of .05, .15, .5 and 1 it was best on the held-out third of the pages."""
VARIANTS = 2
"""Cut variants made of each uncut page; they teach what a seam looks like at any character."""
CUT_SHARE = 0.15
"""Share of the longer paragraphs of a variant that are cut; 0.09 on the development pages."""
RARE = 4
"""Evidence seen on fewer lines is left out."""

PRIORS: Mapping[str, Mapping[str, float]] = {
    "picture credit": {"credit": 3, "byline": -1, "head": -1, "paragraph": -1, "brief": -2},
    "whole line credit": {"credit": 3, "paragraph": -1, "head": -2, "brief": -2},
    "whole line names": {"signature": 2.5, "paragraph": -1, "head": -1, "brief": -2},
    "whole line source": {"signature": 2, "head": -1, "brief": -2},
    "box word": {"box label": 3},
    "label word": {"label": 1.5, "head": 0.5},
    "reporter formula": {"byline": 2.5, "head": -1, "subhead": -1, "more head": -1},
    "opening of a report": {
        "paragraph": 1.5, "brief": 1.5, "head": -3, "more head": -3, "subhead": -3,
        "cut": -3, "resume": -3, "caption": -1,
    },
    "opens:broken": {"cut": 2.5, "resume": 2, "head": -3, "brief": -2, "label": -3},
    "stops at once": {"cut": 2, "resume": 2, "head": -1, "brief": -1, "label": -2},
    "closes the mark of neighbour": {"cut": 3, "head": -1, "paragraph": -1},
    "closes the mark of earlier text": {"resume": 3},
    "three characters stand elsewhere over the seam with neighbour": {"cut": 2},
    "three characters stand elsewhere over the seam with earlier text": {"resume": 2},
    "above is cut": {"cut": 2, "head": -1.5, "brief": -2, "label": -1.5, "paragraph": -1.5},
    "earlier text is cut": {"resume": 1},
    "ends with names": {"paragraph": 1, "head": -3, "subhead": -3, "more head": -3},
    "ends with source": {"paragraph": 1, "head": -3, "subhead": -3, "more head": -3},
    "ends with credit": {"paragraph": 0.5, "caption": 1.5, "head": -2, "subhead": -3},
    "above ends with names": {
        "head": 1.5, "brief": 1.5, "label": 1, "paragraph": -1.5, "subhead": -1.5, "cut": -3,
    },
    "above ends with source": {
        "head": 1.5, "brief": 1.5, "label": 1, "paragraph": -1.5, "subhead": -1.5, "cut": -3,
    },
    "size>80": {
        "head": -4, "more head": -4, "label": -5, "byline": -4, "subhead": -4, "signature": -4,
        "credit": -4, "box label": -4,
    },
    "size<=80": {
        "head": -2, "more head": -1.5, "label": -4, "byline": -3, "subhead": -3, "signature": -2,
        "credit": -3, "box label": -4,
    },
    "size<=50": {"head": -1, "label": -3, "byline": -1, "subhead": -1.5, "box label": -3},
    "stop inside": {
        "head": -2.5, "more head": -2, "label": -4, "byline": -3, "subhead": -2.5, "box label": -4,
    },
    "text > head": {"paragraph": -1.5},
    "text > comma line": {"paragraph": -1},
    "below: head, report": {"head": 2.5, "label": 1, "paragraph": -2},
    "below: comma line, report": {"head": 2.5, "label": 1, "paragraph": -2},
    "below: head, byline": {"head": 1.5, "label": 1, "paragraph": -1.5},
    "below: head, names": {"head": 1, "label": 1, "paragraph": -1},
    "below: head, head": {"head": 1, "label": 0.5, "paragraph": -1},
    "goes on a numbering": {"subhead": 1, "paragraph": 0.5, "head": -1.5},
    "only names: plain": {"byline": 1, "signature": 0.7},
    "only names: titled": {"byline": 1.5, "signature": 1, "subhead": -1},
    "opens:bullet": {"brief": -2},
    "only a date": {"signature": 1.5, "head": -1, "label": -1, "brief": -1},
    "dash and few words": {"signature": 1},
    "speaks of a picture": {"caption": 1},
    "indented": {"paragraph": 1, "head": -1.5, "label": -1, "cut": -1.5, "resume": -1.5},
    "not indented": {"head": 0.5, "paragraph": -0.5, "cut": 0.7, "resume": 0.7},
    "commas": {"head": -1, "label": -2, "box label": -2, "byline": -1},
    "opens like running text": {"head": -1, "more head": -1, "label": -2, "paragraph": 0.5},
    "mark left open": {"head": -1, "label": -1, "subhead": -1},
    "ends in a function word": {"head": -1, "subhead": -1, "label": -1, "more head": -0.5},
}  # fmt: skip
"""What a sub-editor would say of the evidence before seeing a page; training starts from here
and the penalty pulls towards it, so that layouts the gold lacks are still read sensibly."""

HEADING_PRIORS: Mapping[str, float] = {
    "opens like a deck": -5, "leads in": -4, "names its genre": -2, "list": -1,
    "over 22 characters": -1,
    "very short": -1,
    "first of 2": 0.3, "middle of 3": 1, "last of 3": -1, "last of 4": -1, "digits and comma": -1,
}  # fmt: skip
"""The same for the lines of a heading."""

_BASE = {state: i for i, state in enumerate(grammar.BASE_STATES)}
_STATE = {state: i for i, state in enumerate(grammar.STATES)}


@dataclass(frozen=True)
class Example:
    """A gold page: its evidence, its gold states, its weight."""

    name: str
    found: list[list[str]]
    states: list[int]
    weight: float
    headings: list[tuple[list[str], list[bool]]]
    """Lines of each heading of more than one, and which of them are the headline."""


def gold_states(blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """The states of gold blocks, furniture already left out."""
    states: list[str] = []
    seen: set[str] = set()
    last_text: dict[tuple[str, str], int] = {}
    for i, block in enumerate(blocks):
        article, role = block["article"], block["role"]
        opens = article not in seen
        seen.add(article)
        if block.get("cont") and (article, role) in last_text:
            before = last_text[article, role]
            states.append("cut" if before == i - 1 else "resume")
            for j in range(before + 1, i):
                if not states[j].startswith("inserted ") and f"inserted {states[j]}" in _STATE:
                    states[j] = f"inserted {states[j]}"
                elif states[j] == "brief":
                    states[j] = "inserted paragraph"
        else:
            states.append(_state_of(role, opens))
        if role in ("body", "sidebar"):
            last_text[article, role] = i
    return states


def _state_of(role: str, opens: bool) -> str:
    if role in ("kicker", "headline", "deck"):
        return "head" if opens else "more head"
    if role == "label":
        return "label" if opens else "more head"
    if opens:
        return "brief" if role in ("body", "caption", "sidebar") else "head"
    return {"body": "paragraph", "sidebar_label": "box label", "sidebar": "box"}.get(role, role)


def load(folder: Path, weight: float = 1.0, variants: int = VARIANTS) -> list[Example]:
    """The gold pages of a folder; an uncut page comes again ``variants`` times with cuts."""
    examples = []
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (path.parent / gold["text_file"]).read_bytes().decode("utf-8-sig")
        cut = lines.cut_lines(text)
        marks = furniture.mark_furniture(cut)
        blocks = gold["blocks"]
        if len(cut) != len(blocks):
            raise SystemExit(f"{path}: {len(cut)} lines in the text, {len(blocks)} in the gold")
        kept = [
            (line, block)
            for line, mark, block in zip(cut, marks, blocks, strict=True)
            if mark is None and block["role"] != "furniture"
        ]
        if not kept:
            continue
        uncut = not any(block.get("cont") for _, block in kept)
        examples.append(_example(path.stem, kept, weight / (variants + 1 if uncut else 1)))
        for number in range(variants if uncut else 0):
            # hashing the name keeps the variants of a page the same whatever else is loaded
            dice = random.Random(f"{path.stem} {number}")
            examples.append(_example(path.stem, cut_up(kept, dice), weight / (variants + 1)))
    return examples


Kept = Sequence[tuple[lines.Line, Mapping[str, Any]]]


def _example(name: str, kept: Kept, weight: float) -> Example:
    read, _ = tabular.read_shapes([line for line, _ in kept])
    found = evidence.collect(read)
    names = [[sheet.NAMES[number] for number in line if number >= 0] for line in found.tolist()]
    states = [_STATE[s] for s in gold_states([block for _, block in kept])]
    return Example(name, names, states, weight, _headings(kept))


def _headings(kept: Kept) -> list[tuple[list[str], list[bool]]]:
    lines_of: dict[str, list[tuple[str, bool]]] = {}
    for line, block in kept:
        if block["role"] in ("kicker", "headline", "deck"):
            title = block["role"] == "headline"
            lines_of.setdefault(block["article"], []).append((line.folded, title))
    return [
        ([text for text, _ in heading], [title for _, title in heading])
        for heading in lines_of.values()
        if len(heading) > 1 and any(title for _, title in heading)
    ]


def cut_up(kept: Kept, dice: random.Random) -> Kept:
    """The lines of a page with some paragraphs cut in two at any character.

    Into about a third of the cuts goes a picture or a short item of the same page.
    """
    articles: dict[str, list[int]] = {}
    for i, (_, block) in enumerate(kept):
        articles.setdefault(block["article"], []).append(i)
    movable = [a for a, places in articles.items() if _can_move(kept, places)]
    result: list[tuple[lines.Line, Mapping[str, Any]]] = []
    moved: set[str] = set()
    for line, block in kept:
        if block["article"] in moved:
            continue
        if block["role"] != "body" or line.size < 40 or dice.random() > CUT_SHARE:
            result.append((line, block))
            continue
        at = dice.randrange(8, len(line.folded) - 8)
        one, other = line.folded[:at].strip(), line.folded[at:].strip()
        if not one or not other or one[-1] in lines.STOPS:
            result.append((line, block))
            continue
        result.append((_part(line, one, line.gap), block))
        guests = [a for a in movable if a not in moved and a != block["article"]]
        placed = {b["article"] for _, b in result}
        guests = [a for a in guests if a not in placed]
        if guests and dice.random() < 0.35:
            guest = dice.choice(guests)
            moved.add(guest)
            result += [kept[i] for i in articles[guest]]
        result.append((_part(line, other, line.gap), {**block, "cont": True}))
    return result


def _can_move(kept: Kept, places: Sequence[int]) -> bool:
    roles = [kept[i][1]["role"] for i in places]
    together = places[-1] - places[0] == len(places) - 1
    short = len(places) <= 5 and sum(r == "body" for r in roles) <= 2
    return together and short and roles[0] in ("headline", "label")


def _part(line: lines.Line, folded: str, gap: int) -> lines.Line:
    size = len("".join(folded.split()))
    return lines.Line(line.start, line.start + len(folded), folded, size, gap, line.indent)


def train(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, Any]:
    """The weights as `grammar.from_json` reads them."""
    counts = Counter(name for e in examples for names in e.found for name in names)
    kept = {name for name, count in counts.items() if count >= RARE} | set(PRIORS)
    rows = {name: row for row, name in enumerate(sorted(kept))}
    moves, first, last = grammar.allowed_moves()
    open_moves = moves == 0
    open_first = first == 0
    pages = [_prepare(example, rows) for example in examples]
    shape = (len(rows), len(grammar.BASE_STATES))
    cuts = np.cumsum([shape[0] * shape[1], int(open_moves.sum())])

    prior = np.zeros(int(cuts[1] + open_first.sum()))
    for name, weights in PRIORS.items():
        for state, weight in weights.items():
            prior[rows[name] * shape[1] + _BASE[state]] = weight

    def unpack(vector: np.ndarray) -> grammar.Grammar:
        m, f = moves.copy(), first.copy()
        m[open_moves] = vector[cuts[0] : cuts[1]]
        f[open_first] = vector[cuts[1] :]
        return grammar.Grammar(rows, vector[: cuts[0]].reshape(shape), m, f, last, {})

    def loss(vector: np.ndarray) -> tuple[float, np.ndarray]:
        model = unpack(vector)
        away = vector - prior
        value = 0.5 * penalty * float(away @ away)
        d_evidence = np.zeros(shape)
        d_moves = np.zeros_like(moves)
        d_first = np.zeros_like(first)
        for page in pages:
            value += page.weight * page.add_gradient(model, d_evidence, d_moves, d_first)
        gradient = np.concatenate([d_evidence.ravel(), d_moves[open_moves], d_first[open_first]])
        return value, gradient + penalty * away

    result = minimize(loss, prior, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return {**_to_json(unpack(result.x)), "heading": train_headings(examples)}


def train_headings(examples: Sequence[Example], penalty: float = 0.3) -> dict[str, float]:
    """Weights that pick the headline among the lines of a heading (conditional logit)."""
    groups = []
    for example in examples:
        for texts, marks in example.headings:
            found = heads.heading_evidence(texts)
            groups.append((found, np.array(marks, dtype=float), example.weight))
    names = sorted({name for found, _, _ in groups for line in found for name in line})
    column = {name: i for i, name in enumerate(names)}
    tables = []
    for found, titles, weight in groups:
        table = np.zeros((len(found), len(names)))
        for row, line in enumerate(found):
            table[row, [column[name] for name in line]] = 1.0
        tables.append((table, titles / titles.sum(), weight))

    prior = np.array([HEADING_PRIORS.get(name, 0.0) for name in names])

    def loss(vector: np.ndarray) -> tuple[float, np.ndarray]:
        away = vector - prior
        value, gradient = 0.5 * penalty * float(away @ away), penalty * away
        for table, target, weight in tables:
            scores = table @ vector
            scores -= scores.max()
            chance = np.exp(scores) / np.exp(scores).sum()
            value -= weight * float(target @ np.log(chance))
            gradient = gradient + weight * (table.T @ (chance - target))
        return value, gradient

    result = minimize(loss, prior, jac=True, method="L-BFGS-B")
    return {name: round(float(w), 2) for name, w in zip(names, result.x, strict=True)}


@dataclass(frozen=True)
class _Page:
    lengths: np.ndarray
    flat: np.ndarray
    owner: np.ndarray
    states: np.ndarray
    weight: float

    def add_gradient(
        self,
        model: grammar.Grammar,
        d_evidence: np.ndarray,
        d_moves: np.ndarray,
        d_first: np.ndarray,
    ) -> float:
        """Add the gradient of -log P(gold) and return it."""
        count = len(self.states)
        base = np.zeros((count, d_evidence.shape[1]))
        np.add.at(base, self.owner, model.evidence[self.flat])
        scores = base[:, grammar.TIED]
        forward, backward, total = grammar.forward_backward(model, scores)
        single = forward * backward
        move = np.exp(model.moves)
        # what a line's successor tells it, scaled so that a pair's certainties sum to 1
        told = np.exp(scores[1:] - scores[1:].max(axis=1, keepdims=True)) * backward[1:]
        told /= np.vecdot(forward[:-1], told @ move.T)[:, None]
        pair = (forward[:-1].T @ told) * move
        gold = scores[np.arange(count), self.states].sum() + model.first[self.states[0]]
        gold += model.moves[self.states[:-1], self.states[1:]].sum()
        difference = single.copy()
        difference[np.arange(count), self.states] -= 1
        tied = np.zeros((count, d_evidence.shape[1]))
        np.add.at(tied.T, np.array(grammar.TIED), difference.T)
        np.add.at(d_evidence, self.flat, self.weight * tied[self.owner])
        d_moves += self.weight * pair
        np.add.at(d_moves, (self.states[:-1], self.states[1:]), -self.weight)
        d_first += self.weight * single[0]
        d_first[self.states[0]] -= self.weight
        return float(total - gold)


def _prepare(example: Example, rows: Mapping[str, int]) -> _Page:
    indices = [[rows[n] for n in names if n in rows] for names in example.found]
    lengths = np.array([len(i) for i in indices])
    flat = np.array([row for line in indices for row in line])
    return _Page(
        lengths,
        flat,
        np.repeat(np.arange(len(indices)), lengths),
        np.array(example.states),
        example.weight,
    )


def _to_json(model: grammar.Grammar) -> dict[str, Any]:
    def rounded(names: Sequence[str], values: np.ndarray) -> dict[str, float]:
        pairs = zip(names, values, strict=True)
        return {name: round(float(v), 2) for name, v in pairs if abs(v) >= 0.03}

    moves = {
        state: rounded(grammar.STATES, np.where(row > -999, row, 0.0))
        for state, row in zip(grammar.STATES, model.moves, strict=True)
    }
    moves["start"] = rounded(grammar.STATES, np.where(model.first > -999, model.first, 0.0))
    evidence_weights = {
        name: rounded(grammar.BASE_STATES, model.evidence[row]) for name, row in model.rows.items()
    }
    return {
        "evidence": {name: weights for name, weights in evidence_weights.items() if weights},
        "moves": {state: weights for state, weights in moves.items() if weights},
    }


def main() -> None:
    """Train on the folders of the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", help="folder of gold pages, with =WEIGHT after it")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    examples = []
    for argument in options.folders:
        folder, _, weight = argument.partition("=")
        examples += load(Path(folder), float(weight or 1))
    data = train(examples)
    options.out.write_text(
        json.dumps(data, ensure_ascii=False, indent=0, sort_keys=True) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
