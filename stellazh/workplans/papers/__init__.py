"""Printing of plans: Word, PDF, Excel and calendar files out of one `PlanPaper`; importable without Django set up."""
