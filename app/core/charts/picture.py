"""A still picture of a chart for documents: rectangles, lines and words with their places, drawn by a macro as SVG."""

from dataclasses import dataclass
from math import cos, floor, log10, pi, sin

from app.core.charts.values import Chart, said

COLOURS = ("#2d6e6a", "#dda648", "#5b83cf", "#c9623b", "#7fb3ad", "#8a6fb0", "#6b7a3a", "#9aa5a1")
LEFT, RIGHT, TOP, BOTTOM = 64.0, 12.0, 26.0, 26.0
LINES = 4
"""So many lines stand above the ground line."""


@dataclass(frozen=True, slots=True)
class Box:
    """A bar."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class Word:
    """A text at a place; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A shape given by SVG path data: filled, or drawn as a line."""

    path: str
    colour: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything of the picture, in its own units."""

    title: str
    width: float
    height: float
    boxes: tuple[Box, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    words: tuple[Word, ...] = ()
    legend: tuple[Box, ...] = ()


def picture_of(chart: Chart, width: float = 640, height: float = 260) -> Picture:
    """The picture of a chart. What is below nothing is drawn as nothing: amounts of documents are not negative."""
    if chart.kind == "pie":
        return _round(chart, width, height)
    return _Frame(chart, width, height).drawn()


def step_of(largest: float) -> float:
    """The distance of the lines: 1, 2 or 5 times a power of ten, so that LINES of them reach the largest figure."""
    if largest <= 0:
        return 1
    rough = largest / LINES
    power = 10.0 ** floor(log10(rough))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough * (1 - 1e-9))


class _Frame:
    """Bars or lines over a ground line."""

    def __init__(self, chart: Chart, width: float, height: float) -> None:
        self.chart, self.width, self.height = chart, width, height
        self.step = step_of(self._largest())
        self.ground = height - BOTTOM
        self.scale = (self.ground - TOP) / (self.step * LINES)
        self.slot = (width - LEFT - RIGHT) / max(1, len(chart.categories))

    def drawn(self) -> Picture:
        """The whole picture."""
        is_line = self.chart.kind == "line"
        legend, names = _legend([one.name for one in self.chart.series], self.width)
        return Picture(
            self.chart.title,
            self.width,
            self.height,
            () if is_line else tuple(self._bars()),
            (*self._rules(), *(self._lines() if is_line else ())),
            (*self._scale_words(), *self._names(), *names),
            legend,
        )

    def _largest(self) -> float:
        columns = list(zip(*(one.values for one in self.chart.series), strict=True))
        sums = [sum(value or 0 for value in column) for column in columns]
        tops = [max((value or 0 for value in column), default=0) for column in columns]
        return max(sums if self.chart.kind == "stacked" else tops, default=0)

    def _bars(self) -> list[Box]:
        series, stacked = self.chart.series, self.chart.kind == "stacked"
        wide = self.slot * 0.7 / (1 if stacked else max(1, len(series)))
        found = []
        for place in range(len(self.chart.categories)):
            below = 0.0
            for index, one in enumerate(series):
                tall = max(0, one.values[place] or 0) * self.scale
                x = LEFT + self.slot * (place + 0.15) + (0 if stacked else wide * index)
                found.append(Box(_r(x), _r(self.ground - below - tall), _r(wide), _r(tall), _colour(index)))
                below += tall if stacked else 0
        return found

    def _lines(self) -> list[Stroke]:
        found = []
        for index, one in enumerate(self.chart.series):
            path, broken = "", True
            for place, value in enumerate(one.values):
                if value is None:
                    broken = True
                    continue
                x, y = LEFT + self.slot * (place + 0.5), self.ground - max(0, value) * self.scale
                path += f"{'M' if broken else 'L'}{_r(x)} {_r(y)}"
                broken = False
            found.append(Stroke(path, _colour(index)))
        return found

    def _rules(self) -> list[Stroke]:
        heights = [self.ground - self.step * self.scale * line for line in range(LINES + 1)]
        return [Stroke(f"M{LEFT} {_r(y)}H{self.width - RIGHT}", "#d5dcda") for y in heights]

    def _scale_words(self) -> list[Word]:
        marks = [self.step * line for line in range(LINES + 1)]
        whole = all(mark == int(mark) for mark in marks)
        texts = [said(int(mark) if whole else mark, self.chart.unit) for mark in marks]
        return [
            Word(LEFT - 6, _r(self.ground - mark * self.scale + 4), text, "end")
            for mark, text in zip(marks, texts, strict=True)
        ]

    def _names(self) -> list[Word]:
        every = max(1, -(-len(self.chart.categories) // 16))
        return [
            Word(_r(LEFT + self.slot * (place + 0.5)), self.height - 8, name)
            for place, name in enumerate(self.chart.categories)
            if place % every == 0
        ]


def _round(chart: Chart, width: float, height: float) -> Picture:
    """The slices of a whole, from twelve o'clock on."""
    values = [max(0, value or 0) for value in chart.series[0].values] if chart.series else []
    whole, radius = sum(values), height / 2 - TOP
    x, y = radius + LEFT / 2, height / 2 + TOP / 4
    strokes, angle = [], -pi / 2
    for index, value in enumerate(values):
        turn = min(2 * pi * value / whole, 2 * pi - 1e-4) if whole else 0
        if turn:
            end = angle + turn
            first, last = (f"{_r(x + radius * cos(at))} {_r(y + radius * sin(at))}" for at in (angle, end))
            arc = f"A{_r(radius)} {_r(radius)} 0 {int(turn > pi)} 1 {last}"
            strokes.append(Stroke(f"M{_r(x)} {_r(y)}L{first}{arc}Z", _colour(index), filled=True))
            angle = end
    names = [
        f"{name} {said(value, chart.unit)}"
        for name, value in zip(chart.categories, chart.series[0].values if chart.series else (), strict=True)
    ]
    left = x + radius + 30
    boxes = tuple(Box(_r(left), TOP + 20 * place, 10, 10, _colour(place)) for place in range(len(names)))
    words = tuple(Word(_r(left + 16), TOP + 20 * place + 9, name, "start") for place, name in enumerate(names))
    return Picture(chart.title, width, height, (), tuple(strokes), words, boxes)


def _legend(names: list[str], width: float) -> tuple[tuple[Box, ...], list[Word]]:
    """The series' colours with their names, from the right edge to the left; a single one needs none."""
    boxes: list[Box] = []
    words: list[Word] = []
    x = width - RIGHT
    for index, name in reversed(list(enumerate(names)) if len(names) > 1 else []):
        x -= 12 * len(name) + 24
        boxes.append(Box(_r(x), 6, 10, 10, _colour(index)))
        words.append(Word(_r(x + 14), 15, name, "start"))
    return tuple(boxes), words


def _colour(place: int) -> str:
    return COLOURS[place % len(COLOURS)]


def _r(value: float) -> float:
    return round(value, 2)
