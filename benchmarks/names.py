"""Names in cases: `python -m benchmarks.names`. A minute, no Django, no database.

The same names in the dative and the genitive by ours, by pytrovich alone and by pymorphy3 word by word. The peers are
told the gender and what each word is (by our reading); ours reads the bare text. A name is right when both cases are
among the accepted ones.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable
from typing import Any, Literal

import pymorphy3
from pytrovich import Case, Gender, NamePart, PetrovichDeclinationMaker

from stellazh.russian.names import decline, split_name
from tests.fixtures.names import SETS, Row, rows

CASES: tuple[Literal["dative"], Literal["genitive"]] = ("dative", "genitive")
Way = Callable[[Row, str], str]

_PEER_CASES = {"dative": Case.DATIVE, "genitive": Case.GENITIVE}
_TAGS = {"dative": "datv", "genitive": "gent"}


def main() -> int:
    maker = PetrovichDeclinationMaker()
    analyzer = pymorphy3.MorphAnalyzer()
    ways: dict[str, Way] = {
        "ours": lambda row, case: decline(row.full_name, case).text,  # type: ignore[arg-type]
        "pytrovich alone": lambda row, case: _by_pytrovich(maker, row, case),
        "pymorphy3 word by word": lambda row, case: _by_pymorphy(analyzer, row, case),
    }
    decline("Ольхова Мария Петровна", "dative")
    for name in SETS:
        corpus = [row for row in rows(name) if row.gender != "?"]
        print(f"\n{name}: {len(corpus)} names")
        for title, way in ways.items():
            cold, right = _measured(way, corpus)
            warm, _ = _measured(way, corpus)
            print(f"  {title:24} right {right / len(corpus):6.1%}   µs a name: {cold:5.0f}, again {warm:5.0f}")
        _of_certain(corpus)
    _of_dictionary(analyzer)
    return 0


def _measured(way: Way, corpus: list[Row]) -> tuple[float, int]:
    """CPU microseconds for one name in one case, and how many names are right in both."""
    began = time.process_time()
    answers = [[way(row, case) for case in CASES] for row in corpus]
    spent = time.process_time() - began
    right = sum(
        all(text in row.accepted[case] for text, case in zip(answer, CASES, strict=True))
        for row, answer in zip(corpus, answers, strict=True)
    )
    return spent * 1e6 / len(corpus) / len(CASES), right


def _of_certain(corpus: list[Row]) -> None:
    for title, is_told in (("from the text", False), ("with the gender", True)):
        certain = right = 0
        for row in corpus:
            gender = row.gender if is_told else None
            answers = [(case, decline(row.full_name, case, gender)) for case in CASES]  # type: ignore[arg-type]
            if all(answer.is_certain for _, answer in answers):
                certain += 1
                right += all(answer.text in row.accepted[case] for case, answer in answers)
        print(f"  ours, {title:18} certain {certain / len(corpus):6.1%}   right of these {right / certain:7.2%}")


def _of_dictionary(analyzer: pymorphy3.MorphAnalyzer, count: int = 3_000) -> None:
    """Words that the dictionary knows as names, joined by chance, against the dictionary's own datives.

    Nobody chose them, but the dictionary errs too: it takes rare women's names for men's and leaves «Чайка» undeclined.
    """
    found = _dictionary_names(analyzer)
    chance = random.Random(5)
    print(f"\nthe dictionary's own names, {count} of each order")
    for order in ("surname given", "given surname", "surname given patronymic", "given patronymic surname"):
        certain = right = 0
        for _ in range(count):
            gender = chance.choice(("masc", "femn"))
            words = [chance.choice(found[part, gender]) for part in order.split()]
            answer = decline(" ".join(word.word.capitalize() for word in words), "dative")
            forms = [word.inflect({"datv", "sing"}) for word in words]
            if answer.is_certain and all(forms):
                certain += 1
                right += _plain(answer.text) == _plain(" ".join(form.word for form in forms))
        print(f"  {order:26} certain {certain / count:6.1%}   right of these {right / certain:7.2%}")


def _dictionary_names(analyzer: pymorphy3.MorphAnalyzer) -> dict[tuple[str, str], list[Any]]:
    kinds = {"Surn": "surname", "Name": "given", "Patr": "patronymic"}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for word, tag, *_ in analyzer.dictionary.iter_known_words():
        kind = next((kind for mark, kind in kinds.items() if mark in tag), "")
        unfit = "-" in word or len(word) < 3 or any(mark in tag for mark in ("Infr", "Abbr", "V-oy", "V-ey", "V-be"))
        if kind and not unfit and "nomn" in tag and "sing" in tag and tag.gender in ("masc", "femn"):
            found.setdefault((kind, tag.gender), {})[word] = tag
    chance = random.Random(4)
    chosen = {
        key: chance.sample(sorted(words.items(), key=lambda pair: pair[0]), min(3_000, len(words)))
        for key, words in found.items()
    }
    return {
        key: [one for word, tag in words for one in analyzer.parse(word) if one.tag == tag]
        for key, words in chosen.items()
    }


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _parts(row: Row) -> dict[str, str]:
    """Each word with what it is."""
    parts = split_name(row.full_name)
    if parts is None:
        return dict(zip(row.full_name.split(), ("surname", "given", "patronymic"), strict=False))
    named = (("surname", parts.surname), ("given", parts.given), ("patronymic", parts.patronymic))
    return {word: part for part, text in named for word in text.split()}


def _by_pytrovich(maker: PetrovichDeclinationMaker, row: Row, case: str) -> str:
    places = {"surname": NamePart.LASTNAME, "given": NamePart.FIRSTNAME, "patronymic": NamePart.MIDDLENAME}
    gender = Gender.MALE if row.gender == "m" else Gender.FEMALE
    parts = _parts(row)
    return " ".join(
        maker.make(places[parts.get(word, "surname")], gender, _PEER_CASES[case], word)
        for word in row.full_name.split()
    )


def _by_pymorphy(analyzer: pymorphy3.MorphAnalyzer, row: Row, case: str) -> str:
    gender = "masc" if row.gender == "m" else "femn"
    tags = {"surname": "Surn", "given": "Name", "patronymic": "Patr"}
    parts = _parts(row)
    done: list[str] = []
    for word in row.full_name.split():
        readings = [
            one for one in analyzer.parse(word) if "nomn" in one.tag and "sing" in one.tag and gender in one.tag
        ]
        readings.sort(key=lambda one: tags[parts.get(word, "surname")] not in one.tag)
        form = readings[0].inflect({_TAGS[case], "sing"}) if readings else None
        text = form.word if form else word
        done.append(
            text.upper()
            if word.isupper() and len(word) > 1
            else "-".join(map(_capital, text.split("-"), word.split("-")))
        )
    return " ".join(done)


def _capital(text: str, typed: str) -> str:
    return text.capitalize() if typed[:1].isupper() else text


if __name__ == "__main__":
    sys.exit(main())
