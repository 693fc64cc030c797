"""Ready sheets that come with the product."""

from stellazh.certificates.designs.shipped import SHIPPED, ShippedTemplate, shipped

__all__ = ["SHIPPED", "ShippedTemplate", "shipped"]
