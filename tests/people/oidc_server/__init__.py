"""A real OpenID Connect server, django-oauth-toolkit's, in a process of its own."""
