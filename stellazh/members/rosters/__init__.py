"""Lists of people and of schools as tables: which column is what, what a cell says, whose name it could be.

Nothing here touches the database: `services.rosters` does.
"""
