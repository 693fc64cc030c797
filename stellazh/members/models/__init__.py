"""Memberships and posts; cards of people and of schools; campaigns, imports, registrations, saved views."""

from stellazh.members.models.campaigns import Campaign, CampaignAnswer, CampaignAnswerQuerySet, CampaignQuerySet
from stellazh.members.models.cards import Award, Card, CardQuerySet, PupilResult, Training
from stellazh.members.models.imports import ImportRow, RosterImport, RosterImportQuerySet
from stellazh.members.models.memberships import Membership, MembershipQuerySet, Post, PostQuerySet
from stellazh.members.models.registrations import Registration, RegistrationQuerySet
from stellazh.members.models.responsible import Responsible, ResponsibleQuerySet
from stellazh.members.models.schools import SchoolCard
from stellazh.members.models.views import SavedView

__all__ = [
    "Award",
    "Campaign",
    "CampaignAnswer",
    "CampaignAnswerQuerySet",
    "CampaignQuerySet",
    "Card",
    "CardQuerySet",
    "ImportRow",
    "Membership",
    "MembershipQuerySet",
    "Post",
    "PostQuerySet",
    "PupilResult",
    "Registration",
    "RegistrationQuerySet",
    "Responsible",
    "ResponsibleQuerySet",
    "RosterImport",
    "RosterImportQuerySet",
    "SavedView",
    "SchoolCard",
    "Training",
]
