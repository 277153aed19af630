"""Who may keep the organisation's own forms."""

TEMPLATES_MANAGE = "core.templates.manage"
