"""Annual reports and the plan with its fact as files: Word, PDF and Excel."""
