"""What PDF/A-3a and PDF/UA-1 ask for together, and a tagged field in which the signature is put afterwards.

WeasyPrint makes either kind of file, not both at once: it makes PDF/A-3a, whose tags are those of PDF/UA too, and what
PDF/UA-1 asks for beyond is added here. PDF/A wants each property of foreign metadata described (ISO 19005-3, 6.6.2.3).
"""

from types import MethodType
from typing import Any

import pydyf
from weasyprint import Document as Layout

from certificates.looks import SIGNATURE_FIELD as FIELD

_CLOSING = b"</rdf:RDF>"
_UNIVERSAL = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the document follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def declare(layout: Layout) -> None:
    """The document says that it is PDF/UA-1, beside PDF/A-3a."""
    own = layout.metadata.generate_rdf_metadata

    def with_universal(_: Any, *args: Any) -> bytes:
        rdf: bytes = own(*args)
        return rdf.replace(_CLOSING, _UNIVERSAL + _CLOSING)

    layout.metadata.generate_rdf_metadata = MethodType(with_universal, layout.metadata)


def leave_room_for_signature(pdf: pydyf.PDF) -> None:
    """An unseen field of no size, which the tree of tags knows: an annotation outside of it would break PDF/UA.

    PDF/A wants it to be "printed" and not hidden, which a field without size can be.
    """
    page = next(found for found in pdf.objects if isinstance(found, pydyf.Dictionary) and found.get("Type") == "/Page")
    by_number = {found.number: found for found in pdf.objects}
    root = by_number[_number(pdf.catalog["StructTreeRoot"])]
    parents, document = by_number[_number(root["ParentTree"])], by_number[_number(root["K"][0])]
    place = len(parents["Nums"]) // 2

    widget = pydyf.Dictionary({
        "Type": "/Annot", "Subtype": "/Widget", "FT": "/Sig", "T": pydyf.String(FIELD),
        "TU": pydyf.String("Digital signature of the issuer"), "F": 132, "Rect": pydyf.Array([0, 0, 0, 0]),
        "P": page.reference, "StructParent": place,
    })  # fmt: skip
    pdf.add_object(widget)
    kid = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference})
    element = pydyf.Dictionary(
        {"Type": "/StructElem", "S": "/Form", "P": document.reference, "Pg": page.reference, "K": kid}
    )
    pdf.add_object(element)
    document["K"].append(element.reference)
    parents["Nums"].extend([place, element.reference])
    page["Annots"] = pydyf.Array([widget.reference])
    pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": pydyf.Array([widget.reference]), "SigFlags": 3})


def _number(reference: bytes) -> int:
    return int(reference.split()[0])
