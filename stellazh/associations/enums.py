"""Stored codes of the structure. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class TerritoryKind(TextChoices):
    REGION = "region", "регион"
    CITY = "city", "город"
    MUNICIPALITY = "municipality", "муниципалитет"
    DISTRICT = "district", "район"
    SETTLEMENT = "settlement", "населённый пункт"


class OrganisationKind(TextChoices):
    SCHOOL = "school", "школа"
    LIBRARY = "library", "библиотека"
    METHODICAL_CENTRE = "methodical_centre", "методический центр"
    AUTHORITY = "authority", "орган управления образованием"
    PARTNER = "partner", "партнёр"


class AssociationKind(TextChoices):
    """Kinds of methodological associations as their papers name them."""

    OMO = "omo", "ОМО"
    GMO = "gmo", "ГМО"
    RMO = "rmo", "РМО"
    MMO = "mmo", "ММО"
    GTO = "gto", "ГТО"


ASSOCIATION_KIND_NAMES = {
    AssociationKind.OMO: "областное методическое объединение",
    AssociationKind.GMO: "городское методическое объединение",
    AssociationKind.RMO: "районное методическое объединение",
    AssociationKind.MMO: "муниципальное методическое объединение",
    AssociationKind.GTO: "городское творческое объединение",
}
