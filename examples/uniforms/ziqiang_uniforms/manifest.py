"""What this module adds."""

from app.core.modules import (
    Attention,
    BoardTile,
    CanonicalTable,
    Column,
    Dimension,
    Document,
    Measure,
    MenuItem,
    Module,
    OwnPage,
    PaletteAction,
    Panel,
    PersonalData,
    SmartButton,
    Switch,
    YearTask,
)
from app.staff import queries as staff
from ziqiang_uniforms import models, panels, queries, reports
from ziqiang_uniforms.forms import SizesForm
from ziqiang_uniforms.permissions import PERMISSIONS, SIZES_READ, SIZES_WRITE
from ziqiang_uniforms.record_rules import RECORD_RULES
from ziqiang_uniforms.services import save_panel

module = Module(
    name="uniforms",
    label="Uniform sizes",
    depends=("staff",),
    works_with=("payroll",),
    models=(models,),
    permissions=PERMISSIONS,
    record_rules=RECORD_RULES,
    canonical=(
        CanonicalTable.of(models.UniformSize, staff.natural_keys),
        CanonicalTable.of(models.LaundryAllowance, staff.natural_keys),
    ),
    views="ziqiang_uniforms.views:VIEWS",
    menu=(MenuItem("Uniform sizes", "uniforms", SIZES_READ, 80, wide=True),),
    columns=(Column("staff.employees", "uniform", "Uniform sizes", SIZES_READ, reports.column),),
    dimensions=(Dimension("staff.employees", "jacket", "Jacket", SIZES_READ, queries.jacket_of),),
    measures=(Measure("staff.employees", "shoes", "Largest shoes", SIZES_READ, queries.shoes_of, total="max"),),
    panels=(
        Panel(
            "staff.employee", "uniform", "Uniform sizes", SIZES_READ, panels.load,
            form=SizesForm, values=panels.values, save=save_panel, save_permission=SIZES_WRITE, order=80,
        ),
    ),
    documents=(Document("staff.employee", "uniform", "Sheet of uniform sizes", SIZES_READ, reports.draw_sizes),),
    contributions=(
        SmartButton(
            "staff.employee", "uniform", "Uniform sizes", "tag", SIZES_READ, queries.counted, panels.tab, order=60
        ),
        PersonalData("uniforms.sizes", "Uniform sizes", reports.kept, 60),
        OwnPage("uniforms", "Uniform sizes", "/my/?tab=more", SIZES_READ, "id", order=60),
        PaletteAction("Record uniform sizes", "/uniforms/", SIZES_WRITE, "uniform 服装 尺码"),
        reports.OWN_FORM,
    ),
    attentions=(
        Attention(
            "uniforms.missing", "People without uniform sizes", SIZES_WRITE, queries.without_sizes, reports.MISSING
        ),
    ),
    board_tiles=(BoardTile("uniforms.missing", "People without uniform sizes", SIZES_READ, reports.missing, (), 1),),
    year_tasks=(YearTask("uniforms.order", "Order uniforms", 3, 4, ("hr",), per_branch=True, url="/uniforms/"),),
    description="Jackets, trousers and shoes of everybody, for ordering uniforms.",
    switches=(Switch(panels.EARLIER, "Earlier sizes", "The panel shows what somebody wore before, not only today."),),
)  # fmt: skip
