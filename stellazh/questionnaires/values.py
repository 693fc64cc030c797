"""What comes into the services: questions as somebody put them, answers as somebody gave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import BinaryIO, Final

from stellazh.questionnaires.enums import QuestionKind

LONGEST_LABEL: Final = 1000
LONGEST_CONSENT: Final = 6000
LONGEST_HELP: Final = 4000
LONGEST_OPTION: Final = 300
LONGEST_TEXT: Final = {QuestionKind.TEXT: 300, QuestionKind.LONG_TEXT: 4000}
MOST_SIGNS: Final = 20_000
MOST_OPTIONS: Final = 200
MOST_PLACES: Final = 1_000_000
MOST_GRADES: Final = 11
MOST_NUMBER: Final = Decimal("999999999.99")


@dataclass(frozen=True, slots=True)
class OptionFields:
    """An option as typed: `capacity` None is any number of places; `option_id` names the one it stands for already."""

    label: str
    capacity: int | None = None
    option_id: int | None = None


@dataclass(frozen=True, slots=True)
class QuestionFields:
    """A question as typed. Bounds are for numbers and scales, `longest` (signs) for texts, `options` for choices; what
    a kind does not have is not kept."""

    kind: QuestionKind
    label: str
    help: str = ""
    is_required: bool = False
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    minimum_label: str = ""
    maximum_label: str = ""
    longest: int | None = None
    options: tuple[OptionFields, ...] = ()


@dataclass(frozen=True, slots=True)
class Respondent:
    """Who answers: `key` is «person:5» or «registration:17» («» for nobody in particular), `person_id` whoever these
    are the personal data of. Of an anonymous questionnaire neither is kept."""

    key: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A file just brought."""

    name: str
    content: BinaryIO | bytes


@dataclass(frozen=True, slots=True)
class Value:
    """One answer, in the field its kind asks for: `text`; `number` for numbers and grades; `day`; `option_ids` for
    choices; `is_yes` for yes or no and for consents; `file`, or `keeps_file` when the one given before stays."""

    text: str = ""
    number: Decimal | None = None
    day: date | None = None
    option_ids: tuple[int, ...] = ()
    is_yes: bool | None = None
    file: IncomingFile | None = None
    keeps_file: bool = False


# By the key of the question.
Values = Mapping[int, Value]
