"""The form of the editor as a browser sends it."""

from __future__ import annotations

from typing import Any

from stellazh.certificates.models import CertificateTemplate
from stellazh.certificates.services.sheet_layouts import Sheet


def sent(template: CertificateTemplate, **other: Any) -> dict[str, Any]:
    """Every field as it is stored; `other` by names, `b3_text` for «block-3-text»."""
    sheet = Sheet.of(template)
    data: dict[str, Any] = {
        "orientation": sheet.layout.orientation.value,
        "design": sheet.layout.design.value,
        "background": sheet.background_id or "",
        "emblem": sheet.emblem_id or "",
        "seal": sheet.seal_id or "",
        "sample": "usual",
        "sample_name": "",
        "shown": "",
        "expected_version": template.version,
        "block-TOTAL_FORMS": len(sheet.layout.blocks),
        "block-INITIAL_FORMS": len(sheet.layout.blocks),
        "block-MIN_NUM_FORMS": 0,
        "block-MAX_NUM_FORMS": 40,
    }
    for number, block in enumerate(sheet.layout.blocks):
        for name in block.__dataclass_fields__:
            value = getattr(block, name)
            if value not in (None, False):
                data[f"block-{number}-{name}"] = str(value)
    for name, value in other.items():
        block_number, _, field = name.partition("_")
        is_block = block_number.startswith("b") and block_number[1:].isdigit()
        data[f"block-{block_number[1:]}-{field}" if is_block else name] = value
    return data
