"""Weights of names are learned from a tagged corpus, and the table is what the package reads."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from banmian.facts.names import observe, tag_class
from banmian.facts.wordbook import fold
from train_names import (
    ORDINARY,
    SURNAMES,
    corrected,
    examples,
    learn,
    measure,
    read_sentences,
    write,
)

NAMES = ["王/nr 建国/nr", "李/nr 立明/nr", "欧阳/nr 建明/nr", "刘/nr 立国/nr", "王/nr 明/nr"]
FRAMES = ["县长/n {} 表示/v ，/w 高峰/n 已/d 过/v 。/w", "{} 到/v 金融/n 部门/n 方面/n 。/w"]
CORPUS = [frame.format(name) for name in NAMES for frame in FRAMES] * 4


def test_surname_and_given_name_are_one_person() -> None:
    (sentence,) = read_sentences(["县长/n 欧阳/nr 建明/nr 、/w 普京/nr 说/v"])
    assert [sentence.text[start:end] for start, end in sorted(sentence.people)] == [
        "欧阳建明",
        "普京",
    ]


def test_two_people_beside_each_other_stay_two() -> None:
    (sentence,) = read_sentences(["王/nr 建国/nr 李立明/nr"])
    assert sorted(sentence.people) == [(0, 3), (3, 6)]


def test_texts_are_folded_as_the_package_folds_them() -> None:
    (sentence,) = read_sentences(["（/w 記者/n 張偉/nr ）/w"])
    assert sentence.text == fold("（記者張偉）")


def test_every_example_is_observed_as_the_package_does() -> None:
    (sentence,) = read_sentences(["王/nr 明/nr 说/v"])
    found = examples([sentence], observe("王明说", 0, 2, 1))
    row = found.places.index((0, 0, 2))
    assert found.seen[[row]].sum() == len(found.kinds)
    assert found.named[row] == 1


def test_names_are_told_from_words_after_learning() -> None:
    sentences = list(read_sentences(CORPUS))
    weights = learn(examples(sentences))
    assert measure(weights, sentences) == (1.0, 1.0)
    assert weights["surname", "王"] > weights["surname", "高"]


def test_measuring_nothing_found_gives_no_error() -> None:
    assert measure({("shape", "any"): -1.0}, list(read_sentences(CORPUS))) == (0.0, 0.0)


def test_every_surname_is_in_the_table_and_each_row_has_a_number(tmp_path: Path) -> None:
    path = tmp_path / "names.tsv"
    write(corrected(learn(examples(list(read_sentences(CORPUS))))), path)
    rows = list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t"))
    assert set(rows[0]) == {"evidence", "key", "weight"}
    assert {row["key"] for row in rows if row["evidence"] == "surname"} >= set(SURNAMES)
    assert all(float(row["weight"]) == float(row["weight"]) for row in rows)


def test_learning_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.tsv", "b.tsv"):
        write(corrected(learn(examples(list(read_sentences(CORPUS))))), tmp_path / name)
    assert (tmp_path / "a.tsv").read_bytes() == (tmp_path / "b.tsv").read_bytes()


@pytest.mark.parametrize("kind", ["tag_of_two", "tag_of_three"])
def test_a_word_of_the_hand_list_weighs_as_a_word(kind: str) -> None:
    weights = corrected({(kind, "word"): -2.0, (kind, "name"): 1.0, (kind, "none"): 0.5})
    word = next(w for w in ORDINARY.split() if len(w) == (2 if kind == "tag_of_two" else 3))
    together = weights.get((kind, tag_class(word)), 0.0) + weights["ordinary", word]
    assert together == pytest.approx(weights[kind, "word"])
