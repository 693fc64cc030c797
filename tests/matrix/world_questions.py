"""What the matrix names of questionnaires, by the uses that events make of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from stellazh.common import clock
from stellazh.events.enrolment_questions import ENROLMENT_USE, respondent_key
from stellazh.events.models import Enrolment, Event
from stellazh.events.services.feedback import open_feedback
from stellazh.files.models import StoredFile
from stellazh.people.models import Person
from stellazh.questionnaires.enums import QuestionKind
from stellazh.questionnaires.models import Question, Questionnaire, Submission
from stellazh.questionnaires.services import (
    IncomingFile,
    QuestionFields,
    Respondent,
    Value,
    add_question,
    archive_question,
    create_questionnaire,
    submit,
)
from tests.factories.events import EnrolmentFactory


class Questions:
    """The part of the world that is asked and answered."""

    if TYPE_CHECKING:
        people: dict[str, Person]

        @cached_property
        def event(self) -> Event: ...
        @cached_property
        def draft_event(self) -> Event: ...
        @cached_property
        def past_event(self) -> Event: ...
        @cached_property
        def neighbours_event(self) -> Event: ...
        @cached_property
        def own_enrolment(self) -> Enrolment: ...
        @cached_property
        def guest_enrolment(self) -> Enrolment: ...

    # What is asked of those who register

    def _questionnaire(self, event: Event, by: str = "head") -> Questionnaire:
        return create_questionnaire(
            ENROLMENT_USE, event.object_key, title="Вопросы", by=self.people[by], at=clock.now()
        )

    def _question(self, label: str, kind: QuestionKind = QuestionKind.TEXT) -> Question:
        fields = QuestionFields(kind, label)
        return add_question(self.questions.pk, fields=fields, by=self.people["head"], at=clock.now())

    @cached_property
    def questions(self) -> Questionnaire:
        """Of the event, nothing asked yet."""
        return self._questionnaire(self.event)

    @cached_property
    def draft_questions(self) -> Questionnaire:
        """Of an event that nobody was told of."""
        return self._questionnaire(self.draft_event)

    @cached_property
    def neighbours_questions(self) -> Questionnaire:
        """The stranger's own."""
        return self._questionnaire(self.neighbours_event, by="head_of_neighbour")

    @cached_property
    def question(self) -> Question:
        return self._question("О чём расскажете?")

    @cached_property
    def second_question(self) -> Question:
        """After the first."""
        assert self.question
        return self._question("Что привезёте?")

    @cached_property
    def archived_question(self) -> Question:
        question = self._question("Больше не спрашиваем")
        return archive_question(question.pk, by=self.people["head"], at=clock.now())

    @cached_property
    def submission(self) -> Submission:
        """What the member answered, with a file."""
        thesis = self._question("Тезисы", kind=QuestionKind.FILE)
        given = {
            self.question.pk: Value(text="О книгах леса"),
            thesis.pk: Value(file=IncomingFile("тезисы.txt", b"words of hers")),
        }
        member = self.people["member"]
        respondent = Respondent(respondent_key(self.own_enrolment), member.pk)
        return submit(self.questions.pk, respondent=respondent, values=given, by=member, at=clock.now())

    # How it was

    @cached_property
    def feedback(self) -> Questionnaire:
        """The form of feedback of the past event, with names; the member came."""
        EnrolmentFactory(event=self.past_event, person=self.people["member"])
        return self._feedback(self.past_event)

    @cached_property
    def guests_feedback(self) -> Questionnaire:
        """Of the event that the guest comes to: it is said to be held."""
        assert self.guest_enrolment
        Event.objects.filter(pk=self.event.pk).update(status="held", held_at=clock.now())
        return self._feedback(self.event)

    @cached_property
    def draft_feedback(self) -> Questionnaire:
        return self._feedback(self.draft_event)

    def _feedback(self, event: Event) -> Questionnaire:
        return open_feedback(event.pk, is_anonymous=False, by=self.people["head"], at=clock.now())

    @cached_property
    def answer_file(self) -> StoredFile:
        """The file of the member's answer."""
        file: StoredFile = self.submission.answers.get(file__isnull=False).file  # type: ignore[assignment]
        return file
