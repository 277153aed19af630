"""Pages as values: everything a template draws, and nothing else. Views build them; HTML is written only in core.

Every page class names its template: `render_template(page.template, page=page)`.
"""

from app.core.admin.pages.changes import WillChange
from app.core.admin.pages.forms import (
    Conflict,
    ConflictLine,
    ErrorPage,
    FormPage,
    GatePage,
    ImportPage,
    ImportResult,
    InputGroup,
    JobPage,
    LoginPage,
    PasswordPage,
    TwoFactorPage,
)
from app.core.admin.pages.frame import Account, Entry, Frame, Setting, Theme
from app.core.admin.pages.lists import Chip, Facet, ListPage, Option, Paging, Search, Selection
from app.core.admin.pages.parts import (
    Badge,
    Block,
    Button,
    Cell,
    Choice,
    Column,
    Fact,
    Facts,
    Input,
    InputKind,
    Link,
    Notice,
    Pairs,
    Panel,
    Prose,
    Row,
    Table,
    Tile,
    Tiles,
    Tone,
    amount,
    day,
    number,
    person,
    pill,
    press,
    text,
)
from app.core.admin.pages.records import (
    AsAt,
    BoardPage,
    ExplanationLine,
    ExplanationPage,
    Node,
    Position,
    RecordPage,
    Step,
    Tab,
    TreePage,
)
from app.core.admin.pages.streams import (
    ActivityCard,
    BellJob,
    BellMenu,
    Change,
    Composer,
    FileCard,
    Happened,
    HistoryDay,
    HistoryEntry,
    Stream,
)

Page = (
    ListPage
    | RecordPage
    | FormPage
    | ImportPage
    | JobPage
    | ExplanationPage
    | TreePage
    | BoardPage
    | GatePage
    | ErrorPage
    | BellMenu
    | WillChange
)
"""Any page."""

__all__ = [
    "Account",
    "ActivityCard",
    "AsAt",
    "Badge",
    "BellJob",
    "BellMenu",
    "Block",
    "BoardPage",
    "Button",
    "Cell",
    "Change",
    "Chip",
    "Choice",
    "Column",
    "Composer",
    "Conflict",
    "ConflictLine",
    "Entry",
    "ErrorPage",
    "ExplanationLine",
    "ExplanationPage",
    "Facet",
    "Fact",
    "Facts",
    "FileCard",
    "FormPage",
    "Frame",
    "GatePage",
    "Happened",
    "HistoryDay",
    "HistoryEntry",
    "ImportPage",
    "ImportResult",
    "Input",
    "InputGroup",
    "InputKind",
    "JobPage",
    "Link",
    "ListPage",
    "LoginPage",
    "Node",
    "Notice",
    "Option",
    "Page",
    "Paging",
    "Pairs",
    "Panel",
    "PasswordPage",
    "Position",
    "Prose",
    "RecordPage",
    "Row",
    "Search",
    "Selection",
    "Setting",
    "Step",
    "Stream",
    "Tab",
    "Table",
    "Theme",
    "Tile",
    "Tiles",
    "Tone",
    "TreePage",
    "TwoFactorPage",
    "WillChange",
    "amount",
    "day",
    "number",
    "person",
    "pill",
    "press",
    "text",
]
