"""Facts of the structure that higher shelves may want to know. Sent inside the transaction of the deed."""

from django.dispatch import Signal

# Organisations were entered, changed or archived. Arguments: organisation_ids.
organisations_changed = Signal()

# Territories or associations got other names. Arguments: at.
territories_named = Signal()
