"""Why a name must be looked at, in sentences for the person who looks."""

from __future__ import annotations

from typing import Final

EMPTY: Final = "Имя не указано."
FOREIGN_LETTERS: Final = "В имени есть латинские или другие нерусские буквы: такое имя нужно написать в падеже вручную."
STRANGE_SIGNS: Final = "В имени есть цифры или лишние знаки: проверьте, как оно записано."
MANY_WORDS: Final = "В имени слишком много слов: непонятно, где фамилия, а где имя."
TITLE: Final = "Вместе с именем записано звание или помета: проверьте падеж вручную."
ORDER: Final = "Непонятно, где здесь фамилия, а где имя."
NO_GENDER: Final = "Непонятно, мужчина это или женщина, а от этого зависит падеж."
EASTERN: Final = "В корейских, китайских и вьетнамских именах падеж зависит от того, где фамилия: проверьте."
FATHER_ALONE: Final = "Перед словом «{word}» нет имени отца: проверьте, как записано имя."


def of_case(word: str) -> str:
    """The name seems to be typed in another case already."""
    return f"Похоже, имя записано не в именительном падеже: «{word}»."


def of_gender(asked: str, word: str) -> str:
    """The caller says one gender, the word another."""
    return f"Указан {_GENDERS[asked]} пол, а слово «{word}» говорит о другом: проверьте."


def of_two_genders(his: str, hers: str) -> str:
    """One part is a man's, another a woman's."""
    return f"«{his}» — мужская форма, а «{hers}» — женская: проверьте, нет ли опечатки."


def of_vowel(word: str) -> str:
    return f"В фамилии «{word}» гласная может выпадать, а может сохраняться: спросите, как принято в семье."


def of_hers_noun(word: str) -> str:
    return f"Женская фамилия «{word}» склоняется двояко: по образцу «Рябинина» или по образцу «рябина»."


def of_adjective(word: str) -> str:
    return f"Фамилия «{word}» может склоняться и как прилагательное, и как существительное."


def of_noun(word: str) -> str:
    return f"Фамилия «{word}» совпадает со словом, которое склоняется иначе: проверьте."


def of_slavic(word: str) -> str:
    return f"Западнославянскую фамилию «{word}» и склоняют, и не склоняют: проверьте."


def of_foreign(word: str) -> str:
    return f"Фамилию «{word}» и склоняют, и не склоняют: проверьте."


def of_form(word: str, gender: str) -> str:
    kind = "мужскую" if gender == "f" else "женскую"
    return f"Фамилия «{word}» похожа на {kind}: проверьте, нет ли опечатки."


def of_given(word: str) -> str:
    return f"Имя «{word}» склоняют по-разному: проверьте."


def of_iya(word: str) -> str:
    return f"У имени «{word}» дательный и предложный падежи пишут по-разному («-ие» и «-ии»): проверьте."


def of_halves(word: str) -> str:
    return f"В двойной фамилии «{word}» первая часть может не склоняться: проверьте."


def of_given_halves(word: str) -> str:
    return f"В двойном имени «{word}» первая часть может не склоняться: проверьте."


def of_stress(word: str) -> str:
    return f"Окончание творительного падежа у «{word}» зависит от ударения или происхождения: проверьте."


def of_peers(word: str) -> str:
    return f"Слово «{word}» разные правила склоняют по-разному: проверьте."


_GENDERS: Final = {"m": "мужской", "f": "женский"}
