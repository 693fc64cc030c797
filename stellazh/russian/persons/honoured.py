"""People whom a plan celebrates or studies, not those who answer for it: writers, jubilees, names of libraries."""

from __future__ import annotations

import re
from typing import Final

_WHO: Final = (
    r"(?:\s+(?:писател\w+|поэт\w*|прозаик\w*|сказочник\w*|баснописц\w*|драматург\w*|художник\w*|композитор\w*|педагог\w*|"
    r"академик\w*|учен\w+|геро\w+|космонавт\w*|земляк\w*|классик\w*|полковод\w+|маршал\w*|библиограф\w*|и|"
    r"[а-яё]+(?:ого|ему|ому|его|их|ых)))*[\s«\"]*$"
)
# After these words any name is somebody remembered, in whatever order it is written.
_STRONG_CUE: Final = re.compile(
    r"(?:\bим\.|\bимени|\bюбиле\w+|\bпамяти|\bтворчеств\w+|\bрождени\w+|лети[юяе]\b|\bпо мотивам)" + _WHO,
    re.IGNORECASE,
)
# «Обзор книг Фамилия И.О.» names who answers, «обзор книг И.О. Фамилия» whose books they are.
_WEAK_CUE: Final = re.compile(
    r"\b(?:лет|произведени\w+|сказ(?:к|ок)\w*|стих\w*|роман\w*|книг\w*|повест\w+|рассказ\w*|поэм\w*|поэзи\w+|пьес\w*|"
    r"жизн\w+|наследи\w+|лирик\w+|поэт\w*|писател\w+|автор\w*|бас(?:ни|ен|ням)\w*|биографи\w+|композитор\w*|"
    r"художник\w*|космонавт\w*|полковод\w+|геро(?:й|я|ю|ем|и)|академик\w*)" + _WHO,
    re.IGNORECASE,
)
_WINDOW: Final = 80

# Writers and others whom school plans name every year. Initials and the stem of the surname.
_FAMOUS_NAMES: Final = """
    А.А.Ахматов А.А.Блок А.А.Фет А.В.Суворов А.Г.Вампилов А.И.Куприн А.И.Солженицын А.Л.Барто А.Н.Островск А.Н.Толст
    А.П.Гайдар А.П.Платонов А.П.Чехов А.С.Грибоедов А.С.Грин А.С.Макаренк А.С.Пушкин А.Т.Твардовск А.Ф.Лосев
    А.И.Герцен А.К.Толст А.Р.Беляев А.А.Фадеев А.М.Волков
    Б.В.Заходер Б.Л.Васильев Б.Л.Пастернак Б.С.Житков Б.А.Ахмадул В.А.Жуковск В.А.Осеев В.Б.Бианк В.В.Бианк
    В.В.Маяковск В.В.Высоцк В.В.Терешков В.Г.Белинск В.Г.Короленк В.Г.Распутин В.М.Гаршин В.М.Шукшин В.П.Астафьев
    В.П.Катаев В.П.Крапивин В.С.Высоцк В.Ф.Одоевск В.Ю.Драгунск В.А.Каверин В.А.Сухомлинск В.И.Дал
    Г.К.Жуков Г.Р.Державин Д.И.Менделеев Д.И.Фонвизин Д.Н.Мамин Д.С.Лихач Е.А.Евтушенк Е.А.Баратынск
    Е.И.Носов Е.Л.Шварц И.А.Бунин И.А.Гончаров И.А.Крылов И.С.Тургенев И.С.Шмел И.А.Ильин
    К.Г.Паустовск К.Д.Ушинск К.И.Чуковск К.М.Симонов К.Э.Циолковск Л.Н.Толст Л.Н.Андреев
    М.А.Булгаков М.А.Шолохов М.В.Ломоносов М.Е.Салтыков М.И.Цветаев М.М.Пришвин М.М.Зощенк М.Ю.Лермонтов М.Горьк
    М.И.Кутузов М.М.Бахтин Н.А.Некрасов Н.А.Рубакин Н.А.Островск Н.А.Заболоцк Н.В.Гогол Н.К.Крупск Н.М.Карамзин
    Н.М.Рубцов Н.Н.Носов Н.С.Гумил Н.С.Лесков Н.И.Пирогов О.Э.Мандельштам О.Ф.Берггольц
    П.И.Чайковск П.П.Бажов П.П.Ершов Р.И.Рождественск С.А.Есенин С.В.Михалков С.Т.Аксаков С.Я.Маршак С.П.Корол
    Ф.И.Тютчев Ф.М.Достоевск Ф.А.Абрамов Ч.Т.Айтматов Э.Н.Успенск Ю.А.Гагарин Ю.В.Бондарев Ю.И.Коваль Ю.К.Олеш
"""
_FAMOUS: Final = frozenset(_FAMOUS_NAMES.split())
_STEM_LENGTHS: Final = range(3, 13)


def is_celebrated(before: str, *, initials_first: bool) -> bool:
    """True when the words just before a name say that somebody is remembered or read: «юбилею», «им.», «сказкам»."""
    window = before[-_WINDOW:]
    return bool(_STRONG_CUE.search(window)) or (initials_first and bool(_WEAK_CUE.search(window)))


def is_famous(surname: str, initials: str) -> bool:
    """True for a surname in any case with the initials of a writer or another figure whom schools celebrate."""
    folded = surname.replace("ё", "е")
    return any(f"{initials}{folded[:length]}" in _FAMOUS for length in _STEM_LENGTHS if length <= len(folded))
