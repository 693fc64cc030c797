"""Which column of a list is what, by its heading. What is not surely known is left to whoever brings the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from stellazh.members.enums import ImportKind
from stellazh.russian.collation import fold

NOT_NEEDED: Final = ""


@dataclass(frozen=True, slots=True)
class RosterField:
    """What a column may hold. `example` stands in the sample file; `may_repeat`: several columns are put together."""

    code: str
    label: str
    example: str = ""
    may_repeat: bool = False
    width_chars: int = 16


PEOPLE_FIELDS: Final = (
    RosterField("full_name", "ФИО", "Ольхова Вера Ильинична", width_chars=30),
    RosterField("family_name", "Фамилия"),
    RosterField("given_name", "Имя"),
    RosterField("patronymic", "Отчество"),
    RosterField("territory", "Муниципалитет"),
    RosterField("school", "Школа", "МБОУ СОШ № 5", width_chars=30),
    RosterField("school_inn", "ИНН школы"),
    RosterField("post", "Должность", "педагог-библиотекарь", width_chars=24),
    RosterField("rate", "Ставка", "0,5", width_chars=9),
    RosterField("other_work", "Совместительство", "учитель", width_chars=18),
    RosterField("email", "Электронная почта", "olkhova@example.org", width_chars=24),
    RosterField("phone", "Телефон", "+7 921 000-11-22", width_chars=18),
    RosterField("birth_on", "Дата рождения", "07.03.1972", width_chars=12),
    RosterField("experience_total", "Стаж общий", "24", width_chars=9),
    RosterField("experience_library", "Стаж библиотечный", "15", width_chars=14),
    RosterField("experience_teaching", "Стаж педагогический", "9", width_chars=14),
    RosterField("experience_here", "Стаж в этой школе", "7", width_chars=14),
    RosterField("education_level", "Образование", "высшее библиотечное", width_chars=24),
    RosterField("education_institution", "Учебное заведение", "Заречный институт культуры", width_chars=28),
    RosterField("education_year", "Год окончания", "1994", width_chars=11),
    RosterField("speciality", "Специальность по диплому", "библиотековедение", width_chars=22),
    RosterField("qualification", "Квалификация", "библиотекарь-библиограф", width_chars=22),
    RosterField("category", "Категория", "первая", width_chars=14),
    RosterField("category_on", "Дата присвоения", "20.12.2021", width_chars=12),
    RosterField("category_order", "Приказ", "№ 1187 от 20.12.2021", width_chars=22),
    RosterField("self_education_theme", "Тема самообразования", "Чтение в семье", width_chars=26),
    RosterField("courses", "Курсы", "Школьный ИБЦ: новые роли, 72 ч., 14.04.2023", may_repeat=True, width_chars=34),
    RosterField("retraining", "Переподготовка", may_repeat=True, width_chars=26),
    RosterField("awards", "Награды", "Грамота управления образования, 2019", may_repeat=True, width_chars=26),
    RosterField("max_contact", "MAX"),
    RosterField("vk_contact", "ВКонтакте"),
    RosterField("position", "Кем в объединении", "секретарь", width_chars=18),
)

SCHOOL_FIELDS: Final = (
    RosterField("short_name", "Краткое название", "МБОУ СОШ № 5", width_chars=26),
    RosterField(
        "name",
        "Полное название",
        "Муниципальное бюджетное общеобразовательное учреждение «Средняя школа № 5»",
        width_chars=44,
    ),
    RosterField("inn", "ИНН", "0012345673", width_chars=13),
    RosterField("territory", "Муниципалитет", width_chars=22),
    RosterField("settlement", "Город или село", "город", width_chars=10),
    RosterField("school_type", "Тип школы", "средняя", width_chars=14),
    RosterField("pupil_count", "Учеников", "612", width_chars=10),
    RosterField("class_count", "Классов", "24", width_chars=9),
    RosterField("phone", "Телефон", "+7 813 000-11-22", width_chars=18),
    RosterField("site", "Сайт", "https://school5.example.org", width_chars=26),
    RosterField("library_kind", "Статус библиотеки", "ШИБЦ", width_chars=12),
    RosterField("room", "Помещение", "отдельное", width_chars=12),
    RosterField("area_m2", "Площадь, м²", "84,5", width_chars=10),
    RosterField("has_reading_room", "Читальный зал", "есть", width_chars=10),
    RosterField("seat_count", "Мест", "24", width_chars=8),
    RosterField("computer_count", "Компьютеров", "6", width_chars=12),
    RosterField("has_internet", "Интернет", "есть", width_chars=10),
    RosterField("library_system", "АБИС", "нет", width_chars=12),
    RosterField("fund_count", "Фонд всего", "18450", width_chars=11),
    RosterField("textbook_count", "Учебников", "11200", width_chars=11),
    RosterField("fiction_count", "Художественной литературы", "6100", width_chars=14),
    RosterField("stated_on", "Сведения на день", "01.09.2024", width_chars=12),
)

_FIELDS: Final = {ImportKind.PEOPLE.value: PEOPLE_FIELDS, ImportKind.SCHOOLS.value: SCHOOL_FIELDS}
NAME_FIELDS: Final = {
    ImportKind.PEOPLE.value: frozenset({"full_name", "family_name"}),
    ImportKind.SCHOOLS.value: frozenset({"name", "short_name"}),
}

# Tried from above; the first that is found in the heading decides. Headings are folded, signs are blanks.
_BOTH: Final = (
    (
        NOT_NEEDED,
        r"^$|^(?:n |no |номер )?п ?п$|^n$|^no$|^номер$|^номер по порядку$|^порядковый номер$|^подпись$|^отметка",
    ),
    (
        NOT_NEEDED,
        r"^примечан|^комментари|^паспорт|^снилс|индекс$|почтовый адрес|\b(?:директор|руководител)\w* (?:оо|оу|шк)",
    ),
    (NOT_NEEDED, r"(?:фио|ф и о|телефон|почта) (?:директор|руководител)"),
)
_PEOPLE: Final = (
    ("full_name", r"фамилия\b.*\b(?:имя|и о)\b|^фи?о?и?о\b|^ф и о\b|\bфио\b|\bф и о\b|^полное имя|^имя фамилия"),
    ("full_name", r"^(?:сотрудник|библиотекарь|работник|педагог библиотекарь|участник|специалист)$"),
    ("family_name", r"^фамилия"),
    ("given_name", r"^имя\b"),
    ("patronymic", r"^отчество"),
    ("territory", r"муниципал|\bрайон|\bокруг|территори|^мо$|^мр$|^город$|^мсу$"),
    ("school_inn", r"\bинн\b"),
    ("self_education_theme", r"самообраз|методическ\w* тем|индивидуальн\w* тем|\bтема работы|^тема$"),
    (
        "other_work",
        r"совмещ|совмест|кем еще|дополнительн\w* (?:работ|должн)|^другая работа|ведет предмет|какой предмет",
    ),
    ("experience_library", r"стаж.*библ|библ.*стаж"),
    ("experience_teaching", r"стаж.*пед|пед.*стаж"),
    ("experience_here", r"стаж.*(?:данн|эт(?:ой|ом)|в школе|\bв оо\b|\bв оу\b|учрежд|организац)"),
    (
        "experience_total",
        r"стаж.*(?:общ|всего|трудов)|(?:общ|трудов)\w* стаж|^стаж(?: работы)?(?: лет)?(?: кол во лет)?$",
    ),
    ("category_order", r"приказ|распоряжен|реквизит"),
    (
        "category_on",
        r"(?:дата|год|когда)\b.*(?:катег|аттест|присво|установл|сзд)|(?:катег|аттест)\w*.*\b(?:дата|год)\b",
    ),
    ("category", r"категори|^кв кат|^кат$|^сзд$|результат\w* аттест|^аттестация$|соответстви\w* (?:заним|долж)"),
    ("retraining", r"переподгот|^пп$"),
    ("courses", r"\bкурс|повышени\w* квалиф|^кпк$|^пк$|удостоверен"),
    ("education_level", r"^образование\b.*(?:что|год|вуз|учебн|специальн|диплом)"),
    ("education_year", r"год\w* (?:оконч|выпуск)|оконч\w*.*\bгод|дата окончания|когда окончил"),
    ("education_institution", r"учебн\w* завед|\bвуз|университет|(?:что|какое\b.*) окончил|\bссуз|учреждение проф"),
    ("qualification", r"квалификаци"),
    ("speciality", r"специальност|направлени\w* подготов|профиль (?:образ|подгот)"),
    ("education_level", r"\bобразовани[ея]\b|^обр$|уровень образ"),
    ("awards", r"наград|\bзвани|поощрен|грамот"),
    ("email", r"\be ?mail|\bимейл|\bмейл|\bпочта|\bпочты|электронн\w* адрес|адрес эл|^эл адрес|^эл п"),
    ("max_contact", r"\bmax\b|^макс\b"),
    ("vk_contact", r"вконтакте|\bвк\b|\bvk\b"),
    ("phone", r"телефон|^тел\b|\bмоб|сотов|номер тел|whatsapp|^конт\w* номер"),
    ("birth_on", r"рожден|^др$|^д р$"),
    ("rate", r"\bстав(?:к|ок)|нагрузк|объем работы|тарификац"),
    ("position", r"(?:роль|кем|статус|обязанност|функци|поручен)\w*.*(?:объединен|\b[огрм]?мо\b|\bгто\b)|^роль$"),
    ("post", r"должност|^кем работает|^профессия"),
    (
        "school",
        r"школ|\bо[оу]\b|^м[бка]оу|место работы|\bорганизаци|\bучреждени|^библиотека$|^работодат",
    ),
)
_SCHOOLS: Final = (
    ("inn", r"\bинн\b"),
    ("territory", r"муниципал(?!ьное (?:бюджет|казен|автоном|общеобр))|\bрайон|\bокруг|территори|^мо$|^мр$|^мсу$"),
    ("site", r"\bсайт|веб|\burl\b|интернет страниц|страница в (?:сети|интернет)"),
    ("phone", r"телефон|^тел\b"),
    ("settlement", r"город\w*.*сел|сел\w*.*город|местност|(?:тип|вид)\w* (?:насел|местн)"),
    ("library_kind", r"\bшибц\b|\bибц\b|\bшб\b|(?:статус|тип|вид)\w* (?:школьн\w* )?библиотек|^статус"),
    ("school_type", r"(?:тип|вид)\w* (?:шк|оо\b|оу\b|учр|орг|образ)|^тип$|^вид$"),
    ("pupil_count", r"\bучени(?:к|ц|ч)|\bучащ|обучающ|контингент|\bдетей\b|школьников"),
    ("class_count", r"\bкласс"),
    ("seat_count", r"посадоч|\bмест\b"),
    ("has_reading_room", r"читальн"),
    ("area_m2", r"площад|кв м\b|\bм2\b|\bм²"),
    ("room", r"помещен"),
    ("computer_count", r"компьют|\bпк\b|ноутбук|\bарм\b"),
    ("has_internet", r"интернет|\bсет[ьи]\b"),
    ("library_system", r"\bабис\b|автоматизир|программ|ирбис|\bмарк\b"),
    ("textbook_count", r"учебник|учебн\w* (?:фонд|литер|издан)|фонд\w* учеб"),
    ("fiction_count", r"\bхуд|\bхл\b"),
    ("fund_count", r"\bфонд|книжн|\b(?:книг|экземпляр|экз)\b"),
    ("stated_on", r"по состоянию|сведения на|на дату|дата (?:свед|обнов|заполн)"),
    ("short_name", r"кратк|\bсокр"),
    ("name", r"наименован|назван|\bшкол|^оу$|^оо$|\bорганизаци|\bучреждени|^полное"),
)
_RULES: Final[dict[str, tuple[tuple[str, re.Pattern[str]], ...]]] = {
    kind: tuple((code, re.compile(pattern)) for code, pattern in (*_BOTH, *rules))
    for kind, rules in ((ImportKind.PEOPLE.value, _PEOPLE), (ImportKind.SCHOOLS.value, _SCHOOLS))
}
_SIGNS: Final = re.compile(r"[^\w²]+|_")
_LONGEST_HEADING: Final = 120


def fields_of(kind: str) -> tuple[RosterField, ...]:
    """What a list of that kind may hold, in the order of the sample file."""
    return _FIELDS[kind]


def label_of(kind: str, code: str) -> str:
    """The Russian name of a field; empty for none."""
    return next((field.label for field in _FIELDS[kind] if field.code == code), "")


def plain(heading: str) -> str:
    """A heading without case, signs and numero: «Кол-во (уч-ся)» → «кол во уч ся»."""
    return _SIGNS.sub(" ", fold(heading).replace("№", " ")).strip()


def recognise(heading: str, kind: str) -> str | None:
    """The field a heading names; `NOT_NEEDED` for ordinal numbers and the like, None when it is not known."""
    text = plain(heading)
    if len(text) > _LONGEST_HEADING:
        return None
    return next((code for code, pattern in _RULES[kind] if pattern.search(text)), None)


def map_columns(headings: Sequence[str], kind: str) -> dict[int, str]:
    """Number of a column → its field or `NOT_NEEDED`; columns that are not known, or name a field again, are absent.

    An exact «ФИО» beside «Фамилия» is kept: the parts are preferred when the rows are read.
    """
    repeatable = {field.code for field in fields_of(kind) if field.may_repeat}
    taken: set[str] = set()
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        code = recognise(heading, kind)
        if code is None or (code in taken and code not in repeatable):
            continue
        found[place] = code
        if code != NOT_NEEDED:
            taken.add(code)
    return found


def codes_of(found: Iterable[str | None]) -> set[str]:
    """The fields named, without what is not needed or not known."""
    return {code for code in found if code}
