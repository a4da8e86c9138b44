"""What stands at a place of an original file, by means that are not the reader's."""

import io
import re
import zipfile

import openpyxl
import pypdfium2


def original(name: str, content: bytes, place_line: tuple[int, int] | None, page: int | None, cell: str | None) -> str:
    """What stands at a place of the original file, by means that are not the reader's."""
    if page is not None:
        return str(pypdfium2.PdfDocument(content)[page - 1].get_textpage().get_text_range())
    if name.endswith(".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            body = package.read("word/document.xml").decode()
        if cell is not None and "!" in cell:
            row = int(re.sub(r"\D", "", cell.split("!")[1]))
            table = re.findall(r"<w:tbl>.*?</w:tbl>", body, re.DOTALL)[int(re.sub(r"\D", "", cell.split("!")[0])) - 1]
            return re.sub(r"<[^>]+>", " ", re.findall(r"<w:tr[ >].*?</w:tr>", table, re.DOTALL)[row - 1])
        outside = re.sub(r"<w:tbl>.*?</w:tbl>", "", body, flags=re.DOTALL)
        return re.sub(r"<[^>]+>", "", re.findall(r"<w:p[ >].*?</w:p>", outside, re.DOTALL)[(place_line or (1, 1))[0] - 1])
    if name.endswith(".xlsx"):
        sheet, _, address = (cell or "").partition("!")
        return str(openpyxl.load_workbook(io.BytesIO(content))[sheet][address].value)
    first, last = place_line or (0, 0)
    return "\n".join(content.decode().split("\n")[first - 1 : last])
