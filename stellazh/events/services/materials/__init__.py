"""Every write to materials."""

from stellazh.events.services.materials.adding import add_material, add_material_version
from stellazh.events.services.materials.bringing import MATERIAL_FILE, Brought, DangerousFile, FileTakenNowhere
from stellazh.events.services.materials.keeping import (
    archive_material,
    move_material,
    restore_material,
    update_material,
)
from stellazh.events.services.materials.values import FileOrLink, MaterialFields, TooManyMaterials, UnknownSlot

__all__ = [
    "MATERIAL_FILE",
    "Brought",
    "DangerousFile",
    "FileOrLink",
    "FileTakenNowhere",
    "MaterialFields",
    "TooManyMaterials",
    "UnknownSlot",
    "add_material",
    "add_material_version",
    "archive_material",
    "move_material",
    "restore_material",
    "update_material",
]
