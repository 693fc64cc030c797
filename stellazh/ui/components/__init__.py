"""Components: functions that give HTML. `templatetags/ui.py` makes them tags; a signature here is the contract."""
