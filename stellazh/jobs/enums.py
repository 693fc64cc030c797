from django.db.models import TextChoices


class JobState(TextChoices):
    """Where a job stands. Queued and running ones are unfinished."""

    QUEUED = "queued", "В очереди"
    RUNNING = "running", "Идёт"
    DONE = "done", "Готово"
    FAILED = "failed", "Не получилось"
    CANCELLED = "cancelled", "Отменено"


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
