"""Pages as values: everything a template draws, and nothing else. Views build them; HTML is written only in core.

Every page class names its template: `render_template(page.template, page=page)`.
"""

from app.core.admin.pages.boards import (
    BoardPart,
    HomePage,
    StepLine,
    TileMove,
    YearCard,
    YearMonth,
    YearPage,
    YearTaskPage,
)
from app.core.admin.pages.changes import WillChange
from app.core.admin.pages.forms import (
    Conflict,
    ConflictLine,
    ErrorPage,
    FormPage,
    ImportPage,
    InputGroup,
    JobPage,
)
from app.core.admin.pages.frame import Account, Entry, Frame, Setting, Theme
from app.core.admin.pages.lists import (
    Chip,
    Columns,
    ColumnTick,
    Facet,
    FavouriteLink,
    Favourites,
    FilterForm,
    GroupLink,
    GroupRow,
    ListPage,
    Option,
    Paging,
    Search,
    Selection,
)
from app.core.admin.pages.parts import (
    Badge,
    Block,
    Button,
    Cell,
    ChartBlock,
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
    | ErrorPage
    | BellMenu
    | WillChange
    | HomePage
    | YearPage
    | YearTaskPage
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
    "BoardPart",
    "Button",
    "Cell",
    "Change",
    "ChartBlock",
    "Chip",
    "Choice",
    "Column",
    "ColumnTick",
    "Columns",
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
    "FavouriteLink",
    "Favourites",
    "FileCard",
    "FilterForm",
    "FormPage",
    "Frame",
    "GroupLink",
    "GroupRow",
    "Happened",
    "HistoryDay",
    "HistoryEntry",
    "HomePage",
    "ImportPage",
    "Input",
    "InputGroup",
    "InputKind",
    "JobPage",
    "Link",
    "ListPage",
    "Node",
    "Notice",
    "Option",
    "Page",
    "Paging",
    "Pairs",
    "Panel",
    "Position",
    "Prose",
    "RecordPage",
    "Row",
    "Search",
    "Selection",
    "Setting",
    "Step",
    "StepLine",
    "Stream",
    "Tab",
    "Table",
    "Theme",
    "Tile",
    "TileMove",
    "Tiles",
    "Tone",
    "TreePage",
    "WillChange",
    "YearCard",
    "YearMonth",
    "YearPage",
    "YearTaskPage",
    "amount",
    "day",
    "number",
    "person",
    "pill",
    "press",
    "text",
]
