"""Schools and municipalities of an association's territory, found by how lists name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from stellazh.associations.models import Association, Organisation, Territory
from stellazh.members.rosters.school_names import SchoolName, is_variant, place_key, school_name
from stellazh.russian.collation import fold

NOT_FOUND = (
    "Школа: «{text}» не найдена среди школ объединения. Место работы не записано; загрузите сначала список школ."
)
SEVERAL = "Школа: под «{text}» подходят несколько: {names}. Укажите муниципалитет или ИНН школы."
UNDERSTOOD = "Школа: «{text}» понята как «{name}»."
INN_DISAGREES = "Школа: ИНН принадлежит «{name}», а в строке «{text}». Место работы не записано."


@dataclass(frozen=True, slots=True)
class KnownSchool:
    """An organisation as far as lists need it."""

    id: int
    short_name: str
    name: str
    inn: str
    path: str
    names: tuple[SchoolName, ...]

    @classmethod
    def of(cls, organisation: Organisation) -> KnownSchool:
        """Needs the territory read along."""
        names = {school_name(organisation.short_name), school_name(organisation.name)}
        # «СОШ № 1 (Город Сосногорье)» is the first school to whoever writes from there.
        place = school_name(organisation.territory.name).words
        names |= {SchoolName(name.kind, name.number, name.words - place) for name in names if name.number}
        return cls(
            organisation.pk,
            organisation.short_name,
            organisation.name,
            organisation.inn,
            organisation.territory.path,
            tuple(one for one in names if not one.is_empty),
        )


@dataclass(frozen=True, slots=True)
class FoundSchool:
    """The school that a row means, or a sentence why none; a doubtful one has both."""

    school: KnownSchool | None = None
    problem: str = ""


@dataclass(slots=True)
class SchoolBook:
    """The schools and municipalities within an association's territory."""

    root: Territory
    places: dict[str, list[Territory]] = field(default_factory=lambda: defaultdict(list))
    _by_id: dict[int, KnownSchool] = field(default_factory=dict)
    _by_inn: dict[str, KnownSchool] = field(default_factory=dict)
    _by_text: dict[str, list[KnownSchool]] = field(default_factory=lambda: defaultdict(list))
    _by_kind: dict[tuple[str, str], list[KnownSchool]] = field(default_factory=lambda: defaultdict(list))
    _answers: dict[tuple[str, str, str], FoundSchool] = field(default_factory=dict)

    @classmethod
    def at(cls, association: Association) -> SchoolBook:
        """Two queries."""
        book = cls(association.territory)
        path = association.territory.path
        for territory in Territory.objects.filter(path__startswith=path, archived_at=None):
            book.places[place_key(territory.name)].append(territory)
        organisations = Organisation.objects.present().filter(territory__path__startswith=path)
        for organisation in organisations.select_related("territory"):
            book.add(KnownSchool.of(organisation))
        return book

    def add(self, school: KnownSchool) -> None:
        """Let rows that follow find this one too."""
        self._by_id[school.id] = school
        if school.inn:
            self._by_inn[school.inn] = school
        for text in {fold(school.short_name), fold(school.name)}:
            self._by_text[text].append(school)
        for kind in {(name.kind, name.number) for name in school.names}:
            self._by_kind[kind].append(school)

    def get(self, school_id: int | None) -> KnownSchool | None:
        return None if school_id is None else self._by_id.get(school_id)

    def by_inn(self, inn: str) -> KnownSchool | None:
        return self._by_inn.get(inn) if inn else None

    def place(self, text: str) -> Territory | None:
        """The municipality that a text names; None when none, or several, are meant."""
        found = self.places.get(place_key(text), [])
        return found[0] if len(found) == 1 else None

    def alike(self, *texts: str, path: str = "") -> list[KnownSchool]:
        """Schools that any of the texts can name, within the place, the surest first."""
        wanted = [school_name(text) for text in texts if text]
        found: dict[int, tuple[int, KnownSchool]] = {}
        for text in texts:
            for school in self._by_text.get(fold(text), ()) if text else ():
                found[school.id] = (0, school)
        for name in wanted:
            for school in self._by_kind.get((name.kind, name.number), ()):
                for known in school.names:
                    if is_variant(name, known):
                        rank = 1 if known == name else 2
                        found[school.id] = min(found.get(school.id, (rank, school)), (rank, school), key=lambda p: p[0])
        within = [pair for pair in found.values() if pair[1].path.startswith(path)]
        best = min((rank for rank, _ in within), default=0)
        # Equal names leave no room for such that are only contained in one another.
        kept = [pair for pair in within if pair[0] == best or best == 2]
        return [school for _, school in sorted(kept, key=lambda pair: (pair[0], pair[1].id))]

    def resolve(self, text: str, *, inn: str = "", place: str = "") -> FoundSchool:
        """The school where a person works, by what a row says of it."""
        key = (text, inn, place)
        if key not in self._answers:
            self._answers[key] = self._resolve(text, inn, place)
        return self._answers[key]

    def _resolve(self, text: str, inn: str, place: str) -> FoundSchool:
        if known := self.by_inn(inn):
            if text and not _may_be(text, known):
                return FoundSchool(None, INN_DISAGREES.format(name=known.short_name, text=text))
            return FoundSchool(known)
        if not text:
            return FoundSchool(None, NOT_FOUND.format(text=f"ИНН {inn}"))
        territory = self.place(place) if place else None
        found = self.alike(text, path=territory.path if territory else "")
        if not found:
            return FoundSchool(None, NOT_FOUND.format(text=text))
        if len(found) > 1:
            names = ", ".join(f"«{school.short_name}»" for school in found[:4])
            return FoundSchool(None, SEVERAL.format(text=text, names=names))
        school = found[0]
        is_sure = any(name == school_name(text) for name in school.names) or fold(text) in _texts(school)
        return FoundSchool(school, "" if is_sure else UNDERSTOOD.format(text=text, name=school.short_name))


def _texts(school: KnownSchool) -> Iterable[str]:
    return fold(school.short_name), fold(school.name)


def _may_be(text: str, school: KnownSchool) -> bool:
    return fold(text) in _texts(school) or any(is_variant(school_name(text), name) for name in school.names)
