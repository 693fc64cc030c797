"""Stored codes of protocols, decisions and resolutions. Values never change."""

from __future__ import annotations

from django.db.models import TextChoices


class ProtocolStatus(TextChoices):
    DRAFT = "draft", "черновик"
    REMARKS = "remarks", "на замечаниях"
    SIGNED = "signed", "подписан"


class BodyForm(TextChoices):
    """How what was said is set down: question by question, or speeches first and decisions after them."""

    FULL = "full", "по вопросам: слушали, выступили, решили"
    SHORT = "short", "кратко: выступления, решено"


class PresentShown(TextChoices):
    """How the paper names those present."""

    LIST = "list", "списком"
    COUNT = "count", "числом: «13 человек», список прилагается"


class QuorumRule(TextChoices):
    NONE = "none", "не требуется"
    HALF = "half", "больше половины членов"
    TWO_THIRDS = "two_thirds", "не меньше двух третей членов"


class PartRole(TextChoices):
    """As what somebody stands in the protocol. Who leads also stands among those present."""

    CHAIR = "chair", "председатель"
    LEADER = "leader", "ведущий"
    SECRETARY = "secretary", "секретарь"
    PRESENT = "present", "присутствует"
    INVITED = "invited", "приглашён"
    EXCUSED = "excused", "отсутствует по уважительной причине"
    ABSENT = "absent", "отсутствует"


class AgendaKind(TextChoices):
    TOPIC = "topic", "вопрос"
    FOLLOW_UP = "follow_up", "выполнение прошлых решений"
    DEBATE = "debate", "прения"
    OTHER = "other", "разное"


class AgendaOutcome(TextChoices):
    OPEN = "open", "ещё не рассмотрен"
    DISCUSSED = "discussed", "рассмотрен"
    POSTPONED = "postponed", "перенесён на следующее заседание"
    DROPPED = "dropped", "снят с повестки"


class SpeechKind(TextChoices):
    HEARD = "heard", "слушали"
    SPOKE = "spoke", "выступили"


class VoteMode(TextChoices):
    UNANIMOUS = "unanimous", "единогласно"
    COUNTS = "counts", "числом голосов"
    ROLL = "roll", "поимённо"


class VoteChoice(TextChoices):
    FOR = "for", "за"
    AGAINST = "against", "против"
    ABSTAINED = "abstained", "воздержались"


class AddresseeKind(TextChoices):
    """Who answers for a decision."""

    PERSON = "person", "человек"
    GROUP = "group", "группа, названная словами"
    ORGANISATION = "organisation", "школа или организация"
    TERRITORY = "territory", "муниципалитет"
    ASSOCIATION = "association", "объединение"
    CLASS = "class", "все сразу"


class AddresseeClass(TextChoices):
    """A class of addressees, as resolutions name them; unfolds into a mark for each."""

    CENTRE = "centre", "методический центр (РИБЦ)"
    HEADS = "heads", "руководители методических объединений"
    AUTHORITIES = "authorities", "органы местного самоуправления"
    LIBRARIES = "libraries", "школьные библиотеки и ШИБЦ"
    LIBRARIANS = "librarians", "все школьные библиотекари"
    PARTNERS = "partners", "социальные партнёры"


class UnfoldTo(TextChoices):
    """What a mark of fulfilment is kept for."""

    ONE = "one", "одна отметка на всех"
    ASSOCIATION = "association", "по объединениям"
    MUNICIPALITY = "municipality", "по муниципалитетам"
    SCHOOL = "school", "по школам"
    ORGANISATION = "organisation", "по организациям"


class DoneState(TextChoices):
    """How an assignment, or a point of a resolution, stands."""

    OPEN = "open", "в работе"
    DONE = "done", "исполнено"
    PARTLY = "partly", "исполнено частично"
    NOT_DONE = "not_done", "не исполнено"
    WITHDRAWN = "withdrawn", "снято с контроля"


class CarryResult(TextChoices):
    """What a later meeting said of a decision that was still open."""

    KEPT = "kept", "остаётся на контроле"
    DONE = "done", "исполнено"
    PARTLY = "partly", "исполнено частично"
    NOT_DONE = "not_done", "не исполнено"
    WITHDRAWN = "withdrawn", "снять с контроля"


class PaperKind(TextChoices):
    ATTACHMENT = "attachment", "приложение"
    SCAN = "scan", "подписанный экземпляр"
    SIGNATURE = "signature", "файл электронной подписи"


class FormKind(TextChoices):
    """Papers whose Word form an association may replace by its own."""

    PROTOCOL = "protocol", "протокол"
    EXTRACT = "extract", "выписка из протокола"


class RemarkState(TextChoices):
    OPEN = "open", "ждёт ответа"
    TAKEN = "taken", "учтено"
    DECLINED = "declined", "не принято"


class ReminderKind(TextChoices):
    WEEK = "week", "за неделю"
    DAY = "day", "накануне"
    OVERDUE = "overdue", "срок прошёл"


class ResolutionStatus(TextChoices):
    COLLECTING = "collecting", "сбор предложений"
    DRAFT = "draft", "проект"
    ADOPTED = "adopted", "принята"
    CLOSED = "closed", "закрыта"


class ProposalState(TextChoices):
    OPEN = "open", "предложено"
    TAKEN = "taken", "вошло в проект"
    MERGED = "merged", "объединено с другим"
    DECLINED = "declined", "не вошло"
    WITHDRAWN = "withdrawn", "отозвано автором"


class IntakeStatus(TextChoices):
    READING = "reading", "читается"
    PREVIEW = "preview", "ждёт проверки"
    CONFIRMED = "confirmed", "внесён"
    UNDONE = "undone", "отменён"
    ABANDONED = "abandoned", "оставлен"
