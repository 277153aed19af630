"""Files an import refuses to open, each with its reason and what to do. The ids are translated by `chinese`."""

from app.core.errors import ZiqiangError
from app.core.imports.messages import N_


class WorkbookRefused(ZiqiangError):
    """The file can't be imported as it is."""

    kind = "workbook_refused"
    message = N_("This file can't be imported.")
    chinese = "这个文件无法导入。"

    def text(self, language: str = "zh") -> str:
        """The sentence in the reader's language."""
        return (self.chinese if language.startswith("zh") else self.message) % self.values


class FileTooLarge(WorkbookRefused):
    """More bytes than an upload may have."""

    kind = "file_too_large"
    message = N_("The file has %(size)s MB; at most %(limit)s MB are allowed. Split it.")
    chinese = "文件有%(size)sMB，最多%(limit)sMB。请拆成几个文件。"


class TooManyParts(WorkbookRefused):
    """A zip container with very many entries."""

    kind = "too_many_parts"
    message = N_(
        "The workbook consists of %(parts)s parts; at most %(limit)s are allowed. Save it anew without pictures."
    )
    chinese = "工作簿由%(parts)s个部分组成，最多%(limit)s个。请去掉图片等内容后另存。"


class UnpacksTooLarge(WorkbookRefused):
    """A container that unpacks to too much."""

    kind = "unpacked_too_large"
    message = N_("The workbook unpacks to %(size)s MB; at most %(limit)s MB are allowed. Split it.")
    chinese = "工作簿解压后有%(size)sMB，最多%(limit)sMB。请拆成几个文件。"


class RatioTooHigh(WorkbookRefused):
    """A container compressed far beyond what real workbooks are."""

    kind = "compression_ratio"
    message = N_(
        "The workbook is compressed %(ratio)s times, which real workbooks are not. Delete empty rows and save it anew."
    )
    chinese = "工作簿压缩比异常（%(ratio)s倍）。请删去多余的空行空列后另存。"


class SheetTooLarge(WorkbookRefused):
    """Cells far outside of what a table has."""

    kind = "sheet_too_large"
    message = N_("The sheet has content beyond row %(rows)s or column %(columns)s. Delete what is out there.")
    chinese = "工作表在第%(rows)s行以下或第%(columns)s列以右还有内容。请删去那里的内容或拆成几个文件。"


class PasswordProtected(WorkbookRefused):
    """An encrypted workbook."""

    kind = "password_protected"
    message = N_("The workbook is protected by a password. Save it without one and upload it again.")
    chinese = "工作簿设有打开密码。请在 Excel 或 WPS 中取消密码、另存后再上传。"


class NotAWorkbook(WorkbookRefused):
    """Neither .xlsx nor .xls nor text."""

    kind = "not_a_workbook"
    message = N_("This is no workbook. Upload an .xlsx, .xls or .csv file (found: %(found)s).")
    chinese = "这不是工作簿（识别为：%(found)s）。请上传 .xlsx、.xls 或 .csv 文件。"


class Damaged(WorkbookRefused):
    """A workbook that can't be read to its end."""

    kind = "workbook_damaged"
    message = N_("The workbook is damaged and can't be read. Open it in Excel or WPS and save it anew.")
    chinese = "工作簿已损坏，无法读取。请用 Excel 或 WPS 打开后另存，再上传。"


class EmptyWorkbook(WorkbookRefused):
    """Nothing in it."""

    kind = "workbook_empty"
    message = N_("The file is empty.")
    chinese = "文件是空的。"
