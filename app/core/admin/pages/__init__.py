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
    text,
)
from app.core.admin.pages.records import (
    AsAt,
    BoardPage,
    Change,
    ExplanationLine,
    ExplanationPage,
    HistoryDay,
    HistoryEntry,
    Node,
    Position,
    RecordPage,
    Step,
    Tab,
    TreePage,
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
    | HomePage
    | YearPage
    | YearTaskPage
)
"""Any page."""

__all__ = [
    "Account",
    "AsAt",
    "Badge",
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
    "FilterForm",
    "FormPage",
    "Frame",
    "GroupLink",
    "GroupRow",
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
    "Tab",
    "Table",
    "Theme",
    "Tile",
    "TileMove",
    "Tiles",
    "Tone",
    "TreePage",
    "YearCard",
    "YearMonth",
    "YearPage",
    "YearTaskPage",
    "amount",
    "day",
    "number",
    "person",
    "pill",
    "text",
]
