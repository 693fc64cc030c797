"""Pages that editors wrote: asked last, so that no address of the product is ever hidden by one of them."""

from django.urls import re_path

from stellazh.pages.views import site

urlpatterns = [re_path(r"^o/((?:[\w\-]+/)*)$", site.serve, name="wagtail_serve")]
