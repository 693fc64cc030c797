"""Kinds of notices. Each app registers its own from `AppConfig.ready()`."""

from __future__ import annotations

from dataclasses import dataclass

from stellazh.common.registries import Registry
from stellazh.notices.enums import Delivery


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind: `code` is `app.what_happened`, `label` stands in the table of choices under the heading `group`.

    `default` is how its letters come until the person chooses. Letters of a kind that `is_required` come at once, at
    night too, and cannot be switched off: keep it for what endangers the account.
    """

    code: str
    label: str
    group: str
    default: Delivery
    is_required: bool = False


notice_kinds: Registry[NoticeKind] = Registry("notice kind", key=lambda entry: entry.code)

SECURITY = "people.security"


def label_of(code: str) -> str:
    """The kind in Russian; its code when the app that knew it is gone."""
    known = notice_kinds.get(code)
    return known.label if known else code


def register() -> None:
    """Add the kinds of accounts: `people` stands below and cannot do it."""
    notice_kinds.add(
        NoticeKind(SECURITY, "Безопасность входа", "Учётная запись", default=Delivery.AT_ONCE, is_required=True)
    )
