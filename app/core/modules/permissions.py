"""What may be permitted about the modules themselves."""

MODULES_MANAGE = "core.modules.manage"
