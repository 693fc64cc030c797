"""Pages of questionnaires: the editor and the answers."""
