"""Pictures are drawn anew: what is kept has the points and nothing else, no place, no camera, no hidden data."""

import warnings
from io import BytesIO

from app.core.attachments.errors import FileDamaged, PictureTooBig

MOST_POINTS = 50_000_000
QUALITY = 90
PREVIEW = (640, 640)


def redrawn(content: bytes, form: str) -> bytes:
    """A JPEG or PNG drawn anew, upright, its first picture alone; refused when damaged or very large."""
    from PIL import Image, ImageOps

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures that are large, and of odd metadata that is dropped anyway
            with Image.open(BytesIO(content), formats=[form]) as picture:
                if picture.width * picture.height > MOST_POINTS:
                    raise PictureTooBig(limit=MOST_POINTS // 1_000_000)
                upright = ImageOps.exif_transpose(picture)
                plain = _plain(upright.mode, form)
                points = upright.convert(plain)
    except (PictureTooBig, Image.DecompressionBombError):
        raise PictureTooBig(limit=MOST_POINTS // 1_000_000) from None
    except Exception as error:  # whatever a decoder meets in a crafted file
        raise FileDamaged() from error
    fresh = Image.new(points.mode, points.size)
    fresh.paste(points)
    out = BytesIO()
    fresh.save(out, form, quality=QUALITY) if form == "JPEG" else fresh.save(out, form)
    return out.getvalue()


def _plain(mode: str, form: str) -> str:
    """The nearest of the simple ways to keep points: grey, colours, colours with transparency."""
    if mode in ("1", "L", "I", "I;16"):
        return "L"
    return "RGBA" if form == "PNG" and mode in ("RGBA", "LA", "P", "PA") else "RGB"


def smaller(content: bytes, form: str) -> bytes:
    """A picture small enough to be shown beside a record, drawn from one that was drawn anew when it was kept."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(BytesIO(content), formats=[form]) as picture:
            picture.thumbnail(PREVIEW)
            out = BytesIO()
            picture.save(out, form)
    return out.getvalue()
