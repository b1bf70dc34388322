"""Every route names a right or says that it is public, and somebody holds every right."""

from iso_qms.organisation.rights import ROLES
from iso_qms.registry import registry
from iso_qms.web import PUBLIC, SIGNED_IN, Room
from iso_qms.workflow import CLOCK


def test_every_route_names_a_declared_right(app):
    rooms = [room for room in app.blueprints.values() if isinstance(room, Room)]
    needs = {key: value for room in rooms for key, value in room.needs.items()}
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        need = needs.get(rule.endpoint)
        assert need, f"{rule.endpoint} is not declared through Room.route(needs=…)"
        assert need in (PUBLIC, SIGNED_IN) or need in registry.rights, f"{rule.endpoint} needs unknown {need}"


def test_some_role_holds_every_right(app):
    for right in registry.rights.values():
        assert right.roles, f"nobody holds {right.name}"
        assert set(right.roles) <= set(ROLES), f"{right.name} is given to an unknown role"


def test_every_move_needs_a_declared_right(app):
    for workflow in registry.workflows.values():
        for move in workflow.moves:
            assert move.needs == CLOCK or move.needs in registry.rights, f"{workflow.name}.{move.name}: {move.needs}"
