"""Copy what the screens need from node_modules into app/core/static/vendor: a style sheet, its pictures, icons, charts.

Run by ./ziqiang after `npm ci`. Python's standard library only.
"""

import re
import shutil
import sys
from pathlib import Path
from urllib.parse import unquote

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules" / "@tabler"
CHARTS = HERE / "node_modules" / "echarts"
VENDOR = HERE.parent / "app" / "core" / "static" / "vendor"
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=\S+ \*/")  # the map stays behind; no browser shall ask for it
EMBEDDED = re.compile(r"""url\((["'])data:image/svg\+xml,(.*?)\1\)""")
SHAPES = re.compile(r"<svg[^>]*>(.*)</svg>", re.DOTALL)
BLANK = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'


def main() -> int:
    """Build everything beside the old and then take its place."""
    fresh = VENDOR.with_name("vendor.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    style = (PACKAGES / "core" / "dist" / "css" / "tabler.min.css").read_text(encoding="utf-8")
    (fresh / "tabler.min.css").write_text(with_picture_files(SOURCE_MAP.sub("", style), fresh), encoding="utf-8")
    (fresh / "icons.svg").write_text(sprite(icon_names()), encoding="utf-8")
    shutil.copyfile(PACKAGES / "icons" / "LICENSE", fresh / "LICENSE.txt")  # MIT for both packages
    copy_charts(fresh)
    shutil.rmtree(VENDOR, ignore_errors=True)
    fresh.rename(VENDOR)
    return 0


def copy_charts(folder: Path) -> None:
    """Bars, lines and pies with their axes and tooltips (Apache-2.0), and the licence and notice that go with them."""
    shutil.copyfile(CHARTS / "dist" / "echarts.common.min.js", folder / "echarts.min.js")
    for name in ("LICENSE", "NOTICE"):
        shutil.copyfile(CHARTS / name, folder / f"{name}-echarts.txt")


def with_picture_files(style: str, folder: Path) -> str:
    """The style sheet with its embedded pictures in files of their own: our security policy refuses data: addresses."""
    files: dict[str, str] = {}

    def into_file(found: re.Match[str]) -> str:
        name = files.setdefault(found[2], f"picture-{len(files) + 1}.svg")
        (folder / name).write_text(unquote(found[2]), encoding="utf-8")
        return f'url("{name}")'

    changed = EMBEDDED.sub(into_file, style)
    if 'url("data:' in changed or "url(data:" in changed:
        raise SystemExit("the style sheet embeds a picture of another kind")
    return changed


def icon_names() -> list[str]:
    """The icons of icons.txt, one name a line."""
    return (HERE / "icons.txt").read_text(encoding="utf-8").split()


def sprite(names: list[str]) -> str:
    """One SVG file with a symbol for each icon; pages draw `icons.svg#name`."""
    symbols = "\n".join(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes(name)}</symbol>' for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def shapes(name: str) -> str:
    """The drawing inside one icon's file."""
    found = SHAPES.search((PACKAGES / "icons" / "icons" / "outline" / f"{name}.svg").read_text(encoding="utf-8"))
    if found is None:
        raise SystemExit(f"icon {name} is not an SVG file as expected")
    return " ".join(found[1].replace(BLANK, "").split())


if __name__ == "__main__":
    sys.exit(main())
