"""Messages of Sparkplug B, field by field, and its data types.

Source: Eclipse Sparkplug Specification 3.0.0, payload definition and data types (numbers are facts of the standard).
"""

from pulmu.adapters.sparkplug.wire import Field, Schema

_VALUES = (
    ("int_value", "uint32"),
    ("long_value", "uint64"),
    ("float_value", "float"),
    ("double_value", "double"),
    ("boolean_value", "bool"),
    ("string_value", "string"),
)


def _values(first: int) -> dict[int, Field]:
    return {first + place: Field(name, kind) for place, (name, kind) in enumerate(_VALUES)}


SCHEMA: Schema = {
    "Payload": {
        1: Field("timestamp", "uint64"), 2: Field("metrics", "Metric", many=True), 3: Field("seq", "uint64"),
        4: Field("uuid", "string"), 5: Field("body", "bytes"),
    },
    "Metric": {
        1: Field("name", "string"), 2: Field("alias", "uint64"), 3: Field("timestamp", "uint64"),
        4: Field("datatype", "uint32"), 5: Field("is_historical", "bool"), 6: Field("is_transient", "bool"),
        7: Field("is_null", "bool"), 8: Field("metadata", "MetaData"), 9: Field("properties", "PropertySet"),
        **_values(10), 16: Field("bytes_value", "bytes"), 17: Field("dataset_value", "DataSet"),
        18: Field("template_value", "Template"),
    },
    "MetaData": {
        1: Field("is_multi_part", "bool"), 2: Field("content_type", "string"), 3: Field("size", "uint64"),
        4: Field("seq", "uint64"), 5: Field("file_name", "string"), 6: Field("file_type", "string"),
        7: Field("md5", "string"), 8: Field("description", "string"),
    },
    "PropertySet": {1: Field("keys", "string", many=True), 2: Field("values", "PropertyValue", many=True)},
    "PropertySetList": {1: Field("propertyset", "PropertySet", many=True)},
    "PropertyValue": {
        1: Field("type", "uint32"), 2: Field("is_null", "bool"), **_values(3),
        9: Field("propertyset_value", "PropertySet"), 10: Field("propertysets_value", "PropertySetList"),
    },
    "DataSet": {
        1: Field("num_of_columns", "uint64"), 2: Field("columns", "string", many=True),
        3: Field("types", "uint32", many=True), 4: Field("rows", "Row", many=True),
    },
    "Row": {1: Field("elements", "DataSetValue", many=True)},
    "DataSetValue": _values(1),
    "Template": {
        1: Field("version", "string"), 2: Field("metrics", "Metric", many=True),
        3: Field("parameters", "Parameter", many=True), 4: Field("template_ref", "string"),
        5: Field("is_definition", "bool"),
    },
    "Parameter": {1: Field("name", "string"), 2: Field("type", "uint32"), **_values(3)},
}  # fmt: skip

TYPES = (
    "Unknown", "Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float", "Double", "Boolean",
    "String", "DateTime", "Text", "UUID", "DataSet", "Bytes", "File", "Template", "PropertySet", "PropertySetList",
    "Int8Array", "Int16Array", "Int32Array", "Int64Array", "UInt8Array", "UInt16Array", "UInt32Array", "UInt64Array",
    "FloatArray", "DoubleArray", "BooleanArray", "StringArray", "DateTimeArray",
)  # fmt: skip
"""Data types by their number."""
