"""What is wrong with a manifest: lines for the developer, none when all is well."""

from collections.abc import Iterable, Iterator, Sequence

from app.core.access import ROLES
from app.core.modules import Module

KNOWN_ROLES = frozenset({*ROLES, "operator"})


def faults_of(module: Module, others: Sequence[Module]) -> list[str]:
    """Everything wrong with a manifest, given the modules it may stand on."""
    return [
        *_needs(module, others),
        *_permissions(module),
        *_used_permissions(module, others),
        *_texts(module),
        *_names(module),
        *_hosts(module),
        *_menu(module),
    ]


def _needs(module: Module, others: Sequence[Module]) -> Iterator[str]:
    known = {one.name for one in others}
    for name in module.depends:
        if name not in known:
            yield f"it depends on {name}, which is not there"
    for name in sorted(set(module.depends) & set(module.works_with)):
        yield f"{name} is both needed and optional"


def _permissions(module: Module) -> Iterator[str]:
    for permission in module.permissions:
        if not permission.code.startswith(f"{module.name}."):
            yield f"permission {permission.code} must begin with {module.name}."
        if not permission.roles and not permission.own:
            yield f"permission {permission.code} is held by nobody"
        for role in (*permission.roles, *permission.own):
            if role not in KNOWN_ROLES:
                yield f"permission {permission.code} names the role {role}, which does not exist"


def _used_permissions(module: Module, others: Sequence[Module]) -> Iterator[str]:
    near = [one for one in others if one.name in (*module.depends, *module.works_with)]
    declared = {permission.code for one in (module, *near) for permission in one.permissions}
    used: list[tuple[str, str | None]] = [(f"import kind {one.code}", one.permission) for one in module.imports]
    used += [(f"menu item {one.label}", one.permission) for one in module.menu]
    used += [(f"panel {one.name}", one.permission) for one in module.panels]
    used += [(f"panel {one.name} (saving)", one.save_permission) for one in module.panels if one.save]
    used += [(f"column {one.name}", one.permission) for one in module.columns]
    used += [(f"document {one.name}", one.permission) for one in module.documents]
    used += [(f"setting {one.code}", one.permission) for one in module.settings]
    for what, permission in used:
        if permission not in declared:
            yield f"{what} asks for the permission {permission}, which is declared nowhere"


def _texts(module: Module) -> Iterator[str]:
    labelled: Sequence[Iterable[object]] = (
        (module,), module.permissions, module.imports, module.menu, module.columns, module.documents, module.settings,
    )  # fmt: skip
    for one in (each for group in labelled for each in group):
        if not str(getattr(one, "label", "")).strip():
            yield f"{one!r} has no label"
    for switch in module.switches:
        if not (switch.name.isidentifier() and switch.label.strip() and switch.sentence.strip()):
            yield f"switch {switch.name} needs a plain name, a label and a sentence that says what it adds"
    for panel in module.panels:
        if not panel.title.strip():
            yield f"panel {panel.name} has no title"


def _names(module: Module) -> Iterator[str]:
    if not (module.name.isidentifier() and module.name.islower() and len(module.name) <= LONGEST_NAME):
        yield f"{module.name} is no good name: lower case, digits and _, at most {LONGEST_NAME} characters"
    for setting in module.settings:
        if not setting.code.startswith(f"{module.name}."):
            yield f"setting {setting.code} must begin with {module.name}."
    groups = {
        "permission": [one.code for one in module.permissions],
        "import kind": [one.code for one in module.imports],
        "panel": [f"{one.host} {one.name}" for one in module.panels],
        "column": [f"{one.host} {one.name}" for one in module.columns],
        "document": [f"{one.host} {one.name}" for one in module.documents],
        "switch": [one.name for one in module.switches],
        "command": [one.name or "" for one in module.commands],
    }
    for what, names in groups.items():
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield f"{what} {name} is declared twice"


LONGEST_NAME = 27
"""So that `<name>_0001` fits where Alembic keeps it."""


def _hosts(module: Module) -> Iterator[str]:
    known = {module.name, *module.depends, *module.works_with}
    guests = [(one.name, one.host) for one in module.panels]
    guests += [(one.name, one.host) for one in module.columns]
    guests += [(one.name, one.host) for one in module.documents]
    for name, host in guests:
        owner, dot, page = host.partition(".")
        if not (dot and page and owner in known):
            yield f"{name}: the host {host} is no page of this module or of one it names"


def _menu(module: Module) -> Iterator[str]:
    """Views are loaded here: the web is heavy, and a module without a menu does without it."""
    if not module.views:
        return
    from app.core.admin.views import views_of

    endpoints = {view.endpoint for view in views_of(module)}
    for item in module.menu:
        if item.endpoint.partition(".")[0] not in endpoints:
            yield f"menu item {item.label}: there is no view with the endpoint {item.endpoint}"
