"""An invented region of 27 municipalities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REGION_CODE = "zarechye"
REGION_NAME = "Заречная область"
# Code, name of the municipality, name of its association in short, kind of association, of municipality.
MUNICIPALITIES: tuple[tuple[str, str, str, str, str], ...] = (
    ("sosnogorsk", "город Сосногорье", "ГМО Сосногорья", "gmo", "city"),
    ("ozersky", "Озёрский округ", "ММО Озёрского округа", "mmo", "municipality"),
    ("lipovsky", "Липовский округ", "ММО Липовского округа", "mmo", "municipality"),
    ("beregovoy", "город Береговой", "ГТО Берегового", "gto", "city"),
    ("kamensky", "Каменский район", "РМО Каменского района", "rmo", "municipality"),
    ("lugovoy", "Луговой район", "РМО Лугового района", "rmo", "municipality"),
    ("ryabinovsky", "Рябиновский округ", "ММО Рябиновского округа", "mmo", "municipality"),
    ("klyuchevskoy", "Ключевской район", "РМО Ключевского района", "rmo", "municipality"),
    ("yasensky", "Ясенский округ", "ММО Ясенского округа", "mmo", "municipality"),
    ("dubravny", "Дубравный район", "РМО Дубравного района", "rmo", "municipality"),
    ("polevskoy", "Полевской район", "РМО Полевского района", "rmo", "municipality"),
    ("vyazovsky", "Вязовский округ", "ММО Вязовского округа", "mmo", "municipality"),
    ("kalinovy", "Калиновый район", "РМО Калинового района", "rmo", "municipality"),
    ("verkhnerechensky", "Верхнереченский район", "РМО Верхнереченского района", "rmo", "municipality"),
    ("nizhnerechensky", "Нижнереченский район", "РМО Нижнереченского района", "rmo", "municipality"),
    ("borovoy", "Боровой округ", "ММО Борового округа", "mmo", "municipality"),
    ("rodnikovy", "Родниковый район", "РМО Родникового района", "rmo", "municipality"),
    ("ivnyaky", "Ивняковский район", "РМО Ивняковского района", "rmo", "municipality"),
    ("zelyonogorsky", "Зеленогорский округ", "ММО Зеленогорского округа", "mmo", "municipality"),
    ("stepnoy", "Степной район", "РМО Степного района", "rmo", "municipality"),
    ("prudovoy", "Прудовой район", "РМО Прудового района", "rmo", "municipality"),
    ("kholmsky", "Холмский район", "РМО Холмского района", "rmo", "municipality"),
    ("opushkinsky", "Опушкинский округ", "ММО Опушкинского округа", "mmo", "municipality"),
    ("mostovskoy", "Мостовской район", "РМО Мостовского района", "rmo", "municipality"),
    ("peschany", "Песчаный район", "РМО Песчаного района", "rmo", "municipality"),
    ("orekhovy", "Ореховский район", "РМО Ореховского района", "rmo", "municipality"),
    ("snezhny", "город Снежный", "ГМО Снежного", "gmo", "city"),
)
KIND_WORDS = {
    "gmo": "Городское методическое объединение школьных библиотекарей",
    "gto": "Городское творческое объединение школьных библиотекарей",
    "mmo": "Муниципальное методическое объединение школьных библиотекарей",
    "rmo": "Районное методическое объединение школьных библиотекарей",
}

# Where each lies on the map of tiles: (row, column).
TILES: Final[Mapping[str, tuple[int, int]]] = {
    "snezhny": (1, 3), "zelyonogorsky": (1, 4), "borovoy": (1, 5),
    "verkhnerechensky": (2, 2), "dubravny": (2, 3), "ivnyaky": (2, 4), "kamensky": (2, 5), "klyuchevskoy": (2, 6),
    "ozersky": (3, 1), "prudovoy": (3, 2), "rodnikovy": (3, 3), "sosnogorsk": (3, 4), "ryabinovsky": (3, 5),
    "kalinovy": (3, 6),
    "lugovoy": (4, 1), "lipovsky": (4, 2), "beregovoy": (4, 3), "mostovskoy": (4, 4), "yasensky": (4, 5),
    "orekhovy": (4, 6), "vyazovsky": (4, 7),
    "nizhnerechensky": (5, 3), "polevskoy": (5, 4), "kholmsky": (5, 5), "opushkinsky": (5, 6),
    "stepnoy": (6, 4), "peschany": (6, 5),
}  # fmt: skip
