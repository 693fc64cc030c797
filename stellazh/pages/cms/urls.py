"""Wagtail's own addresses, each behind our gate."""

from wagtail.admin.urls import urlpatterns as brought
from wagtail.utils.urlpatterns import decorate_urlpatterns

from stellazh.pages.cms.gate import guarded

urlpatterns = decorate_urlpatterns(brought, guarded)
