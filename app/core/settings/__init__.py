"""Settings: named texts that hold for the whole installation.

A module declares its own in its manifest (`Setting`); `setting_value` gives one typed, with its default;
`change_setting` is the one way users change it. Marks of the kernel's own (such as that of the demo) are kept by
`put_setting` and are shown to nobody.
"""

from app.core.settings.changing import (
    Line,
    SettingRefused,
    UnknownSetting,
    change_setting,
    changeable,
    read_setting,
    setting_declared,
    setting_value,
)
from app.core.settings.declared import SETTINGS_OPEN, Declared, Setting, declared
from app.core.settings.organisation import (
    NAME,
    ORGANISATION,
    ORGANISATION_MANAGE,
    SHORT_NAME,
    organisation_name,
    organisation_short_name,
)
from app.core.settings.stored import SettingValue, put_setting, setting

__all__ = [
    "NAME",
    "ORGANISATION",
    "ORGANISATION_MANAGE",
    "SETTINGS_OPEN",
    "SHORT_NAME",
    "Declared",
    "Line",
    "Setting",
    "SettingRefused",
    "SettingValue",
    "UnknownSetting",
    "change_setting",
    "changeable",
    "declared",
    "organisation_name",
    "organisation_short_name",
    "put_setting",
    "read_setting",
    "setting",
    "setting_declared",
    "setting_value",
]
