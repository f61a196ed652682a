"""What a PDF says of itself for machines (XMP): its title, that it is PDF/A-3b, and the e-invoice inside, if any."""

from datetime import datetime
from xml.sax.saxutils import escape

EINVOICE_FILE = "factur-x.xml"
"""The name that Factur-X prescribes for the attached XML."""
PRODUCER = "Livéo Facturation"

_FX = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#"
_PROPERTIES = {
    "DocumentFileName": "The name of the embedded XML document",
    "DocumentType": "The type of the hybrid document in capital letters, e.g. INVOICE or ORDER",
    "Version": "The actual version of the standard applying to the embedded XML document",
    "ConformanceLevel": "The conformance level of the embedded XML document",
}


def xmp_metadata(*, title: str, author: str, instant: datetime, einvoice: bool) -> str:
    """Return the metadata of a PDF/A-3b document; ``einvoice`` says that a Factur-X file is attached."""
    stamp = instant.isoformat(timespec="seconds")
    alternatives = f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt>'
    parts = [
        "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>",
        f"<dc:title>{alternatives}</dc:title>"
        f"<dc:creator><rdf:Seq><rdf:li>{escape(author)}</rdf:li></rdf:Seq></dc:creator>"
        "<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>",
        f"<pdf:Producer>{PRODUCER}</pdf:Producer>",
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>"
        f"<xmp:CreateDate>{stamp}</xmp:CreateDate><xmp:ModifyDate>{stamp}</xmp:ModifyDate>",
        *(_einvoice_parts() if einvoice else ()),
    ]
    described = "\n".join(f'<rdf:Description rdf:about="">{part}</rdf:Description>' for part in parts)
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
        'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" '
        f'xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#" xmlns:fx="{_FX}">\n'
        f"{described}\n</rdf:RDF>\n</x:xmpmeta>"
    )


def _einvoice_parts() -> tuple[str, str]:
    """Return the description of Factur-X's own properties, which PDF/A asks for, and the properties."""
    properties = "".join(
        f'<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name>'
        "<pdfaProperty:valueType>Text</pdfaProperty:valueType><pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{meaning}</pdfaProperty:description></rdf:li>"
        for name, meaning in _PROPERTIES.items()
    )
    schema = (
        '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
        "<pdfaSchema:schema>Factur-X PDFA Extension Schema</pdfaSchema:schema>"
        f"<pdfaSchema:namespaceURI>{_FX}</pdfaSchema:namespaceURI><pdfaSchema:prefix>fx</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>"
        "</rdf:li></rdf:Bag></pdfaExtension:schemas>"
    )
    said = (
        f"<fx:DocumentType>INVOICE</fx:DocumentType><fx:DocumentFileName>{EINVOICE_FILE}</fx:DocumentFileName>"
        "<fx:Version>1.0</fx:Version><fx:ConformanceLevel>EN 16931</fx:ConformanceLevel>"
    )
    return schema, said
