"""The text of a message: headings and values told apart, the words a field rests on boxed.

The text itself is never changed; only how it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from app.core.model.base import Span
from app.core.model.raw import RawView
from app.ui.review.evidence import code_points, utf16
from app.ui.theme import Size, font, mono_font, palette

_MOST_FORMATS = 3000  # in a message with more values than this only those that matter are set apart


class RawText(QPlainTextEdit):
    """Shows a RawView, read-only.

    Signals:
        clicked_at: a click on the text, as an offset in code points.
    """

    clicked_at = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raw-text")
        self.setAccessibleName("The prescription as it arrived")
        self.setProperty("role", "quoted")
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(6)
        self._view = RawView(title="", text="")
        self._emphasised: tuple[Span, ...] = ()
        self._read: tuple[Span, ...] = ()
        self._marked: tuple[Span, ...] = ()
        self._is_source = False

    def show_view(self, view: RawView, emphasised: Iterable[Span], read: Iterable[Span]) -> None:
        """Show the readable text; `emphasised` are the values that matter, `read` the words understood."""
        self._view, self._is_source, self._marked = view, False, ()
        self._emphasised, self._read = tuple(emphasised), tuple(read)
        self.setFont(font(Size.BODY))
        self.setPlainText(view.text)
        self._format()
        self.setExtraSelections([])

    def show_source(self, source: str) -> None:
        """Show the message exactly as it was received."""
        self._is_source, self._marked = True, ()
        self.setExtraSelections([])
        self.setFont(mono_font())
        self.setPlainText(source)

    def mark(self, spans: tuple[Span, ...]) -> None:
        """Box the words that a field rests on, and bring them into view."""
        if self._is_source:
            return
        self._marked = spans
        self._paint_marks()
        if spans:
            self._bring_into_view(spans[0])
        self.viewport().update()

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that are boxed."""
        return tuple(self._view.text[s.start : s.end] for s in self._marked)

    def _bring_into_view(self, span: Span) -> None:
        """Scroll only when the words are out of sight; a selection that a person made stays."""
        cursor = self._cursor(span)
        cursor.setPosition(cursor.selectionStart())
        rect = self.cursorRect(cursor)
        if self.viewport().rect().contains(rect):
            return
        line = cursor.block().firstLineNumber()
        self.verticalScrollBar().setValue(max(0, line - 3))

    def _paint_marks(self) -> None:
        marks = []
        for span in self._marked:
            mark = QTextEdit.ExtraSelection()
            mark.cursor = self._cursor(span)
            mark.format.setBackground(QColor(palette().evidence))
            mark.format.setForeground(QColor(palette().text))
            marks.append(mark)
        self.setExtraSelections(marks)

    def _format(self) -> None:
        """Headings and labels step back, values that matter come forward."""
        colours = palette()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.setCharFormat(_format_of(colours.text))
        for span, made in self._formats():
            self._cursor(span).mergeCharFormat(made)
        cursor.endEditBlock()

    def _formats(self) -> list[tuple[Span, QTextCharFormat]]:
        colours = palette()
        quiet = _format_of(colours.muted)
        heading = _format_of(colours.accent, QFont.Weight.Bold)
        strong = _format_of(colours.text, QFont.Weight.DemiBold)
        read = QTextCharFormat()
        read.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        read.setUnderlineColor(QColor(colours.edge))
        matter = [
            *((span, strong) for span in self._emphasised),
            *((span, read) for span in self._read),
        ]
        if len(self._view.anchors) > _MOST_FORMATS:
            return matter
        return [
            *((span, heading) for span in headings_of(self._view)),
            *((span, quiet) for span in labels_of(self._view)),
            *((span, quiet) for span in details_of(self._view)),
            *matter,
        ]

    def _cursor(self, span: Span) -> QTextCursor:
        text = self._view.text
        cursor = QTextCursor(self.document())
        cursor.setPosition(utf16(text, span.start))
        cursor.setPosition(utf16(text, span.end), QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _boxes(self, span: Span) -> list[QRectF]:
        """Where the words stand on the screen; one box a line."""
        cursor = self._cursor(span)
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block = self.document().findBlock(start)
        boxes: list[QRectF] = []
        while block.isValid() and block.position() < end:
            boxes.extend(self._boxes_in(block, start, end))
            block = block.next()
        return boxes

    def _boxes_in(self, block: QTextBlock, start: int, end: int) -> list[QRectF]:
        origin = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
        layout = block.layout()
        boxes = []
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            first = max(start - block.position(), line.textStart())
            last = min(end - block.position(), line.textStart() + line.textLength())
            if first < last:
                left, right = _x_of(line.cursorToX(first)), _x_of(line.cursorToX(last))
                boxes.append(QRectF(origin.x() + left, origin.y() + line.y(), right - left, line.height()))
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, then the boxes around the evidence."""
        super().paintEvent(event)
        if not self._marked:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette().evidence_edge), 1.5))
        for span in self._marked:
            for box in self._boxes(span):
                painter.drawRoundedRect(box.adjusted(-1.5, 0.5, 1.5, -0.5), 3, 3)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that selects nothing asks which field was read from this word."""
        super().mouseReleaseEvent(event)
        if self._is_source or self.textCursor().hasSelection():
            return
        position = self.cursorForPosition(event.position().toPoint()).position()
        self.clicked_at.emit(code_points(self._view.text, position))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The lit words stay in view when the column gets lower."""
        super().resizeEvent(event)
        if self._marked:
            self._bring_into_view(self._marked[0])

    def changeEvent(self, event: QEvent) -> None:
        """Another scheme has other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._view.text and not self._is_source:
            self._format()
            self._paint_marks()


def headings_of(view: RawView) -> list[Span]:
    """The lines that stand over a group."""
    names = {line.label.strip().casefold() for line in view.lines if line.heading}
    return [span for span, text in _lines(view.text) if text.strip() and text.strip().casefold() in names]


def details_of(view: RawView) -> list[Span]:
    """The indented lines of a laid-out message: everything it holds beside what the prescription says."""
    if not any(line.depth for line in view.lines):
        return []
    return [span for span, text in _lines(view.text) if text.startswith(" ")]


def labels_of(view: RawView) -> list[Span]:
    """On each line with values, the label before the first of them."""
    starts = sorted(span.start for span in view.anchors.values())
    found = []
    at = 0
    for span, _ in _lines(view.text):
        while at < len(starts) and starts[at] < span.start:
            at += 1
        if at < len(starts) and span.start < starts[at] <= span.end:
            label = Span(span.start, starts[at])
            if view.text[label.start : label.end].rstrip().endswith(":"):
                found.append(label)
    return found


def _lines(text: str) -> list[tuple[Span, str]]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((Span(start, start + len(line)), line))
        start += len(line) + 1
    return lines


def _format_of(colour: str, weight: QFont.Weight = QFont.Weight.Normal) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(colour))
    made.setFontWeight(weight)
    return made


def _x_of(answer: object) -> float:
    """The binding hands back the position beside the place; only the place is wanted."""
    return float(answer[0]) if isinstance(answer, tuple) else float(answer)  # type: ignore[arg-type] # a float then
