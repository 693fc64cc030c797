"""What may be done with people and memberships, and by which roles."""

from stellazh.common.capabilities import Capability, Reach, Role, capabilities


def register() -> None:
    """Add this app's rows to the table."""
    for entry in (
        Capability(
            "members.read_members",
            "видеть список участников",
            "Люди",
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.EDITOR: Reach.HERE,
                Role.MEMBER: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "members.edit_members",
            "вести список участников",
            "Люди",
            {
                Role.HEAD: Reach.HERE,
                Role.DEPUTY: Reach.HERE,
                Role.SECRETARY: Reach.HERE,
                Role.METHODIST: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "members.invite",
            "приглашать людей войти в систему",
            "Люди",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "members.read_cards_here",
            "видеть карточки участников, как их руководитель",
            "Люди",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "members.read_cards",
            "видеть карточки участников, открытые руководителям региона",
            "Люди",
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "members.edit_schools",
            "вести карточки школ",
            "Люди",
            {
                Role.HEAD: Reach.HERE,
                Role.DEPUTY: Reach.HERE,
                Role.METHODIST: Reach.HERE,
                Role.SECRETARY: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "members.import_rosters",
            "загружать списки людей и школ",
            "Люди",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "members.merge_people",
            "объединять карточки одного человека",
            "Люди",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "members.run_campaign",
            "проводить уточнение данных",
            "Люди",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "members.read_campaign",
            "видеть, кто подтвердил свои данные",
            "Люди",
            {
                Role.HEAD: Reach.BELOW,
                Role.DEPUTY: Reach.BELOW,
                Role.METHODIST: Reach.BELOW,
                Role.SECRETARY: Reach.HERE,
                Role.OPERATOR: Reach.BELOW,
            },
        ),
        Capability(
            "members.decide_registrations",
            "принимать и отклонять заявки на вступление",
            "Люди",
            {Role.HEAD: Reach.HERE, Role.DEPUTY: Reach.HERE, Role.METHODIST: Reach.HERE, Role.OPERATOR: Reach.BELOW},
        ),
        Capability(
            "members.name_responsible",
            "закреплять ответственных за муниципалитеты",
            "Люди",
            {Role.HEAD: Reach.BELOW, Role.DEPUTY: Reach.BELOW, Role.METHODIST: Reach.BELOW, Role.OPERATOR: Reach.BELOW},
        ),
    ):
        capabilities.add(entry)
